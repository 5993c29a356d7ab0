//! Kinds of keys and of signatures, read from DER (RFC 3279, RFC 4055, RFC 5480, RFC 8410).

mod names;

use std::fmt;

use aws_lc_rs::signature as aws;
use x509_parser::num_bigint::BigUint;

use super::inspect::der::{
    self, BIT_STRING, Element, INTEGER, OCTET_STRING, OID, Reader, SEQUENCE,
};
use super::inspect::{PrivateKeyKind, oid};
use crate::cluster::{KeyAlgorithm, named};

/// A named curve.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Curve {
    /// NIST P-224.
    P224,
    /// NIST P-256.
    P256,
    /// NIST P-384.
    P384,
    /// NIST P-521.
    P521,
    /// Bitcoin's.
    Secp256k1,
    /// Another one, by its OID.
    Other(String),
    /// One that is given by its parameters rather than by name.
    Unnamed,
}

/// What a public key is.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum KeyKind {
    /// RSA; the size of the modulus in bits, where it can be read.
    Rsa(Option<usize>),
    /// RSA that signs with PSS alone; the size of the modulus in bits, where it can be read.
    RsaPss(Option<usize>),
    /// ECDSA.
    Ecdsa(Curve),
    /// Ed25519.
    Ed25519,
    /// Ed448.
    Ed448,
    /// X25519, which signs nothing.
    X25519,
    /// DSA.
    Dsa,
    /// Another one, by its OID.
    Other(String),
}

named! {
    /// A hash.
    Hash, "Its name." {
        /// MD2.
        Md2 = "MD2",
        /// MD5.
        Md5 = "MD5",
        /// SHA-1.
        Sha1 = "SHA-1",
        /// SHA-224.
        Sha224 = "SHA-224",
        /// SHA-256.
        Sha256 = "SHA-256",
        /// SHA-384.
        Sha384 = "SHA-384",
        /// SHA-512.
        Sha512 = "SHA-512",
    }
}

/// How something is signed.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum SignatureAlgorithm {
    /// RSA with PKCS #1 v1.5.
    Rsa(Hash),
    /// RSA-PSS.
    RsaPss(Pss),
    /// ECDSA.
    Ecdsa(Hash),
    /// DSA.
    Dsa(Hash),
    /// Ed25519.
    Ed25519,
    /// Ed448.
    Ed448,
    /// Another one, by its OID.
    Other(String),
}

/// The parameters of RSA-PSS (RFC 8017 §A.2.3).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Pss {
    /// The hash; `None` where it is one that isn't known here, or can't be read.
    pub hash: Option<Hash>,
    /// The hash of MGF1, which makes the mask; `None` where it is made otherwise, or can't be read.
    pub mask: Option<Hash>,
    /// The length of the salt in bytes; `None` where it can't be read.
    pub salt: Option<u32>,
    /// Whether the mask is made with MGF1 of the same hash, the salt is as long as the hash, and the trailer
    /// is the usual one. Go verifies no others.
    pub is_usual: bool,
}

impl Hash {
    /// Its length in bytes.
    fn length(self) -> u32 {
        match self {
            Self::Md2 | Self::Md5 => 16,
            Self::Sha1 => 20,
            Self::Sha224 => 28,
            Self::Sha256 => 32,
            Self::Sha384 => 48,
            Self::Sha512 => 64,
        }
    }

    fn of(oid: &str) -> Option<Self> {
        Some(match oid {
            "1.3.14.3.2.26" => Self::Sha1,
            "2.16.840.1.101.3.4.2.4" => Self::Sha224,
            "2.16.840.1.101.3.4.2.1" => Self::Sha256,
            "2.16.840.1.101.3.4.2.2" => Self::Sha384,
            "2.16.840.1.101.3.4.2.3" => Self::Sha512,
            _ => return None,
        })
    }
}

/// Counts the bits of a number, without leading zeros.
pub(in crate::pki) fn bits(number: &[u8]) -> usize {
    let significant = number.iter().skip_while(|byte| **byte == 0);
    let zeros = significant.clone().next().map_or(0, |first| first.leading_zeros() as usize);
    (significant.count() * 8).saturating_sub(zeros)
}

/// The OID of an `AlgorithmIdentifier`, and its parameters.
fn identifier(algorithm: &[u8]) -> (String, Option<Element<'_>>) {
    let mut parts = Reader(algorithm);
    let name = parts.tagged(OID).map(|one| oid(one.value)).unwrap_or_default();
    (name, parts.next())
}

