use std::fmt;
use std::io;
use std::path::PathBuf;
use std::str::FromStr;

/// Why a release could not be fetched, with the way out.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CannotFetch {
    /// An address that is not asked.
    #[error("{url:?} is not asked: {why}")]
    Address {
        /// Which.
        url: String,
        /// Why.
        why: &'static str,
    },
    /// A server says no.
    #[error("{url} answered {status}; {way_out}")]
    Answer {
        /// Which address.
        url: String,
        /// What it said.
        status: String,
        /// What to do.
        way_out: &'static str,
    },
    /// A server, or the way to it, failed too often.
    #[error(
        "no luck with {url}, tried {tries} times: {why}; run the same command later, and it goes \
         on from where it stopped"
    )]
    GaveUp {
        /// Which address.
        url: String,
        /// How often.
        tries: u32,
        /// What went wrong the last time.
        why: String,
    },
    /// A host that cannot be found or trusted.
    #[error(
        "cannot reach {url}: {why}; is this machine online? a release that you have, zip or \
         folder, is read with --f1db PATH or maatstaf data import f1db PATH"
    )]
    Unreachable {
        /// Which address.
        url: String,
        /// Why.
        why: String,
    },
    /// A server asks for a longer wait than we have patience for.
    #[error("{url} takes no more questions for {seconds} s; run the same command again after that")]
    AskedToWait {
        /// Which address.
        url: String,
        /// For how long.
        seconds: u64,
    },
    /// An answer that leads elsewhere, where we do not go.
    #[error("{url} leads to {to:?}, which is not followed: {why}")]
    Redirect {
        /// Which address.
        url: String,
        /// Where it leads.
        to: String,
        /// Why not.
        why: &'static str,
    },
    /// An answer that describes no release.
    #[error("{url} does not describe a release as GitHub does: {why}; check --from")]
    NotADescription {
        /// Which address.
        url: String,
        /// What is wrong.
        why: String,
    },
    /// A release without the zip that we want.
    #[error("release {tag} at {url} has no {wanted}; it has {found}", found = list(.found))]
    NoSuchFile {
        /// Where the release is described.
        url: String,
        /// Which release.
        tag: String,
        /// What was looked for.
        wanted: &'static str,
        /// What there is.
        found: Vec<String>,
    },
    /// More than we are willing to store.
    #[error("{url} has {bytes} bytes, and more than {largest} are not fetched")]
    TooLarge {
        /// Which address.
        url: String,
        /// How many bytes.
        bytes: u64,
        /// How many would do.
        largest: u64,
    },
    /// A server and the release disagree about the size.
    #[error(
        "{url} sends {announced} bytes, and the release says {published}; run the same command \
         again, or take the zip by browser and maatstaf data import f1db PATH"
    )]
    Length {
        /// Which address.
        url: String,
        /// What the server announces.
        announced: u64,
        /// What the release says.
        published: u64,
    },
    /// More came than the release has.
    #[error(
        "{url} sends more than the {published} bytes of the release; nothing of it was kept, run \
         the same command again"
    )]
    TooLong {
        /// Which address.
        url: String,
        /// What the release says.
        published: u64,
    },
    /// The bytes are not those of the release.
    #[error(
        "what came from {url} has the checksum {got}, and the release says {published}; nothing \
         of it was kept, run the same command again"
    )]
    Checksum {
        /// Which address.
        url: String,
        /// What the release says.
        published: Sha256,
        /// What came.
        got: Sha256,
    },
    /// Somebody else is fetching the same.
    #[error("another maatstaf is writing {}; wait until it is done", path.display())]
    Busy {
        /// Which file.
        path: PathBuf,
    },
    /// A file that cannot be written or read.
    #[error("cannot write {}: {error}", path.display())]
    Disk {
        /// Which.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },
}

impl CannotFetch {
    /// Whether the question, or what a server sent, is wrong.
    pub fn is_input(&self) -> bool {
        !self.is_missing_data() && !matches!(self, Self::Disk { .. })
    }

    /// Whether data is missing: the server has none, or none for now.
    pub fn is_missing_data(&self) -> bool {
        matches!(
            self,
            Self::Answer { .. }
                | Self::GaveUp { .. }
                | Self::Unreachable { .. }
                | Self::AskedToWait { .. }
                | Self::NoSuchFile { .. }
                | Self::Busy { .. }
        )
    }
}

fn list(names: &[String]) -> String {
    const SHOWN: usize = 8;
    let mut text: Vec<String> = names.iter().take(SHOWN).map(|name| format!("{name:?}")).collect();
    if names.len() > SHOWN {
        text.push(format!("{} more", names.len() - SHOWN));
    }
    if text.is_empty() { "no files".to_owned() } else { text.join(", ") }
}

/// A SHA-256 checksum; 64 hexadecimal digits when printed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Sha256(pub [u8; 32]);

impl FromStr for Sha256 {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let refused = || format!("{text:?} is not 64 hexadecimal digits");
        let digits = text.as_bytes();
        if digits.len() != 64 {
            return Err(refused());
        }
        let value = |digit: u8| char::from(digit).to_digit(16);
        let mut bytes = [0; 32];
        for (byte, pair) in bytes.iter_mut().zip(digits.chunks(2)) {
            let (high, low) = value(pair[0]).zip(value(pair[1])).ok_or_else(refused)?;
            *byte = (high * 16 + low) as u8;
        }
        Ok(Self(bytes))
    }
}

impl fmt::Display for Sha256 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Sha256 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
