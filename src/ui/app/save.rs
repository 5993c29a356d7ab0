//! Files that are saved beside what stands there already: the plan and the same certificates with openssl, from the
//! review, and what was done in the lab.

use std::path::Path;

use super::{App, Notice};
use crate::answers::Field;
use crate::bundle::{NotByHand, by_hand, shown};
use crate::cluster::Plan;
use crate::text::{escape_for_terminal, fill, say};
use crate::ui::command::{Action, Refusal, Saved, SavedFile};

impl App {
    /// Has the script of the plan written, or says why there is none.
    pub(super) fn save_by_hand(&mut self) -> Option<Action> {
        let script = self.reviewed().and_then(|plan| {
            by_hand(plan).map_err(|why| match why {
                NotByHand::SignedElsewhere => say("by-hand-elsewhere").to_owned(),
                NotByHand::KeysOnMembers => say("by-hand-on-members").to_owned(),
            })
        });
        self.save(Saved::ByHand, script)
    }

    /// Has the plan itself written.
    pub(super) fn save_plan(&mut self) -> Option<Action> {
        let plan = self.reviewed().map(Plan::to_json);
        self.save(Saved::Plan, plan)
    }

    /// The plan in the review, or what keeps the answers from being one.
    fn reviewed(&self) -> Result<&Plan, String> {
        let plan = self.review.as_ref().and_then(|review| review.plan.as_deref().ok());
        plan.ok_or_else(|| say("notice-fix-first").to_owned())
    }

    fn save(&mut self, what: Saved, contents: Result<String, String>) -> Option<Action> {
        match contents {
            Ok(contents) => {
                let output = self.answers.text(Field::Output);
                let base = output.trim_matches(' ').trim_end_matches('/').to_owned();
                Some(Action::SaveBeside { what, contents, base })
            }
            Err(why) => {
                self.notice = Some(Notice::refused(why));
                None
            }
        }
    }
}

/// Says where a saved file is, or why it isn't.
pub(in crate::ui) fn saved(what: Saved, result: Result<SavedFile, Refusal>) -> Notice {
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
