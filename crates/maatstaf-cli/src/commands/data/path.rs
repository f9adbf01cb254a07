use serde_json::json;

use super::DATASETS;
use crate::error::ShellError;
use crate::source;

/// `maatstaf data path [f1db]`
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  maatstaf data path
  maatstaf data path f1db
  duckdb -c \"from '$(maatstaf data path f1db)/results/*.parquet' limit 5\"")]
pub struct PathArgs {
    /// The folder of this data set as it is now; the library's own without it
    #[arg(value_parser = DATASETS)]
    dataset: Option<String>,
    /// Print the answer as JSON
    #[arg(long)]
    json: bool,
}

/// `maatstaf data path [f1db]`
pub fn path(ask: &PathArgs) -> Result<String, ShellError> {
    let library = source::library()?;
    let path = match &ask.dataset {
        None => library.home().to_owned(),
        Some(name) => match library.dataset(name)? {
            Some(dataset) => library.folder(&dataset),
            None => {
                return Err(ShellError::Missing(format!(
                    "there is no {name} in the library at {}; import it with \
                     maatstaf data import {name} PATH",
                    library.home().display()
                )));
            }
        },
    };
    if ask.json {
        return Ok(serde_json::to_string_pretty(&json!({"path": path}))? + "\n");
    }
    Ok(format!("{}\n", path.display()))
}
