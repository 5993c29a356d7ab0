//! `quorate audit --live`: the etcds that run on this machine, with the units that they are of.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::io::Read as _;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use zeroize::Zeroizing;

use crate::audit::Found;
use crate::bundle::read::ReadError;

/// How long a program that is asked may take.
const PATIENCE: Duration = Duration::from_secs(5);

/// What runs here.
#[derive(Default)]
pub(super) struct Live {
    /// What `/proc` shows of each process, and what its program says of itself.
    pub(super) files: Vec<(String, Found)>,
    /// The units that they are of, with drop-ins.
    pub(super) units: BTreeSet<PathBuf>,
    /// What may not be read.
    pub(super) unread: Vec<ReadError>,
}

impl Live {
    /// Looks for processes whose program is named etcd.
    pub(super) fn look() -> Self {
        let mut live = Self::default();
        let entries = std::fs::read_dir("/proc").into_iter().flatten().flatten();
        let mut numbers: Vec<u32> =
            entries.filter_map(|entry| entry.file_name().to_string_lossy().parse().ok()).collect();
        numbers.sort_unstable();
        for number in numbers {
            let directory = PathBuf::from(format!("/proc/{number}"));
            let command = std::fs::read(directory.join("cmdline")).unwrap_or_default();
            let program = command.split(|byte| *byte == 0).next().unwrap_or_default();
            let name =
                Path::new(&*String::from_utf8_lossy(program)).file_name().map(ToOwned::to_owned);
            if name.is_some_and(|name| name == "etcd") {
                live.process(&directory, command);
            }
        }
        live
    }

    /// Whether no etcd runs here, as far as this user sees.
    pub(super) fn has_found_nothing(&self) -> bool {
        self.files.is_empty() && self.unread.is_empty()
    }

    fn add(&mut self, path: &Path, bytes: Vec<u8>) {
        let found = Found { bytes: Zeroizing::new(bytes), owner: None };
        self.files.push((path.to_string_lossy().into_owned(), found));
    }

    fn process(&mut self, directory: &Path, command: Vec<u8>) {
        self.add(&directory.join("cmdline"), command);
        let path = directory.join("environ");
        match std::fs::read(&path) {
            Ok(bytes) => self.add(&path, bytes),
            Err(source) => self.unread.push(ReadError::Io { path, source }),
        }
        if let Some(said) = version(directory) {
            self.add(&directory.join("etcd-version"), said.into_bytes());
        }
        let groups = std::fs::read_to_string(directory.join("cgroup")).unwrap_or_default();
        let mut unit = groups.lines().rev().filter_map(|line| line.rsplit('/').next());
        if let Some(unit) = unit.find(|name| name.ends_with(".service")) {
            let mut ask = Command::new("systemctl");
            ask.args(["show", "--property=FragmentPath", "--property=DropInPaths", "--", unit]);
            let said = said_by(ask).unwrap_or_default();
            let loaded =
                said.lines().filter_map(|line| line.split_once('=')).flat_map(|(_, paths)| {
                    paths.split_ascii_whitespace().map(PathBuf::from).collect::<Vec<_>>()
                });
            // One that was deleted since is no longer what a start would read.
            self.units.extend(loaded.filter(|path| path.exists()));
            self.units.extend(drop_ins(unit));
        }
    }
}

/// The drop-ins of a unit as they are on disk: systemd itself names those of its last daemon-reload. Of two with one
/// name the first place wins (systemd.unit(5)).
fn drop_ins(unit: &str) -> impl Iterator<Item = PathBuf> {
    const PLACES: [&str; 4] = [
        "/etc/systemd/system",
        "/run/systemd/system",
        "/usr/lib/systemd/system",
        "/lib/systemd/system",
    ];
    let mut found: BTreeMap<OsString, PathBuf> = BTreeMap::new();
    for place in PLACES {
        let entries =
            std::fs::read_dir(format!("{place}/{unit}.d")).into_iter().flatten().flatten();
        for path in entries.map(|entry| entry.path()) {
            let is_drop_in =
                path.extension().is_some_and(|extension| extension == "conf") && path.is_file();
            if let Some(name) = path.file_name().filter(|_| is_drop_in).map(ToOwned::to_owned) {
                found.entry(name).or_insert(path);
            }
        }
    }
    found.into_values()
}

/// What the program of a process says of its version. It is run only if nobody but root could have put it there,
/// and if the process sees the files of this machine: anyone may name a program of their own etcd.
fn version(directory: &Path) -> Option<String> {
    let is_here = std::fs::read_link(directory.join("root")).ok()? == Path::new("/");
    let program = std::fs::read_link(directory.join("exe")).ok().filter(|_| is_here)?;
    let is_roots = |path: &Path| {
        let metadata = std::fs::metadata(path).ok();
        metadata.is_some_and(|one| one.uid() == 0 && one.mode() & 0o022 == 0)
    };
    if !program.ancestors().all(is_roots) {
        return None;
    }
    let mut ask = Command::new(program);
    ask.arg("--version").env_clear();
    said_by(ask)
}

/// What a program prints, where it ends in time.
fn said_by(mut command: Command) -> Option<String> {
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = command.spawn().ok()?;
    let start = Instant::now();
    loop {
        match child.try_wait() {
            Ok(Some(status)) => {
                let mut said = String::new();
                child.stdout.take()?.take(1 << 16).read_to_string(&mut said).ok()?;
                return status.success().then_some(said);
            }
            Ok(None) if start.elapsed() < PATIENCE => sleep(Duration::from_millis(5)),
            _ => {
                let _ = child.kill();
                let _ = child.wait();
                return None;
            }
        }
    }
}
