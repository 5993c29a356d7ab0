//! Names out of certificates, as text that is safe to show.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::net::IpAddr;

use x509_parser::asn1_rs::Oid;

use super::der::{self, Element, OID, SEQUENCE, SET};
use crate::pki::notation::{clipped, hexadecimal};
use crate::pki::profile::attribute_value;
use crate::text::escape_for_terminal;

const UTF8: u8 = 0x0C;
const NUMERIC: u8 = 0x12;
const PRINTABLE: u8 = 0x13;
const T61: u8 = 0x14;
const IA5: u8 = 0x16;
const VISIBLE: u8 = 0x1A;
const UNIVERSAL: u8 = 0x1C;
const BMP: u8 = 0x1E;

/// Writes what an OBJECT IDENTIFIER holds, with dots. That may be anything, such as no bytes at all.
pub(in crate::pki) fn oid(value: &[u8]) -> String {
    // Nobody's identifiers are longer, and each byte may become four characters.
    if value.len() > 64 {
        return "an OID of more than 64 bytes".into();
    }
    let unusual = || Oid::new(value.into()).to_id_string();
    let mut dotted = String::with_capacity(value.len() * 4);
    let mut number = 0_u128;
    for byte in value {
        // Not even the number of a UUID is as long.
        if number >> 121 != 0 {
            return unusual();
        }
        number = number << 7 | u128::from(byte & 0x7f);
        if byte & 0x80 != 0 {
            continue;
        }
        if dotted.is_empty() {
            // The first two share a number, in which only the last arc has room for more than 39 (X.690, 8.19.4).
            let arc = u128::from(number >= 40) + u128::from(number >= 80);
            push_decimal(arc, &mut dotted);
            number -= arc * 40;
        }
        dotted.push('.');
        push_decimal(number, &mut dotted);
        number = 0;
    }
    let is_whole = value.last().is_some_and(|byte| byte & 0x80 == 0);
    if is_whole { dotted } else { unusual() }
}

/// Writes a number. Formatting machinery takes longer, and a thousand certificates hold fifty thousand identifiers.
fn push_decimal(number: u128, text: &mut String) {
    let Ok(number) = u32::try_from(number) else {
        // Writing to a string can't fail.
        let _ = write!(text, "{number}");
        return;
    };
    if number >= 10 {
        push_decimal(u128::from(number / 10), text);
    }
    text.extend(char::from_digit(number % 10, 10));
}

/// Writes a name in DER as [`distinguished_name`](crate::pki::distinguished_name) does, with ` + ` between
/// attributes that share a place. Places without attributes are passed over, as Go and OpenSSL do; x509-parser
/// takes the first of them for the end.
pub(in crate::pki) fn distinguished(name: &[u8]) -> String {
    let places = der::split(name).map(|(name, _)| name.inside()).into_iter().flatten();
    let mut written = String::with_capacity(name.len());
    for place in places {
        let mut before = if written.is_empty() { "" } else { ", " };
        for (kind, value) in place.inside().filter_map(attribute) {
            let text = plain(value);
            let text = text.as_deref().map(attribute_value);
            let text = text.unwrap_or_else(|| escaped(value).into());
            for part in [before, &kind, " = ", &text] {
                written.push_str(part);
            }
            before = " + ";
        }
    }
    escape_for_terminal(&written)
}

/// Whether a name in DER can be read to its end: places, with attributes of a kind and a value each.
pub(in crate::pki) fn is_whole(name: &[u8]) -> bool {
    let is_attribute = |one: &Element<'_>| {
        let mut parts = one.inside();
        one.tag == SEQUENCE && parts.tagged(OID).is_some() && parts.next().is_some()
    };
    let is_place = |one: &Element<'_>| {
        let mut attributes = one.inside();
        one.tag == SET && attributes.all(|one| is_attribute(&one)) && attributes.is_empty()
    };
    der::only(name, SEQUENCE).is_some_and(|name| {
        let mut places = name.inside();
        places.all(|one| is_place(&one)) && places.is_empty()
    })
}

/// The attributes of a name in DER, in order: the short name of each kind and the value, as it is.
pub(in crate::pki) fn attributes(name: &[u8]) -> Vec<(String, String)> {
    each_attribute(name).map(|(kind, value)| (kind.into_owned(), value.into_owned())).collect()
}

/// The same one by one.
pub(super) fn each_attribute(
    name: &[u8],
) -> impl Iterator<Item = (Cow<'static, str>, Cow<'_, str>)> {
    let places = der::split(name).map(|(name, _)| name.inside()).into_iter().flatten();
    let attributes = places.flat_map(|place| place.inside().filter_map(attribute));
    attributes.map(|(kind, value)| (kind, text(value)))
}

fn attribute(element: Element<'_>) -> Option<(Cow<'static, str>, Element<'_>)> {
    let mut parts = element.inside();
    let kind = attribute_name(parts.tagged(OID)?.value);
    Some((kind, parts.next()?))
}

