//! The inspector's reader: files of any origin in, reports out.
//!
//! Files come from anywhere. Reading never panics, is bounded in bytes and in blocks, never repeats the
//! bytes of a private key, makes all text safe to show before it leaves, and hides nothing that can be read
//! because something else can't.

mod block;
mod certificate;
pub(super) mod der;
mod extensions;
mod findings;
mod form;
mod frame;
mod key;
mod links;
mod moment;
mod name;
mod raw;
mod remark;
mod revocation;
mod signature;
mod values;

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use thiserror::Error;

pub use certificate::report_der;
pub use findings::{Finding, of_time};
pub use key::PrivateKeyKind;
pub use links::{Issuance, Issuer, ItemId, Links, SignatureCheck};
pub use remark::{Remark, RemarkSeverity};
pub use revocation::{REVOKED_SHOWN, RevocationListReport, Revoked};

pub(super) use certificate::signature;
pub(super) use extensions::{key_usages, purpose};
pub(super) use key::{
    curve_name, describe as describe_private_key, kind as private_key_kind, public_key,
};
pub(super) use name::{distinguished, distinguished_der, dotted, oid, san_text};

use super::pem::{self, Scan};
use super::report::CertificateReport;
use crate::cluster::Hint;

/// The most bytes of one file that are read: 10,000 certificates have 20 MB.
pub const SIZE_LIMIT: usize = 64 << 20;
/// The most blocks of one file, and certificates within PKCS #7, that are read.
pub const BLOCK_LIMIT: usize = 100_000;
/// The most bytes of one certificate that are read. It has one or two thousand.
pub const CERTIFICATE_LIMIT: usize = 1 << 20;

/// Several files, and how what they hold belongs together.
#[derive(Debug, Clone, Default)]
pub struct Inspection {
    /// The files, in the order they were given; shared, so that signatures can be checked while they
    /// are shown.
    pub files: Arc<Vec<FileInspection>>,
    /// Which key belongs to which certificate, who signed whom, and so on.
    pub links: Links,
}

impl Inspection {
    /// Finds out how files belong together.
    pub fn new(files: Vec<FileInspection>) -> Self {
        let mut inspection = Self::unchecked(files);
        inspection.links.issuers = inspection.issuers();
        inspection
    }

    /// Finds out what takes no time: all but who signed what, which [`Self::issuers`] checks.
    pub fn unchecked(files: Vec<FileInspection>) -> Self {
        let links = links::of_names(&files);
        Self { files: Arc::new(files), links }
    }

    /// Checks who signed each certificate and revocation list, on all cores.
    pub fn issuers(&self) -> std::collections::BTreeMap<ItemId, Issuance> {
        links::issuers(&self.files)
    }

    /// The item at a place.
    pub fn item(&self, place: ItemId) -> Option<&Item> {
        self.files.get(place.file)?.items.get(place.item)
    }
}

/// What a file turned out to hold.
#[derive(Debug, Clone, Default)]
pub struct FileInspection {
    /// Where it was read; `-` for standard input.
    pub path: PathBuf,
    /// How many bytes it has.
    pub size: usize,
    /// What it holds, in order.
    pub items: Vec<Item>,
    /// What is wrong or odd with the file as a whole.
    pub remarks: Vec<Remark>,
}

/// One thing in a file.
#[derive(Debug, Clone)]
pub struct Item {
    /// The line it starts in, from 1.
    pub line: usize,
    /// The label of its BEGIN line, safe to show; empty for DER.
    pub label: String,
    /// The item of the same file that this one is part of: a PKCS #7.
    pub within: Option<usize>,
    /// What it is.
    pub kind: ItemKind,
    /// Whether etcd (Go) loads it from this file.
    pub etcd_loads: bool,
    /// What is wrong or odd with it; what a certificate or a list says of itself is in its report.
    pub remarks: Vec<Remark>,
    pub(in crate::pki) link_keys: LinkKeys,
}

