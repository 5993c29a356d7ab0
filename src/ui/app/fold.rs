//! What is asked at first of a step with many questions, and what only on demand.

use super::App;
use crate::answers::{Answers, Field, FieldRef, Step};
use crate::text::{fill, say};
use crate::ui::focus::{self, Focus};

/// Whether most clusters leave this answer as it is, so that it is asked on demand.
pub(in crate::ui) fn is_further(field: Field) -> bool {
    use Field::{
        AuthorityDays, AuthorityName, AutoCompaction, CertificateDirectory, CfsslInputs,
        ClientPort, ClusterToken, ConfigurationDirectory, CorruptionCheck, Country, Election,
        FurtherSettings, Heartbeat, LoadBalancer, LoadBalancerName, Locality, LogLevel,
        MetricsUrls, NameConstraints, Organization, OrganizationalUnit, PeerPort, PermittedNames,
        PlainHttp, ServiceUser, SshUser, State, Trials, UnitForm, WalDirectory,
    };
    matches!(
        field,
        ClusterToken
            | ClientPort
            | PeerPort
            | PlainHttp
            | Heartbeat
            | Election
            | WalDirectory
            | ConfigurationDirectory
            | CertificateDirectory
            | ServiceUser
            | SshUser
            | UnitForm
            | AutoCompaction
            | CorruptionCheck
            | MetricsUrls
            | LogLevel
            | FurtherSettings
            | LoadBalancer
            | LoadBalancerName
            | Trials
            | AuthorityDays
            | AuthorityName
            | NameConstraints
            | PermittedNames
            | Organization
            | OrganizationalUnit
            | Country
            | State
            | Locality
            | CfsslInputs
    )
}

/// Which questions are on the screen of those that most leave alone.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::ui) struct Unfolded {
    /// The steps that show all of theirs.
    steps: Vec<Step>,
    /// Those that somebody went to or answered: each stays, even where its answer was cleared again.
    fields: Vec<Field>,
}

impl Unfolded {
    /// All questions of each step.
    pub(in crate::ui) fn all() -> Self {
        Self { steps: Step::ALL.to_vec(), fields: Vec::new() }
    }

    /// Whether a field is on the screen: it is asked at first, was answered, or unfolded.
    pub(in crate::ui) fn shows(&self, answers: &Answers, field: Field) -> bool {
        !is_further(field)
            || answers.is_typed(field)
            || self.steps.contains(&field.question().step)
            || self.fields.contains(&field)
    }

    /// Folds the questions of a step, or unfolds all of them.
    fn toggle(&mut self, step: Step) {
        if self.steps.contains(&step) {
            self.steps.retain(|one| *one != step);
            self.fields.retain(|field| field.question().step != step);
        } else {
            self.steps.push(step);
        }
    }
}

impl App {
    /// Shows every question of each step, as somebody who comes with a plan wants them.
    pub fn show_all(&mut self) {
        self.unfolded = Unfolded::all();
    }

    /// Whether the further questions of the step are on the screen.
    pub(in crate::ui) fn shows_all(&self) -> bool {
        self.unfolded.steps.contains(&self.step)
    }

    /// The line that shows the further questions of this step, and says which they are; or hides them again.
    pub(in crate::ui) fn more_line(&self) -> String {
        if self.shows_all() {
            return say("form-fewer").to_owned();
        }
        let hidden = self.hidden_names();
        let values: [(&str, &dyn std::fmt::Display); 2] =
            [("count", &hidden.len()), ("names", &hidden.join(", "))];
        fill("form-further", &values)
    }

    /// What that line does, with all that it hides.
    pub(in crate::ui) fn more_help(&self) -> String {
        if self.shows_all() {
            return say("form-further.fewer-help").to_owned();
        }
        fill("form-further.help", &[("names", &self.hidden_names().join(", "))])
    }

    /// The questions of this step that are folded away.
    fn hidden_names(&self) -> Vec<String> {
        focus::fields(self.step)
            .filter(|field| self.answers.asks(*field))
            .filter(|field| !self.unfolded.shows(&self.answers, *field))
            // Labels are aligned for a column of their own.
            .map(|field| {
                say(field.question().label).split_whitespace().collect::<Vec<_>>().join(" ")
            })
            .collect()
    }

    /// Shows the further questions and goes to the first of them, or hides them again.
    pub(super) fn toggle_further(&mut self) {
        let before = focus::order(self.step, &self.answers, &self.unfolded);
        self.unfolded.toggle(self.step);
        let after = focus::order(self.step, &self.answers, &self.unfolded);
        let first = after.into_iter().find(|focus| !before.contains(focus));
        self.set_focus(first.unwrap_or(Focus::More));
    }

    /// Has a field on the screen that is going to have the focus.
    pub(super) fn unfold(&mut self, focus: Focus) {
        if let Focus::FieldRef(FieldRef::Field(field)) = focus
            && is_further(field)
            && !self.unfolded.fields.contains(&field)
        {
            self.unfolded.fields.push(field);
        }
    }
}
