//! What people see: elections, quorum lost and regained, what clients get, and how members come and go.

use std::collections::BTreeSet;

use crate::lab::{
    Action, Asked, Fault, MemberId, Note, Outcome, Outlook, REQUEST_TIMEOUT, Reason, Simulation,
    State, Timeline, WhyFailed, WhyRefused,
};

const M1: MemberId = MemberId(1);
const M2: MemberId = MemberId(2);
const M3: MemberId = MemberId(3);
const M4: MemberId = MemberId(4);

/// A cluster, and everything that was noted.
struct Lab {
    simulation: Simulation,
    notes: Vec<Note>,
}

impl Lab {
    /// A cluster that has a leader, and is healthy.
    fn of(members: usize) -> Self {
        let mut lab = Self::new(members);
        lab.ticks(60);
        lab
    }

    /// A cluster that has a leader.
    fn new(members: usize) -> Self {
        let mut lab = Self { simulation: Simulation::new(members, 1), notes: Vec::new() };
        lab.until(|simulation| simulation.leader().is_some());
        lab.ticks(5);
        lab
    }

    fn act(&mut self, action: &Action) -> &mut Self {
        self.simulation.act(action);
        self.notes.extend(self.simulation.take_notes());
        self
    }

    fn ticks(&mut self, ticks: u64) -> &mut Self {
        for _ in 0..ticks {
            self.simulation.step();
            self.notes.extend(self.simulation.take_notes());
        }
        self
    }

    #[track_caller]
    fn until(&mut self, there: impl Fn(&Simulation) -> bool) -> &mut Self {
        for _ in 0..300 {
            if there(&self.simulation) {
                return self;
            }
            self.ticks(1);
        }
        panic!("it never comes; at the end {:#?}", self.notes.last());
    }

    fn leader(&self) -> MemberId {
        self.simulation.leader().unwrap().id()
    }

    /// Some member that doesn't lead.
    fn follower(&self) -> MemberId {
        let ids = self.simulation.nodes().map(|node| node.member.id());
        ids.into_iter().find(|id| *id != self.leader()).unwrap()
    }

    fn last(&self) -> Outcome {
        self.simulation.requests().last().unwrap().outcome
    }

    #[track_caller]
    fn fails(&mut self, action: &Action, expected: WhyFailed) -> &mut Self {
        self.act(action).ticks(5);
        let Outcome::Failed { why, .. } = self.last() else { panic!("{:?}", self.last()) };
        assert_eq!(why, expected);
        self
    }

    #[track_caller]
    fn succeeds(&mut self, action: &Action) -> Option<u64> {
        let count = self.simulation.requests().len();
        self.act(action);
        let place = self.simulation.requests().len().min(count + 1) - 1;
        self.until(|simulation| !simulation.requests()[place].waits());
        match self.last() {
            Outcome::Done { value, .. } => value,
            other => panic!("{action:?}: {other:?}"),
        }
    }
}

fn read(at: MemberId, is_linearizable: bool) -> Action {
    Action::Read { at, is_linearizable }
}

#[test]
fn one_of_three_may_fail_and_two_may_not() {
    let mut lab = Lab::of(3);
    let leader = lab.leader();
    lab.act(&Action::Stop(leader));
    assert_eq!(Outlook::of(&lab.simulation).spare(), Some(0));
    lab.until(|simulation| simulation.leader().is_some());
    let second = lab.leader();
    assert_ne!(second, leader);
    lab.succeeds(&Action::Put(second, Some(7)));
    lab.act(&Action::Stop(second));
    let last = lab.simulation.nodes().find(|node| node.runs()).unwrap().member.id();
    assert_eq!(Outlook::of(&lab.simulation).quorum(), None);
    // Neither a put nor a linearizable read is done; what the member has is still read.
    lab.act(&Action::Put(last, Some(8))).ticks(REQUEST_TIMEOUT);
    assert!(matches!(lab.last(), Outcome::Failed { why: WhyFailed::TimedOut, .. }));
    lab.act(&read(last, true)).ticks(REQUEST_TIMEOUT);
    assert!(matches!(lab.last(), Outcome::Failed { why: WhyFailed::TimedOut, .. }));
    assert_eq!(lab.succeeds(&read(last, false)), Some(7));
    // One member back, and writes go on.
    lab.act(&Action::Start(second)).until(|simulation| simulation.leader().is_some());
    lab.succeeds(&Action::Put(last, Some(9)));
    assert_eq!(lab.succeeds(&read(second, true)), Some(9));
}

