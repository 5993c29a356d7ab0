//! A report as rows of label and values: what the inspector pane draws and `quorate inspect` prints.

mod item;

use std::borrow::Cow;

use smallvec::{SmallVec, smallvec};
use time::OffsetDateTime;

pub use item::{item_facts, item_rows, kind_name, place_name};

use super::profile::CertificateRole;
use super::report::{CertificateReport, Extension, Stage, days_since};
use crate::finding::{Finding, Severity};
use crate::text::{fill, find, moment, say};

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

/// The values of a row. Nearly all have one.
pub type Values<'a> = SmallVec<[Cow<'a, str>; 1]>;

/// One row: a label, and one line a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row<'a> {
    /// What the values are.
    pub label: &'static str,
    /// The values, safe to show; never empty.
    pub values: Values<'a>,
    /// How they are meant.
    pub tone: Tone,
}

impl<'a> Row<'a> {
    fn new(label: &'static str, values: Values<'a>) -> Self {
        Self { label: say(label), values, tone: Tone::Plain }
    }

    fn one(label: &'static str, value: impl Into<Cow<'a, str>>) -> Self {
        Self::new(label, smallvec![value.into()])
    }

    fn all(label: &'static str, values: &'a [impl AsRef<str>]) -> Self {
        Self::new(label, values.iter().map(|value| value.as_ref().into()).collect())
    }

    fn toned(mut self, tone: Tone) -> Self {
        self.tone = tone;
        self
    }
}

/// Returns the rows of a report as of `now`.
pub fn rows(report: &CertificateReport, now: OffsetDateTime) -> Vec<Row<'_>> {
    let mut rows = fields(report, now);
    rows.extend(findings(&report.findings));
    rows
}

/// The same without what was found.
fn fields(report: &CertificateReport, now: OffsetDateTime) -> Vec<Row<'_>> {
    let requested = report.stage == Stage::Requested;
    let mut rows = Vec::with_capacity(32);
    if let Some(role) = report.role {
        rows.push(Row::one("report-serves", of_role(role, ".serves")));
    }
    rows.push(Row::one("report-subject", or_word(&report.subject, "report-empty")));
    if !requested {
        rows.push(issuer(report));
        rows.extend(validity(report, now));
    }
    rows.push(Row::one("report-key", &report.key));
    rows.extend(sans(report));
    let usages = report.key_usages.join(", ");
    let without = without_usages(report, "2.5.29.15", report.has_key_usage);
    let usages = if usages.is_empty() { say(without).into() } else { Cow::Owned(usages) };
    rows.push(Row::one("report-key-usage", usages));
    if report.extended_key_usages.is_empty() {
        let without = without_usages(report, "2.5.29.37", report.has_extended_key_usage);
        rows.push(Row::one("report-extended", say(without)));
    } else {
        rows.push(Row::all("report-extended", &report.extended_key_usages));
    }
    rows.push(constraints(report));
    rows.extend(issue(report));
    rows.extend(extensions(&report.extensions));
    rows
}

/// The extensions with a row of their own, and its label.
const IN_ROWS: [(&str, &str); 4] = [
    ("2.5.29.17", "report-sans"),
    ("2.5.29.15", "report-key-usage"),
    ("2.5.29.37", "report-extended"),
    ("2.5.29.19", "report-constraints"),
];

/// Which of the extensions that have rows of their own are critical.
pub fn critical<'a>(report: &CertificateReport) -> Option<Row<'a>> {
    let is_critical =
        |oid: &str| report.extensions.iter().any(|one| one.oid == oid && one.critical);
    let labels: Vec<&str> =
        IN_ROWS.iter().filter(|(oid, _)| is_critical(oid)).map(|(_, label)| say(label)).collect();
    (!labels.is_empty()).then(|| Row::one("report-critical", labels.join(", ")))
}

/// Whether an extension is there.
fn has(report: &CertificateReport, oid: &str) -> bool {
    report.extensions.iter().any(|one| one.oid == oid)
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

fn issuer(report: &CertificateReport) -> Row<'_> {
    if report.authority.is_some_and(|authority| authority.ca) && report.issuer == report.subject {
        return Row::one("report-issuer", say("report-self"));
    }
    // A plan knows every issuer but a CA that isn't made here.
    let is_foreign = report.stage == Stage::Planned && report.role.is_some();
    let blank = if is_foreign { "report-foreign" } else { "report-empty" };
    Row::one("report-issuer", or_word(&report.issuer, blank))
}

