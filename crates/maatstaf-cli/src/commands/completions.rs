use clap::CommandFactory;
use clap_complete::Shell;

use crate::args::Args;
use crate::error::ShellError;

/// `maatstaf completions SHELL`
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  maatstaf completions bash > ~/.local/share/bash-completion/completions/maatstaf
  maatstaf completions zsh > ~/.zfunc/_maatstaf
  maatstaf completions fish > ~/.config/fish/completions/maatstaf.fish")]
pub struct CompletionsArgs {
    /// For which shell
    pub shell: Shell,
}

/// `maatstaf completions bash|zsh|fish|elvish|powershell`
pub fn completions(ask: &CompletionsArgs) -> Result<String, ShellError> {
    let mut script = Vec::new();
    clap_complete::generate(ask.shell, &mut Args::command(), "maatstaf", &mut script);
    String::from_utf8(script).map_err(|error| ShellError::Fault(error.to_string()))
}
