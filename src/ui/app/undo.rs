//! Answers that were changed can be had back, and once more the other way, across all steps.

use super::{App, Notice, Unfolded};
use crate::answers::{Answers, Field, Step};
use crate::text::{fill, say};
use crate::ui::command::{Action, Command};
use crate::ui::focus::Focus;
use crate::ui::review::place_name;

/// The most changes that can be undone.
const KEPT: usize = 200;

/// The answers as they were, and where somebody was about to change them.
struct Point {
    answers: Answers,
    step: Step,
    focus: Focus,
}

/// What was changed, and what was undone of it.
#[derive(Default)]
pub(super) struct History {
    past: Vec<Point>,
    future: Vec<Point>,
    /// Where a text is being typed: all of it is one change.
    typing: Option<Focus>,
}

impl History {
    /// Takes note of a change; what was undone before it is gone.
    fn changed(&mut self, before: Point, typing: Option<Focus>) {
        self.future.clear();
        if typing.is_none() || self.typing != typing {
            if self.past.len() >= KEPT {
                self.past.remove(0);
            }
            self.past.push(before);
        }
        self.typing = typing;
    }
}

impl App {
    /// Does what a command says; what it can't do itself is returned for the shell.
    pub fn update(&mut self, command: Command) -> Option<Action> {
        // Whatever was said is still there afterwards.
        match command {
            Command::Suspend => return Some(Action::Suspend),
            Command::Redraw => return Some(Action::Redraw),
            _ => {}
        }
        let is_kept = !matches!(command, Command::Undo | Command::Redo);
        let typing = matches!(command, Command::Edit(_)).then_some(self.focus);
        let before = self.point();
        let page = self.page();
        let action = self.perform(command);
        // An answer that became its default again isn't folded away under the cursor.
        self.unfold(self.focus);
        self.follow();
        if page != self.page() && !self.searches() {
            self.leave_search();
        }
        if is_kept && before.answers != self.answers {
            self.history.changed(before, typing);
        } else if self.history.typing != Some(self.focus) {
            self.history.typing = None;
        }
        action
    }

    /// Takes back the last change, or makes the one again that was taken back, and shows where it was.
    pub(super) fn travel(&mut self, back: bool) -> Option<Action> {
        self.history.typing = None;
        let found = if back { self.history.past.pop() } else { self.history.future.pop() };
        let Some(Point { answers, step, focus }) = found else {
            let key = if back { "notice-nothing-undone" } else { "notice-nothing-redone" };
            self.notice = Some(Notice::told(say(key)));
            return None;
        };
        let here = Point { step, focus, ..self.point() };
        if back {
            self.history.future.push(here);
        } else {
            self.history.past.push(here);
        }
        let current = std::mem::replace(&mut self.answers, answers);
        // The random end of the token may have come in between.
        self.answers.take_token_suffix(&current);
        self.forget_faults();
        // Where Esc leads stays, as long as the step does.
        let whence = std::mem::take(&mut self.came_from);
        let is_here = step == self.step;
        let action = self.enter(step);
        if is_here {
            self.came_from = whence;
        }
        // What is folded away is shown.
        if super::focus::order(step, &self.answers, &Unfolded::all()).contains(&focus) {
            self.set_focus(focus);
        }
        let key = if back { "notice-undone" } else { "notice-redone" };
        let place = self.changed_place(&current, focus);
        self.notice = Some(Notice::told(fill(key, &[("place", &place)])));
        action
    }

    /// What differs from other answers, by its name. A paste changes many rows, which are counted, and another size
    /// with them.
    fn changed_place(&self, other: &Answers, focus: Focus) -> String {
        let (now, then) = (self.answers.size(), other.size());
        let rows = now.members().max(then.members());
        let differs = |row: &usize| self.answers.member(*row) != other.member(*row);
        let count = (0..rows).filter(differs).count();
        match focus {
            _ if self.answers.preset() != other.preset() => {
                say(Field::Preset.question().label).to_owned()
            }
            _ if count > 1 => fill("notice-rows", &[("count", &count)]),
            Focus::FieldRef(place) => place_name(place),
            _ if count == 1 => say(Step::Members.label()).to_owned(),
            _ if now != then => say(Field::ClusterSize.question().label).to_owned(),
            _ => say(self.step.label()).to_owned(),
        }
    }

    fn point(&self) -> Point {
        Point { answers: self.answers.clone(), step: self.step, focus: self.focus }
    }
}
