//! The forms in which lines reach a reader: coloured, within the JSON of what carried them, or wrapped by a terminal.

use std::borrow::Cow;

use serde_json::Value;

/// The fields in which docker, journald and collectors of logs keep a line.
const CARRIED: [&str; 4] = ["log", "MESSAGE", "message", "textPayload"];
/// The most lines that a terminal is taken to have made of one.
const WRAPPED: usize = 16;

/// A log's lines as their program wrote them, without those that are empty.
pub(super) fn lines(log: &str) -> Vec<Cow<'_, str>> {
    // Blanks at the end of a line may stand between two words of one that was wrapped.
    let lines: Vec<&str> = log.lines().filter(|line| !line.trim().is_empty()).collect();
    let mut plain = Vec::with_capacity(lines.len());
    let mut rest = lines.as_slice();
    while let Some((first, others)) = rest.split_first() {
        let unwrapped = unwrapped(rest);
        let used = unwrapped.as_ref().map_or(0, |(_, more)| *more);
        plain.push(match unwrapped {
            Some((whole, _)) => Cow::Owned(line(whole.trim()).into_owned()),
            None => line(first.trim()),
        });
        rest = others.get(used..).unwrap_or_default();
    }
    plain
}

/// One line as its program wrote it.
pub(super) fn line(line: &str) -> Cow<'_, str> {
    let line = without_colours(line);
    match carried(&line) {
        Some(inner) => Cow::Owned(without_colours(inner.trim()).into_owned()),
        None => line,
    }
}

/// A line in JSON that goes on in the next ones, and how many those are.
fn unwrapped(lines: &[&str]) -> Option<(String, usize)> {
    let (first, others) = lines.split_first()?;
    let start = first.find("{\"")?;
    let is_whole = |text: &str| serde_json::from_str::<Value>(text).is_ok();
    let (before, json) = first.split_at_checked(start)?;
    if json.trim_end().ends_with('}') || others.is_empty() || is_whole(json) {
        return None;
    }
    let mut whole = json.to_owned();
    for (index, next) in others.iter().take(WRAPPED).enumerate() {
        if next.trim_start().starts_with("{\"") {
            return None;
        }
        whole.push_str(next);
        if next.trim_end().ends_with('}') && is_whole(&whole) {
            return Some((format!("{before}{whole}"), index + 1));
        }
    }
    None
}

/// What docker's JSON, journald's or that of a collector carries.
fn carried(line: &str) -> Option<String> {
    let json = line.get(line.find('{')?..)?;
    if !CARRIED.iter().any(|field| json.contains(field)) {
        return None;
    }
    let object: Value = serde_json::from_str(json).ok()?;
    // What etcd wrote itself has its level.
    if object.get("level").is_some() {
        return None;
    }
    let inner = CARRIED.iter().find_map(|field| object.get(*field))?.as_str()?;
    Some(carried(inner).unwrap_or_else(|| inner.to_owned()))
}

/// Takes out the codes of a terminal's colours, also as journald writes the escape character.
fn without_colours(line: &str) -> Cow<'_, str> {
    const STARTS: [&str; 3] = ["\u{1b}[", "#033[", "^[["];
    if !STARTS.iter().any(|start| line.contains(start)) {
        return Cow::Borrowed(line);
    }
    let mut plain = line.to_owned();
    for start in STARTS {
        let mut parts = plain.split(start);
        let mut rest = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            let end = part.find(|one: char| !one.is_ascii_digit() && one != ';');
            // The letter ends the code.
            rest.push_str(end.and_then(|end| part.get(end + 1..)).unwrap_or_default());
        }
        plain = rest;
    }
    Cow::Owned(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_taken_out_of_what_carried_and_coloured_it() {
        let own = r#"{"level":"warn","msg":"a"}"#;
        let docker = r#"{"log":"{\"level\":\"warn\",\"msg\":\"a\"}\n","stream":"stderr"}"#;
        let journal = r#"{"__CURSOR":"s=1","MESSAGE":"{\"level\":\"warn\",\"msg\":\"a\"}"}"#;
        for carried in [docker, journal] {
            assert_eq!(line(carried), own);
        }
        for coloured in [
            "\u{1b}[0;31mno \u{1b}[1mleader\u{1b}[0m",
            "#033[31mno leader#033[0m",
            "no leader^[[0m",
        ] {
            assert_eq!(line(coloured), "no leader");
        }
        assert_eq!(line(own), own);
        assert_eq!(line("a message {not JSON"), "a message {not JSON");
    }

    #[test]
    fn json_that_a_terminal_wrapped_is_one_line_again() {
        let log = "Jan 01 m1 etcd[1]: {\"level\":\"warn\",\"msg\":\"slow fda\ntasync\",\"took\":\r\n\"1.6s\"}\nnext\n";
        let expected =
            [r#"Jan 01 m1 etcd[1]: {"level":"warn","msg":"slow fdatasync","took":"1.6s"}"#, "next"];
        assert_eq!(lines(log), expected);
        let cut = "{\"level\":\"warn\",\"msg\":\"a\n{\"level\":\"warn\"}";
        assert_eq!(lines(cut).len(), 2, "one that was cut off takes no other in");
    }
}
