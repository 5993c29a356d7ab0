//! Keys by name: public ones from their algorithm, private ones without their bytes.

use std::fmt;

use aws_lc_rs::digest::{Context, SHA256};

use super::der::{self, BIT_STRING, INTEGER, OCTET_STRING, OID, SEQUENCE};
use super::form::{self, Form};
use crate::cluster::named;
use crate::pki::algorithm::{Curve, KeyKind, PublicKey, bits};
use crate::pki::key::LoadedKey;

named! {
    /// The form that a private key is written in.
    #[non_exhaustive]
    PrivateKeyKind, "The form in words." {
        /// PKCS #8, `PRIVATE KEY` (RFC 5208).
        Pkcs8 = "PKCS #8",
        /// PKCS #8 under a password, `ENCRYPTED PRIVATE KEY`.
        EncryptedPkcs8 = "PKCS #8, encrypted",
        /// PKCS #1, `RSA PRIVATE KEY` (RFC 8017 appendix A.1.2).
        Pkcs1 = "PKCS #1",
        /// SEC 1, `EC PRIVATE KEY` (RFC 5915).
        Sec1 = "SEC 1",
        /// OpenSSH's own form, `OPENSSH PRIVATE KEY`.
        OpenSsh = "OpenSSH",
        /// Another, such as `DSA PRIVATE KEY`.
        Other = "unknown",
    }
}

impl fmt::Display for PrivateKeyKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
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

/// The form of a private key without header lines of encryption, by what it holds: Go tries each, whatever the label
/// says (`crypto/tls` `parsePrivateKey`).
pub(in crate::pki) fn form(labelled: PrivateKeyKind, der: &[u8]) -> PrivateKeyKind {
    match form::detect(der) {
        Some(Form::Pkcs8) => PrivateKeyKind::Pkcs8,
        Some(Form::EncryptedPkcs8) => PrivateKeyKind::EncryptedPkcs8,
        Some(Form::Sec1) => PrivateKeyKind::Sec1,
        // DSA's old form is six numbers.
        Some(Form::Pkcs1) if der::split(der).is_some_and(|(key, _)| key.inside().count() >= 9) => {
            PrivateKeyKind::Pkcs1
        }
        _ => labelled,
    }
}

/// Whether Go takes a block for a key by its label (`crypto/tls` `X509KeyPair`).
pub(super) fn is_taken(label: &str) -> bool {
    label == "PRIVATE KEY" || label.ends_with(" PRIVATE KEY")
}

/// The algorithm of a private key that isn't encrypted, by its form, or where that is old by its label.
pub(super) fn of_block(form: PrivateKeyKind, label: &str, der: &[u8]) -> Option<KeyKind> {
    let is_dsa = form == PrivateKeyKind::Other && label == "DSA PRIVATE KEY";
    if is_dsa { Some(KeyKind::Dsa) } else { KeyKind::of_private(form, der) }
}

/// What tells two keys apart: a digest over the name of the algorithm and the public key.
pub(super) type Identity = [u8; 32];

/// The identity of a public key. RSA keys are the same whichever way they sign.
pub(super) fn identity(key: &PublicKey<'_>) -> Identity {
    let name = match &key.kind {
        KeyKind::RsaPss(bits) => KeyKind::Rsa(*bits).to_string(),
        kind => kind.to_string(),
    };
    let mut context = Context::new(&SHA256);
    context.update(name.as_bytes());
    context.update(&[0]);
    context.update(key.bytes);
    let mut identity = [0; 32];
    identity.iter_mut().zip(context.finish().as_ref()).for_each(|(to, from)| *to = *from);
    identity
}

/// The identity of a `SubjectPublicKeyInfo`.
pub(super) fn public_identity(spki: &[u8]) -> Option<Identity> {
    PublicKey::read(spki).as_ref().map(identity)
}

/// The identity of the public key that belongs to a private one, where its form tells it.
pub(super) fn private_identity(form: PrivateKeyKind, der: &[u8]) -> Option<Identity> {
    let computed = |kind: &KeyKind| {
        let key = LoadedKey::load(kind, form, der)?.ok()?;
        public_identity(key.public().ok()?.as_ref())
    };
    let inner = match form {
        PrivateKeyKind::Pkcs8 => {
            der::only(der, SEQUENCE)?.inside().find(|part| part.tag == OCTET_STRING)?.value
        }
        _ => der,
    };
    match KeyKind::of_private(form, der) {
        Some(KeyKind::Rsa(_) | KeyKind::RsaPss(_)) => rsa_identity(inner),
        Some(kind) => computed(&kind).or_else(|| named_point(inner, kind)),
        // SEC 1 may leave its curve to whoever reads it.
        None if form == PrivateKeyKind::Sec1 => [Curve::P256, Curve::P384, Curve::P521]
            .into_iter()
            .find_map(|curve| computed(&KeyKind::Ecdsa(curve))),
        None => None,
    }
}

/// Takes the public half out of PKCS #1: modulus and exponent as they stand there.
fn rsa_identity(der: &[u8]) -> Option<Identity> {
    let mut parts = der::only(der, SEQUENCE)?.inside();
    let _version = parts.tagged(INTEGER)?;
    let (modulus, exponent) = (parts.tagged(INTEGER)?, parts.tagged(INTEGER)?);
    // The curve's form has an OCTET STRING in the place of the modulus.
    let _secret = parts.tagged(INTEGER)?;
    let public = der::encode(SEQUENCE, &[modulus.whole, exponent.whole]);
    let kind = KeyKind::Rsa(Some(bits(modulus.value)));
    Some(identity(&PublicKey { kind, bytes: &public }))
}

/// Takes the public point that SEC 1 may carry, on curves that can't be computed here.
fn named_point(der: &[u8], kind: KeyKind) -> Option<Identity> {
    let part = der::only(der, SEQUENCE)?.inside().find(|part| part.tag == 0xA1)?;
    let (_, bytes) = part.inside().tagged(BIT_STRING)?.value.split_first()?;
    Some(identity(&PublicKey { kind, bytes }))
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
        "1.3.6.1.4.1.42.2.17.1.1" => "Java's own",
        "1.3.6.1.4.1.42.2.19.1" => "Java's PBE with MD5 and 3DES",
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
