use std::path::PathBuf;

use clap::{Command, CommandFactory};
use clap_mangen::Man;

use crate::args::Args;
use crate::error::ShellError;

/// `maatstaf man`
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  maatstaf man | man -l -
  maatstaf man --out ~/.local/share/man/man1")]
pub struct ManArgs {
    /// Write a page per command into this folder, which must exist
    #[arg(long, value_name = "FOLDER")]
    pub out: Option<PathBuf>,
}

/// `maatstaf man [--out FOLDER]`
pub fn man(ask: &ManArgs) -> Result<String, ShellError> {
    let root = Args::command().disable_help_subcommand(true);
    let Some(folder) = &ask.out else { return page(root) };
    if !folder.is_dir() {
        return Err(ShellError::Input(format!("--out {}: no such folder", folder.display())));
    }
    clap_mangen::generate_to(root, folder).map_err(|error| {
        ShellError::Input(format!("cannot write the pages to {}: {error}", folder.display()))
    })?;
    eprintln!("maatstaf: wrote the pages to {}", folder.display());
    Ok(String::new())
}

fn page(root: Command) -> Result<String, ShellError> {
    let mut page = Vec::new();
    let written = Man::new(root).render(&mut page);
    written.map_err(|error| ShellError::Fault(format!("cannot write the manual page: {error}")))?;
    String::from_utf8(page).map_err(|error| ShellError::Fault(error.to_string()))
}
