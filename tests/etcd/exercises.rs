//! Every exercise on real etcd: broken it shows what it promises, the reference solution is accepted, and the broken
//! folder and each near miss aren't.
//!
//! `check` runs each exercise on one release, another one for each; `QUORATE_SWEEP=full` runs all on all, and
//! `QUORATE_EXERCISE=NAME` one alone.

use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU8, AtomicUsize, Ordering};
use std::time::Duration;

use quorate::cluster::EtcdVersion;
use quorate::exercise::attempt::Attempt;
use quorate::exercise::folder::Making;
use quorate::exercise::verdict::{Judging, Reader};
use quorate::exercise::{Exercise, Fault, Step};
use quorate::local::Programs;
use quorate::pki::IssueError;
use tempfile::TempDir;
use time::OffsetDateTime;

use crate::support::needs::need;
use crate::support::releases::EtcdRelease;

/// How long a cluster may take that is to be healthy: on a busy machine as well.
const PATIENCE: Duration = Duration::from_secs(60);
/// How long one is waited for that isn't expected to be.
const IMPATIENCE: Duration = Duration::from_secs(5);
/// How many exercises run at the same time.
const AT_ONCE: usize = 4;

fn random(bytes: &mut [u8]) -> Result<(), IssueError> {
    quorate::pki::system_random(bytes)
}

/// An exercise on a release.
struct Trial<'a> {
    exercise: &'a Exercise,
    release: EtcdRelease,
    programs: Programs,
}

impl<'a> Trial<'a> {
    fn new(exercise: &'a Exercise, release: EtcdRelease) -> Self {
        let programs = Programs::find(Some(release.directory())).unwrap();
        let programs = programs.started_by(crate::support::bundle::quorate().get_program());
        Self { exercise, release, programs }
    }

    fn making(&self) -> Making<'static> {
        static NEXT: AtomicU8 = AtomicU8::new(1);
        // Folders that run at the same time have addresses of their own.
        let network = [110, NEXT.fetch_add(1, Ordering::Relaxed)];
        let series: EtcdVersion = self.release.series().parse().unwrap();
        Making { series, network, now: OffsetDateTime::now_utc(), randomness: &random }
    }

    /// A broken folder, changed by steps.
    fn folder(&self, at: &Path, steps: &[Step]) -> Making<'static> {
        let making = self.making();
        let room = self.exercise.make(at, making).unwrap();
        for step in steps {
            step.apply(&room, making.randomness).unwrap();
        }
        making
    }

    fn judged(&self, folder: &Path, limit: Duration) -> Vec<Fault> {
        let judging = Judging {
            programs: &self.programs,
            limit,
            now: OffsetDateTime::now_utc(),
            randomness: &random,
            reader: Reader::Teacher,
        };
        self.exercise.judge(folder, judging).unwrap()
    }

    /// What isn't as promised.
    fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        let scratch = TempDir::new().unwrap();
        let folder = |name: &str| scratch.path().join(name);
        self.folder(&folder("broken"), &[]);
        faults.extend(self.shows(&folder("broken")));
        if self.judged(&folder("broken"), IMPATIENCE).is_empty() {
            faults.push("the broken folder is accepted".to_owned());
        }
        self.folder(&folder("solved"), self.exercise.solution());
        let found = self.judged(&folder("solved"), PATIENCE);
        faults.extend(found.iter().map(|fault| format!("the solution is refused: {fault}")));
        for (number, miss) in self.exercise.near_misses().iter().enumerate() {
            let at = folder(&format!("near-{number}"));
            self.folder(&at, &miss.steps);
            let found = self.judged(&at, IMPATIENCE);
            if found.is_empty() {
                faults.push(format!("near miss {number} is accepted: {}", miss.why));
            } else if std::env::var_os("QUORATE_EXERCISE").is_some() {
                eprintln!("near miss {number}: {}: {}", miss.why, found[0]);
            }
        }
        faults
    }

    /// What the broken folder doesn't show of what it promises.
    fn shows(&self, folder: &Path) -> Vec<String> {
        let attempt =
            Attempt::prepare(self.exercise, folder, &self.programs, PATIENCE / 2, &random);
        let mut attempt = match attempt.unwrap() {
            Ok(attempt) => attempt,
            Err(found) => {
                return found.iter().map(|fault| format!("can't be started: {fault}")).collect();
            }
        };
        let mut faults = Vec::new();
        if let Err(fault) = attempt.history() {
            faults.push(format!("history: {fault}"));
        }
        for seen in self.exercise.seen() {
            match attempt.look_for(seen) {
                None => {
                    let logs: Vec<String> = ["m1", "m2", "m3"]
                        .iter()
                        .map(|name| {
                            let log = attempt.log(name);
                            let lines: Vec<&str> = log.lines().rev().take(6).collect();
                            format!("## {name}\n{}", lines.join("\n"))
                        })
                        .collect();
                    faults.push(format!("nothing shows {seen:?}\n{}", logs.join("\n")));
                }
                Some(line) => {
                    if std::env::var_os("QUORATE_EXERCISE").is_some() {
                        eprintln!("seen on {:?}: {line}", self.release);
                    }
                }
            }
        }
        faults
    }
}

/// The releases that an exercise runs on: one of those that it applies to, in turn, or all.
fn releases(number: usize, exercise: &Exercise) -> Vec<EtcdRelease> {
    let series: Vec<&str> = exercise.series().map(EtcdVersion::as_str).collect();
    let fits = |release: &EtcdRelease| {
        *release != EtcdRelease::V3_5_1
            && series.contains(&release.series())
            && need(release.requirement())
    };
    let all: Vec<EtcdRelease> = EtcdRelease::ALL.into_iter().filter(fits).collect();
    let is_full = std::env::var_os("QUORATE_SWEEP").is_some_and(|how| how == "full");
    if is_full || all.is_empty() { all } else { vec![all[number % all.len()]] }
}

#[test]
fn an_exercise_shows_its_mistake_and_only_its_solution_is_accepted() {
    // As files, so that a change of one needs no build.
    let assets = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/exercises");
    let all = Exercise::of_directory(&assets).unwrap();
    let only = std::env::var("QUORATE_EXERCISE").ok();
    let chosen = all
        .iter()
        .enumerate()
        .filter(|(_, one)| only.as_ref().is_none_or(|name| one.name == *name));
    let trials: Vec<Trial<'_>> = chosen
        .flat_map(|(number, exercise)| {
            releases(number, exercise).into_iter().map(move |release| (exercise, release))
        })
        .map(|(exercise, release)| Trial::new(exercise, release))
        .collect();
    let (next, faults) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    std::thread::scope(|scope| {
        for _ in 0..AT_ONCE {
            scope.spawn(|| {
                while let Some(trial) = trials.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let found = trial.faults();
                    let name = format!("{} on {}", trial.exercise.name, trial.release.version());
                    let found = found.into_iter().map(|fault| format!("{name}: {fault}"));
                    faults.lock().unwrap().extend(found);
                }
            });
        }
    });
    let faults = faults.into_inner().unwrap();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