/// The extensions that have no row of their own.
fn extensions(extensions: &[Extension]) -> impl Iterator<Item = Row<'_>> {
    let shown = extensions.iter().filter(|extension| !extension.values.is_empty());
    shown.map(|extension| {
        let critical = if extension.critical { ", critical" } else { "" };
        let name = [&extension.name, critical, ":"].concat();
        match extension.values.as_slice() {
            [only] => Row::one("report-extension", name + " " + only),
            values => {
                let values = values.iter().map(|value| ["  ", value].concat());
                let lines = std::iter::once(name).chain(values).map(Cow::from);
                Row::new("report-extension", lines.collect())
            }
        }
    })
}

/// What was found, a row each.
fn findings<'a>(findings: &[Finding]) -> impl Iterator<Item = Row<'a>> {
    findings.iter().map(finding)
}

/// A finding with its code, and what to do about it.
pub fn told<'a>(one: &Finding) -> Row<'a> {
    let mut row = finding(one);
    let message = format!("{} [{}]", one.message(), one.code());
    let fix = [say("findings-fix"), ": ", &one.fix()].concat();
    row.values = smallvec![message.into(), fix.into()];
    row
}

fn finding<'a>(finding: &Finding) -> Row<'a> {
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

fn or_word<'a>(text: &'a str, word: &'static str) -> &'a str {
    if text.is_empty() { say(word) } else { text }
}

fn validity<'a>(report: &CertificateReport, now: OffsetDateTime) -> [Row<'a>; 2] {
    let date = |date: Option<OffsetDateTime>| {
        date.map_or_else(|| say("report-unreadable").to_owned(), moment)
    };
    let not_yet = report.not_before.is_some_and(|start| start > now);
    let mut start = date(report.not_before);
    if report.stage == Stage::Planned {
        start = format!("{start}  {}", say("report-backdated"));
    }
    if not_yet && !report.is_reversed() && report.stage == Stage::Issued {
        start = format!("{start}  {}", say("report-not-yet"));
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
        None if report.is_reversed() => (say("report-reversed").to_owned(), Tone::Error),
        None => (String::new(), Tone::Error),
    };
    [from, Row::one("report-until", date(report.not_after) + "  " + &left).toned(tone)]
}

fn sans(report: &CertificateReport) -> Vec<Row<'_>> {
    let kinds = [
        ("report-dns", &report.dns_names),
        ("report-ip", &report.ip_addresses),
        ("report-other-names", &report.other_names),
    ];
    let named = kinds.into_iter().filter(|(_, names)| !names.is_empty());
    let mut rows: Vec<Row<'_>> = named.map(|(label, names)| Row::all(label, names)).collect();
    let wanted = matches!(report.role, Some(CertificateRole::Server | CertificateRole::Peer));
    if rows.is_empty() {
        let tone = if wanted { Tone::Error } else { Tone::Plain };
        let word = if has(report, "2.5.29.17") { "report-no-names" } else { "report-none" };
        rows.push(Row::one("report-sans", say(word)).toned(tone));
    } else if wanted && report.ip_addresses.is_empty() {
        rows.push(Row::one("report-ip", say("report-no-address")).toned(Tone::Warning));
    }
    rows
}

fn constraints<'a>(report: &CertificateReport) -> Row<'a> {
    match report.authority {
        None => Row::one("report-constraints", say("report-none")),
        Some(authority) if !authority.ca => Row::one("report-constraints", "CA:FALSE"),
        Some(authority) => {
            let length = authority.path_length.map(|length| format!(", pathlen:{length}"));
            Row::one("report-constraints", format!("CA:TRUE{}", length.unwrap_or_default()))
        }
    }
}

fn issue(report: &CertificateReport) -> Vec<Row<'_>> {
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
        .filter_map(|(label, value)| value.as_deref().map(|value| Row::one(label, value)))
        .collect()
}
