//! Draws the inspector: a line of figures, the tree, the details, a message, the keys.

use std::path::Path;

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Margin, Rect, Size};
use ratatui::text::{Line, Span};
use ratatui::widgets::Paragraph;
use unicode_width::UnicodeWidthStr;

use super::chain;
use super::details::{anchor, describe, end_text, link, mark, short_end_text, what};
use super::forest::Row;
use super::tree::{self, Above, Node};
use super::{Stage, View, Viewer, acceptance, page, timeline};
use crate::pki::{ItemId, ItemKind, days_left, days_since};
use crate::text::{escape_for_terminal, fill, say};
use crate::ui::app::is_below;
use crate::ui::draw::{divided, draw_keys, draw_rule, draw_too_small};
use crate::ui::widgets::field::draw_input;
use crate::ui::widgets::text::{
    column, cut, cut_front, draw_border, draw_cut, draw_more, right, wrapped,
};

/// The width from which PEM and DER stand beside the tree.
pub(super) const WIDE: u16 = 130;

/// The width from which both panes have half of it.
const HALVES: u16 = 100;
/// The width of the left pane from which verdicts have a column.
const VERDICTS: usize = 56;
/// The columns of the days that are left, and of a verdict.
const DAYS: usize = 7;
const VERDICT: usize = 9;

