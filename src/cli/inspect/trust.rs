//! The authorities that the system trusts, as issuers of what is inspected.

use std::collections::HashSet;
use std::path::PathBuf;

use super::paths::Gathered;
use crate::bundle::read::{self, Links};
use crate::cli::failure::Failure;
use crate::pki::inspect::{self, SIZE_LIMIT};
use crate::pki::{ItemKind, SYSTEM_BUNDLES};

/// Adds those of the system's authorities that signed something of what was read, or signed who did. What is odd
/// about them is left out: they are others' affair.
pub(super) fn add(gathered: &mut Gathered) -> Result<(), Failure> {
    let named = std::env::var_os("SSL_CERT_FILE").map(PathBuf::from);
    let path =
        named.or_else(|| SYSTEM_BUNDLES.iter().map(PathBuf::from).find(|path| path.is_file()));
    let missing = || Failure::refused("inspect-no-system-trust", &[]);
    let path = path.ok_or_else(missing)?;
    if gathered.files.iter().any(|file| file.path == path) {
        return Ok(());
    }
    let (bytes, _) = read::file(&path, SIZE_LIMIT, Links::Follow)
        .map_err(|error| Failure::at(crate::bundle::shown(&path), &error))?;
    let mut bundle = inspect::read(&path, &bytes);
    let mut wanted: HashSet<String> = gathered
        .files
        .iter()
        .flat_map(|file| &file.items)
        .filter_map(|item| match &item.kind {
            ItemKind::RevocationList(list) => Some(list.issuer.clone()),
            _ => item.report().map(|report| report.issuer.clone()),
        })
        .collect();
    loop {
        let before = wanted.len();
        for report in bundle.items.iter().filter_map(|item| item.report()) {
            if wanted.contains(&report.subject) {
                wanted.insert(report.issuer.clone());
            }
        }
        if wanted.len() == before {
            break;
        }
    }
    bundle.findings.clear();
    bundle.items.retain_mut(|item| {
        item.findings.clear();
        let ItemKind::Certificate(report) = &mut item.kind else { return false };
        report.silence();
        wanted.contains(&report.subject)
    });
    if !bundle.items.is_empty() {
        gathered.files.push(bundle);
    }
    Ok(())
}
