//! What was written, read back from the disk for the screen.

use std::path::Path;

use crate::bundle::read::{self, Links};
use crate::bundle::{Generated, files_preview};
use crate::cluster::Plan;
use crate::pki::{self, CertificateProfile, CertificateReport, ItemKind};
use crate::render::next_commands;
use crate::text::{escape_for_terminal, say};
use crate::ui::{Contents, Outcome, OutcomeFile, in_tree_order, is_key_of};

/// The longest file that is read back, in bytes.
const LIMIT: usize = 1 << 20;

/// Reads a new bundle back. Files that can't be read say why in their place: the bundle stands.
pub(super) fn read_back(plan: &Plan, generated: &Generated) -> Outcome {
    let root = generated.written.path.clone();
    let profiles = pki::profiles(plan);
    let mut files: Vec<OutcomeFile> = files_preview(plan)
        .into_iter()
        .map(|(path, mode)| OutcomeFile { contents: contents(&profiles, &root, &path), path, mode })
        .collect();
    in_tree_order(&mut files);
    let commands = next_commands(plan, &root);
    Outcome { root, files, commands }
}

fn contents(profiles: &[CertificateProfile], root: &Path, path: &Path) -> Contents {
    // A key is not even read.
    if profiles.iter().any(|profile| is_key_of(profile, path)) {
        return Contents::PrivateKey;
    }
    let bytes = match read::file(&root.join(path), LIMIT, Links::Refuse) {
        Ok((bytes, _)) => bytes,
        Err(error) => return Contents::Text(error.to_string()),
    };
    if path.extension().is_some_and(|extension| extension == "pem" || extension == "crt") {
        return match certificate(profiles, path, &bytes) {
            Some(report) => Contents::Certificate(Box::new(report)),
            None => Contents::Text(say("files-no-certificate").to_owned()),
        };
    }
    let text = String::from_utf8_lossy(&bytes);
    Contents::Text(text.lines().map(escape_for_terminal).collect::<Vec<_>>().join("\n"))
}

fn certificate(
    profiles: &[CertificateProfile],
    path: &Path,
    bytes: &[u8],
) -> Option<CertificateReport> {
    let items = pki::inspect::read(path, bytes).items;
    let mut report = items.into_iter().find_map(|item| match item.kind {
        ItemKind::Certificate(report) => Some(*report),
        _ => None,
    })?;
    let profile = profiles.iter().find(|profile| profile.certificate_path == path);
    report.role = profile.or(profiles.first()).map(|profile| profile.role);
    Some(report)
}
