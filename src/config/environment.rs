//! Environment files as systemd reads them: its own state machine (`env-file.c`, 252), not a shell's.

/// One variable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Variable {
    /// The line its name stands in, from 1.
    pub(crate) line: usize,
    /// Its name.
    pub(crate) name: String,
    /// Its value.
    pub(crate) value: String,
}

/// What an environment file says.
#[derive(Debug, Default)]
pub(crate) struct EnvironmentFile {
    /// The variables, in order; the last of a name counts.
    pub(crate) variables: Vec<Variable>,
    /// Lines that systemd drops: no assignment, or a name that is none.
    pub(crate) dropped: Vec<(usize, String)>,
    /// Comments whose last character is a backslash, which takes the next line with it.
    pub(crate) joining_comments: Vec<usize>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    BeforeKey,
    Key,
    BeforeValue,
    Value,
    ValueEscape,
    Single,
    Double,
    DoubleEscape,
    Comment,
    CommentEscape,
}

struct Reader {
    read: EnvironmentFile,
    state: State,
    line: usize,
    start: usize,
    key: String,
    value: String,
    /// The length of the value without blanks at its end.
    kept: usize,
}

/// Reads an environment file.
pub(crate) fn variables(text: &str) -> EnvironmentFile {
    let mut reader = Reader {
        read: EnvironmentFile::default(),
        state: State::BeforeKey,
        line: 1,
        start: 1,
        key: String::new(),
        value: String::new(),
        kept: 0,
    };
    for character in text.chars() {
        reader.take(character);
        if character == '\n' {
            reader.line += 1;
        }
    }
    match reader.state {
        State::BeforeKey | State::Comment | State::CommentEscape => {}
        State::Key => reader.drop_key(),
        _ => reader.push(),
    }
    reader.read
}

/// Reads a file of variables as container engines do: each line is one, but for comments, and all behind the sign is
/// its value (docker/cli `opts/file.go`).
pub(super) fn plain(text: &str) -> EnvironmentFile {
    let mut read = EnvironmentFile::default();
    for (line, text) in (1..).zip(text.trim_start_matches('\u{feff}').lines()) {
        let text = text.trim_start();
        if text.is_empty() || text.starts_with('#') {
            continue;
        }
        match text.split_once('=') {
            Some((name, value)) => {
                let (name, value) = (name.to_owned(), value.to_owned());
                read.variables.push(Variable { line, name, value });
            }
            None => read.dropped.push((line, text.to_owned())),
        }
    }
    read
}

/// A value without the quotes around the whole of it.
pub(super) fn without_quotes(value: &str) -> &str {
    let inner = |mark| value.strip_prefix(mark).and_then(|rest: &str| rest.strip_suffix(mark));
    inner('"').or_else(|| inner('\'')).unwrap_or(value)
}

fn is_newline(character: char) -> bool {
    matches!(character, '\n' | '\r')
}

fn is_blank(character: char) -> bool {
    matches!(character, ' ' | '\t' | '\n' | '\r')
}

impl Reader {
    fn take(&mut self, character: char) {
        match self.state {
            State::BeforeKey if matches!(character, '#' | ';') => self.state = State::Comment,
            State::BeforeKey if !is_blank(character) => {
                self.state = State::Key;
                self.start = self.line;
                self.key.push(character);
            }
            State::Key => self.in_key(character),
            State::BeforeValue | State::Value => self.in_value(character),
            State::ValueEscape => {
                self.state = State::Value;
                if !is_newline(character) {
                    self.keep(character);
                }
            }
            State::Single if character == '\'' => self.state = State::BeforeValue,
            State::Double if character == '"' => self.state = State::BeforeValue,
            State::Double if character == '\\' => self.state = State::DoubleEscape,
            State::Single | State::Double => self.keep(character),
            State::DoubleEscape => {
                self.state = State::Double;
                if !is_newline(character) {
                    if !matches!(character, '"' | '\\' | '`' | '$') {
                        self.keep('\\');
                    }
                    self.keep(character);
                }
            }
            State::Comment if character == '\\' => self.state = State::CommentEscape,
            State::Comment if is_newline(character) => self.state = State::BeforeKey,
            State::BeforeKey | State::Comment => {}
            State::CommentEscape => {
                if is_newline(character) {
                    self.read.joining_comments.push(self.line);
                }
                self.state = State::Comment;
            }
        }
    }

    fn in_key(&mut self, character: char) {
        if is_newline(character) {
            self.drop_key();
            self.state = State::BeforeKey;
        } else if character == '=' {
            self.state = State::BeforeValue;
        } else {
            self.key.push(character);
        }
    }

    fn in_value(&mut self, character: char) {
        let before = self.state == State::BeforeValue;
        match character {
            c if is_newline(c) => {
                self.push();
                self.state = State::BeforeKey;
            }
            '\'' if before => self.state = State::Single,
            '"' if before => self.state = State::Double,
            '\\' => self.state = State::ValueEscape,
            c if is_blank(c) => {
                if !before {
                    self.value.push(c);
                }
            }
            c => {
                self.state = State::Value;
                self.keep(c);
            }
        }
    }

    fn keep(&mut self, character: char) {
        self.value.push(character);
        self.kept = self.value.len();
    }

    fn drop_key(&mut self) {
        let text = std::mem::take(&mut self.key);
        self.read.dropped.push((self.start, text.trim_end().to_owned()));
    }

    fn push(&mut self) {
        let name = std::mem::take(&mut self.key).trim_end().to_owned();
        let mut value = std::mem::take(&mut self.value);
        value.truncate(self.kept);
        self.kept = 0;
        let is_name = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
            && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
        if is_name {
            self.read.variables.push(Variable { line: self.start, name, value });
        } else {
            self.read.dropped.push((self.start, name));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(String, String)> {
        variables(text).variables.into_iter().map(|one| (one.name, one.value)).collect()
    }

    #[test]
    fn values_are_read_as_systemd_reads_them() {
        let text = "# A=1\n;B=1\nC=a#b\nD=\"x \\\"y\\\" $z\"\nE='a\\b'\nF=a\\\nb\n# joined \\\nG=lost\n\
            H = 1 \nI=\nJ=https://\"h\"\r\nK=\"a\" \"b\"\nL=a\\d";
        let expected = [
            ("C", "a#b"),
            ("D", "x \"y\" $z"),
            ("E", "a\\b"),
            ("F", "ab"),
            ("H", "1"),
            ("I", ""),
            ("J", "https://\"h\""),
            ("K", "ab"),
            ("L", "ad"),
        ];
        let expected = expected.map(|(name, value)| (name.to_owned(), value.to_owned()));
        assert_eq!(read(text), expected);
        assert_eq!(variables(text).joining_comments, [8]);
    }

    #[test]
    fn lines_that_are_no_assignment_of_a_name_are_dropped() {
        let read = variables("\u{feff}A=1\nexport B=2\nword\nC=3\n");
        assert_eq!(read.dropped.iter().map(|(line, _)| *line).collect::<Vec<_>>(), [1, 2, 3]);
        assert_eq!(read.variables.len(), 1);
        assert_eq!(read.variables[0].line, 4);
    }
}
