//! Raft's safety (paper, figure 3) and linearizable reads, over random schedules with failures. Disks are never wiped:
//! raft promises nothing to who loses what it has promised.

use std::collections::{BTreeMap, BTreeSet};

use crate::lab::{
    Action, Asked, Entry, Member, MemberId, Node, Outcome, Random, Simulation, State, Term,
    WhyFailed,
};

/// How many schedules run with all other tests.
const SAMPLE: u64 = 200;
/// How many the long test runs.
const MANY: u64 = 100_000;

#[test]
fn a_sample_of_random_schedules_is_safe() {
    for seed in 0..SAMPLE {
        if let Err(why) = schedule(seed) {
            panic!("schedule {seed}: {why}");
        }
    }
}

/// `cargo test --release --lib lab::tests::safety -- --ignored`
#[test]
#[ignore = "takes minutes, and an optimised build"]
fn a_hundred_thousand_random_schedules_are_safe() {
    let next = std::sync::atomic::AtomicU64::new(0);
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                loop {
                    let seed = next.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
                    if seed >= MANY {
                        return;
                    }
                    if let Err(why) = schedule(seed) {
                        panic!("schedule {seed}: {why}");
                    }
                }
            });
        }
    });
}

/// Runs one schedule, and looks at everything after each tick.
fn schedule(seed: u64) -> Result<(), String> {
    let mut random = Random::new(seed ^ 0x5afe);
    let most = if random.below(4) == 0 { 9 } else { 5 };
    let members = 1 + random.below(most) as usize;
    let mut simulation = Simulation::new(members, seed);
    simulation.lose_one_in([0, 0, 50, 10, 4][random.below(5) as usize]);
    let mut watch = Watch::default();
    let (pace, clients) = (2 + random.below(20), 1 + random.below(4));
    for _ in 0..200 + random.below(200) {
        if random.below(pace) == 0 {
            for action in failure(&simulation, &mut random) {
                simulation.act(&action);
            }
        }
        for _ in 0..random.below(clients) {
            simulation.act(&request(&simulation, &mut random));
        }
        simulation.step();
        watch.look(&simulation)?;
    }
    watch.look_at_logs(&simulation)?;
    recovers(simulation, &mut watch)
}

/// Once all is well again, everybody agrees within a few elections.
fn recovers(mut simulation: Simulation, watch: &mut Watch) -> Result<(), String> {
    simulation.lose_one_in(0);
    simulation.act(&Action::Heal);
    let all: Vec<MemberId> = simulation.nodes().map(|node| node.member.id()).collect();
    for id in &all {
        simulation.act(&Action::Fast(*id));
    }
    for round in 0..8 {
        for id in &all {
            simulation.act(&Action::Start(*id));
        }
        for _ in 0..60 {
            simulation.step();
            watch.look(&simulation)?;
        }
        let Some(leader) = simulation.leader().map(Member::id) else { continue };
        simulation.act(&Action::Put(leader, Some(1_000_000 + round)));
        for _ in 0..8 {
            simulation.step();
            watch.look(&simulation)?;
        }
        let running: Vec<&Node> = simulation.nodes().filter(|node| node.runs()).collect();
        let values: BTreeSet<_> = running.iter().map(|node| node.member.value()).collect();
        let commits: BTreeSet<_> = running.iter().map(|node| node.member.commit()).collect();
        if values == BTreeSet::from([Some(1_000_000 + round)]) && commits.len() == 1 {
            return watch.look_at_logs(&simulation);
        }
    }
    // A leader of two that removes itself may end before the other knows that it may go on alone: in etcd as here.
    let runs = |id: MemberId| {
        let left = |node: &Node| {
            let known = node.member.configuration();
            !known.voters.is_empty() && !known.contains(id)
        };
        simulation.node(id).is_some_and(|node| node.runs() && !left(node))
    };
    let mut running = simulation.nodes().filter(|node| node.runs() && node.member.is_voter());
    if running.any(|node| !node.member.configuration().is_majority(runs)) {
        return Ok(());
    }
    let states = simulation.nodes().map(|node| {
        let member = &node.member;
        let what = (member.leader(), member.term(), member.log().last(), member.commit());
        (member.id(), node.state, what, member.configuration().clone())
    });
    Err(format!("nothing recovers: {:?}", states.collect::<Vec<_>>()))
}