/// A public key. Those with equal ones are one key, however its parameters are written.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::pki) struct PublicKey<'a> {
    /// What it is.
    pub(in crate::pki) kind: KeyKind,
    /// The key itself.
    pub(in crate::pki) bytes: &'a [u8],
}

impl<'a> PublicKey<'a> {
    /// Reads a `SubjectPublicKeyInfo`; `None` where the key isn't there at all.
    pub(in crate::pki) fn read(spki: &'a [u8]) -> Option<Self> {
        let (spki, _) = der::split(spki).filter(|(spki, _)| spki.tag == SEQUENCE)?;
        let mut parts = spki.inside();
        parts.tagged(SEQUENCE)?.inside().tagged(OID)?;
        let (_unused, bytes) = parts.tagged(BIT_STRING)?.value.split_first()?;
        Some(Self { kind: KeyKind::read(spki.value), bytes })
    }
}

/// The size of an RSA key, of whose public half (PKCS #1) the modulus is the first number.
pub(in crate::pki) fn modulus_bits(key: &[u8]) -> Option<usize> {
    Some(bits(der::only(key, SEQUENCE)?.inside().tagged(INTEGER)?.value))
}

impl Curve {
    /// Reads the parameters of a key.
    pub(in crate::pki) fn of(parameters: Option<Element<'_>>) -> Self {
        let Some(name) = parameters.filter(|one| one.tag == OID) else { return Self::Unnamed };
        let name = oid(name.value);
        match name.as_str() {
            "1.3.132.0.33" => Self::P224,
            "1.2.840.10045.3.1.7" => Self::P256,
            "1.3.132.0.34" => Self::P384,
            "1.3.132.0.35" => Self::P521,
            "1.3.132.0.10" => Self::Secp256k1,
            _ => Self::Other(name),
        }
    }

    /// Whether a point, which isn't compressed, lies on it; of curves that aren't known here it isn't asked.
    pub(in crate::pki) fn holds(&self, point: &[u8]) -> bool {
        let algorithm = match self {
            Self::P224 => return is_on_p224(point),
            Self::P256 => &aws::ECDSA_P256_SHA256_ASN1,
            Self::P384 => &aws::ECDSA_P384_SHA384_ASN1,
            Self::P521 => &aws::ECDSA_P521_SHA512_ASN1,
            _ => return true,
        };
        aws::ParsedPublicKey::new(algorithm, point).is_ok()
    }
}

/// Whether `y² = x³ - 3x + b` holds (FIPS 186-4, D.1.2.2), for which aws-lc-rs has nothing.
fn is_on_p224(point: &[u8]) -> bool {
    let number = |text: &[u8]| BigUint::parse_bytes(text, 16).unwrap_or_default();
    let p = number(b"ffffffffffffffffffffffffffffffff000000000000000000000001");
    let b = number(b"b4050a850c04b3abf54132565044b0b7d7bfd8ba270b39432355ffb4");
    let Some((x, y)) =
        point.strip_prefix(&[4]).filter(|both| both.len() == 56).map(|both| both.split_at(28))
    else {
        return false;
    };
    let (x, y) = (BigUint::from_bytes_be(x), BigUint::from_bytes_be(y));
    let right = (&x * &x * &x + (&p - 3_u8) * &x + b) % &p;
    x < p && y < p && &y * &y % &p == right
}

impl KeyKind {
    /// Reads what a `SubjectPublicKeyInfo` holds: the `AlgorithmIdentifier` and the key.
    pub(in crate::pki) fn read(spki: &[u8]) -> Self {
        let mut parts = Reader(spki);
        let algorithm = parts.tagged(SEQUENCE).map(|one| one.value).unwrap_or_default();
        Self::of(algorithm, || modulus_bits(parts.tagged(BIT_STRING)?.value.split_first()?.1))
    }

