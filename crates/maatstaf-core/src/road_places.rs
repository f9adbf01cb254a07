/// Where a driver was on the road at the ends of laps of a race.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RoadPlaces {
    /// His place at the end of the first lap; `None` if he did not complete it.
    pub first_lap: Option<u16>,
    /// His place at the end of the last lap that he completed.
    pub last_lap: Option<u16>,
    /// How many laps he drove since a safety car or a red flag last drew the field together; all of his without one.
    /// `None` where the states of the track are not known.
    pub free_laps: Option<u16>,
}
