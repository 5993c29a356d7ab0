//! Stops a command at the system calls with which it changes files, each in turn: it and all of its children are
//! killed before the call is made, or the call fails. Then looks at what that left, and runs the command again.

use std::collections::BTreeMap;
use std::fmt;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::process::{PATIENCE, Ran, run_for};

/// Families of calls, as `tamper.py` has them, of which each one is hit; renames in both ways, the others in turn.
const EACH: [&str; 4] = ["rename", "link", "unlink", "sync"];
/// How many of the other families' calls are hit, in equal steps from the first to the last, and in turn.
const SAMPLE: usize = 2;
/// How a call is hit.
const WAYS: [&str; 2] = ["KILL", "EIO"];

/// A command to sweep, and what it works on.
pub trait Swept {
    /// What the counts are printed under.
    fn name(&self) -> String;

    /// Brings about what the command starts from.
    fn reset(&self);

    /// The command, without an environment of its own beyond what is added or removed.
    fn command(&self) -> Command;

    /// Looks at what a run left that was stopped.
    fn look(&self) -> Left;

    /// Runs the command again, and says what isn't as it is after a run that nothing stopped.
    fn rerun(&self) -> Result<(), String>;
}

/// What a run left that was stopped.
#[derive(Debug, Default)]
pub struct Left {
    /// Whether everything is as the command is to leave it.
    pub is_done: bool,
    /// What is neither as before nor as it is to be.
    pub mixed: Vec<String>,
    /// Private keys that others than their owner may read.
    pub readable: Vec<String>,
}

/// What a sweep counted.
#[derive(Debug, Default)]
struct Counts {
    killed: usize,
    failed: usize,
    done: usize,
    mixed: usize,
    readable: usize,
    completed: usize,
}

impl Counts {
    fn all(&self) -> usize {
        self.killed + self.failed
    }
}

impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { killed, failed, done, mixed, readable, completed } = self;
        write!(
            f,
            "{killed} kill points, {failed} injected errors ({done} of them after the switch): {mixed} mixed states, \
             {readable} readable keys, {completed} of {} reruns completed",
            self.all()
        )
    }
}

/// Sweeps a command: every call with `QUORATE_SWEEP=full`, else a part of them. Prints the counts.
#[track_caller]
pub fn sweep(swept: &impl Swept) {
    let scratch = tempfile::tempdir().unwrap();
    let log = scratch.path().join("calls");
    swept.reset();
    tampered(&swept.command(), &log, None).success();
    let left = swept.look();
    assert!(left.is_done && left.mixed.is_empty() && left.readable.is_empty(), "{left:?}");
    let (mut counts, mut faults) = (Counts::default(), Vec::new());
    for (family, number, ways) in chosen(&families(&log)) {
        for &way in ways {
            let at = format!("{way} at {family} {number}");
            swept.reset();
            let ran = tampered(&swept.command(), &log, Some((&family, number, way)));
            if way == "KILL" {
                assert_eq!(ran.status.and_then(|it| it.code()), Some(128 + 9), "{at}: {ran}");
                counts.killed += 1;
            } else {
                assert!(families(&log)[&family] >= number, "{at}: {ran}");
                counts.failed += 1;
            }
            let left = swept.look();
            let rerun = swept.rerun();
            counts.done += usize::from(left.is_done);
            counts.mixed += usize::from(!left.mixed.is_empty());
            counts.readable += usize::from(!left.readable.is_empty());
            counts.completed += usize::from(rerun.is_ok());
            if !left.mixed.is_empty() || !left.readable.is_empty() || rerun.is_err() {
                faults.push(format!("{at}: {left:?}, {rerun:?}\n{ran}"));
            }
        }
    }
    println!("swept {}: {counts}", swept.name());
    assert!(faults.is_empty(), "{}: {counts}\n{}", swept.name(), faults.join("\n"));
    // Both before and after it, or the switch was never near.
    assert!(counts.done > 0 && counts.done < counts.all(), "{}: {counts}", swept.name());
}

/// Runs a command, and stops it at a call if one is named.
#[track_caller]
fn tampered(command: &Command, log: &Path, at: Option<(&str, usize, &str)>) -> Ran {
    let mut tampering = Command::new("python3");
    tampering.arg(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/support/tamper.py")).arg(log);
    if let Some((family, number, way)) = at {
        tampering.args([family, &number.to_string(), way]);
    }
    tampering.arg("--").arg(command.get_program()).args(command.get_args());
    for (name, value) in command.get_envs() {
        match value {
            Some(value) => tampering.env(name, value),
            None => tampering.env_remove(name),
        };
    }
    if let Some(directory) = command.get_current_dir() {
        tampering.current_dir(directory);
    }
    run_for(4 * PATIENCE, &mut tampering)
}

/// How many calls of each family there were.
#[track_caller]
fn families(log: &Path) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for family in std::fs::read_to_string(log).unwrap().lines() {
        *counts.entry(family.to_owned()).or_default() += 1;
    }
    counts
}

/// Which calls are hit, and how.
fn chosen(families: &BTreeMap<String, usize>) -> Vec<(String, usize, &'static [&'static str])> {
    let is_full = std::env::var_os("QUORATE_SWEEP").is_some_and(|how| how == "full");
    let mut chosen = Vec::new();
    for (family, &count) in families {
        let steps =
            if is_full || EACH.contains(&family.as_str()) { count } else { count.min(SAMPLE) };
        let at = |step: usize| 1 + step * (count - 1) / steps.saturating_sub(1).max(1);
        let is_both = is_full || family == "rename";
        let ways = |step: usize| if is_both { &WAYS[..] } else { &WAYS[step % 2..=step % 2] };
        chosen.extend((0..steps).map(|step| (family.clone(), at(step), ways(step))));
    }
    chosen
}

/// What is at a path: mode and owner, and what a file holds or where a link leads.
#[derive(Debug, PartialEq, Eq)]
pub struct Entry {
    mode: u32,
    owner: (u32, u32),
    contents: Vec<u8>,
}

/// Everything at a path, if anything is, and below.
#[track_caller]
pub fn tree(path: &Path) -> BTreeMap<PathBuf, Entry> {
    let mut found = BTreeMap::new();
    let mut open = vec![path.to_path_buf()];
    while let Some(path) = open.pop() {
        let Ok(metadata) = path.symlink_metadata() else { continue };
        let mut contents = Vec::new();
        if metadata.is_dir() {
            open.extend(path.read_dir().unwrap().map(|entry| entry.unwrap().path()));
        } else if metadata.is_symlink() {
            contents = path.read_link().unwrap().into_os_string().into_encoded_bytes();
        } else if metadata.is_file() {
            contents = std::fs::read(&path).unwrap();
        }
        let owner = (metadata.uid(), metadata.gid());
        found.insert(path, Entry { mode: metadata.mode(), owner, contents });
    }
    found
}

/// The private keys at a path and below that others than their owner may read, whoever gets to them.
#[track_caller]
pub fn readable_keys(path: &Path) -> Vec<String> {
    let is_key = |entry: &Entry| {
        String::from_utf8_lossy(&entry.contents).contains("PRIVATE KEY-----")
            && entry.mode & 0o077 != 0
    };
    let keys = tree(path).into_iter().filter(|(_, entry)| is_key(entry));
    keys.map(|(path, entry)| format!("{:o} {}", entry.mode, path.display())).collect()
}
