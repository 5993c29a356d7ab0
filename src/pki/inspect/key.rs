//! Keys by name: public ones from their algorithm, private ones without their bytes.

use std::fmt;

use aws_lc_rs::digest::{Context, SHA256};
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_ASN1, ECDSA_P256_SHA256_ASN1_SIGNING, ECDSA_P384_SHA384_ASN1,
    ECDSA_P384_SHA384_ASN1_SIGNING, ECDSA_P521_SHA512_ASN1, ECDSA_P521_SHA512_ASN1_SIGNING,
    EcdsaKeyPair, Ed25519KeyPair, KeyPair, ParsedPublicKey, VerificationAlgorithm,
};
use x509_parser::asn1_rs::{Any, Integer, OctetString, Oid, Sequence, Tag};
use x509_parser::prelude::FromDer;
use x509_parser::public_key::PublicKey;
use x509_parser::x509::{AlgorithmIdentifier, SubjectPublicKeyInfo};

use super::der::{self, BIT_STRING, INTEGER, OCTET_STRING, OID, SEQUENCE};
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

/// Names a private key by its algorithm and size, such as `RSA 2048`. Only these are taken out of it.
pub(in crate::pki) fn describe(kind: PrivateKeyKind, der: &[u8]) -> Option<String> {
    match kind {
        PrivateKeyKind::Pkcs8 => pkcs8(der),
        PrivateKeyKind::Pkcs1 => modulus_bits(der).map(|bits| format!("RSA {bits}")),
        PrivateKeyKind::Sec1 => sec1(der),
        _ => None,
    }
}

/// Why a public key can't be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    /// It isn't in the form of its algorithm.
    Unreadable,
    /// Its point doesn't lie on its curve.
    OffCurve,
}

/// Judges a public key of the kinds that etcd can use; `None` for others, which aren't judged.
pub(super) fn fault(name: &str, key: &SubjectPublicKeyInfo<'_>) -> Option<Fault> {
    let bits: &[u8] = &key.subject_public_key.data;
    let curve: &'static dyn VerificationAlgorithm = match name {
        "ECDSA P-256" => &ECDSA_P256_SHA256_ASN1,
        "ECDSA P-384" => &ECDSA_P384_SHA384_ASN1,
        "ECDSA P-521" => &ECDSA_P521_SHA512_ASN1,
        "Ed25519" => return (bits.len() != 32).then_some(Fault::Unreadable),
        "RSA" => return Some(Fault::Unreadable),
        _ => return None,
    };
    ParsedPublicKey::new(curve, bits).is_err().then_some(Fault::OffCurve)
}

/// What tells two keys apart: a digest over the name of the algorithm and the public key.
pub(super) fn identity(name: &str, bits: &[u8]) -> Identity {
    let mut context = Context::new(&SHA256);
    context.update(name.trim_start_matches("RSA-PSS").trim_start_matches("RSA").as_bytes());
    context.update(&[0]);
    context.update(bits);
    let mut identity = [0; 32];
    identity.iter_mut().zip(context.finish().as_ref()).for_each(|(to, from)| *to = *from);
    identity
}

/// What [`identity`] gives.
pub(super) type Identity = [u8; 32];

/// The identity of a `SubjectPublicKeyInfo`.
pub(super) fn public_identity(spki: &[u8]) -> Option<Identity> {
    let (_, key) = SubjectPublicKeyInfo::from_der(spki).ok()?;
    Some(identity(&public_key(&key), &key.subject_public_key.data))
}

/// The identity of the public key that belongs to a private one, where its form tells it.
pub(super) fn private_identity(kind: PrivateKeyKind, der: &[u8]) -> Option<Identity> {
    match kind {
        PrivateKeyKind::Pkcs1 => rsa_identity(der),
        PrivateKeyKind::Sec1 => curve_identity(der).or_else(|| named_point(der, &sec1(der)?)),
        PrivateKeyKind::Pkcs8 => {
            if let Ok(pair) = Ed25519KeyPair::from_pkcs8_maybe_unchecked(der) {
                return Some(identity("Ed25519", pair.public_key().as_ref()));
            }
            let mut parts = der::only(der, SEQUENCE)?.inside().skip(1);
            let _algorithm = parts.next()?;
            let inner = parts.next().filter(|inner| inner.tag == OCTET_STRING)?.value;
            curve_identity(der)
                .or_else(|| rsa_identity(inner))
                .or_else(|| named_point(inner, &pkcs8(der)?))
        }
        _ => None,
    }
}

/// Takes the public half out of PKCS #1: modulus and exponent as they stand there.
fn rsa_identity(der: &[u8]) -> Option<Identity> {
    let mut parts = der::only(der, SEQUENCE)?.inside();
    let _version = parts.tagged(INTEGER)?;
    let (modulus, exponent) = (parts.tagged(INTEGER)?, parts.tagged(INTEGER)?);
    // The curve's form has an OCTET STRING in the place of the modulus.
    let _secret = parts.tagged(INTEGER)?;
    let body = [modulus.whole, exponent.whole].concat();
    let length = u16::try_from(body.len()).ok()?.to_be_bytes();
    let header = match body.len() {
        0..0x80 => vec![SEQUENCE, length[1]],
        0x80..0x100 => vec![SEQUENCE, 0x81, length[1]],
        _ => vec![SEQUENCE, 0x82, length[0], length[1]],
    };
    let name = format!("RSA {}", bits(modulus.value));
    Some(identity(&name, &[header, body].concat()))
}

