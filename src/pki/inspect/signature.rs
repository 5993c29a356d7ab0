//! Whether a signature is by a key, for the algorithms that can be checked here.

use std::sync::OnceLock;

use aws_lc_rs::error::KeyRejected;
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_ASN1, ECDSA_P256_SHA384_ASN1, ECDSA_P256_SHA512_ASN1, ECDSA_P384_SHA256_ASN1,
    ECDSA_P384_SHA384_ASN1, ECDSA_P384_SHA512_ASN1, ECDSA_P521_SHA256_ASN1, ECDSA_P521_SHA384_ASN1,
    ECDSA_P521_SHA512_ASN1, ED25519, ParsedPublicKey, RSA_PKCS1_1024_8192_SHA1_FOR_LEGACY_USE_ONLY,
    RSA_PKCS1_1024_8192_SHA256_FOR_LEGACY_USE_ONLY, RSA_PKCS1_1024_8192_SHA512_FOR_LEGACY_USE_ONLY,
    RSA_PKCS1_2048_8192_SHA384, RSA_PSS_2048_8192_SHA256, RSA_PSS_2048_8192_SHA384,
    RSA_PSS_2048_8192_SHA512, UnparsedPublicKey, VerificationAlgorithm,
};
use x509_parser::prelude::FromDer;
use x509_parser::x509::{AlgorithmIdentifier, SubjectPublicKeyInfo};

use super::der::{self, BIT_STRING, Element, INTEGER, SEQUENCE};
use super::frame::Frame;
use super::{algorithm, key};

/// A public key that signatures are checked with. It is parsed once, however many there are.
pub(super) struct Key<'a> {
    spki: Option<SubjectPublicKeyInfo<'a>>,
    /// Such as `RSA 2048`.
    name: String,
    /// The key, for signatures of this name.
    parsed: OnceLock<(String, Result<ParsedPublicKey, KeyRejected>)>,
}

impl<'a> Key<'a> {
    pub(super) fn from_spki(spki: &'a [u8]) -> Self {
        let spki = SubjectPublicKeyInfo::from_der(spki).ok().map(|(_, spki)| spki);
        let name = spki.as_ref().map(key::public_key).unwrap_or_default();
        Self { spki, name, parsed: OnceLock::new() }
    }

    /// Whether `signature` over `signed` is by the key; `None` where that can't be checked here.
    fn fits(&self, algorithm: Element<'_>, signature: Element<'_>, signed: &[u8]) -> Option<bool> {
        let (_, algorithm) = AlgorithmIdentifier::from_der(algorithm.whole).ok()?;
        let bytes = &self.spki.as_ref()?.subject_public_key.data;
        let rsa = self.name.strip_prefix("RSA ").and_then(|bits| bits.parse::<u32>().ok());
        let algorithm = algorithm::signature(&algorithm);
        let verify = algorithm_of(&algorithm, &self.name, rsa.unwrap_or_default())?;
        let (_, signature) = signature.value.split_first()?;
        let parse = || (algorithm.clone(), ParsedPublicKey::new(verify, bytes));
        let (for_algorithm, parsed) = self.parsed.get_or_init(parse);
        if *for_algorithm != algorithm {
            // An authority that signed in two ways is rare.
            return Some(UnparsedPublicKey::new(verify, bytes).verify(signed, signature).is_ok());
        }
        Some(parsed.as_ref().is_ok_and(|key| key.verify_sig(signed, signature).is_ok()))
    }
}

