//! Certificate policies (RFC 5280 §6.1), which Go follows since 1.24: they end a handshake only where a
//! certificate demands one.

use super::facts::CertificateFacts;

/// What a certificate says of policies.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Policies {
    /// Its policies, as bytes of OBJECT IDENTIFIERs.
    pub(super) own: Vec<Vec<u8>>,
    /// Whether it maps policies to others.
    pub(super) has_mappings: bool,
    /// How many more certificates may follow before a policy must hold.
    pub(super) requires: Option<u64>,
    /// How many more certificates may follow before `anyPolicy` no longer counts.
    pub(super) inhibits_any: Option<u64>,
}

/// What becomes of a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Answer {
    Valid,
    Invalid,
    /// It maps policies, which isn't followed here.
    Unknown,
}

const ANY: &[u8] = &[0x55, 0x1D, 32, 0];

/// Whether a path, leaf first and its anchor last, requires a policy that it doesn't hold.
pub(in crate::pki) fn lacks_policy(path: &[&CertificateFacts]) -> bool {
    judge(path) == Answer::Invalid
}

/// Judges a path, leaf first, its anchor last.
pub(super) fn judge(path: &[&CertificateFacts]) -> Answer {
    let [leaf, above @ .., _] = path else { return Answer::Valid };
    let demanding = |one: &&CertificateFacts| one.policies.requires.is_some();
    if !demanding(leaf) && !above.iter().any(demanding) {
        return Answer::Valid;
    }
    if above.iter().any(|one| one.policies.has_mappings) {
        return Answer::Unknown;
    }
    let all = u64::try_from(path.len()).unwrap_or(u64::MAX);
    let (mut explicit, mut inhibit) = (all, all);
    // The policies that hold so far; none at all once a certificate names none.
    let mut held = Some(vec![ANY.to_vec()]);
    for one in above.iter().rev().chain([leaf]) {
        let is_leaf = one == leaf;
        let own = &one.policies.own;
        if own.is_empty() {
            held = None;
        }
        if explicit == 0 && held.is_none() {
            return Answer::Invalid;
        }
        held = held.map(|held| {
            let holds_any = held.iter().any(|policy| policy == ANY);
            let named = own.iter().filter(|policy| *policy != ANY);
            let mut next: Vec<Vec<u8>> =
                named.filter(|policy| holds_any || held.contains(policy)).cloned().collect();
            let any_counts = inhibit > 0 || !is_leaf && one.names_itself();
            if any_counts && own.iter().any(|policy| policy == ANY) {
                next.extend(held);
            }
            next
        });
        if !is_leaf {
            if !one.names_itself() {
                explicit = explicit.saturating_sub(1);
                inhibit = inhibit.saturating_sub(1);
            }
            explicit = explicit.min(one.policies.requires.unwrap_or(u64::MAX));
            inhibit = inhibit.min(one.policies.inhibits_any.unwrap_or(u64::MAX));
        }
    }
    let is_demanded = explicit <= 1 || leaf.policies.requires == Some(0);
    if is_demanded && held.is_none_or(|held| held.is_empty()) {
        return Answer::Invalid;
    }
    Answer::Valid
}
