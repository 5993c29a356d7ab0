//! The certificates and keys that a plan asks for, collected from where units and scripts look for them and given
//! to the judge with the place that each is shown at.

use std::path::{Path, PathBuf};

use time::OffsetDateTime;

use super::VerifyReport;
use super::settings::{AllSettings, MemberSettings};
use super::tree::{FoundFile, Tree};
use crate::bundle::manifest::{CertificateEntry, Manifest, octal};
use crate::cluster::{
    Authority, CaSource, CertificateLayout, EtcdVersion, Gateway, KeyOrigin, LeafFiles, Member,
    Plan,
};
use crate::etcd::Build;
use crate::finding::rules::bundle::{
    AuthorityKeyHandedOut, AuthorityPending, ImportPending, KeyNotEncrypted, MemberKeyHandedOut,
    NoAuthority, NoCertificate, NoKey, OtherAuthority, OtherCertificate, SignaturePending,
};
use crate::finding::rules::files::KeyReadable;
use crate::finding::{Finding, Rule, Severity};
use crate::pki::judge::{Context, PresentedChain, Role, judge as judge_leaf, judge_authority};
use crate::pki::matrix::{dials_from, resolves};
use crate::pki::{CertificateRole, report_der};

/// Where the authorities are.
const AUTHORITY: &str = "authority";

/// A certificate that a plan asks for.
struct Wanted<'a> {
    role: CertificateRole,
    /// Whose it is, where that is a member.
    member: Option<&'a Member>,
    certificate: PathBuf,
    key: PathBuf,
    /// The trust anchor that those who see it hold.
    anchor: PathBuf,
    /// The same in `authority/`.
    original: PathBuf,
    /// Whether its key is here: it may stay on its member, or with the CA.
    has_key: bool,
    /// The roles of what it signs, where it is an authority's.
    signs: Vec<Role>,
}

/// Returns the certificates that the members and clients of a plan need, where units and scripts look
/// for them.
fn wanted(plan: &Plan) -> Vec<Wanted<'_>> {
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
            member: None,
            certificate: format!("{directory}/{}", files.certificate).into(),
            key: format!("{directory}/{}", files.key).into(),
            anchor: format!("{relying}/{anchor}").into(),
            original: format!("{AUTHORITY}/{original}").into(),
            has_key: true,
            signs: Vec::new(),
        }
    };
    let mut wanted = Vec::new();
    for authority in trust.authorities() {
        let files = names.authority(*authority);
        let role = CertificateRole::Authority;
        let one = of(role, AUTHORITY, files, *authority, AUTHORITY);
        let has_key = settings.ca_source.makes_authority();
        let roles = [
            (Role::Server, trust.signs_servers()),
            (Role::Peer, trust.signs_peers()),
            (Role::Client, trust.signs_clients()),
        ];
        let signs =
            |(_, signer): &&(Role, Authority)| signer == authority || signer.anchor() == *authority;
        let signs = roles.iter().filter(signs).map(|(role, _)| *role).collect();
        wanted.push(Wanted { has_key, signs, ..one });
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
        let member = Some(member);
        wanted.extend(here.into_iter().map(|one| Wanted { has_key, member, ..one }));
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
    settings: &AllSettings,
    (etcd, now): (Build, OffsetDateTime),
    report: &mut VerifyReport,
) {
    let ca_source = plan.certificates.ca_source;
    for one in wanted(plan) {
        if is_pending(tree, plan, manifest, &one) {
            pending(plan, &one, report);
            continue;
        }
        let Some(file) = tree.file(&one.certificate) else {
            report.add(&one.certificate, NoCertificate {});
            continue;
        };
        report.certificates += 1;
        // An anchor that isn't made here may stand below a root that nobody has, and is a file like others.
        let is_foreign = one.role == CertificateRole::Authority && !ca_source.makes_authority();
        let anchors =
            if is_foreign { None } else { anchors(tree, &one.anchor, &one.original, etcd, report) };
        let key = if one.role == CertificateRole::Authority && ca_source == CaSource::Encrypted {
            judge_sealed_key(tree, &one, report);
            None
        } else {
            key(tree, &one, report).map(|file| file.bytes.as_slice())
        };
        let anchors = anchors.map(|file| file.bytes.as_slice());
        let presented = PresentedChain::read(&file.bytes, key, anchors, etcd);
        let findings = if one.role == CertificateRole::Authority {
            judge_authority(&presented, &one.signs, etcd, Some(now))
        } else {
            places(plan, &one, settings, (etcd, now))
                .iter()
                .flat_map(|place| judge_leaf(&presented, place).findings)
                .collect()
        };
        for finding in findings {
            report.add(place_of(&finding, &presented, &one), finding);
        }
        if let Some(manifest) = manifest.filter(|_| !is_foreign) {
            judge_entry(manifest, &one.certificate, &presented, report);
        }
    }
    for (copy, original) in clients_anchors(plan) {
        if ca_source == CaSource::Elsewhere && tree.file(&original).is_none() {
            // Told once, for the authority itself.
            continue;
        }
        anchors(tree, &copy, &original, etcd, report);
    }
}

