//! Whether a private key belongs to a certificate.

use x509_parser::num_bigint::BigUint;

use super::{PairError, blocks, frames, parse};
use crate::pki::algorithm::{Curve, KeyKind, PublicKey};
use crate::pki::inspect::der::{self, BIT_STRING, INTEGER, OCTET_STRING, SEQUENCE};
use crate::pki::inspect::{PrivateKeyKind, distinguished, private_key_form, private_key_kind};
use crate::pki::key::LoadedKey;
use crate::text::{fill, say};

/// Checks that the first private key of a PEM file belongs to a certificate (DER): that the public key
/// that follows from it is the one in the certificate. Reads PKCS #8, SEC 1 and PKCS #1.
///
/// # Errors
/// [`PairError::KeyMismatch`] where it is another's; [`PairError::NoKey`], [`PairError::EncryptedKey`],
/// [`PairError::KeyAlgorithm`] and [`PairError::Key`] where there is none that etcd loads.
/// [`PairError::NotChecked`] for a key that etcd loads and whose public half can't be told here: one on P-224
/// that doesn't hold it, and RSA with more than two primes.
pub fn key_fits(certificate: &[u8], key_pem: &[u8]) -> Result<(), PairError> {
    let Some((subject, spki)) = frames(certificate) else {
        let another = || PairError::NotACertificate(say("fault-structure").into());
        return Err(parse(certificate).err().unwrap_or_else(another));
    };
    let (form, key) = first_key(key_pem)?;
    let found = public_half(form, &key)?;
    let expected = PublicKey::read(spki);
    if expected.as_ref().is_some_and(|expected| found.is(expected)) {
        return Ok(());
    }
    Err(PairError::KeyMismatch {
        subject: distinguished(subject),
        expected: expected.map(|key| key.kind.to_string()).unwrap_or_default(),
        found: found.kind.to_string(),
    })
}

/// The public half of a private key.
struct PublicHalf {
    kind: KeyKind,
    bytes: Vec<u8>,
}

impl PublicHalf {
    /// Whether a certificate holds this one. Of RSA Go compares the modulus alone.
    fn is(&self, expected: &PublicKey<'_>) -> bool {
        match (modulus(&self.bytes), modulus(expected.bytes)) {
            _ if self.kind != expected.kind => false,
            (Some(found), Some(expected)) if matches!(self.kind, KeyKind::Rsa(_)) => {
                found == expected
            }
            _ => self.bytes == expected.bytes,
        }
    }
}

/// The modulus of an `RSAPublicKey` (RFC 8017 §A.1.1).
fn modulus(key: &[u8]) -> Option<&[u8]> {
    Some(der::only(key, SEQUENCE)?.inside().tagged(INTEGER)?.value)
}

/// Finds the block that Go would take for the key, and its form.
fn first_key(pem: &[u8]) -> Result<(PrivateKeyKind, zeroize::Zeroizing<Vec<u8>>), PairError> {
    let found = blocks(pem)?
        .into_iter()
        .find_map(|block| private_key_kind(&block.label).map(|kind| (kind, block)));
    let Some((labelled, block)) = found else { return Err(PairError::NoKey) };
    let kind = match &block.contents {
        Ok(der) if !block.encrypted => private_key_form(labelled, der),
        _ => labelled,
    };
    if block.encrypted || kind == PrivateKeyKind::EncryptedPkcs8 {
        return Err(PairError::EncryptedKey);
    }
    Ok((kind, block.decoded()?))
}

