//! `quorate lab`: a cluster in memory, on a screen, or a scenario as text.

use std::fmt::Write as _;
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use super::failure::Failure;
use super::output;
use crate::cluster::Hint;
use crate::lab::{MOST_MEMBERS, Outlook, Scenario, Timeline};
use crate::shell;
use crate::text::escape_for_terminal;
use crate::ui::lab::{outlook, sentence};

/// The largest scenario that is read, in bytes.
const LARGEST: u64 = 1 << 20;

/// Lose and regain quorum in a simulated cluster
///
/// Simulates members, a network and clients by the rules of etcd's Raft; no etcd is needed. Stop, isolate and slow down
/// members, cut the network in two, put and read, add and remove members, step forward and back, and read why each
/// thing happened.
///
/// A scenario is a text file: `quorate lab 1`, then `members 3`, `seed 1`, and a line for each action, such as `12 m1 stop`,
/// `20 cut m1 m2`, `30 m3 put`, `40 heal`; `60 end` ends it. S saves what you did on the screen.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  quorate lab
  quorate lab --members 5
  quorate lab --replay lab-scenario.txt           # watch it again
  quorate lab --replay lab-scenario.txt --plain   # the reasons, as text")]
pub(super) struct Arguments {
    /// How many members there are at the start, 1 to 9
    #[arg(long, value_name = "COUNT", default_value_t = 3, conflicts_with = "replay",
          value_parser = clap::value_parser!(u8).range(1..=9))]
    members: u8,
    /// Seed of the random timeouts: the same number gives the same run
    #[arg(long, value_name = "NUMBER", default_value_t = 1, conflicts_with = "replay")]
    seed: u64,
    /// Play this scenario
    #[arg(long, value_name = "FILE")]
    replay: Option<PathBuf>,
    /// Print what happens in the scenario, and why, instead of the screen
    #[arg(long, requires = "replay")]
    plain: bool,
}

pub(super) fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    let timeline = match &arguments.replay {
        Some(path) => Timeline::replay(&read(path)?),
        None => Timeline::new(usize::from(arguments.members).min(MOST_MEMBERS), arguments.seed),
    };
    if arguments.plain {
        return output::print(&told(timeline));
    }
    let is_on_terminal = io::stdin().is_terminal() && io::stdout().is_terminal();
    if !is_on_terminal || !shell::shows_screens() {
        return Err(Failure::input(
            "the lab needs a terminal that shows screens",
            "quorate lab --replay FILE --plain prints what happens in a scenario",
        ));
    }
    shell::lab(timeline).map_err(|error| Failure::fault(&error, error.hint()))
}

fn read(path: &Path) -> Result<Scenario, Failure> {
    let name = escape_for_terminal(&path.display().to_string());
    let unreadable = |error: io::Error| {
        Failure::input(
            format!("can't read `{name}`: {error}"),
            "name a scenario that the lab saved, such as lab-scenario.txt",
        )
    };
    let file = std::fs::File::open(path).map_err(unreadable)?;
    let mut text = String::new();
    let mut limited = io::Read::take(file, LARGEST);
    io::Read::read_to_string(&mut limited, &mut text).map_err(unreadable)?;
    text.parse().map_err(|error| Failure::at(format!("`{name}`"), &error))
}

/// Plays a scenario to its end: each note on a line, then how things stand.
fn told(mut timeline: Timeline) -> String {
    while timeline.has_future() {
        timeline.forward();
    }
    let mut text = String::new();
    for note in timeline.notes() {
        // Writing to a string can't fail.
        let _ = writeln!(text, "{:>5} {}", note.tick, sentence(note));
    }
    text.push('\n');
    for line in outlook(&Outlook::of(timeline.now())) {
        text.push_str(&line);
        text.push('\n');
    }
    text
}
