//! From a line of a file to the question that decides it, and back.

use std::path::PathBuf;

use super::{App, Notice};
use crate::answers::Step;
use crate::text::{escape_for_terminal, fill, say};
use crate::ui::command::Action;
use crate::ui::focus::Focus;
use crate::ui::overlay::Overlay;

/// A line of a file, and the step that showed it.
pub(super) struct CameFrom {
    step: Step,
    path: PathBuf,
    line: u16,
}

impl App {
    /// Opens the focused file: with its lines explained, where there is something to say of them.
    pub(super) fn open(&mut self) {
        let is_explained = self.focus == Focus::Files && self.preview().is_some();
        self.overlay = Some(if is_explained { Overlay::Preview(0) } else { Overlay::Reader(0) });
    }

    /// Goes to the question that decides a line of the file that is explained.
    pub(in crate::ui) fn go_to_question(&mut self, line: u16) -> Option<Action> {
        let preview = self.preview()?;
        let Some(place) = preview.explanation(line).place else {
            self.notice = Some(Notice::told(say("preview-no-question")));
            return None;
        };
        let path = self.files().get(self.file)?.path.clone();
        let file = escape_for_terminal(&path.display().to_string());
        let from = CameFrom { step: self.step, path, line };
        self.overlay = None;
        let action = self.enter(place.step());
        self.set_focus(Focus::FieldRef(place));
        self.came_from = Some(from);
        self.notice = Some(Notice::told(fill("preview-back", &[("file", &file)])));
        action
    }

    /// Goes back to the line from which a question was gone to.
    pub(super) fn go_back_to(&mut self, from: &CameFrom) -> Option<Action> {
        let action = self.enter(Step::Review);
        if from.step == Step::Generate && self.outcome().is_some() {
            self.step = Step::Generate;
        }
        self.set_focus(Focus::Files);
        self.file = self.files().iter().position(|file| file.path == from.path).unwrap_or(0);
        self.open();
        let last = self.preview().map_or(0, |preview| preview.count().saturating_sub(1));
        if let Some(Overlay::Preview(line)) = &mut self.overlay {
            *line = from.line.min(last);
        }
        action
    }
}
