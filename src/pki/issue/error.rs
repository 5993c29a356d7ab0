//! Why an issue fails.

use thiserror::Error;
use time::OffsetDateTime;

use super::CLOCK;
use crate::text::moment;
use crate::text::{Words, escape_for_terminal, in_words};

/// Why certificates couldn't be issued.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum IssueError {
    /// The caller asked to stop; nothing was kept.
    Cancelled,
    /// The clock is off by years: what it says.
    Clock(OffsetDateTime),
    /// No profile at all.
    Nothing,
    /// A certificate without its one signer before it.
    Signer {
        /// The certificate's path.
        certificate: String,
        /// The authority that signs it.
        signer: &'static str,
    },
    /// A validity that ends past the year 9999: the certificate's path.
    Validity(String),
    /// A leaf that would outlive its authority.
    OutlivesAuthority {
        /// The certificate's path.
        certificate: String,
        /// Its end.
        end: OffsetDateTime,
        /// Its authority's end.
        authority_end: OffsetDateTime,
    },
    /// A name that the authority may not sign for, in Go's words.
    NotPermitted {
        /// The certificate's path.
        certificate: String,
        /// The authority's subject.
        authority: String,
        /// Go's words.
        why: String,
    },
    /// A subject that holds an attribute twice, which rcgen would write once.
    RepeatedAttribute {
        /// The certificate's path.
        certificate: String,
        /// The attribute's short name.
        kind: &'static str,
    },
    /// Text that the certificate has no place for.
    Text {
        /// The certificate's path.
        certificate: String,
        /// The text.
        text: String,
        /// Why not.
        why: Words,
    },
    /// An issuer that isn't the authority's subject: no chain would be found.
    Issuer {
        /// The certificate's path.
        certificate: String,
        /// The authority's subject.
        expected: String,
        /// The issuer.
        found: String,
    },
    /// The same names for people, in other bytes.
    IssuerBytes {
        /// The certificate's path.
        certificate: String,
        /// The authority's subject, in hexadecimal.
        expected: String,
        /// The issuer, likewise.
        found: String,
    },
    /// The source of random numbers failed: how.
    Random(String),
    /// The source of random numbers repeats itself: the number, in hexadecimal.
    RepeatedSerial(String),
    /// The cryptography refused.
    Cryptography {
        /// The certificate's path.
        certificate: String,
        /// What was being done.
        step: Words,
        /// What it said.
        why: String,
    },
}

in_words! { IssueError with hints:
    Self::Cancelled => ["error-issue-cancelled"],
    Self::Clock(now) => ["error-issue-clock", now = moment(*now), start = moment(CLOCK.start), end = moment(CLOCK.end)],
    Self::Nothing => ["error-issue-nothing"],
    Self::Signer { certificate, signer } => ["error-issue-signer", certificate, signer; "error-issue-nothing.hint"],
    Self::Validity(certificate) => ["error-issue-validity", certificate],
    Self::OutlivesAuthority { certificate, end, authority_end } => ["error-issue-outlives-authority", certificate, end = moment(*end), authority_end = moment(*authority_end)],
    Self::NotPermitted { certificate, authority, why } => ["error-issue-not-permitted", authority, certificate, why],
    Self::RepeatedAttribute { certificate, kind } => ["error-issue-repeated-attribute", certificate, kind],
    Self::Text { certificate, text, why } => ["error-issue-text", text = escape_for_terminal(text), certificate, why],
    Self::Issuer { certificate, expected, found } => ["error-issue-issuer", certificate, found = escape_for_terminal(found), expected = escape_for_terminal(expected); "error-issue-nothing.hint"],
    Self::IssuerBytes { certificate, expected, found } => ["error-issue-issuer-bytes", certificate, found, expected],
    Self::Random(why) => ["error-issue-random", why],
    Self::RepeatedSerial(serial) => ["error-issue-repeated-serial", serial; "error-issue-random.hint"],
    Self::Cryptography { certificate, step, why } => ["error-issue-cryptography", step, certificate, why],
}
