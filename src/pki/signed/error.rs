//! Why a file that came back holds no certificate that can be judged.

use thiserror::Error;

use crate::cluster::Hint;
use crate::finding::Finding;
use crate::pki::file::FileError;
use crate::pki::inspect::InspectError;
use crate::pki::pem::BrokenBlock;

/// Why a certificate can't be read. All text in it is safe to show.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum SignedError {
    /// The file isn't PEM.
    #[error(transparent)]
    File(#[from] FileError),
    /// Blocks, but none of them a certificate: the label of the first.
    #[error("the file holds no block `CERTIFICATE`: its first block is `{0}`")]
    NoCertificate(String),
    /// A block that can't be decoded.
    #[error("line {}: the block `{}` is broken: {}", .0.line, .0.label, .0.why)]
    Block(#[from] BrokenBlock),
    /// A certificate that Go's parser refuses.
    #[error("{} [{}]", .0.message(), .0.code())]
    Refused(Box<Finding>),
    /// It can't be read.
    #[error(transparent)]
    Unreadable(#[from] InspectError),
}

impl Hint for SignedError {
    fn hint(&self) -> String {
        match self {
            Self::File(error) => error.hint(),
            Self::Unreadable(error) => error.hint(),
            Self::Refused(finding) => finding.fix(),
            Self::Block(_) => {
                "copy the file again from where it was made, without an editor in between".into()
            }
            Self::NoCertificate(found) => match found.as_str() {
                "PKCS7" | "CMS" => {
                    "`openssl pkcs7 -print_certs -in FILE -out NEW` takes its certificates out"
                }
                "CERTIFICATE REQUEST" => "name what the CA made of it",
                _ => "is this the right file?",
            }
            .into(),
        }
    }
}
