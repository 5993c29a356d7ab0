//! What a member shows to etcdctl.

use rcgen::ExtendedKeyUsagePurpose as Eku;

use super::{
    Case, Cases, HOST, Trial, awkward, chains, change, expired, good, kinds, odd_authorities,
    purposes, tomorrow,
};
use crate::predictions::mint::{Authority, Pair, dns, ip};

impl Cases {
    fn server(&mut self, name: impl Into<String>, host: &'static str, pair: Pair) {
        let anchors = self.authority.pair.certificate.clone();
        self.server_to(name, host, pair, anchors);
    }

    /// To an etcdctl that trusts others too.
    fn server_of(&mut self, name: impl Into<String>, pair: Pair, authority: &Pair) {
        let anchors = self.authority.pair.certificate.clone() + &authority.certificate;
        self.server_to(name, HOST, pair, anchors);
    }

    fn server_to(
        &mut self,
        name: impl Into<String>,
        host: &'static str,
        pair: Pair,
        anchors: String,
    ) {
        self.all.push(Case::new(name, Trial::Server(host), pair, anchors));
    }

    pub(super) fn servers(&mut self) {
        let names = |all: &'static [&'static str]| {
            change(move |one| {
                one.subject_alt_names = all
                    .iter()
                    .map(|name| {
                        name.parse::<std::net::IpAddr>().map_or_else(|_| dns(name), |_| ip(name))
                    })
                    .collect();
            })
        };
        for (name, host, change) in [
            ("server", HOST, good()),
            ("server by its name", "localhost", good()),
            ("server without purposes", HOST, purposes(&[])),
            ("server with clientAuth only", HOST, purposes(&[Eku::ClientAuth])),
            ("expired server", HOST, expired()),
            ("server of tomorrow", HOST, tomorrow()),
            ("server of another address", HOST, names(&["127.0.0.1", "localhost"])),
            ("server without addresses", HOST, names(&["localhost"])),
            (
                "server whose address is a DNS name",
                HOST,
                change(|one| one.subject_alt_names = vec![dns(HOST)]),
            ),
            ("server without loopback", HOST, names(&[HOST])),
            (
                "server of a common name",
                HOST,
                change(|one| {
                    one.subject_alt_names.clear();
                    one.distinguished_name = rcgen::DistinguishedName::new();
                    one.distinguished_name.push(rcgen::DnType::CommonName, HOST);
                }),
            ),
            ("server without any name", HOST, change(|one| one.subject_alt_names.clear())),
            ("server of another name", "a.example.test", names(&["b.example.test", HOST])),
            ("server of all names", "localhost", names(&["*"])),
            ("server of localhost alone", "localhost", names(&["localhost"])),
            ("server by IPv6", "::1", names(&["::1"])),
            ("server without an IPv6 address", "::1", names(&["localhost", "127.0.0.1"])),
            (
                "server whose IPv6 address is a DNS name",
                "::1",
                change(|one| one.subject_alt_names = vec![dns("::1")]),
            ),
            ("server of part of a wildcard", "a.example.test", names(&["a*.example.test", HOST])),
            ("server of a wildcard within", "a.b.example.test", names(&["a.*.example.test", HOST])),
            (
                "server of a name with an underscore",
                "a_b.example.test",
                names(&["a_b.example.test"]),
            ),
            (
                "server of a wildcard for an underscore",
                "a_b.example.test",
                names(&["*.example.test"]),
            ),
            ("server of a name dialed in capitals", "A.example.test", names(&["a.example.test"])),
            ("server of a name in capitals", "a.example.test", names(&["A.Example.test"])),
            ("server of a wildcard", "a.example.test", names(&["*.example.test"])),
            ("server below a wildcard", "a.b.example.test", names(&["*.example.test"])),
            ("server of a top-level wildcard", "wide.test", names(&["*.test"])),
            ("server of a name with a dot", "a.example.test", names(&["a.example.test."])),
            ("server with an empty name", HOST, change(|one| one.subject_alt_names.push(dns("")))),
            ("server of a URL", "a.example.test", names(&["https://a.example.test:2379"])),
        ] {
            let pair = self.authority.leaf(change);
            self.server(name, host, pair);
        }
        for (name, change) in odd_authorities() {
            let authority = Authority::root(name, change);
            let pair = authority.leaf(|_| {});
            self.server_of(format!("server of an {name}"), pair, &authority.pair);
        }
        for (name, pair) in chains(&self.authority) {
            self.server(format!("server {name}"), HOST, pair);
        }
        for (name, pair) in awkward(&self.authority) {
            self.server(format!("server {name}"), HOST, pair);
        }
        for (name, pair, authority) in kinds() {
            self.server_of(format!("server {name}"), pair, &authority);
        }
        let stranger = Authority::root("stranger", |_| {}).leaf(|_| {});
        self.server("server of an unknown authority", HOST, stranger);
        let p224 = ["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-224"];
        let p224 = self.authority.leaf_by_openssl(&p224, &[]);
        self.server("server with P-224", HOST, p224);
    }
}
