//! The worst that was found about a thing, in one word.

use crate::finding::{Finding, Rule, Severity};

/// The worst that was found about a certificate or another item, the worst last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// Nothing is wrong.
    Fine,
    /// Something is unwise.
    Warning,
    /// It ends soon.
    ExpiresSoon,
    /// Something is wrong.
    Error,
    /// Its time hasn't come.
    NotYetValid,
    /// Its time is over.
    Expired,
    /// A list revokes it.
    Revoked,
}

impl Verdict {
    /// What a finding says of its item.
    pub fn of(finding: &Finding) -> Self {
        match (finding.rule, finding.severity()) {
            (Rule::Revoked | Rule::RevokedByOcsp, _) => Self::Revoked,
            (Rule::Expired | Rule::AuthorityExpired, _) => Self::Expired,
            (Rule::NotYetValid | Rule::AuthorityNotYetValid, _) => Self::NotYetValid,
            (Rule::ExpiresSoon, _) => Self::ExpiresSoon,
            (_, Severity::Error) => Self::Error,
            (_, Severity::Warning) => Self::Warning,
            (_, Severity::Note) => Self::Fine,
        }
    }

    /// Its word, a part of the formats for scripts.
    pub fn name(self) -> &'static str {
        match self {
            Self::Fine => "ok",
            Self::Warning => "warning",
            Self::ExpiresSoon => "expires-soon",
            Self::Error => "error",
            Self::NotYetValid => "not-yet-valid",
            Self::Expired => "expired",
            Self::Revoked => "revoked",
        }
    }

    /// The key of its words for people.
    pub(crate) fn key(self) -> &'static str {
        match self {
            Self::Fine => "verdict-fine",
            Self::Warning => "verdict-warning",
            Self::ExpiresSoon => "verdict-expires-soon",
            Self::Error => "verdict-error",
            Self::NotYetValid => "verdict-not-yet-valid",
            Self::Expired => "verdict-expired",
            Self::Revoked => "verdict-revoked",
        }
    }
}
