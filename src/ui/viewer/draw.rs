//! Draws the inspector: a line of figures, the tree, the details, a message, the keys.

use std::path::Path;

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Margin, Rect, Size};
use ratatui::text::{Line, Span};
use ratatui::widgets::{Clear, Paragraph};
use unicode_width::UnicodeWidthStr;

use super::details::{describe, end_text, link, mark, short_end_text, what};
use super::tree::{self, Above, Node};
use super::{Stage, View, Viewer};
use crate::pki::ItemId;
use crate::text::{escape_for_terminal, fill, say};
use crate::ui::draw::{divided, draw_keys, draw_rule, draw_too_small, is_below};
use crate::ui::inspector::draw_scrolled;
use crate::ui::overlay_view::key_lines;
use crate::ui::theme::Glyphs;
use crate::ui::widgets::field::draw_input;
use crate::ui::widgets::text::{column, cut, draw_border, draw_cut, draw_more, wrapped};

/// The width from which PEM and DER stand beside the tree.
pub(super) const WIDE: u16 = 130;

/// Where everything is.
pub(super) struct Areas {
    head: Rect,
    rule: Rect,
    body: Rect,
    tree: Rect,
    details: Rect,
    message: Rect,
    keys: Rect,
}

impl Areas {
    /// The room of the tree within its border.
    pub(super) fn in_tree(&self) -> Rect {
        self.tree.inner(Margin::new(1, 1))
    }

    /// The room of the details within their border.
    pub(super) fn in_details(&self) -> Rect {
        self.details.inner(Margin::new(1, 1))
    }
}

/// Divides a screen; the details may take the place of the tree.
pub(super) fn areas(size: Size, covers: bool) -> Areas {
    let screen = Rect { x: 0, y: 0, width: size.width, height: size.height };
    let [head, rule, body, message, keys] = divided(screen, 1);
    let [tree, details] =
        Layout::horizontal([Constraint::Percentage(45), Constraint::Percentage(55)]).areas(body);
    let details = if covers { body } else { details };
    Areas { head, rule, body, tree, details, message, keys }
}

/// The least that this screen must have, in columns and lines.
pub(super) const LEAST: Size = Size { width: 60, height: 16 };

/// Draws the whole screen.
pub fn draw(frame: &mut Frame<'_>, viewer: &Viewer) {
    let area = frame.area();
    if is_below(area.as_size(), LEAST) {
        draw_too_small(frame, area, LEAST);
        return;
    }
    let theme = &viewer.theme;
    let covers = viewer.covers();
    let areas = areas(area.as_size(), covers);
    draw_head(frame, areas.head, viewer);
    draw_rule(frame, areas.rule, theme);
    if !covers {
        draw_tree(frame, areas.tree, viewer);
    }
    draw_details(frame, areas.details, viewer);
    draw_message(frame, areas.message, viewer);
    draw_keys(frame, areas.keys, viewer.mode(), theme);
    if let Some(scroll) = viewer.help {
        draw_help(frame, areas.body, viewer, scroll);
    }
}

fn draw_head(frame: &mut Frame<'_>, area: Rect, viewer: &Viewer) {
    let theme = &viewer.theme;
    let (state, style) = match viewer.stage {
        Stage::Inspection { files, items } => {
            (fill("viewer-reading", &[("files", &files), ("items", &items)]), theme.muted)
        }
        Stage::Checking => (say("viewer-checking").to_owned(), theme.muted),
        Stage::Failed => (say("viewer-failed").to_owned(), theme.error),
        Stage::Done if viewer.skipped > 0 => {
            (fill("viewer-skipped", &[("count", &viewer.skipped)]), theme.muted)
        }
        Stage::Done => (String::new(), theme.muted),
    };
    let mut spans = vec![Span::styled(say("viewer-title"), theme.heading), Span::raw("  ")];
    if !matches!(viewer.stage, Stage::Inspection { .. }) {
        spans.push(Span::raw(viewer.inspection.summary(&viewer.findings)));
        spans.push(Span::raw("  "));
    }
    spans.push(Span::styled(theme.glyphs.said(&state), style));
    frame.render_widget(Line::from(spans), area);
}

/// A bordered box, whose title tells by a mark whether it has the keys.
fn pane(frame: &mut Frame<'_>, area: Rect, viewer: &Viewer, title: &str, focused: bool) -> Rect {
    let theme = &viewer.theme;
    let (here, style) =
        if focused { (theme.glyphs.here, theme.heading) } else { (" ", theme.muted) };
    let title =
        cut(&format!("{here}{title} "), usize::from(area.width).saturating_sub(2), &theme.glyphs);
    draw_border(frame, area, theme, theme.muted, Line::styled(title, style))
}

