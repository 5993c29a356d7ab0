//! The place a bundle goes to. Checking it changes nothing on disk, so that a review can show the
//! answer while it is still being typed.

use std::ffi::{OsStr, OsString};
use std::fs::{self, Metadata};
use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::{Component, Path, PathBuf};

use thiserror::Error;

use super::{io_hint, shown};
use crate::render::quote::ShellWord;
use crate::text::{Words, in_words, is_unsafe};

/// The longest file name, in bytes (`NAME_MAX` of every file system in use).
const NAME_LIMIT: usize = 255;
/// Room for what a staging directory's name adds: a dot, `.partial-` and 16 hexadecimal digits.
const STAGING_EXTRA: usize = 1 + ".partial-".len() + 16;
/// How many names of a directory in use are listed.
const LISTED: usize = 5;
/// Names that a cluster's authority keeps its key under: quorate's own, cfssl's, kubeadm's and
/// those of the common tutorials.
const AUTHORITY_KEYS: [&str; 6] = [
    "authority/ca-key.pem",
    "ca-key.pem",
    "ca.key",
    "pki/ca.key",
    "pki/etcd/ca.key",
    "etcd/ca.key",
];

/// A place that a bundle may be written to: absolute, its parent real, nothing there that would be
/// lost.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    pub(super) parent: PathBuf,
    pub(super) name: OsString,
    pub(super) missing_parents: Vec<PathBuf>,
    state: TargetState,
    warnings: Vec<TargetWarning>,
}

/// What stands at the place now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TargetState {
    /// Nothing.
    Absent,
    /// A directory without entries, which the bundle replaces in one step.
    EmptyDirectory,
    /// A bundle, whose next generation changes places with it in one step.
    Bundle,
}

/// What is legal about a place and should be known.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum TargetWarning {
    /// What a killed run left: a private directory that may hold keys.
    Leftover(PathBuf),
    /// The parent directory belongs to another user, and so root's files would end up there.
    ForeignParent {
        /// The parent.
        path: PathBuf,
        /// The user id of its owner.
        owner: u32,
    },
}

in_words! { TargetWarning with hints:
    Self::Leftover(path) => ["warning-leftover", path = shown(path), quoted = ShellWord(&path.to_string_lossy())],
    Self::ForeignParent { path, owner } => ["warning-foreign-parent", path = shown(path), owner],
}

/// Why a bundle can't go to a place.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum TargetError {
    /// No path at all.
    Empty,
    /// A `~` that no shell has expanded.
    Tilde(PathBuf),
    /// A path that can't be shown, quoted and saved without loss.
    Unprintable(PathBuf),
    /// The root, or a path that ends in `..`.
    NoName(PathBuf),
    /// A name beyond the file system's limit.
    NameTooLong {
        /// Its length in bytes.
        found: usize,
    },
    /// The directory that should hold the output isn't there.
    ParentMissing(PathBuf),
    /// What should hold the output is no directory.
    ParentNotDirectory(PathBuf),
    /// Everyone may replace what is in the parent.
    ParentOpen(PathBuf),
    /// Another user's symbolic link on the way, who can turn it elsewhere at any time.
    ForeignLink(PathBuf),
    /// A symbolic link, file, device, … stands there.
    NotDirectory {
        /// The target.
        path: PathBuf,
        /// What it is.
        kind: Words,
    },
    /// The directory is in use.
    NotEmpty {
        /// The target.
        path: PathBuf,
        /// The first names in it.
        names: Vec<String>,
        /// How many more there are.
        more: usize,
    },
    /// The directory holds an authority's key.
    HoldsAuthority {
        /// The target.
        path: PathBuf,
        /// The key, within it.
        key: &'static str,
    },
    /// The system refused to look.
    Io {
        /// Where.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
}

fn listed(names: &[String]) -> String {
    let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    names.join(", ")
}

in_words! { TargetError with hints:
    Self::Empty => ["error-target-empty"],
    Self::Tilde(path) => ["error-target-tilde", path = shown(path)],
    Self::Unprintable(path) => ["error-target-unprintable", path = shown(path)],
    Self::NoName(path) => ["error-target-no-name", path = shown(path)],
    Self::NameTooLong { found } => ["error-target-name-too-long", found, limit = NAME_LIMIT],
    Self::ParentMissing(path) => ["error-target-parent-missing", path = shown(path), quoted = ShellWord(&path.to_string_lossy())],
    Self::ParentNotDirectory(path) => ["error-target-parent-not-directory", path = shown(path)],
    Self::ParentOpen(path) => ["error-target-parent-open", path = shown(path)],
    Self::ForeignLink(path) => ["error-target-foreign-link", path = shown(path)],
    Self::NotDirectory { path, kind } => ["error-target-not-directory", path = shown(path), kind],
    Self::NotEmpty { path, names, more } =>
        ["error-target-not-empty", path = shown(path), names = listed(names), more; "error-target-not-directory.hint"],
    Self::HoldsAuthority { path, key } => ["error-target-holds-authority", path = shown(path), key],
    Self::Io { path, source } => ["error-target-io", path = shown(path), source => io_hint(source)],
}

