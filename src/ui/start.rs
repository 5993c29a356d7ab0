//! What to start from: a list, a picture of the one under the cursor, and what it is about.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::{Line, Span};
use ratatui::widgets::{Clear, Paragraph};

use super::app::{App, Target};
use super::inspector::draw_scrolled;
use super::picture::picture;
use super::steps::below;
use super::widgets::text::{column, cut, heading, wrapped};
use crate::answers::{Answers, Start};
use crate::cluster::tutorial_fix;
use crate::text::{fill, say};

/// The width from which list and picture stand side by side, in columns.
const BESIDE: u16 = 150;
/// Columns of the list, where the picture stands beside it.
const LIST: u16 = 82;

/// Draws the whole of it over an area.
pub(super) fn draw(frame: &mut Frame<'_>, area: Rect, app: &App, at: Start) {
    frame.render_widget(Clear, area);
    for (start, row) in Start::ALL.iter().zip(rows_of_starts()) {
        app.mark(Rect { y: area.y + row, height: 1, ..area }, Target::Start(*start));
    }
    let list = list(app, at, area.width.min(LIST));
    let picture = picture_lines(app, at);
    let height = |lines: &[Line<'_>]| u16::try_from(lines.len()).unwrap_or(u16::MAX);
    let (list_height, picture_height) = (height(&list), height(&picture));
    let (list_area, picture_area, used) = if area.width >= BESIDE {
        let [left, right] =
            Layout::horizontal([Constraint::Length(LIST), Constraint::Min(0)]).areas(area);
        (left, right, list_height.max(picture_height))
    } else {
        (area, below(area, list_height), 0)
    };
    frame.render_widget(Paragraph::new(list), list_area);
    let details = details(app, at, area.width.saturating_sub(1).min(120));
    // The last column is the bar's.
    let beside_bar = |area: Rect| Rect { width: area.width.saturating_sub(1), ..area };
    if area.width >= BESIDE {
        frame.render_widget(Paragraph::new(picture), picture_area);
        let rest = beside_bar(below(area, used + 1));
        draw_scrolled(frame, rest, details, (app.scroll, &app.shown), &app.theme);
        return;
    }
    let mut lines = picture;
    lines.push(Line::default());
    lines.extend(details);
    draw_scrolled(frame, beside_bar(picture_area), lines, (app.scroll, &app.shown), &app.theme);
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

/// The lines of the list that the starts stand on, in their order: one heading each above the two groups.
fn rows_of_starts() -> impl Iterator<Item = u16> {
    let own = Start::ALL.iter().filter(|one| !matches!(one, Start::Tutorial(_))).count();
    let own = u16::try_from(own).unwrap_or_default();
    (1..=own).chain(own + 2..)
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

/// What else there is to say.
fn details(app: &App, at: Start, width: u16) -> Vec<Line<'static>> {
    let mut lines: Vec<Line<'static>> = Vec::new();
    let mut show = |title: &'static str, text: Vec<Line<'static>>| {
        if text.is_empty() {
            return;
        }
        if !lines.is_empty() {
            lines.push(Line::default());
        }
        lines.push(heading(title, app.theme.heading));
        lines.extend(text);
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
    // The others add to the recommended layout what no preset has.
    let command = match at {
        Start::Lab => Some("start-command.same"),
        Start::First | Start::Tutorial(_) => Some("start-command.members"),
        Start::Kubernetes | Start::OwnCa => None,
    };
    let command = command.map(|key| fill(key, &[("preset", &preset)]));
    show(say("start-command"), command.map(|text| wrapped(&text)).unwrap_or_default());
    let fixes = tutorial_fix::all(preset);
    let told = fixes.iter().flat_map(|one| wrapped(&format!("- {}", one.text))).collect();
    show(say("start-fixed"), told);
    lines
}
