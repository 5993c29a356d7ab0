//! The handshakes of a plan, before there is a certificate, and where its members dial from.

use std::net::{IpAddr, Ipv4Addr};

use super::{Dialer, Listener, Matrix, matrix};
use crate::cluster::{Authority, DnsName, Gateway, Member, Plan};
use crate::etcd::Build;
use crate::pki::judge::{CertificateFacts, PresentedChain};
use crate::pki::profile::{CertificateProfile, CertificateRole, ProfileContext, profiles};

/// Judges the handshakes of a plan, before any certificate is written. The moment is left open: a plan is
/// issued when it is issued.
pub fn planned(plan: &Plan) -> Matrix {
    planned_on(plan, plan.etcd_version.into())
}

/// The same for members that run another build of etcd than the plan's series.
pub fn planned_on(plan: &Plan, etcd: Build) -> Matrix {
    judged(plan, plan, etcd)
}

/// The same where members and clients still have the certificates of another plan, each those of its name.
pub fn planned_with_certificates_of(plan: &Plan, issued: &Plan) -> Matrix {
    judged(plan, issued, plan.etcd_version.into())
}

fn judged(plan: &Plan, issued: &Plan, etcd: Build) -> Matrix {
    let context = ProfileContext::from(issued);
    let all = profiles(issued);
    let trust = issued.certificates.trust;
    let anchors = [trust.signs_servers(), trust.signs_peers(), trust.signs_clients()].map(|one| {
        (one.anchor(), CertificateFacts::planned(&context.authority(one.anchor()), None))
    });
    let anchor = |one: Authority| -> Vec<CertificateFacts> {
        let found = anchors.iter().find(|(which, _)| *which == one.anchor());
        found.map(|(_, facts)| facts.clone()).into_iter().collect()
    };
    let presented = |profile: &CertificateProfile| {
        let is_between = profile.signer.anchor() != profile.signer;
        let between = is_between.then(|| context.authority(profile.signer));
        let between: Vec<&CertificateProfile> = between.iter().collect();
        let chain = PresentedChain::planned(profile, &between, &[], None);
        // What its signer's chain ends in is what the other side trusts, in a plan.
        PresentedChain { anchors: anchor(profile.signer), knows_anchors: true, ..chain }
    };
    let of = |member: &Member, roles: [CertificateRole; 2]| {
        let directory = format!("members/{}/", member.name);
        let here = |one: &&CertificateProfile| {
            roles.contains(&one.role)
                && one.places().iter().any(|place| place.certificate_path.starts_with(&directory))
        };
        all.iter().find(here).map(&presented)
    };
    let listener = |member: &Member| {
        use CertificateRole::{Member, Peer, Server};
        let server = of(member, [Server, Member]).unwrap_or_default();
        let gateway = of(member, [CertificateRole::Gateway; 2]);
        Listener {
            name: member.name.to_string(),
            gateway: match trust.gateway(plan.etcd_version) {
                Gateway::ServerCertificate => Some(server.clone()),
                Gateway::OwnCertificate => gateway,
                Gateway::Off => None,
            },
            server,
            peer: of(member, [Peer, Member]).unwrap_or_default(),
            trusted_of_clients: Some(anchor(trust.signs_clients())),
            trusted_of_peers: Some(anchor(trust.signs_peers())),
            client_hosts: member.client_addresses().map(|address| address.to_string()).collect(),
            peer_hosts: member.peer_addresses().iter().map(ToString::to_string).collect(),
            dials_from: calls_from(member),
            resolves: resolves(member),
            ..Listener::default()
        }
    };
    let members: Vec<Listener> = plan.members.iter().map(listener).collect();
    let clients: Vec<Dialer> = all
        .iter()
        .filter(|one| one.role == CertificateRole::Client)
        .map(|one| Dialer {
            name: one.owner.clone(),
            own: presented(one),
            trusted: Some(anchor(trust.signs_servers())),
        })
        .collect();
    matrix(&members, &clients, etcd, None)
}

/// The address that a member at `address` dials from: connections between loopback addresses leave from
/// 127.0.0.1 (measured).
pub fn dials_from(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(v4) if v4.is_loopback() => Ipv4Addr::LOCALHOST.into(),
        other => other,
    }
}

/// The addresses that a member of a plan dials its peers from.
pub fn calls_from(member: &Member) -> Vec<IpAddr> {
    let mut all: Vec<IpAddr> =
        member.peer_addresses().into_iter().map(|address| dials_from(address.ip())).collect();
    all.dedup();
    all
}

/// What a member's names resolve to, where the operator's resolver keeps the plan's word.
pub fn resolves(member: &Member) -> Vec<(String, IpAddr)> {
    let all = member.addresses();
    let of = |name: &DnsName| {
        let name = name.to_string();
        all.iter().map(move |address| (name.clone(), address.ip())).collect::<Vec<_>>()
    };
    member.dns_names.iter().flat_map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cluster::plan::tests::three_members;
    use crate::cluster::{CaLayout, CertificateLayout, EtcdVersion};

    #[test]
    fn every_handshake_of_every_layout_is_accepted() {
        let mut seen = 0;
        for trust in CaLayout::ALL {
            for arrangement in CertificateLayout::ALL {
                for etcd_version in EtcdVersion::ALL {
                    let mut plan = Plan { etcd_version, ..three_members() };
                    plan.certificates.trust = trust;
                    plan.certificates.arrangement = arrangement;
                    // Some combinations are refused as plans.
                    let Ok(plan) = Plan::from_json(plan.to_json().as_bytes()) else { continue };
                    seen += 1;
                    let matrix = planned(&plan);
                    let lacks_gateway = trust.gateway(etcd_version) == Gateway::Off;
                    // Three members, two clients, three gateways.
                    let gateways = if lacks_gateway { 0 } else { 3 };
                    assert_eq!(matrix.handshakes.len(), 6 + 6 + gateways);
                    let refused = matrix.refused().count();
                    assert_eq!(refused, 0, "{trust} {arrangement} {etcd_version}");
                }
            }
        }
        assert!(seen > 20, "{seen}");
    }
}
