//! Files against the manifest: present, unchanged, with their modes, and no others.

use std::collections::BTreeSet;
use std::path::{Component, Path};

use super::VerifyReport;
use super::tree::{FoundFile, Tree};
use crate::bundle::manifest::{FileEntry, MANIFEST, Manifest, octal, sha256};
use crate::bundle::planned::AUTHORITY;
use crate::bundle::recipe::{CFSSL_CONFIG, REQUESTS, SIGN_VALUES};
use crate::finding::rules::bundle::{
    AuthorityKeyAway, Changed, ManifestPath, MissingFile, RecipeChanged, UnexpectedFile, WrongMode,
};

/// What those who sign elsewhere are told to change, where their CA ends too soon.
const RECIPES: [&str; 2] = [SIGN_VALUES, CFSSL_CONFIG];

pub(super) fn against_manifest(tree: &Tree, manifest: &Manifest, report: &mut VerifyReport) {
    let mut known: BTreeSet<&Path> = BTreeSet::from([Path::new(MANIFEST)]);
    for entry in &manifest.files {
        let path = Path::new(&entry.path);
        if !path.components().all(|part| matches!(part, Component::Normal(_))) {
            report.add(MANIFEST, ManifestPath { path: entry.path.clone() });
            continue;
        }
        known.insert(path);
        match tree.file(path) {
            Some(file) => {
                report.files += 1;
                judge(path, file, entry, report);
            }
            None => missing(path, entry, report),
        }
    }
    let is_unknown = |path: &Path| !known.contains(path) && !comes_and_goes(path);
    for (path, _) in tree.iter().filter(|(path, _)| is_unknown(path)) {
        report.add(path, UnexpectedFile {});
    }
}

/// Whether a file is a request or an answer to one, as they are collected in the bundle.
fn comes_and_goes(path: &Path) -> bool {
    let extension = path.extension().and_then(|extension| extension.to_str());
    path.parent() == Some(Path::new(REQUESTS)) && matches!(extension, Some("csr" | "pem" | "crt"))
}

fn missing(path: &Path, entry: &FileEntry, report: &mut VerifyReport) {
    // Keys in here are better kept elsewhere.
    if path.starts_with(AUTHORITY) && entry.mode == "0600" {
        report.add(path, AuthorityKeyAway {});
    } else {
        report.add(path, MissingFile {});
    }
}

fn judge(path: &Path, file: &FoundFile, entry: &FileEntry, report: &mut VerifyReport) {
    let found = octal(file.mode);
    // A key that others may read has a finding of its own.
    let open_key = entry.mode == "0600" && file.mode & 0o077 != 0;
    if found != entry.mode && !open_key {
        report.add(path, WrongMode { found, expected: entry.mode.clone() });
    }
    if sha256(&file.bytes) == entry.sha256 {
        return;
    }
    if RECIPES.iter().any(|recipe| path == Path::new(REQUESTS).join(recipe)) {
        report.add(path, RecipeChanged {});
    } else {
        let found = u64::try_from(file.bytes.len()).unwrap_or(u64::MAX);
        report.add(path, Changed { found, expected: entry.size });
    }
}
