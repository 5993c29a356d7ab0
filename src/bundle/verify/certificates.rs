//! Certificates and keys: each against its key, the authority beside it, its role and the clock.

use std::path::{Path, PathBuf};

use time::{Duration, OffsetDateTime};

use super::VerifyReport;
use super::tree::Tree;
use crate::bundle::manifest::{CertificateEntry, Manifest};
use crate::cluster::{
    Authority, CaSource, CertificateLayout, Gateway, Hint, KeyOrigin, LeafFiles, Plan,
};
use crate::pki::check::{self, CheckError};
use crate::pki::{CertificateRole, report_der};

/// How long before its end a certificate is warned of.
const SOON: Duration = Duration::days(30);
/// Where the authorities are.
const AUTHORITY: &str = "authority";

/// A certificate that a plan asks for.
struct Wanted {
    role: CertificateRole,
    certificate: PathBuf,
    key: PathBuf,
    /// The trust anchor that those who see it hold.
    anchor: PathBuf,
    /// The same in `authority/`.
    original: PathBuf,
    /// Whether its key is here: it may stay on its member, or with the CA.
    has_key: bool,
    /// Whether a gateway shows it, as a client.
    is_dialing: bool,
}

/// Returns the certificates that the members and clients of a plan need, where units and scripts look
/// for them.
fn wanted(plan: &Plan) -> Vec<Wanted> {
    use CertificateLayout::{PerMember, ServerAndPeer, Shared, SharedServer};
    let (names, settings) = (plan.file_names(), &plan.certificates);
    let trust = settings.trust;
    let of = |role, directory: &str, files: LeafFiles, signer: Authority, relying: &str| {
        let original = names.authority(signer.anchor()).certificate;
        let anchor = match relying {
            AUTHORITY => original.clone(),
            _ => names.anchor(signer),
        };
        Wanted {
            role,
            certificate: format!("{directory}/{}", files.certificate).into(),
            key: format!("{directory}/{}", files.key).into(),
            anchor: format!("{relying}/{anchor}").into(),
            original: format!("{AUTHORITY}/{original}").into(),
            has_key: true,
            is_dialing: !trust.needs_gateway_certificate(),
        }
    };
    let mut wanted = Vec::new();
    for authority in trust.authorities() {
        let files = names.authority(*authority);
        let role = CertificateRole::Authority;
        let one = of(role, AUTHORITY, files, *authority, AUTHORITY);
        wanted.push(Wanted { has_key: settings.ca_source.makes_authority(), ..one });
    }
    for member in &plan.members {
        let directory = format!("members/{}/pki", member.name);
        let own = Some(&member.name);
        let (servers, peers) = (trust.signs_servers(), trust.signs_peers());
        // Members don't hold the CA of servers where that signs nothing else.
        let relying = if trust.needs_gateway_certificate() { AUTHORITY } else { &directory };
        let server = |files| of(CertificateRole::Server, &directory, files, servers, relying);
        let peer = || of(CertificateRole::Peer, &directory, names.peer(own), peers, &directory);
        let dual = |files| of(CertificateRole::Member, &directory, files, servers, &directory);
        let mut here = match settings.arrangement {
            ServerAndPeer => vec![server(names.server(own)), peer()],
            SharedServer => vec![server(names.server(None)), peer()],
            PerMember => vec![dual(names.dual_use(own))],
            Shared => vec![dual(names.dual_use(None))],
        };
        if trust.gateway(plan.etcd_version) == Gateway::OwnCertificate {
            let signer = trust.signs_clients();
            let role = CertificateRole::Gateway;
            here.push(of(role, &directory, names.gateway(), signer, &directory));
        }
        let has_key = settings.member_keys == KeyOrigin::Here;
        wanted.extend(here.into_iter().map(|one| Wanted { has_key, ..one }));
    }
    for client in &plan.clients {
        let directory = format!("clients/{}", client.name);
        let one = of(
            CertificateRole::Client,
            &directory,
            names.client(),
            trust.signs_clients(),
            AUTHORITY,
        );
        wanted.push(one);
    }
    wanted
}

/// The authorities' certificates with clients, who hold those of servers.
fn clients_anchors(plan: &Plan) -> impl Iterator<Item = (PathBuf, PathBuf)> {
    let signer = plan.certificates.trust.signs_servers();
    let copy = plan.file_names().anchor(signer);
    let original = plan.file_names().authority(signer.anchor()).certificate;
    plan.clients.iter().map(move |client| {
        (format!("clients/{}/{copy}", client.name).into(), format!("{AUTHORITY}/{original}").into())
    })
}