    /// Reads a private key; `None` where its form doesn't tell what it is without a password.
    pub(in crate::pki) fn of_private(form: PrivateKeyKind, key: &[u8]) -> Option<Self> {
        let private_bits = |key: &[u8]| {
            let mut numbers = der::split(key)?.0.inside();
            numbers.tagged(INTEGER)?;
            Some(bits(numbers.tagged(INTEGER)?.value))
        };
        let (key_sequence, _) = der::split(key).filter(|(outer, _)| outer.tag == SEQUENCE)?;
        let mut parts = key_sequence.inside();
        let _version = parts.tagged(INTEGER)?;
        match form {
            PrivateKeyKind::Pkcs8 => {
                let algorithm = parts.tagged(SEQUENCE)?.value;
                let inner = parts.tagged(OCTET_STRING)?.value;
                Some(Self::of(algorithm, || private_bits(inner)))
            }
            PrivateKeyKind::Pkcs1 => private_bits(key).map(|bits| Self::Rsa(Some(bits))),
            PrivateKeyKind::Sec1 => {
                let _secret = parts.next()?;
                let curve = parts.tagged(0xA0)?.inside().tagged(OID)?;
                Some(Self::Ecdsa(Curve::of(Some(curve))))
            }
            _ => None,
        }
    }

    /// Reads what an `AlgorithmIdentifier` holds, with the size of the key if it should be RSA.
    fn of(algorithm: &[u8], rsa_bits: impl FnOnce() -> Option<usize>) -> Self {
        let (name, parameters) = identifier(algorithm);
        match name.as_str() {
            "1.2.840.113549.1.1.1" => Self::Rsa(rsa_bits()),
            "1.2.840.113549.1.1.10" => Self::RsaPss(rsa_bits()),
            "1.2.840.10045.2.1" => Self::Ecdsa(Curve::of(parameters)),
            "1.2.840.10040.4.1" => Self::Dsa,
            "1.3.101.110" => Self::X25519,
            "1.3.101.112" => Self::Ed25519,
            "1.3.101.113" => Self::Ed448,
            _ => Self::Other(name),
        }
    }

    /// Whether keys of this kind are loaded and signed with here: RSA with 2048 to 8192 bits, ECDSA on P-256,
    /// P-384 and P-521, and Ed25519.
    pub(in crate::pki) fn signs(&self) -> bool {
        use Curve::{P256, P384, P521};
        matches!(
            self,
            Self::Rsa(Some(2048..=8192)) | Self::Ecdsa(P256 | P384 | P521) | Self::Ed25519
        )
    }

    /// Whether Go's TLS loads private keys of this kind: crypto/x509 `ParsePKCS8PrivateKey`, and of what that knows
    /// crypto/tls `parsePrivateKey` alone what signs.
    pub(in crate::pki) fn is_loaded_by_go(&self) -> bool {
        use Curve::{P224, P256, P384, P521};
        matches!(self, Self::Rsa(_) | Self::Ecdsa(P224 | P256 | P384 | P521) | Self::Ed25519)
    }

    /// The size of an RSA key that signs in whatever way, in bits.
    pub fn rsa_bits(&self) -> Option<usize> {
        if let Self::Rsa(bits) | Self::RsaPss(bits) = self { *bits } else { None }
    }
}

impl From<KeyAlgorithm> for KeyKind {
    fn from(algorithm: KeyAlgorithm) -> Self {
        match algorithm {
            KeyAlgorithm::EcdsaP256 => Self::Ecdsa(Curve::P256),
            KeyAlgorithm::EcdsaP384 => Self::Ecdsa(Curve::P384),
            KeyAlgorithm::Rsa2048 => Self::Rsa(Some(2048)),
            KeyAlgorithm::Rsa3072 => Self::Rsa(Some(3072)),
            KeyAlgorithm::Rsa4096 => Self::Rsa(Some(4096)),
            KeyAlgorithm::Ed25519 => Self::Ed25519,
        }
    }
}

impl SignatureAlgorithm {
    /// Reads what an `AlgorithmIdentifier` holds.
    pub(in crate::pki) fn read(algorithm: &[u8]) -> Self {
        let (name, parameters) = identifier(algorithm);
        match name.as_str() {
            "1.2.840.113549.1.1.2" => Self::Rsa(Hash::Md2),
            "1.2.840.113549.1.1.4" => Self::Rsa(Hash::Md5),
            "1.2.840.113549.1.1.5" | "1.3.14.3.2.29" => Self::Rsa(Hash::Sha1),
            "1.2.840.113549.1.1.14" => Self::Rsa(Hash::Sha224),
            "1.2.840.113549.1.1.11" => Self::Rsa(Hash::Sha256),
            "1.2.840.113549.1.1.12" => Self::Rsa(Hash::Sha384),
            "1.2.840.113549.1.1.13" => Self::Rsa(Hash::Sha512),
            "1.2.840.113549.1.1.10" => Self::RsaPss(Pss::read(parameters)),
            "1.2.840.10040.4.3" => Self::Dsa(Hash::Sha1),
            "2.16.840.1.101.3.4.3.2" => Self::Dsa(Hash::Sha256),
            "1.2.840.10045.4.1" => Self::Ecdsa(Hash::Sha1),
            "1.2.840.10045.4.3.1" => Self::Ecdsa(Hash::Sha224),
            "1.2.840.10045.4.3.2" => Self::Ecdsa(Hash::Sha256),
            "1.2.840.10045.4.3.3" => Self::Ecdsa(Hash::Sha384),
            "1.2.840.10045.4.3.4" => Self::Ecdsa(Hash::Sha512),
            "1.3.101.112" => Self::Ed25519,
            "1.3.101.113" => Self::Ed448,
            _ => Self::Other(name),
        }
    }

