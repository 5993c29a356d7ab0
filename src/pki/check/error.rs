//! What a check found.

use thiserror::Error;
use time::OffsetDateTime;

use crate::cluster::Hint;
use crate::pki::pem::Fault;
use crate::text::moment;

/// Why a certificate or a key doesn't pass. All text in it is safe to show; none is a key's.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum CheckError {
    /// More bytes than are read.
    #[error("the file is {found} bytes long, at most {limit} are read")]
    TooLarge {
        /// How many there are.
        found: usize,
        /// The limit.
        limit: usize,
    },
    /// A PEM block that can't be read.
    #[error("the block `{label}` in line {line} can't be read: {why}")]
    Block {
        /// The line, from 1.
        line: usize,
        /// Its label.
        label: String,
        /// What is wrong.
        why: Fault,
    },
    /// No certificate in a file.
    #[error("the file holds no certificate, expected a block `CERTIFICATE`")]
    NoCertificate,
    /// Bytes that aren't a certificate.
    #[error("this is not an X.509 certificate: {why}")]
    NotACertificate {
        /// What the parser said.
        why: String,
    },
    /// Bytes behind a certificate.
    #[error("etcd will refuse it: trailing data of {length} bytes after the certificate")]
    TrailingData {
        /// How many.
        length: usize,
    },
    /// An extension that can't be read or stands there twice.
    #[error("an extension of `{subject}` is not valid: {why}")]
    Extension {
        /// The certificate's subject.
        subject: String,
        /// What the parser said.
        why: String,
    },
    /// A critical extension that nobody here understands.
    #[error("`{subject}` holds the critical extension `{extension}`, which etcd does not know")]
    UnknownCritical {
        /// The certificate's subject.
        subject: String,
        /// The extension's OID.
        extension: String,
    },
    /// No private key in a file.
    #[error("the file holds no private key, expected a block `PRIVATE KEY`")]
    NoKey,
    /// A key under a password.
    #[error("the private key is encrypted, and etcd cannot load encrypted keys")]
    EncryptedKey,
    /// A key that can't be loaded.
    #[error("the private key can't be loaded: {why}")]
    Key {
        /// What is wrong.
        why: String,
    },
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
    /// No authority above the leaf.
    #[error("a chain of {found} certificates, expected a leaf and its authority at least")]
    NoAuthority {
        /// How many there are.
        found: usize,
    },
    /// An issuer that isn't the next one's subject.
    #[error("`{subject}` was issued by `{expected}`, found `{found}`")]
    Issuer {
        /// The certificate's subject.
        subject: String,
        /// Its issuer.
        expected: String,
        /// The subject of the certificate above it.
        found: String,
    },
    /// A signature that isn't the issuer's, or bytes that were changed since.
    #[error("the signature of `{subject}` was not made with the key of `{issuer}`")]
    Signature {
        /// The certificate's subject.
        subject: String,
        /// The issuer's subject.
        issuer: String,
    },
    /// A certificate that signs and isn't an authority's.
    #[error("`{subject}` is not an authority: its basic constraints don't say `CA:TRUE`")]
    NotAuthority {
        /// The certificate's subject.
        subject: String,
    },
    /// Too many authorities below one.
    #[error("`{subject}` allows {allowed} authorities below it, found {found}")]
    PathLength {
        /// The certificate's subject.
        subject: String,
        /// How many it allows.
        allowed: u32,
        /// How many there are.
        found: u32,
    },
    /// Past its end.
    #[error("`{subject}` ended at `{}`, it is `{}`", moment(*.end), moment(*.now))]
    Expired {
        /// The certificate's subject.
        subject: String,
        /// Its end.
        end: OffsetDateTime,
        /// The moment asked for.
        now: OffsetDateTime,
    },
    /// Before its start.
    #[error("`{subject}` starts at `{}`, it is `{}`", moment(*.start), moment(*.now))]
    NotYetValid {
        /// The certificate's subject.
        subject: String,
        /// Its start.
        start: OffsetDateTime,
        /// The moment asked for.
        now: OffsetDateTime,
    },
    /// Valid for longer than what signed it.
    #[error("`{subject}` ends at `{}`, after its authority, which ends at `{}`", moment(*.end), moment(*.limit))]
    Outlives {
        /// The certificate's subject.
        subject: String,
        /// Its end.
        end: OffsetDateTime,
        /// The end of the authority.
        limit: OffsetDateTime,
    },
    /// A DNS name of no characters.
    #[error("one of the names of `{subject}` is empty, beside `{}`", .names.join(", "))]
    EmptyName {
        /// The certificate's subject.
        subject: String,
        /// The other names.
        names: Vec<String>,
    },
    /// A purpose that its role needs and its extended key usage lacks.
    #[error("`{subject}` can't be a {role} certificate: expected the purpose `{missing}`, found `{}`", .found.join(", "))]
    Purpose {
        /// The certificate's subject.
        subject: String,
        /// The role, as one word.
        role: &'static str,
        /// The purpose, in openssl's words.
        missing: String,
        /// Its purposes.
        found: Vec<String>,
    },
    /// A bit that its key usage lacks.
    #[error("the key of `{subject}` lacks the usage `{missing}`, found `{}`", .found.join(", "))]
    KeyUsage {
        /// The certificate's subject.
        subject: String,
        /// The usage, in openssl's words.
        missing: String,
        /// Its usages.
        found: Vec<String>,
    },
    /// A host that is not among the names.
    #[error("`{subject}` is not valid for `{host}`, only for `{}`", .names.join(", "))]
    Uncovered {
        /// The certificate's subject.
        subject: String,
        /// The host.
        host: String,
        /// What it is valid for.
        names: Vec<String>,
    },
    /// Something that can't be judged here. It may well be in order.
    #[error("{what} could not be checked")]
    NotChecked {
        /// What.
        what: String,
    },
}

