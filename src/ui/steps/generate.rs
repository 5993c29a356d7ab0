//! The writing itself, and what to do next.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::Line;
use ratatui::widgets::Paragraph;

use super::{below, files};
use crate::bundle::shown;
use crate::text::{fill, say};
use crate::ui::app::{App, Generation, Target};
use crate::ui::command::Outcome;
use crate::ui::draw::draw_rule;
use crate::ui::focus::Focus;
use crate::ui::inspector::draw_page;
use crate::ui::widgets::text::{heading, wrap, wrapped};

pub(super) fn draw(frame: &mut Frame<'_>, area: Rect, app: &App) {
    let theme = &app.theme;
    let said = |text, style| wrapped(&theme.glyphs.said(text), area.width, style);
    let lines = match &app.generation {
        Generation::Idle => return,
        Generation::Finished(outcome) => return draw_outcome(frame, area, app, outcome),
        Generation::Running { done, total, name, cancelling } => {
            let width = usize::from(area.width.saturating_sub(2)).min(60);
            let filled = (width * done).checked_div(*total).unwrap_or(0);
            let bar = format!("[{}{}]", "=".repeat(filled), " ".repeat(width - filled));
            let title = fill("generate-keys", &[("done", done), ("total", total)]);
            let mut lines = vec![heading(title, theme.heading), Line::styled(bar, theme.success)];
            lines.extend([Line::raw(name.clone()), Line::default()]);
            let key = if *cancelling { "generate-cancelling" } else { "generate-running" };
            lines.extend(wrapped(say(key), area.width, theme.muted));
            lines
        }
        Generation::Failed(refusal) => {
            let mut lines = said(&refusal.message, theme.error);
            lines.extend(said(&refusal.hint, theme.text));
            lines.push(Line::default());
            lines.extend(wrapped(say("generate-nothing-left"), area.width, theme.muted));
            lines
        }
        Generation::Cancelled => wrapped(say("generate-cancelled"), area.width, theme.warning),
    };
    frame.render_widget(Paragraph::new(lines), area);
}

fn draw_outcome(frame: &mut Frame<'_>, area: Rect, app: &App, outcome: &Outcome) {
    let theme = &app.theme;
    let next_focused = app.focus == Focus::NextCommands;
    let half = area.height.saturating_sub(2) / 2;
    let next_height = if next_focused { half.saturating_add(2) } else { half };
    let one = Constraint::Length(1);
    let heights = [one, Constraint::Length(next_height), one, Constraint::Min(3)];
    let [title, next, rule, main] = Layout::vertical(heights).areas(area);
    let facts: [(&str, &dyn std::fmt::Display); 2] =
        [("count", &outcome.files.len()), ("path", &shown(&outcome.root))];
    let text = fill("generate-done", &facts);
    frame.render_widget(Line::styled(text, theme.success), title);
    let heading_style = if next_focused { theme.selected } else { theme.heading };
    frame.render_widget(heading(say("generate-next"), heading_style), next);
    let scroll = if next_focused { app.scroll } else { 0 };
    app.mark(next, Target::Focus(Focus::NextCommands));
    let next = below(next, 1);
    // Its last column is the bar's.
    let next = Rect { width: next.width.saturating_sub(1), ..next };
    let lines = next_lines(app, next.width);
    draw_page(frame, next, lines, scroll, theme, app.found_line().filter(|_| next_focused));
    draw_rule(frame, rule, theme);
    files::draw(frame, main, app);
}

/// The next commands as lines.
pub(in crate::ui) fn next_lines(app: &App, width: u16) -> Vec<Line<'static>> {
    let theme = &app.theme;
    let mut lines = Vec::new();
    for command in app.next_commands() {
        let style = if command.starts_with('#') { theme.muted } else { theme.text };
        let wrapped = wrap_command(&theme.glyphs.said(command), width);
        lines.extend(wrapped.into_iter().map(|line| Line::styled(line, style)));
    }
    lines
}

/// Wraps a line of the next commands; what goes on below a comment is a comment too, for whoever takes it
/// from the screen.
pub(in crate::ui) fn wrap_command(line: &str, width: u16) -> Vec<String> {
    match line.strip_prefix("# ") {
        Some(text) => {
            let lines = wrap(text, width.saturating_sub(2)).into_iter();
            lines.map(|line| format!("# {line}")).collect()
        }
        None => wrap(line, width),
    }
}