fn algorithm_of(
    signature: &str,
    key: &str,
    rsa: u32,
) -> Option<&'static dyn VerificationAlgorithm> {
    Some(match (signature, key) {
        ("RSA with SHA-1", _) if (1024..=8192).contains(&rsa) => {
            &RSA_PKCS1_1024_8192_SHA1_FOR_LEGACY_USE_ONLY
        }
        ("RSA with SHA-256", _) if (1024..=8192).contains(&rsa) => {
            &RSA_PKCS1_1024_8192_SHA256_FOR_LEGACY_USE_ONLY
        }
        ("RSA with SHA-512", _) if (1024..=8192).contains(&rsa) => {
            &RSA_PKCS1_1024_8192_SHA512_FOR_LEGACY_USE_ONLY
        }
        ("RSA with SHA-384", _) if (2048..=8192).contains(&rsa) => &RSA_PKCS1_2048_8192_SHA384,
        ("RSA-PSS with SHA-256", _) if (2048..=8192).contains(&rsa) => &RSA_PSS_2048_8192_SHA256,
        ("RSA-PSS with SHA-384", _) if (2048..=8192).contains(&rsa) => &RSA_PSS_2048_8192_SHA384,
        ("RSA-PSS with SHA-512", _) if (2048..=8192).contains(&rsa) => &RSA_PSS_2048_8192_SHA512,
        ("ECDSA with SHA-256", "ECDSA P-256") => &ECDSA_P256_SHA256_ASN1,
        ("ECDSA with SHA-384", "ECDSA P-256") => &ECDSA_P256_SHA384_ASN1,
        ("ECDSA with SHA-512", "ECDSA P-256") => &ECDSA_P256_SHA512_ASN1,
        ("ECDSA with SHA-256", "ECDSA P-384") => &ECDSA_P384_SHA256_ASN1,
        ("ECDSA with SHA-384", "ECDSA P-384") => &ECDSA_P384_SHA384_ASN1,
        ("ECDSA with SHA-512", "ECDSA P-384") => &ECDSA_P384_SHA512_ASN1,
        ("ECDSA with SHA-256", "ECDSA P-521") => &ECDSA_P521_SHA256_ASN1,
        ("ECDSA with SHA-384", "ECDSA P-521") => &ECDSA_P521_SHA384_ASN1,
        ("ECDSA with SHA-512", "ECDSA P-521") => &ECDSA_P521_SHA512_ASN1,
        ("Ed25519", "Ed25519") => &ED25519,
        _ => return None,
    })
}

/// Whether a certificate is signed by the key of another.
pub(super) fn by(child: &Frame<'_>, issuer: &Key<'_>) -> Option<bool> {
    issuer.fits(child.outer_algorithm?, child.signature?, child.signed.whole)
}

/// The parts of what somebody signed: request or revocation list.
fn parts(bytes: &[u8]) -> Option<[Element<'_>; 3]> {
    let mut parts = der::split(bytes)?.0.inside();
    Some([parts.tagged(SEQUENCE)?, parts.tagged(SEQUENCE)?, parts.tagged(BIT_STRING)?])
}

fn request_spki(signed: Element<'_>) -> Option<Element<'_>> {
    let mut fields = signed.inside();
    fields.tagged(INTEGER)?;
    fields.tagged(SEQUENCE)?;
    fields.tagged(SEQUENCE)
}

/// Whether a request is signed by its own key.
pub(super) fn of_request(bytes: &[u8]) -> Option<bool> {
    let [signed, algorithm, signature] = parts(bytes)?;
    Key::from_spki(request_spki(signed)?.whole).fits(algorithm, signature, signed.whole)
}

/// Whether a revocation list is signed by the key of a certificate.
pub(super) fn of_list(bytes: &[u8], issuer: &Key<'_>) -> Option<bool> {
    let [signed, algorithm, signature] = parts(bytes)?;
    issuer.fits(algorithm, signature, signed.whole)
}

/// Who the key of a request is.
pub(super) fn request_key(bytes: &[u8]) -> Option<key::Identity> {
    key::public_identity(request_spki(parts(bytes)?[0])?.whole)
}

/// The issuer of a revocation list, as its bytes.
pub(super) fn list_issuer(bytes: &[u8]) -> Option<&[u8]> {
    let mut fields = parts(bytes)?[0].inside();
    let _version = fields.tagged(INTEGER);
    fields.tagged(SEQUENCE)?;
    Some(fields.tagged(SEQUENCE)?.whole)
}
