//! The course's loop: that of the lab, with lessons.

use std::process::ExitCode;

use super::lab::session;
use super::{ShellError, lessons, terminal};
use crate::course::Lesson;
use crate::ui::course::{Course, draw};

/// Runs the course on the process's terminal, at its list or at a lesson. Returns when the person leaves, a signal
/// comes or the terminal goes away; the terminal is restored in every case.
///
/// # Errors
/// [`ShellError`] where the terminal fails.
pub(crate) fn course(lesson: Option<Lesson>) -> Result<ExitCode, ShellError> {
    let make = |theme, size, _: &_| {
        let mut course = Course::new(lessons::done(), theme, size);
        if let Some(lesson) = lesson {
            course.open(lesson);
        }
        (course, None)
    };
    terminal::unless_gone(session(make, draw))
}
