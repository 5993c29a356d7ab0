//! Whether the members of one cluster believe one another: what each shows has to lead to those whom
//! the others trust.

use std::collections::HashMap;

use super::Store;
use crate::audit::{AuditReport, Disk, JudgedFor};
use crate::config::Member;
use crate::etcd::Build;
use crate::finding::Finding;
use crate::finding::rules::members::{TrustApart, TrustDiffers};
use crate::finding::rules::plan::{SharedKey, SharedServerKey};
use crate::pki::judge::{CertificateFacts, Context, Gateway, PresentedChain, Role, judge};

/// The most different lists of trusted authorities of one cluster that are looked at; a sound one has one.
const CIRCLES: usize = 16;

/// What a member shows on one port, and whom it trusts there.
struct Side {
    name: String,
    /// Where the certificate was found.
    path: String,
    chain: Vec<CertificateFacts>,
    trusted: Vec<CertificateFacts>,
}

/// Members that trust the same authorities.
struct Circle<'a> {
    trusted: &'a [CertificateFacts],
    sides: Vec<&'a Side>,
}

/// Judges the certificates of each cluster before all of its members.
pub(super) fn judge_all(
    members: &[Member],
    disk: &dyn Disk,
    etcd: JudgedFor,
    report: &mut AuditReport,
) {
    for cluster in clusters(members) {
        let Some(etcd) = cluster.first().map(|member| etcd.of(member)) else { continue };
        let sides = |certificate, trusted| -> Vec<Side> {
            cluster.iter().filter_map(|one| side(one, disk, certificate, trusted, etcd)).collect()
        };
        let peers = sides("peer-cert-file", "peer-trusted-ca-file");
        shared(&peers, &sides("cert-file", "trusted-ca-file"), report);
        // Where peers differ, clients most often do for the same reason: once is enough.
        if !peers_refused(&circles(&peers), etcd, report) {
            let servers = sides("cert-file", "trusted-ca-file");
            servers_apart(&circles(&servers), etcd, report);
        }
    }
}

/// The members by cluster: those whose lists share an entry with an earlier one are of its cluster.
pub(in crate::audit) fn clusters(members: &[Member]) -> Vec<Vec<&Member>> {
    let mut by_entry = HashMap::new();
    let mut clusters: Vec<Vec<&Member>> = Vec::new();
    for member in members {
        let list = super::list(member);
        let known = list.iter().find_map(|entry| by_entry.get(entry).copied());
        let index = known.unwrap_or(clusters.len());
        match clusters.get_mut(index) {
            Some(cluster) => cluster.push(member),
            None => clusters.push(vec![member]),
        }
        for entry in list {
            by_entry.entry(entry).or_insert(index);
        }
    }
    clusters
}

fn side(
    member: &Member,
    disk: &dyn Disk,
    certificate: &str,
    trusted: &str,
    etcd: Build,
) -> Option<Side> {
    let store = Store { member, disk };
    let (path, chain) = store.file(certificate)?;
    let (_, trusted) = store.file(trusted)?;
    let read = PresentedChain::read(&chain.bytes, None, Some(&trusted.bytes), etcd);
    let (chain, trusted) = (read.chain, read.anchors);
    (!chain.is_empty()).then(|| Side { name: member.name().to_owned(), path, chain, trusted })
}

fn circles(sides: &[Side]) -> Vec<Circle<'_>> {
    let mut circles: Vec<Circle<'_>> = Vec::new();
    for side in sides {
        let same = circles.iter_mut().find(|circle| circle.trusted == side.trusted.as_slice());
        if let Some(circle) = same {
            circle.sides.push(side);
        } else if circles.len() < CIRCLES {
            circles.push(Circle { trusted: &side.trusted, sides: vec![side] });
        }
    }
    circles
}

/// Why a side's certificate is refused by the members of a circle. Neither hosts nor the clock play a part: these
/// are judged where each certificate is.
fn refusal(side: &Side, circle: &Circle<'_>, role: Role, etcd: Build) -> Option<Finding> {
    let presented = PresentedChain {
        chain: side.chain.clone(),
        anchors: circle.trusted.to_vec(),
        knows_anchors: true,
        ..PresentedChain::default()
    };
    let place = Context { gateway: Gateway::Off, ..Context::new(role, etcd) };
    judge(&presented, &place).refusal().cloned()
}

/// Says which peers refuse which; `true` where there are any. Where a side's own member refuses it for the same,
/// that is said of the member alone.
fn peers_refused(circles: &[Circle<'_>], etcd: Build, report: &mut AuditReport) -> bool {
    let mut is_refused = false;
    for own in circles {
        for other in circles.iter().filter(|other| other.trusted != own.trusted) {
            for side in &own.sides {
                let refused = |by: &Circle<'_>| refusal(side, by, Role::Peer, etcd);
                let Some(refusal) = refused(other) else { continue };
                if refused(own).is_some_and(|at_home| at_home.rule == refusal.rule) {
                    continue;
                }
                let (others, name) = (names(other), side.name.clone());
                let differs = TrustDiffers { others, name, why: refusal.message() };
                let differs = Finding::from(differs).quoting(refusal.quotes);
                report.add((&side.path, 0), differs);
                is_refused = true;
            }
        }
    }
    is_refused
}

/// Servers and clients may have authorities of their own, and these may be many while they are changed.
/// Two members of which each leads to whom it trusts itself, and neither to whom the other trusts, let
/// in no client in common.
fn servers_apart(circles: &[Circle<'_>], etcd: Build, report: &mut AuditReport) {
    for (index, own) in circles.iter().enumerate() {
        let Some(side) = own.sides.first() else { continue };
        for other in circles.iter().take(index) {
            let apart = |side: &Side, own, other| {
                let is_home = |one: &Circle<'_>| refusal(side, one, Role::Server, etcd).is_none();
                is_home(own) && !is_home(other)
            };
            let back = other.sides.first().is_some_and(|side| apart(side, other, own));
            if back && apart(side, own, other) {
                let apart = TrustApart { one: names(own), other: names(other) };
                report.add((&side.path, 0), apart);
            }
        }
    }
}

/// Says where all members show one certificate.
fn shared(peers: &[Side], servers: &[Side], report: &mut AuditReport) {
    let is_one = |sides: &[Side]| {
        let mut leaves = sides.iter().map(|side| side.chain.first());
        let first = leaves.next();
        sides.len() > 1 && leaves.all(|leaf| Some(leaf) == first)
    };
    let Some(server) = servers.first().filter(|_| is_one(servers)) else { return };
    let are_peers = peers.first().is_some_and(|peer| peer.chain.first() == server.chain.first());
    if are_peers && is_one(peers) {
        report.add((&server.path, 0), SharedKey {});
    } else {
        report.add((&server.path, 0), SharedServerKey {});
    }
}

fn names(circle: &Circle<'_>) -> Vec<String> {
    circle.sides.iter().map(|side| side.name.clone()).collect()
}
