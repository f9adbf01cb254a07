use maatstaf_store::Verification;
use serde_json::json;

use super::size;
use crate::error::ShellError;
use crate::progress::at_work;
use crate::source;

/// `maatstaf data verify`
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  maatstaf data verify
  maatstaf data verify --json

Exit codes: 0 all is as it was written, 3 something is not.")]
pub struct VerifyArgs {
    /// Print the answer as JSON
    #[arg(long)]
    json: bool,
}

/// `maatstaf data verify`
pub fn verify(ask: &VerifyArgs) -> Result<String, ShellError> {
    let library = source::library()?;
    let found = at_work("verifying", || library.verify())?;
    let answer = if ask.json { json_of(&found)? } else { words(&found) };
    if found.damage.is_empty() {
        return Ok(answer);
    }
    crate::print(&answer);
    let files = match found.damage.len() {
        1 => "1 file is".to_owned(),
        n_files => format!("{n_files} files are"),
    };
    Err(ShellError::Missing(format!(
        "{files} not as written in the library at {}; write it anew with \
         maatstaf data import f1db PATH",
        library.home().display()
    )))
}

fn words(found: &Verification) -> String {
    let mut text = String::new();
    for damage in &found.damage {
        text += &format!("{damage}\n");
    }
    if found.n_files == 0 && found.damage.is_empty() {
        text += "There is nothing in the library yet, so nothing to verify.\n";
    } else if found.damage.is_empty() {
        let bytes = size(found.bytes);
        text += &format!("{} files, {bytes}: all as they were written.\n", found.n_files);
    }
    for path in &found.leftovers {
        let path = path.display();
        text += &format!("{path} is left from an interrupted import; the next one removes it\n");
    }
    text
}

fn json_of(found: &Verification) -> Result<String, ShellError> {
    let damage = found.damage.iter().map(|at| json!({"path": at.path, "reason": at.reason}));
    let answer = json!({
        "intact": found.damage.is_empty(),
        "n_files": found.n_files,
        "bytes": found.bytes,
        "damage": damage.collect::<Vec<_>>(),
        "leftovers": found.leftovers,
    });
    Ok(serde_json::to_string_pretty(&answer)? + "\n")
}
