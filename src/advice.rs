//! What is legal in a plan and yet unwise: findings over the plan alone, before there is anything else to judge.

mod identity;

use crate::cluster::{
    CaSource, CertificateLayout, ClusterSize, Gateway, Hardware, KeyAlgorithm, KeyOrigin, Member,
    MemberAddress, Placement, Plan, San, ServiceUser, UnitForm,
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
    TwoMembers, UserWithPurpose, VolatileDirectory, WildcardSan,
};
use crate::finding::rules::tls::PlainHttpLoopback;
use crate::finding::rules::units::RunsAsRoot;

pub(crate) use identity::identities;

/// Returns all advice on a plan, most serious first.
pub fn advise(plan: &Plan) -> Vec<Finding> {
    advise_for(plan, plan.etcd_version.into())
}

/// The same for members that run this release of the plan's series.
pub fn advise_for(plan: &Plan, release: Release) -> Vec<Finding> {
    let mut advice = Advice { plan, findings: Vec::new() };
    advice.on_size();
    advice.on_members();
    advice.on_wildcards();
    advice.findings.extend(identities(plan));
    advice.findings.extend(account(plan.install.service_user()));
    advice.on_hardware();
    advice.on_directories();
    advice.on_timing();
    advice.on_certificates();
    advice.findings.extend(etcd::faults(release));
    advice.on_layout();
    advice.on_ca_source();
    let mut findings = advice.findings;
    findings.sort_by_key(|advice| std::cmp::Reverse(advice.severity()));
    findings
}

/// What is unwise about the account that etcd runs as.
pub(crate) fn account(user: &ServiceUser) -> Option<Finding> {
    let purpose = user.purpose()?;
    Some(match user.as_str() {
        "root" => RunsAsRoot {}.into(),
        user => UserWithPurpose { user: user.into(), purpose: purpose.to_string() }.into(),
    })
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

/// What is unwise about the size of a cluster.
pub(crate) fn size(size: ClusterSize) -> Vec<Finding> {
    let members = size.members();
    let (majority, tolerance) = (size.majority(), size.tolerance());
    let mut findings: Vec<Finding> = Vec::new();
    match members {
        1 => findings.push(SingleMember {}.into()),
        2 => findings.push(TwoMembers {}.into()),
        _ if size.is_even() => {
            findings.push(EvenSize { members, tolerance, fewer: members - 1 }.into());
        }
        _ => {}
    }
    if members > 9 {
        findings.push(FarTooManyMembers { members, majority }.into());
    } else if members > 7 {
        findings.push(TooManyMembers { members, majority }.into());
    }
    findings
}

/// The advice on a plan, as it is collected.
struct Advice<'a> {
    plan: &'a Plan,
    findings: Vec<Finding>,
}

