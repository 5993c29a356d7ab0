//! A whole log: its lines by what they say, those that end etcd first, each with what may be behind it.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt::Write as _;

use serde_json::Value;

use super::evidence::Evidence;
use super::{answer, forms, in_go, lines, search};
use crate::text::{escape_for_terminal, fill};

/// How many addresses or members of a group, and how many lines that nobody knows, are named.
const NAMED: usize = 5;
/// How many codes are named for a line.
const MOST: usize = 8;
/// Fewer lines than this may be one, wrapped, where none says anything by itself.
const LINES_OF_ONE: usize = 4;
/// The longest word that isn't looked at where it stands alone.
const WORD: usize = 10;
/// The most lines that may be one.
const WRAPPED: usize = 16;
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
    /// The line that it starts with, counted from 0.
    start: usize,
    first: Line<'a>,
    last: Option<String>,
    count: usize,
    about: Vec<String>,
}

/// Says what a log holds; `None` where it has no lines at all.
pub(super) fn explained(log: &str, evidence: Option<&Evidence>) -> Option<String> {
    let all = forms::lines(log);
    if all.len() < LINES_OF_ONE
        && !all.iter().any(|line| is_quoted(line))
        && let Some(said) = wrapped(&all)
    {
        return Some(said);
    }
    let mut groups: HashMap<String, Group<'_>> = HashMap::new();
    // A word of its own says nothing.
    let is_looked_at = |(_, line): &(usize, &Cow<'_, str>)| line.contains(' ') || line.len() > WORD;
    for (start, line) in all.iter().enumerate().filter(is_looked_at) {
        let line = read(line);
        if line.level == Level::Info {
            continue;
        }
        let group = groups.entry(alike(line.text)).or_insert_with(|| Group {
            start,
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
    if all.is_empty() {
        return None;
    }
    // Lines of other wording may say the same as well.
    let mut known: HashMap<String, Vec<Group<'_>>> = HashMap::new();
    let mut unknown: Vec<Group<'_>> = Vec::new();
    for (_, group) in groups {
        let answer = is_quoted(group.first.text).then(|| answer(group.first.text, MOST));
        match answer.flatten() {
            Some(answer) => known.entry(answer).or_default().push(group),
            None if group.first.level > Level::Unknown => unknown.push(group),
            None => {}
        }
    }
    if known.is_empty()
        && let Some(said) = wrapped(&all)
    {
        return Some(said);
    }
    let mut known: Vec<(String, Vec<Group<'_>>)> = known.into_iter().collect();
    // What is nobody's fault comes last, however often it was logged.
    let matters = |groups: &[Group<'_>]| {
        !groups.iter().all(|group| lines::is_harmless(in_go(group.first.text)))
    };
    known.sort_by_key(|(answer, groups)| {
        (worst(groups), matters(groups), count(groups), answer.clone())
    });
    known.reverse();
    let mut said = fill("explain-log", &[("lines", &all.len()), ("groups", &known.len())]) + "\n\n";
    for (answer, mut groups) in known {
        groups.sort_by_key(|group| (std::cmp::Reverse(group.count), group.start));
        // Writing to a string can't fail.
        let _ = writeln!(said, "{}", heading(&groups, evidence));
        if let Some(evidence) = evidence {
            let lines: Vec<&str> = groups.iter().map(|group| in_go(group.first.text)).collect();
            let _ = writeln!(said, "{}", evidence.of(&lines));
        }
        let _ = writeln!(said, "{answer}");
    }
    unknown.sort_by_key(|group| (std::cmp::Reverse((group.first.level, group.count)), group.start));
    if !unknown.is_empty() {
        let _ = writeln!(said, "{}", fill("explain-log-unknown", &[("count", &count(&unknown))]));
        for group in unknown.iter().take(NAMED) {
            let _ = writeln!(said, "    {}× {}", group.count, shown(group.first.text));
        }
    }
    Some(said)
}

/// Whether a line holds what a lesson quotes: that its words stand somewhere in one says nothing of a line that nobody
/// picked.
fn is_quoted(line: &str) -> bool {
    let said = in_go(line);
    said != line || lines::is_quoted(said) || !search::quoted(said).is_empty()
}

/// What a few lines say that are one, wrapped on a screen.
fn wrapped(lines: &[Cow<'_, str>]) -> Option<String> {
    if lines.len() < 2 || lines.len() > WRAPPED {
        return None;
    }
    let (whole, answer) = ["", " "].into_iter().find_map(|between| {
        let whole = lines.join(between);
        answer(&whole, MOST).map(|answer| (whole, answer))
    })?;
    Some(format!("`{}`\n\n{answer}", shown(&whole)))
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
    if let Some(level) = level_of_others(text) {
        return Line { text, level, time: None, about: None };
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

/// The level in the lines of --log-format=console, and of programs that write `level=`.
fn level_of_others(text: &str) -> Option<Level> {
    let levels = [
        ("debug", Level::Info),
        ("info", Level::Info),
        ("warn", Level::Warning),
        ("warning", Level::Warning),
        ("error", Level::Error),
        ("panic", Level::Fatal),
        ("fatal", Level::Fatal),
    ];
    let of_field = text.split_whitespace().find_map(|word| word.strip_prefix("level="));
    let of_column =
        || text.split('\t').nth(1).filter(|_| text.starts_with(|one: char| one.is_ascii_digit()));
    // Of Kubernetes' programs: a letter and the day, as in `E0914`.
    let mut words = text.split_whitespace();
    let is_day = |day: &str| day.len() == 4 && day.bytes().all(|one| one.is_ascii_digit());
    let of_letter = words.find_map(|word| match word.split_at_checked(1)? {
        ("W", day) if is_day(day) => Some(Level::Warning),
        ("E", day) if is_day(day) => Some(Level::Error),
        ("F", day) if is_day(day) => Some(Level::Fatal),
        _ => None,
    });
    if of_letter.is_some() {
        return of_letter;
    }
    let word = of_field.or_else(of_column)?.trim_matches('"');
    levels.into_iter().find(|(name, _)| word.eq_ignore_ascii_case(name)).map(|(_, level)| level)
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
