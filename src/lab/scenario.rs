//! Scenarios as text: what was done at which tick.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use thiserror::Error;

use super::MOST_MEMBERS;
use super::action::Action;
use super::message::MemberId;
use crate::text::in_words;

/// The first line: what this is, and the version of the format.
const HEAD: &str = "quorate lab 1";
/// The last tick that a scenario may name: a day of etcd's ticks.
const LAST_TICK: u64 = 864_000;

/// What is done to a cluster, and when. The same text comes to the same end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scenario {
    /// How many members there are at first.
    pub members: usize,
    /// Where random timeouts and delays come from.
    pub seed: u64,
    /// What is done, in order, each at its tick.
    pub actions: Vec<(u64, Action)>,
    /// The tick at which it ends; 0 where it goes on.
    pub end: u64,
}

/// What is wrong with a scenario.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ScenarioError {
    /// It doesn't begin as one.
    Head,
    /// A line can't be read.
    Line {
        /// Its number, from 1.
        line: usize,
        /// What is wrong with it.
        wrong: WrongLine,
    },
}

/// What is wrong with a line.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum WrongLine {
    /// It doesn't begin with a tick.
    Tick(String),
    /// Its tick is before that of the line above.
    Order {
        /// This line's.
        found: u64,
        /// That of the line above.
        before: u64,
    },
    /// A member is expected.
    Member(String),
    /// The action isn't known.
    Action(String),
    /// Something is missing.
    Missing(String),
    /// There is more than is read.
    TooMuch(String),
    /// The number of members is wrong.
    Members(String),
    /// The seed is wrong.
    Seed(String),
    /// A value is wrong.
    Value(String),
    /// Something follows the end.
    AfterEnd,
    /// The line was there before.
    Again(&'static str),
    /// It comes after the first action.
    Late(&'static str),
}

in_words! { ScenarioError with hints:
    Self::Head => ["error-lab-head", head = &HEAD; "error-lab-line.hint"],
    Self::Line { line, wrong } if matches!(wrong, WrongLine::Action(_)) =>
        ["error-lab-line", line, wrong; "error-lab-action.hint"],
    Self::Line { line, wrong } => ["error-lab-line", line, wrong],
}

in_words! { WrongLine:
    Self::Tick(found) => ["error-lab-tick", last = &LAST_TICK, found],
    Self::Order { found, before } => ["error-lab-order", found, before],
    Self::Member(found) => ["error-lab-member", found],
    Self::Action(found) => ["error-lab-action", found],
    Self::Missing(before) => ["error-lab-missing", before],
    Self::TooMuch(found) => ["error-lab-too-much", found],
    Self::Members(found) => ["error-lab-members", most = &MOST_MEMBERS, found],
    Self::Seed(found) => ["error-lab-seed", found],
    Self::Value(found) => ["error-lab-value", found],
    Self::AfterEnd => ["error-lab-after-end"],
    Self::Again(word) => ["error-lab-again", word],
    Self::Late(word) => ["error-lab-late", word],
}

impl fmt::Display for Scenario {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{HEAD}\nmembers {}\nseed {}", self.members, self.seed)?;
        for (tick, action) in &self.actions {
            writeln!(f, "{tick} {action}")?;
        }
        if self.end > 0 { writeln!(f, "{} end", self.end) } else { Ok(()) }
    }
}

impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Stop(id) => write!(f, "{id} stop"),
            Self::Start(id) => write!(f, "{id} start"),
            Self::Wipe(id) => write!(f, "{id} wipe"),
            Self::Isolate(id) => write!(f, "{id} isolate"),
            Self::Rejoin(id) => write!(f, "{id} rejoin"),
            Self::Slow(id) => write!(f, "{id} slow"),
            Self::Fast(id) => write!(f, "{id} fast"),
            Self::Cut(side) => {
                f.write_str("cut")?;
                side.iter().try_for_each(|id| write!(f, " {id}"))
            }
            Self::Heal => f.write_str("heal"),
            Self::Put(id, None) => write!(f, "{id} put"),
            Self::Put(id, Some(value)) => write!(f, "{id} put {value}"),
            Self::Read { at, is_linearizable: true } => write!(f, "{at} read linearizable"),
            Self::Read { at, is_linearizable: false } => write!(f, "{at} read serializable"),
            Self::Add { at, is_learner: true } => write!(f, "{at} add learner"),
            Self::Add { at, is_learner: false } => write!(f, "{at} add voter"),
            Self::Promote { at, member } => write!(f, "{at} promote {member}"),
            Self::Remove { at, member } => write!(f, "{at} remove {member}"),
            Self::Transfer(to) => write!(f, "{to} transfer"),
        }
    }
}

impl FromStr for Scenario {
    type Err = ScenarioError;

