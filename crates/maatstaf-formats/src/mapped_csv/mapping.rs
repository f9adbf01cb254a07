use std::str::FromStr;

use maatstaf_core::{Channel, Year};
use serde::Deserialize;

use super::{metres_in, plain, seconds_in, to_si};

/// Which column of a table is what.
///
/// In a line, `what=column:unit`, one after the other; a column is its heading or `#3` for the third.
/// Or as TOML, which can hold a comma in a heading:
///
/// ```
/// use maatstaf_formats::mapped_csv::Mapping;
///
/// let line: Mapping = "speed=Speed:km/h,time=#1:s,car=22".parse()?;
/// let toml: Mapping = "
///     car = \"22\"
///     [columns]
///     speed = { column = \"Speed\", unit = \"km/h\" }
///     time = \"#1:s\"
/// ".parse()?;
/// assert_eq!(line, toml);
/// # Ok::<(), maatstaf_formats::mapped_csv::InvalidMapping>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Mapping {
    /// The columns that mean something to us.
    pub columns: Vec<MappedColumn>,
    /// What stands between the cells; found in the first line if it is not said.
    pub separator: Option<u8>,
    /// The number of the car.
    pub car: Option<String>,
    /// Who drove.
    pub driver: Option<String>,
    /// Where.
    pub place: Option<String>,
    /// Which session.
    pub session: Option<String>,
    /// The season.
    pub year: Option<Year>,
}

/// A column of a table and what it is.
#[derive(Clone, Debug, PartialEq)]
pub struct MappedColumn {
    /// What it is.
    pub target: Target,
    /// Its heading, or `#3` for the third.
    pub column: String,
    /// Its unit; a minus before it turns the sign. That of the heading if it is not said.
    pub unit: Option<String>,
}

/// What a column can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// When: seconds of the log, or since 1970.
    Time,
    /// The way since the start.
    Distance,
    /// Degrees to the north.
    Latitude,
    /// Degrees to the east.
    Longitude,
    /// The number of the lap.
    Lap,
    /// The clock of the running lap.
    RunningLap,
    /// A channel of ours.
    Channel(Channel),
}

/// Why a text is no [`Mapping`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{reason}; write a mapping as time=Time:s,speed=Speed:km/h, or as TOML")]
pub struct InvalidMapping {
    /// What is wrong with it.
    pub reason: String,
}

/// A mapping as TOML has it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    columns: toml::Table,
    separator: Option<char>,
    car: Option<String>,
    driver: Option<String>,
    place: Option<String>,
    session: Option<String>,
    year: Option<Year>,
}

/// What a mapping says beside its columns.
const FACTS: [&str; 5] = ["car", "driver", "place", "session", "year"];

impl Target {
    /// Of a name: `time`, `latitude`, `speed`, `throttle`.
    pub fn named(name: &str) -> Option<Self> {
        Some(match name {
            "time" => Self::Time,
            "distance" => Self::Distance,
            "latitude" | "lat" => Self::Latitude,
            "longitude" | "lon" => Self::Longitude,
            "lap" => Self::Lap,
            "lap_time" => Self::RunningLap,
            "rpm" => Self::Channel(Channel::EngineSpeed),
            "altitude" => Self::Channel(Channel::Up),
            _ => Self::Channel(Channel::named(name)?),
        })
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Time => "time",
            Self::Distance => "distance",
            Self::Latitude => "latitude",
            Self::Longitude => "longitude",
            Self::Lap => "lap",
            Self::RunningLap => "lap_time",
            Self::Channel(channel) => channel.name(),
        }
    }

    /// Whether it can be in a unit; what has but one can go without.
    pub(super) fn takes(self, unit: &str) -> bool {
        match self {
            Self::Time | Self::RunningLap => unit.is_empty() || seconds_in(unit).is_some(),
            Self::Distance => metres_in(unit).is_some(),
            Self::Latitude | Self::Longitude | Self::Lap => true,
            Self::Channel(channel) => factor(channel, unit).is_some(),
        }
    }

    /// A unit that it takes.
    pub(super) fn example(self) -> &'static str {
        match self {
            Self::Time | Self::RunningLap => "s",
            Self::Distance => "m",
            Self::Latitude | Self::Longitude => "deg",
            Self::Lap => "",
            Self::Channel(channel) => {
                let units = ["km/h", "%", "rpm", "G", "deg/s", "deg", "m"];
                units.into_iter().find(|unit| to_si(channel, unit).is_some()).unwrap_or("")
            }
        }
    }
}

