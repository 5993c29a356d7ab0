//! The way from a leaf to a trust anchor, as Go's `Certificate.Verify` looks for it.

use super::PresentedChain;
use super::constraints::Fault;
use super::facts::{CertificateFacts, Signed};
use super::policies;
use crate::etcd::{Build, GoVersion};
use crate::finding::rules::chain::{
    AnchorHidden, AuthorityCannotSign, AuthorityNotCa, AuthorityPurpose, BrokenChainFile,
    InsecureSignature, IssuerEncoding, NameNotPermitted, NoAnchors, NoValidPolicy,
    OtherAuthorityKey, PathLength, SelfSigned, UnknownAuthority, UnknownCriticalExtension,
};
use crate::finding::rules::times::{AuthorityExpired, AuthorityNotYetValid, Expired, NotYetValid};
use crate::finding::rules::usages::{NoClientAuth, NoServerAuth};
use crate::finding::{Finding, Quote};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

/// What a certificate is shown as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    Server,
    Client,
}

impl Purpose {
    /// The extended key usage that allows it.
    pub(super) fn usage(self) -> String {
        match self {
            Self::Server => "serverAuth".into(),
            Self::Client => "clientAuth".into(),
        }
    }
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

impl Refusal {
    pub(super) fn new(finding: impl Into<Finding>, text: impl Into<String>) -> Self {
        Self(Box::new((finding.into(), text.into())))
    }

    /// The same where an authority that would do stands in the file of those that are trusted, and Go doesn't see
    /// it there.
    pub(super) fn or_hidden(
        self,
        presented: &PresentedChain,
        purpose: Purpose,
        etcd: Build,
        at: Option<OffsetDateTime>,
    ) -> Self {
        let would_do = |hidden: &&CertificateFacts| {
            let mut seen = presented.clone();
            seen.anchors.push((*hidden).clone());
            verify(&seen, purpose, etcd, at).0.is_ok()
        };
        let (finding, text) = *self.0;
        let hidden = presented.hidden_anchors.iter().find(would_do);
        match (hidden, presented.chain.first()) {
            (Some(hidden), Some(leaf)) => {
                let (subject, issuer) = (leaf.subject.clone(), hidden.subject.clone());
                Self::new(AnchorHidden { subject, issuer }, text)
            }
            _ => Self::new(finding, text),
        }
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
    let answer = found.and_then(|paths| search.allowed(leaf, paths, purpose));
    (answer, search.not_judged)
}

/// Whether an extended key usage leaves a purpose open.
pub(super) fn allows(one: &CertificateFacts, purpose: Purpose) -> bool {
    one.purposes.is_none_or(|purposes| {
        purposes.any
            || match purpose {
                Purpose::Server => purposes.server,
                Purpose::Client => purposes.client,
            }
    })
}

fn purpose_refused(
    leaf: &CertificateFacts,
    culprit: &CertificateFacts,
    purpose: Purpose,
) -> Refusal {
    const TEXT: &str = "x509: certificate specifies an incompatible key usage";
    let (role, subject, purpose) = (purpose, culprit.subject.clone(), purpose.usage());
    match role {
        _ if culprit != leaf => Refusal::new(AuthorityPurpose { subject, purpose }, TEXT),
        Purpose::Server => Refusal::new(NoServerAuth { subject, purpose }, TEXT),
        Purpose::Client => Refusal::new(NoClientAuth { subject, purpose }, TEXT),
    }
}

impl<'a> Search<'a> {
    /// Whether one of the ways allows a purpose, by what its policies, usages and, since 1.26, its name
    /// constraints say.
    fn allowed(
        &mut self,
        leaf: &CertificateFacts,
        paths: Vec<Vec<&'a CertificateFacts>>,
        purpose: Purpose,
    ) -> Result<(), Refusal> {
        let go = self.etcd.go;
        let (all, mut without_policy, mut culprit, mut name) = (paths.len(), 0, None, None);
        for path in paths {
            if go >= GoVersion::first_of(24) {
                match policies::judge(&path) {
                    policies::Answer::Valid => {}
                    policies::Answer::Unknown => self.not_judged.push("its policies".into()),
                    policies::Answer::Invalid => {
                        without_policy += 1;
                        continue;
                    }
                }
            }
            if let Some(one) = path.iter().copied().find(|one| !allows(one, purpose)) {
                culprit.get_or_insert(one);
                continue;
            }
            if go < GoVersion::first_of(26) {
                return Ok(());
            }
            let above = |index: usize| path.get(index + 1..).unwrap_or_default();
            let forbidden = path.iter().enumerate().find_map(|(index, below)| {
                above(index).iter().find_map(|authority| not_permitted(authority, below, go))
            });
            match forbidden {
                None => return Ok(()),
                Some(why) => {
                    name.get_or_insert(why);
                }
            }
        }
        Err(match (name, culprit) {
            (Some(refusal), _) => refusal,
            (None, Some(culprit)) if without_policy == 0 => purpose_refused(leaf, culprit, purpose),
            (None, culprit) => {
                let mut details = Vec::new();
                let candidate = if go < GoVersion::first_of(26) { "" } else { "candidate " };
                if culprit.is_some() {
                    let count = all - without_policy;
                    details.push(format!("{count} {candidate}chains with incompatible key usage"));
                }
                details.push(if candidate.is_empty() && culprit.is_none() {
                    "all candidate chains have invalid policies".into()
                } else {
                    format!("{without_policy} {candidate}chains with invalid policies")
                });
                let text = format!("x509: no valid chains built: {}", details.join(", "));
                Refusal::new(NoValidPolicy { subject: leaf.subject.clone() }, text)
            }
        })
    }

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
            None => Err(unknown(presented, child, hint, self.etcd)),
        }
    }

