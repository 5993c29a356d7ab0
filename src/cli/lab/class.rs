//! `quorate lab export` and `quorate lab grade`: exercises for a class, and what comes back.

use std::collections::HashSet;
use std::fs::DirBuilder;
use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use serde::Serialize;

use super::exercise::{Common, Further, columns, failure, named, network};
use crate::cli::failure::{FAULT, Failure};
use crate::cli::output;
use crate::cluster::{EtcdVersion, Hint};
use crate::exercise::Exercise;
use crate::exercise::folder::{self, Making, Mark};
use crate::exercise::likeness::alike;
use crate::exercise::verdict::{Judging, Reader};
use crate::local::Programs;
use crate::pki::system_random;
use crate::shell;
use crate::text::{escape_for_terminal, fill, say, wrap};

/// Write folders of exercises to hand out
///
/// Each can be solved without quorate: README.txt says how etcd is started by hand. Every folder has keys and loopback
/// addresses of its own. No etcd is needed for this.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  quorate lab export class
  quorate lab export class --only since-morning,two-of-three --learner oksana --learner ivan
  quorate lab --lang uk export class --etcd-version 3.5")]
pub(super) struct ExportArguments {
    /// Where they go: a directory that isn't there yet
    #[arg(value_name = "DIR")]
    directory: PathBuf,
    /// Only these exercises
    #[arg(long, value_name = "NAME[,…]", value_delimiter = ',')]
    only: Vec<String>,
    /// A folder for each of these people, with the exercises in it; once for each
    #[arg(long, value_name = "NAME")]
    learner: Vec<String>,
    /// The etcd that the class has: 3.4, 3.5, 3.6 or 3.7
    #[arg(long, value_name = "SERIES", default_value = "3.6")]
    etcd_version: EtcdVersion,
    /// Exercises of your own: a directory of NAME.json with en/NAME.txt
    #[arg(long, value_name = "DIR")]
    exercises: Option<PathBuf>,
}

/// Judge what comes back: a whole class in one table
///
/// Each folder is copied, its settings are read, and etcd is started with them on loopback addresses: nothing that is in a folder is
/// run. Solved is a cluster that is healthy, takes writes, demands certificates on every port, has all members, and fulfils what the
/// exercise asks for.
///
/// Folders with keys that another one has too are pointed out: each is handed out with keys of its own.
///
/// Exit code 0 where all are solved, else 1.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  quorate lab grade class/*
  quorate lab grade class --csv > class.csv")]
pub(super) struct GradeArguments {
    /// Folders of exercises, or directories that hold some
    #[arg(value_name = "DIR", required = true)]
    directories: Vec<PathBuf>,
    /// Print as CSV
    #[arg(long, conflicts_with = "json")]
    csv: bool,
    /// Print as JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    common: Common,
}

