//! The inspector: a certificate as rows, planned or issued.

use std::borrow::Cow;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::Paragraph;
use time::OffsetDateTime;

use super::app::App;
use super::focus::Focus;
use super::theme::Theme;
use super::widgets::bar::{self, Period};
use super::widgets::page::Shown;
use super::widgets::text::{column, draw_bar, draw_border, draw_more, wrap, wrapped};
use crate::answers::{Field, FieldRef, Step};
use crate::cluster::CaLayout;
use crate::pki::{CertificateProfile, CertificateReport, Row, Stage, Tone, role_name, rows};
use crate::text::{fill, say};

/// Columns that labels take.
pub(super) const LABEL: usize = 15;

/// Draws the pane of the certificate that belongs to the focus.
pub(super) fn draw_pane(frame: &mut Frame<'_>, area: Rect, app: &App) {
    let profiles = profiles(app);
    let count = profiles.len().max(1);
    let at = |index: usize| profiles.get(index % count);
    let Some(profile) = at(app.inspected) else { return };
    let name = Line::styled(format!(" {} ", title(app, profile)), app.theme.heading);
    let inner = draw_border(frame, area, &app.theme, app.theme.muted, name);
    let report = CertificateReport::planned(profile, app.now);
    let authority = app.answers.authority_profiles().into_iter().next();
    let authority = authority.map(|one| CertificateReport::planned(&one, app.now));
    let now = rows(&report, app.now);
    let before = earlier(app, profile).map(|one| CertificateReport::planned(&one, app.now));
    // A leaf is seen within the life of its CA.
    let within = authority.and_then(|authority| period(&authority)).or(period(&report));
    let bar = within.and_then(|within| bar_of(&report, within, app.now, &app.theme, inner.width));
    let mut lines = match before.as_ref().map(|before| rows(before, app.now)) {
        Some(before) => compared_rows(&before, &now, &app.theme, inner.width, bar.as_ref()),
        None => of_barred_rows(&now, &app.theme, inner.width, bar.as_ref()),
    };
    if let (true, Some(next)) = (count > 1, at(app.inspected + 1)) {
        let position = app.inspected % count + 1;
        let next = title(app, next);
        let values: &[(&str, &dyn std::fmt::Display)] =
            &[("next", &next), ("position", &position), ("count", &count)];
        lines.push(Line::default());
        lines.extend(wrapped(&fill("inspector-next", values), inner.width, app.theme.muted));
    }
    draw_scrolled(frame, inner, lines, (app.scroll, &app.shown), &app.theme);
}

/// The same certificate as the answers had it before; `None` where the member was not named then.
fn earlier(app: &App, profile: &CertificateProfile) -> Option<CertificateProfile> {
    let Focus::FieldRef(FieldRef::Member { row, .. }) = app.focus else { return None };
    let before = app.compared();
    let member = before.member(row);
    if member.name.is_empty() || member.address.is_empty() || member == app.answers.member(row) {
        return None;
    }
    before.member_profiles(&member).into_iter().find(|one| one.role == profile.role)
}

