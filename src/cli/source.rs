//! Where input comes from: a file, or standard input for `-`.

use std::io;
use std::path::Path;

use zeroize::Zeroizing;

use super::failure::Failure;
use crate::answers::Answers;
use crate::bundle::read::{self, Links};
use crate::bundle::{io_hint, shown};
use crate::cluster::{Hint, Plan, PlanFileError};

/// Reads a whole file or standard input, up to the limit.
pub(super) fn read(path: &Path) -> Result<Zeroizing<Vec<u8>>, Failure> {
    if is_stdin(path) {
        return stdin(read::LIMIT).map_err(|(error, hint)| Failure::input(error, hint));
    }
    let read = read::file(path, read::LIMIT, Links::Follow);
    read.map(|(bytes, _)| bytes).map_err(|error| Failure::input(&error, error.hint()))
}

/// Reads all of standard input, up to so many bytes; else says why not, and what to do.
pub(super) fn stdin(limit: usize) -> Result<Zeroizing<Vec<u8>>, (String, &'static str)> {
    match read::bounded(io::stdin().lock(), limit) {
        Ok(Some(bytes)) => Ok(bytes),
        Ok(None) => Err((
            format!("standard input is longer than {limit} bytes, which is all that is read"),
            "is this the right file?",
        )),
        Err(error) => Err((
            format!("can't read standard input: {error}"),
            "pipe a file into it, or name the file",
        )),
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
        let message = format!("can't read the directory `{}`: {error}", shown(directory));
        return Err(Failure::input(message, io_hint(&error)));
    }
    if marks.iter().any(|name| directory.join(name).exists()) {
        return Ok(());
    }
    Err(Failure::input(
        format!("`{}` is no bundle: no {} is in it", shown(directory), marks.join(" or ")),
        "name the directory that quorate generate wrote; certificates of any origin are for quorate \
         inspect --check, an installed etcd for quorate audit",
    ))
}

/// Reads answers that the wizard saved.
pub(super) fn answers(path: &Path) -> Result<Answers, Failure> {
    serde_json::from_slice(&read(path)?).map_err(|error| {
        let why = crate::text::escape_for_terminal(&error.to_string());
        Failure::input(
            format!("{}: {why}", place(path)),
            "name the answers.json that the wizard of this version saved",
        )
    })
}

/// Where input comes from, as complaints name it.
fn place(path: &Path) -> String {
    if is_stdin(path) { "standard input".to_owned() } else { shown(path) }
}

fn is_stdin(path: &Path) -> bool {
    path.as_os_str() == "-"
}
