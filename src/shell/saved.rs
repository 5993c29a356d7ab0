//! Answers kept between two starts, in the user's state directory. They hold no key material.

use std::io;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use directories::ProjectDirs;

use super::answers_file::AnswersFile;
use crate::answers::Answers;
use crate::bundle::read::{self, Links};
use crate::ui::Message;

/// The longest file that is read back, in bytes: hundreds of members fit.
const LIMIT: usize = 1 << 20;

/// Where answers are kept. The place is taken at the first look, which comes after the first frame.
#[derive(Debug, Clone)]
pub(super) struct Saved {
    directory: PathBuf,
    file: Arc<Mutex<Option<AnswersFile>>>,
}

impl Saved {
    /// Finds the directory: `$XDG_STATE_HOME/quorate`, by default below `~/.local/state`. `None` without a
    /// home directory.
    pub(super) fn locate() -> Option<Self> {
        let directories = ProjectDirs::from("", "", "quorate")?;
        let directory = directories.state_dir().unwrap_or_else(|| directories.data_local_dir());
        Some(Self { directory: directory.to_owned(), file: Arc::default() })
    }

    fn with_file<T>(&self, work: impl FnOnce(&mut AnswersFile) -> io::Result<T>) -> io::Result<T> {
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        match file.as_mut() {
            Some(file) => work(file),
            None => work(file.insert(AnswersFile::claim(&self.directory)?)),
        }
    }

    /// Where the answers of this wizard are kept, if that is because another one is running.
    pub(super) fn beside_another(&self) -> Option<PathBuf> {
        let place = self.with_file(|file| Ok(file.is_further.then(|| file.path().to_owned())));
        place.ok().flatten()
    }

    /// Reads the answers of an earlier start, and tells of them. A file that can't be read, of another version
    /// perhaps, is put aside, so that the answers of this start don't replace it.
    pub(super) fn load(&self) -> Option<Message> {
        let loaded = self.with_file(|file| {
            if file.is_ours {
                return Ok(None);
            }
            let read = read::file(file.path(), LIMIT, Links::Refuse).ok();
            // serde takes a sequence for a struct as well, of which these answers have never been one.
            let object = read.filter(|(bytes, _)| bytes.trim_ascii_start().starts_with(b"{"));
            match object.and_then(|(bytes, _)| serde_json::from_slice(&bytes).ok()) {
                Some(answers) => Ok(Some(Message::Saved(Box::new(answers)))),
                None => file.move_aside("bad").map(|kept| Some(Message::SavedUnreadable(kept))),
            }
        });
        loaded.ok().flatten()
    }

    /// Stores the answers. Those of an earlier start that are still there, and were not taken, are moved
    /// aside before; says where they are now.
    pub(super) fn store(&self, answers: &Answers) -> io::Result<Option<PathBuf>> {
        let contents = serde_json::to_vec_pretty(answers)?;
        self.with_file(|file| file.store(&contents))
    }

    /// Keeps the answers of an earlier start under a name of their own, and says which.
    pub(super) fn keep_earlier(&self) -> io::Result<PathBuf> {
        self.with_file(|file| file.move_aside("earlier"))
    }

    /// Goes on with the answers of an earlier start, which those of this one replace.
    pub(super) fn take_earlier(&self) {
        let _ = self.with_file(|file| {
            file.is_ours = true;
            Ok(())
        });
    }

    /// Removes them, once a bundle holds the plan.
    pub(super) fn forget(&self) {
        let _ = self.with_file(|file| {
            file.remove();
            Ok(())
        });
    }
}
