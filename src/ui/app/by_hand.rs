//! The same certificates with openssl, saved from the review as a script.

use std::path::Path;

use super::{App, Notice};
use crate::answers::Field;
use crate::bundle::{NotByHand, by_hand, shown};
use crate::text::{escape_for_terminal, fill, say};
use crate::ui::command::{Action, Refusal, SavedScript};

impl App {
    /// Has the script of the plan written beside the bundle, or says why there is none.
    pub(super) fn save_by_hand(&mut self) -> Option<Action> {
        let plan = self.review.as_ref().and_then(|review| review.plan.as_ref().ok());
        let script = match plan.map(|plan| by_hand(plan)) {
            None => Err(say("notice-fix-first").to_owned()),
            Some(Err(why)) => {
                let key = match why {
                    NotByHand::SignedElsewhere => "by-hand-elsewhere",
                    NotByHand::KeysOnMembers => "by-hand-on-members",
                };
                Err(say(key).to_owned())
            }
            Some(Ok(script)) => Ok(script),
        };
        match script {
            Ok(script) => {
                let output = self.answers.text(Field::Output);
                let base = output.trim_matches(' ').trim_end_matches('/');
                Some(Action::SaveByHand { script, path: format!("{base}-by-hand.sh") })
            }
            Err(why) => {
                self.notice = Some(Notice::refused(why));
                None
            }
        }
    }

    /// Says where the script is, or why it isn't.
    pub(super) fn by_hand_saved(&mut self, result: Result<SavedScript, Refusal>) {
        self.notice = Some(match result {
            Ok(SavedScript { path, taken: None }) => {
                Notice::told(fill("by-hand-written", &[("path", &shown(&path))]))
            }
            Ok(SavedScript { path, taken: Some(taken) }) => {
                let taken = shown(Path::new(&taken));
                let values: [(&str, &dyn std::fmt::Display); 2] =
                    [("path", &shown(&path)), ("taken", &taken)];
                Notice::warned(fill("by-hand-written.beside", &values))
            }
            Err(Refusal { message, hint }) => {
                Notice::refused(format!("{}: {hint}", escape_for_terminal(&message)))
            }
        });
    }
}
