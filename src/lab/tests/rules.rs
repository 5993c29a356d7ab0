//! Single rules of raft that random schedules seldom need.

use std::collections::BTreeSet;

use crate::lab::{
    Action, Body, Change, Data, Entry, EntryId, Index, Member, MemberId, Message, Outcome, Random,
    Role, Simulation, Term, VoteKind,
};

const M1: MemberId = MemberId(1);
const M2: MemberId = MemberId(2);
const M3: MemberId = MemberId(3);

fn founding(id: MemberId, members: u8) -> Member {
    let founders: Vec<MemberId> = (1..=members).map(MemberId).collect();
    Member::founding(id, &founders, Random::new(7))
}

fn says(member: &mut Member, from: MemberId, term: Term, body: Body) -> Vec<Message> {
    let to = member.id();
    member.step(Message { from, to, term, body });
    member.apply();
    member.take_messages()
}

/// Has a member elected, by all others.
fn elect(member: &mut Member) {
    while !matches!(member.role(), Role::PreCandidate(_) | Role::Leader(_)) {
        member.tick();
    }
    for kind in [VoteKind::Pre, VoteKind::Real] {
        let voters: Vec<MemberId> = member.configuration().voters.iter().copied().collect();
        let term = if kind == VoteKind::Pre { member.term() + 1 } else { member.term() };
        for from in voters {
            if from != member.id() && !member.is_leader() {
                says(member, from, term, Body::Vote { kind, granted: true });
            }
        }
    }
    assert!(member.is_leader());
    member.take_messages();
}

fn asks_vote(term: Term, index: Index) -> Body {
    Body::AskVote { kind: VoteKind::Real, is_transfer: true, last: EntryId { term, index } }
}

fn grants(messages: &[Message]) -> bool {
    let mut votes = messages.iter().filter_map(|message| match message.body {
        Body::Vote { granted, .. } => Some(granted),
        _ => None,
    });
    votes.next().unwrap()
}

#[test]
fn an_entry_of_an_older_term_is_committed_with_one_of_the_newest() {
    // Figure 8 of the paper: m1 leads, fails, and leads again.
    let mut member = founding(M1, 5);
    elect(&mut member);
    assert_eq!((member.term(), member.log().last_index()), (2, 6));
    says(&mut member, MemberId(5), 3, asks_vote(1, 5));
    elect(&mut member);
    assert_eq!((member.term(), member.log().last_index()), (4, 7));
    for from in [M2, M3] {
        says(&mut member, from, 4, Body::Appended(Ok(6)));
    }
    assert_eq!(
        member.commit(),
        5,
        "a majority has entry 6, which another leader may still replace"
    );
    for from in [M2, M3] {
        says(&mut member, from, 4, Body::Appended(Ok(7)));
    }
    assert_eq!(member.commit(), 7);
}

#[test]
fn a_vote_is_kept_over_a_restart() {
    let mut member = founding(M1, 3);
    assert!(grants(&says(&mut member, M2, 2, asks_vote(1, 3))));
    member.restart();
    assert!(!grants(&says(&mut member, M3, 2, asks_vote(1, 3))));
    assert!(grants(&says(&mut member, M2, 2, asks_vote(1, 3))));
}

#[test]
fn a_pre_vote_changes_nothing_of_the_voter() {
    let mut member = founding(M1, 3);
    let body = Body::AskVote {
        kind: VoteKind::Pre,
        is_transfer: false,
        last: EntryId { term: 1, index: 3 },
    };
    assert!(grants(&says(&mut member, M2, 9, body.clone())));
    assert!(grants(&says(&mut member, M3, 9, body)));
    assert_eq!((member.term(), member.vote()), (1, None));
}

#[test]
fn a_new_leader_takes_no_change_before_it_has_applied_what_it_found() {
    let mut member = founding(M1, 3);
    let change = |id| Data::Change { request: 1, change: Change::AddVoter(MemberId(id)) };
    let previous = EntryId { term: 1, index: 3 };
    let entries = vec![Entry { term: 2, data: change(4) }];
    says(&mut member, M2, 2, Body::Append { previous, entries, commit: 3 });
    elect(&mut member);
    member.propose(change(5)).unwrap();
    assert_eq!(member.log().entry(6).unwrap().data, Data::Empty);
    says(&mut member, M2, 3, Body::Appended(Ok(6)));
    assert!(member.configuration().contains(MemberId(4)));
    member.propose(change(5)).unwrap();
    assert_eq!(member.log().entry(7).unwrap().data, change(5));
}

#[test]
fn a_read_is_confirmed_by_answers_to_a_later_heartbeat_alone() {
    let mut member = founding(M1, 3);
    elect(&mut member);
    says(&mut member, M2, 2, Body::Appended(Ok(4)));
    member.read(9);
    member.take_messages();
    says(&mut member, M2, 2, Body::HeartbeatAnswer { round: 0 });
    assert_eq!(member.take_reads(), []);
    says(&mut member, M2, 2, Body::HeartbeatAnswer { round: 1 });
    assert_eq!(member.take_reads(), [(9, 4)]);
}

#[test]
fn a_leader_that_was_cut_off_reads_nothing_old() {
    for seed in 0..150 {
        let mut simulation = Simulation::new(3, seed);
        while simulation.leader().is_none() {
            simulation.step();
        }
        let old = simulation.leader().unwrap().id();
        simulation.act(&Action::Cut(BTreeSet::from([old])));
        let mut newest = None;
        for _ in 0..40 {
            simulation.step();
            let leads = |member: &Member| member.is_leader() && member.id() != old;
            let leader = simulation.nodes().map(|node| &node.member).find(|one| leads(one));
            if let Some(leader) = leader.map(Member::id) {
                simulation.act(&Action::Put(leader, None));
            }
            simulation.act(&Action::Read { at: old, is_linearizable: true });
            for request in simulation.requests() {
                let Outcome::Done { value, .. } = request.outcome else { continue };
                assert!(request.at != old || value >= newest, "seed {seed}: an old read");
            }
            newest = simulation.nodes().map(|node| node.member.value()).max().flatten();
        }
    }
}

#[test]
fn what_learners_have_commits_nothing() {
    let mut simulation = Simulation::new(2, 1);
    while simulation.leader().is_none() {
        simulation.step();
    }
    let leader = simulation.leader().unwrap().id();
    (0..60).for_each(|_| simulation.step());
    simulation.act(&Action::Add { at: leader, is_learner: true });
    (0..5).for_each(|_| simulation.step());
    simulation.act(&Action::Start(M3));
    (0..5).for_each(|_| simulation.step());
    simulation.act(&Action::Cut(BTreeSet::from([leader, M3])));
    simulation.act(&Action::Put(leader, Some(4)));
    (0..5).for_each(|_| simulation.step());
    let learner = &simulation.node(M3).unwrap().member;
    assert_eq!(learner.log().last(), simulation.leader().unwrap().log().last());
    assert_eq!(simulation.requests().last().unwrap().outcome, Outcome::Waits);
}
