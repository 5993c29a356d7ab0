//! Certificates and keys: each against its key, the authority beside it, its role and the clock.

use std::path::{Path, PathBuf};

use time::{Duration, OffsetDateTime};

use super::VerifyReport;
use super::tree::Tree;
use crate::bundle::manifest::Manifest;
use crate::cluster::{Hint, Plan};
use crate::pki::check::{self, CheckError};
use crate::pki::{CertificateRole, report_der};

/// How long before its end a certificate is warned of.
const SOON: Duration = Duration::days(30);
/// Where the authority's own certificate is.
const AUTHORITY: &str = "authority/ca.pem";

/// A certificate that a plan asks for.
struct Wanted {
    role: CertificateRole,
    certificate: PathBuf,
    key: PathBuf,
    authority: PathBuf,
}

/// Returns the certificates that the members and clients of a plan need, where the environment files
/// and scripts look for them.
fn wanted(plan: &Plan) -> Vec<Wanted> {
    let of = |role, directory: &str, name: &str| Wanted {
        role,
        certificate: format!("{directory}/{name}.pem").into(),
        key: format!("{directory}/{name}-key.pem").into(),
        authority: format!("{directory}/ca.pem").into(),
    };
    let mut wanted = vec![of(CertificateRole::Authority, "authority", "ca")];
    for member in &plan.members {
        let directory = format!("members/{}/pki", member.name);
        wanted.push(of(CertificateRole::Server, &directory, "server"));
        wanted.push(of(CertificateRole::Peer, &directory, "peer"));
    }
    for client in &plan.clients {
        let directory = format!("clients/{}", client.name);
        wanted.push(of(CertificateRole::Client, &directory, "client"));
    }
    wanted
}

pub(super) fn judge(
    tree: &Tree,
    plan: &Plan,
    manifest: Option<&Manifest>,
    now: OffsetDateTime,
    report: &mut VerifyReport,
) {
    let own = tree.file(AUTHORITY).and_then(|file| first(&file.bytes).ok());
    for one in wanted(plan) {
        let Some(chain) = read_chain(tree, &one.certificate, report) else { continue };
        let Some(leaf) = chain.first() else { continue };
        report.certificates += 1;
        judge_key(tree, &one, leaf, report);
        judge_chain(tree, &one, &chain, own.as_deref(), report);
        note(report, &one.certificate, "wrong-usage", check::usages_fit(leaf, one.role));
        judge_time(&one.certificate, leaf, now, report);
        if let Some(manifest) = manifest {
            judge_entry(manifest, &one.certificate, leaf, report);
        }
    }
}

fn read_chain(tree: &Tree, path: &Path, report: &mut VerifyReport) -> Option<Vec<Vec<u8>>> {
    let Some(file) = tree.file(path) else {
        report.error(
            path,
            "no-certificate",
            "the plan asks for this certificate, and it isn't here",
            "take it from the bundle's origin, or generate a new bundle",
        );
        return None;
    };
    let read = check::certificates(&file.bytes);
    read.map_err(|error| {
        report.error(path, "certificate-unreadable", error.to_string(), error.hint());
    })
    .ok()
}

fn judge_key(tree: &Tree, one: &Wanted, leaf: &[u8], report: &mut VerifyReport) {
    match tree.file(&one.key) {
        Some(file) => note(report, &one.key, "wrong-key", check::key_fits(leaf, &file.bytes)),
        // The authority's key is better kept elsewhere.
        None if one.role == CertificateRole::Authority => {}
        None => report.error(
            &one.key,
            "no-key",
            "the plan asks for this key, and it isn't here",
            "take it from the bundle's origin, or generate a new bundle",
        ),
    }
}

fn judge_chain(
    tree: &Tree,
    one: &Wanted,
    chain: &[Vec<u8>],
    own: Option<&[u8]>,
    report: &mut VerifyReport,
) {
    let Some(authority) = tree.file(&one.authority) else {
        report.error(
            &one.authority,
            "no-authority",
            "the authority's certificate isn't here, and nobody can be trusted without it",
            "copy authority/ca.pem there",
        );
        return;
    };
    let authority = match first(&authority.bytes) {
        Ok(authority) => authority,
        Err(error) => {
            report.error(&one.authority, "certificate-unreadable", error.to_string(), error.hint());
            return;
        }
    };
    if own.is_some_and(|own| own != authority) {
        report.error(
            &one.authority,
            "other-authority",
            format!("this is another authority than `{AUTHORITY}`"),
            "all members and clients of a cluster need the same one; copy authority/ca.pem there",
        );
    }
    let mut path: Vec<&[u8]> = chain.iter().map(Vec::as_slice).collect();
    // A root at the end of a chain is harmless, and there already.
    if path.len() < 2 || path.last() != Some(&authority.as_slice()) {
        path.push(&authority);
    }
    note(report, &one.certificate, "broken-chain", check::chain(&path));
}

