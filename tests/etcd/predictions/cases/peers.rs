//! What a member shows to another.

use rcgen::{ExtendedKeyUsagePurpose as Eku, KeyUsagePurpose};

use super::{Case, Cases, Change, Trial, change, expired, good, purposes, tomorrow, usages};
use crate::predictions::mint::{Authority, dns, ip};

impl Cases {
    fn peer(&mut self, name: &'static str, flags: &[&'static str], change: Change) {
        self.peer_of(name, "10.77.0.2", flags, change);
    }

    fn peer_of(
        &mut self,
        name: &'static str,
        host: &'static str,
        flags: &[&'static str],
        change: Change,
    ) {
        let pair = self.authority.leaf(|one| {
            one.subject_alt_names = vec![ip("10.77.0.2")];
            one.distinguished_name.push(rcgen::DnType::OrganizationName, "two");
            change(one);
        });
        let anchors = self.authority.pair.certificate.clone();
        let case = Case::new(name, Trial::Peer(host), pair, anchors);
        self.all.push(case.with_flags(flags));
    }

    pub(super) fn peers(&mut self) {
        self.peer("peer", &[], good());
        self.peer("peer without purposes", &[], purposes(&[]));
        self.peer("peer with serverAuth only", &[], purposes(&[Eku::ServerAuth]));
        self.peer("peer with clientAuth only", &[], purposes(&[Eku::ClientAuth]));
        self.peer(
            "peer of another address",
            &[],
            change(|one| one.subject_alt_names = vec![ip("10.77.0.9")]),
        );
        self.peer_of(
            "peer by its name",
            "m2.example.test",
            &[],
            change(|one| {
                one.subject_alt_names = vec![dns("m2.example.test")];
            }),
        );
        self.peer_of(
            "peer that dials from elsewhere",
            "m2.example.test",
            &[],
            change(|one| {
                one.subject_alt_names = vec![dns("m2.example.test"), ip("10.77.0.9")];
            }),
        );
        self.peer("expired peer", &[], expired());
        self.peer("peer of an allowed name", &["--peer-cert-allowed-cn=leaf"], good());
        self.peer(
            "peer of no allowed name",
            &["--peer-cert-allowed-cn=leaf"],
            change(|one| {
                one.distinguished_name.push(rcgen::DnType::CommonName, "other");
            }),
        );
        let sans = |all: &'static [&'static str]| {
            change(move |one| {
                let san = |name: &&str| {
                    name.parse::<std::net::IpAddr>().map_or_else(|_| dns(name), |_| ip(name))
                };
                one.subject_alt_names = all.iter().map(san).collect();
            })
        };
        self.peer_of("peer of a wildcard", "m2.example.test", &[], sans(&["*.example.test"]));
        self.peer_of(
            "peer by its address and a wildcard",
            "m2.example.test",
            &[],
            sans(&["*.example.test", "10.77.0.2"]),
        );
        self.peer("peer without names", &[], sans(&[]));
        self.peer(
            "peer whose address is a DNS name",
            &[],
            change(|one| one.subject_alt_names = vec![dns("10.77.0.2")]),
        );
        self.peer_of("peer by IPv6", "fd00::2", &[], sans(&["fd00::2"]));
        self.peer_of("peer of another IPv6 address", "fd00::2", &[], sans(&["fd00::9"]));
        self.peer("peer with any purpose", &[], purposes(&[Eku::Any]));
        self.peer("peer of tomorrow", &[], tomorrow());
        self.peer(
            "peer without digitalSignature",
            &[],
            usages(&[KeyUsagePurpose::KeyEncipherment]),
        );
        let hostname = "--peer-cert-allowed-hostname=localhost";
        self.peer("peer of an allowed host", &[hostname], sans(&["10.77.0.2", "localhost"]));
        self.peer("peer of no allowed host", &[hostname], good());
        let stranger = Authority::root("stranger", |_| {})
            .leaf(|one| one.subject_alt_names = vec![ip("10.77.0.2")]);
        let middle = self.authority.below("middle", |_| {});
        let below = middle.leaf(|one| one.subject_alt_names = vec![ip("10.77.0.2")]);
        let anchors = self.authority.pair.certificate.clone();
        for (name, pair) in [
            ("peer of an unknown authority", stranger),
            ("peer without its intermediate", below.clone()),
            ("peer with its intermediate", below.followed_by(&middle.pair)),
        ] {
            let trial = Trial::Peer("10.77.0.2");
            self.all.push(Case::new(name, trial, pair, anchors.clone()));
        }
    }
}
