//! What the review step knows: worked out once when it is entered.

use std::net::IpAddr;

use time::OffsetDateTime;

use super::app::Output;
use super::changes::{self, HostChanges};
use super::command::{Contents, OutcomeFile};
use super::handshakes::Handshakes;
use crate::advice::advise_for;
use crate::answers::{
    Answers, ClientColumn, Field, FieldRef, MemberColumn, Problem, Start, split_list,
};
use crate::bundle::{FileKind, PlannedBundle, PlannedFile};
use crate::cluster::tutorial_fix::{self, TutorialFix};
use crate::cluster::{API_SERVER, Plan};
use crate::finding::{self, Finding, Rule, Severity};
use crate::pki::{CertificateProfile, CertificateReport};
use crate::text::{fill, say};

/// The plan, what speaks against it, and the files that will be written.
pub struct Review {
    /// The plan, or why there is none.
    pub plan: Result<Box<Plan>, Vec<Problem>>,
    /// What is missing beside the answers.
    pub missing: Vec<Problem>,
    /// What keeps the CA that is brought from signing, as far as its files were read.
    pub faults: Vec<Problem>,
    /// Advice on the plan.
    pub advice: Vec<Finding>,
    /// What the tutorial behind the plan's layout did wrong.
    pub fixes: Vec<TutorialFix>,
    /// Who reaches whom; `None` where there is no plan.
    pub handshakes: Option<Handshakes>,
    /// The files in the order of the tree.
    pub files: Vec<OutcomeFile>,
    /// What differs, host by host, from the plan that this one is held against; `None` where either is missing.
    pub(super) changes: Option<Vec<HostChanges>>,
}

impl Review {
    /// Reviews the answers, and what is missing beside them, as of `now`, and holds them against the plan of before.
    pub fn new(
        answers: &Answers,
        missing: Vec<Problem>,
        before: Option<&Plan>,
        now: OffsetDateTime,
    ) -> Self {
        let plan = answers.plan();
        let made = plan.as_ref().ok();
        Self {
            missing,
            faults: Vec::new(),
            advice: made.map(|plan| advise_for(plan, answers.release())).unwrap_or_default(),
            // Who named no tutorial isn't told of its mistakes.
            fixes: match answers.start() {
                Start::Tutorial(_) => made.map(tutorial_fix::applied_to).unwrap_or_default(),
                _ => Vec::new(),
            },
            handshakes: made.map(Handshakes::planned),
            files: made.map(|plan| preview(plan, now)).unwrap_or_default(),
            changes: made.zip(before).map(|(plan, before)| changes::between(before, plan, now)),
            plan: plan.map(Box::new),
        }
    }

    /// Whether nothing is missing, or known to be at fault.
    pub fn is_ready(&self) -> bool {
        self.plan.is_ok() && self.missing.is_empty() && self.faults.is_empty()
    }

    /// What is missing or unwise: the output directory, the answers, the CA, handshakes that are
    /// refused, then advice, the gravest first; then what is fixed of a tutorial.
    pub fn concerns(&self, answers: &Answers, output: &Output) -> Vec<Concern> {
        let mut concerns = Vec::new();
        if let Some(Err(refusal)) = output {
            concerns.push(Concern {
                place: Some(FieldRef::Field(Field::Output)),
                label: say(Field::Output.question().label).to_owned(),
                text: format!("{}: {}", refusal.message, refusal.hint),
                severity: Severity::Error,
            });
        }
        let problems = self.plan.as_ref().err().into_iter().flatten();
        let problems = problems.chain(&self.missing).chain(&self.faults);
        concerns.extend(problems.map(|problem| Concern::from_problem(problem, answers)));
        let refusals = self.handshakes.iter().flat_map(Handshakes::refusals);
        let remark = |label: &str, text, severity| Concern {
            place: None,
            label: label.to_owned(),
            text,
            severity,
        };
        let of_handshakes = say("handshakes-title");
        concerns.extend(refusals.map(|text| remark(of_handshakes, text, Severity::Error)));
        concerns.extend(answers.load_beyond_tier().map(|(needed, chosen)| Concern {
            place: Some(FieldRef::Field(Field::Tier)),
            label: String::new(),
            text: fill("hardware-too-small", &[("tier", &needed), ("chosen", &chosen)]),
            severity: Severity::Warning,
        }));
        if answers.workload().kubernetes_nodes.is_some()
            && !answers.clients().iter().any(|client| client.name == API_SERVER)
        {
            let text = say("review-no-api-server").to_owned();
            let column = ClientColumn::Name;
            let place = Some(FieldRef::Client { row: 0, column });
            let place = place.filter(|_| !answers.clients().is_empty());
            concerns.push(Concern { place, ..remark("", text, Severity::Warning) });
        }
        concerns.extend(self.advice.iter().map(|one| Concern {
            place: place_of(one.rule, answers),
            ..remark("", finding::sentence(one), one.severity())
        }));
        concerns.extend(self.fixes.iter().map(|fix| {
            let text = format!("{} ({})", fix.text, fix.source);
            remark(say("review-fixed"), text, Severity::Note)
        }));
        concerns
    }
}

