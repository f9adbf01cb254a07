use maatstaf::compare::{LapToCompare, compared};
use maatstaf::telemetry::{Sampling, resampled};
use maatstaf::{FixedLine, LapSettings, Method, fastest_lap, find_car, find_course};

use super::page;
use crate::commands::compare::TwoLaps;
use crate::commands::compare::lap::FoundLap;

/// As much as one comparison may take, in bytes.
const LARGEST_PAGE: usize = 400_000;

/// Two quasi-steady laps of a course, as the feed would have sampled them.
fn two_laps(course: &str, names: [&str; 2]) -> TwoLaps {
    let courses: Vec<_> = maatstaf::facts::courses().iter().collect();
    let course = find_course(&courses, course).unwrap();
    let settings =
        LapSettings { method: Method::QuasiSteady(FixedLine::Centre), ..LapSettings::default() };
    let found = [(names[0], 1.0, 1), (names[1], 1.1, 2)].map(|(name, downforce, seed)| {
        let car = &find_car("f1-2024").unwrap().car;
        let car = car.with_setup("aero.downforce_level", downforce).unwrap();
        let trace = fastest_lap(name, &car, course, &settings).unwrap().trace;
        let lap = LapToCompare::Measured(resampled(&trace, &Sampling::FEED, seed).unwrap());
        let (title, short) = (format!("{name}, lap 1"), name.to_owned());
        FoundLap { title, short, lap, others: Vec::new(), source: "a test".to_owned() }
    });
    let compared = compared(&found[0].lap, &found[1].lap, &[]).unwrap();
    TwoLaps { found, compared }
}

/// The page holds these texts, no broken number, and asks nobody for anything.
#[track_caller]
fn check(laps: &TwoLaps, texts: &[&str]) -> String {
    let page = page(laps);
    for text in texts {
        assert!(page.contains(text), "{text:?} is missing");
    }
    for broken in ["NaN", "inf,", "inf\"", "http", "src=", "@import", "<link"] {
        assert!(!page.contains(broken), "{broken:?} stands on the page");
    }
    assert!(page.len() < LARGEST_PAGE, "{} bytes", page.len());
    page
}

#[test]
fn keeps_every_segment_in_the_table() {
    let laps = two_laps("monaco", ["AAA", "BBB"]);
    let page = check(&laps, &["AAA against BBB", "id=\"behind-title\"", "id=\"map-title\""]);
    let table = page.split_once("<section class=\"pieces\"").unwrap().1;
    let rows = table.split_once("<tbody>").unwrap().1.split_once("</tbody>").unwrap().0;
    let segments = &laps.compared.comparison.segments;
    let sure = segments.iter().filter(|it| it.loss.is_sure()).count();
    assert_eq!(rows.matches("<tr>").count(), segments.len());
    for (segment, row) in segments.iter().zip(rows.trim_start().lines()) {
        let place = super::tables::place(segment);
        let lost = crate::page::numbers::minus(format!("{:+.3}", segment.loss.time.seconds()));
        assert!(row.contains(&format!(">{place}<")) && row.contains(&format!(">{lost}<")), "{row}");
    }
    let map = page.split_once("id=\"map-desc\"").unwrap().1.split_once("</svg>").unwrap().0;
    let coloured = ["won faster\"", "won slower\""].map(|it| map.matches(it).count());
    assert!(sure > 0 && coloured.iter().sum::<usize>() == sure, "{sure} are sure, {coloured:?}");
    for bend in laps.compared.road.bends() {
        assert!(map.contains(&format!(">{}</text>", bend.number)), "turn {}", bend.number);
    }
}

#[test]
fn keeps_the_longest_circuit_small() {
    check(&two_laps("sarthe", ["AAA", "BBB"]), &[]);
}

#[test]
fn names_are_escaped() {
    let laps = two_laps("monaco", ["</script><b>", "\"O'Neill\" & <i>"]);
    let page =
        check(&laps, &["&lt;/script&gt;&lt;b&gt;", "&quot;O&#39;Neill&quot; &amp; &lt;i&gt;"]);
    assert!(!page.contains("<b>") && !page.contains("<i>"));
    assert_eq!(page.matches("</script>").count(), page.matches("<script").count());
}
