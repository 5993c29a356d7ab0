//! Findings that are known: a file lists them, and what it lists is neither counted nor printed.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::super::failure::Failure;
use super::super::output;
use crate::finding::{Finding, Rule};
use crate::text::{escape_for_terminal, fill, say};

/// The form of the file.
const FORMAT: u32 = 1;
/// The most findings that are gone and named.
const NAMED: usize = 20;

/// A finding, told from others by what doesn't change from day to day: no line, and no count of days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Entry {
    code: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    file: Option<String>,
    facts: BTreeMap<String, serde_json::Value>,
}

impl Entry {
    pub(super) fn of(finding: &Finding) -> Self {
        let is_kept = |name: &str| {
            let changes = match finding.rule {
                Rule::ExpiresSoon => name == "days",
                Rule::RunsOtherwise => name == "process",
                _ => false,
            };
            !changes
        };
        let facts = finding.essence().into_iter().filter(|(name, _)| is_kept(name));
        let facts = facts.map(|(name, fact)| {
            ((*name).to_owned(), serde_json::to_value(fact).unwrap_or_default())
        });
        Self {
            code: finding.code().to_owned(),
            file: finding.location.file.as_deref().map(without_number),
            facts: facts.collect(),
        }
    }

    /// The entry as one line, the same for the same.
    pub(super) fn key(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    fn named(&self) -> String {
        let place = self.file.as_deref().unwrap_or(".");
        format!("{} [{}]", escape_for_terminal(place), escape_for_terminal(&self.code))
    }
}

/// A process has another number after each start.
fn without_number(path: &str) -> String {
    let parts = path.strip_prefix("/proc/").and_then(|rest| rest.split_once('/'));
    match parts {
        Some((number, rest)) if number.bytes().all(|byte| byte.is_ascii_digit()) => {
            format!("/proc/PID/{rest}")
        }
        _ => path.to_owned(),
    }
}

/// A list of findings as it stands in its file.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Baseline {
    format: u32,
    findings: Vec<Entry>,
}

/// What a baseline knew.
#[derive(Debug, Serialize)]
pub(super) struct Compared {
    /// How many findings it holds that are there still.
    known: usize,
    /// What it lists and isn't there any more.
    gone: Vec<Entry>,
}

impl Baseline {
    pub(super) fn of(findings: &[Finding]) -> Self {
        Self { format: FORMAT, findings: findings.iter().map(Entry::of).collect() }
    }

    pub(super) fn read(path: &Path) -> Result<Self, Failure> {
        let shown = crate::bundle::shown(path);
        let hint = || say("audit-baseline-hint");
        let text = std::fs::read_to_string(path).map_err(|error| {
            Failure::input(fill("error-read-io", &[("path", &shown), ("source", &error)]), hint())
        })?;
        let read: Self = serde_json::from_str(&text).map_err(|error| {
            Failure::input(
                fill("audit-not-baseline", &[("path", &shown), ("error", &error)]),
                hint(),
            )
        })?;
        if read.format != FORMAT {
            let found = read.format;
            let message = fill(
                "audit-baseline-format",
                &[("path", &shown), ("found", &found), ("known", &FORMAT)],
            );
            return Err(Failure::input(message, hint()));
        }
        Ok(read)
    }

    pub(super) fn text(&self) -> String {
        output::pretty(self)
    }

    /// Takes the findings out that it lists, as many as it lists of each.
    pub(super) fn take_out(self, findings: &mut Vec<Finding>) -> Compared {
        let mut listed: HashMap<String, Vec<Entry>> = HashMap::new();
        for entry in self.findings {
            listed.entry(entry.key()).or_default().push(entry);
        }
        let before = findings.len();
        findings.retain(|finding| {
            let entries = listed.get_mut(&Entry::of(finding).key());
            entries.and_then(Vec::pop).is_none()
        });
        let mut gone: Vec<Entry> = listed.into_values().flatten().collect();
        gone.sort_by_key(|entry| (entry.file.clone(), entry.key()));
        Compared { known: before - findings.len(), gone }
    }
}

impl Compared {
    /// How many findings are known, in one line, and what is gone, a line each.
    pub(super) fn text(&self) -> String {
        let mut lines = vec![fill("audit-baseline-known", &[("count", &self.known)])];
        if !self.gone.is_empty() {
            lines.push(fill("audit-baseline-gone", &[("count", &self.gone.len())]));
            lines.extend(self.gone.iter().take(NAMED).map(|one| format!("  {}", one.named())));
        }
        if self.gone.len() > NAMED {
            lines.push("  ...".into());
        }
        lines.join("\n") + "\n"
    }
}
