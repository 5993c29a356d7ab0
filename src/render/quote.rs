//! Quoting: one type a context, each with a `Display` that its reader takes back as it was.
//!
//! All take text without control characters, which the domain's parsers guarantee: a newline can't be
//! written in a unit or an environment file at all.

use std::fmt::{self, Display, Formatter, Write as _};

/// Whether a character means nothing to systemd, a shell or an environment file, wherever it stands.
fn is_plain(c: char) -> bool {
    c.is_ascii_alphanumeric() || "/._-:,=@+".contains(c)
}

fn plain(text: &str) -> bool {
    !text.is_empty() && text.chars().all(is_plain)
}

/// Writes a text between double quotes, each character as its reader takes it there.
fn in_quotes(
    f: &mut Formatter<'_>,
    text: &str,
    write: impl Fn(&mut Formatter<'_>, char) -> fmt::Result,
) -> fmt::Result {
    f.write_char('"')?;
    text.chars().try_for_each(|c| write(f, c))?;
    f.write_char('"')
}

/// A word of a unit's value that is split at blanks (systemd.syntax(7)): `ReadWritePaths=`,
/// `RequiresMountsFor=`, and the program of `ExecStart=`, in which `$` is literal (measured on 252:
/// `$$` there looks for a file with two of them). `%` is doubled, as a specifier would expand.
#[derive(Debug, Clone, Copy)]
pub struct UnitWord<'a>(pub &'a str);

impl Display for UnitWord<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        if plain(self.0) {
            return f.write_str(self.0);
        }
        in_quotes(f, self.0, |f, c| match c {
            '"' | '\\' => write!(f, "\\{c}"),
            '%' => f.write_str("%%"),
            _ => f.write_char(c),
        })
    }
}

/// An argument of `ExecStart=` after the program (systemd.service(5), "Command lines"): as
/// [`UnitWord`], and `$` is doubled, as a variable would expand.
#[derive(Debug, Clone, Copy)]
pub struct ExecArgument<'a>(pub &'a str);

impl Display for ExecArgument<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        UnitWord(&self.0.replace('$', "$$")).fmt(f)
    }
}

/// A unit's value that is free text (`Description=`): only `%` means something in it.
#[derive(Debug, Clone, Copy)]
pub struct UnitText<'a>(pub &'a str);

impl Display for UnitText<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.replace('%', "%%"))
    }
}

/// The path of `EnvironmentFile=` (systemd.exec(5)): the whole rest of the line, never unquoted, `%`
/// doubled, and a glob pattern at last, so that its wildcards and backslashes are escaped.
#[derive(Debug, Clone, Copy)]
pub struct UnitGlob<'a>(pub &'a str);

impl Display for UnitGlob<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        self.0.chars().try_for_each(|c| match c {
            '*' | '?' | '[' | '\\' => write!(f, "\\{c}"),
            '%' => f.write_str("%%"),
            _ => f.write_char(c),
        })
    }
}

/// A value of an environment file as `EnvironmentFile=` reads it: `%` and `$` are literal, an
/// unquoted backslash vanishes, and quotes count only at the start. The form written here says the
/// same to a shell that sources the file.
#[derive(Debug, Clone, Copy)]
pub struct EnvironmentValue<'a>(pub &'a str);

impl Display for EnvironmentValue<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        // IPv6 addresses in URLs: brackets mean nothing in an assignment, and look better unquoted.
        if self.0.chars().all(|c| is_plain(c) || c == '[' || c == ']') {
            return f.write_str(self.0);
        }
        in_quotes(f, self.0, |f, c| match c {
            // What systemd unescapes within double quotes, and a shell expands there.
            '"' | '\\' | '$' | '`' => write!(f, "\\{c}"),
            _ => f.write_char(c),
        })
    }
}

/// A word of `haproxy.cfg` (its configuration manual, "Quoting and escaping"): bare where it is plain, else
/// in single quotes, within which nothing has a meaning but their end.
#[derive(Debug, Clone, Copy)]
pub struct HaproxyWord<'a>(pub &'a str);

impl Display for HaproxyWord<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        // Brackets of an IPv6 address mean nothing there.
        if !self.0.is_empty() && self.0.chars().all(|c| is_plain(c) || c == '[' || c == ']') {
            return f.write_str(self.0);
        }
        ShellQuoted(self.0).fmt(f)
    }
}

