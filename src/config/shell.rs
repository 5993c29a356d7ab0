//! Words as a POSIX shell reads them (XCU 2.2, 2.6): quotes, comments, and the variables whose values are known.

use std::collections::BTreeMap;
use std::iter::Peekable;
use std::str::Chars;

use super::unit::{Word, is_name};

/// What a variable holds, and whether that is known only to a running shell.
pub(super) type Known = BTreeMap<String, (String, bool)>;

/// A piece of a command line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token {
    /// A word.
    Word(Word),
    /// What ends a command: `;`, `&&`, `|` and the like.
    End,
    /// What a substitution within the word that follows runs: the line it starts in, and its text.
    Substituted(usize, String),
}

/// Whether a path names etcd.
pub(super) fn is_program(path: &str) -> bool {
    path.rsplit('/').next() == Some("etcd")
}

/// The words of a command line, whose variables nobody knows.
#[cfg(test)]
pub(super) fn words(lines: &[(usize, String)]) -> Vec<Word> {
    let tokens = tokens(lines, &Known::new(), &[]);
    tokens.into_iter().filter_map(Token::word).collect()
}

impl Token {
    /// The word, if it is one.
    pub(super) fn word(self) -> Option<Word> {
        match self {
            Self::Word(word) => Some(word),
            Self::End | Self::Substituted(..) => None,
        }
    }
}

/// Splits lines into words and ends of commands. Variables that are known, and `$@` and `$1` of a script that was
/// started with `arguments`, stand for their values; others leave a word open.
pub(super) fn tokens(lines: &[(usize, String)], known: &Known, arguments: &[Word]) -> Vec<Token> {
    let (word, quote, substitution, tokens) = (None, None, None, Vec::new());
    let mut lexer = Lexer { known, arguments, line: 0, word, quote, substitution, tokens };
    for (line, text) in lines {
        lexer.line = *line;
        lexer.line(text);
    }
    lexer.end_substitution();
    lexer.end_word();
    lexer.tokens
}

/// The most of a word that values may make of it: a short script could double one without end.
pub(super) const LONGEST: usize = 1 << 14;

struct Lexer<'a> {
    known: &'a Known,
    arguments: &'a [Word],
    line: usize,
    word: Option<Word>,
    quote: Option<char>,
    substitution: Option<Substitution>,
    tokens: Vec<Token>,
}

/// A substitution up to where it closes, which may be in another line.
struct Substitution {
    line: usize,
    /// What it runs so far.
    text: String,
    /// How many parentheses are open within it; none where backquotes are around it.
    depth: Option<usize>,
}

