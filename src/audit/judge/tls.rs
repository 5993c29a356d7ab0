//! TLS settings: who is let in, and by what.

use super::Judge;
use crate::cluster::EtcdVersion;
use crate::etcd::Release;
use crate::finding::rules::names::AllowedListsBoth;
use crate::finding::rules::settings::{AuthByCaAlone, OpenDoor};
use crate::finding::rules::tls::{
    AutoTls, CipherSuites, HalfAPair, NoTrustedCa, RetiredLogger, SystemRoots, TlsVersion,
    UnknownCipherSuite, V2Api,
};
use crate::finding::{Finding, Quote, Side};
use crate::pki::judge::is_cipher_suite;

/// The suites without one of which Go serves no HTTP/2.
const HTTP2: [&str; 2] =
    ["TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"];

impl Judge<'_> {
    pub(super) fn tls(&mut self, release: Release) {
        for (certificate, key) in [
            ("cert-file", "key-file"),
            ("peer-cert-file", "peer-key-file"),
            ("client-cert-file", "client-key-file"),
            ("peer-client-cert-file", "peer-client-key-file"),
        ] {
            self.pair(certificate, key);
        }
        for prefix in ["", "peer-"] {
            self.door(prefix);
        }
        let member = self.member;
        if member.has("peer-cert-allowed-cn") && member.has("peer-cert-allowed-hostname") {
            self.add("peer-cert-allowed-hostname", AllowedListsBoth {});
        }
        self.versions();
        if release.series() < EtcdVersion::V3_6 && member.is_on("enable-v2") {
            self.add("enable-v2", V2Api {});
        }
        if release.series() >= EtcdVersion::V3_5 && member.value("logger") == Some("capnslog") {
            self.add("logger", RetiredLogger {});
        }
    }

    fn pair(&mut self, certificate: &str, key: &str) {
        let (there, missing) = match (self.member.has(certificate), self.member.has(key)) {
            (true, false) => (certificate, key),
            (false, true) => (key, certificate),
            _ => return,
        };
        let missing = self.member.shown(missing);
        self.tell(there, |there| HalfAPair { there, missing });
    }

    /// Whether a listener asks for certificates: `peer-` in front of the peers' settings.
    fn door(&mut self, prefix: &str) {
        let member = self.member;
        let [auth, ca, certificate, automatic] =
            ["client-cert-auth", "trusted-ca-file", "cert-file", "auto-tls"]
                .map(|flag| format!("{prefix}{flag}"));
        let is_unclear = member.settings.get(&auth).is_some_and(|setting| setting.open);
        if member.is_on(&automatic) && !member.has(&certificate) {
            return self.tell(&automatic, |setting| AutoTls { setting });
        }
        // Members dial one another with what they trust here; the client port dials nobody but itself.
        if prefix == "peer-" && member.has(&certificate) && !member.has(&ca) {
            let setting = member.shown(&ca);
            self.add(&certificate, SystemRoots { setting });
        }
        let (setting, authority) = (member.shown(&auth), member.shown(&ca));
        match (member.is_on(&auth), member.has(&ca)) {
            _ if is_unclear => {}
            (true, false) => self.add(&auth, NoTrustedCa { setting, authority }),
            (false, true) => self.add(&ca, AuthByCaAlone { setting, authority }),
            (false, false) if member.has(&certificate) => {
                self.add(&certificate, OpenDoor { setting });
            }
            _ => {}
        }
    }

    fn versions(&mut self) {
        let member = self.member;
        let [least, most] = ["tls-min-version", "tls-max-version"].map(|flag| {
            let value = member.value(flag);
            if let Some(found) = value.filter(|found| !["TLS1.2", "TLS1.3"].contains(found)) {
                self.tell(flag, |setting| TlsVersion { setting, value: found.to_owned() });
            }
            value
        });
        if let (Some(value @ "TLS1.3"), Some("TLS1.2")) = (least, most) {
            self.tell("tls-min-version", |setting| TlsVersion { setting, value: value.to_owned() });
        }
        let Some(suites) = member.value("cipher-suites") else { return };
        if let Some(suite) = suites.split(',').find(|suite| !is_cipher_suite(suite)) {
            let text = format!("unexpected TLS cipher suite {suite:?}");
            let quotes = vec![Quote { side: Side::Exit, text }];
            return self.tell("cipher-suites", |setting| {
                let unknown = UnknownCipherSuite { setting, suite: suite.to_owned() };
                Finding::from(unknown).quoting(quotes)
            });
        }
        let serves = suites.split(',').any(|suite| HTTP2.contains(&suite.trim()));
        if least == Some("TLS1.3") || !serves {
            self.add("cipher-suites", CipherSuites {});
        }
    }
}
