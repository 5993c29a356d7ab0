//! A lock that ends with the process, whatever ends it.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::Duration;

use rustix::fs::{FlockOperation, OFlags, flock};
use rustix::io::Errno;

/// How often a lock is tried: whoever looks whether it is held has it for a moment.
const TRIES: usize = 5;

/// A file that is locked as long as this lives, and removed at its end.
#[derive(Debug)]
pub(super) struct Lock {
    path: PathBuf,
    _file: File,
}

impl Lock {
    /// Takes the lock; `None` where another process has it.
    pub(super) fn take(path: &Path) -> io::Result<Option<Self>> {
        let mut tries = 0;
        loop {
            let mut options = OpenOptions::new();
            options.write(true).create(true).truncate(false).mode(0o600);
            let file = options.custom_flags(no_follow()).open(path)?;
            match flock(&file, FlockOperation::NonBlockingLockExclusive) {
                Err(Errno::WOULDBLOCK) => {
                    tries += 1;
                    if tries == TRIES {
                        return Ok(None);
                    }
                    sleep(Duration::from_millis(5));
                    continue;
                }
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

    /// Whether a process has it.
    pub(super) fn is_held(path: &Path) -> bool {
        let opened = OpenOptions::new().read(true).custom_flags(no_follow()).open(path);
        let Ok(file) = opened else { return false };
        flock(&file, FlockOperation::NonBlockingLockShared) == Err(Errno::WOULDBLOCK)
    }
}

fn no_follow() -> i32 {
    i32::try_from(OFlags::NOFOLLOW.bits()).unwrap_or(0)
}

impl Drop for Lock {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.path);
    }
}
