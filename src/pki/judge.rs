//! Would etcd take this certificate, in this role and at this place, and if not: what would it log?
//!
//! etcd leaves the judgement to Go's `crypto/tls` and `crypto/x509`, and adds checks of its own: the
//! gateway that dials its own listener, callers' addresses on the peer port, lists of allowed names. The
//! rules are written down here once more, over [`CertificateFacts`] that come from a certificate or from a profile
//! that is only planned, and a test holds verdicts and error texts against etcd 3.4 and 3.5.

mod authority;
mod constraints;
mod facts;
mod files;
mod go;
mod issuing;
mod key_file;
mod naming;
mod parser;
mod path;
mod policies;
mod revocation;
mod rules;
mod suites;
#[cfg(test)]
mod tests;
mod wrong;

use std::net::IpAddr;

use serde::Serialize;
use time::{Duration, OffsetDateTime};

pub use crate::cluster::Gateway;
pub use authority::judge_authority;
pub use facts::{CertificateFacts, Purposes, Refused};
pub(super) use facts::{is_too_short, is_verified, refused};
pub(super) use issuing::issuing_fault;
pub(super) use naming::odd_names;
pub(super) use parser::{date, handled_since, handles, magnitude, moment};
pub(crate) use path::above;
pub(super) use path::outside;
pub(super) use policies::lacks_policy;
pub use revocation::RevocationList;
pub(crate) use rules::ALERT;
pub use suites::TlsLimits;
pub(crate) use suites::is_cipher_suite;

use super::profile::CertificateProfile;
use crate::cluster::named;
use crate::config::is_true;
use crate::etcd::Build;
use crate::finding::{Finding, Severity, Side};

/// Clocks of machines differ by this much without anybody noticing.
const SKEW: Duration = Duration::minutes(5);
/// How long before its end a certificate is warned of.
const SOON: Duration = Duration::days(30);

named! {
    /// What a certificate is shown as.
    Role, "The role as one word." {
        /// By a member to its clients.
        Server = "server",
        /// By a member to the other members, dialed and dialing.
        Peer = "peer",
        /// By a client to a member.
        Client = "client",
    }
}

/// A certificate with what belongs to it, and those whom the other side trusts.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PresentedChain {
    /// The leaf, then the rest of its file.
    pub chain: Vec<CertificateFacts>,
    /// The trust anchors of the other side.
    pub anchors: Vec<CertificateFacts>,
    /// Whether the anchors are known; where not, the way up isn't judged.
    pub knows_anchors: bool,
    /// Those that stand in the same file, where Go doesn't see them.
    pub hidden_anchors: Vec<CertificateFacts>,
    /// What was found while the files were read.
    pub findings: Vec<Finding>,
}

impl PresentedChain {
    /// A chain that is only planned: a leaf, authorities between, and the anchors.
    pub fn planned(
        leaf: &CertificateProfile,
        between: &[&CertificateProfile],
        anchors: &[&CertificateProfile],
        at: Option<OffsetDateTime>,
    ) -> Self {
        let all = |profiles: &[&CertificateProfile]| -> Vec<CertificateFacts> {
            profiles.iter().map(|one| CertificateFacts::planned(one, at)).collect()
        };
        let mut chain = all(between);
        chain.insert(0, CertificateFacts::planned(leaf, at));
        Self {
            chain,
            anchors: all(anchors),
            // Without an authority that is made here there is nothing to hold it against.
            knows_anchors: !anchors.is_empty(),
            ..Self::default()
        }
    }
}

/// What `--discovery-srv DOMAIN` asks of a certificate beside the hosts that are dialed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SrvDomain {
    /// Peers expect the domain in place of the host that they dial, as those do at their first start that are given
    /// no `--peer-trusted-ca-file` (`embed/config.go` `PeerURLsMapAndToken`; measured on 3.4 to 3.7).
    OfPeers(String),
    /// Clients that look the members up by it expect it, unless they are told `--insecure-discovery`.
    OfClients(String),
}

/// Where a certificate is shown, to whom and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Context {
    /// As what.
    pub role: Role,
    /// To and by which etcd.
    pub etcd: Build,
    /// The hosts of the URLs that are dialed: names, addresses, IPv6 with or without brackets.
    pub dialed: Vec<String>,
    /// For those who dial a peer port: the addresses that they dial from. The client port doesn't look.
    pub dials_from: Vec<IpAddr>,
    /// For peers: what names resolve to.
    pub resolves: Vec<(String, IpAddr)>,
    /// For peers: the names that a reverse lookup of an address yields, as far as that is known.
    pub reverse: Vec<(IpAddr, String)>,
    /// When; without it, time isn't judged.
    pub at: Option<OffsetDateTime>,
    /// Common names that are let in (`--peer-cert-allowed-cn`); empty for all.
    pub allowed_common_names: Vec<String>,
    /// Names that are let in (`--client-cert-allowed-hostname`, `--peer-cert-allowed-hostname`).
    pub allowed_hostnames: Vec<String>,
    /// The dialed port's list of revoked certificates, where it has one.
    pub revocations: Option<RevocationList>,
    /// For servers: the member's own gateway.
    pub gateway: Gateway,
    /// What narrows the handshakes of the port that is dialed.
    pub tls: TlsLimits,
    /// The domain by which members are looked up, where they are.
    pub srv: Option<SrvDomain>,
}

impl Context {
    /// A place without any hosts or lists.
    pub fn new(role: Role, etcd: impl Into<Build>) -> Self {
        Self {
            role,
            etcd: etcd.into(),
            dialed: Vec::new(),
            dials_from: Vec::new(),
            resolves: Vec::new(),
            reverse: Vec::new(),
            at: None,
            allowed_common_names: Vec::new(),
            allowed_hostnames: Vec::new(),
            revocations: None,
            gateway: Gateway::default(),
            tls: TlsLimits::default(),
            srv: None,
        }
    }

