//! `quorate wizard`: the screens, or the same as line prompts.

use std::io::{self, IsTerminal};
use std::path::PathBuf;
use std::process::ExitCode;

use super::failure::Failure;
use super::{generate, inspect, output, source};
use crate::cluster::{Hint, Plan};
use crate::shell::lines::{self, Ended};
use crate::shell::{self, ShellError};
use crate::text::fill;

/// Plan and make a cluster, screen by screen or line by line
#[derive(Debug, Default, clap::Args)]
#[command(after_help = "\
Examples:
  quorate wizard
  quorate wizard --plan plan.json  # start from the answers of an earlier run
  quorate wizard --plain           # for screen readers, serial lines, scripts

ACCESSIBLE=1 in the environment, or a terminal without screens (TERM=dumb), also means --plain. A script (standard input that isn't a terminal) always starts a new cluster: drafts aren't offered.")]
pub(super) struct Arguments {
    /// Start from this plan instead of the defaults
    #[arg(long, value_name = "FILE")]
    plan: Option<PathBuf>,
    /// Ask line by line instead of on screens; answers may come from a script
    #[arg(long)]
    plain: bool,
    /// Use the mouse: clicks and the wheel; F10 turns it on and off
    #[arg(long, conflicts_with = "plain")]
    mouse: bool,
}

pub(super) fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    let is_on_terminal = io::stdin().is_terminal() && io::stdout().is_terminal();
    // A script says that it wants lines; without a word for them it may have been started by mistake.
    let is_plain = arguments.plain || wants_lines() || is_on_terminal && !shell::shows_screens();
    if !is_plain && !is_on_terminal {
        return Err(Failure::refused("wizard-no-terminal", &[]));
    }
    let plan = arguments.plan.as_deref().map(source::plan).transpose()?;
    if is_plain {
        return ask_in_lines(plan.as_ref());
    }
    shell::wizard(plan.as_ref(), arguments.mouse, inspect::found)
        .map_err(|error| Failure::fault(&error, error.hint()))
}

/// Whether the environment asks for a program without redraws, as that of a screen reader does.
fn wants_lines() -> bool {
    let is_dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
    is_dumb || std::env::var_os("ACCESSIBLE").is_some_and(|value| !value.is_empty() && value != "0")
}

fn ask_in_lines(plan: Option<&Plan>) -> Result<ExitCode, Failure> {
    crate::pki::start_key_generator();
    let ended = lines::interview(plan).map_err(|error| match error {
        ShellError::Changed(_) => Failure::input(&error, error.hint()),
        ShellError::Io(_) => Failure::fault(&error, error.hint()),
    })?;
    let mut request = match ended {
        Ended::Answered(request) => request,
        Ended::Left(code) => return Ok(code),
    };
    let keys = crate::pki::profiles(&request.plan).len();
    output::print(&format!("{}\n", fill("prompt-making", &[("count", &keys)])))?;
    let generated = generate::make(&request.plan, &request.authority, &request.target, false)?;
    shell::bundles::record(&request.plan, &generated);
    request.forget_draft();
    let code = output::print(&generate::next_steps(&request.plan, &generated))?;
    generate::confirmed(&generated, code)
}
