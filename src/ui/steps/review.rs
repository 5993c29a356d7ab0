//! Everything that will be written, before anything is.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::{Line, Span};
use ratatui::widgets::Paragraph;

use super::files;
use crate::answers::{Field, Problem};
use crate::cluster::advice::Severity;
use crate::text::{fill, say};
use crate::ui::app::{App, Output};
use crate::ui::focus::Focus;
use crate::ui::review::{Concern, Review};
use crate::ui::widgets::field;
use crate::ui::widgets::text::{cut, heading, wrap};
use crate::ui::{handshakes, inspector};

pub(super) fn draw(frame: &mut Frame<'_>, area: Rect, app: &App, problems: &[Problem]) {
    let Some(review) = &app.review else { return };
    // The selected entry is shown whole and takes up to three lines.
    let (advice_height, whole) = if app.focus == Focus::Advice { (8, 2) } else { (4, 0) };
    let concerns = app.concerns();
    let shown = u16::try_from(concerns.len().max(1)).unwrap_or(u16::MAX);
    let [output, absolute, advice, handshakes, main, start] = Layout::vertical([
        Constraint::Length(1),
        Constraint::Length(1),
        Constraint::Length(advice_height.min(shown.saturating_add(1 + whole)).max(2)),
        Constraint::Length(1),
        Constraint::Min(3),
        Constraint::Length(1),
    ])
    .areas(area);
    field::draw(frame, output, app, problems, Field::Output);
    draw_absolute(frame, absolute, app);
    draw_concerns(frame, advice, app, &concerns);
    draw_summary(frame, handshakes, app);
    match app.handshakes() {
        Some(all) if app.focus == Focus::Handshakes => {
            let lines = all.lines(&app.theme, main.width);
            inspector::draw_scrolled(frame, main, lines, app.scroll, &app.theme);
        }
        _ => files::draw(frame, main, app),
    }
    draw_start(frame, start, app, review);
}

/// The absolute path, or that it can't be used.
fn draw_absolute(frame: &mut Frame<'_>, area: Rect, app: &App) {
    let theme = &app.theme;
    let line = match &app.output {
        Output::Unchecked => Line::default(),
        Output::Usable(path) => {
            let shown = crate::text::showable(&path.display().to_string());
            Line::styled(fill("review.absolute", &[("path", &shown)]), theme.success)
        }
        Output::Refused(refusal) => {
            let message = theme.glyphs.said(&refusal.message);
            let text = format!("{} {message}", theme.glyphs.missing);
            Line::styled(cut(&text, usize::from(area.width), &theme.glyphs), theme.error)
        }
    };
    frame.render_widget(line, area);
}

fn draw_concerns(frame: &mut Frame<'_>, area: Rect, app: &App, concerns: &[Concern]) {
    let theme = &app.theme;
    if concerns.is_empty() {
        frame.render_widget(Line::styled(say("review.no-advice"), theme.success), area);
        return;
    }
    let focused = app.focus == Focus::Advice;
    let title = title(app, concerns.len());
    let style = if focused { theme.selected } else { theme.heading };
    let mut lines = vec![heading(title, style)];
    let mut selected_at = 0;
    for (index, concern) in concerns.iter().enumerate() {
        let label =
            if concern.label.is_empty() { String::new() } else { format!("{}: ", concern.label) };
        let here = focused && index == app.advice;
        let (mark, style) = match concern.severity {
            Severity::Danger => (theme.glyphs.missing, theme.error),
            Severity::Warning => (theme.glyphs.missing, theme.warning),
            Severity::Note => (theme.glyphs.ahead, theme.muted),
        };
        if here {
            selected_at = lines.len();
        }
        let room = usize::from(area.width).saturating_sub(2 + label.len());
        let text = theme.glyphs.said(&concern.text);
        // The selected entry is shown whole, the others as one line.
        let text_lines = if here {
            wrap(&text, u16::try_from(room).unwrap_or(20))
        } else {
            vec![cut(&text, room, &theme.glyphs)]
        };
        for (number, line) in text_lines.into_iter().enumerate() {
            let (mark, label) = if number == 0 { (mark, label.as_str()) } else { (" ", "") };
            lines.push(Line::from(vec![
                Span::styled(format!("{mark} "), style),
                Span::styled(label.to_owned(), style),
                Span::styled(line, if here { theme.text } else { style }),
            ]));
        }
    }
    let height = usize::from(area.height);
    let first = selected_at
        .saturating_sub(height.saturating_sub(4))
        .min(lines.len().saturating_sub(height));
    let shown: Vec<Line<'_>> = lines.into_iter().skip(first).take(height).collect();
    frame.render_widget(Paragraph::new(shown), area);
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
        None => (format!("{} {}", theme.glyphs.ahead, say("handshakes.pending")), theme.muted),
    };
    let style = if app.focus == Focus::Handshakes { theme.selected } else { style };
    frame.render_widget(
        Line::styled(cut(&text, usize::from(area.width), &theme.glyphs), style),
        area,
    );
}

/// How much is missing or unwise; what is mended isn't, and counts apart.
fn title(app: &App, concerns: usize) -> String {
    let mended = app.review.as_ref().map_or(0, |review| review.mended.len());
    let count = concerns.saturating_sub(mended);
    match (count, mended) {
        (_, 0) => fill("review.advice", &[("count", &count)]),
        (0, _) => fill("review.only-mended", &[("mended", &mended)]),
        _ => fill("review.advice-and-mended", &[("count", &count), ("mended", &mended)]),
    }
}

fn draw_start(frame: &mut Frame<'_>, area: Rect, app: &App, review: &Review) {
    let focused = app.focus == Focus::Start;
    let ready = review.is_ready() && !matches!(app.output, Output::Refused(_));
    let style = match (focused, ready) {
        (true, _) => app.theme.selected,
        (false, true) => app.theme.success,
        (false, false) => app.theme.muted,
    };
    let text = if ready {
        fill("review.start", &[("count", &review.files.len())])
    } else if review.is_ready() {
        say("review.no-output").to_owned()
    } else {
        say("review.not-ready").to_owned()
    };
    frame.render_widget(Line::styled(text, style), area);
}
