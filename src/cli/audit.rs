//! `quorate audit`: what is wrong with an etcd that somebody else installed.

mod live;

use std::collections::HashMap;
use std::fmt::Write as _;
use std::fs::Metadata;
use std::io::ErrorKind;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use serde::Serialize;
use time::OffsetDateTime;
use zeroize::Zeroizing;

use live::Live;

use super::failure::{BAD_INPUT, FAULT, Failure};
use super::output;
use crate::audit::{
    AuditReport, Disk, Found, JudgedFor, Lookup, Owner, Rebuilt, audit_and_rebuild,
};
use crate::bundle::read::{self, Links, ReadError};
use crate::bundle::{self, BundleFile, WriteError};
use crate::cluster::Hint;
use crate::etcd::{Build, GoVersion, Release};
use crate::finding::{self, Finding, Severity};
use crate::pki::system_random;
use crate::text::say;

/// The most files of directories that are read, and how deep below them.
const FILES: usize = 5000;
const DEPTH: usize = 12;

/// Check an etcd that runs already: its units, settings, command lines and certificates
///
/// Reads systemd units with their drop-ins, environment files, YAML config files, manifests of Kubernetes, compose
/// files, quadlets, `docker inspect`, etcd's log, and command lines in scripts and notes, and directories of them; and
/// the certificates that they name. Clients (kube-apiserver, kubeadm, Patroni, Calico, APISIX, Corefiles, k3s, etcdctl)
/// are held against the members. What mentions etcd in another form is named. Exit code 0 where nothing is wrong
/// (there may be warnings), 1 where something is, 2 where nothing was found or some of it could not be read.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  quorate audit /etc/systemd/system/etcd.service
  quorate audit /mnt/etc --root /mnt --etcd-version 3.4.23
  quorate audit node1 node2 node3 --write-plan plan.json
  quorate audit /etc/kubernetes/manifests compose.yml notes.md
  sudo quorate audit --live")]
pub(super) struct Arguments {
    /// Units, settings files, notes with command lines, or directories of them
    #[arg(value_name = "PATH", required_unless_present = "live")]
    paths: Vec<PathBuf>,
    /// Look at the etcds that run on this machine: their command lines and environments, the units that they are of,
    /// and where these differ
    #[arg(long)]
    live: bool,
    /// The etcd that runs, or is going to: a series or a release [default: 3.6]
    #[arg(long, value_name = "VERSION")]
    etcd_version: Option<String>,
    /// The Go it is built with, as `etcd --version` prints it, such as 1.19.8 or 1.25; what upstream
    /// builds that release with unless said otherwise
    #[arg(long, value_name = "VERSION")]
    go: Option<GoVersion>,
    /// The directory that stands for the root of the machine
    #[arg(long, value_name = "DIR")]
    root: Option<PathBuf>,
    /// Report as JSON
    #[arg(long)]
    json: bool,
    /// Save a plan that describes the installation
    #[arg(long, value_name = "FILE")]
    write_plan: Option<PathBuf>,
    /// What makes the exit code 1
    #[arg(long, value_name = "SEVERITY", default_value = "error", value_parser = ["warning", "error"])]
    fail_on: String,
}

