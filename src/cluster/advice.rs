//! What is legal and yet unwise: advice on a plan, each with its code, its severity and its facts.
//!
//! The sentences stand in the text catalogue under `advice.CODE` (what and why) and
//! `advice.CODE.source` (where the fact comes from).

use super::ca_layout::Gateway;
use super::ca_source::{CaSource, KeyOrigin};
use super::certificate_layout::CertificateLayout;
use super::hardware::Hardware;
use super::host::San;
use super::placement::Placement;
use super::plan::Plan;
use super::unit_form::UnitForm;
use super::version::EtcdVersion;

/// How much an advice matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Good to know.
    Note,
    /// It works, and will hurt.
    Warning,
    /// It will not do what it is meant to.
    Danger,
}

/// One advice: a stable code, a severity, and the facts its sentence is filled with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Advice {
    /// Stable, kebab-case; the key of its sentences.
    pub code: &'static str,
    /// How much it matters.
    pub severity: Severity,
    /// Values for the `{name}`s of its sentence.
    pub facts: Vec<(&'static str, String)>,
}

impl Advice {
    pub(crate) fn new(severity: Severity, code: &'static str) -> Self {
        Self { code, severity, facts: Vec::new() }
    }

    /// The advice as sentences, filled with its facts.
    pub fn text(&self) -> String {
        let values: Vec<(&str, &dyn std::fmt::Display)> = self
            .facts
            .iter()
            .map(|(name, value)| (*name, value as &dyn std::fmt::Display))
            .collect();
        crate::text::fill(&format!("advice-{}", self.code), &values)
    }

    /// Where the fact behind it comes from.
    pub fn source(&self) -> String {
        let values: Vec<(&str, &dyn std::fmt::Display)> = self
            .facts
            .iter()
            .map(|(name, value)| (*name, value as &dyn std::fmt::Display))
            .collect();
        crate::text::fill(&format!("advice-{}.source", self.code), &values)
    }

    pub(crate) fn with(mut self, name: &'static str, value: impl std::fmt::Display) -> Self {
        self.facts.push((name, value.to_string()));
        self
    }
}

/// Returns all advice on a plan, the gravest first.
pub fn advise(plan: &Plan) -> Vec<Advice> {
    let mut advice = Vec::new();
    on_size(plan, &mut advice);
    on_members(plan, &mut advice);
    on_hardware(plan, &mut advice);
    on_directories(plan, &mut advice);
    on_timing(plan, &mut advice);
    on_certificates(plan, &mut advice);
    on_version(plan, &mut advice);
    on_unit_form(plan, &mut advice);
    on_layout(plan, &mut advice);
    on_custody(plan, &mut advice);
    advice.sort_by_key(|advice| std::cmp::Reverse(advice.severity));
    advice
}

fn on_size(plan: &Plan, advice: &mut Vec<Advice>) {
    let size = plan.members.size();
    let members = size.members();
    let about = |severity, code| {
        Advice::new(severity, code)
            .with("members", members)
            .with("majority", size.majority())
            .with("tolerance", size.tolerance())
    };
    match members {
        1 => advice.push(about(Severity::Warning, "single-member")),
        2 => advice.push(about(Severity::Danger, "two-members")),
        _ if size.is_even() => {
            advice.push(about(Severity::Warning, "even-size").with("fewer", members - 1));
        }
        _ => {}
    }
    if members > 9 {
        advice.push(about(Severity::Danger, "far-too-many-members"));
    } else if members > 7 {
        advice.push(about(Severity::Warning, "too-many-members"));
    }
}

fn on_members(plan: &Plan, advice: &mut Vec<Advice>) {
    let several = plan.members.size().members() > 1;
    let loopback = plan.members.iter().filter(|member| member.address.ip().is_loopback()).count();
    let is_lab = plan.placement == Placement::SharedHost;
    if several && loopback > 0 && !is_lab {
        advice.push(Advice::new(Severity::Danger, "loopback-members").with("count", loopback));
    }
    let families = plan.members.iter().filter(|member| member.address.ip().is_ipv6()).count();
    if families > 0 && families < plan.members.size().members() {
        advice.push(Advice::new(Severity::Warning, "mixed-address-families"));
    }
    for member in &plan.members {
        if let Some(wildcard) = member.extra_sans.iter().find(|san| san.is_wildcard()) {
            advice.push(
                Advice::new(Severity::Warning, "wildcard-san")
                    .with("member", &member.name)
                    .with("san", wildcard),
            );
        }
        if member.dns_names.iter().any(|name| name.as_str() == "localhost") {
            advice.push(
                Advice::new(Severity::Warning, "localhost-name").with("member", &member.name),
            );
        }
    }
    let arrangement = plan.certificates.arrangement;
    if !matches!(arrangement, CertificateLayout::Shared | CertificateLayout::SharedServer) {
        on_foreign_sans(plan, advice);
    }
    if plan.clients.iter().next().is_none() {
        advice.push(Advice::new(Severity::Warning, "no-clients"));
    }
    if is_common(plan.cluster_token.as_str()) {
        advice.push(
            Advice::new(Severity::Warning, "common-token").with("token", &plan.cluster_token),
        );
    }
}

