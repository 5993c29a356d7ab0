//! Key algorithms that every etcd from 3.4 on loads.

use std::fmt;
use std::str::FromStr;

use super::error::FieldError;
use super::words;

words! {
    /// The algorithm of a key pair. etcd runs with each of these, and with a mix of them (measured on
    /// 3.4 and 3.5); it refuses P-224.
    #[derive(Default)]
    KeyAlgorithm {
        /// ECDSA over NIST P-256: small, fast, understood by everything.
        #[default]
        EcdsaP256 = "ecdsa-p256",
        /// ECDSA over NIST P-384.
        EcdsaP384 = "ecdsa-p384",
        /// RSA with 2048 bits: the least that NIST still accepts.
        Rsa2048 = "rsa-2048",
        /// RSA with 3072 bits.
        Rsa3072 = "rsa-3072",
        /// RSA with 4096 bits: each handshake costs many times an ECDSA one.
        Rsa4096 = "rsa-4096",
        /// Ed25519: etcd takes it; browsers and some older tools do not.
        Ed25519 = "ed25519",
    }
}

impl KeyAlgorithm {
    /// Whether this is RSA, whose keys may also encipher (RFC 5280 §4.2.1.3).
    pub fn is_rsa(self) -> bool {
        matches!(self, Self::Rsa2048 | Self::Rsa3072 | Self::Rsa4096)
    }
}

/// Writes the name for people, such as `ECDSA P-256`.
impl fmt::Display for KeyAlgorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::EcdsaP256 => "ECDSA P-256",
            Self::EcdsaP384 => "ECDSA P-384",
            Self::Rsa2048 => "RSA 2048",
            Self::Rsa3072 => "RSA 3072",
            Self::Rsa4096 => "RSA 4096",
            Self::Ed25519 => "Ed25519",
        })
    }
}

impl FromStr for KeyAlgorithm {
    type Err = FieldError;

    fn from_str(text: &str) -> Result<Self, FieldError> {
        let plain = |text: &str| {
            text.chars()
                .filter(char::is_ascii_alphanumeric)
                .collect::<String>()
                .to_ascii_lowercase()
        };
        let wanted = plain(text);
        Self::ALL
            .into_iter()
            .find(|algorithm| {
                let word = plain(algorithm.as_str());
                word == wanted || word.strip_prefix("ecdsa").is_some_and(|curve| curve == wanted)
            })
            .ok_or_else(|| Self::unknown(text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_algorithm_is_read_from_its_word_and_its_name() {
        for algorithm in KeyAlgorithm::ALL {
            assert_eq!(algorithm.as_str().parse::<KeyAlgorithm>().unwrap(), algorithm);
            let json = serde_json::to_string(&algorithm).unwrap();
            assert_eq!(json, format!("\"{algorithm}\"", algorithm = algorithm.as_str()));
            assert_eq!(algorithm.to_string().parse::<KeyAlgorithm>().unwrap(), algorithm);
        }
        assert_eq!("P-384".parse::<KeyAlgorithm>().unwrap(), KeyAlgorithm::EcdsaP384);
        for text in ["", "rsa", "rsa-1024", "p224", "dsa"] {
            assert!(text.parse::<KeyAlgorithm>().is_err(), "{text}");
        }
    }
}
