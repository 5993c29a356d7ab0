//! How systemd runs a member.

use crate::advice::account;
use crate::audit::AuditReport;
use crate::config::{Member, url};
use crate::etcd::{Build, GoVersion};
use crate::finding::rules::units::{
    FewFiles, NoRestart, NoSandbox, NotNotify, RestartsRemovedMember, RunsAsRoot, RunsInContainer,
    StartTimeout,
};

/// Settings any of which shows that somebody has thought of confining the service.
const SANDBOX: [&str; 7] = [
    "ProtectSystem",
    "NoNewPrivileges",
    "CapabilityBoundingSet",
    "PrivateTmp",
    "SystemCallFilter",
    "ProtectHome",
    "DynamicUser",
];

/// The Go with which etcd raises its own limit of open files (`os/rlimit.go`; measured on 3.4.23, 3.5.1 and 3.5.16).
const RAISES_LIMIT: GoVersion = GoVersion::first_of(19);

pub(super) fn judge(member: &Member, etcd: Build, report: &mut AuditReport) {
    let Some(unit) = &member.unit else { return };
    let here = (member.path.as_str(), member.line);
    if let Some(container) = &member.container {
        // What systemd runs is the container's client: its user, limits and readiness aren't etcd's.
        let image = container.image.clone();
        return report.add(here, RunsInContainer { image });
    }
    match unit.service("Type") {
        Some((kind, _)) if matches!(kind.as_str(), "notify" | "notify-reload") => {
            let endless = ["0", "infinity"];
            let wait = unit.service("TimeoutStartSec").or_else(|| unit.service("TimeoutSec"));
            let is_endless = wait.is_some_and(|(wait, _)| endless.contains(&wait.as_str()));
            if !is_endless && !is_alone(member) {
                report.add(here, StartTimeout {});
            }
        }
        // What systemd waits for is the wrapper.
        _ if member.is_handed_over => {}
        Some((_, place)) => report.add(place, NotNotify {}),
        None => report.add(here, NotNotify {}),
    }
    match unit.service("Restart") {
        Some((restart, place)) if restart == "always" => {
            report.add(place, RestartsRemovedMember {});
        }
        Some((restart, _)) if restart != "no" => {}
        _ => report.add(here, NoRestart {}),
    }
    if member.is_handed_over {
        // The wrapper says who runs etcd.
        return confined(member, etcd, report);
    }
    let user = unit.service("User");
    let is_dynamic = unit.service("DynamicUser").is_some_and(|(word, _)| is_yes(&word));
    match &user {
        Some((user, place)) if matches!(user.as_str(), "root" | "0") => {
            report.add(*place, RunsAsRoot {});
        }
        None if !is_dynamic => report.add(here, RunsAsRoot {}),
        Some((user, place)) => {
            if let Some(finding) = user.parse().ok().as_ref().and_then(account) {
                report.add(*place, finding);
            }
        }
        None => {}
    }
    confined(member, etcd, report);
}

/// Whether there is no other member to wait for.
fn is_alone(member: &Member) -> bool {
    let finds_others = ["discovery", "discovery-srv", "discovery-endpoints", "discovery-token"];
    let is_told_otherwise = finds_others.iter().any(|flag| member.has(flag));
    let list = member.value("initial-cluster").map(|list| url::members(list).len());
    let is_known = list.is_some() || !(member.has("initial-cluster") || member.is_partial);
    is_known && list.unwrap_or(1) <= 1 && !is_told_otherwise
}

/// Whether the unit says how far etcd may go.
fn confined(member: &Member, etcd: Build, report: &mut AuditReport) {
    let Some(unit) = &member.unit else { return };
    let here = (member.path.as_str(), member.line);
    let is_set = |key: &str| unit.service(key).is_some();
    if !is_set("LimitNOFILE") && etcd.go < RAISES_LIMIT {
        report.add(here, FewFiles {});
    }
    if !SANDBOX.iter().any(|key| is_set(key)) {
        report.add(here, NoSandbox {});
    }
}

fn is_yes(word: &str) -> bool {
    matches!(word, "yes" | "true" | "on" | "1")
}