/// Whether a token is the default, or one of the tutorials' `etcd-cluster-0`, `etcd-cluster-1`, ….
fn is_common(token: &str) -> bool {
    token.strip_prefix("etcd-cluster").is_some_and(|rest| {
        rest.is_empty()
            || rest.strip_prefix('-').is_some_and(|number| {
                number.len() < 3 && number.chars().all(|digit| digit.is_ascii_digit())
            })
    })
}

/// Names and addresses of another member in a member's own SANs: a slip of copying, or a habit (one
/// certificate for all) that lets each member pose as the other.
fn on_foreign_sans(plan: &Plan, advice: &mut Vec<Advice>) {
    for member in &plan.members {
        for other in plan.members.iter().filter(|other| other.name != member.name) {
            let address = San::from(other.address);
            let name = other.dns_names.iter().find(|name| member.dns_names.contains(name));
            let san = if member.extra_sans.contains(&address) {
                Some(address.to_string())
            } else {
                name.map(ToString::to_string)
            };
            if let Some(san) = san {
                advice.push(
                    Advice::new(Severity::Warning, "foreign-san")
                        .with("member", &member.name)
                        .with("other", &other.name)
                        .with("san", san),
                );
            }
        }
    }
}

fn on_hardware(plan: &Plan, advice: &mut Vec<Advice>) {
    const WARNED_BY_ETCD: u64 = 8 * 1024;
    let figures = plan.hardware.figures(plan.etcd_version);
    let quota = figures.quota_megabytes;
    if quota.count() > WARNED_BY_ETCD {
        advice.push(Advice::new(Severity::Warning, "quota-over-8-gib").with("quota", quota));
    }
    if quota.count() > u64::from(figures.memory_gigabytes) * 1024 {
        advice.push(
            Advice::new(Severity::Warning, "quota-over-memory")
                .with("quota", quota)
                .with("memory", figures.memory_gigabytes),
        );
    }
    if let Hardware::Custom(figures) = plan.hardware
        && figures.sequential_iops < 50
    {
        advice.push(
            Advice::new(Severity::Warning, "slow-disk").with("iops", figures.sequential_iops),
        );
    }
}

fn on_directories(plan: &Plan, advice: &mut Vec<Advice>) {
    let install = &plan.install;
    let kept = [Some(install.data_directory()), install.wal_directory()].into_iter().flatten();
    for path in kept.chain([install.configuration_directory()]).filter(|path| path.is_volatile()) {
        advice.push(Advice::new(Severity::Danger, "volatile-directory").with("path", path));
    }
}

fn on_timing(plan: &Plan, advice: &mut Vec<Advice>) {
    let timing = plan.timing;
    if timing.election().count() < timing.round_trip().count().saturating_mul(10) {
        advice.push(
            Advice::new(Severity::Warning, "election-below-10-round-trips")
                .with("election", timing.election())
                .with("round_trip", timing.round_trip()),
        );
    }
    if timing.heartbeat().count().saturating_mul(2) < timing.round_trip().count() {
        advice.push(
            Advice::new(Severity::Warning, "heartbeat-below-round-trip")
                .with("heartbeat", timing.heartbeat())
                .with("round_trip", timing.round_trip()),
        );
    }
    if timing.election().count() > 10_000 {
        advice
            .push(Advice::new(Severity::Note, "slow-election").with("election", timing.election()));
    }
}