#[test]
fn the_side_of_the_majority_lives_and_the_other_reads_what_is_old() {
    let mut lab = Lab::of(5);
    let leader = lab.leader();
    let other = lab.follower();
    lab.succeeds(&Action::Put(leader, Some(1)));
    lab.ticks(3).act(&Action::Cut(BTreeSet::from([leader, other])));
    lab.ticks(30);
    let said: Vec<_> = lab.notes.iter().map(|note| (note.member, &note.reason)).collect();
    assert!(said.contains(&(Some(leader), &Reason::NoQuorum { heard: 2, majority: 3 })));
    let outlook = Outlook::of(&lab.simulation);
    assert!(!outlook.serves(leader) && outlook.answers(leader));
    let elected = outlook.quorum().unwrap().leader.unwrap();
    lab.succeeds(&Action::Put(elected, Some(2)));
    assert_eq!(lab.succeeds(&read(leader, false)), Some(1), "a stale read");
    lab.act(&Action::Heal).ticks(5);
    assert_eq!(lab.succeeds(&read(leader, true)), Some(2));
    assert_eq!(lab.leader(), elected, "whoever was cut off deposes nobody");
}

#[test]
fn a_member_that_was_cut_off_raises_no_term() {
    let mut lab = Lab::of(3);
    let (leader, cut_off) = (lab.leader(), lab.follower());
    let term = lab.simulation.leader().unwrap().term();
    lab.act(&Action::Isolate(cut_off)).ticks(100);
    let member = &lab.simulation.node(cut_off).unwrap().member;
    assert_eq!(member.term(), term, "pre-votes change no term");
    let asked = |note: &&Note| {
        note.member == Some(cut_off) && matches!(note.reason, Reason::AsksPreVotes { .. })
    };
    assert!(lab.notes.iter().filter(asked).count() > 3);
    lab.act(&Action::Rejoin(cut_off)).ticks(30);
    assert_eq!((lab.leader(), lab.simulation.leader().unwrap().term()), (leader, term));
}

#[test]
fn requests_that_are_late_say_what_may_come_of_them() {
    let mut lab = Lab::of(3);
    let leader = lab.leader();
    let others: Vec<MemberId> = [M1, M2, M3].into_iter().filter(|id| *id != leader).collect();
    // Handed to a leader that is gone: another is elected within the time, and knows that it was.
    lab.act(&Action::Stop(leader));
    for at in &others {
        lab.act(&Action::Put(*at, Some(1)));
    }
    lab.ticks(REQUEST_TIMEOUT);
    let elected = lab.leader();
    for request in lab.simulation.requests() {
        let Outcome::Failed { why, .. } = request.outcome else { panic!("{request:?}") };
        let is_elected = request.at == elected;
        assert_eq!(why, if is_elected { WhyFailed::LeaderFailed } else { WhyFailed::TimedOut });
    }
    // Nobody leads all the time: nothing is proposed, and nothing comes of it.
    lab.act(&Action::Stop(others[1])).ticks(40);
    lab.act(&Action::Put(others[0], Some(2))).ticks(REQUEST_TIMEOUT);
    assert!(matches!(lab.last(), Outcome::Failed { why: WhyFailed::NeverProposed, .. }));
    lab.act(&Action::Start(others[1])).until(|simulation| simulation.leader().is_some()).ticks(20);
    assert_ne!(lab.succeeds(&read(others[0], true)), Some(2));
}

