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
use x509_parser::asn1_rs::{Any, FromDer};

use super::{AuthorityError, ImportedAuthority};
use crate::text::escape_for_terminal;

const SEQUENCE: u8 = 0x30;
const BIT_STRING: u8 = 0x03;

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
    AuthorityError::Signing { why: escape_for_terminal(why) }
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
        let (_, outer) = Any::from_der(certificate).ok()?;
        let (tbs, rest) = element(outer.data)?;
        let (algorithm, _) = element(rest)?;
        let (_, tbs) = Any::from_der(tbs).ok()?;
        let (version, rest) = element(tbs.data)?;
        let (serial, rest) = element(rest)?;
        let (inner_algorithm, rest) = element(rest)?;
        let (_issuer, rest) = element(rest)?;
        Some(Self { version, serial, inner_algorithm, rest, algorithm })
    }

    /// `TBSCertificate` with another issuer.
    fn with_issuer(&self, name: &[u8]) -> Vec<u8> {
        encode(SEQUENCE, &[self.version, self.serial, self.inner_algorithm, name, self.rest])
    }
}

/// Splits the first element of DER, header and all, from what follows.
fn element(der: &[u8]) -> Option<(&[u8], &[u8])> {
    let (rest, _) = Any::from_der(der).ok()?;
    der.split_at_checked(der.len() - rest.len())
}

/// Writes one element of DER (X.690 §8.1.3 and §10.1).
fn encode(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
    let length: usize = parts.iter().map(|part| part.len()).sum();
    let bytes: Vec<u8> = length.to_be_bytes().into_iter().skip_while(|byte| *byte == 0).collect();
    let mut der = vec![tag];
    match (bytes.as_slice(), u8::try_from(bytes.len())) {
        ([], _) => der.push(0),
        ([short @ 0..=0x7f], _) => der.push(*short),
        (_, Ok(count)) => {
            der.push(0x80 | count);
            der.extend(&bytes);
        }
        // A length has at most eight bytes.
        (_, Err(_)) => {}
    }
    for part in parts {
        der.extend_from_slice(part);
    }
    der
}

#[cfg(test)]
mod tests;
