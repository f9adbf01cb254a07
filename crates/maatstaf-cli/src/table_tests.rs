use super::*;

fn table() -> Table {
    let mut table = Table::new(&[">place", "name", "?>fastest laps", ">points"]);
    table.push(["1", "Max Verstappen", "9", "575"].map(str::to_owned).to_vec());
    table.push(["2", "Sergio Pérez", "2", "285"].map(str::to_owned).to_vec());
    table
}

#[track_caller]
fn check(width: usize, lines: &[&str]) {
    let text = table().text(width, false);
    assert_eq!(text.lines().collect::<Vec<_>>(), lines, "{width} columns");
}

#[test]
fn exact_room_for_all() {
    check(
        80,
        &[
            "place  name            fastest laps  points",
            "    1  Max Verstappen             9     575",
            "    2  Sergio Pérez               2     285",
        ],
    );
}

#[test]
fn exact_headings_break_first() {
    check(
        40,
        &[
            "                       fastest",
            "place  name               laps  points",
            "    1  Max Verstappen        9     575",
            "    2  Sergio Pérez          2     285",
        ],
    );
}

#[test]
fn exact_then_words_are_cut() {
    check(
        34,
        &[
            "                   fastest",
            "place  name           laps  points",
            "    1  Max Verst…        9     575",
            "    2  Sergio Pé…        2     285",
        ],
    );
}

#[test]
fn exact_then_columns_are_left_out() {
    check(
        26,
        &[
            "place  name         points",
            "    1  Max Versta…     575",
            "    2  Sergio Pér…     285",
            "(left out, for want of",
            "room: fastest laps)",
        ],
    );
}

#[test]
fn law_csv_holds_every_column() {
    let csv = table().csv();
    assert_eq!(csv.lines().next(), Some("place,name,fastest laps,points"));
    assert_eq!(csv.lines().nth(2), Some("2,Sergio Pérez,2,285"));
}

#[test]
fn exact_what_is_copied_is_never_cut() {
    let mut table = Table::new(&["!session", "event", ">laps"]);
    table.push(
        ["2024/emilia/qualifying", "Emilia Romagna Grand Prix", "286"].map(str::to_owned).to_vec(),
    );
    let text = table.text(40, false);
    assert!(text.contains("2024/emilia/qualifying  Emilia"), "{text}");
    assert!(text.contains('…') && text.lines().all(|line| line.chars().count() <= 40), "{text}");
}

#[test]
fn exact_empty_columns_are_not_shown() {
    let mut table = Table::new(&["car", "?driver", "?>age laps", "notes"]);
    table.push(["7", "", "3", ""].map(str::to_owned).to_vec());
    table.push(["50", "", "", ""].map(str::to_owned).to_vec());
    assert_eq!(table.text(80, false), "car  age laps  notes\n7           3\n50\n");
    assert_eq!(table.csv(), "car,driver,age laps,notes\n7,,3,\n50,,,\n");
}
