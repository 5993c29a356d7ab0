//! `quorate audit --host`: the same look as `--live`, on other machines over the system's ssh.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Display;
use std::io::{Read as _, Write as _};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use zeroize::Zeroizing;

use super::super::failure::Failure;
use super::collect::Machine;
use crate::audit::{Disk, Found, Lookup, Owner};
use crate::text::{escape_for_terminal, fill, say};

/// What runs there: it names private keys and never reads them out.
const SCRIPT: &str = include_str!("../../../assets/scripts/audit-host.sh");
/// How long a machine may take, and how much it may say.
const PATIENCE: Duration = Duration::from_secs(60);
const LIMIT: u64 = 64 << 20;

/// What one machine has shown.
#[derive(Debug, Default)]
pub(super) struct Remote {
    name: String,
    files: BTreeMap<String, Found>,
    /// What is there and stays there: private keys, and what ssh's user may not read.
    closed: BTreeSet<String>,
    missing: BTreeSet<String>,
    /// What has to be read and can't be.
    pub(super) unread: Vec<String>,
}

/// Looks at all machines at once; of those that can't be looked at, why.
pub(super) fn look(names: &[String]) -> Vec<Result<Remote, Failure>> {
    thread::scope(|scope| {
        let all: Vec<_> = names.iter().map(|name| scope.spawn(|| Remote::look(name))).collect();
        let cut = || Err(failure("", say("audit-host-cut")));
        all.into_iter().map(|one| one.join().unwrap_or_else(|_| cut())).collect()
    })
}

fn failure(name: &str, why: &str) -> Failure {
    refused(name, why, Obstacle::of(why))
}

fn refused(name: &str, why: &str, obstacle: Obstacle) -> Failure {
    let (name, why) = (escape_for_terminal(name), escape_for_terminal(why));
    let message = fill("audit-host", &[("host", &name), ("why", &why)]);
    let host: &[(&str, &dyn Display)] = &[("host", &name)];
    let hint = match obstacle {
        Obstacle::NoSsh => say("audit-host.ssh").to_owned(),
        Obstacle::HostKey => fill("audit-host.key", host),
        Obstacle::Denied => fill("audit-host.denied", host),
        Obstacle::Unreachable => fill("audit-host.unreachable", host),
        Obstacle::NoEtcd => fill("audit-host.none", host),
        Obstacle::Other => fill("audit-host.hint", host),
    };
    Failure::input(message, hint)
}

/// What keeps a machine from being looked at, by what can be done about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Obstacle {
    /// This machine has no ssh.
    NoSsh,
    /// The other one's key isn't known, or isn't the one that is.
    HostKey,
    /// It doesn't let this user in.
    Denied,
    /// Nobody answers there, or the name is unknown.
    Unreachable,
    /// ssh's user sees no etcd there.
    NoEtcd,
    Other,
}

impl Obstacle {
    /// By the words of OpenSSH, which has no others in any language.
    fn of(complaint: &str) -> Self {
        const WORDS: [(Obstacle, &[&str]); 3] = [
            (Obstacle::HostKey, &["Host key verification failed"]),
            (Obstacle::Denied, &["Permission denied", "Too many authentication failures"]),
            (
                Obstacle::Unreachable,
                &[
                    "Connection refused",
                    "timed out",
                    "Could not resolve hostname",
                    "No route to host",
                    "Network is unreachable",
                ],
            ),
        ];
        let found =
            WORDS.iter().find(|(_, words)| words.iter().any(|word| complaint.contains(word)));
        found.map_or(Self::Other, |(obstacle, _)| *obstacle)
    }
}

impl Remote {
    fn look(name: &str) -> Result<Self, Failure> {
        // A name that ssh would take for an option is none.
        if name.is_empty() || name.starts_with('-') || name.contains(|c: char| c <= ' ') {
            let message = fill(
                "audit-host",
                &[("host", &escape_for_terminal(name)), ("why", &say("audit-host-name"))],
            );
            return Err(Failure::input(message, say("audit-host.name")));
        }
        let (said, complaint) = asked(name).map_err(|error| match error.kind() {
            std::io::ErrorKind::NotFound => {
                refused(name, say("audit-host-no-ssh"), Obstacle::NoSsh)
            }
            _ => failure(name, &error.to_string()),
        })?;
        let remote = Self::read(name, &said).ok_or_else(|| {
            let complaint = complaint.lines().last().unwrap_or_default();
            failure(name, if complaint.is_empty() { say("audit-host-cut") } else { complaint })
        })?;
        if remote.files.is_empty() {
            return Err(refused(name, say("audit-none-runs"), Obstacle::NoEtcd));
        }
        Ok(remote)
    }

