//! Where a lab's files are: a private directory that goes with it, unless it is kept.

use std::fs::{self, DirBuilder, File};
use std::io;
use std::os::unix::fs::{DirBuilderExt, MetadataExt};
use std::path::{Path, PathBuf};

use rustix::fs::{FlockOperation, flock};

use super::error::LocalError;
use crate::pki::Randomness;

/// How a temporary directory's name starts.
const PREFIX: &str = "quorate-lab-";

/// A private directory (0700). A temporary one is removed with all in it when this is dropped, and where quorate was
/// killed, by the next one that is made.
#[derive(Debug)]
pub struct Directory {
    path: PathBuf,
    is_kept: bool,
    /// Locked as long as this lives: what isn't was left by a killed run.
    _lock: Option<File>,
}

impl Directory {
    /// Makes one in the system's directory for temporary files.
    ///
    /// # Errors
    /// [`LocalError::Io`] and [`LocalError::Random`].
    pub fn temporary(randomness: &dyn Randomness) -> Result<Self, LocalError> {
        let parent = std::env::temp_dir();
        remove_leftovers(&parent);
        let mut token = [0; 4];
        randomness.fill(&mut token).map_err(LocalError::Random)?;
        let path = parent.join(format!("{PREFIX}{:08x}", u32::from_be_bytes(token)));
        create(&path)?;
        let lock = File::open(&path).ok();
        let lock =
            lock.filter(|file| flock(file, FlockOperation::NonBlockingLockExclusive).is_ok());
        // etcd's paths are absolute, and those of a lab of another working directory too.
        let path = fs::canonicalize(&path).unwrap_or(path);
        Ok(Self { path, is_kept: false, _lock: lock })
    }

    /// Makes one that is kept.
    ///
    /// # Errors
    /// [`LocalError::Io`], above all where something is there already.
    pub fn kept(path: &Path) -> Result<Self, LocalError> {
        create(path)?;
        let path = fs::canonicalize(path).map_err(|error| LocalError::io(path, error))?;
        Ok(Self { path, is_kept: true, _lock: None })
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Whether it stays.
    pub fn is_kept(&self) -> bool {
        self.is_kept
    }
}

impl Drop for Directory {
    fn drop(&mut self) {
        if !self.is_kept {
            let _ = fs::remove_dir_all(&self.path);
        }
    }
}

/// Makes a directory that nobody else may enter.
pub(super) fn create(path: &Path) -> Result<(), LocalError> {
    DirBuilder::new().mode(0o700).create(path).map_err(|error| LocalError::io(path, error))
}

/// Removes the directories of this user's labs that were killed.
fn remove_leftovers(parent: &Path) {
    let user = rustix::process::geteuid().as_raw();
    for entry in fs::read_dir(parent).into_iter().flatten().flatten() {
        let is_named_so = entry.file_name().to_string_lossy().starts_with(PREFIX);
        let path = entry.path();
        if is_named_so && is_left(&path, user).unwrap_or(false) {
            let _ = fs::remove_dir_all(&path);
        }
    }
}

/// Whether a directory is this user's own, and no lab has it any more.
fn is_left(path: &Path, user: u32) -> io::Result<bool> {
    let there = fs::symlink_metadata(path)?;
    // An empty one may be about to be locked.
    if !there.is_dir() || there.uid() != user || fs::read_dir(path)?.next().is_none() {
        return Ok(false);
    }
    Ok(flock(File::open(path)?, FlockOperation::NonBlockingLockExclusive).is_ok())
}
