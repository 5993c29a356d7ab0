//! Key pairs while they sign: made, written as PEM once, wiped when dropped.

use aws_lc_rs::signature::Ed25519KeyPair;
use rcgen::{KeyPair, RsaKeySize};
use zeroize::{Zeroize, Zeroizing};

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
