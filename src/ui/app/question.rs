//! From one place to another that isn't the next step, such as from a line of a file to the question that decides it,
//! and back.

use std::path::{Path, PathBuf};

use super::{App, Notice, Unfolded};
use crate::answers::Step;
use crate::text::{escape_for_terminal, fill, say};
use crate::ui::command::Action;
use crate::ui::focus::{self, Focus};
use crate::ui::overlay::Overlay;

/// A place that somebody left for another one, to come back to it.
pub(super) enum CameFrom {
    /// A line of a file, and the step that showed it.
    Line { step: Step, path: PathBuf, line: u16 },
    /// What had the focus on a step.
    Place { step: Step, focus: Focus },
}

impl CameFrom {
    fn step(&self) -> Step {
        match self {
            Self::Line { step, .. } | Self::Place { step, .. } => *step,
        }
    }
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
        let from = CameFrom::Line { step: self.step, path, line };
        self.overlay = None;
        let action = self.enter_from(place.step(), from);
        self.set_focus(Focus::FieldRef(place));
        self.notice = Some(Notice::told(fill("preview-back", &[("file", &file)])));
        action
    }

    /// Enters a step that Esc leads back from.
    fn enter_from(&mut self, step: Step, from: CameFrom) -> Option<Action> {
        let mut whence = std::mem::take(&mut self.came_from);
        // Back from where somebody was before already, it is on from there.
        let known = whence.iter().position(|one| one.step() == from.step() || one.step() == step);
        whence.truncate(known.unwrap_or(whence.len()));
        whence.push(from);
        let action = self.enter(step);
        self.came_from = whence;
        action
    }

    /// Goes to a step that isn't the next one; Esc leads back.
    pub(super) fn jump(&mut self, step: Step) -> Option<Action> {
        self.enter_from(step, CameFrom::Place { step: self.step, focus: self.focus })
    }

    /// Goes back to where somebody came from.
    pub(super) fn return_to(&mut self, from: CameFrom) -> Option<Action> {
        let whence = std::mem::take(&mut self.came_from);
        let action = match from {
            CameFrom::Line { step, path, line } => self.return_to_line(step, &path, line),
            CameFrom::Place { step, focus } => {
                let action = self.enter(step);
                let order = focus::order(step, &self.answers, &Unfolded::all());
                // The review says itself where to look.
                if step < Step::Review && order.contains(&focus) {
                    self.set_focus(focus);
                }
                action
            }
        };
        self.came_from = whence;
        action
    }

    fn return_to_line(&mut self, step: Step, path: &Path, line: u16) -> Option<Action> {
        let action = self.enter(Step::Review);
        if step == Step::Generate && self.outcome().is_some() {
            self.step = Step::Generate;
        }
        // A member that was renamed meanwhile has another directory, and answers that are wrong have no files.
        let Some(file) = self.files().iter().position(|file| file.path == path) else {
            return action;
        };
        self.set_focus(Focus::Files);
        self.file = file;
        self.open();
        let last = self.preview().map_or(0, |preview| preview.count().saturating_sub(1));
        if let Some(Overlay::Preview(shown)) = &mut self.overlay {
            *shown = line.min(last);
        }
        action
    }
}
