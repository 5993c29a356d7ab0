//! A whole log: its lines by what they say, those that end etcd first, each with what may be behind it.

use std::collections::HashMap;
use std::fmt::Write as _;

use serde_json::Value;

use super::evidence::Evidence;
use super::{answer, in_go};
use crate::text::{escape_for_terminal, fill};

/// How many addresses or members of a group, and how many lines that nobody knows, are named.
const NAMED: usize = 5;
/// How many codes are named for a line.
const MOST: usize = 8;
/// How many characters of a line are shown.
const SHOWN: usize = 300;

/// How much a line matters, as its log says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Level {
    Info,
    Unknown,
    Warning,
    Error,
    Fatal,
}

/// What a line is made of, as far as its form is known.
struct Line<'a> {
    text: &'a str,
    level: Level,
    /// When, as the log writes it.
    time: Option<String>,
    /// Whom it is about: the address that called, or a member's ID.
    about: Option<String>,
}

/// Lines that say the same, whoever and whenever.
struct Group<'a> {
    first: Line<'a>,
    last: Option<String>,
    count: usize,
    about: Vec<String>,
}

/// Says what a log holds; `None` where it has no lines at all.
pub(super) fn explained(log: &str, evidence: Option<&Evidence>) -> Option<String> {
    let mut lines = 0;
    let mut groups: HashMap<String, Group<'_>> = HashMap::new();
    for line in log.lines().map(str::trim).filter(|line| !line.is_empty()) {
        lines += 1;
        let line = read(line);
        if line.level == Level::Info {
            continue;
        }
        let group = groups.entry(alike(line.text)).or_insert_with(|| Group {
            last: None,
            count: 0,
            about: Vec::new(),
            first: Line { time: line.time.clone(), about: None, ..line },
        });
        group.count += 1;
        group.last = line.time.or(group.last.take());
        if let Some(about) = line.about.filter(|about| !group.about.contains(about)) {
            group.about.push(about);
        }
    }
    if lines == 0 {
        return None;
    }
    // Lines of other wording may say the same as well.
    let mut known: HashMap<String, Vec<Group<'_>>> = HashMap::new();
    let mut unknown: Vec<Group<'_>> = Vec::new();
    for (_, group) in groups {
        match answer(group.first.text, MOST) {
            Some(answer) => known.entry(answer).or_default().push(group),
            None if group.first.level > Level::Unknown => unknown.push(group),
            None => {}
        }
    }
    let mut known: Vec<(String, Vec<Group<'_>>)> = known.into_iter().collect();
    known.sort_by_key(|(answer, groups)| (worst(groups), count(groups), answer.clone()));
    known.reverse();
    let mut said = fill("explain-log", &[("lines", &lines), ("groups", &known.len())]) + "\n\n";
    for (answer, mut groups) in known {
        groups.sort_by_key(|group| std::cmp::Reverse(group.count));
        // Writing to a string can't fail.
        let _ = writeln!(said, "{}", heading(&groups, evidence));
        if let Some(evidence) = evidence {
            let lines: Vec<&str> = groups.iter().map(|group| in_go(group.first.text)).collect();
            let _ = writeln!(said, "{}", evidence.of(&lines));
        }
        let _ = writeln!(said, "{answer}");
    }
    unknown.sort_by_key(|group| std::cmp::Reverse((group.first.level, group.count)));
    if !unknown.is_empty() {
        let _ = writeln!(said, "{}", fill("explain-log-unknown", &[("count", &count(&unknown))]));
        for group in unknown.iter().take(NAMED) {
            let _ = writeln!(said, "    {}× {}", group.count, shown(group.first.text));
        }
    }
    Some(said)
}

fn worst(groups: &[Group<'_>]) -> Level {
    groups.iter().map(|group| group.first.level).max().unwrap_or(Level::Info)
}

fn count(groups: &[Group<'_>]) -> usize {
    groups.iter().map(|group| group.count).sum()
}

/// How often, when and about whom, and the line that says it most often.
fn heading(groups: &[Group<'_>], evidence: Option<&Evidence>) -> String {
    let mut heading = fill("explain-log-times", &[("count", &count(groups))]);
    let times = groups.iter().flat_map(|group| [group.first.time.as_ref(), group.last.as_ref()]);
    let times: Vec<&String> = times.flatten().collect();
    if let (Some(first), Some(last)) = (times.iter().min(), times.iter().max()) {
        let when = if first == last { "explain-log-at" } else { "explain-log-when" };
        heading += &fill(when, &[("first", first), ("last", last)]);
    }
    let mut about: Vec<&String> = groups.iter().flat_map(|group| &group.about).collect();
    about.sort();
    about.dedup();
    if !about.is_empty() {
        let name = |about: &String| match evidence.and_then(|it| it.member(about)) {
            Some(member) => format!("{member} ({about})"),
            None => about.clone(),
        };
        let mut named: Vec<String> = about.iter().take(NAMED).map(|about| name(about)).collect();
        named.extend((about.len() > NAMED).then(|| "…".to_owned()));
        heading += &fill("explain-log-about", &[("about", &named.join(", "))]);
    }
    let line = groups.first().map_or("", |group| group.first.text);
    format!("{heading}:\n    {}\n", shown(line))
}

fn shown(line: &str) -> String {
    let end = line.char_indices().nth(SHOWN).map(|(end, _)| end);
    let cut = end.and_then(|end| line.get(..end)).map(|start| format!("{start}…"));
    escape_for_terminal(&cut.unwrap_or_else(|| line.to_owned()))
}

/// Reads etcd's own forms of a line, whatever stands before them.
fn read(text: &str) -> Line<'_> {
    let object = text.find('{').and_then(|start| text.get(start..));
    let object = object.and_then(|json| serde_json::from_str::<Value>(json).ok());
    if let Some(object) = object.filter(|object| object.get("level").is_some()) {
        let field = |name: &str| object.get(name).and_then(Value::as_str).map(escape_for_terminal);
        let level = match field("level").as_deref() {
            Some("debug" | "info") => Level::Info,
            Some("warn") => Level::Warning,
            Some("error") => Level::Error,
            _ => Level::Fatal,
        };
        let address = field("remote-addr").map(|address| without_port(&address));
        let about = address.or_else(|| field("remote-peer-id")).or_else(|| field("address"));
        return Line { text, level, time: field("ts"), about };
    }
    // The form before 3.5: a time, a letter and who says it.
    let letters = [(" I | ", Level::Info), (" W | ", Level::Warning), (" E | ", Level::Error)];
    let letters = letters.into_iter().chain([(" N | ", Level::Info), (" C | ", Level::Fatal)]);
    let mut level = Level::Unknown;
    for (letter, meaning) in letters {
        if text.contains(letter) {
            level = meaning;
        }
    }
    let caller = text.split_once("rejected connection from \"").map(|(_, rest)| rest);
    let about = caller.and_then(|rest| rest.split('"').next());
    // Told at the level of news there.
    if about.is_some() {
        level = Level::Warning;
    }
    Line {
        text,
        level,
        time: None,
        about: about.map(|one| without_port(&escape_for_terminal(one))),
    }
}

fn without_port(address: &str) -> String {
    address.rsplit_once(':').map_or(address, |(host, _)| host).to_owned()
}

/// A line without what differs each time it is logged: its numbers, and what stands before etcd's own text.
fn alike(text: &str) -> String {
    let start = text.find('{').or_else(|| text.find(" | ")).unwrap_or(0);
    let mut alike = String::with_capacity(text.len());
    let mut is_number = false;
    for letter in text.get(start..).unwrap_or(text).chars() {
        let is_digit = letter.is_ascii_digit() || (is_number && letter.is_ascii_hexdigit());
        if !is_digit {
            alike.push(letter);
        } else if !is_number {
            alike.push('0');
        }
        is_number = is_digit;
    }
    alike
}
