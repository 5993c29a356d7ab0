//! Key pairs while they sign: made, written as PEM once, wiped when dropped; and keys from elsewhere, loaded.

use aws_lc_rs::encoding::{AsDer, Pkcs8V1Der, PublicKeyX509Der};
use aws_lc_rs::error::{KeyRejected, Unspecified};
use aws_lc_rs::rsa;
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_ASN1_SIGNING, ECDSA_P384_SHA384_ASN1_SIGNING, ECDSA_P521_SHA512_ASN1_SIGNING,
    EcdsaKeyPair, Ed25519KeyPair, KeyPair as _,
};
use rcgen::{KeyPair, RsaKeySize};
use zeroize::{Zeroize, Zeroizing};

use super::algorithm::{Curve, KeyKind};
use super::inspect::PrivateKeyKind;
use super::pem;
use crate::cluster::KeyAlgorithm;

/// A key pair of an issue. rcgen keeps the key's DER beside the key itself and doesn't wipe it.
pub(super) struct SigningPair(KeyPair);

impl SigningPair {
    /// Makes a fresh key pair. The hash of its signatures follows from the key: P-384 signs with
    /// SHA-384, all else with SHA-256; a P-256 key that signs with SHA-384 makes rcgen write a corrupt
    /// certificate.
    pub(super) fn generate(algorithm: KeyAlgorithm) -> Result<Self, rcgen::Error> {
        let rsa = |size| KeyPair::generate_rsa_for(&rcgen::PKCS_RSA_SHA256, size);
        match algorithm {
            KeyAlgorithm::EcdsaP256 => KeyPair::generate_for(&rcgen::PKCS_ECDSA_P256_SHA256),
            KeyAlgorithm::EcdsaP384 => KeyPair::generate_for(&rcgen::PKCS_ECDSA_P384_SHA384),
            KeyAlgorithm::Rsa2048 => rsa(RsaKeySize::_2048),
            KeyAlgorithm::Rsa3072 => rsa(RsaKeySize::_3072),
            KeyAlgorithm::Rsa4096 => rsa(RsaKeySize::_4096),
            KeyAlgorithm::Ed25519 => ed25519(),
        }
        .map(Self)
    }

    /// Takes a key from elsewhere, as PKCS#8. The hash follows from the key, as above; P-521 signs with
    /// SHA-512.
    pub(super) fn from_pkcs8(der: &[u8]) -> Result<Self, rcgen::Error> {
        KeyPair::try_from(der).map(Self)
    }

    /// The pair for signing and for its public key.
    pub(super) fn pair(&self) -> &KeyPair {
        &self.0
    }

    /// The private key as one PEM block of PKCS#8 (RFC 5208).
    pub(super) fn to_pem(&self) -> Zeroizing<String> {
        pem::encode("PRIVATE KEY", self.0.serialized_der())
    }
}

impl Drop for SigningPair {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

/// rcgen would write PKCS#8 version 2, with the public key in it (RFC 5958), which OpenSSL 3.0 can't
/// read.
fn ed25519() -> Result<KeyPair, rcgen::Error> {
    let document = Ed25519KeyPair::generate()
        .and_then(|pair| pair.to_pkcs8v1())
        .map_err(|_| rcgen::Error::RingUnspecified)?;
    KeyPair::try_from(document.as_ref())
}

/// A private key that aws-lc has loaded.
pub(super) enum LoadedKey {
    Rsa(rsa::KeyPair),
    Ecdsa(EcdsaKeyPair),
    Ed25519(Ed25519KeyPair),
}

impl LoadedKey {
    /// Loads a key in DER; `None` for kinds that don't [sign](KeyKind::signs) here.
    pub(super) fn load(
        kind: &KeyKind,
        form: PrivateKeyKind,
        der: &[u8],
    ) -> Option<Result<Self, KeyRejected>> {
        let ecdsa = |curve| EcdsaKeyPair::from_private_key_der(curve, der).map(Self::Ecdsa);
        Some(match kind {
            _ if !kind.signs() => return None,
            KeyKind::Rsa(_) if form == PrivateKeyKind::Pkcs1 => {
                rsa::KeyPair::from_der(der).map(Self::Rsa)
            }
            KeyKind::Rsa(_) => rsa::KeyPair::from_pkcs8(der).map(Self::Rsa),
            KeyKind::Ecdsa(Curve::P256) => ecdsa(&ECDSA_P256_SHA256_ASN1_SIGNING),
            KeyKind::Ecdsa(Curve::P384) => ecdsa(&ECDSA_P384_SHA384_ASN1_SIGNING),
            KeyKind::Ecdsa(_) => ecdsa(&ECDSA_P521_SHA512_ASN1_SIGNING),
            _ => Ed25519KeyPair::from_pkcs8_maybe_unchecked(der).map(Self::Ed25519),
        })
    }

    /// Its public half, a `SubjectPublicKeyInfo`.
    pub(super) fn public(&self) -> Result<PublicKeyX509Der<'static>, Unspecified> {
        match self {
            Self::Rsa(pair) => pair.public_key().as_der(),
            Self::Ecdsa(pair) => pair.public_key().as_der(),
            Self::Ed25519(pair) => pair.public_key().as_der(),
        }
    }

    /// The key as PKCS#8 version 1, the one that OpenSSL 3.0 reads.
    pub(super) fn pkcs8(&self) -> Result<Zeroizing<Vec<u8>>, Unspecified> {
        let wiped = |der: &[u8]| Zeroizing::new(der.to_vec());
        Ok(match self {
            Self::Rsa(pair) => {
                let der: Pkcs8V1Der<'_> = pair.as_der()?;
                wiped(der.as_ref())
            }
            Self::Ecdsa(pair) => wiped(pair.to_pkcs8v1()?.as_ref()),
            Self::Ed25519(pair) => wiped(pair.to_pkcs8v1()?.as_ref()),
        })
    }
}
