//! What one plan changes of another, host by host: the lines of files, and what certificates say.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use time::OffsetDateTime;

use crate::bundle::{AUTHORITY, FileKind, PlannedBundle, REQUESTS};
use crate::cluster::Plan;
use crate::pki::{CertificateReport, rows};

/// Whether a line comes or goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Change {
    /// It isn't there any more.
    Gone,
    /// It is new.
    Come,
}

impl Change {
    /// Its mark.
    pub(super) fn mark(self) -> &'static str {
        match self {
            Self::Gone => "-",
            Self::Come => "+",
        }
    }
}

/// A file that is another, by its path in the bundle, with its lines that are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct FileChanges {
    pub(super) path: PathBuf,
    pub(super) lines: Vec<(Change, String)>,
}

/// What changes on one host: a member, a client, or the load balancer, by its directory in the bundle. The CA has one
/// as well.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct HostChanges {
    pub(super) directory: PathBuf,
    pub(super) files: Vec<FileChanges>,
}

impl HostChanges {
    /// Whether these are the files of the CA, or what it is asked to sign, which go to no host.
    pub(super) fn is_authority(&self) -> bool {
        [AUTHORITY, REQUESTS].iter().any(|of_authority| self.directory.as_os_str() == *of_authority)
    }
}

/// What a plan changes of another as of `now`, without the hosts on which nothing changes.
pub(super) fn between(before: &Plan, after: &Plan, now: OffsetDateTime) -> Vec<HostChanges> {
    let (before, after) = (contents(before, now), contents(after, now));
    let mut hosts: Vec<HostChanges> = Vec::new();
    let paths = before.keys().chain(after.keys().filter(|path| !before.contains_key(*path)));
    let mut paths: Vec<&PathBuf> = paths.collect();
    paths.sort();
    for path in paths {
        let lines_of = |files: &BTreeMap<PathBuf, Vec<String>>| files.get(path).cloned();
        let lines = differing(
            &lines_of(&before).unwrap_or_default(),
            &lines_of(&after).unwrap_or_default(),
        );
        if lines.is_empty() {
            continue;
        }
        let file = FileChanges { path: path.clone(), lines };
        let directory = host(path);
        match hosts.iter_mut().find(|host| host.directory == directory) {
            Some(host) => host.files.push(file),
            None => hosts.push(HostChanges { directory, files: vec![file] }),
        }
    }
    hosts
}

/// The directory of the host that a file is for.
fn host(path: &Path) -> PathBuf {
    let depth = if path.starts_with("members") || path.starts_with("clients") { 2 } else { 1 };
    path.components().take(depth).collect()
}

/// What each file of a host is going to hold, line by line. What follows from those, such as README.txt, is left out.
fn contents(plan: &Plan, now: OffsetDateTime) -> BTreeMap<PathBuf, Vec<String>> {
    let bundle = PlannedBundle::of(plan);
    let lines = |kind: &FileKind| -> Option<Vec<String>> {
        match kind {
            // Comments follow from what they stand above.
            FileKind::Text(text) => {
                let told = text.contents.lines().filter(|line| !line.starts_with('#'));
                Some(told.map(str::to_owned).collect())
            }
            FileKind::Certificate { profile, .. } => {
                let report = CertificateReport::planned(bundle.profiles.get(*profile)?, now);
                let rows = rows(&report, now).into_iter();
                let lines = rows.flat_map(|row| {
                    row.values.into_iter().map(move |value| format!("{}: {value}", row.label))
                });
                Some(lines.collect())
            }
            _ => None,
        }
    };
    let is_of_host = |path: &Path| path.components().count() > 1 && !path.starts_with("cfssl");
    let files = bundle.generated().filter(|file| is_of_host(&file.path));
    files.filter_map(|file| Some((file.path.clone(), lines(&file.kind)?))).collect()
}

/// The lines that are only in one of two texts, in order: by their longest common subsequence.
pub(super) fn differing(before: &[String], after: &[String]) -> Vec<(Change, String)> {
    let same = |pair: &(&String, &String)| pair.0 == pair.1;
    let head = before.iter().zip(after).take_while(same).count();
    let (before, after) = (before.get(head..).unwrap_or(&[]), after.get(head..).unwrap_or(&[]));
    let tail = before.iter().rev().zip(after.iter().rev()).take_while(same).count();
    let before = before.get(..before.len() - tail).unwrap_or(&[]);
    let after = after.get(..after.len() - tail).unwrap_or(&[]);
    // `longest[i][j]`: how many lines the rests from `i` and `j` on have in common.
    let mut longest = vec![vec![0_usize; after.len() + 1]; before.len() + 1];
    let at = |table: &[Vec<usize>], i: usize, j: usize| {
        table.get(i).and_then(|row| row.get(j)).copied().unwrap_or(0)
    };
    for (i, old) in before.iter().enumerate().rev() {
        for (j, new) in after.iter().enumerate().rev() {
            let length = if old == new {
                at(&longest, i + 1, j + 1) + 1
            } else {
                at(&longest, i + 1, j).max(at(&longest, i, j + 1))
            };
            if let Some(cell) = longest.get_mut(i).and_then(|row| row.get_mut(j)) {
                *cell = length;
            }
        }
    }
    let (mut i, mut j, mut lines) = (0, 0, Vec::new());
    loop {
        match (before.get(i), after.get(j)) {
            (Some(old), Some(new)) if old == new => (i, j) = (i + 1, j + 1),
            (Some(old), new)
                if new.is_none() || at(&longest, i + 1, j) >= at(&longest, i, j + 1) =>
            {
                lines.push((Change::Gone, old.clone()));
                i += 1;
            }
            (_, Some(new)) => {
                lines.push((Change::Come, new.clone()));
                j += 1;
            }
            (_, None) => return lines,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cluster::plan::tests::three_members;

    fn texts(lines: &[&str]) -> Vec<String> {
        lines.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn lines_that_come_and_go_are_told_in_order() {
        let lines = differing(&texts(&["a", "b", "c", "d"]), &texts(&["a", "x", "c", "d", "e"]));
        let told: Vec<String> =
            lines.iter().map(|(change, line)| format!("{}{line}", change.mark())).collect();
        assert_eq!(told, ["-b", "+x", "+e"]);
        assert!(differing(&texts(&["a", "b"]), &texts(&["a", "b"])).is_empty());
        assert_eq!(differing(&[], &texts(&["a"])).len(), 1);
        assert_eq!(differing(&texts(&["a"]), &[]).len(), 1);
    }

    #[test]
    fn a_new_address_changes_each_member_and_a_plan_nothing_of_itself() {
        let now = time::macros::datetime!(2026-01-02 03:04:05 UTC);
        let before = three_members();
        assert_eq!(between(&before, &before, now), []);
        let json = before.to_json().replace("10.0.0.3", "10.0.0.33");
        let after = Plan::from_json(json.as_bytes()).unwrap();
        let hosts = between(&before, &after, now);
        let members = hosts.iter().filter(|host| host.directory.starts_with("members"));
        assert_eq!(members.count(), 3, "{hosts:?}");
        let lines: Vec<_> =
            hosts.iter().flat_map(|host| &host.files).flat_map(|f| &f.lines).collect();
        let moved = (Change::Come, "IP addresses: 10.0.0.33".to_owned());
        assert!(lines.contains(&&moved), "{lines:?}");
    }
}
