//! Characters in names that a terminal obeys or doesn't show: controls, what turns the direction of a line, what
//! has no width. They are shown escaped everywhere; here they are told of.

use std::borrow::Cow;

use super::der::{self, Element, OCTET_STRING, OID, SEQUENCE};
use super::frame::Frame;
use super::name;
use crate::finding::Finding;
use crate::finding::rules::names::HiddenCharacters;
use crate::text::is_unsafe;

/// The most characters that are named of one place.
const NAMED: usize = 8;
/// The most places of one certificate that are told.
const TOLD: usize = 20;

/// What there is to say of the names of a certificate.
pub(super) fn of_certificate(frame: &Frame<'_>) -> Vec<Finding> {
    let is_own = frame.issuer.whole == frame.subject.whole;
    let issuer = if is_own { Vec::new() } else { of_name("issuer", frame.issuer.whole) };
    let mut found = of_name("subject", frame.subject.whole);
    found.extend(issuer);
    found.extend(frame.extensions.map(of_sans).unwrap_or_default());
    found.truncate(TOLD);
    found
}

/// The same for a name alone, such as a request's subject.
pub(super) fn of_name(part: &str, name: &[u8]) -> Vec<Finding> {
    let attributes = name::each_attribute(name);
    let one = |(kind, value): (_, Cow<'_, str>)| finding(&value, || format!("{part} {kind}"));
    attributes.filter_map(one).take(TOLD).collect()
}

/// The same for the names in the extensions of a certificate or a request.
pub(super) fn of_sans(extensions: Element<'_>) -> Vec<Finding> {
    let lists = extensions.inside().filter_map(sans);
    let names = lists.flat_map(|list| list.inside());
    names.flat_map(of_general_name).take(TOLD).collect()
}

/// The list of names of an extension, where it is that of SANs.
fn sans(extension: Element<'_>) -> Option<Element<'_>> {
    let mut parts = extension.inside();
    let oid = parts.tagged(OID)?;
    let octets = parts.find(|part| part.tag == OCTET_STRING)?;
    if oid.value == [0x55, 0x1D, 0x11] { der::only(octets.value, SEQUENCE) } else { None }
}

fn of_general_name(name: Element<'_>) -> Vec<Finding> {
    let text = |kind: &str| {
        let found = finding(&String::from_utf8_lossy(name.value), || kind.to_owned());
        found.into_iter().collect()
    };
    match name.tag & 0x1F {
        1 => text("SAN email"),
        2 => text("SAN DNS"),
        4 => of_name("SAN dirName", name.value),
        6 => text("SAN URI"),
        _ => Vec::new(),
    }
}

fn finding(text: &str, place: impl FnOnce() -> String) -> Option<Finding> {
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return None;
    }
    let mut codes: Vec<String> = Vec::new();
    for character in text.chars().filter(|character| is_unsafe(*character)) {
        let code = format!("U+{:04X}", u32::from(character));
        if !codes.contains(&code) {
            codes.push(code);
        }
        if codes.len() >= NAMED {
            break;
        }
    }
    let characters = codes.join(", ");
    (!codes.is_empty()).then(|| HiddenCharacters { place: place(), characters }.into())
}
