//! An audit as metrics: the text format that Prometheus reads, for a file that the textfile
//! collector of its node exporter takes.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use time::OffsetDateTime;

use crate::audit::AuditReport;
use crate::finding::Severity;
use crate::text::say;

pub(super) fn metrics(report: &AuditReport, now: OffsetDateTime) -> String {
    let mut text = String::new();
    // One value for one set of labels: where several certificates have the same, the first that ends counts.
    let mut ends: BTreeMap<String, i64> = BTreeMap::new();
    for one in &report.ends {
        let labels =
            [("path", &*one.path), ("subject", &*one.subject), ("usage", one.usage.as_str())];
        let at = one.end.unix_timestamp();
        ends.entry(labelled(&labels)).and_modify(|first| *first = at.min(*first)).or_insert(at);
    }
    family(
        &mut text,
        "quorate_certificate_not_after_seconds",
        say("audit-metric.not-after"),
        ends.into_iter().collect(),
    );
    let findings = [Severity::Error, Severity::Warning, Severity::Note].map(|severity| {
        let count = i64::try_from(report.count(severity)).unwrap_or(i64::MAX);
        (labelled(&[("severity", severity.as_str())]), count)
    });
    let help = say("audit-metric.findings");
    family(&mut text, "quorate_audit_findings", help, findings.to_vec());
    let members = i64::try_from(report.members).unwrap_or(i64::MAX);
    let help = say("audit-metric.members");
    family(&mut text, "quorate_audit_members", help, vec![(String::new(), members)]);
    let (help, at) = (say("audit-metric.time"), now.unix_timestamp());
    family(&mut text, "quorate_audit_timestamp_seconds", help, vec![(String::new(), at)]);
    text
}

/// A family of metrics; none where there is no value.
fn family(text: &mut String, name: &str, help: &str, values: Vec<(String, i64)>) {
    if values.is_empty() {
        return;
    }
    let help = help.replace('\\', "\\\\").replace('\n', "\\n");
    // Writing to a string can't fail.
    let _ = writeln!(text, "# HELP {name} {help}\n# TYPE {name} gauge");
    for (labels, value) in values {
        let _ = writeln!(text, "{name}{labels} {value}");
    }
}

/// Labels with their values, in which backslash, quote and line feed are escaped.
fn labelled(labels: &[(&str, &str)]) -> String {
    let label = |(name, value): &(&str, &str)| {
        let value = value.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n");
        format!("{name}=\"{value}\"")
    };
    format!("{{{}}}", labels.iter().map(label).collect::<Vec<_>>().join(","))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::labelled;

    proptest! {
        #[test]
        fn the_values_of_labels_come_back(value in "[a-z\\\\\"\n={},]{0,40}") {
            let written = labelled(&[("path", &value)]);
            let inner = written.strip_prefix("{path=\"").unwrap().strip_suffix("\"}").unwrap();
            let (mut read, mut characters) = (String::new(), inner.chars());
            while let Some(character) = characters.next() {
                prop_assert!(!['"', '\n'].contains(&character), "{written}");
                read.push(match character {
                    '\\' => match characters.next() {
                        Some('n') => '\n',
                        other => other.unwrap(),
                    },
                    other => other,
                });
            }
            prop_assert_eq!(read, value);
        }
    }
}