fn draw_tree(frame: &mut Frame<'_>, area: Rect, viewer: &Viewer) {
    let (row, rows) = viewer.tree.position();
    let title = fill("viewer-tree", &[("row", &row), ("rows", &rows)]);
    let inner = pane(frame, area, viewer, &title, !viewer.in_details);
    if rows == 0 {
        let text = match viewer.stage {
            Stage::Inspection { .. } => say("viewer-wait"),
            Stage::Failed => say("viewer-failed"),
            _ => say("viewer-nothing"),
        };
        let text = viewer.theme.glyphs.said(text);
        frame.render_widget(Paragraph::new(wrapped(&text, inner.width, viewer.theme.text)), inner);
        return;
    }
    let lines: Vec<Line<'_>> = viewer
        .tree
        .shown(usize::from(inner.height))
        .map(|(node, selected)| tree_line(viewer, node, selected, usize::from(inner.width)))
        .collect();
    frame.render_widget(Paragraph::new(lines), inner);
}

fn tree_line(viewer: &Viewer, node: Node, selected: bool, width: usize) -> Line<'static> {
    let theme = &viewer.theme;
    let above = viewer.tree.above(&viewer.inspection, node);
    let marked = match above {
        Some(Above::Issuer(link)) => Node::item(link.place),
        _ => node,
    };
    let (mark, mark_style) = mark(viewer, viewer.tree.worst(marked));
    let indent = tree::depth(&viewer.inspection, node) * 2;
    let twist = match above {
        Some(Above::Issuer(_)) => theme.glyphs.signed_by,
        Some(Above::End(..)) => "?",
        None if !tree::has_children(&viewer.inspection, node) => " ",
        None if viewer.tree.is_open(&viewer.inspection, node) => "-",
        None => "+",
    };
    let before = format!("{:indent$}{twist} ", "");
    let room = width.saturating_sub(3 + before.width());
    let text = match (above, node.item) {
        (Some(above), _) => above_text(viewer, node, above, room),
        (None, Some(item)) => {
            let place = ItemId { file: node.file, item };
            cut(&describe(&viewer.inspection, place), room, &theme.glyphs)
        }
        (None, None) => file_text(viewer, node, room),
    };
    let base = theme.choice(selected, !viewer.in_details);
    let here = if selected { theme.glyphs.here } else { " " };
    // Colours of a mark would be lost in a reversed line anyway.
    let mark_style = if selected { base } else { mark_style };
    let text = column(&format!(" {before}{text}"), width.saturating_sub(2), &theme.glyphs);
    Line::from(vec![
        Span::styled(here, base),
        Span::styled(mark, mark_style),
        Span::styled(text, base),
    ])
}

/// A certificate of a chain and where it stands, or what is missing there.
fn above_text(viewer: &Viewer, node: Node, above: Above, room: usize) -> String {
    let (inspection, glyphs) = (&viewer.inspection, &viewer.theme.glyphs);
    let link_of = match above {
        Above::Issuer(link) => link,
        Above::End(end, last) => {
            let text = end_text(inspection, end, last);
            let short = || cut(&short_end_text(inspection, end, last), room, glyphs);
            return if text.width() <= room { text } else { short() };
        }
    };
    let place = link_of.place;
    let line = inspection.item(place).map_or(1, |item| item.line);
    let at = if place.file == node.file {
        fill("viewer-at-line", &[("line", &line)])
    } else {
        file_label(viewer, place.file)
    };
    // Where it stands has at least two fifths of the room.
    let what = link(inspection, link_of);
    let what = cut(&what, room.saturating_sub(at.width() + 2).max(room * 3 / 5), glyphs);
    let rest = room.saturating_sub(what.width() + 2);
    format!("{what}: {}", cut_front(&at, rest, glyphs))
}

/// The path of a file from the directory that all are in, safe to show.
fn file_label(viewer: &Viewer, file: usize) -> String {
    let path = viewer.inspection.files.get(file).map(|file| viewer.tree.short(&file.path));
    escape_for_terminal(&path.unwrap_or(Path::new("")).display().to_string())
}

