//! Why a further setting can't be taken.

use thiserror::Error;

use super::{Hint, escape};
use crate::cluster::version::EtcdVersion;

/// Why a name and a value are no further setting of any plan.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum SettingError {
    /// No name and value.
    #[error("`{}` isn't NAME=VALUE", escape(.0))]
    Form(String),
    /// Quotes that don't end.
    #[error("`{}` opens quotes that don't end", escape(.0))]
    Quotes(String),
    /// No release knows it.
    #[error("etcd has no setting `{}`", escape(.name))]
    Unknown {
        /// The name.
        name: String,
        /// What may have been meant.
        meant: Option<&'static str>,
    },
    /// The plan says it already.
    #[error("`{name}` follows from {question}")]
    Own {
        /// The name.
        name: &'static str,
        /// What of the plan it follows from.
        question: &'static str,
    },
    /// It is none for a member of a planned cluster.
    #[error("`{name}` can't be in a plan: {why}")]
    NoMembers {
        /// The name.
        name: &'static str,
        /// Why not.
        why: &'static str,
    },
    /// etcd takes it and does nothing.
    #[error("`{0}` does nothing: etcd takes it for the sake of old units alone")]
    Retired(&'static str),
    /// No value.
    #[error("`{0}` has no value")]
    Empty(&'static str),
    /// A value of another type.
    #[error("`{name}` can't be `{}`, expected {expected}", escape(.value))]
    Value {
        /// The name.
        name: &'static str,
        /// The value.
        value: String,
        /// What it takes.
        expected: &'static str,
    },
    /// The same setting twice.
    #[error("`{0}` is set twice")]
    Twice(&'static str),
    /// A member that the plan doesn't have.
    #[error("no member is named `{}`", escape(.0))]
    NoSuchMember(String),
    /// Neither an age nor a number of revisions.
    #[error("`{}` is neither an age nor a number of revisions", escape(.0))]
    Compaction(String),
}

impl Hint for SettingError {
    fn hint(&self) -> String {
        match self {
            Self::Form(_) => {
                "write it like `auto-compaction-retention=1h`, or `etcd-1:log-level=debug` for one member".into()
            }
            Self::Quotes(_) => "quote a value with blanks in it: `name='a b'`".into(),
            Self::Unknown { meant: Some(meant), .. } => format!("did you mean `{meant}`?"),
            Self::Unknown { meant: None, .. } => {
                "use the name of a flag, without its dashes, as `etcd --help` lists it".into()
            }
            Self::Own { question, .. } => format!("change {question} instead"),
            Self::NoMembers { .. } | Self::Retired(_) => "leave it out".into(),
            Self::Empty(_) => "give it a value, or leave it out".into(),
            Self::Value { expected, .. } => format!("give it {expected}"),
            Self::Twice(_) => "keep one of them".into(),
            Self::Compaction(_) => {
                "write an age with its unit, such as `1h`, or how many to keep: `1000 revisions`".into()
            }
            Self::NoSuchMember(_) => "use the name of a member of this plan".into(),
        }
    }
}

/// Why the etcd of a plan, or the form of its settings, can't take a further setting.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum SeriesSettingError {
    /// Gone.
    #[error("etcd {version} has no `{name}` any more")]
    Gone {
        /// The name.
        name: &'static str,
        /// The plan's etcd.
        version: EtcdVersion,
        /// What took its place, with its value where it has one.
        instead: Option<&'static str>,
    },
    /// Still to come.
    #[error("etcd {version} has no `{name}` yet: it comes with {since}")]
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
    #[error("`{name}` is another name of `{instead}`")]
    SecondName {
        /// The name.
        name: &'static str,
        /// The one that stays.
        instead: &'static str,
    },
    /// Only a flag or a variable can set it.
    #[error("no config file of etcd {version} can set `{name}`")]
    NoKey {
        /// The name.
        name: &'static str,
        /// The plan's etcd.
        version: EtcdVersion,
    },
    /// Only a config file can set it.
    #[error("`{0}` can be set in a config file only")]
    OnlyKey(&'static str),
    /// A word that this etcd doesn't take.
    #[error("etcd {version} doesn't take `{}` for `{name}`", escape(.value))]
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

impl Hint for SeriesSettingError {
    fn hint(&self) -> String {
        match self {
            Self::Gone { instead: Some(instead), .. }
            | Self::NotYet { before: Some(instead), .. }
            | Self::SecondName { instead, .. } => format!("use `{instead}`"),
            Self::Gone { .. } => "leave it out: nothing took its place".into(),
            Self::NotYet { .. } => "leave it out, or plan for a newer etcd".into(),
            Self::NoKey { .. } => {
                "leave it out, or have settings in the environment file or in flags".into()
            }
            Self::OnlyKey(_) => "leave it out, or have settings in a config file".into(),
            Self::Word { takes, .. } => format!("use one of {takes}"),
        }
    }
}
