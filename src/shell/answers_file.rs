//! A file of answers that one wizard has for itself. Whatever else is found in a place is moved to a free
//! name, and never replaced.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use rustix::fs::{FlockOperation, flock};
use rustix::io::Errno;
use zeroize::Zeroizing;

use crate::bundle::{self, BundleFile};

/// How many wizards can run at once, and keep their answers.
const MOST: usize = 99;
/// How many sets of earlier answers can stand beside.
const MOST_ASIDE: usize = 9999;

/// The place of a running wizard's answers, which no other wizard takes meanwhile.
#[derive(Debug)]
pub(super) struct AnswersFile {
    path: PathBuf,
    /// `None` where the file system has no locks.
    _lock: Option<Lock>,
    /// Whether another wizard has a place that came first.
    pub(super) is_further: bool,
    /// Whether what stands there is this wizard's, and so may be replaced.
    pub(super) is_ours: bool,
}

impl AnswersFile {
    /// Takes a place that no other wizard has: `answers.json`, `answers-2.json` and so on, first one that
    /// holds answers.
    ///
    /// # Errors
    /// Where all are taken.
    pub(super) fn claim(directory: &Path) -> io::Result<Self> {
        // Where this fails, storing fails as well, and says why.
        let _ = DirBuilder::new().recursive(true).mode(0o700).create(directory);
        let places = (1..=MOST).map(|number| match number {
            1 => directory.join("answers.json"),
            _ => directory.join(format!("answers-{number}.json")),
        });
        let (held, free): (Vec<_>, Vec<_>) = places.partition(|path| is_there(path));
        let mut is_further = false;
        for path in held.into_iter().chain(free) {
            let lock = match Lock::take(&path.with_extension("json.lock")) {
                Ok(None) => {
                    is_further = true;
                    continue;
                }
                Ok(lock) => lock,
                Err(_) => None,
            };
            let is_ours = !is_there(&path);
            return Ok(Self { path, _lock: lock, is_further, is_ours });
        }
        Err(io::Error::other(format!("{MOST} wizards are running")))
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Writes contents beside and renames them into place, so that a full disk or a kill leaves those before.
    /// What stands there of somebody else is moved aside first; says where it is now.
    pub(super) fn store(&mut self, contents: &[u8]) -> io::Result<Option<PathBuf>> {
        let moved = if !self.is_ours && is_there(&self.path) {
            Some(self.move_aside("earlier")?)
        } else {
            None
        };
        let staged = self.path.with_extension("json.new");
        if let Some(directory) = self.path.parent() {
            DirBuilder::new().recursive(true).mode(0o700).create(directory)?;
        }
        // A killed wizard left it, and had not finished it.
        let _ = fs::remove_file(&staged);
        let contents = Zeroizing::new(contents.to_vec());
        let file = BundleFile { path: self.path.clone(), mode: 0o600, contents };
        let name = staged.file_name().unwrap_or_default();
        bundle::write_file(&file, name, true).map_err(io::Error::other)?;
        self.is_ours = true;
        Ok(moved)
    }

    /// Moves what stands there to a free name that ends with `what`, and says which.
    pub(super) fn move_aside(&mut self, what: &str) -> io::Result<PathBuf> {
        for number in 1..=MOST_ASIDE {
            let kept = self.path.with_extension(match number {
                1 => format!("json.{what}"),
                _ => format!("json.{what}.{number}"),
            });
            match bundle::move_to_free(&self.path, &kept) {
                Ok(()) => {
                    self.is_ours = true;
                    return Ok(kept);
                }
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error),
            }
        }
        Err(io::ErrorKind::AlreadyExists.into())
    }

    /// Removes what this wizard wrote.
    pub(super) fn remove(&mut self) {
        if self.is_ours {
            let _ = fs::remove_file(&self.path);
        }
    }
}

fn is_there(path: &Path) -> bool {
    !matches!(fs::symlink_metadata(path), Err(error) if error.kind() == io::ErrorKind::NotFound)
}

/// A lock that ends with the process, whatever ends it.
#[derive(Debug)]
struct Lock {
    path: PathBuf,
    _file: File,
}