/// Any member, or whoever thinks that it leads.
fn pick(simulation: &Simulation, random: &mut Random) -> MemberId {
    let leads = |node: &&Node| node.runs() && node.member.is_leader();
    let leaders: Vec<_> = simulation.nodes().filter(leads).collect();
    let all: Vec<_> = simulation.nodes().collect();
    let some = if leaders.is_empty() || random.below(2) == 0 { all } else { leaders };
    some[random.below(u32::try_from(some.len()).unwrap()) as usize].member.id()
}

/// What a client may want.
fn request(simulation: &Simulation, random: &mut Random) -> Action {
    let at = pick(simulation, random);
    match random.below(8) {
        0..=3 => Action::Put(at, None),
        4..=6 => Action::Read { at, is_linearizable: true },
        _ => Action::Read { at, is_linearizable: false },
    }
}

/// What may happen to the cluster.
fn failure(simulation: &Simulation, random: &mut Random) -> Vec<Action> {
    let all: Vec<MemberId> = simulation.nodes().map(|node| node.member.id()).collect();
    let any = |random: &mut Random| all[random.below(u32::try_from(all.len()).unwrap()) as usize];
    let (at, id) = (pick(simulation, random), any(random));
    vec![match random.below(24) {
        0 => Action::Stop(at),
        1..=4 => Action::Start(id),
        // Back at once, with what is on its disk.
        5..=8 => return vec![Action::Stop(id), Action::Start(id)],
        9..=10 => Action::Isolate(at),
        11..=12 => Action::Rejoin(id),
        13 => Action::Slow(id),
        14 => Action::Fast(id),
        15..=16 => Action::Cut((0..=random.below(4)).map(|_| any(random)).collect()),
        17..=18 => Action::Heal,
        19 => Action::Add { at, is_learner: random.below(2) == 0 },
        20 => Action::Remove { at, member: id },
        21 => {
            let learner = simulation.nodes().find(|node| !node.member.is_voter());
            Action::Promote { at, member: learner.map_or(id, |node| node.member.id()) }
        }
        _ => Action::Transfer(id),
    }]
}

/// What was seen so far.
#[derive(Default)]
struct Watch {
    leaders: BTreeMap<Term, MemberId>,
    committed: Vec<Entry>,
    seen: BTreeMap<MemberId, usize>,
    done: BTreeSet<u64>,
    /// Puts and reads that were done: from when to when, and the place in the log of what was written or read.
    history: Vec<(u64, u64, usize)>,
    ticks: u64,
}

impl Watch {
    fn look(&mut self, simulation: &Simulation) -> Result<(), String> {
        for node in simulation.nodes() {
            self.look_at(node)?;
        }
        let newest = self.leaders.last_key_value().map(|(term, _)| *term);
        for node in simulation.nodes().filter(|node| node.runs() && node.member.is_leader()) {
            let member = &node.member;
            let holds = member.log().entries().starts_with(&self.committed);
            if Some(member.term()) == newest && !holds {
                return Err(format!(
                    "leader completeness: {} lacks what is committed",
                    member.id()
                ));
            }
        }
        self.ticks += 1;
        if self.ticks.is_multiple_of(32) {
            self.look_at_logs(simulation)?;
        }
        self.look_at_requests(simulation)
    }

