//! Names out of certificates, as text that is safe to show.

use std::net::IpAddr;

use x509_parser::asn1_rs::{Any, Oid, Tag};
use x509_parser::extensions::GeneralName;
use x509_parser::prelude::FromDer;

use super::der::{self, Element, OID};
use crate::pki::notation::clipped;
use crate::pki::profile::attribute_value;
use crate::text::escape_for_terminal;

/// Writes an OID with dots. Its encoding may be anything, such as no bytes at all.
fn dotted(oid: &Oid<'_>) -> String {
    // Nobody's identifiers are longer, and each byte may become four characters.
    if oid.as_bytes().len() > 64 {
        return "an OID of more than 64 bytes".into();
    }
    oid.to_id_string()
}

/// Writes what an OBJECT IDENTIFIER holds, with dots.
pub(in crate::pki) fn oid(value: &[u8]) -> String {
    dotted(&Oid::new(value.into()))
}

/// Writes a name in DER as [`distinguished_name`](crate::pki::distinguished_name) does, with ` + ` between
/// attributes that share a place. Places without attributes are passed over, as Go and OpenSSL do; x509-parser
/// takes the first of them for the end.
pub(in crate::pki) fn distinguished(name: &[u8]) -> String {
    let places = der::split(name).map(|(name, _)| name.inside()).into_iter().flatten();
    let parts: Vec<String> = places
        .filter_map(|place| {
            let attributes: Vec<String> = place.inside().filter_map(attribute).collect();
            (!attributes.is_empty()).then(|| attributes.join(" + "))
        })
        .collect();
    escape_for_terminal(&parts.join(", "))
}

fn attribute(element: Element<'_>) -> Option<String> {
    let mut parts = element.inside();
    let kind = Oid::new(parts.tagged(OID)?.value.into());
    let value = Any::from_der(parts.next()?.whole).map(|(_, value)| text(&value)).ok()?;
    Some(format!("{} = {}", attribute_name(&kind), attribute_value(&value)))
}

/// The short name that openssl gives an attribute, or its OID.
fn attribute_name(kind: &Oid<'_>) -> String {
    let name = dotted(kind);
    match name.as_str() {
        "2.5.4.3" => "CN",
        "2.5.4.4" => "SN",
        "2.5.4.5" => "serialNumber",
        "2.5.4.6" => "C",
        "2.5.4.7" => "L",
        "2.5.4.8" => "ST",
        "2.5.4.9" => "street",
        "2.5.4.10" => "O",
        "2.5.4.11" => "OU",
        "2.5.4.12" => "title",
        "2.5.4.13" => "description",
        "2.5.4.15" => "businessCategory",
        "2.5.4.17" => "postalCode",
        "2.5.4.41" => "name",
        "2.5.4.43" => "initials",
        "2.5.4.44" => "generationQualifier",
        "2.5.4.46" => "dnQualifier",
        "2.5.4.65" => "pseudonym",
        "2.5.4.97" => "organizationIdentifier",
        "1.3.6.1.4.1.311.60.2.1.1" => "jurisdictionL",
        "1.3.6.1.4.1.311.60.2.1.2" => "jurisdictionST",
        "1.3.6.1.4.1.311.60.2.1.3" => "jurisdictionC",
        "1.2.840.113549.1.9.2" => "unstructuredName",
        "2.5.4.42" => "GN",
        "1.2.840.113549.1.9.1" => "emailAddress",
        "0.9.2342.19200300.100.1.1" => "UID",
        "0.9.2342.19200300.100.1.25" => "DC",
        _ => return name,
    }
    .into()
}

/// Reads a string of any of ASN.1's types; what is none is written as `#` and hexadecimal.
fn text(value: &Any<'_>) -> String {
    match value.tag() {
        Tag::Utf8String
        | Tag::PrintableString
        | Tag::Ia5String
        | Tag::NumericString
        | Tag::VisibleString => String::from_utf8_lossy(value.data).into_owned(),
        // Latin-1 is what writers of T.61 mean.
        Tag::T61String => value.data.iter().copied().map(char::from).collect(),
        Tag::BmpString => {
            let units = value
                .data
                .chunks(2)
                .map(|pair| pair.iter().fold(0_u16, |unit, byte| unit << 8 | u16::from(*byte)));
            char::decode_utf16(units)
                .map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER))
                .collect()
        }
        Tag::UniversalString => value
            .data
            .chunks(4)
            .map(|four| four.iter().fold(0_u32, |code, byte| code << 8 | u32::from(*byte)))
            .map(|code| char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER))
            .collect(),
        _ => format!("#{}", clipped(value.data)),
    }
}

/// One subject alternative name, sorted.
pub(super) enum Name {
    Dns(String),
    Ip(String),
    Other(String),
    /// One that can't be what its kind says it is, with its kind in front.
    Malformed(String),
}

/// Reads one general name as it is encoded (RFC 5280 §4.2.1.6).
pub(super) fn element(element: Element<'_>) -> Name {
    match GeneralName::from_der(element.whole) {
        Ok(([], name)) => general(&name),
        _ => Name::Malformed(format!("unreadable:{}", clipped(element.whole))),
    }
}

/// Writes one general name as one text, with its kind in front, as openssl does.
pub(super) fn kind_and_text(one: Element<'_>) -> String {
    match element(one) {
        Name::Dns(text) => format!("DNS:{text}"),
        Name::Ip(text) => format!("IP Address:{text}"),
        Name::Other(text) | Name::Malformed(text) => text,
    }
}

/// Reads one subject alternative name.
pub(super) fn general(name: &GeneralName<'_>) -> Name {
    let other =
        |kind: &str, text: &str| Name::Other(escape_for_terminal(&format!("{kind}:{text}")));
    match name {
        GeneralName::DNSName(name) => Name::Dns(escape_for_terminal(name)),
        GeneralName::IPAddress(bytes) => address(bytes),
        GeneralName::RFC822Name(name) => other("email", name),
        GeneralName::URI(name) => other("URI", name),
        GeneralName::DirectoryName(name) => other("dirName", &distinguished(name.as_raw())),
        GeneralName::RegisteredID(oid) => other("Registered ID", &dotted(oid)),
        GeneralName::OtherName(kind, value) => {
            other("othername", &format!("{} = {}", dotted(kind), other_value(value)))
        }
        GeneralName::X400Address(value) => other("X400Name", &clipped(value.data)),
        GeneralName::EDIPartyName(value) => other("EdiPartyName", &clipped(value.data)),
        GeneralName::Invalid(tag, bytes) => {
            Name::Malformed(format!("unreadable:tag {} = {}", tag.0, clipped(bytes)))
        }
    }
}

/// Reads the value of an `otherName`, often a string within a tag, or shows its bytes.
fn other_value(value: &[u8]) -> String {
    let inner = der::only(value, 0xA0).and_then(|tagged| tagged.inside().next());
    match inner.and_then(|inner| Any::from_der(inner.whole).ok()) {
        Some((_, any)) if is_string(any.tag()) => text(&any),
        _ => clipped(value),
    }
}

fn is_string(tag: Tag) -> bool {
    matches!(tag, Tag::Utf8String | Tag::PrintableString | Tag::Ia5String | Tag::BmpString)
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
