//! Authorities by themselves: what keeps one from signing leaves that Go takes.

use time::OffsetDateTime;

use super::path::{self, Purpose, Refusal, quoted};
use super::{PresentedChain, Role, SOON, once};
use crate::etcd::Build;
use crate::finding::Finding;
use crate::finding::rules::chain::{AuthorityPurpose, PathLength};
use crate::finding::rules::files::NotJudged;
use crate::finding::rules::times::{ExpiresSoon, OutlivesAuthority};

/// Judges an authority that signs leaves of some roles: the first certificate, with what stands above it behind
/// it or among the anchors. Errors come first; nothing is quoted, for what is logged depends on the leaf.
pub fn judge_authority(
    presented: &PresentedChain,
    signs: &[Role],
    etcd: Build,
    at: Option<OffsetDateTime>,
) -> Vec<Finding> {
    let mut findings = presented.findings.clone();
    let Some(authority) = presented.chain.first() else { return findings };
    let above = presented.chain.iter().skip(1).chain(&presented.anchors);
    let mut refuse = |refusal: Option<Refusal>| {
        findings.extend(refusal.map(|refusal| quoted(refusal, |_| Vec::new())));
    };
    refuse(path::critical(authority).err());
    refuse(path::out_of_time(authority, at, true));
    refuse(path::may_sign(authority).err());
    // Its leaves have one more authority above them than it has.
    let mut way = vec![authority];
    while let Some(next) =
        way.last().and_then(|last| above.clone().find(|one| last.names(one) && !way.contains(one)))
    {
        let between = u64::try_from(way.len()).unwrap_or(u64::MAX);
        if next.path_length.is_some_and(|allowed| between > allowed) {
            refuse(Some(Refusal::new(PathLength { subject: next.subject.clone() }, "")));
        }
        way.push(next);
    }
    // Whom it signs for without anchors still depends on its own purposes.
    let alone = presented.trusting_itself();
    let whole = if presented.knows_anchors { presented } else { &alone };
    let mut not_judged = Vec::new();
    for purpose in purposes(signs) {
        if !path::allows(authority, purpose) {
            let (subject, purpose) = (authority.subject.clone(), purpose.usage());
            refuse(Some(Refusal::new(AuthorityPurpose { subject, purpose }, "")));
            continue;
        }
        let (answer, open) = path::verify(whole, purpose, etcd, at);
        refuse(answer.err());
        not_judged.extend(open);
    }
    findings.extend(not_judged.into_iter().map(|why| NotJudged { why }.into()));
    if let (Some(at), Some(end)) = (at, authority.end)
        && at <= end
        && end - at < SOON
    {
        let days = crate::pki::days_left(end, at).unsigned_abs();
        findings.push(ExpiresSoon { subject: authority.subject.clone(), days }.into());
    }
    if let Some(above) = authority.outlived(&above) {
        let (subject, issuer) = (authority.subject.clone(), above.subject.clone());
        findings.push(OutlivesAuthority { subject, issuer }.into());
    }
    once(findings)
}

/// What the leaves of some roles are shown as.
fn purposes(signs: &[Role]) -> impl Iterator<Item = Purpose> {
    let serves = signs.iter().any(|role| *role != Role::Client);
    let dials = signs.iter().any(|role| *role != Role::Server);
    [(serves, Purpose::Server), (dials, Purpose::Client)]
        .into_iter()
        .filter_map(|(is_asked, purpose)| is_asked.then_some(purpose))
}
