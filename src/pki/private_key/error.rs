//! Why a private key can't be read or written.

use thiserror::Error;

use crate::cluster::Hint;
use crate::pki::file::FileError;
use crate::pki::pem::BrokenBlock;

/// Why a private key can't be used. Nothing in it is a key's.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum KeyError {
    /// Not a PEM file.
    #[error(transparent)]
    File(#[from] FileError),
    /// Blocks, but none of them a private key: the label of the first, safe to show.
    #[error("the file holds no private key: its first block is `{0}`")]
    NoKey(String),
    /// More than one private key: how many.
    #[error("the file holds `{0}` private keys, expected one")]
    SeveralKeys(usize),
    /// A block that can't be read.
    #[error("the block `{}` in line `{}` can't be read: {}", .0.label, .0.line, .0.why)]
    Block(#[from] BrokenBlock),
    /// A key in OpenSSH's own form.
    #[error("the key is in OpenSSH's own form, `OPENSSH PRIVATE KEY`")]
    OpenSsh,
    /// Encrypted, and no passphrase given.
    #[error("the key is encrypted, and no passphrase was given")]
    Encrypted,
    /// The passphrase opens another key, or the file is damaged: encryption doesn't tell these apart.
    #[error("the passphrase does not open the key")]
    WrongPassphrase,
    /// A cipher that isn't read, safe to show.
    #[error("the key is encrypted with `{0}`, which is not read")]
    Cipher(String),
    /// A derivation of the encryption key that would take minutes or gigabytes: what it takes.
    #[error("to open the key takes `{0}`, more than is granted")]
    Cost(String),
    /// Bytes without the structure of a private key.
    #[error("the block `{label}` does not hold a private key: {why}")]
    Malformed {
        /// Its label, safe to show.
        label: String,
        /// What is wrong.
        why: &'static str,
    },
    /// A kind of key that isn't signed with here, safe to show.
    #[error(
        "the key is `{0}`, expected RSA with 2048 to 8192 bits, ECDSA on P-256, P-384 or P-521, or \
         Ed25519"
    )]
    Unsupported(String),
    /// A key whose parts don't belong together.
    #[error("the key, `{found}`, is damaged: {why}")]
    Damaged {
        /// Its kind.
        found: String,
        /// What the cryptography said.
        why: String,
    },
    /// The source of random numbers failed: how.
    #[error("the key can't be encrypted: {0}")]
    Encryption(String),
}

impl Hint for KeyError {
    fn hint(&self) -> String {
        match self {
            Self::File(error) => return error.hint(),
            Self::NoKey(_) => {
                "give the file with the private key: its name often ends in `.key` or `-key.pem`"
            }
            Self::SeveralKeys(_) => "leave only the one that belongs to the certificate",
            Self::Block(_) | Self::Malformed { .. } => {
                "fetch the file anew from where the key was made"
            }
            Self::OpenSsh => {
                "`ssh-keygen -p -m PKCS8 -f COPY` rewrites a copy of it; for Ed25519 that takes an OpenSSH \
                 newer than 9.2"
            }
            Self::Encrypted => "give its passphrase",
            Self::WrongPassphrase => {
                "try again; `openssl pkey -in FILE -noout` says whether openssl takes it"
            }
            Self::Cipher(_) => {
                "`openssl pkey -in FILE -aes256 -out NEW` encrypts it anew, with `-provider legacy \
                 -provider default` where openssl refuses the old cipher"
            }
            Self::Cost(_) => "`openssl pkey -in FILE -aes256 -out NEW` encrypts it anew",
            Self::Unsupported(_) => "make a key of one of these kinds, and have it certified",
            Self::Damaged { .. } => "`openssl pkey -in FILE -check -noout` says what is wrong",
            Self::Encryption(_) => {
                "don't use this machine for keys until its random numbers work"
            }
        }
        .into()
    }
}