/// Where a certificate is shown, and as what: one that members use for everything is shown twice.
fn places(
    plan: &Plan,
    one: &Wanted<'_>,
    all: &AllSettings,
    (etcd, now): (Build, OffsetDateTime),
) -> Vec<Context> {
    use CertificateRole::{Authority, Client, Gateway, Member, Peer, Server};
    let of_member = |member: &crate::cluster::Member| {
        all.iter().find(|(other, _)| other.name == member.name).map(|(_, settings)| settings)
    };
    let own = one.member.and_then(of_member);
    let of = |role| Context { at: Some(now), ..Context::new(role, etcd) };
    let mut places = Vec::new();
    if let (Server | Member, Some(own)) = (one.role, own) {
        places.push(server(plan, own, of(Role::Server)));
    }
    if let (Peer | Member, Some(member), Some(own)) = (one.role, one.member, own) {
        places.push(peer(member, own, all, of(Role::Peer)));
    }
    match one.role {
        Client | Gateway => places.push(of(Role::Client)),
        // Without settings there are no hosts, and nothing is known of the gateway.
        Server | Member if own.is_none() => {
            places.push(Context { gateway: crate::cluster::Gateway::Off, ..of(Role::Server) });
        }
        Peer if own.is_none() => places.push(of(Role::Peer)),
        Authority | Server | Member | Peer => {}
    }
    places
}

fn server(plan: &Plan, own: &MemberSettings, place: Context) -> Context {
    let mut dialed = own.client_hosts();
    // API servers dial it behind the plan's load balancer.
    if let Some(balancer) = &plan.load_balancer {
        dialed.push(balancer.address.ip().to_string());
        dialed.extend(balancer.name.as_ref().map(ToString::to_string));
    }
    Context {
        dialed,
        gateway: own.gateway(),
        allowed_hostnames: own.list("client-cert-allowed-hostname"),
        ..place
    }
}

fn peer(member: &Member, own: &MemberSettings, all: &AllSettings, place: Context) -> Context {
    let mut dialed = own.peer_hosts();
    dialed.extend(all.iter().flat_map(|(_, other)| other.peer_hosts_of(member.name.as_str())));
    dialed.sort_unstable();
    dialed.dedup();
    Context {
        dialed,
        dials_from: vec![dials_from(member.address.ip())],
        resolves: resolves(member),
        allowed_common_names: own.list("peer-cert-allowed-cn"),
        allowed_hostnames: own.list("peer-cert-allowed-hostname"),
        ..place
    }
}

/// The file that a finding is about.
fn place_of<'a>(finding: &Finding, presented: &PresentedChain, one: &'a Wanted<'_>) -> &'a Path {
    match finding.rule {
        Rule::KeyMismatch | Rule::KeyEncrypted | Rule::KeyForm | Rule::NoKeyBlock => &one.key,
        Rule::ByteOrderMark if !presented.chain.is_empty() => &one.key,
        Rule::AnchorsHoldKey | Rule::AnchorsHoldOther | Rule::AnchorsDer => &one.anchor,
        _ => &one.certificate,
    }
}

/// Whether a certificate is still to come: from a CA elsewhere, or for a key that is born on its member.
/// One that the manifest describes has been here.
fn is_pending(tree: &Tree, plan: &Plan, manifest: Option<&Manifest>, one: &Wanted<'_>) -> bool {
    let path = one.certificate.as_path();
    let is_authority = one.role == CertificateRole::Authority;
    let comes_later =
        plan.certificates.ca_source == CaSource::Elsewhere || !(one.has_key || is_authority);
    let was_here = manifest
        .is_some_and(|manifest| manifest.files.iter().any(|entry| Path::new(&entry.path) == path));
    comes_later && !was_here && tree.file(path).is_none()
}

fn pending(plan: &Plan, one: &Wanted<'_>, report: &mut VerifyReport) {
    let finding: Finding = if one.role == CertificateRole::Authority {
        AuthorityPending {}.into()
    } else if plan.certificates.ca_source == CaSource::Elsewhere {
        ImportPending {}.into()
    } else {
        SignaturePending {}.into()
    };
    report.add(&one.certificate, finding);
}