pub(super) fn export(arguments: &ExportArguments) -> Result<ExitCode, Failure> {
    let further = Further { exercises: arguments.exercises.clone(), timeout: 1 };
    let own = Common { etcd: None, further };
    let all = own.all()?;
    let series = arguments.etcd_version;
    let is_of = |one: &Exercise| one.series().any(|other| other == series);
    let chosen: Vec<&Exercise> = if arguments.only.is_empty() {
        all.iter().filter(|one| is_of(one)).collect()
    } else {
        arguments.only.iter().map(|name| named(&all, name)).collect::<Result<_, _>>()?
    };
    if let Some(other) = chosen.iter().find(|one| !is_of(one)) {
        let values: [(&str, &dyn std::fmt::Display); 3] = [
            ("name", &other.name),
            ("series", &series),
            ("applies", &super::exercise::series(other)),
        ];
        return Err(Failure::refused("lab-export-series", &values));
    }
    let left_out: Vec<&str> =
        all.iter().filter(|one| !is_of(one)).map(|one| one.name.as_str()).collect();
    let root = &arguments.directory;
    let shown = escape_for_terminal(&root.display().to_string());
    let create = |path: &Path| {
        let made = DirBuilder::new().mode(0o700).create(path);
        made.map_err(|error| {
            Failure::failed("lab-export-directory", &[("path", &shown), ("error", &error)])
        })
    };
    for name in &arguments.learner {
        let is_name = !name.is_empty() && !name.starts_with('.') && !name.contains(['/', '\0']);
        if !is_name {
            return Err(Failure::refused(
                "lab-export-learner",
                &[("name", &escape_for_terminal(name))],
            ));
        }
    }
    create(root)?;
    let homes: Vec<PathBuf> = match arguments.learner.as_slice() {
        [] => vec![root.clone()],
        learners => learners.iter().map(|name| root.join(name)).collect(),
    };
    let mut count = 0;
    for home in homes {
        if home != *root {
            create(&home)?;
        }
        for exercise in &chosen {
            let making = Making {
                series,
                network: network()?,
                now: shell::now(),
                randomness: &system_random,
            };
            exercise.make(&home.join(&exercise.name), making).map_err(failure)?;
            count += 1;
        }
    }
    let mut told = fill("exercise-exported", &[("count", &count), ("path", &shown)]) + "\n";
    if arguments.only.is_empty() && !left_out.is_empty() {
        let names = left_out.join(", ");
        told += &(fill("exercise-left-out", &[("series", &series), ("names", &names)]) + "\n");
    }
    output::print(&told)
}

/// One folder of a class.
#[derive(Debug, Serialize)]
struct Graded {
    folder: String,
    exercise: String,
    /// Whether it is solved; none where it can't be judged.
    solved: Option<bool>,
    why: Vec<String>,
    /// Folders of this run that have keys of this one.
    same_as: Vec<String>,
}

pub(super) fn grade(arguments: &GradeArguments) -> Result<ExitCode, Failure> {
    let all = arguments.common.all()?;
    let programs = arguments.common.programs()?;
    let mut folders: Vec<PathBuf> = Vec::new();
    for directory in &arguments.directories {
        let found = folder::find(directory);
        if found.is_empty() {
            let error = crate::exercise::ExerciseError::NotAnExercise(directory.clone());
            return Err(Failure::input(&error, error.hint()));
        }
        folders.extend(found);
    }
    // A folder may be in two of the directories.
    let mut seen = HashSet::new();
    folders.retain(|folder| seen.insert(folder.canonicalize().unwrap_or_else(|_| folder.clone())));
    let mut graded = Vec::new();
    for folder in &folders {
        output::print_error(&shown(folder));
        graded.push(one(&all, &programs, folder, &arguments.common));
    }
    for (one, others) in graded.iter_mut().zip(alike(&folders)) {
        one.same_as = others
            .into_iter()
            .filter_map(|other| folders.get(other))
            .map(|path| shown(path))
            .collect();
    }
    output::print(&if arguments.csv {
        csv(&graded)
    } else if arguments.json {
        output::pretty(&serde_json::json!({ "folders": graded }))
    } else {
        table(&graded)
    })?;
    let is_solved = graded.iter().all(|one| one.solved == Some(true));
    Ok(if is_solved { ExitCode::SUCCESS } else { ExitCode::from(FAULT) })
}

fn shown(path: &Path) -> String {
    escape_for_terminal(&path.display().to_string())
}

fn one(all: &[Exercise], programs: &Programs, folder: &Path, common: &Common) -> Graded {
    let judging = Judging {
        programs,
        limit: common.limit(),
        now: shell::now(),
        randomness: &system_random,
        reader: Reader::Teacher,
    };
    let mark = Mark::read(folder);
    let name = mark.as_ref().map(|mark| escape_for_terminal(&mark.exercise)).unwrap_or_default();
    let judged = mark.and_then(|mark| {
        let found = all.iter().find(|one| one.name == mark.exercise);
        let unknown = || crate::exercise::ExerciseError::Unknown {
            name: mark.exercise.clone(),
            similar: None,
        };
        found.ok_or_else(unknown)?.judge(folder, judging)
    });
    let (solved, why) = match judged {
        Ok(faults) => (Some(faults.is_empty()), faults.iter().map(ToString::to_string).collect()),
        Err(error) => (None, vec![error.to_string()]),
    };
    Graded { folder: shown(folder), exercise: name, solved, why, same_as: Vec::new() }
}

