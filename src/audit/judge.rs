//! What is wrong with a member, and with members together.

mod files;
mod tls;
mod trust;
mod unit;
mod urls;

use std::collections::BTreeSet;

use crate::etcd::{self, Release};
use time::OffsetDateTime;

use super::member::Member;
use super::{AuditReport, Disk};
use crate::etcd::flags::{self, Kind};

pub(super) use files::{Store, certificates};
pub(super) use urls::{Url, entries, parse};

/// Judges one member.
pub(super) fn member(
    member: &Member,
    disk: &dyn Disk,
    release: Release,
    now: OffsetDateTime,
    report: &mut AuditReport,
) {
    values(member, report);
    tuning(member, report);
    tls::judge(member, release, report);
    urls::judge(member, report);
    unit::judge(member, report);
    files::judge(member, disk, now, report);
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
                let message = format!("`{shown}` is `{}`, expected true or false", setting.value);
                report.add(place, "not-a-boolean", message);
            }
            Kind::Number if setting.value.parse::<i64>().is_err() => {
                let message = format!("`{shown}` is `{}`, expected a whole number", setting.value);
                report.add(place, "not-a-number", message);
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
            let message = format!("`{}` must be above 0", member.shown(flag));
            report.add(member.place(flag), "zero-timer", message);
        }
    }
    let (heartbeat, election) = (heartbeat.unwrap_or(100), election.unwrap_or(1000));
    let flag =
        if member.has("election-timeout") { "election-timeout" } else { "heartbeat-interval" };
    if heartbeat > 0 && election > 0 && election < heartbeat.saturating_mul(5) {
        let message = format!(
            "an election timeout of {election} ms is less than 5 heartbeats of {heartbeat} ms, and etcd won't start"
        );
        report.add(member.place(flag), "election-too-short", message);
    }
    if election > 50_000 {
        let message =
            format!("an election timeout of {election} ms is above 50000 ms, and etcd won't start");
        report.add(member.place("election-timeout"), "election-too-long", message);
    }
    match number("quota-backend-bytes") {
        Some(quota) if quota < 0 => {
            let message = "a negative quota switches it off";
            report.add(member.place("quota-backend-bytes"), "no-quota", message);
        }
        Some(quota) if quota > EIGHT_GIB => {
            let message =
                format!("a quota of {quota} bytes is above 8 GiB, where etcd warns at start");
            report.add(member.place("quota-backend-bytes"), "large-quota", message);
        }
        _ => {}
    }
}

/// What is known to be wrong with the release itself.
fn faults(release: Release, report: &mut AuditReport) {
    // "out-of-support", "release-loses-data", "release-with-fault", "upgrade-first"
    for fault in etcd::faults(release) {
        report.add(("", 0), fault.code(), fault.message());
    }
}

/// Judges members of one cluster together: those whose lists share a URL.
pub(super) fn together(
    members: &[Member],
    disk: &dyn Disk,
    release: Release,
    report: &mut AuditReport,
) {
    if !members.is_empty() {
        faults(release, report);
    }
    trust::judge_all(members, disk, release, report);
    for (index, member) in members.iter().enumerate() {
        let list = list(member);
        let earlier = members.iter().take(index);
        let Some(other) = earlier.into_iter().find(|other| !self::list(other).is_disjoint(&list))
        else {
            continue;
        };
        let place = member.place("initial-cluster");
        if self::list(other) != list {
            let message = format!(
                "the list of `{}` isn't that of `{}` in `{}`: request cluster ID mismatch",
                member.name(),
                other.name(),
                other.path
            );
            report.add(place, "cluster-mismatch", message);
        }
        let token = |member: &Member| {
            member.value("initial-cluster-token").unwrap_or("etcd-cluster").to_owned()
        };
        if token(other) != token(member) {
            let message = format!(
                "the token of `{}` is `{}`, that of `{}` in `{}` is `{}`: request cluster ID mismatch",
                member.name(),
                token(member),
                other.name(),
                other.path,
                token(other)
            );
            report.add(member.place("initial-cluster-token"), "cluster-mismatch", message);
        }
        let twins = members.iter().take(index).find(|other| {
            other.name() == member.name()
                && own_urls(other) != own_urls(member)
                && !self::list(other).is_disjoint(&list)
        });
        if let Some(twin) = twins {
            let message = format!(
                "`{}` is the name of another member, in `{}`, too",
                member.name(),
                twin.path
            );
            report.add(member.place("name"), "duplicate-name", message);
        }
        for (flag, usual) in [("heartbeat-interval", "100"), ("election-timeout", "1000")] {
            let [own, others] =
                [member, other].map(|one| one.value(flag).unwrap_or(usual).to_owned());
            if own != others {
                let message = format!(
                    "`{}` is `{own}` here and `{others}` on `{}`",
                    member.shown(flag),
                    other.name()
                );
                report.add(member.place(flag), "timing-differs", message);
            }
        }
    }
}

fn own_urls(member: &Member) -> Option<&str> {
    member.value("initial-advertise-peer-urls")
}

/// The members of a list, by name and URL.
fn list(member: &Member) -> BTreeSet<(String, String)> {
    let list = member.value("initial-cluster").unwrap_or_default();
    entries(list).into_iter().map(|(name, url)| (name.to_owned(), url.to_owned())).collect()
}