/// What an item is. Nothing in here holds the bytes of a private key.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum ItemKind {
    /// A certificate.
    Certificate(Box<CertificateReport>),
    /// A certificate signing request (PKCS #10); its stage is
    /// [`Requested`](super::report::Stage::Requested).
    Request(Box<CertificateReport>),
    /// A revocation list.
    RevocationList(Box<RevocationListReport>),
    /// A public key.
    PublicKey {
        /// The key, such as `ECDSA P-256`, where it can be read.
        key: Option<String>,
    },
    /// A private key.
    PrivateKey {
        /// The form it is written in.
        kind: PrivateKeyKind,
        /// The key, such as `ECDSA P-256`, where the form tells it without a password.
        key: Option<String>,
        /// How it is encrypted, such as `PBES2, PBKDF2, AES-256-CBC`; `None` where it isn't.
        encryption: Option<String>,
    },
    /// Parameters of keys, such as the name of a curve.
    Parameters {
        /// What they say, where it can be read.
        what: Option<String>,
    },
    /// PKCS #7; what it holds follows as items within it.
    Pkcs7 {
        /// How many certificates and revocation lists; `None` where they can't be read.
        holds: Option<usize>,
    },
    /// PKCS #12, whose contents are under a password.
    Pkcs12,
    /// Something else, as its label says.
    Other,
    /// Something that can't be read.
    Broken {
        /// What is wrong, as a sentence.
        why: String,
    },
}

/// What links are found by: the public bytes of an item, and who its public key is.
#[derive(Clone, Default, PartialEq, Eq)]
pub(in crate::pki) struct LinkKeys {
    /// A certificate, request or list in DER; never a key.
    pub(in crate::pki) der: Vec<u8>,
    pub(in crate::pki) public: Option<[u8; 32]>,
}

impl fmt::Debug for LinkKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} bytes", self.der.len())
    }
}

impl Item {
    /// The report of a certificate or a request.
    pub fn report(&self) -> Option<&CertificateReport> {
        match &self.kind {
            ItemKind::Certificate(report) | ItemKind::Request(report) => Some(report),
            _ => None,
        }
    }

    /// The bytes of a certificate, a request or a revocation list, without what follows them; `None` for
    /// anything else, above all for keys.
    pub fn public_der(&self) -> Option<&[u8]> {
        let public = matches!(
            self.kind,
            ItemKind::Certificate(_) | ItemKind::Request(_) | ItemKind::RevocationList(_)
        );
        der::split(&self.link_keys.der).filter(|_| public).map(|(element, _)| element.whole)
    }

    /// The same as one PEM block.
    pub fn public_pem(&self) -> Option<String> {
        let label = match self.kind {
            ItemKind::Certificate(_) => "CERTIFICATE",
            ItemKind::Request(_) => "CERTIFICATE REQUEST",
            ItemKind::RevocationList(_) => "X509 CRL",
            _ => return None,
        };
        Some(pem::encode(label, self.public_der()?).to_string())
    }

    /// The same as an outline of its DER, one line an element: offset, indented type, length, value.
    pub fn outline(&self) -> Option<Vec<String>> {
        Some(raw::outline(self.public_der()?))
    }

