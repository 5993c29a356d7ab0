//! Signing in another authority's name, byte by byte.
//!
//! rcgen writes an issuer's name anew and can't write each: attributes that repeat, share a place or are
//! of another string type come out differently, and chains are found by comparing bytes. So rcgen makes
//! the certificate with an empty issuer and no signature; the authority's own bytes take the issuer's
//! place, and its key signs the whole.

use rcgen::{
    CertificateParams, DistinguishedName, Issuer, KeyIdMethod, KeyPair, PublicKeyData,
    SignatureAlgorithm, SigningKey,
};

use super::{AuthorityError, ImportedAuthority};
use crate::pki::inspect::der::{self, BIT_STRING, SEQUENCE, encode};
use crate::text::escape_for_terminal;

/// Issues a certificate as DER. Its issuer is the authority's subject in the same bytes; its authority
/// key identifier is the authority's own, or follows from the key where the authority has none.
///
/// # Errors
/// [`AuthorityError::Signing`].
pub(in crate::pki) fn sign(
    parameters: &CertificateParams,
    subject_public_key: &impl PublicKeyData,
    authority: &ImportedAuthority,
) -> Result<Vec<u8>, AuthorityError> {
    let refused = |error: rcgen::Error| failed(&error.to_string());
    let mut stand_in = CertificateParams::default();
    stand_in.distinguished_name = DistinguishedName::new();
    if let Some(id) = authority.certificate().key_id() {
        stand_in.key_identifier_method = KeyIdMethod::PreSpecified(id.to_vec());
    }
    let pair = authority.pair.pair();
    let issuer = Issuer::new(stand_in, Unsigned(pair));
    let draft = parameters.signed_by(subject_public_key, &issuer).map_err(refused)?;
    let pieces = Pieces::split(draft.der())
        .ok_or_else(|| failed("rcgen wrote a certificate of another structure"))?;
    let tbs = pieces.with_issuer(&authority.certificate().subject_der);
    let signature = pair.sign(&tbs).map_err(refused)?;
    // No bits are unused in its last byte.
    let signature = encode(BIT_STRING, &[&[0], &signature]);
    Ok(encode(SEQUENCE, &[&tbs, pieces.algorithm, &signature]))
}

fn failed(why: &str) -> AuthorityError {
    AuthorityError::Signing(escape_for_terminal(why))
}

/// A key by its public half and algorithm. The one signature is made when all bytes are there.
struct Unsigned<'a>(&'a KeyPair);

impl PublicKeyData for Unsigned<'_> {
    fn der_bytes(&self) -> &[u8] {
        self.0.der_bytes()
    }

    fn algorithm(&self) -> &'static SignatureAlgorithm {
        PublicKeyData::algorithm(self.0)
    }
}

impl SigningKey for Unsigned<'_> {
    fn sign(&self, _: &[u8]) -> Result<Vec<u8>, rcgen::Error> {
        Ok(Vec::new())
    }
}

/// A certificate of version 3 in pieces, each with its header (RFC 5280 §4.1).
pub(super) struct Pieces<'a> {
    version: &'a [u8],
    serial: &'a [u8],
    /// The signature algorithm, as the signature covers it.
    pub(super) inner_algorithm: &'a [u8],
    /// All behind the issuer.
    rest: &'a [u8],
    /// The signature algorithm again, behind what is signed.
    pub(super) algorithm: &'a [u8],
}

impl<'a> Pieces<'a> {
    pub(super) fn split(certificate: &'a [u8]) -> Option<Self> {
        let (certificate, _) = der::split(certificate)?;
        let mut outer = certificate.inside();
        let mut fields = outer.next()?.inside();
        let algorithm = outer.next()?.whole;
        let mut next = || fields.next().map(|field| field.whole);
        let (version, serial, inner_algorithm) = (next()?, next()?, next()?);
        let _issuer = next()?;
        Some(Self { version, serial, inner_algorithm, rest: fields.0, algorithm })
    }

    /// `TBSCertificate` with another issuer.
    fn with_issuer(&self, name: &[u8]) -> Vec<u8> {
        encode(SEQUENCE, &[self.version, self.serial, self.inner_algorithm, name, self.rest])
    }
}

#[cfg(test)]
mod tests;
