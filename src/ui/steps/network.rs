//! Ports, timing and places: a form.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::widgets::Paragraph;

use super::{below, draw_hidden, line, window};
use crate::answers::{Field, FieldRef, Problem, Step, questions};
use crate::text::{escape_for_terminal, fill, say};
use crate::ui::app::App;
use crate::ui::focus::Focus;
use crate::ui::widgets::field;
use crate::ui::widgets::text::wrapped;

pub(super) fn draw(frame: &mut Frame<'_>, area: Rect, app: &App, problems: &[Problem]) {
    let fields: Vec<Field> = questions(Step::Network).map(|question| question.field).collect();
    let focused =
        fields.iter().position(|field| app.focus == Focus::FieldRef(FieldRef::Field(*field)));
    let room = usize::from(area.height);
    let (first, shown, hidden) = window(focused.unwrap_or(0), fields.len(), room);
    draw_hidden(frame, area, app, hidden);
    // Apart from one another, where there is room for that.
    let groups = fields.iter().filter(|field| starts_group(**field)).count();
    let is_roomy = room >= fields.len() + groups;
    let mut offset = 0;
    for field in fields.iter().skip(first).take(shown) {
        if is_roomy && starts_group(*field) {
            offset += 1;
        }
        if let Some(area) = line(area, offset) {
            field::draw(frame, area, app, problems, FieldRef::Field(*field));
        }
        offset += 1;
    }
    let text = format!("{} {}", rule_of_timing(app), say("network-hardened"));
    let text = Paragraph::new(wrapped(&text, area.width, app.theme.muted));
    frame.render_widget(text, below(area, offset + 1));
}

/// Whether a field is the first of those that belong together.
fn starts_group(field: Field) -> bool {
    matches!(
        field,
        Field::ClientPort | Field::RoundTrip | Field::DataDirectory | Field::FurtherSettings
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
