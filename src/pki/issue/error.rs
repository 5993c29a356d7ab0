//! Why an issue fails.

use thiserror::Error;
use time::OffsetDateTime;

use super::CLOCK;
use crate::cluster::Hint;
use crate::text::escape_for_terminal;
use crate::text::moment;

/// Why certificates couldn't be issued.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum IssueError {
    /// The caller asked to stop; nothing was kept.
    #[error("the issue was cancelled before it was complete")]
    Cancelled,
    /// The clock is off by years: what it says.
    #[error("the clock says `{}`, expected a time from {} to {}", moment(*.0), moment(CLOCK.start), moment(CLOCK.end))]
    Clock(OffsetDateTime),
    /// No profile at all.
    #[error("no certificate is asked for")]
    Nothing,
    /// A certificate without its one signer before it.
    #[error("`{certificate}` needs exactly one authority `{signer}` before it in the list")]
    Signer {
        /// The certificate's path.
        certificate: String,
        /// The authority that signs it.
        signer: &'static str,
    },
    /// A validity that ends past the year 9999: the certificate's path.
    #[error("`{0}` would be valid past the year 9999")]
    Validity(String),
    /// A leaf that would outlive its authority.
    #[error("`{certificate}` would end on {}, after its authority on {}", moment(*.end), moment(*.authority_end))]
    OutlivesAuthority {
        /// The certificate's path.
        certificate: String,
        /// Its end.
        end: OffsetDateTime,
        /// Its authority's end.
        authority_end: OffsetDateTime,
    },
    /// A name that the authority may not sign for, in Go's words.
    #[error("`{authority}` can't sign `{certificate}`: {why}")]
    NotPermitted {
        /// The certificate's path.
        certificate: String,
        /// The authority's subject.
        authority: String,
        /// Go's words.
        why: String,
    },
    /// A subject that holds an attribute twice, which rcgen would write once.
    #[error("the subject of `{certificate}` holds `{kind}` twice")]
    RepeatedAttribute {
        /// The certificate's path.
        certificate: String,
        /// The attribute's short name.
        kind: &'static str,
    },
    /// Text that the certificate has no place for.
    #[error("`{}` can't be written into `{certificate}`: {why}", escape_for_terminal(.text))]
    Text {
        /// The certificate's path.
        certificate: String,
        /// The text.
        text: String,
        /// Why not.
        why: &'static str,
    },
    /// An issuer that isn't the authority's subject: no chain would be found.
    #[error("`{certificate}` names the issuer `{}`, expected the authority's subject `{}`", escape_for_terminal(.found), escape_for_terminal(.expected))]
    Issuer {
        /// The certificate's path.
        certificate: String,
        /// The authority's subject.
        expected: String,
        /// The issuer.
        found: String,
    },
    /// The same names for people, in other bytes.
    #[error(
        "the issuer of `{certificate}` is `{found}` in DER, expected the bytes of the authority's subject, `{expected}`"
    )]
    IssuerBytes {
        /// The certificate's path.
        certificate: String,
        /// The authority's subject, in hexadecimal.
        expected: String,
        /// The issuer, likewise.
        found: String,
    },
    /// The source of random numbers failed: how.
    #[error("the source of random numbers failed: {0}")]
    Random(String),
    /// The source of random numbers repeats itself: the number, in hexadecimal.
    #[error("the source of random numbers repeats itself: it gave the serial number `{0}` twice")]
    RepeatedSerial(String),
    /// The cryptography refused.
    #[error("{step} of `{certificate}` failed: {why}")]
    Cryptography {
        /// The certificate's path.
        certificate: String,
        /// What was being done.
        step: &'static str,
        /// What it said.
        why: String,
    },
}

impl Hint for IssueError {
    fn hint(&self) -> String {
        match self {
            Self::Cancelled => "start again when you are ready; no file was written".into(),
            Self::Clock(_) => {
                "set the clock, best with NTP: etcd's members have to agree on the time as well"
                    .into()
            }
            Self::Nothing | Self::Signer { .. } | Self::Issuer { .. } => {
                "issue all profiles of one plan together".into()
            }
            Self::Validity(_) => "shorten its lifetime".into(),
            Self::OutlivesAuthority { .. } => {
                "shorten the leaves, or make a new authority first".into()
            }
            Self::NotPermitted { .. } => {
                "etcd refuses such a certificate whole: keep to the names and networks of the CA's name constraints \
                 (quorate inspect shows them), or make a new CA"
                    .into()
            }
            Self::RepeatedAttribute { .. } => "name each subject field once".into(),
            Self::Text { .. } => "use letters, digits, blanks and plain punctuation".into(),
            Self::IssuerBytes { .. } => {
                "sign a request (CSR) with the authority's own tools instead".into()
            }
            Self::Random(_) | Self::RepeatedSerial(_) => {
                "don't use this machine for keys until its random numbers work".into()
            }
            Self::Cryptography { .. } => "try again; report it if it stays".into(),
        }
    }
}
