//! Draws what stands above the steps.

use ratatui::Frame;
use ratatui::layout::{Margin, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Clear, Paragraph};

use super::app::{App, Generation};
use super::drafts;
use super::draw::label;
use super::explanation::{self, Choices};
use super::focus::Focus;
use super::inspector::draw_page;
use super::keymap::{Binding, Mode, bindings};
use super::overlay::{FillDialog, Objection, Overlay};
use super::panels;
use super::preview;
use super::start;
use super::steps::files::{self, Fit};
use super::steps::{self, size};
use super::theme::Theme;
use super::widgets::field::draw_text_input;
use super::widgets::text::{column, draw_border, heading, wrapped};
use crate::answers::{Field, Step};
use crate::bundle::shown;
use crate::text::{escape_for_terminal, fill, say};

/// Draws the overlay, if there is one, over the body.
pub(super) fn draw(frame: &mut Frame<'_>, body: Rect, app: &App) {
    match &app.overlay {
        None => {}
        Some(Overlay::Help(scroll)) => draw_help(frame, body, app, *scroll),
        Some(Overlay::Quit) => {
            draw_question(frame, body, app, say("quit-title"), &quit_question(app));
        }
        Some(Overlay::Generate) => {
            draw_question(frame, body, app, say("generate-title"), &generate_question(app));
        }
        Some(Overlay::Drafts(list)) => {
            drafts::draw(frame, body, app, list);
            if let Some(question) = list.question() {
                draw_question(frame, body, app, say("draft-delete-title"), &question);
            }
        }
        Some(Overlay::Start(at)) => start::draw(frame, body, app, *at),
        Some(Overlay::Fill(dialog)) => draw_fill(frame, body, app, dialog),
        Some(Overlay::Keys(dialog, scroll)) => {
            let inner = draw_box(frame, body, app, say("key-help"));
            let lines = dialog_lines(app, dialog, inner.width);
            draw_page(frame, inner, lines, (*scroll, &app.read), &app.theme, app.found_line());
        }
        Some(Overlay::Changes(scroll)) => {
            let inner = draw_box(frame, body, app, say("changes-title"));
            let lines = changes_lines(app, inner.width);
            draw_page(frame, inner, lines, (*scroll, &app.read), &app.theme, app.found_line());
        }
        Some(Overlay::Preview(line)) => preview::draw(frame, body, app, *line),
        Some(Overlay::ByHand(scroll)) => {
            let inner = draw_box(frame, body, app, say("by-hand-title"));
            let lines = app.lines_by_hand(inner.width);
            draw_page(frame, inner, lines, (*scroll, &app.read), &app.theme, app.found_line());
        }
        Some(Overlay::Reader(scroll)) => {
            let title = match app.files().get(app.file) {
                _ if app.focus == Focus::Handshakes => say("handshakes-title").to_owned(),
                Some(file) => file.path.display().to_string(),
                None => return,
            };
            let inner = draw_box(frame, body, app, &title);
            let lines = reader_lines(app, inner.width);
            draw_page(frame, inner, lines, (*scroll, &app.read), &app.theme, app.found_line());
        }
    }
}

/// What a dialog is about, and its keys.
pub(super) fn dialog_lines(app: &App, dialog: &Overlay, width: u16) -> Vec<Line<'static>> {
    let theme = &app.theme;
    let about = match dialog {
        Overlay::Quit => quit_question(app),
        Overlay::Generate => generate_question(app),
        Overlay::Start(_) => say(Field::Preset.question().help).to_owned(),
        Overlay::Drafts(list) => list.question().unwrap_or_else(|| drafts::help(list).to_owned()),
        Overlay::Fill(_) => say("fill-help").to_owned(),
        Overlay::Changes(_) => app.changes_summary(),
        Overlay::ByHand(_) => say("by-hand-help").to_owned(),
        Overlay::Preview(_) => say("preview-help").to_owned(),
        Overlay::Reader(_) if app.focus == Focus::Handshakes => {
            say("review-handshakes-help").to_owned()
        }
        Overlay::Reader(_) => say("reader-help").to_owned(),
        _ => String::new(),
    };
    let mut lines = wrapped(&theme.glyphs.said(&about), width, theme.text);
    lines.push(Line::default());
    lines.extend(key_lines(dialog.mode(), theme, |binding| label(binding, app)));
    lines
}

