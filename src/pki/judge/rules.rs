//! The rules in the order in which Go and etcd apply them.

mod port;

use std::net::IpAddr;

use super::facts::too_short;
use super::go::{self, Mismatch};
use super::naming::odd_names;
use super::path::{self, Purpose, Refusal, quoted};
use super::{CertificateFacts, Context, Gateway, PresentedChain, Role, SKEW, SOON, SrvDomain};
use crate::cluster::EtcdVersion;
use crate::etcd::GoVersion;
use crate::finding::rules::files::NotJudged;
use crate::finding::rules::keys::{
    CurveOnlyTls12, CurveUnsupported, KeyAlgorithm, KeyTooLong, KeyTooShort, LongKey, WeakKey,
};
use crate::finding::rules::names::{
    AddressAsDnsName, BelowWildcard, CallerByName, CallerByReverseLookup, CallerNotCovered,
    CommonNameOnly, HostNotCovered, LoopbackNotCovered, NameWithDot, SrvDomainNotCovered,
    SrvDomainUnknownToClients,
};
use crate::finding::rules::times::{ExpiresSoon, OutlivesAuthority, StartsJustNow};
use crate::finding::rules::usages::{
    GatewayFlagUnknown, GatewayTrap, LeafIsAuthority, NoDigitalSignature,
};
use crate::finding::{Finding, Quote, Rule, Severity, Side};
use crate::pki::algorithm::{Curve, KeyKind};
use crate::text::escape_for_terminal;

/// What a listener logs where whoever dials it refuses its certificate: Go's client tells every reason
/// by this one alert (`crypto/tls`, `handshake_client.go`; measured on 3.4 and 3.5).
pub(crate) const ALERT: &str = "remote error: tls: bad certificate";