impl MappedColumn {
    /// Which of some headings it is; capitals and spaces do not matter if nothing else fits.
    pub(super) fn find(&self, headings: &[String]) -> Option<usize> {
        let number = self.column.strip_prefix('#').and_then(|it| it.parse::<usize>().ok());
        if let Some(number) = number {
            return number.checked_sub(1).filter(|idx| *idx < headings.len());
        }
        let exact = headings.iter().position(|heading| *heading == self.column);
        let wanted = plain(&self.column);
        let alike = || headings.iter().position(|it| !wanted.is_empty() && plain(it) == wanted);
        exact.or_else(alike)
    }
}

/// What one of a unit is in that of the SI, its sign turned by a minus.
pub(super) fn factor(channel: Channel, unit: &str) -> Option<f64> {
    match unit.strip_prefix('-') {
        Some(unit) => to_si(channel, unit).map(|factor| -factor),
        None => to_si(channel, unit),
    }
}

impl FromStr for Mapping {
    type Err = InvalidMapping;

    fn from_str(text: &str) -> Result<Self, InvalidMapping> {
        let mapping = if text.trim().contains('\n') { of_toml(text) } else { of_line(text) };
        let mapping = mapping.map_err(|reason| InvalidMapping { reason })?;
        match mapping.columns.iter().any(|column| column.target == Target::Time) {
            true => Ok(mapping),
            false => Err(InvalidMapping { reason: "no column is the time".to_owned() }),
        }
    }
}

fn of_line(text: &str) -> Result<Mapping, String> {
    let mut mapping = Mapping::default();
    for part in text.split(',').map(str::trim).filter(|part| !part.is_empty()) {
        let (what, value) =
            part.split_once('=').ok_or_else(|| format!("{part:?} says not what a column is"))?;
        let (what, value) = (what.trim(), value.trim());
        let some = || Some(value.to_owned());
        match what {
            "car" => mapping.car = some(),
            "driver" => mapping.driver = some(),
            "place" => mapping.place = some(),
            "session" => mapping.session = some(),
            "year" => mapping.year = Some(year(value)?),
            _ => mapping.columns.push(column(what, value)?),
        }
    }
    Ok(mapping)
}

fn year(text: &str) -> Result<Year, String> {
    text.parse().map_err(|_| format!("{text:?} is no year"))
}

fn of_toml(text: &str) -> Result<Mapping, String> {
    let written: Written = toml::from_str(text).map_err(|error| error.message().to_owned())?;
    let separator = match written.separator {
        Some(letter) => {
            let byte = u8::try_from(letter).ok().filter(u8::is_ascii);
            Some(byte.ok_or_else(|| format!("{letter:?} is no separator"))?)
        }
        None => None,
    };
    let mut columns = Vec::new();
    for (what, value) in &written.columns {
        let text = |key: &str| value.get(key).and_then(toml::Value::as_str);
        columns.push(match (value.as_str(), text("column")) {
            (Some(line), _) => column(what, line)?,
            (None, Some(heading)) => MappedColumn {
                target: target(what)?,
                column: heading.to_owned(),
                unit: text("unit").map(str::to_owned),
            },
            (None, None) => return Err(format!("{what} names no column")),
        });
    }
    let Written { car, driver, place, session, year, .. } = written;
    Ok(Mapping { columns, separator, car, driver, place, session, year })
}

/// `Speed:km/h`; what stands behind the last `:` is a unit only if it is one.
fn column(what: &str, text: &str) -> Result<MappedColumn, String> {
    let target = target(what)?;
    let split = text.rsplit_once(':').map(|(heading, unit)| (heading.trim(), unit.trim()));
    let (heading, unit) = match split {
        Some((heading, unit)) if !heading.is_empty() && target.takes(unit) => (heading, Some(unit)),
        _ => (text, None),
    };
    Ok(MappedColumn { target, column: heading.to_owned(), unit: unit.map(str::to_owned) })
}

fn target(what: &str) -> Result<Target, String> {
    Target::named(what).ok_or_else(|| {
        let channels = Channel::ALL.map(Channel::name).join(", ");
        let facts = FACTS.join(", ");
        format!(
            "{what:?} is nothing that a column can be: time, distance, latitude, longitude, lap, \
             lap_time, {channels}; {facts}"
        )
    })
}
