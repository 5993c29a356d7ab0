//! Certificates as rows: chosen columns, or an inventory of each distinct one.

use std::collections::HashMap;
use std::process::ExitCode;

use clap::ValueEnum;
use serde::Serialize;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use super::text::path;
use crate::cli::failure::Failure;
use crate::cli::output;
use crate::finding::Finding;
use crate::pki::inspect::Verdict;
use crate::pki::{CertificateReport, Inspection, Item, ItemId, ItemKind};
use crate::text::escape_for_terminal;

/// A column of `--fields`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Field {
    /// The file
    Path,
    /// The line in it
    Line,
    /// The place in a Secret, a kubeconfig or the like
    Place,
    /// The subject
    Subject,
    /// The common name
    Cn,
    /// All SANs, with commas
    Sans,
    /// The issuer
    Issuer,
    /// The serial number
    Serial,
    /// Start of validity
    NotBefore,
    /// End of validity
    NotAfter,
    /// Days until it ends
    DaysLeft,
    /// The key
    Key,
    /// The signature
    Signature,
    /// Key usages, with commas
    KeyUsage,
    /// Extended key usages, with commas
    ExtendedKeyUsage,
    /// `yes` for an authority
    Ca,
    /// The subject key identifier
    SubjectKey,
    /// The key identifier of the issuer
    AuthorityKey,
    /// SHA-256 of the certificate
    Fingerprint,
    /// ok, warning, error, expires-soon, expired, not-yet-valid or revoked
    Verdict,
}

/// How an inventory is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// Rows with commas (RFC 4180), the names of the columns first
    Csv,
    /// A list of objects
    Json,
}

/// A reading whose certificates are written as rows.
pub(super) struct Rows<'a> {
    pub(super) inspection: &'a Inspection,
    pub(super) findings: &'a [(usize, Finding)],
    pub(super) now: OffsetDateTime,
}

/// One distinct certificate of an inventory.
#[derive(Serialize)]
struct Entry {
    subject: String,
    sans: Vec<String>,
    issuer: String,
    serial: String,
    not_before: String,
    not_after: String,
    days_left: Option<i64>,
    key: String,
    fingerprint: String,
    verdict: &'static str,
    places: Vec<String>,
}

