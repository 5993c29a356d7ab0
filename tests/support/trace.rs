//! What the kernel is asked for, as strace tells it.

use std::path::Path;
use std::process::Command;

use super::process::{PATIENCE, Ran, run_for};

/// A system call: `name`, what stands between its parentheses, and whether it was refused.
#[derive(Debug)]
pub struct Call {
    pub name: String,
    pub arguments: String,
    pub refused: bool,
}

/// A program that runs under strace.
#[must_use]
pub struct Traced(Command);

impl Traced {
    /// Traces these system calls of a program and its threads, into a file.
    pub fn new(calls: &str, log: &Path, program: &str) -> Self {
        Self::injecting(calls, &[], log, program)
    }

    /// The same, tampering with calls as `--inject` of strace(1) says.
    pub fn injecting(calls: &str, inject: &[&str], log: &Path, program: &str) -> Self {
        let mut strace = Command::new("strace");
        strace.args(["-f", "-s", "4096", "-e", &format!("trace={calls}"), "-o"]).arg(log);
        for one in inject {
            strace.args(["-e", &format!("inject={one}")]);
        }
        strace.arg("--").arg(program);
        Self(strace)
    }

    /// The command, for arguments of the program.
    pub fn command(mut self, adapt: impl FnOnce(&mut Command)) -> Command {
        adapt(&mut self.0);
        self.0
    }

    /// Runs it to its end.
    #[track_caller]
    pub fn run(self, adapt: impl FnOnce(&mut Command)) -> Ran {
        run_for(4 * PATIENCE, &mut self.command(adapt))
    }
}

/// Reads what strace wrote. Calls that another thread interrupted stand where they began.
#[track_caller]
pub fn calls(log: &Path) -> Vec<Call> {
    let text = std::fs::read_to_string(log).unwrap();
    let call = |line: &str| {
        let (_, line) = line.trim_start().split_once(' ')?;
        let (name, rest) = line.trim_start().split_once('(')?;
        let is_name = name.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '_');
        let result = rest.rsplit_once(" = ").map_or("", |(_, result)| result);
        is_name.then(|| Call {
            name: name.into(),
            arguments: rest.replace(" <unfinished ...>", ")"),
            refused: result.starts_with("-1"),
        })
    };
    text.lines().filter_map(call).collect()
}
