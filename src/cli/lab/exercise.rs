//! `quorate lab NAME`, `list` and `check`: one exercise for one person.

use std::fmt::Write as _;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use crate::cli::failure::{FAULT, Failure};
use crate::cli::output;
use crate::cluster::Hint;
use crate::exercise::attempt::Attempt;
use crate::exercise::folder::{Making, Mark};
use crate::exercise::verdict::{Judging, Reader};
use crate::exercise::{Exercise, ExerciseError, Fault, Question, Seen};
use crate::local::{LocalError, Programs};
use crate::pki::system_random;
use crate::render::quote::ShellWord;
use crate::shell;
use crate::text::{escape_for_terminal, fill, say, wrap, wrap_hanging};

/// How wide texts are.
const WIDTH: u16 = 100;

/// Where etcd and further exercises are.
#[derive(Debug, Clone, clap::Args)]
pub(super) struct Common {
    /// Where etcd and etcdctl are: a directory, or etcd itself [default: the PATH]
    #[arg(long, value_name = "PATH")]
    pub(super) etcd: Option<PathBuf>,
    #[command(flatten)]
    pub(super) further: Further,
}

/// What else exercises need.
#[derive(Debug, Clone, clap::Args)]
pub(super) struct Further {
    /// Exercises of your own: a directory of NAME.json with en/NAME.txt
    #[arg(long, value_name = "DIR")]
    pub(super) exercises: Option<PathBuf>,
    /// How long members may take to become healthy, in seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 20, value_parser = clap::value_parser!(u64).range(1..=600))]
    pub(super) timeout: u64,
}

/// One exercise.
#[derive(Debug, clap::Args)]
pub(super) struct OneExercise {
    /// An exercise: a cluster with one mistake, to find and to fix
    #[arg(value_name = "NAME", help_heading = "Exercises")]
    pub(super) name: Option<String>,
    /// Where its folder goes, or is [default: a directory of its name]
    #[arg(value_name = "DIR", requires = "name", help_heading = "Exercises")]
    directory: Option<PathBuf>,
    /// Print a hint, 1 to 3; each says more
    #[arg(long, value_name = "1|2|3", requires = "name", help_heading = "Exercises",
          value_parser = clap::value_parser!(u8).range(1..=3))]
    hint: Option<u8>,
    /// Print what is wrong and how it is fixed
    #[arg(long, requires = "name", conflicts_with = "hint", help_heading = "Exercises")]
    solution: bool,
    #[command(flatten)]
    further: Further,
}

/// List the exercises
///
/// Their names say what is seen. What is wrong is for who teaches: --solutions.
#[derive(Debug, clap::Args)]
pub(super) struct ListArguments {
    /// Say what is wrong in each, in place of what is seen
    #[arg(long)]
    solutions: bool,
    /// Exercises of your own: a directory of NAME.json with en/NAME.txt
    #[arg(long, value_name = "DIR")]
    exercises: Option<PathBuf>,
    /// Print as JSON
    #[arg(long)]
    json: bool,
}

/// Start what you made of an exercise, and say whether it is solved
#[derive(Debug, clap::Args)]
pub(super) struct CheckArguments {
    /// The folder of the exercise
    #[arg(value_name = "DIR")]
    directory: PathBuf,
    #[command(flatten)]
    common: Common,
}

impl Common {
    /// All exercises, own ones too.
    pub(super) fn all(&self) -> Result<Vec<Exercise>, Failure> {
        all(self.further.exercises.as_deref())
    }

    pub(super) fn programs(&self) -> Result<Programs, Failure> {
        Programs::find(self.etcd.as_deref())
            .map_err(|error: LocalError| Failure::input(&error, error.hint()))
    }

    pub(super) fn limit(&self) -> Duration {
        Duration::from_secs(self.further.timeout)
    }
}

fn all(own: Option<&Path>) -> Result<Vec<Exercise>, Failure> {
    let mut all = Exercise::all().map_err(failure)?;
    if let Some(directory) = own {
        all.extend(Exercise::of_directory(directory).map_err(failure)?);
    }
    Ok(all)
}

/// An exercise by its name.
pub(super) fn named<'a>(all: &'a [Exercise], name: &str) -> Result<&'a Exercise, Failure> {
    all.iter().find(|one| one.name == name).ok_or_else(|| {
        let names = all.iter().map(|one| one.name.as_str());
        let similar = crate::etcd::nearest(name, names).map(ToOwned::to_owned);
        failure(ExerciseError::Unknown { name: name.to_owned(), similar })
    })
}

/// An error of exercises: what was typed or handed in, or the machine.
pub(super) fn failure(error: ExerciseError) -> Failure {
    let hint = error.hint();
    match error {
        ExerciseError::Io { .. } | ExerciseError::Issue(_) | ExerciseError::Unmade { .. } => {
            Failure::fault(error, hint)
        }
        _ => Failure::input(error, hint),
    }
}

