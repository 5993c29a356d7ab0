//! The plans that presets start as.

use quorate::answers::{Answers, MemberRow, members_from_pattern};
use quorate::cluster::{Authority, CaLayout, CertificateLayout, Plan, Preset};

/// What a preset makes of three members, the lab of its own, without further answers.
#[track_caller]
pub fn plan_of(preset: Preset) -> Plan {
    let mut answers = Answers::from_preset(preset);
    answers.set_token_suffix([1, 2, 3, 4]);
    if answers.members().all(|row| *row == MemberRow::BLANK) {
        answers.fill_members(members_from_pattern("etcd-{1..3}", "10.0.0.1+").unwrap());
    }
    answers.plan().unwrap_or_else(|problems| panic!("{preset}: {problems:?}"))
}

/// Every trust layout with every arrangement that it takes.
pub fn combinations() -> Vec<(CaLayout, CertificateLayout)> {
    let one_signer = |trust: CaLayout| trust.signs_servers() == trust.signs_peers();
    let all = CaLayout::ALL.into_iter();
    all.flat_map(|trust| CertificateLayout::ALL.map(|arrangement| (trust, arrangement)))
        .filter(|(trust, arrangement)| !arrangement.is_dual_use() || one_signer(*trust))
        .collect()
}

/// The anchors that a trust layout has: what somebody trusts.
pub fn anchors(trust: CaLayout) -> Vec<Authority> {
    trust.authorities().iter().copied().filter(|one| one.anchor() == *one).collect()
}
