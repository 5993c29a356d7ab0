//! Why an authority can't be taken in, and what is worth knowing of one that can.

use std::fmt;

use thiserror::Error;

use crate::cluster::Hint;
use crate::finding::{Finding, Rule};
use crate::pki::file::FileError;
use crate::pki::pem::BrokenBlock;
use crate::pki::private_key::KeyError;

/// Why an authority from elsewhere can't sign here. All text in it is safe to show; none is a key's.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum AuthorityError {
    /// The certificate's file isn't PEM.
    #[error(transparent)]
    File(#[from] FileError),
    /// Blocks, but none of them a certificate: the label of the first.
    #[error("the file holds no block `CERTIFICATE`: its first block is `{0}`")]
    NoCertificate(String),
    /// A block that can't be decoded.
    #[error(transparent)]
    Block(#[from] BrokenBlock),
    /// One of its certificates, or the key beside it, is not fit.
    #[error("{} [{}]", .0.message(), .0.code())]
    Finding(Box<Finding>),
    /// The key's file.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// The key of another certificate in the file.
    #[error(
        "the private key belongs to `{found}`, expected that of the first certificate, `{subject}`"
    )]
    KeyOfAnother {
        /// The subject of the first certificate.
        subject: String,
        /// The subject of the key's.
        found: String,
    },
    /// A kind of key that isn't signed with here.
    #[error(
        "the key of `{subject}` is `{found}`, expected RSA with 2048 to 8192 bits, ECDSA on P-256, P-384 \
         or P-521, or Ed25519"
    )]
    KeyAlgorithm {
        /// The certificate's subject.
        subject: String,
        /// Its key, by name.
        found: String,
    },
    /// An authority without a name, which no leaf can name as its issuer (RFC 5280 §4.1.2.6).
    #[error("the authority's subject is empty")]
    Nameless,
    /// A certificate that isn't followed by its issuer.
    #[error("`{subject}` was issued by `{expected}`, but `{found}` follows it in the file")]
    Order {
        /// The certificate's subject.
        subject: String,
        /// Its issuer.
        expected: String,
        /// The subject of the one that follows.
        found: String,
    },
    /// A certificate behind the root.
    #[error("`{root}` is a root, above which nothing stands, but `{found}` follows it in the file")]
    BehindRoot {
        /// The root's subject.
        root: String,
        /// The subject of the one that follows.
        found: String,
    },
    /// A leaf would not name the authority in its own bytes.
    #[error("certificates would name the issuer `{found}`, expected the bytes of `{expected}`")]
    Name {
        /// The authority's subject.
        expected: String,
        /// The issuer that a leaf names.
        found: String,
    },
    /// The cryptography refused to sign: what it said.
    #[error("signing with the authority failed: {0}")]
    Signing(String),
}

impl Hint for AuthorityError {
    fn hint(&self) -> String {
        match self {
            Self::File(error) => return error.hint(),
            Self::Key(error) => return error.hint(),
            Self::Finding(finding) => return finding.fix(),
            Self::Block(_) => {
                "copy the file again from where it was made, without an editor in between"
            }
            Self::NoCertificate(found) => match found.as_str() {
                "TRUSTED CERTIFICATE" | "X509 CERTIFICATE" => {
                    "`openssl x509 -in FILE -out NEW` writes it with the label that etcd reads"
                }
                "PKCS7" | "CMS" => {
                    "`openssl pkcs7 -print_certs -in FILE -out NEW` takes its certificates out"
                }
                _ => "give the file with the authority's certificate, often `ca.crt` or `ca.pem`",
            },
            Self::KeyOfAnother { .. } | Self::Order { .. } => {
                "put the authority that signs first, and each certificate behind the one that it signed"
            }
            Self::BehindRoot { .. } => "leave out what follows the root",
            Self::KeyAlgorithm { .. } => {
                "take an authority with another kind of key, or let quorate make one"
            }
            Self::Nameless => "take an authority with a subject",
            Self::Name { .. } | Self::Signing(_) => {
                "`quorate generate --csr` writes requests that the authority's own tools sign"
            }
        }
        .into()
    }
}

impl From<Finding> for AuthorityError {
    fn from(finding: Finding) -> Self {
        Self::Finding(Box::new(finding))
    }
}

impl AuthorityError {
    /// Whether the private key is at fault, rather than a certificate.
    pub fn is_of_key(&self) -> bool {
        match self {
            Self::Key(_) | Self::KeyOfAnother { .. } => true,
            Self::Finding(finding) => finding.rule == Rule::KeyMismatch,
            _ => false,
        }
    }
}

/// What is worth knowing of an authority and no reason to refuse it. All text in it is safe to show.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum AuthorityNote {
    /// One of the chain, by its subject, allows only some names (RFC 5280 §4.2.1.10): each certificate is held
    /// against them when it is signed or imported.
    NameConstraints(String),
    /// The authority has no subject key identifier, which RFC 5280 §4.2.1.2 demands.
    NoKeyIdentifier,
    /// A root whose own signature can be forged, which does no harm: nobody checks it.
    WeakRoot {
        /// Its subject.
        subject: String,
        /// The algorithm, by name.
        found: String,
    },
    /// What is trusted is not the authority itself, but the root above it.
    RootAbove {
        /// The authority.
        subject: String,
        /// The root.
        root: String,
    },
    /// The chain ends before its root: the issuer that isn't there.
    NoRoot(String),
}

impl fmt::Display for AuthorityNote {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NameConstraints(subject) => write!(
                f,
                "`{subject}` allows only some names below it; etcd refuses certificates with others"
            ),
            Self::WeakRoot { subject, found } => write!(
                f,
                "the root `{subject}` signed itself by `{found}`, which nobody checks and does no harm"
            ),
            Self::NoKeyIdentifier => {
                f.write_str("it has no subject key identifier, which strict verifiers ask for")
            }
            Self::RootAbove { subject, root } => write!(
                f,
                "etcd will trust the root `{root}` above `{subject}`: whatever else that root and its other \
                 authorities sign is let in as well; name a file without the root to trust `{subject}` alone"
            ),
            Self::NoRoot(issuer) => write!(
                f,
                "its root, `{issuer}`, is not in the file, so that the authority itself is what etcd trusts"
            ),
        }
    }
}
