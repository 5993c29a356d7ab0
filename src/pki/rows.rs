//! A report as rows of label and values: what the inspector pane draws and `quorate inspect` prints.

mod item;

use time::OffsetDateTime;
use time::format_description::StaticFormatDescription;
use time::macros::format_description;

pub use item::{item_rows, kind_name};

use super::profile::CertificateRole;
use super::report::{CertificateReport, Extension, Stage, days_since};
use crate::finding::{Finding, Severity};
use crate::text::{fill, find, say};

/// How a row is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// As it should be.
    Plain,
    /// Known only after the issue.
    Pending,
    /// Wants attention.
    Warning,
    /// Is wrong.
    Error,
}

/// One row: a label, and one line a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// What the values are.
    pub label: &'static str,
    /// The values, safe to show; never empty.
    pub values: Vec<String>,
    /// How they are meant.
    pub tone: Tone,
}

impl Row {
    fn new(label: &'static str, values: Vec<String>) -> Self {
        Self { label: say(label), values, tone: Tone::Plain }
    }

    fn one(label: &'static str, value: impl Into<String>) -> Self {
        Self::new(label, vec![value.into()])
    }

    fn toned(mut self, tone: Tone) -> Self {
        self.tone = tone;
        self
    }
}

const DATE: StaticFormatDescription =
    format_description!("[year]-[month]-[day] [hour]:[minute]:[second] UTC");

/// Returns the rows of a report as of `now`.
pub fn rows(report: &CertificateReport, now: OffsetDateTime) -> Vec<Row> {
    let requested = report.stage == Stage::Requested;
    let mut rows = Vec::new();
    if let Some(role) = report.role {
        rows.push(Row::one("report-serves", of_role(role, ".serves")));
    }
    rows.push(Row::one("report-subject", or_word(&report.subject, "report-empty")));
    if !requested {
        rows.push(issuer(report));
        rows.extend(validity(report, now));
    }
    rows.push(Row::one("report-key", report.key.clone()));
    rows.extend(sans(report));
    let key_usages = report.key_usages.join(", ");
    let without = without_usages(report, "2.5.29.15", report.has_key_usage);
    rows.push(Row::one("report-key-usage", or_word(&key_usages, without)));
    let without = without_usages(report, "2.5.29.37", report.has_extended_key_usage);
    rows.push(match report.extended_key_usages.as_slice() {
        [] => Row::one("report-extended", say(without)),
        purposes => Row::new("report-extended", purposes.to_vec()),
    });
    rows.push(constraints(report));
    rows.extend(issue(report));
    rows.extend(extensions(&report.extensions));
    rows.extend(findings(&report.findings));
    rows
}

/// What is said where no usage is named: an extension that is missing isn't one that allows nothing, nor one that
/// can't be read.
fn without_usages(report: &CertificateReport, oid: &str, is_there: bool) -> &'static str {
    let extension = report.extensions.iter().find(|one| one.oid == oid);
    match (is_there, extension) {
        // Of one that can't be read the bytes are shown.
        (true, Some(unread)) if !unread.values.is_empty() => "report-unreadable",
        (true, _) => "report-no-usage",
        (false, _) if report.stage == Stage::Requested => "report-usage-not-asked",
        (false, _) => "report-any-usage",
    }
}

fn issuer(report: &CertificateReport) -> Row {
    if report.authority.is_some_and(|authority| authority.ca) && report.issuer == report.subject {
        return Row::one("report-issuer", say("report-self"));
    }
    // A plan knows every issuer but a CA that isn't made here.
    let is_foreign = report.stage == Stage::Planned && report.role.is_some();
    let blank = if is_foreign { "report-foreign" } else { "report-empty" };
    Row::one("report-issuer", or_word(&report.issuer, blank))
}

/// The extensions that have no row of their own.
fn extensions(extensions: &[Extension]) -> Vec<Row> {
    let shown = extensions.iter().filter(|extension| !extension.values.is_empty());
    shown
        .map(|extension| {
            let critical = if extension.critical { ", critical" } else { "" };
            let name = format!("{}{critical}", extension.name);
            match extension.values.as_slice() {
                [only] => Row::one("report-extension", format!("{name}: {only}")),
                values => {
                    let values = values.iter().map(|value| format!("  {value}"));
                    let lines = std::iter::once(format!("{name}:")).chain(values);
                    Row::new("report-extension", lines.collect())
                }
            }
        })
        .collect()
}

/// What was found, a row each.
fn findings(findings: &[Finding]) -> Vec<Row> {
    findings.iter().map(finding).collect()
}

