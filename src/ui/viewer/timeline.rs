//! When the certificates are valid, as bars on one scale: in the room that a short tree leaves below it.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::Paragraph;

use super::Viewer;
use super::details::what;
use crate::pki::{Item, ItemId};
use crate::text::say;
use crate::ui::steps::below;
use crate::ui::widgets::bar::{self, Period};
use crate::ui::widgets::text::{column, heading};

/// The least width that it is drawn in.
const LEAST: u16 = 56;
/// The most certificates of it: more are no picture.
const MOST: usize = 30;
/// The columns of a date.
const DATE: usize = 10;

/// Draws it below `used` lines of an area, where all of it has room.
pub(super) fn draw(frame: &mut Frame<'_>, area: Rect, viewer: &Viewer, used: usize) {
    let area = below(area, u16::try_from(used + 1).unwrap_or(u16::MAX));
    if area.width < LEAST || area.height == 0 || viewer.forest.len() > MOST {
        return;
    }
    let lines = lines(viewer, usize::from(area.width));
    if lines.len() > 2 && lines.len() <= usize::from(area.height) {
        frame.render_widget(Paragraph::new(lines), area);
    }
}

fn lines(viewer: &Viewer, width: usize) -> Vec<Line<'static>> {
    let (theme, inspection) = (&viewer.theme, &viewer.inspection);
    let period = |place: ItemId| {
        let report = inspection.item(place).and_then(Item::report)?;
        report.not_before.zip(report.not_after)
    };
    let all: Vec<(ItemId, Period)> =
        viewer.forest.places().filter_map(|place| Some((place, period(place)?))).collect();
    let starts = all.iter().map(|(_, (start, _))| *start).min();
    let ends = all.iter().map(|(_, (_, end))| *end).max();
    let Some(within) = starts.zip(ends) else { return Vec::new() };
    let label = (width / 3).min(32);
    let room = width.saturating_sub(label + DATE + 5);
    let mut lines = vec![heading(format!("  {}", say("viewer-timeline")), theme.heading)];
    lines.extend(all.into_iter().map(|(place, period)| {
        let name = column(&what(inspection, place), label, &theme.glyphs);
        let mut spans = vec![Span::styled(format!("  {name} "), theme.text)];
        spans.extend(bar::validity(theme, period, within, viewer.now, room));
        spans.push(Span::raw(format!("  {}", period.1.date())));
        Line::from(spans)
    }));
    lines
}
