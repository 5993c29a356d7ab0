//! The scenarios, each from a cluster that m1 leads. A line is what is done at once, in the words of `quorate lab`'s scenario
//! files; before the next line the cluster settles. `wait` lets the members be connected for long enough to be healthy.

mod failures;
mod members;

use quorate::lab::Action;

/// All of them; those that take the longest first.
pub fn all() -> Vec<&'static Scenario> {
    members::ALL.iter().chain(failures::ALL).collect()
}

pub struct Scenario {
    pub name: &'static str,
    /// How many members there are at first.
    pub members: usize,
    /// Whether a line of it has to be done before a leader notices that it is cut off.
    pub is_quick: bool,
    text: &'static str,
}

impl Scenario {
    pub fn lines(&self) -> impl Iterator<Item = &'static str> {
        self.text.lines().map(str::trim).filter(|line| !line.is_empty())
    }
}

const fn of(members: usize, name: &'static str, text: &'static str) -> Scenario {
    Scenario { name, members, is_quick: false, text }
}

const fn quick(members: usize, name: &'static str, text: &'static str) -> Scenario {
    Scenario { name, members, is_quick: true, text }
}

/// What is done in a line.
#[track_caller]
pub fn actions(line: &str) -> Vec<Action> {
    let action = |words: &str| {
        let text = format!("quorate lab 1\n0 {words}");
        let mut read: quorate::lab::Scenario =
            text.parse().unwrap_or_else(|error| panic!("`{words}`: {error}"));
        read.actions.remove(0).1
    };
    line.split(", ").map(action).collect()
}
