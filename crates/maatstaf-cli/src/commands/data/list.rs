use maatstaf_store::{Dataset, Library};
use serde_json::json;

use super::{size, span};
use crate::error::ShellError;
use crate::show::{self, Table};
use crate::source;

/// `maatstaf data list`
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  maatstaf data list
  maatstaf data list --json")]
pub struct ListArgs {
    /// Print the list as JSON
    #[arg(long, conflicts_with = "csv")]
    json: bool,
    /// Print the list as CSV
    #[arg(long)]
    csv: bool,
}

/// `maatstaf data list`
pub fn list(ask: &ListArgs) -> Result<String, ShellError> {
    let library = source::library()?;
    if ask.json {
        return json_of(&library);
    }
    let datasets = library.catalogue()?.datasets;
    let home = library.home().display();
    if datasets.is_empty() && !ask.csv {
        return Ok(format!(
            "There is no library yet; it would be in {home}.\n\
             Fill it with: maatstaf data fetch f1db, or maatstaf data import f1db PATH\n"
        ));
    }
    let mut table = Table::new(&[
        "!data", "source", "licence", "seasons", ">rows", ">size", "imported", "from",
    ]);
    for (name, dataset) in &datasets {
        let release = dataset.release.iter().map(|release| format!(" {release}"));
        table.push(vec![
            name.clone(),
            dataset.source.clone() + &release.collect::<String>(),
            dataset.licence.clone(),
            span(&seasons(name, dataset)),
            dataset.files.iter().map(|file| file.rows).sum::<u64>().to_string(),
            size(dataset.bytes()),
            dataset.imported_at.clone(),
            dataset.origin.clone(),
        ]);
    }
    if ask.csv {
        return Ok(table.csv());
    }
    Ok(table.text(show::width(), show::bold()) + &format!("\nLibrary: {home}\n"))
}

/// The seasons of a data set; of a session the one in its address.
fn seasons(name: &str, dataset: &Dataset) -> Vec<u16> {
    let of_session = || name.split('/').next().and_then(|year| year.parse().ok());
    match dataset.session {
        Some(_) => of_session().into_iter().collect(),
        None => dataset.years(),
    }
}

fn json_of(library: &Library) -> Result<String, ShellError> {
    let datasets = library.catalogue()?.datasets;
    let shown = datasets.iter().map(|(name, dataset)| {
        let rows = dataset.rows_by_table();
        json!({
            "name": name,
            "folder": library.folder(dataset),
            "source": dataset.source,
            "licence": dataset.licence,
            "release": dataset.release,
            "origin": dataset.origin,
            "input_sha256": dataset.input_sha256,
            "imported_at": dataset.imported_at,
            "seasons": seasons(name, dataset),
            "tables": rows.iter().map(|(name, rows)| json!({"name": name, "rows": rows}))
                .collect::<Vec<_>>(),
            "n_files": dataset.files.len(),
            "bytes": dataset.bytes(),
            "n_issues": dataset.n_issues,
        })
    });
    let answer = json!({"home": library.home(), "datasets": shown.collect::<Vec<_>>()});
    Ok(serde_json::to_string_pretty(&answer)? + "\n")
}