/// What differs from the plan of before, host by host, with the lines that come and go.
pub(super) fn changes_lines(app: &App, width: u16) -> Vec<Line<'static>> {
    let theme = &app.theme;
    let mut lines = wrapped(&app.changes_summary(), width, theme.text);
    let hosts = app.review.as_ref().and_then(|review| review.changes.as_ref());
    for host in hosts.into_iter().flatten() {
        lines.push(Line::default());
        lines.push(heading(
            escape_for_terminal(&host.directory.display().to_string()),
            theme.heading,
        ));
        for file in &host.files {
            let name = file.path.strip_prefix(&host.directory).unwrap_or(&file.path);
            let name = escape_for_terminal(&name.display().to_string());
            lines.push(Line::styled(format!("  {name}"), theme.key));
            for (change, line) in &file.lines {
                // What goes on below stands behind the sign, so that each sign begins a line.
                let text = theme.glyphs.said(&escape_for_terminal(line)).into_owned();
                let text = wrapped(&text, width.saturating_sub(6), theme.text).into_iter();
                lines.extend(text.enumerate().map(|(index, mut line)| {
                    let sign = if index == 0 { change.mark() } else { " " };
                    line.spans.insert(0, Span::raw(format!("    {sign} ")));
                    line
                }));
            }
        }
    }
    lines
}

/// What is read on the whole screen: the handshakes, or the file under the cursor.
pub(super) fn reader_lines(app: &App, width: u16) -> Vec<Line<'static>> {
    if app.focus == Focus::Handshakes {
        let pending = || wrapped(say("handshakes-pending"), width, app.theme.muted);
        return app.handshakes().map_or_else(pending, |all| all.lines(&app.theme, width));
    }
    let file = app.files().get(app.file);
    file.map(|file| files::contents(file, app, width, Fit::Wrap)).unwrap_or_default()
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

/// What is going to be written, and where.
fn generate_question(app: &App) -> String {
    let (files, keys) = app.to_be_written();
    let typed = || app.answers.text(Field::Output);
    let path = match &app.output {
        Some(Ok(path)) => shown(path),
        _ => escape_for_terminal(&typed()),
    };
    let values: &[(&str, &dyn std::fmt::Display)] =
        &[("files", &files), ("keys", &keys), ("path", &path)];
    let text = fill("generate-question", values);
    if app.makes_another_authority() {
        return format!("{} {text}", say("generate-question.another"));
    }
    text
}

/// Clears an area and draws a titled box there; returns the room within.
fn draw_box(frame: &mut Frame<'_>, area: Rect, app: &App, title: &str) -> Rect {
    frame.render_widget(Clear, area);
    let title = Line::styled(format!(" {title} "), app.theme.heading);
    draw_border(frame, area, &app.theme, app.theme.text, title)
}

/// The middle of an area. Where lines can't be shared out evenly it stands higher, unlike ratatui's own.
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
    frame.render_widget(Paragraph::new(lines), inner.inner(Margin::new(1, 0)));
}

fn draw_fill(frame: &mut Frame<'_>, body: Rect, app: &App, dialog: &FillDialog) {
    const LABEL: u16 = 16;
    const WIDTH: u16 = 66;
    let (text, style) = fill_text(app, dialog);
    let text = wrapped(&text, WIDTH.min(body.width).saturating_sub(4), style);
    let height = u16::try_from(text.len()).unwrap_or(1).saturating_add(6);
    let area = centered(body, WIDTH, height.max(10));
    let inner = draw_box(frame, area, app, say("fill-title")).inner(Margin::new(1, 0));
    let fields = [
        ("fill-names", &dialog.names, !dialog.on_start),
        ("fill-start", &dialog.start, dialog.on_start),
    ];
    for ((label, input, focused), area) in fields.into_iter().zip(inner.rows().skip(1)) {
        frame.render_widget(Line::styled(say(label), app.theme.key), area);
        let value = Rect { x: area.x + LABEL, width: area.width.saturating_sub(LABEL), ..area };
        if focused {
            draw_text_input(frame, value, input, &app.theme);
        } else {
            frame.render_widget(Line::raw(crate::text::escape_for_terminal(input.value())), value);
        }
    }
    frame.render_widget(Paragraph::new(text), steps::below(inner, 4));
}

