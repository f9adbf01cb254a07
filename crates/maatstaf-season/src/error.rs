use maatstaf_core::Year;

/// Why a season has no table.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// There was no such championship.
    #[error("{year} has no constructors' championship; it began in 1958")]
    NoTitle {
        /// Which season.
        year: Year,
    },
    /// Nothing was held yet, or nothing could be read.
    #[error("season {year} has no results")]
    NoResults {
        /// Which season.
        year: Year,
    },
}

impl Error {
    /// Whether the question was wrong.
    pub const fn is_input(&self) -> bool {
        matches!(self, Self::NoTitle { .. })
    }

    /// Whether data is missing.
    pub const fn is_missing_data(&self) -> bool {
        matches!(self, Self::NoResults { .. })
    }
}
