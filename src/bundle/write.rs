//! Writing a bundle: everything goes into a private staging directory beside the target, is brought
//! to disk file by file ([`super::sync`]), and appears with one rename. A failure or a kill at any moment leaves
//! either the old state or the new one; at most a staging directory stays, which only its owner can
//! enter.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fs::File;
use std::io::{self, Write};
use std::os::fd::{AsFd, AsRawFd, OwnedFd};
use std::path::{Component, Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use rustix::fs::{AtFlags, CWD, FlockOperation, Mode, OFlags, RenameFlags};
use rustix::io::Errno;
use thiserror::Error;
use zeroize::Zeroizing;

use super::sync::to_disk;
use super::target::{Target, TargetState};
use super::{io_hint, shown};
use crate::text::in_words;

/// The mode of every directory of a bundle.
pub(super) const DIRECTORY_MODE: u32 = 0o700;

/// One file of a bundle.
#[derive(Debug, Clone)]
pub struct BundleFile {
    /// Where it goes, relative to the bundle.
    pub path: PathBuf,
    /// Its permission bits, exact whatever the umask.
    pub mode: u32,
    /// What it holds.
    pub contents: Zeroizing<Vec<u8>>,
}

/// A bundle that is in place.
#[derive(Debug)]
pub struct Written {
    /// Its absolute path.
    pub path: PathBuf,
    /// How many files it holds.
    pub files: usize,
    /// Whether it survives a power cut from now on.
    pub durability: Durability,
}

/// Whether what was written is known to be on disk.
#[derive(Debug)]
pub enum Durability {
    /// The system confirmed it.
    Confirmed,
    /// The bundle is in place, and the last sync of its parent directory failed.
    NotConfirmed(io::Error),
}

/// Why a bundle couldn't be written. Nothing of it is left.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum WriteError {
    /// The system refused.
    Io {
        /// What was being done, as `error-write-io` tells it apart.
        action: &'static str,
        /// To what.
        path: PathBuf,
        /// Why not.
        source: io::Error,
    },
    /// The file system doesn't keep permissions, and so can't keep a key private.
    ModeIgnored {
        /// The file.
        path: PathBuf,
        /// The mode asked for.
        wanted: u32,
        /// The mode it has.
        found: u32,
    },
    /// A directory that was just made has another owner: something else was put in its place, or the file
    /// system gives what is made on it to somebody else.
    Exchanged {
        /// The directory.
        path: PathBuf,
        /// The user who owns what is there.
        owner: u32,
        /// The user who runs this.
        own: u32,
    },
    /// Something appeared at the target since it was checked.
    Appeared(PathBuf),
    /// A path that would leave the bundle, or stands twice in it.
    Path(PathBuf),
    /// The operator, or a signal, stopped it.
    Cancelled,
}

in_words! { WriteError with hints:
    Self::Io { action, path, source } => ["error-write-io", action, path = shown(path), source => io_hint(source)],
    Self::ModeIgnored { path, wanted, found } => ["error-write-mode-ignored", path = shown(path), found = format_args!("{found:04o}"), wanted = format_args!("{wanted:04o}")],
    Self::Exchanged { path, owner, own } => ["error-write-exchanged", path = shown(path), own, owner],
    Self::Appeared(path) => ["error-write-appeared", path = shown(path)],
    Self::Path(path) => ["error-write-path", path = shown(path); "error-generate-unreadable.hint"],
    Self::Cancelled => ["error-write-cancelled"],
}

/// A staging directory. Dropping it removes it and everything in it.
#[derive(Debug)]
pub struct Stage {
    target: Target,
    parent: OwnedFd,
    pub(super) directory: OwnedFd,
    name: OsString,
    files: usize,
    /// Files, within it, that may not be on disk yet.
    pub(super) unsynced: Vec<PathBuf>,
    /// Its directories, likewise.
    pub(super) directories: BTreeSet<PathBuf>,
    armed: bool,
}

