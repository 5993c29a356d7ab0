//! Why a command did not succeed, as standard error and the exit code say it.

use std::fmt::Display;
use std::process::ExitCode;

use super::output;
use crate::cluster::Hint;
use crate::text::fill;

/// Exit code of a fault: the disk, the system, a failed check.
pub(super) const FAULT: u8 = 1;
/// Exit code of input that can't be taken.
pub(super) const BAD_INPUT: u8 = 2;

/// One or more errors, and the exit code they end in.
#[derive(Debug)]
pub(super) struct Failure {
    code: u8,
    errors: Vec<(String, String)>,
}

impl Failure {
    /// Input that can't be taken.
    pub(super) fn input(error: impl Display, hint: impl Display) -> Self {
        Self::new(BAD_INPUT, error, hint)
    }

    /// A fault on the way.
    pub(super) fn fault(error: impl Display, hint: impl Display) -> Self {
        Self::new(FAULT, error, hint)
    }

    /// Ends with another exit code, such as a signal's.
    pub(super) fn new(code: u8, error: impl Display, hint: impl Display) -> Self {
        Self { code, errors: vec![(error.to_string(), hint.to_string())] }
    }

    /// Input that can't be taken: a sentence of the catalogue with its values, and its hint.
    pub(super) fn refused(key: &str, values: &[(&str, &dyn Display)]) -> Self {
        Self::said(BAD_INPUT, key, values)
    }

    /// A fault on the way, likewise.
    pub(super) fn failed(key: &str, values: &[(&str, &dyn Display)]) -> Self {
        Self::said(FAULT, key, values)
    }

    /// The same with another exit code.
    pub(super) fn said(code: u8, key: &str, values: &[(&str, &dyn Display)]) -> Self {
        Self::new(code, fill(key, values), fill(&format!("{key}.hint"), values))
    }

    /// Input that can't be taken, where it stood.
    pub(super) fn at<E: Display + Hint>(place: impl Display, error: &E) -> Self {
        Self::input(format!("{place}: {error}"), error.hint())
    }

    /// Writes all errors to standard error.
    pub(super) fn report(self) -> ExitCode {
        for (error, hint) in &self.errors {
            output::print_error(&format!("error: {error}\nhint: {hint}"));
        }
        ExitCode::from(self.code)
    }
}

/// Several answers that are read one after the other, with the complaints about all of them.
#[derive(Debug, Default)]
pub(super) struct Errors(Vec<(String, String)>);

impl Errors {
    /// Takes an answer, or remembers why not.
    pub(super) fn take<T, E: Display + Hint>(
        &mut self,
        place: impl Display,
        answer: Result<T, E>,
    ) -> Option<T> {
        answer.map_err(|error| self.add(format!("{place}: {error}"), error.hint())).ok()
    }

    /// Remembers a complaint.
    pub(super) fn add(&mut self, error: impl Display, hint: impl Display) {
        self.0.push((error.to_string(), hint.to_string()));
    }

    /// Remembers a complaint that is a sentence of the catalogue, with its hint.
    pub(super) fn refuse(&mut self, key: &str, values: &[(&str, &dyn Display)]) {
        self.add(fill(key, values), fill(&format!("{key}.hint"), values));
    }

    /// Ends the reading with everything that was wrong; `Ok` where nothing was.
    pub(super) fn finish(self) -> Result<(), Failure> {
        if self.0.is_empty() { Ok(()) } else { Err(Failure { code: BAD_INPUT, errors: self.0 }) }
    }
}
