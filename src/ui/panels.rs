//! Panels for the room that a step leaves: what the cluster is so far, who trusts whom and until when, who reaches
//! whom, what a member's settings say, and what the step is about.

use std::cmp::Reverse;

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::{Line, Span};
use ratatui::widgets::Paragraph;
use time::Duration;

use super::app::App;
use super::explanation::WIDEST;
use super::focus::Focus;
use super::inspector::LABEL;
use super::picture::picture;
use super::steps::{self, below, hardware, size};
use super::widgets::bar;
use super::widgets::text::{column, cut, draw_border, draw_more, right, wrapped};
use crate::answers::{MemberRow, Problem, Step};
use crate::cluster::ClusterSize;
use crate::pki::BACKDATE;
use crate::text::{escape_for_terminal, fill, say};

/// One of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Panel {
    /// What each size survives.
    Quorum,
    /// The members, and what they need.
    Cluster,
    /// Who signs what, who trusts whom, and until when.
    Trust,
    /// Who reaches whom.
    Handshakes,
    /// What the step is about.
    Lesson,
    /// What the first member's settings say.
    Settings,
    /// What the words mean that the step takes for known.
    Terms,
    /// The commands that do the same.
    ByHand,
}

/// The fewest lines of a panel that can be read on elsewhere, its border included.
const LEAST: u16 = 8;

/// The columns of a panel with the picture.
const PICTURE: u16 = 72;
/// The width from which one stands beside the tree of files and lines of 80 columns.
const BESIDE_FILES: u16 = 199;

/// Those of a step, first those that matter most there.
pub(super) fn of_step(step: Step) -> &'static [Panel] {
    match step {
        Step::Size => &[
            Panel::Lesson,
            Panel::Quorum,
            Panel::Terms,
            Panel::Trust,
            Panel::Cluster,
            Panel::ByHand,
        ],
        Step::Hardware => {
            &[Panel::Cluster, Panel::ByHand, Panel::Lesson, Panel::Settings, Panel::Terms]
        }
        Step::Members => {
            &[Panel::Handshakes, Panel::Trust, Panel::ByHand, Panel::Lesson, Panel::Terms]
        }
        Step::Network => {
            &[Panel::Cluster, Panel::ByHand, Panel::Settings, Panel::Lesson, Panel::Terms]
        }
        Step::Certificates => {
            &[Panel::Trust, Panel::ByHand, Panel::Lesson, Panel::Terms, Panel::Cluster]
        }
        Step::Review | Step::Generate => &[Panel::Handshakes, Panel::Trust, Panel::Cluster],
    }
}

/// Draws panels below what stands in columns already, each in the column with the most room: first those that have
/// room for all of it, then those that can be read on elsewhere.
pub(super) fn draw(
    frame: &mut Frame<'_>,
    app: &App,
    problems: &[Problem],
    panels: &[Panel],
    columns: &[Rect],
) {
    let mut left = panels.to_vec();
    let mut places: Vec<Rect> = columns.iter().map(|area| free(frame, *area)).collect();
    for is_whole in [true, false] {
        left.retain(|panel| {
            places.sort_by_key(|area| Reverse(area.height));
            let drawn = places.iter_mut().find_map(|area| {
                let height = panel.draw(frame, *area, app, problems, is_whole)?;
                *area = below(*area, height + 1);
                Some(height)
            });
            drawn.is_none()
        });
    }
}

/// Draws panels on the right of an area that is so wide that files leave half of it empty; returns the rest.
pub(super) fn draw_beside(frame: &mut Frame<'_>, area: Rect, app: &App) -> Rect {
    if area.width < BESIDE_FILES {
        return area;
    }
    let columns = [Constraint::Min(0), Constraint::Length(PICTURE)];
    let [rest, beside] = Layout::horizontal(columns).spacing(1).areas(area);
    let shown = of_step(app.step).iter().copied();
    // In place of a file the handshakes stand on the left.
    let is_there = |panel: &Panel| *panel == Panel::Handshakes && app.focus == Focus::Handshakes;
    let panels: Vec<Panel> = shown.filter(|panel| !is_there(panel)).collect();
    draw(frame, app, &[], &panels, &[beside]);
    rest
}

