//! Where input comes from: a file, or standard input for `-`.

use std::fs::{File, Metadata};
use std::io::{self, IsTerminal as _};
use std::os::fd::AsFd as _;
use std::os::unix::fs::{FileTypeExt as _, MetadataExt as _, OpenOptionsExt as _};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::OFlags;
use zeroize::Zeroizing;

use super::failure::Failure;
use super::output;
use crate::answers::Answers;
use crate::bundle::read::{self, Links};
use crate::bundle::{io_hint, octal, shown};
use crate::cluster::{Hint, Plan, PlanFileError};
use crate::finding::Finding;
use crate::finding::rules::files::KeyReadable;
use crate::text::{fill, say};

/// The longest passphrase that is read, in bytes: openssl reads 1023.
const PASSPHRASE_LIMIT: usize = 4096;

/// Reads a whole file or standard input, up to the limit.
pub(super) fn read(path: &Path) -> Result<Zeroizing<Vec<u8>>, Failure> {
    read_up_to(path, read::LIMIT)
}

/// The same, up to a limit in bytes.
pub(super) fn read_up_to(path: &Path, limit: usize) -> Result<Zeroizing<Vec<u8>>, Failure> {
    if is_stdin(path) {
        return stdin(limit).map_err(|(error, hint)| Failure::input(error, hint));
    }
    let read = read::file(path, limit, Links::Follow);
    read.map(|(bytes, _)| bytes).map_err(|error| Failure::input(&error, error.hint()))
}

/// Reads a file that holds a secret, and says on standard error where others than its owner can read it.
pub(super) fn secret(path: &Path) -> Result<Zeroizing<Vec<u8>>, Failure> {
    if is_stdin(path) {
        return read(path);
    }
    let (bytes, metadata) = read::file(path, read::LIMIT, Links::Follow)
        .map_err(|error| Failure::input(&error, error.hint()))?;
    if is_open(&metadata) {
        let finding = Finding::from(KeyReadable { mode: octal(metadata.mode() & 0o7777) });
        warn(path, &finding.message(), &finding.fix());
    }
    Ok(bytes)
}

/// Reads a passphrase: the first line of a file, pipe or descriptor (`/dev/fd/3`, `<(pass show ca)`) or of standard
/// input, as openssl's `-passin file:` and `-passin stdin` do. What comes behind it stays unread.
pub(super) fn passphrase(path: &Path) -> Result<Zeroizing<String>, Failure> {
    let place = place(path);
    let io = |error: io::Error| {
        Failure::refused("passphrase-unread", &[("place", &place), ("error", &error)])
    };
    let opened = if is_stdin(path) {
        take_stdin().map_err(|(error, hint)| Failure::input(error, hint))?;
        File::from(io::stdin().as_fd().try_clone_to_owned().map_err(io)?)
    } else {
        let flags = i32::try_from(OFlags::NOCTTY.bits()).unwrap_or(0);
        File::options().read(true).custom_flags(flags).open(path).map_err(io)?
    };
    if opened.is_terminal() {
        return Err(Failure::refused("passphrase-terminal", &[("place", &place)]));
    }
    let metadata = opened.metadata().map_err(io)?;
    if is_open(&metadata) {
        let (message, hint) =
            (say("passphrase-file-readable"), say("passphrase-file-readable.fix"));
        warn(path, message, hint);
    }
    let Some(line) = read::first_line(opened, PASSPHRASE_LIMIT).map_err(io)? else {
        return Err(Failure::refused(
            "passphrase-long-line",
            &[("place", &place), ("limit", &PASSPHRASE_LIMIT)],
        ));
    };
    match std::str::from_utf8(&line) {
        Ok(text) => Ok(Zeroizing::new(text.to_owned())),
        Err(_) => Err(Failure::refused("passphrase-not-text", &[("place", &place)])),
    }
}

