//! What quorate has to say of a certificate, a file, a setting or a plan: one type for all of it.
//!
//! A [`Rule`] is one thing that can be wrong, with its code and its severity. A [`Finding`] is a rule that was
//! met, with its facts and where it was met. Findings carry facts, never sentences: message, fix and source
//! come from the catalogue (`finding-CODE`, with the attributes `fix` and `source`), and the lesson from
//! `assets/lessons`. Every command prints a finding in the same words and as the same JSON object.

mod cause;
mod fact;
mod json;
mod print;
mod rule;
pub(crate) mod rules;

use std::fmt::Display;

use serde::Serialize;

pub use cause::{Cause, causes};
pub use fact::Fact;
pub use print::{by_cause, by_place, plain, sentence};
pub use rule::{Declaration, Family, Rule};
pub(crate) use rules::Declared;

use crate::text;

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Good to know.
    Note,
    /// It works, and will hurt.
    Warning,
    /// It doesn't work, or isn't safe.
    Error,
}

impl Severity {
    /// The severity as one word, the same in every language.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }

    /// The severity as one word for people.
    pub fn shown(self) -> &'static str {
        match self {
            Self::Note => text::say("severity-note"),
            Self::Warning => text::say("severity-warning"),
            Self::Error => text::say("severity-error"),
        }
    }
}

/// Where an error text is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Side {
    /// The log of the etcd that is dialed.
    Listener,
    /// What the dialing program says: `etcdctl`, or the log of the dialing member.
    Dialer,
    /// The last words of the program that loads the files.
    Exit,
}

/// An error text as it is found in a log, without what surrounds it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Quote {
    /// Where.
    pub side: Side,
    /// The text, names as Go prints them; the moment asked for stands where Go prints its own clock.
    pub text: String,
}

/// Where a finding was met.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default, Serialize)]
pub struct Location {
    /// The file, safe to show; `None` where it is about no file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// The line, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<usize>,
    /// The certificate, key or list within the file, from 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub item: Option<usize>,
}

/// One thing found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What.
    pub rule: Rule,
    /// Names and values, in the order in which the rule declares them; safe to show.
    pub facts: Vec<(&'static str, Fact)>,
    /// Where.
    pub location: Location,
    /// What is logged because of it, and by whom.
    pub quotes: Vec<Quote>,
}

impl<T: Declared> From<T> for Finding {
    fn from(declared: T) -> Self {
        Self {
            rule: T::RULE,
            facts: declared.facts(),
            location: Location::default(),
            quotes: Vec::new(),
        }
    }
}

impl Finding {
    /// Its stable name, in kebab case; `quorate explain CODE` knows it.
    pub fn code(&self) -> &'static str {
        self.rule.code
    }

    /// How much it matters.
    pub fn severity(&self) -> Severity {
        self.rule.severity
    }

    /// What was found, as a sentence without a full stop.
    pub fn message(&self) -> String {
        self.filled(&self.rule.key())
    }

    /// What to do about it.
    pub fn fix(&self) -> String {
        self.filled(&format!("{}.fix", self.rule.key()))
    }

    /// Where the fact behind it comes from: a measurement, a standard, a manual.
    pub fn source(&self) -> &'static str {
        self.rule.source()
    }

    /// Whether one of its facts is this text.
    pub(crate) fn names(&self, fact: &str, text: &str) -> bool {
        self.facts.iter().any(|(name, value)| *name == fact && *value == Fact::from(text))
    }

    /// Whether another one says the same, wherever each was met.
    pub fn is_alike(&self, other: &Self) -> bool {
        self.rule == other.rule && self.facts == other.facts
    }

    fn filled(&self, key: &str) -> String {
        let nobody = text::say("report-empty");
        let mut values: Vec<(&str, &dyn Display)> = Vec::with_capacity(self.facts.len());
        for (name, fact) in &self.facts {
            // An empty name in backticks would look like a slip.
            let is_name = matches!(*name, "subject" | "issuer" | "leaf");
            let is_unnamed = is_name && *fact == Fact::from("");
            let value: &dyn Display = if is_unnamed { &nobody } else { fact };
            values.push((*name, value));
        }
        text::fill(key, &values)
    }

    /// The same, with what is logged because of it.
    #[must_use]
    pub fn quoting(mut self, quotes: Vec<Quote>) -> Self {
        self.quotes = quotes;
        self
    }

    /// The same, met in a file. Its name is made safe to show.
    #[must_use]
    pub fn in_file(mut self, file: impl AsRef<str>) -> Self {
        self.location.file = Some(text::escape_for_terminal(file.as_ref()));
        self
    }

    /// The same, met in a line (from 1).
    #[must_use]
    pub fn at_line(mut self, line: usize) -> Self {
        self.location.line = Some(line);
        self
    }

    /// The same, met in an item of its file (from 0).
    #[must_use]
    pub fn in_item(mut self, item: usize) -> Self {
        self.location.item = Some(item);
        self
    }
}

/// How much the worst of some findings matters.
pub fn worst<'a>(findings: impl IntoIterator<Item = &'a Finding>) -> Option<Severity> {
    findings.into_iter().map(Finding::severity).max()
}

/// Puts findings in order, by place, and takes out those that say the same thing of the same place twice.
pub fn sort(findings: &mut Vec<Finding>) {
    findings.sort_by_cached_key(|one| {
        (one.location.clone(), std::cmp::Reverse(one.severity()), one.code(), one.message())
    });
    findings.dedup();
}
