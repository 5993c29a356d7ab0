//! Why certificates are not taken in, and what is worth knowing of those that are.

use std::path::PathBuf;

use thiserror::Error;

use crate::bundle::existing::ExistingBundleError;
use crate::bundle::shown;
use crate::cluster::Hint;
use crate::finding::Finding;
use crate::pki::{AuthorityError, SignedError};
use crate::text::in_words;

/// Why nothing was taken in.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ImportError {
    /// The bundle can't take it.
    ExistingBundle(#[from] ExistingBundleError),
    /// Everything that is wrong with the files.
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
    Unreadable(SignedError),
    /// The certificate wouldn't do where it is going to be shown.
    Finding(Box<Finding>),
    /// Certificates of several holders in one file.
    Several(usize),
    /// The CA that signed it, or that was named.
    Authority(AuthorityError),
    /// No certificate of the plan is like it.
    Unclaimed {
        /// The certificate's subject.
        subject: String,
        /// The names of the plan's certificates.
        expected: String,
    },
    /// Two files for one certificate.
    Twice {
        /// The earlier file.
        other: String,
        /// The certificate.
        certificate: String,
    },
    /// What signed it isn't there.
    NoAuthority(String),
    /// A CA that only the file itself knows.
    Untrusted(String),
    /// Another CA than the bundle's or another certificate's.
    OtherAuthority {
        /// The CA that others trust.
        expected: String,
        /// The one that it leads to.
        found: String,
    },
    /// One key for two holders.
    SharedKey(String),
    /// Another certificate is there.
    Exists(PathBuf),
}

in_words! { ImportError with hints:
    Self::ExistingBundle(error) => (error),
    Self::Problems(problems) => {
        problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "),
        problems.first().map(Hint::hint).unwrap_or_default()
    },
}

impl Hint for ImportProblem {
    fn hint(&self) -> String {
        self.fault.hint()
    }
}

in_words! { ImportFault with hints:
    Self::Unreadable(error) => (error),
    Self::Finding(finding) => { format!("{} [{}]", finding.message(), finding.code()), finding.fix() },
    Self::Several(count) => ["error-import-fault-several", count],
    Self::Authority(error) => (error),
    Self::Unclaimed { subject, expected } => ["error-import-fault-unclaimed", subject, expected],
    Self::Twice { other, certificate } => ["error-import-fault-twice", certificate, other; "error-request-fault-twice.hint"],
    Self::NoAuthority(issuer) => ["error-import-fault-no-authority", issuer],
    Self::Untrusted(authority) => ["error-import-fault-untrusted", authority],
    Self::OtherAuthority { expected, found } => ["error-import-fault-other-authority", found, expected],
    Self::SharedKey(other) => ["error-import-fault-shared-key", other],
    Self::Exists(path) => ["error-existing-bundle-exists", path = shown(path)],
}
