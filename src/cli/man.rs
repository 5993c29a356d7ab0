//! `quorate man`: manual pages, made from the same definitions as `--help`.

use std::process::ExitCode;

use clap::CommandFactory;

use super::failure::Failure;
use super::output;

/// Print the manual page, of quorate or of one command
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  quorate man | man -l -
  quorate man generate > quorate-generate.1")]
pub(super) struct Arguments {
    /// The command, such as `generate`
    command: Option<String>,
}

pub(super) fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    let whole = super::Arguments::command();
    let command = match &arguments.command {
        None => whole,
        Some(wanted) => {
            let found = whole.get_subcommands().find(|command| command.get_name() == wanted);
            found.cloned().map(page_of).ok_or_else(|| {
                let wanted = crate::text::escape_for_terminal(wanted);
                Failure::refused("man-no-command", &[("command", &wanted)])
            })?
        }
    };
    let mut page = Vec::new();
    clap_mangen::Man::new(command)
        .render(&mut page)
        .map_err(|error| Failure::failed("man-failed", &[("error", &error)]))?;
    output::print(&String::from_utf8_lossy(&page))
}

fn page_of(command: clap::Command) -> clap::Command {
    let name = format!("quorate-{}", command.get_name());
    let typed = format!("quorate {}", command.get_name());
    command.name(name).bin_name(typed).version(env!("CARGO_PKG_VERSION"))
}
