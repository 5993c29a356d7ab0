//! Which layout to start from: a list, a picture of the one under the cursor, and what it is about.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::{Line, Span};
use ratatui::widgets::Paragraph;

use super::{below, line};
use crate::answers::Answers;
use crate::cluster::{Preset, tutorial_fix};
use crate::text::say;
use crate::ui::app::App;
use crate::ui::picture::picture;
use crate::ui::widgets::text::{column, cut, heading, wrapped};

/// The width from which list and picture stand side by side, in columns.
const BESIDE: u16 = 150;
/// Columns of the list, where the picture stands beside it.
const LIST: u16 = 82;

pub(super) fn draw(frame: &mut Frame<'_>, area: Rect, app: &App) {
    let intro = wrapped(say("layout-intro"), area.width, app.theme.muted);
    let top = u16::try_from(intro.len()).unwrap_or(0) + 1;
    frame.render_widget(Paragraph::new(intro), area);
    let body = below(area, top);
    let picture = picture_lines(app);
    let list_height = u16::try_from(Preset::ALL.len()).unwrap_or(0);
    let picture_height = u16::try_from(picture.len()).unwrap_or(0);
    let (list_area, picture_area, used) = if area.width >= BESIDE {
        let [left, right] =
            Layout::horizontal([Constraint::Length(LIST), Constraint::Min(0)]).areas(body);
        (left, right, list_height.max(picture_height))
    } else {
        (body, below(body, list_height + 1), list_height + 1 + picture_height)
    };
    frame.render_widget(Paragraph::new(list(app, list_area.width)), list_area);
    frame.render_widget(Paragraph::new(picture), picture_area);
    draw_details(frame, body, used + 1, app);
}

fn list(app: &App, width: u16) -> Vec<Line<'static>> {
    let row = |preset: Preset| {
        let here = preset == app.preset;
        let mark = if here { app.theme.glyphs.here } else { " " };
        let style = if here { app.theme.selected } else { app.theme.text };
        let name = column(preset.as_str(), 18, &app.theme.glyphs);
        let name = Span::styled(format!("{mark} {name} "), style);
        let room = usize::from(width).saturating_sub(21);
        let about = cut(tutorial_fix::about(preset), room, &app.theme.glyphs);
        Line::from(vec![name, Span::styled(about, app.theme.muted)])
    };
    Preset::ALL.into_iter().map(row).collect()
}

/// The picture of what the layout under the cursor leads to, with what was typed already.
fn picture_lines(app: &App) -> Vec<Line<'static>> {
    let mut taken: Answers = app.answers.clone();
    taken.apply_preset(app.preset);
    let mut lines = vec![heading(say("layout-picture"), app.theme.heading)];
    let drawn = picture(&taken, &app.theme.glyphs);
    lines.extend(drawn.into_iter().map(|line| Line::styled(line, app.theme.text)));
    lines
}

/// What else there is to say, as far as it fits whole.
fn draw_details(frame: &mut Frame<'_>, area: Rect, mut offset: u16, app: &App) {
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
    let facts = [
        ("layout-certificates", "certificates"),
        ("layout-units", "units"),
        ("layout-special", "special"),
    ];
    for (title, part) in facts {
        show(say(title), tutorial_fix::fact(app.preset, part).map(wrapped).unwrap_or_default());
    }
    let fixes = tutorial_fix::all(app.preset);
    let lines = fixes.iter().flat_map(|one| wrapped(&format!("- {}", one.text))).collect();
    show(say("layout-fixed"), lines);
}
