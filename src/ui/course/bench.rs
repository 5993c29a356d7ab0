//! The bench: a table of properties to turn round, and who accepts whom because of it.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::Paragraph;

use super::BenchView;
use crate::course::{Holder, Property, Trust};
use crate::text::say;
use crate::ui::Handshakes;
use crate::ui::inspector::draw_scrolled;
use crate::ui::theme::Theme;
use crate::ui::widgets::text::column;

/// The columns of a property's name, and of a holder's cell.
const NAME: usize = 42;
const CELL: usize = 8;

/// Draws the table, which stays, and below it the handshakes, which are scrolled.
pub(super) fn draw(frame: &mut Frame<'_>, area: Rect, view: &BenchView, theme: &Theme) {
    let table = table(view, theme);
    let height = u16::try_from(table.len()).unwrap_or(u16::MAX);
    let [top, rest] =
        Layout::vertical([Constraint::Length(height), Constraint::Min(1)]).areas(area);
    frame.render_widget(Paragraph::new(table), top);
    // The last column is the scroll bar's.
    let rest = Rect { width: rest.width.saturating_sub(1), ..rest };
    let lines = Handshakes::judged(view.bench.matrix(), false).outcome(theme, rest.width);
    draw_scrolled(frame, rest, lines, (view.scroll, &view.read), theme);
}

/// The key of a property's name.
fn key(property: Property) -> &'static str {
    match property {
        Property::ServerServes => "course-server-serves",
        Property::ServerDials => "course-server-dials",
        Property::ServerAddress => "course-server-address",
        Property::PeerServes => "course-peer-serves",
        Property::PeerDials => "course-peer-dials",
        Property::PeerAddress => "course-peer-address",
        Property::ClientDials => "course-client-dials",
        Property::Signed => "course-signed",
        Property::Trusts => "course-trusts",
    }
}

fn table(view: &BenchView, theme: &Theme) -> Vec<Line<'static>> {
    let mut head = column(say("course-property"), NAME, &theme.glyphs);
    for holder in Holder::ALL {
        head.push_str(&column(holder.as_str(), CELL, &theme.glyphs));
    }
    let mut lines = vec![Line::styled(head.trim_end().to_owned(), theme.heading)];
    lines.extend(Property::ALL.into_iter().map(|property| row(view, property, theme)));
    lines
}

fn row(view: &BenchView, property: Property, theme: &Theme) -> Line<'static> {
    let is_here = property == view.property;
    let mark = if is_here { theme.glyphs.here } else { " " };
    let name = column(&format!("{mark} {}", say(key(property))), NAME, &theme.glyphs);
    let style = if is_here { theme.heading } else { theme.text };
    let mut spans = vec![Span::styled(name, style)];
    for holder in Holder::ALL {
        let (text, style) = cell(view, holder, property, theme);
        let is_selected = is_here && holder == view.holder;
        let style = if is_selected { theme.selected } else { style };
        let text = column(&text, CELL - 2, &theme.glyphs);
        spans.extend([Span::styled(text, style), Span::raw("  ")]);
    }
    Line::from(spans)
}

fn cell(view: &BenchView, holder: Holder, property: Property, theme: &Theme) -> (String, Style) {
    if !property.is_of(holder) {
        return (theme.glyphs.ahead.to_owned(), theme.muted);
    }
    let has = view.bench.has(holder, property);
    let (right, wrong) = match property {
        Property::Trusts if view.bench.trust(holder) == Trust::Both => ("", say("course-ca-both")),
        Property::Signed | Property::Trusts => (say("course-ca-cluster"), say("course-ca-other")),
        _ => (theme.glyphs.done, theme.glyphs.missing),
    };
    if has { (right.to_owned(), theme.success) } else { (wrong.to_owned(), theme.warning) }
}
