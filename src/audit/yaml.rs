//! Config files: the YAML that people write for etcd. Keys at the margin, sections with indented keys,
//! scalars quoted or not, comments. Whatever else there is (anchors, blocks, flow maps) is refused by
//! its line rather than guessed at.

use crate::etcd::flags::{self, Kind};

/// One key with its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entry {
    /// The line, from 1.
    pub(super) line: usize,
    /// The section it stands in; `None` at the margin.
    pub(super) section: Option<String>,
    /// The key.
    pub(super) key: String,
    /// The value; a list of scalars is joined with commas.
    pub(super) value: String,
}

/// What a config file says.
#[derive(Debug, Default)]
pub(super) struct ConfigFile {
    /// Its entries, in order.
    pub(super) entries: Vec<Entry>,
    /// Lines that this reader doesn't understand, with why.
    pub(super) refused: Vec<(usize, &'static str)>,
}

/// Reads a config file.
pub(super) fn entries(text: &str) -> ConfigFile {
    let mut read = ConfigFile::default();
    let mut section: Option<String> = None;
    let mut indent = None;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    for (line, whole) in (1..).zip(text.lines()) {
        let entry = whole.trim();
        if entry.is_empty() || entry.starts_with('#') || matches!(entry, "---" | "...") {
            continue;
        }
        let depth = whole.len() - whole.trim_start_matches(' ').len();
        if whole.trim_start_matches(' ').starts_with('\t') {
            read.refused.push((line, "it is indented with a tab, which YAML forbids"));
            continue;
        }
        if let Some(item) = entry.strip_prefix("- ") {
            list_item(&mut read, line, item, section.as_deref());
            continue;
        }
        let Some((key, rest)) = key(entry) else {
            read.refused.push((line, "it is no `key: value`"));
            continue;
        };
        if depth == 0 {
            section = None;
            indent = None;
        } else if section.is_none() || *indent.get_or_insert(depth) != depth {
            read.refused.push((line, "its indentation belongs to no section"));
            continue;
        }
        match scalar(rest) {
            Ok(value) if value.is_empty() && depth == 0 && !rest.contains(['"', '\'']) => {
                section = Some(key);
            }
            Ok(value) => {
                let section = if depth == 0 { None } else { section.clone() };
                let value = switch(&key, rest.trim(), value);
                read.entries.push(Entry { line, section, key, value });
            }
            Err(why) => read.refused.push((line, why)),
        }
    }
    read
}

/// An item of a block list at the margin's key, such as those of `log-outputs:`.
fn list_item(read: &mut ConfigFile, line: usize, item: &str, key: Option<&str>) {
    let (Some(key), Ok(value)) = (key, scalar(item)) else {
        read.refused.push((line, "a list stands where no key asks for one"));
        return;
    };
    match read.entries.last_mut() {
        Some(last) if last.key == key && last.section.is_none() => {
            last.value = format!("{},{value}", last.value);
        }
        _ => read.entries.push(Entry { line, section: None, key: key.to_owned(), value }),
    }
}

fn key(entry: &str) -> Option<(String, &str)> {
    let (key, rest) = match entry.chars().next()? {
        quote @ ('"' | '\'') => {
            let (key, rest) = entry.get(1..)?.split_once(quote)?;
            (key, rest.trim_start().strip_prefix(':')?)
        }
        _ => entry.split_once(": ").or_else(|| Some((entry.strip_suffix(':')?, "")))?,
    };
    let key = key.trim_end();
    (!key.is_empty() && !key.contains(['{', '[', '#', '&', '*'])).then(|| (key.to_owned(), rest))
}

/// A switch as etcd's YAML reader takes it (measured on 3.4 and 3.5): more bare words than its flags take,
/// but nothing in quotes and no digits, which come back so that they are no switch.
fn switch(key: &str, written: &str, value: String) -> String {
    const ON: [&str; 11] =
        ["y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON"];
    const OFF: [&str; 11] =
        ["n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF"];
    if flags::find(key).is_none_or(|flag| flag.kind != Kind::Bool) || value.is_empty() {
        return value;
    }
    match value.as_str() {
        _ if written.starts_with(['"', '\'']) => written.to_owned(),
        word if ON.contains(&word) => "true".to_owned(),
        word if OFF.contains(&word) => "false".to_owned(),
        other => format!("{other} in YAML"),
    }
}

/// A value on its line: quoted, a list in brackets, or bare up to a comment.
fn scalar(text: &str) -> Result<String, &'static str> {
    let text = text.trim();
    match text.chars().next() {
        None | Some('#') => Ok(String::new()),
        Some('"') => double(text.get(1..).unwrap_or_default()),
        Some('\'') => single(text.get(1..).unwrap_or_default()),
        Some('[') => {
            let text = text.split(" #").next().unwrap_or_default().trim_end();
            let inner = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
            let inner = inner.ok_or("its list goes on over several lines")?;
            let items = inner.split(',').filter(|item| !item.trim().is_empty());
            Ok(items.map(scalar).collect::<Result<Vec<_>, _>>()?.join(","))
        }
        Some('{') => Err("it is a map in braces"),
        Some('|' | '>') => Err("it is a block of several lines"),
        Some('&' | '*' | '!') => Err("it holds an anchor, an alias or a tag"),
        Some(_) => {
            let bare = text.split(" #").next().unwrap_or_default().trim_end();
            if matches!(bare, "null" | "~") { Ok(String::new()) } else { Ok(bare.to_owned()) }
        }
    }
}

