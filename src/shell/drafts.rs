//! Drafts in the user's state directory: those that are there, and the one that this wizard has open.

use std::fs::{self, File};
use std::io::{self, Read};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use directories::ProjectDirs;
use rustix::fs::OFlags;
use time::OffsetDateTime;

use super::draft_file::DraftFile;
use super::lock::Lock;
use crate::answers::{Answers, Draft, Progress};
use crate::bundle::read::{self, Links};
use crate::bundle::shown;
use crate::text::{fill, say};
use crate::ui::{Holder, ListedDraft, Refusal};

/// The longest file that is read back, in bytes: hundreds of members fit.
const LIMIT: usize = 1 << 20;
/// The most drafts that are listed: nobody goes through more.
const LISTED: usize = 500;

/// The drafts of a user, and the one that this wizard has open.
#[derive(Debug)]
pub(super) struct Drafts {
    state: PathBuf,
    open: Option<DraftFile>,
    /// Those that were deleted here, as they were, the last one last.
    deleted: Vec<Vec<u8>>,
}

/// The directory for what quorate keeps between starts: `$XDG_STATE_HOME/quorate`, by default below
/// `~/.local/state`. `None` without a home directory.
pub(super) fn state_directory() -> Option<PathBuf> {
    let directories = ProjectDirs::from("", "", "quorate")?;
    Some(directories.state_dir().unwrap_or_else(|| directories.data_local_dir()).to_owned())
}

impl Drafts {
    pub(super) fn locate() -> Option<Self> {
        Some(Self { state: state_directory()?, open: None, deleted: Vec::new() })
    }

    fn directory(&self) -> PathBuf {
        self.state.join("drafts")
    }

    /// The file of the draft that is open here, once it was stored.
    pub(super) fn open_here(&self) -> Option<PathBuf> {
        self.open.as_ref().map(|file| file.path().to_owned())
    }

    /// Whether this wizard has a draft.
    pub(super) fn has_open(&self) -> bool {
        self.open.is_some()
    }

    /// Stores answers as the draft of this wizard, a new one where it has none.
    pub(super) fn store(
        &mut self,
        answers: &Answers,
        progress: Progress,
        now: OffsetDateTime,
    ) -> io::Result<()> {
        let draft = Draft::new(answers.clone(), progress, now);
        let cluster = &draft.draft.cluster;
        let directory = self.directory();
        let file = match &mut self.open {
            Some(file) => file,
            None => self.open.insert(DraftFile::claim(&directory, cluster)?),
        };
        file.store(cluster, draft.to_json().as_bytes())
    }

    /// Opens a draft in the place of the one that is open; that one stays as it was stored.
    pub(super) fn open(&mut self, path: &Path) -> Result<Draft, Refusal> {
        let (file, draft) = take(path)?;
        self.open = Some(file);
        Ok(draft)
    }

    /// Leaves the draft that is open, as it was stored.
    pub(super) fn close(&mut self) {
        self.open = None;
    }

    /// Removes the draft that is open: a bundle holds its plan.
    pub(super) fn forget(&mut self) {
        if let Some(file) = self.open.take() {
            let _ = file.remove();
        }
    }

    /// Deletes a draft that no wizard has open; the name of its cluster, or of its file, is returned.
    pub(super) fn delete(&mut self, path: &Path) -> Result<String, Refusal> {
        let failed = |error: io::Error| Refusal {
            message: fill("draft-not-deleted", &[("why", &error)]),
            hint: shown(path),
        };
        let file =
            DraftFile::open(path, "").map_err(failed)?.ok_or_else(|| open_elsewhere(path))?;
        let bytes = read::file(path, LIMIT, Links::Refuse).map(|(bytes, _)| bytes.to_vec());
        file.remove().map_err(failed)?;
        let name = bytes.as_ref().ok().and_then(|bytes| Draft::head(bytes));
        let name = name.map_or_else(|| shown(path), |head| head.cluster);
        self.deleted.extend(bytes);
        Ok(name)
    }

    /// Whether a draft was deleted here that can be brought back.
    pub(super) fn has_deleted(&self) -> bool {
        !self.deleted.is_empty()
    }

    /// Brings back the draft that was deleted last; whether there was one.
    pub(super) fn undelete(&mut self) -> io::Result<bool> {
        let Some(bytes) = self.deleted.pop() else { return Ok(false) };
        let cluster = Draft::head(&bytes).map(|head| head.cluster);
        let cluster = cluster.filter(|name| is_name(name)).unwrap_or_else(|| "draft".to_owned());
        let stored = DraftFile::claim(&self.directory(), &cluster)
            .and_then(|mut file| file.store(&cluster, &bytes));
        stored.map(|()| true).inspect_err(|_| self.deleted.push(bytes))
    }
}

