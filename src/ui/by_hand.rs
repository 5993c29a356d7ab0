//! The same by hand: the commands that do what a step does, with the answers as they are.

use std::cell::RefCell;
use std::fmt::Write as _;
use std::sync::Arc;

use ratatui::text::Line;

use super::app::App;
use super::focus::Focus;
use super::theme::Theme;
use super::widgets::text::{wrap, wrapped};
use crate::answers::{Answers, Field, FieldRef, Sketch, Step};
use crate::bundle::{NotByHand, by_hand_parts};
use crate::cluster::{CaSource, Member, Plan};
use crate::pki::CertificateProfile;
use crate::render::by_hand::{asking, comment, installation, membership, signing, tuning};
use crate::render::quote::ShellWord;
use crate::text::{escape_for_terminal, fill, say};

/// The commands, worked out when what they follow from changes.
#[derive(Default)]
pub(super) struct ByHand(RefCell<Option<Known>>);

/// What was worked out last.
struct Known {
    /// For which step, answers and row of the member table.
    of: (Step, Answers, usize),
    text: Arc<str>,
    /// As lines of each width that was asked for: what stands beside a form is drawn with every key.
    lines: Vec<(u16, Vec<Line<'static>>)>,
}

impl App {
    /// The commands that do what the step does; of a member, those of the one under the cursor.
    pub(super) fn commands_by_hand(&self) -> Arc<str> {
        let row = match self.focus {
            Focus::FieldRef(FieldRef::Member { row, .. }) => row,
            _ => 0,
        };
        let mut known = self.by_hand.0.borrow_mut();
        let is_same = |one: &&Known| {
            let (step, answers, of) = &one.of;
            (*step, *of) == (self.step, row) && *answers == self.answers
        };
        if let Some(one) = known.as_ref().filter(is_same) {
            return Arc::clone(&one.text);
        }
        let text: Arc<str> = of_step(self.step, &self.answers, row).into();
        let of = (self.step, self.answers.clone(), row);
        *known = Some(Known { of, text: Arc::clone(&text), lines: Vec::new() });
        text
    }

    /// The same as lines of a width, comments set off.
    pub(super) fn lines_by_hand(&self, width: u16) -> Vec<Line<'static>> {
        let text = self.commands_by_hand();
        let mut known = self.by_hand.0.borrow_mut();
        let Some(known) = known.as_mut() else { return Vec::new() };
        if let Some((_, lines)) = known.lines.iter().find(|(of, _)| *of == width) {
            return lines.clone();
        }
        let lines = lines(&text, &self.theme, width);
        known.lines.push((width, lines.clone()));
        lines
    }
}

fn lines(text: &str, theme: &Theme, width: u16) -> Vec<Line<'static>> {
    let mut lines = Vec::new();
    for line in text.lines() {
        let line = escape_for_terminal(line);
        if line.starts_with('#') {
            lines.extend(wrapped(&theme.glyphs.said(&line), width, theme.muted));
        } else if line.chars().count() <= width.into() {
            lines.push(Line::styled(line, theme.text));
        } else {
            lines.extend(wrap(&line, width).into_iter().map(|one| Line::styled(one, theme.text)));
        }
    }
    lines
}

/// The commands of a step, behind what is missing for them.
pub fn of_step(step: Step, answers: &Answers, row: usize) -> String {
    let Some(sketch) = answers.sketch() else { return comment(say("by-hand-no-plan")) };
    let plan = &sketch.plan;
    let Some(member) = plan.members.iter().nth(row).or_else(|| plan.members.iter().next()) else {
        return String::new();
    };
    let commands = match step {
        Step::Size => membership(plan, member) + &asking(plan),
        Step::Hardware => tuning(plan, member),
        Step::Members => {
            membership(plan, member) + &certificates(answers, plan, Some(member)) + &asking(plan)
        }
        Step::Network => installation(plan, member),
        Step::Certificates | Step::Review | Step::Generate => certificates(answers, plan, None),
    };
    about_missing(&sketch) + &sketch.shown(commands)
}

/// What isn't there yet, and what stands in its place.
fn about_missing(sketch: &Sketch) -> String {
    let mut text = String::new();
    for (key, has_word) in [("by-hand-missing", true), ("by-hand-default", false)] {
        let places = sketch.missing.iter().filter(|place| Sketch::has_word(**place) == has_word);
        let mut labels: Vec<&str> = places.map(|place| say(place.keys().0)).collect();
        labels.dedup();
        let mut told: Vec<&str> = Vec::new();
        for label in labels {
            if !told.contains(&label) {
                told.push(label);
            }
        }
        if !told.is_empty() {
            text += &comment(&fill(key, &[("fields", &told.join(", "))]));
        }
    }
    text
}

/// The commands for certificates: of a member for what it shows, else for all.
fn certificates(answers: &Answers, plan: &Plan, member: Option<&Member>) -> String {
    let directory = member.map(|member| format!("members/{}", member.name));
    let is_wanted = |profile: &CertificateProfile| {
        directory.as_ref().is_none_or(|directory| {
            profile.places().iter().any(|place| place.key_path.starts_with(directory))
        })
    };
    let parts = match by_hand_parts(plan, is_wanted) {
        Ok(parts) => parts,
        Err(why) => {
            let why = match why {
                NotByHand::SignedElsewhere => say("by-hand-elsewhere"),
                NotByHand::KeysOnMembers => say("by-hand-on-members"),
            };
            return comment(&format!("{why}.")) + &signing(plan);
        }
    };
    if member.is_some() {
        let of_member = parts.iter().filter(|part| part.profile.is_some());
        return of_member.map(|part| part.text.as_str()).collect();
    }
    let mut text = String::from("umask 077\n");
    match plan.certificates.ca_source {
        CaSource::Encrypted => text += &comment(say("by-hand-passphrase")),
        CaSource::Imported => text += &authority_paths(answers),
        CaSource::Made | CaSource::Elsewhere => {}
    }
    text.extend(parts.iter().map(|part| part.text.as_str()));
    text
}

/// Where the CA that is brought is.
fn authority_paths(answers: &Answers) -> String {
    let mut text = String::new();
    for (name, field) in [("CA_CERT", Field::AuthorityCertificate), ("CA_KEY", Field::AuthorityKey)]
    {
        let path = answers.text(field);
        let path = if path.is_empty() { "FILE" } else { path.as_str() };
        // Writing to a string can't fail.
        let _ = writeln!(text, "{name}={}", ShellWord(path));
    }
    text
}