    /// Reads what the script prints; none where its end is missing.
    fn read(name: &str, said: &str) -> Option<Self> {
        let mut remote = Self { name: name.to_owned(), ..Self::default() };
        let mut lines = said.lines();
        while let Some(line) = lines.next() {
            let (what, rest) = line.split_once(' ').unwrap_or((line, ""));
            match what {
                "file" => {
                    let mut parts = rest.splitn(4, ' ');
                    let mut number = |radix| u32::from_str_radix(parts.next()?, radix).ok();
                    let (mode, user, group) = (number(8)?, number(10)?, number(10)?);
                    let path = parts.next()?.to_owned();
                    let text: String = lines.by_ref().take_while(|line| *line != ".").collect();
                    let bytes = Zeroizing::new(STANDARD.decode(text).ok()?);
                    let owner = Owner { mode: mode & 0o7777, user, group };
                    let owner = Some(owner).filter(|_| !path.starts_with("/proc/"));
                    remote.files.insert(path, Found { bytes, owner });
                }
                "closed" => _ = remote.closed.insert(rest.to_owned()),
                "missing" => _ = remote.missing.insert(rest.to_owned()),
                "unread" => remote.unread.push(format!("{name}:{rest}")),
                "end" => return Some(remote),
                _ => {}
            }
        }
        None
    }

    /// The files that an audit starts from: units, and what `/proc` shows.
    pub(super) fn starts(&self) -> Vec<(String, Found)> {
        let is_start = |path: &str| {
            let parts: Vec<&str> = path.split('/').collect();
            let is_process = path.starts_with("/proc/") && parts.len() == 4;
            is_process || path.ends_with(".service") || path.contains(".service.d/")
        };
        let starts = self.files.iter().filter(|(path, _)| is_start(path));
        starts.map(|(path, found)| (self.shown(path), found.clone())).collect()
    }

    fn shown(&self, path: &str) -> String {
        format!("{}:{path}", self.name)
    }

    /// The paths that a file may have there: a process in a container sees another root.
    fn places(&self, named_by: &str, path: &str) -> Vec<String> {
        let of_process = named_by
            .strip_prefix(self.name.as_str())
            .and_then(|rest| rest.strip_prefix(':')?.strip_suffix("/cmdline"));
        let inside = of_process.map(|process| format!("{process}/root{path}"));
        inside.into_iter().chain([path.to_owned()]).collect()
    }
}

/// Runs the script on a machine: what it prints, and what ssh complains of.
fn asked(name: &str) -> std::io::Result<(Zeroizing<String>, String)> {
    let mut ssh = Command::new("ssh");
    // A connection that is kept open would keep its output open, too.
    for option in ["BatchMode=yes", "ConnectTimeout=10", "ControlMaster=no"] {
        ssh.args(["-o", option]);
    }
    ssh.args(["-T", "--", name, "sh", "-s"]);
    ssh.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = ssh.spawn()?;
    let (stdin, stdout, stderr) = (child.stdin.take(), child.stdout.take(), child.stderr.take());
    thread::scope(|scope| {
        let writer = scope.spawn(|| stdin.map(|mut to| to.write_all(SCRIPT.as_bytes())));
        let said = scope.spawn(|| {
            let mut text = Zeroizing::new(String::new());
            let read = stdout.map(|from| from.take(LIMIT).read_to_string(&mut text));
            read.transpose().map(|_| text)
        });
        let complaint = scope.spawn(|| {
            let mut text = Vec::new();
            let _ = stderr.map(|from| from.take(1 << 16).read_to_end(&mut text));
            String::from_utf8_lossy(&text).into_owned()
        });
        let start = Instant::now();
        while child.try_wait()?.is_none() && !said.is_finished() {
            if start.elapsed() > PATIENCE {
                child.kill()?;
            }
            thread::sleep(Duration::from_millis(10));
        }
        // One that has said all, or too much, has nothing more to do.
        if said.is_finished() && child.try_wait()?.is_none() {
            thread::sleep(Duration::from_millis(100));
            let _ = child.kill();
        }
        child.wait()?;
        // A program that doesn't read on ends the pipe.
        let _ = writer.join();
        let none = || std::io::Error::other(say("audit-host-cut"));
        let said = said.join().map_err(|_| none())??;
        Ok((said, complaint.join().unwrap_or_default()))
    })
}

/// This machine, and those that were looked at over ssh.
pub(super) struct Machines {
    pub(super) here: Machine,
    pub(super) hosts: Vec<Remote>,
}

impl Machines {
    fn remote(&self, named_by: &str) -> Option<&Remote> {
        let is_its = |one: &&Remote| {
            named_by.strip_prefix(one.name.as_str()).is_some_and(|rest| rest.starts_with(":/"))
        };
        self.hosts.iter().find(is_its)
    }
}

impl Disk for Machines {
    fn file(&self, named_by: &str, path: &str) -> Lookup {
        let Some(remote) = self.remote(named_by) else { return self.here.file(named_by, path) };
        let mut places = remote.places(named_by, path).into_iter();
        let found = places.find_map(|place| Some((remote.files.get(&place)?.clone(), place)));
        found.map_or(Lookup::Missing, |(found, place)| Lookup::Found(remote.shown(&place), found))
    }

    fn is_missing(&self, named_by: &str, path: &str) -> bool {
        match self.remote(named_by) {
            None => self.here.is_missing(named_by, path),
            Some(remote) => {
                let places = remote.places(named_by, path);
                let is_there = |place: &String| {
                    remote.files.contains_key(place) || remote.closed.contains(place)
                };
                !places.iter().any(is_there)
                    && places.iter().any(|place| remote.missing.contains(place))
            }
        }
    }

    fn directories(&self, named_by: &str, path: &str) -> Vec<(String, Owner)> {
        match self.remote(named_by) {
            None => self.here.directories(named_by, path),
            // Nobody asked for them.
            Some(_) => Vec::new(),
        }
    }
}
