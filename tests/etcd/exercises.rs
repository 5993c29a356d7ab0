//! Every exercise on real etcd: broken it shows what it promises, the reference solution is accepted, and the broken
//! folder and each near miss aren't.
//!
//! `check` runs each exercise on one release, another one for each; `QUORATE_SWEEP=full` runs all on all, and
//! `QUORATE_EXERCISE=NAME` one alone.

use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU8, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use quorate::cluster::EtcdVersion;
use quorate::exercise::attempt::Attempt;
use quorate::exercise::folder::Making;
use quorate::exercise::verdict::{Judging, Reader};
use quorate::exercise::{Exercise, Fault, Question, Seen, Step};
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

/// A folder as it is handed out, and a shell there that has no quorate, and etcd of a release on its PATH.
struct HandedOut<'a> {
    trial: &'a Trial<'a>,
    folder: std::path::PathBuf,
    making: Making<'static>,
}

impl<'a> HandedOut<'a> {
    fn new(trial: &'a Trial<'a>, at: &Path) -> Self {
        let making = trial.folder(at, &[]);
        Self { trial, folder: at.to_owned(), making }
    }

    fn read(&self, path: &str) -> String {
        std::fs::read_to_string(self.folder.join(path)).unwrap()
    }

    /// Runs a script there; what it prints.
    #[track_caller]
    fn runs(&self, script: &str) -> String {
        let path = format!("{}:/usr/bin:/bin", self.trial.release.directory().display());
        let ran = std::process::Command::new("sh")
            .args(["-euc", script])
            .current_dir(&self.folder)
            .env("PATH", path)
            .output()
            .unwrap();
        assert!(
            ran.status.success(),
            "{script}: {}{}",
            String::from_utf8_lossy(&ran.stderr),
            self.logs()
        );
        String::from_utf8_lossy(&ran.stdout).into_owned()
    }

    /// What is in the logs of members that were started by hand.
    fn logs(&self) -> String {
        let read = |name| std::fs::read_to_string(self.folder.join(format!("run/{name}.log")));
        ["m1", "m2", "m3"].into_iter().filter_map(|name| read(name).ok()).collect()
    }
}

impl Drop for HandedOut<'_> {
    fn drop(&mut self) {
        let mut stop = std::process::Command::new("sh");
        let stopped = stop.args(["play.sh", "stop"]).current_dir(&self.folder).status();
        assert!(stopped.is_ok_and(|status| status.success()) || std::thread::panicking());
    }
}

/// The exercises that quorate brings.
fn exercise(name: &str) -> Exercise {
    Exercise::all().unwrap().into_iter().find(|one| one.name == name).unwrap()
}

/// The commands of a README under a heading, as a learner copies them.
fn commands(readme: &str, heading: &str) -> Vec<String> {
    let (_, section) = readme.split_once(heading).unwrap();
    let is_text = |line: &str| !line.is_empty() && !line.starts_with(' ');
    // Two blocks of commands, with text before each.
    let mut blocks: Vec<String> = vec![String::new()];
    for line in section.lines().skip(1) {
        if line.chars().next().is_some_and(char::is_uppercase) && line == line.to_uppercase() {
            break;
        }
        if is_text(line) {
            blocks.push(String::new());
        } else {
            blocks.last_mut().unwrap().extend([line, "\n"]);
        }
    }
    blocks.retain(|block| !block.trim().is_empty());
    blocks
}