/// What is left of an area below all that was drawn there, with a blank line between.
fn free(frame: &mut Frame<'_>, area: Rect) -> Rect {
    let buffer = frame.buffer_mut();
    let is_blank =
        |row: &Rect| row.columns().all(|cell| buffer[cell.as_position()].symbol() == " ");
    let blank = area.rows().rev().take_while(is_blank).count();
    let blank = u16::try_from(blank).unwrap_or(u16::MAX);
    let used = area.height - blank.min(area.height);
    below(area, if used == 0 { 0 } else { used + 1 })
}

impl Panel {
    /// Draws it at the top of an area, if it has room for it and has something to say; returns its height.
    fn draw(
        self,
        frame: &mut Frame<'_>,
        area: Rect,
        app: &App,
        problems: &[Problem],
        is_whole: bool,
    ) -> Option<u16> {
        // What a step is about is read as a whole, or on the page of F1.
        let can_be_cut = match self {
            Self::Settings => !is_whole,
            // Refusals come first, however long their reasons are.
            Self::Handshakes | Self::ByHand => true,
            _ => false,
        };
        let can_be_cut = can_be_cut && area.height >= LEAST;
        if !is_whole && !can_be_cut {
            return None;
        }
        let area = Rect { width: area.width.min(WIDEST), ..area };
        let width = area.width.saturating_sub(2);
        let lines = self.lines(app, problems, width);
        let height = u16::try_from(lines.len()).unwrap_or(u16::MAX).saturating_add(2);
        let is_long = height > area.height || lines.iter().any(|line| line.width() > width.into());
        if lines.is_empty() || is_long && !can_be_cut {
            return None;
        }
        let theme = &app.theme;
        let area = Rect { height: height.min(area.height), ..area };
        let title = Line::styled(format!(" {} ", self.title(app)), theme.heading);
        let inner = draw_border(frame, area, theme, theme.muted, title);
        let hidden = lines.len().saturating_sub(inner.height.into());
        frame.render_widget(Paragraph::new(lines), inner);
        if hidden > 0 {
            let key = if self == Self::ByHand { "panel-more-by-hand" } else { "panel-more" };
            draw_more(frame, inner, theme, key, hidden + 1);
        }
        Some(area.height)
    }

    fn title(self, app: &App) -> String {
        match self {
            Self::Quorum => say("panel-quorum").to_owned(),
            Self::Cluster => say("panel-cluster").to_owned(),
            Self::Trust => say("start-picture").to_owned(),
            Self::Handshakes => say("handshakes-title").to_owned(),
            Self::Lesson => say("help-step").to_owned(),
            Self::Terms => say("help-terms").to_owned(),
            Self::ByHand => say("by-hand-title").to_owned(),
            Self::Settings => {
                let name = app.consequences.preview.name.as_ref();
                name.map_or_else(
                    || say("panel-settings-example").to_owned(),
                    |name| fill("panel-settings", &[("name", &escape_for_terminal(name))]),
                )
            }
        }
    }

    /// What it says, in lines of a width; nothing where there is nothing to say yet.
    fn lines(self, app: &App, problems: &[Problem], width: u16) -> Vec<Line<'static>> {
        let theme = &app.theme;
        match self {
            Self::Quorum => quorum(app, width),
            Self::Cluster => cluster(app, problems, width),
            Self::Trust => trust(app, width),
            Self::Handshakes => {
                let all = app.consequences.handshakes.as_ref();
                let all = if app.step >= Step::Review { app.handshakes() } else { all };
                all.map(|all| all.outcome(theme, width)).unwrap_or_default()
            }
            Self::Lesson => {
                let text = steps::lesson(app.step).trim_end();
                wrapped(&theme.glyphs.said(text), width, theme.text)
            }
            Self::Terms => {
                let terms = steps::terms(app.step).iter();
                terms
                    .flat_map(|term| wrapped(&theme.glyphs.said(say(term)), width, theme.text))
                    .collect()
            }
            Self::ByHand => app.lines_by_hand(width),
            Self::Settings => {
                let lines = app.consequences.preview.lines.iter();
                let line = |text: &String| {
                    let text = escape_for_terminal(text);
                    Line::styled(cut(&text, width.into(), &theme.glyphs), theme.text)
                };
                lines.map(line).collect()
            }
        }
    }
}

