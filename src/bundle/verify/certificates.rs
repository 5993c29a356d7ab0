//! Certificates and keys: each against its key, the authority beside it, its role and the clock.

use std::path::Path;

use time::{Duration, OffsetDateTime};

use super::VerifyReport;
use super::tree::Tree;
use crate::bundle::manifest::Manifest;
use crate::bundle::planned::{AUTHORITY, Arrival, FileKind, PlannedBundle};
use crate::cluster::{Authority, CaSource, Hint, KeyOrigin, Plan};
use crate::pki::check::{self, CheckError};
use crate::pki::{CertificateRole, ExtendedKeyUsage, report_der};

/// How long before its end a certificate is warned of.
const SOON: Duration = Duration::days(30);

/// A certificate that a plan asks for.
struct Wanted<'a> {
    role: CertificateRole,
    certificate: &'a Path,
    key: Option<&'a Path>,
    /// The trust anchor that those who see it hold.
    anchor: &'a Path,
    /// The same in `authority/`.
    original: &'a Path,
    /// Where the manifest describes it: members may share one.
    described: &'a Path,
    /// Whether its key is here: it may stay on its member, or with the CA.
    has_key: bool,
    /// Whether it is shown by who dials, too.
    is_dialing: bool,
    /// Whether it is brought after the generation.
    comes_later: bool,
}

/// Returns the certificates of a bundle, where units and scripts look for them.
fn wanted(bundle: &PlannedBundle) -> Vec<Wanted<'_>> {
    let mut wanted = Vec::new();
    for file in &bundle.files {
        let comes_later = file.arrival == Arrival::Later;
        match &file.kind {
            FileKind::Certificate { profile, key } => {
                let Some(profile) = bundle.profiles.get(*profile) else { continue };
                let anchor = profile.signer.anchor();
                let original = original(bundle, anchor);
                let beside = bundle.anchors().find(|(path, authority)| {
                    *authority == anchor && path.parent() == file.path.parent()
                });
                wanted.push(Wanted {
                    role: profile.role,
                    certificate: &file.path,
                    key: Some(key),
                    // Members see a client's; what lies beside it is for those of servers.
                    anchor: match (profile.role, beside) {
                        (CertificateRole::Client, _) | (_, None) => original,
                        (_, Some((path, _))) => path,
                    },
                    original,
                    described: &profile.certificate_path,
                    has_key: profile.key_origin == KeyOrigin::Here,
                    is_dialing: profile.extended_key_usages.contains(&ExtendedKeyUsage::ClientAuth),
                    comes_later,
                });
            }
            FileKind::Anchor(_) if file.path.starts_with(AUTHORITY) => wanted.push(Wanted {
                role: CertificateRole::Authority,
                certificate: &file.path,
                key: None,
                anchor: &file.path,
                original: &file.path,
                described: &file.path,
                has_key: false,
                is_dialing: false,
                comes_later,
            }),
            _ => {}
        }
    }
    wanted
}

/// Where the certificate of an authority is kept.
fn original(bundle: &PlannedBundle, authority: Authority) -> &Path {
    let foreign =
        || bundle.anchors().map(|(path, _)| path).find(|path| path.starts_with(AUTHORITY));
    match bundle.authority(authority) {
        Some(profile) => &profile.certificate_path,
        None => foreign().unwrap_or(Path::new(AUTHORITY)),
    }
}

