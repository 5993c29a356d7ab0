//! `quorate explain`: what a code of a finding means, at length.

mod audited;
mod lines;
mod search;

use std::process::ExitCode;

use super::failure::Failure;
use super::output;
use crate::audit::{self, AuditSeverity, FindingKind};
use crate::finding::{Family, Rule};
use crate::text::{self, fill, say, wrap_hanging};

use audited::AUDITED;

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
    #[arg(value_name = "CODE")]
    code: Option<String>,
}

/// A command that prints codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Finder {
    Judge,
    Verify,
    Audit,
    Inspect,
    Plan,
}

impl Finder {
    const ALL: [Self; 5] = [Self::Judge, Self::Verify, Self::Audit, Self::Inspect, Self::Plan];

    fn heading(self) -> &'static str {
        match self {
            Self::Judge => say("explain-judge"),
            Self::Verify => say("explain-verify"),
            Self::Audit => say("explain-audit"),
            Self::Inspect => say("explain-inspect"),
            Self::Plan => say("explain-plan"),
        }
    }

    /// The command that finds the rules of a family first.
    fn of(family: Family) -> Self {
        use Family::{Bundle, Chain, Files, Keys, Names, Reading, Server, Times, Usages};
        match family {
            Files | Chain | Times | Usages | Keys | Names => Self::Judge,
            Bundle => Self::Verify,
            Reading | Server => Self::Inspect,
            _ => Self::Audit,
        }
    }

    /// Every code of its own, in the order of the alphabet; with those of the lessons in place of them
    /// where several commands share one.
    fn codes(self) -> Vec<&'static str> {
        let mut codes: Vec<&str> = match self {
            Self::Judge => rules(|family| Self::of(family) == Self::Judge),
            Self::Verify => rules(|family| Self::of(family) == Self::Verify),
            Self::Audit => {
                let own = audit::CODES.iter().map(|kind| kind.code);
                rules(|family| Self::of(family) == Self::Audit).into_iter().chain(own).collect()
            }
            Self::Inspect => rules(|family| Self::of(family) == Self::Inspect),
            Self::Plan => codes("advice-"),
        };
        codes.sort_unstable();
        codes
    }
}

fn rules(is_asked: fn(Family) -> bool) -> Vec<&'static str> {
    let rules = Rule::ALL.iter().filter(|rule| is_asked(rule.family()));
    rules.map(|rule| rule.code()).collect()
}

fn codes(start: &str) -> Vec<&'static str> {
    let keys = text::keys(start).filter(|key| !key.contains('.'));
    keys.filter_map(|key| key.strip_prefix(start).map(|code| &*code.to_owned().leak())).collect()
}

pub(super) fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    let said = match &arguments.code {
        None => list(),
        Some(code) => lesson(code).or_else(|| found(code)).ok_or_else(|| unknown(code))?,
    };
    output::print(&said)?;
    Ok(ExitCode::SUCCESS)
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

/// All that is known of a code.
fn lesson(code: &str) -> Option<String> {
    if let Some(rule) = Rule::from_code(code) {
        return Some(format!("{rule}\n\n{}", rule.lesson()));
    }
    let of_audit = audit::CODES.iter().find(|kind| kind.code == code);
    let advice = advice(code);
    let parts: Vec<String> = [of_audit.map(audited), advice].into_iter().flatten().collect();
    (!parts.is_empty()).then(|| format!("{code}\n\n{}", parts.join("\n")))
}

fn audited(kind: &FindingKind) -> String {
    let severity = match kind.severity {
        AuditSeverity::Error => say("report-error"),
        AuditSeverity::Warning => say("report-warning"),
        AuditSeverity::Note => say("report-remark"),
    };
    format!(
        "{}\n\n{}\n{severity}\n\n{}\n{}\n\n{}\n{}\n",
        wrapped(meaning(kind.code), ""),
        say("explain-matters"),
        say("explain-source"),
        wrapped(kind.source, ""),
        say("explain-fix"),
        wrapped(kind.fix, "    "),
    )
}

fn meaning(code: &str) -> &'static str {
    AUDITED.iter().find(|(known, _)| *known == code).map_or("", |(_, meaning)| meaning)
}

fn advice(code: &str) -> Option<String> {
    let sentence = text::find(&format!("advice-{code}")).filter(|_| !code.contains('.'))?;
    let source = text::find(&format!("advice-{code}.source")).unwrap_or_default();
    let sentence = wrapped(sentence, "");
    let (heading, from) = (say("explain-advice"), say("explain-source"));
    Some(format!("{heading}\n{sentence}\n\n{from}\n{}\n", wrapped(source, "")))
}

/// Broken between words into lines of 78 columns.
fn wrapped(text: &str, indent: &str) -> String {
    wrap_hanging(indent, indent, text, 78).join("\n")
}

/// The first sentence about a code.
fn summary(code: &str) -> String {
    let prose = if let Some(lesson) = Rule::from_code(code).map(Rule::lesson) {
        // The quotes of the log come first, and are no sentence.
        lesson
            .split("\n\n")
            .find(|part| !part.starts_with(' '))
            .unwrap_or_default()
            .replace('\n', " ")
    } else {
        let advice = || text::find(&format!("advice-{code}")).unwrap_or_default();
        let of_audit = Some(meaning(code)).filter(|meaning| !meaning.is_empty());
        of_audit.unwrap_or_else(advice).to_owned()
    };
    match prose.split_once(". ") {
        Some((first, _)) => format!("{first}."),
        None => prose,
    }
}

fn line(code: &str) -> String {
    format!("  {code:32} {}\n", summary(code))
}

/// Every code with a line of its own, once, under the first command that finds it.
fn list() -> String {
    let mut listed = std::collections::HashSet::new();
    let mut groups = Vec::new();
    for finder in Finder::ALL {
        let codes = finder.codes().into_iter().filter(|code| listed.insert(*code));
        let lines: String = codes.map(line).collect();
        groups.push(format!("{}\n{lines}", finder.heading()));
    }
    groups.join("\n")
}

/// What a text means, and the codes that may be behind it.
fn found(text: &str) -> Option<String> {
    let codes = search::codes(text);
    let meaning = lines::meaning(text, !codes.is_empty());
    let asked = text::escape_for_terminal(text);
    let mut parts: Vec<String> = Vec::new();
    if let Some(meaning) = meaning {
        parts.push(format!("`{asked}`\n\n{}\n", wrapped(meaning, "")));
    }
    if !codes.is_empty() {
        let lines: String = codes.into_iter().map(line).collect();
        let heading = fill("explain-found", &[("text", &asked)]);
        parts.push(format!("{heading}\n{lines}\n{}\n", say("explain-more")));
    }
    (!parts.is_empty()).then(|| parts.join("\n"))
}

#[cfg(test)]
mod tests;
