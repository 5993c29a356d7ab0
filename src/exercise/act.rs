//! What is done with members: lines of an exercise's history, and of the `runbook.txt` that a learner writes.
//!
//! The words are these alone; whatever else a line says is refused, never run.

use std::fmt;
use std::str::FromStr;

use serde::Deserialize;

/// The most lines of a runbook.
pub(super) const MOST: usize = 50;

/// One thing that is done.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub enum Act {
    /// `start m1 m2`: starts members together. In a history, settings may follow: `start m3 with
    /// initial-cluster-token=trial`.
    Start {
        /// Whom.
        members: Vec<String>,
        /// Settings in place of those of the folder.
        with: Vec<(String, String)>,
    },
    /// `stop m1`: SIGTERM.
    Stop(String),
    /// `kill m1`: SIGKILL.
    Kill(String),
    /// `wipe m1`: its data is gone.
    Wipe(String),
    /// `await`: until all that run are healthy, or serve and don't know the CA of root's certificate.
    Await,
    /// `remove m1`: `etcdctl member remove`.
    Remove(String),
    /// `add m1`: `etcdctl member add`, with the peer URLs that its settings advertise.
    Add(String),
    /// `put KEY VALUE`.
    Put(String, String),
    /// `fill`: writes until the database is over its quota.
    Fill,
    /// `compact`: drops the history of keys.
    Compact,
    /// `defragment m1`.
    Defragment(String),
    /// `disarm`: clears the alarms.
    Disarm,
    /// `delete KEY`: deletes all keys that start so.
    Delete(String),
}

/// As a history and a runbook have it.
impl fmt::Display for Act {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Start { members, with } => {
                write!(f, "start {}", members.join(" "))?;
                let settings = with.iter().map(|(name, value)| format!("{name}={value}"));
                let settings = settings.collect::<Vec<_>>().join(" ");
                if settings.is_empty() { Ok(()) } else { write!(f, " with {settings}") }
            }
            Self::Stop(name) => write!(f, "stop {name}"),
            Self::Kill(name) => write!(f, "kill {name}"),
            Self::Wipe(name) => write!(f, "wipe {name}"),
            Self::Await => f.write_str("await"),
            Self::Remove(name) => write!(f, "remove {name}"),
            Self::Add(name) => write!(f, "add {name}"),
            Self::Put(key, value) => write!(f, "put {key} {value}"),
            Self::Fill => f.write_str("fill"),
            Self::Compact => f.write_str("compact"),
            Self::Defragment(name) => write!(f, "defragment {name}"),
            Self::Disarm => f.write_str("disarm"),
            Self::Delete(key) => write!(f, "delete {key}"),
        }
    }
}

/// A line that is no act.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotAnAct(pub String);

impl fmt::Display for NotAnAct {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is none of {VERBS}", self.0)
    }
}

/// The words that a line may start with.
pub(super) const VERBS: &str = "start, stop, kill, restart, wipe, await, remove, add, put, delete, fill, compact, defragment, disarm";

impl FromStr for Act {
    type Err = NotAnAct;

    fn from_str(line: &str) -> Result<Self, NotAnAct> {
        let words: Vec<&str> = line.split_whitespace().collect();
        let refused = || NotAnAct(line.trim().to_owned());
        let is_member = |name: &&str| {
            name.strip_prefix('m').is_some_and(|rest| matches!(rest.parse(), Ok(1..=9u8)))
        };
        let member = |name: &str| {
            if is_member(&name) { Ok(name.to_owned()) } else { Err(refused()) }
        };
        let plain = |word: &str| {
            let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_./".contains(c);
            if word.chars().all(is_plain) && !word.starts_with('-') {
                Ok(word.to_owned())
            } else {
                Err(refused())
            }
        };
        Ok(match words.as_slice() {
            ["start", rest @ ..] if !rest.is_empty() => {
                let names: Vec<&str> =
                    rest.iter().take_while(|word| **word != "with").copied().collect();
                let settings = rest.get(names.len() + 1..).unwrap_or_default();
                let members = names.into_iter().map(member).collect::<Result<Vec<_>, _>>()?;
                let with = settings.iter().map(|one| {
                    let (name, value) = one.split_once('=').ok_or_else(refused)?;
                    Ok((name.to_owned(), value.to_owned()))
                });
                Self::Start { members, with: with.collect::<Result<_, _>>()? }
            }
            ["stop", name] => Self::Stop(member(name)?),
            ["kill", name] => Self::Kill(member(name)?),
            ["wipe", name] => Self::Wipe(member(name)?),
            ["await"] => Self::Await,
            ["remove", name] => Self::Remove(member(name)?),
            ["add", name] => Self::Add(member(name)?),
            ["put", key, value] => Self::Put(plain(key)?, plain(value)?),
            ["delete", key] => Self::Delete(plain(key)?),
            ["fill"] => Self::Fill,
            ["compact"] => Self::Compact,
            ["defragment", name] => Self::Defragment(member(name)?),
            ["disarm"] => Self::Disarm,
            _ => return Err(refused()),
        })
    }
}

impl TryFrom<String> for Act {
    type Error = NotAnAct;

    fn try_from(line: String) -> Result<Self, NotAnAct> {
        line.parse()
    }
}

/// The acts of a runbook: a line each, with comments after `#`; `restart m1` is a stop and a start. `Err` has the number
/// of the line that is none.
///
/// # Errors
/// The line, from 1, and what it says.
pub(super) fn runbook(text: &str) -> Result<Vec<Act>, (usize, NotAnAct)> {
    let mut acts = Vec::new();
    for (number, line) in (1..).zip(text.lines()) {
        let line = line.split('#').next().unwrap_or_default().trim();
        if line.is_empty() {
            continue;
        }
        let refused = |error| (number, error);
        if acts.len() >= MOST {
            return Err(refused(NotAnAct(line.to_owned())));
        }
        if let Some(name) = line.strip_prefix("restart ") {
            let half =
                |verb| format!("{verb} {name}").parse().map_err(|_| NotAnAct(line.to_owned()));
            acts.push(half("stop").map_err(refused)?);
            acts.push(half("start").map_err(refused)?);
            continue;
        }
        let act: Act = line.parse().map_err(refused)?;
        // Settings are the folder's, and a full database is history.
        let is_history = matches!(&act, Act::Fill)
            || matches!(&act, Act::Start { with, .. } if !with.is_empty());
        if is_history {
            return Err(refused(NotAnAct(line.to_owned())));
        }
        acts.push(act);
    }
    Ok(acts)
}
