//! What is legal in a plan and yet unwise: findings over the plan alone, before there is anything else to judge.

mod identity;

use crate::cluster::{
    CaSource, CertificateLayout, Gateway, Hardware, KeyAlgorithm, KeyOrigin, Placement, Plan, San,
    UnitForm,
};
use crate::etcd::{self, Release};
use crate::finding::Finding;
use crate::finding::rules::members::CommonToken;
use crate::finding::rules::plan::{
    CaElsewhere, ConfigFilePassesOver, Ed25519, ElectionBelow10RoundTrips, EvenSize,
    FarTooManyMembers, ForeignSan, GatewayOff, HeartbeatBelowRoundTrip, ImportedCa, KeysOnMembers,
    LeavesEndWithAuthority, LocalhostName, LongLivedLeaves, LoopbackMembers, MixedAddressFamilies,
    NoClients, QuotaOver8Gib, QuotaOverMemory, Rsa2048, Rsa4096, SharedHost, SharedKey,
    SharedServerKey, ShortLivedLeaves, SingleMember, SlowDisk, SlowElection, TooManyMembers,
    TwoMembers, VolatileDirectory, WildcardSan,
};
use crate::finding::rules::tls::PlainHttpLoopback;

pub(crate) use identity::identities;

/// Returns all advice on a plan, most serious first.
pub fn advise(plan: &Plan) -> Vec<Finding> {
    advise_for(plan, plan.etcd_version.into())
}

/// The same for members that run this release of the plan's series.
pub fn advise_for(plan: &Plan, release: Release) -> Vec<Finding> {
    let mut advice = Vec::new();
    on_size(plan, &mut advice);
    on_members(plan, &mut advice);
    on_wildcards(plan, &mut advice);
    advice.extend(identities(plan));
    on_hardware(plan, &mut advice);
    on_directories(plan, &mut advice);
    on_timing(plan, &mut advice);
    on_certificates(plan, &mut advice);
    advice.extend(etcd::faults(release));
    on_unit_form(plan, &mut advice);
    on_layout(plan, &mut advice);
    on_ca_source(plan, &mut advice);
    advice.sort_by_key(|advice| std::cmp::Reverse(advice.severity()));
    advice
}

fn on_size(plan: &Plan, advice: &mut Vec<Finding>) {
    let size = plan.members.size();
    let members = size.members();
    let (majority, tolerance) = (size.majority(), size.tolerance());
    match members {
        1 => advice.push(SingleMember {}.into()),
        2 => advice.push(TwoMembers {}.into()),
        _ if size.is_even() => {
            advice.push(EvenSize { members, tolerance, fewer: members - 1 }.into());
        }
        _ => {}
    }
    if members > 9 {
        advice.push(FarTooManyMembers { members, majority }.into());
    } else if members > 7 {
        advice.push(TooManyMembers { members, majority }.into());
    }
}

fn on_members(plan: &Plan, advice: &mut Vec<Finding>) {
    let several = plan.members.size().members() > 1;
    let loopback = plan.members.iter().filter(|member| member.address.ip().is_loopback()).count();
    let is_lab = plan.placement == Placement::SharedHost;
    if several && loopback > 0 && !is_lab {
        advice.push(LoopbackMembers { count: loopback }.into());
    }
    let families = plan.members.iter().filter(|member| member.address.ip().is_ipv6()).count();
    if families > 0 && families < plan.members.size().members() {
        advice.push(MixedAddressFamilies {}.into());
    }
    for member in &plan.members {
        if member.dns_names.iter().any(|name| name.as_str() == "localhost") {
            advice.push(LocalhostName { member: member.name.to_string() }.into());
        }
    }
    let arrangement = plan.certificates.arrangement;
    if !matches!(arrangement, CertificateLayout::Shared | CertificateLayout::SharedServer) {
        on_foreign_sans(plan, advice);
    }
    if plan.clients.iter().next().is_none() {
        advice.push(NoClients {}.into());
    }
    if is_common(plan.cluster_token.as_str()) {
        advice.push(CommonToken { token: plan.cluster_token.to_string() }.into());
    }
}

/// Wildcards, of one member or of all.
fn on_wildcards(plan: &Plan, advice: &mut Vec<Finding>) {
    let of_all = &plan.certificates.server_sans;
    let own = plan.members.iter().flat_map(|member| &member.extra_sans);
    for san in of_all.iter().chain(own).filter(|san| san.is_wildcard()) {
        let holders = plan.members.iter();
        let holders = holders.filter(|one| of_all.contains(san) || one.extra_sans.contains(san));
        let members = holders.map(|one| one.name.to_string()).collect();
        let found: Finding = WildcardSan { members, san: san.to_string() }.into();
        if !advice.contains(&found) {
            advice.push(found);
        }
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
fn on_foreign_sans(plan: &Plan, advice: &mut Vec<Finding>) {
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
                    ForeignSan {
                        member: member.name.to_string(),
                        other: other.name.to_string(),
                        san,
                    }
                    .into(),
                );
            }
        }
    }
}

