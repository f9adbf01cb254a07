use std::fmt;
use std::process::ExitCode;

/// Why a command has no answer, with the way out.
#[derive(Debug)]
pub enum ShellError {
    /// The question or a file is wrong.
    Input(String),
    /// The same, with an answer for machines that says so.
    Answered {
        /// For standard output.
        answer: String,
        /// In words.
        message: String,
    },
    /// The data is not at hand.
    Missing(String),
    /// Our fault, or the machine's.
    Fault(String),
}

impl ShellError {
    /// What goes to standard output all the same.
    pub fn answer(&self) -> &str {
        if let Self::Answered { answer, .. } = self { answer } else { "" }
    }

    /// 2 for bad input or usage, 3 for missing data, 1 for our fault.
    pub fn exit_code(&self) -> ExitCode {
        ExitCode::from(match self {
            Self::Input(_) | Self::Answered { .. } => 2,
            Self::Missing(_) => 3,
            Self::Fault(_) => 1,
        })
    }
}

impl fmt::Display for ShellError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Input(message)
            | Self::Answered { message, .. }
            | Self::Missing(message)
            | Self::Fault(message) => f.write_str(message),
        }
    }
}

impl ShellError {
    /// What a room says of its own error decides the kind.
    fn of(message: String, is_missing_data: bool, is_input: bool) -> Self {
        match (is_missing_data, is_input) {
            (true, _) => Self::Missing(message),
            (false, true) => Self::Input(message),
            (false, false) => Self::Fault(message),
        }
    }
}

impl From<maatstaf::Error> for ShellError {
    fn from(error: maatstaf::Error) -> Self {
        Self::of(error.to_string(), error.is_missing_data(), error.is_input())
    }
}

impl From<maatstaf::season::Error> for ShellError {
    fn from(error: maatstaf::season::Error) -> Self {
        maatstaf::Error::from(error).into()
    }
}

impl From<maatstaf_store::Error> for ShellError {
    fn from(error: maatstaf_store::Error) -> Self {
        Self::of(error.to_string(), error.is_missing_data(), error.is_input())
    }
}

impl From<maatstaf_store::fetch::CannotFetch> for ShellError {
    fn from(error: maatstaf_store::fetch::CannotFetch) -> Self {
        maatstaf_store::Error::from(error).into()
    }
}

impl From<serde_json::Error> for ShellError {
    fn from(error: serde_json::Error) -> Self {
        Self::Fault(format!("cannot write JSON: {error}"))
    }
}
