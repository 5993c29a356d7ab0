//! Draws what stands above the steps.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, Clear, Paragraph};

use super::app::{App, Generation};
use super::draw::step_name;
use super::focus::Focus;
use super::inspector::draw_scrolled;
use super::keymap::{Mode, bindings};
use super::overlay::{FillDialog, Objection, Overlay};
use super::steps::files::{self, Fit};
use super::theme::Theme;
use super::widgets::field::draw_input;
use super::widgets::text::{column, wrapped};
use crate::answers::Step;
use crate::text::{fill, say};

/// Draws the overlay, if there is one, over the body.
pub(super) fn draw(frame: &mut Frame<'_>, body: Rect, app: &App) {
    match &app.overlay {
        None => {}
        Some(Overlay::Help { scroll }) => draw_help(frame, body, app, *scroll),
        Some(Overlay::Quit) => {
            draw_question(frame, body, app, say("quit-title"), &quit_question(app));
        }
        Some(Overlay::Resume(answers)) => {
            let named = answers.members().filter(|member| !member.name.is_empty()).count();
            let text = fill(
                "resume-question",
                &[
                    ("cluster", &answers.cluster_name()),
                    ("size", &answers.size()),
                    ("named", &named),
                ],
            );
            draw_question(frame, body, app, say("resume-title"), &text);
        }
        Some(Overlay::Fill(dialog)) => draw_fill(frame, body, app, dialog),
        Some(Overlay::Reader { scroll }) if app.focus == Focus::Handshakes => {
            let inner = draw_box(frame, body, app, say("handshakes-title"));
            let pending = || wrapped(say("handshakes-pending"), inner.width, app.theme.muted);
            let all = app.handshakes();
            let lines = all.map_or_else(pending, |all| all.lines(&app.theme, inner.width));
            draw_scrolled(frame, inner, lines, *scroll, &app.theme);
        }
        Some(Overlay::Reader { scroll }) => {
            let Some(file) = app.files().get(app.file) else { return };
            let inner = draw_box(frame, body, app, &file.path.display().to_string());
            draw_scrolled(
                frame,
                inner,
                files::contents(file, app, inner.width, Fit::Wrap),
                *scroll,
                &app.theme,
            );
        }
    }
}

/// What leaving would lose.
fn quit_question(app: &App) -> String {
    match &app.unsaved {
        _ if matches!(app.generation, Generation::Running { .. }) => {
            say("quit-question.running").to_owned()
        }
        _ if app.answers.is_untouched() => say("quit-question.untouched").to_owned(),
        Some(why) => fill("quit-question.unsaved", &[("why", why)]),
        None => say("quit-question").to_owned(),
    }
}

/// Clears an area and draws a titled box there; returns the room within.
fn draw_box(frame: &mut Frame<'_>, area: Rect, app: &App, title: &str) -> Rect {
    let block = Block::bordered()
        .border_set(app.theme.glyphs.border)
        .title(Line::styled(format!(" {title} "), app.theme.heading));
    let inner = block.inner(area);
    frame.render_widget(Clear, area);
    frame.render_widget(block, area);
    inner
}

fn centered(area: Rect, width: u16, height: u16) -> Rect {
    let (width, height) = (width.min(area.width), height.min(area.height));
    Rect {
        x: area.x + (area.width - width) / 2,
        y: area.y + (area.height - height) / 2,
        width,
        height,
    }
}

fn draw_question(frame: &mut Frame<'_>, body: Rect, app: &App, title: &str, text: &str) {
    let width = 60.min(body.width);
    let lines = wrapped(text, width.saturating_sub(4), app.theme.text);
    let height = u16::try_from(lines.len()).unwrap_or(1) + 2;
    let inner = draw_box(frame, centered(body, width, height), app, title);
    let inner = Rect { x: inner.x + 1, width: inner.width.saturating_sub(2), ..inner };
    frame.render_widget(Paragraph::new(lines), inner);
}

fn draw_fill(frame: &mut Frame<'_>, body: Rect, app: &App, dialog: &FillDialog) {
    const LABEL: u16 = 16;
    let width = 66.min(body.width);
    let area = centered(body, width, 10);
    let inner = draw_box(frame, area, app, say("fill-title"));
    let room = inner.width.saturating_sub(2);
    let line = |offset: u16| Rect {
        x: inner.x + 1,
        y: (inner.y + offset).min(inner.bottom().saturating_sub(1)),
        width: room,
        height: 1,
    };
    let fields = [
        (1, "fill-names", &dialog.names, !dialog.on_start),
        (2, "fill-start", &dialog.start, dialog.on_start),
    ];
    for (offset, label, input, focused) in fields {
        let area = line(offset);
        frame.render_widget(Line::styled(say(label), app.theme.key), area);
        let value = Rect { x: area.x + LABEL, width: area.width.saturating_sub(LABEL), ..area };
        if focused {
            draw_input(frame, value, input, &app.theme);
        } else {
            frame.render_widget(Line::raw(crate::text::escape_for_terminal(input.value())), value);
        }
    }
    let mark = app.theme.glyphs.missing;
    let (text, style) = match &dialog.objection {
        Some(Objection::Refused(text)) => (format!("{mark} {text}"), app.theme.error),
        Some(Objection::Replaces(count)) => {
            let text = fill("fill-replaces", &[("count", count)]);
            (format!("{mark} {text}"), app.theme.warning)
        }
        None => (say("fill-help").to_owned(), app.theme.muted),
    };
    let rest = Rect { y: line(4).y, height: inner.bottom().saturating_sub(line(4).y), ..line(4) };
    frame.render_widget(Paragraph::new(wrapped(&text, room, style)), rest);
}

fn draw_help(frame: &mut Frame<'_>, body: Rect, app: &App, scroll: u16) {
    let title = fill("help-title", &[("step", &step_name(app.step))]);
    let inner = draw_box(frame, body, app, &title);
    let mut lines = wrapped(lesson(app.step), inner.width, app.theme.text);
    lines.push(Line::default());
    lines.push(Line::styled(say("help-keys"), app.theme.heading));
    // The keys of the step itself, not those of this page.
    lines.extend(key_lines(app.mode_below(), &app.theme));
    draw_scrolled(frame, inner, lines, scroll, &app.theme);
}

/// All keys of a mode, one a line.
pub(super) fn key_lines(mode: Mode, theme: &Theme) -> impl Iterator<Item = Line<'static>> {
    bindings(mode).map(|binding| {
        Line::from(vec![
            Span::styled(column(binding.shown, 12, &theme.glyphs), theme.key),
            Span::raw(say(binding.label)),
        ])
    })
}

/// What a step is about, at length.
fn lesson(step: Step) -> &'static str {
    match step {
        Step::Layout => include_str!("../../assets/lessons/en/layout.txt"),
        Step::Size => include_str!("../../assets/lessons/en/size.txt"),
        Step::Hardware => include_str!("../../assets/lessons/en/hardware.txt"),
        Step::Members => include_str!("../../assets/lessons/en/members.txt"),
        Step::Network => include_str!("../../assets/lessons/en/network.txt"),
        Step::Certificates => include_str!("../../assets/lessons/en/certificates.txt"),
        Step::Review => include_str!("../../assets/lessons/en/review.txt"),
        Step::Generate => include_str!("../../assets/lessons/en/generate.txt"),
    }
}