/// A word of a POSIX shell (XCU 2.2.2): bare where it is plain, else in single quotes, within which
/// nothing has a meaning but their end.
#[derive(Debug, Clone, Copy)]
pub struct ShellWord<'a>(pub &'a str);

impl Display for ShellWord<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        if plain(self.0) { f.write_str(self.0) } else { ShellQuoted(self.0).fmt(f) }
    }
}

/// A word of a POSIX shell, always in single quotes.
#[derive(Debug, Clone, Copy)]
pub struct ShellQuoted<'a>(pub &'a str);

impl Display for ShellQuoted<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "'{}'", self.0.replace('\'', r"'\''"))
    }
}

/// A value of openssl's configuration (config(5), "Special characters"): quotes and comments start anywhere in
/// it, and `$` expands.
#[derive(Debug, Clone, Copy)]
pub struct OpensslValue<'a>(pub &'a str);

impl Display for OpensslValue<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        for c in self.0.chars() {
            if "\\#$\"'`".contains(c) {
                f.write_char('\\')?;
            }
            f.write_char(c)?;
        }
        Ok(())
    }
}

/// Text as a YAML scalar in double quotes (YAML 1.1, 5.7 and 9.1), on one line. What etcd's reader
/// refuses to see raw, and a path may hold, is two code points that are no characters.
#[derive(Debug, Clone, Copy)]
pub struct YamlText<'a>(pub &'a str);

impl Display for YamlText<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        in_quotes(f, self.0, |f, c| match c {
            '"' | '\\' => write!(f, "\\{c}"),
            '\u{fffe}' | '\u{ffff}' => write!(f, "\\u{:04X}", u32::from(c)),
            _ => f.write_char(c),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_words_stay_as_they_are() {
        for text in ["/var/lib/etcd", "https://10.0.0.1:2380", "etcd-1", "a=b,c"] {
            assert_eq!(UnitWord(text).to_string(), text);
            assert_eq!(EnvironmentValue(text).to_string(), text);
            assert_eq!(ShellWord(text).to_string(), text);
        }
        assert_eq!(EnvironmentValue("https://[::1]:2379").to_string(), "https://[::1]:2379");
    }

    #[test]
    fn each_context_has_its_own_quotes() {
        let text = r#"/a b/$c/%d/"e"/\f/'g'/*"#;
        assert_eq!(UnitWord(text).to_string(), r#""/a b/$c/%%d/\"e\"/\\f/'g'/*""#);
        assert_eq!(ExecArgument(text).to_string(), r#""/a b/$$c/%%d/\"e\"/\\f/'g'/*""#);
        assert_eq!(UnitText(text).to_string(), r#"/a b/$c/%%d/"e"/\f/'g'/*"#);
        assert_eq!(UnitGlob(text).to_string(), r#"/a b/$c/%%d/"e"/\\f/'g'/\*"#);
        assert_eq!(YamlText(text).to_string(), r#""/a b/$c/%d/\"e\"/\\f/'g'/*""#);
        assert_eq!(YamlText("\u{ffff}").to_string(), r#""\uFFFF""#);
        assert_eq!(EnvironmentValue(text).to_string(), r#""/a b/\$c/%d/\"e\"/\\f/'g'/*""#);
        assert_eq!(ShellWord(text).to_string(), r#"'/a b/$c/%d/"e"/\f/'\''g'\''/*'"#);
        assert_eq!(HaproxyWord(text).to_string(), r#"'/a b/$c/%d/"e"/\f/'\''g'\''/*'"#);
        assert_eq!(OpensslValue(text).to_string(), r#"/a b/\$c/%d/\"e\"/\\f/\'g\'/*"#);
        assert_eq!(OpensslValue("#`").to_string(), r"\#\`");
        assert_eq!(HaproxyWord("[fd00::1]:6443").to_string(), "[fd00::1]:6443");
    }

    #[test]
    fn an_empty_word_is_still_a_word() {
        assert_eq!(UnitWord("").to_string(), "\"\"");
        assert_eq!(ShellWord("").to_string(), "''");
        assert_eq!(HaproxyWord("").to_string(), "''");
        assert_eq!(EnvironmentValue("").to_string(), "");
    }

    #[test]
    fn a_word_that_looks_like_a_comment_is_quoted() {
        assert_eq!(EnvironmentValue("#a").to_string(), "\"#a\"");
        assert_eq!(ShellWord("#a").to_string(), "'#a'");
        assert_eq!(UnitWord(";").to_string(), "\";\"");
    }
}
