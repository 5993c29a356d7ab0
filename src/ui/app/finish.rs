//! The way out of the wizard: what the review lists, the generation, and what can be taken along.

use super::{App, Generation, Notice};
use crate::answers::{Field, FieldRef, Problem, Step};
use std::path::PathBuf;

use ratatui::text::Line;

use crate::answers::CaCredentials;
use crate::text::{escape_for_terminal, fill, say};
use crate::ui::command::{Action, AuthorityCheck, Contents, Refusal};
use crate::ui::focus::Focus;
use crate::ui::handshakes::Handshakes;
use crate::ui::overlay::Overlay;
use crate::ui::overlay_view;
use crate::ui::review::Concern;

/// Lines as text alone.
fn plain(lines: &[Line<'_>]) -> String {
    lines.iter().map(|line| line.to_string().trim_end().to_owned() + "\n").collect()
}

impl App {
    /// Has the disk looked at for the review: the output directory, and the CA where one is brought.
    pub(super) fn check_review(&mut self) -> Action {
        let check = self.check_output();
        let ca_credentials = CaCredentials::new(&self.answers, &self.passphrase);
        let is_named = !ca_credentials.certificate.is_empty() && !ca_credentials.key.is_empty();
        let Some(review) = self.review.as_ref().filter(|_| is_named) else { return check };
        let plan = review.plan.as_ref().ok().map(|plan| (**plan).clone());
        self.looks += 1;
        let authority = Box::new(AuthorityCheck { number: self.looks, ca_credentials, plan });
        Action::CheckOutputAndAuthority { output: self.answers.text(Field::Output), authority }
    }

    /// Takes note of what is wrong with the CA that is brought. Where nobody has moved in the review yet
    /// the focus goes to it.
    pub(super) fn authority_checked(&mut self, number: usize, problems: Vec<Problem>) {
        let Some(review) = self.review.as_mut().filter(|_| number == self.looks) else { return };
        let is_sound = problems.is_empty();
        review.faults = problems;
        if self.step == Step::Review && self.focus == Focus::Advice && self.concerns().is_empty() {
            self.set_focus(Focus::Start);
        }
        if is_sound || self.step != Step::Review {
            return;
        }
        self.advice = 0;
        if self.focus == Focus::Start && self.overlay.is_none() {
            self.set_focus(Focus::Advice);
        }
    }

    /// What is wrong with the CA that is brought, as far as it was looked at and not changed since.
    pub(in crate::ui) fn faults(&self) -> &[Problem] {
        self.review.as_ref().map_or(&[], |review| &review.faults)
    }

    /// Drops what was wrong with the CA, and news that are still to come: it was changed.
    pub(in crate::ui) fn forget_faults(&mut self) {
        self.looks += 1;
        if let Some(review) = &mut self.review {
            review.faults.clear();
        }
    }

    /// Takes note of what stands at the output directory. Where the proposed one is taken, a free one is proposed.
    pub(super) fn output_checked(
        &mut self,
        text: &str,
        result: Result<PathBuf, Refusal>,
        free: Option<String>,
    ) -> Option<Action> {
        if text != self.answers.text(Field::Output) {
            return None; // It was typed on since.
        }
        self.free_output = free;
        if self.is_written() {
            // What stands there is the bundle of these answers.
            self.output = self.outcome().map(|outcome| Ok(outcome.root.clone()));
            return None;
        }
        self.output = Some(result);
        if self.answers.is_typed(Field::Output) { None } else { self.propose_output() }
    }

    /// Takes a free name in place of the output directory that is taken, where there is one.
    fn propose_output(&mut self) -> Option<Action> {
        let free = self.free_output.take()?;
        let taken = escape_for_terminal(&self.answers.text(Field::Output));
        let values: [(&str, &dyn std::fmt::Display); 2] =
            [("taken", &taken), ("free", &escape_for_terminal(&free))];
        self.notice = Some(Notice::warned(fill("notice-output-taken", &values)));
        self.answers.set_text(Field::Output, free.clone());
        self.proposed_output = Some(free);
        self.load_input();
        Some(self.check_output())
    }

    /// How many files the generation is going to write, and how many private keys it makes.
    pub(in crate::ui) fn to_be_written(&self) -> (usize, usize) {
        let review = self.review.as_ref();
        let files = review.map_or(&[][..], |review| &review.files);
        let keys = files.iter().filter(|file| matches!(file.contents, Contents::PrivateKey));
        (files.len(), keys.count())
    }

    /// Whether there is a bundle of these answers already, whose members trust another CA than the one that is made.
    pub(in crate::ui) fn makes_another_authority(&self) -> bool {
        let is_again = self.of_plan || self.outcome().is_some();
        is_again && self.answers.ca_source().makes_authority()
    }

    /// Asks whether to start the generation, or goes to what keeps it from starting.
    pub(super) fn start(&mut self) -> Option<Action> {
        let review = self.review.as_ref()?;
        if !review.is_ready() {
            self.set_focus(Focus::Advice);
            self.notice = Some(Notice::refused(say("notice-fix-first")));
            return None;
        }
        if self.is_written()
            && let Some(check) = self.propose_output()
        {
            return Some(check); // The bundle that stands is left as it is.
        }
        if let Some(Err(refusal)) = &self.output {
            self.notice = Some(Notice::refused(format!("{}: {}", refusal.message, refusal.hint)));
            self.set_focus(Focus::FieldRef(FieldRef::Field(Field::Output)));
            return None;
        }
        self.overlay = Some(Overlay::Generate);
        None
    }

    /// Starts the generation.
    pub(in crate::ui) fn generate(&mut self) -> Option<Action> {
        let plan = self.review.as_ref()?.plan.as_ref().ok()?;
        let action = Action::Generate {
            plan: plan.clone(),
            output: self.answers.text(Field::Output),
            ca_credentials: Box::new(CaCredentials::new(&self.answers, &self.passphrase)),
        };
        let total = crate::pki::profiles(plan).len();
        self.generation =
            Generation::Running { done: 0, total, made: Vec::new(), cancelling: false };
        self.step = Step::Generate;
        self.reached = Step::Generate;
        self.set_focus(Focus::Files);
        Some(action)
    }

    /// Copies what is shown; keys stay where they are.
    pub(in crate::ui) fn copy(&mut self) -> Option<Action> {
        let text = if self.focus == Focus::NextCommands {
            self.next_commands().join("\n")
        } else if self.focus == Focus::Handshakes {
            self.handshakes_text()?
        } else {
            match &self.files().get(self.file)?.contents {
                Contents::Text(text) => text.clone(),
                Contents::Certificate(report) => report.fingerprint.clone()?,
                Contents::PrivateKey => {
                    self.notice = Some(Notice::refused(say("notice-keys-stay")));
                    return None;
                }
            }
        };
        self.notice = Some(Notice::told(say("notice-copied")));
        Some(Action::Copy(text))
    }

    /// Copies the commands that do the same by hand.
    pub(in crate::ui) fn copy_by_hand(&mut self) -> Action {
        self.notice = Some(Notice::told(say("notice-copied")));
        Action::Copy(self.commands_by_hand().to_string())
    }

    /// Copies what differs, host by host.
    pub(in crate::ui) fn copy_changes(&mut self) -> Action {
        self.notice = Some(Notice::told(say("notice-copied")));
        Action::Copy(plain(&overlay_view::changes_lines(self, 100)))
    }

    /// The handshakes as text, of the width that plain text has.
    fn handshakes_text(&self) -> Option<String> {
        Some(plain(&self.handshakes()?.lines(&self.theme, 100)))
    }

    /// Who will reach whom, where there is a plan, and no CA that can't sign for it.
    pub(in crate::ui) fn handshakes(&self) -> Option<&Handshakes> {
        self.review.as_ref().filter(|review| review.faults.is_empty())?.handshakes.as_ref()
    }

    /// The commands that bring the cluster of the bundle up, ready to paste.
    pub(in crate::ui) fn next_commands(&self) -> &[String] {
        self.outcome().map_or(&[], |outcome| &outcome.commands)
    }

    /// What is missing or unwise, as the review lists it.
    pub(in crate::ui) fn concerns(&self) -> Vec<Concern> {
        let review = self.review.as_ref();
        review.map(|one| one.concerns(&self.answers, &self.output)).unwrap_or_default()
    }

    /// Where the selected concern can be fixed, if a field can fix it.
    pub(super) fn concern_place(&self) -> Option<FieldRef> {
        self.concerns().get(self.advice)?.place
    }

    /// Goes to the place of the selected concern.
    pub(super) fn go_to_concern(&mut self) -> Option<Action> {
        let place = self.concern_place()?;
        let action = if place.step() == Step::Review { None } else { self.jump(place.step()) };
        self.set_focus(Focus::FieldRef(place));
        action
    }
}