#[test]
fn voters_are_not_promoted_learners_do_not_lead_and_nobody_is_not_there() {
    let mut lab = Lab::of(3);
    let leader = lab.leader();
    lab.fails(&Action::Promote { at: leader, member: leader }, WhyFailed::NoLearner);
    lab.act(&Action::Stop(MemberId(9)));
    assert_eq!(lab.notes.last().map(|note| &note.reason), Some(&Reason::NoMember(MemberId(9))));
    lab.succeeds(&Action::Add { at: leader, is_learner: true });
    lab.act(&Action::Start(MemberId(4))).act(&Action::Transfer(MemberId(4)));
    assert_eq!(
        lab.notes.last().map(|note| &note.reason),
        Some(&Reason::BadTransferee(MemberId(4)))
    );
}

#[test]
fn a_put_that_timed_out_may_still_take_effect() {
    let mut lab = Lab::of(3);
    let leader = lab.leader();
    for id in [M1, M2, M3].into_iter().filter(|id| *id != leader) {
        lab.act(&Action::Stop(id));
    }
    lab.act(&Action::Put(leader, Some(5))).ticks(REQUEST_TIMEOUT);
    assert!(matches!(lab.last(), Outcome::Failed { why: WhyFailed::TimedOut, .. }));
    let back = if leader == M1 { M2 } else { M1 };
    assert_eq!(lab.simulation.requests()[0].took_effect, None);
    lab.act(&Action::Start(back)).until(|simulation| simulation.leader().is_some()).ticks(5);
    let (request, asked) = (1, Asked::Put(5));
    assert!(lab.notes.iter().any(|note| note.reason == Reason::TookEffect { request, asked }));
    assert!(lab.simulation.requests()[0].took_effect.is_some());
    assert_eq!(lab.succeeds(&read(back, true)), Some(5));
}

#[test]
fn a_single_member_needs_nobody() {
    let mut lab = Lab::of(1);
    assert_eq!(lab.succeeds(&Action::Put(M1, None)), None);
    assert_eq!(lab.succeeds(&read(M1, true)), Some(1));
    lab.fails(&Action::Remove { at: M1, member: M1 }, WhyFailed::NotEnoughStarted);
    lab.act(&Action::Stop(M1));
    lab.fails(&Action::Put(M1, None), WhyFailed::Unreachable);
}

#[test]
fn members_are_added_one_after_the_other_and_count_at_once() {
    let mut lab = Lab::of(3);
    let leader = lab.leader();
    let add = Action::Add { at: leader, is_learner: false };
    lab.succeeds(&add);
    let outlook = Outlook::of(&lab.simulation);
    assert_eq!((outlook.configuration.voters.len(), outlook.configuration.majority()), (4, 3));
    assert_eq!(lab.simulation.node(M4).unwrap().state, State::New);
    // The fourth doesn't run, but the others are a majority of five. Of six they wouldn't be.
    lab.succeeds(&add);
    lab.fails(&add, WhyFailed::NotEnoughStarted);
    lab.act(&Action::Start(M4)).ticks(10);
    let new = &lab.simulation.node(M4).unwrap().member;
    assert_eq!(new.log(), lab.simulation.leader().unwrap().log());
    lab.ticks(60).succeeds(&add);
}

#[test]
fn members_have_to_be_connected_for_five_seconds_before_others_come_or_go() {
    let mut lab = Lab::new(3);
    let (leader, other) = (lab.leader(), lab.follower());
    let add = Action::Add { at: leader, is_learner: false };
    lab.fails(&add, WhyFailed::Unhealthy);
    lab.fails(&Action::Remove { at: leader, member: other }, WhyFailed::Unhealthy);
    lab.ticks(60);
    // A restart counts as well, for the whole of the five seconds after it.
    lab.act(&Action::Stop(other)).act(&Action::Start(other)).ticks(45);
    lab.fails(&add, WhyFailed::Unhealthy);
    lab.ticks(10).succeeds(&add);
    let names = lab.simulation.nodes().map(|node| node.member.id());
    assert!(names.eq([M1, M2, M3, M4]), "those that were refused used up no name");
}

