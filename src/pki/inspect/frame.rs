//! The frame of a certificate: where its parts lie, whatever is in them.

use super::der::{self, BIT_STRING, Element, INTEGER, Reader, SEQUENCE};

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
}

impl<'a> Frame<'a> {
    /// Finds the parts.
    ///
    /// # Errors
    /// A sentence that says where the frame breaks.
    pub(super) fn parse(bytes: &'a [u8]) -> Result<Self, &'static str> {
        let (outer, trailing) = der::split(bytes)
            .filter(|(outer, _)| outer.tag == SEQUENCE)
            .ok_or("its outer SEQUENCE is cut short or missing")?;
        let mut parts = outer.inside();
        let signed =
            parts.tagged(SEQUENCE).ok_or("the part that is signed is cut short or missing")?;
        let outer_algorithm = parts.tagged(SEQUENCE);
        let signature = parts.tagged(BIT_STRING);
        let mut fields = signed.inside();
        let version = fields.tagged(0xA0);
        let mut field = |tag, why| fields.tagged(tag).ok_or(why);
        Ok(Self {
            whole: outer.whole,
            trailing,
            signed,
            version,
            serial: field(INTEGER, "its serial number is missing")?,
            algorithm: field(SEQUENCE, "its signature algorithm is missing")?,
            issuer: field(SEQUENCE, "its issuer is missing")?,
            validity: field(SEQUENCE, "its validity is missing")?,
            subject: field(SEQUENCE, "its subject is missing")?,
            key: field(SEQUENCE, "its public key is missing")?,
            extensions: extensions(fields),
            outer_algorithm,
            signature,
        })
    }
}

/// Passes over the unique identifiers of version 2, which nobody uses.
fn extensions(fields: Reader<'_>) -> Option<Element<'_>> {
    fields.into_iter().find(|element| element.tag == 0xA3)?.inside().tagged(SEQUENCE)
}