/// Each size with as many of its members failed as may.
fn quorum(app: &App, width: u16) -> Vec<Line<'static>> {
    let sizes = (1..=9).filter_map(|members| ClusterSize::new(members).ok());
    let line = |size: ClusterSize| {
        let here = size == app.answers.size();
        let mark = if here { app.theme.glyphs.here } else { " " };
        let style = app.theme.choice(here, false);
        let label = Span::styled(format!("{mark} {}  ", right(&size.to_string(), 2)), style);
        let members = size::quorum(app, size, size.tolerance(), width.saturating_sub(6));
        std::iter::once(label).chain(members.spans).collect()
    };
    sizes.map(line).collect()
}

/// The members as marks, by name and address, and what the hardware means for them.
fn cluster(app: &App, problems: &[Problem], width: u16) -> Vec<Line<'static>> {
    let theme = &app.theme;
    let size = app.answers.size();
    let mut lines = vec![size::quorum(app, size, 0, width)];
    let alive = fill("size-alive", &[("members", &size), ("majority", &size.majority())]);
    lines.extend(wrapped(&alive, width, theme.success));
    lines.push(Line::default());
    let rows = (0..size.members()).map(|row| app.answers.member(row));
    for (index, row) in rows.enumerate().filter(|(_, row)| *row != MemberRow::BLANK) {
        let shown = |text: &str| {
            if text.is_empty() { theme.glyphs.ahead.to_owned() } else { escape_for_terminal(text) }
        };
        let number = right(&(index + 1).to_string(), 2);
        let name = column(&shown(&row.name), 20, &theme.glyphs);
        let address =
            cut(&shown(&row.address), usize::from(width).saturating_sub(25), &theme.glyphs);
        lines.push(Line::from(vec![
            Span::styled(format!("{number} "), theme.muted),
            Span::styled(format!("{name}  "), theme.text),
            Span::styled(address, theme.text),
        ]));
    }
    if lines.last().is_some_and(|line| !line.spans.is_empty()) {
        lines.push(Line::default());
    }
    if app.step != Step::Hardware {
        lines.extend(hardware::consequences(app, problems));
    }
    while lines.last().is_some_and(|line| line.spans.is_empty()) {
        lines.pop();
    }
    lines
}

/// The picture of who trusts whom, and how long the CA and what it signs are valid, on one scale.
pub(super) fn trust(app: &App, width: u16) -> Vec<Line<'static>> {
    let theme = &app.theme;
    let drawn = picture(&app.answers, &theme.glyphs).into_iter();
    let mut lines: Vec<Line<'_>> = drawn.map(|line| Line::styled(line, theme.text)).collect();
    lines.push(Line::default());
    let lifetimes = app.answers.certificate_settings().lifetimes;
    let start = app.now - BACKDATE;
    let end = |days: u32| start + Duration::days(days.into());
    let (authority, leaf) = (end(lifetimes.authority().count()), end(lifetimes.leaf().count()));
    let has_authority = app.answers.ca_source().makes_authority();
    let within = (start, if has_authority { authority.max(leaf) } else { leaf });
    let authority = has_authority.then_some(("panel-authority", authority));
    for (label, end) in authority.into_iter().chain([("panel-leaves", leaf)]) {
        let until = fill("panel-until", &[("end", &end.date())]);
        let room = usize::from(width).saturating_sub(LABEL + until.chars().count() + 2);
        let mut spans = vec![Span::styled(column(say(label), LABEL, &theme.glyphs), theme.key)];
        spans.extend(bar::validity(theme, (start, end), within, start, room));
        spans.push(Span::raw(format!("  {until}")));
        lines.push(Line::from(spans));
    }
    lines
}
