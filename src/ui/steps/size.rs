//! How many members: the fault-tolerance table, and a picture of what may fail.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::{Line, Span};
use ratatui::widgets::Paragraph;

use crate::answers::Field;
use crate::cluster::ClusterSize;
use crate::text::{fill, say};
use crate::ui::app::{App, Target};
use crate::ui::widgets::text::{column, draw_more, heading, right, wrapped};

pub(super) fn draw(frame: &mut Frame<'_>, area: Rect, app: &App) {
    let [table, rest] = Layout::vertical([Constraint::Length(11), Constraint::Min(0)]).areas(area);
    let [numbers, picture] =
        Layout::horizontal([Constraint::Length(44), Constraint::Min(0)]).areas(table);
    frame.render_widget(Paragraph::new(numbers_table(app)), numbers);
    for (index, area) in numbers.rows().skip(1).take(9).enumerate() {
        app.mark(area, Target::Choice(Field::ClusterSize, index));
    }
    frame.render_widget(Paragraph::new(picture_of(app, picture.width)), picture);
    let lines = about(app, rest.width.min(100));
    let hidden = lines.len().saturating_sub(rest.height.into());
    frame.render_widget(Paragraph::new(lines), rest);
    if hidden > 0 {
        draw_more(frame, rest, &app.theme, "panel-more-lesson", hidden + 1);
    }
}

/// What speaks for which size, and what the answers started from.
pub(in crate::ui) fn about(app: &App, width: u16) -> Vec<Line<'static>> {
    let mut lines = Vec::new();
    if app.answers.size().members() == 2 {
        let text = format!("{} {}", app.theme.glyphs.unwise, say("size-take-3"));
        lines.extend(wrapped(&text, width, app.theme.warning));
    }
    for key in ["size-why-odd", "size-why-not-2", "size-why-not-more"] {
        lines.extend(wrapped(say(key), width, app.theme.text));
    }
    let start = fill("size-start", &[("start", &app.answers.start().name())]);
    lines.extend(wrapped(&start, width, app.theme.muted));
    lines
}

/// The table of etcd's FAQ; a size beyond it, from a plan file, gets a row of its own.
fn numbers_table(app: &App) -> Vec<Line<'static>> {
    let chosen = app.answers.size();
    let mut lines = vec![heading(say("size-columns"), app.theme.heading)];
    let sizes = (1..=9).chain((chosen.members() > 9).then_some(chosen.members()));
    for size in sizes.filter_map(|members| ClusterSize::new(members).ok()) {
        let here = size == chosen;
        let mark = if here { app.theme.glyphs.here } else { " " };
        let numbers = format!(
            "{mark} {} {} {}  ",
            right(&size.to_string(), 7),
            right(&size.majority().to_string(), 9),
            right(&size.tolerance().to_string(), 10),
        );
        let style = if here { app.theme.selected } else { app.theme.text };
        let remark = column(&format!(" {}", remark(size)), 12, &app.theme.glyphs);
        lines.push(Line::from(vec![
            Span::styled(numbers, style),
            Span::styled(remark, app.theme.muted),
        ]));
    }
    lines
}

fn remark(size: ClusterSize) -> &'static str {
    match size.members() {
        1 => say("size-remark-1"),
        3 => say("size-remark-3"),
        5 => say("size-remark-5"),
        _ => "",
    }
}

/// The members with none failed, with as many failed as may, and with one more.
fn picture_of(app: &App, width: u16) -> Vec<Line<'static>> {
    let size = app.answers.size();
    let alive = fill("size-alive", &[("members", &size), ("majority", &size.majority())]);
    let mut lines = vec![Line::default()];
    let mut show = |failed: usize, text: String, style| {
        lines.push(quorum(app, size, failed, width));
        lines.extend(wrapped(&text, width, style));
        lines.push(Line::default());
    };
    show(0, alive, app.theme.success);
    let tolerance = size.tolerance();
    if tolerance > 0 {
        let left = size.members() - tolerance;
        let text = fill("size-tolerated", &[("failed", &tolerance), ("left", &left)]);
        show(tolerance, text, app.theme.success);
    }
    let lost = fill("size-lost", &[("failed", &(tolerance + 1)), ("majority", &size.majority())]);
    show(tolerance + 1, lost, app.theme.error);
    lines
}

/// The members as marks, the first of them failed.
pub(in crate::ui) fn quorum(
    app: &App,
    size: ClusterSize,
    failed: usize,
    width: u16,
) -> Line<'static> {
    let glyphs = app.theme.glyphs;
    let room = usize::from(width / 2);
    let marks = (0..size.members().min(room)).map(|index| {
        let has_failed = index < failed;
        let mark = if has_failed { glyphs.failed } else { glyphs.alive };
        let style = if has_failed { app.theme.error } else { app.theme.success };
        Span::styled(format!("{mark} "), style)
    });
    Line::from(marks.collect::<Vec<_>>())
}