impl Stage {
    /// Creates the staging directory of a target, and its missing parents before. `token` makes its name unique;
    /// draw it at random. Doing this first finds a read-only or foreign place before any key has been made.
    ///
    /// # Errors
    /// [`WriteError`]; nothing has changed then.
    pub fn create(target: &Target, token: u64) -> Result<Self, WriteError> {
        create_parents(&target.missing_parents)?;
        Self::within(target, token).inspect_err(|_| remove_empty(&target.missing_parents))
    }

    fn within(target: &Target, token: u64) -> Result<Self, WriteError> {
        let mut name = target.staging_prefix();
        name.push(format!("{token:016x}"));
        let path = target.parent.join(&name);
        let parent = open_directory(CWD, &target.parent).map_err(failed("open", &target.parent))?;
        rustix::fs::mkdirat(&parent, &name, Mode::RWXU).map_err(failed("create", &path))?;
        let directory = private(&parent, Path::new(&name), &path).inspect_err(|_| {
            // Nothing is in it yet.
            let _ = rustix::fs::unlinkat(&parent, &name, AtFlags::REMOVEDIR);
        })?;
        // Held until this ends, however it does: what is locked is no leftover. Not every file system has locks, and
        // without one nothing is taken for a leftover.
        let _ = rustix::fs::flock(&directory, FlockOperation::NonBlockingLockExclusive);
        Ok(Self {
            target: target.clone(),
            parent,
            directory,
            name,
            files: 0,
            unsynced: Vec::new(),
            directories: BTreeSet::new(),
            armed: true,
        })
    }

    /// Writes files into the staging directory, each with its exact mode.
    ///
    /// # Errors
    /// [`WriteError`]; drop the stage then.
    pub fn fill(&mut self, files: &[BundleFile], cancelled: &AtomicBool) -> Result<(), WriteError> {
        for file in files {
            stop_if(cancelled)?;
            self.create_directories(directory_of(&file.path)?)?;
            self.create_file(file)?;
            self.unsynced.push(file.path.clone());
            self.files += 1;
        }
        Ok(())
    }

    /// Brings the files that were written so far to disk, which [`Stage::publish`] would do; there may be time for it
    /// before.
    ///
    /// # Errors
    /// [`WriteError`]; drop the stage then.
    pub fn sync(&mut self, cancelled: &AtomicBool) -> Result<(), WriteError> {
        let files = std::mem::take(&mut self.unsynced);
        self.to_disk(&files, cancelled)
    }

    /// Brings the staging directory to disk and renames it into place.
    ///
    /// # Errors
    /// [`WriteError`]; nothing of the bundle is left.
    pub fn publish(mut self, cancelled: &AtomicBool) -> Result<Written, WriteError> {
        let path = self.target.path();
        let mut all = std::mem::take(&mut self.unsynced);
        all.extend(std::mem::take(&mut self.directories));
        all.push(".".into());
        self.to_disk(&all, cancelled)?;
        sync_parents(&self.target.missing_parents)?;
        stop_if(cancelled)?;
        self.rename().map_err(|error| match error {
            Errno::EXIST | Errno::NOTEMPTY | Errno::NOTDIR => WriteError::Appeared(path.clone()),
            _ => failed("place", &path)(error),
        })?;
        // What changed places with it is the earlier generation, which goes.
        self.armed = self.target.state() == TargetState::Bundle;
        let durability = match rustix::fs::fsync(&self.parent) {
            Ok(()) => Durability::Confirmed,
            Err(error) => Durability::NotConfirmed(error.into()),
        };
        Ok(Written { path, files: self.files, durability })
    }