/// What stands in the way of filling the table, else what the two texts are, and its style.
fn fill_text(app: &App, dialog: &FillDialog) -> (String, Style) {
    let glyphs = app.theme.glyphs;
    match &dialog.objection {
        Some(Objection::Refused(text)) => (format!("{} {text}", glyphs.missing), app.theme.error),
        Some(Objection::Changes { lost, shrinks }) => {
            let mut said = Vec::new();
            if let Some((size, count)) = shrinks {
                said.push(fill("fill-shrinks", &[("size", size), ("count", count)]));
            }
            if *lost > 0 {
                said.push(fill("fill-replaces", &[("count", lost)]));
            }
            said.push(say("fill-again").to_owned());
            (format!("{} {}", glyphs.unwise, said.join(" ")), app.theme.warning)
        }
        None => (say("fill-help").to_owned(), app.theme.muted),
    }
}

fn draw_help(frame: &mut Frame<'_>, body: Rect, app: &App, scroll: u16) {
    let name = say(app.step.label());
    let inner = draw_box(frame, body, app, &fill("help-title", &[("step", &name)]));
    let lines = help_lines(app, inner.width);
    draw_page(frame, inner, lines, (scroll, &app.read), &app.theme, app.found_line());
}

/// What has the focus explained, then the step, and its keys.
pub(super) fn help_lines(app: &App, width: u16) -> Vec<Line<'static>> {
    let mut lines = Vec::new();
    // What has the focus first, then the step as a whole.
    if let Some(label) = explanation::label(app) {
        lines.push(heading(label, app.theme.heading));
        lines.extend(explanation::lines(app, width, Choices::All));
        if app.input.is_selected() {
            lines.extend(wrapped(say("help-proposed"), width, app.theme.text));
        }
        lines.push(Line::default());
        lines.push(heading(say("help-step"), app.theme.heading));
    }
    lines.extend(wrapped(steps::lesson(app.step), width, app.theme.text));
    lines.push(Line::default());
    if app.step == Step::Certificates {
        // The lesson is about it, and a small screen shows it nowhere else.
        lines.push(heading(say("start-picture"), app.theme.heading));
        lines.extend(panels::trust(app, width));
        lines.push(Line::default());
    }
    if app.step == Step::Size {
        // A small screen has no room for them.
        lines.extend(size::about(app, width));
        lines.push(Line::default());
    }
    let terms = steps::terms(app.step);
    if !terms.is_empty() {
        lines.push(heading(say("help-terms"), app.theme.heading));
        lines.extend(terms.iter().flat_map(|term| wrapped(say(term), width, app.theme.text)));
        lines.push(Line::default());
    }
    // The keys of the step itself, not those of this page.
    lines.extend(key_lines(app.mode_below(), &app.theme, |binding| label(binding, app)));
    if matches!(app.mode_below(), Mode::Files | Mode::Finished) {
        lines.push(Line::default());
        lines.push(heading(say("help-preview"), app.theme.heading));
        lines.extend(key_lines(Mode::Preview, &app.theme, |binding| label(binding, app)));
    }
    lines
}

/// All keys of a mode below their heading: a line for each thing that they do, with what it is called.
pub(super) fn key_lines(
    mode: Mode,
    theme: &Theme,
    label: impl Fn(&Binding) -> &'static str,
) -> Vec<Line<'static>> {
    let mut told: Vec<(Vec<&str>, &str)> = Vec::new();
    for binding in bindings(mode) {
        let is_told = |key: &str| told.iter().any(|(keys, _)| keys.contains(&key));
        // `Up/Down` tells of both.
        let keys: Vec<&str> = match binding.shown.split_once('/') {
            Some((first, second)) if !first.is_empty() => vec![first, second],
            _ => vec![binding.shown],
        };
        if keys.iter().all(|key| is_told(key)) {
            continue;
        }
        let label = label(binding);
        match told.iter_mut().find(|(_, other)| *other == label) {
            Some((others, _)) => others.extend(keys),
            None => told.push((keys, label)),
        }
    }
    let mut lines = vec![Line::styled(say("help-keys"), theme.heading)];
    lines.extend(told.into_iter().map(|(keys, label)| {
        let keys = Span::styled(column(&keys.join(", "), 16, &theme.glyphs), theme.key);
        Line::from(vec![keys, Span::raw(label)])
    }));
    lines
}
