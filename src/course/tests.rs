use super::*;
use crate::lab::{Action, MemberId};

/// Forward until a task is done, and no further.
#[track_caller]
fn until(timeline: &mut Timeline, task: Task) {
    for _ in 0..400 {
        if task.is_done_in(timeline) {
            return;
        }
        timeline.forward();
    }
    panic!("not done: {}", task.sentence());
}

fn forward(timeline: &mut Timeline, ticks: usize) {
    for _ in 0..ticks {
        timeline.forward();
    }
}

/// A cluster with a leader.
#[track_caller]
fn elected(lesson: Lesson) -> Timeline {
    let Ground::Cluster(members) = lesson.ground() else { panic!("no cluster") };
    let mut timeline = Timeline::new(members, 1);
    forward(&mut timeline, 40);
    assert!(timeline.now().leader().is_some());
    for task in lesson.tasks() {
        assert!(!task.is_done_in(&timeline), "nothing was done yet: {}", task.sentence());
    }
    timeline
}

fn leader(timeline: &Timeline) -> MemberId {
    timeline.now().leader().unwrap().id()
}

fn others(timeline: &Timeline) -> Vec<MemberId> {
    let leader = leader(timeline);
    (1..=3).map(MemberId).filter(|id| *id != leader).collect()
}

#[test]
fn every_lesson_has_its_text_and_tasks_on_one_ground() {
    for lesson in Lesson::ALL {
        assert!(lesson.text().lines().count() > 10, "{lesson:?}");
        assert!(!lesson.tasks().is_empty(), "{lesson:?}");
        let is_of_cluster = matches!(lesson.ground(), Ground::Cluster(_));
        for task in lesson.tasks() {
            assert_eq!(matches!(task.is_done, Check::Cluster(_)), is_of_cluster, "{lesson:?}");
            assert!(task.sentence().chars().count() <= 150, "two lines: {}", task.sentence());
        }
    }
}

#[test]
fn what_etcd_is() {
    let [put, read] = Lesson::Etcd.tasks() else { panic!() };
    let mut timeline = elected(Lesson::Etcd);
    timeline.act(Action::Put(MemberId(1), None));
    until(&mut timeline, *put);
    timeline.act(Action::Read { at: MemberId(1), is_linearizable: true });
    forward(&mut timeline, 10);
    assert!(!read.is_done_in(&timeline), "it was read where it was put");
    timeline.act(Action::Read { at: MemberId(2), is_linearizable: true });
    until(&mut timeline, *read);
}

#[test]
fn quorum_is_lost_and_regained() {
    let [one, two, stale, whole] = Lesson::Quorum.tasks() else { panic!() };
    let mut timeline = elected(Lesson::Quorum);
    let others = others(&timeline);
    timeline.act(Action::Stop(others[0]));
    timeline.act(Action::Put(leader(&timeline), None));
    until(&mut timeline, *one);
    let left = leader(&timeline);
    timeline.act(Action::Stop(others[1]));
    timeline.act(Action::Put(left, None));
    until(&mut timeline, *two);
    timeline.act(Action::Read { at: left, is_linearizable: false });
    until(&mut timeline, *stale);
    timeline.act(Action::Start(others[0]));
    timeline.act(Action::Start(others[1]));
    forward(&mut timeline, 120);
    assert!(!whole.is_done_in(&timeline), "nothing was put");
    timeline.act(Action::Put(left, None));
    until(&mut timeline, *whole);
}

#[test]
fn a_leader_is_followed_by_another() {
    let [new, follow, cut_off] = Lesson::Raft.tasks() else { panic!() };
    let mut timeline = elected(Lesson::Raft);
    let first = leader(&timeline);
    timeline.act(Action::Stop(first));
    until(&mut timeline, *new);
    assert!(!follow.is_done_in(&timeline));
    timeline.act(Action::Start(first));
    until(&mut timeline, *follow);
    let second = leader(&timeline);
    timeline.act(Action::Isolate(second));
    until(&mut timeline, *cut_off);
}