#[test]
fn a_name_is_given_once() {
    let mut lab = Lab::of(3);
    let leader = lab.leader();
    let add = |is_learner| Action::Add { at: leader, is_learner };
    lab.succeeds(&add(true));
    lab.fails(&add(true), WhyFailed::TooManyLearners);
    lab.succeeds(&Action::Remove { at: leader, member: M4 });
    // That of a member that was removed, or whose change may yet take effect, isn't free.
    lab.act(&add(false)).act(&add(false)).ticks(REQUEST_TIMEOUT);
    assert!(matches!(lab.last(), Outcome::Failed { why: WhyFailed::GaveUp, .. }));
    lab.act(&Action::Start(MemberId(5))).ticks(100).succeeds(&add(true));
    let names: Vec<u8> = lab.simulation.nodes().map(|node| node.member.id().0).collect();
    assert_eq!(names, [1, 2, 3, 5, 7]);
}

#[test]
fn of_two_changes_at_once_the_second_is_dropped_and_nobody_says_so() {
    let mut lab = Lab::of(3);
    let leader = lab.leader();
    let add = Action::Add { at: leader, is_learner: false };
    lab.act(&add).act(&add).ticks(5);
    let outcomes: Vec<_> = lab.simulation.requests().iter().map(|one| one.outcome).collect();
    assert!(matches!(outcomes[..], [Outcome::Done { .. }, Outcome::Waits]), "{outcomes:?}");
    lab.ticks(REQUEST_TIMEOUT);
    assert!(matches!(lab.last(), Outcome::Failed { why: WhyFailed::GaveUp, .. }));
    assert_eq!(Outlook::of(&lab.simulation).configuration.voters.len(), 4);
}

#[test]
fn a_member_that_starts_answers_nobody_before_it_was_led() {
    let mut lab = Lab::of(3);
    let leader = lab.leader();
    lab.succeeds(&Action::Put(leader, Some(4)));
    lab.ticks(3);
    for id in [M1, M2, M3] {
        lab.act(&Action::Stop(id));
    }
    lab.act(&Action::Start(leader)).act(&read(leader, false)).ticks(20);
    assert_eq!(lab.last(), Outcome::Waits);
    assert!(!Outlook::of(&lab.simulation).answers(leader));
    lab.ticks(REQUEST_TIMEOUT);
    assert!(matches!(lab.last(), Outcome::Failed { why: WhyFailed::NotServing, .. }));
    let other = [M1, M2, M3].into_iter().find(|id| *id != leader).unwrap();
    lab.act(&Action::Start(other));
    assert_eq!(lab.succeeds(&read(leader, false)), Some(4));
}

#[test]
fn a_new_voter_is_no_learner_before_it_knows_that_it_is_a_member() {
    let mut lab = Lab::of(3);
    let leader = lab.leader();
    lab.succeeds(&Action::Add { at: leader, is_learner: false });
    lab.act(&Action::Slow(M4)).act(&Action::Start(M4));
    assert!(!lab.simulation.node(M4).unwrap().member.is_member());
    lab.succeeds(&Action::Put(M4, Some(6)));
    assert!(lab.simulation.node(M4).unwrap().member.is_voter());
}

#[test]
fn who_is_slow_learns_later_that_it_was_removed() {
    let ticks = |is_slow: bool| {
        let mut lab = Lab::of(5);
        let (leader, gone) = (lab.leader(), lab.follower());
        if is_slow {
            lab.act(&Action::Slow(gone)).ticks(10);
        }
        lab.succeeds(&Action::Remove { at: leader, member: gone });
        let removed = lab.simulation.tick();
        lab.until(|simulation| simulation.node(gone).unwrap().state == State::Removed);
        lab.simulation.tick() - removed
    };
    assert!(ticks(true) > ticks(false));
}

