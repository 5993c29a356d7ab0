//! Lines of text: wrapping, cutting and columns.

use ratatui::style::Style;
use ratatui::text::{Line, Span};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

pub(in crate::ui) use crate::text::wrap;
use crate::ui::theme::Glyphs;

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
    fn columns_have_their_width_exactly() {
        let glyphs = &Theme::COLOURED.glyphs;
        assert_eq!(column("abc", 5, glyphs), "abc  ");
        assert_eq!(column("abcdef", 4, glyphs), "abc…");
        assert_eq!(column("漢字漢", 4, glyphs), "漢… ");
        assert_eq!(column("abcdef", 4, &Theme::new(true, false).glyphs), "abc~");
        assert_eq!(right("7", 3), "  7");
    }
}
