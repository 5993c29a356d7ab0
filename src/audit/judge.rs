//! What is wrong with a member, and with members together.

mod clients;
mod endpoints;
mod files;
mod mounts;
mod permissions;
mod risks;
mod tls;
mod trust;
mod unit;
mod urls;
mod values;

use std::collections::BTreeSet;

use time::OffsetDateTime;

use super::{AuditReport, Disk, JudgedFor};
use crate::advice;
use crate::cluster::ClusterSize;
use crate::config::{Member, Origin, url};
use crate::etcd::{self, Build};
use crate::finding::rules::members::{ClusterMismatch, DuplicateName, TimingDiffers};
use crate::finding::rules::tuning::{
    ElectionTooLong, ElectionTooShort, LargeQuota, NoQuota, ZeroTimer,
};
use crate::finding::{Finding, Rule, Severity, Side};

pub(super) use clients::{Dialable, judge_all as judge_clients};
pub(super) use files::Store;
pub(super) use trust::clusters;

/// Judges one member, and returns what ends it at its start, if anything does.
pub(super) fn member(
    member: &Member,
    disk: &dyn Disk,
    etcd: Build,
    now: OffsetDateTime,
    report: &mut AuditReport,
) -> Option<Finding> {
    let before = report.findings.len();
    let mut judge = Judge { member, report };
    judge.values(etcd.release);
    judge.log_outputs();
    judge.compaction(etcd.release);
    judge.risks(etcd.release);
    judge.tuning();
    judge.tls(etcd.release);
    judge.urls();
    unit::judge(member, etcd, report);
    files::judge(member, disk, etcd, now, report);
    permissions::judge(member, disk, report);
    // One that runs has started, whatever its files say now.
    let mut found = report.findings.iter().skip(before).filter(|_| !member.runs());
    found.find(|finding| ends(finding)).cloned()
}

/// Whether etcd exits at startup because of a finding.
fn ends(finding: &Finding) -> bool {
    let is_file = matches!(
        finding.rule,
        Rule::FileMissing | Rule::NotMounted | Rule::MountedElsewhere | Rule::KeyUnreadable
    );
    let is_logged = finding.quotes.iter().any(|quote| quote.side == Side::Exit);
    finding.severity() == Severity::Error && (is_file || is_logged)
}

/// The settings of a member that are judged.
struct Judge<'a> {
    member: &'a Member,
    report: &'a mut AuditReport,
}

impl Judge<'_> {
    /// Says what was found where a setting stands.
    fn add(&mut self, flag: &str, finding: impl Into<Finding>) {
        self.report.add(self.member.place(flag), finding);
    }

    /// The same, with the setting as its form writes it.
    fn tell<F: Into<Finding>>(&mut self, flag: &str, finding: impl FnOnce(String) -> F) {
        self.add(flag, finding(self.member.shown(flag)));
    }

    fn tuning(&mut self) {
        const EIGHT_GIB: i64 = 8 << 30;
        let member = self.member;
        let number = |flag: &str| member.value(flag).and_then(|value| value.parse::<i64>().ok());
        let heartbeat = number("heartbeat-interval");
        let election = number("election-timeout");
        for (flag, value) in [("heartbeat-interval", heartbeat), ("election-timeout", election)] {
            if value.is_some_and(|value| value <= 0) {
                self.tell(flag, |setting| ZeroTimer { setting });
            }
        }
        let (heartbeat, election) = (heartbeat.unwrap_or(100), election.unwrap_or(1000));
        let flag =
            if member.has("election-timeout") { "election-timeout" } else { "heartbeat-interval" };
        if heartbeat > 0 && election > 0 && election < heartbeat.saturating_mul(5) {
            let (election, heartbeat) = (election.to_string(), heartbeat.to_string());
            self.add(flag, ElectionTooShort { election, heartbeat });
        }
        if election > 50_000 {
            self.add("election-timeout", ElectionTooLong { election: election.to_string() });
        }
        match number("quota-backend-bytes") {
            Some(quota) if quota < 0 => self.add("quota-backend-bytes", NoQuota {}),
            Some(quota) if quota > EIGHT_GIB => {
                self.add("quota-backend-bytes", LargeQuota { quota: quota.to_string() });
            }
            _ => {}
        }
    }
}

