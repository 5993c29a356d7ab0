//! What settings of the port that is dialed make of a certificate: lists of those who are revoked and of those who
//! are let in, cipher suites, the domain of `--discovery-srv`.

use rcgen::SerialNumber;

use super::{Case, Cases, HOST, Trial};
use crate::predictions::mint::{
    Authority, LEAF, Pair, block, days, dns, ip, key_by_openssl, rsa_key,
};

const PEER: &str = "10.77.0.2";
const SUITES_FOR_RSA: &str = "--cipher-suites=TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256";
const SUITES_FOR_ECDSA: &str = "--cipher-suites=TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256";
const SUITES_FOR_BOTH: &str = "--cipher-suites=TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,\
    TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384";
/// Suites for the key in question are there, which HTTP/2 forbids.
const SUITES_WITH_CBC: &str = "--cipher-suites=TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,\
    TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA";
const SUITES_WITH_RSA_EXCHANGE: &str = "--cipher-suites=TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,\
    TLS_RSA_WITH_AES_128_GCM_SHA256";
const ONLY_TLS_1_2: &str = "--tls-max-version=TLS1.2";

impl Cases {
    pub(super) fn limits(&mut self) {
        self.revoked();
        self.allowed();
        self.suites();
        self.discovery();
    }

    /// A case at a port that demands certificates of the usual authority.
    fn limited(
        &mut self,
        name: &str,
        trial: Trial,
        pair: Pair,
        flags: &[&'static str],
    ) -> &mut Case {
        let anchors = self.authority.pair.certificate.clone();
        self.all.push(Case::new(name, trial, pair, anchors).with_flags(flags));
        self.all.last_mut().unwrap()
    }

    fn numbered(&self, serial: u8, address: &str) -> Pair {
        self.authority.leaf(|one| {
            one.serial_number = Some(SerialNumber::from_slice(&[serial]));
            one.subject_alt_names = vec![dns("localhost"), ip(address)];
        })
    }

    fn revoked(&mut self) {
        let pem = |der: &[u8]| block("X509 CRL", der).into_bytes();
        let due = days(30);
        let list = self.authority.revokes(&[77], due);
        let stale = self.authority.revokes(&[77], days(-1));
        let of_another = Authority::root("stranger", |_| {}).revokes(&[77], due);
        let nobody = self.authority.revokes(&[], due);
        let cut = list[..list.len() - 9].to_vec();
        let text = [b"Certificate Revocation List (CRL):\n".to_vec(), pem(&list)].concat();
        let relabelled = String::from_utf8(pem(&list)).unwrap().replace("X509 CRL", "CRL");
        for (name, serial, list) in [
            ("client on a list in DER", 77, list.clone()),
            ("client on a list in PEM", 77, pem(&list)),
            ("client beside a list in DER", 78, list.clone()),
            ("client beside a list in PEM", 78, pem(&list)),
            ("client on a list that is overdue", 77, stale.clone()),
            ("client beside a list that is overdue", 78, stale),
            ("client on a list of another authority", 77, of_another),
            ("client beside a list of nobody", 78, nobody),
            ("client beside a list that is cut off", 78, cut),
            ("client beside an empty list file", 78, Vec::new()),
            ("client beside a list with text before it", 78, text),
            ("client beside a list of another label", 78, relabelled.into_bytes()),
            ("client beside a certificate for a list", 78, {
                self.authority.pair.certificate.clone().into_bytes()
            }),
        ] {
            let pair = self.numbered(serial, HOST);
            self.limited(name, Trial::Client, pair, &[]).revoked = Some(list);
        }
        let middle = self
            .authority
            .below("revoked", |one| one.serial_number = Some(SerialNumber::from_slice(&[77])));
        let pair = middle.leaf(|_| {}).followed_by(&middle.pair);
        self.limited("client below an intermediate on a list", Trial::Client, pair, &[]).revoked =
            Some(list.clone());
        for (name, serial, list) in [
            ("peer on a list in DER", 77, list.clone()),
            ("peer on a list in PEM", 77, pem(&list)),
            ("peer beside a list in DER", 78, list),
        ] {
            let pair = self.numbered(serial, PEER);
            self.limited(name, Trial::Peer(PEER), pair, &[]).revoked = Some(list);
        }
    }

    fn allowed(&mut self) {
        let peer = || self.numbered(78, PEER);
        let (one, two) = (peer(), peer());
        self.limited(
            "peer on a list of common names",
            Trial::Peer(PEER),
            one,
            &["--peer-cert-allowed-cn=other,leaf"],
        );
        self.limited(
            "peer on a list of hosts",
            Trial::Peer(PEER),
            two,
            &["--peer-cert-allowed-hostname=other.example.test,localhost"],
        );
        for (name, flag) in [
            ("client of an allowed host", "--client-cert-allowed-hostname=localhost"),
            ("client of no allowed host", "--client-cert-allowed-hostname=other.example.test"),
            ("client on a list of hosts", "--client-cert-allowed-hostname=other.test,localhost"),
            (
                "client off a list of hosts",
                "--client-cert-allowed-hostname=other.test,another.test",
            ),
        ] {
            let pair = self.numbered(78, HOST);
            self.limited(name, Trial::Client, pair, &[flag]);
        }
    }

    fn suites(&mut self) {
        let p256 = || self.authority.leaf(|_| {});
        let by_openssl = |key: &str| self.authority.pair.signs(key, LEAF, &[]);
        let (rsa, ed25519) =
            (by_openssl(&rsa_key(2048)), by_openssl(&key_by_openssl(&["-algorithm", "ED25519"])));
        let peer = self.numbered(78, PEER);
        let rsa_peer =
            self.authority.pair.signs(&rsa_key(2048), "subjectAltName=IP:10.77.0.2\n", &[]);
        let cases = [
            ("server with P-256 and suites for RSA", p256(), vec![SUITES_FOR_RSA]),
            ("server with P-256 and suites for ECDSA", p256(), vec![SUITES_FOR_ECDSA]),
            ("server with P-256 and suites for both", p256(), vec![SUITES_FOR_BOTH]),
            ("server with P-256 and a suite that HTTP/2 forbids", p256(), vec![SUITES_WITH_CBC]),
            ("server with RSA and suites for ECDSA", rsa.clone(), vec![SUITES_FOR_ECDSA]),
            ("server with RSA and suites for RSA", rsa.clone(), vec![SUITES_FOR_RSA]),
            (
                "server with RSA and the exchange by RSA",
                rsa.clone(),
                vec![SUITES_WITH_RSA_EXCHANGE],
            ),
            ("server with Ed25519 and suites for ECDSA", ed25519.clone(), vec![SUITES_FOR_ECDSA]),
            ("server with Ed25519 and suites for RSA", ed25519, vec![SUITES_FOR_RSA]),
            ("server of TLS 1.2 with P-256", p256(), vec![ONLY_TLS_1_2]),
            (
                "server of TLS 1.2 with P-256 and suites for RSA",
                p256(),
                vec![ONLY_TLS_1_2, SUITES_FOR_RSA],
            ),
            (
                "server of TLS 1.2 with P-256 and a suite that HTTP/2 forbids",
                p256(),
                vec![ONLY_TLS_1_2, SUITES_WITH_CBC],
            ),
            (
                "server of TLS 1.2 with RSA and the exchange by RSA",
                rsa,
                vec![ONLY_TLS_1_2, SUITES_WITH_RSA_EXCHANGE],
            ),
        ];
        for (name, pair, flags) in cases {
            self.limited(name, Trial::Server(HOST), pair, &flags);
        }
        self.limited(
            "peer with P-256 and suites for RSA",
            Trial::Peer(PEER),
            peer.clone(),
            &[SUITES_FOR_RSA],
        );
        self.limited(
            "peer with RSA and the exchange by RSA",
            Trial::Peer(PEER),
            rsa_peer,
            &[SUITES_WITH_RSA_EXCHANGE],
        );
        self.limited(
            "peer with P-256 and a suite that HTTP/2 forbids",
            Trial::Peer(PEER),
            peer,
            &[SUITES_WITH_CBC],
        );
    }

    /// Members that are looked up by DNS, at their first start.
    fn discovery(&mut self) {
        let discovery = "--discovery-srv=example.test";
        for (name, names) in [
            ("peer of a discovery domain", &["m2.example.test", "example.test"][..]),
            ("peer without the discovery domain", &["m2.example.test"]),
        ] {
            let pair = self.authority.leaf(|one| {
                one.subject_alt_names = names.iter().map(|name| dns(name)).collect();
                one.subject_alt_names.push(ip(PEER));
            });
            self.limited(name, Trial::Peer("m2.example.test"), pair, &[discovery]);
        }
    }
}