impl Lexer<'_> {
    fn line(&mut self, text: &str) {
        let mut characters = text.chars().peekable();
        self.substituted(&mut characters);
        while let Some(character) = characters.next() {
            match (character, self.quote) {
                (mark, Some(open)) if mark == open => self.quote = None,
                (blank, None) if blank.is_ascii_whitespace() => self.end_word(),
                ('#', None) if self.word.is_none() => break,
                ('"' | '\'', None) => {
                    self.word();
                    self.quote = Some(character);
                }
                ('\\', None) => {
                    let next = characters.next();
                    self.word().text.extend(next);
                }
                ('\\', Some('"')) => match characters.next() {
                    Some(c @ ('"' | '\\' | '$' | '`')) => self.word().text.push(c),
                    Some(other) => self.word().text.extend(['\\', other]),
                    None => {}
                },
                ('$', None | Some('"')) => self.dollar(&mut characters),
                ('`', None | Some('"')) => self.substitution("`", None, &mut characters),
                (';' | '|' | '&' | '(' | ')', None) => self.operator(character, &mut characters),
                (other, _) => self.word().text.push(other),
            }
        }
    }

    fn word(&mut self) -> &mut Word {
        let line = self.line;
        self.word.get_or_insert_with(|| Word { line, text: String::new(), open: false })
    }

    fn end_word(&mut self) {
        self.tokens.extend(self.word.take().map(Token::Word));
    }

    fn operator(&mut self, character: char, rest: &mut Peekable<Chars<'_>>) {
        // `2>&1` and `&>` redirect, and end nothing.
        let redirects = self.word.as_ref().is_some_and(|word| word.text.ends_with('>'));
        if character == '&' && (redirects || rest.peek() == Some(&'>')) {
            self.word().text.push(character);
            return;
        }
        self.end_word();
        if self.tokens.last() != Some(&Token::End) {
            self.tokens.push(Token::End);
        }
    }

    /// What only a running shell knows, up to where it closes.
    fn substitution(&mut self, open: &str, depth: Option<usize>, rest: &mut Peekable<Chars<'_>>) {
        let word = self.word();
        word.open = true;
        word.text.push_str(open);
        self.substitution = Some(Substitution { line: self.line, text: String::new(), depth });
        self.substituted(rest);
    }

    /// Takes what belongs to a substitution.
    fn substituted(&mut self, rest: &mut Peekable<Chars<'_>>) {
        let Some(mut inner) = self.substitution.take() else { return };
        for next in rest.by_ref() {
            self.word().text.push(next);
            let is_closed = match (&mut inner.depth, next) {
                (None, '`') | (Some(0), ')') => true,
                (Some(depth), '(') => {
                    *depth += 1;
                    false
                }
                (Some(depth), ')') => {
                    *depth -= 1;
                    false
                }
                _ => false,
            };
            if is_closed {
                self.tokens.push(Token::Substituted(inner.line, inner.text));
                return;
            }
            inner.text.push(next);
        }
        // The next line goes on with it.
        inner.text.push(' ');
        self.substitution = Some(inner);
    }

    /// One that closes nowhere.
    fn end_substitution(&mut self) {
        let inner = self.substitution.take();
        self.tokens.extend(inner.map(|inner| Token::Substituted(inner.line, inner.text)));
    }

    fn dollar(&mut self, rest: &mut Peekable<Chars<'_>>) {
        match rest.peek() {
            Some('(') => {
                rest.next();
                self.substitution("$(", Some(0), rest);
            }
            Some('{') => {
                rest.next();
                let inner = braced(rest);
                self.parameter(&inner, &format!("${{{inner}}}"));
            }
            Some('@' | '*') => {
                rest.next();
                self.all_arguments();
            }
            Some(digit) if digit.is_ascii_digit() => {
                let digit = *digit;
                rest.next();
                self.parameter(&digit.to_string(), &format!("${digit}"));
            }
            Some(first) if first.is_ascii_alphabetic() || *first == '_' => {
                let mut name = String::new();
                while let Some(c) = rest.next_if(|c| c.is_ascii_alphanumeric() || *c == '_') {
                    name.push(c);
                }
                self.parameter(&name, &format!("${name}"));
            }
            Some('"' | '\'') if self.quote.is_none() => {}
            _ => self.word().text.push('$'),
        }
    }

    /// `NAME`, `NAME:-default` and the like.
    fn parameter(&mut self, inner: &str, written: &str) {
        let end = inner.find(|c: char| !c.is_ascii_alphanumeric() && c != '_');
        let (name, operation) = inner.split_at(end.unwrap_or(inner.len()));
        let positional = name.parse::<usize>().ok().filter(|number| *number > 0);
        let argument = positional.and_then(|number| self.arguments.get(number - 1));
        let argument = argument.map(|word| (word.text.clone(), word.open));
        let known = argument.or_else(|| self.known.get(name).cloned());
        let default = operation.strip_prefix(":-").or_else(|| operation.strip_prefix('-'));
        let is_plain = operation.is_empty() || default.is_some() || operation.starts_with(":?");
        match (known, default) {
            (Some((value, open)), _) if is_plain && self.text_length() < LONGEST => {
                self.value(&value, open);
            }
            (None, Some(default)) if is_name(name) && !default.contains(['$', '`']) => {
                self.value(default.trim_matches('"'), false);
            }
            _ => {
                let word = self.word();
                word.open = true;
                word.text.push_str(written);
            }
        }
    }

    fn text_length(&self) -> usize {
        self.word.as_ref().map_or(0, |word| word.text.len())
    }

    /// Takes a value in, which blanks split where it isn't quoted.
    fn value(&mut self, value: &str, open: bool) {
        if self.quote.is_some() {
            let word = self.word();
            word.open |= open;
            word.text.push_str(value);
            return;
        }
        for (index, part) in value.split(|c: char| c.is_ascii_whitespace()).enumerate() {
            if index > 0 {
                self.end_word();
            }
            if !part.is_empty() {
                let word = self.word();
                word.open |= open;
                word.text.push_str(part);
            }
        }
    }

    fn all_arguments(&mut self) {
        let arguments = self.arguments;
        for (index, argument) in arguments.iter().enumerate() {
            if index > 0 {
                self.end_word();
            }
            let word = self.word();
            word.open |= argument.open;
            word.text.push_str(&argument.text);
        }
        // `"$@"` without arguments is no word at all.
        if arguments.is_empty() && self.text_length() == 0 {
            self.word = None;
        }
    }
}