/// The short name that openssl gives an attribute, or its OID.
fn attribute_name(kind: &[u8]) -> Cow<'static, str> {
    if let [0x55, 4, number] = kind
        && let Some(name) = x520_name(*number)
    {
        return name.into();
    }
    let name = oid(kind);
    match name.as_str() {
        "1.2.643.100.1" => "OGRN",
        "1.2.643.100.3" => "SNILS",
        "1.2.643.3.131.1.1" => "INN",
        "1.3.6.1.4.1.311.60.2.1.1" => "jurisdictionL",
        "1.3.6.1.4.1.311.60.2.1.2" => "jurisdictionST",
        "1.3.6.1.4.1.311.60.2.1.3" => "jurisdictionC",
        "1.2.840.113549.1.9.2" => "unstructuredName",
        "1.2.840.113549.1.9.8" => "unstructuredAddress",
        "0.9.2342.19200300.100.1.3" => "mail",
        "1.2.840.113549.1.9.1" => "emailAddress",
        "0.9.2342.19200300.100.1.1" => "UID",
        "0.9.2342.19200300.100.1.25" => "DC",
        _ => return name.into(),
    }
    .into()
}

/// The same of one of X.520, by its number below 2.5.4.
fn x520_name(number: u8) -> Option<&'static str> {
    Some(match number {
        3 => "CN",
        4 => "SN",
        5 => "serialNumber",
        6 => "C",
        7 => "L",
        8 => "ST",
        9 => "street",
        10 => "O",
        11 => "OU",
        12 => "title",
        13 => "description",
        15 => "businessCategory",
        16 => "postalAddress",
        17 => "postalCode",
        18 => "postOfficeBox",
        19 => "physicalDeliveryOfficeName",
        20 => "telephoneNumber",
        23 => "facsimileTelephoneNumber",
        26 => "registeredAddress",
        41 => "name",
        42 => "GN",
        43 => "initials",
        44 => "generationQualifier",
        45 => "x500UniqueIdentifier",
        46 => "dnQualifier",
        51 => "houseIdentifier",
        65 => "pseudonym",
        72 => "role",
        97 => "organizationIdentifier",
        _ => return None,
    })
}

