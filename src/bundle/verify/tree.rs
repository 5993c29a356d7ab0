//! Everything below a directory, read once.

use std::collections::BTreeMap;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use super::VerifyReport;
use crate::bundle::io_hint;
use crate::bundle::manifest::octal;
use crate::bundle::read::{self, LIMIT, Links};
use crate::cluster::Hint;
use crate::etcd::Build;
use crate::finding::rules::bundle::{DirectoryOpen, DirectoryWritable, NotAFile, TooManyFiles};
use crate::finding::rules::reading::Unreadable;
use crate::pki::judge::{CertificateFacts, PresentedChain};

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
                    report.add(place(&within), unreadable(&error));
                    continue;
                }
            };
            for entry in entries.filter_map(Result::ok) {
                seen += 1;
                if seen > ENTRIES {
                    report.findings.push(TooManyFiles { limit: ENTRIES }.into());
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

    /// The trust anchors in a file; none where it is missing.
    pub(super) fn anchors(&self, path: impl AsRef<Path>, etcd: Build) -> Vec<CertificateFacts> {
        let read =
            |file: &FoundFile| PresentedChain::read(b"", None, Some(&file.bytes), etcd).anchors;
        self.file(path).map(read).unwrap_or_default()
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
                report.add(path, unreadable(&error));
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
            Err(read::ReadError::NotAFile { kind, .. }) => {
                report.add(path, NotAFile { kind: kind.to_string() });
            }
            Err(error) => {
                // The reason alone: the finding says of which file.
                let why = match &error {
                    read::ReadError::Io { source, .. } => source.to_string(),
                    other => other.to_string(),
                };
                report.add(path, Unreadable { why, hint: error.hint() });
            }
        }
        false
    }
}

fn judge_directory(path: &Path, mode: u32, report: &mut VerifyReport) {
    let written = octal(mode);
    if mode & 0o022 != 0 {
        report.add(path, DirectoryWritable { mode: written });
    } else if mode & 0o077 != 0 {
        report.add(path, DirectoryOpen { mode: written });
    }
}

/// A directory by name: the bundle itself has none within it.
fn place(within: &Path) -> &Path {
    if within.as_os_str().is_empty() { Path::new(".") } else { within }
}

fn unreadable(error: &std::io::Error) -> Unreadable {
    Unreadable { why: error.to_string(), hint: io_hint(error).into() }
}
