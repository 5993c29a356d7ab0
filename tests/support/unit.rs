//! Reads a unit and its environment files the way systemd 252 does, and panics at whatever systemd would
//! pass over in silence or take for something else than what stands there.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// A service unit, read from below an installed root.
#[derive(Debug)]
pub struct Unit {
    root: PathBuf,
    settings: Vec<(String, String, String)>,
}

impl Unit {
    /// Reads `<root>/etc/systemd/system/<name>`; the files it names are sought below `root` as well.
    #[track_caller]
    pub fn installed(root: &Path, name: &str) -> Self {
        let path = root.join("etc/systemd/system").join(name);
        let text = std::fs::read_to_string(&path)
            .unwrap_or_else(|error| panic!("{} can't be read: {error}", path.display()));
        Self { root: root.to_owned(), settings: read_settings(&text) }
    }

    /// Takes a unit that isn't installed anywhere, and whose files aren't either.
    #[track_caller]
    pub fn of_text(text: &str) -> Self {
        Self { root: PathBuf::new(), settings: read_settings(text) }
    }

    /// All values of a key in order, after the last empty assignment, which clears what came before.
    pub fn values(&self, section: &str, key: &str) -> Vec<&str> {
        let all = self.settings.iter().filter(|(s, k, _)| s == section && k == key);
        let mut values = Vec::new();
        for (_, _, value) in all {
            match value.as_str() {
                "" => values.clear(),
                value => values.push(value),
            }
        }
        values
    }

    /// The words of the only `ExecStart=`, variables filled in.
    #[track_caller]
    pub fn exec_start(&self) -> Vec<String> {
        let lines = self.values("Service", "ExecStart");
        let [line] = lines.as_slice() else { panic!("one ExecStart= is expected: {lines:?}") };
        let words = split_words(line);
        assert!(
            words[0].starts_with('/'),
            "ExecStart= starts with a path, not with one of systemd's prefixes: {line}"
        );
        assert!(
            !words.iter().any(|word| word == ";"),
            "a lone `;` starts a second command: {line}"
        );
        let environment = self.environment();
        // In the program a dollar sign is itself.
        let (program, arguments) = words.split_at(1);
        let arguments =
            arguments.iter().flat_map(|word| fill_in(&expand_specifiers(word), &environment));
        program.iter().map(|word| expand_specifiers(word)).chain(arguments).collect()
    }

    /// What `Environment=` and `EnvironmentFile=` say; a file wins over the unit.
    #[track_caller]
    pub fn environment(&self) -> BTreeMap<String, String> {
        let mut environment = BTreeMap::new();
        for line in self.values("Service", "Environment") {
            for word in split_words(line) {
                let word = expand_specifiers(&word);
                let (name, value) = word.split_once('=').unwrap_or_else(|| {
                    panic!("Environment= takes NAME=value, each in quotes if it has blanks: {line}")
                });
                environment.insert(variable_name(name), value.to_owned());
            }
        }
        for path in self.values("Service", "EnvironmentFile") {
            let path = expand_specifiers(path);
            let file = below(&self.root, &only_match(path.strip_prefix('-').unwrap_or(&path)));
            match std::fs::read_to_string(&file) {
                Ok(text) => environment.extend(read_environment_file(&text)),
                Err(_) if path.starts_with('-') => {}
                Err(error) => panic!("the unit needs {}: {error}", file.display()),
            }
        }
        environment
    }

    /// The directories that stay writable under `ProtectSystem=strict`.
    #[track_caller]
    pub fn writable_directories(&self) -> Vec<String> {
        let state = self.values("Service", "StateDirectory").into_iter().flat_map(split_words);
        let state = state.map(|name| format!("/var/lib/{}", expand_specifiers(&name)));
        let others = self.values("Service", "ReadWritePaths").into_iter().flat_map(split_words);
        let others = others.map(|path| expand_specifiers(path.trim_start_matches(['-', '+'])));
        let mut directories: Vec<String> = state.chain(others).collect();
        directories.sort();
        directories.dedup();
        directories
    }
}

/// An absolute path as seen from outside `root`.
pub fn below(root: &Path, absolute: &str) -> PathBuf {
    let relative = absolute.strip_prefix('/');
    root.join(relative.unwrap_or_else(|| panic!("`{absolute}` is no absolute path")))
}

#[track_caller]
fn read_settings(text: &str) -> Vec<(String, String, String)> {
    let mut settings = Vec::new();
    let mut section = String::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        if line.trim().is_empty() || line.starts_with(['#', ';']) {
            continue;
        }
        let mut line = line.to_owned();
        while let Some(start) = line.strip_suffix('\\') {
            let next = lines.next().unwrap_or_else(|| panic!("nothing follows `{line}`"));
            assert!(!next.trim().is_empty(), "an empty line cuts `{line}` off");
            // systemd passes over comments inside a continued line; few readers know, so none are taken.
            assert!(!next.starts_with(['#', ';']), "a comment splits `{line}`");
            line = format!("{start} {next}");
        }
        let line = line.trim();
        if let Some(name) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            name.clone_into(&mut section);
            continue;
        }
        let (key, value) =
            line.split_once('=').unwrap_or_else(|| panic!("`{line}` assigns nothing"));
        assert!(!section.is_empty(), "`{line}` stands before any section");
        settings.push((section.clone(), key.trim_end().to_owned(), value.trim().to_owned()));
    }
    settings
}

