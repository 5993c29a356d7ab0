//! What a check found.

use thiserror::Error;

use crate::cluster::Hint;
use crate::pki::pem::BrokenBlock;

/// Why a certificate or a key doesn't pass. All text in it is safe to show; none is a key's.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum PairError {
    /// More bytes than are read.
    #[error("the file is {found} bytes long, at most {limit} are read")]
    TooLarge {
        /// How many there are.
        found: usize,
        /// The limit.
        limit: usize,
    },
    /// A block that can't be decoded.
    #[error(transparent)]
    Block(#[from] BrokenBlock),
    /// No certificate in a file.
    #[error("the file holds no certificate, expected a block `CERTIFICATE`")]
    NoCertificate,
    /// Bytes that aren't a certificate: what the parser said.
    #[error("this is not an X.509 certificate: {0}")]
    NotACertificate(String),
    /// Bytes behind a certificate: how many.
    #[error("etcd will refuse it: trailing data of {0} bytes after the certificate")]
    TrailingData(usize),
    /// No private key in a file.
    #[error("the file holds no private key, expected a block `PRIVATE KEY`")]
    NoKey,
    /// A key under a password.
    #[error("the private key is encrypted, and etcd cannot load encrypted keys")]
    EncryptedKey,
    /// A key that can't be loaded: what is wrong.
    #[error("the private key can't be loaded: {0}")]
    Key(String),
    /// A key of an algorithm that Go's TLS doesn't load, by name.
    #[error("the private key can't be loaded: Go's TLS has no keys of the kind {0}")]
    KeyAlgorithm(String),
    /// A key of another certificate.
    #[error("the private key ({found}) does not belong to `{subject}` ({expected})")]
    KeyMismatch {
        /// The certificate's subject.
        subject: String,
        /// The certificate's key, by name.
        expected: String,
        /// The private key, by name.
        found: String,
    },
    /// Something that can't be judged here. It may well be in order.
    #[error("{0} could not be checked")]
    NotChecked(String),
}

impl Hint for PairError {
    fn hint(&self) -> String {
        match self {
            Self::TooLarge { .. } | Self::NoCertificate | Self::NoKey => "is this the right file?",
            Self::Block(_) | Self::NotACertificate(_) | Self::TrailingData(_) => {
                "copy the file again from where it was made, without an editor in between"
            }
            Self::EncryptedKey => "write it without its password: openssl pkey -in KEY -out NEW",
            Self::KeyAlgorithm(_) => "make a key on P-256, and have it certified",
            Self::Key(_) => "see what `openssl pkey -in KEY -noout -check` says of it",
            Self::KeyMismatch { .. } => {
                "certificate and key are replaced together: install both files of one pair"
            }
            Self::NotChecked(_) => {
                "compare what `openssl pkey -in KEY -pubout` and `openssl x509 -in CERTIFICATE -noout -pubkey` \
                 print"
            }
        }
        .into()
    }
}