/// Reads a string of any of ASN.1's types; what is none is written as `#` and hexadecimal.
fn text(string: Element<'_>) -> Cow<'_, str> {
    plain(string).unwrap_or_else(|| escaped(string).into())
}

/// Reads a string that holds characters of its type alone.
fn plain(string: Element<'_>) -> Option<Cow<'_, str>> {
    let read = match string.tag {
        UTF8 | PRINTABLE | IA5 | NUMERIC | VISIBLE => {
            return std::str::from_utf8(string.value).ok().map(Cow::Borrowed);
        }
        // Latin-1 is what writers of T.61 mean.
        T61 => Some(string.value.iter().copied().map(char::from).collect()),
        // Characters beyond the plane stand there in halves.
        BMP => utf16(string.value),
        UNIVERSAL => string.value.chunks(4).map(wide).collect(),
        _ => Some(format!("#{}", clipped(string.value))),
    };
    read.map(Cow::Owned)
}

/// Reads a string with bytes that are no character: they are written in hexadecimal behind backslashes, which are
/// doubled where they stand in the string itself (RFC 4514 §2.4).
fn escaped(string: Element<'_>) -> String {
    let hex = |bytes: &[u8]| match hexadecimal(bytes) {
        digits if digits.is_empty() => digits,
        digits => format!("\\{}", digits.replace(':', "\\")),
    };
    let read = |size| -> String {
        let one = |bytes: &[u8]| wide(bytes).map_or_else(|| hex(bytes), doubled);
        string.value.chunks(size).map(one).collect()
    };
    match string.tag {
        BMP => read(2),
        UNIVERSAL => read(4),
        _ => {
            let chunks = string.value.utf8_chunks();
            chunks.map(|chunk| doubled(chunk.valid()) + &hex(chunk.invalid())).collect()
        }
    }
}

fn doubled(text: impl Into<String>) -> String {
    text.into().replace('\\', "\\\\")
}

/// One character of two or four bytes.
fn wide(bytes: &[u8]) -> Option<char> {
    let number = || bytes.iter().fold(0, |code: u32, byte| code << 8 | u32::from(*byte));
    Some(bytes).filter(|bytes| matches!(bytes.len(), 2 | 4)).and_then(|_| char::from_u32(number()))
}

/// Reads UTF-16 that is sound.
fn utf16(bytes: &[u8]) -> Option<String> {
    let (pairs, rest) = bytes.as_chunks::<2>();
    let units = pairs.iter().map(|pair| u16::from_be_bytes(*pair));
    let text: Result<String, _> = char::decode_utf16(units).collect();
    text.ok().filter(|_| rest.is_empty())
}

/// One subject alternative name, sorted.
pub(super) enum Name {
    Dns(String),
    Ip(String),
    Other(String),
    /// One that can't be what its kind says it is, with its kind in front.
    Malformed(String),
}

/// Reads one general name as it is encoded (RFC 5280 §4.2.1.6), with openssl's words for the kinds.
pub(super) fn element(name: Element<'_>) -> Name {
    let (number, value) = (name.tag & 0x1F, name.value);
    let said = match (number, std::str::from_utf8(value)) {
        (2, Ok(text)) => return Name::Dns(escape_for_terminal(text)),
        (7, _) => return address(value),
        (0, _) => other_name(name),
        (1, Ok(text)) => Some(format!("email:{text}")),
        (3, _) => Some(format!("X400Name:{}", clipped(value))),
        (4, _) if is_whole(value) => Some(format!("dirName:{}", distinguished(value))),
        (5, _) => Some(format!("EdiPartyName:{}", clipped(value))),
        (6, Ok(text)) => Some(format!("URI:{text}")),
        (8, _) => Some(format!("Registered ID:{}", oid(value))),
        _ => None,
    };
    match said {
        Some(text) => Name::Other(escape_for_terminal(&text)),
        None => Name::Malformed(format!("unreadable:tag {number} = {}", clipped(value))),
    }
}

/// Reads an `otherName`, whose value is often a string within a tag; else its bytes are shown.
fn other_name(name: Element<'_>) -> Option<String> {
    let mut parts = name.inside();
    let kind = oid(parts.tagged(OID)?.value);
    let inner = der::only(parts.0, 0xA0).and_then(|tagged| tagged.inside().next());
    let value = match inner {
        Some(inner) if matches!(inner.tag, UTF8 | PRINTABLE | IA5 | BMP) => text(inner),
        _ => clipped(parts.0).into(),
    };
    Some(format!("othername:{kind} = {value}"))
}

/// Writes one general name as one text, with its kind in front, as openssl does.
pub(super) fn kind_and_text(one: Element<'_>) -> String {
    match element(one) {
        Name::Dns(text) => format!("DNS:{text}"),
        Name::Ip(text) => format!("IP Address:{text}"),
        Name::Other(text) | Name::Malformed(text) => text,
    }
}

/// Writes an address canonically; one with other than 4 or 16 bytes (a network of name constraints has 8
/// or 32) is none.
fn address(bytes: &[u8]) -> Name {
    let malformed = || format!("IP of {} bytes:{}", bytes.len(), clipped(bytes));
    ip(bytes).map_or_else(|| Name::Malformed(malformed()), |ip| Name::Ip(ip.to_string()))
}

/// Reads an address of 4 or 16 bytes.
pub(in crate::pki) fn ip(bytes: &[u8]) -> Option<IpAddr> {
    let four = <[u8; 4]>::try_from(bytes).map(IpAddr::from).ok();
    four.or_else(|| <[u8; 16]>::try_from(bytes).map(IpAddr::from).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_lose_no_byte() {
        for (tag, value, expected) in [
            (UTF8, &b"etcd\xff1"[..], "CN = etcd\\FF1"),
            (PRINTABLE, b"a\\\xc3", "CN = a\\\\\\C3"),
            (UTF8, b"a\\b", "CN = a\\\\b"),
            (BMP, &[0, b'a', 0xD8, 0, 0, b'b'], "CN = a\\D8\\00b"),
            (BMP, &[0, b'a', 0xD8, 0x3D, 0xDE, 0], "CN = a😀"),
            (BMP, &[0, b'a', 0], "CN = a\\00"),
            (UNIVERSAL, &[0, 0, 0, b'a', 0, 0x11, 0, 0], "CN = a\\00\\11\\00\\00"),
            (T61, b"B\xfccher", "CN = Bücher"),
        ] {
            let value = der::encode(tag, &[value]);
            let attribute = der::encode(SEQUENCE, &[&[OID, 3, 0x55, 4, 3], &value]);
            let name = der::encode(SEQUENCE, &[&der::encode(SET, &[&attribute])]);
            assert_eq!(distinguished(&name), expected);
            assert!(is_whole(&name));
        }
    }

    #[test]
    fn identifiers_are_read_with_arcs_of_any_size() {
        for (value, expected) in [
            (&[0x55, 4, 3][..], "2.5.4.3"),
            (&[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 0x0b], "1.2.840.113549.1.1.11"),
            // 2.999, and the arc of UUIDs.
            (&[0x88, 0x37, 7, 8], "2.999.7.8"),
            (
                &[0x69, 0x83, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f],
                "2.25.288230376151711743",
            ),
            (&[0x00], "0.0"),
            (&[0x27], "0.39"),
            (&[0x28], "1.0"),
            (&[0x50], "2.0"),
        ] {
            assert_eq!(oid(value), expected);
        }
    }
}
