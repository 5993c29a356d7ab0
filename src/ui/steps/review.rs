//! Everything that will be written, before anything is.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::{Line, Span};
use ratatui::widgets::Paragraph;

use super::files;
use crate::answers::{Field, FieldRef, Problem};
use crate::bundle::shown;
use crate::finding::Severity;
use crate::text::{fill, say};
use crate::ui::app::{App, Target};
use crate::ui::focus::Focus;
use crate::ui::review::{Concern, Review};
use crate::ui::widgets::field;
use crate::ui::widgets::text::{draw_cut, heading, wrap};
use crate::ui::{handshakes, inspector, panels};

pub(super) fn draw(frame: &mut Frame<'_>, area: Rect, app: &App, problems: &[Problem]) {
    let Some(review) = &app.review else { return };
    let findings = findings(app, area.width);
    // The other lines: the output with its path, the handshakes, the button.
    let shared = area.height.saturating_sub(5);
    let height = if review.files.is_empty() {
        shared.saturating_sub(FILES)
    } else {
        findings_height(app.focus, &findings, shared)
    };
    let one = Constraint::Length(1);
    let list = Constraint::Length(height);
    let heights = [one, one, list, one, one, Constraint::Min(FILES), one];
    let [output, absolute, advice, handshakes, changes, main, start] =
        Layout::vertical(heights).areas(area);
    let differ = format!("{} {}", app.theme.glyphs.ahead, app.changes_summary());
    draw_cut(frame, changes, &differ, app.theme.muted, &app.theme.glyphs);
    let main = panels::draw_beside(frame, main, app);
    field::draw(frame, output, app, problems, FieldRef::Field(Field::Output));
    draw_absolute(frame, absolute, app);
    draw_findings(frame, advice, app, findings);
    draw_summary(frame, handshakes, app);
    match app.handshakes() {
        Some(all) if app.focus == Focus::Handshakes => {
            // Its last column is the bar's.
            let main = Rect { width: main.width.saturating_sub(1), ..main };
            let lines = all.lines(&app.theme, main.width);
            inspector::draw_page(
                frame,
                main,
                lines,
                (app.scroll, &app.shown),
                &app.theme,
                app.found_line(),
            );
        }
        _ => files::draw(frame, main, app),
    }
    draw_start(frame, start, app, review);
    app.mark(handshakes, Target::Focus(Focus::Handshakes));
    app.mark(start, Target::Focus(Focus::Start));
}

/// The fewest lines of the files' preview.
const FILES: u16 = 3;

/// How many lines the findings take of those that they share with the preview of the files: all that they
/// need, up to three of five. On a small screen the list makes room for what has the focus.
fn findings_height(focus: Focus, findings: &[Vec<Line<'_>>], shared: u16) -> u16 {
    const SMALL: u16 = 24;
    let needed = findings.iter().map(Vec::len).sum::<usize>().max(1) + 1;
    let most = match focus {
        Focus::Advice => (shared * 3 / 5).max(8),
        Focus::Files | Focus::Handshakes if shared < SMALL => (shared / 3).max(4),
        _ => shared * 3 / 5,
    };
    let most = most.min(shared.saturating_sub(FILES)).max(2);
    let height = u16::try_from(needed).unwrap_or(u16::MAX).min(most);
    if focus == Focus::Advice {
        return height; // It stays as high as it is while somebody goes through it.
    }
    // No line is left blank because the next one of them doesn't fit whole.
    let heights: Vec<usize> = findings.iter().map(Vec::len).collect();
    let (_, shown) = whole(&heights, 0, usize::from(height.saturating_sub(1)));
    let used: usize = heights.iter().take(shown).sum::<usize>() + 1;
    let used = used + usize::from(shown < heights.len());
    height.min(u16::try_from(used).unwrap_or(u16::MAX))
}

/// The absolute path, or that it can't be used.
fn draw_absolute(frame: &mut Frame<'_>, area: Rect, app: &App) {
    let theme = &app.theme;
    let (text, style) = match &app.output {
        None => return,
        Some(Ok(path)) => {
            let key = if app.is_written() { "review-absolute.written" } else { "review-absolute" };
            (fill(key, &[("path", &shown(path))]), theme.success)
        }
        Some(Err(refusal)) => {
            let message = theme.glyphs.said(&refusal.message);
            (format!("{} {message}", theme.glyphs.missing), theme.error)
        }
    };
    draw_cut(frame, area, &text, style, &theme.glyphs);
}

/// Each finding as lines: the marks of the focus and of its gravity, its place, and all of its text.
fn findings(app: &App, width: u16) -> Vec<Vec<Line<'static>>> {
    let theme = &app.theme;
    let finding = |(index, concern): (usize, Concern)| {
        let here = app.focus == Focus::Advice && index == app.advice;
        let label =
            if concern.label.is_empty() { String::new() } else { format!("{}: ", concern.label) };
        let (mark, style) = match concern.severity {
            Severity::Error => (theme.glyphs.missing, theme.error),
            Severity::Warning => (theme.glyphs.unwise, theme.warning),
            Severity::Note => (theme.glyphs.ahead, theme.muted),
        };
        let focus = if here { theme.glyphs.here } else { " " };
        let text = theme.glyphs.said(&format!("{label}{}", concern.text)).into_owned();
        let lines = wrap(&text, width.saturating_sub(4)).into_iter().enumerate();
        let lines = lines.map(|(number, line)| {
            let (before, rest) = match line.strip_prefix(label.as_str()) {
                Some(rest) if number == 0 => (format!("{focus}{mark} {label}"), rest.to_owned()),
                _ if number == 0 => (format!("{focus}{mark} "), line),
                _ => ("   ".to_owned(), line),
            };
            let text_style = if here { theme.text } else { style };
            Line::from(vec![Span::styled(before, style), Span::styled(rest, text_style)])
        });
        lines.collect()
    };
    app.concerns().into_iter().enumerate().map(finding).collect()
}

