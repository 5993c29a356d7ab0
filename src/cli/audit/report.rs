//! What an audit came to, as text and as JSON.

use serde::Serialize;
use time::OffsetDateTime;

use super::super::output;
use super::baseline::Compared;
use super::plan::PlanReport;
use super::table;
use super::upgrade::{self, Upgrade};
use crate::audit::{AuditReport, CertificateEnd, ClusterOverview, Rebuilt};
use crate::etcd::Release;
use crate::finding::{self, Cause, Fact, Finding, Severity};
use crate::text::{fill, say};

/// What an audit came to.
pub(super) struct Outcome<'a> {
    pub(super) report: &'a AuditReport,
    /// The names of the files that it started from.
    pub(super) files: Vec<&'a str>,
    /// What it was told to judge for, or assumed.
    pub(super) release: Release,
    pub(super) is_assumed: bool,
    /// Whether all that was named has been read.
    pub(super) is_whole: bool,
    /// How many members of a cluster are worth a table.
    pub(super) least: usize,
    /// What was left out as known.
    pub(super) known: Option<Compared>,
    /// The steps of the upgrade that was asked for.
    pub(super) upgrade: Option<Upgrade>,
    /// The plan that was asked for.
    pub(super) plan: Option<&'a Rebuilt>,
}

impl Outcome<'_> {
    pub(super) fn text(&self) -> String {
        let report = self.report;
        let causes = finding::causes(&report.findings);
        let mut text = finding::by_cause(&causes);
        let table = table::tables(&report.clusters, self.least);
        if !text.is_empty() && !table.is_empty() {
            text.push('\n');
        }
        text.push_str(&table);
        if !table.is_empty() {
            text.push('\n');
        }
        if let Some(upgrade) = &self.upgrade {
            text.extend([upgrade.text().as_str(), "\n"]);
        }
        if let Some(known) = &self.known {
            text.push_str(&known.text());
        }
        let is_said = report.releases.iter().any(|one| *one != self.release);
        let assumed = match (self.is_assumed, is_said) {
            (true, true) => say("audit-summary.as-said"),
            (true, false) => say("audit-summary.assumed"),
            (false, _) => "",
        };
        let clients = match report.clients {
            0 => String::new(),
            count => {
                let clients = output::counted(count, "counted-clients");
                fill("audit-summary.clients", &[("clients", &clients)])
            }
        };
        let summary = fill(
            "audit-summary",
            &[
                ("members", &output::counted(report.members, "counted-members")),
                ("clients", &clients),
                ("certificates", &output::counted(report.certificates, "counted-certificates")),
                ("files", &output::counted(report.files, "counted-files")),
                ("releases", &self.releases()),
                ("assumed", &assumed),
                ("errors", &counted(&causes, Severity::Error)),
                ("warnings", &counted(&causes, Severity::Warning)),
                ("notes", &counted(&causes, Severity::Note)),
            ],
        );
        text.extend([&summary, "\n"]);
        text
    }

    /// The releases that members were judged for; without members, what was assumed.
    fn releases(&self) -> String {
        let releases: Vec<String> = self.report.releases.iter().map(ToString::to_string).collect();
        if releases.is_empty() { self.release.to_string() } else { releases.join(", ") }
    }

    pub(super) fn json(&self) -> String {
        #[derive(Serialize)]
        struct Report<'a> {
            etcd_version: String,
            members: usize,
            clients: usize,
            certificates: usize,
            files: usize,
            findings: &'a [Finding],
            causes: Vec<OneCause>,
            clusters: &'a [ClusterOverview],
            ends: Vec<End<'a>>,
            #[serde(skip_serializing_if = "Option::is_none")]
            baseline: Option<&'a Compared>,
            #[serde(skip_serializing_if = "Option::is_none")]
            upgrade: Option<upgrade::Json<'a>>,
            #[serde(skip_serializing_if = "Option::is_none")]
            plan: Option<PlanReport<'a>>,
        }
        let report = self.report;
        output::pretty(&Report {
            etcd_version: self.releases(),
            members: report.members,
            clients: report.clients,
            certificates: report.certificates,
            files: report.files,
            findings: &report.findings,
            causes: finding::causes(&report.findings).iter().map(OneCause::from).collect(),
            clusters: &report.clusters,
            ends: report.ends.iter().map(End::from).collect(),
            baseline: self.known.as_ref(),
            upgrade: self.upgrade.as_ref().map(Upgrade::json),
            plan: self.plan.map(PlanReport::from),
        })
    }
}

/// The places of one cause, by the numbers of their findings.
#[derive(Serialize)]
struct OneCause {
    code: &'static str,
    severity: Severity,
    places: Vec<finding::Location>,
}

impl From<&Cause<'_>> for OneCause {
    fn from(cause: &Cause<'_>) -> Self {
        let (code, severity) = (cause.finding.code(), cause.finding.severity());
        let places = cause.places.iter().map(|one| one.location.clone()).collect();
        Self { code, severity, places }
    }
}

#[derive(Serialize)]
struct End<'a> {
    path: &'a str,
    subject: &'a str,
    usage: &'static str,
    not_after: Fact,
    fingerprint: &'a str,
}

impl<'a> From<&'a CertificateEnd> for End<'a> {
    fn from(one: &'a CertificateEnd) -> Self {
        Self {
            path: &one.path,
            subject: &one.subject,
            usage: one.usage.as_str(),
            not_after: Fact::from(one.end as OffsetDateTime),
            fingerprint: &one.fingerprint,
        }
    }
}

/// How many causes of a severity, and at how many places where these are more: `1 error at 3 places`.
fn counted(causes: &[Cause<'_>], severity: Severity) -> String {
    let of_it = || causes.iter().filter(|cause| cause.finding.severity() == severity);
    let (count, places) = (of_it().count(), of_it().map(|cause| cause.places.len()).sum());
    let key = match severity {
        Severity::Error => "counted-errors",
        Severity::Warning => "counted-warnings",
        Severity::Note => "counted-notes",
    };
    let found = output::counted(count, key);
    if places > count {
        let places = output::counted(places, "counted-places");
        return fill("counted-at-places", &[("found", &found), ("places", &places)]);
    }
    found
}