    /// Replaces nothing, or an empty directory, which the kernel checks in the same step; changes places with a
    /// bundle.
    fn rename(&self) -> Result<(), Errno> {
        let (parent, from, to) = (&self.parent, &self.name, &self.target.name);
        let plain = || rustix::fs::renameat(parent, from, parent, to);
        match self.target.state() {
            TargetState::EmptyDirectory => return plain(),
            TargetState::Bundle => return self.exchange(),
            TargetState::Absent => {}
        }
        match rustix::fs::renameat_with(parent, from, parent, to, RenameFlags::NOREPLACE) {
            // A file system without RENAME_NOREPLACE: claim the name, then replace the claim.
            Err(Errno::INVAL | Errno::NOSYS | Errno::OPNOTSUPP) => {
                rustix::fs::mkdirat(parent, to, Mode::RWXU)?;
                plain().inspect_err(|_| {
                    let _ = rustix::fs::unlinkat(parent, to, AtFlags::REMOVEDIR);
                })
            }
            result => result,
        }
    }

    /// Changes places with a bundle.
    fn exchange(&self) -> Result<(), Errno> {
        let (parent, from, to) = (&self.parent, &self.name, &self.target.name);
        match rustix::fs::renameat_with(parent, from, parent, to, RenameFlags::EXCHANGE) {
            // A file system without RENAME_EXCHANGE, such as NFS: for a moment both are beside the place, whole.
            Err(Errno::INVAL | Errno::NOSYS | Errno::OPNOTSUPP) => {
                let mut aside = from.clone();
                aside.push("-earlier");
                rustix::fs::renameat(parent, to, parent, &aside)?;
                rustix::fs::renameat(parent, from, parent, to).inspect_err(|_| {
                    let _ = rustix::fs::renameat(parent, &aside, parent, to);
                })?;
                rustix::fs::renameat(parent, &aside, parent, from)
            }
            result => result,
        }
    }

    fn to_disk(&self, paths: &[PathBuf], cancelled: &AtomicBool) -> Result<(), WriteError> {
        to_disk(&self.directory, paths, cancelled).map_err(|(path, error)| {
            // `.` is the whole.
            let path: PathBuf = self.shown_path(&path).components().collect();
            failed("sync", &path)(error)
        })?;
        stop_if(cancelled)
    }

    fn create_directories(&mut self, directory: &Path) -> Result<(), WriteError> {
        let mut path = PathBuf::new();
        for part in directory.components() {
            path.push(part);
            if self.directories.insert(path.clone()) {
                let shown = self.shown_path(&path);
                rustix::fs::mkdirat(&self.directory, &path, Mode::RWXU)
                    .map_err(failed("create", &shown))?;
                private(&self.directory, &path, &shown)?;
            }
        }
        Ok(())
    }

    fn create_file(&self, file: &BundleFile) -> Result<(), WriteError> {
        let path = self.shown_path(&file.path);
        let created =
            create_private(&self.directory, &file.path).map_err(failed("create", &path))?;
        fill(&mut File::from(created), file, &path)
    }

    /// The path as it is going to be: the staging directory's own means nothing to anyone.
    fn shown_path(&self, within: &Path) -> PathBuf {
        self.target.path().join(within)
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        if self.armed {
            // Best effort: a next run reports what stays.
            let _ = std::fs::remove_dir_all(self.target.parent.join(&self.name));
            remove_empty(&self.target.missing_parents);
        }
    }
}

/// Creates a file that only its owner may read and write; whoever may read more is let in once it is
/// complete.
pub(super) fn create_private(directory: impl AsFd, path: &Path) -> Result<OwnedFd, Errno> {
    let flags = OFlags::WRONLY
        | OFlags::CREATE
        | OFlags::EXCL
        | OFlags::NOFOLLOW
        | OFlags::CLOEXEC
        | OFlags::NOCTTY;
    rustix::fs::openat(directory, path, flags, Mode::RUSR | Mode::WUSR)
}

/// Writes a file's contents and gives it its exact mode; `path` is how it is called in complaints.
pub(super) fn fill(created: &mut File, file: &BundleFile, path: &Path) -> Result<(), WriteError> {
    created.write_all(&file.contents).map_err(|source| WriteError::Io {
        action: "write",
        path: path.into(),
        source,
    })?;
    rustix::fs::fchmod(&*created, Mode::from_raw_mode(file.mode)).map_err(failed("mode", path))?;
    has_mode(&*created, 0o7777, file.mode, path)
}

