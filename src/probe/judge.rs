//! What etcd's clients and peers would say to what a server showed.

use time::OffsetDateTime;

use super::{Asked, Outcome, Probe, Server};
use crate::cluster::Hint;
use crate::pki::Remark;
use crate::pki::check::{self, CheckError};
use crate::text::fill;

/// How many ways up to an authority are tried; a real chain has one or two.
const WAYS: usize = 64;
/// How many certificates a way has at most.
const LENGTH: usize = 10;

/// Whether a chain leads to an authority that is trusted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trust {
    /// Nobody said whom to trust.
    NotAsked,
    /// It does, to the authority of this subject.
    Trusted(String),
    /// It doesn't.
    Untrusted(CheckError),
    /// It might: something in it can't be judged here.
    NotChecked(CheckError),
}

struct Known<'a> {
    der: &'a [u8],
    subject: Vec<u8>,
    issuer: Vec<u8>,
}

fn named(all: &[Vec<u8>]) -> Vec<Known<'_>> {
    let one = |der: &'_ Vec<u8>| check::names(der).ok();
    let known = all.iter().filter_map(|der| one(der).map(|names| (der, names)));
    known.map(|(der, (subject, issuer))| Known { der, subject, issuer }).collect()
}

/// Judges whether a chain, in whatever order, leads to one of the `anchors` and is valid at `now`, as Go's
/// clients do.
pub fn trust(chain: &[Vec<u8>], anchors: Option<&[Vec<u8>]>, now: OffsetDateTime) -> Trust {
    let Some(anchors) = anchors else { return Trust::NotAsked };
    let (presented, trusted) = (named(chain), named(anchors));
    let leaf = match chain.first().map(|der| check::names(der)) {
        Some(Err(error)) => return Trust::Untrusted(error),
        _ => presented.first(),
    };
    let Some(leaf) = leaf else { return Trust::Untrusted(CheckError::NoCertificate) };
    let mut search =
        Search { presented: &presented, trusted: &trusted, now, left: WAYS, first: None };
    match search.up(&mut vec![leaf]) {
        Some(anchor) => Trust::Trusted(anchor),
        None => match search.first {
            Some(error @ CheckError::NotChecked { .. }) => Trust::NotChecked(error),
            Some(error) => Trust::Untrusted(error),
            None => Trust::Untrusted(CheckError::NoAuthority { found: chain.len() }),
        },
    }
}

struct Search<'a> {
    presented: &'a [Known<'a>],
    trusted: &'a [Known<'a>],
    now: OffsetDateTime,
    left: usize,
    /// What was wrong with the first way that led to an anchor.
    first: Option<CheckError>,
}

impl<'a> Search<'a> {
    /// Goes up from the last of a way; gives the subject of the anchor that one leads to.
    fn up(&mut self, way: &mut Vec<&'a Known<'a>>) -> Option<String> {
        let last = *way.last()?;
        if self.trusted.iter().any(|anchor| anchor.der == last.der) {
            return self.judged(way);
        }
        let trusted = self.trusted.iter().map(|one| (one, true));
        for (above, is_anchor) in trusted.chain(self.presented.iter().map(|one| (one, false))) {
            let in_way = way.iter().any(|one| one.der == above.der);
            if above.subject != last.issuer || in_way || way.len() >= LENGTH || self.left == 0 {
                continue;
            }
            self.left -= 1;
            way.push(above);
            let found = if is_anchor { self.judged(way) } else { self.up(way) };
            way.pop();
            if found.is_some() {
                return found;
            }
        }
        None
    }

    fn judged(&mut self, way: &[&'a Known<'a>]) -> Option<String> {
        let ders: Vec<&[u8]> = way.iter().map(|one| one.der).collect();
        let now = self.now;
        // A leaf that is itself trusted needs nobody above it.
        let sound = if ders.len() == 1 { Ok(()) } else { check::chain(&ders) };
        let sound = sound.and_then(|()| ders.iter().try_for_each(|der| check::valid_at(der, now)));
        match sound {
            Ok(()) => way.last().and_then(|anchor| check::name(&anchor.subject)),
            Err(error) => {
                self.first.get_or_insert(error);
                None
            }
        }
    }
}

