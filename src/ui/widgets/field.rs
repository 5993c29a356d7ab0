//! Fields: a label and the text or choice that answers it.

use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use tui_input::Input;
use zeroize::Zeroizing;

use super::text::{column, cut};
use crate::answers::{Choice, Field, FieldRef, Kind, Problem, problem_at};
use crate::text::{escape_for_terminal, say};
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
    let shown = escape_for_terminal(&skip_columns(input.value(), scroll));
    let line = Line::styled(column(&shown, width, &theme.glyphs), theme.text.patch(theme.selected));
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

/// The two columns before a label, and its style: where the focus is, and whether something is wrong there.
fn marks(is_wrong: bool, focused: bool, theme: &Theme) -> (String, Style) {
    let (here, missing) = (theme.glyphs.here, theme.glyphs.missing);
    match (is_wrong, focused) {
        (true, true) => (format!("{here}{missing}"), theme.error),
        (true, false) => (format!("{missing} "), theme.error),
        (false, true) => (format!("{here} "), theme.heading),
        (false, false) => ("  ".to_owned(), theme.text),
    }
}

/// Draws one field of a form: mark, label and answer on one line.
pub(in crate::ui) fn draw(
    frame: &mut Frame<'_>,
    area: Rect,
    app: &App,
    problems: &[Problem],
    field: Field,
) {
    let place = FieldRef::Field(field);
    let focused = app.focus == Focus::FieldRef(place) && app.overlay.is_none();
    let question = field.question();
    let problem = problem_at(problems, place);
    let text = app.answers.text(field);
    let theme = &app.theme;
    let (marks, style) = marks(problem.is_some(), focused, theme);
    let label = format!("{marks}{}", say(question.label));
    let label_area = Rect { width: LABEL.min(area.width), ..area };
    frame.render_widget(
        Line::styled(column(&label, usize::from(LABEL), &theme.glyphs), style),
        label_area,
    );
    let value_area =
        Rect { x: area.x + label_area.width, width: area.width - label_area.width, ..area };
    match question.kind {
        Kind::Line(choices) | Kind::Table(choices) => {
            let room = usize::from(value_area.width);
            let line = choice_line(&choices(), &text, focused, theme, room);
            frame.render_widget(line, value_area);
        }
        Kind::Text if focused => draw_input(frame, value_area, &app.input, theme),
        Kind::Text => {
            let follows = !app.answers.is_typed(field);
            let style = if follows && problem.is_none() { theme.muted } else { theme.text };
            let shown = if text.is_empty() && question.optional {
                Line::styled(say("form-empty"), theme.muted)
            } else {
                Line::styled(
                    cut(&escape_for_terminal(&text), usize::from(value_area.width), &theme.glyphs),
                    style,
                )
            };
            frame.render_widget(shown, value_area);
        }
    }
}

/// Draws the passphrase as a field: a star for each character, or itself where that is asked for.
pub(in crate::ui) fn draw_passphrase(
    frame: &mut Frame<'_>,
    area: Rect,
    app: &App,
    problems: &[Problem],
    place: FieldRef,
) {
    let theme = &app.theme;
    let typed = app.typed_passphrase(place);
    let name = if place == FieldRef::PassphraseAgain {
        "ca-credentials-again"
    } else {
        "ca-credentials-passphrase"
    };
    let focused = app.focus == Focus::FieldRef(place) && app.overlay.is_none();
    let (marks, style) = marks(problem_at(problems, place).is_some(), focused, theme);
    let label = format!("{marks}{}", say(name));
    let label_area = Rect { width: LABEL.min(area.width), ..area };
    frame.render_widget(
        Line::styled(column(&label, usize::from(LABEL), &theme.glyphs), style),
        label_area,
    );
    let value = Rect { x: area.x + label_area.width, width: area.width - label_area.width, ..area };
    let shown = if focused && app.revealed {
        Zeroizing::new(typed.as_str().to_owned())
    } else {
        Zeroizing::new("*".repeat(typed.count()))
    };
    if focused {
        let input = Input::new(shown.as_str().to_owned());
        draw_input(frame, value, &input, theme);
    } else if shown.is_empty() {
        frame.render_widget(Line::styled(say("form-empty"), theme.muted), value);
    } else {
        let text = cut(&shown, usize::from(value.width), &theme.glyphs);
        frame.render_widget(Line::styled(text, theme.text), value);
    }
}

/// The choices on a line. Where they don't all fit, those before the chosen one make room for it.
fn choice_line(
    choices: &[Choice],
    text: &str,
    focused: bool,
    theme: &Theme,
    room: usize,
) -> Line<'static> {
    let width = |choice: &Choice| Line::raw(choice.label.as_str()).width() + 2;
    let chosen = choices.iter().position(|choice| choice.text == text).unwrap_or(0);
    let mut skipped = 0;
    if choices.iter().map(width).sum::<usize>() > room {
        // Two columns for the marks of what isn't shown.
        let up_to = |from: usize| choices.iter().take(chosen + 1).skip(from).map(width);
        while skipped < chosen && up_to(skipped).sum::<usize>() + 2 > room {
            skipped += 1;
        }
    }
    let mut spans = Vec::new();
    let mut used = usize::from(skipped > 0);
    if skipped > 0 {
        spans.push(Span::styled("<", theme.muted));
    }
    for choice in choices.iter().skip(skipped) {
        let is_chosen = choice.text == text;
        used += width(choice);
        let is_last = choices.last().is_some_and(|last| last.text == choice.text);
        if !is_chosen && used + usize::from(!is_last) > room {
            spans.push(Span::styled(">", theme.muted));
            break;
        }
        let label =
            if is_chosen { format!("[{}]", choice.label) } else { format!(" {} ", choice.label) };
        let style = match (is_chosen, focused) {
            (true, true) => theme.selected,
            (true, false) => Style::new().patch(theme.heading),
            (false, _) => theme.muted,
        };
        spans.push(Span::styled(label, style));
    }
    Line::from(spans)
}
