//! `quorate lab`: a cluster in memory or of real etcd, on a screen, or a scenario as text; and exercises on broken
//! clusters.

mod class;
mod exercise;

use std::fmt::Write as _;
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use super::failure::Failure;
use super::{output, source};
use crate::cluster::Hint;
use crate::lab::{MOST_MEMBERS, Outlook, Scenario, Timeline};
use crate::local::{Base, Directory, LocalCluster, LocalError, Programs, Request};
use crate::pki::KeyStock;
use crate::shell;
use crate::text::{escape_for_terminal, fill};
use crate::ui::lab::{Place, outlook, sentence};

/// The largest scenario that is read, in bytes.
const LARGEST: u64 = 1 << 20;

/// See quorum lost and regained, in memory or with real etcd
///
/// Simulates members, a network and clients by the rules of etcd's Raft; no etcd is needed. Stop, isolate and slow down
/// members, cut the network in two, put and read, add and remove members, step forward and back, and read why each
/// thing happened.
///
/// With --etcd the members are real: processes on loopback addresses (127.0.0.0/8), with a bundle that is made on the spot.
/// Stop, kill and freeze them, wipe and replace one, put and read, add learners; each etcdctl command and the log of the
/// selected member are shown, and errors there explained. All of it ends with the lab, and its files are removed unless
/// they are kept. Each member takes some 130 MB of disk meanwhile.
///
/// A scenario is a text file: `quorate lab 1`, then `members 3`, `seed 1`, and a line for each action, such as `12 m1 stop`,
/// `20 cut m1 m2`, `30 m3 put`, `40 heal`; `60 end` ends it. S saves what you did on the screen. docs/lab.md says more.
///
/// An exercise is a real cluster with one mistake in its files: `quorate lab NAME` makes a folder, starts it with the etcd
/// of this machine and shows what a person would see. Find the mistake, fix it, and have `quorate lab check` start it again.
#[derive(Debug, clap::Args)]
#[command(args_conflicts_with_subcommands = true, disable_help_subcommand = true)]
#[command(after_help = "\
Lines of a scenario, each after its tick:
  m1 stop | start | wipe            a power cut, a start, an empty disk
  m1 isolate | rejoin               cut off from all others, and connected again
  m1 slow | fast                    messages take longer, and no longer do
  cut m1 m2, heal                   the network in two, and whole
  m1 put [NUMBER]                   a client puts the next number, or this one
  m1 read linearizable|serializable
  m1 add voter|learner              m1 is asked to; it gets the next free name
  m1 promote m4, m1 remove m3       m1 is asked to
  m2 transfer                       the leader hands over to m2
  end                               the last line: it plays on until then
`members COUNT` and `seed NUMBER` stand before them, once each; # begins a comment.

Examples:
  quorate lab
  quorate lab --members 5
  quorate lab --etcd                              # etcd and etcdctl on the PATH
  quorate lab --etcd ~/etcd-v3.6.14 --members 5
  quorate lab --etcd --plan production/plan.json  # on loopback addresses
  quorate lab list                                # exercises on broken clusters
  quorate lab since-morning                       # start one
  quorate lab --replay lab-scenario.txt           # watch it again
  quorate lab --replay lab-scenario.txt --plain   # the reasons, as text")]
pub(super) struct Arguments {
    /// How many members there are at the start, 1 to 9
    #[arg(long, value_name = "COUNT", default_value_t = 3, conflicts_with_all = ["replay", "plan"],
          value_parser = clap::value_parser!(u8).range(1..=9))]
    members: u8,
    /// Seed of the random timeouts: the same number gives the same run
    #[arg(long, value_name = "NUMBER", default_value_t = 1, conflicts_with_all = ["replay", "etcd"])]
    seed: u64,
    /// Run real etcd: the one at PATH, or in that directory, with etcdctl beside it [default: those on the PATH]
    #[arg(long, value_name = "PATH", num_args = 0..=1, conflicts_with = "replay")]
    #[allow(clippy::option_option, reason = "clap's form of a flag whose value may be left out")]
    etcd: Option<Option<PathBuf>>,
    /// Make the bundle of this plan, with loopback addresses in place of its own
    #[arg(long, value_name = "FILE", requires = "etcd")]
    plan: Option<PathBuf>,
    /// Keep bundle, data and logs in this directory, which must not exist
    #[arg(long, value_name = "DIR", requires = "etcd")]
    keep: Option<PathBuf>,
    /// Play this scenario
    #[arg(long, value_name = "FILE")]
    replay: Option<PathBuf>,
    /// Print what happens in the scenario, and why, instead of the screen
    #[arg(long, requires = "replay")]
    plain: bool,
    #[command(flatten)]
    exercise: exercise::OneExercise,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    List(exercise::ListArguments),
    Check(exercise::CheckArguments),
    Export(class::ExportArguments),
    Grade(class::GradeArguments),
}

pub(super) fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    match &arguments.command {
        Some(Command::List(arguments)) => return exercise::list(arguments),
        Some(Command::Check(arguments)) => return exercise::check_folder(arguments),
        Some(Command::Export(arguments)) => return class::export(arguments),
        Some(Command::Grade(arguments)) => return class::grade(arguments),
        None => {}
    }
    if let Some(name) = &arguments.exercise.name {
        return exercise::run(name, &arguments.exercise, arguments.etcd.clone().flatten());
    }
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
    let ended = match &arguments.etcd {
        None => shell::lab(timeline),
        Some(path) => {
            let (cluster, programs, place) = local(arguments, path.as_deref())?;
            shell::lab_with_etcd(cluster, programs, place, super::explain::briefly)
        }
    };
    ended.map_err(|error| Failure::fault(&error, error.hint()))
}

/// The bundle of members on this machine, and what runs them.
fn local(
    arguments: &Arguments,
    etcd: Option<&Path>,
) -> Result<(LocalCluster, Programs, Place), Failure> {
    let refused = |error: LocalError| Failure::input(&error, error.hint());
    let programs = Programs::find(etcd).map_err(refused)?;
    let request = match &arguments.plan {
        None => Request::Members(arguments.members),
        Some(path) => Request::Plan(Box::new(source::plan(path)?)),
    };
    let random = KeyStock::default();
    let directory = match &arguments.keep {
        None => Directory::temporary(&random),
        Some(path) => Directory::kept(path),
    };
    let (directory, base) = (directory.map_err(refused)?, Base::claim().map_err(refused)?);
    let (series, now) = (programs.release.series(), shell::now());
    let cluster = LocalCluster::create(&request, series, directory, base, now, &random);
    let cluster = cluster.map_err(refused)?;
    let moved = cluster.moved().iter().map(|one| {
        fill("lab-moved", &[("member", &one.name), ("from", &one.from.ip()), ("to", &one.to)])
    });
    let left_out = cluster.left_out().iter().map(|name| fill("lab-left-out", &[("setting", name)]));
    let place = Place {
        release: programs.release,
        directory: escape_for_terminal(&cluster.directory().path().display().to_string()),
        is_kept: cluster.directory().is_kept(),
        notes: moved.chain(left_out).collect(),
    };
    Ok((cluster, programs, place))
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
