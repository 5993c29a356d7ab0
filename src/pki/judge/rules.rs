//! The rules in the order in which Go and etcd apply them.

use std::net::IpAddr;

use super::finding::ALERT;
use super::go::{self, Mismatch};
use super::path::{self, Purpose, Refusal, quoted};
use super::{
    CertificateFacts, Context, Finding, Gateway, PresentedChain, Quote, Role, SKEW, SOON, Severity,
    Side,
};
use crate::cluster::EtcdVersion;
use crate::etcd::GoVersion;
use crate::pki::algorithm::{Curve, KeyKind};
use crate::text::escape_for_terminal;

/// Applies every rule. The second value says whether something that counts isn't known here.
pub(super) fn apply(presented: &PresentedChain, place: &Context) -> (Vec<Finding>, bool) {
    let mut judge = Judge {
        presented,
        place,
        findings: presented.findings.clone(),
        is_open: !presented.knows_anchors || presented.misses_key(),
    };
    if judge.findings.iter().all(|finding| finding.severity < Severity::Error)
        && let Some(leaf) = presented.chain.first()
    {
        judge.key_strength(leaf);
        if place.role != Role::Client {
            judge.as_server(leaf);
        }
        if place.role != Role::Server {
            judge.as_client(leaf);
            judge.as_caller(leaf);
        }
        judge.lists(leaf);
        judge.what_will_hurt(leaf);
    }
    (judge.findings, judge.is_open)
}

/// Applies the lists of allowed names alone, where nothing worse was found.
pub(super) fn lists(presented: &PresentedChain, place: &Context) -> Vec<Finding> {
    let mut judge = Judge { presented, place, findings: Vec::new(), is_open: false };
    let is_loaded = presented.findings.iter().all(|finding| finding.severity < Severity::Error);
    if let Some(leaf) = presented.chain.first().filter(|_| is_loaded) {
        judge.lists(leaf);
    }
    judge.findings
}

struct Judge<'a> {
    presented: &'a PresentedChain,
    place: &'a Context,
    findings: Vec<Finding>,
    /// Whether something that counts isn't known here.
    is_open: bool,
}

