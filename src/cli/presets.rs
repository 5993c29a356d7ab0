//! `quorate presets`: the layouts to start from.

use std::fmt::Write as _;
use std::process::ExitCode;

use serde::Serialize;

use super::failure::Failure;
use super::{output, plan};
use crate::answers::{Answers, Field, preset_texts};
use crate::cluster::tutorial_fix::{self, TutorialFix};
use crate::cluster::{FieldError, Hint, Preset};
use crate::text::{fill, say};
use crate::ui::Theme;
use crate::ui::picture::picture;

/// List the layouts to start from, or describe one
///
/// With a NAME: who signs what and who trusts whom, which answers differ from the recommended ones, and which mistakes
/// in its tutorial are fixed.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  quorate presets
  quorate presets single-host
  quorate plan --preset single-host > plan.json")]
pub(super) struct Arguments {
    /// The layout to describe
    name: Option<String>,
    /// Print as JSON
    #[arg(long)]
    json: bool,
}

/// A preset as JSON.
#[derive(Serialize)]
struct Report {
    name: &'static str,
    about: &'static str,
    certificates: &'static str,
    units: &'static str,
    special: &'static str,
    /// What it answers otherwise than the recommended one, by the flags of `quorate plan`.
    answers: Vec<Answer>,
    fixes: Vec<TutorialFix>,
}

#[derive(Serialize)]
struct Answer {
    flag: &'static str,
    value: String,
}

impl Answer {
    fn new(field: Field, text: &str) -> Self {
        if field == Field::ClusterSize {
            return Self { flag: "--member", value: fill("presets-times", &[("count", &text)]) };
        }
        Self { flag: plan::flag(field), value: text.to_owned() }
    }
}

impl From<Preset> for Report {
    fn from(preset: Preset) -> Self {
        let fact = |part| tutorial_fix::fact(preset, part).unwrap_or_default();
        let answers = preset_texts(preset).iter();
        Self {
            name: preset.as_str(),
            about: tutorial_fix::about(preset),
            certificates: fact("certificates"),
            units: fact("units"),
            special: fact("special"),
            answers: answers.map(|(field, value)| Answer::new(*field, value)).collect(),
            fixes: tutorial_fix::all(preset),
        }
    }
}

pub(super) fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    let text = match &arguments.name {
        None if arguments.json => {
            output::pretty(&Preset::ALL.into_iter().map(Report::from).collect::<Vec<_>>())
        }
        None => list(),
        Some(name) => {
            let preset: Preset =
                name.parse().map_err(|error: FieldError| Failure::input(&error, error.hint()))?;
            let report = Report::from(preset);
            if arguments.json { output::pretty(&report) } else { whole(preset, &report) }
        }
    };
    output::print(&text)
}

fn list() -> String {
    let one = |preset| {
        let report = Report::from(preset);
        format!("{}: {}\n{}", report.name, report.about, facts(&report))
    };
    Preset::ALL.map(one).join("\n")
}

fn facts(report: &Report) -> String {
    let facts = [
        (say("start-certificates"), report.certificates),
        (say("start-units"), report.units),
        (say("start-special"), report.special),
    ];
    facts.map(|(label, fact)| format!("  {label:12}  {fact}\n")).concat()
}

fn whole(preset: Preset, report: &Report) -> String {
    let mut text = format!("{}: {}\n\n{}", report.name, report.about, facts(report));
    // Writing to a string can't fail.
    let _ = writeln!(text, "\n{}\n", say("start-picture"));
    for line in picture(&Answers::from_preset(preset), &Theme::COLOURED.glyphs) {
        let _ = writeln!(text, "  {line}");
    }
    if !report.answers.is_empty() {
        let _ = writeln!(text, "\n{}\n", say("presets-answers"));
        for answer in &report.answers {
            let _ = writeln!(text, "  {:18} {}", answer.flag, answer.value);
        }
    }
    if !report.fixes.is_empty() {
        let _ = writeln!(text, "\n{}\n", say("start-fixed"));
        for one in &report.fixes {
            let _ = writeln!(text, "  - {} ({})", one.text, one.source);
        }
    }
    text
}
