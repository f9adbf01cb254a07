use super::*;

// Every row is a circuit with a course, and a better car is faster on it.
#[test]
fn law_a_better_car_is_faster_everywhere() {
    let of_courses: Vec<&str> =
        crate::courses().iter().filter_map(|it| it.facts().circuit.as_deref()).collect();
    assert!(circuit_worths().is_sorted_by_key(|it| it.circuit));
    for worth in circuit_worths() {
        let circuit = worth.circuit;
        assert!(of_courses.contains(&circuit), "{circuit}");
        assert!((50.0..130.0).contains(&worth.lap_time), "{circuit}");
        for property in Property::ALL {
            let share = worth.share(property);
            assert!((1e-5..0.01).contains(&share), "{circuit}: {} {share}", property.name());
        }
    }
    assert_eq!(circuit_worths().len(), of_courses.len());
}

#[test]
fn exact_a_layout_has_its_seasons() {
    let is_known = |circuit, season| circuit_worth(circuit, season).is_some();
    assert!(is_known("catalunya", 2022) && !is_known("catalunya", 2023));
    assert!(!is_known("marina-bay", 2022) && is_known("marina-bay", 2023));
    assert!(!is_known("monza", 1988) && is_known("monza", 2023) && !is_known("nowhere", 2023));
}
