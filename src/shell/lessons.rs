//! Which lessons are done, in the user's data directory: a word a line.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use directories::ProjectDirs;

use crate::bundle::read::{self, Links};
use crate::course::Lesson;

/// The most that is read of the file, in bytes.
const LIMIT: usize = 1 << 12;

fn file() -> Option<PathBuf> {
    Some(ProjectDirs::from("", "", "quorate")?.data_local_dir().join("lessons"))
}

/// The lessons that are done. Words of another version are passed over.
pub(crate) fn done() -> BTreeSet<Lesson> {
    let read = file().and_then(|file| read::file(&file, LIMIT, Links::Refuse).ok());
    let Some((bytes, _)) = read else { return BTreeSet::new() };
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let lesson = |word: &str| Lesson::ALL.into_iter().find(|lesson| lesson.as_str() == word);
    text.lines().filter_map(lesson).collect()
}

/// Keeps which are done. Where that can't be done, somebody does a lesson again.
pub(super) fn keep(done: &[Lesson]) {
    if let Some(file) = file() {
        let _ = write(&file, done);
    }
}

/// Writes beside the file and renames: it is whole whoever else writes it.
fn write(file: &Path, done: &[Lesson]) -> io::Result<()> {
    let Some(directory) = file.parent() else { return Ok(()) };
    fs::DirBuilder::new().recursive(true).mode(0o700).create(directory)?;
    let new = file.with_extension(std::process::id().to_string());
    let words: Vec<&str> = done.iter().map(|lesson| lesson.as_str()).collect();
    let text = words.join("\n") + "\n";
    let mut options = fs::File::options();
    options
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(&new)?
        .write_all(text.as_bytes())?;
    fs::rename(&new, file)
}