pub(super) fn judge(
    tree: &Tree,
    plan: &Plan,
    bundle: &PlannedBundle,
    manifest: Option<&Manifest>,
    now: OffsetDateTime,
    report: &mut VerifyReport,
) {
    let ca_source = plan.certificates.ca_source;
    for one in wanted(bundle) {
        if is_pending(tree, manifest, &one) {
            pending(plan, &one, report);
            continue;
        }
        let Some(chain) = read_chain(tree, one.certificate, report) else { continue };
        let Some(leaf) = chain.first() else { continue };
        report.certificates += 1;
        if one.role == CertificateRole::Authority && ca_source == CaSource::Encrypted {
            judge_sealed_key(tree, &one, report);
        } else {
            judge_key(tree, &one, leaf, report);
        }
        // An anchor that isn't made here may stand below a root that nobody has, and is a file like others.
        let is_foreign = one.role == CertificateRole::Authority && !ca_source.makes_authority();
        if !is_foreign {
            judge_chain(tree, &one, &chain, report);
        }
        let usages = match one.role {
            CertificateRole::Server if !one.is_dialing => check::usages_serve(leaf),
            role => check::usages_fit(leaf, role),
        };
        note(report, one.certificate, "wrong-usage", usages);
        warn(report, one.certificate, "empty-name", check::no_empty_name(leaf));
        if matches!(one.role, CertificateRole::Server | CertificateRole::Member) {
            judge_balancer(plan, one.certificate, leaf, report);
        }
        judge_time(one.certificate, leaf, now, report);
        if let Some(manifest) = manifest.filter(|_| !is_foreign) {
            judge_entry(manifest, &one, leaf, report);
        }
    }
    for (copy, authority) in bundle.anchors() {
        let original = original(bundle, authority);
        // One that is still to come is told once, for the authority itself.
        if ca_source != CaSource::Elsewhere || tree.file(original).is_some() {
            judge_anchor(tree, copy, original, report);
        }
    }
}

/// Whether a certificate is still to come: from a CA elsewhere, or for a key that is born on its member.
/// One that the manifest describes has been here.
fn is_pending(tree: &Tree, manifest: Option<&Manifest>, one: &Wanted<'_>) -> bool {
    let was_here = manifest.is_some_and(|manifest| {
        manifest.files.iter().any(|entry| Path::new(&entry.path) == one.certificate)
    });
    one.comes_later && !was_here && tree.file(one.certificate).is_none()
}

fn pending(plan: &Plan, one: &Wanted<'_>, report: &mut VerifyReport) {
    let is_elsewhere = plan.certificates.ca_source == CaSource::Elsewhere;
    let (message, hint) = if one.role == CertificateRole::Authority {
        (
            "the certificate of the CA is still to be imported",
            "bring it in together with what it signed: quorate import DIR CERT… --ca-cert FILE",
        )
    } else if is_elsewhere && one.has_key {
        (
            "this certificate is still to be signed by the CA, and to be imported",
            "have its request signed (requests/), then: quorate import DIR CERT… --ca-cert FILE",
        )
    } else if is_elsewhere {
        (
            "this certificate is still to be signed by the CA, and to be imported",
            "run request.sh on the member, have its request signed, then: quorate import DIR CERT…",
        )
    } else {
        (
            "this certificate is still to be signed",
            "run request.sh on the member, bring its request here, then: quorate sign DIR CSR…",
        )
    };
    report.error(one.certificate, "no-certificate", message, hint);
}