    /// All remarks: the item's own, then those of its report.
    pub fn all_remarks(&self) -> impl Iterator<Item = &Remark> {
        let reported: &[Remark] = match &self.kind {
            ItemKind::Certificate(report) | ItemKind::Request(report) => &report.remarks,
            ItemKind::RevocationList(list) => &list.remarks,
            _ => &[],
        };
        self.remarks.iter().chain(reported)
    }
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
        /// Where the structure breaks.
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
pub fn read(path: &Path, bytes: &[u8]) -> FileInspection {
    let mut file =
        FileInspection { path: path.to_owned(), size: bytes.len(), ..FileInspection::default() };
    let bytes = within_limit(bytes, &mut file.remarks);
    if !wide(bytes, &mut file) && !block::der(bytes, &mut file.items) {
        narrow(bytes, &mut file);
    }
    if file.items.is_empty() {
        file.remarks.push(nothing_found(bytes));
    }
    file
}

/// Makes what can't be read a file among the others, so that a report names it.
pub fn unreadable(path: &Path, why: String, hint: String) -> FileInspection {
    let remarks = vec![Remark::error(UNREADABLE, why, hint)];
    FileInspection { path: path.to_owned(), remarks, ..FileInspection::default() }
}

/// The code of a file that the system doesn't let anybody read.
pub const UNREADABLE: &str = "unreadable";
/// The code of a line that looks like PEM to people and not to etcd.
pub const ALMOST_PEM: &str = "almost-pem";
/// The code of a file that holds nothing of what is read here.
pub const NOTHING_FOUND: &str = "nothing-found";

fn within_limit<'a>(bytes: &'a [u8], remarks: &mut Vec<Remark>) -> &'a [u8] {
    match bytes.get(..SIZE_LIMIT) {
        Some(first) if bytes.len() > SIZE_LIMIT => {
            remarks.push(Remark::warning(
                "size-limit",
                format!(
                    "this is {} bytes long; only the first {SIZE_LIMIT} were read",
                    bytes.len()
                ),
                "split the file",
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

/// Reads UTF-16 and UTF-32, told by their byte order marks and by the zero bytes around ASCII.
fn wide(bytes: &[u8], file: &mut FileInspection) -> bool {
    let (encoding, text) = match bytes {
        [0xFF, 0xFE, 0, 0, ..] | [0, 0, 0xFE, 0xFF, ..] => ("UTF-32", None),
        [0xFF, 0xFE, rest @ ..] => ("UTF-16", Some(utf16(rest, u16::from_le_bytes))),
        [0xFE, 0xFF, rest @ ..] => ("UTF-16", Some(utf16(rest, u16::from_be_bytes))),
        [b'-', 0, b'-', 0, ..] => ("UTF-16", Some(utf16(bytes, u16::from_le_bytes))),
        [0, b'-', 0, b'-', ..] => ("UTF-16", Some(utf16(bytes, u16::from_be_bytes))),
        _ => return false,
    };
    file.remarks.push(Remark::error(
        "wide-encoding",
        format!("this is {encoding}; etcd (Go) finds nothing in it"),
        "save it as plain ASCII or UTF-8: `iconv -f UTF-16 -t UTF-8 FILE`",
    ));
    if let Some(text) = text {
        take(&pem::scan(&text, BLOCK_LIMIT), file);
        file.items.iter_mut().for_each(|item| item.etcd_loads = false);
    }
    true
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> zeroize::Zeroizing<String> {
    let (pairs, _) = bytes.as_chunks::<2>();
    let units = pairs.iter().map(|pair| unit(*pair));
    // Room for the longest text of so many units: a key may be in it, and growing would leave copies.
    let mut text = zeroize::Zeroizing::new(String::with_capacity(pairs.len() * 3));
    text.extend(char::decode_utf16(units).map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER)));
    text
}

/// Reads text in ASCII, or in an encoding that agrees with it on ASCII.
fn narrow(bytes: &[u8], file: &mut FileInspection) {
    let (bytes, marked) = match bytes.strip_prefix(b"\xEF\xBB\xBF") {
        Some(rest) => (rest, true),
        None => (bytes, false),
    };
    if marked {
        let first = bytes.starts_with(b"-----BEGIN");
        let loss = if first { ": etcd (Go) will not load its first block" } else { "" };
        let message = format!("it starts with a byte order mark (BOM){loss}");
        let hint = "take it off: `sed -i '1s/^\\xEF\\xBB\\xBF//' FILE`";
        file.remarks.push(if first {
            Remark::error("byte-order-mark", message, hint)
        } else {
            Remark::warning("byte-order-mark", message, hint)
        });
    }
    // Only ASCII counts within a block; comments may be in any encoding. Text that isn't UTF-8 is
    // copied, and a key may be in it.
    let lossy = String::from_utf8_lossy(bytes);
    let owned;
    let text: &str = match lossy {
        std::borrow::Cow::Borrowed(text) => text,
        std::borrow::Cow::Owned(text) => {
            owned = zeroize::Zeroizing::new(text);
            &owned
        }
    };
    if !text.contains('\n') && text.trim_end().contains('\r') {
        file.remarks.push(Remark::error(
            "carriage-returns",
            "its lines end in CR alone, so that etcd sees one long line",
            "`tr '\\r' '\\n' <FILE >NEW` fixes it",
        ));
        let text = zeroize::Zeroizing::new(text.replace('\r', "\n"));
        take(&pem::scan(&text, BLOCK_LIMIT), file);
        file.items.iter_mut().for_each(|item| item.etcd_loads = false);
        return;
    }
    let scan = pem::scan(text, BLOCK_LIMIT);
    let escaped =
        text.contains("-----\\n") && scan.blocks.iter().all(|block| block.contents.is_err());
    if scan.almost.is_empty() && !escaped {
        take(&scan, file);
    } else {
        repaired(text, &scan, escaped, file);
    }
    if marked && let Some(first) = file.items.first_mut().filter(|first| first.line == 1) {
        first.etcd_loads = false;
    }
}

/// Reads what people see as PEM and etcd doesn't: the blocks of the text as it was meant.
fn repaired(text: &str, scan: &Scan, escaped: bool, file: &mut FileInspection) {
    for almost in &scan.almost {
        file.remarks.push(Remark::error(
            ALMOST_PEM,
            format!("etcd does not read line {}: {}", almost.line, almost.why),
            "fix the line as it says, or write the file anew",
        ));
    }
    if escaped {
        file.remarks.push(Remark::error(
            "escaped-line-ends",
            "its lines end in `\\n` in two characters, so that etcd sees one long line",
            "`printf '%b' \"$(cat FILE)\" >NEW` fixes it",
        ));
    }
    take(&pem::scan(&pem::repaired(text), BLOCK_LIMIT), file);
    // Behind each line break that was put in, lines have other numbers than in the file.
    let added: Vec<usize> =
        pem::joints(text).iter().enumerate().map(|(before, line)| before + line).collect();
    for item in &mut file.items {
        item.line -= added.partition_point(|line| *line < item.line);
    }
    let strict: std::collections::HashSet<usize> =
        scan.blocks.iter().filter(|block| block.contents.is_ok()).map(|block| block.line).collect();
    for item in &mut file.items {
        item.etcd_loads &= !escaped && strict.contains(&item.line);
    }
}

/// Takes the blocks of a scan as items.
fn take(scan: &Scan, file: &mut FileInspection) {
    for one in &scan.blocks {
        block::read(one, &mut file.items);
    }
    if scan.stopped || file.items.len() > BLOCK_LIMIT {
        file.items.truncate(BLOCK_LIMIT);
        file.remarks.push(Remark::warning(
            "block-limit",
            format!("only the first {BLOCK_LIMIT} blocks were read"),
            "split the file",
        ));
    }
}

fn nothing_found(bytes: &[u8]) -> Remark {
    let message = match bytes {
        [] => "the file is empty",
        // A SEQUENCE with a long length, as all DER of this size starts.
        [0x30, 0x80..=0x84, ..] => {
            "this looks like DER of an unknown kind, or cut short; etcd reads PEM only"
        }
        _ => "no PEM block was found; one starts with a line such as `-----BEGIN CERTIFICATE-----`",
    };
    Remark::error(NOTHING_FOUND, message, "is this the right file?")
}

#[cfg(test)]
mod tests;
