//! The writing itself, and what to do next.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::{Line, Span};
use ratatui::widgets::Paragraph;
use unicode_width::UnicodeWidthStr;

use super::{below, files};
use crate::bundle::shown;
use crate::pki::{CertificateProfile, profiles, role_name};
use crate::text::{fill, say};
use crate::ui::app::{App, Generation, Target};
use crate::ui::command::Outcome;
use crate::ui::draw::draw_rule;
use crate::ui::focus::Focus;
use crate::ui::inspector::draw_page;
use crate::ui::panels::{self, Panel};
use crate::ui::widgets::bar;
use crate::ui::widgets::page::Shown;
use crate::ui::widgets::text::{column, heading, wrap, wrapped};

pub(super) fn draw(frame: &mut Frame<'_>, area: Rect, app: &App) {
    let theme = &app.theme;
    let said = |text, style| wrapped(&theme.glyphs.said(text), area.width, style);
    let lines = match &app.generation {
        Generation::Idle => return,
        Generation::Finished(outcome) => return draw_outcome(frame, area, app, outcome),
        Generation::Running { done, total, made, cancelling } => {
            let title = fill("generate-keys", &[("done", done), ("total", total)]);
            let bar = bar::progress(theme, *done, *total, area.width.into());
            let key = if *cancelling { "generate-cancelling" } else { "generate-running" };
            let mut lines = vec![heading(title, theme.heading), Line::from(bar)];
            lines.extend(wrapped(say(key), area.width, theme.muted));
            lines.push(Line::default());
            let room = usize::from(area.height).saturating_sub(lines.len());
            lines.extend(keys(app, made, room, area.width));
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
    panels::draw(frame, app, &[], &[Panel::Trust, Panel::Cluster], &[area]);
}

/// What a key is for, and whose it is.
pub(crate) fn key_name(profile: &CertificateProfile) -> String {
    format!("{}: {}", role_name(profile.role), profile.owner)
}

/// All keys of the plan in as many columns as `room` lines need, those that are made with their mark.
fn keys(app: &App, made: &[String], room: usize, width: u16) -> Vec<Line<'static>> {
    let theme = &app.theme;
    let plan = app.review.as_ref().and_then(|review| review.plan.as_ref().ok());
    let mut names: Vec<String> =
        plan.map(|plan| profiles(plan).iter().map(key_name).collect()).unwrap_or_default();
    let count = names.len();
    let rows = room.min(count).max(1);
    // Two columns for the mark, and two between.
    let widest = names.iter().map(|name| name.width()).max().unwrap_or_default() + 4;
    let fits = (usize::from(width) / widest).max(1);
    names.truncate(rows * fits);
    let mut made = made.to_vec();
    let entries: Vec<Vec<Span<'static>>> = names
        .into_iter()
        .map(|name| {
            // Several authorities have one name.
            let is_made =
                made.iter().position(|one| *one == name).map(|index| made.swap_remove(index));
            let (mark, style) = match is_made {
                Some(_) => (theme.glyphs.done, theme.success),
                None => (theme.glyphs.ahead, theme.muted),
            };
            let name = column(&name, widest - 2, &theme.glyphs);
            vec![Span::styled(format!("{mark} "), style), Span::styled(name, theme.text)]
        })
        .collect();
    let row = |row: usize| entries.iter().skip(row).step_by(rows).flatten().cloned().collect();
    (0..rows.min(entries.len())).map(row).collect()
}

/// The lines that the files keep while the commands are read.
const FILES: u16 = 3;

fn draw_outcome(frame: &mut Frame<'_>, area: Rect, app: &App, outcome: &Outcome) {
    let theme = &app.theme;
    let next_focused = app.focus == Focus::NextCommands;
    let area = panels::draw_beside(frame, area, app);
    let half = area.height.saturating_sub(2) / 2;
    let next_height = if next_focused {
        // All of the commands with their heading, as far as some of the files stay on the screen.
        let lines = next_lines(app, area.width.saturating_sub(1)).len() + 1;
        u16::try_from(lines)
            .unwrap_or(u16::MAX)
            .min(area.height.saturating_sub(FILES + 2))
            .max(half)
    } else {
        half
    };
    let one = Constraint::Length(1);
    let heights = [one, Constraint::Length(next_height), one, Constraint::Min(3)];
    let [title, next, rule, main] = Layout::vertical(heights).areas(area);
    let facts: [(&str, &dyn std::fmt::Display); 2] =
        [("count", &outcome.files.len()), ("path", &shown(&outcome.root))];
    let text = fill("generate-done", &facts);
    frame.render_widget(Line::styled(text, theme.success), title);
    let heading_style = if next_focused { theme.selected } else { theme.heading };
    frame.render_widget(heading(say("generate-next"), heading_style), next);
    let nothing = Shown::default();
    let scroll = if next_focused { (app.scroll, &app.shown) } else { (0, &nothing) };
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