fn finding(finding: &Finding) -> Row {
    let (label, tone) = match finding.severity() {
        Severity::Error => ("report-error", Tone::Error),
        Severity::Warning => ("report-warning", Tone::Warning),
        Severity::Note => ("report-remark", Tone::Plain),
    };
    Row::one(label, finding.message()).toned(tone)
}

/// The name of a role, as headings show it.
pub fn role_name(role: CertificateRole) -> &'static str {
    of_role(role, "")
}

/// What a certificate of a role is for.
pub fn role_serves(role: CertificateRole) -> &'static str {
    of_role(role, ".serves")
}

/// What is said of a role.
fn of_role(role: CertificateRole, part: &str) -> &'static str {
    find(&format!("role-{}{part}", role.as_str())).unwrap_or_default()
}

fn or_word(text: &str, word: &'static str) -> String {
    if text.is_empty() { say(word).to_owned() } else { text.to_owned() }
}

fn validity(report: &CertificateReport, now: OffsetDateTime) -> [Row; 2] {
    let date = |date: Option<OffsetDateTime>| {
        date.and_then(|date| date.format(DATE).ok())
            .unwrap_or_else(|| say("report-unreadable").to_owned())
    };
    let not_yet = report.not_before.is_some_and(|start| start > now);
    let mut start = date(report.not_before);
    if report.stage == Stage::Planned {
        start = format!("{start}  {}", say("report-backdated"));
    }
    let from = Row::one("report-from", start);
    let from = from.toned(if not_yet { Tone::Error } else { Tone::Plain });
    let (left, tone) = match report.days_left(now) {
        // Not issued yet: its days haven't begun.
        Some(_) if report.stage == Stage::Planned && !not_yet => {
            let days = report.not_before.zip(report.not_after).map(|(start, end)| end - start);
            let days = days.map_or(0, time::Duration::whole_days);
            (fill("report-days", &[("days", &days)]), Tone::Plain)
        }
        Some(days) if days < 0 => {
            let days = report.not_after.map_or(0, |end| days_since(end, now));
            (fill("report-expired", &[("days", &days)]), Tone::Error)
        }
        Some(days) => {
            let ends_soon = days < 30 && report.stage == Stage::Issued;
            let tone = if ends_soon { Tone::Warning } else { Tone::Plain };
            (fill("report-days-left", &[("days", &days)]), tone)
        }
        None => (String::new(), Tone::Error),
    };
    [from, Row::one("report-until", format!("{}  {left}", date(report.not_after))).toned(tone)]
}

fn sans(report: &CertificateReport) -> Vec<Row> {
    let kinds = [
        ("report-dns", &report.dns_names),
        ("report-ip", &report.ip_addresses),
        ("report-other-names", &report.other_names),
    ];
    let named = kinds.into_iter().filter(|(_, names)| !names.is_empty());
    let mut rows: Vec<Row> = named.map(|(label, names)| Row::new(label, names.clone())).collect();
    let wanted = matches!(report.role, Some(CertificateRole::Server | CertificateRole::Peer));
    if rows.is_empty() {
        let tone = if wanted { Tone::Error } else { Tone::Plain };
        rows.push(Row::one("report-sans", say("report-none")).toned(tone));
    } else if wanted && report.ip_addresses.is_empty() {
        rows.push(Row::one("report-ip", say("report-no-address")).toned(Tone::Warning));
    }
    rows
}

fn constraints(report: &CertificateReport) -> Row {
    match report.authority {
        None => Row::one("report-constraints", say("report-none")),
        Some(authority) if !authority.ca => Row::one("report-constraints", "CA:FALSE"),
        Some(authority) => {
            let length = authority.path_length.map(|length| format!(", pathlen:{length}"));
            Row::one("report-constraints", format!("CA:TRUE{}", length.unwrap_or_default()))
        }
    }
}

fn issue(report: &CertificateReport) -> Vec<Row> {
    if report.stage == Stage::Planned {
        return vec![
            Row::one("report-serial", say("report-at-issue")).toned(Tone::Pending),
            Row::one("report-fingerprint", say("report-at-issue")).toned(Tone::Pending),
        ];
    }
    let optional = [
        ("report-signature", &report.signature),
        ("report-serial", &report.serial),
        ("report-subject-key", &report.subject_key_id),
        ("report-authority-key", &report.authority_key_id),
        ("report-fingerprint", &report.fingerprint),
    ];
    // In the order of openssl; what isn't said has no row.
    optional
        .into_iter()
        .filter_map(|(label, value)| value.clone().map(|value| Row::one(label, value)))
        .collect()
}
