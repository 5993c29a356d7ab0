//! `quorate explain`: what a code of a finding means, at length, and what lines of logs say.

mod evidence;
mod forms;
mod lines;
mod log;
mod search;
mod sides;
mod verify;
mod words;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use super::failure::Failure;
use super::{output, source};
use crate::finding::{Family, Rule};
use crate::pki::inspect::wide_text;
use crate::text::{self, fill, say};
use evidence::Evidence;

/// The longest log that is read, in bytes.
const LOG_LIMIT: usize = 256 << 20;

/// Explain a finding's code or lines of a log, and how to fix it
///
/// A code is one that any command prints: judge, verify, audit, inspect, and the advice on a plan. Without a code, and
/// with nothing on standard input, quorate lists them all. For any other text, such as a line of etcd's log, it lists
/// the findings that may have caused it. A whole log is explained line by line, starting with what makes etcd exit.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  quorate explain
  quorate explain gateway-trap
  quorate explain 'remote error: tls: bad certificate'
  journalctl -u etcd --since -1h | quorate explain
  journalctl -u etcd --since -1h | quorate explain --in production
  quorate explain 'tls: bad certificate' --in /etc/etcd \\
      --in /etc/systemd/system/etcd.service
  quorate verify production --json | jq -r '.findings[].code' | sort -u |
      xargs -n 1 quorate explain")]
pub(super) struct Arguments {
    /// A code, text from etcd's log, or a log file; `-` reads a log from standard input, as does a pipe without any of these
    #[arg(value_name = "CODE|LINE|FILE", allow_hyphen_values = true)]
    code: Option<String>,
    /// Look for the cause in these files: a bundle, or certificates, units and settings of members
    #[arg(long = "in", value_name = "PATH")]
    files: Vec<PathBuf>,
}

pub(super) fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    let evidence = match arguments.files.as_slice() {
        [] => None,
        files => Some(Evidence::read(files, crate::shell::now())?),
    };
    let evidence = evidence.as_ref();
    if arguments.code.is_none() && source::is_piped() && source::waits() {
        output::print_error(say("explain-waits"));
    }
    let piped = match &arguments.code {
        // Only a log can be explained by files; else a pipe may be there for another reason, with nothing in it.
        None if evidence.is_some() => Some(log_at("-")?.unwrap_or_default()),
        None if source::is_piped() => log_at("-")?.filter(|log| !log.trim().is_empty()),
        _ => None,
    };
    let said = match (&arguments.code, piped) {
        (None, None) => list(),
        (None, Some(log)) => explained(&log, evidence)?,
        (Some(code), _) => match log_at(code)? {
            Some(log) => explained(&log, evidence)?,
            None => lesson(code, evidence)
                .or_else(|| found(&forms::line(code), evidence))
                .ok_or_else(|| unknown(code))?,
        },
    };
    output::print(&said)
}

fn explained(log: &str, evidence: Option<&Evidence>) -> Result<String, Failure> {
    log::explained(log, evidence).ok_or_else(|| Failure::refused("explain-empty-log", &[]))
}

/// The log in a file or on standard input, where that is asked for.
fn log_at(asked: &str) -> Result<Option<String>, Failure> {
    // Lines that were pasted as one argument.
    if asked.trim().lines().nth(1).is_some() {
        return Ok(Some(asked.to_owned()));
    }
    let read = match Path::new(asked) {
        path if asked == "-" || (path.exists() && Rule::from_code(asked).is_none()) => {
            source::read_up_to(path, LOG_LIMIT)?
        }
        _ => return Ok(None),
    };
    // PowerShell writes UTF-16.
    Ok(Some(match wide_text(&read) {
        Some((_, text)) => text.to_string(),
        None => String::from_utf8_lossy(&read).trim_start_matches('\u{feff}').to_owned(),
    }))
}

