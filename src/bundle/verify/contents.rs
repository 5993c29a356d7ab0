//! Files against the manifest: present, unchanged, with their modes, and no others.

use std::collections::BTreeSet;
use std::path::{Component, Path};

use super::VerifyReport;
use super::tree::{FoundFile, Tree};
use crate::bundle::manifest::{FileEntry, MANIFEST, Manifest, octal, sha256};
use crate::bundle::planned::AUTHORITY;
use crate::bundle::recipe::{CFSSL_CONFIG, REQUESTS, SIGN_VALUES};

/// What those who sign elsewhere are told to change, where their CA ends too soon.
const RECIPES: [&str; 2] = [SIGN_VALUES, CFSSL_CONFIG];

pub(super) fn against_manifest(tree: &Tree, manifest: &Manifest, report: &mut VerifyReport) {
    let mut known: BTreeSet<&Path> = BTreeSet::from([Path::new(MANIFEST)]);
    for entry in &manifest.files {
        let path = Path::new(&entry.path);
        if !path.components().all(|part| matches!(part, Component::Normal(_))) {
            report.error(
                MANIFEST,
                "manifest-path",
                format!(
                    "`{}` leads out of the bundle",
                    crate::text::escape_for_terminal(&entry.path)
                ),
                "the manifest was changed; take the bundle from its origin again",
            );
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
        report.warning(
            path,
            "unexpected-file",
            "the manifest doesn't know this file",
            "remove it, or keep it elsewhere",
        );
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
        report.warning(
            path,
            "authority-key-away",
            "the authority's key isn't here",
            "fine if it was put in a safe place; nothing can be renewed without it",
        );
        return;
    }
    report.error(path, "missing-file", "the file is missing", "take it from the bundle's origin");
}

fn judge(path: &Path, file: &FoundFile, entry: &FileEntry, report: &mut VerifyReport) {
    let found = octal(file.mode);
    // A key that others may read has a finding of its own.
    let open_key = entry.mode == "0600" && file.mode & 0o077 != 0;
    if found != entry.mode && !open_key {
        report.error(
            path,
            "wrong-mode",
            format!(
                "its mode is {found}, expected {}",
                crate::text::escape_for_terminal(&entry.mode)
            ),
            format!("chmod {} it", crate::text::escape_for_terminal(&entry.mode)),
        );
    }
    if sha256(&file.bytes) != entry.sha256 {
        let message = format!(
            "it was changed: {} bytes, expected {} with another SHA-256",
            file.bytes.len(),
            entry.size
        );
        if RECIPES.iter().any(|recipe| path == Path::new(REQUESTS).join(recipe)) {
            let hint = "fine where you did so, to have certificates end before their CA does";
            report.warning(path, "changed", message, hint);
        } else {
            let hint = "take it from the bundle's origin, or generate a new bundle";
            report.error(path, "changed", message, hint);
        }
    }
}
