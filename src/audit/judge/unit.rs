//! How systemd runs a member.

use crate::audit::AuditReport;
use crate::audit::member::Member;

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

pub(super) fn judge(member: &Member, report: &mut AuditReport) {
    let Some(unit) = &member.unit else { return };
    let here = (member.path.as_str(), member.line);
    let is_set = |key: &str| unit.service(key).is_some();
    match unit.service("Type") {
        Some((kind, _)) if matches!(kind.as_str(), "notify" | "notify-reload") => {
            let endless = ["0", "infinity"];
            let wait = unit.service("TimeoutStartSec").or_else(|| unit.service("TimeoutSec"));
            if !wait.is_some_and(|(wait, _)| endless.contains(&wait.as_str())) {
                let message = "the first member to start waits for the others, and is ended when its time is up";
                report.add(here, "start-timeout", message);
            }
        }
        Some((kind, place)) => {
            let message = format!("`Type={kind}`: systemd takes etcd for ready before it is");
            report.add(place, "not-notify", message);
        }
        None => report.add(
            here,
            "not-notify",
            "no `Type=notify`: systemd takes etcd for ready before it is",
        ),
    }
    match unit.service("Restart") {
        Some((restart, place)) if restart == "always" => {
            let message = "`Restart=always` starts a member that was removed again and again";
            report.add(place, "restarts-removed-member", message);
        }
        Some((restart, _)) if restart != "no" => {}
        _ => report.add(here, "no-restart", "nothing starts etcd again after a crash"),
    }
    let user = unit.service("User");
    let is_dynamic = unit.service("DynamicUser").is_some_and(|(word, _)| is_yes(&word));
    match &user {
        Some((user, place)) if matches!(user.as_str(), "root" | "0") => {
            report.add(*place, "runs-as-root", "etcd runs as root");
        }
        None if !is_dynamic => report.add(here, "runs-as-root", "no `User=`: etcd runs as root"),
        _ => {}
    }
    if !is_set("LimitNOFILE") {
        report.add(
            here,
            "few-files",
            "no `LimitNOFILE=`: connections may run out of file descriptors",
        );
    }
    if !SANDBOX.iter().any(|key| is_set(key)) {
        report.add(
            here,
            "no-sandbox",
            "nothing confines the service: whoever breaks into etcd has the machine",
        );
    }
}

fn is_yes(word: &str) -> bool {
    matches!(word, "yes" | "true" | "on" | "1")
}