fn judge_time(path: &Path, leaf: &[u8], now: OffsetDateTime, report: &mut VerifyReport) {
    let valid = check::valid_at(leaf, now);
    let code = match valid {
        Err(CheckError::NotYetValid { .. }) => "not-yet-valid",
        Err(CheckError::Expired { .. }) => "expired",
        _ => "unreadable-certificate",
    };
    if valid.is_err() {
        note(report, path, code, valid);
        return;
    }
    let Some(soon) = now.checked_add(SOON) else { return };
    if let Err(CheckError::Expired { end, .. }) = check::valid_at(leaf, soon) {
        let days = (end - now).whole_days();
        report.warning(
            path,
            "expires-soon",
            format!("it ends in {days} days, on {}", end.date()),
            "make new certificates in time; etcd reads them without a restart",
        );
    }
}

fn judge_entry(manifest: &Manifest, path: &Path, leaf: &[u8], report: &mut VerifyReport) {
    let entry = manifest.certificates.iter().find(|entry| Path::new(&entry.path) == path);
    let Ok(found) = report_der(leaf) else { return };
    if entry.is_some_and(|entry| found.fingerprint.as_ref() == Some(&entry.fingerprint)) {
        return;
    }
    report.error(
        path,
        "other-certificate",
        "this isn't the certificate that the manifest describes",
        "take it from the bundle's origin, or generate a new bundle",
    );
}

/// Finds private keys that others may read, and the authority's key where it would be handed out.
pub(super) fn no_stray_keys(tree: &Tree, report: &mut VerifyReport) {
    let authority = tree.file(AUTHORITY).and_then(|file| first(&file.bytes).ok());
    for (path, file) in tree.iter() {
        let keys: Vec<&[u8]> = blocks(&file.bytes).filter(|block| is_key(block)).collect();
        if keys.is_empty() {
            continue;
        }
        if file.mode & 0o077 != 0 {
            report.error(
                path,
                "key-readable",
                format!("others may read this private key: its mode is {:04o}", file.mode),
                "chmod 600 it, and replace it if anyone else could have been on the machine",
            );
        }
        let handed_out = path.starts_with("members") || path.starts_with("clients");
        let Some(authority) = authority.as_deref().filter(|_| handed_out) else { continue };
        if keys.iter().any(|key| check::key_fits(authority, key).is_ok()) {
            report.error(
                path,
                "authority-key-handed-out",
                "this is the authority's private key: with it, anyone can make a certificate",
                "remove it; if it has left this machine already, generate a new bundle",
            );
        }
    }
}

/// The parts of a file from each `-----BEGIN` to the next.
fn blocks(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    const BEGIN: &[u8] = b"-----BEGIN";
    let starts: Vec<usize> = bytes
        .windows(BEGIN.len())
        .enumerate()
        .filter(|(_, window)| *window == BEGIN)
        .map(|(start, _)| start)
        .collect();
    let ends: Vec<usize> = starts.iter().skip(1).copied().chain([bytes.len()]).collect();
    starts.into_iter().zip(ends).filter_map(|(start, end)| bytes.get(start..end))
}

fn is_key(block: &[u8]) -> bool {
    const LABEL: &[u8] = b"PRIVATE KEY-----";
    let line = block.split(|byte| *byte == b'\n' || *byte == b'\r').next().unwrap_or_default();
    line.windows(LABEL.len()).any(|window| window == LABEL)
}

fn first(pem: &[u8]) -> Result<Vec<u8>, CheckError> {
    check::certificates(pem)?.into_iter().next().ok_or(CheckError::NoCertificate)
}

/// Turns an answer into a finding; what can't be judged is a warning.
pub(super) fn note(
    report: &mut VerifyReport,
    path: &Path,
    code: &'static str,
    answer: Result<(), CheckError>,
) {
    match answer {
        Ok(()) => {}
        Err(error @ CheckError::NotChecked { .. }) => {
            report.warning(path, "not-checked", error.to_string(), error.hint());
        }
        Err(error) => report.error(path, code, error.to_string(), error.hint()),
    }
}
