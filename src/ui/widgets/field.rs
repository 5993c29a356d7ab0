//! Fields: a label and the text or choice that answers it.

use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use tui_input::Input;

use super::text::{column, cut};
use crate::answers::{Choice, Field, Kind, Place, Problem, problem_at};
use crate::text::{say, showable};
use crate::ui::app::App;
use crate::ui::focus::Focus;
use crate::ui::theme::Theme;

/// Columns that labels take.
pub(in crate::ui) const LABEL: u16 = 25;

/// Draws a text under edit: the part around the cursor, and the cursor itself.
pub(in crate::ui) fn draw_input(frame: &mut Frame<'_>, area: Rect, input: &Input, theme: &Theme) {
    let width = usize::from(area.width);
    if width == 0 || area.height == 0 {
        return;
    }
    // The cursor may stand behind the last character.
    let scroll = input.visual_scroll(width.saturating_sub(1));
    let shown = showable(&skip_columns(input.value(), scroll));
    let line = Line::styled(column(&shown, width), theme.text.patch(theme.selected));
    frame.render_widget(line, area);
    let offset = input.visual_cursor().max(scroll) - scroll;
    let x = area.x + u16::try_from(offset).unwrap_or(0).min(area.width.saturating_sub(1));
    frame.set_cursor_position(Position::new(x, area.y));
}

fn skip_columns(text: &str, columns: usize) -> String {
    use unicode_width::UnicodeWidthChar;
    let mut skipped = 0;
    text.chars()
        .skip_while(|character| {
            let skip = skipped < columns;
            skipped += character.width().unwrap_or(0);
            skip
        })
        .collect()
}

/// Draws one field of a form: mark, label and answer on one line.
pub(in crate::ui) fn draw(
    frame: &mut Frame<'_>,
    area: Rect,
    app: &App,
    problems: &[Problem],
    field: Field,
) {
    let place = Place::Field(field);
    let focused = app.focus == Focus::Place(place) && app.overlay.is_none();
    let question = field.question();
    let problem = problem_at(problems, place);
    let text = app.answers.text(field);
    let theme = &app.theme;
    let (mark, style) = match (&problem, focused) {
        (Some(_), _) => (theme.glyphs.missing, theme.error),
        (None, true) => (theme.glyphs.here, theme.heading),
        (None, false) => (" ", theme.text),
    };
    let label = format!("{mark} {}", say(question.label));
    let label_area = Rect { width: LABEL.min(area.width), ..area };
    frame.render_widget(Line::styled(column(&label, usize::from(LABEL)), style), label_area);
    let value_area =
        Rect { x: area.x + label_area.width, width: area.width - label_area.width, ..area };
    match question.kind {
        Kind::Line(choices) | Kind::Table(choices) => {
            frame.render_widget(choice_line(&choices(), &text, focused, theme), value_area);
        }
        Kind::Text if focused => draw_input(frame, value_area, &app.input, theme),
        Kind::Text => {
            let follows = !app.answers.is_typed(field);
            let style = if follows && problem.is_none() { theme.muted } else { theme.text };
            let shown = if text.is_empty() && question.optional {
                Line::styled(say("form.empty"), theme.muted)
            } else {
                Line::styled(cut(&showable(&text), usize::from(value_area.width)), style)
            };
            frame.render_widget(shown, value_area);
        }
    }
}

fn choice_line(choices: &[Choice], text: &str, focused: bool, theme: &Theme) -> Line<'static> {
    let mut spans = Vec::new();
    for choice in choices {
        let chosen = choice.text == text;
        let label =
            if chosen { format!("[{}]", choice.label) } else { format!(" {} ", choice.label) };
        let style = match (chosen, focused) {
            (true, true) => theme.selected,
            (true, false) => Style::new().patch(theme.heading),
            (false, _) => theme.muted,
        };
        spans.push(Span::styled(label, style));
    }
    Line::from(spans)
}
