//! The file of a draft that one wizard has for itself: named like the cluster, and never in place of another.

use std::fs::{self, DirBuilder};
use std::io;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use super::lock::Lock;
use crate::bundle::{self, BundleFile};

/// How many drafts can have one cluster's name.
const MOST: usize = 999;

/// The place of a draft, which no other wizard takes meanwhile.
#[derive(Debug)]
pub(super) struct DraftFile {
    path: PathBuf,
    /// The cluster that it is named after.
    cluster: String,
    /// Whether what stands there is this draft, and so may be replaced.
    is_stored: bool,
    /// `None` where the file system has no locks.
    _lock: Option<Lock>,
}

impl DraftFile {
    /// Takes a free place for a new draft: `CLUSTER.json`, `CLUSTER-2.json` and so on.
    ///
    /// # Errors
    /// Where the directory can't be made, or all are taken.
    pub(super) fn claim(directory: &Path, cluster: &str) -> io::Result<Self> {
        DirBuilder::new().recursive(true).mode(0o700).create(directory)?;
        for number in 1..=MOST {
            let path = directory.join(match number {
                1 => format!("{cluster}.json"),
                _ => format!("{cluster}-{number}.json"),
            });
            let lock = match Lock::take(&lock_of(&path)) {
                Ok(None) => continue,
                Ok(lock) => lock,
                Err(_) => None,
            };
            if !is_there(&path) {
                return Ok(Self {
                    path,
                    cluster: cluster.to_owned(),
                    is_stored: false,
                    _lock: lock,
                });
            }
        }
        Err(io::ErrorKind::AlreadyExists.into())
    }

    /// Takes the draft of a cluster that stands at a path; `None` where another wizard has it.
    ///
    /// # Errors
    /// Where nothing stands there.
    pub(super) fn open(path: &Path, cluster: &str) -> io::Result<Option<Self>> {
        let lock = match Lock::take(&lock_of(path)) {
            Ok(None) => return Ok(None),
            Ok(lock) => lock,
            Err(_) => None,
        };
        fs::symlink_metadata(path)?;
        let (path, cluster) = (path.to_owned(), cluster.to_owned());
        Ok(Some(Self { path, cluster, is_stored: true, _lock: lock }))
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Whether a wizard has the draft at a path.
    pub(super) fn is_open(path: &Path) -> bool {
        Lock::is_held(&lock_of(path))
    }

    /// Writes contents beside and renames them into place, so that a full disk or a kill leaves those before. Where
    /// the cluster has another name by now, so has the file.
    pub(super) fn store(&mut self, cluster: &str, contents: &[u8]) -> io::Result<()> {
        let directory = self.path.parent().unwrap_or(Path::new(".")).to_owned();
        if cluster != self.cluster {
            self.rename(&directory, cluster)?;
        }
        loop {
            let place = BundleFile {
                path: self.path.clone(),
                mode: 0o600,
                contents: Zeroizing::new(contents.to_vec()),
            };
            let staged = with_end(&self.path, ".new");
            DirBuilder::new().recursive(true).mode(0o700).create(&directory)?;
            // A killed wizard left it, and had not finished it.
            let _ = fs::remove_file(&staged);
            let name = staged.file_name().unwrap_or_default();
            match bundle::write_file(&place, name, self.is_stored) {
                Ok(()) => {
                    self.is_stored = true;
                    return Ok(());
                }
                // Without locks another wizard may have come first.
                Err(_) if !self.is_stored && is_there(&self.path) => {
                    *self = Self::claim(&directory, cluster)?;
                }
                Err(error) => return Err(io::Error::other(error)),
            }
        }
    }

    /// Moves the draft to a free place of another name.
    fn rename(&mut self, directory: &Path, cluster: &str) -> io::Result<()> {
        let mut next = Self::claim(directory, cluster)?;
        if self.is_stored {
            match bundle::move_to_free(&self.path, &next.path) {
                Ok(()) => next.is_stored = true,
                // Somebody removed it by hand: it is written anew.
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => return Err(error),
            }
        }
        *self = next;
        Ok(())
    }

    /// Removes the draft.
    pub(super) fn remove(self) -> io::Result<()> {
        if self.is_stored { fs::remove_file(&self.path) } else { Ok(()) }
    }
}

fn lock_of(path: &Path) -> PathBuf {
    with_end(path, ".lock")
}

fn with_end(path: &Path, end: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(end);
    name.into()
}

fn is_there(path: &Path) -> bool {
    !matches!(fs::symlink_metadata(path), Err(error) if error.kind() == io::ErrorKind::NotFound)
}

#[cfg(test)]
#[allow(clippy::disallowed_methods, reason = "tests write scratch files")]
mod tests {
    use super::*;

