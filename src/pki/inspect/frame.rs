//! The frame of a certificate: where its parts lie, whatever is in them.

use super::der::{BIT_STRING, Element, INTEGER, Reader, SEQUENCE};

/// The parts of a certificate (RFC 5280 §4.1), none of them looked into.
pub(super) struct Frame<'a> {
    /// The certificate without what follows it.
    pub(super) whole: &'a [u8],
    /// What follows it.
    pub(super) trailing: &'a [u8],
    /// What is signed.
    pub(super) signed: Element<'a>,
    pub(super) version: Option<Element<'a>>,
    pub(super) serial: Element<'a>,
    /// The signature's algorithm as it is named within what is signed.
    pub(super) algorithm: Element<'a>,
    pub(super) issuer: Element<'a>,
    pub(super) validity: Element<'a>,
    pub(super) subject: Element<'a>,
    /// The `SubjectPublicKeyInfo`.
    pub(super) key: Element<'a>,
    /// The SEQUENCE of extensions.
    pub(super) extensions: Option<Element<'a>>,
    /// The signature's algorithm as it is named beside the signature.
    pub(super) outer_algorithm: Option<Element<'a>>,
    /// The signature, a BIT STRING.
    pub(super) signature: Option<Element<'a>>,
    /// How many bytes stand behind the last field, of the certificate and of what is signed.
    pub(super) extra: usize,
}

impl<'a> Frame<'a> {
    /// Finds the parts.
    ///
    /// # Errors
    /// A sentence that says where the frame breaks.
    pub(super) fn parse(bytes: &'a [u8]) -> Result<Self, String> {
        let mut whole = Reader(bytes);
        let outer = part(&mut whole, SEQUENCE, "outer SEQUENCE")?;
        let mut parts = outer.inside();
        let signed = part(&mut parts, SEQUENCE, "tbsCertificate")?;
        let outer_algorithm = parts.tagged(SEQUENCE);
        let signature = parts.tagged(BIT_STRING);
        let mut fields = signed.inside();
        let version = fields.tagged(0xA0);
        let mut field = |tag, what| part(&mut fields, tag, what);
        let frame = Self {
            whole: outer.whole,
            trailing: whole.0,
            signed,
            version,
            serial: field(INTEGER, "serial number")?,
            algorithm: field(SEQUENCE, "signature algorithm")?,
            issuer: field(SEQUENCE, "issuer")?,
            validity: field(SEQUENCE, "validity")?,
            subject: field(SEQUENCE, "subject")?,
            key: field(SEQUENCE, "public key")?,
            extensions: extensions(fields.clone()),
            outer_algorithm,
            signature,
            extra: parts.0.len() + behind(fields),
        };
        Ok(frame)
    }
}

/// The next element, which has to have a tag.
fn part<'a>(reader: &mut Reader<'a>, tag: u8, what: &str) -> Result<Element<'a>, String> {
    let next = reader.0;
    reader.tagged(tag).ok_or_else(|| match next {
        // X.690 §8.1.3.6 and §10.1.
        [first, 0x80, ..] if *first == tag => {
            format!("its {what} has an indefinite length, as BER allows and DER doesn't")
        }
        [first, ..] if *first == tag => format!("its {what} is cut short"),
        _ => format!("its {what} is missing"),
    })
}

/// Counts the bytes behind the unique identifiers and the extensions.
fn behind(mut fields: Reader<'_>) -> usize {
    for tags in [&[0x81, 0xA1][..], &[0x82, 0xA2], &[0xA3]] {
        let mut next = fields.clone();
        if next.next().is_some_and(|one| tags.contains(&one.tag)) {
            fields = next;
        }
    }
    fields.0.len()
}

/// Passes over the unique identifiers of version 2, which nobody uses.
fn extensions(fields: Reader<'_>) -> Option<Element<'_>> {
    fields.into_iter().find(|element| element.tag == 0xA3)?.inside().tagged(SEQUENCE)
}
