//! The audit of what others installed: every finding once, what tutorials leave behind, and the way back
//! to a plan. Real etcd and systemd say whether a finding is one.

mod answers;
mod cases;
mod certificates;
mod clients;
mod commands;
mod dialed;
mod expiry;
mod findings;
mod fixes;
mod formats;
mod forms;
mod found;
mod hostile;
mod hosts;
mod machine;
mod mounted;
mod plans;
mod planted;
mod provisioned;
mod real;
mod rebuild;
mod refusals;
mod sound;
mod ssh;
mod started;
mod trust;
mod tutorials;
mod upgrade;

use std::collections::BTreeMap;

use quorate::audit::{
    AuditReport, Disk, Found, JudgedFor, Lookup, Owner, RebuildError, Rebuilt, audit_and_rebuild,
};
use quorate::etcd::Release;
use quorate::finding::Finding;
use time::OffsetDateTime;
use time::macros::datetime;

pub(crate) const NOW: OffsetDateTime = datetime!(2026-03-01 12:00:00 UTC);

/// What is found about releases, whatever is installed.
pub(crate) const OF_RELEASES: [&str; 4] =
    ["out-of-support", "release-loses-data", "release-with-fault", "upgrade-first"];

/// A machine that exists in memory: paths and what lies there.
#[derive(Default, Clone)]
pub(crate) struct Machine {
    files: BTreeMap<String, Found>,
    starts: Vec<String>,
    directories: Vec<(String, Owner)>,
    /// What is there and may not be read.
    closed: Vec<String>,
    pub(crate) now: Option<OffsetDateTime>,
}

impl Disk for Machine {
    fn file(&self, _: &str, path: &str) -> Lookup {
        let found = self.files.get(path).filter(|_| !self.closed.iter().any(|one| one == path));
        found.map_or(Lookup::Missing, |found| Lookup::Found(path.into(), found.clone()))
    }

    fn is_missing(&self, named_by: &str, path: &str) -> bool {
        let is_closed = self.closed.iter().any(|one| one == path);
        !is_closed && matches!(self.file(named_by, path), Lookup::Missing)
    }

    fn directories(&self, _: &str, path: &str) -> Vec<(String, Owner)> {
        let above = |(directory, _): &&(String, Owner)| path.starts_with(&format!("{directory}/"));
        self.directories.iter().filter(above).cloned().collect()
    }
}

impl Machine {
    /// A file that the audit starts from.
    pub(crate) fn file(self, path: &str, text: &str) -> Self {
        self.bytes(path, text.as_bytes())
    }

    pub(crate) fn bytes(mut self, path: &str, bytes: &[u8]) -> Self {
        self.starts.push(path.into());
        self.beside(path, bytes, 0o644)
    }

    /// A file that is there if somebody names it.
    pub(crate) fn beside(mut self, path: &str, bytes: &[u8], mode: u32) -> Self {
        let owner = Some(Owner { mode, user: 0, group: 0 });
        self.files.insert(path.into(), Found { bytes: bytes.to_vec().into(), owner });
        self
    }

    pub(crate) fn audit(&self, release: &str) -> (AuditReport, Result<Rebuilt, RebuildError>) {
        self.judged_for(JudgedFor::Told(release.parse::<Release>().unwrap().into()))
    }

    /// The same where nobody says which etcd it is.
    pub(crate) fn assuming(&self, release: &str) -> AuditReport {
        self.judged_for(JudgedFor::Assumed(release.parse::<Release>().unwrap().into())).0
    }

    fn judged_for(&self, etcd: JudgedFor) -> (AuditReport, Result<Rebuilt, RebuildError>) {
        let files: Vec<(String, Found)> =
            self.starts.iter().map(|path| (path.clone(), self.files[path].clone())).collect();
        audit_and_rebuild(&files, self, etcd, None, self.now.unwrap_or(NOW))
    }

    /// The same with a directory that is root's.
    pub(crate) fn directory(mut self, path: &str, mode: u32) -> Self {
        self.directories.push((path.into(), Owner { mode, user: 0, group: 0 }));
        self
    }

    /// The codes of all findings but those about files that aren't here, and about the release itself.
    pub(crate) fn codes(&self, release: &str) -> Vec<&'static str> {
        let (report, _) = self.audit(release);
        let mut codes: Vec<&str> = report.findings.iter().map(Finding::code).collect();
        codes.retain(|code| *code != "not-here" && !OF_RELEASES.contains(code));
        codes.sort_unstable();
        codes.dedup();
        codes
    }
}
