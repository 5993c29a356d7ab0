//! The tree of files and what each of them holds, before and after they are written.

use std::path::Path;

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::Line;

use super::first_row;
use crate::pki::rows;
use crate::text::{escape_for_terminal, say};
use crate::ui::app::{App, Target};
use crate::ui::command::{Contents, OutcomeFile};
use crate::ui::focus::Focus;
use crate::ui::inspector;
use crate::ui::widgets::page::Shown;
use crate::ui::widgets::text::{cut, draw_bar, draw_cut, wrap, wrapped};

/// What happens to lines that are too long.
#[derive(Clone, Copy)]
pub(in crate::ui) enum Fit {
    /// They are cut: beside the tree, where there is little room.
    Cut,
    /// They are wrapped: on the whole screen.
    Wrap,
}

/// Draws the tree of files, and beside it what the selected one holds.
pub(super) fn draw(frame: &mut Frame<'_>, area: Rect, app: &App) {
    let tree_width = (area.width * 2 / 5).clamp(26, 44);
    let columns = [Constraint::Length(tree_width), Constraint::Min(10), Constraint::Length(0)];
    // The columns between and behind them are the bars'.
    let [tree, contents, _] = Layout::horizontal(columns).spacing(1).areas(area);
    draw_tree(frame, tree, app);
    if let Some(file) = app.files().get(app.file) {
        let lines = self::contents(file, app, contents.width, Fit::Cut);
        // The keys scroll what has the focus, and that alone.
        let nothing = Shown::default();
        let scroll = match app.focus {
            Focus::NextCommands => (0, &nothing),
            _ => (app.scroll, &app.shown),
        };
        inspector::draw_scrolled(frame, contents, lines, scroll, &app.theme);
    }
}

/// Draws the tree with the selected file in sight.
fn draw_tree(frame: &mut Frame<'_>, area: Rect, app: &App) {
    let nodes = nodes(app.files());
    let selected = nodes.iter().position(|(index, _)| *index == Some(app.file)).unwrap_or(0);
    let first = first_row(selected, nodes.len(), usize::from(area.height));
    draw_bar(frame, area, &app.theme, first, nodes.len());
    for ((index, label), row) in nodes.iter().skip(first).zip(area.rows()) {
        if let Some(index) = index {
            app.mark(row, Target::File(*index));
        }
        match index {
            None => frame.render_widget(Line::styled(label, app.theme.key), row),
            Some(index) => {
                let style = app.theme.choice(*index == app.file, app.focus == Focus::Files);
                draw_cut(frame, row, label, style, &app.theme.glyphs);
            }
        }
    }
}

/// The files as a tree: a line for each, by its index, and for each directory where it changes.
fn nodes(files: &[OutcomeFile]) -> Vec<(Option<usize>, String)> {
    let mut nodes = Vec::new();
    let mut directory = Path::new("");
    for (index, file) in files.iter().enumerate() {
        let parent = file.path.parent().unwrap_or(Path::new(""));
        if parent != directory {
            directory = parent;
            nodes.push((None, format!("{}/", parent.display())));
        }
        let name = file.path.file_name().unwrap_or_default().to_string_lossy();
        let indent = if parent == Path::new("") { "" } else { "  " };
        nodes.push((Some(index), format!("{indent}{name}")));
    }
    nodes
}

/// What a file holds, as lines of `width` columns: its mode first, then text, report, or for a key
/// only that it is one.
pub(in crate::ui) fn contents(
    file: &OutcomeFile,
    app: &App,
    width: u16,
    fit: Fit,
) -> Vec<Line<'static>> {
    let mode = format!("{} {:04o}", say("files-mode"), file.mode);
    let mut lines = vec![Line::styled(mode, app.theme.muted)];
    match &file.contents {
        Contents::Text(text) => {
            for line in text.lines() {
                let is_comment = line.trim_start().starts_with('#');
                let style = if is_comment { app.theme.muted } else { app.theme.text };
                let glyphs = &app.theme.glyphs;
                let line = escape_for_terminal(line);
                let line = glyphs.said(&line);
                let shown = match fit {
                    Fit::Cut => vec![cut(&line, usize::from(width), glyphs)],
                    Fit::Wrap => wrap(&line, width),
                };
                lines.extend(shown.into_iter().map(|line| Line::styled(line, style)));
            }
        }
        Contents::Certificate(report) => {
            let rows = rows(report, app.now);
            lines.extend(inspector::of_report(report, &rows, app.now, &app.theme, width));
        }
        Contents::PrivateKey => {
            lines.extend(wrapped(say("files-private-key"), width, app.theme.warning));
        }
    }
    lines
}