#[test]
fn certificates_are_reissued_by_hand_as_readme_and_hint_say() {
    if !need("openssl") || !need(EtcdRelease::V3_6.requirement()) {
        return;
    }
    let scratch = TempDir::new().unwrap();
    let cases = [("since-morning", false), ("nobody-gets-in", true), ("new-machine", false)];
    for (name, has_new_authority) in cases {
        let exercise = exercise(name);
        let trial = Trial::new(&exercise, EtcdRelease::V3_6);
        let there = HandedOut::new(&trial, &scratch.path().join(name));
        let [reissue, authority] = &commands(&there.read("README.txt"), "REISSUE")[..] else {
            panic!("two blocks of commands in {}", there.read("README.txt"));
        };
        if has_new_authority {
            there.runs(authority);
        }
        let (values, rest) = reissue.trim_start().split_once('\n').unwrap();
        assert_eq!(values, "name=root file=clients/root/client usage=clientAuth names=");
        // What the last hint fills in, for one member or for each.
        let hint = exercise.texts.hint(3);
        let given: Vec<&str> =
            hint.lines().map(str::trim).filter(|line| line.starts_with("name=")).collect();
        assert!(!given.is_empty(), "{hint}");
        let members = if has_new_authority { &["m1", "m2", "m3"][..] } else { &["same"] };
        for member in members {
            for given in &given {
                let mut given = (*given).to_owned();
                if *member != "same" {
                    given = given.replace("m1", member);
                }
                let owner = given.split_once("members/").map(|(_, rest)| &rest[..2]);
                let env = owner.map(|owner| there.read(&format!("members/{owner}/etcd.env")));
                let address = env.as_deref().and_then(|env| {
                    let (_, rest) = env.split_once("\nETCD_LISTEN_PEER_URLS=https://")?;
                    rest.split_once(':')
                });
                let address = address.map_or("none", |(address, _)| address);
                there.runs(&format!("{}\n{rest}", given.replace("ADDRESS", address)));
            }
        }
        let found = trial.judged(&there.folder, PATIENCE);
        assert_eq!(found, [], "{name}");
    }
}

/// Day-two exercises without quorate: a script plays what happened before, and what a runbook says.
#[test]
fn history_and_runbook_are_played_by_hand() {
    let all = Exercise::all().unwrap();
    let names = ["m3-alone", "m3-returns", "new-client", "only-reads", "power-cut"];
    let played: Vec<&Exercise> =
        all.iter().filter(|one| names.contains(&one.name.as_str())).collect();
    assert_eq!(played.len(), names.len());
    for one in &all {
        let history: Vec<String> = one.history().iter().map(ToString::to_string).collect();
        let is_start = matches!(&history[..], [one] if !one.contains(" with "));
        assert_ne!(is_start, names.contains(&one.name.as_str()), "{}: {history:?}", one.name);
    }
    std::thread::scope(|scope| {
        for (number, exercise) in played.into_iter().enumerate() {
            let releases = releases(number, exercise);
            scope
                .spawn(move || releases.into_iter().for_each(|release| by_hand(exercise, release)));
        }
    });
}

fn by_hand(exercise: &Exercise, release: EtcdRelease) {
    let name = &exercise.name;
    let scratch = TempDir::new().unwrap();
    let trial = Trial::new(exercise, release);
    let there = HandedOut::new(&trial, &scratch.path().join(name));
    let told = there.runs("sh play.sh history.txt");
    assert_eq!(told, there.read("history.txt"), "{name}");
    let etcdctl = |asks: &str| {
        let readme = there.read("README.txt");
        let (_, command) = readme.split_once("  etcdctl --endpoints=").unwrap();
        let (command, _) = command.split_once(" endpoint health").unwrap();
        let script =
            format!("etcdctl --command-timeout=5s --endpoints={command} {asks} 2>&1 || true");
        there.runs(&script)
    };
    for seen in exercise.seen() {
        let deadline = Instant::now() + PATIENCE;
        let wanted = match seen {
            Seen::Log { log, .. } => log,
            Seen::Client { says, .. } => says,
        };
        loop {
            let said = match seen {
                Seen::Log { .. } => there.logs(),
                Seen::Client { asks, .. } => {
                    let asks = match asks {
                        Question::Put => "put quorate asks",
                        _ => "endpoint health",
                    };
                    etcdctl(asks)
                }
            };
            if wanted.split('|').any(|one| said.contains(one)) {
                break;
            }
            assert!(Instant::now() < deadline, "{name}: no {wanted} in {said}");
            std::thread::sleep(Duration::from_millis(500));
        }
    }
    // The solution may change files too; its runbook is what is played.
    let room = exercise.room(&there.folder, there.making);
    for step in exercise.solution() {
        step.apply(&room, &random).unwrap();
    }
    there.runs("sh play.sh runbook.txt");
    let deadline = Instant::now() + PATIENCE;
    loop {
        let health = etcdctl("endpoint health --cluster");
        if health.matches("is healthy").count() == usize::from(exercise.members_after()) {
            break;
        }
        assert!(Instant::now() < deadline, "{name}: {health}{}", there.logs());
        std::thread::sleep(Duration::from_millis(500));
    }
}
