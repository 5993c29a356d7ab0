//! What a judgement finds, with its sentences from the catalogue.

use super::path::REFUSALS;
use crate::text;

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Good to know.
    Note,
    /// It works, and will hurt.
    Warning,
    /// etcd, or who talks to it, refuses.
    Error,
}

impl Severity {
    /// The severity as one word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// Where an error text is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Side {
    /// The log of the etcd that is dialed.
    Listener,
    /// What the dialing program says: `etcdctl`, or the log of the dialing member.
    Dialer,
    /// The last words of the program that loads the files.
    Exit,
}

impl Side {
    /// The side as one word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Listener => "listener",
            Self::Dialer => "dialer",
            Self::Exit => "exit",
        }
    }
}

/// An error text as it is found in a log, without what stands around it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quote {
    /// Where.
    pub side: Side,
    /// The text, names as Go prints them; the moment asked for stands where Go prints its own clock.
    pub text: String,
}

/// What a listener logs where whoever dials it refuses its certificate: Go's client tells every reason
/// by this one alert (`crypto/tls`, `handshake_client.go`; measured on 3.4 and 3.5).
pub(super) const ALERT: &str = "remote error: tls: bad certificate";

/// The error texts that a finding of this code may quote whatever the certificate holds. What else it
/// quotes depends on names and values, or on the place.
pub fn constant_quotes(code: &str) -> &'static [&'static str] {
    if REFUSALS.contains(&code) { &[ALERT] } else { &[] }
}

/// One thing found about a certificate in its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Stable, kebab-case; `quorate explain CODE` knows it.
    pub code: &'static str,
    /// How much it matters.
    pub severity: Severity,
    /// What is found, with its names and values.
    pub sentence: String,
    /// The fact behind it, and where that comes from.
    pub fact: &'static str,
    /// What to do about it.
    pub fix: &'static str,
    /// What is logged, and where.
    pub quotes: Vec<Quote>,
}

impl Finding {
    /// A finding with the sentences of its code, filled with facts that are safe to show.
    pub(super) fn new(severity: Severity, code: &'static str, facts: &[(&str, &str)]) -> Self {
        let values: Vec<(&str, &dyn std::fmt::Display)> =
            facts.iter().map(|(name, value)| (*name, value as &dyn std::fmt::Display)).collect();
        let sentence = text::fill(&format!("judge-{code}"), &values);
        let sentence_of =
            |part: &str| text::find(&format!("judge-{code}.{part}")).unwrap_or_default();
        Self {
            code,
            severity,
            sentence,
            fact: sentence_of("fact"),
            fix: sentence_of("fix"),
            quotes: Vec::new(),
        }
    }

    pub(super) fn quoting(mut self, quotes: Vec<Quote>) -> Self {
        self.quotes = quotes;
        self
    }
}
