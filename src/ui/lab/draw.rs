//! Draws the lab: a line of figures, the members, how things stand, the log of reasons, a message, the keys.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect, Size};
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Clear, Paragraph};

use super::sentences::{asked_for, outlook as told, sentence, words};
use super::{Lab, members};
use crate::lab::{Asked, Note, Outcome, Outlook, Reason, Request};
use crate::text::{fill, say, wrap_hanging};
use crate::ui::app::is_below;
use crate::ui::draw::{divided, draw_keys, draw_rule, draw_too_small};
use crate::ui::inspector::draw_scrolled;
use crate::ui::overlay_view::key_lines;
use crate::ui::widgets::text::{cut, draw_border, draw_cut, heading, right, wrapped};

/// The least that this screen must have, in columns and lines.
pub(super) const LEAST: Size = Size { width: 76, height: 20 };
/// The width from which the log stands beside the members.
const WIDE: u16 = members::WIDTH + 40;
/// The height from which requests have room of their own.
const TALL: u16 = 30;
/// The columns of a tick before a line of the log.
const TICK: usize = 6;

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
    let outlook = Outlook::of(lab.timeline.now());
    let [head, rule, body, message, keys] = divided(area, 1);
    draw_head(frame, head, lab);
    draw_rule(frame, rule, &lab.theme);
    draw_body(frame, body, lab, &outlook);
    if let Some(notice) = &lab.notice {
        let (text, style) = notice.shown(&lab.theme);
        draw_cut(frame, message, &text, style, &lab.theme.glyphs);
    } else {
        let text = lab.theme.glyphs.said(say("lab-etcd-later"));
        draw_cut(frame, message, &text, lab.theme.muted, &lab.theme.glyphs);
    }
    draw_keys(frame, keys, lab.mode(), &lab.theme, |binding| say(binding.label));
    if let Some(scroll) = lab.help {
        draw_help(frame, body, lab, scroll);
    }
}

fn draw_head(frame: &mut Frame<'_>, area: Rect, lab: &Lab) {
    let theme = &lab.theme;
    let simulation = lab.timeline.now();
    let numbers = fill(
        "lab-head",
        &[("tick", &simulation.tick()), ("under_way", &simulation.network().under_way())],
    );
    let (state, style) = if lab.is_running {
        (fill("lab-running", &[("speed", &lab.ticks_a_second())]), theme.success)
    } else {
        (say("lab-paused").to_owned(), theme.warning)
    };
    let spans = vec![
        Span::styled(say("lab-title"), theme.heading),
        Span::raw("  "),
        Span::raw(numbers),
        Span::raw("  "),
        Span::styled(state, style),
    ];
    frame.render_widget(Line::from(spans), area);
}

fn draw_body(frame: &mut Frame<'_>, area: Rect, lab: &Lab, outlook: &Outlook) {
    let is_wide = area.width >= WIDE;
    let (left, log) = if is_wide {
        let widths = [Constraint::Length(members::WIDTH), Constraint::Fill(1)];
        let [left, log] = Layout::horizontal(widths).spacing(1).areas(area);
        (left, Some(log))
    } else {
        (area, None)
    };
    let mut lines = members::lines(lab, outlook);
    lines.extend(standing(lab, outlook, left.width));
    let taken = u16::try_from(lines.len()).unwrap_or(u16::MAX);
    let [above, below] =
        Layout::vertical([Constraint::Length(taken), Constraint::Fill(1)]).areas(left);
    frame.render_widget(Paragraph::new(lines), above);
    let is_tall = area.height >= TALL - 4;
    match log {
        Some(log) => {
            draw_log(frame, log, lab);
            draw_requests(frame, below, lab);
        }
        None if is_tall => {
            let heights = [Constraint::Length(7), Constraint::Fill(1)];
            let [requests, log] = Layout::vertical(heights).areas(below);
            draw_requests(frame, requests, lab);
            draw_log(frame, log, lab);
        }
        None => draw_log(frame, below, lab),
    }
}

/// The picture of the quorum, and what follows from it.
fn standing(lab: &Lab, outlook: &Outlook, width: u16) -> Vec<Line<'static>> {
    let theme = &lab.theme;
    let [quorum, writes, reads, failures] = told(outlook);
    let has_quorum = outlook.quorum().is_some();
    let style = if has_quorum { theme.success } else { theme.error };
    let mut spans: Vec<Span<'static>> = Vec::new();
    for node in lab.timeline.now().nodes() {
        if outlook.configuration.voters.contains(&node.member.id()) {
            let (mark, style) = members::mark(theme, node, outlook);
            spans.push(Span::styled(format!("{mark} "), style));
        }
    }
    let mark = if has_quorum { theme.glyphs.done } else { theme.glyphs.missing };
    spans.push(Span::styled(format!("{mark} {quorum}"), style));
    let mut lines = vec![Line::from(spans)];
    let plain: Style = theme.text;
    for (text, style) in
        [(writes, if has_quorum { plain } else { theme.error }), (reads, plain), (failures, plain)]
    {
        lines.extend(wrapped(&theme.glyphs.said(&text), width, style));
    }
    lines
}