pub(super) fn list(arguments: &ListArguments) -> Result<ExitCode, Failure> {
    let all = all(arguments.exercises.as_deref())?;
    output::print(&if arguments.json {
        json(&all, arguments.solutions)
    } else {
        table(&all, arguments.solutions)
    })
}

/// The first and the last series of an exercise.
pub(super) fn series(exercise: &Exercise) -> String {
    let all: Vec<&str> = exercise.series().map(crate::cluster::EtcdVersion::as_str).collect();
    match all.as_slice() {
        [first, .., last] => format!("{first}\u{2013}{last}"),
        [only] => (*only).to_owned(),
        [] => String::new(),
    }
}

fn table(all: &[Exercise], has_solutions: bool) -> String {
    let head = [
        "exercise-list-head",
        "exercise-list-head.about",
        "exercise-list-head.series",
        if has_solutions { "exercise-list-head.mistake" } else { "exercise-list-head.title" },
    ];
    let mut rows = vec![head.map(|key| say(key).to_owned())];
    rows.extend(all.iter().map(|one| {
        [
            one.name.clone(),
            one.topic().shown().to_owned(),
            series(one),
            if has_solutions { one.texts.mistake() } else { one.texts.title() }.to_owned(),
        ]
    }));
    columns(&rows)
}

/// Rows as columns two blanks apart.
pub(super) fn columns<const N: usize>(rows: &[[String; N]]) -> String {
    let wide = |column: usize| {
        rows.iter()
            .filter_map(|row| row.get(column))
            .map(|cell| cell.chars().count())
            .max()
            .unwrap_or_default()
    };
    let widths: Vec<usize> = (0..N).map(wide).collect();
    let mut text = String::new();
    for row in rows {
        let cells = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:<width$}"));
        let line = cells.collect::<Vec<_>>().join("  ");
        // Writing to a string can't fail.
        let _ = writeln!(text, "{}", line.trim_end());
    }
    text
}

fn json(all: &[Exercise], has_solutions: bool) -> String {
    #[derive(serde::Serialize)]
    struct Report<'a> {
        exercises: Vec<One<'a>>,
    }
    #[derive(serde::Serialize)]
    struct One<'a> {
        name: &'a str,
        title: &'a str,
        about: &'static str,
        series: Vec<&'static str>,
        members: u8,
        #[serde(skip_serializing_if = "Option::is_none")]
        mistake: Option<&'a str>,
    }
    let one = |exercise: &'_ Exercise| {
        exercise.series().map(crate::cluster::EtcdVersion::as_str).collect()
    };
    let exercises = all.iter().map(|exercise| One {
        name: &exercise.name,
        title: exercise.texts.title(),
        about: exercise.topic().as_str(),
        series: one(exercise),
        members: exercise.members(),
        mistake: has_solutions.then(|| exercise.texts.mistake()),
    });
    output::pretty(&Report { exercises: exercises.collect() })
}

/// Prints a hint or the solution, else makes the folder, or checks the one that is there.
pub(super) fn run(
    name: &str,
    arguments: &OneExercise,
    etcd: Option<PathBuf>,
) -> Result<ExitCode, Failure> {
    let common = Common { etcd, further: arguments.further.clone() };
    let all = common.all()?;
    let exercise = named(&all, name)?;
    if let Some(number) = arguments.hint {
        let head = fill("exercise-hint-head", &[("number", &number)]);
        return output::print(&format!("{head}\n\n{}\n", wrapped(exercise.texts.hint(number))));
    }
    if arguments.solution {
        return output::print(&solution(exercise));
    }
    let path = arguments.directory.clone().unwrap_or_else(|| PathBuf::from(name));
    if path.symlink_metadata().is_ok() {
        return match Mark::read(&path) {
            Ok(mark) if mark.exercise == name => check(exercise, &path, &common),
            _ => Err(Failure::refused(
                "lab-exercise-directory",
                &[("path", &escape_for_terminal(&path.display().to_string()))],
            )),
        };
    }
    start(exercise, &path, &common)
}

fn solution(exercise: &Exercise) -> String {
    let source = fill("exercise-source", &[("source", &exercise.texts.source())]);
    format!(
        "{}\n\n{}\n\n{}\n",
        say("exercise-solution-head"),
        wrapped(exercise.texts.solution()),
        wrapped(&source)
    )
}

/// A text of paragraphs; what is indented stays as it is.
pub(super) fn wrapped(text: &str) -> String {
    let paragraph = |paragraph: &str| {
        if paragraph.starts_with(' ') {
            return paragraph.to_owned();
        }
        let line = paragraph.lines().collect::<Vec<_>>().join(" ");
        wrap(&line, WIDTH).join("\n")
    };
    text.split("\n\n").map(paragraph).collect::<Vec<_>>().join("\n\n")
}