#[test]
fn a_learner_gets_the_log_and_serves_serializable_reads_alone() {
    let mut lab = Lab::of(3);
    let leader = lab.leader();
    lab.succeeds(&Action::Put(leader, Some(3)));
    let add = Action::Add { at: leader, is_learner: true };
    lab.succeeds(&add);
    assert_eq!(Outlook::of(&lab.simulation).configuration.majority(), 2);
    lab.fails(&add, WhyFailed::TooManyLearners);
    let promote = Action::Promote { at: leader, member: M4 };
    lab.fails(&promote, WhyFailed::NotInSync);
    lab.act(&Action::Start(M4)).ticks(10);
    lab.fails(&Action::Put(M4, None), WhyFailed::Learner);
    lab.fails(&read(M4, true), WhyFailed::Learner);
    assert_eq!(lab.succeeds(&read(M4, false)), Some(3));
    lab.succeeds(&promote);
    assert_eq!(Outlook::of(&lab.simulation).configuration.majority(), 3);
}

#[test]
fn who_is_removed_ends_and_never_comes_back() {
    let mut lab = Lab::of(3);
    let (leader, gone) = (lab.leader(), lab.follower());
    lab.act(&Action::Isolate(gone)).ticks(5);
    lab.succeeds(&Action::Remove { at: leader, member: gone });
    lab.ticks(30);
    assert!(lab.simulation.node(gone).unwrap().runs(), "it can't know");
    lab.act(&Action::Rejoin(gone)).ticks(5);
    assert_eq!(lab.simulation.node(gone).unwrap().state, State::Removed);
    lab.act(&Action::Start(gone));
    assert_eq!(lab.notes.last().unwrap().reason, Reason::Nothing);
    // With two left, each is needed.
    let left = [M1, M2, M3].into_iter().find(|id| *id != leader && *id != gone).unwrap();
    lab.act(&Action::Stop(left)).ticks(30);
    lab.fails(&Action::Remove { at: leader, member: leader }, WhyFailed::Unhealthy);
}

#[test]
fn a_leader_that_is_removed_ends_and_another_follows() {
    let mut lab = Lab::of(3);
    let leader = lab.leader();
    lab.act(&Action::Remove { at: leader, member: leader }).ticks(12);
    assert_eq!(lab.simulation.node(leader).unwrap().state, State::Removed);
    lab.until(|simulation| simulation.leader().is_some());
    assert_ne!(lab.leader(), leader);
}

#[test]
fn leadership_is_handed_over_without_a_pre_vote() {
    let mut lab = Lab::of(3);
    let to = lab.follower();
    lab.notes.clear();
    lab.act(&Action::Transfer(to)).ticks(5);
    assert_eq!(lab.leader(), to);
    assert!(lab.notes.iter().any(|note| matches!(note.reason, Reason::TakesOver { .. })));
    assert!(!lab.notes.iter().any(|note| matches!(note.reason, Reason::AsksPreVotes { .. })));
}

#[test]
fn a_founder_that_was_wiped_is_refused_and_a_new_one_joins() {
    let mut lab = Lab::of(3);
    let (leader, wiped) = (lab.leader(), lab.follower());
    lab.succeeds(&Action::Put(leader, None));
    lab.ticks(3).act(&Action::Stop(wiped)).act(&Action::Wipe(wiped)).act(&Action::Start(wiped));
    let refused = Reason::StartRefused(WhyRefused::AlreadyBootstrapped);
    assert_eq!(lab.notes.last().map(|note| &note.reason), Some(&refused));
    assert_eq!(lab.simulation.node(wiped).unwrap().state, State::Stopped);
    assert_eq!(Outlook::of(&lab.simulation).failed(), 1);
    lab.succeeds(&Action::Remove { at: leader, member: wiped });
    lab.succeeds(&Action::Add { at: leader, is_learner: false });
    lab.act(&Action::Start(M4)).ticks(10);
    assert_eq!(lab.simulation.node(M4).unwrap().member.value(), Some(1));
}

