use maatstaf_core::Year;

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The championship room said no.
    #[error(transparent)]
    Season(#[from] maatstaf_season::Error),
    /// The simulation room said no.
    #[error(transparent)]
    Lap(#[from] maatstaf_lapsim::Error),
    /// A solution that is no lap.
    #[error("the solution is no lap: {0}")]
    Trace(#[from] maatstaf_core::InvalidTrace),
    /// A car that would not be one.
    #[error(transparent)]
    Car(#[from] maatstaf_core::InvalidCar),
    /// A name that no set-up parameter of a car has.
    #[error("{name} is no set-up parameter of this car; it has {}", candidates.join(", "))]
    NoSetup {
        /// The name.
        name: String,
        /// Those that it has.
        candidates: Vec<String>,
    },
    /// A file of a circuit that cannot be read.
    #[error(transparent)]
    Course(#[from] maatstaf_formats::surveys::Error),
    /// A problem of the gallery without the circuit it needs.
    #[error("{problem} needs the file of its circuit")]
    NoCourse {
        /// Which problem.
        problem: String,
    },
    /// A season without a single session held.
    #[error("season {year} has no results")]
    NoResults {
        /// Which season.
        year: Year,
    },
    /// A driver who was not there.
    #[error("{name} did not race in {year}")]
    DidNotRace {
        /// Who.
        name: String,
        /// Which season.
        year: Year,
    },
    /// Two drivers whom no team mates link.
    #[error(
        "no chain of team mates with times in qualifying leads from {driver} to {reference} in the seasons \
         at hand; more seasons come with maatstaf data fetch f1db, or with --f1db PATH"
    )]
    NoChain {
        /// From whom.
        driver: String,
        /// To whom.
        reference: String,
    },
    /// A lap that was not found.
    #[error("the lap of {driver} at {course} was not found: {status}")]
    NoLap {
        /// Whose.
        driver: String,
        /// Where.
        course: String,
        /// How the solve ended.
        status: &'static str,
    },
    /// A question that only the whole car answers.
    #[error("what a change is worth follows from --method full, not from {method}")]
    OnlyFull {
        /// The method that was asked for.
        method: &'static str,
    },
    /// What keeps a sweep from being one, a line each.
    #[error("{}", all_of(.0))]
    Sweep(Vec<String>),
    /// A number that no round of a season has.
    #[error("no round {text} in {year}; its rounds run from 1 to {n_rounds}")]
    NoRound {
        /// The text.
        text: String,
        /// Which season.
        year: Year,
        /// How many rounds it has.
        n_rounds: u16,
    },
    /// A round that was not held yet, or that there is not.
    #[error("round {round} of {year} was not held; rounds 1 to {held} were")]
    NotHeldYet {
        /// Which season.
        year: Year,
        /// Which round.
        round: u16,
        /// The last one that was.
        held: u16,
    },
    /// A name that nobody carries.
    #[error("no {what} {text:?} in {place}{}", did_you_mean(what, candidates))]
    Unknown {
        /// What was looked for: `driver`, `round`, `team`.
        what: &'static str,
        /// The text.
        text: String,
        /// Where: `2023`.
        place: String,
        /// The nearest names.
        candidates: Vec<String>,
    },
    /// A name that several carry.
    #[error("{what} {text:?} in {place} may be {}", one_of(candidates))]
    Ambiguous {
        /// What was looked for.
        what: &'static str,
        /// The text.
        text: String,
        /// Where.
        place: String,
        /// Whom it may mean.
        candidates: Vec<String>,
    },
}

/// The nearest names; where none is near, how a name can be given.
fn did_you_mean(what: &str, candidates: &[String]) -> String {
    match (candidates, what) {
        ([], "driver") => "; a driver goes by code, family name or full name".to_owned(),
        ([], "round") => "; a round goes by number, name, circuit or country".to_owned(),
        ([], "course") => "; maatstaf course list shows them all".to_owned(),
        ([], _) => "; give more of the name".to_owned(),
        (names, _) => format!("; did you mean {}?", names.join(", ")),
    }
}

/// One line as it is, more below their number.
fn all_of(lines: &[String]) -> String {
    match lines {
        [line] => line.clone(),
        lines => format!("{} problems\n{}", lines.len(), lines.join("\n")),
    }
}

/// How many candidates are named before the rest are counted.
const SHOWN_CANDIDATES: usize = 8;

fn one_of(candidates: &[String]) -> String {
    let shown = candidates.iter().take(SHOWN_CANDIDATES).cloned().collect::<Vec<_>>().join(" or ");
    match candidates.len().saturating_sub(SHOWN_CANDIDATES) {
        0 => shown,
        1 => format!("{shown}, or one other"),
        n_more => format!("{shown}, or one of {n_more} others; give more of the name"),
    }
}

impl Error {
    /// Whether the question was wrong.
    pub fn is_input(&self) -> bool {
        match self {
            Self::Season(error) => error.is_input(),
            Self::NoResults { .. } | Self::NoChain { .. } => false,
            Self::NoCourse { .. } | Self::Trace(_) => false,
            _ => true,
        }
    }

    /// Whether data is missing.
    pub fn is_missing_data(&self) -> bool {
        match self {
            Self::Season(error) => error.is_missing_data(),
            Self::NoResults { .. } | Self::NoChain { .. } | Self::NoCourse { .. } => true,
            _ => false,
        }
    }
}
