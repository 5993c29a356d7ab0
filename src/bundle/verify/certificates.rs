//! The certificates and keys that a plan asks for, collected from where units and scripts look for them and given
//! to the judge with the place that each is shown at.

use std::path::Path;

use time::OffsetDateTime;

use super::VerifyReport;
use super::settings::MemberSettings;
use super::tree::{FoundFile, Tree};
use crate::bundle::manifest::{Manifest, octal};
use crate::bundle::planned::{AUTHORITY, Arrival, FileKind, PlannedBundle, PlannedFile};
use crate::cluster::{Authority, CaSource, EtcdVersion, KeyOrigin, Member, Plan};
use crate::etcd::Build;
use crate::finding::rules::bundle::{
    AuthorityKeyHandedOut, AuthorityPending, ImportPending, KeyNotEncrypted, MemberKeyHandedOut,
    NoAuthority, NoCertificate, NoKey, OtherAuthority, OtherCertificate, SignaturePending,
};
use crate::finding::rules::files::KeyReadable;
use crate::finding::{Finding, Rule, Severity};
use crate::pki::inspect::overdue;
use crate::pki::judge::{
    Context, PresentedChain, RevocationList, Role, judge as judge_leaf, judge_authority,
};
use crate::pki::matrix::{calls_from, resolves};
use crate::pki::{CertificateProfile, CertificateRole, identity, report_der};

/// A certificate that a plan asks for.
struct Wanted<'a> {
    /// Where it is.
    file: &'a PlannedFile,
    /// What it is to say; `None` for a CA that isn't made here.
    profile: Option<&'a CertificateProfile>,
    /// Whose it is, where that is a member.
    member: Option<&'a Member>,
    /// Where its key belongs, in the bundle or on its member; `None` for a CA that isn't made here.
    key: Option<&'a Path>,
    /// The trust anchor that those who see it hold.
    anchor: &'a Path,
    /// The same in `authority/`.
    original: &'a Path,
    /// The roles of what it signs, where it is an authority's.
    signs: Vec<Role>,
}

impl Wanted<'_> {
    fn role(&self) -> CertificateRole {
        self.profile.map_or(CertificateRole::Authority, |profile| profile.role)
    }
}

/// Returns the certificates of a bundle, where units and scripts look for them.
fn wanted<'a>(plan: &'a Plan, bundle: &'a PlannedBundle) -> Vec<Wanted<'a>> {
    let of_file = |file: &'a PlannedFile| {
        let (profile, key, authority, signer) = match &file.kind {
            FileKind::Certificate { profile, key } => {
                let profile = bundle.profiles.get(*profile)?;
                (Some(profile), Some(key.as_path()), profile.authority, profile.signer.anchor())
            }
            FileKind::Anchor(authority) if file.path.starts_with(AUTHORITY) => {
                (None, None, Some(*authority), *authority)
            }
            _ => return None,
        };
        let original = original(bundle, signer);
        let beside = bundle
            .anchors()
            .find(|(path, authority)| *authority == signer && path.parent() == file.path.parent());
        let is_members = |member: &&Member| {
            file.path.starts_with(Path::new("members").join(member.name.as_str()))
        };
        Some(Wanted {
            file,
            profile,
            member: plan.members.iter().find(is_members),
            key,
            // Members see a client's; what lies beside it is for those of servers.
            anchor: match beside {
                Some((path, _)) if !profile.is_some_and(is_clients) => path,
                _ => original,
            },
            original,
            signs: authority.map_or_else(Vec::new, |one| signs(plan, one)),
        })
    };
    bundle.files.iter().filter_map(of_file).collect()
}

fn is_clients(profile: &CertificateProfile) -> bool {
    profile.role == CertificateRole::Client
}

