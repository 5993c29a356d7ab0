//! Reading what others wrote: regular files only, up to a limit, never waiting for a pipe.

use std::fs::{File, Metadata};
use std::io::{self, Read};
use std::os::unix::fs::FileTypeExt;
use std::path::{Path, PathBuf};

use rustix::fs::{Mode, OFlags};
use rustix::io::Errno;
use thiserror::Error;
use zeroize::Zeroizing;

use super::shown;
use crate::text::{Words, in_words};

/// The longest file that is read, in bytes.
pub const LIMIT: usize = 1 << 20;

/// Whether the last step of a path may be a symbolic link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Links {
    /// It may: the operator named the path.
    Follow,
    /// It may not: the path came from a file, or from a directory under examination.
    Refuse,
}

/// Why a file can't be read.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ReadError {
    /// The system refused.
    Io {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A directory, pipe, device, …
    NotAFile {
        /// The path.
        path: PathBuf,
        /// What it is.
        kind: Words,
    },
    /// More than is ever needed.
    TooLarge {
        /// The file.
        path: PathBuf,
        /// The limit in bytes.
        limit: usize,
    },
}

in_words! { ReadError with hints:
    Self::Io { path, source } if source.kind() == io::ErrorKind::NotFound =>
        ["error-read-io", path = shown(path), source; "error-read-io.not-found"],
    Self::Io { path, source } if source.kind() == io::ErrorKind::PermissionDenied =>
        ["error-read-io", path = shown(path), source; "error-read-io.not-permitted"],
    Self::Io { path, source } => ["error-read-io", path = shown(path), source],
    Self::NotAFile { path, kind } => ["error-read-not-a-file", path = shown(path), kind],
    Self::TooLarge { path, limit } => ["error-read-too-large", path = shown(path), limit; "error-file-empty.hint"],
}

/// Reads a regular file of at most `limit` bytes, with what the system knows of it. It may hold a key, so
/// that the bytes are wiped when dropped.
///
/// # Errors
/// [`ReadError`]; a pipe, device or directory is told apart before a byte is read.
pub fn file(
    path: &Path,
    limit: usize,
    links: Links,
) -> Result<(Zeroizing<Vec<u8>>, Metadata), ReadError> {
    let io = |source: io::Error| ReadError::Io { path: path.into(), source };
    // A pipe without a writer would block the opening itself, a terminal could become ours.
    let mut flags = OFlags::RDONLY | OFlags::CLOEXEC | OFlags::NONBLOCK | OFlags::NOCTTY;
    if links == Links::Refuse {
        flags |= OFlags::NOFOLLOW;
    }
    let descriptor = match rustix::fs::open(path, flags, Mode::empty()) {
        Ok(descriptor) => descriptor,
        Err(error) => return Err(refused(path, error.into())),
    };
    let opened = File::from(descriptor);
    let metadata = opened.metadata().map_err(io)?;
    if !metadata.is_file() {
        return Err(ReadError::NotAFile { path: path.into(), kind: kind_of(&metadata) });
    }
    let length = usize::try_from(metadata.len()).unwrap_or(limit).min(limit);
    let bytes = read_up_to(opened, limit, length).map_err(io)?;
    match bytes {
        Some(bytes) => Ok((bytes, metadata)),
        None => Err(ReadError::TooLarge { path: path.into(), limit }),
    }
}

/// Whether a path is a pipe of this process, as the shell makes for `<(cat a.pem b.pem)`. To open one never waits,
/// other than to open a pipe in a directory.
pub fn is_own_pipe(path: &Path) -> bool {
    path.read_link().is_ok_and(|target| target.as_os_str().as_encoded_bytes().starts_with(b"pipe:"))
}

/// Reads what the operator named: a regular file, or a pipe such as `<(cat a.pem b.pem)`, up to its end.
///
/// # Errors
/// [`ReadError`], as of [`file()`].
pub fn named(path: &Path, limit: usize) -> Result<Zeroizing<Vec<u8>>, ReadError> {
    let io = |source: io::Error| ReadError::Io { path: path.into(), source };
    match file(path, limit, Links::Follow) {
        Ok((bytes, _)) => Ok(bytes),
        Err(ReadError::NotAFile { .. }) if is_own_pipe(path) => {
            let bytes = bounded(File::open(path).map_err(io)?, limit).map_err(io)?;
            bytes.ok_or(ReadError::TooLarge { path: path.into(), limit })
        }
        Err(error) => Err(error),
    }
}

/// Reads a stream to its end; `None` where it is longer than `limit` bytes.
///
/// # Errors
/// What the stream reports.
pub fn bounded(stream: impl Read, limit: usize) -> io::Result<Option<Zeroizing<Vec<u8>>>> {
    read_up_to(stream, limit, limit.min(LIMIT))
}

/// Reads a stream to the end of its first line, LF or CR LF, and no further; `None` where the line without it is
/// longer than `limit` bytes.
///
/// # Errors
/// What the stream reports.
pub fn first_line(mut stream: impl Read, limit: usize) -> io::Result<Option<Zeroizing<Vec<u8>>>> {
    let mut line = Zeroizing::new(Vec::with_capacity(limit));
    let mut byte = Zeroizing::new([0]);
    while stream.read(&mut *byte)? == 1 && *byte != *b"\n" {
        if line.len() == limit {
            return Ok(None);
        }
        line.extend_from_slice(&*byte);
    }
    if line.last() == Some(&b'\r') {
        line.pop();
    }
    Ok(Some(line))
}

/// Makes room for the `expected` length at once: a buffer that grows leaves copies behind, of a key
/// perhaps. One byte more shows the end without growing.
fn read_up_to(
    stream: impl Read,
    limit: usize,
    expected: usize,
) -> io::Result<Option<Zeroizing<Vec<u8>>>> {
    let mut bytes = Zeroizing::new(Vec::with_capacity(expected.saturating_add(1)));
    let most = u64::try_from(limit).unwrap_or(u64::MAX).saturating_add(1);
    stream.take(most).read_to_end(&mut bytes)?;
    Ok((bytes.len() <= limit).then_some(bytes))
}

/// Tells what kind of thing could not even be opened: a link, a socket.
fn refused(path: &Path, source: io::Error) -> ReadError {
    match std::fs::symlink_metadata(path) {
        Ok(metadata)
            if (metadata.is_symlink() && Errno::from_io_error(&source) == Some(Errno::LOOP))
                || metadata.file_type().is_socket() =>
        {
            ReadError::NotAFile { path: path.into(), kind: kind_of(&metadata) }
        }
        _ => ReadError::Io { path: path.into(), source },
    }
}

/// What a thing on disk is, with its article.
pub(super) fn kind_of(metadata: &Metadata) -> Words {
    let kind = metadata.file_type();
    match kind {
        _ if kind.is_dir() => Words("kind-directory"),
        _ if kind.is_symlink() => Words("kind-symbolic-link"),
        _ if kind.is_fifo() => Words("kind-pipe"),
        _ if kind.is_socket() => Words("kind-socket"),
        _ if kind.is_block_device() || kind.is_char_device() => Words("kind-device"),
        _ if kind.is_file() => Words("kind-file"),
        _ => Words("kind-other"),
    }
}