/// Takes a draft for this wizard, and reads it.
fn take(path: &Path) -> Result<(DraftFile, Draft), Refusal> {
    let unreadable = |why: String| Refusal {
        message: fill("draft-unreadable", &[("why", &crate::text::escape_for_terminal(&why))]),
        hint: shown(path),
    };
    let read =
        || read::file(path, LIMIT, Links::Refuse).map_err(|error| unreadable(error.to_string()));
    // It may be renamed while it is read by whoever has it.
    let beginning = read()?.0;
    let cluster = Draft::head(&beginning).map(|head| head.cluster).unwrap_or_default();
    let file = DraftFile::open(path, &cluster).map_err(|error| unreadable(error.to_string()))?;
    let file = file.ok_or_else(|| open_elsewhere(path))?;
    let draft = Draft::from_json(&read()?.0).map_err(|error| unreadable(error.to_string()))?;
    Ok((file, draft))
}

fn open_elsewhere(path: &Path) -> Refusal {
    let cluster = head(path).map(|head| head.cluster).unwrap_or_default();
    Refusal {
        message: fill("draft-open-elsewhere", &[("cluster", &cluster)]),
        hint: say("draft-open-elsewhere.hint").to_owned(),
    }
}

/// Whether a name is one of a file, and of no other directory.
fn is_name(name: &str) -> bool {
    name.parse::<crate::cluster::ClusterName>().is_ok()
}

/// Reads the head of a draft, and no more.
fn head(path: &Path) -> Option<crate::answers::DraftHead> {
    let flags = OFlags::NOFOLLOW | OFlags::NONBLOCK;
    let flags = i32::try_from(flags.bits()).unwrap_or(0);
    let file = File::options().read(true).custom_flags(flags).open(path).ok()?;
    let mut beginning = Vec::with_capacity(Draft::HEAD);
    file.take(Draft::HEAD as u64).read_to_end(&mut beginning).ok()?;
    Draft::head(&beginning)
}

/// The drafts that are there, newest first. Answers that earlier versions kept become drafts before. `here` is the
/// one that this wizard has open.
pub(super) fn list(state: &Path, here: Option<&Path>) -> Vec<ListedDraft> {
    let directory = state.join("drafts");
    take_over(state, &directory);
    let mut all: Vec<ListedDraft> = files(&directory, is_draft)
        .into_iter()
        .take(LISTED)
        .map(|path| {
            let head = head(&path);
            let holder = if here == Some(path.as_path()) {
                Holder::ThisWizard
            } else if DraftFile::is_open(&path) {
                Holder::AnotherWizard
            } else {
                Holder::Nobody
            };
            let changed = head.as_ref().map(|head| head.saved).or_else(|| changed(&path));
            let changed = changed.unwrap_or(OffsetDateTime::UNIX_EPOCH);
            ListedDraft { path, changed, head, holder }
        })
        .collect();
    all.sort_by(|one, other| other.changed.cmp(&one.changed).then(one.path.cmp(&other.path)));
    all
}

/// When a file was changed last.
fn changed(path: &Path) -> Option<OffsetDateTime> {
    Some(fs::symlink_metadata(path).ok()?.modified().ok()?.into())
}

/// Whether a file is a draft by its name, rather than a lock or a half-written one.
fn is_draft(name: &str) -> bool {
    Path::new(name).extension().is_some_and(|end| end == "json")
}

fn files(directory: &Path, is_wanted: impl Fn(&str) -> bool) -> Vec<PathBuf> {
    let entries = fs::read_dir(directory).into_iter().flatten().flatten();
    let mut found: Vec<PathBuf> = entries
        .filter(|entry| entry.file_name().to_str().is_some_and(&is_wanted))
        .map(|entry| entry.path())
        .collect();
    found.sort();
    found
}

/// Makes drafts of the answers that earlier versions kept: `answers.json`, `answers-2.json` and so on, and those that
/// were put aside as `answers.json.earlier`. What can't be read stays as it is.
fn take_over(state: &Path, directory: &Path) {
    let is_old = |name: &str| {
        let Some(end) = name.strip_prefix("answers").and_then(|name| name.split_once(".json"))
        else {
            return false;
        };
        let (number, end) = end;
        let number = number.strip_prefix('-').unwrap_or(number);
        let end = end.strip_prefix(".earlier").unwrap_or(end);
        let end = end.strip_prefix('.').unwrap_or(end);
        number.bytes().chain(end.bytes()).all(|byte| byte.is_ascii_digit())
    };
    for path in files(state, is_old) {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        let name = name.split(".earlier").next().unwrap_or_default();
        // An earlier version may be running.
        let Ok(Some(_lock)) = Lock::take(&state.join(format!("{name}.lock"))) else { continue };
        let Ok((bytes, _)) = read::file(&path, LIMIT, Links::Refuse) else { continue };
        let Ok(answers) = Answers::from_saved(&bytes) else { continue };
        let Some(changed) = changed(&path) else { continue };
        let draft = Draft::new(answers, Progress::START, changed);
        let cluster = &draft.draft.cluster;
        let stored = DraftFile::claim(directory, cluster)
            .and_then(|mut file| file.store(cluster, draft.to_json().as_bytes()));
        if stored.is_ok() {
            let _ = fs::remove_file(&path);
        }
    }
}