/// Draws addresses that nobody uses.
pub(super) fn network() -> Result<[u8; 2], Failure> {
    let mut random = [0; 2];
    for _ in 0..100 {
        system_random(&mut random).map_err(|error| Failure::fault(&error, error.hint()))?;
        let [a, b] = random;
        // Not 127.0 to 127.63, which others use.
        let network = [64 + a % 63, b.max(1)];
        let [a, b] = network;
        let is_free = |member| {
            [2379, 2380].iter().all(|port| {
                TcpListener::bind((std::net::Ipv4Addr::new(127, a, b, member), *port)).is_ok()
            })
        };
        if (1..=3).all(is_free) {
            return Ok(network);
        }
    }
    let error = LocalError::NoAddress;
    Err(Failure::fault(&error, error.hint()))
}

/// Makes the broken folder, starts it, and says what a person sees.
fn start(exercise: &Exercise, path: &Path, common: &Common) -> Result<ExitCode, Failure> {
    let programs = common.programs()?;
    let randomness = &system_random;
    let making = Making {
        series: programs.release.series(),
        network: network()?,
        now: shell::now(),
        randomness,
    };
    exercise.make(path, making).map_err(failure)?;
    let quoted = ShellWord(&path.to_string_lossy()).to_string();
    let shown = escape_for_terminal(&path.display().to_string());
    let mut text = fill("exercise-made", &[("path", &shown), ("title", &exercise.texts.title())]);
    let _ = write!(text, "\n\n{}\n\n", wrapped(exercise.texts.seen()));
    output::print(&text)?;
    output::print_error(&fill("exercise-starting", &[("version", &programs.release)]));
    let attempt =
        Attempt::prepare(exercise, path, &programs, common.limit(), randomness).map_err(failure)?;
    let mut text = String::new();
    match attempt {
        Err(faults) => text.push_str(&listed(&faults)),
        Ok(mut attempt) => {
            let history = attempt.history();
            let seen: Vec<(&Seen, String)> = exercise
                .seen()
                .iter()
                .filter_map(|seen| Some((seen, attempt.look_for(seen)?)))
                .collect();
            if seen.is_empty() {
                let _ = writeln!(
                    text,
                    "{}",
                    fill("exercise-sees-nothing", &[("seconds", &common.further.timeout)])
                );
                text.push_str(&listed(&history.err().into_iter().collect::<Vec<_>>()));
            } else {
                let _ = writeln!(text, "{}", say("exercise-sees"));
            }
            for (seen, line) in seen {
                let from = match seen {
                    Seen::Log { of, .. } => fill("exercise-log-of", &[("member", of)]),
                    Seen::Client { client, at, asks: Question::Gateway, .. } => {
                        fill("exercise-gateway-at", &[("client", client), ("member", at)])
                    }
                    Seen::Client { client, at, .. } => {
                        fill("exercise-client-at", &[("client", client), ("member", at)])
                    }
                };
                let _ = writeln!(text, "\n  {from}\n    {}", escape_for_terminal(&line));
            }
        }
    }
    let command = format!("quorate lab check {quoted}");
    let _ =
        writeln!(text, "\n{}", fill("exercise-now", &[("path", &shown), ("command", &command)]));
    let hint = format!("quorate lab {} --hint 1", exercise.name);
    let _ = writeln!(text, "{}", fill("exercise-hints", &[("command", &hint)]));
    output::print(&text)
}

fn listed(faults: &[Fault]) -> String {
    let lines =
        faults.iter().flat_map(|fault| wrap_hanging("  ", "    ", &fault.to_string(), WIDTH));
    lines.fold(String::new(), |text, line| text + &line + "\n")
}

pub(super) fn check_folder(arguments: &CheckArguments) -> Result<ExitCode, Failure> {
    let mark = Mark::read(&arguments.directory).map_err(failure)?;
    let all = arguments.common.all()?;
    check(named(&all, &mark.exercise)?, &arguments.directory, &arguments.common)
}

fn check(exercise: &Exercise, path: &Path, common: &Common) -> Result<ExitCode, Failure> {
    let programs = common.programs()?;
    output::print_error(&fill("exercise-starting", &[("version", &programs.release)]));
    let judging = Judging {
        programs: &programs,
        limit: common.limit(),
        now: shell::now(),
        randomness: &system_random,
        reader: Reader::Learner,
    };
    let faults = exercise.judge(path, judging).map_err(failure)?;
    if faults.is_empty() {
        let solution = solution(exercise);
        return output::print(&format!("{}\n\n{solution}", say("exercise-solved")));
    }
    let hint = format!("quorate lab {} --hint 1", exercise.name);
    let hint = fill("exercise-hints", &[("command", &hint)]);
    output::print(&format!("{}\n{}\n{hint}\n", say("exercise-not-solved"), listed(&faults)))?;
    Ok(ExitCode::from(FAULT))
}