fn on_hardware(plan: &Plan, advice: &mut Vec<Finding>) {
    const WARNED_BY_ETCD: u64 = 8 * 1024;
    let figures = plan.hardware.figures(plan.etcd_version);
    let quota = figures.quota_megabytes;
    if quota.count() > WARNED_BY_ETCD {
        advice.push(QuotaOver8Gib { quota: quota.to_string() }.into());
    }
    if quota.count() > u64::from(figures.memory_gigabytes) * 1024 {
        advice.push(
            QuotaOverMemory {
                quota: quota.to_string(),
                memory: u64::from(figures.memory_gigabytes),
            }
            .into(),
        );
    }
    if let Hardware::Custom(figures) = plan.hardware
        && figures.sequential_iops < 50
    {
        advice.push(SlowDisk { iops: u64::from(figures.sequential_iops) }.into());
    }
}

fn on_directories(plan: &Plan, advice: &mut Vec<Finding>) {
    let install = &plan.install;
    let kept = [Some(install.data_directory()), install.wal_directory()].into_iter().flatten();
    for path in kept.chain([install.configuration_directory()]).filter(|path| path.is_volatile()) {
        advice.push(VolatileDirectory { path: path.to_string() }.into());
    }
}

fn on_timing(plan: &Plan, advice: &mut Vec<Finding>) {
    let timing = plan.timing;
    if timing.election().count() < timing.round_trip().count().saturating_mul(10) {
        advice.push(
            ElectionBelow10RoundTrips {
                election: timing.election().count().into(),
                round_trip: timing.round_trip().count().into(),
            }
            .into(),
        );
    }
    if timing.heartbeat().count().saturating_mul(2) < timing.round_trip().count() {
        advice.push(
            HeartbeatBelowRoundTrip {
                heartbeat: timing.heartbeat().count().into(),
                round_trip: timing.round_trip().count().into(),
            }
            .into(),
        );
    }
    if timing.election().count() > 10_000 {
        advice.push(SlowElection { election: timing.election().count().into() }.into());
    }
}

fn on_certificates(plan: &Plan, advice: &mut Vec<Finding>) {
    const FIVE_YEARS: u32 = 5 * 365;
    let settings = &plan.certificates;
    let (leaf, authority) = (settings.lifetimes.leaf(), settings.lifetimes.authority());
    if leaf.count() > FIVE_YEARS {
        advice.push(LongLivedLeaves { days: u64::from(leaf.count()) }.into());
    } else if leaf.count() < 7 {
        advice.push(ShortLivedLeaves { days: u64::from(leaf.count()) }.into());
    }
    if leaf == authority {
        advice.push(LeavesEndWithAuthority { days: u64::from(leaf.count()) }.into());
    }
    match settings.algorithm {
        KeyAlgorithm::Rsa2048 => advice.push(Rsa2048 {}.into()),
        KeyAlgorithm::Rsa4096 => advice.push(Rsa4096 {}.into()),
        KeyAlgorithm::Ed25519 => advice.push(Ed25519 {}.into()),
        _ => {}
    }
}

fn on_unit_form(plan: &Plan, advice: &mut Vec<Finding>) {
    if plan.unit_form == UnitForm::ConfigFile {
        advice.push(ConfigFilePassesOver {}.into());
    }
}

/// What the choice of certificates and machines costs.
fn on_layout(plan: &Plan, advice: &mut Vec<Finding>) {
    let members = plan.members.size().members();
    if plan.placement == Placement::SharedHost && members > 1 {
        advice.push(SharedHost { members }.into());
    }
    if plan.plain_http_on_loopback {
        advice.push(
            PlainHttpLoopback {
                setting: "listen-client-urls".into(),
                url: "http://127.0.0.1".into(),
            }
            .into(),
        );
    }
    match plan.certificates.arrangement {
        CertificateLayout::Shared if members > 1 => {
            advice.push(SharedKey {}.into());
        }
        CertificateLayout::SharedServer if members > 1 => {
            advice.push(SharedServerKey {}.into());
        }
        _ => {}
    }
    if plan.certificates.trust.gateway(plan.etcd_version) == Gateway::Off {
        let version = plan.etcd_version;
        advice.push(GatewayOff { version: version.to_string() }.into());
    }
}

/// What follows from where keys are.
fn on_ca_source(plan: &Plan, advice: &mut Vec<Finding>) {
    match plan.certificates.ca_source {
        CaSource::Made | CaSource::Encrypted => {}
        CaSource::Imported => advice.push(ImportedCa {}.into()),
        CaSource::Elsewhere => advice.push(CaElsewhere {}.into()),
    }
    if plan.certificates.member_keys == KeyOrigin::Member {
        advice.push(KeysOnMembers {}.into());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cluster::EtcdVersion;
    use crate::cluster::plan::tests::three_members;
    use crate::cluster::{Members, Timing};

    fn codes(plan: &Plan) -> Vec<&'static str> {
        advise(plan).into_iter().map(|advice| advice.code()).collect()
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
        assert_eq!(codes(&plan), ["foreign-san", "foreign-san", "volatile-directory"]);
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
        assert_eq!(with(|plan| plan.plain_http_on_loopback = true), ["plain-http-loopback"]);
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
        assert_eq!(old, ["out-of-support", "gateway-off"]);
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
}
