//! What etcd's clients and peers would say to what a server showed: the facts are collected here, and
//! `pki::judge` judges the certificate.

use time::OffsetDateTime;

use super::{Asked, Outcome, Probe, Server};
use crate::cluster::{EtcdVersion, Gateway};
use crate::finding::rules::server::{
    ChainUnsorted, ClientCertificateDemanded, ClientCertificateOptional, Closed,
    ClosedAfterHandshake, HandshakeFailed, NoAuthorities, NoClientCertificate, NoVerdict, Refused,
    SignatureNotProven, SuperfluousRoot,
};
use crate::finding::{Family, Finding, Rule, Severity};
use crate::pki::judge::{CertificateFacts, Context, PresentedChain, Role, judge as judge_chain};
use crate::pki::{certificate_pem, pair};

/// The series whose clients are assumed: the newest refuses the most.
const NEWEST: EtcdVersion = EtcdVersion::V3_7;

/// Whether a chain leads to an authority that is trusted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trust {
    /// Nobody said whom to trust.
    NotAsked,
    /// It does, to the authority of this subject.
    Trusted(String),
    /// It doesn't.
    Untrusted,
    /// It might: something in it can't be judged here.
    NotChecked,
}

/// Judges what a server showed, as of `now`, for clients that trust `anchors` (DER), where somebody named any:
/// what is wrong or odd, and whether its chain is trusted. The etcd that is assumed is the newest.
pub fn judge(
    server: &Server,
    probe: &Probe,
    anchors: Option<&[Vec<u8>]>,
    now: OffsetDateTime,
) -> (Vec<Finding>, Trust) {
    let presented = presented(&probe.chain, anchors);
    let mut context = Context::new(Role::Server, NEWEST);
    context.at = Some(now);
    context.dialed = vec![server.host.clone()];
    // Without a client certificate to ask for, the gateway needs none either.
    context.gateway = match probe.asked {
        Asked::No => Gateway::Off,
        Asked::Yes(_) => Gateway::ServerCertificate,
    };
    let mut findings = judge_chain(&presented, &context).findings;
    let trust = trust(&presented, &findings, &context);
    // The dates of a leaf are told where any certificate is read.
    findings.retain(|one| !matches!(one.rule, Rule::Expired | Rule::NotYetValid));
    findings.extend(of_chain(&probe.chain));
    if let Some(why) = &probe.unproven {
        findings.push(SignatureNotProven { why: why.clone() }.into());
    }
    findings.extend(of_client(probe));
    (findings, trust)
}

fn presented(chain: &[Vec<u8>], anchors: Option<&[Vec<u8>]>) -> PresentedChain {
    let pem = |all: &[Vec<u8>]| all.iter().map(|der| certificate_pem(der)).collect::<String>();
    let anchors = anchors.map(pem);
    let anchors = anchors.as_deref().map(str::as_bytes);
    PresentedChain::read(pem(chain).as_bytes(), None, anchors, NEWEST.into())
}

/// Whether the chain leads to an anchor, and to which.
fn trust(presented: &PresentedChain, findings: &[Finding], context: &Context) -> Trust {
    if !presented.knows_anchors {
        return Trust::NotAsked;
    }
    let ends_chain = |one: &Finding| {
        one.severity() == Severity::Error
            && matches!(one.rule.family, Family::Chain | Family::Times | Family::Files)
    };
    if findings.iter().any(ends_chain) {
        return Trust::Untrusted;
    }
    if findings.iter().any(|one| one.rule == Rule::NotJudged) {
        return Trust::NotChecked;
    }
    let leads_to = |anchor: &&CertificateFacts| {
        let alone = PresentedChain { anchors: vec![(*anchor).clone()], ..presented.clone() };
        !judge_chain(&alone, context).findings.iter().any(ends_chain)
    };
    let anchor = presented.anchors.iter().find(leads_to);
    anchor.map_or(Trust::NotChecked, |anchor| Trust::Trusted(anchor.subject.clone()))
}

/// The order of a chain, and what it needn't hold.
fn of_chain(chain: &[Vec<u8>]) -> Vec<Finding> {
    let names: Vec<_> = chain.iter().filter_map(|der| pair::names(der).ok()).collect();
    let mut findings = Vec::new();
    let in_order = names.windows(2).all(|pair| match pair {
        [(_, issuer), (subject, _)] => issuer == subject,
        _ => true,
    });
    if !in_order {
        findings.push(ChainUnsorted {}.into());
    }
    if names.iter().skip(1).any(|(subject, issuer)| subject == issuer) {
        findings.push(SuperfluousRoot {}.into());
    }
    findings
}

/// Whether the server wants a client certificate, and what it made of ours.
fn of_client(probe: &Probe) -> Vec<Finding> {
    let mut findings = Vec::new();
    match &probe.asked {
        Asked::No => findings.push(NoClientCertificate {}.into()),
        Asked::Yes(authorities) if authorities.is_empty() => {
            findings.push(NoAuthorities {}.into());
        }
        Asked::Yes(_) => {}
    }
    findings.extend(of_outcome(probe));
    findings
}

fn of_outcome(probe: &Probe) -> Option<Finding> {
    let shows_none = probe.asked != Asked::No && !probe.shown;
    Some(match &probe.outcome {
        Outcome::Accepted if shows_none => ClientCertificateOptional {}.into(),
        Outcome::Accepted => return None,
        Outcome::Quiet => NoVerdict {}.into(),
        Outcome::Refused(_) | Outcome::Closed { complete: false } if shows_none => {
            ClientCertificateDemanded {}.into()
        }
        Outcome::Refused(alert) => Refused { alert: alert.clone() }.into(),
        Outcome::Closed { complete: true } => ClosedAfterHandshake {}.into(),
        Outcome::Closed { complete: false } => Closed {}.into(),
        Outcome::Failed(why) => HandshakeFailed { why: why.clone() }.into(),
    })
}