/// What stands up to the brace that closes.
fn braced(rest: &mut Peekable<Chars<'_>>) -> String {
    let mut inner = String::new();
    let mut depth = 0_usize;
    for next in rest.by_ref() {
        match next {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            _ => {}
        }
        inner.push(next);
    }
    inner
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(String, bool)> {
        let known = Known::from([
            ("IP".to_owned(), ("10.0.0.1".to_owned(), false)),
            ("OPTS".to_owned(), ("--a --b=c".to_owned(), false)),
            ("HOST".to_owned(), ("$(hostname)".to_owned(), true)),
        ]);
        let argument = |text: &str| Word { line: 1, text: text.into(), open: false };
        let arguments = [argument("--x"), argument("y z")];
        let tokens = tokens(&[(1, text.to_owned())], &known, &arguments);
        let said =
            |token: Token| token.word().map_or((";".to_owned(), false), |w| (w.text, w.open));
        let is_said = |token: &Token| !matches!(token, Token::Substituted(..));
        tokens.into_iter().filter(is_said).map(said).collect()
    }

    #[test]
    fn known_variables_stand_for_their_values() {
        let closed = |texts: &[&str]| -> Vec<(String, bool)> {
            texts.iter().map(|text| ((*text).to_owned(), false)).collect()
        };
        assert_eq!(
            read("a http://${IP}:1 $OPTS"),
            closed(&["a", "http://10.0.0.1:1", "--a", "--b=c"])
        );
        assert_eq!(read("\"$OPTS\" '$IP'"), closed(&["--a --b=c", "$IP"]));
        assert_eq!(read("e \"$@\" $1 ${NO:-d}"), closed(&["e", "--x", "y z", "--x", "d"]));
        assert_eq!(read("a;b && c|d # e"), closed(&["a", ";", "b", ";", "c", ";", "d"]));
        assert_eq!(read("a >x 2>&1"), closed(&["a", ">x", "2>&1"]));
        assert!(read("$HOST")[0].1);
        let opened = ["$(a b; c)", "`a; b`", "$UNSET", "${UNSET}", "${IP%.*}"];
        for text in opened {
            assert_eq!(read(text), [(text.to_owned(), true)], "{text}");
        }
    }

    #[test]
    fn what_substitutions_run_is_told_over_several_lines() {
        let lines = [(1, "A=\"$(x $(y) \"z\"".to_owned()), (2, "w)\" `v`$(u".to_owned())];
        let found = tokens(&lines, &Known::new(), &[]).into_iter().filter_map(|one| match one {
            Token::Substituted(line, text) => Some((line, text)),
            _ => None,
        });
        let expected = [(1, "x $(y) \"z\" w"), (2, "v"), (2, "u ")];
        assert_eq!(found.collect::<Vec<_>>(), expected.map(|(line, text)| (line, text.to_owned())));
    }
}