pub(super) fn judge(
    tree: &Tree,
    plan: &Plan,
    manifest: Option<&Manifest>,
    now: OffsetDateTime,
    report: &mut VerifyReport,
) {
    let ca_source = plan.certificates.ca_source;
    for one in wanted(plan) {
        if is_pending(tree, plan, manifest, &one) {
            pending(plan, &one, report);
            continue;
        }
        let Some(chain) = read_chain(tree, &one.certificate, report) else { continue };
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
        note(report, &one.certificate, "wrong-usage", usages);
        warn(report, &one.certificate, "empty-name", check::no_empty_name(leaf));
        if matches!(one.role, CertificateRole::Server | CertificateRole::Member) {
            judge_balancer(plan, &one.certificate, leaf, report);
        }
        judge_time(&one.certificate, leaf, now, report);
        if let Some(manifest) = manifest.filter(|_| !is_foreign) {
            judge_entry(manifest, &one.certificate, leaf, report);
        }
    }
    for (copy, original) in clients_anchors(plan) {
        if ca_source == CaSource::Elsewhere && tree.file(&original).is_none() {
            // Told once, for the authority itself.
            continue;
        }
        judge_anchor(tree, &copy, &original, report);
    }
}

/// Whether a certificate is still to come: from a CA elsewhere, or for a key that is born on its member.
/// One that the manifest describes has been here.
fn is_pending(tree: &Tree, plan: &Plan, manifest: Option<&Manifest>, one: &Wanted) -> bool {
    let path = one.certificate.as_path();
    let is_authority = one.role == CertificateRole::Authority;
    let comes_later =
        plan.certificates.ca_source == CaSource::Elsewhere || !(one.has_key || is_authority);
    let was_here = manifest
        .is_some_and(|manifest| manifest.files.iter().any(|entry| Path::new(&entry.path) == path));
    comes_later && !was_here && tree.file(path).is_none()
}

fn pending(plan: &Plan, one: &Wanted, report: &mut VerifyReport) {
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
    report.error(&one.certificate, "no-certificate", message, hint);
}

/// The key of an authority that the plan wants encrypted; whose it is can't be seen.
fn judge_sealed_key(tree: &Tree, one: &Wanted, report: &mut VerifyReport) {
    let Some(file) = tree.file(&one.key) else { return };
    let sealed: &[u8] = b"-----BEGIN ENCRYPTED PRIVATE KEY-----";
    if blocks(&file.bytes).any(|block| is_key(block) && !block.starts_with(sealed)) {
        report.error(
            &one.key,
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

fn judge_key(tree: &Tree, one: &Wanted, leaf: &[u8], report: &mut VerifyReport) {
    match tree.file(&one.key) {
        Some(file) => note(report, &one.key, "wrong-key", check::key_fits(leaf, &file.bytes)),
        // The authority's key is better kept elsewhere.
        None if one.role == CertificateRole::Authority || !one.has_key => {}
        None => report.error(
            &one.key,
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

fn judge_chain(tree: &Tree, one: &Wanted, chain: &[Vec<u8>], report: &mut VerifyReport) {
    let Some(anchor) = judge_anchor(tree, &one.anchor, &one.original, report) else { return };
    let mut path: Vec<&[u8]> = chain.iter().map(Vec::as_slice).collect();
    // A root at the end of a chain is harmless, and there already.
    if path.len() < 2 || path.last() != Some(&anchor.as_slice()) {
        path.push(&anchor);
    }
    note(report, &one.certificate, "broken-chain", check::chain(&path));
    for (below, above) in path.iter().zip(path.iter().skip(1)) {
        warn(report, &one.certificate, "outlives-authority", check::ends_within(below, above));
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

fn judge_entry(manifest: &Manifest, path: &Path, leaf: &[u8], report: &mut VerifyReport) {
    // One that members share is described once, where the first of them has it.
    let name = path.file_name().unwrap_or_default();
    let is_of_name = |entry: &&CertificateEntry| Path::new(&entry.path).ends_with(name);
    let Ok(found) = report_der(leaf) else { return };
    let mut entries = manifest.certificates.iter().filter(is_of_name);
    let entry = match entries.clone().find(|entry| Path::new(&entry.path) == path) {
        Some(entry) => Some(entry),
        None => entries.next(),
    };
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
