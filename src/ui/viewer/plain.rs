//! The chains as text, for where there is no screen.

use std::collections::HashMap;

use time::OffsetDateTime;
use unicode_width::UnicodeWidthStr;

use super::chain;
use super::details::{anchor, what};
use super::forest::Forest;
use crate::finding::Finding;
use crate::pki::inspect::Verdict;
use crate::pki::{Inspection, ItemId, ItemKind, days_left};
use crate::text::{escape_for_terminal, fill, say};

/// Writes each certificate once, below who signed it: where it lies, the days that are left, and the worst that was
/// found. Paths are told from `root`.
pub fn chains(
    inspection: &Inspection,
    findings: &[(usize, Finding)],
    now: OffsetDateTime,
    root: &std::path::Path,
) -> String {
    let mut worst: HashMap<ItemId, Verdict> = HashMap::new();
    for (file, finding) in findings {
        if let Some(item) = finding.location.item {
            let known = worst.entry(ItemId { file: *file, item }).or_insert(Verdict::Fine);
            *known = Verdict::of(finding).max(*known);
        }
    }
    let mut forest = Forest::default();
    forest.renew(inspection);
    let rows: Vec<[String; 4]> = forest
        .shown(usize::MAX)
        .filter_map(|(row, _)| {
            let place = row.place;
            let item = inspection.item(place)?;
            let ItemKind::Certificate(report) = &item.kind else { return None };
            let is_anchor = chain::is_anchor(inspection, place);
            let name = if is_anchor { anchor(inspection, place) } else { what(inspection, place) };
            let path = inspection.files.get(place.file)?.path.as_path();
            let at = match row.places {
                0 | 1 => {
                    let path = path.strip_prefix(root).unwrap_or(path);
                    escape_for_terminal(&path.to_string_lossy())
                }
                places => fill("viewer-places", &[("count", &places)]),
            };
            let days = match report.not_after.map(|end| days_left(end, now)) {
                Some(days) if days >= 0 => fill("viewer-days", &[("days", &days)]),
                _ => String::new(),
            };
            let verdict = worst.get(&place).copied().unwrap_or(Verdict::Fine);
            let indent = row.depth * 2;
            Some([format!("  {:indent$}{name}", ""), at, days, say(verdict.key()).to_owned()])
        })
        .collect();
    let width = |column: usize| {
        rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.width()).max().unwrap_or(0)
    };
    let (first, second) = (width(0), width(1));
    let mut text = String::new();
    for [name, at, days, verdict] in &rows {
        let (fill_name, fill_at) = (first - name.width(), second - at.width());
        let line = format!("{name}{:fill_name$}  {at}{:fill_at$}  {days:>7}  {verdict}", "", "");
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}
