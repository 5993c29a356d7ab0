//! Why a file that came back holds no certificate that can be judged.

use thiserror::Error;

use crate::finding::Finding;
use crate::pki::file::FileError;
use crate::pki::inspect::InspectError;
use crate::pki::pem::BrokenBlock;
use crate::text::in_words;

/// Why a certificate can't be read. All text in it is safe to show.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum SignedError {
    /// The file isn't PEM.
    File(#[from] FileError),
    /// Blocks, but none of them a certificate: the label of the first.
    NoCertificate(String),
    /// A block that can't be decoded.
    Block(#[from] BrokenBlock),
    /// A certificate that Go's parser refuses.
    Refused(Box<Finding>),
    /// It can't be read.
    Unreadable(#[from] InspectError),
}

in_words! { SignedError with hints:
    Self::File(error) => (error),
    Self::NoCertificate(found) if matches!(found.as_str(), "PKCS7" | "CMS") =>
        ["error-authority-no-certificate", found; "error-authority-no-certificate.pkcs7"],
    Self::NoCertificate(found) if found == "CERTIFICATE REQUEST" =>
        ["error-authority-no-certificate", found; "error-authority-no-certificate.request"],
    Self::NoCertificate(found) => ["error-authority-no-certificate", found; "error-file-empty.hint"],
    Self::Block(block) => (block),
    Self::Refused(finding) => { format!("{} [{}]", finding.message(), finding.code()), finding.fix() },
    Self::Unreadable(error) => (error),
}
