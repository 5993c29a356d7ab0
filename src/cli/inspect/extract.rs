//! Certificates as PEM, one of them as DER, and what their DER is made of.

use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;

use super::text::path;
use crate::bundle::read::{self, Links};
use crate::cli::failure::Failure;
use crate::cli::output;
use crate::pki::inspect::{SIZE_LIMIT, structures};
use crate::pki::{Inspection, Item, ItemKind};

/// Everything that was read, in its order.
fn items(inspection: &Inspection) -> impl Iterator<Item = &Item> {
    inspection.files.iter().flat_map(|file| &file.items)
}

/// Prints the certificates as PEM.
pub(super) fn pem(inspection: &Inspection) -> Result<ExitCode, Failure> {
    let certificates =
        items(inspection).filter(|item| matches!(item.kind, ItemKind::Certificate(_)));
    let text: String = certificates.filter_map(Item::public_pem).collect();
    if text.is_empty() {
        return Err(none());
    }
    output::print(&text)
}

/// Prints one certificate, request or revocation list as DER.
pub(super) fn der(inspection: &Inspection) -> Result<ExitCode, Failure> {
    let found: Vec<&[u8]> = items(inspection).filter_map(Item::public_der).collect();
    let [der] = found.as_slice() else {
        if found.is_empty() {
            return Err(none());
        }
        return Err(Failure::refused("inspect-der-several", &[("count", &found.len())]));
    };
    let mut stdout = io::stdout();
    if stdout.is_terminal() {
        return Err(Failure::refused("inspect-der-terminal", &[]));
    }
    output::heard(stdout.write_all(der).and_then(|()| stdout.flush()))
}

/// Prints the structure of whatever DER there is but keys.
pub(super) fn asn1(inspection: &Inspection) -> Result<ExitCode, Failure> {
    let mut parts = Vec::new();
    for (index, file) in inspection.files.iter().enumerate() {
        let bytes = read::file(&file.path, SIZE_LIMIT, Links::Follow).map(|(bytes, _)| bytes);
        let bytes = bytes.unwrap_or_default();
        parts.extend(structures(&bytes, file).into_iter().map(|one| (index, one)));
    }
    if parts.is_empty() {
        return Err(none());
    }
    let is_alone = parts.len() == 1;
    let texts = parts.into_iter().map(|(file, part)| {
        let label = if part.label.is_empty() { "DER" } else { &part.label };
        let heading = format!("{}, line {}: {label}\n", path(inspection, file), part.line);
        let lines = part.lines.join("\n") + "\n";
        if is_alone { lines } else { heading + &lines }
    });
    output::print(&texts.collect::<Vec<_>>().join("\n"))
}

fn none() -> Failure {
    Failure::refused("inspect-no-certificate", &[])
}
