//! Answers kept between two starts, in the user's state directory. They hold no key material.

use std::fs::{self, DirBuilder, OpenOptions};
use std::io::{self, Read, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use directories::ProjectDirs;

use crate::answers::Answers;

/// The longest file that is read back, in bytes: hundreds of members fit.
const LIMIT: u64 = 1 << 20;

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

    /// Reads the answers of an earlier start. What can't be read is as good as none: nobody is kept
    /// from starting by a file of an older version.
    pub(super) fn load(&self) -> Option<Answers> {
        let mut text = String::new();
        fs::File::open(&self.0).ok()?.take(LIMIT).read_to_string(&mut text).ok()?;
        serde_json::from_str(&text).ok()
    }

    /// Writes the answers beside and renames them into place, so that a full disk or a kill leaves
    /// the old ones.
    pub(super) fn store(&self, answers: &Answers) -> io::Result<()> {
        let directory = self.0.parent().unwrap_or(Path::new("."));
        DirBuilder::new().recursive(true).mode(0o700).create(directory)?;
        let staged = directory.join(format!("answers.json.{}", std::process::id()));
        let written = write_private(&staged, &serde_json::to_vec_pretty(answers)?);
        let renamed = written.and_then(|()| fs::rename(&staged, &self.0));
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
