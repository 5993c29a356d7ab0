//! What upgrading an installation to a later series changes, one series at a time: each step is judged as the audit
//! judges, and what is found then and isn't before is what the step changes.

use std::collections::BTreeSet;

use time::OffsetDateTime;

use super::{AuditReport, Disk, Found, JudgedFor, audit};
use crate::cluster::EtcdVersion;
use crate::config::{self, Member, ReadFor, Way};
use crate::etcd::flags::{self, Availability};
use crate::etcd::{self, Build, DefaultChange, GoVersion, Release, UpgradeNote};
use crate::finding::{Family, Finding};

/// A default that changes, and for whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangedDefault {
    /// The setting, and its defaults.
    pub change: DefaultChange,
    /// The members that don't set it, by name.
    pub members: Vec<String>,
}

/// A setting that the step takes away, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UpgradeFinding {
    /// What the audit is going to find.
    pub finding: Finding,
    /// Whether the series before has its successor too, so that it can be replaced before the upgrade.
    pub is_before: bool,
}

/// From one series to the next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UpgradeStep {
    /// From.
    pub from: EtcdVersion,
    /// To.
    pub to: EtcdVersion,
    /// The release of the series before that the upgrade guides ask for.
    pub least_before: Option<Release>,
    /// The first release of the new series without known faults.
    pub least: Option<Release>,
    /// What is found then, and isn't before.
    pub findings: Vec<UpgradeFinding>,
    /// Defaults that change for members that don't set them.
    pub defaults: Vec<ChangedDefault>,
    /// What else to know.
    pub notes: Vec<UpgradeNote>,
}

/// The steps from what runs to a series; none where everything is of that series, or of a later one.
pub fn upgrade(
    files: &[(String, Found)],
    disk: &dyn Disk,
    etcd: JudgedFor,
    (to, go): (EtcdVersion, Option<GoVersion>),
    (report, now): (&AuditReport, OffsetDateTime),
) -> Vec<UpgradeStep> {
    let first = report.releases.iter().map(|release| release.series()).min();
    let Some(first) = first.filter(|first| *first < to) else { return Vec::new() };
    let all: Vec<EtcdVersion> =
        EtcdVersion::ALL.into_iter().filter(|one| (first..=to).contains(one)).collect();
    let found = |series: EtcdVersion| {
        let build = Build::from(series).with_go(go);
        audit(files, disk, JudgedFor::Told(build), now).findings
    };
    let mut known: BTreeSet<String> = report.findings.iter().map(key).collect();
    let mut before = found(first);
    let mut steps = Vec::new();
    for (from, to) in all.iter().copied().zip(all.iter().copied().skip(1)) {
        known.extend(before.iter().map(key));
        let after = found(to);
        let is_new =
            |one: &&Finding| one.rule.family != Family::Releases && !known.contains(&key(one));
        let findings = after.iter().filter(is_new).map(|finding| UpgradeFinding {
            finding: finding.clone(),
            is_before: is_replaced_before(finding, from),
        });
        let findings = findings.collect();
        let members = members(files, disk, etcd, from);
        let defaults = etcd::changed_defaults(to).filter_map(|change| changed(change, &members));
        steps.push(UpgradeStep {
            from,
            to,
            least_before: etcd::least_before_upgrade(from),
            least: etcd::least_release(to),
            findings,
            defaults: defaults.collect(),
            notes: etcd::upgrade_notes(to).to_vec(),
        });
        before = after;
    }
    steps
}

/// The members that a step upgrades.
fn members(
    files: &[(String, Found)],
    disk: &dyn Disk,
    etcd: JudgedFor,
    from: EtcdVersion,
) -> Vec<Member> {
    let is_assumed = matches!(etcd, JudgedFor::Assumed(_));
    let read_for = ReadFor { release: etcd.build().release, is_assumed };
    let mut members = config::installation(files, disk, read_for).members;
    members.retain(|member| etcd.of(member).series() <= from);
    members
}

/// For whom a default changes. The way of discovery counts only for those who are discovered.
fn changed(change: DefaultChange, members: &[Member]) -> Option<ChangedDefault> {
    let is_met = |member: &&Member| {
        !member.has(change.flag) && (change.flag != "discovery-fallback" || member.has("discovery"))
    };
    let mut members: Vec<String> =
        members.iter().filter(is_met).map(|member| member.name().to_owned()).collect();
    members.sort();
    members.dedup();
    (!members.is_empty()).then_some(ChangedDefault { change, members })
}

/// What tells a finding from others, whatever release it is judged for: Go's words and numbers of releases change.
fn key(finding: &Finding) -> String {
    let facts = finding.essence().into_iter();
    let facts: Vec<_> =
        facts.filter(|(name, _)| !["release", "since", "why"].contains(name)).collect();
    format!("{}{:?}{facts:?}", finding.code(), finding.location)
}

/// Whether what replaces a setting is there in the series before already, with the same meaning.
fn is_replaced_before(finding: &Finding, from: EtcdVersion) -> bool {
    let ways = [Way::Flag, Way::Variable, Way::Key];
    let is_named = |flag: &&flags::Flag| {
        let names = ["shown", "name", "key"];
        ways.iter().any(|way| names.iter().any(|fact| finding.names(fact, &way.shown(&flag.name))))
    };
    let Some(gone) = flags::all().iter().find(is_named) else { return false };
    // What only has to be taken out can go before.
    let Some(successor) = gone.successor() else { return gone.gone().is_some() };
    let successor = flags::find(successor.flag);
    let there = |flag: &flags::Flag| {
        let availability = flag.availability(from.into());
        matches!(availability, Availability::There | Availability::From(_))
    };
    successor.is_some_and(there)
}
