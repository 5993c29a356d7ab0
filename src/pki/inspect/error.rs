//! Why bytes are no certificate.

use thiserror::Error;

use crate::text::in_words;

/// The most bytes of one certificate that are read. It has one or two thousand.
pub const CERTIFICATE_LIMIT: usize = 1 << 20;

/// Why bytes are no certificate.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum InspectError {
    /// Too many bytes for a certificate.
    TooLarge {
        /// How many there are.
        found: usize,
        /// The limit.
        limit: usize,
    },
    /// The bytes don't follow the structure of a certificate.
    NotACertificate {
        /// How many there are.
        length: usize,
        /// Where the structure breaks.
        why: String,
    },
}

in_words! { InspectError with hints:
    Self::TooLarge { found, limit } => ["error-inspect-too-large", found, limit; "error-file-empty.hint"],
    Self::NotACertificate { length, why } => ["error-inspect-not-a-certificate", length, why],
}
