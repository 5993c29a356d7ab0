//! What members run on: the tiers, what they mean for the units, and the tier for a load.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::windowed;
use crate::answers::{Choice, Field, FieldRef, Kind, Problem, Step, questions};
use crate::cluster::{CloudMachine, Tier, TierFacts, Workload};
use crate::text::{decimal, escape_for_terminal, fill, grouped, say};
use crate::ui::app::{App, Target};
use crate::ui::focus::Focus;
use crate::ui::theme::Glyphs;
use crate::ui::widgets::field;
use crate::ui::widgets::text::{column, cut, heading, right};

/// The columns of the form on the narrowest screen.
const FORM: usize = 78;

/// One line of this step.
enum Row {
    Text(Line<'static>),
    Field(Field),
}

pub(super) fn draw(frame: &mut Frame<'_>, area: Rect, app: &App, problems: &[Problem]) {
    let mut rows = rows(app, problems, area.height.into());
    if rows.len() > usize::from(area.height) {
        rows.retain(|row| !matches!(row, Row::Text(line) if line.spans.is_empty()));
    }
    let is_focused = |row: &Row| match row {
        Row::Field(field) => app.focus == Focus::FieldRef(FieldRef::Field(*field)),
        Row::Text(_) => false,
    };
    // The tiers stand at the top.
    let focused = rows.iter().position(is_focused).unwrap_or(0);
    let (area, first, shown) = windowed(frame, area, app, focused, rows.len());
    let tiers = tier_rows(app).len();
    let numbered = rows.into_iter().enumerate().skip(first).take(shown);
    for ((number, row), area) in numbered.zip(area.rows()) {
        if (1..=tiers).contains(&number) {
            app.mark(area, Target::Choice(Field::Tier, number - 1));
        }
        match row {
            Row::Text(line) => frame.render_widget(line, area),
            Row::Field(field) => field::draw(frame, area, app, problems, FieldRef::Field(field)),
        }
    }
}

fn rows(app: &App, problems: &[Problem], height: usize) -> Vec<Row> {
    let mut lines = vec![heading(say("hardware-columns"), app.theme.heading)];
    lines.extend(tier_rows(app));
    lines.push(Line::default());
    if !app.answers.is_custom() {
        let tier = app.answers.text(Field::Tier).parse::<Tier>().unwrap_or_default();
        lines.extend(tier.facts().machines.iter().map(|one| machine_line(one, &app.theme.glyphs)));
    }
    lines.extend(consequences(app, problems));
    let changes = lines.len();
    let fields = questions(Step::Hardware).map(|question| question.field);
    let (figures, load): (Vec<Field>, Vec<Field>) = fields
        .filter(|field| *field != Field::Tier && app.answers.asks(*field))
        .partition(|field| field.is_figure());
    let mut rows: Vec<Row> = lines.into_iter().map(Row::Text).collect();
    rows.extend(figures.into_iter().map(Row::Field));
    rows.push(Row::Text(heading(say("hardware-load"), app.theme.heading)));
    rows.extend(load.into_iter().map(Row::Field));
    rows.extend(suggestion(app).map(|text| Row::Text(Line::styled(text, app.theme.success))));
    // The table and the fields stay on the screen, whatever there is to be told between them.
    let room = height.saturating_sub(rows.len()).max(1);
    let told = changed_lines(app, room).into_iter().map(Row::Text);
    rows.splice(changes..changes, told);
    rows
}

/// The lines of the first member's settings that change, or how many, in so many lines.
fn changed_lines(app: &App, room: usize) -> Vec<Line<'static>> {
    let glyphs = &app.theme.glyphs;
    let all = &app.consequences.settings;
    let shown = if all.len() > room { room - 1 } else { all.len() };
    let mut texts: Vec<String> = all
        .iter()
        .take(shown)
        .map(|(change, line)| format!("{} {}", change.mark(), escape_for_terminal(line)))
        .collect();
    if shown < all.len() {
        texts.push(fill("hardware-changes-more", &[("count", &(all.len() - shown))]));
    }
    let line = |(index, text): (usize, String)| {
        let label = if index == 0 { say("hardware-changes") } else { "" };
        let label = Span::styled(column(label, 10, glyphs), app.theme.key);
        Line::from(vec![label, Span::raw(cut(&glyphs.said(&text), FORM - 10, glyphs))])
    };
    texts.into_iter().enumerate().map(line).collect()
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
            let row = tier_row(choice, &app.theme.glyphs);
            Line::styled(format!("{mark} {row}"), app.theme.choice(here, focused))
        })
        .collect()
}

