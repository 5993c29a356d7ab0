//! Whether the members of one cluster believe one another: what each shows has to lead to those whom
//! the others trust.

use std::collections::HashMap;

use super::Store;
use crate::audit::{AuditReport, Disk};
use crate::config::Member;
use crate::etcd::Build;
use crate::finding::Finding;
use crate::finding::rules::members::{TrustApart, TrustDiffers};
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
    etcd: Build,
    report: &mut AuditReport,
) {
    for cluster in clusters(members) {
        let sides = |certificate, trusted| -> Vec<Side> {
            cluster.iter().filter_map(|one| side(one, disk, certificate, trusted, etcd)).collect()
        };
        let peers = sides("peer-cert-file", "peer-trusted-ca-file");
        // Where peers differ, clients most often do for the same reason: once is enough.
        if !peers_refused(&circles(&peers), etcd, report) {
            let servers = sides("cert-file", "trusted-ca-file");
            servers_apart(&circles(&servers), etcd, report);
        }
    }
}

/// The members by cluster: those whose lists share an entry with an earlier one are of its cluster.
fn clusters(members: &[Member]) -> Vec<Vec<&Member>> {
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

/// Why a side's certificate is refused by those who trust some anchors. Neither hosts nor the clock play
/// a part: these are judged where each certificate is.
fn refusal(side: &Side, anchors: &[CertificateFacts], role: Role, etcd: Build) -> Option<Finding> {
    let presented = PresentedChain {
        chain: side.chain.clone(),
        anchors: anchors.to_vec(),
        knows_anchors: true,
        findings: Vec::new(),
    };
    let place = Context { gateway: Gateway::Off, ..Context::new(role, etcd) };
    judge(&presented, &place).refusal().cloned()
}

/// Why those of `other` refuse a side of `own`; `None` where its own member refuses it for the same, which
/// is said of the member alone.
fn refused_by(
    side: &Side,
    own: &Circle<'_>,
    other: &Circle<'_>,
    role: Role,
    etcd: Build,
) -> Option<Finding> {
    let refused = refusal(side, other.trusted, role, etcd)?;
    let at_home = refusal(side, own.trusted, role, etcd);
    at_home.is_none_or(|at_home| at_home.rule != refused.rule).then_some(refused)
}

/// Pairs of circles, in either order.
fn pairs<'a, 'b>(
    circles: &'a [Circle<'b>],
) -> impl Iterator<Item = (&'a Circle<'b>, &'a Circle<'b>)> {
    circles.iter().enumerate().flat_map(move |(index, one)| {
        let others = circles.iter().enumerate().filter(move |(other, _)| *other != index);
        others.map(move |(_, other)| (one, other))
    })
}

/// Says which peers refuse which; `true` where there are any.
fn peers_refused(circles: &[Circle<'_>], etcd: Build, report: &mut AuditReport) -> bool {
    let mut is_refused = false;
    for (own, other) in pairs(circles) {
        for side in &own.sides {
            if let Some(finding) = refused_by(side, own, other, Role::Peer, etcd) {
                let differs: Finding = TrustDiffers {
                    others: names(other),
                    name: side.name.clone(),
                    why: finding.message(),
                }
                .into();
                report.add((&side.path, 0), differs.quoting(finding.quotes));
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
                let is_home =
                    |one: &Circle<'_>| refusal(side, one.trusted, Role::Server, etcd).is_none();
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

fn names(circle: &Circle<'_>) -> Vec<String> {
    circle.sides.iter().map(|side| side.name.clone()).collect()
}
