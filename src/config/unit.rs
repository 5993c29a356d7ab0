//! Units as systemd reads them (systemd.syntax(7), systemd.service(5); measured on 252).

use std::collections::BTreeMap;

use super::Place;

/// Text with the line that each piece of it stands in.
pub(super) type Lines = Vec<(usize, String)>;

/// One assignment of a unit, its continued lines joined.
#[derive(Debug, Clone)]
pub(super) struct Directive {
    /// The section, without brackets.
    pub(super) section: String,
    /// The key.
    pub(super) key: String,
    /// The value, by line.
    pub(super) value: Lines,
}

impl Directive {
    /// The line it starts in, from 1.
    pub(super) fn line(&self) -> usize {
        self.value.first().map_or(1, |(line, _)| *line)
    }

    /// The value as one text.
    pub(super) fn text(&self) -> String {
        let parts: Vec<&str> = self.value.iter().map(|(_, text)| text.as_str()).collect();
        parts.join(" ").trim().to_owned()
    }
}

/// A unit with its drop-ins, in the order that systemd reads them.
#[derive(Debug)]
pub(crate) struct Unit {
    /// Its name, such as `etcd.service`.
    pub(crate) name: String,
    pub(super) directives: Vec<(String, Directive)>,
}

impl Unit {
    /// The last value of a key of `[Service]`, with its place; empty counts as unset.
    pub(crate) fn service(&self, key: &str) -> Option<(String, Place<'_>)> {
        let mut all = self.all(key).into_iter().rev();
        all.next().map(|(path, directive)| (directive.text(), (path, directive.line())))
    }

    /// How many commands start it; a service of Type=notify has one.
    pub(crate) fn starts(&self) -> usize {
        self.all("ExecStart").into_iter().map(|(_, one)| commands(&one.value).len()).sum()
    }

    /// The value of a key of `[Unit]` for people.
    pub(crate) fn description(&self) -> Option<String> {
        let mut found = self.directives.iter().filter(|(_, one)| one.key == "Description");
        found.next().map(|(_, one)| one.text())
    }

    /// All values of a key of `[Service]`; an empty one clears those before it.
    pub(super) fn all(&self, key: &str) -> Vec<(&str, &Directive)> {
        self.in_section("Service", key)
    }

    /// All values of a key of a section; an empty one clears those before it.
    pub(super) fn in_section(&self, section: &str, key: &str) -> Vec<(&str, &Directive)> {
        let mut all = Vec::new();
        for (path, directive) in &self.directives {
            if directive.section != section || directive.key != key {
                continue;
            }
            if directive.text().is_empty() {
                all.clear();
            } else {
                all.push((path.as_str(), directive));
            }
        }
        all
    }
}

/// What a unit file says.
#[derive(Debug, Default)]
pub(super) struct UnitFile {
    /// Its assignments, in order.
    pub(super) directives: Vec<Directive>,
    /// Lines with a backslash before blanks, which joins nothing.
    pub(super) cut: Vec<usize>,
    /// Lines that are no assignment, as those that follow a command cut off are.
    pub(super) stray: Vec<usize>,
}

/// Reads a unit file or a drop-in.
pub(super) fn unit(text: &str) -> UnitFile {
    let mut read = UnitFile::default();
    let mut section = String::new();
    let mut lines = (1..).zip(text.lines());
    while let Some((number, line)) = lines.next() {
        let trimmed = line.trim();
        if trimmed.is_empty() || trimmed.starts_with(['#', ';']) {
            continue;
        }
        if let Some(name) = trimmed.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            name.clone_into(&mut section);
            continue;
        }
        let mut whole: Lines = vec![(number, line.to_owned())];
        while let Some(part) = whole.last_mut().and_then(|(_, text)| continued(text)) {
            if let Some((_, text)) = whole.last_mut() {
                *text = part;
            }
            // Comments between continued lines are passed over.
            let next = lines.find(|(_, line)| !line.trim_start().starts_with(['#', ';']));
            let Some((number, line)) = next else { break };
            whole.push((number, line.to_owned()));
        }
        for (number, text) in whole.iter_mut().filter(|(_, text)| is_cut(text)) {
            read.cut.push(*number);
            // What was to join is no argument.
            text.truncate(text.trim_end().trim_end_matches('\\').len());
        }
        match assignment(&section, whole) {
            Some(directive) => read.directives.push(directive),
            None => read.stray.push(number),
        }
    }
    read
}