impl Judge<'_> {
    fn add(&mut self, severity: Severity, code: &'static str, facts: &[(&str, &str)]) {
        self.findings.push(Finding::new(severity, code, facts));
    }

    fn refuse(&mut self, refusal: Refusal, quotes: impl FnOnce(String) -> Vec<Quote>) {
        self.findings.push(quoted(refusal, quotes));
    }

    /// What is read where the dialing side refuses: its own words, and the listener that hears of it.
    /// etcdctl 3.4 keeps them to itself (`all SubConns are in TransientFailure`).
    fn dialer_refuses(&self) -> impl Fn(String) -> Vec<Quote> + use<> {
        let (role, etcd) = (self.place.role, self.place.etcd);
        move |text| {
            let heard = Quote { side: Side::Listener, text: ALERT.into() };
            let text = if etcd.go >= GoVersion::first_of(20) {
                format!("tls: failed to verify certificate: {text}")
            } else {
                text
            };
            let said = Quote { side: Side::Dialer, text };
            if role == Role::Server && etcd.series() == EtcdVersion::V3_4 {
                vec![heard]
            } else {
                vec![said, heard]
            }
        }
    }

    /// What is read where the listening side refuses.
    fn listener_refuses(&self) -> impl Fn(String) -> Vec<Quote> + use<> {
        let whom = if self.place.etcd.go >= GoVersion::first_of(20) {
            "certificate"
        } else {
            "client certificate"
        };
        move |text| {
            vec![Quote {
                side: Side::Listener,
                text: format!("tls: failed to verify {whom}: {text}"),
            }]
        }
    }

    fn key_strength(&mut self, leaf: &CertificateFacts) {
        let key = leaf.key.to_string();
        let about = [("subject", leaf.subject.as_str()), ("key", key.as_str())];
        match &leaf.key {
            KeyKind::Ecdsa(Curve::P224) => {
                // TLS 1.2 leaves the curve of a certificate open, 1.3 names those it takes.
                if !self.place.etcd.has_tls_1_3() {
                    return self.add(Severity::Warning, "curve-unsupported", &about);
                }
                let text = "tls: unsupported certificate curve (P-224)".into();
                let quotes = if self.place.role == Role::Client {
                    Vec::new()
                } else {
                    vec![Quote { side: Side::Listener, text }]
                };
                let finding = Finding::new(Severity::Error, "curve-unsupported", &about);
                self.findings.push(finding.quoting(quotes));
            }
            KeyKind::Ecdsa(_) | KeyKind::Ed25519 => {}
            KeyKind::Rsa { bits: Some(bits) } => match bits {
                0..2048 => self.add(Severity::Warning, "weak-key", &about),
                8193.. => self.add(Severity::Warning, "long-key", &about),
                _ => {}
            },
            _ => {
                // The private key is read before the public one is looked at.
                let text = "tls: failed to parse private key".into();
                let finding = Finding::new(Severity::Error, "key-algorithm", &about);
                self.findings.push(finding.quoting(vec![Quote { side: Side::Exit, text }]));
            }
        }
    }

    /// As Go's `Verify` goes: extensions, time, host, the way up, usages.
    fn as_server(&mut self, leaf: &CertificateFacts) {
        let quotes = self.dialer_refuses();
        self.leaf_itself(leaf, &quotes);
        for host in &self.place.dialed {
            if let Err((mismatch, text)) = go::verify_hostname(leaf, host, self.place.etcd.go) {
                let shown = escape_for_terminal(host);
                let code = match mismatch {
                    Mismatch::CommonNameOnly => "common-name-only",
                    Mismatch::AddressAsName => "address-as-dns-name",
                    Mismatch::BelowWildcard => "below-wildcard",
                    Mismatch::TrailingDot => "name-with-dot",
                    Mismatch::Missing => "host-not-covered",
                };
                let about = [("subject", leaf.subject.as_str()), ("host", shown.as_str())];
                self.refuse(
                    Refusal::new((Finding::new(Severity::Error, code, &about), text)),
                    &quotes,
                );
            }
        }
        self.way_up(Purpose::Server, &quotes);
        if self.place.role == Role::Server {
            self.gateway(leaf);
            self.loopback(leaf);
        }
    }

    fn as_client(&mut self, leaf: &CertificateFacts) {
        let quotes = self.listener_refuses();
        self.leaf_itself(leaf, &quotes);
        self.way_up(Purpose::Client, &quotes);
    }

    fn leaf_itself(&mut self, leaf: &CertificateFacts, quotes: impl Fn(String) -> Vec<Quote>) {
        if let Err(refusal) = path::critical(leaf) {
            self.refuse(refusal, &quotes);
        }
        if let Some(refusal) = path::out_of_time(leaf, self.place.at, false) {
            self.refuse(refusal, &quotes);
        }
    }

    fn way_up(&mut self, purpose: Purpose, quotes: impl Fn(String) -> Vec<Quote>) {
        if !self.presented.knows_anchors {
            return self.purposes_alone(purpose, quotes);
        }
        let (answer, open) = path::verify(self.presented, purpose, self.place.etcd, self.place.at);
        if let Err(refusal) = answer {
            self.refuse(refusal, quotes);
        }
        for what in open {
            self.is_open = true;
            self.add(Severity::Note, "not-judged", &[("why", &what)]);
        }
    }

    /// Without anchors, the leaf's own usages can still be told.
    fn purposes_alone(&mut self, purpose: Purpose, quotes: impl Fn(String) -> Vec<Quote>) {
        let Some(leaf) = self.presented.chain.first() else { return };
        let alone = PresentedChain {
            chain: vec![leaf.clone()],
            anchors: vec![leaf.clone()],
            knows_anchors: true,
            findings: Vec::new(),
        };
        let (answer, _) = path::verify(&alone, purpose, self.place.etcd, self.place.at);
        if let Err(refusal) = answer {
            self.refuse(refusal, quotes);
        }
    }

    /// The gateway dials the member itself, as a client, with the server certificate.
    fn gateway(&mut self, leaf: &CertificateFacts) {
        match self.place.gateway {
            Gateway::Off => {}
            Gateway::OwnCertificate if self.place.etcd.series().has_gateway_certificate() => {}
            Gateway::OwnCertificate => {
                let text = "flag provided but not defined: -client-cert-file".into();
                let finding = Finding::new(Severity::Error, "gateway-flag-unknown", &[]);
                self.findings.push(finding.quoting(vec![Quote { side: Side::Exit, text }]));
            }
            Gateway::ServerCertificate => {
                let refuses =
                    leaf.purposes.is_some_and(|purposes| !(purposes.client || purposes.any));
                if refuses {
                    let text = "x509: certificate specifies an incompatible key usage".into();
                    let about = [("subject", leaf.subject.as_str())];
                    let finding = Finding::new(Severity::Warning, "gateway-trap", &about);
                    let quotes = self.listener_refuses()(text);
                    self.findings.push(finding.quoting(quotes));
                }
            }
        }
    }

    fn loopback(&mut self, leaf: &CertificateFacts) {
        let go = self.place.etcd.go;
        let missing: Vec<&str> = ["localhost", "127.0.0.1"]
            .into_iter()
            .filter(|host| go::verify_hostname(leaf, host, go).is_err())
            .filter(|host| !self.place.dialed.iter().any(|dialed| dialed == host))
            .collect();
        if !missing.is_empty() {
            let hosts = missing.join("`, `");
            let about = [("subject", leaf.subject.as_str()), ("hosts", hosts.as_str())];
            self.add(Severity::Note, "loopback-not-covered", &about);
        }
    }

    /// A peer listener holds the caller's address against the caller's certificate
    /// (`client/pkg/transport/listener_tls.go`): IP SANs first, then what DNS SANs resolve to.
    fn as_caller(&mut self, leaf: &CertificateFacts) {
        for address in &self.place.dials_from {
            if leaf.addresses.is_empty() && leaf.dns_names.is_empty() {
                continue;
            }
            let host = address.to_string();
            let by_address = go::verify_hostname(leaf, &host, self.place.etcd.go);
            let by_address = if leaf.addresses.is_empty() { None } else { Some(by_address) };
            let resolved = self.place.resolves.iter().any(|(name, at)| {
                at == address
                    && leaf.dns_names.iter().any(|one| one == name || wildcard_holds(one, name))
            });
            let about = [("subject", leaf.subject.as_str()), ("host", host.as_str())];
            match by_address {
                Some(Ok(())) => {}
                _ if resolved => {}
                Some(Err((_, text))) if leaf.dns_names.is_empty() => {
                    let quote = Quote { side: Side::Listener, text };
                    let finding = Finding::new(Severity::Error, "caller-not-covered", &about);
                    self.findings.push(finding.quoting(vec![quote]));
                }
                _ => {
                    let text = format!(
                        "tls: {host:?} does not match any of DNSNames [{}]",
                        list(&leaf.dns_names)
                    );
                    let quote = Quote { side: Side::Listener, text };
                    self.is_open = true;
                    let finding = Finding::new(Severity::Warning, "caller-by-name", &about);
                    self.findings.push(finding.quoting(vec![quote]));
                }
            }
        }
    }

    /// The lists of allowed names, which both sides of a peer connection hold the other against.
    fn lists(&mut self, leaf: &CertificateFacts) {
        // etcd has a list of common names for peers only.
        let is_peer = self.place.role == Role::Peer;
        let none = Vec::new();
        let names = if is_peer { &self.place.allowed_common_names } else { &none };
        let hosts = &self.place.allowed_hostnames;
        let shown = |all: &[String]| escape_for_terminal(&all.join(", "));
        if !names.is_empty() && !hosts.is_empty() {
            self.add(Severity::Error, "allowed-lists-both", &[]);
            return;
        }
        let quotes = match self.place.role {
            Role::Peer => vec![Quote {
                side: Side::Dialer,
                text: "client certificate authentication failed".into(),
            }],
            _ => Vec::new(),
        };
        if !names.is_empty() && !names.contains(&leaf.common_name) {
            let allowed = shown(names);
            let about = [("name", leaf.common_name.as_str()), ("allowed", &allowed)];
            let finding = Finding::new(Severity::Error, "common-name-not-allowed", &about);
            self.findings.push(finding.quoting(quotes));
        } else if !hosts.is_empty()
            && !hosts.iter().any(|host| go::verify_hostname(leaf, host, self.place.etcd.go).is_ok())
        {
            let allowed = shown(hosts);
            let about = [("subject", leaf.subject.as_str()), ("allowed", &allowed)];
            // A server's certificate meets the list only through the gateway.
            let (severity, code) = match (self.place.role, self.place.gateway) {
                (Role::Server, Gateway::ServerCertificate) => {
                    (Severity::Warning, "gateway-hostname")
                }
                (Role::Server, _) => return,
                _ => (Severity::Error, "hostname-not-allowed"),
            };
            self.findings.push(Finding::new(severity, code, &about).quoting(quotes));
        }
    }

    fn what_will_hurt(&mut self, leaf: &CertificateFacts) {
        let subject = leaf.subject.as_str();
        if leaf.may_shake_hands == Some(false) {
            self.add(Severity::Note, "no-digital-signature", &[("subject", subject)]);
        }
        if leaf.ca == Some(true) {
            self.add(Severity::Warning, "leaf-is-authority", &[("subject", subject)]);
        }
        for name in &leaf.dns_names {
            let about = [("subject", subject), ("name", name.as_str())];
            let is_wide = name.strip_prefix("*.").is_some_and(|domain| !domain.contains('.'));
            if name.is_empty() {
                self.add(Severity::Warning, "empty-name", &about);
            } else if is_wide || name == "*" {
                self.add(Severity::Warning, "wide-wildcard", &about);
            } else if name.ends_with('.') {
                self.add(Severity::Warning, "name-with-dot", &about);
            } else if !go::is_valid(name, true) {
                self.add(Severity::Warning, "unusual-name", &about);
            } else if name.parse::<IpAddr>().is_ok() {
                self.add(
                    Severity::Warning,
                    "address-as-dns-name",
                    &[("subject", subject), ("host", name)],
                );
            }
        }
        self.times(leaf);
    }

    fn times(&mut self, leaf: &CertificateFacts) {
        let subject = leaf.subject.as_str();
        let (Some(at), Some(start), Some(end)) = (self.place.at, leaf.start, leaf.end) else {
            return;
        };
        if start <= at && at - start < SKEW && self.presented.is_issued() {
            self.add(Severity::Warning, "starts-just-now", &[("subject", subject)]);
        }
        if at <= end && end - at < SOON {
            let days = (end - at).whole_days().to_string();
            self.add(Severity::Warning, "expires-soon", &[("subject", subject), ("days", &days)]);
        }
        let outlived = self
            .presented
            .anchors
            .iter()
            .find(|one| leaf.names(one) && one.end.is_some_and(|authority| authority < end));
        if let Some(authority) = outlived {
            let about = [("subject", subject), ("issuer", authority.subject.as_str())];
            self.add(Severity::Warning, "outlives-authority", &about);
        }
    }
}

/// A list as Go's `%q` writes it.
fn list(names: &[String]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("{name:?}")).collect();
    quoted.join(" ")
}

/// etcd's own rule for callers: the rest of the name, however many labels stand before it.
fn wildcard_holds(pattern: &str, name: &str) -> bool {
    pattern.strip_prefix('*').is_some_and(|rest| rest.starts_with('.') && name.ends_with(rest))
}