/// Computes the public half on a curve, which is what etcd does with the key.
fn curve_identity(der: &[u8]) -> Option<Identity> {
    let curves = [
        ("ECDSA P-256", &ECDSA_P256_SHA256_ASN1_SIGNING),
        ("ECDSA P-384", &ECDSA_P384_SHA384_ASN1_SIGNING),
        ("ECDSA P-521", &ECDSA_P521_SHA512_ASN1_SIGNING),
    ];
    curves.into_iter().find_map(|(name, curve)| {
        let pair = EcdsaKeyPair::from_private_key_der(curve, der).ok()?;
        Some(identity(name, pair.public_key().as_ref()))
    })
}

/// Takes the public point that SEC 1 may carry, on curves that can't be computed here.
fn named_point(der: &[u8], name: &str) -> Option<Identity> {
    let part = der::only(der, SEQUENCE)?.inside().find(|part| part.tag == 0xA1)?;
    let (_, point) = part.inside().tagged(BIT_STRING)?.value.split_first()?;
    Some(identity(name, point))
}

/// Names the cipher of an encrypted PKCS #8 key, such as `PBES2, PBKDF2, AES-256-CBC`.
pub(super) fn encryption_scheme(der: &[u8]) -> Option<String> {
    let mut scheme = der::only(der, SEQUENCE)?.inside().tagged(SEQUENCE)?.inside();
    let name = scheme_name(scheme.tagged(OID)?.value);
    let parameters = scheme.tagged(SEQUENCE).filter(|_| name == "PBES2");
    let parts = parameters.map(|parameters| parameters.inside()).into_iter().flatten();
    let inner = parts.filter_map(|part| Some(scheme_name(part.inside().tagged(OID)?.value)));
    Some(std::iter::once(name).chain(inner).collect::<Vec<_>>().join(", "))
}

fn scheme_name(oid: &[u8]) -> String {
    let oid = super::name::oid(oid);
    match oid.as_str() {
        "1.2.840.113549.1.5.3" => "PBE with MD5 and DES",
        "1.2.840.113549.1.5.10" => "PBE with SHA-1 and DES",
        "1.2.840.113549.1.5.12" => "PBKDF2",
        "1.2.840.113549.1.5.13" => "PBES2",
        "1.3.6.1.4.1.11591.4.11" => "scrypt",
        "1.2.840.113549.1.12.1.3" => "PBE with SHA-1 and 3DES",
        "1.2.840.113549.1.12.1.6" => "PBE with SHA-1 and RC2-40",
        "1.2.840.113549.3.7" => "3DES-CBC",
        "2.16.840.1.101.3.4.1.2" => "AES-128-CBC",
        "2.16.840.1.101.3.4.1.22" => "AES-192-CBC",
        "2.16.840.1.101.3.4.1.42" => "AES-256-CBC",
        "2.16.840.1.101.3.4.1.6" => "AES-128-GCM",
        "2.16.840.1.101.3.4.1.46" => "AES-256-GCM",
        _ => return oid,
    }
    .into()
}

/// What OpenSSH's own form tells without a password (PROTOCOL.key): key, and cipher unless it is `none`.
pub(super) fn openssh(bytes: &[u8]) -> Option<(Option<String>, Option<String>)> {
    let rest = bytes.strip_prefix(b"openssh-key-v1\0")?;
    let (cipher, rest) = ssh_string(rest)?;
    let (function, rest) = ssh_string(rest)?;
    let (_options, rest) = ssh_string(rest)?;
    let (_count, rest) = rest.split_at_checked(4)?;
    let (public, _) = ssh_string(rest)?;
    let text = |bytes: &[u8]| crate::text::escape_for_terminal(&String::from_utf8_lossy(bytes));
    let encryption = (cipher != b"none").then(|| {
        format!(
            "{}, {}",
            text(cipher.get(..40).unwrap_or(cipher)),
            text(function.get(..40).unwrap_or(function))
        )
    });
    Some((ssh_public(public), encryption))
}

/// Names a public key in SSH's form (RFC 4253 §6.6).
pub(super) fn ssh_public(bytes: &[u8]) -> Option<String> {
    let (kind, rest) = ssh_string(bytes)?;
    Some(match kind {
        b"ssh-ed25519" => "Ed25519".into(),
        b"ecdsa-sha2-nistp256" => "ECDSA P-256".into(),
        b"ecdsa-sha2-nistp384" => "ECDSA P-384".into(),
        b"ecdsa-sha2-nistp521" => "ECDSA P-521".into(),
        b"ssh-dss" => "DSA".into(),
        b"ssh-rsa" => {
            let (_exponent, rest) = ssh_string(rest)?;
            format!("RSA {}", bits(ssh_string(rest)?.0))
        }
        _ => return None,
    })
}

fn ssh_string(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (length, rest) = bytes.split_at_checked(4)?;
    let length = length.iter().fold(0_usize, |length, byte| length << 8 | usize::from(*byte));
    rest.split_at_checked(length)
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

/// The size of a PKCS #1 public key, whose first integer is the modulus.
pub(super) fn rsa_public_bits(der: &[u8]) -> Option<usize> {
    Some(bits(der::only(der, SEQUENCE)?.inside().tagged(INTEGER)?.value))
}

/// Names a curve by its OID: sizes that are counted from the point's bytes come out wrong for P-521.
pub(in crate::pki) fn curve_name(curve: &Oid<'_>) -> String {
    curve_by_oid(&dotted(curve))
}

/// Names a curve by its OID with dots.
pub(super) fn curve_by_oid(name: &str) -> String {
    let known = match name {
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
