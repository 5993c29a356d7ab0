//! Draws the lab: a line of figures, the members, how things stand, two lists, a message or a prompt, the keys. What a
//! floor shows of itself comes as [`Floor`] has it; this is the one place that draws it.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect, Size};
use ratatui::text::{Line, Span};
use ratatui::widgets::{Clear, Paragraph};

use super::Lab;
use super::shown::{Align, Column, Floor, List, MARKS, Row, Standing, WIDTH};
use crate::text::{say, wrap};
use crate::ui::app::is_below;
use crate::ui::draw::{divided, draw_keys, draw_rule, draw_too_small};
use crate::ui::inspector::draw_scrolled;
use crate::ui::overlay_view::key_lines;
use crate::ui::theme::Theme;
use crate::ui::widgets::field::draw_input;
use crate::ui::widgets::text::{column, draw_border, draw_cut, heading, right, wrapped};

/// The least that this screen must have, in columns and lines.
pub(super) const LEAST: Size = Size { width: 76, height: 20 };
/// What is between two figures of the first line.
pub(super) const GAP: &str = "  ";
/// The width from which the second list stands beside the members.
const WIDE: u16 = WIDTH + 40;
/// The height from which requests have room of their own.
const TALL: u16 = 30;

/// Draws the whole screen.
pub fn draw(frame: &mut Frame<'_>, lab: &Lab) {
    draw_within(frame, frame.area(), lab);
}

/// The same in a part of the screen.
pub(in crate::ui) fn draw_within(frame: &mut Frame<'_>, area: Rect, lab: &Lab) {
    if is_below(area.as_size(), LEAST) {
        draw_too_small(frame, area, LEAST);
        return;
    }
    let (theme, floor) = (&lab.theme, lab.floor());
    let [head, rule, body, message, keys] = divided(area, 1);
    draw_head(frame, head, theme, floor);
    draw_rule(frame, rule, theme);
    draw_body(frame, body, lab, floor);
    if let Some((label, input)) = lab.prompt() {
        let label = format!("{label} ");
        let width = u16::try_from(label.chars().count()).unwrap_or(0).min(message.width);
        let [before, room] =
            Layout::horizontal([Constraint::Length(width), Constraint::Fill(1)]).areas(message);
        draw_cut(frame, before, &label, theme.heading, &theme.glyphs);
        draw_input(frame, room, input, theme);
    } else if let Some(notice) = &lab.notice {
        let (text, style) = notice.shown(theme);
        draw_cut(frame, message, &text, style, &theme.glyphs);
    } else {
        let text = floor.message();
        draw_cut(frame, message, &theme.glyphs.said(&text), theme.muted, &theme.glyphs);
    }
    draw_keys(frame, keys, lab.mode(), theme, |binding| say(binding.label));
    if let Some(scroll) = lab.help {
        draw_help(frame, body, lab, scroll);
    }
}

fn draw_head(frame: &mut Frame<'_>, area: Rect, theme: &Theme, floor: &dyn Floor) {
    let mut spans = vec![Span::styled(say("lab-title"), theme.heading)];
    let taken = spans.iter().map(Span::width).sum::<usize>();
    for (text, tone) in floor.head(usize::from(area.width).saturating_sub(taken), theme) {
        spans.push(Span::raw(GAP));
        spans.push(Span::styled(theme.glyphs.said(&text).into_owned(), tone.style(theme)));
    }
    frame.render_widget(Line::from(spans), area);
}

fn draw_body(frame: &mut Frame<'_>, area: Rect, lab: &Lab, floor: &dyn Floor) {
    let theme = &lab.theme;
    let (left, beside) = if area.width >= WIDE {
        let widths = [Constraint::Length(WIDTH), Constraint::Fill(1)];
        let [left, beside] = Layout::horizontal(widths).spacing(1).areas(area);
        (left, Some(beside))
    } else {
        (area, None)
    };
    let columns = floor.columns();
    let mut lines = vec![table_head(columns, theme)];
    lines.extend(floor.rows(theme).iter().map(|row| table_line(row, columns, theme)));
    lines.extend(standing(&floor.standing(theme), left.width, theme));
    let taken = u16::try_from(lines.len()).unwrap_or(u16::MAX);
    let [above, below] =
        Layout::vertical([Constraint::Length(taken), Constraint::Fill(1)]).areas(left);
    frame.render_widget(Paragraph::new(lines), above);
    let is_scrolled = |is_requests| is_requests == floor.prefers_requests();
    let draw = |frame: &mut Frame<'_>, area, is_requests| {
        let without = if is_scrolled(is_requests) { lab.scroll } else { 0 };
        let list =
            if is_requests { floor.requests(theme, without) } else { floor.notes(theme, without) };
        let told = draw_list(frame, area, list, theme);
        if is_scrolled(is_requests) {
            lab.told.note(told, lab.entries());
        }
    };
    match beside {
        Some(beside) => {
            draw(frame, beside, false);
            draw(frame, below, true);
        }
        None if area.height >= TALL - 4 => {
            let height = if floor.prefers_requests() { below.height / 2 } else { 7 };
            let heights = [Constraint::Length(height), Constraint::Fill(1)];
            let [first, second] = Layout::vertical(heights).areas(below);
            draw(frame, first, true);
            draw(frame, second, false);
        }
        None => draw(frame, below, floor.prefers_requests()),
    }
}