fn on_certificates(plan: &Plan, advice: &mut Vec<Advice>) {
    const FIVE_YEARS: u32 = 5 * 365;
    let settings = &plan.certificates;
    let (leaf, authority) = (settings.lifetimes.leaf(), settings.lifetimes.authority());
    if leaf.count() > FIVE_YEARS {
        advice.push(Advice::new(Severity::Warning, "long-lived-leaves").with("days", leaf));
    } else if leaf.count() < 7 {
        advice.push(Advice::new(Severity::Warning, "short-lived-leaves").with("days", leaf));
    }
    if leaf == authority {
        advice.push(Advice::new(Severity::Warning, "leaves-end-with-authority").with("days", leaf));
    }
    match settings.algorithm {
        super::KeyAlgorithm::Rsa2048 => advice.push(Advice::new(Severity::Note, "rsa-2048")),
        super::KeyAlgorithm::Rsa4096 => advice.push(Advice::new(Severity::Note, "rsa-4096")),
        super::KeyAlgorithm::Ed25519 => advice.push(Advice::new(Severity::Note, "ed25519")),
        _ => {}
    }
}

fn on_version(plan: &Plan, advice: &mut Vec<Advice>) {
    if plan.etcd_version == EtcdVersion::V3_4 {
        let version = plan.etcd_version;
        advice.push(Advice::new(Severity::Warning, "old-version").with("version", version));
    }
}

fn on_unit_form(plan: &Plan, advice: &mut Vec<Advice>) {
    if plan.unit_form == UnitForm::ConfigFile {
        advice.push(Advice::new(Severity::Note, "config-file-passes-over"));
    }
}

/// What the choice of certificates and machines costs.
fn on_layout(plan: &Plan, advice: &mut Vec<Advice>) {
    let members = plan.members.size().members();
    if plan.placement == Placement::SharedHost && members > 1 {
        advice.push(Advice::new(Severity::Warning, "shared-host").with("members", members));
    }
    if plan.plain_http_on_loopback {
        advice.push(Advice::new(Severity::Danger, "plain-http"));
    }
    match plan.certificates.arrangement {
        CertificateLayout::Shared if members > 1 => {
            advice.push(Advice::new(Severity::Warning, "shared-key"));
        }
        CertificateLayout::SharedServer if members > 1 => {
            advice.push(Advice::new(Severity::Warning, "shared-server-key"));
        }
        _ => {}
    }
    if plan.certificates.trust.gateway(plan.etcd_version) == Gateway::Off {
        let version = plan.etcd_version;
        advice.push(Advice::new(Severity::Note, "gateway-off").with("version", version));
    }
}

