//! The audit of what others installed: every finding once, what tutorials leave behind, and the way back
//! to a plan. Real etcd and systemd say whether a finding is one.

mod findings;
mod hostile;
mod real;
mod rebuild;
mod trust;
mod tutorials;

use std::collections::BTreeMap;

use quorate::audit::{AuditReport, Disk, Found, Lookup, Owner, Rebuilt, audit_and_rebuild};
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
    pub(crate) now: Option<OffsetDateTime>,
}

impl Disk for Machine {
    fn file(&self, _: &str, path: &str) -> Lookup {
        let found = self.files.get(path);
        found.map_or(Lookup::Missing, |found| Lookup::Found(path.into(), found.clone()))
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

    pub(crate) fn audit(&self, release: &str) -> (AuditReport, Result<Rebuilt, Vec<String>>) {
        let files: Vec<(String, Found)> =
            self.starts.iter().map(|path| (path.clone(), self.files[path].clone())).collect();
        let release: Release = release.parse().unwrap();
        audit_and_rebuild(&files, self, release.into(), self.now.unwrap_or(NOW))
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
