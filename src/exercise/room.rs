//! An exercise's folder, and the paths and words of its data there.

use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::net::Ipv4Addr;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt};
use std::path::{Component, Path, PathBuf};

use time::OffsetDateTime;

use super::{ExerciseError, names};

/// A folder that is being made or changed.
#[derive(Debug)]
pub struct Room {
    /// Where it is.
    pub root: PathBuf,
    /// The first two of a member's last three numbers: 127.A.B.n.
    pub network: [u8; 2],
    /// How many members there are files of.
    pub members: u8,
    /// The moment of the issue.
    pub now: OffsetDateTime,
}

impl Room {
    /// Where a member is.
    pub fn address(&self, member: u8) -> Ipv4Addr {
        let [a, b] = self.network;
        Ipv4Addr::new(127, a, b, member)
    }

    /// The members, by number and name.
    pub(super) fn numbered(&self) -> impl Iterator<Item = (u8, String)> + use<> {
        (1..).zip(names(self.members))
    }

    /// A path of the data: relative, and within the folder.
    pub(super) fn path(&self, path: &str) -> Result<PathBuf, ExerciseError> {
        let is_within =
            Path::new(path).components().all(|part| matches!(part, Component::Normal(_)));
        if !is_within || path.is_empty() {
            return Err(ExerciseError::Step {
                step: path.to_owned(),
                why: "path outside of the folder",
            });
        }
        Ok(self.root.join(path))
    }

    /// The paths that a path with `*` for a member stands for, each with the member's number (0 where it is no member's).
    pub(super) fn each(&self, pattern: &str) -> Vec<(u8, String)> {
        if pattern.contains('*') {
            return self
                .numbered()
                .map(|(number, name)| (number, pattern.replace('*', &name)))
                .collect();
        }
        let member = pattern.strip_prefix("members/").and_then(|rest| rest.split('/').next());
        let of = self.numbered().find(|(_, name)| Some(name.as_str()) == member);
        vec![(of.map_or(0, |(number, _)| number), pattern.to_owned())]
    }

    /// A text with `{m1}` for the address of m1, `{address}` and `{name}` for those of the member itself.
    pub(super) fn fill(&self, text: &str, member: u8) -> String {
        let mut text = text.to_owned();
        for (number, name) in self.numbered() {
            text = text.replace(&format!("{{{name}}}"), &self.address(number).to_string());
        }
        text.replace("{address}", &self.address(member).to_string())
            .replace("{name}", &format!("m{member}"))
    }

    /// Reads a file of the folder.
    pub(super) fn read(&self, path: &str) -> Result<String, ExerciseError> {
        let path = self.path(path)?;
        fs::read_to_string(&path).map_err(|error| ExerciseError::io(&path, error))
    }

    /// Writes a file of the folder, over an earlier one, with a mode.
    pub(super) fn write(&self, path: &str, bytes: &[u8], mode: u32) -> Result<(), ExerciseError> {
        let path = self.path(path)?;
        write(&path, bytes, mode).map_err(|error| ExerciseError::io(&path, error))
    }
}

/// Writes a file anew, and makes the directories above it.
pub(super) fn write(path: &Path, bytes: &[u8], mode: u32) -> io::Result<()> {
    if let Some(parent) = path.parent() {
        fs::DirBuilder::new().recursive(true).mode(0o700).create(parent)?;
    }
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let mut file = OpenOptions::new().write(true).create_new(true).mode(mode).open(path)?;
    file.write_all(bytes)?;
    // The umask may have taken something away.
    file.set_permissions(fs::Permissions::from_mode(mode))
}
