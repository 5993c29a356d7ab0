//! PEM files of certificates and keys, and whether a key is a certificate's. What they are good for is
//! [`judge`](super::judge)'s to say.

mod error;
mod key;

use x509_parser::prelude::{FromDer, X509Certificate};

pub use error::PairError;
pub use key::key_fits;

use super::inspect::der::{self, SEQUENCE};
use super::inspect::{BLOCK_LIMIT, SIZE_LIMIT, distinguished};
use super::pem;
use crate::text::escape_for_terminal;

/// Takes the certificates out of a PEM file as DER, in order. Other blocks are passed over, as etcd does.
///
/// # Errors
/// [`PairError::NoCertificate`] where there is none, [`PairError::Block`] where one can't be read.
pub fn certificates(pem: &[u8]) -> Result<Vec<Vec<u8>>, PairError> {
    let mut certificates = Vec::new();
    for block in blocks(pem)? {
        let is_certificate = block.label == "CERTIFICATE";
        let der = block.decoded()?;
        if is_certificate {
            certificates.push(der.to_vec());
        }
    }
    if certificates.is_empty() { Err(PairError::NoCertificate) } else { Ok(certificates) }
}

fn blocks(pem: &[u8]) -> Result<Vec<pem::Block>, PairError> {
    if pem.len() > SIZE_LIMIT {
        return Err(PairError::TooLarge { found: pem.len(), limit: SIZE_LIMIT });
    }
    Ok(pem::scan_bytes(pem, BLOCK_LIMIT).blocks)
}

/// Parses exactly one certificate: bytes behind it are a fault, as they are to Go.
pub(super) fn parse(der: &[u8]) -> Result<X509Certificate<'_>, PairError> {
    match X509Certificate::from_der(der) {
        Ok(([], certificate)) => Ok(certificate),
        Ok((rest, _)) => Err(PairError::TrailingData(rest.len())),
        Err(error) => Err(PairError::NotACertificate(escape_for_terminal(&error.to_string()))),
    }
}

/// The subject and the `SubjectPublicKeyInfo` of a certificate, told by their frames: whatever its other fields
/// hold.
fn frames(certificate: &[u8]) -> Option<(&[u8], &[u8])> {
    let mut fields = der::only(certificate, SEQUENCE)?.inside().tagged(SEQUENCE)?.inside();
    // Up to the serial number, which a version may stand before.
    if fields.next()?.tag == 0xA0 {
        fields.next()?;
    }
    // The signature's algorithm, the issuer, the validity.
    fields.nth(2)?;
    let (subject, key) = (fields.tagged(SEQUENCE)?, fields.tagged(SEQUENCE)?);
    Some((subject.whole, key.whole))
}

/// A distinguished name of its own (DER), safe to show; `None` where it can't be read.
pub fn name(der: &[u8]) -> Option<String> {
    x509_parser::x509::X509Name::from_der(der).ok()?;
    Some(distinguished(der))
}

/// The subject and the issuer of a certificate, as DER.
///
/// # Errors
/// [`PairError`] where it can't be read.
pub fn names(certificate: &[u8]) -> Result<(Vec<u8>, Vec<u8>), PairError> {
    let certificate = parse(certificate)?;
    Ok((certificate.subject().as_raw().to_vec(), certificate.issuer().as_raw().to_vec()))
}

#[cfg(test)]
mod tests;