fn table_head(columns: &[Column], theme: &Theme) -> Line<'static> {
    let mut text = String::new();
    for (index, one) in columns.iter().enumerate() {
        let width = if index == 0 { one.width + MARKS } else { one.width };
        let said = column(say(one.key), width, &theme.glyphs);
        match one.align {
            Align::Left => text.push_str(&said),
            Align::Right => text.push_str(&right(said.trim_end(), width)),
            Align::Apart => text.extend(["  ", said.trim_end()]),
        }
    }
    Line::styled(text, theme.heading)
}

fn table_line(row: &Row, columns: &[Column], theme: &Theme) -> Line<'static> {
    let style = theme.choice(row.is_selected, true);
    let here = if row.is_selected { theme.glyphs.here } else { " " };
    let (mark, tone) = row.mark;
    let mark_style = if row.is_selected { style } else { tone.style(theme) };
    let mut spans =
        vec![Span::styled(here, style), Span::styled(mark, mark_style), Span::styled(" ", style)];
    for (index, (one, cell)) in columns.iter().zip(&row.cells).enumerate() {
        let text = match one.align {
            Align::Left => column(cell, one.width, &theme.glyphs),
            Align::Right => right(cell, one.width),
            Align::Apart => format!("  {}", column(cell, one.width, &theme.glyphs)),
        };
        let is_role = index == 1 && row.is_leader && !row.is_selected;
        spans.push(Span::styled(text, if is_role { theme.heading } else { style }));
    }
    Line::from(spans)
}

/// The picture of the quorum, and what follows from it.
fn standing(standing: &Standing, width: u16, theme: &Theme) -> Vec<Line<'static>> {
    let has_quorum = standing.has_quorum;
    let style = if has_quorum { theme.success } else { theme.error };
    let marks = standing.marks.iter();
    let mut spans: Vec<Span<'static>> =
        marks.map(|(mark, tone)| Span::styled(format!("{mark} "), tone.style(theme))).collect();
    let mark = if has_quorum { theme.glyphs.done } else { theme.glyphs.missing };
    let [quorum, writes, reads, failures] = &standing.sentences;
    spans.push(Span::styled(format!("{mark} {quorum}"), style));
    let mut lines = vec![Line::from(spans)];
    let writes_style = if has_quorum { theme.text } else { theme.error };
    for (text, style) in [(writes, writes_style), (reads, theme.text), (failures, theme.text)] {
        lines.extend(wrapped(&theme.glyphs.said(text), width, style));
    }
    lines
}

/// Draws a list, of which the newest entries stand at the bottom; returns how many of them
/// are told to their start.
fn draw_list(frame: &mut Frame<'_>, area: Rect, list: List<'_>, theme: &Theme) -> usize {
    if area.height < 2 {
        return 0;
    }
    let mut told = 0;
    let room = usize::from(area.height) - 1;
    let mut lines: Vec<Line<'static>> = Vec::new();
    for entry in list.newest_first {
        let text = theme.glyphs.said(&entry.text).into_owned();
        let indent = entry.lead.chars().count();
        let width = area.width.saturating_sub(u16::try_from(indent).unwrap_or(0));
        let mut wrapped = wrap(&text, width);
        // A long command leaves room for what it belongs to and what came of it.
        let most = room.saturating_sub(3).max(1);
        if let (true, Some(last)) = (wrapped.len() > most, wrapped.get_mut(most - 1)) {
            last.pop();
            last.push_str(theme.glyphs.cut);
            wrapped.truncate(most);
        }
        if let Some(first) = wrapped.first_mut() {
            first.insert_str(0, &entry.lead);
        }
        for line in wrapped.iter_mut().skip(1) {
            line.insert_str(0, &" ".repeat(indent));
        }
        let style = entry.tone.style(theme);
        lines.extend(wrapped.into_iter().rev().map(|line| Line::styled(line, style)));
        // One whose start is cut off is told by the next page.
        told += usize::from(lines.len() <= room);
        if lines.len() >= room {
            break;
        }
    }
    lines.truncate(room);
    if let (true, Some(none)) = (lines.is_empty(), list.none) {
        lines.extend(wrapped(say(none), area.width, theme.muted).into_iter().rev());
    }
    lines.push(heading(list.heading, theme.heading));
    lines.reverse();
    frame.render_widget(Paragraph::new(lines), area);
    told
}

fn draw_help(frame: &mut Frame<'_>, body: Rect, lab: &Lab, scroll: u16) {
    let theme = &lab.theme;
    frame.render_widget(Clear, body);
    let title = Line::styled(format!(" {} ", say("lab-help-title")), theme.heading);
    let inner = draw_border(frame, body, theme, theme.text, title);
    let mut lines = Vec::new();
    for key in lab.floor().help() {
        lines.extend(wrapped(&theme.glyphs.said(say(key)), inner.width, theme.text));
        lines.push(Line::default());
    }
    lines.extend(key_lines(lab.floor_mode(), theme, |binding| say(binding.label)));
    draw_scrolled(frame, inner, lines, (scroll, &lab.shown), theme);
}
