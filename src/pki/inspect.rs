//! The inspector's reader: files of any origin in, reports out.
//!
//! Files come from anywhere. Reading never panics, is bounded in bytes and in blocks, never repeats the
//! bytes of a private key, makes all text safe to show before it leaves, and hides nothing that can be read
//! because something else can't.

mod asn1;
mod block;
mod certificate;
pub(super) mod der;
mod error;
mod extensions;
mod findings;
mod fitness;
mod form;
mod frame;
mod hidden;
mod inspection;
mod issuing;
mod item;
mod java;
mod key;
mod lazy;
mod links;
mod lint;
mod looked;
mod moment;
mod name;
mod ocsp;
mod oids;
mod pairs;
mod pkcs12;
mod policies;
mod raw;
mod revocation;
mod signature;
mod structure;
mod unlock;
mod values;
mod verdict;
mod wide;
mod wrapped;

use std::path::Path;

pub use block::BLOCK_LIMIT;
pub use certificate::report_der;
pub use error::{CERTIFICATE_LIMIT, InspectError};
pub(crate) use findings::overdue;
pub use inspection::{Inspection, Tally};
pub use item::{FileInspection, Item, ItemKind};
pub use key::PrivateKeyKind;
pub use lazy::LazyReport;
pub use links::{Issuance, Issuer, ItemId, Links, SignatureCheck};
pub use looked::LookedAt;
pub use ocsp::{OcspAnswer, OcspReport};
pub use pkcs12::Pkcs12Error;
pub use revocation::{REVOKED_SHOWN, RevocationListReport, Revoked};
pub use structure::{Structure, structures};
pub use verdict::Verdict;
pub use wrapped::{Document, Wrapping};

pub(super) use certificate::subject;
pub(super) use key::{form as private_key_form, kind as private_key_kind};
pub(super) use name::{attributes, distinguished, ip, oid};
pub(super) use wide::encoding as wide_encoding;

use super::Passphrase;
use super::parallel::in_shares;
use super::pem::{self, Outline};
use crate::finding::rules::files::{ByteOrderMark, EncodedPem};
use crate::finding::rules::reading::{
    AlmostPem, BlockLimit, CarriageReturns, EmptyFile, EscapedLineEnds, LeadingMark, MisnamedFile,
    NothingFound, SizeLimit, Unreadable, WideEncoding,
};
use crate::finding::{Finding, Rule};

/// The most bytes of one file that are read: 10,000 certificates have 20 MB.
pub const SIZE_LIMIT: usize = 64 << 20;

/// Reads what a file holds. At most [`SIZE_LIMIT`] bytes and [`BLOCK_LIMIT`] blocks are read; a finding
/// says so where there is more.
pub fn read(path: &Path, bytes: &[u8]) -> FileInspection {
    let mut file =
        FileInspection { path: path.to_owned(), size: bytes.len(), ..FileInspection::default() };
    let bytes = within_limit(bytes, &mut file.findings);
    if !wide(bytes, &mut file) && !block::der(bytes, &mut file.items) {
        narrow(bytes, &mut file);
    }
    let is_kubeconfig = file.findings.iter().any(|one| one.rule == Rule::KubeconfigData);
    if file.items.is_empty() && !is_kubeconfig {
        file.findings.push(nothing_found(bytes));
    }
    if is_of_authority(path) {
        // No etcd loads a CA's key, and encrypted is what it should be.
        for item in &mut file.items {
            item.findings.retain(|one| one.rule != Rule::KeyEncrypted);
        }
    }
    file
}

/// Whether a file is a CA's by its name: `ca-key.pem`, `client-ca-key.pem`, `ca.key`, or anything in `authority/`.
fn is_of_authority(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy().to_ascii_lowercase();
    let is_beside = path.parent().is_some_and(|parent| parent.ends_with("authority"));
    is_beside || name.split(|c: char| !c.is_ascii_alphanumeric()).any(|word| word == "ca")
}

/// Reads a PKCS #12 file with its passphrase.
///
/// # Errors
/// [`Pkcs12Error`], which never repeats the passphrase.
pub fn read_pkcs12(
    path: &Path,
    bytes: &[u8],
    passphrase: &Passphrase,
) -> Result<FileInspection, Pkcs12Error> {
    let items = block::unlocked(bytes, passphrase)?;
    Ok(FileInspection {
        path: path.to_owned(),
        size: bytes.len(),
        items,
        ..FileInspection::default()
    })
}