impl Rows<'_> {
    /// Prints one line a certificate, columns between tabs.
    pub(super) fn print(&self, fields: &[Field]) -> Result<ExitCode, Failure> {
        let verdicts = self.verdicts();
        let mut text = String::new();
        for (place, item, report) in self.certificates() {
            let verdict = verdicts.get(&place).map_or("ok", |one| one.name());
            let values =
                fields.iter().map(|field| self.field(*field, place, item, report, verdict));
            text.push_str(&values.collect::<Vec<_>>().join("\t"));
            text.push('\n');
        }
        output::print(&text)
    }

    /// Prints each distinct certificate once, with all its places; those that end first stand first.
    pub(super) fn inventory(&self, format: Format) -> Result<ExitCode, Failure> {
        let verdicts = self.verdicts();
        let mut known: HashMap<&[u8], usize> = HashMap::new();
        let mut entries: Vec<Entry> = Vec::new();
        for (place, item, report) in self.certificates() {
            let Some(der) = item.public_der() else { continue };
            let at = format!("{}:{}", path(self.inspection, place.file), item.line);
            if let Some(entry) = known.get(der).and_then(|index| entries.get_mut(*index)) {
                entry.places.push(at);
                continue;
            }
            known.insert(der, entries.len());
            let verdict = verdicts.get(&place).map_or("ok", |one| one.name());
            entries.push(Entry {
                subject: report.subject.clone(),
                sans: sans(report),
                issuer: report.issuer.clone(),
                serial: report.serial.clone().unwrap_or_default(),
                not_before: date(report.not_before),
                not_after: date(report.not_after),
                days_left: report.days_left(self.now),
                key: report.key.clone(),
                fingerprint: report.fingerprint.clone().unwrap_or_default(),
                verdict,
                places: vec![at],
            });
        }
        entries.sort_by(|a, b| a.days_left.cmp(&b.days_left).then(a.not_after.cmp(&b.not_after)));
        output::print(&match format {
            Format::Json => output::pretty(&entries),
            Format::Csv => csv(&entries),
        })
    }

    fn certificates(&self) -> impl Iterator<Item = (ItemId, &Item, &CertificateReport)> {
        self.inspection.files.iter().enumerate().flat_map(|(file, one)| {
            one.items.iter().enumerate().filter_map(move |(index, item)| match &item.kind {
                ItemKind::Certificate(report) => {
                    Some((ItemId { file, item: index }, item, &**report))
                }
                _ => None,
            })
        })
    }

    /// The worst that was found about each certificate.
    fn verdicts(&self) -> HashMap<ItemId, Verdict> {
        let mut verdicts = HashMap::new();
        for (file, finding) in self.findings {
            let Some(item) = finding.location.item else { continue };
            let worst = verdicts.entry(ItemId { file: *file, item }).or_insert(Verdict::Fine);
            *worst = Verdict::of(finding).max(*worst);
        }
        verdicts
    }

    fn field(
        &self,
        field: Field,
        place: ItemId,
        item: &Item,
        report: &CertificateReport,
        verdict: &str,
    ) -> String {
        let or_empty = |text: &Option<String>| text.clone().unwrap_or_default();
        match field {
            Field::Path => path(self.inspection, place.file),
            Field::Line => item.line.to_string(),
            Field::Place => item.wrapping.as_ref().map(|one| one.said()).unwrap_or_default(),
            Field::Subject => report.subject.clone(),
            Field::Cn => escape_for_terminal(&item.common_name().unwrap_or_default()),
            Field::Sans => sans(report).join(","),
            Field::Issuer => report.issuer.clone(),
            Field::Serial => or_empty(&report.serial),
            Field::NotBefore => date(report.not_before),
            Field::NotAfter => date(report.not_after),
            Field::DaysLeft => {
                report.days_left(self.now).map(|days| days.to_string()).unwrap_or_default()
            }
            Field::Key => report.key.clone(),
            Field::Signature => or_empty(&report.signature),
            Field::KeyUsage => report.key_usages.join(","),
            Field::ExtendedKeyUsage => report.extended_key_usages.join(","),
            Field::Ca => {
                let is_authority = report.authority.is_some_and(|authority| authority.ca);
                if is_authority { "yes" } else { "no" }.to_owned()
            }
            Field::SubjectKey => or_empty(&report.subject_key_id),
            Field::AuthorityKey => or_empty(&report.authority_key_id),
            Field::Fingerprint => or_empty(&report.fingerprint),
            Field::Verdict => verdict.to_owned(),
        }
    }
}

/// All SANs, with their kind in front.
fn sans(report: &CertificateReport) -> Vec<String> {
    let dns = report.dns_names.iter().map(|name| format!("DNS:{name}"));
    let addresses = report.ip_addresses.iter().map(|address| format!("IP:{address}"));
    dns.chain(addresses).chain(report.other_names.iter().cloned()).collect()
}

fn date(at: Option<OffsetDateTime>) -> String {
    at.and_then(|at| at.format(&Rfc3339).ok()).unwrap_or_default()
}

fn csv(entries: &[Entry]) -> String {
    let mut text = String::from(
        "subject,sans,issuer,serial,not_before,not_after,days_left,key,fingerprint,verdict,places\r\n",
    );
    for one in entries {
        let days = one.days_left.map(|days| days.to_string()).unwrap_or_default();
        let cells = [
            &one.subject,
            &one.sans.join(" "),
            &one.issuer,
            &one.serial,
            &one.not_before,
            &one.not_after,
            &days,
            &one.key,
            &one.fingerprint,
            &one.verdict.to_owned(),
            &one.places.join(" "),
        ];
        text.push_str(&cells.map(|cell| quoted(cell)).join(","));
        text.push_str("\r\n");
    }
    text
}

/// A cell of CSV (RFC 4180 §2).
fn quoted(cell: &str) -> String {
    if cell.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn cells_are_quoted_where_they_need_it() {
        assert_eq!(quoted("a b"), "a b");
        assert_eq!(quoted("a, \"b\""), "\"a, \"\"b\"\"\"");
    }
}
