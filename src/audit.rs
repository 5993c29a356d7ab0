//! The judgement over an etcd installation that somebody else made: units, environment files, config
//! files and command lines as they were written, and the certificates that they name.
//!
//! [`audit`] is pure: it asks a [`Disk`] for the files that units name. What is read follows systemd
//! and etcd; what is found follows what they were measured to do.

mod findings;
mod judge;
mod member;
mod rebuild;
mod yaml;

use crate::etcd::Release;
use time::OffsetDateTime;
use zeroize::Zeroizing;

pub use findings::{AuditFinding, AuditReport, AuditSeverity, CODES, FindingKind};
pub use rebuild::Rebuilt;

/// A file to audit, as it was found.
#[derive(Debug, Clone)]
pub struct Found {
    /// What it holds: a key, perhaps.
    pub bytes: Zeroizing<Vec<u8>>,
    /// Permission bits and the numbers of owner and group, where they mean something.
    pub owner: Option<Owner>,
}

/// Who may read a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Owner {
    /// Permission bits.
    pub mode: u32,
    /// The owner's number.
    pub user: u32,
    /// The group's number.
    pub group: u32,
}

/// The answer to a question for a file.
#[derive(Debug, Clone)]
pub enum Lookup {
    /// Here it is, and where it was found.
    Found(String, Found),
    /// There is none, or none that may be read.
    Missing,
}

/// Where the files are that units name.
pub trait Disk {
    /// Looks a file up that the file `named_by` names by an absolute path.
    fn file(&self, named_by: &str, path: &str) -> Lookup;
}

/// Audits an installation: `files` are those to start from, path and contents, at most a few thousand.
pub fn audit(
    files: &[(String, Found)],
    disk: &dyn Disk,
    release: Release,
    now: OffsetDateTime,
) -> AuditReport {
    audit_and_rebuild(files, disk, release, now).0
}

/// Audits an installation, and describes it as a plan as far as a plan can.
pub fn audit_and_rebuild(
    files: &[(String, Found)],
    disk: &dyn Disk,
    release: Release,
    now: OffsetDateTime,
) -> (AuditReport, Result<Rebuilt, Vec<String>>) {
    let mut report = AuditReport { files: files.len(), ..AuditReport::default() };
    let members = member::members(files, disk, release, &mut report);
    report.members = members.len();
    for member in &members {
        judge::member(member, disk, release, now, &mut report);
    }
    judge::together(&members, disk, release, &mut report);
    let rebuilt = rebuild::rebuild(&members, disk, release);
    (report.sorted(), rebuilt)
}
