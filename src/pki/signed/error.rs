//! What is wrong with a certificate that was signed elsewhere, and what is worth knowing of it.

use std::fmt;

use thiserror::Error;
use time::OffsetDateTime;

use crate::cluster::Hint;
use crate::pki::check::CheckError;
use crate::pki::file::FileError;
use crate::pki::inspect::InspectError;
use crate::text::moment;

/// Why a certificate can't be taken. All text in it is safe to show.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum SignedError {
    /// The file isn't PEM.
    #[error(transparent)]
    File(#[from] FileError),
    /// Blocks, but none of them a certificate.
    #[error("the file holds no block `CERTIFICATE`: its first block is `{found}`")]
    NoCertificate {
        /// The label of the first block.
        found: String,
    },
    /// It, or its chain, doesn't pass a check.
    #[error(transparent)]
    Check(#[from] CheckError),
    /// It can't be read.
    #[error(transparent)]
    Unreadable(#[from] InspectError),
    /// An authority's where a leaf is needed.
    #[error("`{subject}` may sign certificates, expected one that may not")]
    Authority {
        /// Its subject.
        subject: String,
    },
    /// Names that the plan's certificate is valid for, and this one isn't.
    #[error("it is not valid for `{}`, which the plan's {certificate} is", .missing.join("`, `"))]
    Names {
        /// The certificate's name, such as `etcd-1-server`.
        certificate: String,
        /// The names and addresses.
        missing: Vec<String>,
    },
    /// Another user to etcd.
    #[error(
        "its common name is `{found}`, expected `{expected}`, which is the user's name in etcd"
    )]
    CommonName {
        /// The plan's.
        expected: String,
        /// The certificate's; empty where it has none.
        found: String,
    },
    /// A signature that can be forged.
    #[error("it is signed by `{found}`, which can be forged and which etcd refuses")]
    WeakSignature {
        /// The algorithm, by name.
        found: String,
    },
    /// A kind of key that etcd can't use, or that is too weak.
    #[error(
        "its key is `{found}`, expected RSA with 2048 to 8192 bits, ECDSA on P-256 or P-384, or Ed25519"
    )]
    Key {
        /// The key, by name.
        found: String,
    },
    /// Something that Go doesn't read.
    #[error("etcd will refuse it: {why}")]
    Refused {
        /// What.
        why: &'static str,
    },
}

impl Hint for SignedError {
    fn hint(&self) -> String {
        match self {
            Self::File(error) => error.hint(),
            Self::Unreadable(error) => error.hint(),
            Self::Check(CheckError::KeyMismatch { .. }) => {
                "sign the request that the bundle holds, in requests/, and no other".into()
            }
            Self::Check(CheckError::Expired { .. }) => "have the request signed again".into(),
            Self::Check(error) => error.hint(),
            Self::NoCertificate { found } => match found.as_str() {
                "PKCS7" | "CMS" => {
                    "`openssl pkcs7 -print_certs -in FILE -out NEW` takes its certificates out"
                }
                "CERTIFICATE REQUEST" => "name what the CA made of it",
                _ => "is this the right file?",
            }
            .into(),
            Self::Names { .. } => {
                "have the request signed with the names that it asks for; the .ext file beside it lists them"
                    .into()
            }
            Self::CommonName { .. } => {
                "have the request signed with the subject that it asks for".into()
            }
            Self::Authority { .. } => {
                "have the request signed without `CA:TRUE`; the .ext file beside it says so".into()
            }
            Self::WeakSignature { .. } => "have the request signed with SHA-256".into(),
            Self::Key { .. } | Self::Refused { .. } => "have a request of the bundle signed".into(),
        }
    }
}

/// What is worth knowing of a certificate and no reason to refuse it. All text in it is safe to show.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum SignedNote {
    /// It is valid for more than the plan says.
    FurtherNames {
        /// For what.
        names: Vec<String>,
    },
    /// It isn't valid for the machine's own names, where people run etcdctl on a member.
    NoLocalNames {
        /// Which.
        names: Vec<String>,
    },
    /// Its subject isn't the plan's, which matters to people only.
    Subject {
        /// The plan's.
        expected: String,
        /// Its own.
        found: String,
    },
    /// Its validity has just started.
    NotBackdated {
        /// When.
        start: OffsetDateTime,
    },
    /// It ends sooner than the plan says.
    EndsEarly {
        /// When.
        end: OffsetDateTime,
        /// The plan's days.
        days: i64,
    },
    /// A private key is in its file.
    PrivateKey,
    /// Something odd.
    Remark(String),
}

impl SignedNote {
    /// Whether it may be a mistake, rather than something to know.
    pub fn is_warning(&self) -> bool {
        matches!(self, Self::FurtherNames { .. } | Self::NoLocalNames { .. } | Self::PrivateKey)
    }
}

impl fmt::Display for SignedNote {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::FurtherNames { names } => write!(
                f,
                "it is also valid for `{}`, which the plan doesn't know",
                names.join("`, `")
            ),
            Self::NoLocalNames { names } => write!(
                f,
                "it isn't valid for `{}`: on the member itself, dial its address",
                names.join("`, `")
            ),
            Self::Subject { expected, found } => {
                write!(f, "its subject is `{found}`, the plan's is `{expected}`")
            }
            Self::NotBackdated { start } => write!(
                f,
                "it is valid from {} on: a machine whose clock is behind refuses it until then",
                moment(*start)
            ),
            Self::EndsEarly { end, days } => {
                write!(f, "it ends at {}, the plan asks for {days} days", moment(*end))
            }
            Self::PrivateKey => {
                f.write_str("a private key is in its file, which was left where it is")
            }
            Self::Remark(remark) => f.write_str(remark),
        }
    }
}
