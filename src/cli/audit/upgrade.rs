//! `quorate audit --to SERIES`: the steps of an upgrade, as text and as JSON.

use serde::Serialize;

use crate::audit::{UpgradeFinding, UpgradeStep};
use crate::cluster::EtcdVersion;
use crate::finding::{self, Finding};
use crate::text::{fill, say, wrap_hanging};

const WIDTH: u16 = 80;

/// The steps of an upgrade.
pub(super) struct Upgrade {
    pub(super) to: EtcdVersion,
    pub(super) steps: Vec<UpgradeStep>,
}

impl Upgrade {
    pub(super) fn text(&self) -> String {
        let mut lines = vec![match self.steps.len() {
            0 => fill("audit-upgrade-none", &[("to", &self.to)]),
            _ => fill("audit-upgrade", &[("to", &self.to)]),
        }];
        for step in &self.steps {
            lines.push(fill("audit-upgrade-step", &[("from", &step.from), ("to", &step.to)]));
            lines.extend(said(step));
        }
        lines.join("\n") + "\n"
    }

    pub(super) fn json(&self) -> Json<'_> {
        Json { to: self.to, steps: self.steps.iter().map(Step::from).collect() }
    }
}

/// The lines of a step: what to do before, what changes, and where to go.
fn said(step: &UpgradeStep) -> Vec<String> {
    let mut lines = Vec::new();
    let mut add = |text: &str| lines.extend(wrap_hanging("  - ", "    ", text, WIDTH));
    if let Some(least) = step.least_before {
        add(&fill("audit-upgrade-least-before", &[("release", &least), ("from", &step.from)]));
    }
    for note in &step.notes {
        add(say(note_key(*note)));
    }
    for one in &step.defaults {
        let (flag, members) = (one.change.flag, one.members.join(", "));
        let (before, since) = (one.change.before, one.change.since);
        add(&fill(
            "audit-upgrade-default",
            &[("flag", &flag), ("before", &before), ("since", &since), ("members", &members)],
        ));
    }
    if let Some(least) = step.least {
        add(&fill("audit-upgrade-least", &[("release", &least)]));
    }
    if step.findings.is_empty() {
        add(&fill("audit-upgrade-nothing", &[("to", &step.to)]));
    }
    for (is_before, key) in [(true, "audit-upgrade-before"), (false, "audit-upgrade-with")] {
        let of_it = step.findings.iter().filter(|one| one.is_before == is_before);
        let findings: Vec<Finding> = of_it.map(|one| one.finding.clone()).collect();
        if findings.is_empty() {
            continue;
        }
        lines.push(format!("  {}", fill(key, &[("from", &step.from), ("to", &step.to)])));
        let said = finding::by_cause(&finding::causes(&findings));
        lines.extend(said.lines().map(|line| format!("    {line}")));
    }
    lines
}

fn note_key(note: crate::etcd::UpgradeNote) -> &'static str {
    use crate::etcd::UpgradeNote;
    match note {
        UpgradeNote::SnapshotWritten => "audit-upgrade-note.snapshot-written",
        UpgradeNote::PeerPortWithoutGrpc => "audit-upgrade-note.peer-port-without-grpc",
        UpgradeNote::EtcdctlSnapshot => "audit-upgrade-note.etcdctl-snapshot",
    }
}

#[derive(Serialize)]
pub(super) struct Json<'a> {
    to: EtcdVersion,
    steps: Vec<Step<'a>>,
}

#[derive(Serialize)]
struct Step<'a> {
    from: EtcdVersion,
    to: EtcdVersion,
    #[serde(skip_serializing_if = "Option::is_none")]
    least_before: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    least: Option<String>,
    findings: Vec<Change<'a>>,
    defaults: Vec<Default<'a>>,
    notes: Vec<&'static str>,
}

#[derive(Serialize)]
struct Change<'a> {
    before: bool,
    #[serde(flatten)]
    finding: &'a Finding,
}

#[derive(Serialize)]
struct Default<'a> {
    setting: &'a str,
    before: &'a str,
    since: &'a str,
    members: &'a [String],
}

impl<'a> From<&'a UpgradeStep> for Step<'a> {
    fn from(step: &'a UpgradeStep) -> Self {
        let change =
            |one: &'a UpgradeFinding| Change { before: one.is_before, finding: &one.finding };
        Self {
            from: step.from,
            to: step.to,
            least_before: step.least_before.map(|release| release.to_string()),
            least: step.least.map(|release| release.to_string()),
            findings: step.findings.iter().map(change).collect(),
            defaults: step
                .defaults
                .iter()
                .map(|one| Default {
                    setting: one.change.flag,
                    before: one.change.before,
                    since: one.change.since,
                    members: &one.members,
                })
                .collect(),
            notes: step.notes.iter().map(|note| note.as_str()).collect(),
        }
    }
}
