//! Why an authority can't be taken in, and what is worth knowing of one that can.

use thiserror::Error;

use crate::finding::{Finding, Rule};
use crate::pki::file::FileError;
use crate::pki::pem::BrokenBlock;
use crate::pki::private_key::KeyError;
use crate::text::in_words;

/// Why an authority from elsewhere can't sign here. All text in it is safe to show; none is a key's.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum AuthorityError {
    /// The certificate's file isn't PEM.
    File(#[from] FileError),
    /// Blocks, but none of them a certificate: the label of the first.
    NoCertificate(String),
    /// A block that can't be decoded.
    Block(#[from] BrokenBlock),
    /// One of its certificates, or the key beside it, is not fit.
    Finding(Box<Finding>),
    /// The key's file.
    Key(#[from] KeyError),
    /// The key of another certificate in the file.
    KeyOfAnother {
        /// The subject of the first certificate.
        subject: String,
        /// The subject of the key's.
        found: String,
    },
    /// A kind of key that isn't signed with here.
    KeyAlgorithm {
        /// The certificate's subject.
        subject: String,
        /// Its key, by name.
        found: String,
    },
    /// An authority without a name, which no leaf can name as its issuer (RFC 5280 §4.1.2.6).
    Nameless,
    /// A certificate that isn't followed by its issuer.
    Order {
        /// The certificate's subject.
        subject: String,
        /// Its issuer.
        expected: String,
        /// The subject of the one that follows.
        found: String,
    },
    /// A certificate behind the root.
    BehindRoot {
        /// The root's subject.
        root: String,
        /// The subject of the one that follows.
        found: String,
    },
    /// A leaf would not name the authority in its own bytes.
    Name {
        /// The authority's subject.
        expected: String,
        /// The issuer that a leaf names.
        found: String,
    },
    /// The cryptography refused to sign: what it said.
    Signing(String),
}

in_words! { AuthorityError with hints:
    Self::File(error) => (error),
    Self::NoCertificate(found) if matches!(found.as_str(), "TRUSTED CERTIFICATE" | "X509 CERTIFICATE") =>
        ["error-authority-no-certificate", found; "error-authority-no-certificate.label"],
    Self::NoCertificate(found) if matches!(found.as_str(), "PKCS7" | "CMS") =>
        ["error-authority-no-certificate", found; "error-authority-no-certificate.pkcs7"],
    Self::NoCertificate(found) => ["error-authority-no-certificate", found],
    Self::Block(error) => (error),
    Self::Finding(finding) => { format!("{} [{}]", finding.message(), finding.code()), finding.fix() },
    Self::Key(error) => (error),
    Self::KeyOfAnother { subject, found } => ["error-authority-key-of-another", found, subject],
    Self::KeyAlgorithm { subject, found } => ["error-authority-key-algorithm", subject, found],
    Self::Nameless => ["error-authority-nameless"],
    Self::Order { subject, expected, found } => ["error-authority-order", subject, expected, found; "error-authority-key-of-another.hint"],
    Self::BehindRoot { root, found } => ["error-authority-behind-root", root, found],
    Self::Name { expected, found } => ["error-authority-name", found, expected],
    Self::Signing(why) => ["error-authority-signing", why; "error-authority-name.hint"],
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

in_words! { AuthorityNote:
    Self::NameConstraints(subject) => ["authority-note-name-constraints", subject],
    Self::WeakRoot { subject, found } => ["authority-note-weak-root", subject, found],
    Self::NoKeyIdentifier => ["authority-note-no-key-identifier"],
    Self::RootAbove { subject, root } => ["authority-note-root-above", root, subject],
    Self::NoRoot(issuer) => ["authority-note-no-root", issuer],
}