    /// Go's `CheckSignatureFrom`.
    fn signed(
        &mut self,
        child: &CertificateFacts,
        parent: &CertificateFacts,
    ) -> Result<(), Refusal> {
        may_sign(parent)?;
        let (subject, issuer) = (child.subject.clone(), parent.subject.clone());
        match child.is_signed_by(parent, self.etcd) {
            Signed::Yes => Ok(()),
            Signed::Unknown(what) => {
                self.not_judged.push(what);
                Ok(())
            }
            Signed::No(text) => Err(Refusal::new(OtherAuthorityKey { subject, issuer }, text)),
            Signed::Refused { algorithm, text } => {
                Err(Refusal::new(InsecureSignature { subject, signature: algorithm }, text))
            }
        }
    }

    /// Go's `isValid`, for what stands above the leaf.
    fn is_valid(
        &self,
        authority: &CertificateFacts,
        current: &[&CertificateFacts],
        is_anchor: bool,
    ) -> Result<(), Refusal> {
        critical(authority)?;
        if let Some(refusal) = out_of_time(authority, self.at, true) {
            return Err(refusal);
        }
        // Up to 1.20 Go looked at the leaf's names alone; since 1.26 it does so once a way is found.
        let go = self.etcd.go;
        let bound = match current {
            _ if go >= GoVersion::first_of(26) => &[],
            [leaf, ..] if go < GoVersion::first_of(21) => std::slice::from_ref(leaf),
            all => all,
        };
        if let Some(why) = bound.iter().find_map(|below| not_permitted(authority, below, go)) {
            return Err(why);
        }
        if !is_anchor && authority.ca != Some(true) {
            let text = "x509: certificate is not authorized to sign other certificates";
            return Err(Refusal::new(AuthorityNotCa { issuer: authority.subject.clone() }, text));
        }
        let below = u64::try_from(current.len()).unwrap_or(u64::MAX).saturating_sub(1);
        if authority.path_length.is_some_and(|allowed| below > allowed) {
            let text = "x509: too many intermediates for path length constraint";
            return Err(Refusal::new(PathLength { subject: authority.subject.clone() }, text));
        }
        Ok(())
    }
}

/// What stands above a certificate among others in any order: its issuer, the issuer of that, and so on, as far
/// as they are there. A signature that can't be judged counts.
///
/// # Errors
/// Why none of those that bear its issuer's name signed it.
pub(crate) fn above(
    leaf: &CertificateFacts,
    pool: &[CertificateFacts],
    etcd: Build,
) -> Result<Vec<CertificateFacts>, Finding> {
    let mut above: Vec<CertificateFacts> = Vec::new();
    let mut below = leaf;
    while above.len() <= pool.len() {
        let named = pool.iter().filter(|one| below.names(one));
        let named: Vec<(&CertificateFacts, Signed)> =
            named.map(|one| (one, below.is_signed_by(one, etcd))).collect();
        let first = |wanted: fn(&Signed) -> bool| {
            named.iter().find(|(_, answer)| wanted(answer)).map(|(one, _)| *one)
        };
        let issuer = first(|one| *one == Signed::Yes)
            .or_else(|| first(|one| matches!(one, Signed::Unknown(_))));
        match issuer {
            Some(issuer) if issuer != below && !above.contains(issuer) => {
                above.push(issuer.clone());
                below = issuer;
            }
            // An authority that bears its issuer's name, whose key isn't there: the way ends here.
            None if above.is_empty() => {
                let Some((named, answer)) = named.into_iter().next() else { break };
                let (subject, issuer) = (leaf.subject.clone(), named.subject.clone());
                return Err(match answer {
                    Signed::Refused { algorithm: signature, .. } => {
                        InsecureSignature { subject, signature }.into()
                    }
                    _ => OtherAuthorityKey { subject, issuer }.into(),
                });
            }
            _ => break,
        }
    }
    Ok(above)
}

/// Refuses an authority that may not sign certificates.
///
/// # Errors
/// The refusal.
pub(super) fn may_sign(authority: &CertificateFacts) -> Result<(), Refusal> {
    const TEXT: &str =
        "x509: invalid signature: parent certificate cannot sign this kind of certificate";
    let issuer = authority.subject.clone();
    // Go asks for CA:TRUE of version 3 alone: roots of version 1 sign (measured on 3.4 to 3.7).
    if authority.version == 3 && authority.ca.is_none() || authority.ca == Some(false) {
        return Err(Refusal::new(AuthorityNotCa { issuer }, TEXT));
    }
    if authority.may_sign == Some(false) {
        return Err(Refusal::new(AuthorityCannotSign { issuer }, TEXT));
    }
    Ok(())
}