#[test]
fn a_founder_that_was_wiped_founds_anew_where_nobody_knows_better() {
    let mut lab = Lab::of(3);
    let (leader, wiped) = (lab.leader(), lab.follower());
    lab.succeeds(&Action::Put(leader, None));
    for id in [M1, M2, M3] {
        lab.act(&Action::Stop(id));
    }
    lab.act(&Action::Wipe(wiped)).act(&Action::Start(wiped));
    assert_eq!(lab.notes.last().map(|note| &note.reason), Some(&Reason::StartsAnew));
    lab.act(&Action::Start(leader));
    assert_eq!(lab.succeeds(&read(wiped, true)), Some(1));
}

#[test]
fn an_added_member_that_was_wiped_panics_and_one_that_reaches_nobody_does_not_start() {
    let mut lab = Lab::of(3);
    let leader = lab.leader();
    lab.succeeds(&Action::Add { at: leader, is_learner: false });
    lab.act(&Action::Isolate(M4)).act(&Action::Start(M4));
    let refused = Reason::StartRefused(WhyRefused::NoPeers);
    assert_eq!(lab.notes.last().map(|note| &note.reason), Some(&refused));
    lab.act(&Action::Rejoin(M4)).act(&Action::Start(M4)).ticks(10);
    lab.act(&Action::Stop(M4)).act(&Action::Wipe(M4)).act(&Action::Start(M4)).ticks(3);
    assert!(lab.notes.iter().any(|note| note.reason == Reason::StartsEmpty));
    let state = lab.simulation.node(M4).unwrap().state;
    assert!(matches!(state, State::Crashed(Fault::CommitOutOfRange { last: 0, .. })), "{state:?}");
}

#[test]
fn a_request_of_a_stopped_member_is_lost_and_its_number_goes_on() {
    let mut lab = Lab::of(3);
    let follower = lab.follower();
    lab.act(&Action::Isolate(follower)).ticks(20).act(&Action::Put(follower, None));
    assert_eq!(lab.last(), Outcome::Waits);
    lab.act(&Action::Stop(follower));
    assert!(matches!(lab.last(), Outcome::Failed { why: WhyFailed::Lost, .. }));
    let numbers: Vec<_> = lab.simulation.requests().iter().map(|one| one.number).collect();
    assert_eq!(numbers, [1]);
    assert_eq!(lab.simulation.requests()[0].asked, Asked::Put(1));
}

#[test]
fn the_same_actions_lead_to_the_same_state_and_steps_back_undo_them() {
    let mut timeline = Timeline::new(5, 3);
    let mut states = vec![timeline.now().clone()];
    for tick in 0..200_u64 {
        match tick {
            30 => timeline.act(Action::Put(M2, None)),
            60 => timeline.act(Action::Stop(M1)),
            90 => timeline.act(Action::Cut(BTreeSet::from([M2, M3]))),
            120 => timeline.act(Action::Heal),
            _ => {}
        }
        timeline.forward();
        states.push(timeline.now().clone());
    }
    let notes = timeline.notes().len();
    // Back over everything: a tick, or an action, each time.
    for back in 0..150_usize {
        assert!(timeline.back(), "{back}");
    }
    assert!(timeline.has_future());
    assert_eq!(timeline.now().tick(), 200 - 150 + 3);
    assert_eq!(timeline.now(), &states[53]);
    while timeline.now().tick() < 200 {
        timeline.forward();
    }
    assert_eq!(timeline.now(), &states[200]);
    assert_eq!(timeline.notes().len(), notes);
    let mut again = Timeline::replay(&timeline.scenario());
    while again.has_future() {
        again.forward();
    }
    assert_eq!(again.now(), timeline.now());
    // What is done in the past takes the place of what came after it.
    for _ in 0..100 {
        timeline.back();
    }
    timeline.act(Action::Stop(M3));
    assert!(!timeline.has_future());
    while timeline.back() {}
    assert_eq!(timeline.now(), &states[0]);
}