#[test]
fn a_member_is_replaced() {
    let [wipe, replace] = Lesson::Bootstrap.tasks() else { panic!() };
    let mut timeline = elected(Lesson::Bootstrap);
    let gone = others(&timeline)[0];
    timeline.act(Action::Stop(gone));
    timeline.act(Action::Wipe(gone));
    until(&mut timeline, *wipe);
    let at = leader(&timeline);
    forward(&mut timeline, 60);
    timeline.act(Action::Remove { at, member: gone });
    forward(&mut timeline, 30);
    timeline.act(Action::Add { at, is_learner: true });
    forward(&mut timeline, 30);
    timeline.act(Action::Start(MemberId(4)));
    forward(&mut timeline, 60);
    assert!(!replace.is_done_in(&timeline), "a learner doesn't vote");
    timeline.act(Action::Promote { at, member: MemberId(4) });
    until(&mut timeline, *replace);
}

#[test]
fn members_are_restarted_one_by_one() {
    let [rolling, hand_over, grow] = Lesson::DayTwo.tasks() else { panic!() };
    let mut timeline = elected(Lesson::DayTwo);
    for id in (1..=3).map(MemberId) {
        timeline.act(Action::Stop(id));
        forward(&mut timeline, 60);
        assert!(!rolling.is_done_in(&timeline));
        timeline.act(Action::Start(id));
        forward(&mut timeline, 60);
    }
    assert!(rolling.is_done_in(&timeline));
    let next = others(&timeline)[0];
    timeline.act(Action::Transfer(next));
    until(&mut timeline, *hand_over);
    for id in [4, 5].map(MemberId) {
        forward(&mut timeline, 60);
        timeline.act(Action::Add { at: leader(&timeline), is_learner: true });
        forward(&mut timeline, 30);
        timeline.act(Action::Start(id));
        forward(&mut timeline, 80);
        timeline.act(Action::Promote { at: leader(&timeline), member: id });
    }
    until(&mut timeline, *grow);
    let mut hasty = elected(Lesson::DayTwo);
    for id in (1..=3).map(MemberId) {
        hasty.act(Action::Stop(id));
        forward(&mut hasty, 60);
        hasty.act(Action::Start(id));
    }
    forward(&mut hasty, 60);
    assert!(!rolling.is_done_in(&hasty), "nobody waited for the last one to come back");
    let mut two = elected(Lesson::DayTwo);
    two.act(Action::Stop(MemberId(1)));
    two.act(Action::Stop(MemberId(2)));
    for id in (1..=2).map(MemberId) {
        two.act(Action::Start(id));
    }
    forward(&mut two, 60);
    two.act(Action::Stop(MemberId(3)));
    two.act(Action::Start(MemberId(3)));
    forward(&mut two, 60);
    assert!(!rolling.is_done_in(&two), "two were down at once");
}

/// Does the tasks of a lesson with the toggles of each, and holds the others open meanwhile.
#[track_caller]
fn done_with(lesson: Lesson, toggles: &[&[(Holder, Property)]]) {
    let Ground::Certificates(mut bench) = lesson.ground() else { panic!("no certificates") };
    assert_eq!(lesson.tasks().len(), toggles.len());
    for (task, toggles) in lesson.tasks().iter().zip(toggles) {
        assert!(!task.is_done_with(&bench), "{}", task.sentence());
        for (holder, property) in *toggles {
            bench.toggle(*holder, *property);
        }
        assert!(task.is_done_with(&bench), "{}: {:?}", task.sentence(), bench);
    }
}

#[test]
fn certificates_are_for_serving_dialing_and_addresses() {
    use Holder::{M1, M2, M3};
    use Property::{PeerDials, ServerAddress, ServerDials};
    let tasks: [&[(Holder, Property)]; 3] = [
        &[(M1, ServerDials)],
        &[(M1, ServerDials), (M2, PeerDials)],
        &[(M2, PeerDials), (M3, ServerAddress)],
    ];
    done_with(Lesson::Certificates, &tasks);
}

/// What is turned round without doing a task.
type NearMiss = &'static [(Holder, Property)];