    /// Go's name of one that it takes for insecure: with SHA-1 since Go 1.18 (its release notes), with MD5 since
    /// Go 1.7.
    pub(in crate::pki) fn insecure_name(&self) -> Option<&'static str> {
        Some(match self {
            Self::Rsa(Hash::Md5) => "MD5-RSA",
            Self::Rsa(Hash::Sha1) => "SHA1-RSA",
            Self::Ecdsa(Hash::Sha1) => "ECDSA-SHA1",
            Self::Dsa(Hash::Sha1) => "DSA-SHA1",
            _ => return None,
        })
    }

    /// What verifies such a signature by such a key here; `None` where nothing does, or the two don't belong
    /// together.
    pub(in crate::pki) fn verifier(
        &self,
        key: &KeyKind,
    ) -> Option<&'static dyn aws::VerificationAlgorithm> {
        use Curve::{P256, P384, P521};
        use Hash::{Sha1, Sha256, Sha384, Sha512};
        Some(match (self, key) {
            (Self::Rsa(hash), KeyKind::Rsa(Some(1024..=8192))) => match hash {
                Sha1 => &aws::RSA_PKCS1_1024_8192_SHA1_FOR_LEGACY_USE_ONLY,
                Sha256 => &aws::RSA_PKCS1_1024_8192_SHA256_FOR_LEGACY_USE_ONLY,
                Sha384 if key.rsa_bits() >= Some(2048) => &aws::RSA_PKCS1_2048_8192_SHA384,
                Sha512 => &aws::RSA_PKCS1_1024_8192_SHA512_FOR_LEGACY_USE_ONLY,
                _ => return None,
            },
            (
                Self::RsaPss(Pss { hash: Some(hash), is_usual: true, .. }),
                KeyKind::Rsa(Some(2048..=8192)),
            ) => match hash {
                Sha256 => &aws::RSA_PSS_2048_8192_SHA256,
                Sha384 => &aws::RSA_PSS_2048_8192_SHA384,
                Sha512 => &aws::RSA_PSS_2048_8192_SHA512,
                _ => return None,
            },
            (Self::Ecdsa(Sha256), KeyKind::Ecdsa(P256)) => &aws::ECDSA_P256_SHA256_ASN1,
            (Self::Ecdsa(Sha384), KeyKind::Ecdsa(P256)) => &aws::ECDSA_P256_SHA384_ASN1,
            (Self::Ecdsa(Sha512), KeyKind::Ecdsa(P256)) => &aws::ECDSA_P256_SHA512_ASN1,
            (Self::Ecdsa(Sha256), KeyKind::Ecdsa(P384)) => &aws::ECDSA_P384_SHA256_ASN1,
            (Self::Ecdsa(Sha384), KeyKind::Ecdsa(P384)) => &aws::ECDSA_P384_SHA384_ASN1,
            (Self::Ecdsa(Sha512), KeyKind::Ecdsa(P384)) => &aws::ECDSA_P384_SHA512_ASN1,
            (Self::Ecdsa(Sha1), KeyKind::Ecdsa(P521)) => &aws::ECDSA_P521_SHA1_ASN1,
            (Self::Ecdsa(Sha256), KeyKind::Ecdsa(P521)) => &aws::ECDSA_P521_SHA256_ASN1,
            (Self::Ecdsa(Sha384), KeyKind::Ecdsa(P521)) => &aws::ECDSA_P521_SHA384_ASN1,
            (Self::Ecdsa(Sha512), KeyKind::Ecdsa(P521)) => &aws::ECDSA_P521_SHA512_ASN1,
            (Self::Ed25519, KeyKind::Ed25519) => &aws::ED25519,
            _ => return None,
        })
    }
}

