//! Standard output and standard error. Rust's own `println!` panics when a pipe closes or a disk is full. Here a
//! full disk is a fault, told on standard error, exit code 1; a reader that left has what it wanted (`| head`).

use std::io::{self, ErrorKind, IsTerminal, Write};
use std::path::Path;
use std::process::ExitCode;

use zeroize::Zeroizing;

use super::failure::Failure;
use crate::bundle::{self, BundleFile, WriteError};
use crate::cluster::{Hint, Plan};
use crate::etcd::Release;
use crate::pki::system_random;
use crate::text::{fill, say, wrap_hanging};
use crate::{advice, finding};

/// Writes a result to standard output; the exit code is that of success.
pub(super) fn print(text: &str) -> Result<ExitCode, Failure> {
    let mut stdout = io::stdout().lock();
    let written = stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush());
    heard(written)
}

/// Writes a result to standard output piece by piece. A reader that leaves after some has what it wanted.
pub(super) struct Pieces {
    stdout: io::StdoutLock<'static>,
    is_heard: bool,
}

impl Pieces {
    pub(super) fn new() -> Self {
        Self { stdout: io::stdout().lock(), is_heard: true }
    }

    pub(super) fn print(&mut self, piece: &str) -> Result<(), Failure> {
        if !self.is_heard {
            return Ok(());
        }
        let written = self.stdout.write_all(piece.as_bytes());
        let written = written.and_then(|()| self.stdout.flush());
        self.is_heard = written.is_ok();
        heard(written).map(drop)
    }
}

/// Takes what came of writing to standard output: a reader that left has what it wanted.
pub(super) fn heard(written: io::Result<()>) -> Result<ExitCode, Failure> {
    let heard = written.or_else(|error| match error.kind() {
        io::ErrorKind::BrokenPipe => Ok(()),
        _ => Err(error),
    });
    heard
        .map(|()| ExitCode::SUCCESS)
        .map_err(|error| Failure::failed("output-failed", &[("error", &error)]))
}

/// Writes lines to standard error, on a terminal broken between words; where that is closed too, nobody is left to
/// tell. What a line begins with (`error:`, `hint:`) is said in the language of the rest.
pub(super) fn print_error(text: &str) {
    let mut stderr = io::stderr().lock();
    let is_read = stderr.is_terminal();
    let width = if is_read { width() } else { u16::MAX };
    for line in text.trim_end().lines() {
        let line = in_language(line);
        // A line of a diff or the like is laid out already.
        let lines =
            if line.starts_with(' ') { vec![line] } else { wrap_hanging("", "", &line, width) };
        for line in lines {
            let _ = writeln!(stderr, "{line}");
        }
    }
}

/// The columns of the terminal; 80 where it doesn't say.
fn width() -> u16 {
    match crossterm::terminal::size() {
        Ok((columns @ 1.., _)) => columns,
        _ => 80,
    }
}

/// A line with the word that says what it is, in the language that is spoken.
fn in_language(line: &str) -> String {
    const WORDS: [(&str, &str); 4] = [
        ("error: ", "severity-error"),
        ("warning: ", "severity-warning"),
        ("note: ", "severity-note"),
        ("hint: ", "severity-hint"),
    ];
    let said = |(word, key): &(&str, &'static str)| {
        line.strip_prefix(word).map(|rest| format!("{}: {rest}", say(key)))
    };
    WORDS.iter().find_map(said).unwrap_or_else(|| line.to_owned())
}

/// A number of things, `1 file`, `2 files`, by the key of what is counted.
pub(super) fn counted(count: usize, key: &str) -> String {
    fill(key, &[("count", &count)])
}

/// Writes a report to standard output as [`pretty`] does, without holding it all as text.
pub(super) fn print_pretty(report: &impl serde::Serialize) -> Result<ExitCode, Failure> {
    let mut stdout = io::BufWriter::with_capacity(1 << 16, io::stdout().lock());
    let written = serde_json::to_writer_pretty(&mut stdout, report).map_err(io::Error::from);
    heard(written.and_then(|()| stdout.write_all(b"\n")).and_then(|()| stdout.flush()))
}

/// Writes a report as JSON for people: indented, with a final newline.
pub(super) fn pretty(report: &impl serde::Serialize) -> String {
    // Serialising into memory fails only for maps with other keys than strings; there are none.
    let mut json = serde_json::to_string_pretty(report).unwrap_or_default();
    json.push('\n');
    json
}

/// Writes what is unwise about a plan to standard error, each with where that comes from.
pub(super) fn advise(plan: &Plan, release: Release) {
    for one in advice::advise_for(plan, release) {
        print_error(&format!(
            "{}: {} [{}]",
            one.severity().shown(),
            finding::sentence(&one),
            one.code()
        ));
    }
}

/// Writes a file that is whole as soon as it has its name, over an earlier one only where `replaces` says so.
pub(super) fn write(path: &Path, text: String, mode: u32, replaces: bool) -> Result<(), Failure> {
    let file =
        BundleFile { path: path.to_owned(), mode, contents: Zeroizing::new(text.into_bytes()) };
    let mut token = [0; 8];
    system_random(&mut token).map_err(|error| Failure::fault(&error, error.hint()))?;
    let staged = format!(".quorate.partial-{:016x}", u64::from_ne_bytes(token));
    bundle::write_file(&file, staged.as_ref(), replaces).map_err(|error| match error {
        WriteError::Io { ref source, .. } if source.kind() == ErrorKind::AlreadyExists => {
            Failure::input(&error, say("output-exists"))
        }
        error => Failure::input(&error, error.hint()),
    })
}
