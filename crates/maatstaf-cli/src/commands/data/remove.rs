use serde_json::json;

use crate::error::ShellError;
use crate::{recorded, source};

/// `maatstaf data remove f1db`
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  maatstaf data remove f1db
  maatstaf data remove 2024/imola/qualifying@f1-live-timing")]
pub struct RemoveArgs {
    /// Which data set
    #[arg(value_name = "f1db|SESSION", value_parser = super::dataset)]
    dataset: String,
    /// Print the answer as JSON
    #[arg(long)]
    json: bool,
}

/// `maatstaf data remove f1db`
pub fn remove(ask: &RemoveArgs) -> Result<String, ShellError> {
    let library = source::library()?;
    if !library.home().exists() {
        return Err(ShellError::Missing(format!(
            "there is no library at {}",
            library.home().display()
        )));
    }
    let waits = || eprintln!("maatstaf: waiting for another import to end");
    let name = recorded::dataset_name(&library, &ask.dataset)?;
    let removed = library.writer(waits)?.remove(&name)?;
    if ask.json {
        let bytes = removed.as_ref().map(|dataset| dataset.bytes());
        let answer = json!({"removed": name, "bytes": bytes});
        return Ok(serde_json::to_string_pretty(&answer)? + "\n");
    }
    Ok(match removed {
        Some(dataset) => {
            format!("Removed {}, {}.\n", source::title(&dataset), super::size(dataset.bytes()))
        }
        None => format!("Removed the damaged library at {}.\n", library.home().display()),
    })
}
