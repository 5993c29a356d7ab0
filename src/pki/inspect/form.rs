//! What bare DER is, told by its shape.

use super::der::{self, BIT_STRING, Element, INTEGER, OCTET_STRING, OID, SEQUENCE};
use super::name;

/// What DER can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    Certificate,
    Request,
    RevocationList,
    PublicKey,
    RsaPublicKey,
    Pkcs8,
    EncryptedPkcs8,
    Pkcs1,
    Sec1,
    Pkcs7,
    Pkcs12,
    OcspResponse,
}

const SIGNED_DATA: &str = "1.2.840.113549.1.7.2";

/// Tells what DER is.
pub(super) fn detect(bytes: &[u8]) -> Option<Form> {
    let Some((outer, _)) = der::split(bytes).filter(|(outer, _)| outer.tag == SEQUENCE) else {
        return indefinite(bytes);
    };
    let parts: Vec<Element<'_>> = outer.inside().take(4).collect();
    let tags: Vec<u8> = parts.iter().map(|part| part.tag).collect();
    let first = parts.first()?;
    match tags.as_slice() {
        [SEQUENCE, SEQUENCE, BIT_STRING, ..] => signed(*first),
        [SEQUENCE, BIT_STRING] => Some(Form::PublicKey),
        [SEQUENCE, OCTET_STRING] => Some(Form::EncryptedPkcs8),
        [INTEGER, SEQUENCE, OCTET_STRING, ..] => Some(Form::Pkcs8),
        [INTEGER, INTEGER, INTEGER, INTEGER] => Some(Form::Pkcs1),
        [INTEGER, INTEGER] => Some(Form::RsaPublicKey),
        [INTEGER, OCTET_STRING, ..] => Some(Form::Sec1),
        [INTEGER, SEQUENCE, ..] if first.value == [3] => Some(Form::Pkcs12),
        // A responder that doesn't answer says why, in five bytes (RFC 6960 §4.2.1).
        [0x0A, 0xA0] => Some(Form::OcspResponse),
        [0x0A] if first.value.len() == 1 => Some(Form::OcspResponse),
        [OID, 0xA0, ..] if name::oid(first.value) == SIGNED_DATA => Some(Form::Pkcs7),
        _ => None,
    }
}

/// Tells the three that somebody signed apart.
fn signed(part: Element<'_>) -> Option<Form> {
    let tags: Vec<u8> = part.inside().take(8).map(|field| field.tag).collect();
    match tags.as_slice() {
        [0xA0, INTEGER, SEQUENCE, SEQUENCE, SEQUENCE, SEQUENCE, SEQUENCE, ..]
        | [INTEGER, SEQUENCE, SEQUENCE, SEQUENCE, SEQUENCE, SEQUENCE, ..] => {
            Some(Form::Certificate)
        }
        [INTEGER, SEQUENCE, SEQUENCE] | [INTEGER, SEQUENCE, SEQUENCE, 0xA0] => Some(Form::Request),
        [INTEGER, SEQUENCE, SEQUENCE, 0x17 | 0x18, ..] | [SEQUENCE, SEQUENCE, 0x17 | 0x18, ..] => {
            Some(Form::RevocationList)
        }
        _ => None,
    }
}

/// PKCS #7 and PKCS #12 are also written with lengths that are told only at the end.
fn indefinite(bytes: &[u8]) -> Option<Form> {
    match bytes {
        [0x30, 0x80, 0x02, 0x01, 0x03, ..] => Some(Form::Pkcs12),
        [0x30, 0x80, 0x06, 0x09, rest @ ..] => {
            let oid = rest.get(..9)?;
            (name::oid(oid) == SIGNED_DATA).then_some(Form::Pkcs7)
        }
        _ => None,
    }
}

/// Takes the certificates and revocation lists out of PKCS #7 (RFC 2315 §9.1), in their order; `None`
/// where its lengths are indefinite or it holds something else than signed data.
pub(super) fn pkcs7(bytes: &[u8]) -> Option<[Vec<&[u8]>; 2]> {
    let (outer, _) = der::split(bytes).filter(|(outer, _)| outer.tag == SEQUENCE)?;
    let mut parts = outer.inside();
    let kind = name::oid(parts.tagged(OID)?.value);
    if kind != SIGNED_DATA {
        return None;
    }
    let signed = parts.tagged(0xA0)?.inside().tagged(SEQUENCE)?;
    let of = |tag: u8| {
        let list = signed.inside().find(|part| part.tag == tag);
        list.map(|list| list.inside().map(|one| one.whole).collect()).unwrap_or_default()
    };
    Some([of(0xA0), of(0xA1)])
}
