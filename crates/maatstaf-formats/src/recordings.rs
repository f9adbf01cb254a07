//! Sessions and laps as timing and loggers write them: what every reader of such a file gives.

use maatstaf_core::{Issue, Recording};

/// What could be read, and what could not.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ReadRecording {
    /// The session.
    pub recording: Recording,
    /// What was odd, or left out, and why.
    pub issues: Vec<Issue>,
}

/// Why a file cannot be read at all.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// It is something else, or nothing.
    #[error("{file} is no {format}: {reason}")]
    NotThis {
        /// The file.
        file: String,
        /// What it was read as: `MoTeC log`.
        format: &'static str,
        /// What was found, and what should be there.
        reason: String,
    },
}

impl Error {
    /// A file is not of a format.
    pub fn not(format: &'static str, file: &str, reason: impl Into<String>) -> Self {
        Self::NotThis { file: file.to_owned(), format, reason: reason.into() }
    }
}

/// Puts laps in order of car and number; a lap that stands there twice is taken once, the first.
pub(crate) fn order_laps(recording: &mut Recording, issues: &mut IssueList) {
    recording.sort_laps();
    recording.laps.dedup_by(|again, first| {
        let is_twice = (&again.car, again.number) == (&first.car, first.number);
        if is_twice {
            let reason =
                format!("lap {} of car {} stands there twice; taken once", again.number, again.car);
            issues.add(None, reason);
        }
        is_twice
    });
}

/// How many issues of one file are written out before the rest are counted.
const MOST_LISTED: usize = 500;

/// The longest reason, in letters.
const LONGEST: usize = 400;

/// A reason without line ends and the like, cut where it is too long.
fn on_one_line(reason: String) -> String {
    if reason.len() <= LONGEST && !reason.contains(char::is_control) {
        return reason;
    }
    let plain = |letter: char| if letter.is_control() { ' ' } else { letter };
    let mut short: String = reason.chars().take(LONGEST).map(plain).collect();
    if reason.chars().nth(LONGEST).is_some() {
        short.push('…');
    }
    short
}

/// Collects the issues of one file. A file that is odd everywhere does not fill the memory.
#[derive(Debug)]
pub struct IssueList {
    file: String,
    listed: Vec<Issue>,
    more: u64,
}

impl IssueList {
    /// For a file.
    pub fn of(file: &str) -> Self {
        Self { file: file.to_owned(), listed: Vec::new(), more: 0 }
    }

    /// One more, at a line or record, counted from 1. It is kept on one line of moderate length, whatever
    /// the file holds.
    pub fn add(&mut self, line: Option<u64>, reason: impl Into<String>) {
        match self.listed.len() < MOST_LISTED {
            true => {
                let reason = on_one_line(reason.into());
                self.listed.push(Issue { file: self.file.clone(), line, reason });
            }
            false => self.more += 1,
        }
    }

    /// Of which file they are.
    pub fn file(&self) -> &str {
        &self.file
    }

    /// Those of another list behind these.
    pub fn append(&mut self, other: Self) {
        other.finish().into_iter().for_each(|issue| self.add(issue.line, issue.reason));
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.listed.is_empty()
    }

    /// All of them, the rest as a number.
    pub fn finish(mut self) -> Vec<Issue> {
        if self.more > 0 {
            let reason = format!("and {} more oddities, not listed one by one", self.more);
            self.listed.push(Issue { file: self.file, line: None, reason });
        }
        self.listed
    }
}

#[cfg(test)]
mod tests {
    use super::{IssueList, LONGEST};

    #[track_caller]
    fn check(reason: &str, want: &str) {
        let mut issues = IssueList::of("a.csv");
        issues.add(Some(2), reason);
        assert_eq!(issues.finish()[0].reason, want);
    }

    #[test]
    fn reasons_stand_on_one_line_of_moderate_length() {
        check("lap \"1\" stands twice", "lap \"1\" stands twice");
        check("a value\r\nover\u{1b} lines", "a value  over  lines");
        check(&"é".repeat(LONGEST), &"é".repeat(LONGEST));
        check(&"é".repeat(LONGEST + 1), &format!("{}…", "é".repeat(LONGEST)));
    }
}
