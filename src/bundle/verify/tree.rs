//! Everything below a directory, read once.

use std::collections::BTreeMap;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use super::VerifyReport;
use crate::bundle::read::{self, LIMIT, Links};
use crate::cluster::Hint;

/// The most files and directories that are looked at: three times the largest plan's.
const ENTRIES: usize = 5_000;

/// A regular file as it was found.
pub(super) struct FoundFile {
    /// Its permission bits.
    pub(super) mode: u32,
    /// Its bytes; a key's are wiped.
    pub(super) bytes: Zeroizing<Vec<u8>>,
}

/// The regular files below a directory, by their path within it.
#[derive(Default)]
pub(super) struct Tree {
    files: BTreeMap<PathBuf, FoundFile>,
}

impl Tree {
    /// Reads a directory; what can't be read and what doesn't belong in any bundle is reported.
    pub(super) fn read(directory: &Path, report: &mut VerifyReport) -> Self {
        let mut tree = Self::default();
        let mut open = vec![PathBuf::new()];
        let mut seen = 0;
        while let Some(within) = open.pop() {
            let entries = match std::fs::read_dir(directory.join(&within)) {
                Ok(entries) => entries,
                Err(error) => {
                    unreadable(report, &within, &error);
                    continue;
                }
            };
            for entry in entries.filter_map(Result::ok) {
                seen += 1;
                if seen > ENTRIES {
                    report.error(
                        "",
                        "too-many-files",
                        format!("more than {ENTRIES} files, the rest was not looked at"),
                        "name the directory that quorate generate wrote",
                    );
                    return tree;
                }
                let path = within.join(entry.file_name());
                if tree.take(directory, &path, report) {
                    open.push(path);
                }
            }
        }
        tree
    }

    /// The file at a path within the directory.
    pub(super) fn file(&self, path: impl AsRef<Path>) -> Option<&FoundFile> {
        self.files.get(path.as_ref())
    }

    /// All files, by path.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&Path, &FoundFile)> {
        self.files.iter().map(|(path, file)| (path.as_path(), file))
    }

    /// Takes one entry in; `true` for a directory to go into.
    fn take(&mut self, directory: &Path, path: &Path, report: &mut VerifyReport) -> bool {
        let whole = directory.join(path);
        let metadata = match std::fs::symlink_metadata(&whole) {
            Ok(metadata) => metadata,
            Err(error) => {
                unreadable(report, path, &error);
                return false;
            }
        };
        if metadata.is_dir() {
            judge_directory(path, metadata.mode() & 0o7777, report);
            return true;
        }
        match read::file(&whole, LIMIT, Links::Refuse) {
            Ok((bytes, metadata)) => {
                let mode = metadata.mode() & 0o7777;
                let file = FoundFile { mode, bytes };
                self.files.insert(path.into(), file);
            }
            Err(error @ read::ReadError::NotAFile { .. }) => report.error(
                path,
                "not-a-file",
                error.to_string(),
                "no bundle holds such a thing; take the bundle from its origin again",
            ),
            Err(error) => report.error(path, "unreadable", error.to_string(), error.hint()),
        }
        false
    }
}

fn judge_directory(path: &Path, mode: u32, report: &mut VerifyReport) {
    let hint = "only its owner should enter it: chmod 700";
    if mode & 0o022 != 0 {
        let message = format!("others may replace files in it: its mode is {mode:04o}");
        report.error(path, "directory-writable", message, hint);
    } else if mode & 0o077 != 0 {
        let message = format!("others may look into it: its mode is {mode:04o}");
        report.warning(path, "directory-open", message, hint);
    }
}

fn unreadable(report: &mut VerifyReport, path: &Path, error: &std::io::Error) {
    report.error(
        path,
        "unreadable",
        format!("can't be read: {error}"),
        "run quorate as the owner of the bundle",
    );
}