/// Loads a private key and gives the public one. What Go loads and aws-lc doesn't is taken from the key's own
/// numbers.
fn public_half(form: PrivateKeyKind, der: &[u8]) -> Result<PublicHalf, PairError> {
    let fault = |why: String| PairError::Key(why);
    let kind = match (form, KeyKind::of_private(form, der)) {
        (_, Some(kind)) => kind,
        (PrivateKeyKind::Pkcs8 | PrivateKeyKind::Pkcs1 | PrivateKeyKind::Sec1, None) => {
            return Err(fault(say("fault-structure").into()));
        }
        _ => return Err(fault(fill("fault-form", &[("form", &form)]))),
    };
    let unchecked = || PairError::NotChecked(fill("pair-whether-key", &[("kind", &kind)]));
    let bytes = match LoadedKey::load(&kind, form, der) {
        Some(Ok(key)) => {
            let public = key.public();
            let own = public.as_ref().ok().and_then(|public| PublicKey::read(public.as_ref()));
            let own = own.ok_or_else(|| fault(say("fault-public-half").into()))?;
            own.bytes.to_vec()
        }
        // aws-lc wants exponents that are no smaller than the usual one.
        Some(Err(error)) if matches!(kind, KeyKind::Rsa(_)) => match rsa_half(form, der) {
            Some(RsaHalf::Sound { exponent, public }) if exponent < BigUint::from(65537_u32) => {
                public
            }
            _ => return Err(fault(error.to_string())),
        },
        Some(Err(error)) => return Err(fault(error.to_string())),
        None if matches!(kind, KeyKind::Rsa(_)) => match rsa_half(form, der) {
            Some(RsaHalf::Sound { public, .. }) => public,
            Some(RsaHalf::ManyPrimes) => return Err(unchecked()),
            None => return Err(fault(say("fault-numbers").into())),
        },
        None if kind == KeyKind::Ecdsa(Curve::P224) => point(form, der).ok_or_else(unchecked)?,
        None => return Err(PairError::KeyAlgorithm(kind.to_string())),
    };
    Ok(PublicHalf { kind, bytes })
}

/// What the numbers of an RSA key tell.
enum RsaHalf {
    Sound {
        exponent: BigUint,
        /// `RSAPublicKey`.
        public: Vec<u8>,
    },
    /// Of more than two primes.
    ManyPrimes,
}

/// The key itself in the form that its algorithm has: PKCS #1 or SEC 1, of PKCS #8 what is in it.
fn own_form(form: PrivateKeyKind, key: &[u8]) -> Option<&[u8]> {
    if form != PrivateKeyKind::Pkcs8 {
        return Some(key);
    }
    let mut parts = der::split(key)?.0.inside();
    parts.tagged(INTEGER)?;
    parts.tagged(SEQUENCE)?;
    Some(parts.tagged(OCTET_STRING)?.value)
}

/// Reads an RSA key of any size (RFC 8017 §A.1.2); `None` where its numbers don't match, which Go
/// refuses as well.
fn rsa_half(form: PrivateKeyKind, key: &[u8]) -> Option<RsaHalf> {
    let mut parts = der::only(own_form(form, key)?, SEQUENCE)?.inside();
    let version = parts.tagged(INTEGER)?.value;
    let (modulus, public_exponent) = (parts.tagged(INTEGER)?, parts.tagged(INTEGER)?);
    let mut number = || Some(BigUint::from_bytes_be(parts.tagged(INTEGER)?.value));
    let (private, first, second) = (number()?, number()?, number()?);
    match version {
        [0] => {}
        [1] => return Some(RsaHalf::ManyPrimes),
        _ => return None,
    }
    let one = BigUint::from(1_u8);
    let exponent = BigUint::from_bytes_be(public_exponent.value);
    let product = &private * &exponent;
    let is_inverse = |prime: &BigUint| *prime > one && &product % (prime - &one) == one;
    let is_sound = &first * &second == BigUint::from_bytes_be(modulus.value)
        && is_inverse(&first)
        && is_inverse(&second);
    let public = der::encode(SEQUENCE, &[modulus.whole, public_exponent.whole]);
    is_sound.then_some(RsaHalf::Sound { exponent, public })
}

/// The point that an elliptic curve key holds beside its number (RFC 5915 §3).
fn point(form: PrivateKeyKind, key: &[u8]) -> Option<Vec<u8>> {
    let mut parts = der::only(own_form(form, key)?, SEQUENCE)?.inside();
    let public = parts.find(|part| part.tag == 0xA1)?;
    let (_unused, point) = public.inside().tagged(BIT_STRING)?.value.split_first()?;
    Some(point.to_vec())
}
