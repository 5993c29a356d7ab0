//! What was written, read back from the disk for the screen.

use std::path::Path;

use crate::bundle::read::{self, Links};
use crate::bundle::{FileKind, Generated, PlannedBundle, PlannedFile};
use crate::cluster::Plan;
use crate::pki::{self, CertificateRole, ItemKind};
use crate::render::next_commands;
use crate::text::{escape_for_terminal, say};
use crate::ui::{Contents, Outcome, tree};

/// The longest file that is read back, in bytes.
const LIMIT: usize = 1 << 20;

/// Reads a new bundle back. Files that can't be read say why in their place: the bundle stands.
pub(super) fn read_back(plan: &Plan, generated: &Generated) -> Outcome {
    let root = generated.written.path.clone();
    let bundle = PlannedBundle::of(plan);
    let files = tree(&bundle, |file| contents(&bundle, &root, file));
    let commands = next_commands(plan, &root);
    Outcome { root, files, commands }
}

fn contents(bundle: &PlannedBundle, root: &Path, file: &PlannedFile) -> Contents {
    let role = match file.kind {
        // A key is not even read.
        FileKind::Key { .. } => return Contents::PrivateKey,
        FileKind::Certificate { profile, .. } => bundle.profiles.get(profile).map(|one| one.role),
        FileKind::Anchor(_) => Some(CertificateRole::Authority),
        _ => None,
    };
    let bytes = match read::file(&root.join(&file.path), LIMIT, Links::Refuse) {
        Ok((bytes, _)) => bytes,
        Err(error) => return Contents::Text(error.to_string()),
    };
    let Some(role) = role else {
        let text = String::from_utf8_lossy(&bytes);
        let lines: Vec<String> = text.lines().map(escape_for_terminal).collect();
        return Contents::Text(lines.join("\n"));
    };
    let items = pki::inspect::read(&file.path, &bytes).items;
    let report = items.into_iter().find_map(|item| match item.kind {
        ItemKind::Certificate(report) => Some(report),
        _ => None,
    });
    match report {
        Some(report) => {
            let mut report = report.into_report();
            report.role = Some(role);
            Contents::Certificate(report)
        }
        None => Contents::Text(say("files-no-certificate").to_owned()),
    }
}