    /// The place that a member's settings make: lists of allowed names, its gateway, the limits of its TLS, the
    /// domain by which it is looked up. `value` is that of a setting, where it is set; empty where it isn't known.
    pub(crate) fn of_member<'a>(
        role: Role,
        etcd: Build,
        value: impl Fn(&str) -> Option<&'a str>,
    ) -> Self {
        let known = |flag: &str| value(flag).filter(|value| !value.is_empty());
        let list = |flag: &str| -> Vec<String> {
            known(flag).map_or_else(Vec::new, |list| list.split(',').map(str::to_owned).collect())
        };
        let (names, hostnames) = match role {
            Role::Peer => (list("peer-cert-allowed-cn"), list("peer-cert-allowed-hostname")),
            Role::Server | Role::Client => (Vec::new(), list("client-cert-allowed-hostname")),
        };
        // Both together end etcd, which is said of the settings.
        let are_both = !names.is_empty() && !hostnames.is_empty();
        let asks =
            known("client-cert-auth").is_some_and(is_true) || value("trusted-ca-file").is_some();
        let domain = known("discovery-srv").map(str::to_owned);
        Self {
            allowed_common_names: if are_both { Vec::new() } else { names },
            allowed_hostnames: if are_both { Vec::new() } else { hostnames },
            gateway: match value("client-cert-file") {
                _ if role != Role::Server || !asks => Gateway::Off,
                _ if value("enable-grpc-gateway") == Some("false") => Gateway::Off,
                Some(_) => Gateway::OwnCertificate,
                None => Gateway::ServerCertificate,
            },
            tls: TlsLimits {
                cipher_suites: list("cipher-suites"),
                stays_at_1_2: value("tls-max-version") == Some("TLS1.2"),
            },
            srv: match role {
                Role::Server => domain.map(SrvDomain::OfClients),
                Role::Peer if value("peer-trusted-ca-file").is_none() => {
                    domain.map(SrvDomain::OfPeers)
                }
                Role::Peer | Role::Client => None,
            },
            ..Self::new(role, etcd)
        }
    }

    /// Whether the port speaks TLS 1.3.
    pub(crate) fn has_tls_1_3(&self) -> bool {
        self.etcd.has_tls_1_3() && !self.tls.stays_at_1_2
    }
}

named! {
    /// What became of it.
    #[derive(Serialize)]
    #[serde(rename_all = "lowercase")]
    Verdict, "The verdict as one word or two." {
        /// etcd takes it.
        Accepted = "accepted",
        /// It depends on what isn't known here.
        #[serde(rename = "not judged")]
        NotJudged = "not judged",
        /// etcd, or who talks to it, refuses it.
        Refused = "refused",
    }
}

/// A verdict with its reasons.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Judgement {
    /// Whether it works.
    pub verdict: Verdict,
    /// What was found: errors in the order in which Go meets them, then the rest.
    pub findings: Vec<Finding>,
}

impl Judgement {
    fn new(findings: Vec<Finding>, is_open: bool) -> Self {
        let is_refused = findings.iter().any(|one| one.severity() == Severity::Error);
        let verdict = if is_refused {
            Verdict::Refused
        } else if is_open {
            Verdict::NotJudged
        } else {
            Verdict::Accepted
        };
        Self { verdict, findings }
    }

    /// The finding that is met first where it is refused: what is logged until it is fixed.
    pub fn refusal(&self) -> Option<&Finding> {
        self.findings.iter().find(|finding| finding.severity() == Severity::Error)
    }
}

/// Judges a certificate at its place.
pub fn judge(presented: &PresentedChain, place: &Context) -> Judgement {
    let (findings, is_open) = rules::apply(presented, place);
    Judgement::new(once(findings), is_open)
}

/// Findings in order, those that say the same as one with the quotes of all.
fn once(mut findings: Vec<Finding>) -> Vec<Finding> {
    findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity()));
    let mut once: Vec<Finding> = Vec::with_capacity(findings.len());
    for finding in findings {
        match once.iter_mut().find(|one| one.is_alike(&finding)) {
            Some(same) => same.quotes.extend(finding.quotes),
            None => once.push(finding),
        }
    }
    once
}

/// Holds a certificate against the lists of allowed names alone: both sides of a peer connection do, each
/// with its own list, whatever else each looks at.
pub(super) fn judge_lists(presented: &PresentedChain, place: &Context) -> Judgement {
    Judgement::new(rules::lists(presented, place), false)
}

impl PresentedChain {
    /// Whether there is anything to judge: a certificate, or what kept it from being read.
    pub(super) fn is_given(&self) -> bool {
        !(self.chain.is_empty() && self.findings.is_empty())
    }

    /// What keeps whoever is given it from starting: etcd then ends, and so does a client.
    pub(crate) fn exits(&self) -> impl Iterator<Item = &Finding> {
        let ends = |one: &&Finding| one.quotes.iter().any(|quote| quote.side == Side::Exit);
        self.findings.iter().filter(|one| one.severity() == Severity::Error).filter(ends)
    }

    /// The first certificate alone, trusted by itself: what is left to judge are its own usages.
    fn trusting_itself(&self) -> Self {
        let alone: Vec<CertificateFacts> = self.chain.first().cloned().into_iter().collect();
        Self { anchors: alone.clone(), chain: alone, knows_anchors: true, ..Self::default() }
    }

    fn is_issued(&self) -> bool {
        self.chain.first().is_some_and(|leaf| leaf.signature.is_some())
    }
}
