//! What etcdctl shows to a member.

use rcgen::{
    BasicConstraints, CustomExtension, ExtendedKeyUsagePurpose as Eku, IsCa, KeyPair,
    KeyUsagePurpose,
};

use super::{
    Case, Cases, Trial, awkward, chains, change, expired, good, kinds, odd_authorities, purposes,
    tomorrow,
};
use crate::predictions::mint::{Authority, Pair, days};

impl Cases {
    fn client(&mut self, name: impl Into<String>, pair: Pair) {
        self.all.push(Case::new(name, Trial::Client, pair, String::new()));
    }

    pub(super) fn clients(&mut self) {
        for (name, change) in [
            ("client", good()),
            ("client without purposes", purposes(&[])),
            ("client with serverAuth only", purposes(&[Eku::ServerAuth])),
            ("client with clientAuth only", purposes(&[Eku::ClientAuth])),
            ("client with any purpose", purposes(&[Eku::Any])),
            ("expired client", expired()),
            ("client of tomorrow", tomorrow()),
            (
                "client that starts now",
                change(|one| one.not_before = days(0) - time::Duration::minutes(1)),
            ),
            ("client without names", change(|one| one.subject_alt_names.clear())),
            (
                "client without a subject",
                change(|one| one.distinguished_name = rcgen::DistinguishedName::new()),
            ),
            (
                "client that is an authority",
                change(|one| one.is_ca = IsCa::Ca(BasicConstraints::Unconstrained)),
            ),
            (
                "client with an unknown critical extension",
                change(|one| {
                    let mut extension =
                        CustomExtension::from_oid_content(&[1, 2, 3, 4], vec![4, 0]);
                    extension.set_criticality(true);
                    one.custom_extensions.push(extension);
                }),
            ),
            ("client of more than the authority's life", change(|one| one.not_after = days(4000))),
        ] {
            let pair = self.authority.leaf(change);
            self.client(name, pair);
        }
        let mut appended = self.authority.leaf(|_| {});
        appended.certificate += &self.authority.pair.certificate;
        self.client("client with its root appended", appended);
        for (name, algorithm) in [
            ("client with P-384", &rcgen::PKCS_ECDSA_P384_SHA384),
            ("client with Ed25519", &rcgen::PKCS_ED25519),
        ] {
            let key = KeyPair::generate_for(algorithm).unwrap();
            let pair = self.authority.leaf_with_key(&key, |_| {});
            self.client(name, pair);
        }
        let negative = ["-set_serial", "-5"];
        let pair = self.authority.leaf_by_openssl(&["-algorithm", "ED25519"], &negative);
        self.client("client with a negative serial number", pair);
        let own = Authority::root("self", |one| {
            one.extended_key_usages = vec![Eku::ClientAuth];
            one.key_usages.push(KeyUsagePurpose::DigitalSignature);
        });
        self.client("client that signed itself", own.pair);
    }

    /// A client of an authority that the member trusts too.
    fn client_of(&mut self, name: impl Into<String>, pair: Pair, authority: &Pair) {
        self.trusted += &authority.certificate;
        self.client(name, pair);
    }

    pub(super) fn clients_of_odd_authorities(&mut self) {
        for (name, change) in odd_authorities() {
            let authority = Authority::root(name, change);
            self.client_of(format!("client of an {name}"), authority.leaf(|_| {}), &authority.pair);
        }
        for (name, pair) in chains(&self.authority) {
            self.client(format!("client {name}"), pair);
        }
        for (name, pair) in awkward(&self.authority) {
            self.client(format!("client {name}"), pair);
        }
        for (name, pair, authority) in kinds() {
            self.client_of(format!("client {name}"), pair, &authority);
        }
        let stranger = Authority::root("stranger", |_| {}).leaf(|_| {});
        self.client("client of an unknown authority", stranger);
        let twin = Authority::root("ca", |_| {}).leaf(|_| {});
        self.client("client of an authority made anew", twin);
        let tight =
            Authority::root("tight", |one| one.is_ca = IsCa::Ca(BasicConstraints::Constrained(0)));
        let below = tight.below("below tight", |_| {});
        let pair = below.leaf(|_| {}).followed_by(&below.pair);
        self.client_of("client beyond the path length", pair, &tight.pair);
        let alone = Authority::root("gone", |_| {}).below("trusted intermediate", |_| {});
        let pair = alone.leaf(|_| {});
        self.client_of("client of an intermediate that is trusted alone", pair, &alone.pair);
    }
}
