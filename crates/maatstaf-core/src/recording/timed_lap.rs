use crate::{CarNumber, ClockTime, Compound, DriverName, Flags, LapTime, QualifyingPart};

/// The number of a lap, from 1, as on the pit board.
pub type LapNumber = u16;

/// A lap as timing saw it: what stands on the sheet, before anybody asks why.
#[derive(Clone, Debug, PartialEq)]
pub struct TimedLap {
    /// The number on the car.
    pub car: CarNumber,
    /// Who drove, where it is known.
    pub driver: Option<DriverName>,
    /// Which lap of the car.
    pub number: LapNumber,
    /// How long it took.
    pub time: Option<LapTime>,
    /// The three sectors.
    pub sectors: [Option<LapTime>; 3],
    /// When it began, on the clock of the session.
    pub began: Option<ClockTime>,
    /// When it ended: at the line, or where its recording stops.
    pub ended: Option<ClockTime>,
    /// Speeds at the traps.
    pub traps: SpeedTraps,
    /// What the mini-sectors showed, sector by sector, in the source's codes.
    pub segments: [Vec<u16>; 3],
    /// When the source first told the code of each mini-sector, on the clock of the session: when the
    /// car left it, and a little later. One per mini-sector as in `segments`; empty where none is known.
    pub segment_stamps: [Vec<Option<ClockTime>>; 3],
    /// When the car came into the pit lane, at the end of this lap.
    pub pit_in: Option<ClockTime>,
    /// When the car left the pit lane, at the beginning of this lap.
    pub pit_out: Option<ClockTime>,
    /// How long it was in the pit lane before this lap began its run: it stands on the out-lap.
    pub pit_time: Option<LapTime>,
    /// In which stint of the car, from 1.
    pub stint: Option<u16>,
    /// The compound, where it is known.
    pub compound: Option<Compound>,
    /// Laps on the tyres, this one included.
    pub tyre_age: Option<u16>,
    /// Whether the set was new.
    pub fresh: Option<bool>,
    /// Every state of the track during the lap.
    pub flags: Flags,
    /// The part of qualifying.
    pub part: Option<QualifyingPart>,
    /// The place of the car at the end of the lap.
    pub place: Option<u16>,
    /// Why race control took the time away, where it did and did not give it back.
    pub deleted: Option<String>,
    /// Whether the lap ended or began in the pit lane as the source marks it, where no moment is known.
    pub in_lap: bool,
    /// The same for the beginning.
    pub out_lap: bool,
    /// Whether sectors, time and clock agree and nothing held the lap up.
    pub accurate: bool,
}

/// Speeds at the traps, in metres per second.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct SpeedTraps {
    /// At the end of the first sector.
    pub first: Option<f64>,
    /// At the end of the second sector.
    pub second: Option<f64>,
    /// At the line.
    pub line: Option<f64>,
    /// On the longest straight, or the highest of the lap where the source has but one.
    pub straight: Option<f64>,
}

impl TimedLap {
    /// A lap of which nothing is known but whose it is.
    pub fn new(car: CarNumber, number: LapNumber) -> Self {
        Self {
            car,
            driver: None,
            number,
            time: None,
            sectors: [None; 3],
            began: None,
            ended: None,
            traps: SpeedTraps::default(),
            segments: [const { Vec::new() }; 3],
            segment_stamps: [const { Vec::new() }; 3],
            pit_in: None,
            pit_out: None,
            pit_time: None,
            stint: None,
            compound: None,
            tyre_age: None,
            fresh: None,
            flags: Flags::default(),
            part: None,
            place: None,
            deleted: None,
            in_lap: false,
            out_lap: false,
            accurate: false,
        }
    }

    /// Whether the lap ends in the pit lane.
    pub fn is_in_lap(&self) -> bool {
        self.in_lap || self.pit_in.is_some()
    }

    /// Whether the lap begins in the pit lane.
    pub fn is_out_lap(&self) -> bool {
        self.out_lap || self.pit_out.is_some()
    }

    /// The sum of the sectors, where all three are known.
    ///
    /// ```
    /// use maatstaf_core::{CarNumber, LapTime, TimedLap};
    ///
    /// let mut lap = TimedLap::new(CarNumber::new("007"), 1);
    /// assert_eq!(lap.sector_sum(), None);
    /// lap.sectors = [26, 27, 22].map(|seconds| Some(LapTime::from_millis(seconds * 1000)));
    /// assert_eq!(lap.sector_sum(), Some(LapTime::from_millis(75_000)));
    /// ```
    pub fn sector_sum(&self) -> Option<LapTime> {
        let sum = self
            .sectors
            .iter()
            .try_fold(0_u64, |sum, sector| sum.checked_add((*sector)?.as_micros()));
        sum.map(LapTime::from_micros)
    }
}
