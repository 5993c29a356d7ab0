//! What a check found.

use thiserror::Error;

use crate::pki::pem::BrokenBlock;
use crate::text::in_words;

/// Why a certificate or a key doesn't pass. All text in it is safe to show; none is a key's.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum PairError {
    /// More bytes than are read.
    TooLarge {
        /// How many there are.
        found: usize,
        /// The limit.
        limit: usize,
    },
    /// A block that can't be decoded.
    Block(#[from] BrokenBlock),
    /// No certificate in a file.
    NoCertificate,
    /// Bytes that aren't a certificate: what the parser said.
    NotACertificate(String),
    /// Bytes behind a certificate: how many.
    TrailingData(usize),
    /// No private key in a file.
    NoKey,
    /// A key under a password.
    EncryptedKey,
    /// A key that can't be loaded: what is wrong.
    Key(String),
    /// A key of an algorithm that Go's TLS doesn't load, by name.
    KeyAlgorithm(String),
    /// A key of another certificate.
    KeyMismatch {
        /// The certificate's subject.
        subject: String,
        /// The certificate's key, by name.
        expected: String,
        /// The private key, by name.
        found: String,
    },
    /// Something that can't be judged here. It may well be in order.
    NotChecked(String),
}

in_words! { PairError with hints:
    Self::TooLarge { found, limit } => ["error-pair-too-large", found, limit; "error-file-empty.hint"],
    Self::Block(error) => (error),
    Self::NoCertificate => ["error-pair-no-certificate"; "error-file-empty.hint"],
    Self::NotACertificate(why) => ["error-pair-not-a-certificate", why; "error-broken-block.hint"],
    Self::TrailingData(count) => ["error-pair-trailing-data", count; "error-broken-block.hint"],
    Self::NoKey => ["error-pair-no-key"; "error-file-empty.hint"],
    Self::EncryptedKey => ["error-pair-encrypted-key"],
    Self::Key(why) => ["error-pair-key", why],
    Self::KeyAlgorithm(kind) => ["error-pair-key-algorithm", kind],
    Self::KeyMismatch { subject, expected, found } => ["error-pair-key-mismatch", found, subject, expected],
    Self::NotChecked(what) => ["error-pair-not-checked", what],
}
