use maatstaf_core::{DriverId, Moment, Year};

/// Why a question about a season has no answer.
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
    /// Points so finely shared that whole numbers cannot hold them.
    #[error("the points of season {year} are shared too finely to count its ends")]
    TooFine {
        /// Which season.
        year: Year,
    },
    /// A result to edit that there is not.
    #[error("there is no result of {moment} to change")]
    NotHeld {
        /// Which session.
        moment: Moment,
    },
    /// An edit of a driver who was not there.
    #[error("{driver} is not in the result; name a driver who was entered")]
    NotInResult {
        /// Who.
        driver: DriverId,
    },
    /// Two edits of one car.
    #[error("the car of {driver} is given two results; name one")]
    EditedTwice {
        /// Who.
        driver: DriverId,
    },
    /// The fastest lap for two drivers.
    #[error("the fastest lap is given to two drivers; name one")]
    FastestLapTwice,
    /// Two cars in one place.
    #[error("place {place} is given to two cars; give each its own")]
    PlaceTwice {
        /// Which place.
        place: u16,
    },
    /// A place behind the last.
    #[error("there is no place {place}; with these changes the places run from 1 to {last}")]
    NoSuchPlace {
        /// The place that was asked for.
        place: u16,
        /// The last one there is.
        last: u16,
    },
    /// Edits after which a driver stands twice with one car.
    #[error("the changed result cannot stand: {reason}")]
    EditedResult {
        /// Why.
        reason: String,
    },
}

impl Error {
    /// Whether the question was wrong.
    pub const fn is_input(&self) -> bool {
        !self.is_missing_data()
    }

    /// Whether data is missing.
    pub const fn is_missing_data(&self) -> bool {
        matches!(self, Self::NoResults { .. } | Self::NotHeld { .. })
    }
}
