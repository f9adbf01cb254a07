use std::fmt;
use std::str::FromStr;

macro_rules! topics {
    ($($topic:ident $(= $name:literal)?, $doc:literal;)*) => {
        /// What a page or message of live timing is about.
        ///
        /// ```
        /// use maatstaf_formats::live_timing::Topic;
        ///
        /// assert_eq!("TimingData".parse(), Ok(Topic::TimingData));
        /// assert_eq!("timing_data".parse(), Ok(Topic::TimingData));
        /// assert_eq!(Topic::CarData.to_string(), "CarData.z");
        /// ```
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Topic { $(#[doc = $doc] $topic,)* }

        impl Topic {
            /// Every topic that we know.
            pub const ALL: &[Self] = &[$(Self::$topic,)*];

            /// Its name in the feed.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$topic => topics!(@ $topic $($name)?),)* }
            }
        }
    };
    (@ $topic:ident $name:literal) => { $name };
    (@ $topic:ident) => { stringify!($topic) };
}

topics! {
    SessionInfo, "Which session it is.";
    DriverList, "Who drives which car.";
    TimingData, "Laps, sectors, mini-sectors, speed traps, places, the pit lane.";
    TimingDataF1, "The same again, as sent from 2026 on; what one has lost the other may have.";
    TimingAppData, "Sets of tyres and the grid.";
    TimingStats, "Personal bests.";
    TrackStatus, "The state of the track.";
    SessionStatus, "Started, stopped, finished.";
    SessionData, "Parts of qualifying, and both states once more.";
    RaceControlMessages, "What race control says.";
    WeatherData, "The weather, once a minute.";
    LapCount, "How many laps of the race are done, and how many there are.";
    ExtrapolatedClock, "How much time is left.";
    CarData = "CarData.z", "What is measured in the cars, compressed.";
    Position = "Position.z", "Where the cars are, compressed.";
    Heartbeat, "A sign of life.";
    TopThree, "The first three.";
    TeamRadio, "Recordings of the radio.";
    ChampionshipPrediction, "The championship, if it ended so.";
    AudioStreams, "Where to listen.";
    ContentStreams, "Where to watch.";
    ArchiveStatus, "Whether the archive is complete.";
    Index, "Which pages, or which sessions, there are.";
    RcmSeries, "Messages of race control about other series.";
    TlaRcm, "The last message of race control.";
    LapSeries, "The place of every car, lap by lap.";
    TyreStintSeries, "Sets of tyres, as sent from 2025 on.";
    CurrentTyres, "The tyres that are fitted.";
    PitLaneTimeCollection, "How long cars were in the pit lane.";
    DriverRaceInfo, "Gaps and places in a race.";
    DriverTracker, "Gaps of all cars.";
    SPFeed, "Everything, for television.";
}

impl fmt::Display for Topic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// Why a text names no [`Topic`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("live timing has no topic {text:?}; there are TimingData, WeatherData and others")]
pub struct InvalidTopic {
    /// What was given.
    pub text: String,
}

impl FromStr for Topic {
    type Err = InvalidTopic;

    /// By its name; small letters, underscores and a missing `.z` do no harm.
    fn from_str(text: &str) -> Result<Self, InvalidTopic> {
        Self::named(text).ok_or_else(|| InvalidTopic { text: text.to_owned() })
    }
}

impl Topic {
    /// By its name as the feed writes it.
    pub(super) fn exact(name: &[u8]) -> Option<Self> {
        Self::ALL.iter().find(|topic| topic.name().as_bytes() == name).copied()
    }

    /// By its name as people and files write it.
    pub(super) fn named(text: &str) -> Option<Self> {
        let plain = |text: &str| {
            let short = text.strip_suffix(".z").unwrap_or(text);
            short.chars().filter(|letter| *letter != '_').collect::<String>().to_lowercase()
        };
        let wanted = plain(text);
        Self::exact(text.as_bytes())
            .or_else(|| Self::ALL.iter().find(|topic| plain(topic.name()) == wanted).copied())
    }

    /// The topic of a page by the name of its file: `2024/…/TimingData.jsonStream`,
    /// `timing_data.raw`.
    pub(super) fn of_page(name: &str) -> Option<Self> {
        let file = name.rsplit(['/', '\\']).next()?;
        let file = file.strip_suffix(".gz").unwrap_or(file);
        let endings = [".jsonStream", ".jsonstream", ".json", ".raw"];
        Self::named(endings.into_iter().find_map(|ending| file.strip_suffix(ending))?)
    }

    /// Whether the archive keeps a page of it.
    pub fn is_archived(self) -> bool {
        !matches!(
            self,
            Self::TimingDataF1
                | Self::TopThree
                | Self::ArchiveStatus
                | Self::Index
                | Self::RcmSeries
                | Self::DriverTracker
                | Self::SPFeed
        )
    }

    /// Whether its payloads are compressed.
    pub(super) fn is_compressed(self) -> bool {
        matches!(self, Self::CarData | Self::Position)
    }
}