/// The answer that a finding is about, where one decides it and is asked for.
fn place_of(rule: Rule, answers: &Answers) -> Option<FieldRef> {
    let figure = |field| if answers.is_custom() { field } else { Field::Tier };
    let field = match rule {
        Rule::SingleMember
        | Rule::TwoMembers
        | Rule::EvenSize
        | Rule::TooManyMembers
        | Rule::FarTooManyMembers => Field::ClusterSize,
        Rule::Ed25519 | Rule::Rsa2048 | Rule::Rsa4096 => Field::Algorithm,
        Rule::CaElsewhere | Rule::ImportedCa => Field::CaSource,
        Rule::ConfigFilePassesOver => Field::UnitForm,
        Rule::ElectionBelow10RoundTrips | Rule::SlowElection => Field::Election,
        Rule::HeartbeatBelowRoundTrip => Field::Heartbeat,
        Rule::KeysOnMembers => Field::MemberKeys,
        Rule::LeavesEndWithAuthority | Rule::LongLivedLeaves | Rule::ShortLivedLeaves => {
            Field::LeafDays
        }
        Rule::QuotaOver8Gib | Rule::QuotaOverMemory => figure(Field::Quota),
        Rule::SlowDisk => figure(Field::Iops),
        Rule::SharedHost => Field::Placement,
        Rule::SharedKey | Rule::SharedServerKey => Field::CertificateLayout,
        Rule::UserWithPurpose | Rule::RunsAsRoot => Field::ServiceUser,
        Rule::VolatileDirectory => Field::DataDirectory,
        Rule::CommonToken => Field::ClusterToken,
        Rule::PlainHttpLoopback => Field::PlainHttp,
        Rule::LoopbackMembers => {
            let is_loopback = |text: &str| text.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback());
            let mut members = answers.members();
            let row = members.position(|member| split_list(&member.address).any(is_loopback))?;
            return Some(FieldRef::Member { row, column: MemberColumn::Address });
        }
        _ => return None,
    };
    answers.asks(field).then_some(FieldRef::Field(field))
}

/// One line of the review's list.
pub struct Concern {
    /// Where to fix it; `None` for advice.
    pub place: Option<FieldRef>,
    /// The place by its name; empty for advice.
    pub label: String,
    /// What is wrong, and what to do.
    pub text: String,
    /// How much it matters.
    pub severity: Severity,
}

impl Concern {
    fn from_problem(problem: &Problem, answers: &Answers) -> Self {
        let is_secret = matches!(problem.place, FieldRef::Passphrase | FieldRef::PassphraseAgain);
        let missing = answers.text_at(problem.place).trim().is_empty() && !is_secret;
        let text = if missing {
            problem.hint.clone()
        } else {
            format!("{}: {}", problem.message, problem.hint)
        };
        let place = Some(problem.place);
        Self { place, label: place_name(problem.place), text, severity: Severity::Error }
    }
}

/// The name of a place, as the list shows it.
pub(super) fn place_name(place: FieldRef) -> String {
    let label = say(place.keys().0);
    match place {
        FieldRef::Member { row, .. } => {
            fill("place-member", &[("row", &(row + 1)), ("column", &label)])
        }
        FieldRef::Client { row, .. } => {
            fill("place-client", &[("row", &(row + 1)), ("column", &label)])
        }
        _ => label.to_owned(),
    }
}

/// Every file of the plan's bundle with what it is going to hold, as of `now`.
fn preview(plan: &Plan, now: OffsetDateTime) -> Vec<OutcomeFile> {
    let bundle = PlannedBundle::of(plan);
    let planned = |profile: Option<&CertificateProfile>| {
        profile.map(|one| Contents::Certificate(Box::new(CertificateReport::planned(one, now))))
    };
    let told = |key| Contents::Text(say(key).to_owned());
    let contents =
        |file: &PlannedFile| match &file.kind {
            FileKind::Plan => Contents::Text(plan.to_json()),
            FileKind::Manifest => told("files-manifest"),
            FileKind::Text(text) => Contents::Text(text.contents.clone()),
            FileKind::Key { .. } => Contents::PrivateKey,
            FileKind::Request { .. } => told("files-request"),
            FileKind::Certificate { profile, .. } => planned(bundle.profiles.get(*profile))
                .unwrap_or_else(|| told("files-no-certificate")),
            FileKind::Anchor(authority) => planned(bundle.authority(*authority))
                .unwrap_or_else(|| told("files-foreign-authority")),
        };
    tree(&bundle, contents)
}

/// The files that a generation writes, in the order of a tree: those of the top first, then directory by
/// directory.
pub fn tree(
    bundle: &PlannedBundle,
    contents: impl Fn(&PlannedFile) -> Contents,
) -> Vec<OutcomeFile> {
    let file = |file: &PlannedFile| OutcomeFile {
        path: file.path.clone(),
        mode: file.mode(),
        contents: contents(file),
    };
    let mut files: Vec<OutcomeFile> = bundle.generated().map(file).collect();
    // They are sorted by path already.
    files.sort_by_key(|file| file.path.components().count() > 1);
    files
}
