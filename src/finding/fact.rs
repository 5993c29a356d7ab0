//! The values that findings carry.

use std::fmt;

use serde::Serialize;
use time::OffsetDateTime;

use crate::text::{self, escape_for_terminal};

/// A value of a finding. Text in it is safe to show.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Fact {
    /// A name, a path, a value of a setting.
    Text(String),
    /// A number.
    Number(u64),
    /// A moment, in UTC.
    Moment(#[serde(serialize_with = "super::json::moment")] OffsetDateTime),
    /// Several names.
    List(Vec<String>),
}

impl fmt::Display for Fact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => f.write_str(text),
            Self::Number(number) => write!(f, "{number}"),
            Self::Moment(at) => f.write_str(&text::moment(*at)),
            Self::List(all) => f.write_str(&all.join(", ")),
        }
    }
}

impl From<String> for Fact {
    fn from(text: String) -> Self {
        Self::Text(escape_for_terminal(&text))
    }
}

impl From<&str> for Fact {
    fn from(text: &str) -> Self {
        Self::Text(escape_for_terminal(text))
    }
}

impl From<u64> for Fact {
    fn from(number: u64) -> Self {
        Self::Number(number)
    }
}

impl From<usize> for Fact {
    fn from(number: usize) -> Self {
        Self::Number(number.try_into().unwrap_or(u64::MAX))
    }
}

impl From<OffsetDateTime> for Fact {
    fn from(at: OffsetDateTime) -> Self {
        Self::Moment(at)
    }
}

impl From<Vec<String>> for Fact {
    fn from(all: Vec<String>) -> Self {
        Self::List(all.iter().map(|one| escape_for_terminal(one)).collect())
    }
}
