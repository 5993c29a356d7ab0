//! The inspector: a certificate as rows, planned or issued.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, Paragraph};

use super::app::App;
use super::focus::Focus;
use super::theme::Theme;
use super::widgets::text::{column, wrap};
use crate::answers::{ClientRow, Place, Step};
use crate::pki::{CertificateProfile, CertificateReport, Row, Tone, role_name, rows};
use crate::text::{fill, say};

/// Columns that labels take.
const LABEL: usize = 15;

/// Draws the pane of the certificate that belongs to the focus.
pub(super) fn draw_pane(frame: &mut Frame<'_>, area: Rect, app: &App) {
    let profile = focused_profile(app);
    let title = if profile.owner.is_empty() {
        role_name(profile.role).to_owned()
    } else {
        format!("{}: {}", role_name(profile.role), profile.owner)
    };
    let block = Block::bordered()
        .border_set(app.theme.glyphs.border)
        .border_style(app.theme.muted)
        .title(Line::styled(format!(" {title} "), app.theme.heading));
    let inner = block.inner(area);
    frame.render_widget(block, area);
    let report = CertificateReport::planned(&profile, app.now);
    let mut lines = lines(&report, app, inner.width);
    if app.step == Step::Members {
        let other =
            if app.inspect_peer { "inspector.other-server" } else { "inspector.other-peer" };
        lines.push(Line::default());
        lines.push(Line::styled(say(other), app.theme.muted));
    }
    draw_scrolled(frame, inner, lines, app.scroll, &app.theme);
}

/// The profile of the certificate that belongs to the focus: the member's, the client's, or the CA's
/// for everything that concerns all.
fn focused_profile(app: &App) -> CertificateProfile {
    let member = |row: usize| {
        let mut profiles = app.answers.member_profiles(&app.answers.member(row)).into_iter();
        let first = profiles.next();
        profiles.next().filter(|_| app.inspect_peer).or(first)
    };
    // Of any member there is a profile; the blank client's never shows.
    let blank = || app.answers.client_profile(&ClientRow::default());
    let member = |row: usize| member(row).unwrap_or_else(blank);
    match app.focus {
        Focus::Place(Place::Member { row, .. }) => member(row),
        Focus::Place(Place::Client { row, .. }) => {
            let row = app.answers.clients().get(row).cloned().unwrap_or_default();
            app.answers.client_profile(&row)
        }
        _ if app.step == Step::Network => member(0),
        Focus::Place(Place::Field(crate::answers::Field::LeafDays)) => member(0),
        _ => app.answers.authority_profiles().into_iter().next().unwrap_or_else(|| member(0)),
    }
}

/// The rows of a report as lines of `width` columns.
pub(super) fn lines(report: &CertificateReport, app: &App, width: u16) -> Vec<Line<'static>> {
    rows(report, app.now).iter().flat_map(|row| row_lines(row, &app.theme, width)).collect()
}

fn row_lines(row: &Row, theme: &Theme, width: u16) -> Vec<Line<'static>> {
    let (mark, style) = match row.tone {
        Tone::Plain => ("", theme.text),
        Tone::Pending => ("", theme.muted),
        Tone::Warning => ("! ", theme.warning),
        Tone::Error => ("! ", theme.error),
    };
    let room = width.saturating_sub(u16::try_from(LABEL).unwrap_or(0));
    let values = row.values.iter().flat_map(|value| wrap(&format!("{mark}{value}"), room));
    values
        .enumerate()
        .map(|(index, value)| {
            let label = if index == 0 { row.label } else { "" };
            Line::from(vec![
                Span::styled(column(label, LABEL), theme.key),
                Span::styled(value, style),
            ])
        })
        .collect()
}

/// Draws lines from a scroll position that never runs past the end, and says how many more follow.
pub(super) fn draw_scrolled(
    frame: &mut Frame<'_>,
    area: Rect,
    lines: Vec<Line<'_>>,
    scroll: u16,
    theme: &Theme,
) {
    let height = usize::from(area.height);
    let hidden = lines.len().saturating_sub(height);
    let scroll = usize::from(scroll).min(hidden);
    let below = hidden - scroll;
    let shown: Vec<Line<'_>> = lines.into_iter().skip(scroll).take(height).collect();
    frame.render_widget(Paragraph::new(shown), area);
    if below > 0 && area.height > 1 {
        let more = fill("inspector.more", &[("count", &(below + 1))]);
        let last = Rect { y: area.y + area.height - 1, height: 1, ..area };
        frame.render_widget(ratatui::widgets::Clear, last);
        frame.render_widget(Line::styled(more, theme.muted), last);
    }
}
