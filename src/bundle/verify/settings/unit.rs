//! The command of a unit, as systemd reads it (systemd.syntax(7), systemd.service(5)).

use std::collections::BTreeMap;

/// The `--name=value` flags of the unit's `ExecStart=`.
pub(super) fn flags(unit: &str) -> BTreeMap<String, String> {
    let line = value(unit, "ExecStart").unwrap_or_default();
    let flag = |word: String| {
        let word = word.strip_prefix("--")?;
        let (name, value) = word.split_once('=').unwrap_or((word, ""));
        Some((name.to_owned(), value.to_owned()))
    };
    words(&line).into_iter().filter_map(flag).collect()
}

/// The path of `EnvironmentFile=`, as it is written.
pub(super) fn environment_file(unit: &str) -> Option<&str> {
    let mut lines = unit.lines().rev();
    lines.find_map(|line| line.strip_prefix("EnvironmentFile=")).filter(|path| !path.is_empty())
}

/// The last value of a key, with its continued lines; comments within are passed over.
fn value(unit: &str, key: &str) -> Option<String> {
    let mut found = None;
    let mut lines = unit.lines().filter(|line| !line.trim_start().starts_with(['#', ';']));
    while let Some(line) = lines.next() {
        let mut whole = line.trim().to_owned();
        while whole.ends_with('\\') {
            whole.pop();
            let Some(next) = lines.next() else { break };
            whole.push(' ');
            whole.push_str(next.trim());
        }
        if let Some((name, value)) = whole.split_once('=')
            && name.trim_end() == key
        {
            found = Some(value.trim().to_owned());
        }
    }
    found
}

/// Words between blanks: quotes wrap one, a backslash takes the next character as it is, and `%%` and
/// `$$` stand for one of them.
fn words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quote = None;
    let mut characters = line.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            blank if quote.is_none() && blank.is_ascii_whitespace() => words.extend(word.take()),
            mark if quote == Some(mark) => quote = None,
            '"' | '\'' if quote.is_none() => {
                quote = Some(character);
                word.get_or_insert_default();
            }
            '\\' => word.get_or_insert_default().extend(characters.next()),
            '%' | '$' => {
                characters.next_if_eq(&character);
                word.get_or_insert_default().push(character);
            }
            other => word.get_or_insert_default().push(other),
        }
    }
    words.extend(word);
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_is_read_over_its_continued_lines() {
        let unit = "[Service]\n# ExecStart=/x --name=no\nEnvironmentFile=/etc/a b/etcd.env\n\
            ExecStart=/usr/bin/etcd \\\n    --name=a \\\n# between\n    \"--data-dir=/a b/50%% \
            $$HOME/\\\"q\\\"\\\\\" '--wal-dir=it\\'s' --on\nRestart=no\n";
        let read = flags(unit);
        let read: Vec<(&str, &str)> =
            read.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        assert_eq!(
            read,
            [
                ("data-dir", "/a b/50% $HOME/\"q\"\\"),
                ("name", "a"),
                ("on", ""),
                ("wal-dir", "it's")
            ]
        );
        assert_eq!(environment_file(unit), Some("/etc/a b/etcd.env"));
        assert_eq!(environment_file("EnvironmentFile=/a\nEnvironmentFile=\n"), None);
        assert!(flags("ExecStart=/bin/sh -c \"exec \\\"$$0\\\"\" \"/opt/it's/etcd\"\n").is_empty());
    }
}
