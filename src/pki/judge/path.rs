//! The way from a leaf to a trust anchor, as Go's `Certificate.Verify` looks for it.

use super::facts::{CertificateFacts, Signed};
use super::finding::{Finding, Severity};
use super::{PresentedChain, Quote};
use crate::etcd::Build;
use crate::pki::report::moment;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

/// What a certificate is shown as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    Server,
    Client,
}

/// How far Go goes looking (its limit of signature checks is 100).
const LIMIT: u32 = 100;
const DEPTH: usize = 10;

/// One search.
struct Search<'a> {
    presented: &'a PresentedChain,
    etcd: Build,
    at: Option<OffsetDateTime>,
    checks: u32,
    not_judged: Vec<String>,
}

/// What no way was found for: a finding, without its quotes, and Go's own words.
#[derive(Debug)]
pub(super) struct Refusal(Box<(Finding, String)>);

/// The codes of all refusals: what ends a handshake, whoever is shown the certificate.
pub(super) const REFUSALS: &[&str] = &[
    "address-as-dns-name",
    "authority-cannot-sign",
    "authority-expired",
    "authority-not-ca",
    "authority-not-yet-valid",
    "authority-purpose",
    "below-wildcard",
    "broken-chain-file",
    "common-name-only",
    "expired",
    "host-not-covered",
    "insecure-signature",
    "name-not-permitted",
    "name-with-dot",
    "no-anchors",
    "no-client-auth",
    "no-server-auth",
    "not-yet-valid",
    "other-authority-key",
    "path-length",
    "self-signed",
    "unknown-authority",
    "unknown-critical-extension",
];

impl Refusal {
    pub(super) fn new(parts: (Finding, String)) -> Self {
        Self(Box::new(parts))
    }
}

/// Looks for a way from the leaf to an anchor that allows a purpose. The second value is what couldn't
/// be judged on the way.
pub(super) fn verify(
    presented: &PresentedChain,
    purpose: Purpose,
    etcd: Build,
    at: Option<OffsetDateTime>,
) -> (Result<(), Refusal>, Vec<String>) {
    let mut search = Search { presented, etcd, at, checks: 0, not_judged: Vec::new() };
    let Some(leaf) = presented.chain.first() else { return (Ok(()), Vec::new()) };
    let found =
        if presented.anchors.contains(leaf) { Ok(vec![vec![leaf]]) } else { search.build(&[leaf]) };
    let answer = found.and_then(|paths| {
        let allows = |one: &&CertificateFacts| {
            one.purposes.is_none_or(|purposes| {
                purposes.any
                    || match purpose {
                        Purpose::Server => purposes.server,
                        Purpose::Client => purposes.client,
                    }
            })
        };
        if paths.iter().any(|path| path.iter().all(allows)) {
            return Ok(());
        }
        let culprit = paths.iter().flatten().find(|one| !allows(one));
        Err(purpose_refused(leaf, culprit.copied().unwrap_or(leaf), purpose))
    });
    (answer, search.not_judged)
}

fn purpose_refused(
    leaf: &CertificateFacts,
    culprit: &CertificateFacts,
    purpose: Purpose,
) -> Refusal {
    const TEXT: &str = "x509: certificate specifies an incompatible key usage";
    let missing = match purpose {
        Purpose::Server => "serverAuth",
        Purpose::Client => "clientAuth",
    };
    let code = match purpose {
        _ if culprit != leaf => "authority-purpose",
        Purpose::Server => "no-server-auth",
        Purpose::Client => "no-client-auth",
    };
    let facts = [("subject", culprit.subject.as_str()), ("purpose", missing)];
    Refusal::new((Finding::new(Severity::Error, code, &facts), TEXT.into()))
}

impl<'a> Search<'a> {
    fn build(
        &mut self,
        current: &[&'a CertificateFacts],
    ) -> Result<Vec<Vec<&'a CertificateFacts>>, Refusal> {
        let Some(child) = current.last().copied() else { return Ok(Vec::new()) };
        let presented = self.presented;
        let (mut found, mut refusal, mut hint) = (Vec::new(), None, None);
        let candidates = presented.anchors.iter().map(|one| (one, true));
        let below = presented.chain.iter().skip(1).map(|one| (one, false));
        for (candidate, is_anchor) in candidates.chain(below) {
            if !child.names(candidate) || current.contains(&candidate) || current.len() > DEPTH {
                continue;
            }
            self.checks += 1;
            if self.checks > LIMIT {
                break;
            }
            if let Err(why) = self.signed(child, candidate) {
                hint.get_or_insert((why, candidate));
                continue;
            }
            if let Err(why) = self.is_valid(candidate, current, is_anchor) {
                refusal = Some(why);
                continue;
            }
            let mut next = current.to_vec();
            next.push(candidate);
            if is_anchor {
                found.push(next);
            } else {
                match self.build(&next) {
                    Ok(paths) => found.extend(paths),
                    Err(why) => refusal = Some(why),
                }
            }
        }
        match refusal {
            _ if !found.is_empty() => Ok(found),
            Some(refusal) => Err(refusal),
            None => Err(unknown(presented, child, hint)),
        }
    }

