use crate::text_table::TextRow;

/// Where each column stands. One that is missing stands where no row has a cell, so it reads as empty.
pub(super) struct Columns {
    pub(super) car: usize,
    pub(super) seat: usize,
    pub(super) driver: usize,
    pub(super) lap: usize,
    pub(super) time: usize,
    pub(super) sectors: [usize; 3],
    pub(super) ended: usize,
    pub(super) hour: usize,
    pub(super) speed: usize,
    pub(super) pit_time: usize,
    pub(super) in_pit: usize,
    pub(super) flag: usize,
    pub(super) team: usize,
    pub(super) class: usize,
    pub(super) make: usize,
    pub(super) attack: usize,
    /// How many cells a whole row has: those under a heading, and an empty one behind them at most.
    pub(super) cells: std::ops::RangeInclusive<usize>,
}

const NOWHERE: usize = usize::MAX;

impl Columns {
    /// From the headings; where they are not those of a lap chart, what is missing.
    pub(super) fn find(head: &TextRow) -> Result<Self, String> {
        let headings = head.headings();
        let named =
            headings.iter().rposition(|heading| !heading.is_empty()).map_or(0, |last| last + 1);
        let at = |name: &str| headings.iter().position(|it| it == name).unwrap_or(NOWHERE);
        let needed = |name: &'static str| match at(name) {
            NOWHERE => Err(missing(name, &headings)),
            found => Ok(found),
        };
        let sector = |name: &str, large: &str| at(name).min(at(large));
        let (car, lap) = (needed("NUMBER")?, needed("LAP_NUMBER")?);
        let time = needed("LAP_TIME")?;
        Ok(Self {
            car,
            lap,
            time,
            seat: at("DRIVER_NUMBER"),
            driver: at("DRIVER_NAME"),
            sectors: [sector("S1", "S1_LARGE"), sector("S2", "S2_LARGE"), sector("S3", "S3_LARGE")],
            ended: at("ELAPSED"),
            hour: at("HOUR"),
            speed: at("TOP_SPEED"),
            pit_time: at("PIT_TIME"),
            in_pit: at("CROSSING_FINISH_LINE_IN_PIT"),
            flag: at("FLAG_AT_FL"),
            team: at("TEAM"),
            class: at("CLASS"),
            make: at("MANUFACTURER"),
            attack: at("ATTACK_MODE"),
            cells: named..=named + 1,
        })
    }

    /// Whether it is the dialect of Formula E, whose cars have an attack mode.
    pub(super) fn is_electric(&self) -> bool {
        self.attack != NOWHERE
    }
}

fn missing(name: &str, headings: &[String]) -> String {
    let found: Vec<&str> =
        headings.iter().map(|it| &**it).filter(|it| !it.is_empty()).take(6).collect();
    let found: String = found.join(", ").chars().take(80).collect();
    format!(
        "it has no column {name}, its first line begins with {found:?}; export the \"Analysis\" of the \
         session as CSV"
    )
}