fn tier_row(choice: &Choice, glyphs: &Glyphs) -> String {
    let Ok(tier) = choice.text.parse::<Tier>() else {
        return format!("{} {}", column(&choice.label, 8, glyphs), say("hardware-custom"));
    };
    let [clients, requests, data, nodes] = tier_figures(tier);
    format!(
        "{} {} {} {} {}",
        column(&choice.label, 8, glyphs),
        right(&clients, 9),
        right(&requests, 12),
        right(&data, 9),
        right(&nodes, 17),
    )
}

/// The load that a tier handles: clients, requests a second, data, nodes of Kubernetes.
pub(crate) fn tier_figures(tier: Tier) -> [String; 4] {
    let facts = tier.facts();
    // Where a tier has no limit, it starts where the largest that has one ends.
    let limit = |of: fn(&TierFacts) -> Option<u64>, below: &str, shown: fn(u64) -> String| {
        let above = || of(Tier::Large.facts()).map(|largest| format!(">{}", shown(largest)));
        of(facts).map(|limit| format!("{below}{}", shown(limit))).or_else(above).unwrap_or_default()
    };
    [
        limit(|tier| tier.clients, "<", grouped),
        limit(|tier| tier.requests_per_second, "<", grouped),
        limit(|tier| tier.data_megabytes, "", megabytes),
        grouped(facts.kubernetes_nodes),
    ]
}

fn megabytes(number: u64) -> String {
    if number >= 1000 { format!("{} GB", number / 1000) } else { format!("{number} MB") }
}

fn machine_line(machine: &CloudMachine, glyphs: &Glyphs) -> Line<'static> {
    Line::raw(fill(
        "hardware-machine",
        &[
            ("provider", &machine.provider),
            ("kind", &column(&machine.kind, 30, glyphs)),
            ("vcpus", &right(&machine.vcpus.to_string(), 2)),
            ("memory", &right(&decimal(&machine.memory), 3)),
            ("iops", &right(&grouped(machine.iops.into()), 6)),
            ("bandwidth", &right(&decimal(&machine.bandwidth), 5)),
        ],
    ))
}

/// What the choice writes into the units, and what it asks of the machines.
pub(in crate::ui) fn consequences(app: &App, problems: &[Problem]) -> Vec<Line<'static>> {
    let figures_are_wrong = problems
        .iter()
        .any(|problem| matches!(problem.place, FieldRef::Field(field) if field.is_figure()));
    if figures_are_wrong {
        return vec![Line::styled(say("hardware-unknown"), app.theme.muted)];
    }
    let version = app.answers.text(Field::EtcdVersion).parse().unwrap_or_default();
    let figures = app.answers.hardware().figures(version);
    let units = fill(
        "hardware-units",
        &[("quota", &figures.quota_megabytes), ("snapshots", &figures.snapshot_count)],
    );
    let machines = fill(
        "hardware-machines",
        &[("memory", &figures.memory_gigabytes), ("iops", &figures.sequential_iops)],
    );
    let labelled = |label, text| {
        let label = column(say(label), 10, &app.theme.glyphs);
        Line::from(vec![Span::styled(label, app.theme.key), Span::raw(text)])
    };
    vec![labelled("hardware-units.label", units), labelled("hardware-machines.label", machines)]
}

/// The tier for the load, once some of it is named.
fn suggestion(app: &App) -> Option<String> {
    let load = app.answers.workload();
    if load == Workload::default() {
        return None;
    }
    if let Some((tier, chosen)) = app.answers.load_beyond_tier() {
        return Some(fill("hardware-too-small", &[("tier", &tier), ("chosen", &chosen)]));
    }
    let tier = Tier::for_workload(&load);
    let carries = tier.facts().carries(&load);
    let key = if carries { "hardware-suggestion" } else { "hardware-beyond" };
    Some(fill(key, &[("tier", &tier)]))
}
