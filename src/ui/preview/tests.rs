//! No line of a file is forgotten, in any plan and language, and every explanation has room.

use ratatui::layout::Size;
use time::macros::datetime;

use super::read::{Form, Part};
use super::{App, Explanation, LEAST, PANE, Preview, Shape};
use crate::answers::{Answers, Field, MemberRow, members_from_pattern};
use crate::bundle::{FileKind, PlannedBundle};
use crate::cluster::{EtcdVersion, Plan, Preset, UnitForm};
use crate::text::Language;
use crate::ui::{Contents, OutcomeFile, Theme};

fn answers(preset: Preset) -> Answers {
    let mut answers = Answers::from_preset(preset);
    answers.set_token_suffix([1, 2, 3, 4]);
    if answers.members().all(|row| *row == MemberRow::BLANK) {
        answers.fill_members(members_from_pattern("etcd-{1..3}", "10.0.0.1+").unwrap());
    }
    answers
}

/// The texts of a plan's bundle, of the first of several members.
fn files(plan: &Plan) -> Vec<OutcomeFile> {
    let bundle = PlannedBundle::of(plan);
    let first = plan.members.iter().next().unwrap().name.as_str();
    let texts = bundle.files.iter().filter_map(|file| match &file.kind {
        FileKind::Text(text) => Some(OutcomeFile {
            path: file.path.clone(),
            mode: text.mode,
            contents: Contents::Text(text.contents.clone()),
        }),
        _ => None,
    });
    let is_shown = |file: &OutcomeFile| {
        let mut names = file.path.components().map(std::path::Component::as_os_str);
        names.next().is_none_or(|top| top != "members") || names.next().unwrap() == first
    };
    texts.filter(is_shown).collect()
}

/// Every preset in every form and series, with settings that have to be asked for, and a plan with the files that no
/// preset has.
fn plans() -> Vec<(String, Answers, Plan)> {
    let mut plans = Vec::new();
    let mut add = |name: String, answers: &Answers| {
        let plan = answers.plan().unwrap_or_else(|problems| panic!("{name}: {problems:?}"));
        plans.push((name, answers.clone(), plan));
    };
    for preset in Preset::ALL {
        for form in UnitForm::ALL {
            for version in EtcdVersion::ALL {
                let mut answers = answers(preset);
                answers.set_text(Field::UnitForm, form.to_string());
                answers.set_text(Field::EtcdVersion, version.to_string());
                for (field, text) in [
                    (Field::CorruptionCheck, "yes"),
                    (Field::AutoCompaction, "1h"),
                    (Field::MetricsUrls, "http://127.0.0.1:2381"),
                    (Field::LogLevel, "warn"),
                    (Field::FurtherSettings, "max-txn-ops=256 cors=http://a:1 pre-vote=true"),
                    (Field::WalDirectory, "/var/lib/etcd-wal"),
                    (Field::Trials, "yes"),
                ] {
                    let shares = preset == Preset::SingleHost;
                    if !(shares && matches!(field, Field::MetricsUrls | Field::WalDirectory)) {
                        answers.set_text(field, text.to_owned());
                    }
                }
                add(format!("{preset} {form} {version}"), &answers);
            }
        }
    }
    let mut elsewhere = answers(Preset::Recommended);
    elsewhere.set_text(Field::CaSource, "elsewhere".to_owned());
    elsewhere.set_text(Field::LoadBalancer, "10.0.0.9".to_owned());
    add("elsewhere".to_owned(), &elsewhere);
    plans
}

fn at(width: u16, height: u16) -> App {
    let size = Size { width, height };
    App::new(Answers::new(), datetime!(2026-01-02 03:04:05 UTC), Theme::COLOURED, size)
}

/// Each line that isn't blank, with what is said of it; `None` for one that stands for itself.
fn told<'a>(
    preview: &'a Preview<'_>,
    text: &'a str,
) -> impl Iterator<Item = (&'a str, Option<Explanation>)> {
    let of_file = preview.explanation(0);
    text.lines().zip(1..).filter(|(line, _)| !line.trim().is_empty()).map(move |(line, number)| {
        let explanation = preview.explanation(number);
        (line, Some(explanation).filter(|one| *one != of_file))
    })
}

#[test]
fn every_line_of_every_file_of_settings_is_explained_in_every_plan_and_language() {
    let mut seen = 0;
    for (name, answers, plan) in plans() {
        for file in files(&plan) {
            let Contents::Text(text) = &file.contents else { continue };
            let path = file.path.display();
            for language in Language::ALL {
                language.speaking(|| {
                    let Some(preview) = Preview::of(&file, &answers, Some(&plan)) else {
                        assert_eq!(path.to_string(), "README.txt", "{name}");
                        return;
                    };
                    let Shape::Text(form, _) = &preview.shape else { panic!("{path}") };
                    if matches!(form, Form::Script | Form::Whole) {
                        return;
                    }
                    for (line, explanation) in told(&preview, text) {
                        let is_bracket = ["{", "}"].contains(&line);
                        if line.trim_start().starts_with('#') || is_bracket {
                            continue;
                        }
                        seen += 1;
                        let said = explanation.unwrap_or_else(|| panic!("{name}, {path}: {line}"));
                        let whole = said.about.join(" ");
                        assert!(!whole.contains("setting-") && whole.len() > 10, "{path}: {line}");
                        assert!(!said.title.is_empty(), "{line}");
                        let is_ours = matches!(form, Form::Values | Form::Steps);
                        assert_eq!(said.source.is_empty(), is_ours, "{line}");
                        let is_ukrainian = whole.contains(|c| ('а'..='я').contains(&c));
                        assert_eq!(is_ukrainian, language == Language::Ukrainian, "{whole}");
                    }
                });
            }
        }
    }
    assert!(seen > 20_000, "{seen}");
}

/// Every explanation that one of these plans has, once.
fn explanations() -> Vec<Explanation> {
    let mut all = Vec::new();
    for (_, answers, plan) in plans() {
        for file in files(&plan) {
            let Some(preview) = Preview::of(&file, &answers, Some(&plan)) else { continue };
            let Shape::Text(_, parts) = &preview.shape else { continue };
            let mut before: Option<&Part> = None;
            for (part, line) in parts.iter().zip(1..) {
                if before.replace(part) == Some(part) {
                    continue;
                }
                let explanation = preview.explanation(line);
                if !all.contains(&explanation) {
                    all.push(explanation);
                }
            }
        }
    }
    all
}

#[test]
fn every_explanation_has_room_at_the_least_size_and_beside_a_file() {
    for language in Language::ALL {
        language.speaking(|| {
            let app = at(80, 20);
            // Five lines are the frame's; the file keeps a few, and the pane has a border.
            let room = |lines: u16| lines - 5 - LEAST - 2;
            for one in explanations() {
                assert!(one.height(&app, 78) <= room(24), "{one:#?}");
                assert!(one.brief_height(&app, 78) <= usize::from(room(20)), "{one:#?}");
                assert!(one.height(&app, PANE.start - 2) <= 33, "{one:#?}");
            }
        });
    }
}
