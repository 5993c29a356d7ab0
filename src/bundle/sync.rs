//! Bringing what was staged to disk: these files and directories and nothing else, each with `fsync`, on a few threads.
//!
//! What it guarantees once it returns: each file given has its bytes, length and mode on disk, and each directory the
//! names in it. So all files and directories of a stage are given before its rename. `syncfs` would be one
//! call, and wait for all that anybody has written to the same file system.

use std::os::fd::OwnedFd;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;

use rustix::fs::{Mode, OFlags};
use rustix::io::Errno;

/// How many wait for the disk at once, at most. Waiting takes no core, and a file system brings many to disk with one
/// commit of its journal.
const WAITING: usize = 16;

/// Fewer than this aren't worth a thread.
const SHARE: usize = 4;

/// Brings files and directories below an open directory to disk; less of them where it is cancelled.
///
/// # Errors
/// The first path that the system can't bring to disk, and why not.
pub(super) fn to_disk(
    root: &OwnedFd,
    paths: &[PathBuf],
    cancelled: &AtomicBool,
) -> Result<(), (PathBuf, Errno)> {
    let next = AtomicUsize::new(0);
    let fault = Mutex::new(None);
    let work = || {
        while !cancelled.load(Ordering::Relaxed) {
            let Some(path) = paths.get(next.fetch_add(1, Ordering::Relaxed)) else { return };
            if let Err(error) = sync(root, path) {
                // Nobody takes another one.
                next.store(paths.len(), Ordering::Relaxed);
                let mut fault = fault.lock().unwrap_or_else(PoisonError::into_inner);
                fault.get_or_insert_with(|| (path.clone(), error));
            }
        }
    };
    let threads = paths.len().div_ceil(SHARE).min(WAITING);
    thread::scope(|scope| {
        for _ in 1..threads {
            // Where the system grants no thread, the others do its share.
            let _ = thread::Builder::new().spawn_scoped(scope, work);
        }
        work();
    });
    fault.into_inner().unwrap_or_else(PoisonError::into_inner).map_or(Ok(()), Err)
}

fn sync(root: &OwnedFd, path: &Path) -> Result<(), Errno> {
    let flags = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
    let opened = rustix::fs::openat(root, path, flags, Mode::empty())?;
    match rustix::fs::fsync(&opened) {
        // A file system that can't bring a directory alone to disk is brought there whole.
        Err(Errno::INVAL) => rustix::fs::syncfs(&opened),
        result => result,
    }
}