/// The roles of what an authority signs, or has others sign.
fn signs(plan: &Plan, authority: Authority) -> Vec<Role> {
    let trust = plan.certificates.trust;
    let roles = [
        (Role::Server, trust.signs_servers()),
        (Role::Peer, trust.signs_peers()),
        (Role::Client, trust.signs_clients()),
    ];
    let signs =
        |(_, signer): &&(Role, Authority)| *signer == authority || signer.anchor() == authority;
    roles.iter().filter(signs).map(|(role, _)| *role).collect()
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
    (plan, bundle): (&Plan, &PlannedBundle),
    manifest: Option<&Manifest>,
    settings: &[MemberSettings],
    (etcd, now): (Build, OffsetDateTime),
    report: &mut VerifyReport,
) {
    let ca_source = plan.certificates.ca_source;
    for one in wanted(plan, bundle) {
        if is_pending(tree, manifest, &one) {
            pending(plan, &one, report);
            continue;
        }
        let (certificate, is_authority) =
            (one.file.path.as_path(), one.role() == CertificateRole::Authority);
        let Some(file) = tree.file(certificate) else {
            report.add(certificate, NoCertificate {});
            continue;
        };
        report.certificates += 1;
        // An anchor that isn't made here may stand below a root that nobody has, and is a file like others.
        let is_foreign = is_authority && !ca_source.makes_authority();
        let anchors =
            if is_foreign { None } else { anchors(tree, one.anchor, one.original, etcd, report) };
        let key = if is_authority && ca_source == CaSource::Encrypted {
            judge_sealed_key(tree, &one, report);
            None
        } else {
            key(tree, &one, report).map(|file| file.bytes.as_slice())
        };
        let anchors = anchors.map(|file| file.bytes.as_slice());
        let mut presented = PresentedChain::read(&file.bytes, key, anchors, etcd);
        let is_of_key = |finding: &&Finding| one.key == Some(place_of(finding, &presented, &one));
        let of_key: Vec<Finding> = presented.findings.iter().filter(is_of_key).cloned().collect();
        if !of_key.is_empty() {
            // etcd looks no further. Here, what else is wrong is told at once.
            presented = PresentedChain::read(&file.bytes, None, anchors, etcd);
        }
        let mut findings: Vec<Finding> = if is_authority {
            judge_authority(&presented, &one.signs, etcd, Some(now))
        } else {
            let places = places((tree, plan), &one, settings, (etcd, now));
            report.hosts += places.iter().map(|place| place.dialed.len()).sum::<usize>();
            places.iter().flat_map(|place| judge_leaf(&presented, place).findings).collect()
        };
        if let (Some(profile), Some(leaf)) = (one.profile, presented.chain.first())
            && !is_authority
        {
            findings.extend(identity(leaf, profile, &findings));
        }
        for finding in of_key {
            report.add(one.key.unwrap_or(certificate), finding);
        }
        for finding in findings {
            report.add(place_of(&finding, &presented, &one), finding);
        }
        if let Some(manifest) = manifest.filter(|_| !is_foreign) {
            judge_entry(manifest, &one, &presented, report);
        }
    }
    for own in settings {
        for flag in ["client-crl-file", "peer-crl-file"] {
            if let Some((path, list)) = own.revocations(tree, flag, etcd) {
                let bytes = tree.file(&path).map_or(&[][..], |file| &file.bytes);
                let wrong = list.unreadable().or_else(|| overdue(bytes, now));
                if let Some(wrong) = wrong {
                    report.add(&path, wrong);
                }
            }
        }
    }
    for (copy, authority) in bundle.anchors() {
        let original = original(bundle, authority);
        // One that is still to come is told once, for the authority itself.
        if ca_source != CaSource::Elsewhere || tree.file(original).is_some() {
            anchors(tree, copy, original, etcd, report);
        }
    }
}

/// Where a certificate is shown, and as what: one that members use for everything is shown twice.
fn places(
    (tree, plan): (&Tree, &Plan),
    one: &Wanted<'_>,
    all: &[MemberSettings],
    (etcd, now): (Build, OffsetDateTime),
) -> Vec<Context> {
    use CertificateRole::{Authority, Client, Gateway, Member, Peer, Server};
    let own =
        one.member.and_then(|member| all.iter().find(|other| other.member.name == member.name));
    let mut places = match (one.role(), own) {
        (Authority, _) => Vec::new(),
        (Server, Some(own)) => vec![server(plan, own, etcd)],
        (Peer, Some(own)) => vec![peer(tree, own, all, etcd)],
        (Member, Some(own)) => vec![server(plan, own, etcd), peer(tree, own, all, etcd)],
        // Without settings there are no hosts, and nothing is known of the gateway.
        (Server | Member, None) => {
            let gateway = crate::cluster::Gateway::Off;
            vec![Context { gateway, ..Context::new(Role::Server, etcd) }]
        }
        (Peer, None) => vec![Context::new(Role::Peer, etcd)],
        // A gateway dials its own member, a client each of them.
        (Client | Gateway, _) => {
            let mut places = Vec::new();
            for dialed in all.iter().filter(|_| one.member.is_none()).chain(own) {
                let revocations = readable(tree, dialed, "client-crl-file", etcd);
                let place = Context { revocations, ..dialed.context(Role::Client, etcd) };
                if !places.contains(&place) {
                    places.push(place);
                }
            }
            if places.is_empty() {
                places.push(Context::new(Role::Client, etcd));
            }
            places
        }
    };
    for place in &mut places {
        place.at = Some(now);
    }
    places
}

fn server(plan: &Plan, own: &MemberSettings, etcd: Build) -> Context {
    let mut dialed = own.client_hosts();
    // API servers dial it behind the plan's load balancer.
    if let Some(balancer) = &plan.load_balancer {
        dialed.push(balancer.address.ip().to_string());
        dialed.extend(balancer.name.as_ref().map(ToString::to_string));
    }
    Context { dialed, ..own.context(Role::Server, etcd) }
}

