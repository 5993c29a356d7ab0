//! The tasks of each lesson, and when they are done.

use super::{Bench, Holder, Property, Task, Trust};
use crate::lab::{
    Asked, Member, MemberId, Note, Outcome, Outlook, Reason, Request, Role, Timeline,
};

pub(super) const ETCD: &[Task] = &[
    Task::on_cluster("course-task-put", |timeline| {
        requests(timeline).any(|one| put(one) && is_done(one))
    }),
    Task::on_cluster("course-task-read-elsewhere", |timeline| {
        let put = requests(timeline).find(|one| put(one) && is_done(one));
        put.is_some_and(|put| requests(timeline).any(|one| has_value(one) && one.at != put.at))
    }),
];

pub(super) const QUORUM: &[Task] = &[
    Task::on_cluster("course-task-one-fails", |timeline| {
        failed(timeline) == 1 && requests(timeline).any(|one| put(one) && is_new(one, timeline))
    }),
    Task::on_cluster("course-task-two-fail", |timeline| {
        let is_lost = Outlook::of(timeline.now()).quorum().is_none();
        is_lost && requests(timeline).any(|one| put(one) && has_failed(one))
    }),
    Task::on_cluster("course-task-stale-read", |timeline| {
        let is_lost = Outlook::of(timeline.now()).quorum().is_none();
        let is_local = |one: &Request| {
            one.asked == Asked::Read { is_linearizable: false } && is_new(one, timeline)
        };
        is_lost && requests(timeline).any(is_local)
    }),
    Task::on_cluster("course-task-whole-again", |timeline| {
        failed(timeline) == 0 && requests(timeline).any(|one| put(one) && is_new(one, timeline))
    }),
];

pub(super) const RAFT: &[Task] = &[
    Task::on_cluster("course-task-new-leader", |timeline| leaders(timeline) > 1),
    Task::on_cluster("course-task-follow-again", |timeline| {
        let mut nodes = timeline.now().nodes();
        let term = timeline.now().leader().map(Member::term);
        let follows = |role: &Role| matches!(role, Role::Leader(_) | Role::Follower(Some(_)));
        leaders(timeline) > 1
            && nodes.all(|one| {
                one.runs() && Some(one.member.term()) == term && follows(one.member.role())
            })
    }),
    Task::on_cluster("course-task-cut-off-leader", |timeline| {
        let steps_down = |reason: &Reason| matches!(reason, Reason::NoQuorum { .. });
        timeline.notes().iter().any(|note| steps_down(&note.reason))
    }),
];

pub(super) const CERTIFICATES: &[Task] = &[
    Task::on_certificates("course-task-gateway", |bench| bench.refused() == ["gateway m1 m1"]),
    Task::on_certificates("course-task-dials-not", |bench| {
        bench.refused() == ["peer m2 m1", "peer m2 m3"]
    }),
    Task::on_certificates("course-task-address", |bench| {
        // A server certificate that nobody may be shown fails m3's gateway as well.
        let refused = bench.refused();
        refused == ["client root m3"] || refused == ["client root m3", "gateway m3 m3"]
    }),
];

pub(super) const TRUST: &[Task] = &[
    Task::on_certificates("course-task-trust-other", |bench| {
        let both = Bench::default().turned(Holder::Root, Property::Trusts);
        *bench == both.turned(Holder::Root, Property::Trusts)
    }),
    Task::on_certificates("course-task-signed-by-other", |bench| {
        *bench == Bench::default().turned(Holder::M2, Property::Signed)
    }),
    Task::on_certificates("course-task-trust-both", |bench| {
        *bench == Bench::with_authorities(Trust::Both, true)
    }),
    Task::on_certificates("course-task-sign-anew", |bench| {
        *bench == Bench::with_authorities(Trust::Both, false)
    }),
    Task::on_certificates("course-task-drop-old", |bench| {
        *bench == Bench::with_authorities(Trust::Other, false)
    }),
];

