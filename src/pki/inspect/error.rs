//! Why bytes are no certificate.

use thiserror::Error;

use crate::cluster::Hint;

/// The most bytes of one certificate that are read. It has one or two thousand.
pub const CERTIFICATE_LIMIT: usize = 1 << 20;

/// Why bytes are no certificate.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum InspectError {
    /// Too many bytes for a certificate.
    #[error("this is {found} bytes long, at most {limit} are read")]
    TooLarge {
        /// How many there are.
        found: usize,
        /// The limit.
        limit: usize,
    },
    /// The bytes don't follow the structure of a certificate.
    #[error("these {length} bytes are not an X.509 certificate: {why}")]
    NotACertificate {
        /// How many there are.
        length: usize,
        /// Where the structure breaks.
        why: String,
    },
}

impl Hint for InspectError {
    fn hint(&self) -> String {
        match self {
            Self::TooLarge { .. } => "is this the right file?".into(),
            Self::NotACertificate { .. } => {
                "compare with what `openssl asn1parse` reads, and fetch the file anew".into()
            }
        }
    }
}
