//! Ports, timing and places: a form.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::widgets::Paragraph;

use super::{below, line, windowed};
use crate::answers::{Field, FieldRef, Problem, Step};
use crate::text::{escape_for_terminal, fill, say};
use crate::ui::app::App;
use crate::ui::focus::{self, Focus};
use crate::ui::widgets::field;
use crate::ui::widgets::text::wrapped;

pub(super) fn draw(frame: &mut Frame<'_>, area: Rect, app: &App, problems: &[Problem]) {
    let shown = focus::order(Step::Network, &app.answers, &app.unfolded);
    let focused = shown.iter().position(|focus| *focus == app.focus).unwrap_or(0);
    let room = usize::from(area.height);
    let (area, first, count) = windowed(frame, area, app, focused, shown.len());
    // Apart from one another, where there is room for that.
    let groups = shown.iter().filter(|focus| starts_group(**focus)).count();
    let is_roomy = room >= shown.len() + groups;
    let mut offset = 0;
    for focus in shown.iter().skip(first).take(count) {
        if is_roomy && starts_group(*focus) {
            offset += 1;
        }
        if let Some(area) = line(area, offset) {
            match focus {
                Focus::FieldRef(place) => field::draw(frame, area, app, problems, *place),
                _ => field::draw_more_line(frame, area, app),
            }
        }
        offset += 1;
    }
    let text = format!("{} {}", rule_of_timing(app), say("network-hardened"));
    let text = Paragraph::new(wrapped(&text, area.width, app.theme.muted));
    frame.render_widget(text, below(area, offset + 1));
}

/// Whether this is the first of those that belong together.
fn starts_group(focus: Focus) -> bool {
    let Focus::FieldRef(FieldRef::Field(field)) = focus else { return focus == Focus::More };
    matches!(
        field,
        Field::ClientPort | Field::RoundTrip | Field::DataDirectory | Field::AutoCompaction
    )
}

/// The rule behind the timers, with the numbers of these answers.
fn rule_of_timing(app: &App) -> String {
    let text = |field| escape_for_terminal(&app.answers.text(field));
    fill(
        "network-timing",
        &[
            ("round_trip", &text(Field::RoundTrip)),
            ("heartbeat", &text(Field::Heartbeat)),
            ("election", &text(Field::Election)),
        ],
    )
}
