//! A file with the line under the cursor explained: what the line is, why this plan has it, which question decides it,
//! and who says so.

mod explain;
mod read;
mod subject;

use std::cell::OnceCell;
use std::ops::Range;

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::Line;
use ratatui::widgets::{Clear, Paragraph};

use self::explain::Explanation;
use self::read::{Form, Part};
use super::app::{App, Target, WIDE};
use super::command::{Contents, OutcomeFile};
use super::inspector;
use super::widgets::text::{draw_bar, draw_border, wrapped};
use crate::answers::Answers;
use crate::cluster::Plan;
use crate::pki::rows;
use crate::render::Reasons;
use crate::text::{escape_for_terminal, say};

/// The most columns of the explanation beside a file, and the fewest.
const PANE: Range<u16> = 44..72;
/// The fewest lines of a file above its explanation, its border included.
const LEAST: u16 = 5;

/// A file that can be explained line by line. Line 0 is what stands above its text: its mode.
pub(super) struct Preview<'a> {
    file: &'a OutcomeFile,
    answers: &'a Answers,
    plan: Option<&'a Plan>,
    /// The key of what the file is.
    about: &'static str,
    shape: Shape,
    /// Why the lines of the member are as they are, once somebody asks.
    reasons: OnceCell<Option<Reasons>>,
}

/// How its lines are read.
enum Shape {
    /// As text, each line a part.
    Text(Form, Vec<Part>),
    /// As rows of a certificate, by their labels.
    Certificate(Vec<&'static str>),
}

impl<'a> Preview<'a> {
    /// The file, if there is something to say of its lines.
    pub(super) fn of(
        file: &'a OutcomeFile,
        answers: &'a Answers,
        plan: Option<&'a Plan>,
    ) -> Option<Self> {
        let (about, shape) = match &file.contents {
            Contents::Text(text) => {
                let (form, about) = read::form_of(&file.path)?;
                (about, Shape::Text(form, read::parts(form, text)))
            }
            Contents::Certificate(report) => {
                // Labels are the same at any time.
                let rows = rows(report, time::OffsetDateTime::UNIX_EPOCH);
                let labels = rows.iter().map(|row| row.label).collect();
                ("preview-certificate", Shape::Certificate(labels))
            }
            Contents::PrivateKey => return None,
        };
        Some(Self { file, answers, plan, about, shape, reasons: OnceCell::new() })
    }

    /// How many lines it has, with the one above its text.
    pub(super) fn count(&self) -> u16 {
        let count = match &self.shape {
            Shape::Text(_, parts) => parts.len(),
            Shape::Certificate(labels) => labels.len(),
        };
        u16::try_from(count + 1).unwrap_or(u16::MAX)
    }

    /// Each line as text, to be searched.
    pub(super) fn texts(&self, app: &App) -> Vec<String> {
        let text = |lines: Vec<Line<'_>>| -> String {
            lines.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
        };
        self.lines(app, u16::MAX).into_iter().map(text).collect()
    }

    /// Each line as lines of the screen.
    fn lines(&self, app: &App, width: u16) -> Vec<Vec<Line<'static>>> {
        let theme = &app.theme;
        let mode = format!("{} {:04o}", say("files-mode"), self.file.mode);
        let mut lines = vec![vec![Line::styled(mode, theme.muted)]];
        match &self.file.contents {
            Contents::Text(text) => lines.extend(text.lines().map(|line| {
                let is_comment = line.trim_start().starts_with('#');
                let style = if is_comment { theme.muted } else { theme.text };
                wrapped(&theme.glyphs.said(&escape_for_terminal(line)), width, style)
            })),
            Contents::Certificate(report) => {
                let rows = rows(report, app.now);
                lines.extend(inspector::by_row(report, &rows, app.now, theme, width));
            }
            Contents::PrivateKey => {}
        }
        lines
    }
}

impl App {
    /// The file under the cursor, if its lines can be explained.
    pub(super) fn preview(&self) -> Option<Preview<'_>> {
        let plan = self.review.as_ref().and_then(|review| review.plan.as_ref().ok());
        let file = self.files().get(self.file)?;
        Preview::of(file, &self.answers, plan.map(AsRef::as_ref))
    }
}

/// Draws the file with the line under the cursor marked, and beside it or below what that line is.
pub(super) fn draw(frame: &mut Frame<'_>, area: Rect, app: &App, line: u16) {
    let Some(preview) = app.preview() else { return };
    let explanation = preview.explanation(line);
    frame.render_widget(Clear, area);
    let is_wide = area.width >= WIDE;
    let [file, pane] = if is_wide {
        let width = (area.width * 2 / 5).clamp(PANE.start, PANE.end);
        Layout::horizontal([Constraint::Min(0), Constraint::Length(width)]).areas(area)
    } else {
        let height = explanation.height(app, area.width.saturating_sub(2));
        let usual = area.height * 9 / 20;
        let height = height.saturating_add(2).max(usual).min(area.height.saturating_sub(LEAST));
        Layout::vertical([Constraint::Min(0), Constraint::Length(height)]).areas(area)
    };
    draw_file(frame, file, app, &preview, line);
    draw_pane(frame, pane, app, &explanation);
}

fn draw_file(frame: &mut Frame<'_>, area: Rect, app: &App, preview: &Preview<'_>, line: u16) {
    let theme = &app.theme;
    let path = escape_for_terminal(&preview.file.path.display().to_string());
    let title = Line::styled(format!(" {path} "), theme.heading);
    let inner = draw_border(frame, area, theme, theme.text, title);
    let (cursor, height) = (usize::from(line), usize::from(inner.height));
    let lines = preview.lines(app, inner.width);
    let above: usize = lines.iter().take(cursor).map(Vec::len).sum();
    let total: usize = lines.iter().map(Vec::len).sum();
    app.read.note(height, total);
    // What stands above the line explains it, and what follows is read next: both are in sight.
    let first = above.saturating_sub(height / 2).min(total.saturating_sub(height));
    let drawn = lines
        .into_iter()
        .enumerate()
        .flat_map(|(index, lines)| lines.into_iter().map(move |line| (index, line)));
    for ((index, line), row) in drawn.skip(first).zip(inner.rows()) {
        if let Ok(index) = u16::try_from(index) {
            app.mark(row, Target::Line(index));
        }
        let is_here = index == cursor;
        let line = if is_here { line.patch_style(theme.selected) } else { line };
        frame.render_widget(line, row);
    }
    draw_bar(frame, inner, theme, first, total);
}

fn draw_pane(frame: &mut Frame<'_>, area: Rect, app: &App, explanation: &Explanation) {
    let title = Line::styled(format!(" {} ", explanation.title), app.theme.heading);
    let inner = draw_border(frame, area, &app.theme, app.theme.text, title);
    let lines = explanation.lines(app, inner.width, inner.height);
    frame.render_widget(Paragraph::new(lines), inner);
}

#[cfg(test)]
mod tests;
