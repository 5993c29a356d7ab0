//! Lines of text: wrapping, cutting and columns.

use ratatui::style::Style;
use ratatui::text::{Line, Span};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::ui::theme::Glyphs;

/// Wraps text into lines of at most `width` columns, between words where it can. A line's indentation
/// is kept, and goes on below it.
pub(in crate::ui) fn wrap(text: &str, width: u16) -> Vec<String> {
    let width = usize::from(width.max(1));
    let mut lines = Vec::new();
    for paragraph in text.split('\n') {
        let words = paragraph.trim_start_matches(' ');
        let indent = " ".repeat((paragraph.len() - words.len()).min(width / 2));
        let mut line = indent.clone();
        for (index, word) in words.split(' ').enumerate() {
            let first = index == 0 || line.len() == indent.len();
            if !first && line.width() + 1 + word.width() > width {
                lines.push(std::mem::replace(&mut line, indent.clone()));
            } else if !first {
                line.push(' ');
            }
            for character in word.chars() {
                if line.width() + character.width().unwrap_or(0) > width {
                    lines.push(std::mem::replace(&mut line, indent.clone()));
                }
                line.push(character);
            }
        }
        lines.push(line);
    }
    lines
}

/// Wraps a sentence into styled lines.
pub(in crate::ui) fn wrapped(text: &str, width: u16, style: Style) -> Vec<Line<'static>> {
    wrap(text, width).into_iter().map(|line| Line::styled(line, style)).collect()
}

/// Cuts text to `width` columns, with a mark where something is missing.
pub(in crate::ui) fn cut(text: &str, width: usize, glyphs: &Glyphs) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let mut shown = String::new();
    for character in text.chars() {
        if shown.width() + character.width().unwrap_or(0) + 1 > width {
            break;
        }
        shown.push(character);
    }
    shown.push_str(glyphs.cut);
    shown
}

/// Cuts or pads text to exactly `width` columns.
pub(in crate::ui) fn column(text: &str, width: usize, glyphs: &Glyphs) -> String {
    let mut shown = cut(text, width, glyphs);
    let missing = width.saturating_sub(shown.width());
    shown.extend(std::iter::repeat_n(' ', missing));
    shown
}

/// Pads text on its left to `width` columns, for numbers.
pub(in crate::ui) fn right(text: &str, width: usize) -> String {
    let missing = width.saturating_sub(text.width());
    format!("{}{text}", " ".repeat(missing))
}

/// A heading line.
pub(in crate::ui) fn heading(text: impl Into<String>, style: Style) -> Line<'static> {
    Line::from(Span::styled(text.into(), style))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::theme::Theme;

    #[test]
    fn sentences_wrap_between_words_and_long_words_anywhere() {
        assert_eq!(wrap("a bb ccc", 4), ["a bb", "ccc"]);
        assert_eq!(wrap("abcdefgh", 3), ["abc", "def", "gh"]);
        assert_eq!(wrap("漢字漢字", 4), ["漢字", "漢字"]);
        assert_eq!(wrap("a\n\nb", 9), ["a", "", "b"]);
        assert_eq!(wrap("a  b", 9), ["a  b"]);
    }

    #[test]
    fn indentation_is_kept_and_goes_on_below() {
        assert_eq!(wrap("  \"a\": [\n    1", 20), ["  \"a\": [", "    1"]);
        assert_eq!(wrap("  aa bb", 5), ["  aa", "  bb"]);
        assert_eq!(wrap("        abc", 4), ["  ab", "  c"]);
        assert_eq!(wrap("   ", 1), [""]);
    }

    #[test]
    fn columns_have_their_width_exactly() {
        let glyphs = &Theme::COLOURED.glyphs;
        assert_eq!(column("abc", 5, glyphs), "abc  ");
        assert_eq!(column("abcdef", 4, glyphs), "abc…");
        assert_eq!(column("漢字漢", 4, glyphs), "漢… ");
        assert_eq!(column("abcdef", 4, &Theme::new(true, false).glyphs), "abc~");
        assert_eq!(right("7", 3), "  7");
    }
}
