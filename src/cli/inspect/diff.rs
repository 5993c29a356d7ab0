//! Two certificates or chains, field by field.

use std::fmt::Write as _;

use time::OffsetDateTime;

use super::text::path;
use crate::pki::{self, CertificateReport, Inspection, Item, ItemId, Row};
use crate::text::{fill, say};

/// A certificate or request of one side.
struct One<'a> {
    at: String,
    /// Which it is of its side, from 1.
    number: usize,
    report: &'a CertificateReport,
}

/// Compares what the first file holds with what the second does; `None` where one of them holds nothing. Says as
/// well whether something differs.
pub(super) fn compare(inspection: &Inspection, now: OffsetDateTime) -> Option<(String, bool)> {
    let side = |file: usize| -> Vec<One<'_>> {
        let items = inspection.files.get(file).map(|one| one.items.as_slice()).unwrap_or_default();
        let one = |(index, (item, report)): (usize, (&Item, _))| {
            let values: &[(&str, &dyn std::fmt::Display)] =
                &[("path", &path(inspection, file)), ("line", &item.line)];
            One { at: fill("item-place", values), number: index + 1, report }
        };
        let reports = items.iter().filter_map(|item| Some((item, item.report()?)));
        reports.enumerate().map(one).collect()
    };
    let (old, mut new) = (side(0), side(1));
    if old.is_empty() || new.is_empty() {
        return None;
    }
    // Those of one subject belong together, then those that are left in their order.
    let mut pairs: Vec<(One<'_>, Option<One<'_>>)> = Vec::new();
    for one in old {
        let same = new.iter().position(|other| other.report.subject == one.report.subject);
        let other = same.map(|index| new.remove(index));
        pairs.push((one, other));
    }
    let mut left = new.into_iter();
    for (_, other) in pairs.iter_mut().filter(|(_, other)| other.is_none()) {
        *other = left.next();
    }
    let mut parts = Vec::new();
    let mut differs = false;
    for (one, other) in &pairs {
        let Some(other) = other else {
            differs = true;
            parts.push(alone('-', one));
            continue;
        };
        let (text, is_other) = pair(one, other, now);
        differs |= is_other;
        parts.push(text);
    }
    for one in left {
        differs = true;
        parts.push(alone('+', &one));
    }
    // Go takes the first for the leaf.
    let now: Vec<usize> =
        pairs.iter().filter_map(|(_, other)| Some(other.as_ref()?.number)).collect();
    if !now.is_sorted() {
        differs = true;
        let now = now.iter().map(usize::to_string).collect::<Vec<_>>().join(", ");
        parts.push(fill("diff-order", &[("now", &now)]) + "\n");
    }
    Some((parts.join("\n"), differs))
}

fn alone(sign: char, one: &One<'_>) -> String {
    let subject = &one.report.subject;
    format!("{sign} {}\n{}\n", one.at, fill("diff-alone", &[("subject", subject)]))
}

/// Rows by their label; several of one label are one.
fn gathered(report: &CertificateReport, now: OffsetDateTime) -> Vec<(&'static str, Vec<String>)> {
    let mut gathered: Vec<(&'static str, Vec<String>)> = Vec::new();
    for Row { label, values, .. } in pki::rows(report, now).into_iter().chain(pki::critical(report))
    {
        let values = values.into_iter().map(String::from);
        match gathered.iter_mut().find(|(other, _)| *other == label) {
            Some((_, all)) => all.extend(values),
            None => gathered.push((label, values.collect())),
        }
    }
    gathered
}

fn pair(one: &One<'_>, other: &One<'_>, now: OffsetDateTime) -> (String, bool) {
    let mut text = format!("- {}\n+ {}\n", one.at, other.at);
    let (old, mut new) = (gathered(one.report, now), gathered(other.report, now));
    let mut equal = Vec::new();
    let mut differs = false;
    let mut said = |label: &str, before: &[String], after: &[String]| {
        // Writing to a string can't fail.
        let _ = writeln!(text, "  {label}:");
        let only = |these: &[String], those: &[String]| -> Vec<String> {
            let lone: Vec<String> =
                these.iter().filter(|one| !those.contains(one)).cloned().collect();
            // The same values in another order.
            if lone.is_empty() && these.len() == those.len() { these.to_vec() } else { lone }
        };
        for (sign, values) in [('-', only(before, after)), ('+', only(after, before))] {
            for value in values {
                let _ = writeln!(text, "    {sign} {value}");
            }
        }
    };
    for (label, before) in old {
        let after = new.iter().position(|(other, _)| *other == label).map(|at| new.remove(at).1);
        let after = after.unwrap_or_default();
        if before == after {
            equal.push(label);
        } else {
            differs = true;
            said(label, &before, &after);
        }
    }
    for (label, after) in new {
        differs = true;
        said(label, &[], &after);
    }
    if !differs {
        return (text + &format!("  {}\n", say("diff-same")), false);
    }
    (text + &format!("  {}\n", fill("diff-equal", &[("labels", &equal.join(", "))])), true)
}

/// The first place of a side, for those who look whether a file holds anything.
pub(super) fn is_empty(inspection: &Inspection, file: usize) -> bool {
    let first = (0..).map(|item| inspection.item(ItemId { file, item }));
    first.take_while(Option::is_some).flatten().all(|item| item.report().is_none())
}