/// The key of an authority that the plan wants encrypted; whose it is can't be seen.
fn judge_sealed_key(tree: &Tree, one: &Wanted<'_>, report: &mut VerifyReport) {
    let Some(file) = tree.file(&one.key) else { return };
    let sealed: &[u8] = b"-----BEGIN ENCRYPTED PRIVATE KEY-----";
    if blocks(&file.bytes).any(|block| is_key(block) && !block.starts_with(sealed)) {
        report.add(&one.key, KeyNotEncrypted {});
    }
}

fn key<'a>(tree: &'a Tree, one: &Wanted<'_>, report: &mut VerifyReport) -> Option<&'a FoundFile> {
    let key = tree.file(&one.key);
    // The authority's key is better kept elsewhere.
    if key.is_none() && one.has_key && one.role != CertificateRole::Authority {
        report.add(&one.key, NoKey {});
    }
    key
}

/// Finds a file of trust anchors, and holds it against the bundle's own copy.
fn anchors<'a>(
    tree: &'a Tree,
    path: &Path,
    original: &Path,
    etcd: Build,
    report: &mut VerifyReport,
) -> Option<&'a FoundFile> {
    let original_name = || original.display().to_string();
    let Some(file) = tree.file(path) else {
        report.add(path, NoAuthority { original: original_name() });
        return None;
    };
    let (found, own) = (tree.anchors(path, etcd), tree.anchors(original, etcd));
    if !own.is_empty() && found.first() != own.first() {
        report.add(path, OtherAuthority { original: original_name() });
    }
    Some(file)
}

fn judge_entry(
    manifest: &Manifest,
    path: &Path,
    presented: &PresentedChain,
    report: &mut VerifyReport,
) {
    // One that members share is described once, where the first of them has it.
    let name = path.file_name().unwrap_or_default();
    let is_of_name = |entry: &&CertificateEntry| Path::new(&entry.path).ends_with(name);
    let leaf = presented.chain.first().and_then(|leaf| leaf.der());
    let Some(Ok(found)) = leaf.map(report_der) else { return };
    let mut entries = manifest.certificates.iter().filter(is_of_name);
    let entry = match entries.clone().find(|entry| Path::new(&entry.path) == path) {
        Some(entry) => Some(entry),
        None => entries.next(),
    };
    if entry.is_none_or(|entry| found.fingerprint.as_ref() != Some(&entry.fingerprint)) {
        report.add(path, OtherCertificate {});
    }
}

/// Finds private keys that others may read, and the authority's key where it would be handed out.
pub(super) fn no_stray_keys(tree: &Tree, report: &mut VerifyReport) {
    let below = |directory: &'static str| {
        let files = tree.iter().filter(move |(path, _)| path.starts_with(directory));
        files.filter(|(_, file)| blocks(&file.bytes).any(|block| !is_key(block)))
    };
    let authorities: Vec<&FoundFile> = below(AUTHORITY).map(|(_, file)| file).collect();
    let is_authority = |bytes: &[u8]| authorities.iter().any(|one| one.bytes.as_slice() == bytes);
    let of_members: Vec<&FoundFile> =
        below("members").map(|(_, file)| file).filter(|one| !is_authority(&one.bytes)).collect();
    for (path, file) in tree.iter() {
        let keys: Vec<&[u8]> = blocks(&file.bytes).filter(|block| is_key(block)).collect();
        if keys.is_empty() {
            continue;
        }
        if file.mode & 0o077 != 0 {
            report.add(path, KeyReadable { mode: octal(file.mode) });
        }
        let handed_out = path.starts_with("members") || path.starts_with("clients");
        let is_of =
            |all: &[&FoundFile]| keys.iter().any(|key| all.iter().any(|one| fits(&one.bytes, key)));
        if handed_out && is_of(&authorities) {
            report.add(path, AuthorityKeyHandedOut {});
        }
        if path.starts_with("clients") && is_of(&of_members) {
            report.add(path, MemberKeyHandedOut {});
        }
    }
}

/// Whether a key is that of the first certificate in a file.
fn fits(certificate: &[u8], key: &[u8]) -> bool {
    let etcd = Build::from(EtcdVersion::default());
    let presented = PresentedChain::read(certificate, Some(key), None, etcd);
    let is_against =
        |one: &Finding| one.severity() == Severity::Error || one.rule == Rule::NotJudged;
    !presented.chain.is_empty() && !presented.findings.iter().any(is_against)
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
