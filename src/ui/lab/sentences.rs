//! What happened, and why, as sentences.

use std::fmt::Display;

use crate::lab::{
    Asked, Change, Fault, MemberId, Note, Outlook, Reason, Refused, VoteKind, WhyFailed, WhyRefused,
};
use crate::text::{fill, say};

/// What a note says.
pub(crate) fn sentence(note: &Note) -> String {
    let member = note.member.map(|id| id.to_string()).unwrap_or_default();
    let fill = |key: &str, values: &[(&str, &dyn Display)]| {
        let mut all: Vec<(&str, &dyn Display)> = vec![("member", &member)];
        all.extend_from_slice(values);
        fill(key, &all)
    };
    match &note.reason {
        Reason::AsksPreVotes { silent, term } => {
            fill("lab-asks-pre-votes", &[("silent", silent), ("term", term)])
        }
        Reason::AsksVotes { term } => fill("lab-asks-votes", &[("term", term)]),
        Reason::TakesOver { term } => fill("lab-takes-over", &[("term", term)]),
        Reason::Grants { kind: VoteKind::Pre, to, term } => {
            fill("lab-grants-pre-vote", &[("to", to), ("term", term)])
        }
        Reason::Grants { kind: VoteKind::Real, to, term } => {
            fill("lab-grants-vote", &[("to", to), ("term", term)])
        }
        Reason::Refuses { kind, to, why } => refusal(&fill, *kind, *to, *why),
        Reason::Ignores { from, leader, heard } => {
            fill("lab-ignores", &[("from", from), ("leader", leader), ("heard", heard)])
        }
        Reason::LosesElection { kind: VoteKind::Pre } => fill("lab-loses-pre-vote", &[]),
        Reason::LosesElection { kind: VoteKind::Real } => fill("lab-loses-vote", &[]),
        Reason::Leads { term, votes, index } => {
            fill("lab-leads", &[("term", term), ("votes", votes), ("index", index)])
        }
        Reason::Follows { leader, term } => {
            fill("lab-follows", &[("leader", leader), ("term", term)])
        }
        Reason::NewerTerm { from, term, led } => {
            let key = if *led { "lab-newer-term-leader" } else { "lab-newer-term" };
            fill(key, &[("from", from), ("term", term)])
        }
        Reason::NoQuorum { heard, majority } => {
            fill("lab-no-quorum", &[("heard", heard), ("majority", majority)])
        }
        Reason::Commits { index } => fill("lab-commits", &[("index", index)]),
        Reason::Overwrites { from, to } => fill("lab-overwrites", &[("from", from), ("to", to)]),
        Reason::HandsOver { to } => fill("lab-hands-over", &[("to", to)]),
        Reason::KeepsLeading { to } => fill("lab-keeps-leading", &[("to", to)]),
        Reason::Changed { change, voters, majority } => {
            let what = changed(*change);
            fill("lab-changed", &[("what", &what), ("voters", voters), ("majority", majority)])
        }
        Reason::ChangeTooEarly => fill("lab-change-too-early", &[]),
        Reason::Confirms { index } => fill("lab-confirms", &[("index", index)]),
        Reason::Starts => fill("lab-starts", &[]),
        Reason::StartsEmpty => fill("lab-starts-empty", &[]),
        Reason::StartsAnew => fill("lab-starts-anew", &[]),
        Reason::StartRefused(why) => fill(start_refused(*why), &[]),
        Reason::Stops => fill("lab-stops", &[]),
        Reason::Wiped => fill("lab-wiped", &[]),
        Reason::Removed => fill("lab-removed", &[]),
        Reason::Crashes(Fault::CommitOutOfRange { commit, last }) => {
            fill("lab-crashes-range", &[("commit", commit), ("last", last)])
        }
        Reason::Crashes(Fault::ConflictBelowCommit { index }) => {
            fill("lab-crashes-conflict", &[("index", index)])
        }
        Reason::Isolated => fill("lab-isolated", &[]),
        Reason::Rejoined => fill("lab-rejoined", &[]),
        Reason::Slowed => fill("lab-slowed", &[]),
        Reason::Quickened => fill("lab-quickened", &[]),
        Reason::Cut(side) => fill("lab-cut", &[("side", &list(side))]),
        Reason::Healed => say("lab-healed").to_owned(),
        Reason::Done { request, asked, value, took } => {
            let what = asked_for(*asked, *request);
            let done = fill("lab-done", &[("what", &what), ("took", took)]);
            match (asked, value) {
                (Asked::Read { .. }, Some(value)) => {
                    format!("{done} {}", fill("lab-done-value", &[("value", value)]))
                }
                (Asked::Read { .. }, None) => format!("{done} {}", say("lab-done-nothing")),
                _ => done,
            }
        }
        Reason::Failed { request, asked, why, took_effect } => {
            let what = asked_for(*asked, *request);
            let failed = fill("lab-failed", &[("what", &what), ("why", &words(*why))]);
            match what_may_come(*asked, *why, *took_effect) {
                Some(end) => format!("{failed} {}", say(end)),
                None => failed,
            }
        }
        Reason::TookEffect { request, asked } => {
            fill("lab-took-effect", &[("what", &asked_for(*asked, *request))])
        }
        Reason::WaitsForStart { request, asked } => {
            fill("lab-waits-for-start", &[("what", &asked_for(*asked, *request))])
        }
        Reason::WaitsForLeader { request, asked } => {
            fill("lab-waits-for-leader", &[("what", &asked_for(*asked, *request))])
        }
        Reason::NoMember(id) => fill("lab-no-member", &[("other", id)]),
        Reason::BadTransferee(id) => fill("lab-bad-transferee", &[("other", id)]),
        Reason::Nothing => say("lab-nothing").to_owned(),
    }
}

