//! A reading as JSON; the help of the command documents the format.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde::Serialize;
use serde_json::{Value, json};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use super::probe::Connection;
use super::text::path;
use crate::cli::output;
use crate::finding::{Finding, Severity};
use crate::pki::{
    Authority, CertificateReport, Extension, FileInspection, Inspection, Issuer, Item, ItemId,
    ItemKind, RevocationListReport, SignatureCheck,
};

/// The version of the format. Within it, keys are added and nothing is changed.
const FORMAT: u32 = 1;

#[derive(Serialize)]
struct Report<'a> {
    format: u32,
    files: Vec<File<'a>>,
    duplicates: Vec<Vec<Value>>,
    first_to_end: Option<Value>,
    findings: Vec<&'a Finding>,
    summary: Summary,
}

#[derive(Serialize)]
struct Summary {
    files: usize,
    items: usize,
    errors: usize,
    warnings: usize,
    skipped: usize,
}

#[derive(Serialize)]
struct File<'a> {
    path: String,
    size: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    connection: Option<&'a Connection>,
    findings: Vec<&'a Finding>,
    items: Vec<ItemJson<'a>>,
}

#[derive(Serialize)]
struct ItemJson<'a> {
    line: usize,
    label: &'a str,
    within: Option<usize>,
    kind: &'static str,
    etcd_loads: bool,
    #[serde(flatten)]
    content: Option<Content<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    signed_by: Option<Value>,
    partners: Vec<Value>,
    findings: Vec<&'a Finding>,
}

/// What an item holds, under the key of its kind.
#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
enum Content<'a> {
    Certificate(Certificate<'a>),
    Request(Certificate<'a>),
    RevocationList(List<'a>),
    PrivateKey { key: Option<&'a str>, form: String, encryption: Option<&'a str> },
    PublicKey { key: Option<&'a str> },
    Holds(usize),
    Why(&'a str),
}

#[derive(Serialize)]
struct Certificate<'a> {
    subject: &'a str,
    issuer: &'a str,
    serial: Option<&'a str>,
    not_before: Option<String>,
    not_after: Option<String>,
    key: &'a str,
    signature: Option<&'a str>,
    dns_names: &'a [String],
    ip_addresses: &'a [String],
    other_names: &'a [String],
    key_usages: &'a [String],
    extended_key_usages: &'a [String],
    authority: Option<Value>,
    subject_key_id: Option<&'a str>,
    authority_key_id: Option<&'a str>,
    fingerprint: Option<&'a str>,
    extensions: Vec<Further<'a>>,
}

#[derive(Serialize)]
struct Further<'a> {
    oid: &'a str,
    name: &'a str,
    critical: bool,
    values: &'a [String],
}

#[derive(Serialize)]
struct List<'a> {
    issuer: &'a str,
    this_update: Option<String>,
    next_update: Option<String>,
    signature: &'a str,
    authority_key_id: Option<&'a str>,
    fingerprint: &'a str,
    revoked: usize,
    first_revoked: Vec<RevokedJson<'a>>,
    extensions: Vec<Further<'a>>,
}

#[derive(Serialize)]
struct RevokedJson<'a> {
    serial: &'a str,
    at: Option<String>,
    reason: Option<&'a str>,
}

/// Writes a reading with its findings.
pub(super) fn report(
    inspection: &Inspection,
    findings: &[(usize, Finding)],
    skipped: usize,
    seen: &BTreeMap<PathBuf, Connection>,
) -> String {
    let count = |severity| findings.iter().filter(|(_, one)| one.severity() == severity).count();
    let files = inspection.files.iter().enumerate();
    output::pretty(&Report {
        format: FORMAT,
        files: files
            .map(|(index, one)| file(inspection, index, one, seen.get(&one.path)))
            .collect(),
        duplicates: inspection.links.duplicates.iter().map(|places| places_json(places)).collect(),
        first_to_end: inspection.links.first_to_end.map(at),
        findings: findings.iter().map(|(_, one)| one).collect(),
        summary: Summary {
            files: inspection.files.len(),
            items: inspection.files.iter().map(|file| file.items.len()).sum(),
            errors: count(Severity::Error),
            warnings: count(Severity::Warning),
            skipped,
        },
    })
}

fn at(place: ItemId) -> Value {
    json!({ "file": place.file, "item": place.item })
}

fn places_json(places: &[ItemId]) -> Vec<Value> {
    places.iter().copied().map(at).collect()
}

fn date(date: Option<OffsetDateTime>) -> Option<String> {
    date.and_then(|date| date.format(&Rfc3339).ok())
}

