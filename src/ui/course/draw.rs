//! Draws the course: the list of lessons, a lesson's text, or its tasks above what they are done on.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect, Size};
use ratatui::text::{Line, Span};
use ratatui::widgets::{Clear, Paragraph};

use super::{Course, Open, OpenGround, bench};
use crate::course::Lesson;
use crate::text::{fill, say};
use crate::ui::app::is_below;
use crate::ui::draw::{divided, draw_keys, draw_rule, draw_too_small};
use crate::ui::inspector::draw_scrolled;
use crate::ui::lab;
use crate::ui::overlay_view::key_lines;
use crate::ui::widgets::text::{draw_border, draw_cut, heading, wrapped};

/// The least that this screen must have, in columns and lines.
pub(super) const LEAST: Size = Size { width: 78, height: 24 };
/// The lines above the ground: lesson and tasks, the task, and a rule.
const HEAD: u16 = 3;
/// The most columns of a text: longer lines are hard to read.
const WIDEST: u16 = 80;

/// The room that is left for what the tasks are done on.
pub(super) fn ground(size: Size) -> Size {
    Size { height: size.height.saturating_sub(HEAD), ..size }
}

/// Draws the whole screen.
pub fn draw(frame: &mut Frame<'_>, course: &Course) {
    let area = frame.area();
    if is_below(area.as_size(), LEAST) {
        draw_too_small(frame, area, LEAST);
        return;
    }
    match &course.open {
        None => draw_list(frame, area, course),
        Some(open) if open.is_doing => draw_doing(frame, area, course, open),
        Some(open) => draw_text(frame, area, course, open),
    }
    if let Some(scroll) = course.help {
        draw_help(frame, area, course, scroll);
    }
}

/// The keys, on all but the line below, which tells those of this page.
fn draw_help(frame: &mut Frame<'_>, area: Rect, course: &Course, scroll: u16) {
    let theme = &course.theme;
    let [body, keys] = Layout::vertical([Constraint::Min(1), Constraint::Length(1)]).areas(area);
    frame.render_widget(Clear, area);
    let title = Line::styled(format!(" {} ", say("course-title")), theme.heading);
    let inner = draw_border(frame, body, theme, theme.text, title);
    let lines = key_lines(course.page_mode(), theme, |binding| say(binding.label));
    draw_scrolled(frame, inner, lines, (scroll, &course.keys), theme);
    draw_keys(frame, keys, course.mode(), theme, |binding| say(binding.label));
}

fn draw_list(frame: &mut Frame<'_>, area: Rect, course: &Course) {
    let theme = &course.theme;
    let [head, rule, body, message, keys] = divided(area, 1);
    frame.render_widget(Line::styled(say("course-title"), theme.heading), head);
    draw_rule(frame, rule, theme);
    let mut lines = wrapped(say("course-intro"), body.width.min(WIDEST), theme.text);
    lines.push(Line::default());
    lines.extend(Lesson::ALL.into_iter().map(|lesson| {
        let is_done = course.done.contains(&lesson);
        let (mark, style) = if is_done {
            (theme.glyphs.done, theme.success)
        } else {
            (theme.glyphs.ahead, theme.muted)
        };
        let is_here = lesson == course.selected;
        let here = if is_here { theme.glyphs.here } else { " " };
        let title = format!("{}. {}", lesson.number(), lesson.title());
        let title_style = if is_here { theme.selected } else { theme.text };
        Line::from(vec![
            Span::styled(format!("{here} {mark} "), style),
            Span::styled(title, title_style),
        ])
    }));
    frame.render_widget(Paragraph::new(lines), body);
    let count = course.done.len();
    let values: [(&str, &dyn std::fmt::Display); 2] =
        [("done", &count), ("all", &Lesson::ALL.len())];
    draw_cut(frame, message, &fill("course-progress", &values), theme.muted, &theme.glyphs);
    draw_keys(frame, keys, course.mode(), theme, |binding| say(binding.label));
}

fn title(course: &Course, open: &Open) -> Line<'static> {
    let theme = &course.theme;
    let tasks = open.lesson.tasks().len();
    let values: [(&str, &dyn std::fmt::Display); 3] = [
        ("number", &open.lesson.number()),
        ("all", &Lesson::ALL.len()),
        ("title", &open.lesson.title()),
    ];
    let mut spans =
        vec![Span::styled(fill("course-lesson", &values), theme.heading), Span::raw("  ")];
    spans.extend((0..tasks).map(|task| {
        if task < open.tasks {
            Span::styled(format!("{} ", theme.glyphs.done), theme.success)
        } else {
            Span::styled(format!("{} ", theme.glyphs.ahead), theme.muted)
        }
    }));
    Line::from(spans)
}

fn draw_text(frame: &mut Frame<'_>, area: Rect, course: &Course, open: &Open) {
    let theme = &course.theme;
    let [head, rule, body, message, keys] = divided(area, 1);
    frame.render_widget(title(course, open), head);
    draw_rule(frame, rule, theme);
    let body = Rect { width: body.width.min(WIDEST), ..body };
    let mut lines = wrapped(&theme.glyphs.said(open.lesson.text()), body.width - 1, theme.text);
    lines.push(heading(say("course-tasks"), theme.heading));
    for (number, task) in (1..).zip(open.lesson.tasks()) {
        let text = format!("{number}. {}", theme.glyphs.said(task.sentence()));
        lines.extend(wrapped(&text, body.width - 1, theme.text));
    }
    let body = Rect { width: body.width - 1, ..body };
    draw_scrolled(frame, body, lines, (open.scroll, &course.read), theme);
    let (text, style) = match &course.notice {
        Some(notice) => notice.shown(theme),
        None => (say("course-do-it").to_owned(), theme.muted),
    };
    draw_cut(frame, message, &text, style, &theme.glyphs);
    draw_keys(frame, keys, course.mode(), theme, |binding| say(binding.label));
}

fn draw_doing(frame: &mut Frame<'_>, area: Rect, course: &Course, open: &Open) {
    let theme = &course.theme;
    let [head, task, rest] =
        Layout::vertical([Constraint::Length(1), Constraint::Length(HEAD - 1), Constraint::Min(1)])
            .areas(area);
    frame.render_widget(title(course, open), head);
    let tasks = open.lesson.tasks();
    let (text, style) = match (tasks.get(open.tasks), &course.notice) {
        (_, Some(notice)) => notice.shown(theme),
        (Some(task), None) => (task.sentence().to_owned(), theme.text),
        (None, None) if open.lesson.next().is_some() => {
            (format!("{} {}", theme.glyphs.done, say("course-done")), theme.success)
        }
        (None, None) => {
            (format!("{} {}", theme.glyphs.done, say("course-all-done")), theme.success)
        }
    };
    let lines = wrapped(&theme.glyphs.said(&text), task.width, style);
    frame.render_widget(Paragraph::new(lines), task);
    match &open.ground {
        OpenGround::Cluster(lab) => lab::draw_within(frame, rest, lab),
        OpenGround::Certificates(view) => {
            let [body, keys] =
                Layout::vertical([Constraint::Min(1), Constraint::Length(1)]).areas(rest);
            bench::draw(frame, body, view, theme);
            draw_keys(frame, keys, course.mode(), theme, |binding| say(binding.label));
        }
    }
}
