//! One file that belongs to no bundle, written as a bundle is: staged beside its place, brought to disk, and
//! put in place with one rename.

use std::ffi::OsStr;
use std::fs::File;
use std::os::fd::AsFd;
use std::path::Path;

use rustix::fs::{AtFlags, CWD, RenameFlags};
use rustix::io::Errno;

use super::write::{BundleFile, WriteError, create_private, failed, fill, open_parent};

/// Writes a file, over what has its name only where `replaces` says so. `staged` is its name in the same directory
/// until it is whole: one that nobody else writes to meanwhile.
///
/// # Errors
/// [`WriteError`], of kind [`std::io::ErrorKind::AlreadyExists`] for a name that is taken; what was there is there
/// still.
pub(crate) fn write_file(
    file: &BundleFile,
    staged: &OsStr,
    replaces: bool,
) -> Result<(), WriteError> {
    let path = &file.path;
    let name = path.file_name().ok_or_else(|| WriteError::Path(path.clone()))?;
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty());
    let directory = open_parent(parent.unwrap_or(Path::new("."))).map_err(failed("write", path))?;
    let created = create_private(&directory, Path::new(staged)).map_err(failed("write", path))?;
    let mut created = File::from(created);
    let put_in_place = || {
        if replaces {
            rustix::fs::renameat(&directory, staged, &directory, name)
        } else {
            rename_to_free(&directory, staged, name)
        }
    };
    fill(&mut created, file, path)
        .and_then(|()| rustix::fs::fsync(&created).map_err(failed("sync", path)))
        .and_then(|()| put_in_place().map_err(failed("write", path)))
        .inspect_err(|_| {
            let _ = rustix::fs::unlinkat(&directory, staged, AtFlags::empty());
        })?;
    // It is in place and whole; where this fails, a power cut may take it away again.
    let _ = rustix::fs::fsync(&directory);
    Ok(())
}

/// Moves a file or directory to a name that is free.
///
/// # Errors
/// [`std::io::ErrorKind::AlreadyExists`] where it isn't.
pub(crate) fn move_to_free(from: &Path, to: &Path) -> std::io::Result<()> {
    Ok(rename_to_free(CWD, from.as_os_str(), to.as_os_str())?)
}

fn rename_to_free(directory: impl AsFd, from: &OsStr, to: &OsStr) -> Result<(), Errno> {
    match rustix::fs::renameat_with(&directory, from, &directory, to, RenameFlags::NOREPLACE) {
        // A file system without RENAME_NOREPLACE: a link replaces nothing either.
        Err(Errno::INVAL | Errno::NOSYS | Errno::OPNOTSUPP) => {
            rustix::fs::linkat(&directory, from, &directory, to, AtFlags::empty())?;
            rustix::fs::unlinkat(&directory, from, AtFlags::empty())
        }
        result => result,
    }
}
