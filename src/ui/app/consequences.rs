//! What the answers change of what was there before: of the plan that the wizard started on or of the bundle that
//! was written, else of the answers that the step, or the row of the member table, was entered with.

use super::{App, WIDE};
use crate::answers::{Answers, Field, MemberRow, Step};
use crate::cluster::{Member, Plan};
use crate::render::service_files;
use crate::text::{fill, say};
use crate::ui::changes::{Change, differing};
use crate::ui::handshakes::Handshakes;

/// What follows from the answers of the step, worked out when they change.
#[derive(Default)]
pub(in crate::ui) struct Consequences {
    /// For which step and answers.
    of: Option<(Step, Answers)>,
    /// Who reaches whom; `None` where there is no plan.
    pub(in crate::ui) handshakes: Option<Handshakes>,
    /// Whether that is with the certificates of before.
    pub(in crate::ui) is_with_earlier: bool,
    /// The lines of a member's settings that change with the hardware.
    pub(in crate::ui) settings: Vec<(Change, String)>,
    /// A member's settings, where the screen has room for them.
    pub(in crate::ui) preview: Preview,
}

/// What a member's settings are going to say.
#[derive(Default)]
pub(in crate::ui) struct Preview {
    /// The name of the member; `None` where nobody is named yet, and names and addresses are those of an example.
    pub(in crate::ui) name: Option<String>,
    /// Their lines.
    pub(in crate::ui) lines: Vec<String>,
}

impl App {
    /// The answers that these are compared with.
    pub(in crate::ui) fn compared(&self) -> &Answers {
        self.base.as_ref().unwrap_or(&self.entered)
    }

    /// The plan that the review is held against: the one that was there, else that of the same members with every
    /// other answer as it is proposed.
    pub(super) fn plan_before(&self) -> Option<Plan> {
        if let Some(base) = &self.base {
            return base.plan().ok();
        }
        let mut proposed = Answers::at_a_terminal();
        proposed.fill_members(self.answers.members().cloned().collect());
        proposed.take_token_suffix(&self.answers);
        for field in [Field::ClusterName, Field::ClusterToken, Field::Placement] {
            proposed.set_text(field, self.answers.text(field));
        }
        proposed.plan().ok()
    }

    /// On how many hosts something differs, and from what.
    pub(in crate::ui) fn changes_summary(&self) -> String {
        let changes = self.review.as_ref().and_then(|review| review.changes.as_ref());
        let Some(changes) = changes else { return say("changes-unknown").to_owned() };
        let what = match &self.base {
            // What was generated took the plan's place.
            Some(_) if self.written.is_some() => "bundle",
            Some(_) => "plan",
            None => "defaults",
        };
        let what = fill("changes-of", &[("what", &what)]);
        let count = changes.iter().filter(|one| !one.is_authority()).count();
        let key = match (count, count < changes.len()) {
            (0, false) => "changes-none",
            (0, true) => "changes-authority",
            (_, false) => "changes-hosts",
            (_, true) => "changes-hosts.authority",
        };
        fill(key, &[("count", &count), ("what", &what)])
    }

    /// Whether there are differences to be shown.
    pub(super) fn has_changes(&self) -> bool {
        let review = self.review.as_ref();
        review.and_then(|review| review.changes.as_ref()).is_some_and(|hosts| !hosts.is_empty())
    }

    /// Whether the settings of a member can be shown beside the form: they are long.
    fn has_room_for_settings(&self) -> bool {
        self.size.width >= WIDE && self.size.height >= 45
    }

    /// Works out anew what follows, where the step shows it and anything changed.
    pub(super) fn follow(&mut self) {
        if !matches!(self.step, Step::Hardware | Step::Members | Step::Network) {
            self.consequences = Consequences::default();
            return;
        }
        let is_known = |of: &(Step, Answers)| of.0 == self.step && of.1 == self.answers;
        if self.consequences.of.as_ref().is_some_and(is_known) {
            return;
        }
        let mut found =
            Consequences { of: Some((self.step, self.answers.clone())), ..Consequences::default() };
        if self.step != Step::Members && self.has_room_for_settings() {
            found.preview = settings(&self.answers).unwrap_or_default();
            found.preview.lines.retain(|line| !line.is_empty());
        }
        if self.step == Step::Hardware {
            found.settings = changed_settings(self.compared(), &self.answers);
        } else if self.step == Step::Members
            && let Ok(plan) = self.answers.plan()
        {
            // Only what was opened or written has certificates already.
            let issued = self.base.as_ref().and_then(|base| base.plan().ok());
            let before = issued.filter(|before| has_moved(before, &plan));
            found.is_with_earlier = before.is_some();
            found.handshakes = Some(match before {
                Some(before) => Handshakes::with_certificates_of(&plan, &before),
                None => Handshakes::planned(&plan),
            });
        }
        self.consequences = found;
    }
}

/// Whether a member of this name has another address, so that its certificates are for the earlier one.
fn has_moved(before: &Plan, after: &Plan) -> bool {
    after.members.iter().any(|member| {
        let is_before = |one: &&Member| one.name == member.name;
        let earlier = before.members.iter().find(is_before);
        earlier.is_some_and(|one| one.addresses() != member.addresses())
    })
}

/// The lines of the first member's settings and unit that are others with the hardware of the second answers; none as
/// long as a figure is wrong, and there is nothing to compare with.
fn changed_settings(before: &Answers, after: &Answers) -> Vec<(Change, String)> {
    let mut other = before.clone();
    for field in [Field::Tier, Field::Quota, Field::SnapshotCount, Field::Memory, Field::Iops] {
        other.set_text(field, after.text(field));
    }
    match (settings(before), settings(&other)) {
        (Some(before), Some(other)) => differing(&before.lines, &other.lines),
        _ => Vec::new(),
    }
}

/// The lines of the unit and the settings of the first member; of one that stands in for it where none is named yet.
fn settings(answers: &Answers) -> Option<Preview> {
    let alone = |row: MemberRow| {
        let mut named = answers.clone();
        named.fill_members(vec![row]);
        named.plan().ok()
    };
    let example = || {
        let (name, address) = ("etcd-1".to_owned(), "10.0.0.1".to_owned());
        alone(MemberRow { name, address, ..MemberRow::BLANK })
    };
    // Where others aren't named yet, the first is shown alone.
    let plan = answers.plan().ok().or_else(|| alone(answers.member(0)));
    let is_example = plan.is_none();
    let plan = plan.or_else(example)?;
    let member = plan.members.iter().next()?;
    let files = service_files(&plan, member);
    let told = files.iter().flat_map(|file| file.contents.lines());
    let lines = told.filter(|line| !line.starts_with('#')).map(str::to_owned).collect();
    let name = (!is_example).then(|| member.name.to_string());
    Some(Preview { name, lines })
}
