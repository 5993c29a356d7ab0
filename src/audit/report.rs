//! What an audit looked at, and what it found.

use time::{Duration, OffsetDateTime};

use super::overview::{CertificateEnd, ClusterOverview};
use crate::config::{Place, at};
use crate::etcd::Release;
use crate::finding::rules::times::ExpiresSoon;
use crate::finding::{self, Finding, Rule, Severity};

/// What was looked at, and what was found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AuditReport {
    /// What was found, by place, the same thing once.
    pub findings: Vec<Finding>,
    /// How many files it started from.
    pub files: usize,
    /// How many members they start.
    pub members: usize,
    /// How many clients they configure.
    pub clients: usize,
    /// How many certificates were judged.
    pub certificates: usize,
    /// The releases that they were judged for, each once.
    pub releases: Vec<Release>,
    /// The members of each cluster, side by side.
    pub clusters: Vec<ClusterOverview>,
    /// When the certificates end that members name, those that end first in front, each once a file and usage.
    pub ends: Vec<CertificateEnd>,
}

impl AuditReport {
    /// How much the worst finding matters.
    pub fn worst(&self) -> Option<Severity> {
        finding::worst(&self.findings)
    }

    /// How many findings matter this much.
    pub fn count(&self, severity: Severity) -> usize {
        self.findings.iter().filter(|finding| finding.severity() == severity).count()
    }

    /// Warns of the certificates that end within a time from now, and of no others.
    pub fn warn_of_ends(&mut self, now: OffsetDateTime, within: Duration) {
        // What isn't among the ends, as it was found in no known use, keeps its warning.
        let ends = &self.ends;
        self.findings.retain(|finding| {
            let file = finding.location.file.as_deref();
            let is_listed = ends.iter().any(|one| Some(one.path.as_str()) == file);
            finding.rule != Rule::ExpiresSoon || !is_listed
        });
        // Beyond the calendar's end all end.
        let limit = now.checked_add(within);
        let ends =
            |one: &&CertificateEnd| now <= one.end && limit.is_none_or(|limit| one.end < limit);
        for one in self.ends.iter().filter(ends) {
            let days = crate::pki::days_left(one.end, now).unsigned_abs();
            let mut finding: Finding = ExpiresSoon { subject: one.subject.clone(), days }.into();
            finding.location.file = Some(one.path.clone());
            self.findings.push(finding);
        }
        finding::sort(&mut self.findings);
    }

    pub(super) fn add(&mut self, place: Place<'_>, finding: impl Into<Finding>) {
        self.findings.push(at(place, finding));
    }
}
