//! Lines of text: wrapping, cutting and columns.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, Clear};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::text::fill;
pub(in crate::ui) use crate::text::wrap;
use crate::ui::theme::{Glyphs, Theme};

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

/// Cuts text to `width` columns at its front: of a path, the end tells most.
pub(in crate::ui) fn cut_front(text: &str, width: usize, glyphs: &Glyphs) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let mut rest = text;
    while rest.width() + 1 > width {
        let mut characters = rest.chars();
        if characters.next().is_none() {
            break;
        }
        rest = characters.as_str();
    }
    format!("{}{rest}", glyphs.cut)
}

/// Draws a line of text, cut to the width of its area.
pub(in crate::ui) fn draw_cut(
    frame: &mut Frame<'_>,
    area: Rect,
    text: &str,
    style: Style,
    glyphs: &Glyphs,
) {
    frame.render_widget(Line::styled(cut(text, usize::from(area.width), glyphs), style), area);
}

/// Says on the last line of an area, by the sentence of a key, how many lines are left below what it shows.
pub(in crate::ui) fn draw_more(
    frame: &mut Frame<'_>,
    area: Rect,
    theme: &Theme,
    key: &str,
    count: usize,
) {
    let last = Rect { y: area.bottom().saturating_sub(1), height: 1, ..area };
    frame.render_widget(Clear, last);
    let text = fill(key, &[("count", &count)]);
    frame.render_widget(Line::styled(theme.glyphs.said(&text), theme.muted), last);
}

/// Draws in the column right of an area, on its border or beside it, which part of `total` lines it shows from line
/// `first` on. Where it shows them all there is no bar.
pub(in crate::ui) fn draw_bar(
    frame: &mut Frame<'_>,
    area: Rect,
    theme: &Theme,
    first: usize,
    total: usize,
) {
    let height = usize::from(area.height);
    let column = Rect { x: area.right(), width: 1, ..area }.intersection(frame.area());
    if total <= height || column.is_empty() {
        return;
    }
    let length = (height * height / total).max(1);
    let (room, hidden) = (height - length, total - height);
    let start = (first.min(hidden) * room).div_ceil(hidden);
    for (index, cell) in column.rows().enumerate() {
        let is_shown = (start..start + length).contains(&index);
        let glyph = if is_shown { theme.glyphs.bar } else { theme.glyphs.border.vertical_right };
        let style = if is_shown { theme.heading } else { theme.muted };
        frame.render_widget(Line::styled(glyph, style), cell);
    }
}

/// Draws a box with a title; returns the room within.
pub(in crate::ui) fn draw_border(
    frame: &mut Frame<'_>,
    area: Rect,
    theme: &Theme,
    style: Style,
    title: Line<'_>,
) -> Rect {
    let block = Block::bordered().border_set(theme.glyphs.border).border_style(style).title(title);
    let inner = block.inner(area);
    frame.render_widget(block, area);
    inner
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