/// What follows from where keys are.
fn on_custody(plan: &Plan, advice: &mut Vec<Advice>) {
    match plan.certificates.ca_source {
        CaSource::Made | CaSource::Encrypted => {}
        CaSource::Imported => advice.push(Advice::new(Severity::Warning, "imported-ca")),
        CaSource::Elsewhere => advice.push(Advice::new(Severity::Note, "ca-elsewhere")),
    }
    if plan.certificates.member_keys == KeyOrigin::Member {
        advice.push(Advice::new(Severity::Note, "keys-on-members"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cluster::plan::tests::three_members;
    use crate::cluster::{Members, Timing};

    fn codes(plan: &Plan) -> Vec<&'static str> {
        advise(plan).into_iter().map(|advice| advice.code).collect()
    }

    fn sized(members: usize) -> Plan {
        let mut plan = three_members();
        let template = plan.members.iter().next().unwrap().clone();
        let members = (1..=members)
            .map(|n| crate::cluster::Member {
                name: format!("m{n}").parse().unwrap(),
                address: format!("10.0.0.{n}").parse().unwrap(),
                dns_names: Vec::new(),
                ..template.clone()
            })
            .collect();
        plan.members = Members::new(members).unwrap();
        plan
    }

    #[test]
    fn the_recommended_plan_needs_no_advice() {
        assert_eq!(codes(&three_members()), Vec::<&str>::new());
    }

    #[test]
    fn sizes_are_judged() {
        for (members, expected) in [
            (1, vec!["single-member"]),
            (2, vec!["two-members"]),
            (4, vec!["even-size"]),
            (5, vec![]),
            (7, vec![]),
            (8, vec!["even-size", "too-many-members"]),
            (9, vec!["too-many-members"]),
            (11, vec!["far-too-many-members"]),
        ] {
            assert_eq!(codes(&sized(members)), expected, "{members} members");
        }
    }

    #[test]
    fn loopback_members_and_known_tokens_are_named() {
        let json = three_members()
            .to_json()
            .replace("10.0.0.1", "127.0.0.1")
            .replace("production-7f3a9c1e", "etcd-cluster-0");
        let plan = Plan::from_json(json.as_bytes()).unwrap();
        assert_eq!(codes(&plan), ["loopback-members", "common-token"]);
    }

    #[test]
    fn another_members_names_and_volatile_directories_are_named() {
        let json = three_members()
            .to_json()
            .replace("\"etcd-2.example.com\"", "\"etcd-2.example.com\", \"etcd-1\"")
            .replace("/var/lib/etcd", "/tmp/etcd");
        let plan = Plan::from_json(json.as_bytes()).unwrap();
        assert_eq!(codes(&plan), ["volatile-directory", "foreign-san", "foreign-san"]);
    }

    #[test]
    fn a_config_file_comes_with_a_word_on_what_etcd_passes_over() {
        let codes = UnitForm::ALL.map(|unit_form| codes(&Plan { unit_form, ..three_members() }));
        assert_eq!(codes, [vec![], vec![], vec!["config-file-passes-over"]]);
    }

    #[test]
    fn each_layout_is_told_what_it_costs() {
        use crate::cluster::CaLayout;
        let with = |change: fn(&mut Plan)| {
            let mut plan = three_members();
            change(&mut plan);
            codes(&plan)
        };
        assert_eq!(with(|plan| plan.plain_http_on_loopback = true), ["plain-http"]);
        assert_eq!(with(|plan| plan.certificates.ca_source = CaSource::Imported), ["imported-ca"]);
        assert_eq!(
            with(|plan| plan.certificates.ca_source = CaSource::Elsewhere),
            ["ca-elsewhere"]
        );
        assert_eq!(with(|plan| plan.certificates.ca_source = CaSource::Encrypted), [""; 0]);
        let on_members = with(|plan| plan.certificates.member_keys = KeyOrigin::Member);
        assert_eq!(on_members, ["keys-on-members"]);
        assert_eq!(with(|plan| plan.certificates.trust = CaLayout::Separate), [""; 0]);
        let old = with(|plan| {
            plan.certificates.trust = CaLayout::Separate;
            plan.etcd_version = EtcdVersion::V3_4;
        });
        assert_eq!(old, ["old-version", "gateway-off"]);
    }

    #[test]
    fn members_that_share_are_told_what_they_share() {
        let mut lab = three_members();
        let json = lab.to_json().replace("\"10.0.0.2\"", "\"127.0.0.1\"");
        assert_eq!(codes(&Plan::from_json(json.as_bytes()).unwrap()), ["loopback-members"]);
        lab.placement = Placement::SharedHost;
        assert_eq!(codes(&lab), ["shared-host"]);
        let named_twice = |arrangement| {
            let json = three_members()
                .to_json()
                .replace("\"etcd-2.example.com\"", "\"etcd-2.example.com\", \"etcd-1\"");
            let mut plan = Plan::from_json(json.as_bytes()).unwrap();
            plan.certificates.arrangement = arrangement;
            codes(&plan)
        };
        assert_eq!(named_twice(CertificateLayout::PerMember), ["foreign-san", "foreign-san"]);
        assert_eq!(named_twice(CertificateLayout::SharedServer), ["shared-server-key"]);
        assert_eq!(named_twice(CertificateLayout::Shared), ["shared-key"]);
    }

    #[test]
    fn timing_is_held_against_the_round_trip() {
        let mut plan = three_members();
        let ms = |n: u64| n.try_into().unwrap();
        plan.timing = Timing::new(ms(300), ms(100), ms(1000)).unwrap();
        assert_eq!(codes(&plan), ["election-below-10-round-trips", "heartbeat-below-round-trip"]);
    }

    #[test]
    fn every_advice_has_its_sentence_and_its_source() {
        let source = include_str!("advice.rs");
        let codes = source.split("Severity::").filter_map(|rest| {
            let rest = rest.split_once(", \"")?.1;
            rest.split_once('"').map(|(code, _)| code)
        });
        let mut seen = 0;
        for code in codes.filter(|code| {
            !code.starts_with("advice-") && (code.contains('-') || code.starts_with("ed"))
        }) {
            seen += 1;
            assert!(crate::text::find(&format!("advice-{code}")).is_some(), "advice-{code}");
            assert!(
                crate::text::find(&format!("advice-{code}.source")).is_some(),
                "advice-{code}.source"
            );
        }
        assert!(seen >= 20, "only {seen} codes were found in the source");
    }
}
