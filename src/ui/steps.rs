//! The body of each step, one file a step.

mod certificates;
pub(super) mod files;
mod generate;
mod hardware;
mod layout;
mod members;
mod network;
mod review;
mod size;

use ratatui::Frame;
use ratatui::layout::Rect;

use super::app::App;
use crate::answers::{Problem, Step};

/// Draws the body of the current step.
pub(super) fn draw(frame: &mut Frame<'_>, area: Rect, app: &App, problems: &[Problem]) {
    match app.step {
        Step::Layout => layout::draw(frame, area, app),
        Step::Size => size::draw(frame, area, app),
        Step::Hardware => hardware::draw(frame, area, app, problems),
        Step::Members => members::draw(frame, area, app, problems),
        Step::Network => network::draw(frame, area, app, problems),
        Step::Certificates => certificates::draw(frame, area, app, problems),
        Step::Review => review::draw(frame, area, app, problems),
        Step::Generate => generate::draw(frame, area, app),
    }
}

/// The line at an offset within an area, or nothing where the area ends before it.
fn line(area: Rect, offset: u16) -> Option<Rect> {
    (offset < area.height).then(|| Rect { y: area.y + offset, height: 1, ..area })
}

/// The first of `count` rows to show in `height` lines so that `focused` is among them.
fn first_row(focused: usize, count: usize, height: usize) -> usize {
    let last_start = count.saturating_sub(height);
    (focused + 1).saturating_sub(height).min(last_start)
}
