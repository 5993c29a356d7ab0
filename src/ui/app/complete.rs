//! Names of files: completed by the shell, which alone sees the disk.

use super::{App, Notice};
use crate::answers::{Field, FieldRef};
use crate::text::{escape_for_terminal, fill, say};
use crate::ui::command::Action;
use crate::ui::focus::Focus;

impl App {
    /// The field of a path under the focus.
    pub(super) fn path_field(&self) -> Option<Field> {
        let Focus::FieldRef(FieldRef::Field(field)) = self.focus else { return None };
        matches!(field, Field::AuthorityCertificate | Field::AuthorityKey).then_some(field)
    }

    /// Asks for the rest of the path under the focus. Where there is none, as was seen before or as nothing is typed,
    /// the focus moves on.
    pub(super) fn complete(&mut self) -> Option<Action> {
        let text = self.answers.text(self.path_field()?);
        let is_known = self.uncompletable.take().is_some_and(|known| known == text);
        if text.trim().is_empty() || is_known {
            self.move_focus(true);
            return None;
        }
        Some(Action::Complete(text))
    }

    /// Takes the completed path. One that was whole already leads on; several are named.
    pub(super) fn completed(&mut self, text: &str, completed: String, candidates: &[String]) {
        let Some(field) = self.path_field() else { return };
        if self.answers.text(field) != text || self.overlay.is_some() {
            return; // It was typed on since.
        }
        let is_whole = completed == text;
        if is_whole {
            self.uncompletable = Some(text.to_owned());
        }
        match candidates {
            [] => self.notice = Some(Notice::refused(say("notice-no-such-file"))),
            [_] if is_whole => self.move_focus(true),
            _ => {
                self.answers.set_text(field, completed);
                self.forget_faults();
                self.load_input();
                if let [_, _, ..] = candidates {
                    let names: Vec<String> =
                        candidates.iter().map(|one| escape_for_terminal(one)).collect();
                    let text = fill("notice-candidates", &[("names", &names.join("  "))]);
                    self.notice = Some(Notice::told(text));
                }
            }
        }
    }
}
