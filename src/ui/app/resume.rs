//! Where somebody left off, and how to get there again.

use super::{App, Notice};
use crate::answers::{Answers, Draft, Progress, Step};
use crate::text::{escape_for_terminal, fill};
use crate::ui::command::Action;
use crate::ui::focus::{self, Focus};

impl App {
    /// Where somebody is, to be kept with the answers.
    pub fn progress(&self) -> Progress {
        let place = match self.focus {
            Focus::FieldRef(place) => Some(place),
            _ => None,
        };
        // Of a generation nothing is kept: it is started from the review.
        let [step, reached] = [self.step, self.reached].map(|step| step.min(Step::Review));
        Progress { step, reached, place, of_plan: self.of_plan }
    }

    /// Whether nothing was done yet.
    pub(in crate::ui) fn is_fresh(&self) -> bool {
        self.answers.is_untouched() && self.step == Step::Size && !self.of_plan
    }

    /// Starts with the review of the answers that a plan was read from; what the shell is to do for it is returned.
    pub fn review_plan(&mut self) -> Option<Action> {
        self.of_plan = true;
        self.base = Some(self.answers.clone());
        self.show_all();
        self.enter(Step::Review)
    }

    /// Starts at the first step with other answers. Nothing of the ones before is left.
    pub(super) fn restart(&mut self, answers: Answers) {
        let fresh = Self::new(answers, self.now, self.theme, self.size);
        // News of what was looked at before come too late.
        let looks = self.looks + 1;
        let unsaved = self.unsaved.take();
        let (inspector, targets) = (self.inspector, self.targets.take());
        *self = Self { inspector, targets, looks, unsaved, ..fresh };
    }

    /// Goes on with a draft where somebody left off.
    pub(super) fn resume(&mut self, draft: Draft) -> Option<Action> {
        let Draft { draft: head, answers } = draft;
        self.restart(answers);
        self.of_plan = head.progress.of_plan;
        self.reached = head.progress.reached;
        let action = self.enter(head.progress.step);
        let place = head.progress.place.map(Focus::FieldRef);
        if let Some(place) = place
            && focus::order(self.step, &self.answers, &super::Unfolded::all()).contains(&place)
        {
            // It may be one of those that the short form leaves out.
            self.unfold(place);
            self.set_focus(place);
        }
        self.follow();
        let values: [(&str, &dyn std::fmt::Display); 2] =
            [("cluster", &escape_for_terminal(&head.cluster)), ("size", &self.answers.size())];
        self.notice = Some(Notice::told(fill("notice-resumed", &values)));
        action
    }
}