    fn names(directory: &Path) -> Vec<String> {
        let entries = fs::read_dir(directory).unwrap();
        let mut names: Vec<String> =
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn each_wizard_has_a_draft_of_its_own_however_many_have_one_name() {
        let home = tempfile::TempDir::new().unwrap();
        let drafts = home.path().join("drafts");
        let claim = || DraftFile::claim(&drafts, "etcd").unwrap();
        let mut files = [claim(), claim(), claim()];
        for (number, file) in files.iter_mut().enumerate() {
            file.store("etcd", number.to_string().as_bytes()).unwrap();
            assert!(DraftFile::is_open(file.path()));
            assert!(DraftFile::open(file.path(), "etcd").unwrap().is_none());
        }
        drop(files);
        let all = ["etcd-2.json", "etcd-3.json", "etcd.json"];
        assert_eq!(names(&drafts), all, "locks end with their wizards");
        assert_eq!(fs::read_to_string(drafts.join("etcd-3.json")).unwrap(), "2");
        let mut taken = DraftFile::open(&drafts.join("etcd.json"), "etcd").unwrap().unwrap();
        taken.store("etcd", b"newer").unwrap();
        assert_eq!(fs::read_to_string(drafts.join("etcd.json")).unwrap(), "newer");
        taken.remove().unwrap();
        assert_eq!(names(&drafts), all[..2]);
        assert!(DraftFile::open(&drafts.join("etcd.json"), "etcd").is_err());
    }

    #[test]
    fn a_cluster_that_is_renamed_renames_its_draft_and_replaces_no_other() {
        let home = tempfile::TempDir::new().unwrap();
        let mut other = DraftFile::claim(home.path(), "shop").unwrap();
        other.store("shop", b"other").unwrap();
        let mut draft = DraftFile::claim(home.path(), "etcd").unwrap();
        draft.store("etcd", b"1").unwrap();
        draft.store("shop", b"2").unwrap();
        assert_eq!(draft.path(), home.path().join("shop-2.json"));
        draft.store("lab", b"3").unwrap();
        draft.store("lab", b"4").unwrap();
        assert_eq!(
            names(home.path()),
            ["lab.json", "lab.json.lock", "shop.json", "shop.json.lock"]
        );
        // One that somebody removed meanwhile is written anew.
        fs::remove_file(home.path().join("lab.json")).unwrap();
        draft.store("mine", b"5").unwrap();
        drop((draft, other));
        assert_eq!(names(home.path()), ["mine.json", "shop.json"]);
        assert_eq!(fs::read_to_string(home.path().join("shop.json")).unwrap(), "other");
    }

    #[test]
    fn what_came_without_a_lock_is_not_replaced() {
        let home = tempfile::TempDir::new().unwrap();
        let mut draft = DraftFile::claim(home.path(), "etcd").unwrap();
        fs::write(home.path().join("etcd.json"), "somebody's").unwrap();
        draft.store("etcd", b"mine").unwrap();
        assert_eq!(draft.path(), home.path().join("etcd-2.json"));
        assert_eq!(fs::read_to_string(home.path().join("etcd.json")).unwrap(), "somebody's");
    }
}
