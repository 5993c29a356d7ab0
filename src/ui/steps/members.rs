//! Who the members are: how many a machine runs, and a table to edit.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::Line;

use super::{draw_more, line, window};
use crate::answers::{Field, FieldRef, MemberColumn, Problem, problem_at};
use crate::text::{escape_for_terminal, say};
use crate::ui::app::App;
use crate::ui::focus::Focus;
use crate::ui::widgets::field::{self, draw_input};
use crate::ui::widgets::text::{column, cut, heading, right, wrapped};

pub(super) fn draw(frame: &mut Frame<'_>, area: Rect, app: &App, problems: &[Problem]) {
    let intro = wrapped(say("members-intro"), area.width, app.theme.muted);
    let intro_height = u16::try_from(intro.len()).unwrap_or(0);
    for (offset, text) in (0..).zip(intro) {
        if let Some(area) = line(area, offset) {
            frame.render_widget(text, area);
        }
    }
    let columns = MemberColumn::shown_in(app.answers.placement());
    if let Some(area) = line(area, intro_height) {
        field::draw(frame, area, app, problems, Field::Placement);
    }
    let Some(top) = line(area, intro_height + 2) else { return };
    let titles = ["#"].into_iter().chain(columns.iter().copied().map(title));
    for (cell, title) in cells(top, columns).iter().zip(titles) {
        frame.render_widget(
            heading(cut(title, usize::from(cell.width), &app.theme.glyphs), app.theme.heading),
            *cell,
        );
    }
    let room = usize::from(area.bottom().saturating_sub(top.y + 1));
    let count = app.answers.size().members();
    let focused = match app.focus {
        Focus::FieldRef(FieldRef::Member { row, .. }) => row,
        _ => 0,
    };
    let (first, shown, below) = window(focused, count, room);
    draw_more(frame, area, app, below);
    for (offset, row) in (1..).zip(first..count.min(first + shown)) {
        let Some(area) = line(Rect { y: top.y, height: area.bottom() - top.y, ..area }, offset)
        else {
            return;
        };
        draw_row(frame, area, app, problems, row, columns);
    }
}

fn title(column: MemberColumn) -> &'static str {
    match column {
        MemberColumn::Name => say("member-name"),
        MemberColumn::Address => say("member-address"),
        MemberColumn::DnsNames => say("member-dns-names"),
        MemberColumn::ExtraSans => say("member-extra-sans"),
        MemberColumn::Ports => say("member-ports"),
    }
}

/// The number's cell, and one for each column.
fn cells(area: Rect, columns: &[MemberColumn]) -> std::rc::Rc<[Rect]> {
    let width = |column: &MemberColumn| match column {
        MemberColumn::DnsNames => Constraint::Fill(7),
        // Two ports of five digits, their slash and the cursor.
        MemberColumn::Ports => Constraint::Length(12),
        _ => Constraint::Fill(4),
    };
    let widths = [Constraint::Length(3)].into_iter().chain(columns.iter().map(width));
    Layout::horizontal(widths).spacing(1).split(area)
}

fn draw_row(
    frame: &mut Frame<'_>,
    area: Rect,
    app: &App,
    problems: &[Problem],
    row: usize,
    columns: &[MemberColumn],
) {
    let theme = &app.theme;
    let cells = cells(area, columns);
    let Some((number, cells)) = cells.split_first() else { return };
    let wrong = problems
        .iter()
        .any(|problem| matches!(problem.place, FieldRef::Member { row: r, .. } if r == row));
    let mark = if wrong { theme.glyphs.missing } else { " " };
    let number_style = if wrong { theme.error } else { theme.muted };
    let text = format!("{mark}{}", right(&(row + 1).to_string(), 2));
    frame.render_widget(Line::styled(text, number_style), *number);
    let member = app.answers.member(row);
    for (area, column_of) in cells.iter().copied().zip(columns.iter().copied()) {
        let place = FieldRef::Member { row, column: column_of };
        if app.focus == Focus::FieldRef(place) && app.overlay.is_none() {
            draw_input(frame, area, &app.input, theme);
            continue;
        }
        let problem = problem_at(problems, place).is_some();
        let typed = member.cell(column_of);
        // Ports that aren't typed follow from the row, and may be wrong all the same.
        let follows = match app.answers.default_ports(row) {
            Some(ports) if typed.is_empty() && column_of == MemberColumn::Ports => {
                Some(ports.to_string())
            }
            _ => None,
        };
        let (shown, style) = match (follows, typed.is_empty(), problem) {
            (Some(ports), _, true) => (format!("{}{ports}", theme.glyphs.missing), theme.error),
            (Some(ports), _, false) => (ports, theme.muted),
            (None, true, true) => (say("form-missing").to_owned(), theme.error),
            (None, true, false) => (theme.glyphs.ahead.to_owned(), theme.muted),
            (None, false, true) => {
                (format!("{}{}", theme.glyphs.missing, escape_for_terminal(typed)), theme.error)
            }
            (None, false, false) => (escape_for_terminal(typed), theme.text),
        };
        frame.render_widget(
            Line::styled(column(&shown, usize::from(area.width), &theme.glyphs), style),
            area,
        );
    }
}
