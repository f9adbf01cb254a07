//! Lists of sessions, as public sources give them: which there are, and by which key each is asked for.

use maatstaf_core::slug;
use serde::Deserialize;

use crate::text_table::without_mark;

/// A session in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IndexedSession {
    /// Event, place, circuit and country, as printed.
    pub names: Vec<String>,
    /// The session as printed: `Qualifying`.
    pub session: String,
    /// By which it is asked for: a path, or a number.
    pub key: String,
}

impl IndexedSession {
    /// Whether it is the session of this name.
    ///
    /// ```
    /// use maatstaf_formats::session_index::IndexedSession;
    ///
    /// let names = vec!["Azerbaijan Grand Prix".to_owned()];
    /// let listed = IndexedSession { names, session: "Sprint Shootout".into(), key: String::new() };
    /// assert!(listed.is_session("sprint-shootout") && !listed.is_session("sprint"));
    /// ```
    pub fn is_session(&self, name: &str) -> bool {
        slug(&self.session) == slug(name)
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Archive {
    meetings: Vec<Meeting>,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
struct Meeting {
    name: String,
    location: String,
    sessions: Vec<Listed>,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
struct Listed {
    name: String,
    path: String,
}

/// The sessions in the `Index.json` of a season in the archive of live timing; sessions without pages
/// are left out.
///
/// # Errors
///
/// When it is no such list, with what is wrong.
pub fn archive(bytes: &[u8]) -> Result<Vec<IndexedSession>, String> {
    let archive: Archive =
        serde_json::from_slice(without_mark(bytes)).map_err(|error| error.to_string())?;
    let sessions = archive.meetings.into_iter().flat_map(|meeting| {
        let names = vec![meeting.name, meeting.location];
        meeting.sessions.into_iter().map(move |listed| IndexedSession {
            names: names.clone(),
            session: listed.name,
            key: listed.path,
        })
    });
    Ok(sessions.filter(|it| is_plain_path(&it.key)).collect())
}

/// Whether a path leads down and nowhere else.
fn is_plain_path(path: &str) -> bool {
    let is_plain = |part: &str| {
        let plain = |letter: char| letter.is_alphanumeric() || "_-.'".contains(letter);
        part != ".." && part != "." && part.chars().all(plain)
    };
    !path.is_empty()
        && !path.starts_with('/')
        && path.trim_end_matches('/').split('/').all(is_plain)
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct OpenF1Session {
    circuit_short_name: String,
    location: String,
    country_name: String,
    session_name: String,
    session_key: u64,
}

/// The sessions in a reply of OpenF1 to `/v1/sessions`.
///
/// # Errors
///
/// When it is no such reply, with what is wrong.
pub fn openf1(bytes: &[u8]) -> Result<Vec<IndexedSession>, String> {
    let sessions: Vec<OpenF1Session> =
        serde_json::from_slice(without_mark(bytes)).map_err(|error| error.to_string())?;
    let sessions = sessions.into_iter().map(|it| IndexedSession {
        names: vec![it.circuit_short_name, it.location, it.country_name],
        session: it.session_name,
        key: it.session_key.to_string(),
    });
    Ok(sessions.collect())
}

/// How many rows a reply of Jolpica or Ergast has in all, of which it holds a page.
pub fn ergast_total(bytes: &[u8]) -> Option<u64> {
    #[derive(Deserialize)]
    struct Reply {
        #[serde(rename = "MRData")]
        data: Data,
    }
    #[derive(Deserialize)]
    struct Data {
        total: String,
    }
    let reply: Reply = serde_json::from_slice(without_mark(bytes)).ok()?;
    reply.data.total.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exact_lists() {
        let index = "\u{feff}{\"Year\":2031,\"Meetings\":[{\"Sessions\":[\
            {\"Name\":\"Qualifying\",\"Path\":\"2031/a/q/\"},{\"Name\":\"Race\"},\
            {\"Name\":\"Race\",\"Path\":\"../../etc\"}],\
            \"Name\":\"Meadow Grand Prix\",\"Location\":\"Meadow\"}]}";
        let listed = archive(index.as_bytes()).unwrap();
        assert_eq!(listed.len(), 1);
        assert_eq!(
            (&listed[0].names[0][..], &listed[0].key[..]),
            ("Meadow Grand Prix", "2031/a/q/")
        );
        assert!(archive(b"[]").is_err());

        let reply = br#"[{"session_key":7,"session_name":"Race","location":"Meadow"}]"#;
        let listed = openf1(reply).unwrap();
        assert_eq!((listed[0].key.as_str(), listed[0].is_session("race")), ("7", true));
        assert_eq!(ergast_total(br#"{"MRData":{"total":"1059"}}"#), Some(1059));
        assert_eq!(ergast_total(b"{}"), None);
    }
}
