use maatstaf_core::{CourseFacts, Stations};

use super::*;

/// A straight of 50 m under a name.
fn straight(id: &str, width: f64) -> Course {
    let stations = Stations {
        s: vec![0.0, 50.0],
        x: vec![0.0, 50.0],
        y: vec![0.0; 2],
        heading: vec![0.0; 2],
        curvature: vec![0.0; 2],
        left: vec![width; 2],
        right: vec![width; 2],
        ..Stations::flat(2)
    };
    Course::new(CourseFacts::named(id), stations, 50.0, false).unwrap()
}

#[test]
fn law_what_is_kept_is_there_and_replaced_as_a_whole() {
    let home = std::env::temp_dir().join(format!("maatstaf-{}-courses", std::process::id()));
    let _ = fs::remove_dir_all(&home);
    let library = Library::at(home.clone());
    assert_eq!(library.courses().unwrap(), []);
    let mut writer = library.writer(|| ()).unwrap();
    for (id, width) in [("hill-2", 4.0), ("hill", 4.0), ("hill", 5.0)] {
        writer.keep_course(&straight(id, width)).unwrap();
    }
    let kept = library.courses().unwrap();
    let names: Vec<_> = kept.iter().map(|(path, _)| path.file_name().unwrap()).collect();
    assert_eq!(names, ["hill-2.course.csv", "hill.course.csv"]);
    assert_eq!(course_file::read("hill", &kept[1].1).unwrap(), straight("hill", 5.0));
    for id in ["", "../hill", "Hill", "a b"] {
        assert!(matches!(writer.keep_course(&straight(id, 4.0)), Err(Error::CourseName { .. })));
    }
    fs::remove_dir_all(&home).unwrap();
}
