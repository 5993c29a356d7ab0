//! Distinguished names and their strings, as Go's parser takes them.

use super::der::Der;
use crate::etcd::GoVersion;
use crate::pki::inspect::der::{
    BIT_STRING, BOOLEAN, GENERALIZED_TIME, INTEGER, OID, SEQUENCE, SET, UTC_TIME,
};

/// One attribute that Go has read, of those that are strings.
#[derive(Debug)]
pub(super) struct Attribute<'a> {
    /// The bytes of its OBJECT IDENTIFIER.
    pub(super) kind: &'a [u8],
    pub(super) value: String,
}

/// Reads a name.
///
/// # Errors
/// What Go says of one that it refuses.
pub(super) fn read(mut name: Der<'_>, go: GoVersion) -> Result<Vec<Attribute<'_>>, String> {
    const FAULT: &str = "x509: invalid RDNSequence";
    let fault = |what: &str| format!("{FAULT}: {what}");
    let mut attributes = Vec::new();
    let mut places = name.inside(SEQUENCE).ok_or(FAULT)?;
    while !places.is_empty() {
        let mut place = places.inside(SET).ok_or(FAULT)?;
        while !place.is_empty() {
            let mut attribute = place.inside(SEQUENCE).ok_or_else(|| fault("invalid attribute"))?;
            let kind = attribute.oid(go).ok_or_else(|| fault("invalid attribute type"))?;
            let value = if go >= GoVersion::first_of(27) {
                any(&mut attribute, go)
            } else {
                let value = attribute.any().ok_or_else(|| fault("invalid attribute value"))?;
                string(value.tag, value.value, go).map(Some)
            };
            let value = value.map_err(|why| fault(&format!("invalid attribute value: {why}")))?;
            attributes.extend(value.map(|value| Attribute { kind, value }));
        }
    }
    Ok(attributes)
}

/// Reads a value that may be anything, as Go does since 1.27: `None` where it is no string.
fn any(value: &mut Der<'_>, go: GoVersion) -> Result<Option<String>, String> {
    let broken = |what: &str| format!("invalid ASN.1 {what}");
    let value = value.any().ok_or_else(|| broken("element"))?;
    let mut again = Der(value.whole);
    match value.tag {
        12 | 18 | 19 | 20 | 22 | 30 => return string(value.tag, value.value, go).map(Some),
        INTEGER => again.integer().filter(|number| number.len() <= 8).map(|_| ()),
        BIT_STRING => again.bits().map(|_| ()),
        OID => again.oid(go).map(|_| ()),
        UTC_TIME | GENERALIZED_TIME => {
            again.time(go)?;
            Some(())
        }
        BOOLEAN => again.boolean().map(|_| ()),
        _ => Some(()),
    }
    .map(|()| None)
    .ok_or_else(|| {
        broken(match value.tag {
            INTEGER => "integer",
            BIT_STRING => "BIT STRING",
            OID => "OBJECT IDENTIFIER",
            _ => "BOOLEAN",
        })
    })
}

fn string(tag: u8, value: &[u8], go: GoVersion) -> Result<String, String> {
    let text = || String::from_utf8_lossy(value).into_owned();
    let only = |is_allowed: fn(u8) -> bool, what: &str| {
        let is_valid = value.iter().all(|byte| is_allowed(*byte));
        if is_valid { Ok(text()) } else { Err(what.to_owned()) }
    };
    match tag {
        // T61String, which Go reads as Latin-1 since 1.25 and as it stands before.
        20 if go >= GoVersion::first_of(25) => Ok(value.iter().copied().map(char::from).collect()),
        20 => Ok(text()),
        19 => only(is_printable, "invalid PrintableString"),
        12 => String::from_utf8(value.to_vec()).map_err(|_| "invalid UTF-8 string".into()),
        30 => bmp(value, go).ok_or_else(|| "invalid BMPString".into()),
        22 => only(|byte| byte.is_ascii(), "invalid IA5String"),
        18 => only(|byte| byte.is_ascii_digit() || byte == b' ', "invalid NumericString"),
        _ => Err(format!("unsupported string type: {tag}")),
    }
}

/// The characters of `PrintableString`, with `*` and `&`, which Go lets pass.
pub(super) fn is_printable(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
        || matches!(
            byte,
            b' ' | b'\'' | b'(' | b')' | b'+'..=b'/' | b':' | b'=' | b'?' | b'*' | b'&'
        )
}

/// Two bytes a character. Since 1.25 surrogates and what is no character are refused.
pub(super) fn bmp(value: &[u8], go: GoVersion) -> Option<String> {
    if !value.len().is_multiple_of(2) {
        return None;
    }
    let value = value.strip_suffix(&[0, 0]).unwrap_or(value);
    let units = || {
        value
            .chunks_exact(2)
            .map(|pair| pair.iter().fold(0, |unit: u16, byte| unit << 8 | u16::from(*byte)))
    };
    let is_none = |unit: u16| matches!(unit, 0xFFFE..|0xFDD0..=0xFDEF| 0xD800..=0xDFFF);
    if go >= GoVersion::first_of(25) && units().any(is_none) {
        return None;
    }
    let characters = char::decode_utf16(units());
    Some(characters.map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER)).collect())
}
