//! The course's loop: that of the lab, with lessons.

use std::process::ExitCode;

use super::lab::session;
use super::{ShellError, lessons, terminal, theme};
use crate::course::Lesson;
use crate::ui::course::{Course, draw};

/// Runs the course on the process's terminal, at its list or at a lesson. Returns when the person leaves, a signal
/// comes or the terminal goes away; the terminal is restored in every case.
///
/// # Errors
/// [`ShellError`] where the terminal fails.
pub(crate) fn course(lesson: Option<Lesson>) -> Result<ExitCode, ShellError> {
    let start = |size| {
        let mut course = Course::new(lessons::done(), theme(), size);
        if let Some(lesson) = lesson {
            course.open(lesson);
        }
        course
    };
    terminal::unless_gone(session(start, draw))
}