impl Advice<'_> {
    fn add(&mut self, finding: impl Into<Finding>) {
        self.findings.push(finding.into());
    }

    fn on_size(&mut self) {
        self.findings.extend(size(self.plan.members.size()));
    }

    fn on_members(&mut self) {
        let plan = self.plan;
        let members = plan.members.size().members();
        let on_loopback = |one: &&Member| one.addresses().iter().any(|at| at.ip().is_loopback());
        let count = plan.members.iter().filter(on_loopback).count();
        let is_lab = plan.placement == Placement::SharedHost;
        if members > 1 && count > 0 && !is_lab {
            self.add(LoopbackMembers { count });
        }
        // One family has to reach all of them.
        let share_family = |addresses: &dyn Fn(&Member) -> Vec<MemberAddress>| {
            [false, true].into_iter().any(|is_ipv6| {
                let has =
                    |one: &Member| addresses(one).iter().any(|at| at.ip().is_ipv6() == is_ipv6);
                plan.members.iter().all(has)
            })
        };
        let of_clients = share_family(&|one| one.client_addresses().collect());
        if !of_clients || !share_family(&Member::peer_addresses) {
            self.add(MixedAddressFamilies {});
        }
        for member in &plan.members {
            if member.dns_names.iter().any(|name| name.as_str() == "localhost") {
                self.add(LocalhostName { member: member.name.to_string() });
            }
        }
        let arrangement = plan.certificates.arrangement;
        if !matches!(arrangement, CertificateLayout::Shared | CertificateLayout::SharedServer) {
            self.on_foreign_sans();
        }
        if plan.clients.iter().next().is_none() {
            self.add(NoClients {});
        }
        if is_common(plan.cluster_token.as_str()) {
            self.add(CommonToken { token: plan.cluster_token.to_string() });
        }
    }

    /// Wildcards, of one member or of all.
    fn on_wildcards(&mut self) {
        let of_all = &self.plan.certificates.server_sans;
        let own = self.plan.members.iter().flat_map(|member| &member.extra_sans);
        for san in of_all.iter().chain(own).filter(|san| san.is_wildcard()) {
            let holders = self.plan.members.iter();
            let holders =
                holders.filter(|one| of_all.contains(san) || one.extra_sans.contains(san));
            let members = holders.map(|one| one.name.to_string()).collect();
            let found: Finding = WildcardSan { members, san: san.to_string() }.into();
            if !self.findings.contains(&found) {
                self.add(found);
            }
        }
    }

    /// Names and addresses of another member in a member's own SANs: a slip of copying, or a habit (one
    /// certificate for all) that lets each member pose as the other.
    fn on_foreign_sans(&mut self) {
        let members = &self.plan.members;
        for member in members {
            for other in members.iter().filter(|other| other.name != member.name) {
                let addresses = other.addresses().into_iter().map(San::from);
                let address = addresses.into_iter().find(|one| member.extra_sans.contains(one));
                let name = other.dns_names.iter().find(|name| member.dns_names.contains(name));
                let san = if let Some(address) = address {
                    address.to_string()
                } else if let Some(name) = name {
                    name.to_string()
                } else {
                    continue;
                };
                let (member, other) = (member.name.to_string(), other.name.to_string());
                self.add(ForeignSan { member, other, san });
            }
        }
    }

    fn on_hardware(&mut self) {
        const WARNED_BY_ETCD: u64 = 8 * 1024;
        let figures = self.plan.hardware.figures(self.plan.etcd_version);
        let quota = figures.quota_megabytes;
        let memory = u64::from(figures.memory_gigabytes);
        if quota.count() > WARNED_BY_ETCD {
            self.add(QuotaOver8Gib { quota: quota.to_string() });
        }
        if quota.count() > memory * 1024 {
            self.add(QuotaOverMemory { quota: quota.to_string(), memory });
        }
        if let Hardware::Custom(figures) = self.plan.hardware
            && figures.sequential_iops < 50
        {
            self.add(SlowDisk { iops: u64::from(figures.sequential_iops) });
        }
    }

    fn on_directories(&mut self) {
        let install = &self.plan.install;
        let kept = [Some(install.data_directory()), install.wal_directory()].into_iter().flatten();
        let all = kept.chain([install.configuration_directory()]);
        for path in all.filter(|path| path.is_volatile()) {
            self.add(VolatileDirectory { path: path.to_string() });
        }
    }

    fn on_timing(&mut self) {
        let timing = self.plan.timing;
        let [election, heartbeat, round_trip] =
            [timing.election(), timing.heartbeat(), timing.round_trip()]
                .map(|one| u64::from(one.count()));
        if election < round_trip.saturating_mul(10) {
            self.add(ElectionBelow10RoundTrips { election, round_trip });
        }
        if heartbeat.saturating_mul(2) < round_trip {
            self.add(HeartbeatBelowRoundTrip { heartbeat, round_trip });
        }
        if election > 10_000 {
            self.add(SlowElection { election });
        }
    }

    fn on_certificates(&mut self) {
        const FIVE_YEARS: u32 = 5 * 365;
        let settings = &self.plan.certificates;
        let (leaf, authority) = (settings.lifetimes.leaf(), settings.lifetimes.authority());
        let days = u64::from(leaf.count());
        if leaf.count() > FIVE_YEARS {
            self.add(LongLivedLeaves { days });
        } else if leaf.count() < 7 {
            self.add(ShortLivedLeaves { days });
        }
        if leaf == authority {
            self.add(LeavesEndWithAuthority { days });
        }
        match settings.algorithm {
            KeyAlgorithm::Rsa2048 => self.add(Rsa2048 {}),
            KeyAlgorithm::Rsa4096 => self.add(Rsa4096 {}),
            KeyAlgorithm::Ed25519 => self.add(Ed25519 {}),
            _ => {}
        }
    }

    /// What the choice of certificates, machines and units costs.
    fn on_layout(&mut self) {
        let plan = self.plan;
        if plan.unit_form == UnitForm::ConfigFile {
            self.add(ConfigFilePassesOver {});
        }
        let members = plan.members.size().members();
        if plan.placement == Placement::SharedHost && members > 1 {
            self.add(SharedHost { members });
        }
        if plan.plain_http_on_loopback {
            let (setting, url) = ("listen-client-urls".into(), "http://127.0.0.1".into());
            self.add(PlainHttpLoopback { setting, url });
        }
        match plan.certificates.arrangement {
            CertificateLayout::Shared if members > 1 => self.add(SharedKey {}),
            CertificateLayout::SharedServer if members > 1 => self.add(SharedServerKey {}),
            _ => {}
        }
        if plan.certificates.trust.gateway(plan.etcd_version) == Gateway::Off {
            self.add(GatewayOff { version: plan.etcd_version.to_string() });
        }
    }

    /// What follows from where keys are.
    fn on_ca_source(&mut self) {
        match self.plan.certificates.ca_source {
            CaSource::Made | CaSource::Encrypted => {}
            CaSource::Imported => self.add(ImportedCa {}),
            CaSource::Elsewhere => self.add(CaElsewhere {}),
        }
        if self.plan.certificates.member_keys == KeyOrigin::Member {
            self.add(KeysOnMembers {});
        }
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
