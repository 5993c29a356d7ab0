//! A finding as lines of text, for every command that prints one.

use std::fmt::Write as _;

use super::{Cause, Finding, Location, Side};
use crate::text::{fill, say};

/// A finding over several lines, each indented by `indent`: what was found and its code, what is logged, where
/// the fact comes from, and what to do.
pub fn plain(finding: &Finding, indent: &str) -> String {
    let mut text = format!(
        "{indent}{}: {} [{}]\n",
        finding.severity().shown(),
        finding.message(),
        finding.code()
    );
    let mut line = |label: &str, said: &str| {
        // Writing to a string can't fail.
        let _ = writeln!(text, "{indent}  {label}: {said}");
    };
    for quote in &finding.quotes {
        let by = match quote.side {
            Side::Listener => say("findings-listener-logs"),
            Side::Dialer => say("findings-dialer-says"),
            Side::Exit => say("findings-ends-with"),
        };
        line(by, &quote.text);
    }
    line(say("findings-source"), finding.source());
    line(say("findings-fix"), &finding.fix());
    text
}

/// Findings in their order, each below the file and the line that it was met in.
pub fn by_place(findings: &[Finding]) -> String {
    let mut text = String::new();
    let mut last = None;
    for finding in findings {
        let (file, line) = (&finding.location.file, finding.location.line);
        if last != Some((file, line)) {
            last = Some((file, line));
            // Writing to a string can't fail.
            let _ = writeln!(text, "{}", place(&finding.location));
        }
        text.push_str(&plain(finding, "  "));
    }
    text
}

/// The most further places that are written out.
const PLACES: usize = 20;

/// Causes in their order, each below the place where it was met first, with the others below it.
pub fn by_cause(causes: &[Cause<'_>]) -> String {
    let mut text = String::new();
    let mut last = None;
    for cause in causes {
        let here = place(&cause.finding.location);
        if last.as_ref() != Some(&here) {
            text.extend([here.as_str(), "\n"]);
            last = Some(here);
        }
        text.push_str(&plain(&cause.finding, "  "));
        let mut others: Vec<String> =
            cause.places.iter().skip(1).map(|one| place(&one.location)).collect();
        others.dedup();
        for other in others.iter().take(PLACES) {
            // Writing to a string can't fail.
            let _ = writeln!(text, "    {}: {other}", say("findings-also"));
        }
        if others.len() > PLACES {
            let more = fill("findings-more-places", &[("count", &(others.len() - PLACES))]);
            let _ = writeln!(text, "    {more}");
        }
    }
    text
}

/// File and line; `.` where it is about no file.
fn place(location: &Location) -> String {
    let line = location.line.map(|line| format!(":{line}")).unwrap_or_default();
    format!("{}{line}", location.file.as_deref().unwrap_or("."))
}

/// A finding as running text: what was found, what to do, and in brackets where the fact comes from.
pub fn sentence(finding: &Finding) -> String {
    let (message, fix) = (capitalized(&finding.message()), capitalized(&finding.fix()));
    format!("{message}. {fix}. ({})", finding.source())
}

/// A sentence starts with a capital, unless it starts with a name that is written small.
fn capitalized(text: &str) -> String {
    if text.starts_with("etcd") {
        return text.to_owned();
    }
    let mut characters = text.chars();
    let first = characters.next().map(char::to_uppercase);
    first.into_iter().flatten().chain(characters).collect()
}