#[cfg(test)]
#[allow(clippy::disallowed_methods, reason = "tests write scratch files")]
mod tests {
    use time::macros::datetime;

    use super::*;
    use crate::answers::Field;

    const NOW: OffsetDateTime = datetime!(2026-01-02 03:04:05 UTC);

    fn named(cluster: &str) -> Answers {
        let mut answers = Answers::at_a_terminal();
        answers.set_text(Field::ClusterName, cluster.into());
        answers
    }

    fn drafts(state: &Path) -> Drafts {
        Drafts { state: state.to_owned(), open: None, deleted: Vec::new() }
    }

    fn clusters(listed: &[ListedDraft]) -> Vec<&str> {
        listed.iter().map(|one| one.head.as_ref().map_or("?", |head| &head.cluster)).collect()
    }

    #[test]
    fn drafts_are_listed_newest_first_with_who_has_them_open() {
        let home = tempfile::TempDir::new().unwrap();
        let (mut first, mut second) = (drafts(home.path()), drafts(home.path()));
        first.store(&named("old"), Progress::START, NOW).unwrap();
        second.store(&named("new"), Progress::START, NOW + time::Duration::days(1)).unwrap();
        fs::write(home.path().join("drafts/strange.json"), "{}").unwrap();
        fs::write(home.path().join("drafts/notes.txt"), "{}").unwrap();
        let listed = list(home.path(), first.open_here().as_deref());
        // One that can't be read has the date of its file.
        assert_eq!(clusters(&listed), ["?", "new", "old"]);
        let holders: Vec<Holder> = listed.iter().map(|one| one.holder).collect();
        assert_eq!(holders, [Holder::Nobody, Holder::AnotherWizard, Holder::ThisWizard]);
        let elsewhere = listed[1].path.clone();
        let refused = first.open(&elsewhere).unwrap_err();
        assert!(refused.message.contains("new"), "{refused:?}");
        assert!(first.delete(&elsewhere).is_err() && elsewhere.exists());
        drop(second);
        let draft = first.open(&elsewhere).unwrap();
        assert_eq!(draft.answers, named("new"));
        let listed = list(home.path(), first.open_here().as_deref());
        assert_eq!(listed[2].holder, Holder::Nobody, "the one before was left");
        first.forget();
        assert_eq!(clusters(&list(home.path(), None)), ["?", "old"]);
    }

    #[test]
    fn a_draft_that_was_deleted_comes_back_as_it_was() {
        let home = tempfile::TempDir::new().unwrap();
        let mut mine = drafts(home.path());
        mine.store(&named("shop"), Progress::START, NOW).unwrap();
        mine.close();
        let path = home.path().join("drafts/shop.json");
        let before = fs::read(&path).unwrap();
        mine.delete(&path).unwrap();
        assert!(list(home.path(), None).is_empty());
        assert!(mine.undelete().unwrap() && !mine.undelete().unwrap());
        assert_eq!(fs::read(&path).unwrap(), before);
    }

    #[test]
    fn answers_of_earlier_versions_become_drafts_and_what_can_not_be_read_stays() {
        let home = tempfile::TempDir::new().unwrap();
        let write = |name: &str, text: &str| fs::write(home.path().join(name), text).unwrap();
        let old = |cluster: &str| serde_json::to_string_pretty(&named(cluster)).unwrap();
        write("answers.json", &old("a"));
        write("answers-2.json", &old("b"));
        write("answers.json.earlier", &old("a"));
        write("answers.json.earlier.2", &old("c"));
        write("answers.json.bad", &old("d"));
        write("answers-3.json", "{");
        let held = Lock::take(&home.path().join("answers-2.json.lock")).unwrap();
        let mut listed = list(home.path(), None);
        listed.sort_by(|one, other| one.path.cmp(&other.path));
        assert_eq!(clusters(&listed), ["a", "a", "c"]);
        assert_eq!(
            Draft::from_json(&fs::read(&listed[0].path).unwrap()).unwrap().answers,
            named("a")
        );
        drop(held);
        assert_eq!(list(home.path(), None).len(), 4);
        let names = files(home.path(), |name| name.starts_with("answers"));
        let kept = ["answers-3.json", "answers.json.bad"];
        assert_eq!(names, kept.map(|name| home.path().join(name)));
    }
}
