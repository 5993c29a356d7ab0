//! Answers kept between two starts, in the user's state directory. They hold no key material.

use std::fs::{self, DirBuilder, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use directories::ProjectDirs;

use crate::answers::Answers;
use crate::bundle::read::{self, Links};
use crate::ui::Message;

/// The longest file that is read back, in bytes: hundreds of members fit.
const LIMIT: usize = 1 << 20;

/// Where answers are kept.
#[derive(Debug, Clone)]
pub(super) struct Saved(PathBuf);

impl Saved {
    /// Finds the place: `$XDG_STATE_HOME/quorate/answers.json`, by default below `~/.local/state`.
    /// `None` without a home directory.
    pub(super) fn locate() -> Option<Self> {
        let directories = ProjectDirs::from("", "", "quorate")?;
        let directory = directories.state_dir().unwrap_or_else(|| directories.data_local_dir());
        Some(Self(directory.join("answers.json")))
    }

    /// Reads the answers of an earlier start, and tells of them. A file that can't be read, of another version
    /// perhaps, is put aside, so that the answers of this start don't replace it.
    pub(super) fn load(&self) -> Option<Message> {
        let found = fs::symlink_metadata(&self.0);
        if found.is_err_and(|error| error.kind() == io::ErrorKind::NotFound) {
            return None;
        }
        let read = read::file(&self.0, LIMIT, Links::Refuse).ok();
        // serde takes a sequence for a struct as well, of which these answers have never been one.
        let object = read.filter(|(bytes, _)| bytes.trim_ascii_start().starts_with(b"{"));
        if let Some(answers) = object.and_then(|(bytes, _)| serde_json::from_slice(&bytes).ok()) {
            return Some(Message::Saved(Box::new(answers)));
        }
        let kept = self.0.with_extension("json.bad");
        fs::rename(&self.0, &kept).ok().map(|()| Message::SavedUnreadable(kept))
    }

    /// Writes the answers beside and renames them into place, so that a full disk or a kill leaves
    /// the old ones.
    pub(super) fn store(&self, answers: &Answers) -> io::Result<()> {
        Self::store_as(&self.0, answers)
    }

    /// Keeps answers of an earlier start beside those of this one, and says where.
    pub(super) fn keep_earlier(&self, answers: &Answers) -> io::Result<PathBuf> {
        let kept = self.0.with_extension("json.earlier");
        Self::store_as(&kept, answers).map(|()| kept)
    }

    fn store_as(place: &Path, answers: &Answers) -> io::Result<()> {
        let directory = place.parent().unwrap_or(Path::new("."));
        DirBuilder::new().recursive(true).mode(0o700).create(directory)?;
        let staged = directory.join(format!("answers.json.{}", std::process::id()));
        let written = write_private(&staged, &serde_json::to_vec_pretty(answers)?);
        let renamed = written.and_then(|()| fs::rename(&staged, place));
        if renamed.is_err() {
            let _ = fs::remove_file(&staged);
        }
        renamed
    }

    /// Removes them, once a bundle holds the plan.
    pub(super) fn forget(&self) {
        let _ = fs::remove_file(&self.0);
    }
}

fn write_private(path: &Path, contents: &[u8]) -> io::Result<()> {
    let mut options = OpenOptions::new();
    let mut file = options.write(true).create(true).truncate(true).mode(0o600).open(path)?;
    file.write_all(contents)?;
    file.sync_all()
}
