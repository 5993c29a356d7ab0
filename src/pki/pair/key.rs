//! Whether a private key belongs to a certificate.

use aws_lc_rs::encoding::{AsDer, PublicKeyX509Der};
use aws_lc_rs::rsa;
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_ASN1_SIGNING, ECDSA_P384_SHA384_ASN1_SIGNING, ECDSA_P521_SHA512_ASN1_SIGNING,
    EcdsaKeyPair, Ed25519KeyPair, KeyPair,
};
use x509_parser::prelude::FromDer;
use x509_parser::x509::SubjectPublicKeyInfo;

use super::{PairError, blocks, parse, subject};
use crate::pki::inspect::{PrivateKeyKind, private_key_kind, public_key};
use crate::pki::pem;
use crate::text::escape_for_terminal;

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
    let found = found.as_ref();
    let (_, found) = SubjectPublicKeyInfo::from_der(found)
        .map_err(|error| PairError::Key { why: escape_for_terminal(&error.to_string()) })?;
    let expected = certificate.public_key();
    let same_curve = public_key(expected) == public_key(&found);
    if same_curve && expected.subject_public_key.data == found.subject_public_key.data {
        return Ok(());
    }
    Err(PairError::KeyMismatch {
        subject: subject(&certificate),
        expected: public_key(expected),
        found: public_key(&found),
    })
}

/// Finds the block that Go would take for the key, and its form.
fn first_key(pem: &[u8]) -> Result<(PrivateKeyKind, zeroize::Zeroizing<Vec<u8>>), PairError> {
    let found = blocks(pem)?
        .into_iter()
        .find_map(|block| private_key_kind(&block.label).map(|kind| (kind, block)));
    let Some((kind, block)) = found else { return Err(PairError::NoKey) };
    let pem::Block { line, label, encrypted, contents, .. } = block;
    if encrypted || kind == PrivateKeyKind::EncryptedPkcs8 {
        return Err(PairError::EncryptedKey);
    }
    let contents = contents.map_err(|why| PairError::Block {
        line,
        label: escape_for_terminal(&label),
        why,
    })?;
    Ok((kind, contents))
}

/// Loads a private key and gives the public one as SubjectPublicKeyInfo.
fn public_half(kind: PrivateKeyKind, der: &[u8]) -> Result<PublicKeyX509Der<'static>, PairError> {
    let public = match kind {
        PrivateKeyKind::Pkcs1 => rsa::KeyPair::from_der(der).map(|pair| pair.public_key().as_der()),
        PrivateKeyKind::Sec1 => ecdsa(der),
        PrivateKeyKind::Pkcs8 => Ed25519KeyPair::from_pkcs8_maybe_unchecked(der)
            .map(|pair| pair.public_key().as_der())
            .or_else(|_| ecdsa(der))
            .or_else(|_| rsa::KeyPair::from_pkcs8(der).map(|pair| pair.public_key().as_der())),
        _ => {
            return Err(PairError::Key {
                why: format!("its form is {kind}, which etcd can't load"),
            });
        }
    };
    match public {
        Ok(Ok(public)) => Ok(public),
        Ok(Err(_)) => Err(PairError::Key { why: "its public half can't be written".into() }),
        // What the parser knows and aws-lc doesn't load is no fault.
        Err(error) => match crate::pki::inspect::describe_private_key(kind, der) {
            Some(name) if !go_loads(&name) => {
                Err(PairError::Key { why: format!("it is a {name} key") })
            }
            Some(name) if !is_loaded(&name) => Err(PairError::NotChecked {
                what: format!("whether the key, {name}, belongs to it"),
            }),
            _ => Err(PairError::Key { why: error.to_string() }),
        },
    }
}

type Public = Result<PublicKeyX509Der<'static>, aws_lc_rs::error::Unspecified>;

fn ecdsa(der: &[u8]) -> Result<Public, aws_lc_rs::error::KeyRejected> {
    let on = |curve| {
        EcdsaKeyPair::from_private_key_der(curve, der).map(|pair| pair.public_key().as_der())
    };
    on(&ECDSA_P256_SHA256_ASN1_SIGNING)
        .or_else(|_| on(&ECDSA_P384_SHA384_ASN1_SIGNING))
        .or_else(|_| on(&ECDSA_P521_SHA512_ASN1_SIGNING))
}

/// Whether Go's parser knows keys of this name (`crypto/x509` ParsePKCS8PrivateKey): not DSA, nor Ed448.
fn go_loads(name: &str) -> bool {
    ["RSA", "ECDSA", "Ed25519"].iter().any(|kind| name.starts_with(kind))
}

/// Whether a key of this name is one that aws-lc loads where it is sound.
fn is_loaded(name: &str) -> bool {
    let bits = name.strip_prefix("RSA ").and_then(|bits| bits.parse::<u32>().ok());
    bits.is_some_and(|bits| (2048..=8192).contains(&bits))
        || ["ECDSA P-256", "ECDSA P-384", "ECDSA P-521", "Ed25519"].contains(&name)
}
