//! Files that are saved beside what stands there already: the plan and the same certificates with openssl, from the
//! review, and what was done in the lab.

use std::path::Path;

use super::{App, Notice};
use crate::answers::{Answers, Field};
use crate::bundle::{NotByHand, by_hand, shown};
use crate::cluster::Plan;
use crate::text::{escape_for_terminal, fill, say};
use crate::ui::command::{Action, Refusal, Saved, SavedFile};

impl Saved {
    /// What is saved of a plan.
    ///
    /// # Errors
    /// Why it can't be had of this plan.
    pub(crate) fn of_plan(self, plan: &Plan) -> Result<String, String> {
        match self {
            Self::ByHand => by_hand(plan).map_err(|why| match why {
                NotByHand::SignedElsewhere => say("by-hand-elsewhere").to_owned(),
                NotByHand::KeysOnMembers => say("by-hand-on-members").to_owned(),
            }),
            Self::Plan | Self::Scenario => Ok(plan.to_json()),
        }
    }
}

/// What the names of files begin with that are saved beside a bundle.
pub(crate) fn saved_base(answers: &Answers) -> String {
    answers.text(Field::Output).trim_matches(' ').trim_end_matches('/').to_owned()
}

impl App {
    /// Has the plan, or its script, written, or says what keeps the answers from being one.
    pub(super) fn save(&mut self, what: Saved) -> Option<Action> {
        let plan = self.review.as_ref().and_then(|review| review.plan.as_deref().ok());
        let contents = match plan {
            Some(plan) => what.of_plan(plan),
            None => Err(say("notice-fix-first").to_owned()),
        };
        match contents {
            Ok(contents) => {
                Some(Action::SaveBeside { what, contents, base: saved_base(&self.answers) })
            }
            Err(why) => {
                self.notice = Some(Notice::refused(why));
                None
            }
        }
    }
}

/// Says where a saved file is, or why it isn't.
pub(crate) fn saved(what: Saved, result: Result<SavedFile, Refusal>) -> Notice {
    let (written, beside) = match what {
        Saved::ByHand => ("by-hand-written", "by-hand-written.beside"),
        Saved::Plan => ("plan-saved", "plan-saved.beside"),
        Saved::Scenario => ("lab-saved", "lab-saved.beside"),
    };
    match result {
        Ok(SavedFile { path, taken }) => {
            // A scenario lies where quorate was started, and its name alone fits every screen.
            let name = path.file_name().filter(|_| what == Saved::Scenario).map(Path::new);
            let path = shown(name.unwrap_or(&path));
            let Some(taken) = taken else {
                return Notice::told(fill(written, &[("path", &path)]));
            };
            let taken = shown(Path::new(&taken));
            Notice::warned(fill(beside, &[("path", &path), ("taken", &taken)]))
        }
        Err(Refusal { message, hint }) => {
            Notice::refused(format!("{}: {hint}", escape_for_terminal(&message)))
        }
    }
}