    fn from_str(text: &str) -> Result<Self, ScenarioError> {
        let lines = text
            .lines()
            .enumerate()
            .map(|(number, line)| (number + 1, line.split('#').next().unwrap_or_default().trim()));
        let mut lines = lines.filter(|(_, line)| !line.is_empty());
        if lines.next().is_none_or(|(_, line)| line != HEAD) {
            return Err(ScenarioError::Head);
        }
        let mut scenario = Self { members: 3, seed: 1, actions: Vec::new(), end: 0 };
        let mut settings = BTreeSet::new();
        for (line, text) in lines {
            scenario
                .take(text, &mut settings)
                .map_err(|wrong| ScenarioError::Line { line, wrong })?;
        }
        Ok(scenario)
    }
}

impl Scenario {
    /// Reads a line; `settings` are those that were read.
    fn take(&mut self, line: &str, settings: &mut BTreeSet<&'static str>) -> Result<(), WrongLine> {
        let mut words = Words { rest: line.split_whitespace(), last: "" };
        let first = words.next()?;
        if let Some(setting) = ["members", "seed"].into_iter().find(|one| *one == first) {
            if !settings.insert(setting) {
                return Err(WrongLine::Again(setting));
            }
            if !self.actions.is_empty() || self.end > 0 {
                return Err(WrongLine::Late(setting));
            }
        }
        match first {
            "members" => {
                let wrong = || WrongLine::Members(line.into());
                let count = words.next()?.parse().map_err(|_| wrong())?;
                if !(1..=MOST_MEMBERS).contains(&count) {
                    return Err(wrong());
                }
                self.members = count;
            }
            "seed" => {
                self.seed = words.next()?.parse().map_err(|_| WrongLine::Seed(line.into()))?;
            }
            _ => self.take_action(first, &mut words)?,
        }
        words.end()
    }

    fn take_action(&mut self, first: &str, words: &mut Words<'_>) -> Result<(), WrongLine> {
        let tick = first.parse().ok().filter(|tick| *tick <= LAST_TICK);
        let tick = tick.ok_or_else(|| WrongLine::Tick(first.into()))?;
        if self.end > 0 {
            return Err(WrongLine::AfterEnd);
        }
        let before = self.actions.last().map_or(0, |(tick, _)| *tick);
        if tick < before {
            return Err(WrongLine::Order { found: tick, before });
        }
        let action = match words.next()? {
            "end" => {
                self.end = tick;
                return Ok(());
            }
            "heal" => Action::Heal,
            "cut" => {
                let mut side = BTreeSet::from([words.member()?]);
                for word in words.rest.by_ref() {
                    side.insert(member(word)?);
                }
                Action::Cut(side)
            }
            at => words.action_at(member(at)?)?,
        };
        self.actions.push((tick, action));
        Ok(())
    }
}

/// The words of a line, and the last that was read.
struct Words<'a> {
    rest: std::str::SplitWhitespace<'a>,
    last: &'a str,
}

impl<'a> Words<'a> {
    fn next(&mut self) -> Result<&'a str, WrongLine> {
        let next = self.rest.next().ok_or_else(|| WrongLine::Missing(self.last.into()))?;
        self.last = next;
        Ok(next)
    }

    fn member(&mut self) -> Result<MemberId, WrongLine> {
        member(self.next()?)
    }

    fn end(&mut self) -> Result<(), WrongLine> {
        self.rest.next().map_or(Ok(()), |word| Err(WrongLine::TooMuch(word.into())))
    }

    fn action_at(&mut self, at: MemberId) -> Result<Action, WrongLine> {
        Ok(match self.next()? {
            "stop" => Action::Stop(at),
            "start" => Action::Start(at),
            "wipe" => Action::Wipe(at),
            "isolate" => Action::Isolate(at),
            "rejoin" => Action::Rejoin(at),
            "slow" => Action::Slow(at),
            "fast" => Action::Fast(at),
            "put" => {
                let value = self.rest.next();
                let number = |word: &str| word.parse().map_err(|_| WrongLine::Value(word.into()));
                Action::Put(at, value.map(number).transpose()?)
            }
            "read" => {
                Action::Read { at, is_linearizable: self.one_of("linearizable", "serializable")? }
            }
            "add" => Action::Add { at, is_learner: self.one_of("learner", "voter")? },
            "promote" => Action::Promote { at, member: self.member()? },
            "remove" => Action::Remove { at, member: self.member()? },
            "transfer" => Action::Transfer(at),
            other => return Err(WrongLine::Action(other.into())),
        })
    }

    fn one_of(&mut self, yes: &str, no: &str) -> Result<bool, WrongLine> {
        match self.next()? {
            word if word == yes => Ok(true),
            word if word == no => Ok(false),
            other => Err(WrongLine::Action(other.into())),
        }
    }
}

fn member(word: &str) -> Result<MemberId, WrongLine> {
    let number = word.strip_prefix('m').and_then(|number| number.parse().ok());
    let number = number.filter(|number| *number > 0);
    number.map(MemberId).ok_or_else(|| WrongLine::Member(word.into()))
}