impl Lock {
    /// Takes the lock; `None` where another process has it.
    fn take(path: &Path) -> io::Result<Option<Self>> {
        loop {
            let mut options = OpenOptions::new();
            let flags = i32::try_from(rustix::fs::OFlags::NOFOLLOW.bits()).unwrap_or(0);
            let options = options.write(true).create(true).truncate(false).mode(0o600);
            let file = options.custom_flags(flags).open(path)?;
            match flock(&file, FlockOperation::NonBlockingLockExclusive) {
                Err(Errno::WOULDBLOCK) => return Ok(None),
                result => result?,
            }
            // Whoever had it may have removed it since it was opened.
            let is_same = |there: fs::Metadata| {
                file.metadata()
                    .is_ok_and(|own| (own.dev(), own.ino()) == (there.dev(), there.ino()))
            };
            if fs::symlink_metadata(path).is_ok_and(is_same) {
                return Ok(Some(Self { path: path.to_owned(), _file: file }));
            }
        }
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.path);
    }
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

    fn read(path: &Path) -> String {
        fs::read_to_string(path).unwrap()
    }

    #[test]
    fn what_somebody_else_left_is_moved_to_a_free_name() {
        let home = tempfile::TempDir::new().unwrap();
        for round in ["a", "b", "c"] {
            fs::write(home.path().join("answers.json"), round).unwrap();
            let mut file = AnswersFile::claim(home.path()).unwrap();
            assert!(!file.is_ours && !file.is_further);
            let kept = file.store(b"new").unwrap().unwrap();
            assert_eq!(read(&kept), round);
            assert_eq!(file.store(b"newer").unwrap(), None);
            file.move_aside("bad").unwrap();
        }
        let all = ["bad", "bad.2", "bad.3", "earlier", "earlier.2", "earlier.3"];
        assert_eq!(names(home.path()), all.map(|end| format!("answers.json.{end}")));
    }

    #[test]
    fn what_can_not_be_moved_is_not_replaced() {
        let home = tempfile::TempDir::new().unwrap();
        let place = home.path().join("answers.json");
        fs::write(&place, "earlier").unwrap();
        let mut file = AnswersFile::claim(home.path()).unwrap();
        fs::remove_file(&place).unwrap();
        fs::create_dir(&place).unwrap();
        fs::write(place.join("within"), "").unwrap();
        let kept = file.store(b"new").unwrap().unwrap();
        assert!(kept.join("within").exists() && read(&place) == "new");
        let mut other = AnswersFile {
            path: home.path().join("none/x.json"),
            _lock: None,
            is_further: false,
            is_ours: false,
        };
        assert_eq!(other.move_aside("bad").unwrap_err().kind(), io::ErrorKind::NotFound);
    }

    #[test]
    fn each_wizard_has_a_place_of_its_own() {
        let home = tempfile::TempDir::new().unwrap();
        let mut files: Vec<AnswersFile> =
            (0..3).map(|_| AnswersFile::claim(home.path()).unwrap()).collect();
        for (number, file) in files.iter_mut().enumerate() {
            assert_eq!(file.is_further, number > 0);
            file.store(number.to_string().as_bytes()).unwrap();
        }
        let places = ["answers.json", "answers-2.json", "answers-3.json"];
        let held: Vec<&Path> = files.iter().map(AnswersFile::path).collect();
        assert_eq!(held, places.map(|name| home.path().join(name)));
        files.clear();
        assert_eq!(names(home.path()), ["answers-2.json", "answers-3.json", "answers.json"]);
        // Answers of whoever has ended come before a free place.
        fs::remove_file(home.path().join("answers.json")).unwrap();
        let next = AnswersFile::claim(home.path()).unwrap();
        assert_eq!(read(next.path()), "1");
        assert!(!next.is_ours && !next.is_further);
    }

    #[test]
    fn only_what_is_ours_is_removed() {
        let home = tempfile::TempDir::new().unwrap();
        let place = home.path().join("answers.json");
        fs::write(&place, "earlier").unwrap();
        let mut file = AnswersFile::claim(home.path()).unwrap();
        file.remove();
        assert_eq!(read(&place), "earlier");
        file.is_ours = true;
        file.remove();
        assert!(!place.exists());
    }
}