impl Target {
    /// Checks a place whose parent directory exists. A relative path starts at `cwd`.
    ///
    /// # Errors
    /// [`TargetError`]; nothing on disk has changed either way.
    pub fn check(path: &Path, cwd: &Path) -> Result<Self, TargetError> {
        let target = Self::check_with_parents(path, cwd)?;
        if target.missing_parents.is_empty() {
            Ok(target)
        } else {
            Err(TargetError::ParentMissing(target.parent))
        }
    }

    /// Checks a place like [`Target::check`], and takes it where parents have to be created first.
    ///
    /// # Errors
    /// [`TargetError`]; nothing on disk has changed either way.
    pub fn check_with_parents(path: &Path, cwd: &Path) -> Result<Self, TargetError> {
        refuse_text(path)?;
        let absolute = cwd.join(path);
        refuse_unprintable(&absolute)?;
        let (Some(parent), Some(name)) = (absolute.parent(), absolute.file_name()) else {
            return Err(TargetError::NoName(path.into()));
        };
        if name.len() > NAME_LIMIT {
            return Err(TargetError::NameTooLong { found: name.len() });
        }
        refuse_foreign_links(parent)?;
        let (parent, missing_parents) = resolve(parent)?;
        let mut target = Self {
            parent,
            name: name.into(),
            missing_parents,
            state: TargetState::Absent,
            warnings: Vec::new(),
        };
        target.look()?;
        Ok(target)
    }

    /// The place of a bundle that stands. Its path is the operator's word; a link there is theirs.
    pub(super) fn of_bundle(directory: &Path) -> io::Result<Self> {
        let real = fs::canonicalize(directory)?;
        let (Some(parent), Some(name)) = (real.parent(), real.file_name()) else {
            return Err(io::ErrorKind::ResourceBusy.into());
        };
        Ok(Self {
            parent: parent.into(),
            name: name.into(),
            missing_parents: Vec::new(),
            state: TargetState::Bundle,
            warnings: Vec::new(),
        })
    }

    /// What runs that were killed left beside a bundle that stands, for as far as that can be told.
    pub(super) fn leftovers_of(directory: &Path) -> Vec<PathBuf> {
        let target = Self::of_bundle(directory).ok();
        target.and_then(|target| target.leftovers().ok()).unwrap_or_default()
    }

    /// Whole staging directories of this target: not an earlier generation of a bundle, which may be all that is left
    /// of it where a file system can't exchange two directories.
    pub(super) fn stale_stages(&self) -> Vec<PathBuf> {
        let prefix = self.staging_prefix().len();
        let is_token = |name: &OsStr| {
            let token = name.as_encoded_bytes().get(prefix..).unwrap_or_default();
            token.len() == 16 && token.iter().all(u8::is_ascii_hexdigit)
        };
        let mut found = self.leftovers().unwrap_or_default();
        found.retain(|path| path.file_name().is_some_and(is_token));
        found
    }

    /// The absolute path that the bundle is going to have.
    pub fn path(&self) -> PathBuf {
        self.parent.join(&self.name)
    }

    /// What stands there now.
    pub fn state(&self) -> TargetState {
        self.state
    }

    /// The parents that don't exist yet, the outermost first.
    pub fn missing_parents(&self) -> &[PathBuf] {
        &self.missing_parents
    }

    /// What should be known about the place.
    pub fn warnings(&self) -> &[TargetWarning] {
        &self.warnings
    }

    /// What the names of all staging directories of this target start with. A long name is cut, so
    /// that the whole stays within the file system's limit.
    pub(super) fn staging_prefix(&self) -> OsString {
        let name = self.name.to_string_lossy();
        let mut end = name.len().min(NAME_LIMIT - STAGING_EXTRA);
        while !name.is_char_boundary(end) {
            end -= 1;
        }
        format!(".{}.partial-", name.get(..end).unwrap_or_default()).into()
    }

    fn look(&mut self) -> Result<(), TargetError> {
        let missing = self.missing_parents.first().and_then(|path| path.parent());
        let existing = missing.unwrap_or(&self.parent).to_path_buf();
        let parent = metadata(&existing)?;
        if parent.mode() & 0o1002 == 0o0002 {
            return Err(TargetError::ParentOpen(existing));
        }
        let own = rustix::process::geteuid().as_raw();
        let shared = parent.mode() & 0o1000 != 0;
        if own == 0 && parent.uid() != own && !shared {
            let owner = parent.uid();
            self.warnings.push(TargetWarning::ForeignParent { path: existing, owner });
        }
        if !self.missing_parents.is_empty() {
            return Ok(());
        }
        self.state = state_of(&self.path())?;
        self.warnings.extend(self.leftovers()?.into_iter().map(TargetWarning::Leftover));
        Ok(())
    }