/// Says what is wrong or odd with what a server showed. What a certificate says of itself, and its dates,
/// are said where any certificate is read.
pub fn judge(server: &Server, probe: &Probe, trust: &Trust) -> Vec<Remark> {
    let mut remarks = Vec::new();
    remarks.extend(of_trust(trust));
    remarks.extend(of_chain(&probe.chain));
    if let Some(leaf) = probe.chain.first() {
        remarks.extend(of_name(server, leaf));
        remarks.extend(of_purposes(probe, leaf));
    }
    if let Some(why) = &probe.unproven {
        remarks.push(Remark::error(
            "signature-not-proven",
            format!("its signature over the handshake can't be verified with its certificate's key: {why}"),
            "is something between here and the server? clients refuse it",
        ));
    }
    remarks.extend(of_client(probe));
    remarks
}

fn of_trust(trust: &Trust) -> Option<Remark> {
    match trust {
        Trust::NotAsked | Trust::Trusted(_) => None,
        Trust::NotChecked(error) => {
            Some(Remark::warning("trust-not-checked", error.to_string(), error.hint()))
        }
        Trust::Untrusted(CheckError::NoAuthority { .. }) => Some(Remark::error(
            "unknown-authority",
            "its chain leads to none of the trusted authorities; clients say `x509: certificate signed by unknown authority`",
            "give clients the certificate of the authority that signed it, or put its intermediates behind the leaf",
        )),
        Trust::Untrusted(error) => Some(Remark::error(
            "untrusted",
            format!("clients refuse its chain: {error}"),
            error.hint(),
        )),
    }
}

/// The order of a chain, and what it needn't hold.
fn of_chain(chain: &[Vec<u8>]) -> Vec<Remark> {
    let names: Vec<_> = chain.iter().filter_map(|der| check::names(der).ok()).collect();
    let mut remarks = Vec::new();
    let in_order = names.windows(2).all(|pair| match pair {
        [(_, issuer), (subject, _)] => issuer == subject,
        _ => true,
    });
    if !in_order {
        remarks.push(Remark::warning(
            "chain-order",
            "its certificates don't each stand before their issuer; some clients refuse that",
            "put the leaf first, then the certificate that signed it, and so on",
        ));
    }
    if names.len() > 1 && names.iter().skip(1).any(|(subject, issuer)| subject == issuer) {
        remarks.push(Remark::note(
            "superfluous-root",
            "it sends an authority that names itself, which clients have or don't trust",
            "leave the root out of the chain file; it does no harm",
        ));
    }
    remarks
}

fn of_name(server: &Server, leaf: &[u8]) -> Option<Remark> {
    let judged = match server.address() {
        Some(address) => check::covers_address(leaf, address),
        None => check::covers_name(leaf, &server.host),
    };
    let error = judged.err()?;
    let host = &server.host;
    let says = match (&error, server.address()) {
        (CheckError::Uncovered { names, .. }, _) if names.is_empty() => {
            "clients say `x509: certificate relies on legacy Common Name field, use SANs instead`, or that it holds no IP SANs".to_owned()
        }
        (CheckError::Uncovered { .. }, Some(_)) => format!(
            "clients that dial it say `x509: certificate is valid for …, not {host}`, or that it doesn't contain any IP SANs"
        ),
        _ => format!("clients that dial it say `x509: certificate is valid for …, not {host}`"),
    };
    Some(Remark::error("host-not-covered", format!("{error}; {says}"), error.hint()))
}

fn of_purposes(probe: &Probe, leaf: &[u8]) -> Option<Remark> {
    if let Err(error) = check::usages_serve(leaf) {
        return Some(Remark::error("wrong-purpose", error.to_string(), error.hint()));
    }
    let asks = probe.asked != Asked::No;
    let role = crate::pki::CertificateRole::Server;
    let error = check::usages_fit(leaf, role).err().filter(|_| asks)?;
    // It serves well: what fails is the gateway alone.
    let fails = match &error {
        CheckError::Purpose { subject, .. } => {
            fill("finding-gateway-trap", &[("subject", subject)])
        }
        other => other.to_string(),
    };
    Some(Remark::warning(
        "gateway-purpose",
        format!(
            "{fails}, and its log says `x509: certificate specifies an incompatible key usage`"
        ),
        "issue it with serverAuth and clientAuth, or give etcd --client-cert-file (from 3.5)",
    ))
}