pub(super) const BOOTSTRAP: &[Task] = &[
    Task::on_cluster("course-task-wipe", |timeline| {
        timeline.notes().iter().any(|note| note.reason == Reason::Wiped)
    }),
    Task::on_cluster("course-task-replace", |timeline| {
        let agreed = Outlook::of(timeline.now()).configuration;
        let is_new = agreed.voters.iter().any(|id| id.0 > 3);
        is_new && agreed.voters.len() == 3 && failed(timeline) == 0
    }),
];

pub(super) const VERIFY: &[Task] = &[
    Task::on_certificates("course-task-find", |bench| *bench == Bench::default()),
    Task::on_certificates("course-task-one-gateway", |bench| bench.refused() == ["gateway m2 m2"]),
];

pub(super) const DAY_TWO: &[Task] = &[
    Task::on_cluster("course-task-rolling", rolled),
    Task::on_cluster("course-task-hand-over", |timeline| {
        let hands_over = |reason: &Reason| matches!(reason, Reason::HandsOver { .. });
        timeline.notes().iter().any(|note| hands_over(&note.reason))
    }),
    Task::on_cluster("course-task-grow", |timeline| {
        let agreed = Outlook::of(timeline.now()).configuration;
        agreed.voters.len() == 5 && agreed.learners.is_empty() && failed(timeline) == 0
    }),
];

fn requests(timeline: &Timeline) -> impl Iterator<Item = &Request> {
    timeline.now().requests().iter()
}

fn put(request: &Request) -> bool {
    matches!(request.asked, Asked::Put(_))
}

fn is_done(request: &Request) -> bool {
    matches!(request.outcome, Outcome::Done { .. })
}

fn has_failed(request: &Request) -> bool {
    matches!(request.outcome, Outcome::Failed { .. })
}

fn has_value(request: &Request) -> bool {
    matches!(request.outcome, Outcome::Done { value: Some(_), .. })
        && matches!(request.asked, Asked::Read { .. })
}

/// Whether a request was done in this tick or the last one.
fn is_new(request: &Request, timeline: &Timeline) -> bool {
    matches!(request.outcome, Outcome::Done { at, .. } if at + 1 >= timeline.now().tick())
}

/// How many voters take no part.
fn failed(timeline: &Timeline) -> usize {
    Outlook::of(timeline.now()).failed()
}

/// How many members have led so far.
fn leaders(timeline: &Timeline) -> usize {
    let leads = |note: &&Note| matches!(note.reason, Reason::Leads { .. });
    let mut all: Vec<_> =
        timeline.notes().iter().filter(leads).filter_map(|note| note.member).collect();
    all.sort_unstable();
    all.dedup();
    all.len()
}

/// Whether each of the first three members was stopped and started again, never two at once, and all run.
fn rolled(timeline: &Timeline) -> bool {
    let (mut down, mut together, mut restarted) = (Vec::new(), Vec::new(), Vec::new());
    // One that was started, and hasn't found a leader yet.
    let mut starting = None;
    for note in timeline.notes() {
        let Some(member) = note.member else { continue };
        match note.reason {
            Reason::Stops => {
                if starting.is_some_and(|one| one != member) {
                    restarted.clear();
                }
                down.push(member);
                if down.len() > 1 {
                    // Two at once are no quorum of three: it starts anew.
                    restarted.clear();
                    together.clone_from(&down);
                }
            }
            Reason::Starts => {
                down.retain(|one| *one != member);
                if together.contains(&member) {
                    together.retain(|one| *one != member);
                } else {
                    restarted.push(member);
                    starting = Some(member);
                }
            }
            Reason::Follows { .. } | Reason::Leads { .. } if starting == Some(member) => {
                starting = None;
            }
            _ => {}
        }
    }
    let is_all = (1..=3).all(|id| restarted.contains(&MemberId(id)));
    is_all && failed(timeline) == 0
}