#[test]
fn what_does_another_thing_is_no_task_of_certificates() {
    use Holder::{M1, M2, M3, Root};
    use Property::*;
    let [gateway, dials_not, address] = Lesson::Certificates.tasks() else { panic!() };
    let cases: [(&Task, &[NearMiss]); 3] = [
        (
            gateway,
            &[
                &[(M1, ServerServes)],
                &[(M2, ServerDials)],
                &[(M1, ServerDials), (M1, ServerAddress)],
                &[(M1, ServerDials), (M3, PeerDials)],
            ],
        ),
        (
            dials_not,
            &[
                &[(M2, PeerServes)],
                &[(M2, PeerAddress)],
                &[(M2, PeerDials), (M1, ServerDials)],
                &[(M2, PeerDials), (Root, ClientDials)],
            ],
        ),
        (
            address,
            &[
                &[(Root, ClientDials)],
                &[(Root, Signed)],
                &[(M1, ServerAddress)],
                &[(M3, ServerAddress), (M1, ServerAddress)],
                &[(M3, ServerAddress), (M2, PeerDials)],
                &[(M3, Signed)],
            ],
        ),
    ];
    for (task, near_misses) in cases {
        for near_miss in near_misses {
            let turn = |bench: Bench, (holder, property): &(_, _)| bench.turned(*holder, *property);
            let bench = near_miss.iter().fold(Bench::default(), turn);
            assert!(!task.is_done_with(&bench), "{}: {near_miss:?}", task.sentence());
        }
    }
    let shown_to_nobody = Bench::default().turned(M3, ServerServes);
    assert!(address.is_done_with(&shown_to_nobody), "{:?}", shown_to_nobody.refused());
}

#[test]
fn whoever_trusts_the_signer_accepts() {
    use Holder::{M1, M2, M3, Root};
    use Property::{ClientDials, Signed, Trusts};
    let all = |property| Holder::ALL.map(|holder| (holder, property));
    let repaired_and_both: Vec<_> = [(M2, Signed)].into_iter().chain(all(Trusts)).collect();
    let tasks: [&[(Holder, Property)]; 5] = [
        &[(Root, Trusts), (Root, Trusts)],
        &[(Root, Trusts), (M2, Signed)],
        &repaired_and_both,
        &all(Signed),
        &all(Trusts),
    ];
    done_with(Lesson::Trust, &tasks);
    // On that way nobody is refused; without the step of both CAs somebody is.
    let mut bench = Bench::default();
    for property in [Trusts, Signed, Trusts] {
        for holder in Holder::ALL {
            bench.toggle(holder, property);
            assert_eq!(bench.refused(), Vec::<String>::new(), "{holder:?} {property:?}");
        }
    }
    assert_eq!(bench, Bench::with_authorities(Trust::Other, false));
    for holder in [M1, M2, M3, Root] {
        let hasty = Bench::default().turned(holder, Trusts).turned(holder, Trusts);
        assert!(!hasty.refused().is_empty());
        assert!(!Bench::default().turned(holder, Signed).refused().is_empty());
    }
    let [root, m2, both, anew, _] = Lesson::Trust.tasks() else { panic!() };
    let near_misses = [
        (root, Bench::default().turned(Root, Trusts)),
        (root, Bench::default().turned(Root, ClientDials)),
        (m2, Bench::default().turned(M2, Trusts).turned(M2, Trusts)),
        (both, Bench::with_authorities(Trust::Both, true).turned(M2, Signed)),
        (both, Bench::with_authorities(Trust::Both, true).turned(Root, Trusts)),
        (anew, Bench::with_authorities(Trust::Other, false)),
        (anew, Bench::with_authorities(Trust::Both, false).turned(M3, Signed)),
    ];
    for (task, bench) in near_misses {
        assert!(!task.is_done_with(&bench), "{}: {bench:?}", task.sentence());
    }
}

#[test]
fn two_faults_are_found() {
    use Holder::{M2, M3, Root};
    use Property::{ClientDials, PeerAddress, ServerDials};
    let tasks: [&[(Holder, Property)]; 2] =
        [&[(M3, PeerAddress), (Root, ClientDials)], &[(M2, ServerDials)]];
    done_with(Lesson::Verify, &tasks);
}

#[test]
fn nobody_gets_a_property_of_another_kind() {
    let mut bench = Bench::default();
    bench.toggle(Holder::Root, Property::PeerDials);
    bench.toggle(Holder::M1, Property::ClientDials);
    assert_eq!(bench, Bench::default());
    assert!(bench.matrix().is_sound());
    assert_eq!(bench.matrix().handshakes.len(), 12);
}