impl Hint for CheckError {
    fn hint(&self) -> String {
        match self {
            Self::TooLarge { .. } | Self::NoCertificate | Self::NoKey => {
                "is this the right file?".into()
            }
            Self::Block { .. } | Self::NotACertificate { .. } | Self::TrailingData { .. } => {
                "copy the file again from where it was made, without an editor in between".into()
            }
            Self::Extension { .. } | Self::UnknownCritical { .. } => {
                "issue the certificate anew".into()
            }
            Self::EncryptedKey => "write it without its password: openssl pkey -in KEY -out NEW".into(),
            Self::Key { .. } => "see what `openssl pkey -in KEY -noout -check` says of it".into(),
            Self::KeyMismatch { .. } => {
                "certificate and key change together: put the pair in place that was made together"
                    .into()
            }
            Self::NoAuthority { .. } => "add the certificate of the authority".into(),
            Self::Issuer { .. } | Self::Signature { .. } => {
                "was the authority made anew? leaves and authority come from one issue".into()
            }
            Self::NotAuthority { .. } => "use the authority's certificate, not a leaf".into(),
            Self::PathLength { .. } => "sign with the authority itself".into(),
            Self::Expired { .. } => "reissue it; etcd takes up new leaves without a restart".into(),
            Self::NotYetValid { .. } => "compare the clocks of the machines".into(),
            Self::Purpose { role: "server", .. } => {
                "a member's gRPC gateway shows this certificate as a client: issue it with both purposes"
                    .into()
            }
            Self::Purpose { .. } | Self::KeyUsage { .. } => {
                "reissue it with the usages that its role needs".into()
            }
            Self::Uncovered { .. } => {
                "reissue it with this host among its names; an address needs an IP entry".into()
            }
            Self::Outlives { .. } => {
                "issue it for less, or the authority for longer: cfssl's lasts 5 years unless told".into()
            }
            Self::EmptyName { .. } => {
                "a variable was misspelt or not set: find the host that is missing, and reissue it"
                    .into()
            }
            Self::NotChecked { .. } => "judge it with `openssl verify`".into(),
        }
    }
}
