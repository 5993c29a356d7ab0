//! Keys by name: public ones from their algorithm, private ones without their bytes.

use std::fmt;

use x509_parser::asn1_rs::{Any, Integer, OctetString, Oid, Sequence, Tag};
use x509_parser::prelude::FromDer;
use x509_parser::public_key::PublicKey;
use x509_parser::x509::{AlgorithmIdentifier, SubjectPublicKeyInfo};

use super::name::dotted;

/// The form that a private key is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum PrivateKeyKind {
    /// PKCS #8, `PRIVATE KEY` (RFC 5208).
    Pkcs8,
    /// PKCS #8 under a password, `ENCRYPTED PRIVATE KEY`.
    EncryptedPkcs8,
    /// PKCS #1, `RSA PRIVATE KEY` (RFC 8017 appendix A.1.2).
    Pkcs1,
    /// SEC 1, `EC PRIVATE KEY` (RFC 5915).
    Sec1,
    /// OpenSSH's own form, `OPENSSH PRIVATE KEY`.
    OpenSsh,
    /// Another, such as `DSA PRIVATE KEY`.
    Other,
}

impl fmt::Display for PrivateKeyKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Pkcs8 => "PKCS #8",
            Self::EncryptedPkcs8 => "PKCS #8, encrypted",
            Self::Pkcs1 => "PKCS #1",
            Self::Sec1 => "SEC 1",
            Self::OpenSsh => "OpenSSH",
            Self::Other => "another form",
        })
    }
}

/// Tells the form of a private key by its label; `None` where the label names none.
pub(in crate::pki) fn kind(label: &str) -> Option<PrivateKeyKind> {
    match label {
        "PRIVATE KEY" => Some(PrivateKeyKind::Pkcs8),
        "ENCRYPTED PRIVATE KEY" => Some(PrivateKeyKind::EncryptedPkcs8),
        "RSA PRIVATE KEY" => Some(PrivateKeyKind::Pkcs1),
        "EC PRIVATE KEY" => Some(PrivateKeyKind::Sec1),
        "OPENSSH PRIVATE KEY" => Some(PrivateKeyKind::OpenSsh),
        _ if label.ends_with("PRIVATE KEY") => Some(PrivateKeyKind::Other),
        _ => None,
    }
}

/// Whether OpenSSH's form names a cipher: its magic is followed by the cipher's name, `none` or other.
pub(super) fn openssh_encrypted(kind: PrivateKeyKind, bytes: &[u8]) -> bool {
    const PLAIN: &[u8] = b"openssh-key-v1\0\0\0\0\x04none";
    kind == PrivateKeyKind::OpenSsh && !bytes.starts_with(PLAIN)
}

/// Names a private key by its algorithm and size, such as `RSA 2048`. Only these are taken out of it.
pub(in crate::pki) fn describe(kind: PrivateKeyKind, der: &[u8]) -> Option<String> {
    match kind {
        PrivateKeyKind::Pkcs8 => pkcs8(der),
        PrivateKeyKind::Pkcs1 => modulus_bits(der).map(|bits| format!("RSA {bits}")),
        PrivateKeyKind::Sec1 => sec1(der),
        _ => None,
    }
}

fn pkcs8(der: &[u8]) -> Option<String> {
    let (_, sequence) = Sequence::from_der(der).ok()?;
    let (rest, _version) = Integer::from_der(&sequence.content).ok()?;
    let (rest, algorithm) = AlgorithmIdentifier::from_der(rest).ok()?;
    let (_, inner) = OctetString::from_der(rest).ok()?;
    let rsa = || modulus_bits(inner.as_ref());
    Some(algorithm_name(&algorithm, rsa))
}

/// Reads the size of the second integer of a PKCS #1 key, its public modulus.
fn modulus_bits(der: &[u8]) -> Option<usize> {
    let (_, sequence) = Sequence::from_der(der).ok()?;
    let (rest, _version) = Integer::from_der(&sequence.content).ok()?;
    let (_, modulus) = Any::from_der(rest).ok()?;
    Some(bits(modulus.data))
}

/// Finds the curve of SEC 1: the parameters are tagged 0 behind version and key.
fn sec1(der: &[u8]) -> Option<String> {
    let (_, sequence) = Sequence::from_der(der).ok()?;
    let (rest, _version) = Integer::from_der(&sequence.content).ok()?;
    let (rest, _secret) = Any::from_der(rest).ok()?;
    let (_, parameters) = Any::from_der(rest).ok()?;
    let (_, curve) = Oid::from_der(parameters.data).ok()?;
    Some(curve_name(&curve))
}

/// Names a certificate's key, such as `ECDSA P-256`, in the words of
/// [`KeyAlgorithm`](crate::cluster::KeyAlgorithm).
pub(in crate::pki) fn public_key(key: &SubjectPublicKeyInfo<'_>) -> String {
    algorithm_name(&key.algorithm, || match key.parsed() {
        Ok(PublicKey::RSA(rsa)) => Some(bits(rsa.modulus)),
        _ => None,
    })
}

fn algorithm_name(
    algorithm: &AlgorithmIdentifier<'_>,
    rsa_bits: impl Fn() -> Option<usize>,
) -> String {
    let name = dotted(&algorithm.algorithm);
    let rsa = |name: &str| match rsa_bits() {
        Some(bits) => format!("{name} {bits}"),
        None => name.to_owned(),
    };
    match name.as_str() {
        "1.2.840.113549.1.1.1" => rsa("RSA"),
        "1.2.840.113549.1.1.10" => rsa("RSA-PSS"),
        "1.2.840.10045.2.1" => match algorithm.parameters().and_then(named_curve) {
            Some(curve) => curve_name(&curve),
            // A curve by its parameters rather than by name; Go refuses those.
            None => "ECDSA on an unnamed curve".into(),
        },
        "1.2.840.10040.4.1" => "DSA".into(),
        "1.3.101.110" => "X25519".into(),
        "1.3.101.112" => "Ed25519".into(),
        "1.3.101.113" => "Ed448".into(),
        "2.16.840.1.101.3.4.3.17" => "ML-DSA-44".into(),
        "2.16.840.1.101.3.4.3.18" => "ML-DSA-65".into(),
        "2.16.840.1.101.3.4.3.19" => "ML-DSA-87".into(),
        _ => name,
    }
}

/// Reads the OID of a curve; asn1-rs takes the bytes of any other type for one as well.
fn named_curve<'a>(parameters: &'a Any<'a>) -> Option<Oid<'a>> {
    parameters.as_oid().ok().filter(|_| parameters.tag() == Tag::Oid)
}

/// Names a curve by its OID: sizes that are counted from the point's bytes come out wrong for P-521.
pub(in crate::pki) fn curve_name(curve: &Oid<'_>) -> String {
    let name = dotted(curve);
    let known = match name.as_str() {
        "1.3.132.0.33" => "P-224",
        "1.2.840.10045.3.1.7" => "P-256",
        "1.3.132.0.34" => "P-384",
        "1.3.132.0.35" => "P-521",
        "1.3.132.0.10" => "secp256k1",
        _ => return format!("ECDSA on curve {name}"),
    };
    format!("ECDSA {known}")
}

/// Counts the bits of a number, without leading zeros.
fn bits(number: &[u8]) -> usize {
    let significant = number.iter().skip_while(|byte| **byte == 0);
    let zeros = significant.clone().next().map_or(0, |first| first.leading_zeros() as usize);
    (significant.count() * 8).saturating_sub(zeros)
}
