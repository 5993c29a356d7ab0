//! The inspector's reader: PEM or DER of any origin in, reports out.
//!
//! Files come from anywhere. Reading never panics, is bounded in bytes and in blocks, never repeats the
//! bytes of a private key, and makes all text showable before it leaves.

mod certificate;
mod extensions;
mod key;
mod name;

use thiserror::Error;

pub use certificate::report_der;
pub use key::PrivateKeyKind;

pub(super) use certificate::signature;
pub(super) use extensions::{key_usages, purpose};
pub(super) use key::{
    curve_name, describe as describe_private_key, kind as private_key_kind, public_key,
};
pub(super) use name::{distinguished, dotted, san_text};

use super::pem::{self, Fault};
use super::report::CertificateReport;
use crate::cluster::Hint;
use crate::text::showable;

/// The most bytes of one file that are read. A certificate has one or two thousand.
pub const SIZE_LIMIT: usize = 1 << 20;
/// The most blocks of one file that are read.
pub const BLOCK_LIMIT: usize = 10_000;

/// What a file turned out to hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// Its blocks, in order.
    pub blocks: Vec<Block>,
    /// What is wrong or odd with the file as a whole.
    pub remarks: Vec<String>,
}

/// One block of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// The line it starts in, from 1.
    pub line: usize,
    /// The label of its BEGIN line, safe to show; empty for a file that is DER.
    pub label: String,
    /// What it is.
    pub content: Content,
    /// What is wrong or odd with the block; what a certificate says of itself is in its report.
    pub remarks: Vec<String>,
}

/// What a block is. Nothing in here holds the bytes of a private key.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Content {
    /// A certificate.
    Certificate(Box<CertificateReport>),
    /// A private key.
    PrivateKey {
        /// The form it is written in.
        kind: PrivateKeyKind,
        /// The key, such as `ECDSA P-256`, where the form tells it without a password.
        key: Option<String>,
        /// Whether a password is needed to read it.
        encrypted: bool,
    },
    /// A certificate signing request (PKCS #10).
    Request,
    /// A revocation list.
    RevocationList,
    /// A public key.
    PublicKey,
    /// Something else, as its label says.
    Other,
    /// A block that can't be read.
    Broken {
        /// What is wrong, as a sentence.
        why: String,
    },
}

/// Why bytes are no certificate.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum InspectError {
    /// Too many bytes for a certificate.
    #[error("this is {found} bytes long, at most {limit} are read")]
    TooLarge {
        /// How many there are.
        found: usize,
        /// The limit.
        limit: usize,
    },
    /// The bytes don't follow the structure of a certificate.
    #[error("these {length} bytes are not an X.509 certificate: {why}")]
    NotACertificate {
        /// How many there are.
        length: usize,
        /// What the parser said.
        why: String,
    },
}

impl Hint for InspectError {
    fn hint(&self) -> String {
        match self {
            Self::TooLarge { .. } => "is this the right file?".into(),
            Self::NotACertificate { .. } => {
                "compare with what `openssl asn1parse` reads, and fetch the file anew".into()
            }
        }
    }
}

/// Reads what a file holds. At most [`SIZE_LIMIT`] bytes and [`BLOCK_LIMIT`] blocks are read; a remark
/// says so where there is more.
pub fn read_pem(bytes: &[u8]) -> Document {
    let mut remarks = Vec::new();
    let bytes = within_limit(bytes, &mut remarks);
    if let Some(encoding) = wide_encoding(bytes) {
        remarks.push(format!("this is {encoding}; save it as plain ASCII or UTF-8"));
        return Document { blocks: Vec::new(), remarks };
    }
    if let Some(block) = der(bytes) {
        return Document { blocks: vec![block], remarks };
    }
    let bytes = without_mark(bytes, &mut remarks);
    // Only ASCII counts within a block; comments may be in any encoding.
    let text = String::from_utf8_lossy(bytes);
    if !text.contains('\n') && text.trim_end().contains('\r') {
        remarks.push("its lines end in CR alone, so that etcd sees one long line".into());
    }
    let scan = pem::scan(&text, BLOCK_LIMIT);
    for almost in &scan.almost {
        remarks.push(format!("line {} is not read: {}", almost.line, almost.why));
    }
    if scan.stopped {
        remarks.push(format!("only the first {BLOCK_LIMIT} blocks were read"));
    }
    let blocks: Vec<Block> = scan.blocks.iter().map(block).collect();
    if blocks.is_empty() {
        remarks.push(nothing_found(bytes).into());
    }
    Document { blocks, remarks }
}

fn within_limit<'a>(bytes: &'a [u8], remarks: &mut Vec<String>) -> &'a [u8] {
    match bytes.get(..SIZE_LIMIT) {
        Some(first) if bytes.len() > SIZE_LIMIT => {
            remarks.push(format!(
                "this is {} bytes long; only the first {SIZE_LIMIT} were read",
                bytes.len()
            ));
            first
        }
        _ => bytes,
    }
}

