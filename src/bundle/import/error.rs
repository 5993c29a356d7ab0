//! Why certificates are not taken in, and what is worth knowing of those that are.

use std::path::PathBuf;

use thiserror::Error;

use crate::bundle::existing::ExistingBundleError;
use crate::bundle::shown;
use crate::cluster::Hint;
use crate::finding::Finding;
use crate::pki::{AuthorityError, SignedError};

/// Why nothing was taken in.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ImportError {
    /// The bundle can't take it.
    #[error(transparent)]
    ExistingBundle(#[from] ExistingBundleError),
    /// Everything that is wrong with the files.
    #[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))]
    Problems(Vec<ImportProblem>),
}

/// What is wrong with a file.
#[derive(Debug, Error)]
#[error("{file}: {fault}")]
pub struct ImportProblem {
    /// The file, safe to show.
    pub file: String,
    /// What.
    pub fault: ImportFault,
}

/// Why a certificate is not taken in. Names in it are safe to show.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ImportFault {
    /// The file holds no certificate that can be read.
    #[error(transparent)]
    Unreadable(SignedError),
    /// The certificate wouldn't do where it is going to be shown.
    #[error("{} [{}]", .0.message(), .0.code())]
    Finding(Box<Finding>),
    /// Certificates of several holders in one file.
    #[error("it holds `{0}` certificates that are no CA's, expected one and the CAs above it")]
    Several(usize),
    /// The CA that signed it, or that was named.
    #[error(transparent)]
    Authority(AuthorityError),
    /// No certificate of the plan is like it.
    #[error(
        "no key in the bundle fits `{subject}`, and neither name nor SANs tell which of {expected} it is"
    )]
    Unclaimed {
        /// The certificate's subject.
        subject: String,
        /// The names of the plan's certificates.
        expected: String,
    },
    /// Two files for one certificate.
    #[error("this is {certificate}, which {other} is as well")]
    Twice {
        /// The earlier file.
        other: String,
        /// The certificate.
        certificate: String,
    },
    /// What signed it isn't there.
    #[error("the certificate of the CA that signed it, `{0}`, is missing")]
    NoAuthority(String),
    /// A CA that only the file itself knows.
    #[error("it leads to the CA `{0}`, which isn't the one to trust")]
    Untrusted(String),
    /// Another CA than the bundle's or another certificate's.
    #[error("it leads to the CA `{found}`, expected `{expected}`")]
    OtherAuthority {
        /// The CA that others trust.
        expected: String,
        /// The one that it leads to.
        found: String,
    },
    /// One key for two holders.
    #[error("its key is that of {0} as well")]
    SharedKey(String),
    /// Another certificate is there.
    #[error("`{}` is there already, and is another certificate", shown(.0))]
    Exists(PathBuf),
}

impl Hint for ImportError {
    fn hint(&self) -> String {
        match self {
            Self::ExistingBundle(error) => error.hint(),
            Self::Problems(problems) => problems.first().map(Hint::hint).unwrap_or_default(),
        }
    }
}

impl Hint for ImportProblem {
    fn hint(&self) -> String {
        self.fault.hint()
    }
}

impl Hint for ImportFault {
    fn hint(&self) -> String {
        match self {
            Self::Unreadable(error) => return error.hint(),
            Self::Finding(finding) => return finding.fix(),
            Self::Authority(error) => return error.hint(),
            Self::Unclaimed { .. } => {
                "if its request was the bundle's, call the file as the request, MEMBER-ROLE.pem"
            }
            Self::Several { .. } => "put each certificate into a file of its own",
            Self::Twice { .. } => "leave one of them out",
            Self::NoAuthority { .. } => {
                "name the CA's certificate with --ca-cert FILE, what stands above it behind it"
            }
            Self::Untrusted { .. } => {
                "if it is the right one, name its certificate with --ca-cert FILE"
            }
            Self::OtherAuthority { .. } => {
                "members and clients of a cluster need one CA; to change it, import all certificates at once \
                 with --replace"
            }
            Self::SharedKey { .. } => {
                "make each key where it is used, and never copy one: run request.sh there"
            }
            Self::Exists { .. } => "leave that file out; or, to renew certificates, say --replace",
        }
        .into()
    }
}
