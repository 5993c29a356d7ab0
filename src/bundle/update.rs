//! Changing files of a bundle that stands: each is written whole beside its place and renamed over it,
//! the manifest last. Whatever stops it between two renames, doing the same again completes it.

use std::ffi::OsString;
use std::os::fd::OwnedFd;
use std::path::Path;

use rustix::fs::{AtFlags, CWD, Mode, OFlags};
use rustix::io::Errno;

use super::manifest::MANIFEST;
use super::write::{
    BundleFile, WriteError, create_private, directory_of, failed, fill, open_directory,
};

/// A file that waits, complete, beside its place.
struct Waiting {
    directory: OwnedFd,
    temporary: OsString,
    name: OsString,
}

/// Files that wait; those that were not renamed are removed.
#[derive(Default)]
struct Staged(Vec<Waiting>);

impl Drop for Staged {
    fn drop(&mut self) {
        for one in &self.0 {
            let _ = rustix::fs::unlinkat(&one.directory, &one.temporary, AtFlags::empty());
        }
    }
}

/// Writes files into a bundle, over what has their names. `token` makes the names of the files that
/// wait unique; draw it at random. Directories that are missing are made; no symbolic link is followed
/// below the bundle's own path.
///
/// # Errors
/// [`WriteError`]. Until all files are on disk nothing is changed.
pub fn update(directory: &Path, files: &[BundleFile], token: u64) -> Result<(), WriteError> {
    // The bundle's own path is the operator's word; a link there is theirs.
    let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
    let root = rustix::fs::openat(CWD, directory, flags, Mode::empty())
        .map_err(failed("open the directory", directory))?;
    let mut staged = Staged::default();
    let last = |file: &&BundleFile| file.path == Path::new(MANIFEST);
    let (manifest, others): (Vec<_>, Vec<_>) = files.iter().partition(last);
    for file in others.into_iter().chain(manifest) {
        staged.0.push(stage(&root, directory, file, token)?);
    }
    rustix::fs::syncfs(&root).map_err(failed("bring to disk", directory))?;
    while !staged.0.is_empty() {
        let one = staged.0.remove(0);
        let renamed =
            rustix::fs::renameat(&one.directory, &one.temporary, &one.directory, &one.name);
        if let Err(error) = renamed {
            let place = directory.join(&one.name);
            staged.0.push(one);
            return Err(failed("put in place", &place)(error));
        }
    }
    rustix::fs::syncfs(&root).map_err(failed("bring to disk", directory))
}

fn stage(
    root: &OwnedFd,
    shown: &Path,
    file: &BundleFile,
    token: u64,
) -> Result<Waiting, WriteError> {
    let place = shown.join(&file.path);
    let within = directory_of(&file.path)?;
    let mut directory = open_directory(root, Path::new(".")).map_err(failed("open", shown))?;
    for part in within.components() {
        let part = Path::new(part.as_os_str());
        match rustix::fs::mkdirat(&directory, part, Mode::RWXU) {
            Ok(()) | Err(Errno::EXIST) => {}
            Err(error) => return Err(failed("create", &shown.join(within))(error)),
        }
        directory = open_directory(&directory, part)
            .map_err(failed("open the directory", &shown.join(within)))?;
    }
    let name = file.path.file_name().unwrap_or_default().to_owned();
    let mut temporary = OsString::from(".");
    temporary.push(&name);
    temporary.push(format!(".partial-{token:016x}"));
    let created =
        create_private(&directory, Path::new(&temporary)).map_err(failed("create", &place))?;
    // From here on it is removed where anything fails.
    let mut guard = Staged(vec![Waiting { directory, temporary, name }]);
    fill(created, file, &place)?;
    guard.0.pop().ok_or(WriteError::Path { path: place })
}
