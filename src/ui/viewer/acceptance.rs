//! Who accepts whom: the handshakes between the members and clients whose certificates these are, below the chains.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;
use ratatui::widgets::Paragraph;

use super::Viewer;
use super::draw::pane;
use crate::ui::handshakes::Handshakes;
use crate::ui::theme::Theme;
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

    /// All of it, with what it means, as lines of a page.
    pub(super) fn whole(&self, theme: &Theme, width: u16) -> Vec<Line<'static>> {
        self.handshakes.lines(theme, width)
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