/// The line without the backslash that joins it to the next. Of two backslashes the first takes the second, and
/// nothing is joined (systemd 252 `conf-parser.c`; measured with systemd-analyze verify).
fn continued(line: &str) -> Option<String> {
    let count = line.bytes().rev().take_while(|byte| *byte == b'\\').count();
    line.strip_suffix('\\').filter(|_| count % 2 == 1).map(ToOwned::to_owned)
}

/// Whether somebody meant to go on in the next line.
fn is_cut(line: &str) -> bool {
    line.trim_end().ends_with('\\') && continued(line).is_none()
}

fn assignment(section: &str, mut whole: Lines) -> Option<Directive> {
    let (_, first) = whole.first_mut()?;
    let (key, value) = first.split_once('=')?;
    let key = key.trim().to_owned();
    if !key.starts_with(|c: char| c.is_ascii_alphabetic()) {
        // The rest of a command that was cut off.
        return None;
    }
    *first = value.to_owned();
    Some(Directive { section: section.to_owned(), key, value: whole })
}

/// A word of a command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word {
    /// The line it starts in.
    pub(super) line: usize,
    /// What it says.
    pub(super) text: String,
    /// Whether something in it is known only when the unit runs: a host name, say.
    pub(super) open: bool,
}

/// The commands of a directive: words between blanks, quotes and escapes taken away, split at a lone
/// `;`. Specifiers and variables stay.
pub(super) fn commands(value: &Lines) -> Vec<Vec<Word>> {
    let mut commands = vec![Vec::new()];
    for word in words(value) {
        if word.text == ";" {
            commands.push(Vec::new());
        } else if let Some(command) = commands.last_mut() {
            command.push(word);
        }
    }
    commands.retain(|command| !command.is_empty());
    commands
}

/// Splits into words.
pub(super) fn words(value: &Lines) -> Vec<Word> {
    let mut words = Vec::new();
    let mut word: Option<Word> = None;
    let mut quote = None;
    for (line, text) in value {
        let mut characters = text.chars();
        while let Some(character) = characters.next() {
            if quote.is_none() && character.is_ascii_whitespace() {
                words.extend(word.take());
                continue;
            }
            let word = word.get_or_insert(Word { line: *line, text: String::new(), open: false });
            match character {
                mark if quote == Some(mark) => quote = None,
                '"' | '\'' if quote.is_none() => quote = Some(character),
                '\\' => escape(&mut characters, &mut word.text),
                other => word.text.push(other),
            }
        }
        // A joined line starts with a blank.
        match (&mut word, quote) {
            (Some(word), Some(_)) => word.text.push(' '),
            _ => words.extend(word.take()),
        }
    }
    words.extend(word);
    words
}

fn escape(characters: &mut std::str::Chars<'_>, text: &mut String) {
    match characters.next() {
        Some('n') => text.push('\n'),
        Some('t') => text.push('\t'),
        Some('s') => text.push(' '),
        Some(other @ ('"' | '\'' | '\\')) => text.push(other),
        Some(other) => text.extend(['\\', other]),
        None => {}
    }
}

/// Expands the specifiers of a word (systemd.unit(5)); `Err` holds one that systemd doesn't know.
pub(super) fn specifiers(word: &mut Word, unit_name: &str) -> Result<(), char> {
    if !word.text.contains('%') {
        return Ok(());
    }
    let prefix = unit_name.rsplit_once('.').map_or(unit_name, |(name, _)| name);
    let (name, instance) = prefix.split_once('@').unwrap_or((prefix, ""));
    let mut plain = String::new();
    let mut characters = word.text.chars();
    while let Some(character) = characters.next() {
        if character != '%' {
            plain.push(character);
            continue;
        }
        match characters.next() {
            Some('%') | None => plain.push('%'),
            Some('n') => plain.push_str(unit_name),
            Some('N') => plain.push_str(prefix),
            Some('p') => plain.push_str(name),
            Some('i' | 'I') => plain.push_str(instance),
            Some(known) if "aAbBCdDEfgGhHjJlLmMoqsStTuUvVwWyY".contains(known) => {
                plain.extend(['%', known]);
                word.open = true;
            }
            Some(unknown) => return Err(unknown),
        }
    }
    word.text = plain;
    Ok(())
}

