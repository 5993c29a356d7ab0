//! Why a further setting can't be taken.

use thiserror::Error;

use super::escape;
use crate::cluster::version::EtcdVersion;
use crate::text::{Words, in_words};

/// Why a name and a value are no further setting of any plan.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum SettingError {
    /// No name and value.
    Form(String),
    /// Quotes that don't end.
    Quotes(String),
    /// No release knows it.
    Unknown {
        /// The name.
        name: String,
        /// What may have been meant.
        meant: Option<&'static str>,
    },
    /// The plan says it already.
    Own {
        /// The name.
        name: &'static str,
        /// What of the plan it follows from.
        question: Words,
    },
    /// It is none for a member of a planned cluster.
    NoMembers {
        /// The name.
        name: &'static str,
        /// Why not.
        why: Words,
    },
    /// etcd takes it and does nothing.
    Retired(&'static str),
    /// No value.
    Empty(&'static str),
    /// A value of another type.
    Value {
        /// The name.
        name: &'static str,
        /// The value.
        value: String,
        /// What it takes.
        expected: Words,
    },
    /// The same setting twice.
    Twice(&'static str),
    /// A member that the plan doesn't have.
    NoSuchMember(String),
    /// Neither an age nor a number of revisions.
    Compaction(String),
}

in_words! { SettingError with hints:
    Self::Form(text) => ["error-setting-form", text = escape(text)],
    Self::Quotes(text) => ["error-setting-quotes", text = escape(text)],
    Self::Unknown { name, meant: Some(meant) } =>
        ["error-setting-unknown", name = escape(name), meant; "error-setting-unknown.nearest"],
    Self::Unknown { name, meant: None } => ["error-setting-unknown", name = escape(name)],
    Self::Own { name, question } => ["error-setting-own", name, question],
    Self::NoMembers { name, why } => ["error-setting-no-members", name, why],
    Self::Retired(name) => ["error-setting-retired", name],
    Self::Empty(name) => ["error-setting-empty", name],
    Self::Value { name, value, expected } => ["error-setting-value", name, value = escape(value), expected],
    Self::Twice(name) => ["error-setting-twice", name],
    Self::NoSuchMember(text) => ["error-setting-no-such-member", text = escape(text)],
    Self::Compaction(text) => ["error-setting-compaction", text = escape(text)],
}

/// Why the etcd of a plan, or the form of its settings, can't take a further setting.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum SeriesSettingError {
    /// Gone.
    Gone {
        /// The name.
        name: &'static str,
        /// The plan's etcd.
        version: EtcdVersion,
        /// What took its place, with its value where it has one.
        instead: Option<&'static str>,
    },
    /// Still to come.
    NotYet {
        /// The name.
        name: &'static str,
        /// The plan's etcd.
        version: EtcdVersion,
        /// The first releases that have it.
        since: String,
        /// What is there instead.
        before: Option<&'static str>,
    },
    /// A second name.
    SecondName {
        /// The name.
        name: &'static str,
        /// The one that stays.
        instead: &'static str,
    },
    /// Only a flag or a variable can set it.
    NoKey {
        /// The name.
        name: &'static str,
        /// The plan's etcd.
        version: EtcdVersion,
    },
    /// Only a config file can set it.
    OnlyKey(&'static str),
    /// A word that this etcd doesn't take.
    Word {
        /// The name.
        name: &'static str,
        /// The value.
        value: String,
        /// The plan's etcd.
        version: EtcdVersion,
        /// What it takes.
        takes: String,
    },
}

in_words! { SeriesSettingError with hints:
    Self::Gone { name, version, instead: Some(instead) } =>
        ["error-series-setting-gone", version, name, instead; "error-series-setting-second-name.hint"],
    Self::Gone { name, version, instead: None } => ["error-series-setting-gone", version, name],
    Self::NotYet { name, version, since, before: Some(instead) } =>
        ["error-series-setting-not-yet", version, name, since, instead; "error-series-setting-second-name.hint"],
    Self::NotYet { name, version, since, before: None } =>
        ["error-series-setting-not-yet", version, name, since],
    Self::SecondName { name, instead } => ["error-series-setting-second-name", name, instead],
    Self::NoKey { name, version } => ["error-series-setting-no-key", version, name],
    Self::OnlyKey(name) => ["error-series-setting-only-key", name],
    Self::Word { name, value, version, takes } => ["error-series-setting-word", version, value = escape(value), name, takes],
}
