use serde_json::json;

use crate::error::ShellError;
use crate::{recorded, source};

/// `maatstaf data path [f1db]`
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  maatstaf data path
  maatstaf data path f1db
  maatstaf data path 2024/imola/qualifying
  duckdb -c \"from '$(maatstaf data path f1db)/results/*.parquet' limit 5\"")]
pub struct PathArgs {
    /// The folder of this data set as it is now; the library's own without it
    #[arg(value_name = "f1db|SESSION", value_parser = super::dataset)]
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
        Some(name) => match library.dataset(&recorded::dataset_name(&library, name)?)? {
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