/// Makes a directory just created private under any umask, and opens it; `shown` is how it is called in
/// complaints.
pub(super) fn private(parent: impl AsFd, path: &Path, shown: &Path) -> Result<OwnedFd, WriteError> {
    // umask 0777 has left nothing, not even for opening it to read; and whoever owns the parent may have put
    // something else in its place meanwhile, which must not get the mode.
    let flags = OFlags::PATH | OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
    let made =
        rustix::fs::openat(parent, path, flags, Mode::empty()).map_err(failed("open", shown))?;
    let owner = rustix::fs::fstat(&made).map_err(failed("look", shown))?.st_uid;
    let own = rustix::process::geteuid().as_raw();
    if owner != own {
        return Err(WriteError::Exchanged { path: shown.into(), owner, own });
    }
    rustix::fs::chmod(format!("/proc/self/fd/{}", made.as_raw_fd()), Mode::RWXU)
        .map_err(failed("mode", shown))?;
    let directory = open_directory(made, Path::new(".")).map_err(failed("open", shown))?;
    // A directory with the set-group-id bit hands it down, which lets nobody in.
    has_mode(&directory, 0o777, DIRECTORY_MODE, shown)?;
    Ok(directory)
}

/// Refuses what came out with another mode than it was given, as far as a mask looks.
fn has_mode(opened: impl AsFd, mask: u32, wanted: u32, path: &Path) -> Result<(), WriteError> {
    let found = rustix::fs::fstat(opened).map_err(failed("look", path))?.st_mode & mask;
    if found == wanted {
        return Ok(());
    }
    Err(WriteError::ModeIgnored { path: path.into(), wanted, found })
}

/// Opens a directory that a person named, whatever links lead to it.
pub(super) fn open_parent(path: &Path) -> Result<OwnedFd, Errno> {
    let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
    rustix::fs::open(path, flags, Mode::empty())
}

pub(super) fn open_directory(parent: impl AsFd, path: &Path) -> Result<OwnedFd, Errno> {
    let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
    rustix::fs::openat(parent, path, flags, Mode::empty())
}

fn create_parents(missing: &[PathBuf]) -> Result<(), WriteError> {
    let mut created = Vec::new();
    for path in missing {
        let made = rustix::fs::mkdir(path, Mode::RWXU).map_err(failed("create", path));
        let made = made.and_then(|()| {
            created.push(path.clone());
            private(CWD, path, path)
        });
        made.inspect_err(|_| remove_empty(&created))?;
    }
    Ok(())
}

/// Brings the names of parents that were created to disk, each in the directory above it.
fn sync_parents(created: &[PathBuf]) -> Result<(), WriteError> {
    for above in created.iter().filter_map(|path| path.parent()) {
        open_directory(CWD, above).and_then(rustix::fs::fsync).map_err(failed("sync", above))?;
    }
    Ok(())
}

fn remove_empty(directories: &[PathBuf]) {
    for path in directories.iter().rev() {
        let _ = std::fs::remove_dir(path);
    }
}

pub(super) fn failed(action: &'static str, path: &Path) -> impl Fn(Errno) -> WriteError + use<> {
    let path = path.to_path_buf();
    move |error| WriteError::Io { action, path: path.clone(), source: error.into() }
}

/// The directory part of a path within the bundle, which stays within it.
fn directory_of(path: &Path) -> Result<&Path, WriteError> {
    let plain = path.components().all(|part| matches!(part, Component::Normal(_)));
    match path.parent() {
        Some(directory) if plain && path.file_name().is_some() => Ok(directory),
        _ => Err(WriteError::Path(path.into())),
    }
}

fn stop_if(cancelled: &AtomicBool) -> Result<(), WriteError> {
    if cancelled.load(Ordering::Relaxed) { Err(WriteError::Cancelled) } else { Ok(()) }
}
