//! The way through the steps: on, back, and from one thing to the next within a step.

use super::{App, Generation, Notice, Unfolded};
use crate::answers::{Field, FieldRef, Kind, Step, problem_at};
use crate::finding::Severity;
use crate::text::fill;
use crate::ui::command::Action;
use crate::ui::focus::{self, Focus};
use crate::ui::overlay::Overlay;
use crate::ui::review::{Review, place_name};

impl App {
    pub(super) fn accept(&mut self) -> Option<Action> {
        match self.focus {
            Focus::Advice => return self.go_to_concern(),
            Focus::Start => return self.start(),
            Focus::More => {
                self.toggle_further();
                return None;
            }
            Focus::FieldRef(FieldRef::Field(Field::Tier)) if !self.answers.is_custom() => {
                return self.advance(Step::Members);
            }
            _ => {}
        }
        match self.next_open() {
            Some(focus) => {
                self.set_focus(focus);
                None
            }
            None => self.advance(self.step.next()?),
        }
    }

    /// The next place of this step that still needs somebody: what is missing or wrong behind the focus, then before
    /// it, the focus itself last.
    fn next_open(&self) -> Option<Focus> {
        // What is wrong may be folded away.
        let order = focus::order(self.step, &self.answers, &Unfolded::all());
        let here = order.iter().position(|focus| *focus == self.focus).unwrap_or(0);
        let problems = self.unread_problems();
        let is_open = |focus: &&Focus| match focus {
            Focus::FieldRef(place) => problem_at(&problems, *place).is_some(),
            _ => false,
        };
        order.iter().cycle().skip(here + 1).take(order.len()).find(is_open).copied()
    }

    /// Leaves a step forwards. Where something is wrong there the focus goes to it instead, and only
    /// asking again leaves all the same.
    pub(super) fn advance(&mut self, next: Step) -> Option<Action> {
        if next == Step::Generate {
            if matches!(self.generation, Generation::Finished(_)) {
                // Back to the bundle that stands; Tab leads to the button that makes another one.
                self.step = next;
                self.set_focus(Focus::NextCommands);
            } else {
                self.set_focus(Focus::Start);
            }
            return None;
        }
        let problem = self.unread_problems().into_iter().find(|one| one.place.step() == self.step);
        let Some(problem) = problem else { return self.enter(next) };
        self.warned = Some(self.step);
        let place = Focus::FieldRef(problem.place);
        // What is blank is explained where it stands.
        let is_blank = self.answers.text_at(problem.place).trim().is_empty();
        let what = if is_blank {
            problem.message.clone()
        } else {
            format!("{}: {}", problem.message, problem.hint)
        };
        let mut text = fill("notice-first", &[("problem", &what)]);
        if self.focus != place {
            text = format!("{}: {text}", place_name(problem.place));
        }
        self.set_focus(place);
        self.notice = Some(Notice::refused(text));
        None
    }

    /// Goes to a step directly. Generating itself is the review's last word: without a bundle that is as far as it goes.
    pub(super) fn go_to(&mut self, step: Step) -> Option<Action> {
        match (step, &self.generation) {
            // Its screen stays until it ends.
            (_, Generation::Running { .. }) => None,
            (Step::Generate, Generation::Finished(_)) => self.advance(step),
            (Step::Generate, _) if self.step == Step::Review => self.advance(step),
            (Step::Generate, _) => {
                let action = self.jump(Step::Review);
                self.set_focus(Focus::Start);
                action
            }
            (step, _) if step == self.step => None,
            (step, _) => self.jump(step),
        }
    }

    pub(super) fn enter(&mut self, step: Step) -> Option<Action> {
        if self.inspector_covers() {
            self.inspector = None;
        }
        if self.step != step {
            self.entered.clone_from(&self.answers);
        }
        self.step = step;
        if self.inspector_covers() {
            // It stood beside the other step.
            self.inspector = None;
        }
        self.came_from.clear();
        self.revealed = false;
        self.inspected = 0;
        self.reached = self.reached.max(step);
        self.scroll = 0;
        if step != Step::Review {
            self.set_focus(Focus::first(step, &self.answers));
            return None;
        }
        let before = self.plan_before();
        let review = Review::new(&self.answers, self.missing(), before.as_ref(), self.now);
        self.advice = 0;
        self.file = 0;
        let is_ready = review.is_ready();
        self.review = Some(review);
        let is_refused = self.concerns().iter().any(|one| one.severity == Severity::Error);
        self.set_focus(match is_ready && !is_refused {
            true if self.is_written() => Focus::Files,
            true => Focus::Start,
            false => Focus::Advice,
        });
        Some(self.check_review())
    }

    pub(super) fn back(&mut self) -> Option<Action> {
        if let Generation::Running { cancelling, .. } = &mut self.generation {
            *cancelling = true;
            return Some(Action::CancelGeneration);
        }
        if let Some(from) = self.came_from.pop() {
            return self.return_to(from);
        }
        match self.step.previous() {
            Some(step) => self.enter(step),
            None => self.ask_to_quit(),
        }
    }

    pub(super) fn ask_to_quit(&mut self) -> Option<Action> {
        if self.is_written() {
            return Some(Action::Quit);
        }
        self.overlay = Some(Overlay::Quit);
        None
    }

    pub(super) fn vertical(&mut self, down: bool) {
        match self.focus {
            Focus::Files => {
                self.file = neighbour(self.file, self.files().len(), down);
                self.scroll = 0;
            }
            Focus::Advice => {
                self.advice = neighbour(self.advice, self.concerns().len(), down);
            }
            Focus::FieldRef(FieldRef::Field(field))
                if matches!(field.question().kind, Kind::Table(_)) =>
            {
                self.choose(down);
            }
            focus => {
                self.set_focus(focus::vertical(&self.focus_order(), focus, down));
            }
        }
    }
}

/// The index one further on or back of so many; there is none beyond the ends.
pub(in crate::ui) fn neighbour(index: usize, count: usize, forward: bool) -> usize {
    if forward { (index + 1).min(count.saturating_sub(1)) } else { index.saturating_sub(1) }
}