/// Recognises UTF-16 and UTF-32 by their byte order marks, and by the zero bytes around ASCII.
pub(super) fn wide_encoding(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0xFF, 0xFE, 0, 0, ..] | [0, 0, 0xFE, 0xFF, ..] => Some("UTF-32"),
        [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] | [b'-', 0, b'-', 0, ..] | [0, b'-', 0, b'-', ..] => {
            Some("UTF-16")
        }
        _ => None,
    }
}

/// Takes the byte order mark off that some editors put before UTF-8.
fn without_mark<'a>(bytes: &'a [u8], remarks: &mut Vec<String>) -> &'a [u8] {
    let Some(rest) = bytes.strip_prefix(b"\xEF\xBB\xBF") else { return bytes };
    remarks.push(if rest.starts_with(b"-----BEGIN") {
        "it starts with a byte order mark (BOM): etcd (Go) will not load its first block".into()
    } else {
        "it starts with a byte order mark (BOM); save it without one".into()
    });
    rest
}

fn nothing_found(bytes: &[u8]) -> &'static str {
    match bytes {
        [] => "the file is empty",
        // A SEQUENCE with a long length, as all DER of this size starts.
        [0x30, 0x80..=0x84, ..] => {
            "this looks like DER (perhaps PKCS #7, PKCS #12 or a key); etcd reads PEM only"
        }
        _ => "no PEM block was found; one starts with a line such as `-----BEGIN CERTIFICATE-----`",
    }
}

/// Reads a file that is one certificate in DER.
fn der(bytes: &[u8]) -> Option<Block> {
    let report = bytes.starts_with(&[0x30]).then(|| report_der(bytes).ok())??;
    Some(Block {
        line: 1,
        label: String::new(),
        content: Content::Certificate(Box::new(report)),
        remarks: vec![
            "this is DER and etcd reads PEM only; `openssl x509 -inform der` converts it".into(),
        ],
    })
}

/// Reads one block by its label.
fn block(block: &pem::Block) -> Block {
    let label = shortened(&block.label);
    let mut remarks = Vec::new();
    let content = match (&block.contents, key::kind(&block.label)) {
        (Err(fault), _) => broken(fault),
        (Ok(der), Some(kind)) => private_key(kind, block, der, &mut remarks),
        (Ok(der), None) => match block.label.as_str() {
            "CERTIFICATE" | "X509 CERTIFICATE" | "TRUSTED CERTIFICATE" => {
                certificate(block, der, &mut remarks)
            }
            "CERTIFICATE REQUEST" | "NEW CERTIFICATE REQUEST" => Content::Request,
            "X509 CRL" => Content::RevocationList,
            "PUBLIC KEY" | "RSA PUBLIC KEY" => Content::PublicKey,
            _ => Content::Other,
        },
    };
    remarks.extend(other_form(&block.label).map(ToString::to_string));
    Block { line: block.line, label, content, remarks }
}

fn broken(fault: &Fault) -> Content {
    Content::Broken { why: fault.to_string() }
}

/// A label may be as long as the file.
fn shortened(label: &str) -> String {
    const SHOWN: usize = 64;
    let mut shown = showable(&label.chars().take(SHOWN).collect::<String>());
    if label.chars().nth(SHOWN).is_some() {
        shown.push('…');
    }
    shown
}

fn certificate(block: &pem::Block, der: &[u8], remarks: &mut Vec<String>) -> Content {
    if block.label != "CERTIFICATE" {
        remarks.push("etcd (Go) passes over a certificate with this label".into());
    }
    if block.headers {
        remarks.push("it has header lines, with which Go's certificate pools pass it over".into());
    }
    match report_der(der) {
        Ok(report) => Content::Certificate(Box::new(report)),
        Err(error) => Content::Broken { why: error.to_string() },
    }
}

fn private_key(
    kind: PrivateKeyKind,
    block: &pem::Block,
    der: &[u8],
    remarks: &mut Vec<String>,
) -> Content {
    let encrypted = block.encrypted
        || kind == PrivateKeyKind::EncryptedPkcs8
        || key::openssh_encrypted(kind, der);
    if encrypted {
        remarks.push("etcd cannot load encrypted keys".into());
    } else if kind == PrivateKeyKind::OpenSsh {
        remarks.push("etcd cannot load keys in OpenSSH's own form".into());
    }
    let key = if encrypted { None } else { key::describe(kind, der) };
    Content::PrivateKey { kind, key, encrypted }
}

/// Says what to do with blocks that etcd has no use for.
fn other_form(label: &str) -> Option<&'static str> {
    match label {
        "PKCS7" | "CMS" => Some("`openssl pkcs7 -print_certs` takes its certificates out"),
        "EC PARAMETERS" => Some("it names the curve of the key that follows; etcd passes over it"),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
