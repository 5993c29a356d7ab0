//! The DER of whatever a file holds but private keys.

use super::form::{self, Form};
use super::item::{FileInspection, Item};
use super::{BLOCK_LIMIT, asn1, der, key};
use crate::pki::pem;
use crate::text::escape_for_terminal;
use zeroize::Zeroizing;

/// One piece of DER, element by element.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Structure {
    /// The line it starts in, from 1.
    pub line: usize,
    /// Its label, safe to show; empty without one.
    pub label: String,
    /// One line an element, in the columns of `openssl asn1parse`.
    pub lines: Vec<String>,
}

/// Takes the DER of a file apart, damaged blocks included; what may be a private key is passed over.
pub fn structures(bytes: &[u8], file: &FileInspection) -> Vec<Structure> {
    let text = Zeroizing::new(String::from_utf8_lossy(bytes).into_owned());
    let scan = pem::scan(&pem::repaired(&text), BLOCK_LIMIT);
    let blocks = scan.blocks.iter().filter(|block| key::kind(&block.label).is_none());
    let found: Vec<Structure> = blocks
        .filter_map(|block| {
            let bytes = block.contents.as_ref().ok().or(block.salvaged.as_ref())?;
            let label = escape_for_terminal(&block.label.chars().take(64).collect::<String>());
            is_public(bytes).then(|| Structure {
                line: block.line,
                label,
                lines: asn1::parse(bytes),
            })
        })
        .collect();
    if !found.is_empty() {
        return found;
    }
    if scan.blocks.is_empty() && matches!(bytes.first(), Some(0x30)) {
        let lines = if is_public(bytes) { asn1::parse(bytes) } else { Vec::new() };
        let whole = Structure { line: 1, label: String::new(), lines };
        return Some(whole).filter(|whole| !whole.lines.is_empty()).into_iter().collect();
    }
    let of = |item: &Item| {
        let lines = asn1::parse(item.public_der()?);
        Some(Structure { line: item.line, label: item.label.clone(), lines })
    };
    file.items.iter().filter_map(of).collect()
}

/// Whether DER is no private key: what isn't known and starts with a number may be one.
fn is_public(bytes: &[u8]) -> bool {
    match form::detect(bytes) {
        Some(Form::Pkcs8 | Form::Pkcs1 | Form::Sec1 | Form::Pkcs12) => false,
        Some(_) => true,
        None => {
            // The length may be wrong: a certificate that is cut short is looked into all the same.
            let inner = match bytes {
                [0x30, 0..=0x80, rest @ ..] => rest.first(),
                [0x30, size, rest @ ..] => rest.get(usize::from(size & 0x7F)),
                _ => None,
            };
            inner.is_some_and(|tag| matches!(*tag, der::SEQUENCE | der::SET | der::OID | 0xA0))
        }
    }
}