    fn look_at(&mut self, node: &Node) -> Result<(), String> {
        let member = &node.member;
        let id = member.id();
        if let State::Crashed(fault) = node.state {
            return Err(format!("{id} crashed: {fault:?}"));
        }
        if member.is_leader() && node.runs() {
            let leader = *self.leaders.entry(member.term()).or_insert(id);
            if leader != id {
                return Err(format!("two leaders in term {}: {leader}, {id}", member.term()));
            }
        }
        let seen = self.seen.entry(id).or_default();
        if member.commit() < *seen {
            return Err(format!("{id} forgot what it committed"));
        }
        while *seen < member.commit() {
            let Some(entry) = member.log().entry(*seen + 1) else {
                return Err(format!("{id} committed what it doesn't have"));
            };
            match self.committed.get(*seen) {
                Some(held) if held == entry => {}
                Some(held) => {
                    return Err(format!(
                        "state machine safety: {} is {held:?} and {entry:?}",
                        *seen + 1
                    ));
                }
                None => self.committed.push(*entry),
            }
            *seen += 1;
        }
        Ok(())
    }

    /// Log matching: where two logs hold an entry of the same term at the same place, they are the same up to it.
    #[allow(clippy::unused_self)]
    fn look_at_logs(&self, simulation: &Simulation) -> Result<(), String> {
        let members: Vec<_> = simulation.nodes().map(|node| &node.member).collect();
        for one in &members {
            for other in &members {
                let (a, b) = (one.log().entries(), other.log().entries());
                let same = a.iter().zip(b).rposition(|(x, y)| x.term == y.term);
                let up_to = same.map_or(0, |place| place + 1);
                if a[..up_to] != b[..up_to] {
                    return Err(format!("log matching: {} and {}", one.id(), other.id()));
                }
            }
        }
        Ok(())
    }

    fn look_at_requests(&mut self, simulation: &Simulation) -> Result<(), String> {
        for request in simulation.requests() {
            let Outcome::Done { at, value } = request.outcome else { continue };
            let value = match request.asked {
                Asked::Put(value) => Some(value),
                Asked::Read { is_linearizable: true } => value,
                _ => continue,
            };
            if !self.done.insert(request.number) {
                continue;
            }
            let place = match value {
                None => 0,
                Some(value) => self.place(value).ok_or(format!("{value} was never committed"))?,
            };
            for (_, done, earlier) in &self.history {
                if *done < request.since && *earlier > place {
                    return Err(format!("not linearizable: {request:?} is before {earlier}"));
                }
            }
            for (since, _, later) in &self.history {
                if at < *since && *later < place {
                    return Err(format!("not linearizable: {request:?} is after {later}"));
                }
            }
            self.history.push((request.since, at, place));
        }
        Ok(())
    }

    fn place(&self, value: u64) -> Option<usize> {
        let puts = |entry: &Entry| matches!(entry.data, crate::lab::Data::Put { value: put, .. } if put == value);
        self.committed.iter().position(puts).map(|place| place + 1)
    }
}

#[test]
fn schedules_meet_what_they_are_for() {
    // Elections, hand-overs, changes, reads and failures all happen, or the test above shows nothing.
    let mut met = BTreeSet::new();
    for seed in 0..40 {
        let mut random = Random::new(seed);
        let mut simulation = Simulation::new(5, seed);
        for _ in 0..400 {
            if random.below(8) == 0 {
                for action in failure(&simulation, &mut random) {
                    simulation.act(&action);
                }
            }
            if random.below(3) == 0 {
                simulation.act(&request(&simulation, &mut random));
            }
            simulation.step();
            for note in simulation.take_notes() {
                let text = format!("{:?}", note.reason);
                met.insert(text.split([' ', '(']).next().unwrap_or_default().to_owned());
            }
        }
        let failed = simulation.requests().iter().filter_map(|one| match one.outcome {
            Outcome::Failed { why, .. } => Some(why),
            _ => None,
        });
        met.extend(failed.filter(|why| *why == WhyFailed::TimedOut).map(|why| format!("{why:?}")));
    }
    for wanted in [
        "AsksPreVotes",
        "AsksVotes",
        "TakesOver",
        "Grants",
        "Refuses",
        "Ignores",
        "Leads",
        "NoQuorum",
        "Overwrites",
        "HandsOver",
        "KeepsLeading",
        "Changed",
        "Confirms",
        "Removed",
        "NewerTerm",
        "TimedOut",
    ] {
        assert!(met.contains(wanted), "{wanted} in {met:#?}");
    }
}
