//! What members run on: the tiers, what they mean for the units, and the tier for a load.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::Paragraph;

use super::line;
use crate::answers::{Choice, Field, FieldRef, Kind, Problem};
use crate::cluster::{CloudMachine, Hardware, Tier, TierFacts, Workload};
use crate::text::{fill, say};
use crate::ui::app::App;
use crate::ui::focus::{Focus, is_custom, is_custom_figure, order};
use crate::ui::theme::Glyphs;
use crate::ui::widgets::field;
use crate::ui::widgets::text::{column, heading, right};

pub(super) fn draw(frame: &mut Frame<'_>, area: Rect, app: &App, problems: &[Problem]) {
    let mut lines = vec![heading(say("hardware-columns"), app.theme.heading)];
    lines.extend(tier_rows(app));
    lines.push(Line::default());
    if !is_custom(&app.answers) {
        let tier = app.answers.text(Field::Tier).parse::<Tier>().unwrap_or_default();
        lines.extend(tier.facts().machines.iter().map(|one| machine_line(one, &app.theme.glyphs)));
    }
    lines.extend(consequences(app, problems));
    let mut offset = u16::try_from(lines.len()).unwrap_or(0);
    frame.render_widget(Paragraph::new(lines), area);
    let (figures, load): (Vec<Field>, Vec<Field>) =
        fields(app).into_iter().partition(|field| is_custom_figure(*field));
    for figure in figures {
        draw_field(frame, area, app, problems, figure, &mut offset);
    }
    let heading_area = line(area, offset);
    if let Some(area) = heading_area {
        frame.render_widget(heading(say("hardware-load"), app.theme.heading), area);
    }
    offset += 1;
    for field in load {
        draw_field(frame, area, app, problems, field, &mut offset);
    }
    if let (Some(area), Some(text)) = (line(area, offset), suggestion(app)) {
        frame.render_widget(Line::styled(text, app.theme.success), area);
    }
}

fn fields(app: &App) -> Vec<Field> {
    let places = order(crate::answers::Step::Hardware, &app.answers);
    let fields = places.into_iter().filter_map(|focus| match focus {
        Focus::FieldRef(FieldRef::Field(field)) => Some(field),
        _ => None,
    });
    fields.filter(|field| *field != Field::Tier).collect()
}

fn draw_field(
    frame: &mut Frame<'_>,
    area: Rect,
    app: &App,
    problems: &[Problem],
    field: Field,
    offset: &mut u16,
) {
    if let Some(area) = line(area, *offset) {
        field::draw(frame, area, app, problems, field);
    }
    *offset += 1;
}

fn tier_rows(app: &App) -> Vec<Line<'static>> {
    let Kind::Table(choices) = Field::Tier.question().kind else { return Vec::new() };
    let chosen = app.answers.text(Field::Tier);
    let focused = app.focus == Focus::FieldRef(FieldRef::Field(Field::Tier));
    choices()
        .iter()
        .map(|choice| {
            let here = choice.text == chosen;
            let mark = if here { app.theme.glyphs.here } else { " " };
            let style = match (here, focused) {
                (true, true) => app.theme.selected,
                (true, false) => app.theme.heading,
                (false, _) => app.theme.text,
            };
            Line::styled(format!("{mark} {}", tier_row(choice, &app.theme.glyphs)), style)
        })
        .collect()
}

fn tier_row(choice: &Choice, glyphs: &Glyphs) -> String {
    let Ok(tier) = choice.text.parse::<Tier>() else {
        return format!("{} {}", column(&choice.label, 8, glyphs), say("hardware-custom"));
    };
    let facts = tier.facts();
    let limit = |limit: Option<u64>, largest: Option<u64>| match (limit, largest) {
        (Some(limit), _) => format!("<{}", thousands(limit)),
        (None, Some(largest)) => format!(">{}", thousands(largest)),
        (None, None) => String::new(),
    };
    let large = Tier::Large.facts();
    format!(
        "{} {} {} {} {}",
        column(&choice.label, 8, glyphs),
        right(&limit(facts.clients, large.clients), 9),
        right(&limit(facts.requests_per_second, large.requests_per_second), 12),
        right(&data(facts, large), 9),
        right(&thousands(facts.kubernetes_nodes), 17),
    )
}

fn data(facts: &TierFacts, large: &TierFacts) -> String {
    let shown = |megabytes: u64| {
        if megabytes >= 1000 {
            format!("{} GB", megabytes / 1000)
        } else {
            format!("{megabytes} MB")
        }
    };
    match (facts.data_megabytes, large.data_megabytes) {
        (Some(limit), _) => shown(limit),
        (None, Some(largest)) => format!(">{}", shown(largest)),
        (None, None) => String::new(),
    }
}

fn thousands(number: u64) -> String {
    if number >= 1000 {
        format!("{},{:03}", number / 1000, number % 1000)
    } else {
        number.to_string()
    }
}

fn machine_line(machine: &CloudMachine, glyphs: &Glyphs) -> Line<'static> {
    Line::raw(fill(
        "hardware-machine",
        &[
            ("provider", &machine.provider),
            ("kind", &column(&machine.kind, 30, glyphs)),
            ("vcpus", &machine.vcpus),
            ("memory", &machine.memory),
            ("iops", &machine.iops),
            ("bandwidth", &machine.bandwidth),
        ],
    ))
}

/// What the choice writes into the units, and what it asks of the machines.
fn consequences(app: &App, problems: &[Problem]) -> Vec<Line<'static>> {
    let figures_are_wrong = problems
        .iter()
        .any(|problem| matches!(problem.place, FieldRef::Field(field) if is_custom_figure(field)));
    if figures_are_wrong {
        return vec![Line::styled(say("hardware-unknown"), app.theme.muted)];
    }
    let hardware: Hardware = app.answers.hardware();
    let version = app.answers.text(Field::EtcdVersion).parse().unwrap_or_default();
    let figures = hardware.figures(version);
    let units = fill(
        "hardware-units",
        &[("quota", &figures.quota_megabytes), ("snapshots", &figures.snapshot_count)],
    );
    let machines = fill(
        "hardware-machines",
        &[("memory", &figures.memory_gigabytes), ("iops", &figures.sequential_iops)],
    );
    let key = app.theme.key;
    vec![
        Line::from(vec![
            Span::styled(column(say("hardware-units.label"), 10, &app.theme.glyphs), key),
            Span::raw(units),
        ]),
        Line::from(vec![
            Span::styled(column(say("hardware-machines.label"), 10, &app.theme.glyphs), key),
            Span::raw(machines),
        ]),
    ]
}

/// The tier for the load, once some of it is named.
fn suggestion(app: &App) -> Option<String> {
    let load = app.answers.workload();
    if load == Workload::default() {
        return None;
    }
    let tier = Tier::for_workload(&load);
    match app.answers.text(Field::Tier).parse::<Tier>() {
        Ok(chosen) if chosen < tier => {
            Some(fill("hardware-too-small", &[("tier", &tier), ("chosen", &chosen)]))
        }
        _ => Some(fill("hardware-suggestion", &[("tier", &tier)])),
    }
}
