//! `quorate inspect`: what certificates and keys say.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use time::OffsetDateTime;

use super::failure::{BAD_INPUT, Failure};
use super::{output, source};
use crate::bundle::shown;
use crate::pki::{self, Block, CertificateReport, Content, Document, read_pem};

/// Show what is in PEM files: certificates, keys, and what is odd about them
///
/// Works on any PEM file, of quorate or not. Private keys are named and never shown. Exit code 2 where
/// a file can't be read or holds neither a certificate nor a key as PEM.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  quorate inspect production/members/etcd-1/pki/server.pem
  quorate inspect /etc/kubernetes/pki/etcd/*.crt
  openssl s_client -connect 10.0.0.1:2379 </dev/null | quorate inspect -")]
pub(super) struct Arguments {
    /// The files, or `-` for standard input
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
}

pub(super) fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    crate::shell::forbid_core_dumps();
    let now = crate::shell::now();
    let mut good = true;
    for (index, path) in arguments.files.iter().enumerate() {
        let bytes = match source::read(path) {
            Ok(bytes) => bytes,
            // The other files are still worth a look.
            Err(failure) => {
                failure.report();
                good = false;
                continue;
            }
        };
        let document = read_pem(&bytes);
        good &= is_pem(&document);
        let separator = if index > 0 { "\n" } else { "" };
        output::print(&format!("{separator}{}", text(path, &document, now)))?;
    }
    Ok(if good { ExitCode::SUCCESS } else { ExitCode::from(BAD_INPUT) })
}

/// Whether a file is something that etcd's options take: a certificate or a key, as PEM, all of it
/// readable.
fn is_pem(document: &Document) -> bool {
    let useful = |block: &Block| {
        matches!(block.content, Content::Certificate(_) | Content::PrivateKey { .. })
            && !block.label.is_empty()
    };
    let broken = |block: &Block| matches!(block.content, Content::Broken { .. });
    document.blocks.iter().any(useful) && !document.blocks.iter().any(broken)
}

fn text(path: &Path, document: &Document, now: OffsetDateTime) -> String {
    let mut text = String::new();
    let name = if path.as_os_str() == "-" { "standard input".into() } else { shown(path) };
    for remark in &document.remarks {
        // Writing to a string can't fail.
        let _ = writeln!(text, "{name}: {remark}");
    }
    if document.blocks.is_empty() && document.remarks.is_empty() {
        let _ = writeln!(text, "{name}: no PEM block is in it");
    }
    for (index, block) in document.blocks.iter().enumerate() {
        if index > 0 || !document.remarks.is_empty() {
            text.push('\n');
        }
        let label = if block.label.is_empty() { "DER" } else { &block.label };
        let _ = writeln!(text, "{name}, line {}: {label}", block.line);
        text.push_str(&aligned(&block_rows(block, now)));
    }
    text
}

fn block_rows(block: &Block, now: OffsetDateTime) -> Vec<Row> {
    let mut rows = match &block.content {
        Content::Certificate(report) => certificate_rows(report, now),
        Content::PrivateKey { kind, key, encrypted } => {
            let protection = if *encrypted {
                "encrypted; etcd can't load encrypted keys"
            } else {
                "none: whoever reads the file has the key"
            };
            let key = key.clone().unwrap_or_else(|| "can't be told".into());
            vec![("private key", format!("{key}, {kind}")), ("protection", protection.into())]
        }
        Content::Request => vec![("kind", "a certificate signing request".into())],
        Content::RevocationList => vec![("kind", "a revocation list".into())],
        Content::PublicKey => vec![("kind", "a public key".into())],
        Content::Broken { why } => vec![("broken", why.clone())],
        _ => Vec::new(),
    };
    rows.extend(block.remarks.iter().map(|remark| ("remark", remark.clone())));
    rows
}

/// A label and what it says.
type Row = (&'static str, String);

/// The rows of the inspector, one line a value.
fn certificate_rows(report: &CertificateReport, now: OffsetDateTime) -> Vec<Row> {
    let lines = |row: pki::Row| {
        let labels = std::iter::once(row.label).chain(std::iter::repeat(""));
        labels.zip(row.values).collect::<Vec<_>>()
    };
    pki::rows(report, now).into_iter().flat_map(lines).collect()
}

/// Sets rows in two columns.
fn aligned(rows: &[Row]) -> String {
    let width = rows.iter().map(|(label, _)| label.chars().count()).max().unwrap_or_default() + 1;
    rows.iter().fold(String::new(), |mut text, (label, value)| {
        let label = if label.is_empty() { String::new() } else { format!("{label}:") };
        let _ = writeln!(text, "  {label:width$} {value}");
        text
    })
}
