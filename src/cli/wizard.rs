//! `quorate wizard`: the screen.

use std::io::{self, IsTerminal};
use std::path::PathBuf;
use std::process::ExitCode;

use super::failure::Failure;
use super::source;
use crate::cluster::Hint;
use crate::shell::{self, ShellError};

/// Plan and make a cluster, screen by screen
#[derive(Debug, Default, clap::Args)]
#[command(after_help = "\
Examples:
  quorate wizard
  quorate wizard --plan plan.json     start from the answers of an earlier run")]
pub(super) struct Arguments {
    /// Start from this plan instead of the defaults
    #[arg(long, value_name = "FILE")]
    plan: Option<PathBuf>,
}

pub(super) fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    if !io::stdin().is_terminal() || !io::stdout().is_terminal() {
        return Err(Failure::input(
            "the wizard needs a terminal, and standard input or output is not one",
            "make a bundle without it: quorate generate --plan plan.json --out DIR",
        ));
    }
    let plan = arguments.plan.as_deref().map(source::plan).transpose()?;
    shell::wizard(plan.as_ref()).map_err(|error| match error {
        ShellError::Terminal { .. } => Failure::input(&error, error.hint()),
        _ => Failure::fault(&error, error.hint()),
    })
}