impl Graded {
    fn result(&self) -> &'static str {
        say(match self.solved {
            Some(true) => "exercise-grade-solved",
            Some(false) => "exercise-grade-open",
            None => "exercise-grade-error",
        })
    }

    /// What a teacher should know of it, in one line.
    fn remark(&self) -> String {
        let same = self.same_as.split_first().map(|(first, others)| {
            fill("exercise-grade-same", &[("folder", first), ("more", &others.len())])
        });
        let why = self.why.first().map(|why| brief(why, REASON));
        same.into_iter().chain(why).collect::<Vec<_>>().join("; ")
    }
}

/// How much of the first reason a table shows.
const REASON: u16 = 120;

/// A text in one line, cut between words where it is longer than that.
fn brief(text: &str, most: u16) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut lines = wrap(&text, most).into_iter();
    let first = lines.next().unwrap_or_default();
    match lines.next() {
        None => first,
        Some(_) => first.trim_end_matches([' ', ',', ';', ':']).to_owned() + "\u{2026}",
    }
}

fn table(graded: &[Graded]) -> String {
    let head = [
        "exercise-grade-head",
        "exercise-grade-head.exercise",
        "exercise-grade-head.result",
        "exercise-grade-head.why",
    ];
    let mut rows = vec![head.map(|key| say(key).to_owned())];
    rows.extend(graded.iter().map(|one| {
        [one.folder.clone(), one.exercise.clone(), one.result().to_owned(), one.remark()]
    }));
    let solved = graded.iter().filter(|one| one.solved == Some(true)).count();
    let sum = fill("exercise-graded", &[("solved", &solved), ("count", &graded.len())]);
    let same = graded.iter().filter(|one| !one.same_as.is_empty()).count();
    let same = if same == 0 {
        String::new()
    } else {
        fill("exercise-graded-same", &[("count", &same)]) + "\n"
    };
    format!("{}\n{sum}\n{same}", columns(&rows))
}

/// RFC 4180, with the names of columns and results in English, for programs.
fn csv(graded: &[Graded]) -> String {
    let mut text = String::from("folder,exercise,solved,why,same_as\r\n");
    for one in graded {
        let solved = one.solved.map_or("", |is_solved| if is_solved { "yes" } else { "no" });
        let (why, same) = (one.why.join("; "), one.same_as.join("; "));
        let cells = [one.folder.as_str(), &one.exercise, solved, &why, &same].map(cell);
        text.push_str(&(cells.join(",") + "\r\n"));
    }
    text
}

/// A cell that no spreadsheet takes for a formula.
fn cell(text: &str) -> String {
    let text =
        if text.starts_with(['=', '+', '-', '@']) { format!("'{text}") } else { text.to_owned() };
    if text.contains([',', '"', '\n', '\r', '\'']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text
    }
}

#[cfg(test)]
mod tests {
    use super::{brief, cell};

    #[test]
    fn a_reason_is_one_line_that_ends_with_a_word() {
        assert_eq!(brief("m1 ended:\n  bad  port", 40), "m1 ended: bad port");
        assert_eq!(brief("m1 ended: bad port", 10), "m1 ended\u{2026}");
        assert_eq!(brief("m1 ended: bad port", 18), "m1 ended: bad port");
        assert_eq!(brief("abcdef", 3), "abc\u{2026}");
        assert_eq!(brief("", 3), "");
    }

    #[test]
    fn a_cell_is_text_whatever_a_learner_calls_a_folder() {
        assert_eq!(cell("a"), "a");
        assert_eq!(cell("a,\"b\""), "\"a,\"\"b\"\"\"");
        assert_eq!(cell("=1+1"), "\"'=1+1\"");
    }
}