fn rest_is_comment(rest: &str) -> Result<(), &'static str> {
    let rest = rest.trim();
    if rest.is_empty() || rest.starts_with('#') {
        Ok(())
    } else {
        Err("something follows its closing quote")
    }
}

fn single(text: &str) -> Result<String, &'static str> {
    let mut plain = String::new();
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        if character != '\'' {
            plain.push(character);
            continue;
        }
        match characters.as_str().strip_prefix('\'') {
            Some(rest) => {
                plain.push('\'');
                characters = rest.chars();
            }
            None => return rest_is_comment(characters.as_str()).map(|()| plain),
        }
    }
    Err("its quote isn't closed on its line")
}

fn double(text: &str) -> Result<String, &'static str> {
    let mut plain = String::new();
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        match character {
            '"' => return rest_is_comment(characters.as_str()).map(|()| plain),
            '\\' => match characters.next() {
                Some(c @ ('"' | '\\' | '/' | ' ')) => plain.push(c),
                Some('n') => plain.push('\n'),
                Some('t') => plain.push('\t'),
                Some('u') => {
                    let code: String = characters.by_ref().take(4).collect();
                    let code = u32::from_str_radix(&code, 16).ok().and_then(char::from_u32);
                    plain.push(code.ok_or("it holds an escape that is none")?);
                }
                _ => return Err("it holds an escape that is none"),
            },
            c => plain.push(c),
        }
    }
    Err("its quote isn't closed on its line")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scalars_sections_lists_and_comments_are_read() {
        let read = entries(
            "---\nname: 'it''s' # x\ndata-dir: \"/a \\\"b\\\"\"\nelection-timeout: 1000 # ms\n\
             client-transport-security:\n  # c\n  cert-file: /a#b\n  client-cert-auth: true\n\
             cipher-suites: [A, \"B\"]\nlog-outputs:\n  - stderr\n  - /x\nwal-dir:\nname2: ''\n",
        );
        let found: Vec<_> = read
            .entries
            .iter()
            .map(|e| (e.line, e.section.as_deref().unwrap_or(""), e.key.as_str(), e.value.as_str()))
            .collect();
        let section = "client-transport-security";
        assert_eq!(
            found,
            [
                (2, "", "name", "it's"),
                (3, "", "data-dir", "/a \"b\""),
                (4, "", "election-timeout", "1000"),
                (7, section, "cert-file", "/a#b"),
                (8, section, "client-cert-auth", "true"),
                (9, "", "cipher-suites", "A,B"),
                (11, "", "log-outputs", "stderr,/x"),
                (14, "", "name2", ""),
            ]
        );
        assert!(read.refused.is_empty(), "{:?}", read.refused);
    }

    #[test]
    fn what_it_does_not_understand_is_refused_by_its_line() {
        let text = "a: {b: c}\nb: |\n  text\n\tc: d\ne: &x f\ng: \"open\nh\ni:\n   j: 1\n  k: 2\n";
        let lines: Vec<usize> = entries(text).refused.iter().map(|(line, _)| *line).collect();
        assert_eq!(lines, [1, 2, 3, 4, 5, 6, 7, 10]);
    }
}
