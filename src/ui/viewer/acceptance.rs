//! Who accepts whom: the handshakes between the members and clients whose certificates these are, below the chains.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;
use ratatui::widgets::{Clear, Paragraph};

use super::Viewer;
use super::draw::pane;
use crate::text::say;
use crate::ui::handshakes::Handshakes;
use crate::ui::inspector::draw_scrolled;
use crate::ui::widgets::text::draw_more;

/// The handshakes and their lines at the width of the screen.
pub(super) struct Acceptance {
    handshakes: Handshakes,
    lines: Vec<Line<'static>>,
    made_for: Option<u16>,
}

impl Acceptance {
    pub(super) fn new(handshakes: Handshakes) -> Self {
        Self { handshakes, lines: Vec::new(), made_for: None }
    }
}

impl Viewer {
    /// The lines below the chains that the handshakes take, their border included; at most half of those there are.
    pub(super) fn acceptance_height(&self, body: u16) -> u16 {
        let Some(acceptance) = self.acceptance.as_ref().filter(|_| self.by_chain && !self.covers())
        else {
            return 0;
        };
        let lines = u16::try_from(acceptance.lines.len()).unwrap_or(u16::MAX);
        lines.saturating_add(2).min(body / 2)
    }

    /// Makes the lines anew where the width is another.
    pub(super) fn settle_acceptance(&mut self) {
        let (width, theme) = (self.size.width.saturating_sub(2), self.theme);
        if let Some(acceptance) = self.acceptance.as_mut().filter(|one| one.made_for != Some(width))
        {
            acceptance.lines = acceptance.handshakes.outcome(&theme, width);
            acceptance.made_for = Some(width);
        }
    }
}

/// Draws the strip below the chains: all in one sentence, the table, and why those that are refused are.
pub(super) fn draw_strip(frame: &mut Frame<'_>, area: Rect, viewer: &Viewer) {
    let Some(acceptance) = viewer.acceptance.as_ref().filter(|_| area.height > 2) else { return };
    let (_, summary) = acceptance.handshakes.summary();
    let inner = pane(frame, area, viewer, &summary, false);
    let height = usize::from(inner.height);
    let shown: Vec<Line<'_>> = acceptance.lines.iter().take(height).cloned().collect();
    frame.render_widget(Paragraph::new(shown), inner);
    let below = acceptance.lines.len().saturating_sub(height);
    if below > 0 {
        draw_more(frame, inner, &viewer.theme, "viewer-more-handshakes", below + 1);
    }
}

/// Draws all of it over both panes.
pub(super) fn draw_page(frame: &mut Frame<'_>, body: Rect, viewer: &Viewer, scroll: u16) {
    let Some(acceptance) = &viewer.acceptance else { return };
    frame.render_widget(Clear, body);
    let inner = pane(frame, body, viewer, say("handshakes-title"), true);
    let lines = acceptance.handshakes.lines(&viewer.theme, inner.width);
    draw_scrolled(frame, inner, lines, scroll, &viewer.theme);
}
