use maatstaf_core::Year;

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The championship room said no.
    #[error(transparent)]
    Season(#[from] maatstaf_season::Error),
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
    /// A name that nobody carries.
    #[error("no {what} {text:?} in {place}{}", did_you_mean(candidates))]
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
    #[error("{what} {text:?} in {place} may be {}", candidates.join(" or "))]
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

fn did_you_mean(candidates: &[String]) -> String {
    match candidates {
        [] => String::new(),
        names => format!("; did you mean {}?", names.join(", ")),
    }
}

impl Error {
    /// Whether the question was wrong.
    pub fn is_input(&self) -> bool {
        match self {
            Self::Season(error) => error.is_input(),
            Self::NoResults { .. } => false,
            _ => true,
        }
    }

    /// Whether data is missing.
    pub fn is_missing_data(&self) -> bool {
        match self {
            Self::Season(error) => error.is_missing_data(),
            Self::NoResults { .. } => true,
            _ => false,
        }
    }
}