    fn leftovers(&self) -> Result<Vec<PathBuf>, TargetError> {
        let prefix = self.staging_prefix();
        let ours = |name: &OsStr| name.as_encoded_bytes().starts_with(prefix.as_encoded_bytes());
        let entries = match fs::read_dir(&self.parent) {
            Ok(entries) => entries,
            // A parent that may be written and not listed is fine.
            Err(error) if error.kind() == io::ErrorKind::PermissionDenied => return Ok(Vec::new()),
            Err(source) => return Err(TargetError::Io { path: self.parent.clone(), source }),
        };
        let mut leftovers: Vec<PathBuf> = entries
            .filter_map(Result::ok)
            .filter(|entry| ours(&entry.file_name()))
            .map(|entry| entry.path())
            .collect();
        leftovers.sort();
        Ok(leftovers)
    }
}

fn refuse_text(path: &Path) -> Result<(), TargetError> {
    let bytes = path.as_os_str().as_encoded_bytes();
    match bytes.first() {
        None => Err(TargetError::Empty),
        Some(b'~') => Err(TargetError::Tilde(path.into())),
        Some(_) if bytes.ends_with(b"/..") || bytes == b".." => {
            Err(TargetError::NoName(path.into()))
        }
        Some(_) => Ok(()),
    }
}

fn refuse_unprintable(path: &Path) -> Result<(), TargetError> {
    match path.to_str() {
        Some(text) if !text.chars().any(is_unsafe) => Ok(()),
        _ => Err(TargetError::Unprintable(path.into())),
    }
}

/// Refuses a way through a symbolic link that belongs to neither this user nor root.
fn refuse_foreign_links(parent: &Path) -> Result<(), TargetError> {
    let own = rustix::process::geteuid().as_raw();
    for path in parent.ancestors() {
        let Ok(metadata) = fs::symlink_metadata(path) else { continue };
        if metadata.is_symlink() && metadata.uid() != own && metadata.uid() != 0 {
            return Err(TargetError::ForeignLink(path.into()));
        }
    }
    Ok(())
}

/// Resolves a parent by the kernel's rules, and names the directories on the way that are missing.
fn resolve(parent: &Path) -> Result<(PathBuf, Vec<PathBuf>), TargetError> {
    let mut missing: Vec<&OsStr> = Vec::new();
    for ancestor in parent.ancestors() {
        match fs::canonicalize(ancestor) {
            Ok(real) => return Ok(below(&real, &missing)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) if error.kind() == io::ErrorKind::NotADirectory => {
                let path = ancestor.parent().unwrap_or(ancestor).into();
                return Err(TargetError::ParentNotDirectory(path));
            }
            Err(source) => return Err(TargetError::Io { path: ancestor.into(), source }),
        }
        // A dangling link is not a directory to be created.
        if fs::symlink_metadata(ancestor).is_ok() {
            return Err(TargetError::ParentNotDirectory(ancestor.into()));
        }
        match ancestor.components().next_back() {
            Some(Component::Normal(name)) => missing.insert(0, name),
            // `..` of a directory that isn't there leads nowhere.
            _ => return Err(TargetError::ParentMissing(parent.into())),
        }
    }
    Err(TargetError::ParentMissing(parent.into()))
}

fn below(real: &Path, names: &[&OsStr]) -> (PathBuf, Vec<PathBuf>) {
    let mut path = real.to_path_buf();
    let mut created = Vec::with_capacity(names.len());
    for name in names {
        path.push(name);
        created.push(path.clone());
    }
    (path, created)
}

fn metadata(path: &Path) -> Result<Metadata, TargetError> {
    let metadata = fs::symlink_metadata(path)
        .map_err(|source| TargetError::Io { path: path.into(), source })?;
    if metadata.is_dir() { Ok(metadata) } else { Err(TargetError::ParentNotDirectory(path.into())) }
}

fn state_of(path: &Path) -> Result<TargetState, TargetError> {
    let metadata = match fs::symlink_metadata(path) {
        Ok(metadata) => metadata,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(TargetState::Absent),
        Err(source) => return Err(TargetError::Io { path: path.into(), source }),
    };
    if !metadata.is_dir() {
        let kind = super::read::kind_of(&metadata);
        return Err(TargetError::NotDirectory { path: path.into(), kind });
    }
    let entries =
        fs::read_dir(path).map_err(|source| TargetError::Io { path: path.into(), source })?;
    let mut names: Vec<String> = entries
        .filter_map(Result::ok)
        .map(|entry| crate::text::escape_for_terminal(&entry.file_name().to_string_lossy()))
        .collect();
    if names.is_empty() {
        return Ok(TargetState::EmptyDirectory);
    }
    let found = |key: &&str| fs::symlink_metadata(path.join(key)).is_ok();
    if let Some(key) = AUTHORITY_KEYS.into_iter().find(found) {
        return Err(TargetError::HoldsAuthority { path: path.into(), key });
    }
    names.sort();
    let more = names.len().saturating_sub(LISTED);
    names.truncate(LISTED);
    Err(TargetError::NotEmpty { path: path.into(), names, more })
}