/// Judges members of one cluster together: those whose lists share a URL.
pub(super) fn together(
    members: &[Member],
    disk: &dyn Disk,
    etcd: JudgedFor,
    report: &mut AuditReport,
) {
    if !members.is_empty() {
        // What is known to be wrong with the releases themselves.
        for release in report.releases.clone() {
            // What only some settings open is said of these.
            let is_met = |fault: &Finding| !fault.names("fault", "revoked-clients");
            for fault in etcd::faults(release).into_iter().filter(is_met) {
                // A release stands in no file.
                report.findings.push(fault);
            }
        }
    }
    trust::judge_all(members, disk, etcd, report);
    sizes(members, report);
    for (index, member) in members.iter().enumerate() {
        let list = list(member);
        let is_of_cluster = |other: &&Member| !self::list(other).is_disjoint(&list);
        let earlier = members.iter().take(index).filter(|other| !is_alternative(member, other));
        let mut earlier = earlier.filter(is_of_cluster);
        let Some(other) = earlier.clone().next() else { continue };
        let mut judge = Judge { member, report };
        let (own, name) = (member.name().to_owned(), other.name().to_owned());
        let mismatch = |what: &str| ClusterMismatch {
            what: what.to_owned(),
            own: own.clone(),
            other: name.clone(),
            file: other.path.clone(),
        };
        // One that joined took the list of that day, and any token.
        let has_joined = |one: &Member| one.value("initial-cluster-state") == Some("existing");
        let is_founder = !has_joined(member) && !has_joined(other);
        if is_founder && self::list(other) != list {
            judge.add("initial-cluster", mismatch("list"));
        }
        let token = |member: &Member| {
            member.value("initial-cluster-token").unwrap_or("etcd-cluster").to_owned()
        };
        if is_founder && token(other) != token(member) {
            judge.add("initial-cluster-token", mismatch("token"));
        }
        let own_urls = |one: &Member| one.value("initial-advertise-peer-urls").map(str::to_owned);
        if earlier.any(|one| one.name() == own && own_urls(one) != own_urls(member)) {
            judge.add("name", DuplicateName { name: own.clone() });
        }
        for (flag, usual) in [("heartbeat-interval", "100"), ("election-timeout", "1000")] {
            let [own, other] =
                [member, other].map(|one| one.value(flag).unwrap_or(usual).to_owned());
            if own != other {
                let name = name.clone();
                judge.tell(flag, |setting| TimingDiffers { setting, own, other, name });
            }
        }
    }
}

/// Says of each list of members, once, that its size is unwise.
fn sizes(members: &[Member], report: &mut AuditReport) {
    let mut seen = BTreeSet::new();
    // The list of one that joined is that of its day: others may have joined since.
    let is_founder = |one: &&Member| one.value("initial-cluster-state") != Some("existing");
    for member in members.iter().filter(is_founder) {
        let list = list(member);
        // A member may be dialed at several URLs.
        let names: BTreeSet<&str> = list.iter().map(|(name, _)| name.as_str()).collect();
        let size = ClusterSize::new(names.len()).ok().filter(|_| names.len() > 1);
        if let Some(size) = size.filter(|_| seen.insert(list)) {
            for finding in advice::size(size) {
                report.add(member.place("initial-cluster"), finding);
            }
        }
    }
}

/// Whether two members are ways of starting one that a text shows, or may be: notes try a thing without TLS and
/// then with it.
pub(super) fn is_alternative(member: &Member, other: &Member) -> bool {
    let is_shown = |member: &Member| member.origin == Origin::Notes;
    let is_one_text = is_shown(member) && is_shown(other) && member.path == other.path;
    is_one_text && (member.name() == other.name() || list(member) != list(other))
}

/// The members of a list, by name and URL.
fn list(member: &Member) -> BTreeSet<(String, String)> {
    let list = member.value("initial-cluster").unwrap_or_default();
    url::members(list).into_iter().map(|(name, url)| (name.to_owned(), url.to_owned())).collect()
}