fn start_refused(why: WhyRefused) -> &'static str {
    match why {
        WhyRefused::AlreadyBootstrapped => "lab-start-bootstrapped",
        WhyRefused::NoPeers => "lab-start-no-peers",
    }
}

/// What may come of a request that failed, or what to do about it.
fn what_may_come(asked: Asked, why: WhyFailed, took_effect: bool) -> Option<&'static str> {
    match why {
        _ if matches!(asked, Asked::Read { .. }) => None,
        _ if took_effect => Some("lab-failed-yet"),
        _ if why.may_take_effect() => Some("lab-failed-open"),
        WhyFailed::NeverProposed | WhyFailed::NotServing => Some("lab-failed-never"),
        WhyFailed::Unhealthy => Some("lab-failed-unhealthy"),
        _ => None,
    }
}

fn refusal(
    fill: &impl Fn(&str, &[(&str, &dyn Display)]) -> String,
    kind: VoteKind,
    to: MemberId,
    why: Refused,
) -> String {
    let kind = match kind {
        VoteKind::Pre => "pre",
        VoteKind::Real => "real",
    };
    match why {
        Refused::OlderLog => fill("lab-refuses-log", &[("kind", &kind), ("to", &to)]),
        Refused::VotedFor(other) => {
            fill("lab-refuses-voted", &[("kind", &kind), ("to", &to), ("other", &other)])
        }
        Refused::HasLeader(leader) => {
            fill("lab-refuses-leader", &[("kind", &kind), ("to", &to), ("leader", &leader)])
        }
        Refused::OldTerm(term) => {
            fill("lab-refuses-term", &[("kind", &kind), ("to", &to), ("term", &term)])
        }
    }
}

fn changed(change: Change) -> String {
    let key = match change {
        Change::AddVoter(_) => "lab-change-voter",
        Change::AddLearner(_) => "lab-change-learner",
        Change::Promote(_) => "lab-change-promote",
        Change::Remove(_) => "lab-change-remove",
    };
    fill(key, &[("other", &change.member())])
}

/// What a client asked for.
pub(super) fn asked_for(asked: Asked, number: u64) -> String {
    let key = match asked {
        Asked::Put(value) => {
            return fill("lab-asked-put", &[("number", &number), ("value", &value)]);
        }
        Asked::Read { is_linearizable: true } => "lab-asked-read",
        Asked::Read { is_linearizable: false } => "lab-asked-read-local",
        Asked::Change(Change::AddVoter(id)) => return asked_change("lab-asked-add", number, id),
        Asked::Change(Change::AddLearner(id)) => {
            return asked_change("lab-asked-add-learner", number, id);
        }
        Asked::Change(Change::Promote(id)) => return asked_change("lab-asked-promote", number, id),
        Asked::Change(Change::Remove(id)) => return asked_change("lab-asked-remove", number, id),
    };
    fill(key, &[("number", &number)])
}

