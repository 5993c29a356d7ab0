//! What is wrong with a member, and with members together.

mod files;
mod tls;
mod trust;
mod unit;
mod urls;

use std::collections::BTreeSet;

use time::OffsetDateTime;

use super::{AuditReport, Disk};
use crate::config::{Member, url};
use crate::etcd::flags::{self, Kind};
use crate::etcd::{self, Build, Release};
use crate::finding::rules::given::{NotABoolean, NotANumber};
use crate::finding::rules::members::{ClusterMismatch, DuplicateName, TimingDiffers};
use crate::finding::rules::tuning::{
    ElectionTooLong, ElectionTooShort, LargeQuota, NoQuota, ZeroTimer,
};

pub(super) use files::Store;

/// Judges one member.
pub(super) fn member(
    member: &Member,
    disk: &dyn Disk,
    etcd: Build,
    now: OffsetDateTime,
    report: &mut AuditReport,
) {
    values(member, report);
    tuning(member, report);
    tls::judge(member, etcd.release, report);
    urls::judge(member, report);
    unit::judge(member, report);
    files::judge(member, disk, etcd, now, report);
}

/// What Go's strconv.ParseBool takes.
const SWITCHES: [&str; 12] =
    ["true", "false", "1", "0", "t", "f", "T", "F", "TRUE", "FALSE", "True", "False"];

/// Words for switches and digits for numbers.
fn values(member: &Member, report: &mut AuditReport) {
    for (name, setting) in &member.settings {
        let Some(flag) = flags::find(name) else { continue };
        if setting.open || (setting.value.is_empty() && flag.kind != Kind::Number) {
            continue;
        }
        let place = (setting.path.as_str(), setting.line);
        let shown = setting.way.shown(name);
        match flag.kind {
            Kind::Bool if !SWITCHES.contains(&setting.value.as_str()) => {
                report.add(place, NotABoolean { shown, value: setting.value.clone() });
            }
            Kind::Number if setting.value.parse::<i64>().is_err() => {
                report.add(place, NotANumber { shown, value: setting.value.clone() });
            }
            _ => {}
        }
    }
}

fn tuning(member: &Member, report: &mut AuditReport) {
    const EIGHT_GIB: i64 = 8 << 30;
    let number = |flag: &str| member.value(flag).and_then(|value| value.parse::<i64>().ok());
    let heartbeat = number("heartbeat-interval");
    let election = number("election-timeout");
    for (flag, value) in [("heartbeat-interval", heartbeat), ("election-timeout", election)] {
        if value.is_some_and(|value| value <= 0) {
            report.add(member.place(flag), ZeroTimer { setting: member.shown(flag) });
        }
    }
    let (heartbeat, election) = (heartbeat.unwrap_or(100), election.unwrap_or(1000));
    let flag =
        if member.has("election-timeout") { "election-timeout" } else { "heartbeat-interval" };
    if heartbeat > 0 && election > 0 && election < heartbeat.saturating_mul(5) {
        let (election, heartbeat) = (election.to_string(), heartbeat.to_string());
        report.add(member.place(flag), ElectionTooShort { election, heartbeat });
    }
    if election > 50_000 {
        let election = election.to_string();
        report.add(member.place("election-timeout"), ElectionTooLong { election });
    }
    match number("quota-backend-bytes") {
        Some(quota) if quota < 0 => {
            report.add(member.place("quota-backend-bytes"), NoQuota {});
        }
        Some(quota) if quota > EIGHT_GIB => {
            let quota = quota.to_string();
            report.add(member.place("quota-backend-bytes"), LargeQuota { quota });
        }
        _ => {}
    }
}

/// What is known to be wrong with the release itself.
fn faults(release: Release, report: &mut AuditReport) {
    for fault in etcd::faults(release) {
        report.add(("", 0), fault);
    }
}

/// Judges members of one cluster together: those whose lists share a URL.
pub(super) fn together(members: &[Member], disk: &dyn Disk, etcd: Build, report: &mut AuditReport) {
    if !members.is_empty() {
        faults(etcd.release, report);
    }
    trust::judge_all(members, disk, etcd, report);
    for (index, member) in members.iter().enumerate() {
        let list = list(member);
        let earlier = members.iter().take(index);
        let Some(other) = earlier.into_iter().find(|other| !self::list(other).is_disjoint(&list))
        else {
            continue;
        };
        let place = member.place("initial-cluster");
        if self::list(other) != list {
            report.add(place, mismatch("list", member, other));
        }
        let token = |member: &Member| {
            member.value("initial-cluster-token").unwrap_or("etcd-cluster").to_owned()
        };
        if token(other) != token(member) {
            report.add(member.place("initial-cluster-token"), mismatch("token", member, other));
        }
        let twins = members.iter().take(index).find(|other| {
            other.name() == member.name()
                && own_urls(other) != own_urls(member)
                && !self::list(other).is_disjoint(&list)
        });
        if twins.is_some() {
            report.add(member.place("name"), DuplicateName { name: member.name().to_owned() });
        }
        for (flag, usual) in [("heartbeat-interval", "100"), ("election-timeout", "1000")] {
            let [own, others] =
                [member, other].map(|one| one.value(flag).unwrap_or(usual).to_owned());
            if own != others {
                let (setting, name) = (member.shown(flag), other.name().to_owned());
                let differs = TimingDiffers { setting, own, other: others, name };
                report.add(member.place(flag), differs);
            }
        }
    }
}

fn mismatch(what: &str, member: &Member, other: &Member) -> ClusterMismatch {
    ClusterMismatch {
        what: what.to_owned(),
        own: member.name().to_owned(),
        other: other.name().to_owned(),
        file: other.path.clone(),
    }
}

fn own_urls(member: &Member) -> Option<&str> {
    member.value("initial-advertise-peer-urls")
}

/// The members of a list, by name and URL.
fn list(member: &Member) -> BTreeSet<(String, String)> {
    let list = member.value("initial-cluster").unwrap_or_default();
    url::members(list).into_iter().map(|(name, url)| (name.to_owned(), url.to_owned())).collect()
}
