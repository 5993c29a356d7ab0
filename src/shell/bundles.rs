//! The bundles that were made: where they are, in the user's data directory, and what can be said of one.

use std::fs::{DirBuilder, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use super::now;
use crate::bundle::read::{self, Links};
use crate::bundle::{Generated, MANIFEST, PLAN, PlannedBundle, verify};
use crate::cluster::Plan;
use crate::finding;
use crate::pki::{self, ItemKind};
use crate::render::next_commands;
use crate::ui::{BundleLook, BundleRecord, ListedBundle};
use directories::ProjectDirs;
use rustix::fs::OFlags;

/// The most that is read of the record, in bytes: thousands of bundles.
const LIMIT: usize = 1 << 20;
/// The most bundles that are listed, newest first.
const LISTED: usize = 200;

/// The record: one bundle a line, appended to. `None` without a home directory.
fn record_file() -> Option<PathBuf> {
    let directories = ProjectDirs::from("", "", "quorate")?;
    Some(directories.data_local_dir().join("bundles.jsonl"))
}

/// Takes note of a bundle that was made. Where that can't be done nothing else fails: the bundle stands.
pub(crate) fn record(plan: &Plan, generated: &Generated) {
    let root = &generated.written.path;
    let Some(path) = root.to_str() else { return };
    let record = BundleRecord {
        path: path.to_owned(),
        cluster: plan.cluster_name.to_string(),
        made: now(),
        authority: authority(plan, root),
    };
    if let Some(file) = record_file() {
        let _ = append(&file, &record);
    }
}

fn append(file: &Path, record: &BundleRecord) -> io::Result<()> {
    if let Some(directory) = file.parent() {
        DirBuilder::new().recursive(true).mode(0o700).create(directory)?;
    }
    let mut line = serde_json::to_vec(record)?;
    line.push(b'\n');
    let flags = i32::try_from(OFlags::NOFOLLOW.bits()).unwrap_or(0);
    let mut options = OpenOptions::new();
    let options = options.append(true).create(true).mode(0o600).custom_flags(flags);
    // One write: lines of several at once never mix.
    options.open(file)?.write_all(&line)
}

/// The SHA-256 of the CA's certificate, or of the first CA's.
fn authority(plan: &Plan, root: &Path) -> Option<String> {
    let bundle = PlannedBundle::of(plan);
    let (path, _) = bundle.anchors().next()?;
    let (bytes, _) = read::file(&root.join(path), LIMIT, Links::Refuse).ok()?;
    let items = pki::inspect::read(path, &bytes).items;
    items.into_iter().find_map(|item| match item.kind {
        ItemKind::Certificate(report) => report.into_report().fingerprint,
        _ => None,
    })
}

/// The bundles that were recorded, newest first, each place once.
pub(crate) fn list() -> Vec<ListedBundle> {
    record_file().map(|file| list_of(&file)).unwrap_or_default()
}

fn list_of(file: &Path) -> Vec<ListedBundle> {
    let Ok((bytes, _)) = read::file(file, LIMIT, Links::Refuse) else { return Vec::new() };
    let lines = bytes.split(|byte| *byte == b'\n');
    // A line of another version, or half of one, hides no other.
    let records = lines.filter_map(|line| serde_json::from_slice::<BundleRecord>(line).ok());
    let mut listed: Vec<ListedBundle> = Vec::new();
    let mut records: Vec<BundleRecord> = records.collect();
    records.reverse();
    for record in records {
        if listed.len() < LISTED && listed.iter().all(|one| one.record.path != record.path) {
            let is_gone = !Path::new(&record.path).join(MANIFEST).is_file();
            listed.push(ListedBundle { record, is_gone });
        }
    }
    listed
}

/// Verifies a bundle, and says what can be done with it.
pub(super) fn look(path: &str) -> BundleLook {
    let root = Path::new(path);
    let report = verify(root, now());
    let plan = read::file(&root.join(PLAN), read::LIMIT, Links::Refuse).ok();
    let plan = plan.and_then(|(bytes, _)| Plan::from_json(&bytes).ok());
    BundleLook {
        is_sound: report.is_sound(),
        findings: finding::by_place(&report.findings),
        count: report.findings.len(),
        commands: plan.as_ref().map(|plan| next_commands(plan, root)).unwrap_or_default(),
        plan: plan.map(Box::new),
    }
}

#[cfg(test)]
#[allow(clippy::disallowed_methods, reason = "tests write scratch files")]
mod tests {
    use std::fs;
    use std::os::unix::fs::PermissionsExt;

    use time::OffsetDateTime;
    use time::macros::datetime;

    use super::*;

    fn made(path: &str, day: u8) -> BundleRecord {
        let made: OffsetDateTime = datetime!(2026-01-02 03:04:05 UTC);
        BundleRecord {
            path: path.into(),
            cluster: "shop".into(),
            made: made + time::Duration::days(day.into()),
            authority: None,
        }
    }

    #[test]
    fn bundles_are_listed_newest_first_each_once_and_say_whether_they_are_gone() {
        let home = tempfile::TempDir::new().unwrap();
        let file = home.path().join("data/bundles.jsonl");
        assert!(list_of(&file).is_empty());
        let there = home.path().join("there");
        fs::create_dir(&there).unwrap();
        fs::write(there.join(MANIFEST), "{}").unwrap();
        let there = there.to_str().unwrap();
        for (path, day) in [("/none/a", 0), (there, 1), ("/none/a", 2)] {
            append(&file, &made(path, day)).unwrap();
        }
        let before = fs::read_to_string(&file).unwrap();
        fs::write(&file, before + "{\"path\": \"/half").unwrap();
        let listed: Vec<(String, bool)> =
            list_of(&file).into_iter().map(|one| (one.record.path, one.is_gone)).collect();
        assert_eq!(listed, [("/none/a".to_owned(), true), (there.to_owned(), false)]);
        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    }
}
