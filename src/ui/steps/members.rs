//! Who the members are: how many a machine runs, and a table to edit.

use ratatui::Frame;
use ratatui::layout::{Constraint, Rect};
use ratatui::text::Line;
use ratatui::widgets::Paragraph;
use unicode_width::UnicodeWidthStr;

use super::{below, line, windowed};
use crate::answers::{Field, FieldRef, MemberColumn, Problem};
use crate::text::{escape_for_terminal, fill, say};
use crate::ui::app::App;
use crate::ui::focus::Focus;
use crate::ui::handshakes::look;
use crate::ui::widgets::text::{draw_cut, right, wrapped};
use crate::ui::widgets::{field, table};

/// What stands above the table.
const ABOVE: [Field; 2] = [Field::Placement, Field::PeerNetwork];
/// The lines that this takes, with the blank one below.
const HEAD: u16 = 3;

pub(super) fn draw(frame: &mut Frame<'_>, area: Rect, app: &App, problems: &[Problem]) {
    let intro = wrapped(say("members-intro"), area.width, app.theme.muted);
    let intro_height = u16::try_from(intro.len()).unwrap_or(0);
    frame.render_widget(Paragraph::new(intro), area);
    let columns = &app.answers.member_columns();
    for (offset, field) in (intro_height..).zip(ABOVE) {
        if let Some(area) = line(area, offset) {
            field::draw(frame, area, app, problems, FieldRef::Field(field));
        }
    }
    let top_offset = intro_height + HEAD;
    let Some(top) = line(area, top_offset) else { return };
    let titles = ["#"].into_iter().chain(columns.iter().map(|column| say(column.keys().0)));
    for (cell, title) in cells(top, app, columns).iter().zip(titles) {
        draw_cut(frame, *cell, title, app.theme.heading, &app.theme.glyphs);
    }
    let table = below(area, top_offset + 1);
    let count = app.answers.size().members();
    let focused = match app.focus {
        Focus::FieldRef(FieldRef::Member { row, .. }) => row,
        _ => 0,
    };
    let all = handshakes(app, area.width);
    // Where not all rows have room, what follows from them keeps a line.
    let is_long = count > usize::from(table.height).saturating_sub(2);
    let kept = u16::from(is_long && !all.is_empty() && table.height > 3);
    let rows = Rect { height: table.height - kept, ..table };
    let (rows, first, shown) = windowed(frame, rows, app, focused, count);
    for (row, area) in (first..count.min(first + shown)).zip(rows.rows()) {
        draw_row(frame, area, app, problems, row, columns);
    }
    let offset = if kept > 0 { rows.height } else { u16::try_from(count + 1).unwrap_or(u16::MAX) };
    let below = below(table, offset);
    let mut lines = all;
    if lines.len() > usize::from(below.height) {
        lines.truncate(usize::from(below.height));
        if let Some(last) = lines.last_mut() {
            last.push_span(app.theme.glyphs.cut);
        }
    }
    frame.render_widget(Paragraph::new(lines), below);
}

/// Who will reach whom with these addresses; with the certificates of before, as long as no others are issued.
fn handshakes(app: &App, width: u16) -> Vec<Line<'static>> {
    let consequences = &app.consequences;
    let Some(all) = &consequences.handshakes else { return Vec::new() };
    let (verdict, summary) = all.summary();
    let (mark, style) = look(verdict, &app.theme);
    let text = if consequences.is_with_earlier {
        fill("members-earlier-certificates", &[("summary", &summary)])
    } else {
        summary
    };
    let text = app.theme.glyphs.said(&format!("{mark} {text}")).into_owned();
    wrapped(&text, width.saturating_sub(1), style)
}

/// How many lines it takes to show all members.
pub(in crate::ui) fn height(app: &App, width: u16) -> u16 {
    let lines = wrapped(say("members-intro"), width, app.theme.muted).len();
    let below = match handshakes(app, width).len() {
        0 => 0,
        lines => lines + 1,
    };
    u16::try_from(lines + 4 + app.answers.size().members() + below).unwrap_or(u16::MAX)
}

/// The number's cell, and one for each column.
fn cells(area: Rect, app: &App, columns: &[MemberColumn]) -> Vec<Rect> {
    let width = |column: &MemberColumn| match column {
        MemberColumn::DnsNames => Constraint::Fill(7),
        // Two ports of five digits, their slash and the cursor.
        MemberColumn::Ports => Constraint::Length(12),
        _ => Constraint::Fill(4),
    };
    let usual: Vec<Constraint> =
        [Constraint::Length(3)].into_iter().chain(columns.iter().map(width)).collect();
    table::columns(area, &usual, &needed(app, columns))
}

/// What the longest text of each column takes, its title among them, with a mark before it or the cursor behind it.
fn needed(app: &App, columns: &[MemberColumn]) -> Vec<u16> {
    let rows = 0..app.answers.size().members();
    let cell = |row, column| {
        let typed = app.answers.text_at(FieldRef::Member { row, column });
        let text =
            if typed.is_empty() { app.answers.follows_in_cell(row, column) } else { Some(typed) };
        text.map_or(0, |text| escape_for_terminal(&text).width() + 1)
    };
    let column = |column: &MemberColumn| {
        let title = say(column.keys().0).width();
        let longest = rows.clone().map(|row| cell(row, *column)).fold(title, usize::max);
        u16::try_from(longest).unwrap_or(u16::MAX)
    };
    [3].into_iter().chain(columns.iter().map(column)).collect()
}

/// The columns of the screen that the table takes if nothing of it is cut.
pub(in crate::ui) fn width(app: &App) -> u16 {
    table::whole(&needed(app, &app.answers.member_columns()))
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
    let cells = cells(area, app, columns);
    let Some((number, cells)) = cells.split_first() else { return };
    let wrong = problems
        .iter()
        .any(|problem| matches!(problem.place, FieldRef::Member { row: r, .. } if r == row));
    let mark = if wrong { theme.glyphs.missing } else { " " };
    let number_style = if wrong { theme.error } else { theme.muted };
    let text = format!("{mark}{}", right(&(row + 1).to_string(), 2));
    frame.render_widget(Line::styled(text, number_style), *number);
    for (area, column) in cells.iter().copied().zip(columns.iter().copied()) {
        let follows = app.answers.follows_in_cell(row, column);
        field::draw_cell(frame, area, app, problems, FieldRef::Member { row, column }, follows);
    }
}
