//! The plan of what was audited: where it is saved, what couldn't be carried over, and whether it is the same cluster.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::Serialize;

use crate::audit::{Change, Difference, RebuildError, Rebuilt};
use crate::cli::failure::Failure;
use crate::cluster::Hint;
use crate::text::{escape_for_terminal, fill, say};

/// A plan, as a report in JSON tells of it.
#[derive(Serialize)]
pub(super) struct PlanReport<'a> {
    same_cluster: bool,
    not_compared: &'a [String],
    differences: &'a [Difference],
    notes: &'a [String],
}

impl<'a> From<&'a Rebuilt> for PlanReport<'a> {
    fn from(rebuilt: &'a Rebuilt) -> Self {
        Self {
            same_cluster: rebuilt.changes().next().is_none(),
            not_compared: &rebuilt.unseen,
            differences: &rebuilt.differences,
            notes: &rebuilt.notes,
        }
    }
}

/// Says why there is no plan.
pub(super) fn failure(error: &RebuildError) -> Failure {
    match error {
        RebuildError::Obstacle(_) => Failure::fault(error, error.hint()),
        _ => Failure::input(error, error.hint()),
    }
}

/// Each difference, and at last whether it is the same cluster.
pub(super) fn text(rebuilt: &Rebuilt) -> String {
    let mut text = String::new();
    let mut part = |heading: &'static str, is_cluster: bool| {
        let of_part = |one: &&Difference| (one.changes == Change::Cluster) == is_cluster;
        let mut all = rebuilt.differences.iter().filter(of_part).peekable();
        if all.peek().is_some() {
            // Writing to a string can't fail.
            let _ = writeln!(text, "{heading}");
        }
        for one in all {
            let _ = writeln!(text, "  {}", line(one));
        }
    };
    part(say("audit-plan-changed"), true);
    part(say("audit-plan-unchanged"), false);
    let _ = writeln!(text, "{}", verdict(rebuilt));
    text
}

fn line(one: &Difference) -> String {
    let shown = |value: &Option<String>| {
        let value = value.as_ref().map(|value| format!("`{}`", escape_for_terminal(value)));
        value.unwrap_or_else(|| say("audit-plan-nothing").to_owned())
    };
    let facts: [(&str, &dyn std::fmt::Display); 4] = [
        ("member", &escape_for_terminal(&one.member)),
        ("setting", &one.setting),
        ("was", &shown(&one.was)),
        ("becomes", &shown(&one.becomes)),
    ];
    let said = fill("audit-plan-difference", &facts);
    let why = match one.changes {
        Change::Cluster => return said,
        Change::File => say("audit-plan-file"),
        Change::FirstStart => say("audit-plan-first-start"),
        Change::Loopback => say("audit-plan-loopback"),
        Change::Log => say("audit-plan-log"),
    };
    format!("{said} ({why})")
}

fn verdict(rebuilt: &Rebuilt) -> String {
    let mut changes: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for one in rebuilt.changes() {
        changes.entry(&one.setting).or_default().push(escape_for_terminal(&one.member));
    }
    if !changes.is_empty() {
        let one = |(setting, members): (&&str, &Vec<String>)| {
            fill("audit-plan-change", &[("setting", setting), ("members", &members.join(", "))])
        };
        let changes: Vec<String> = changes.iter().map(one).collect();
        return fill("audit-plan-same.not", &[("changes", &changes.join(", "))]);
    }
    if rebuilt.unseen.is_empty() {
        return say("audit-plan-same").to_owned();
    }
    let names = rebuilt.plan.members.iter().map(|member| member.name.as_str());
    let is_seen = |name: &&str| !rebuilt.unseen.iter().any(|one| one == name);
    let seen: Vec<&str> = names.filter(is_seen).collect();
    let facts: [(&str, &dyn std::fmt::Display); 2] =
        [("seen", &seen.join(", ")), ("unseen", &rebuilt.unseen.join(", "))];
    fill("audit-plan-same.unseen", &facts)
}