/// Where everything is.
pub(super) struct Areas {
    head: Rect,
    rule: Rect,
    body: Rect,
    acceptance: Rect,
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
pub(super) fn areas(viewer: &Viewer) -> Areas {
    let size = viewer.size;
    let screen = Rect { x: 0, y: 0, width: size.width, height: size.height };
    let [head, rule, body, message, keys] = divided(screen, 1);
    let share = if size.width < HALVES { 45 } else { 50 };
    let shares = [Constraint::Percentage(share), Constraint::Percentage(100 - share)];
    let below = Constraint::Length(viewer.acceptance_height(body.height));
    let [panes, acceptance] = Layout::vertical([Constraint::Fill(1), below]).areas(body);
    let [tree, details] = Layout::horizontal(shares).areas(panes);
    let details = if viewer.covers() { body } else { details };
    Areas { head, rule, body, acceptance, tree, details, message, keys }
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
    let areas = areas(viewer);
    draw_head(frame, areas.head, viewer);
    draw_rule(frame, areas.rule, theme);
    if !covers {
        draw_tree(frame, areas.tree, viewer);
    }
    draw_details(frame, areas.details, viewer);
    acceptance::draw_strip(frame, areas.acceptance, viewer);
    draw_message(frame, areas.message, viewer);
    draw_keys(frame, areas.keys, viewer.mode(), theme, |binding| say(binding.label));
    if let Some(open) = &viewer.page {
        page::draw(frame, areas.body, viewer, open);
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
pub(super) fn pane(
    frame: &mut Frame<'_>,
    area: Rect,
    viewer: &Viewer,
    title: &str,
    focused: bool,
) -> Rect {
    let theme = &viewer.theme;
    let (here, style) =
        if focused { (theme.glyphs.here, theme.heading) } else { (" ", theme.muted) };
    let title =
        cut(&format!("{here}{title} "), usize::from(area.width).saturating_sub(2), &theme.glyphs);
    draw_border(frame, area, theme, theme.muted, Line::styled(title, style))
}

fn draw_tree(frame: &mut Frame<'_>, area: Rect, viewer: &Viewer) {
    let (row, rows) = viewer.position();
    let title = if viewer.by_chain { "viewer-forest" } else { "viewer-tree" };
    let title = fill(title, &[("row", &row), ("rows", &rows)]);
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
    let (height, width) = (usize::from(inner.height), usize::from(inner.width));
    let lines: Vec<Line<'_>> = if viewer.by_chain {
        let rows = viewer.forest.shown(height);
        rows.map(|(row, selected)| forest_line(viewer, row, selected, width)).collect()
    } else {
        let rows = viewer.tree.shown(height);
        rows.map(|(node, selected)| tree_line(viewer, node, selected, width)).collect()
    };
    let used = lines.len();
    frame.render_widget(Paragraph::new(lines), inner);
    timeline::draw(frame, inner, viewer, used);
}

/// A row of the left pane before it is fitted in.
struct Fitted {
    node: Node,
    depth: usize,
    twist: &'static str,
    selected: bool,
}

/// Sets a row into its columns: a mark, the text, the days that are left, and a verdict where there is room.
fn fitted(
    viewer: &Viewer,
    row: &Fitted,
    width: usize,
    text: impl FnOnce(usize) -> String,
) -> Line<'static> {
    let theme = &viewer.theme;
    let (mark, mark_style) = mark(viewer, viewer.tree.worst(row.node));
    let before = format!("{:indent$}{} ", "", row.twist, indent = row.depth * 2);
    let days = days(viewer, row.node);
    let is_wide = width >= VERDICTS;
    let verdict = match &days {
        Some(_) if is_wide => say(viewer.tree.verdict(row.node).key()),
        _ => "",
    };
    // What has no end may be as long as the pane is wide.
    let columns = match &days {
        Some(_) => 1 + DAYS + if is_wide { VERDICT + 1 } else { 0 },
        None => 0,
    };
    let room = width.saturating_sub(3 + before.width() + columns);
    let text = text(room);
    let base = theme.choice(row.selected, !viewer.in_details);
    let here = if row.selected { theme.glyphs.here } else { " " };
    // Colours of a mark would be lost in a reversed line anyway.
    let mark_style = if row.selected { base } else { mark_style };
    let left = width.saturating_sub(2 + columns);
    let mut line = column(&format!(" {before}{text}"), left, &theme.glyphs);
    if let Some(days) = days {
        line.push(' ');
        line.push_str(&right(&days, DAYS));
        if is_wide {
            line.push(' ');
            line.push_str(&column(verdict, VERDICT, &theme.glyphs));
        }
    }
    Line::from(vec![
        Span::styled(here, base),
        Span::styled(mark, mark_style),
        Span::styled(line, base),
    ])
}

/// The days until a certificate ends, or the first of a file or a directory.
fn days(viewer: &Viewer, node: Node) -> Option<String> {
    let end = match viewer.tree.place(&viewer.inspection, node) {
        Some(place) => match &viewer.inspection.item(place)?.kind {
            ItemKind::Certificate(report) => report.not_after,
            _ => None,
        },
        None if node.up == 0 && node.item.is_none() => viewer.tree.end(node),
        None => None,
    };
    let end = end?;
    let days = match days_left(end, viewer.now) {
        // What has ended less than a day ago has no days to show.
        left if left < 0 => match -days_since(end, viewer.now) {
            0 => return Some(say("viewer-ended").to_owned()),
            ago => ago,
        },
        left => left,
    };
    // More than the column holds is centuries.
    Some(match days / 365 {
        years if days.abs() >= 100_000 => fill("viewer-years", &[("years", &years)]),
        _ => fill("viewer-days", &[("days", &days)]),
    })
}

fn tree_line(viewer: &Viewer, node: Node, selected: bool, width: usize) -> Line<'static> {
    let theme = &viewer.theme;
    let above = viewer.tree.above(&viewer.inspection, node);
    let marked = match above {
        Some(Above::Issuer(link)) => Node::item(link.place).alone(&viewer.inspection),
        _ => node,
    };
    let twist = match above {
        Some(Above::Issuer(_)) => theme.glyphs.signed_by,
        Some(Above::End(..)) => "?",
        None if !tree::has_children(&viewer.inspection, node) => " ",
        None if viewer.tree.is_open(&viewer.inspection, node) => "-",
        None => "+",
    };
    let depth = viewer.tree.depth(&viewer.inspection, node);
    let row = Fitted { node: marked, depth, twist, selected };
    fitted(viewer, &row, width, |room| match (above, node.item) {
        (Some(above), _) => above_text(viewer, node, above, room),
        (None, Some(item)) => {
            let place = ItemId { file: node.file, item };
            cut(&describe(&viewer.inspection, place), room, &theme.glyphs)
        }
        (None, None) => file_text(viewer, node, room),
    })
}