/// Makes what can't be read a file among the others, so that a report names it.
pub fn unreadable(path: &Path, why: String, hint: String) -> FileInspection {
    let findings = vec![Unreadable { why, hint }.into()];
    FileInspection { path: path.to_owned(), findings, ..FileInspection::default() }
}

/// What is said of a file of a directory whose name says certificate or key, and that holds nothing of the kind.
pub fn misnamed() -> Finding {
    MisnamedFile {}.into()
}

fn within_limit<'a>(bytes: &'a [u8], findings: &mut Vec<Finding>) -> &'a [u8] {
    match bytes.get(..SIZE_LIMIT) {
        Some(first) if bytes.len() > SIZE_LIMIT => {
            findings.push(SizeLimit { bytes: bytes.len(), limit: SIZE_LIMIT }.into());
            first
        }
        _ => bytes,
    }
}

/// Reads UTF-16 and UTF-32; `false` where the bytes are no text in either.
fn wide(bytes: &[u8], file: &mut FileInspection) -> bool {
    let Some((encoding, text)) = wide_text(bytes) else { return false };
    file.findings.push(WideEncoding { encoding: encoding.into() }.into());
    Taken::of(&pem::outline(&text, BLOCK_LIMIT)).put(file);
    file.items.iter_mut().for_each(Item::unload);
    true
}

/// Text of two or four bytes a character that is ASCII for the most part, as PEM is, with its encoding.
pub(crate) fn wide_text(bytes: &[u8]) -> Option<(&'static str, zeroize::Zeroizing<String>)> {
    let encoding = wide_encoding(bytes)?;
    let text = wide::text(bytes, encoding);
    let start = text.chars().take(4096);
    let is_mostly_ascii = start.clone().filter(char::is_ascii).count() * 2 >= start.count();
    (is_text(&text) && is_mostly_ascii).then_some((encoding, text))
}

/// Whether a person could have written this: no controls but those that lay out lines, and little that can't be
/// decoded.
fn is_text(text: &str) -> bool {
    let is_layout = |c: char| matches!(c, '\n' | '\r' | '\t' | '\u{c}' | '\u{1b}' | '\u{feff}');
    let start = text.chars().take(4096);
    let odd = start.clone().filter(|c| c.is_control() && !is_layout(*c)).count();
    let undecoded = start.clone().filter(|c| *c == char::REPLACEMENT_CHARACTER).count();
    odd == 0 && undecoded * 8 <= start.count()
}

/// Reads text in ASCII, or in an encoding that agrees with it on ASCII.
fn narrow(bytes: &[u8], file: &mut FileInspection) {
    let (bytes, marked) = match bytes.strip_prefix(b"\xEF\xBB\xBF") {
        Some(rest) => (rest, true),
        None => (bytes, false),
    };
    if marked {
        let first = bytes.starts_with(b"-----BEGIN");
        file.findings.push(if first { ByteOrderMark {}.into() } else { LeadingMark {}.into() });
    }
    // Only ASCII counts within a block; comments may be in any encoding. Text that isn't UTF-8 is
    // copied, and a key may be in it.
    let owned;
    let text = if let Ok(text) = std::str::from_utf8(bytes) {
        text
    } else {
        owned = zeroize::Zeroizing::new(String::from_utf8_lossy(bytes).into_owned());
        &owned
    };
    let is_line = !text.contains('\n') && text.trim_end().contains('\r');
    if is_line && (text.contains("-----BEGIN ") || is_text(text)) {
        file.findings.push(CarriageReturns {}.into());
        let text = zeroize::Zeroizing::new(text.replace('\r', "\n"));
        Taken::of(&pem::outline(&text, BLOCK_LIMIT)).put(file);
        file.items.iter_mut().for_each(Item::unload);
        return;
    }
    let outline = pem::outline(text, BLOCK_LIMIT);
    let taken = Taken::of(&outline);
    let is_strict = !taken.strict.is_empty();
    let escaped = !is_strict && text.contains("-----\\n");
    let may_hold = !is_strict
        && (!outline.almost.is_empty()
            || wrapped::has_base64(text)
            || wrapped::has_kubeconfig_data(text));
    if may_hold && wrapped::read_document(text, file) {
        return;
    }
    if outline.almost.is_empty() && !escaped {
        taken.put(file);
    } else {
        repaired(text, &outline, &taken.strict, escaped, file);
    }
    if may_hold && (pem::is_encoded(text.as_bytes()) || file.items.is_empty()) {
        wrapped::read_text(text, file);
    }
    if marked && let Some(first) = file.items.first_mut().filter(|first| first.line == 1) {
        first.unload();
    }
}

