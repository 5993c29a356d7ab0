//! The way from what etcd's log says to the codes that may be behind it.

use super::{Finder, LESSONS, lesson};

/// What is shorter stands everywhere.
const LEAST: usize = 4;
/// What stands in a quote for a value that is another one in each log.
const VALUE: char = '…';

/// The codes whose quotes are in `text`; without any, those whose lessons hold `text`. A line of a log
/// may be longer than the quote, and the quote longer than what somebody remembers.
pub(super) fn codes(text: &str) -> Vec<&'static str> {
    let text = plain(text);
    if text.chars().count() < LEAST {
        return Vec::new();
    }
    let all = || Finder::ALL.into_iter().flat_map(Finder::codes);
    let mut codes: Vec<&str> = LESSONS
        .iter()
        .filter(|(_, lesson)| {
            quotes(lesson).any(|quote| is_in(quote, &text) || plain(quote).contains(&text))
        })
        .map(|(code, _)| *code)
        .collect();
    if codes.is_empty() {
        codes = all()
            .filter(|code| lesson(code).is_some_and(|lesson| plain(&lesson).contains(&text)))
            .collect();
    }
    codes.sort_unstable();
    codes.dedup();
    codes
}

/// The lines before the first sentence.
pub(super) fn quotes(lesson: &str) -> impl Iterator<Item = &str> {
    lesson.lines().take_while(|line| line.starts_with("    ")).map(str::trim)
}

/// Whether the parts of a quote around its values follow one another in a text.
fn is_in(quote: &str, text: &str) -> bool {
    let quote = plain(quote);
    let mut rest = text;
    quote.split(VALUE).map(str::trim).filter(|part| !part.is_empty()).all(|part| {
        let found = rest.split_once(part);
        if let Some((_, behind)) = found {
            rest = behind;
        }
        found.is_some()
    })
}

/// Small letters, single blanks, and no backslashes before quotes, as they are in a log in JSON.
fn plain(text: &str) -> String {
    let text = text.to_lowercase().replace("\\\"", "\"");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
