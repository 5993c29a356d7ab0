//! Who the members are: a table to edit.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::Line;

use super::{first_row, line};
use crate::answers::{MemberColumn, Place, Problem, problem_at};
use crate::text::{say, showable};
use crate::ui::app::App;
use crate::ui::focus::Focus;
use crate::ui::widgets::field::draw_input;
use crate::ui::widgets::text::{column, cut, heading, right, wrapped};

pub(super) fn draw(frame: &mut Frame<'_>, area: Rect, app: &App, problems: &[Problem]) {
    let intro = wrapped(say("members.intro"), area.width, app.theme.muted);
    let intro_height = u16::try_from(intro.len()).unwrap_or(0);
    for (offset, text) in (0..).zip(intro) {
        if let Some(area) = line(area, offset) {
            frame.render_widget(text, area);
        }
    }
    let Some(top) = line(area, intro_height + 1) else { return };
    for (cell, title) in cells(top).into_iter().zip(titles()) {
        frame.render_widget(heading(cut(title, usize::from(cell.width)), app.theme.heading), cell);
    }
    let room = usize::from(area.bottom().saturating_sub(top.y + 1));
    let count = app.answers.size().members();
    let focused = match app.focus {
        Focus::Place(Place::Member { row, .. }) => row,
        _ => 0,
    };
    let first = first_row(focused, count, room);
    for (offset, row) in (1..).zip(first..count.min(first + room)) {
        let Some(area) = line(Rect { y: top.y, height: area.bottom() - top.y, ..area }, offset)
        else {
            return;
        };
        draw_row(frame, area, app, problems, row);
    }
}

fn titles() -> [&'static str; 5] {
    [
        "#",
        say("member.name"),
        say("member.address"),
        say("member.dns-names"),
        say("member.extra-sans"),
    ]
}

fn cells(area: Rect) -> [Rect; 5] {
    Layout::horizontal([
        Constraint::Length(3),
        Constraint::Fill(4),
        Constraint::Fill(4),
        Constraint::Fill(7),
        Constraint::Fill(4),
    ])
    .spacing(1)
    .areas(area)
}

fn draw_row(frame: &mut Frame<'_>, area: Rect, app: &App, problems: &[Problem], row: usize) {
    let theme = &app.theme;
    let [number, cells @ ..] = cells(area);
    let wrong = problems
        .iter()
        .any(|problem| matches!(problem.place, Place::Member { row: r, .. } if r == row));
    let mark = if wrong { theme.glyphs.missing } else { " " };
    let number_style = if wrong { theme.error } else { theme.muted };
    let text = format!("{mark}{}", right(&(row + 1).to_string(), 2));
    frame.render_widget(Line::styled(text, number_style), number);
    let member = app.answers.member(row);
    for (area, column_of) in cells.into_iter().zip(MemberColumn::ALL) {
        let place = Place::Member { row, column: column_of };
        if app.focus == Focus::Place(place) && app.overlay.is_none() {
            draw_input(frame, area, &app.input, theme);
            continue;
        }
        let problem = problem_at(problems, place).is_some();
        let text = member.cell(column_of);
        let (shown, style) = match (text.is_empty(), problem) {
            (true, true) => (say("form.missing").to_owned(), theme.error),
            (true, false) => (theme.glyphs.ahead.to_owned(), theme.muted),
            (false, true) => (format!("{}{}", theme.glyphs.missing, showable(text)), theme.error),
            (false, false) => (showable(text), theme.text),
        };
        frame.render_widget(Line::styled(column(&shown, usize::from(area.width)), style), area);
    }
}