/// Expands the variables of a word as systemd does: `${V}` anywhere, `$V` only as a whole word, which
/// then becomes several. Returns the words, and the names that stand for nothing.
pub(super) fn variables(word: &Word, known: &BTreeMap<String, String>) -> (Vec<Word>, Vec<String>) {
    let mut missing = Vec::new();
    let mut value = |name: &str| {
        known.get(name).cloned().unwrap_or_else(|| {
            missing.push(name.to_owned());
            String::new()
        })
    };
    if let Some(name) = word.text.strip_prefix('$').filter(|name| is_name(name)) {
        let text = value(name);
        let parts = text.split_ascii_whitespace();
        let parts = parts.map(|part| Word { text: part.to_owned(), ..word.clone() }).collect();
        return (parts, missing);
    }
    let mut plain = String::new();
    let mut rest = word.text.as_str();
    while let Some((before, after)) = rest.split_once('$') {
        plain.push_str(before);
        let braced = after.strip_prefix('{').and_then(name_before_brace);
        rest = match (braced, after.strip_prefix('$')) {
            (Some((name, tail)), _) => {
                plain.push_str(&value(name));
                tail
            }
            (_, Some(tail)) => {
                plain.push('$');
                tail
            }
            _ => {
                plain.push('$');
                after
            }
        };
    }
    plain.push_str(rest);
    (vec![Word { text: plain, ..word.clone() }], missing)
}

/// The name that a brace ends, and what follows it. Only the name is looked at: a line may open a hundred
/// thousand braces and close none.
fn name_before_brace(inner: &str) -> Option<(&str, &str)> {
    let end = inner.find(|c: char| !c.is_ascii_alphanumeric() && c != '_')?;
    let (name, tail) = inner.split_at_checked(end)?;
    Some((name, tail.strip_prefix('}')?)).filter(|(name, _)| is_name(name))
}

pub(super) fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(unit_text: &str) -> Vec<String> {
        let read = unit(unit_text);
        let value = &read.directives.last().unwrap().value;
        words(value).into_iter().map(|word| word.text).collect()
    }

    #[test]
    fn commands_are_joined_over_lines_and_comments_and_split_at_blanks() {
        let text = "[Service]\nExecStart=/bin/etcd \\\n# no\n  --name 'a b' \\\n  \"--x=\\\"q\\\"\" c\\sd\n";
        assert_eq!(texts(text), ["/bin/etcd", "--name", "a b", "--x=\"q\"", "c d"]);
        let read = unit(text);
        let lines: Vec<_> = words(&read.directives[0].value).iter().map(|word| word.line).collect();
        assert_eq!(lines, [2, 4, 4, 5, 5]);
    }

    #[test]
    fn a_backslash_before_a_blank_and_an_empty_line_cut_a_command_off() {
        let read = unit("[Service]\nExecStart=/bin/etcd \\ \n  --name a\n");
        assert_eq!((read.cut, read.stray), (vec![2], vec![3]));
        let read = unit("ExecStart=/bin/etcd \\\n\n  --name a\n");
        assert_eq!(read.stray, [3]);
    }

    #[test]
    fn two_backslashes_join_nothing() {
        let read =
            unit("[Service]\nExecStart=/bin/etcd \\\\\n  --name a \\\\\n  --data-dir=/d\nUser=a\n");
        assert_eq!((read.cut, read.stray), (vec![2, 3], vec![3, 4]));
        assert_eq!(read.directives[0].text(), "/bin/etcd");
        assert_eq!(read.directives.len(), 2);
    }

    #[test]
    fn specifiers_and_variables_expand() {
        let word = |text: &str| Word { line: 1, text: text.into(), open: false };
        let mut one = word("50%% %n %i");
        specifiers(&mut one, "etcd@a.service").unwrap();
        assert_eq!(one.text, "50% etcd@a.service a");
        let mut host = word("%H");
        specifiers(&mut host, "etcd.service").unwrap();
        assert!(host.open);
        assert_eq!(specifiers(&mut word("%z"), "etcd.service"), Err('z'));
        let known = BTreeMap::from([("A".to_owned(), "x y".to_owned())]);
        let read = |text: &str| {
            let (words, missing) = variables(&word(text), &known);
            (words.into_iter().map(|word| word.text).collect::<Vec<_>>(), missing)
        };
        assert_eq!(read("$A"), (vec!["x".into(), "y".into()], vec![]));
        assert_eq!(read("a${A}b$A$$"), (vec!["ax yb$A$".into()], vec![]));
        assert_eq!(read("${B}"), (vec![String::new()], vec!["B".to_owned()]));
        assert_eq!(read("${A${A}${a b}${}${A"), (vec!["${Ax y${a b}${}${A".into()], vec![]));
    }
}
