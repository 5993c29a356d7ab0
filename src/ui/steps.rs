//! The body of each step, one file a step.

pub(super) mod certificates;
pub(super) mod files;
pub(super) mod generate;
pub(super) mod hardware;
pub(super) mod members;
mod network;
mod review;
pub(super) mod size;

use ratatui::Frame;
use ratatui::layout::Rect;

use super::app::App;
use super::widgets::text::{draw_bar, draw_more};
use crate::answers::{Problem, Step};
use crate::text::lesson;

/// Draws the body of the current step.
pub(super) fn draw(frame: &mut Frame<'_>, area: Rect, app: &App, problems: &[Problem]) {
    match app.step {
        Step::Size => size::draw(frame, area, app),
        Step::Hardware => hardware::draw(frame, area, app, problems),
        Step::Members => members::draw(frame, area, app, problems),
        Step::Network => network::draw(frame, area, app, problems),
        Step::Certificates => certificates::draw(frame, area, app, problems),
        Step::Review => review::draw(frame, area, app, problems),
        Step::Generate => generate::draw(frame, area, app),
    }
}

/// What a step is about, at length.
pub(super) fn lesson(step: Step) -> &'static str {
    let lesson = match step {
        Step::Size => lesson!("size.txt"),
        Step::Hardware => lesson!("hardware.txt"),
        Step::Members => lesson!("members.txt"),
        Step::Network => lesson!("network.txt"),
        Step::Certificates => lesson!("certificates.txt"),
        Step::Review => lesson!("review.txt"),
        Step::Generate => lesson!("generate.txt"),
    };
    lesson.shown()
}

/// The columns of the screen that the table of a step takes, where it has one, if nothing of it is cut.
pub(super) fn table_width(app: &App) -> u16 {
    match app.step {
        Step::Members => members::width(app),
        Step::Certificates => certificates::width(app),
        _ => 0,
    }
}

/// The line at an offset within an area, or nothing where the area ends before it.
pub(super) fn line(area: Rect, offset: u16) -> Option<Rect> {
    (offset < area.height).then(|| Rect { y: area.y + offset, height: 1, ..area })
}

/// What is left of an area from an offset on.
pub(super) fn below(area: Rect, offset: u16) -> Rect {
    let offset = offset.min(area.height);
    Rect { y: area.y + offset, height: area.height - offset, ..area }
}

/// Which of `count` rows to show in `height` lines so that `focused` is among them: the first, how many,
/// and how many are left below. What is left takes a line to say so.
pub(super) fn window(focused: usize, count: usize, height: usize) -> (usize, usize, usize) {
    let room = height.saturating_sub(1);
    let first = (focused + 1).saturating_sub(room);
    if room == 0 {
        return (first_row(focused, count, height), height, 0);
    }
    if first + height >= count {
        return (count.saturating_sub(height), height, 0);
    }
    (first, room, count - first - room)
}

/// The terms of the field that a step takes for known, by their keys in the catalogue.
pub(super) fn terms(step: Step) -> &'static [&'static str] {
    match step {
        Step::Size => &["term-member", "term-quorum"],
        Step::Hardware => &["term-quota", "term-wal"],
        Step::Members => &["term-peer", "term-san", "term-handshake"],
        Step::Network => &["term-peer", "term-token", "term-wal"],
        Step::Certificates => {
            &["term-ca", "term-leaf", "term-san", "term-cn", "term-eku", "term-gateway"]
        }
        Step::Review | Step::Generate => &["term-handshake", "term-bundle"],
    }
}

/// The part of an area for those of `count` rows that it has room for with `focused` among them, the first of them and
/// how many. Where that isn't all, a bar says which they are, and the last line how many are left below.
fn windowed(
    frame: &mut Frame<'_>,
    area: Rect,
    app: &App,
    focused: usize,
    count: usize,
) -> (Rect, usize, usize) {
    let (first, shown, hidden) = window(focused, count, usize::from(area.height));
    // The last column is the bar's.
    let bar = u16::from(count > usize::from(area.height));
    let area = Rect { width: area.width.saturating_sub(bar), ..area };
    draw_bar(frame, area, &app.theme, first, count);
    if hidden > 0 {
        draw_more(frame, area, &app.theme, "form-more", hidden);
    }
    (area, first, shown)
}

/// The first of `count` rows to show in `height` lines so that `focused` is among them.
fn first_row(focused: usize, count: usize, height: usize) -> usize {
    let last_start = count.saturating_sub(height);
    (focused + 1).saturating_sub(height).min(last_start)
}

#[cfg(test)]
mod tests {
    use super::window;

    #[test]
    fn a_window_holds_the_focus_and_leaves_a_line_for_what_is_below() {
        assert_eq!(window(0, 5, 5), (0, 5, 0));
        assert_eq!(window(0, 6, 5), (0, 4, 2));
        assert_eq!(window(4, 6, 5), (1, 5, 0));
        assert_eq!(window(5, 9, 5), (2, 4, 3));
        for (count, height) in [(1, 1), (9, 1), (9, 2), (20, 7)] {
            for focused in 0..count {
                let (first, shown, below) = window(focused, count, height);
                assert!((first..first + shown).contains(&focused), "{focused} {count} {height}");
                let left = count.saturating_sub(first + shown);
                assert!(height == 1 || below == left, "{focused} {count} {height}");
                assert!(below == 0 || shown + 1 == height, "{focused} {count} {height}");
            }
        }
    }
}
