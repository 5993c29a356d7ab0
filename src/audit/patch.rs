//! Fixes that need no decision: a setting's name, quotes, a scheme. Each is tried on the files in memory, and kept where
//! the audit of the changed files no longer has its finding, and nothing worse.

mod edit;

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::Path;

use time::OffsetDateTime;

use super::{AuditReport, Disk, Found, JudgedFor, Lookup, Owner, audit};
use crate::finding::{Finding, Severity};
use crate::text::escape_for_terminal;
use edit::Edit;

/// The most fixes that are tried: each takes an audit.
const TRIED: usize = 200;

/// A file before and after its fixes. Lines are changed, none comes or goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Patch {
    /// The file.
    pub path: String,
    /// What it holds.
    pub before: String,
    /// What it is to hold.
    pub after: String,
    /// What that fixes.
    pub fixed: Vec<Finding>,
}

/// The files that fixes change, by path.
pub fn patches(
    files: &[(String, Found)],
    disk: &dyn Disk,
    etcd: JudgedFor,
    now: OffsetDateTime,
    report: &AuditReport,
) -> Vec<Patch> {
    let mut disk = Patched { disk, changed: BTreeMap::new(), seen: RefCell::default() };
    // What is named by others is known once it was asked for.
    let mut findings = audit(files, &disk, etcd, now).findings;
    let mut by_path: BTreeMap<String, Patch> = BTreeMap::new();
    let mut changed = files.to_vec();
    let mut tries = 0;
    for finding in &report.findings {
        let Some((file, line)) = place(finding) else { continue };
        let Some(text) = text_of(&changed, &disk, file) else { continue };
        let Some(fixed) = Edit::of(finding).and_then(|edit| edit.apply(&text, line)) else {
            continue;
        };
        tries += 1;
        if tries > TRIED {
            break;
        }
        disk.put(&mut changed, file, &fixed);
        let after = audit(&changed, &disk, etcd, now).findings;
        if !is_better(finding, &findings, &after) {
            disk.put(&mut changed, file, &text);
            continue;
        }
        findings = after;
        let patch = by_path.entry(file.to_owned()).or_insert_with(|| Patch {
            path: file.to_owned(),
            before: text,
            after: String::new(),
            fixed: Vec::new(),
        });
        patch.after = fixed;
        patch.fixed.push(finding.clone());
    }
    by_path.into_values().collect()
}

/// Where a finding is, in a file that can be changed.
fn place(finding: &Finding) -> Option<(&str, usize)> {
    let (file, line) = (finding.location.file.as_deref()?, finding.location.line?);
    let is_json = Path::new(file).extension().is_some_and(|end| end.eq_ignore_ascii_case("json"));
    let is_made = file.starts_with("/proc/") || is_json;
    // A name that isn't shown as it is can't be found by what is shown.
    (!is_made && escape_for_terminal(file) == file).then_some((file, line))
}

/// The text of a file; none of one that holds a key, of which a diff may show nothing.
fn text_of(files: &[(String, Found)], disk: &Patched<'_>, path: &str) -> Option<String> {
    let own = files.iter().find(|(one, _)| one == path);
    if let Some((_, found)) = own {
        return without_key(&found.bytes);
    }
    if let Some(bytes) = disk.changed.get(path) {
        return without_key(bytes);
    }
    disk.seen.borrow().get(path).cloned()
}

fn without_key(bytes: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(bytes).ok()?;
    (!text.contains("PRIVATE KEY")).then(|| text.to_owned())
}

/// Whether a finding is gone, and no error has come.
fn is_better(fixed: &Finding, before: &[Finding], after: &[Finding]) -> bool {
    let count = |findings: &[Finding], one: &Finding| {
        let is_same = |other: &&Finding| other.is_alike(one) && other.location == one.location;
        findings.iter().filter(is_same).count()
    };
    let is_worse =
        |one: &Finding| one.severity() == Severity::Error && count(after, one) > count(before, one);
    count(after, fixed) < count(before, fixed) && !after.iter().any(is_worse)
}

/// A disk on which some files are changed, that remembers what it was asked for.
struct Patched<'a> {
    disk: &'a dyn Disk,
    changed: BTreeMap<String, Vec<u8>>,
    seen: RefCell<BTreeMap<String, String>>,
}

impl Patched<'_> {
    /// Has a file hold another text, for those who start from it and for those who are named it.
    fn put(&mut self, files: &mut [(String, Found)], file: &str, text: &str) {
        self.changed.insert(file.to_owned(), text.as_bytes().to_vec());
        if let Some((_, found)) = files.iter_mut().find(|(one, _)| one == file) {
            found.bytes = text.as_bytes().to_vec().into();
        }
    }
}

impl Disk for Patched<'_> {
    fn file(&self, named_by: &str, path: &str) -> Lookup {
        let Lookup::Found(at, mut found) = self.disk.file(named_by, path) else {
            return Lookup::Missing;
        };
        if let Some(bytes) = self.changed.get(&at) {
            found.bytes = bytes.clone().into();
        } else if let Some(text) = without_key(&found.bytes) {
            self.seen.borrow_mut().insert(at.clone(), text);
        }
        Lookup::Found(at, found)
    }

    fn is_missing(&self, named_by: &str, path: &str) -> bool {
        self.disk.is_missing(named_by, path)
    }

    fn directories(&self, named_by: &str, path: &str) -> Vec<(String, Owner)> {
        self.disk.directories(named_by, path)
    }
}