pub(super) fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    let release: Release = match &arguments.etcd_version {
        None => Release::default(),
        Some(text) => text.parse().map_err(|error| Failure::at("--etcd-version", &error))?,
    };
    let mut paths = arguments.paths.clone();
    let live = if arguments.live { Live::look() } else { Live::default() };
    if arguments.live && paths.is_empty() && live.has_found_nothing() {
        return Err(Failure::input(say("audit-none-runs"), say("audit-none-runs.hint")));
    }
    paths.extend(live.units);
    let Collected { mut files, mut unread, is_cut, seen } = collect(&paths);
    files.extend(live.files);
    unread.extend(live.unread);
    let disk = Machine { root: arguments.root.clone(), known: seen };
    let build = Build::from(release).with_go(arguments.go);
    let assumed = arguments.etcd_version.is_none();
    let etcd = if assumed { JudgedFor::Assumed(build) } else { JudgedFor::Told(build) };
    let (report, rebuilt) = audit_and_rebuild(&files, &disk, etcd, crate::shell::now());
    let text =
        if arguments.json { json(&report, release) } else { text(&report, release, assumed) };
    output::print(&text)?;
    if let Some(path) = &arguments.write_plan {
        write_plan(path, rebuilt)?;
    }
    for error in &unread {
        output::print_error(&format!("error: {error}\nhint: {}", error.hint()));
    }
    if is_cut {
        output::print_error(&format!(
            "error: there are more than {FILES} files, or some lie deeper than {DEPTH} directories: the rest wasn't read\n\
             hint: name the directories that hold units and settings"
        ));
    }
    // What nobody could read may be what is wrong, and where nothing was found nothing is right.
    if is_cut || !unread.is_empty() || report.members + report.clients + report.certificates == 0 {
        return Ok(ExitCode::from(BAD_INPUT));
    }
    let limit = if arguments.fail_on == "warning" { Severity::Warning } else { Severity::Error };
    let fails = report.worst().is_some_and(|worst| worst >= limit);
    Ok(if fails { ExitCode::from(FAULT) } else { ExitCode::SUCCESS })
}

/// What is found below paths, for those who look for the cause of something else.
pub(super) fn findings(
    paths: &[PathBuf],
    etcd: Build,
    now: OffsetDateTime,
) -> Result<Vec<Finding>, Failure> {
    let Collected { files, seen, unread, .. } = collect(paths);
    let is_named =
        |error: &&ReadError| matches!(error, ReadError::Io { path, .. } if paths.contains(path));
    if let Some(error) = unread.iter().find(is_named) {
        return Err(Failure::input(error, error.hint()));
    }
    let disk = Machine { root: None, known: seen };
    Ok(crate::audit::audit(&files, &disk, JudgedFor::Assumed(etcd), now).findings)
}

/// Reads all paths, in the order of their files' names. What can be read is audited, whatever else was named.
fn collect(paths: &[PathBuf]) -> Collected {
    let mut found = Collected::default();
    for path in paths {
        match std::fs::metadata(path) {
            Err(source) => found.unread.push(ReadError::Io { path: path.clone(), source }),
            Ok(metadata) if metadata.is_dir() => found.directory(path, 0),
            Ok(metadata) => {
                if let Err(error) = found.file(path, &metadata) {
                    found.unread.push(error);
                }
            }
        }
    }
    found.files.sort_by(|(one, _), (other, _)| one.cmp(other));
    found
}

fn file(path: &Path) -> Result<(Found, Identity), ReadError> {
    let (bytes, metadata) = read::file(path, read::LIMIT, Links::Follow)?;
    Ok((Found { bytes, owner: Some(owner(&metadata)) }, identity(&metadata)))
}

/// Device and number: the same for one file, however its path is written and whatever links lead to it.
type Identity = (u64, u64);

fn identity(metadata: &Metadata) -> Identity {
    (metadata.dev(), metadata.ino())
}

/// What was named, and what was found below directories.
#[derive(Default)]
struct Collected {
    files: Vec<(String, Found)>,
    unread: Vec<ReadError>,
    /// Whether there is more than is read.
    is_cut: bool,
    /// The paths of files: a unit is enabled by a link to it, and is one unit all the same.
    seen: HashMap<Identity, String>,
}

impl Collected {
    /// Reads a file, once under however many names. A link to a template of units is an instance of its own.
    fn file(&mut self, path: &Path, metadata: &Metadata) -> Result<(), ReadError> {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let is_instance = name.ends_with(".service") && name.contains('@') && !name.contains("@.");
        if is_instance && self.seen.contains_key(&identity(metadata)) {
            let (found, _) = file(path)?;
            self.files.push((path.to_string_lossy().into_owned(), found));
        }
        if !self.seen.contains_key(&identity(metadata)) {
            let (found, identity) = file(path)?;
            let path = path.to_string_lossy().into_owned();
            self.seen.insert(identity, path.clone());
            self.files.push((path, found));
        }
        Ok(())
    }