fn asked_change(key: &str, number: u64, other: MemberId) -> String {
    fill(key, &[("number", &number), ("other", &other)])
}

/// Why a request failed, in etcd's own words where it has some.
pub(super) fn words(why: WhyFailed) -> &'static str {
    why.words().unwrap_or_else(|| {
        say(if why == WhyFailed::Lost { "lab-why-lost" } else { "lab-why-unreachable" })
    })
}

/// How a cluster stands, on either floor.
pub(super) struct Figures {
    pub(super) voters: usize,
    pub(super) majority: usize,
    pub(super) tolerance: usize,
    /// How many voters reach one another.
    pub(super) reached: usize,
    pub(super) failed: usize,
    /// With quorum: how many more may fail, and who leads.
    pub(super) quorum: Option<(usize, Option<String>)>,
    /// Who does puts and linearizable reads.
    pub(super) serve: String,
    /// Who answers serializable reads.
    pub(super) answer: String,
    /// What is said of writes without quorum.
    pub(super) without: &'static str,
    /// What is said of them with quorum, while an alarm refuses puts.
    pub(super) alarm: Option<&'static str>,
}

/// How things stand, a sentence a line: quorum, writes, reads, failures.
pub(crate) fn outlook(outlook: &Outlook) -> [String; 4] {
    let configuration = &outlook.configuration;
    let serve: Vec<MemberId> =
        configuration.voters.iter().copied().filter(|id| outlook.serves(*id)).collect();
    let answer: Vec<MemberId> = outlook.ready.iter().copied().collect();
    let leader = outlook.quorum().map(|side| side.leader.map(|id| id.to_string()));
    told(&Figures {
        voters: configuration.voters.len(),
        majority: configuration.majority(),
        tolerance: configuration.tolerance(),
        reached: outlook.sides.first().map_or(0, |side| side.voters),
        failed: outlook.failed(),
        quorum: outlook.spare().zip(leader),
        serve: list(&serve),
        answer: list(&answer),
        without: "lab-writes-none",
        alarm: None,
    })
}

/// The same of either floor.
pub(super) fn told(figures: &Figures) -> [String; 4] {
    let Figures { voters, majority, reached, serve, answer, .. } = figures;
    let numbers: [(&str, &dyn Display); 3] =
        [("reached", reached), ("voters", voters), ("majority", majority)];
    let [one, two, three] = numbers;
    let quorum = match &figures.quorum {
        Some((_, Some(leader))) => fill("lab-quorum", &[one, two, three, ("leader", leader)]),
        Some((_, None)) => fill("lab-quorum-without-leader", &numbers),
        None => fill("lab-quorum-lost", &numbers),
    };
    let writes = match (&figures.quorum, figures.alarm) {
        (Some(_), Some(alarm)) => fill(alarm, &[("members", serve)]),
        (Some((_, Some(_))), None) => fill("lab-writes", &[("members", serve)]),
        (Some((_, None)), None) => fill("lab-writes-wait", &[("members", serve)]),
        (None, _) => say(figures.without).to_owned(),
    };
    let reads = if answer.is_empty() {
        say("lab-reads-none").to_owned()
    } else {
        fill("lab-reads", &[("members", answer)])
    };
    let tolerates: [(&str, &dyn Display); 4] = [
        ("voters", voters),
        ("majority", majority),
        ("tolerance", &figures.tolerance),
        ("failed", &figures.failed),
    ];
    let [voters, needed, tolerance, failed] = tolerates;
    let failures = if let Some((spare, _)) = &figures.quorum {
        fill("lab-failures", &[voters, needed, tolerance, failed, ("spare", spare)])
    } else {
        let missing = majority.saturating_sub(*reached);
        fill("lab-failures-lost", &[voters, needed, tolerance, failed, ("missing", &missing)])
    };
    [quorum, writes, reads, failures]
}

/// Members, one after the other.
fn list(members: &[MemberId]) -> String {
    members.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
}