/// A code has no blanks; a line of a log has.
fn unknown(asked: &str) -> Failure {
    let shown = text::escape_for_terminal(asked);
    if asked.trim().contains(char::is_whitespace) {
        return Failure::refused("explain-unknown-line", &[("text", &shown)]);
    }
    Failure::refused("explain-unknown-code", &[("code", &shown)])
}

/// The lesson of a code, or of one that it had earlier.
fn lesson(code: &str, evidence: Option<&Evidence>) -> Option<String> {
    let rule = Rule::from_code(code)?;
    let (lesson, heading) = (rule.lesson.shown(), say("explain-severity"));
    let found = evidence.map(|evidence| format!("\n{}", evidence.of_rule(rule)));
    Some(format!(
        "{rule}\n\n{lesson}\n{heading}\n    {}\n{}",
        rule.severity.shown(),
        found.unwrap_or_default()
    ))
}

/// The first sentence of a lesson.
fn summary(rule: Rule) -> String {
    // The quotes of the log come first, and are no sentence.
    let prose = rule.lesson.shown().split("\n\n").find(|part| !part.starts_with(' '));
    first_sentence(prose.unwrap_or_default())
}

fn first_sentence(prose: &str) -> String {
    let prose = prose.split("\n\n").next().unwrap_or_default().replace('\n', " ");
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
fn found(text: &str, evidence: Option<&Evidence>) -> Option<String> {
    let answer = answer(text, usize::MAX)?;
    let found = evidence.map(|evidence| format!("{}\n", evidence.of(&[in_go(text)])));
    let found = found.unwrap_or_default();
    Some(format!("`{}`\n\n{found}{answer}", text::escape_for_terminal(text)))
}

/// A line in the words of Go, where another program's TLS says the same.
fn in_go(line: &str) -> &str {
    let line = verify::reason(line).map_or(line, |reason| reason.words);
    if search::quoted(line).is_empty() { words::of_go(line).unwrap_or(line) } else { line }
}

/// The same without the text, and with no more than `most` of the codes.
fn answer(text: &str, most: usize) -> Option<String> {
    let reason = verify::reason(text);
    let words = reason.map_or(text, |reason| reason.words);
    let said = in_go(words);
    let rules = sides::possible(text, search::rules(said));
    let mut parts: Vec<String> = Vec::new();
    if let Some(verify::Reason { number, words }) = reason {
        let facts: &[(_, &dyn std::fmt::Display)] = &[("number", &number), ("words", &words)];
        parts.push(format!("{}\n", fill("explain-verify-number", facts)));
    }
    if said != words {
        parts.push(format!("{}\n", fill("explain-in-go", &[("go", &said)])));
    }
    if let Some(meaning) = lines::meaning(said, !rules.is_empty()) {
        parts.push(format!("{meaning}\n"));
    }
    let more = rules.len().saturating_sub(most);
    if !rules.is_empty() {
        let mut codes: String = rules.into_iter().take(most).map(line).collect();
        if more > 0 {
            let more = fill("explain-found-more", &[("more", &more)]);
            codes.extend(["  ", &more, "\n"]);
        }
        parts.push(format!("{}\n{codes}", say("explain-found")));
    }
    // The number alone leads nowhere.
    (parts.len() > usize::from(reason.is_some())).then(|| parts.join("\n"))
}

/// In short, what is behind a line of a log that a lesson quotes, the likeliest first; nothing where nobody knows. What
/// the words mean by themselves comes before what may be wrong: a refused connection is a member that is down more often
/// than one that listens elsewhere.
pub(super) fn briefly(line: &str) -> Vec<String> {
    /// How many causes are named.
    const MOST: usize = 2;
    let said = in_go(line);
    let rules = sides::possible(line, search::quoted(said));
    let meaning = lines::is_quoted(said).then(|| lines::meaning(said, !rules.is_empty())).flatten();
    let codes = rules.iter().map(|rule| format!("{}: {}", rule.code, summary(*rule)));
    meaning.map(first_sentence).into_iter().chain(codes).take(MOST).collect()
}

#[cfg(test)]
mod tests;