fn draw_requests(frame: &mut Frame<'_>, area: Rect, lab: &Lab) {
    if area.height < 2 {
        return;
    }
    let theme = &lab.theme;
    let room = usize::from(area.height) - 1;
    let requests = lab.timeline.now().requests();
    let newest = requests.get(requests.len().saturating_sub(room)..).unwrap_or_default();
    let mut lines = vec![heading(say("lab-requests"), theme.heading)];
    if newest.is_empty() {
        lines.extend(wrapped(say("lab-requests-none"), area.width, theme.muted));
    }
    for request in newest {
        let (text, style) = request_line(lab, request);
        let text = cut(&theme.glyphs.said(&text), usize::from(area.width), &theme.glyphs);
        lines.push(Line::styled(text, style));
    }
    frame.render_widget(Paragraph::new(lines), area);
}

fn request_line(lab: &Lab, request: &Request) -> (String, Style) {
    let theme = &lab.theme;
    let what = asked_for(request.asked, request.number);
    let what = format!("{} {what}", request.at);
    match request.outcome {
        Outcome::Waits => {
            let waited = lab.timeline.now().tick() - request.since;
            let text = fill("lab-request-waits", &[("what", &what), ("waited", &waited)]);
            (format!("{} {text}", theme.glyphs.ahead), theme.warning)
        }
        Outcome::Done { value: Some(value), .. } => {
            let text = fill("lab-request-read", &[("what", &what), ("value", &value)]);
            (format!("{} {text}", theme.glyphs.done), theme.success)
        }
        Outcome::Done { .. } if matches!(request.asked, Asked::Read { .. }) => {
            let text = fill("lab-request-empty", &[("what", &what)]);
            (format!("{} {text}", theme.glyphs.done), theme.success)
        }
        Outcome::Done { .. } => {
            let text = fill("lab-request-done", &[("what", &what)]);
            (format!("{} {text}", theme.glyphs.done), theme.success)
        }
        Outcome::Failed { why, .. } => {
            let key = if request.took_effect.is_some() {
                "lab-request-failed-yet"
            } else {
                "lab-request-failed"
            };
            let text = fill(key, &[("what", &what), ("why", &words(why))]);
            (format!("{} {text}", theme.glyphs.failed), theme.error)
        }
    }
}

/// The newest notes that fit, the last at the bottom.
fn draw_log(frame: &mut Frame<'_>, area: Rect, lab: &Lab) {
    if area.height < 2 {
        return;
    }
    let theme = &lab.theme;
    let room = usize::from(area.height) - 1;
    let notes = lab.timeline.notes();
    let last = notes.len().saturating_sub(lab.scroll);
    let shown = notes.get(..last).unwrap_or_default();
    let mut lines: Vec<Line<'static>> = Vec::new();
    let mut told = 0;
    for note in shown.iter().rev() {
        let style = style(lab, note);
        let first = format!("{} ", right(&note.tick.to_string(), TICK - 1));
        let text = theme.glyphs.said(&sentence(note)).into_owned();
        let text = wrap_hanging(&first, &" ".repeat(TICK), &text, area.width);
        lines.extend(text.into_iter().rev().map(|line| Line::styled(line, style)));
        told += 1;
        if lines.len() >= room {
            break;
        }
    }
    lab.told.note(told, notes.len());
    lines.truncate(room);
    lines.push(heading(
        match lab.scroll {
            0 => say("lab-log").to_owned(),
            count => fill("lab-log-scrolled", &[("count", &count)]),
        },
        theme.heading,
    ));
    lines.reverse();
    frame.render_widget(Paragraph::new(lines), area);
}

fn style(lab: &Lab, note: &Note) -> Style {
    let theme = &lab.theme;
    match note.reason {
        Reason::Leads { .. } | Reason::Done { .. } => theme.success,
        Reason::NoQuorum { .. } | Reason::Failed { .. } | Reason::Crashes(_) => theme.error,
        _ => theme.text,
    }
}

fn draw_help(frame: &mut Frame<'_>, body: Rect, lab: &Lab, scroll: u16) {
    let theme = &lab.theme;
    frame.render_widget(Clear, body);
    let title = Line::styled(format!(" {} ", say("lab-help-title")), theme.heading);
    let inner = draw_border(frame, body, theme, theme.text, title);
    let mut lines = Vec::new();
    for key in ["lab-help", "lab-help-table", "lab-help-time", "lab-help-etcd"] {
        lines.extend(wrapped(&theme.glyphs.said(say(key)), inner.width, theme.text));
        lines.push(Line::default());
    }
    lines.extend(key_lines(crate::ui::keymap::Mode::Lab, theme, |binding| say(binding.label)));
    draw_scrolled(frame, inner, lines, (scroll, &lab.shown), theme);
}