/// A file's name, cut at its front, and what it holds where that is one thing or it is closed.
fn file_text(viewer: &Viewer, node: Node, room: usize) -> String {
    let glyphs = &viewer.theme.glyphs;
    let name = file_label(viewer, node.file);
    let count = viewer.inspection.files.get(node.file).map_or(0, |file| file.items.len());
    let holds = match count {
        0 => String::new(),
        1 => describe(&viewer.inspection, ItemId { file: node.file, item: 0 }),
        _ if viewer.tree.is_open(&viewer.inspection, node) => String::new(),
        _ => fill("viewer-items", &[("count", &count)]),
    };
    if holds.is_empty() {
        return cut_front(&name, room, glyphs);
    }
    // What it holds has at least two fifths of the room.
    let name = cut_front(&name, room.saturating_sub(holds.width() + 2).max(room * 3 / 5), glyphs);
    let rest = room.saturating_sub(name.width() + 2);
    format!("{name}: {}", cut(&holds, rest, glyphs))
}

/// Cuts text to `width` columns at its front: of a path, the end tells most.
fn cut_front(text: &str, width: usize, glyphs: &Glyphs) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let mut rest = text;
    while rest.width() + 1 > width {
        let mut characters = rest.chars();
        if characters.next().is_none() {
            break;
        }
        rest = characters.as_str();
    }
    format!("{}{rest}", glyphs.cut)
}

fn draw_details(frame: &mut Frame<'_>, area: Rect, viewer: &Viewer) {
    let of = |key| fill(key, &[("what", &shown_name(viewer))]);
    let title = match viewer.view {
        View::Details => say("viewer-details").to_owned(),
        View::Pem => of("viewer-pem-title"),
        View::Der => of("viewer-der-title"),
    };
    let inner = pane(frame, area, viewer, &title, viewer.in_details);
    let height = usize::from(inner.height);
    // Only what is on the screen is copied: an outline may have thousands of lines.
    let shown: Vec<Line<'_>> =
        viewer.details.iter().skip(viewer.scroll).take(height).cloned().collect();
    frame.render_widget(Paragraph::new(shown), inner);
    let below = viewer.details.len().saturating_sub(viewer.scroll + height);
    if below > 0 && inner.height > 1 {
        // Page keys are the tree's until Tab.
        let key = if viewer.in_details { "inspector-more" } else { "viewer-more" };
        draw_more(frame, inner, &viewer.theme, key, below + 1);
    }
}

/// The name of what is selected, and of its file.
fn shown_name(viewer: &Viewer) -> String {
    let Some(node) = viewer.tree.selected() else { return String::new() };
    match (viewer.subject(), viewer.above()) {
        (Some(place), _) => {
            let file = file_label(viewer, place.file);
            fill("viewer-in-file", &[("what", &what(&viewer.inspection, place)), ("path", &file)])
        }
        (None, Some(Above::End(end, last))) => short_end_text(&viewer.inspection, end, last),
        (None, _) => file_label(viewer, node.file),
    }
}

fn draw_message(frame: &mut Frame<'_>, area: Rect, viewer: &Viewer) {
    let theme = &viewer.theme;
    if viewer.search.open {
        let label = Line::styled(say("viewer-search"), theme.key);
        let count = fill("viewer-matches", &[("count", &viewer.search.matches.len())]);
        let count = Line::styled(count, theme.muted);
        let taken = |line: &Line<'_>| Constraint::Length(u16::try_from(line.width()).unwrap_or(0));
        let widths = [taken(&label), Constraint::Fill(1), taken(&count)];
        let [start, field, end] = Layout::horizontal(widths).spacing(1).areas(area);
        frame.render_widget(label, start);
        if viewer.help.is_none() {
            draw_input(frame, field, &viewer.search.input, theme);
        }
        frame.render_widget(count, end);
        return;
    }
    let Some(notice) = &viewer.notice else { return };
    let (text, style) = notice.shown(theme);
    draw_cut(frame, area, &text, style, &theme.glyphs);
}

fn draw_help(frame: &mut Frame<'_>, body: Rect, viewer: &Viewer, scroll: u16) {
    frame.render_widget(Clear, body);
    let inner = pane(frame, body, viewer, say("viewer-help-title"), true);
    let mut lines = Vec::new();
    for text in ["viewer-help", "viewer-help-search"] {
        lines.extend(wrapped(say(text), inner.width, viewer.theme.text));
        lines.push(Line::default());
    }
    lines.extend(key_lines(viewer.mode_below(), &viewer.theme));
    draw_scrolled(frame, inner, lines, scroll, &viewer.theme);
}