/// Whether the server wants a client certificate, and what it made of ours.
fn of_client(probe: &Probe) -> Vec<Remark> {
    let mut remarks = Vec::new();
    let Asked::Yes { authorities } = &probe.asked else {
        remarks.push(Remark::warning(
            "no-client-certificate",
            "it asks for no client certificate: whoever reaches it may try to read and write",
            "give etcd --client-cert-auth and --trusted-ca-file; for peers, the settings with `peer-`",
        ));
        remarks.extend(of_outcome(probe));
        return remarks;
    };
    if authorities.is_empty() {
        remarks.push(Remark::note(
            "no-authorities",
            "it names no authorities that it accepts client certificates of",
            "if it refuses all: is etcd's trusted CA file empty, or not given?",
        ));
    }
    remarks.extend(of_outcome(probe));
    remarks
}

fn of_outcome(probe: &Probe) -> Option<Remark> {
    let asked = probe.asked != Asked::No;
    match &probe.outcome {
        Outcome::Accepted if asked && !probe.shown => Some(Remark::warning(
            "client-certificate-optional",
            "it asks for a client certificate and goes on without one",
            "give etcd --client-cert-auth; is this etcd?",
        )),
        Outcome::Accepted => None,
        Outcome::Quiet => Some(Remark::note(
            "no-verdict",
            "it has not said yet what it makes of the client certificate, or of there being none",
            "a longer --timeout waits no longer for this; try a request with etcdctl",
        )),
        Outcome::Refused { alert } if asked && !probe.shown => Some(Remark::note(
            "client-certificate-demanded",
            format!("it refuses clients without a certificate (`{alert}`), as it should"),
            "--cert and --key show it one",
        )),
        Outcome::Refused { alert } => {
            let (says, hint) = meaning(alert);
            Some(Remark::error("refused", format!("it refused with `{alert}`: {says}"), hint))
        }
        Outcome::Closed { complete: true } => Some(Remark::error(
            "closed-after-handshake",
            "it closed the connection right after the handshake, as etcd does where a certificate is revoked, not among the allowed names, or a peer's is not valid for the address that it calls from",
            "etcd's log names the reason after `rejected connection`",
        )),
        Outcome::Closed { complete: false } if asked && !probe.shown => Some(Remark::note(
            "client-certificate-demanded",
            "it closed the connection when no client certificate came",
            "--cert and --key show it one",
        )),
        Outcome::Closed { complete: false } => Some(Remark::error(
            "closed",
            "it closed the connection in the middle of the handshake",
            "etcd's log names the reason after `rejected connection`",
        )),
        Outcome::Failed { why } => Some(Remark::error(
            "handshake-failed",
            format!("the handshake failed: {why}"),
            "see what `openssl s_client -connect HOST:PORT` says",
        )),
    }
}

/// What an alert about a client certificate means, with the words that Go, and so etcd's log, has for it.
fn meaning(alert: &str) -> (&'static str, &'static str) {
    const LOG: &str = "etcd's log names the reason after `rejected connection`";
    match alert {
        "bad_certificate" => (
            "etcd logs `tls: failed to verify client certificate: x509: …`: an unknown authority, an incompatible key usage, or the wrong time",
            "compare the certificate's issuer with the accepted names; it needs the purpose clientAuth",
        ),
        "unknown_ca" => (
            "etcd logs `x509: certificate signed by unknown authority`",
            "compare the certificate's issuer with the accepted names; etcd reads its CA file only at the start",
        ),
        "certificate_expired" => (
            "etcd logs `x509: certificate has expired or is not yet valid`",
            "issue the client's certificate anew, or set the clocks right",
        ),
        "certificate_required" => {
            ("etcd logs `tls: client didn't provide a certificate`", "show it one")
        }
        "unsupported_certificate"
        | "certificate_unknown"
        | "certificate_revoked"
        | "access_denied" => ("it takes no such client certificate", LOG),
        _ => ("the handshake displeased it", LOG),
    }
}