    /// Collects the regular files below a directory, and those that links lead to; links to directories
    /// aren't followed.
    fn directory(&mut self, path: &Path, depth: usize) {
        let mut paths: Vec<PathBuf> = match std::fs::read_dir(path) {
            Ok(entries) => entries.flatten().map(|entry| entry.path()).collect(),
            Err(source) => return self.unread.push(ReadError::Io { path: path.into(), source }),
        };
        // Files before links to them, so that they go by their own names.
        paths.sort_by_key(|path| (path.is_symlink(), path.clone()));
        for path in paths {
            if self.files.len() >= FILES || depth > DEPTH {
                self.is_cut = true;
                return;
            }
            // A link that leads nowhere is no file.
            let Ok(metadata) = std::fs::metadata(&path) else { continue };
            if metadata.is_dir() && !path.is_symlink() {
                self.directory(&path, depth + 1);
            } else if metadata.is_file()
                && let Err(error @ ReadError::Io { .. }) = self.file(&path, &metadata)
            {
                // What is too long is neither a unit nor settings.
                self.unread.push(error);
            }
        }
    }
}

/// Where the files are that units name: below the given root; below the root that a unit's own place
/// shows (`ROOT/etc/systemd/system`); or beside a unit that isn't installed, as in a bundle.
struct Machine {
    root: Option<PathBuf>,
    /// The paths of the files that the audit starts from.
    known: HashMap<Identity, String>,
}

impl Disk for Machine {
    fn file(&self, named_by: &str, path: &str) -> Lookup {
        for place in self.places(named_by, path) {
            if let Ok((found, identity)) = file(&place) {
                let path = || place.to_string_lossy().into_owned();
                let path = self.known.get(&identity).cloned().unwrap_or_else(path);
                return Lookup::Found(path, found);
            }
        }
        Lookup::Missing
    }

    fn is_missing(&self, named_by: &str, path: &str) -> bool {
        let is_gone = |place: PathBuf| {
            let error = std::fs::metadata(place).err().map(|error| error.kind());
            matches!(error, Some(ErrorKind::NotFound | ErrorKind::NotADirectory))
        };
        self.places(named_by, path).into_iter().all(is_gone)
    }

    fn directories(&self, named_by: &str, path: &str) -> Vec<(String, Owner)> {
        let Some(root) = self.root_of(named_by) else { return Vec::new() };
        let mut above: Vec<&Path> = Path::new(path).ancestors().skip(1).collect();
        above.reverse();
        let owner = |directory: &Path| {
            let relative = directory.strip_prefix("/").ok()?;
            // The root of a copy stands for one that everybody may enter.
            let place = (relative != Path::new("")).then(|| root.join(relative))?;
            let found = std::fs::metadata(place).ok().filter(Metadata::is_dir)?;
            Some((directory.to_string_lossy().into_owned(), owner(&found)))
        };
        above.into_iter().filter_map(owner).collect()
    }
}

fn owner(metadata: &Metadata) -> Owner {
    Owner { mode: metadata.mode() & 0o7777, user: metadata.uid(), group: metadata.gid() }
}

impl Machine {
    /// What stands for the root of the machine that a file is of.
    fn root_of(&self, named_by: &str) -> Option<PathBuf> {
        const PLACES: [&str; 12] = [
            "/etc/systemd/system/",
            "/run/systemd/system/",
            "/usr/lib/systemd/system/",
            "/lib/systemd/system/",
            "/etc/kubernetes/manifests/",
            "/etc/containers/systemd/",
            "/etc/patroni/",
            "/etc/rancher/",
            "/etc/calico/",
            "/etc/coredns/",
            "/etc/profile.d/",
            "/usr/local/apisix/conf/",
        ];
        // A process sees the files of its container.
        let process = named_by.strip_suffix("/cmdline").filter(|path| path.starts_with("/proc/"));
        if let Some(process) = process {
            return Some(PathBuf::from(format!("{process}/root")));
        }
        let shown = PLACES.iter().find_map(|place| named_by.rsplit_once(place));
        let shown = shown.map(|(root, _)| PathBuf::from(format!("{root}/")));
        self.root.clone().or(shown)
    }

