//! What to start from: a list, a picture of the one under the cursor, and what it is about.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::{Line, Span};
use ratatui::widgets::{Clear, Paragraph};

use super::app::App;
use super::picture::picture;
use super::steps::{below, line};
use super::widgets::text::{column, cut, heading, wrapped};
use crate::answers::{Answers, Start};
use crate::cluster::tutorial_fix;
use crate::text::say;

/// The width from which list and picture stand side by side, in columns.
const BESIDE: u16 = 150;
/// Columns of the list, where the picture stands beside it.
const LIST: u16 = 82;

/// Draws the whole of it over an area.
pub(super) fn draw(frame: &mut Frame<'_>, area: Rect, app: &App, at: Start) {
    frame.render_widget(Clear, area);
    let list = list(app, at, area.width.min(LIST));
    let picture = picture_lines(app, at);
    let height = |lines: &[Line<'_>]| u16::try_from(lines.len()).unwrap_or(u16::MAX);
    let (list_height, picture_height) = (height(&list), height(&picture));
    let (list_area, picture_area, used) = if area.width >= BESIDE {
        let [left, right] =
            Layout::horizontal([Constraint::Length(LIST), Constraint::Min(0)]).areas(area);
        (left, right, list_height.max(picture_height))
    } else {
        (area, below(area, list_height), list_height + picture_height)
    };
    frame.render_widget(Paragraph::new(list), list_area);
    if picture_area.height >= picture_height {
        frame.render_widget(Paragraph::new(picture), picture_area);
    }
    draw_details(frame, area, used + 1, app, at);
}

fn list(app: &App, at: Start, width: u16) -> Vec<Line<'static>> {
    let row = |start: &Start| {
        let here = *start == at;
        let mark = if here { app.theme.glyphs.here } else { " " };
        let style = if here { app.theme.selected } else { app.theme.text };
        let name = column(start.name(), 18, &app.theme.glyphs);
        let name = Span::styled(format!("{mark} {name} "), style);
        let room = usize::from(width).saturating_sub(21);
        let about = cut(start.about(), room, &app.theme.glyphs);
        Line::from(vec![name, Span::styled(about, app.theme.muted)])
    };
    let is_tutorial = |start: &&Start| matches!(start, Start::Tutorial(_));
    let mut lines = vec![heading(say("start-intro"), app.theme.heading)];
    lines.extend(Start::ALL.iter().filter(|start| !is_tutorial(start)).map(row));
    lines.push(heading(say("start-tutorials"), app.theme.heading));
    lines.extend(Start::ALL.iter().filter(is_tutorial).map(row));
    lines
}

/// The picture of what the start under the cursor leads to, with what was typed already.
fn picture_lines(app: &App, at: Start) -> Vec<Line<'static>> {
    let mut taken: Answers = app.answers.clone();
    taken.apply_start(at);
    let mut lines = vec![heading(say("start-picture"), app.theme.heading)];
    let drawn = picture(&taken, &app.theme.glyphs);
    lines.extend(drawn.into_iter().map(|line| Line::styled(line, app.theme.text)));
    lines
}

/// What else there is to say, as far as it fits whole.
fn draw_details(frame: &mut Frame<'_>, area: Rect, mut offset: u16, app: &App, at: Start) {
    let width = area.width.min(120);
    let mut show = |title: &'static str, text: Vec<Line<'static>>| {
        let height = u16::try_from(text.len()).unwrap_or(u16::MAX);
        let fits = offset.saturating_add(height.saturating_add(1)) <= area.height;
        if let (Some(at), false, true) = (line(area, offset), text.is_empty(), fits) {
            frame.render_widget(heading(title, app.theme.heading), at);
            frame.render_widget(Paragraph::new(text), below(area, offset + 1));
            offset += height + 2;
        }
    };
    let wrapped = |text: &str| wrapped(text, width, app.theme.text);
    let preset = at.preset();
    let facts = [
        ("start-certificates", "certificates"),
        ("start-units", "units"),
        ("start-special", "special"),
    ];
    for (title, part) in facts {
        show(say(title), tutorial_fix::fact(preset, part).map(wrapped).unwrap_or_default());
    }
    let fixes = tutorial_fix::all(preset);
    let lines = fixes.iter().flat_map(|one| wrapped(&format!("- {}", one.text))).collect();
    show(say("start-fixed"), lines);
}
