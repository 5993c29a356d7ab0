//! The inspector's reader: files of any origin in, reports out.
//!
//! Files come from anywhere. Reading never panics, is bounded in bytes and in blocks, never repeats the
//! bytes of a private key, makes all text safe to show before it leaves, and hides nothing that can be read
//! because something else can't.

mod algorithm;
mod block;
mod certificate;
mod der;
mod error;
mod extensions;
mod findings;
mod form;
mod frame;
mod inspection;
mod item;
mod key;
mod links;
mod moment;
mod name;
mod raw;
pub(super) mod remark;
mod revocation;
mod signature;
mod values;

use std::path::Path;

pub use block::BLOCK_LIMIT;
pub use certificate::report_der;
pub use error::{CERTIFICATE_LIMIT, InspectError};
pub use findings::{Finding, of_time};
pub use inspection::Inspection;
pub use item::{FileInspection, Item, ItemKind};
pub use key::PrivateKeyKind;
pub use links::{Issuance, Issuer, ItemId, Links, SignatureCheck};
pub use remark::{Remark, RemarkSeverity};
pub use revocation::{REVOKED_SHOWN, RevocationListReport, Revoked};

pub(super) use algorithm::{insecure_signature, signature};
pub(super) use extensions::{key_usages, purpose};
pub(super) use key::{
    curve_name, describe as describe_private_key, kind as private_key_kind, public_key,
};
pub(super) use name::{distinguished, dotted, san_text};

use super::pem::{self, Scan};

/// The most bytes of one file that are read: 10,000 certificates have 20 MB.
pub const SIZE_LIMIT: usize = 64 << 20;

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
