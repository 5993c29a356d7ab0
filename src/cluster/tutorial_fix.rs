//! What a preset is about, and what the tutorial behind it did wrong that quorate doesn't.
//!
//! The sentences stand in the text catalogue: `preset.NAME` with `.certificates`, `.units` and
//! `.special`, and `fixed.NAME.N` with `.source`.

use serde::Serialize;

use super::ca_source::KeyOrigin;
use super::plan::Plan;
use super::preset::Preset;
use super::{CertificateLayout, Placement};

/// A mistake of the tutorial that a layout comes from, and what is done instead.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct TutorialFix {
    /// What it does, what comes of it, and what quorate does instead.
    pub text: &'static str,
    /// Where the fact comes from.
    pub source: &'static str,
}

/// Whether what the sentence says of the bundle holds for a plan.
type Holds = fn(&Plan) -> bool;

/// For each sentence of a preset, in order, when it is true.
fn conditions(preset: Preset) -> &'static [Holds] {
    match preset {
        Preset::Recommended => &[],
        Preset::PerNode => {
            &[server_keys_serve_gateways, ends_in_time, keys_stay_here, names_no_place, always]
        }
        Preset::ExistingCa => {
            &[|plan| !plan.plain_http_on_loopback, always, always, has_own_token, always]
        }
        Preset::SingleHost => &[
            always,
            starts_together,
            own_units,
            |plan| plan.certificates.arrangement == CertificateLayout::ServerAndPeer,
            always,
            has_own_token,
        ],
        Preset::SharedCertificate => &[
            always,
            always,
            |plan| plan.members.size().tolerance() > 0,
            |plan| plan.clients.iter().next().is_some(),
            always,
            has_own_token,
        ],
        Preset::SharedServer => &[
            server_keys_serve_gateways,
            ends_in_time,
            |plan| plan.certificates.arrangement == CertificateLayout::SharedServer,
            always,
            |plan| plan.further_files.trials,
            always,
            has_own_token,
        ],
    }
}

fn always(_: &Plan) -> bool {
    true
}

fn server_keys_serve_gateways(plan: &Plan) -> bool {
    !plan.certificates.trust.needs_gateway_certificate()
}

fn ends_in_time(plan: &Plan) -> bool {
    plan.certificates.ca_source.makes_authority()
}

fn keys_stay_here(plan: &Plan) -> bool {
    plan.certificates.member_keys == KeyOrigin::Here
}

fn names_no_place(plan: &Plan) -> bool {
    let subject = &plan.certificates.subject;
    subject.state.is_none() && subject.locality.is_none()
}

fn has_own_token(plan: &Plan) -> bool {
    !plan.cluster_token.as_str().starts_with("etcd-cluster")
}

fn starts_together(plan: &Plan) -> bool {
    plan.members.size().members() > 1
}

fn own_units(plan: &Plan) -> bool {
    plan.placement == Placement::SharedHost
}

/// What a preset is, in one line.
pub fn about(preset: Preset) -> &'static str {
    crate::text::find(&format!("preset-{preset}")).unwrap_or_default()
}

/// What is to be said of a preset's `certificates`, its `units`, or what is `special` about it.
pub fn fact(preset: Preset, part: &str) -> Option<&'static str> {
    crate::text::find(&format!("preset-{preset}.{part}"))
}

/// Everything that is fixed in a preset as it stands.
pub fn all(preset: Preset) -> Vec<TutorialFix> {
    (1..=conditions(preset).len()).map(|number| fixes(preset, number)).collect()
}

/// What is fixed in a plan: what its preset fixes, as far as that still holds for it.
pub fn applied_to(plan: &Plan) -> Vec<TutorialFix> {
    let conditions = (1..).zip(conditions(plan.preset));
    let holding = conditions.filter(|(_, holds)| holds(plan));
    holding.map(|(number, _)| fixes(plan.preset, number)).collect()
}

fn fixes(preset: Preset, number: usize) -> TutorialFix {
    let find = |key: String| crate::text::find(&key).unwrap_or_default();
    TutorialFix {
        text: find(format!("fixed-{preset}-{number}")),
        source: find(format!("fixed-{preset}-{number}.source")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answers::{Answers, members_from_pattern};

    fn plan_of(preset: Preset) -> Plan {
        let mut answers = Answers::from_preset(preset);
        answers.set_token_suffix([1, 2, 3, 4]);
        if preset != Preset::SingleHost {
            let size = answers.size();
            let rows = members_from_pattern(&format!("node-{{1..{size}}}"), "10.0.0.1+").unwrap();
            answers.fill_members(rows);
        }
        answers.plan().unwrap()
    }

    #[test]
    fn every_preset_has_its_sentences_and_all_hold_where_nothing_is_changed() {
        for preset in Preset::ALL {
            assert!(!about(preset).is_empty() && about(preset).len() <= 59, "{preset}");
            for part in ["certificates", "units", "special"] {
                assert!(fact(preset, part).is_some(), "{preset}.{part}");
            }
            let all = all(preset);
            assert_eq!(all.is_empty(), preset == Preset::Recommended, "{preset}");
            assert!(
                all.iter().all(|one| !one.text.is_empty() && !one.source.is_empty()),
                "{preset}"
            );
            let one_more = format!("fixed-{preset}-{}", all.len() + 1);
            assert_eq!(crate::text::find(&one_more), None, "a sentence without its condition");
            assert_eq!(applied_to(&plan_of(preset)), all, "{preset}");
        }
    }

    #[test]
    fn what_a_change_makes_untrue_is_not_said() {
        let mut plan = plan_of(Preset::ExistingCa);
        plan.plain_http_on_loopback = true;
        assert!(applied_to(&plan).iter().all(|one| !one.text.contains("http://127.0.0.1")));
        let mut plan = plan_of(Preset::PerNode);
        plan.certificates.subject.locality = Some("Kyiv".parse().unwrap());
        assert_eq!(applied_to(&plan).len(), all(Preset::PerNode).len() - 1);
    }
}