    /// Go's `CheckSignatureFrom`.
    fn signed(
        &mut self,
        child: &CertificateFacts,
        parent: &CertificateFacts,
    ) -> Result<(), Refusal> {
        const NO_AUTHORITY: &str =
            "x509: invalid signature: parent certificate cannot sign this kind of certificate";
        let about = [("subject", child.subject.as_str()), ("issuer", parent.subject.as_str())];
        if parent.version == 3 && parent.ca.is_none() || parent.ca == Some(false) {
            return Err(Refusal::new((
                Finding::new(Severity::Error, "authority-not-ca", &about),
                NO_AUTHORITY.into(),
            )));
        }
        if parent.may_sign == Some(false) {
            let finding = Finding::new(Severity::Error, "authority-cannot-sign", &about);
            return Err(Refusal::new((finding, NO_AUTHORITY.into())));
        }
        match child.is_signed_by(parent, self.etcd) {
            Signed::Yes => Ok(()),
            Signed::Unknown(what) => {
                self.not_judged.push(what);
                Ok(())
            }
            Signed::No(text) => Err(Refusal::new((
                Finding::new(Severity::Error, "other-authority-key", &about),
                text,
            ))),
            Signed::Insecure(text) => Err(Refusal::new((
                Finding::new(Severity::Error, "insecure-signature", &about),
                text,
            ))),
        }
    }

    /// Go's `isValid`, for what stands above the leaf.
    fn is_valid(
        &self,
        authority: &CertificateFacts,
        current: &[&CertificateFacts],
        is_anchor: bool,
    ) -> Result<(), Refusal> {
        let about =
            [("subject", authority.subject.as_str()), ("issuer", authority.subject.as_str())];
        critical(authority)?;
        if let Some(refusal) = out_of_time(authority, self.at, true) {
            return Err(refusal);
        }
        if let Some(leaf) = current.first()
            && leaf.has_sans
            && let Some(why) = authority.constraints.against(leaf, self.etcd.go)
        {
            let facts =
                [("subject", leaf.subject.as_str()), ("issuer", &authority.subject), ("why", &why)];
            let text = format!(
                "x509: a root or intermediate certificate is not authorized to sign for this name: {why}"
            );
            return Err(Refusal::new((
                Finding::new(Severity::Error, "name-not-permitted", &facts),
                text,
            )));
        }
        if !is_anchor && authority.ca != Some(true) {
            let text = "x509: certificate is not authorized to sign other certificates".into();
            return Err(Refusal::new((
                Finding::new(Severity::Error, "authority-not-ca", &about),
                text,
            )));
        }
        let below = u64::try_from(current.len()).unwrap_or(u64::MAX).saturating_sub(1);
        if authority.path_length.is_some_and(|allowed| below > allowed) {
            let text = "x509: too many intermediates for path length constraint".into();
            return Err(Refusal::new((Finding::new(Severity::Error, "path-length", &about), text)));
        }
        Ok(())
    }
}

/// Refuses an extension that is critical and unknown.
///
/// # Errors
/// The refusal.
pub(super) fn critical(facts: &CertificateFacts) -> Result<(), Refusal> {
    let Some(extension) = &facts.unknown_critical else { return Ok(()) };
    let about = [("subject", facts.subject.as_str()), ("extension", extension)];
    let finding = Finding::new(Severity::Error, "unknown-critical-extension", &about);
    Err(Refusal::new((finding, "x509: unhandled critical extension".into())))
}

/// Whether a certificate isn't valid at a moment, in a finding and Go's words.
pub(super) fn out_of_time(
    facts: &CertificateFacts,
    at: Option<OffsetDateTime>,
    is_authority: bool,
) -> Option<Refusal> {
    let (at, start, end) = (at?, facts.start?, facts.end?);
    let written = |at: OffsetDateTime| {
        at.replace_nanosecond(0).unwrap_or(at).format(&Rfc3339).unwrap_or_default()
    };
    let (code, word, limit) = if at < start {
        (if is_authority { "authority-not-yet-valid" } else { "not-yet-valid" }, "before", start)
    } else if at.unix_timestamp() > end.unix_timestamp() {
        (if is_authority { "authority-expired" } else { "expired" }, "after", end)
    } else {
        return None;
    };
    let (limit_shown, now_shown) = (moment(limit), moment(at));
    let about = [("subject", facts.subject.as_str()), ("limit", &limit_shown), ("now", &now_shown)];
    let text = format!(
        "x509: certificate has expired or is not yet valid: current time {} is {word} {}",
        written(at),
        written(limit)
    );
    Some(Refusal::new((Finding::new(Severity::Error, code, &about), text)))
}

/// No way up. The first candidate that fell through is part of Go's words.
fn unknown(
    presented: &PresentedChain,
    child: &CertificateFacts,
    hint: Option<(Refusal, &CertificateFacts)>,
) -> Refusal {
    const TEXT: &str = "x509: certificate signed by unknown authority";
    if let Some((refusal, candidate)) = hint {
        let (finding, why) = *refusal.0;
        let text = format!(
            "{TEXT} (possibly because of {why:?} while trying to verify candidate authority \
             certificate {:?})",
            candidate.candidate_name
        );
        return Refusal::new((finding, text));
    }
    let about = [("subject", child.subject.as_str())];
    let is_leaf = presented.chain.first() == Some(child);
    // An authority nearby that leads on tells that the leaf's own file is short of one.
    let code = if presented.anchors.is_empty() {
        "no-anchors"
    } else if is_leaf && child.names_itself() {
        "self-signed"
    } else if presented.chain.len() < 2 && !child.names_itself() {
        "unknown-authority"
    } else {
        "broken-chain-file"
    };
    Refusal::new((Finding::new(Severity::Error, code, &about), TEXT.into()))
}

/// Puts quotes to a refusal.
pub(super) fn quoted(refusal: Refusal, quotes: impl FnOnce(String) -> Vec<Quote>) -> Finding {
    let (finding, text) = *refusal.0;
    finding.quoting(quotes(text))
}