/// Splits at blanks. Quotes wrap a whole word; a backslash escapes a quote, a blank or a backslash.
#[track_caller]
fn split_words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut rest = line.chars().peekable();
    loop {
        while rest.next_if(char::is_ascii_whitespace).is_some() {}
        let Some(&first) = rest.peek() else { return words };
        let quote = rest.next_if(|&c| c == '"' || c == '\'');
        let mut word = String::new();
        loop {
            match (rest.next(), quote) {
                (Some('\\'), _) => match rest.next() {
                    Some(escaped @ ('\\' | '"' | '\'')) => word.push(escaped),
                    Some('s') => word.push(' '),
                    other => panic!("`\\{}` in {line}", other.map_or(String::new(), String::from)),
                },
                (Some(end), Some(quote)) if end == quote => {
                    assert!(
                        rest.peek().is_none_or(char::is_ascii_whitespace),
                        "text follows a closing quote in {line}"
                    );
                    break;
                }
                (None, Some(_)) => panic!("the quote {first} isn't closed in {line}"),
                (None, None) => break,
                (Some(blank), None) if blank.is_ascii_whitespace() => break,
                (Some('"' | '\''), None) => panic!("a quote inside a word in {line}"),
                (Some(other), _) => word.push(other),
            }
        }
        words.push(word);
    }
}

/// The one path that a glob pattern can match.
#[track_caller]
fn only_match(pattern: &str) -> String {
    let mut path = String::new();
    let mut characters = pattern.chars();
    while let Some(c) = characters.next() {
        assert!(!matches!(c, '*' | '?' | '['), "`{pattern}` may match more than one file");
        let escaped = if c == '\\' { characters.next() } else { Some(c) };
        path.push(escaped.unwrap_or_else(|| panic!("a backslash ends `{pattern}`")));
    }
    path
}

/// `%%` is a per cent sign; nothing else is expected of a unit that names everything in full.
#[track_caller]
fn expand_specifiers(word: &str) -> String {
    let mut pieces = word.split("%%");
    assert!(pieces.all(|piece| !piece.contains('%')), "a specifier in `{word}`");
    word.replace("%%", "%")
}

/// `$$` is a dollar sign, `${V}` is filled in anywhere, and a word that is all `$V` becomes as many
/// words as the value has.
#[track_caller]
fn fill_in(word: &str, environment: &BTreeMap<String, String>) -> Vec<String> {
    let look_up = |name: &str| {
        let value = environment.get(name);
        value.unwrap_or_else(|| panic!("`{name}` in `{word}` is not set")).as_str()
    };
    if let Some(name) = word.strip_prefix('$').filter(|name| is_variable_name(name)) {
        return look_up(name).split_ascii_whitespace().map(String::from).collect();
    }
    let mut filled = String::new();
    let mut rest = word;
    while let Some((before, after)) = rest.split_once('$') {
        filled.push_str(before);
        if let Some(after) = after.strip_prefix('$') {
            filled.push('$');
            rest = after;
        } else if let Some((name, after)) =
            after.strip_prefix('{').and_then(|it| it.split_once('}'))
        {
            filled.push_str(look_up(name));
            rest = after;
        } else {
            panic!("a dollar sign in `{word}` that is neither `$$` nor a variable");
        }
    }
    filled.push_str(rest);
    vec![filled]
}

fn is_variable_name(name: &str) -> bool {
    !name.is_empty()
        && !name.starts_with(|c: char| c.is_ascii_digit())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

#[track_caller]
fn variable_name(name: &str) -> String {
    assert!(is_variable_name(name), "`{name}` is no name of a variable; systemd drops the line");
    name.to_owned()
}

/// Reads an environment file: `%` and `$` are literal, quotes count only at the start of a value.
#[track_caller]
pub fn read_environment_file(text: &str) -> BTreeMap<String, String> {
    assert!(!text.starts_with('\u{feff}'), "a byte order mark makes systemd drop the first line");
    let mut environment = BTreeMap::new();
    let mut rest = text;
    while !rest.is_empty() {
        let (line, after) = rest.split_once('\n').unwrap_or((rest, ""));
        if line.trim().is_empty() || line.trim_start().starts_with(['#', ';']) {
            assert!(!line.ends_with('\\'), "a backslash joins the next line to a comment: {line}");
            rest = after;
            continue;
        }
        let (name, value) =
            rest.split_once('=').filter(|(name, _)| !name.contains('\n')).unwrap_or_else(|| {
                panic!("`{line}` assigns nothing");
            });
        let (value, after) = read_environment_value(value);
        environment.insert(variable_name(name.trim()), value);
        rest = after;
    }
    environment
}

/// Takes a value off the start of `text` and gives it and what follows its line.
#[track_caller]
fn read_environment_value(text: &str) -> (String, &str) {
    let mut value = String::new();
    let text = text.trim_start_matches([' ', '\t', '\r']);
    let mut characters = text.char_indices();
    let quote = text.chars().next().filter(|&c| c == '"' || c == '\'');
    if quote.is_some() {
        characters.next();
    }
    while let Some((at, c)) = characters.next() {
        match (c, quote) {
            ('\n', None) => return (value.trim_end().to_owned(), &text[at + 1..]),
            (end, Some(quote)) if end == quote => {
                let (tail, after) =
                    text[at + 1..].split_once('\n').unwrap_or((&text[at + 1..], ""));
                assert!(tail.trim().is_empty(), "text follows a closing quote: {tail}");
                return (value, after);
            }
            ('\\', None) => match characters.next() {
                Some((_, '\n')) => {}
                Some((_, escaped)) => value.push(escaped),
                None => panic!("a backslash ends the file"),
            },
            ('\\', Some('"')) => match characters.next() {
                Some((_, '\n')) => {}
                Some((_, escaped @ ('"' | '\\' | '`' | '$'))) => value.push(escaped),
                Some((_, other)) => value.extend(['\\', other]),
                None => panic!("a backslash ends the file"),
            },
            (other, _) => value.push(other),
        }
    }
    assert!(quote.is_none(), "a quote isn't closed: {value}");
    (value.trim_end().to_owned(), "")
}
