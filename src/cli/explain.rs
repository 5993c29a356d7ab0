//! `quorate explain`: what a code of a finding means, at length.

mod lines;
mod search;

use std::process::ExitCode;

use super::failure::Failure;
use super::output;
use crate::finding::{Family, Rule};
use crate::text::{self, fill, say};

/// Explain a finding: what it means, why etcd does so, how to see it and how to fix it
///
/// Codes are those that any command prints: judge, verify, audit, inspect, and the advice on a plan.
/// Without a code, all are listed. With a text that is no code, such as a line of etcd's log, those are
/// listed that may be behind it.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  quorate explain
  quorate explain gateway-trap
  quorate explain 'remote error: tls: bad certificate'
  quorate verify production --json | jq -r '.findings[].code' | sort -u | xargs -n 1 quorate explain")]
pub(super) struct Arguments {
    /// The code, or what etcd's log says
    #[arg(value_name = "CODE", allow_hyphen_values = true)]
    code: Option<String>,
}

pub(super) fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    let said = match &arguments.code {
        None => list(),
        Some(code) => lesson(code).or_else(|| found(code)).ok_or_else(|| unknown(code))?,
    };
    output::print(&said)
}

/// A code has no blanks; a line of a log has.
fn unknown(asked: &str) -> Failure {
    let shown = text::escape_for_terminal(asked);
    if asked.trim().contains(char::is_whitespace) {
        return Failure::input(
            fill("explain-unknown-line", &[("text", &shown)]),
            say("explain-unknown-line.hint"),
        );
    }
    Failure::input(format!("`{shown}` is no code of a finding"), "quorate explain lists all codes")
}

/// The lesson of a code, or of one that it had earlier.
fn lesson(code: &str) -> Option<String> {
    let rule = Rule::from_code(code)?;
    let (lesson, heading) = (rule.lesson, say("explain-severity"));
    Some(format!("{rule}\n\n{lesson}\n{heading}\n    {}\n", rule.severity))
}

/// The first sentence of a lesson.
fn summary(rule: Rule) -> String {
    // The quotes of the log come first, and are no sentence.
    let prose = rule.lesson.split("\n\n").find(|part| !part.starts_with(' '));
    let prose = prose.unwrap_or_default().replace('\n', " ");
    match prose.split_once(". ") {
        Some((first, _)) => format!("{first}."),
        None => prose,
    }
}

fn line(rule: Rule) -> String {
    format!("  {:32} {}\n", rule.code, summary(rule))
}

/// Every code with a line of its own, by what it is about.
fn list() -> String {
    let group = |family: &Family| {
        let mut rules = family.rules().to_vec();
        rules.sort_unstable_by_key(|rule| rule.code);
        let lines: String = rules.into_iter().map(line).collect();
        format!("{}\n{lines}", say(family.heading()))
    };
    Family::ALL.iter().map(group).collect::<Vec<_>>().join("\n")
}

/// What a text means, and the codes that may be behind it.
fn found(text: &str) -> Option<String> {
    let rules = search::rules(text);
    let meaning = lines::meaning(text, !rules.is_empty());
    let asked = text::escape_for_terminal(text);
    let mut parts: Vec<String> = Vec::new();
    if let Some(meaning) = meaning {
        parts.push(format!("`{asked}`\n\n{meaning}\n"));
    }
    if !rules.is_empty() {
        let lines: String = rules.into_iter().map(line).collect();
        let heading = fill("explain-found", &[("text", &asked)]);
        parts.push(format!("{heading}\n{lines}\n{}\n", say("explain-more")));
    }
    (!parts.is_empty()).then(|| parts.join("\n"))
}

#[cfg(test)]
mod tests;