fn draw_findings(frame: &mut Frame<'_>, area: Rect, app: &App, findings: Vec<Vec<Line<'_>>>) {
    let theme = &app.theme;
    let focused = app.focus == Focus::Advice;
    if findings.is_empty() {
        let style = if focused { theme.selected } else { theme.success };
        frame.render_widget(Line::styled(say("review-no-advice"), style), area);
        return;
    }
    let style = if focused { theme.selected } else { theme.heading };
    let mut lines = vec![heading(title(app, findings.len()), style)];
    let room = usize::from(area.height.saturating_sub(1));
    let heights: Vec<usize> = findings.iter().map(Vec::len).collect();
    let (first, shown) = whole(&heights, if focused { app.advice } else { 0 }, room);
    let below = findings.len().saturating_sub(first + shown);
    // A page goes on by all of them.
    app.listed.note(shown + 2, findings.len());
    let limit = if below > 0 { room.saturating_sub(1).max(1) } else { room };
    let mut row = 1;
    for (index, height) in heights.iter().enumerate().skip(first).take(shown) {
        let height = u16::try_from(*height).unwrap_or(u16::MAX);
        let place = Rect { y: area.y.saturating_add(row), height, ..area }.intersection(area);
        app.mark(place, Target::Concern(index));
        row = row.saturating_add(height);
    }
    let mut some: Vec<Line<'_>> = findings.into_iter().skip(first).take(shown).flatten().collect();
    if some.len() > limit {
        // One that is longer than all of the room.
        some.truncate(limit);
        if let Some(last) = some.last_mut() {
            last.push_span(Span::raw(theme.glyphs.cut));
        }
    }
    lines.extend(some);
    if below > 0 && room > 1 {
        let key = if focused { "review-more" } else { "review-more-findings" };
        let text = fill(key, &[("count", &below)]);
        lines.push(Line::styled(theme.glyphs.said(&text).into_owned(), theme.muted));
    }
    frame.render_widget(Paragraph::new(lines), area);
}

/// Which of the findings to show, whole, in `room` lines so that `selected` is among them: the first, and
/// how many. Where some are left below, a line says so.
fn whole(heights: &[usize], selected: usize, room: usize) -> (usize, usize) {
    let sum = |from: usize, to: usize| -> usize { heights.iter().take(to).skip(from).sum() };
    let end = heights.len();
    let fits = |from: usize, to: usize| sum(from, to) + usize::from(to < end) <= room;
    let selected = selected.min(end.saturating_sub(1));
    let first = (0..selected).find(|first| fits(*first, selected + 1)).unwrap_or(selected);
    let to = (selected + 1..=end).rev().find(|to| fits(first, *to)).unwrap_or(selected + 1);
    (first, to.min(end).saturating_sub(first))
}

/// Whether everyone will reach everyone, in one line.
fn draw_summary(frame: &mut Frame<'_>, area: Rect, app: &App) {
    let theme = &app.theme;
    let (text, style) = match app.handshakes() {
        Some(all) => {
            let (verdict, summary) = all.summary();
            let (mark, style) = handshakes::look(verdict, theme);
            (format!("{mark} {summary}"), style)
        }
        None => (format!("{} {}", theme.glyphs.ahead, say("handshakes-pending")), theme.muted),
    };
    let style = if app.focus == Focus::Handshakes { theme.selected } else { style };
    draw_cut(frame, area, &text, style, &theme.glyphs);
}

/// How much is missing or unwise; what is fixed isn't, and counts apart.
fn title(app: &App, concerns: usize) -> String {
    let fixes = app.review.as_ref().map_or(0, |review| review.fixes.len());
    let count = concerns.saturating_sub(fixes);
    match (count, fixes) {
        (_, 0) => fill("review-advice", &[("count", &count)]),
        (0, _) => fill("review-only-fixed", &[("fixed", &fixes)]),
        _ => fill("review-advice-and-fixed", &[("count", &count), ("fixed", &fixes)]),
    }
}

fn draw_start(frame: &mut Frame<'_>, area: Rect, app: &App, review: &Review) {
    let focused = app.focus == Focus::Start;
    let ready = review.is_ready() && !matches!(app.output, Some(Err(_)));
    let style = match (focused, ready) {
        (true, _) => app.theme.selected,
        (false, true) => app.theme.success,
        (false, false) => app.theme.muted,
    };
    let text = if ready {
        fill("review-start", &[("count", &review.files.len())])
    } else if review.is_ready() {
        say("review-no-output").to_owned()
    } else {
        say("review-not-ready").to_owned()
    };
    frame.render_widget(Line::styled(text, style), area);
}

#[cfg(test)]
mod tests {
    use super::whole;

    #[test]
    fn findings_are_shown_whole_with_the_selected_one_and_a_line_for_those_below() {
        assert_eq!(whole(&[1, 2, 3], 0, 6), (0, 3));
        assert_eq!(whole(&[1, 2, 3], 0, 5), (0, 2));
        assert_eq!(whole(&[1, 2, 3], 2, 5), (1, 2));
        assert_eq!(whole(&[1, 2, 3, 1], 2, 5), (2, 2));
        // One that is longer than all of the room is shown alone, as far as it goes.
        assert_eq!(whole(&[1, 9, 1], 1, 4), (1, 1));
        assert_eq!(whole(&[], 0, 4), (0, 0));
    }
}