/// The key of an authority that the plan wants encrypted; whose it is can't be seen.
fn judge_sealed_key(tree: &Tree, one: &Wanted<'_>, report: &mut VerifyReport) {
    let Some((key, file)) = one.key.and_then(|key| Some((key, tree.file(key)?))) else { return };
    let sealed: &[u8] = b"-----BEGIN ENCRYPTED PRIVATE KEY-----";
    if blocks(&file.bytes).any(|block| is_key(block) && !block.starts_with(sealed)) {
        report.error(
            key,
            "key-not-encrypted",
            "the plan wants this key encrypted, and it isn't",
            "openssl pkcs8 -topk8 -v2 aes-256-cbc -in KEY -out NEW encrypts it",
        );
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

fn judge_key(tree: &Tree, one: &Wanted<'_>, leaf: &[u8], report: &mut VerifyReport) {
    let Some(key) = one.key else { return };
    match tree.file(key) {
        Some(file) => note(report, key, "wrong-key", check::key_fits(leaf, &file.bytes)),
        // The authority's key is better kept elsewhere.
        None if one.role == CertificateRole::Authority || !one.has_key => {}
        None => report.error(
            key,
            "no-key",
            "the plan asks for this key, and it isn't here",
            "take it from the bundle's origin, or generate a new bundle",
        ),
    }
}

/// Whether API servers can show a certificate behind the plan's load balancer.
fn judge_balancer(plan: &Plan, path: &Path, leaf: &[u8], report: &mut VerifyReport) {
    let Some(balancer) = &plan.load_balancer else { return };
    let address = check::covers_address(leaf, balancer.address.ip());
    note(report, path, "host-not-covered", address);
    if let Some(name) = &balancer.name {
        note(report, path, "host-not-covered", check::covers_name(leaf, name.as_str()));
    }
}

fn judge_chain(tree: &Tree, one: &Wanted<'_>, chain: &[Vec<u8>], report: &mut VerifyReport) {
    let Some(anchor) = judge_anchor(tree, one.anchor, one.original, report) else { return };
    let mut path: Vec<&[u8]> = chain.iter().map(Vec::as_slice).collect();
    // A root at the end of a chain is harmless, and there already.
    if path.len() < 2 || path.last() != Some(&anchor.as_slice()) {
        path.push(&anchor);
    }
    note(report, one.certificate, "broken-chain", check::chain(&path));
    for (below, above) in path.iter().zip(path.iter().skip(1)) {
        warn(report, one.certificate, "outlives-authority", check::ends_within(below, above));
    }
}

/// Reads a trust anchor, and holds it against the bundle's own copy.
fn judge_anchor(
    tree: &Tree,
    path: &Path,
    original: &Path,
    report: &mut VerifyReport,
) -> Option<Vec<u8>> {
    let Some(file) = tree.file(path) else {
        report.error(
            path,
            "no-authority",
            "the authority's certificate isn't here, and nobody can be trusted without it",
            format!("copy {} there", original.display()),
        );
        return None;
    };
    let anchor = match first(&file.bytes) {
        Ok(anchor) => anchor,
        Err(error) => {
            report.error(path, "certificate-unreadable", error.to_string(), error.hint());
            return None;
        }
    };
    let own = tree.file(original).and_then(|file| first(&file.bytes).ok());
    if own.is_some_and(|own| own != anchor) {
        report.error(
            path,
            "other-authority",
            format!("this is another authority than `{}`", original.display()),
            format!(
                "all members and clients of a cluster need the same one; copy {} there",
                original.display()
            ),
        );
    }
    Some(anchor)
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

fn judge_entry(manifest: &Manifest, one: &Wanted<'_>, leaf: &[u8], report: &mut VerifyReport) {
    let Ok(found) = report_der(leaf) else { return };
    let entry = manifest.certificates.iter().find(|entry| Path::new(&entry.path) == one.described);
    if entry.is_some_and(|entry| found.fingerprint.as_ref() == Some(&entry.fingerprint)) {
        return;
    }
    report.error(
        one.certificate,
        "other-certificate",
        "this isn't the certificate that the manifest describes",
        "take it from the bundle's origin, or generate a new bundle",
    );
}

/// Finds private keys that others may read, and the authority's key where it would be handed out.
pub(super) fn no_stray_keys(tree: &Tree, report: &mut VerifyReport) {
    let authorities: Vec<Vec<u8>> = tree
        .iter()
        .filter(|(path, _)| path.starts_with(AUTHORITY))
        .filter_map(|(_, file)| first(&file.bytes).ok())
        .collect();
    let of_members: Vec<Vec<u8>> = tree
        .iter()
        .filter(|(path, _)| path.starts_with("members"))
        .filter_map(|(_, file)| first(&file.bytes).ok())
        .filter(|one| !authorities.contains(one))
        .collect();
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
        let fits_one = |certificates: &[Vec<u8>], key: &[u8]| {
            certificates.iter().any(|one| check::key_fits(one, key).is_ok())
        };
        let fits = |key: &&[u8]| fits_one(&authorities, key);
        if handed_out && keys.iter().any(fits) {
            report.error(
                path,
                "authority-key-handed-out",
                "this is the authority's private key: with it, anyone can make a certificate",
                "remove it; if it has left this machine already, generate a new bundle",
            );
        }
        let is_members = |key: &&[u8]| fits_one(&of_members, key);
        if path.starts_with("clients") && keys.iter().any(is_members) {
            report.error(
                path,
                "member-key-handed-out",
                "this is a member's private key: whoever has it can pose as that member",
                "remove it; a client needs a certificate of its own: quorate plan --client NAME",
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

/// Turns an answer into a warning.
fn warn(
    report: &mut VerifyReport,
    path: &Path,
    code: &'static str,
    answer: Result<(), CheckError>,
) {
    if let Err(error) = answer {
        report.warning(path, code, error.to_string(), error.hint());
    }
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
