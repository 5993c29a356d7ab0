//! A copy of a folder that somebody hands in: the files that an exercise has, and nothing that leads elsewhere.

use std::fs::{self, File};
use std::io::{self, Read as _};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use rustix::fs::{Mode, OFlags, open};

use super::{ExerciseError, Fault, room};

/// The largest file of an exercise, in bytes.
const LARGEST: u64 = 1 << 20;
/// The most files of a directory.
const MOST: usize = 100;
/// The directories of an exercise, `*` for any.
const DIRECTORIES: [&str; 5] = ["", "authority", "clients/*", "members/*", "members/*/pki"];

/// Copies the files of an exercise, with their permission bits. What it finds in the way is a fault; data directories
/// and other leftovers of a start by hand are left out.
pub(super) fn copy(from: &Path, to: &Path) -> Result<Vec<Fault>, ExerciseError> {
    let mut faults = Vec::new();
    for (path, found) in paths(from, &mut faults) {
        match found {
            Ok((bytes, mode)) => room::write(&to.join(&path), &bytes, mode)
                .map_err(|error| ExerciseError::io(&to.join(&path), error))?,
            Err(fault) => faults.push(fault(path)),
        }
    }
    Ok(faults)
}

type Contents = Result<(Vec<u8>, u32), ToFault>;

/// The files of an exercise, as they can be read; directories that are links are faults.
pub(super) fn paths(from: &Path, faults: &mut Vec<Fault>) -> Vec<(String, Contents)> {
    let mut found = Vec::new();
    for pattern in DIRECTORIES {
        for directory in expand(from, pattern, faults) {
            let inner = if directory.is_empty() { from.to_owned() } else { from.join(&directory) };
            for name in listed(&inner) {
                let path = if directory.is_empty() { name } else { format!("{directory}/{name}") };
                if let Some(contents) = read(&from.join(&path)).transpose() {
                    found.push((path, contents));
                }
            }
        }
    }
    found
}

/// The directories that a pattern stands for. One that is a link is a fault.
fn expand(root: &Path, pattern: &str, faults: &mut Vec<Fault>) -> Vec<String> {
    let mut found = vec![String::new()];
    for part in pattern.split('/').filter(|part| !part.is_empty()) {
        let below = |directory: &String| -> Vec<String> {
            let names =
                if part == "*" { listed(&root.join(directory)) } else { vec![part.to_owned()] };
            let join =
                |name| if directory.is_empty() { name } else { format!("{directory}/{name}") };
            names.into_iter().map(join).collect()
        };
        found = found.iter().flat_map(below).collect();
        found.retain(|path| match root.join(path).symlink_metadata() {
            Ok(there) if there.is_symlink() => {
                let fault = Fault::NotAFile(path.clone());
                if !faults.contains(&fault) {
                    faults.push(fault);
                }
                false
            }
            Ok(there) => there.is_dir(),
            Err(_) => false,
        });
    }
    found
}

/// The names in a directory, sorted.
fn listed(directory: &Path) -> Vec<String> {
    let entries = fs::read_dir(directory).into_iter().flatten().flatten();
    let mut names: Vec<String> =
        entries.filter_map(|entry| entry.file_name().into_string().ok()).collect();
    names.sort_unstable();
    names.truncate(MOST);
    names
}

pub(super) type ToFault = fn(String) -> Fault;

/// A file and its permission bits; none where it is a directory.
fn read(path: &Path) -> Result<Option<(Vec<u8>, u32)>, ToFault> {
    let there = path.symlink_metadata().map_err(|_| Fault::Unreadable as ToFault)?;
    if there.is_dir() {
        return Ok(None);
    }
    if !there.is_file() {
        return Err(Fault::NotAFile);
    }
    if there.len() > LARGEST {
        return Err(Fault::TooLarge);
    }
    let mode = there.permissions().mode() & 0o777;
    match contents(path) {
        Ok(bytes) => Ok(Some((bytes, mode))),
        // A key that its owner may not read is what some exercises are about.
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied && mode & 0o400 == 0 => {
            Ok(Some((Vec::new(), mode)))
        }
        Err(_) => Err(Fault::Unreadable),
    }
}

/// Reads a file that is no link by now either.
fn contents(path: &Path) -> io::Result<Vec<u8>> {
    let flags = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC;
    let file = File::from(open(path, flags, Mode::empty())?);
    let mut bytes = Vec::new();
    file.take(LARGEST).read_to_end(&mut bytes)?;
    Ok(bytes)
}
