//! The session in words: YAML, of which a few lines are wanted.

/// What the words tell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Session {
    pub place: Option<String>,
    pub event: Option<String>,
    /// The kind of each session of the event, in order: `Practice`, `Race`.
    pub types: Vec<String>,
    pub driver: Option<String>,
    pub number: Option<String>,
}

/// A driver of the list.
#[derive(Default)]
struct Listed {
    idx: String,
    name: String,
    number: String,
}

/// Reads line after line; who it was is told by his index among the cars.
pub(super) fn read(words: &str) -> Session {
    let mut session = Session::default();
    let mut own = String::new();
    let mut drivers: Vec<Listed> = Vec::new();
    for line in words.lines() {
        let line = line.trim();
        let Some((key, value)) = line.trim_start_matches("- ").split_once(':') else { continue };
        let value = value.trim().trim_matches('"').to_owned();
        match key.trim() {
            "TrackDisplayName" => session.place = Some(value),
            "EventType" => session.event = Some(value),
            "SessionType" => session.types.push(value),
            "DriverCarIdx" => own = value,
            // Lists of results come before, with the same words; drivers follow on the own index.
            "CarIdx" if line.starts_with('-') && !own.is_empty() => {
                drivers.push(Listed { idx: value, ..Listed::default() });
            }
            "UserName" => set(&mut drivers, |it| &mut it.name, value),
            "CarNumber" => set(&mut drivers, |it| &mut it.number, value),
            _ => {}
        }
    }
    if let Some(driver) = drivers.into_iter().find(|it| it.idx == own) {
        session.driver = Some(driver.name);
        session.number = Some(driver.number);
    }
    session
}

fn set(drivers: &mut [Listed], field: impl Fn(&mut Listed) -> &mut String, value: String) {
    if let Some(driver) = drivers.last_mut() {
        *field(driver) = value;
    }
}