    fn places(&self, named_by: &str, path: &str) -> Vec<PathBuf> {
        // What a compose file or a script names beside itself.
        let Some(relative) = path.strip_prefix('/') else { return vec![path.into()] };
        if let Some(root) = self.root_of(named_by) {
            return vec![root.join(relative)];
        }
        let beside = Path::new(named_by).parent().unwrap_or_else(|| Path::new(""));
        let name = Path::new(path).file_name().unwrap_or_default();
        vec![beside.join(name), beside.join(crate::render::layout::PKI).join(name), path.into()]
    }
}

fn text(report: &AuditReport, release: Release, assumed: bool) -> String {
    let mut text = finding::by_place(&report.findings);
    let is_said = report.releases.iter().any(|one| *one != release);
    let assumed = match (assumed, is_said) {
        (true, true) => ", as images or logs say",
        (true, false) => ", as no --etcd-version is given",
        (false, _) => "",
    };
    let release = releases(report, release);
    let clients = match report.clients {
        0 => String::new(),
        count => format!(", {}", output::counted(count, "client")),
    };
    // Writing to a string can't fail.
    let _ = writeln!(
        text,
        "{}{clients} and {} in {} audited for etcd {release}{assumed}: {}, {}, {}",
        output::counted(report.members, "member"),
        output::counted(report.certificates, "certificate"),
        output::counted(report.files, "file"),
        output::counted(report.count(Severity::Error), "error"),
        output::counted(report.count(Severity::Warning), "warning"),
        output::counted(report.count(Severity::Note), "note"),
    );
    text
}

/// The releases that members were judged for; without members, what was assumed.
fn releases(report: &AuditReport, assumed: Release) -> String {
    let releases: Vec<String> = report.releases.iter().map(ToString::to_string).collect();
    if releases.is_empty() { assumed.to_string() } else { releases.join(", ") }
}

fn json(report: &AuditReport, release: Release) -> String {
    #[derive(Serialize)]
    struct Report<'a> {
        etcd_version: String,
        members: usize,
        clients: usize,
        certificates: usize,
        files: usize,
        findings: &'a [Finding],
    }
    output::pretty(&Report {
        etcd_version: releases(report, release),
        members: report.members,
        clients: report.clients,
        certificates: report.certificates,
        files: report.files,
        findings: &report.findings,
    })
}

/// Saves the plan under a name that is free, and says what it can't tell.
fn write_plan(path: &Path, rebuilt: Result<Rebuilt, Vec<String>>) -> Result<(), Failure> {
    let rebuilt = rebuilt.map_err(|why| {
        let why = why.join("; ");
        Failure::fault(
            format!("no plan can describe this: {why}"),
            "fix that, or start a plan of your own: quorate plan",
        )
    })?;
    for note in &rebuilt.notes {
        output::print_error(&format!("note: {note}"));
    }
    let file = BundleFile {
        path: path.to_owned(),
        mode: 0o644,
        contents: Zeroizing::new(rebuilt.plan.to_json().into_bytes()),
    };
    let mut token = [0; 8];
    system_random(&mut token).map_err(|error| Failure::fault(&error, error.hint()))?;
    let staged = format!(".plan.partial-{:016x}", u64::from_ne_bytes(token));
    bundle::write_file(&file, staged.as_ref(), false).map_err(|error| match error {
        WriteError::Io { ref source, .. } if source.kind() == ErrorKind::AlreadyExists => {
            Failure::input(&error, "name a file that isn't there yet")
        }
        error => Failure::input(&error, error.hint()),
    })
}