/// A certificate among those that signed one another, or a key of one.
fn forest_line(viewer: &Viewer, row: &Row, selected: bool, width: usize) -> Line<'static> {
    let inspection = &viewer.inspection;
    let twist = match viewer.forest.fold(row) {
        None => " ",
        Some(true) => "-",
        Some(false) => "+",
    };
    let node = Node::item(row.place).alone(inspection);
    let fitted_row = Fitted { node, depth: row.depth, twist, selected };
    fitted(viewer, &fitted_row, width, |room| {
        let root = chain::is_anchor(inspection, row.place);
        let name = if root { anchor(inspection, row.place) } else { what(inspection, row.place) };
        let name = cut(&name, room, &viewer.theme.glyphs);
        let at = match row.places {
            0 | 1 => file_label(viewer, row.place.file),
            places => fill("viewer-places", &[("count", &places)]),
        };
        // Where it lies is said whole or not at all: half a path tells nothing.
        if name.width() + 2 + at.width() <= room { format!("{name}  {at}") } else { name }
    })
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

/// A directory's or a file's name, whole where there is room, and what it holds where that is one thing or it is
/// closed.
fn file_text(viewer: &Viewer, node: Node, room: usize) -> String {
    let glyphs = &viewer.theme.glyphs;
    if node.is_directory() {
        let name = format!("{}/", viewer.tree.directory(node).trim_end_matches('/'));
        let count = viewer.tree.files(node).len();
        let holds = fill("viewer-files", &[("count", &count)]);
        let is_closed = !viewer.tree.is_open(&viewer.inspection, node);
        let fits = name.width() + 2 + holds.width() <= room;
        return if is_closed && fits {
            format!("{name}  {holds}")
        } else {
            cut(&name, room, glyphs)
        };
    }
    let name = file_name(viewer, node.file);
    let count = viewer.inspection.files.get(node.file).map_or(0, |file| file.items.len());
    let holds = match count {
        0 => String::new(),
        1 => describe(&viewer.inspection, ItemId { file: node.file, item: 0 }),
        _ if viewer.tree.is_open(&viewer.inspection, node) => String::new(),
        _ => fill("viewer-items", &[("count", &count)]),
    };
    let name = cut(&name, room, glyphs);
    let rest = room.saturating_sub(name.width() + 2);
    // A word of it tells something, a letter nothing.
    if holds.is_empty() || rest < holds.width().min(6) {
        return name;
    }
    format!("{name}: {}", cut(&holds, rest, glyphs))
}

/// The name of a file without its directories, which have rows of their own; safe to show.
fn file_name(viewer: &Viewer, file: usize) -> String {
    let path = viewer.inspection.files.get(file).map(|file| file.path.as_path());
    let name =
        path.filter(|path| !path.to_string_lossy().contains("://")).and_then(Path::file_name);
    match name {
        Some(name) => escape_for_terminal(&name.to_string_lossy()),
        None => file_label(viewer, file),
    }
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
    let Some(node) = viewer.selected() else { return String::new() };
    if node.is_directory() {
        return viewer.tree.directory(node).to_owned();
    }
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
    let searched = if let Some(open) = &viewer.page {
        open.is_searched().then(|| (&open.sought, viewer.page_matches().len()))
    } else {
        let search = &viewer.search;
        search.open.then_some((&search.input, search.matches.len()))
    };
    if let Some((input, count)) = searched {
        let label = Line::styled(say("viewer-search"), theme.key);
        let count = fill("viewer-matches", &[("count", &count)]);
        let count = Line::styled(count, theme.muted);
        let taken = |line: &Line<'_>| Constraint::Length(u16::try_from(line.width()).unwrap_or(0));
        let widths = [taken(&label), Constraint::Fill(1), taken(&count)];
        let [start, field, end] = Layout::horizontal(widths).spacing(1).areas(area);
        frame.render_widget(label, start);
        draw_input(frame, field, input, theme);
        frame.render_widget(count, end);
        return;
    }
    let Some(notice) = &viewer.notice else { return };
    let (text, style) = notice.shown(theme);
    draw_cut(frame, area, &text, style, &theme.glyphs);
}