/// Reads what people see as PEM and etcd doesn't: the blocks of the text as it was meant. Those at the lines of
/// `strict` are blocks to etcd as well.
fn repaired(
    text: &str,
    outline: &Outline<'_>,
    strict: &[usize],
    escaped: bool,
    file: &mut FileInspection,
) {
    for almost in &outline.almost {
        let finding: Finding = AlmostPem { line: almost.line, why: almost.why.to_string() }.into();
        file.findings.push(finding.at_line(almost.line));
    }
    if escaped {
        file.findings.push(EscapedLineEnds {}.into());
    }
    Taken::of(&pem::outline(&pem::repaired(text), BLOCK_LIMIT)).put(file);
    // Behind each line break that was put in, lines have other numbers than in the file.
    let added: Vec<usize> =
        pem::joints(text).iter().enumerate().map(|(before, line)| before + line).collect();
    for item in &mut file.items {
        item.line -= added.partition_point(|line| *line < item.line);
        if escaped || strict.binary_search(&item.line).is_err() {
            item.unload();
        }
    }
}

/// The items of an outline.
struct Taken {
    items: Vec<Item>,
    /// The lines of the blocks that Go reads, too, in order.
    strict: Vec<usize>,
    stopped: bool,
}

impl Taken {
    /// Decodes and reads all blocks, on all cores.
    fn of(outline: &Outline<'_>) -> Self {
        let read = |blocks: &[pem::Marked<'_>]| {
            let mut items = Vec::with_capacity(blocks.len());
            let mut room = pem::Room::default();
            let blocks = blocks.iter().map(|block| block.read(&mut room));
            let strict = blocks.filter_map(|block| {
                let strict = block.contents.is_ok().then_some(block.line);
                block::read(block, &mut items);
                strict
            });
            let strict: Vec<usize> = strict.collect();
            vec![(items, strict)]
        };
        let shares = in_shares(&outline.blocks, read);
        let count: usize = shares.iter().map(|(items, _)| items.len()).sum();
        let mut taken = Self { items: Vec::new(), strict: Vec::new(), stopped: outline.stopped };
        for (items, strict) in shares {
            // What is within another counts from here.
            let before = taken.items.len();
            if before == 0 {
                // The first share stays where it is.
                taken.items = items;
                taken.items.reserve_exact(count - taken.items.len());
                taken.strict = strict;
                continue;
            }
            taken.items.extend(items.into_iter().map(|mut item| {
                item.within = item.within.map(|within| within + before);
                item
            }));
            taken.strict.extend(strict);
        }
        taken
    }

    fn put(self, file: &mut FileInspection) {
        file.items = self.items;
        if self.stopped || file.items.len() > BLOCK_LIMIT {
            file.items.truncate(BLOCK_LIMIT);
            file.findings.push(BlockLimit { limit: BLOCK_LIMIT }.into());
        }
    }
}

fn nothing_found(bytes: &[u8]) -> Finding {
    match bytes {
        [] => EmptyFile {}.into(),
        // A SEQUENCE with a long length, as most DER starts.
        [0x30, 0x80..=0x84, ..] => NothingFound { looks_like: "der".into() }.into(),
        // One that is short, and whole: a request to an OCSP responder, say.
        [0x30, length, rest @ ..] if usize::from(*length) == rest.len() => {
            NothingFound { looks_like: "der".into() }.into()
        }
        text if pem::is_encoded(text) => EncodedPem {}.into(),
        bytes if wide_text(bytes).is_none() && !is_text(&String::from_utf8_lossy(bytes)) => {
            NothingFound { looks_like: "binary".into() }.into()
        }
        _ => NothingFound { looks_like: "text".into() }.into(),
    }
}

#[cfg(test)]
mod tests;