fn peer(tree: &Tree, own: &MemberSettings, all: &[MemberSettings], etcd: Build) -> Context {
    let mut dialed = own.peer_hosts();
    dialed.extend(all.iter().flat_map(|other| other.peer_hosts_of(own.member.name.as_str())));
    dialed.sort_unstable();
    dialed.dedup();
    Context {
        dialed,
        dials_from: calls_from(&own.member),
        resolves: resolves(&own.member),
        revocations: readable(tree, own, "peer-crl-file", etcd),
        ..own.context(Role::Peer, etcd)
    }
}

/// A member's list of revoked certificates. One that can't be read refuses everyone, which is said of the list.
fn readable(
    tree: &Tree,
    settings: &MemberSettings,
    flag: &str,
    etcd: Build,
) -> Option<RevocationList> {
    let (_, list) = settings.revocations(tree, flag, etcd)?;
    Some(list).filter(|list| list.unreadable().is_none())
}

/// The file that a finding is about.
fn place_of<'a>(finding: &Finding, presented: &PresentedChain, one: &Wanted<'a>) -> &'a Path {
    let key = one.key.unwrap_or(&one.file.path);
    match finding.rule {
        Rule::KeyMismatch
        | Rule::KeyEncrypted
        | Rule::KeyForm
        | Rule::KeyNotJudged
        | Rule::UnsupportedKey
        | Rule::NoKeyBlock => key,
        Rule::ByteOrderMark if !presented.chain.is_empty() => key,
        Rule::AnchorsHoldKey | Rule::AnchorsHoldOther | Rule::AnchorsDer => one.anchor,
        _ => &one.file.path,
    }
}

/// Whether a certificate is still to come: from a CA elsewhere, or for a key that is born on its member.
/// One that the manifest describes has been here.
fn is_pending(tree: &Tree, manifest: Option<&Manifest>, one: &Wanted<'_>) -> bool {
    let path = &one.file.path;
    let was_here = manifest
        .is_some_and(|manifest| manifest.files.iter().any(|entry| Path::new(&entry.path) == path));
    one.file.arrival == Arrival::Later && !was_here && tree.file(path).is_none()
}

fn pending(plan: &Plan, one: &Wanted<'_>, report: &mut VerifyReport) {
    let path = &one.file.path;
    if one.role() == CertificateRole::Authority {
        report.add(path, AuthorityPending {});
    } else if plan.certificates.ca_source == CaSource::Elsewhere {
        report.add(path, ImportPending {});
    } else {
        report.add(path, SignaturePending {});
    }
}

/// The key of an authority that the plan wants encrypted; whose it is can't be seen.
fn judge_sealed_key(tree: &Tree, one: &Wanted<'_>, report: &mut VerifyReport) {
    let Some((key, file)) = one.key.and_then(|key| Some((key, tree.file(key)?))) else { return };
    let sealed: &[u8] = b"-----BEGIN ENCRYPTED PRIVATE KEY-----";
    if blocks(&file.bytes).any(|block| is_key(block) && !block.starts_with(sealed)) {
        report.add(key, KeyNotEncrypted {});
    }
}

fn key<'a>(tree: &'a Tree, one: &Wanted<'_>, report: &mut VerifyReport) -> Option<&'a FoundFile> {
    let path = one.key?;
    let key = tree.file(path);
    // The authority's key is better kept elsewhere.
    let is_here = one.profile.is_some_and(|profile| profile.key_origin == KeyOrigin::Here);
    if key.is_none() && is_here && one.role() != CertificateRole::Authority {
        report.add(path, NoKey {});
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
    // While a CA is replaced, both are trusted, in any order.
    if own.first().is_some_and(|own| !found.contains(own)) {
        report.add(path, OtherAuthority { original: original_name() });
    }
    Some(file)
}

fn judge_entry(
    manifest: &Manifest,
    one: &Wanted<'_>,
    presented: &PresentedChain,
    report: &mut VerifyReport,
) {
    let leaf = presented.chain.first().and_then(|leaf| leaf.der());
    let Some(Ok(found)) = leaf.map(report_der) else { return };
    // Members may share one, which is described in one place.
    let described = one.profile.map_or(&one.file.path, |profile| &profile.certificate_path);
    let entry = manifest.certificates.iter().find(|entry| Path::new(&entry.path) == described);
    if entry.is_none_or(|entry| found.fingerprint.as_ref() != Some(&entry.fingerprint)) {
        report.add(&one.file.path, OtherCertificate {});
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
        |one: &Finding| one.severity() == Severity::Error || one.rule == Rule::KeyNotJudged;
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
