use super::Control;

#[test]
fn a_message_that_comes_twice_was_said_once() {
    let mut control = Control::default();
    for _ in 0..2 {
        control
            .read(br#"{"Messages":{"0":{"Utc":"2020-08-07T14:36:59","Message":"A"}}}"#, Some(5))
            .unwrap();
    }
    assert_eq!(control.finish(None).len(), 1);
}
