use super::*;

#[test]
fn law_a_column_names_its_channel_alone() {
    for channel in Channel::ALL {
        assert_eq!(Channel::of_column(&channel.column()), Some(channel));
        assert_eq!(Channel::named(channel.name()), Some(channel));
    }
    assert_eq!(Channel::named("speed_kmh"), None);
}
