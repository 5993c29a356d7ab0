//! Where somebody left off, and the question to go on with.

use super::{Interview, place::Place};
use crate::answers::{ClientColumn, Draft, FieldRef, MemberColumn, Progress, Step};

impl Interview {
    /// Goes on with a draft at the question where somebody left off, on a screen or here.
    pub fn of_draft(draft: Draft) -> Self {
        let Draft { draft: head, answers } = draft;
        let progress = head.progress;
        let mut interview = Self { of_plan: progress.of_plan, ..Self::new(answers) };
        match progress.place {
            Some(place) => interview.go_to_place(place),
            None => interview.go_to_step(progress.step),
        }
        interview
    }

    /// Where somebody is, to be kept with the answers.
    pub fn progress(&self) -> Progress {
        let step = self.here.step();
        let place = match self.here {
            Place::At(place) => Some(place),
            Place::Row(row) => Some(FieldRef::Member { row, column: MemberColumn::Address }),
            Place::Clients => Some(FieldRef::Client { row: 0, column: ClientColumn::Name }),
            Place::More(_) | Place::Start | Place::Write => None,
        };
        Progress { step, reached: step, place, of_plan: self.of_plan }
    }

    /// Goes to what is asked first of a step; of the review that is whether to write it.
    fn go_to_step(&mut self, step: Step) {
        if step >= Step::Review {
            self.here = Place::Write;
            return;
        }
        let places = super::place::all(&self.answers, &self.opened);
        self.here = places.into_iter().find(|one| one.step() == step).unwrap_or(self.here);
    }
}
