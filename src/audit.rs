//! The judgement over an etcd installation that somebody else made: units, environment files, config
//! files and command lines as they were written, and the certificates that they name.
//!
//! [`audit`] is pure: it asks a [`Disk`] for the files that units name. What is read follows systemd
//! and etcd; what is found follows what they were measured to do.

mod judge;
mod overview;
mod patch;
mod processes;
mod rebuild;
mod report;
mod upgrade;

use time::OffsetDateTime;

pub use crate::config::{Disk, Found, Lookup, Owner};
pub use overview::{CertificateEnd, ClusterOverview, MemberOverview, Property, Usage};
pub use patch::{Patch, patches};
pub use rebuild::{Change, Difference, FoundCluster, RebuildError, Rebuilt};
pub use report::AuditReport;
pub use upgrade::{ChangedDefault, UpgradeFinding, UpgradeStep, upgrade};

use crate::config::{self, Installation, Member, ReadFor};
use crate::etcd::Build;

/// The etcd that an installation is judged for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JudgedFor {
    /// This one, whatever files say.
    Told(Build),
    /// This one where no image or log says another.
    Assumed(Build),
}

impl JudgedFor {
    /// What was told or is assumed.
    pub fn build(self) -> Build {
        match self {
            Self::Told(build) | Self::Assumed(build) => build,
        }
    }

    /// The etcd of a member.
    fn of(self, member: &Member) -> Build {
        let own = member.release.filter(|_| matches!(self, Self::Assumed(_)));
        own.map_or(self.build(), |release| Build::from(release).with_go(member.go))
    }
}

impl From<Build> for JudgedFor {
    fn from(build: Build) -> Self {
        Self::Told(build)
    }
}

/// Audits an installation: `files` are those to start from, path and contents, at most a few thousand.
pub fn audit(
    files: &[(String, Found)],
    disk: &dyn Disk,
    etcd: impl Into<JudgedFor>,
    now: OffsetDateTime,
) -> AuditReport {
    audit_and_rebuild(files, disk, etcd, None, now).0
}

/// Audits an installation, and describes it as a plan as far as a plan can: its only cluster, or the one that is named
/// by its token, its name or one of its members.
pub fn audit_and_rebuild(
    files: &[(String, Found)],
    disk: &dyn Disk,
    etcd: impl Into<JudgedFor>,
    cluster: Option<&str>,
    now: OffsetDateTime,
) -> (AuditReport, Result<Rebuilt, RebuildError>) {
    let etcd = etcd.into();
    let release = etcd.build().release;
    let is_assumed = matches!(etcd, JudgedFor::Assumed(_));
    let Installation { mut members, clients, findings } =
        config::installation(files, disk, ReadFor { release, is_assumed });
    let mut report = AuditReport { findings, files: files.len(), ..AuditReport::default() };
    report.clients = clients.len();
    processes::held_against_files(&mut members, &mut report);
    report.members = members.len();
    report.releases = members.iter().map(|member| etcd.of(member).release).collect();
    report.releases.sort_by_key(ToString::to_string);
    report.releases.dedup();
    let judged = members.iter().filter_map(|member| {
        let ends = judge::member(member, disk, etcd.of(member), now, &mut report);
        Some((member, ends?))
    });
    let ended = judged.collect();
    judge::together(&members, disk, etcd, &mut report);
    let dialable = judge::Dialable { members: &members, ended, files };
    judge::judge_clients(&clients, &dialable, disk, etcd, now, &mut report);
    report.clusters = overview::clusters(&members, disk, etcd);
    for member in &members {
        report.ends.extend(overview::ends(member, disk, etcd.of(member)));
    }
    for client in &clients {
        report.ends.extend(overview::client_ends(client, disk, etcd.build()));
    }
    report.ends.sort();
    report.ends.dedup();
    let version = |member: &Member| etcd.of(member).release.series();
    let rebuilt = rebuild::rebuild(&members, disk, version, cluster);
    crate::finding::sort(&mut report.findings);
    (report, rebuilt)
}
