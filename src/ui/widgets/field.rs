//! Fields: a label and the text or choice that answers it.

use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use tui_input::Input;
use unicode_width::UnicodeWidthStr;
use zeroize::Zeroizing;

use super::text::{column, draw_cut};
use crate::answers::{Choice, Field, FieldRef, Kind, Problem, problem_at};
use crate::text::{escape_for_terminal, say};
use crate::ui::app::{App, Target};
use crate::ui::focus::Focus;
use crate::ui::text_input::TextInput;
use crate::ui::theme::Theme;

/// Columns that labels take.
const LABEL: u16 = 25;

/// Draws a text of a form under edit; one that the next character replaces is selected.
pub(in crate::ui) fn draw_text_input(
    frame: &mut Frame<'_>,
    area: Rect,
    text: &TextInput,
    theme: &Theme,
) {
    draw_input(frame, area, text.input(), theme);
    if text.is_selected() {
        let shown = Line::raw(escape_for_terminal(text.value())).width();
        let width = u16::try_from(shown).unwrap_or(u16::MAX).min(area.width);
        frame.buffer_mut().set_style(Rect { width, height: 1, ..area }, theme.selected);
    }
}

/// Draws a text under edit: the part around the cursor, and the cursor itself.
pub(in crate::ui) fn draw_input(frame: &mut Frame<'_>, area: Rect, input: &Input, theme: &Theme) {
    let width = usize::from(area.width);
    if width == 0 || area.height == 0 {
        return;
    }
    // The cursor may stand behind the last character.
    let scroll = input.visual_scroll(width.saturating_sub(1));
    let mut shown = escape_for_terminal(&skip_columns(input.value(), scroll));
    if scroll > 0 && width > 2 {
        // As at the right end, a mark stands for what isn't seen.
        let rest = skip_columns(&shown, 1);
        shown = format!("{}{rest}", theme.glyphs.cut.repeat(shown.width() - rest.width()));
    }
    let line = Line::styled(column(&shown, width, &theme.glyphs), theme.text.patch(theme.edited));
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

/// Whether a place is being answered: it has the focus, and nothing stands above it.
fn is_edited(app: &App, place: FieldRef) -> bool {
    app.focus == Focus::FieldRef(place) && app.overlay.is_none()
}

/// Draws the label of a place behind two columns that tell whether it has the focus and whether something is wrong
/// there; returns the room for its answer.
fn draw_label(
    frame: &mut Frame<'_>,
    area: Rect,
    app: &App,
    problems: &[Problem],
    place: FieldRef,
) -> Rect {
    let theme = &app.theme;
    let (here, missing) = (theme.glyphs.here, theme.glyphs.missing);
    let is_wrong = problem_at(problems, place).is_some();
    let (marks, style) = match (is_wrong, is_edited(app, place)) {
        (true, true) => (format!("{here}{missing}"), theme.error),
        (true, false) => (format!("{missing} "), theme.error),
        (false, true) => (format!("{here} "), theme.heading),
        (false, false) => ("  ".to_owned(), theme.text),
    };
    let label = format!("{marks}{}", say(place.keys().0));
    let label_area = Rect { width: LABEL.min(area.width), ..area };
    draw_cut(frame, label_area, &label, style, &theme.glyphs);
    Rect { x: area.x + label_area.width, width: area.width - label_area.width, ..area }
}

/// Draws a cell of a table: the text under edit, what was typed, or what follows where nothing was.
pub(in crate::ui) fn draw_cell(
    frame: &mut Frame<'_>,
    area: Rect,
    app: &App,
    problems: &[Problem],
    place: FieldRef,
    follows: Option<String>,
) {
    let theme = &app.theme;
    app.mark(area, Target::Focus(Focus::FieldRef(place)));
    if is_edited(app, place) {
        draw_text_input(frame, area, &app.input, theme);
        return;
    }
    let is_wrong = problem_at(problems, place).is_some();
    let typed = app.answers.text_at(place);
    let text = if typed.is_empty() { follows.unwrap_or_default() } else { typed.clone() };
    let (shown, style) = match (text.is_empty(), is_wrong) {
        (true, true) => (say("form-missing").to_owned(), theme.error),
        (true, false) => (theme.glyphs.ahead.to_owned(), theme.muted),
        (false, true) => {
            (format!("{}{}", theme.glyphs.missing, escape_for_terminal(&text)), theme.error)
        }
        (false, false) if typed.is_empty() => (escape_for_terminal(&text), theme.muted),
        (false, false) => (escape_for_terminal(&text), theme.text),
    };
    draw_cut(frame, area, &shown, style, &theme.glyphs);
}

/// Draws one field of a form: mark, label and answer on one line.
pub(in crate::ui) fn draw(
    frame: &mut Frame<'_>,
    area: Rect,
    app: &App,
    problems: &[Problem],
    place: FieldRef,
) {
    app.mark(area, Target::Focus(Focus::FieldRef(place)));
    let value = draw_label(frame, area, app, problems, place);
    let FieldRef::Field(field) = place else { return draw_passphrase(frame, value, app, place) };
    let focused = is_edited(app, place);
    let question = field.question();
    let text = app.answers.text(field);
    let theme = &app.theme;
    match question.kind {
        Kind::Line(_) | Kind::Table(_) => {
            let room = usize::from(value.width);
            let choices = question.choices();
            let (line, shown) = choice_line(&choices, &text, focused, theme, room);
            for (index, x, width) in shown {
                let area = Rect { x: value.x.saturating_add(x), width, ..value };
                app.mark(area.intersection(value), Target::Choice(field, index));
            }
            frame.render_widget(line, value);
        }
        Kind::Text if focused => draw_text_input(frame, value, &app.input, theme),
        Kind::Text if text.is_empty() && question.optional => {
            let shown = blank(app, field);
            draw_cut(frame, value, &shown, theme.muted, &theme.glyphs);
        }
        Kind::Text => {
            let follows = !app.answers.is_typed(field) && problem_at(problems, place).is_none();
            let style = if follows { theme.muted } else { theme.text };
            draw_cut(frame, value, &escape_for_terminal(&text), style, &theme.glyphs);
        }
    }
}

/// Draws the line that shows the questions that most leave alone, and says which they are.
pub(in crate::ui) fn draw_more_line(frame: &mut Frame<'_>, area: Rect, app: &App) {
    let theme = &app.theme;
    app.mark(area, Target::Focus(Focus::More));
    let is_here = app.focus == Focus::More && app.overlay.is_none();
    let (mark, style) =
        if is_here { (theme.glyphs.here, theme.selected) } else { (" ", theme.key) };
    let text = theme.glyphs.said(&format!("{mark} {}", app.more_line())).into_owned();
    draw_cut(frame, area, &text, style, &theme.glyphs);
}

/// What holds of a field that may stay empty, where nothing is typed.
pub(in crate::ui) fn blank(app: &App, field: Field) -> String {
    let follows = app.answers.follows(field).map(|text| escape_for_terminal(&text));
    follows.unwrap_or_else(|| say("form-empty").to_owned())
}

/// Draws what was typed of a passphrase: a star for each character, or itself where that is asked for.
fn draw_passphrase(frame: &mut Frame<'_>, value: Rect, app: &App, place: FieldRef) {
    let theme = &app.theme;
    let typed = app.typed_passphrase(place);
    let focused = is_edited(app, place);
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
        draw_cut(frame, value, &shown, theme.text, &theme.glyphs);
    }
}

/// The choices on a line, and which of them stands where: index, column, width. Where they don't all fit, those
/// before the chosen one make room for it.
fn choice_line(
    choices: &[Choice],
    text: &str,
    focused: bool,
    theme: &Theme,
    room: usize,
) -> (Line<'static>, Vec<(usize, u16, u16)>) {
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
    let mut shown = Vec::new();
    for (index, choice) in choices.iter().enumerate().skip(skipped) {
        let is_chosen = choice.text == text;
        let column = used;
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
        let narrow = |number: usize| u16::try_from(number).unwrap_or(u16::MAX);
        shown.push((index, narrow(column), narrow(width(choice))));
        spans.push(Span::styled(label, style));
    }
    (Line::from(spans), shown)
}