/// Refuses a name that an authority may not sign for.
fn not_permitted(
    authority: &CertificateFacts,
    below: &CertificateFacts,
    go: GoVersion,
) -> Option<Refusal> {
    const TEXT: &str =
        "x509: a root or intermediate certificate is not authorized to sign for this name";
    let (why, text) = match authority.constraints.against(below, go)? {
        Fault::Unread(why) if go < GoVersion::first_of(26) => (why.clone(), why),
        Fault::Unread(why) | Fault::NotAllowed(why) => {
            let text = format!("{TEXT}: {why}");
            (why, text)
        }
    };
    let (subject, issuer) = (below.subject.clone(), authority.subject.clone());
    Some(Refusal::new(NameNotPermitted { subject, issuer, why }, text))
}

/// Refuses an extension that is critical and unknown.
///
/// # Errors
/// The refusal.
pub(super) fn critical(facts: &CertificateFacts) -> Result<(), Refusal> {
    let Some(extension) = &facts.unknown_critical else { return Ok(()) };
    let (subject, extension) = (facts.subject.clone(), extension.clone());
    let text = "x509: unhandled critical extension";
    Err(Refusal::new(UnknownCriticalExtension { subject, extension }, text))
}

/// Whether a certificate isn't valid at a moment, in a finding and Go's words.
pub(super) fn out_of_time(
    facts: &CertificateFacts,
    at: Option<OffsetDateTime>,
    is_authority: bool,
) -> Option<Refusal> {
    let at = at?;
    let validity = [facts.start, facts.end];
    let (finding, word, limit) = outside(&facts.subject, validity, at, is_authority)?;
    let written = |at: OffsetDateTime| {
        at.replace_nanosecond(0).unwrap_or(at).format(&Rfc3339).unwrap_or_default()
    };
    let text = format!(
        "x509: certificate has expired or is not yet valid: current time {} is {word} {}",
        written(at),
        written(limit)
    );
    Some(Refusal::new(finding, text))
}

/// Whether a moment lies outside of a validity: the finding, on which side, and the end that it has.
pub(in crate::pki) fn outside(
    subject: &str,
    [start, end]: [Option<OffsetDateTime>; 2],
    now: OffsetDateTime,
    is_authority: bool,
) -> Option<(Finding, &'static str, OffsetDateTime)> {
    let named = || subject.to_owned();
    if let Some(limit) = start.filter(|start| now < *start) {
        let finding = if is_authority {
            AuthorityNotYetValid { subject: named(), limit, now }.into()
        } else {
            NotYetValid { subject: named(), limit, now }.into()
        };
        return Some((finding, "before", limit));
    }
    // The whole last second belongs to it.
    let limit = end.filter(|end| now.unix_timestamp() > end.unix_timestamp())?;
    let finding = if is_authority {
        AuthorityExpired { subject: named(), limit, now }.into()
    } else {
        Expired { subject: named(), limit, now }.into()
    };
    Some((finding, "after", limit))
}

/// No way up. The first candidate that fell through is part of Go's words.
fn unknown(
    presented: &PresentedChain,
    child: &CertificateFacts,
    hint: Option<(Refusal, &CertificateFacts)>,
    etcd: Build,
) -> Refusal {
    const TEXT: &str = "x509: certificate signed by unknown authority";
    if let Some((refusal, candidate)) = hint {
        let (finding, why) = *refusal.0;
        let text = format!(
            "{TEXT} (possibly because of {why:?} while trying to verify candidate authority \
             certificate {:?})",
            candidate.candidate_name
        );
        return Refusal::new(finding, text);
    }
    let subject = child.subject.clone();
    let signed = |one: &&CertificateFacts| {
        child.names_as_people_read(one) && child.is_signed_by(one, etcd) == Signed::Yes
    };
    let below = presented.chain.iter().skip(1);
    if let Some(issuer) = presented.anchors.iter().chain(below).find(signed) {
        let issuer = issuer.subject.clone();
        return Refusal::new(IssuerEncoding { subject, issuer }, TEXT);
    }
    let is_leaf = presented.chain.first() == Some(child);
    // An authority nearby that leads on tells that the leaf's own file is short of one.
    let finding: Finding = if presented.anchors.is_empty() {
        NoAnchors { subject }.into()
    } else if is_leaf && child.names_itself() {
        SelfSigned { subject }.into()
    } else if presented.chain.len() < 2 && !child.names_itself() {
        UnknownAuthority { subject }.into()
    } else {
        BrokenChainFile { subject }.into()
    };
    Refusal::new(finding, TEXT)
}

/// Puts quotes to a refusal.
pub(super) fn quoted(refusal: Refusal, quotes: impl FnOnce(String) -> Vec<Quote>) -> Finding {
    let (finding, text) = *refusal.0;
    finding.quoting(quotes(text))
}
