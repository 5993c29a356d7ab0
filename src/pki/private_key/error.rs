//! Why a private key can't be read or written.

use thiserror::Error;

use crate::pki::file::FileError;
use crate::pki::pem::BrokenBlock;
use crate::text::{Words, in_words};

/// Why a private key can't be used. Nothing in it is a key's.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum KeyError {
    /// Not a PEM file.
    File(#[from] FileError),
    /// Blocks, but none of them a private key: the label of the first, safe to show.
    NoKey(String),
    /// More than one private key: how many.
    SeveralKeys(usize),
    /// A block that can't be read.
    Block(#[from] BrokenBlock),
    /// A key in OpenSSH's own form.
    OpenSsh,
    /// Encrypted, and no passphrase given.
    Encrypted,
    /// The passphrase opens another key, or the file is damaged: encryption doesn't tell these apart.
    WrongPassphrase,
    /// A cipher that isn't read, safe to show.
    Cipher(String),
    /// A derivation of the encryption key that would take minutes or gigabytes: what it takes.
    Cost(String),
    /// Bytes without the structure of a private key.
    Malformed {
        /// Its label, safe to show.
        label: String,
        /// What is wrong.
        why: Words,
    },
    /// A kind of key that isn't signed with here, safe to show.
    Unsupported(String),
    /// A key whose parts don't belong together.
    Damaged {
        /// Its kind.
        found: String,
        /// What the cryptography said.
        why: String,
    },
    /// The source of random numbers failed: how.
    Encryption(String),
}

in_words! { KeyError with hints:
    Self::File(error) => (error),
    Self::NoKey(found) => ["error-key-no-key", found],
    Self::SeveralKeys(count) => ["error-key-several-keys", count],
    Self::Block(block) => (block),
    Self::OpenSsh => ["error-key-open-ssh"],
    Self::Encrypted => ["error-key-encrypted"],
    Self::WrongPassphrase => ["error-key-wrong-passphrase"],
    Self::Cipher(cipher) => ["error-key-cipher", cipher],
    Self::Cost(cost) => ["error-key-cost", cost],
    Self::Malformed { label, why } => ["error-key-malformed", label, why; "error-broken-block.hint"],
    Self::Unsupported(found) => ["error-key-unsupported", found],
    Self::Damaged { found, why } => ["error-key-damaged", found, why],
    Self::Encryption(why) => ["error-key-encryption", why; "error-issue-random.hint"],
}