/// Applies every rule. The second value says whether something that counts isn't known here.
pub(super) fn apply(presented: &PresentedChain, place: &Context) -> (Vec<Finding>, bool) {
    let mut judge = Judge {
        presented,
        place,
        findings: presented.findings.iter().map(|one| of_chain(one, place)).collect(),
        is_open: !presented.knows_anchors || presented.misses_key(),
    };
    if judge.findings.iter().all(|finding| finding.severity() < Severity::Error)
        && let Some(leaf) = presented.chain.first()
    {
        judge.key_strength(leaf);
        if place.role != Role::Client {
            judge.as_server(leaf);
        }
        if place.role != Role::Server {
            judge.as_client(leaf);
            judge.revocations();
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
    let is_loaded = presented.findings.iter().all(|finding| finding.severity() < Severity::Error);
    if let Some(leaf) = presented.chain.first().filter(|_| is_loaded) {
        judge.lists(leaf);
    }
    judge.findings
}

/// What stands behind the leaf is read by whoever is shown it. A server's is read by who dials it, and tells
/// so by an alert of its own since Go 1.25 (`crypto/tls`, `handshake_client.go`; measured on 3.4 to 3.7).
fn of_chain(finding: &Finding, place: &Context) -> Finding {
    let read = finding.quotes.iter().find(|quote| quote.side == Side::Listener);
    let (Some(read), Role::Server, Rule::RefusedByParser) = (read, place.role, finding.rule) else {
        return finding.clone();
    };
    let is_new = place.etcd.go >= GoVersion::first_of(25);
    let alert = if is_new { "remote error: tls: error decoding message" } else { ALERT };
    let mut quotes = vec![Quote { side: Side::Listener, text: alert.into() }];
    if tells_dialer(place) {
        let text = format!("tls: failed to parse certificate from server: {}", read.text);
        quotes.insert(0, Quote { side: Side::Dialer, text });
    }
    finding.clone().quoting(quotes)
}

/// Whether who dials says why it refuses a certificate: etcdctl 3.4 keeps it to itself (`all SubConns are in
/// TransientFailure`).
fn tells_dialer(place: &Context) -> bool {
    place.role != Role::Server || place.etcd.series() != EtcdVersion::V3_4
}

struct Judge<'a> {
    presented: &'a PresentedChain,
    place: &'a Context,
    findings: Vec<Finding>,
    /// Whether something that counts isn't known here.
    is_open: bool,
}

impl Judge<'_> {
    fn add(&mut self, finding: impl Into<Finding>) {
        self.findings.push(finding.into());
    }

    fn add_quoting(&mut self, finding: impl Into<Finding>, side: Side, text: impl Into<String>) {
        self.findings.push(finding.into().quoting(vec![Quote { side, text: text.into() }]));
    }

    /// Refuses a certificate that is shown for a purpose.
    fn refuse(&mut self, refusal: Refusal, purpose: Purpose) {
        let finding = quoted(refusal, |text| self.quotes(purpose, &text));
        self.findings.push(finding);
    }

    /// What is read where a certificate is refused: of a server's, the dialing side's own words, and the listener
    /// that hears of it; of a client's, the words of the listening side.
    fn quotes(&self, purpose: Purpose, text: &str) -> Vec<Quote> {
        let says_verify = self.place.etcd.go >= GoVersion::first_of(20);
        if purpose == Purpose::Client {
            let whom = if says_verify { "certificate" } else { "client certificate" };
            let text = format!("tls: failed to verify {whom}: {text}");
            return vec![Quote { side: Side::Listener, text }];
        }
        let heard = Quote { side: Side::Listener, text: ALERT.into() };
        let verify = if says_verify { "tls: failed to verify certificate: " } else { "" };
        let said = Quote { side: Side::Dialer, text: format!("{verify}{text}") };
        if tells_dialer(self.place) { vec![said, heard] } else { vec![heard] }
    }

    fn key_strength(&mut self, leaf: &CertificateFacts) {
        let (subject, key) = (leaf.subject.clone(), leaf.key.to_string());
        match &leaf.key {
            // TLS 1.2 leaves the curve of a certificate open, 1.3 names those it takes.
            KeyKind::Ecdsa(Curve::P224) if !self.place.has_tls_1_3() => {
                self.add(CurveOnlyTls12 { subject, key });
            }
            KeyKind::Ecdsa(Curve::P224) => {
                let finding = CurveUnsupported { subject, key };
                match self.place.role {
                    Role::Client => self.add(finding),
                    _ => self.add_quoting(
                        finding,
                        Side::Listener,
                        "tls: unsupported certificate curve (P-224)",
                    ),
                }
            }
            KeyKind::Rsa(Some(bits @ 0..1024)) => self.short_key(leaf, *bits),
            KeyKind::Rsa(Some(1024..2048)) => self.add(WeakKey { subject, key }),
            KeyKind::Rsa(Some(8193..)) => {
                // CVE-2023-29409.
                let go = self.place.etcd.go;
                let minor = GoVersion::first_of(20);
                let takes = go < GoVersion::patch_of(19, 12)
                    || (minor..GoVersion::patch_of(20, 7)).contains(&go);
                if takes {
                    return self.add(LongKey { subject, key });
                }
                let (who, side) = match self.place.role {
                    Role::Server => ("server", Side::Dialer),
                    Role::Peer | Role::Client => ("client", Side::Listener),
                };
                let text =
                    format!("tls: {who} sent certificate containing RSA key larger than 8192 bits");
                self.add_quoting(KeyTooLong { subject, key }, side, text);
            }
            KeyKind::Rsa(_) | KeyKind::Ecdsa(_) | KeyKind::Ed25519 => {}
            // The private key is read before the public one is looked at.
            _ => self.add_quoting(
                KeyAlgorithm { subject, key },
                Side::Exit,
                "tls: failed to parse private key",
            ),
        }
    }

    /// TLS 1.3 signs with RSA-PSS, which has no room in less than 528 bits; Go 1.24 refuses less than 1024.
    fn short_key(&mut self, leaf: &CertificateFacts, bits: usize) {
        let (subject, key) = (leaf.subject.clone(), leaf.key.to_string());
        let (etcd, has_tls_1_3) = (self.place.etcd, self.place.has_tls_1_3());
        let is_client = self.place.role == Role::Client;
        let text = match too_short(&leaf.key, etcd) {
            _ if bits < 528 && has_tls_1_3 && is_client => {
                "remote error: tls: handshake failure".into()
            }
            _ if bits < 528 && has_tls_1_3 => {
                "tls: certificate RSA key size too small for supported signature algorithms".into()
            }
            Some(_) if is_client => "remote error: tls: internal error".into(),
            Some(why) => format!("tls: failed to sign handshake: {why}"),
            None => return self.add(WeakKey { subject, key }),
        };
        self.add_quoting(KeyTooShort { subject, key }, Side::Listener, &text);
    }

    /// As Go's `Verify` goes: extensions, time, host, the way up, usages.
    fn as_server(&mut self, leaf: &CertificateFacts) {
        self.cipher_suites(leaf);
        self.leaf_itself(leaf, Purpose::Server);
        let (hosts, is_domain) = match &self.place.srv {
            Some(SrvDomain::OfPeers(domain)) => (std::slice::from_ref(domain), true),
            _ => (self.place.dialed.as_slice(), false),
        };
        for host in hosts {
            if let Err((mismatch, text)) = go::verify_hostname(leaf, host, self.place.etcd.go) {
                let (subject, host) = (leaf.subject.clone(), escape_for_terminal(host));
                let finding: Finding = match mismatch {
                    _ if is_domain => SrvDomainNotCovered { subject, domain: host }.into(),
                    Mismatch::CommonNameOnly => CommonNameOnly { subject, host }.into(),
                    Mismatch::AddressAsName => AddressAsDnsName { subject, host }.into(),
                    Mismatch::BelowWildcard => BelowWildcard { subject, host }.into(),
                    Mismatch::TrailingDot => NameWithDot { subject }.into(),
                    Mismatch::Missing => HostNotCovered { subject, host }.into(),
                };
                self.refuse(Refusal::new(finding, text), Purpose::Server);
            }
        }
        self.way_up(Purpose::Server);
        if self.place.role == Role::Server {
            self.gateway(leaf);
            self.loopback(leaf);
        }
        if let Some(SrvDomain::OfClients(domain)) = &self.place.srv
            && go::verify_hostname(leaf, domain, self.place.etcd.go).is_err()
        {
            let (subject, domain) = (leaf.subject.clone(), escape_for_terminal(domain));
            self.add(SrvDomainUnknownToClients { subject, domain });
        }
    }

    fn as_client(&mut self, leaf: &CertificateFacts) {
        self.leaf_itself(leaf, Purpose::Client);
        self.way_up(Purpose::Client);
    }

    fn leaf_itself(&mut self, leaf: &CertificateFacts, purpose: Purpose) {
        let out_of_time = path::out_of_time(leaf, self.place.at, false);
        for refusal in path::critical(leaf).err().into_iter().chain(out_of_time) {
            self.refuse(refusal, purpose);
        }
    }

    fn way_up(&mut self, purpose: Purpose) {
        let (etcd, at) = (self.place.etcd, self.place.at);
        let (answer, open) = if self.presented.knows_anchors {
            path::verify(self.presented, purpose, etcd, at)
        } else {
            // Without anchors, the leaf's own usages can still be told.
            path::verify(&self.presented.trusting_itself(), purpose, etcd, at)
        };
        if let Err(refusal) = answer {
            self.refuse(refusal.or_hidden(self.presented, purpose, etcd, at), purpose);
        }
        for why in open.into_iter().filter(|_| self.presented.knows_anchors) {
            self.is_open = true;
            self.add(NotJudged { why });
        }
    }

    /// The gateway dials the member itself, as a client, with the server certificate.
    fn gateway(&mut self, leaf: &CertificateFacts) {
        match self.place.gateway {
            Gateway::Off => {}
            Gateway::OwnCertificate if self.place.etcd.series().has_gateway_certificate() => {}
            Gateway::OwnCertificate => {
                self.add_quoting(
                    GatewayFlagUnknown {},
                    Side::Exit,
                    "flag provided but not defined: -client-cert-file",
                );
            }
            Gateway::ServerCertificate => {
                let refuses =
                    leaf.purposes.is_some_and(|purposes| !(purposes.client || purposes.any));
                if refuses {
                    let text = "x509: certificate specifies an incompatible key usage";
                    let finding = GatewayTrap { subject: leaf.subject.clone() };
                    self.refuse(Refusal::new(finding, text), Purpose::Client);
                }
            }
        }
    }

    fn loopback(&mut self, leaf: &CertificateFacts) {
        let go = self.place.etcd.go;
        let missing: Vec<String> = ["localhost", "127.0.0.1"]
            .into_iter()
            .filter(|host| go::verify_hostname(leaf, host, go).is_err())
            .filter(|host| !self.place.dialed.iter().any(|dialed| dialed == host))
            .map(str::to_owned)
            .collect();
        if !missing.is_empty() {
            self.add(LoopbackNotCovered { subject: leaf.subject.clone(), hosts: missing });
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
            let names = &leaf.dns_names;
            let is_looked_up = |(name, at): &(String, IpAddr)| {
                at == address && names.contains(name) && !is_wildcard(name)
            };
            // A wildcard stands for whatever ends as it does, of however many labels.
            let is_of = |pattern: &String, name: &str| match pattern.strip_prefix('*') {
                Some(end) if is_wildcard(pattern) => name.ends_with(end),
                _ => pattern == name,
            };
            let is_called = |(at, name): &(IpAddr, String)| {
                at == address && names.iter().any(|pattern| is_of(pattern, name))
            };
            let resolved = self.place.resolves.iter().any(is_looked_up)
                || self.place.reverse.iter().any(is_called);
            let subject = leaf.subject.clone();
            match by_address {
                Some(Ok(())) => {}
                _ if resolved => {}
                Some(Err((_, text))) if leaf.dns_names.is_empty() => {
                    self.add_quoting(CallerNotCovered { subject, host }, Side::Listener, text);
                }
                _ => {
                    let names = list(&leaf.dns_names);
                    let text = format!("tls: {host:?} does not match any of DNSNames [{names}]");
                    self.is_open = true;
                    if leaf.dns_names.iter().all(|name| is_wildcard(name)) {
                        let finding = CallerByReverseLookup { subject, host };
                        self.add_quoting(finding, Side::Listener, text);
                    } else {
                        self.add_quoting(CallerByName { subject, host }, Side::Listener, text);
                    }
                }
            }
        }
    }

    fn what_will_hurt(&mut self, leaf: &CertificateFacts) {
        let subject = || leaf.subject.clone();
        if leaf.may_shake_hands == Some(false) {
            self.add(NoDigitalSignature { subject: subject() });
        }
        if leaf.ca == Some(true) {
            self.add(LeafIsAuthority { subject: subject() });
        }
        self.findings.extend(odd_names(&leaf.subject, &leaf.dns_names));
        self.times(leaf);
    }

    fn times(&mut self, leaf: &CertificateFacts) {
        let subject = || leaf.subject.clone();
        let (Some(at), Some(start), Some(end)) = (self.place.at, leaf.start, leaf.end) else {
            return;
        };
        if start <= at && at - start < SKEW && self.presented.is_issued() {
            self.add(StartsJustNow { subject: subject() });
        }
        if at <= end && end - at < SOON {
            let days = crate::pki::days_left(end, at).unsigned_abs();
            self.add(ExpiresSoon { subject: subject(), days });
        }
        let above = self.presented.chain.iter().skip(1).chain(&self.presented.anchors);
        if let Some(authority) = leaf.outlived(&above) {
            let issuer = authority.subject.clone();
            self.add(OutlivesAuthority { subject: subject(), issuer });
        }
    }
}

/// A list as Go's `%q` writes it.
fn list(names: &[String]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("{name:?}")).collect();
    quoted.join(" ")
}

/// etcd looks no wildcard up: the names that a reverse lookup yields decide.
fn is_wildcard(name: &str) -> bool {
    name.starts_with("*.")
}
