//! What the settings of a port make of a certificate: cipher suites, the list of those who are revoked, lists of
//! those who are let in.

use super::Judge;
use crate::finding::rules::chain::Revoked;
use crate::finding::rules::keys::{CipherForbiddenByHttp2, NoCommonCipher};
use crate::finding::rules::names::{
    AllowedListIsOneName, AllowedListsBoth, CommonNameNotAllowed, HostnameNotAllowed,
};
use crate::finding::rules::usages::GatewayHostname;
use crate::finding::{Finding, Quote, Side};
use crate::pki::judge::go;
use crate::pki::judge::suites::Suites;
use crate::pki::judge::{CertificateFacts, Gateway, RevocationList, Role};
use crate::pki::notation::hexadecimal;

impl Judge<'_> {
    /// A list of cipher suites that has none for the key. It counts where TLS 1.3 isn't spoken.
    pub(super) fn cipher_suites(&mut self, leaf: &CertificateFacts) {
        let tls = &self.place.tls;
        if self.place.has_tls_1_3() {
            return;
        }
        let (subject, key) = (leaf.subject.clone(), leaf.key.to_string());
        let suites = tls.cipher_suites.clone();
        match tls.suites(&leaf.key) {
            Suites::Missing => {
                let text = "tls: no cipher suite supported by both client and server";
                self.add_quoting(NoCommonCipher { subject, key, suites }, Side::Listener, text);
            }
            // Peers speak HTTP/1.1.
            Suites::ForbiddenByHttp2 if self.place.role == Role::Server => {
                self.add(CipherForbiddenByHttp2 { subject, key, suites });
            }
            Suites::Good | Suites::ForbiddenByHttp2 => {}
        }
    }

    /// The list of revoked certificates, which a listener reads at each handshake.
    pub(super) fn revocations(&mut self) {
        match &self.place.revocations {
            None => {}
            Some(list @ RevocationList::Unreadable { .. }) => {
                self.findings.extend(list.unreadable());
            }
            Some(RevocationList::Serials(serials)) => {
                for one in &self.presented.chain {
                    if let Some(serial) = one.serial().filter(|serial| serials.contains(serial)) {
                        let serial: String = hexadecimal(&serial).replace(':', "").to_lowercase();
                        let text = format!("transport: certificate serial {serial} revoked");
                        let subject = one.subject.clone();
                        self.add_quoting(Revoked { subject, serial }, Side::Listener, text);
                    }
                }
            }
        }
    }

    /// The lists of allowed names, which both sides of a peer connection hold the other against.
    pub(super) fn lists(&mut self, leaf: &CertificateFacts) {
        // A list of common names is of those who dial: peers, and clients by the config file's
        // `client-transport-security.allowed-cn` (measured on 3.6).
        let is_peer = self.place.role == Role::Peer;
        let none = Vec::new();
        let dials = self.place.role != Role::Server;
        let names = if dials { &self.place.allowed_common_names } else { &none };
        let hosts = &self.place.allowed_hostnames;
        if !names.is_empty() && !hosts.is_empty() {
            self.add(AllowedListsBoth {});
            return;
        }
        let text = "client certificate authentication failed".into();
        let quotes = if is_peer { vec![Quote { side: Side::Dialer, text }] } else { Vec::new() };
        let (etcd, name) = (self.place.etcd, &leaf.common_name);
        let covers = |host: &String| go::verify_hostname(leaf, host, etcd.go).is_ok();
        // A list that is one name to an older etcd lets nobody in who is on it.
        let is_one_name = |list: &[String]| list.len() > 1 && !etcd.has_allowed_lists();
        let finding: Finding = if is_one_name(names) && *name != names.join(",") {
            AllowedListIsOneName { allowed: names.clone() }.into()
        } else if !is_one_name(names) && !names.is_empty() && !names.contains(name) {
            CommonNameNotAllowed { name: name.clone(), allowed: names.clone() }.into()
        } else if !hosts.is_empty() && (is_one_name(hosts) || !hosts.iter().any(covers)) {
            let (subject, allowed) = (leaf.subject.clone(), hosts.clone());
            // A server's certificate meets the list only through the gateway.
            match (self.place.role, self.place.gateway) {
                (Role::Server, Gateway::ServerCertificate) => {
                    GatewayHostname { subject, allowed }.into()
                }
                (Role::Server, _) => return,
                _ if is_one_name(hosts) => AllowedListIsOneName { allowed }.into(),
                _ => HostnameNotAllowed { subject, allowed }.into(),
            }
        } else {
            return;
        };
        self.findings.push(finding.quoting(quotes));
    }
}
