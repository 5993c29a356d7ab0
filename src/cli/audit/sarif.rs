//! An audit as SARIF 2.1.0 (OASIS, sarif-v2.1.0-os), for what shows findings beside the lines of files.

use std::fmt::Write as _;
use std::path::Path;

use serde_json::{Value, json};

use super::super::output;
use super::baseline::Entry;
use super::report::Outcome;
use crate::bundle;
use crate::finding::{self, Finding, Rule, Severity};

/// The schema that the log follows.
const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json";

pub(super) fn report(outcome: &Outcome<'_>, here: &Path) -> String {
    let findings = &outcome.report.findings;
    let mut rules: Vec<Rule> = Vec::new();
    for finding in findings {
        if !rules.contains(&finding.rule) {
            rules.push(finding.rule);
        }
    }
    let index = |rule: Rule| rules.iter().position(|one| *one == rule);
    let first = outcome.files.first().copied();
    let results: Vec<Value> =
        findings.iter().map(|finding| result(finding, index(finding.rule), first, here)).collect();
    output::pretty(&json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": "quorate",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": rules.iter().copied().map(descriptor).collect::<Vec<_>>(),
            }},
            "invocations": [{"executionSuccessful": outcome.is_whole}],
            "originalUriBaseIds": {"ROOT": {"uri": "file:///"}},
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    }))
}

fn descriptor(rule: Rule) -> Value {
    json!({
        "id": rule.code,
        "shortDescription": {"text": first_sentence(rule.lesson.shown())},
        "fullDescription": {"text": first_paragraph(rule.lesson.shown())},
        "help": {"text": rule.lesson.shown()},
        "defaultConfiguration": {"level": level(rule.severity)},
    })
}

/// A finding without a file is about all of them: GitHub takes none without a place, and so it stands at the first.
fn result(finding: &Finding, index: Option<usize>, first: Option<&str>, here: &Path) -> Value {
    let identity = bundle::sha256(Entry::of(finding).key().as_bytes());
    let mut result = json!({
        "ruleId": finding.code(),
        "level": level(finding.severity()),
        "message": {"text": finding::sentence(finding)},
        "partialFingerprints": {"quorate/v1": identity},
        "properties": {"fix": finding.fix(), "source": finding.source()},
    });
    let Some(object) = result.as_object_mut() else { return result };
    if let Some(index) = index {
        object.insert("ruleIndex".into(), index.into());
    }
    if let Some(file) = finding.location.file.as_deref().or(first) {
        let mut place = json!({"artifactLocation": artifact(file, here)});
        if let (Some(line), Some(place)) = (finding.location.line, place.as_object_mut()) {
            place.insert("region".into(), json!({"startLine": line}));
        }
        object.insert("locations".into(), json!([{"physicalLocation": place}]));
    }
    result
}

fn level(severity: Severity) -> &'static str {
    // Its words are the same.
    severity.as_str()
}

/// A file below the directory that quorate runs in is relative to it, another one to the root.
fn artifact(file: &str, here: &Path) -> Value {
    let path = Path::new(file);
    let below = path.strip_prefix(here).unwrap_or(path).to_string_lossy().into_owned();
    match below.strip_prefix('/') {
        Some(rest) => json!({"uri": encoded(rest), "uriBaseId": "ROOT"}),
        None => json!({"uri": encoded(&below)}),
    }
}

/// A path as a relative URI reference (RFC 3986).
fn encoded(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            // Writing to a string can't fail.
            let _ = write!(uri, "%{byte:02X}");
        }
    }
    uri
}

/// What a lesson says first, without the lines of a log above it.
fn first_paragraph(lesson: &str) -> String {
    let said = lesson.lines().skip_while(|line| line.starts_with(' ') || line.is_empty());
    said.take_while(|line| !line.is_empty()).collect::<Vec<_>>().join(" ")
}

fn first_sentence(lesson: &str) -> String {
    let paragraph = first_paragraph(lesson);
    match paragraph.split_once(". ") {
        Some((first, _)) => format!("{first}."),
        None => paragraph,
    }
}
