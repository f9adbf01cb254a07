use super::*;

#[test]
fn exact_refusals() {
    let refusal =
        |s: &[f64], t: &[f64]| Trace::new(s.to_vec(), t.to_vec()).unwrap_err().to_string();
    assert_eq!(refusal(&[0.0], &[0.0]), "a trace needs two samples and has 1");
    assert_eq!(refusal(&[0.0, 1.0], &[0.0]), "channel time has 1 samples where distance has 2");
    assert_eq!(
        refusal(&[0.0, 5.0, 5.0], &[0.0, 1.0, 2.0]),
        "distance stops increasing at sample 2 (5.0 m)"
    );
    assert_eq!(
        refusal(&[0.0, f64::NAN], &[0.0, 1.0]),
        "channel distance is not a finite number at sample 1"
    );
}

#[test]
fn law_time_at_a_sample_is_the_sample() {
    let trace = Trace::new(vec![0.0, 10.0, 30.0], vec![0.0, 0.5, 1.25]).unwrap();
    for (&s, &t) in trace.distance().iter().zip(trace.time()) {
        assert_eq!(trace.time_at(s), t);
    }
    assert_eq!((trace.time_at(-1.0), trace.time_at(99.0)), (0.0, 1.25));
}

#[test]
fn exact_channels() {
    let trace = Trace::new(vec![0.0, 10.0, 20.0], vec![0.0, 1.0, 2.0]).unwrap();
    let trace = trace.with(Channel::Gear, vec![1.0, 2.0, 3.0]).unwrap();
    let trace = trace.with(Channel::Speed, vec![1.0; 3]).unwrap();
    let trace = trace.with(Channel::Speed, vec![10.0, 20.0, 40.0]).unwrap();
    assert_eq!(trace.channels().count(), 2);
    assert_eq!(trace.value_at(Channel::Speed, 15.0), Some(30.0));
    assert_eq!(trace.value_at(Channel::Gear, 19.0), Some(2.0)); // no gear is between two
    assert_eq!(trace.value_at(Channel::Brake, 15.0), None);
    let refusal = |values: &[f64]| {
        trace.clone().with(Channel::Brake, values.to_vec()).unwrap_err().to_string()
    };
    assert_eq!(refusal(&[0.0]), "channel brake has 1 samples where distance has 3");
    assert_eq!(
        refusal(&[0.0, 0.0, f64::INFINITY]),
        "channel brake is not a finite number at sample 2"
    );
}
