//! What an audit looked at, and what it found.

use crate::config::{Place, at};
use crate::etcd::Release;
use crate::finding::{self, Finding, Severity};

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

    pub(super) fn add(&mut self, place: Place<'_>, finding: impl Into<Finding>) {
        self.findings.push(at(place, finding));
    }
}