/// Rows with what is new in them marked, and what is gone of them behind.
fn compared_rows(
    before: &[Row<'_>],
    now: &[Row<'_>],
    theme: &Theme,
    width: u16,
    bar: Option<&Line<'static>>,
) -> Vec<Line<'static>> {
    let mut lines = Vec::new();
    for row in now {
        let earlier = before.iter().find(|one| one.label == row.label);
        let held = earlier.map_or(&[][..], |one| one.values.as_slice());
        let gone = held.iter().filter(|value| !row.values.contains(value));
        let come = row.values.iter().filter(|value| !held.contains(value));
        let values: Vec<(&str, &Cow<'_, str>)> = row
            .values
            .iter()
            .filter(|value| held.contains(value))
            .map(|value| ("", value))
            .chain(gone.map(|value| ("- ", value)))
            .chain(come.map(|value| ("+ ", value)))
            .collect();
        for (index, (mark, value)) in values.into_iter().enumerate() {
            let label = if index == 0 { row.label } else { "" };
            let tone = match mark {
                "- " => Tone::Pending,
                "+ " => Tone::Plain,
                _ => row.tone,
            };
            let values = std::iter::once(Cow::Owned(format!("{mark}{value}"))).collect();
            let one = Row { label, values, tone };
            let line = row_lines(&one, theme, width);
            let style = if mark == "+ " { theme.warning } else { theme.text };
            lines.extend(line.into_iter().map(|line| line.patch_style(style)));
        }
        lines.extend(bar_below(row, bar));
    }
    lines
}

/// What a certificate is and whose; of several authorities, also which.
fn title(app: &App, profile: &CertificateProfile) -> String {
    let role = role_name(profile.role);
    let several = app.answers.trust() != CaLayout::One;
    match profile.authority {
        Some(authority) if several => format!("{role}: {authority}"),
        _ if profile.owner.is_empty() => role.to_owned(),
        _ => format!("{role}: {}", profile.owner),
    }
}

impl App {
    /// Inspects the next of the certificates that belong to the focus.
    pub(super) fn inspect_next(&mut self) {
        self.inspected = (self.inspected + 1) % profiles(self).len().max(1);
        self.scroll = 0;
    }
}

/// The certificates that belong to the focus: the member's, the client's, or for what concerns all
/// of them the authorities' and those of the first member.
fn profiles(app: &App) -> Vec<CertificateProfile> {
    let member = |row: usize| app.answers.member_profiles(&app.answers.member(row));
    match app.focus {
        Focus::FieldRef(FieldRef::Member { row, .. }) => member(row),
        Focus::FieldRef(FieldRef::Client { row, .. }) => {
            let row = app.answers.clients().get(row).cloned().unwrap_or_default();
            vec![app.answers.client_profile(&row)]
        }
        _ if app.step != Step::Certificates => member(0),
        Focus::FieldRef(FieldRef::Field(
            Field::CertificateLayout | Field::MemberKeys | Field::LeafDays | Field::ServerSans,
        )) => {
            let mut profiles = member(0);
            profiles.extend(app.answers.authority_profiles());
            profiles
        }
        _ => {
            let mut profiles = app.answers.authority_profiles();
            profiles.extend(member(0));
            profiles
        }
    }
}

/// Rows as lines of `width` columns, labels on the left.
pub(super) fn of_rows(rows: &[Row<'_>], theme: &Theme, width: u16) -> Vec<Line<'static>> {
    of_barred_rows(rows, theme, width, None)
}

/// The rows of a report, with its validity as a bar.
pub(super) fn of_report(
    report: &CertificateReport,
    rows: &[Row<'_>],
    now: OffsetDateTime,
    theme: &Theme,
    width: u16,
) -> Vec<Line<'static>> {
    by_row(report, rows, now, theme, width).into_iter().flatten().collect()
}

/// The same, the lines of each row by themselves.
pub(super) fn by_row(
    report: &CertificateReport,
    rows: &[Row<'_>],
    now: OffsetDateTime,
    theme: &Theme,
    width: u16,
) -> Vec<Vec<Line<'static>>> {
    let bar = period(report).and_then(|within| bar_of(report, within, now, theme, width));
    let with_bar = |row| of_barred_rows(std::slice::from_ref(row), theme, width, bar.as_ref());
    rows.iter().map(with_bar).collect()
}

fn of_barred_rows(
    rows: &[Row<'_>],
    theme: &Theme,
    width: u16,
    bar: Option<&Line<'static>>,
) -> Vec<Line<'static>> {
    let with_bar = |row| row_lines(row, theme, width).into_iter().chain(bar_below(row, bar));
    rows.iter().flat_map(with_bar).collect()
}

/// The bar, where this is the row that it stands below: the end of the validity.
fn bar_below(row: &Row<'_>, bar: Option<&Line<'static>>) -> Option<Line<'static>> {
    bar.filter(|_| row.label == say("report-until")).cloned()
}

/// From when to when a certificate is valid.
fn period(report: &CertificateReport) -> Option<Period> {
    report.not_before.zip(report.not_after)
}

/// The validity of a certificate as a bar below its row.
fn bar_of(
    report: &CertificateReport,
    within: Period,
    now: OffsetDateTime,
    theme: &Theme,
    width: u16,
) -> Option<Line<'static>> {
    let room = usize::from(width).saturating_sub(LABEL);
    // Not issued yet: nothing of it is past.
    let now = if report.stage == Stage::Planned { within.0 } else { now };
    Some(bar::below(LABEL, bar::validity(theme, period(report)?, within, now, room)))
}

fn row_lines(row: &Row<'_>, theme: &Theme, width: u16) -> Vec<Line<'static>> {
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
                Span::styled(column(label, LABEL, &theme.glyphs), theme.key),
                Span::styled(value, style),
            ])
        })
        .collect()
}

/// Draws lines from a scroll position that never runs past the end, notes how much of them is seen, and says how many
/// more follow; right of the area a bar shows where they are.
pub(super) fn draw_scrolled(
    frame: &mut Frame<'_>,
    area: Rect,
    lines: Vec<Line<'_>>,
    scroll: (u16, &Shown),
    theme: &Theme,
) {
    draw_page(frame, area, lines, scroll, theme, None);
}

/// The same with a line marked, the one that was searched for.
pub(super) fn draw_page(
    frame: &mut Frame<'_>,
    area: Rect,
    lines: Vec<Line<'_>>,
    (scroll, seen): (u16, &Shown),
    theme: &Theme,
    marked: Option<usize>,
) {
    let height = usize::from(area.height);
    let total = lines.len();
    seen.note(height, total);
    let hidden = total.saturating_sub(height);
    let scroll = usize::from(scroll).min(hidden);
    let below = hidden - scroll;
    let shown = lines.into_iter().enumerate().skip(scroll).take(height);
    let shown: Vec<Line<'_>> = shown
        .map(
            |(index, line)| {
                if marked == Some(index) { line.patch_style(theme.selected) } else { line }
            },
        )
        .collect();
    frame.render_widget(Paragraph::new(shown), area);
    if below > 0 && area.height > 1 {
        draw_more(frame, area, theme, "inspector-more", below + 1);
    }
    draw_bar(frame, area, theme, scroll, total);
}
