//! The one word wrapper.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Wraps text into lines of at most `width` columns, between words where it can. A line's indentation
/// is kept, and goes on below it.
pub fn wrap(text: &str, width: u16) -> Vec<String> {
    let width = usize::from(width.max(1));
    let mut lines = Vec::new();
    for paragraph in text.split('\n') {
        let words = paragraph.trim_start_matches(' ');
        let indent = " ".repeat((paragraph.len() - words.len()).min(width / 2));
        let mut line = indent.clone();
        let mut used = indent.len();
        for (index, word) in words.split(' ').enumerate() {
            let is_first = index == 0 || line.len() == indent.len();
            let columns = word.width();
            if !is_first && used + 1 + columns > width {
                lines.push(std::mem::replace(&mut line, indent.clone()));
                used = indent.len();
            } else if !is_first {
                line.push(' ');
                used += 1;
            }
            if used + columns <= width {
                line.push_str(word);
                used += columns;
                continue;
            }
            // One that is longer than a line is divided.
            for character in word.chars() {
                let columns = character.width().unwrap_or(0);
                if used + columns > width {
                    let rest = last_group(word, &line, &indent);
                    line.truncate(line.len() - rest.len());
                    used = indent.len() + rest.width();
                    lines.push(std::mem::replace(&mut line, format!("{indent}{rest}")));
                }
                line.push(character);
                used += columns;
            }
        }
        lines.push(line);
    }
    lines
}

/// What of the end of a line goes on below with the rest of its word: of a fingerprint (`5E:5E:…`) a group that isn't
/// whole, so that none is torn apart and no line begins with a colon.
fn last_group(word: &str, line: &str, indent: &str) -> String {
    let is_fingerprint =
        word.len() > 16 && word.chars().all(|one| one == ':' || one.is_ascii_hexdigit());
    let written = line.strip_prefix(indent).unwrap_or(line);
    match written.rfind(':') {
        Some(colon) if is_fingerprint => written.get(colon + 1..).unwrap_or_default().to_owned(),
        _ => String::new(),
    }
}

/// Wraps a paragraph for a page of plain text: `first` stands before its first line, `rest` before the
/// others, and no line is wider than `width` columns unless one word is.
pub fn wrap_hanging(first: &str, rest: &str, text: &str, width: u16) -> Vec<String> {
    let mut lines = vec![first.to_owned()];
    let mut is_fresh = true;
    for word in text.split(' ') {
        let Some(line) = lines.last_mut() else { continue };
        if is_fresh {
            line.push_str(word);
        } else if line.width() + 1 + word.width() > usize::from(width) {
            lines.push(format!("{rest}{word}"));
        } else {
            line.push(' ');
            line.push_str(word);
        }
        is_fresh = false;
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_wrap_between_words_and_long_words_anywhere() {
        assert_eq!(wrap("a bb ccc", 4), ["a bb", "ccc"]);
        assert_eq!(wrap("abcdefgh", 3), ["abc", "def", "gh"]);
        assert_eq!(wrap("漢字漢字", 4), ["漢字", "漢字"]);
        assert_eq!(wrap("a\n\nb", 9), ["a", "", "b"]);
        assert_eq!(wrap("a  b", 9), ["a  b"]);
        // Groups of a fingerprint stay whole.
        let print = "5E:6F:70:81:92:A3:B4";
        assert_eq!(wrap(print, 11), ["5E:6F:70:", "81:92:A3:B4"]);
        assert_eq!(wrap(print, 9), ["5E:6F:70:", "81:92:A3:", "B4"]);
        assert_eq!(wrap("http://example.com/path", 9), ["http://ex", "ample.com", "/path"]);
    }

    #[test]
    fn indentation_is_kept_and_goes_on_below() {
        assert_eq!(wrap("  \"a\": [\n    1", 20), ["  \"a\": [", "    1"]);
        assert_eq!(wrap("  aa bb", 5), ["  aa", "  bb"]);
        assert_eq!(wrap("        abc", 4), ["  ab", "  c"]);
        assert_eq!(wrap("   ", 1), [""]);
    }

    #[test]
    fn a_paragraph_hangs_below_its_first_line() {
        assert_eq!(wrap_hanging("1. ", "   ", "aa bb cc", 9), ["1. aa bb", "   cc"]);
        assert_eq!(wrap_hanging("", "", "abcdefgh ij", 4), ["abcdefgh", "ij"]);
    }
}