impl Pss {
    /// Without parameters it is SHA-1, with a salt of 20 bytes.
    fn read(parameters: Option<Element<'_>>) -> Self {
        let mut parts = parameters.map_or(Reader(&[]), |one| one.inside());
        let is_sequence = parameters.is_some_and(|one| one.tag == SEQUENCE);
        let within = |one: Element<'_>| one.inside().tagged(SEQUENCE).map(|one| one.value.to_vec());
        let hash_of = |algorithm: &[u8]| {
            let (name, parameters) = identifier(algorithm);
            let is_plain = parameters.is_none_or(|one| one.whole == [5, 0]);
            (Hash::of(&name), is_plain)
        };
        let (hash, hash_is_plain) = match parts.tagged(0xA0) {
            Some(one) => within(one).map_or((None, false), |one| hash_of(&one)),
            None => (Some(Hash::Sha1), true),
        };
        let (mask, mask_is_plain) = match parts.tagged(0xA1) {
            Some(one) => within(one).map_or((None, false), |one| {
                let (name, inner) = identifier(&one);
                match inner.filter(|one| name == "1.2.840.113549.1.1.8" && one.tag == SEQUENCE) {
                    Some(inner) => hash_of(inner.value),
                    None => (None, false),
                }
            }),
            None => (Some(Hash::Sha1), true),
        };
        let mut number = |tag, default| match parts.tagged(tag) {
            Some(one) => one.inside().tagged(INTEGER).and_then(|one| der::small(one.value)),
            None => Some(default),
        };
        let (salt, trailer) = (number(0xA2, 20), number(0xA3, 1));
        let is_usual = is_sequence
            && hash.is_some()
            && mask == hash
            && hash_is_plain
            && mask_is_plain
            && salt == hash.map(Hash::length)
            && trailer == Some(1);
        Self { hash, mask, salt, is_usual }
    }
}

impl fmt::Display for Pss {
    /// What is usual, and what follows from the hash, is left out.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(hash) = self.hash else { return f.write_str("RSA-PSS") };
        write!(f, "RSA-PSS with {hash}")?;
        if self.is_usual {
            return Ok(());
        }
        match self.mask {
            Some(mask) if mask != hash => write!(f, ", MGF1 with {mask}")?,
            Some(_) => {}
            None => f.write_str(", an unknown mask")?,
        }
        match self.salt {
            Some(salt) if salt != hash.length() => write!(f, ", a salt of {salt} bytes"),
            Some(_) => Ok(()),
            None => f.write_str(", an unreadable salt"),
        }
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Display for Curve {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::P224 => "P-224",
            Self::P256 => "P-256",
            Self::P384 => "P-384",
            Self::P521 => "P-521",
            Self::Secp256k1 => "secp256k1",
            Self::Other(oid) => match names::curve(oid) {
                Some(name) => name,
                None => return write!(f, "on curve {oid}"),
            },
            Self::Unnamed => "on an unnamed curve",
        })
    }
}

impl fmt::Display for KeyKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rsa = |f: &mut fmt::Formatter<'_>, name: &str, bits: &Option<usize>| match bits {
            Some(bits) => write!(f, "{name} {bits}"),
            None => f.write_str(name),
        };
        match self {
            Self::Rsa(bits) => rsa(f, "RSA", bits),
            Self::RsaPss(bits) => rsa(f, "RSA-PSS", bits),
            Self::Ecdsa(curve) => write!(f, "ECDSA {curve}"),
            Self::Ed25519 => f.write_str("Ed25519"),
            Self::Ed448 => f.write_str("Ed448"),
            Self::X25519 => f.write_str("X25519"),
            Self::Dsa => f.write_str("DSA"),
            Self::Other(oid) => f.write_str(names::algorithm(oid)),
        }
    }
}

impl fmt::Display for SignatureAlgorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Rsa(hash) => write!(f, "RSA with {hash}"),
            Self::RsaPss(pss) => pss.fmt(f),
            Self::Ecdsa(hash) => write!(f, "ECDSA with {hash}"),
            Self::Dsa(hash) => write!(f, "DSA with {hash}"),
            Self::Ed25519 => f.write_str("Ed25519"),
            Self::Ed448 => f.write_str("Ed448"),
            Self::Other(oid) => f.write_str(names::algorithm(oid)),
        }
    }
}
