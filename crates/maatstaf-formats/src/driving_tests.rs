use super::read;

#[track_caller]
fn check(text: &str, want: &str) {
    match read(text) {
        Ok(style) => assert_eq!(format!("{} {}", style.name(), style.braking()), want, "{text:?}"),
        Err(error) => assert!(error.to_string().contains(want), "{error} lacks {want:?}"),
    }
}

#[test]
fn what_is_said_is_read_and_the_rest_is_all() {
    check("name = \"a\"", "a 1");
    check("name = \"b\"\nbraking = 0.9\nrear_margin = 0.2\npedal_rate_ps = 4", "b 0.9");
}

#[test]
fn what_no_driver_is_is_refused() {
    check("braking = 0.9", "missing field `name`");
    check("name = \"a\"\nbraking = 1.1", "braking is 1.1, and should be above 0 and at most 1");
    check("name = \"a\"\ndriving = 0", "driving is 0");
    check("name = \"a\"\nturning = nan", "turning is NaN");
    check("name = \"a\"\nrear_margin = 1", "rear_margin is 1, and should be from 0 to 0.9");
    check("name = \"a\"\nsteering_rate_degps = -5", "steering_rate is");
    check("name = \"a\"\nsteering = 5", "unknown field `steering`");
    check("name = ", "TOML");
}