/// Whether others than its owner can read a file.
fn is_open(metadata: &Metadata) -> bool {
    metadata.is_file() && metadata.mode() & 0o077 != 0
}

fn warn(path: &Path, message: &str, hint: &str) {
    output::print_error(&format!("warning: {}: {message}\nhint: {hint}", shown(path)));
}

/// A sentence about standard input, and its hint.
fn unread(key: &str, values: &[(&str, &dyn std::fmt::Display)]) -> (String, String) {
    (fill(key, values), fill(&format!("{key}.hint"), values))
}

/// What is read from standard input for one argument isn't there for another one.
fn take_stdin() -> Result<(), (String, String)> {
    static TAKEN: AtomicBool = AtomicBool::new(false);
    if TAKEN.swap(true, Ordering::Relaxed) {
        return Err(unread("stdin-twice", &[]));
    }
    Ok(())
}

/// Whether standard input is a pipe or a file: something that was given to be read, unlike a terminal or /dev/null.
pub(super) fn is_piped() -> bool {
    let stdin =
        io::stdin().as_fd().try_clone_to_owned().and_then(|stdin| File::from(stdin).metadata());
    stdin.is_ok_and(|stdin| stdin.file_type().is_fifo() || stdin.is_file())
}

/// Whether nothing has come from standard input for a second, and its other end is still open.
pub(super) fn waits() -> bool {
    let stdin = io::stdin();
    let mut events = [PollFd::new(&stdin, PollFlags::IN)];
    poll(&mut events, Some(&Timespec { tv_sec: 1, tv_nsec: 0 })) == Ok(0)
}

/// Reads all of standard input, up to so many bytes; else says why not, and what to do.
pub(super) fn stdin(limit: usize) -> Result<Zeroizing<Vec<u8>>, (String, String)> {
    take_stdin()?;
    match read::bounded(io::stdin().lock(), limit) {
        Ok(Some(bytes)) => Ok(bytes),
        Ok(None) => Err(unread("stdin-too-long", &[("limit", &limit)])),
        Err(error) => Err(unread("stdin-unread", &[("error", &error)])),
    }
}

/// Reads a plan; complaints say `path:line:column`.
pub(super) fn plan(path: &Path) -> Result<Plan, Failure> {
    let json = read(path)?;
    Plan::from_json(&json).map_err(|error| {
        let place = place(path);
        let PlanFileError::Json { path, message, line, column } = &error else {
            return Failure::at(place, &error);
        };
        let field = if path == "." { String::new() } else { format!("{path}: ") };
        let field = crate::text::escape_for_terminal(&field);
        Failure::input(format!("{place}:{line}:{column}: {field}{message}"), error.hint())
    })
}

/// Looks whether a directory is a bundle: whether one of the files is in it that tell one.
pub(super) fn bundle(directory: &Path, marks: &[&str]) -> Result<(), Failure> {
    if let Err(error) = std::fs::read_dir(directory) {
        let message =
            fill("error-read-directory", &[("path", &shown(directory)), ("error", &error)]);
        return Err(Failure::input(message, io_hint(&error)));
    }
    if marks.iter().any(|name| directory.join(name).exists()) {
        return Ok(());
    }
    Err(Failure::refused(
        "source-no-bundle",
        &[("path", &shown(directory)), ("marks", &marks.join(" / "))],
    ))
}

/// Reads the answers of a draft of the wizard's.
pub(super) fn answers(path: &Path) -> Result<Answers, Failure> {
    Answers::from_saved(&read(path)?).map_err(|error| {
        let why = crate::text::escape_for_terminal(&error.to_string());
        Failure::input(format!("{}: {why}", place(path)), say("source-draft"))
    })
}

/// Where input comes from, as complaints name it.
fn place(path: &Path) -> String {
    if is_stdin(path) { "standard input".to_owned() } else { shown(path) }
}

fn is_stdin(path: &Path) -> bool {
    path.as_os_str() == "-"
}
