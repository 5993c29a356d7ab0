//! Changing files of a bundle that stands: its next generation is staged whole beside it and takes its place in one
//! step, so that whatever stops it leaves the old files or the new ones, never some of each. What isn't written
//! anew comes along as a link to the same file.

use std::ffi::OsStr;
use std::fs::File;
use std::os::fd::AsFd;
use std::os::unix::ffi::OsStrExt as _;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

use rustix::fs::{AtFlags, Dir, FileType, FlockOperation, Mode, OFlags};
use rustix::io::Errno;

use super::target::Target;
use super::write::{
    BundleFile, Durability, Stage, WriteError, create_private, failed, open_directory, private,
};

/// Writes files into a bundle, over what has their names. `token` makes the staging directory's name unique; draw it
/// at random.
///
/// # Errors
/// [`WriteError`]; nothing is changed then.
pub(super) fn update(
    directory: &Path,
    files: &[BundleFile],
    token: u64,
) -> Result<Durability, WriteError> {
    let target = Target::of_bundle(directory).map_err(|source| WriteError::Io {
        action: "look",
        path: directory.into(),
        source,
    })?;
    let never = AtomicBool::new(false);
    let mut stage = Stage::create(&target, token)?;
    stage.fill(files, &never)?;
    let old = open_directory(rustix::fs::CWD, &target.path()).map_err(failed("open", directory))?;
    let root = stage.directory.try_clone().map_err(|source| WriteError::Io {
        action: "open",
        path: directory.into(),
        source,
    })?;
    carry(old, root, Path::new(""), directory, &mut stage)?;
    Ok(stage.publish(&never)?.durability)
}

/// Removes what runs that were killed left beside a bundle; a run that is still at work holds a lock on its own. What
/// can't be removed stays, and is named by verify and by the next run.
pub(super) fn remove_leftovers(paths: &[PathBuf]) {
    for path in paths {
        let Ok(opened) = open_directory(rustix::fs::CWD, path) else { continue };
        let is_own = rustix::fs::fstat(&opened)
            .is_ok_and(|found| found.st_uid == rustix::process::geteuid().as_raw());
        if is_own && rustix::fs::flock(&opened, FlockOperation::NonBlockingLockExclusive).is_ok() {
            let _ = std::fs::remove_dir_all(path);
        }
    }
}

/// Takes along what isn't there yet in a directory `within` the bundle; `bundle` is how that is called in complaints.
/// Files that are linked were brought to disk when they were made.
fn carry(
    old: impl AsFd,
    new: impl AsFd,
    within: &Path,
    bundle: &Path,
    stage: &mut Stage,
) -> Result<(), WriteError> {
    let shown = &bundle.join(within);
    let entries = Dir::read_from(&old).map_err(failed("read", shown))?;
    for entry in entries {
        let entry = entry.map_err(failed("read", shown))?;
        let name = Path::new(OsStr::from_bytes(entry.file_name().to_bytes()));
        let path = shown.join(name);
        if [".", ".."].map(Path::new).contains(&name) || is_leftover(name) {
            continue;
        }
        let found = rustix::fs::statat(&old, name, AtFlags::SYMLINK_NOFOLLOW)
            .map_err(failed("look", &path))?;
        if FileType::from_raw_mode(found.st_mode) != FileType::Directory {
            if keep(&old, &new, name).map_err(failed("keep", &path))? {
                stage.unsynced.push(within.join(name));
            }
            continue;
        }
        let open = failed("open", &path);
        let below = match rustix::fs::mkdirat(&new, name, Mode::RWXU) {
            Ok(()) => {
                stage.directories.insert(within.join(name));
                private(&new, name, &path)?
            }
            Err(Errno::EXIST) => open_directory(&new, name).map_err(|error| match error {
                // A file is written where the bundle has a directory.
                Errno::NOTDIR => failed("replace", &path)(Errno::ISDIR),
                error => open(error),
            })?,
            Err(error) => return Err(failed("create", &path)(error)),
        };
        let source = open_directory(&old, name).map_err(&open)?;
        carry(source, below, &within.join(name), bundle, stage)?;
    }
    let found = rustix::fs::fstat(&old).map_err(failed("look", shown))?;
    like(&new, &found).map_err(failed("owner", shown))
}

/// What an earlier quorate left inside of a bundle when it was killed.
fn is_leftover(name: &Path) -> bool {
    let name = name.to_string_lossy();
    name.starts_with('.') && name.contains(".partial-")
}

/// Gives a file or directory the owner and mode of another one.
fn like(new: impl AsFd, old: &rustix::fs::Stat) -> Result<(), Errno> {
    let own = rustix::fs::fstat(&new)?;
    if (own.st_uid, own.st_gid) != (old.st_uid, old.st_gid) {
        let (owner, group) =
            (rustix::fs::Uid::from_raw(old.st_uid), rustix::fs::Gid::from_raw(old.st_gid));
        rustix::fs::fchown(&new, Some(owner), Some(group))?;
    }
    rustix::fs::fchmod(&new, Mode::from_raw_mode(old.st_mode & 0o7777))
}

/// Links one file, unless it was written anew; where the file system or the kernel doesn't let it, copies it. Returns
/// whether it did that.
fn keep(old: impl AsFd, new: impl AsFd, name: &Path) -> Result<bool, Errno> {
    match rustix::fs::linkat(&old, name, &new, name, AtFlags::empty()) {
        Ok(()) | Err(Errno::EXIST) => Ok(false),
        Err(Errno::PERM | Errno::MLINK | Errno::OPNOTSUPP) => {
            let flags = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
            let from = rustix::fs::openat(&old, name, flags, Mode::empty())?;
            let found = rustix::fs::fstat(&from)?;
            let to = create_private(&new, name)?;
            let code = |error: std::io::Error| Errno::from_io_error(&error).unwrap_or(Errno::IO);
            let mut to = File::from(to);
            std::io::copy(&mut File::from(from), &mut to).map_err(code)?;
            like(&to, &found).map(|()| true)
        }
        Err(error) => Err(error),
    }
}
