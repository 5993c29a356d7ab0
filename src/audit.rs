//! The judgement over an etcd installation that somebody else made: units, environment files, config
//! files and command lines as they were written, and the certificates that they name.
//!
//! [`audit`] is pure: it asks a [`Disk`] for the files that units name. What is read follows systemd
//! and etcd; what is found follows what they were measured to do.

mod judge;
mod rebuild;
mod report;

use time::OffsetDateTime;

pub use crate::config::{Disk, Found, Lookup, Owner};
pub use rebuild::Rebuilt;
pub use report::AuditReport;

use crate::config;
use crate::etcd::Build;

/// Audits an installation of this etcd: `files` are those to start from, path and contents, at most a few thousand.
pub fn audit(
    files: &[(String, Found)],
    disk: &dyn Disk,
    etcd: Build,
    now: OffsetDateTime,
) -> AuditReport {
    audit_and_rebuild(files, disk, etcd, now).0
}

/// Audits an installation, and describes it as a plan as far as a plan can.
pub fn audit_and_rebuild(
    files: &[(String, Found)],
    disk: &dyn Disk,
    etcd: Build,
    now: OffsetDateTime,
) -> (AuditReport, Result<Rebuilt, Vec<String>>) {
    let (members, findings) = config::members(files, disk, etcd.release);
    let mut report =
        AuditReport { findings, files: files.len(), members: members.len(), certificates: 0 };
    for member in &members {
        judge::member(member, disk, etcd, now, &mut report);
    }
    judge::together(&members, disk, etcd, &mut report);
    let rebuilt = rebuild::rebuild(&members, disk, etcd.release);
    crate::finding::sort(&mut report.findings);
    (report, rebuilt)
}
