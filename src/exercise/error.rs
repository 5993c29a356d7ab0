//! Why an exercise can't be made or read, and what is wrong with a folder that somebody hands in.

use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error;

use super::act::VERBS;
use crate::bundle::{io_hint, shown};
use crate::cluster::PlanFileError;
use crate::local::LocalError;
use crate::pki::IssueError;
use crate::text::{escape_for_terminal, in_words, say};

/// Why an exercise can't be made, read or started.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ExerciseError {
    /// Its data isn't right.
    Data {
        /// Which exercise.
        name: String,
        /// What is wrong, and where.
        why: String,
    },
    /// A part of its text is missing, or stands elsewhere.
    Text {
        /// Which exercise.
        name: String,
        /// In which language.
        language: &'static str,
        /// Which part.
        part: &'static str,
    },
    /// There is none of that name.
    Unknown {
        /// The name.
        name: String,
        /// One that is like it, if there is one.
        similar: Option<String>,
    },
    /// It is no mistake in that series.
    OtherSeries {
        /// Which exercise.
        name: String,
        /// The series.
        series: &'static str,
        /// Those it is one in.
        applies: String,
    },
    /// A step doesn't fit the folder.
    Step {
        /// Which one.
        step: String,
        /// Why.
        why: &'static str,
    },
    /// A certificate of a step can't be made.
    Unmade {
        /// Which one.
        what: String,
        /// Why.
        why: String,
    },
    /// A directory holds no exercise.
    NotAnExercise(PathBuf),
    /// The plan of the folder.
    Plan(#[from] PlanFileError),
    /// The certificates of the folder.
    Issue(#[from] IssueError),
    /// The members can't be started.
    Local(#[from] LocalError),
    /// The system refuses a file.
    Io {
        /// Which one.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
}

fn similar(similar: Option<&str>) -> String {
    similar.map_or_else(|| "quorate lab list".to_owned(), |name| format!("quorate lab {name}"))
}

in_words! { ExerciseError with hints:
    Self::Data { name, why } => ["error-exercise-data", name, why = escape_for_terminal(why)],
    Self::Text { name, language, part } => ["error-exercise-text", name, language, part],
    Self::Unknown { name, similar: one } => ["error-exercise-unknown", name = escape_for_terminal(name), command = similar(one.as_deref())],
    Self::OtherSeries { name, series, applies } => ["error-exercise-other-series", name, series, applies],
    Self::Step { step, why } => ["error-exercise-step", step = escape_for_terminal(step), why],
    Self::Unmade { what, why } => ["error-exercise-unmade", what, why = escape_for_terminal(why)],
    Self::NotAnExercise(path) => ["error-exercise-none", path = shown(path)],
    Self::Plan(error) => (error),
    Self::Issue(error) => (error),
    Self::Local(error) => (error),
    Self::Io { path, source } => ["error-target-io", path = shown(path), source => io_hint(source)],
}

impl ExerciseError {
    pub(super) fn io(path: &Path, source: io::Error) -> Self {
        Self::Io { path: path.to_owned(), source }
    }

    pub(super) fn step(step: &str, why: &'static str) -> Self {
        Self::Step { step: step.to_owned(), why }
    }
}

/// Why a folder is no solution.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fault {
    /// A symbolic link, device, socket or the like.
    NotAFile(String),
    /// A file that is larger than any of an exercise.
    TooLarge(String),
    /// A file that can't be read.
    Unreadable(String),
    /// A path that leads out of the folder.
    Outside {
        /// The setting.
        setting: String,
        /// The path.
        path: String,
    },
    /// A unit that starts something else than etcd, or etcd through something else.
    OtherProgram {
        /// The member.
        member: String,
        /// What it starts.
        program: String,
    },
    /// A unit that has several commands.
    SeveralCommands(String),
    /// A unit that names etcd by a path that isn't absolute.
    RelativeProgram {
        /// The member.
        member: String,
        /// What it starts.
        program: String,
    },
    /// A file of settings that isn't in the folder.
    SettingsElsewhere {
        /// The member.
        member: String,
        /// The file.
        file: String,
    },
    /// A file of settings that etcd ends at.
    SettingsUnread {
        /// The member.
        member: String,
        /// The file.
        file: String,
    },
    /// A member without a unit that starts it.
    NoUnit(String),
    /// A setting that exercises don't take.
    NotTaken {
        /// The member.
        member: String,
        /// The setting.
        setting: String,
    },
    /// A URL that isn't of this machine.
    Elsewhere {
        /// The setting.
        setting: String,
        /// The URL.
        url: String,
    },
    /// A config file with constructs of YAML that exercises don't take.
    Yaml(String),
    /// A line of the runbook that is no act.
    Runbook {
        /// The line.
        line: usize,
        /// What it says.
        text: String,
    },
    /// Members that aren't those that are asked for.
    Members {
        /// Those there are.
        found: String,
        /// Those there should be.
        expected: String,
    },
    /// Mutual TLS is off.
    NoMutualTls {
        /// The member.
        member: String,
        /// The setting that says so, or should say otherwise.
        setting: String,
    },
    /// A member trusts a certificate that has signed nothing here.
    StrangeAnchor {
        /// The file.
        file: String,
        /// Its subject.
        subject: String,
    },
    /// Two members have one key.
    SharedKey {
        /// One.
        one: String,
        /// The other.
        other: String,
    },
    /// A member ended.
    Ended {
        /// Which.
        member: String,
        /// How.
        how: String,
        /// The line of its log that says why.
        line: String,
    },
    /// A member isn't healthy.
    Unhealthy {
        /// Which.
        member: String,
        /// What etcdctl says.
        says: String,
    },
    /// A member that doesn't have what was written to the others.
    Apart(String),
    /// A line of the runbook, or of the history, failed.
    Act {
        /// Which.
        act: String,
        /// What etcdctl says.
        says: String,
    },
    /// Nothing can be written.
    NotWritten(String),
    /// A member answers whom it shouldn't.
    Answers {
        /// Which.
        member: String,
        /// Whom.
        whom: &'static str,
    },
    /// What the exercise asks for isn't so.
    Demand(String),
}

/// What somebody said; where that is nothing, a text of the catalogue.
fn or_else(said: &str, key: &'static str) -> String {
    if said.trim().is_empty() { say(key).to_owned() } else { escape_for_terminal(said) }
}

in_words! { Fault:
    Self::NotAFile(path) => ["exercise-fault-not-a-file", path = escape_for_terminal(path)],
    Self::TooLarge(path) => ["exercise-fault-too-large", path = escape_for_terminal(path)],
    Self::Unreadable(path) => ["exercise-fault-unreadable", path = escape_for_terminal(path)],
    Self::Outside { setting, path } => ["exercise-fault-outside", setting, path = escape_for_terminal(path)],
    Self::OtherProgram { member, program } => ["exercise-fault-other-program", member, program = escape_for_terminal(program)],
    Self::SeveralCommands(member) => ["exercise-fault-several-commands", member],
    Self::RelativeProgram { member, program } => ["exercise-fault-relative-program", member, program = escape_for_terminal(program)],
    Self::SettingsElsewhere { member, file } => ["exercise-fault-settings-elsewhere", member, file = escape_for_terminal(file)],
    Self::SettingsUnread { member, file } => ["exercise-fault-settings-unread", member, file = escape_for_terminal(file)],
    Self::NoUnit(member) => ["exercise-fault-no-unit", member],
    Self::NotTaken { member, setting } => ["exercise-fault-not-taken", member, setting = escape_for_terminal(setting)],
    Self::Elsewhere { setting, url } => ["exercise-fault-elsewhere", setting, url = escape_for_terminal(url)],
    Self::Yaml(path) => ["exercise-fault-yaml", path = escape_for_terminal(path)],
    Self::Runbook { line, text } => ["exercise-fault-runbook", line, text = escape_for_terminal(text), verbs = VERBS],
    Self::Members { found, expected } => ["exercise-fault-members", found = escape_for_terminal(found), expected],
    Self::NoMutualTls { member, setting } => ["exercise-fault-no-mutual-tls", member, setting],
    Self::StrangeAnchor { file, subject } => ["exercise-fault-strange-anchor", file = escape_for_terminal(file), subject = escape_for_terminal(subject)],
    Self::SharedKey { one, other } => ["exercise-fault-shared-key", one, other],
    Self::Ended { member, how, line } => ["exercise-fault-ended", member, how, line = or_else(line, "exercise-empty-log")],
    Self::Unhealthy { member, says } => ["exercise-fault-unhealthy", member, says = or_else(says, "exercise-no-answer")],
    Self::Apart(member) => ["exercise-fault-apart", member],
    Self::Act { act, says } => ["exercise-fault-act", act, says = or_else(says, "exercise-no-answer")],
    Self::NotWritten(says) => ["exercise-fault-not-written", says = or_else(says, "exercise-no-answer")],
    Self::Answers { member, whom } => ["exercise-fault-answers", member, whom = crate::text::Words(whom)],
    Self::Demand(text) => { text.clone(), "" },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_is_never_empty() {
        let unhealthy = |says: &str| Fault::Unhealthy { member: "m1".into(), says: says.into() };
        assert_eq!(unhealthy("\n").to_string(), "m1 isn't healthy: it gave no answer");
        assert_eq!(unhealthy("no leader").to_string(), "m1 isn't healthy: no leader");
        let (how, line) = ("exit code 1".to_owned(), String::new());
        let ended = Fault::Ended { member: "m1".into(), how, line };
        assert_eq!(ended.to_string(), "m1 ended (exit code 1): its log is empty");
    }
}
