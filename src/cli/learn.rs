//! `quorate learn`: the guided path, on a screen or as text.

use std::fmt::Write as _;
use std::io::{self, IsTerminal};
use std::process::ExitCode;

use super::failure::Failure;
use super::output;
use crate::cluster::Hint;
use crate::course::Lesson;
use crate::shell;
use crate::shell::lessons;
use crate::text::{fill, say};

/// Learn etcd step by step: short lessons, each with something to do
///
/// Eight lessons: what etcd is, quorum, Raft, the three kinds of certificate, who trusts whom, bootstrapping, verifying, and
/// day two. Each ends in tasks that you do on a simulated cluster, or on certificates that quorate judges as etcd does; no
/// etcd is needed. Which lessons are done is kept in the file lessons in your data directory (~/.local/share/quorate).
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  quorate learn
  quorate learn quorum
  quorate learn --list
  quorate learn --plain > lessons.txt   # all lessons, to print or read aloud")]
pub(super) struct Arguments {
    /// Open this lesson
    #[arg(value_name = "LESSON", value_parser = clap::builder::PossibleValuesParser::new(Lesson::ALL.map(Lesson::as_str)))]
    lesson: Option<String>,
    /// List the lessons, and which are done
    #[arg(long, conflicts_with_all = ["plain", "lesson"])]
    list: bool,
    /// Print the lessons as text
    #[arg(long)]
    plain: bool,
}

pub(super) fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    let wanted = arguments.lesson.as_deref();
    let lesson = Lesson::ALL.into_iter().find(|one| Some(one.as_str()) == wanted);
    if arguments.list {
        return output::print(&list());
    }
    if arguments.plain {
        let all = lesson.map_or(Lesson::ALL.to_vec(), |one| vec![one]);
        let texts: Vec<String> = all.into_iter().map(text).collect();
        return output::print(&texts.join("\n\n"));
    }
    let is_on_terminal = io::stdin().is_terminal() && io::stdout().is_terminal();
    if !is_on_terminal || !shell::shows_screens() {
        return Err(Failure::input(
            "the lessons need a terminal that shows screens",
            "quorate learn --plain prints their text",
        ));
    }
    shell::course(lesson).map_err(|error| Failure::fault(&error, error.hint()))
}

fn list() -> String {
    let done = lessons::done();
    let mut text = String::new();
    for lesson in Lesson::ALL {
        let state = if done.contains(&lesson) { say("course-list-done") } else { "" };
        let line = format!("{:<13} {:<46} {state}", lesson.as_str(), lesson.title());
        // Writing to a string can't fail.
        let _ = writeln!(text, "{}", line.trim_end());
    }
    text
}

/// A lesson with its tasks.
fn text(lesson: Lesson) -> String {
    let values: [(&str, &dyn std::fmt::Display); 3] =
        [("number", &lesson.number()), ("all", &Lesson::ALL.len()), ("title", &lesson.title())];
    let mut text = format!(
        "{}\n\n{}\n{}\n",
        fill("course-lesson", &values),
        lesson.text(),
        say("course-tasks")
    );
    for (number, task) in (1..).zip(lesson.tasks()) {
        for line in crate::text::wrap_hanging(&format!("{number}. "), "   ", task.sentence(), 78) {
            let _ = writeln!(text, "{line}");
        }
    }
    text
}
