//! The simulator of `quorate lab` against real etcd: each scenario is played in both, and what clients are told, which sides
//! have a leader and which members end has to be the same after each of its lines.

mod answers;
mod real;
mod scenarios;
mod simulated;

use std::fmt::Write as _;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use quorate::lab::{Action, MemberId};

use crate::support::releases::{EtcdRelease, on_releases, run_on};
use real::Real;
use scenarios::Scenario;
use simulated::Simulated;

/// How many clusters are played on at a time: most of the time they wait.
const WORKERS: usize = 4;

on_releases! {
    ["root", "ip", "curl"];
    the_simulation_and_etcd_say_the_same on V3_6;
    of_two_changes_at_once_the_second_is_dropped on V3_6;
}

/// `tests/full-sweep.sh lab` runs it: the other series that elect with a pre-vote by default.
#[test]
#[ignore = "takes minutes"]
fn the_simulation_and_the_other_series_say_the_same() {
    for release in [EtcdRelease::V3_5, EtcdRelease::V3_7] {
        run_on(release, &["root", "ip", "curl"], the_simulation_and_etcd_say_the_same);
    }
}

/// What the simulation says stands in a snapshot, so that one can read it, and it is looked at without etcd, too.
#[test]
fn the_simulation_says_this() {
    let told = scenarios::all().into_iter().map(|one| format!("{}\n{}", one.name, simulated(one)));
    insta::assert_snapshot!("scenarios", told.collect::<Vec<_>>().join("\n"));
}

fn the_simulation_and_etcd_say_the_same(release: EtcdRelease) {
    let wanted = std::env::var("QUORATE_LAB_SCENARIO").unwrap_or_default();
    let mut all = scenarios::all();
    all.retain(|one| one.name.contains(&wanted));
    let next = AtomicUsize::new(0);
    let differences = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..WORKERS {
            scope.spawn(|| {
                let mut real = None;
                while let Some(scenario) = all.get(next.fetch_add(1, Ordering::Relaxed)) {
                    if let Err(difference) = agree(scenario, release, &mut real) {
                        differences.lock().unwrap_or_else(PoisonError::into_inner).push(difference);
                    }
                }
            });
        }
    });
    let differences = differences.into_inner().unwrap_or_else(PoisonError::into_inner);
    println!("{} scenarios on etcd {}", all.len(), release.version());
    assert!(wanted.is_empty() && all.len() >= 30 || !wanted.is_empty() && !all.is_empty());
    assert!(differences.is_empty(), "{} differ:\n{}", differences.len(), differences.join("\n"));
}

/// A leader takes one change of members at a time; that it drops another nobody tells, so that its client waits in vain.
/// Followers are frozen meanwhile, so that the first can't be committed before the second comes.
fn of_two_changes_at_once_the_second_is_dropped(release: EtcdRelease) {
    let add = Action::Add { at: MemberId(1), is_learner: false };
    let mut simulated = Simulated::new(3);
    start(&mut simulated);
    simulated.wait();
    simulated.act(&add);
    simulated.act(&add);
    let mut expected = simulated.answers();
    expected.sort();
    assert_eq!(expected, ["context deadline exceeded", "done"]);
    let mut found = Vec::new();
    // The leader has to be asked twice before it notices that nobody answers it.
    for _ in 0..4 {
        let mut real = Real::ready(None, 3, release);
        start(&mut real);
        real.wait();
        real.freeze(&[MemberId(2), MemberId(3)], true);
        real.act(&add);
        real.act(&add);
        let has_dropped = real.says_within_a_second(MemberId(1), "ignoring conf change");
        real.freeze(&[MemberId(2), MemberId(3)], false);
        found = real.answers();
        found.sort();
        if has_dropped && found == expected {
            return;
        }
    }
    assert_eq!(found, expected);
}

/// Plays a scenario in both. One that has to be quicker than an election may be tried again.
fn agree(scenario: &Scenario, release: EtcdRelease, real: &mut Option<Real>) -> Result<(), String> {
    let expected = simulated(scenario);
    let mut found = String::new();
    for _ in 0..if scenario.is_quick { 4 } else { 1 } {
        let started = std::time::Instant::now();
        let cluster = Real::ready(real.take(), scenario.members, release);
        found = play(real.insert(cluster), scenario);
        println!("{} ({} s)", scenario.name, started.elapsed().as_secs());
        if found == expected {
            return Ok(());
        }
        // Whatever it is in, the next one isn't to suffer for it.
        *real = None;
    }
    Err(format!("{}\n--- simulation\n{expected}--- etcd\n{found}", scenario.name))
}

fn simulated(scenario: &Scenario) -> String {
    play(&mut Simulated::new(scenario.members), scenario)
}

/// A cluster that something can be done to.
trait World {
    /// Does something, or has a client begin to ask for something.
    fn act(&mut self, action: &Action);
    /// What the clients were told that asked since the last time, in their order.
    fn answers(&mut self) -> Vec<String>;
    /// Waits until nothing changes any more: each side with a majority follows a leader, and nobody else does.
    fn settle(&mut self);
    /// Waits for somewhat longer than the five seconds for which members have to be connected to count as healthy.
    fn wait(&mut self);
    /// The running members in groups that reach one another, and whether each has a leader; then how others ended.
    fn state(&mut self) -> String;
}

/// Has m1 lead.
fn start(world: &mut impl World) {
    world.settle();
    world.act(&Action::Transfer(MemberId(1)));
    world.answers();
    world.settle();
}

/// Plays a scenario from a cluster that m1 leads, and tells what comes of each line.
fn play(world: &mut impl World, scenario: &Scenario) -> String {
    start(world);
    let mut told = String::new();
    for line in scenario.lines() {
        if line == "wait" {
            world.wait();
            world.settle();
            continue;
        }
        for action in scenarios::actions(line) {
            world.act(&action);
        }
        let answers = world.answers();
        world.settle();
        let _ = writeln!(told, "  {line}");
        for answer in answers {
            let _ = writeln!(told, "      {answer}");
        }
        let _ = writeln!(told, "      [{}]", world.state());
    }
    told
}

/// Members as text.
fn list(members: &[MemberId]) -> String {
    members.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
}

/// How a side is told.
fn side(members: &[MemberId], is_led: bool) -> String {
    format!("{}: {}", list(members), if is_led { "a leader" } else { "no leader" })
}
