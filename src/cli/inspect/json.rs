//! A reading as JSON; the help of the command documents the format.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::ExitCode;

use serde::Serialize;
use serde_json::{Value, json};

use super::acceptance::Acceptance;
use super::probe::Connection;
use super::text::path;
use crate::cli::failure::Failure;
use crate::cli::output;
use crate::finding::{Finding, Severity};
use crate::pki::matrix::Handshake;
use crate::pki::{
    CertificateReport, FileInspection, Inspection, Issuer, Item, ItemId, ItemKind, OcspReport,
    RevocationListReport,
};

/// The version of the format. Within it, keys are added and nothing is changed.
const FORMAT: u32 = 1;

#[derive(Serialize)]
struct Report<'a> {
    format: u32,
    files: Vec<File<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    handshakes: Option<&'a [Handshake]>,
    duplicates: &'a [Vec<ItemId>],
    first_to_end: Option<ItemId>,
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
    #[serde(skip_serializing_if = "Option::is_none")]
    wrapped: Option<Value>,
    kind: &'static str,
    etcd_loads: bool,
    etcd_trusts: bool,
    #[serde(flatten)]
    content: Option<Content<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    signed_by: Option<Value>,
    partners: &'a [ItemId],
    findings: Vec<&'a Finding>,
}

/// What an item holds, under the key of its kind.
#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
enum Content<'a> {
    Certificate(&'a CertificateReport),
    Request(&'a CertificateReport),
    RevocationList(&'a RevocationListReport),
    PrivateKey { key: Option<&'a str>, form: String, encryption: Option<&'a str> },
    OcspResponse(&'a OcspReport),
    PublicKey { key: Option<&'a str> },
    Holds(usize),
    Why(&'a str),
}

/// Prints a reading with its findings.
pub(super) fn print(
    inspection: &Inspection,
    findings: &[(usize, Finding)],
    skipped: usize,
    seen: &BTreeMap<PathBuf, Connection>,
    acceptance: Option<&Acceptance>,
) -> Result<ExitCode, Failure> {
    let count = |severity| findings.iter().filter(|(_, one)| one.severity() == severity).count();
    let files = inspection.files.iter().enumerate();
    output::print_pretty(&Report {
        format: FORMAT,
        files: files
            .map(|(index, one)| file(inspection, index, one, seen.get(&one.path)))
            .collect(),
        handshakes: acceptance.map(|one| one.matrix.handshakes.as_slice()),
        duplicates: &inspection.links.duplicates,
        first_to_end: inspection.links.first_to_end,
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
        ItemKind::PublicKey(_) => "public-key",
        ItemKind::PrivateKey { .. } => "private-key",
        ItemKind::Parameters(_) => "parameters",
        ItemKind::Pkcs7(_) => "pkcs7",
        ItemKind::Pkcs12(_) => "pkcs12",
        ItemKind::JavaKeyStore(_) => "java-key-store",
        ItemKind::OcspResponse(_) => "ocsp-response",
        ItemKind::Broken(_) => "broken",
        ItemKind::Other => "other",
    }
}

fn item<'a>(inspection: &'a Inspection, place: ItemId, item: &'a Item) -> ItemJson<'a> {
    let partners = inspection.links.partners.get(&place);
    let content = match &item.kind {
        ItemKind::Certificate(report) => Some(Content::Certificate(report)),
        ItemKind::Request(report) => Some(Content::Request(report)),
        ItemKind::RevocationList(report) => Some(Content::RevocationList(report)),
        ItemKind::PublicKey(key) => Some(Content::PublicKey { key: key.as_deref() }),
        ItemKind::PrivateKey { kind, key, encryption } => Some(Content::PrivateKey {
            key: key.as_deref(),
            form: kind.to_string(),
            encryption: encryption.as_deref(),
        }),
        ItemKind::Pkcs7(holds) | ItemKind::Pkcs12(holds) => holds.map(Content::Holds),
        ItemKind::JavaKeyStore(holds) => Some(Content::Holds(*holds)),
        ItemKind::OcspResponse(report) => Some(Content::OcspResponse(report)),
        ItemKind::Broken(why) => Some(Content::Why(why)),
        ItemKind::Parameters(_) | ItemKind::Other => None,
    };
    ItemJson {
        line: item.line,
        label: &item.label,
        within: item.within,
        wrapped: item.wrapping.as_deref().map(
            |one| json!({ "format": one.document.name(), "place": one.said(), "path": one.path }),
        ),
        kind: kind(&item.kind),
        etcd_loads: item.etcd_loads,
        etcd_trusts: item.etcd_trusts,
        content,
        signed_by: signed_by(inspection, place),
        partners: partners.map(Vec::as_slice).unwrap_or_default(),
        findings: item.all_findings().collect(),
    }
}

fn signed_by(inspection: &Inspection, place: ItemId) -> Option<Value> {
    let issuance = inspection.links.issuers.get(&place)?;
    let (issuer, place, same_key_id) = match issuance.issuer {
        Issuer::Itself => ("itself", None, None),
        Issuer::Found { place, same_key_id } => ("found", Some(place), same_key_id),
        Issuer::Missing => ("missing", None, None),
    };
    Some(json!({
        "issuer": issuer,
        "place": place,
        "same_key_id": same_key_id,
        "signature": issuance.signature,
    }))
}
