//! Whether a private key belongs to a certificate.

use super::{PairError, blocks, parse, subject};
use crate::pki::algorithm::{KeyKind, PublicKey};
use crate::pki::inspect::{PrivateKeyKind, private_key_form, private_key_kind};
use crate::pki::key::LoadedKey;

/// Checks that the first private key of a PEM file belongs to a certificate (DER): that the public key
/// that follows from it is the one in the certificate. Reads PKCS #8, SEC 1 and PKCS #1.
///
/// # Errors
/// [`PairError::KeyMismatch`] where it is another's; [`PairError::NoKey`], [`PairError::EncryptedKey`]
/// and [`PairError::Key`] where there is none that etcd loads. [`PairError::NotChecked`] for keys of other
/// kinds than RSA of 2048 bits or more, ECDSA on P-256, P-384 and P-521, and Ed25519.
pub fn key_fits(certificate: &[u8], key_pem: &[u8]) -> Result<(), PairError> {
    let certificate = parse(certificate)?;
    let (kind, key) = first_key(key_pem)?;
    let found = public_half(kind, &key)?;
    let (expected, found) =
        (PublicKey::read(certificate.public_key().raw), PublicKey::read(&found));
    if expected == found {
        return Ok(());
    }
    let name = |key: Option<PublicKey<'_>>| key.map(|key| key.kind.to_string()).unwrap_or_default();
    Err(PairError::KeyMismatch {
        subject: subject(&certificate),
        expected: name(expected),
        found: name(found),
    })
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

/// Loads a private key and gives the public one as SubjectPublicKeyInfo. Go's parser knows neither DSA nor
/// Ed448 (`crypto/x509` `ParsePKCS8PrivateKey`); what it knows and aws-lc doesn't load is no fault.
fn public_half(form: PrivateKeyKind, der: &[u8]) -> Result<Vec<u8>, PairError> {
    use KeyKind::{Ecdsa, Ed25519, Rsa, RsaPss};
    let fault = |why: String| PairError::Key(why);
    let kind = match (form, KeyKind::of_private(form, der)) {
        (_, Some(kind)) => kind,
        (PrivateKeyKind::Pkcs8 | PrivateKeyKind::Pkcs1 | PrivateKeyKind::Sec1, None) => {
            return Err(fault("its structure is another".into()));
        }
        _ => return Err(fault(format!("its form is {form}, which etcd can't load"))),
    };
    match LoadedKey::load(&kind, form, der) {
        Some(Ok(key)) => match key.public() {
            Ok(public) => Ok(public.as_ref().to_vec()),
            Err(_) => Err(fault("its public half can't be written".into())),
        },
        Some(Err(error)) => Err(fault(error.to_string())),
        None if matches!(kind, Rsa { .. } | RsaPss { .. } | Ecdsa(_) | Ed25519) => {
            Err(PairError::NotChecked(format!("whether the key, {kind}, belongs to it")))
        }
        None => Err(fault(format!("it is a {kind} key"))),
    }
}