fn file<'a>(
    inspection: &'a Inspection,
    index: usize,
    file: &'a FileInspection,
    connection: Option<&'a Connection>,
) -> File<'a> {
    let items = file.items.iter().enumerate();
    File {
        path: path(inspection, index),
        size: file.size,
        connection,
        findings: file.findings.iter().collect(),
        items: items
            .map(|(item, one)| self::item(inspection, ItemId { file: index, item }, one))
            .collect(),
    }
}

/// The word of a kind, which is part of the format.
fn kind(kind: &ItemKind) -> &'static str {
    match kind {
        ItemKind::Certificate(_) => "certificate",
        ItemKind::Request(_) => "request",
        ItemKind::RevocationList(_) => "revocation-list",
        ItemKind::PublicKey { .. } => "public-key",
        ItemKind::PrivateKey { .. } => "private-key",
        ItemKind::Parameters { .. } => "parameters",
        ItemKind::Pkcs7 { .. } => "pkcs7",
        ItemKind::Pkcs12 => "pkcs12",
        ItemKind::Broken { .. } => "broken",
        ItemKind::Other => "other",
    }
}

fn item<'a>(inspection: &'a Inspection, place: ItemId, item: &'a Item) -> ItemJson<'a> {
    let partners = inspection.links.partners.get(&place);
    let content = match &item.kind {
        ItemKind::Certificate(report) => Some(Content::Certificate(certificate(report))),
        ItemKind::Request(report) => Some(Content::Request(certificate(report))),
        ItemKind::RevocationList(report) => Some(Content::RevocationList(list(report))),
        ItemKind::PublicKey { key } => Some(Content::PublicKey { key: key.as_deref() }),
        ItemKind::PrivateKey { kind, key, encryption } => Some(Content::PrivateKey {
            key: key.as_deref(),
            form: kind.to_string(),
            encryption: encryption.as_deref(),
        }),
        ItemKind::Pkcs7 { holds } => holds.map(Content::Holds),
        ItemKind::Broken { why } => Some(Content::Why(why)),
        ItemKind::Parameters { .. } | ItemKind::Pkcs12 | ItemKind::Other => None,
    };
    ItemJson {
        line: item.line,
        label: &item.label,
        within: item.within,
        kind: kind(&item.kind),
        etcd_loads: item.etcd_loads,
        content,
        signed_by: signed_by(inspection, place),
        partners: partners.map(|places| places_json(places)).unwrap_or_default(),
        findings: item.all_findings().collect(),
    }
}

fn signed_by(inspection: &Inspection, place: ItemId) -> Option<Value> {
    let issuance = inspection.links.issuers.get(&place)?;
    let (issuer, place, same_key_id) = match issuance.issuer {
        Issuer::Itself => ("itself", None, None),
        Issuer::Found { place, same_key_id } => ("found", Some(at(place)), same_key_id),
        Issuer::Missing => ("missing", None, None),
    };
    let signature = match issuance.signature {
        SignatureCheck::Valid => "valid",
        SignatureCheck::Invalid => "invalid",
        SignatureCheck::NotChecked => "not-checked",
    };
    let same = same_key_id;
    Some(json!({ "issuer": issuer, "place": place, "same_key_id": same, "signature": signature }))
}

fn certificate(report: &CertificateReport) -> Certificate<'_> {
    let constraints = |one: Authority| json!({ "ca": one.ca, "path_length": one.path_length });
    Certificate {
        subject: &report.subject,
        issuer: &report.issuer,
        serial: report.serial.as_deref(),
        not_before: date(report.not_before),
        not_after: date(report.not_after),
        key: &report.key,
        signature: report.signature.as_deref(),
        dns_names: &report.dns_names,
        ip_addresses: &report.ip_addresses,
        other_names: &report.other_names,
        key_usages: &report.key_usages,
        extended_key_usages: &report.extended_key_usages,
        authority: report.authority.map(constraints),
        subject_key_id: report.subject_key_id.as_deref(),
        authority_key_id: report.authority_key_id.as_deref(),
        fingerprint: report.fingerprint.as_deref(),
        extensions: report.extensions.iter().map(further).collect(),
    }
}

fn further(extension: &Extension) -> Further<'_> {
    Further {
        oid: &extension.oid,
        name: &extension.name,
        critical: extension.critical,
        values: &extension.values,
    }
}

fn list(list: &RevocationListReport) -> List<'_> {
    List {
        issuer: &list.issuer,
        this_update: date(list.this_update),
        next_update: date(list.next_update),
        signature: &list.signature,
        authority_key_id: list.authority_key_id.as_deref(),
        fingerprint: &list.fingerprint,
        revoked: list.revoked,
        first_revoked: list
            .first_revoked
            .iter()
            .map(|one| RevokedJson { serial: &one.serial, at: date(one.at), reason: one.reason })
            .collect(),
        extensions: list.extensions.iter().map(further).collect(),
    }
}
