//! Ports, timing and places: a form.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::widgets::Paragraph;

use super::{first_row, line};
use crate::answers::{Field, Place, Problem, Step, questions};
use crate::text::{fill, say};
use crate::ui::app::App;
use crate::ui::focus::Focus;
use crate::ui::widgets::field;
use crate::ui::widgets::text::wrapped;

pub(super) fn draw(frame: &mut Frame<'_>, area: Rect, app: &App, problems: &[Problem]) {
    let fields: Vec<Field> = questions(Step::Network).map(|question| question.field).collect();
    let focused = fields.iter().position(|field| app.focus == Focus::Place(Place::Field(*field)));
    let room = usize::from(area.height);
    let first = first_row(focused.unwrap_or(0), fields.len(), room);
    for (offset, field) in (0..).zip(fields.iter().skip(first)) {
        if let Some(area) = line(area, offset) {
            field::draw(frame, area, app, problems, *field);
        }
    }
    let used = u16::try_from(fields.len()).unwrap_or(u16::MAX);
    if let Some(below) = line(area, used + 1) {
        let below = Rect { height: area.bottom() - below.y, ..below };
        let text = format!("{} {}", rule_of_timing(app), say("network.hardened"));
        frame.render_widget(Paragraph::new(wrapped(&text, below.width, app.theme.muted)), below);
    }
}

/// The rule behind the timers, with the numbers of these answers.
fn rule_of_timing(app: &App) -> String {
    let text = |field| crate::text::showable(&app.answers.text(field));
    fill(
        "network.timing",
        &[
            ("round_trip", &text(Field::RoundTrip)),
            ("heartbeat", &text(Field::Heartbeat)),
            ("election", &text(Field::Election)),
        ],
    )
}
