//! What the judge finds, and whole matrices of handshakes, for people and for machines.

use std::fmt::Write as _;

use super::output;
use crate::finding::{self, Finding, Severity};
use crate::pki::judge::Verdict;
use crate::pki::matrix::{Connection, Handshake, Matrix, TableRow};
use crate::text::{fill, say};

/// A verdict for people.
pub(super) fn shown(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Accepted => say("matrix-accepted"),
        Verdict::Refused => say("matrix-refused"),
        Verdict::NotJudged => say("matrix-not-judged"),
    }
}

/// Who dials, and as what.
fn dialer(connection: Connection, name: &str) -> String {
    let key = match connection {
        Connection::Peer => "handshakes-peer",
        Connection::Client => "handshakes-client",
        Connection::Gateway => "matrix-gateway",
    };
    fill(key, &[("name", &name)])
}

/// Who dials whom, and as what.
pub(super) fn pair(connection: Connection, name: &str, listener: &str) -> String {
    fill("handshakes-pair", &[("dialer", &dialer(connection, name)), ("listener", &listener)])
}

/// Who reaches whom: a line for each that dials, a column for each member; what isn't accepted in
/// detail. Warnings that were told of files already are left out.
pub(super) fn handshakes_text(matrix: &Matrix, told_of_files: &[Finding]) -> String {
    let table = matrix.table();
    let label = |row: &TableRow<'_>| dialer(row.connection, row.dialer);
    let head = say("matrix-head");
    let firsts = table.rows.iter().map(|row| label(row).chars().count());
    let width = firsts.max().unwrap_or_default().max(head.chars().count());
    let row = |first: &str, cells: &[&str]| {
        let cells = cells.iter().zip(&table.listeners).map(|(cell, head)| {
            let column = head.chars().count().max(10);
            format!("  {cell:column$}")
        });
        format!("{first:width$}{}", cells.collect::<String>()).trim_end().to_owned() + "\n"
    };
    let mut text = row(head, &table.listeners);
    for one in &table.rows {
        let cells = one.verdicts.iter().map(|verdict| verdict.map_or("-", shown));
        text.push_str(&row(&label(one), &cells.collect::<Vec<_>>()));
    }
    let mut told: Vec<&Finding> = told_of_files.iter().collect();
    text.push_str(&not_accepted(matrix, &mut told));
    text.push_str(&warned_of(matrix, &told));
    text
}

/// What isn't accepted in detail. Handshakes that fail alike stand together over what is wrong; a warning
/// of refused ones is told once.
fn not_accepted<'a>(matrix: &'a Matrix, told: &mut Vec<&'a Finding>) -> String {
    let mut text = String::new();
    for group in matrix.failed_alike() {
        for Handshake { connection, dialer, listener, judgement } in &group {
            let pair = pair(*connection, dialer, listener);
            // Writing to a string can't fail.
            let _ = writeln!(text, "{pair}: {}", shown(judgement.verdict));
        }
        let findings = group.first().map_or(&[][..], |one| one.judgement.findings.as_slice());
        let is_refused = group.iter().any(|one| one.judgement.verdict == Verdict::Refused);
        for finding in findings {
            let is_aside = is_refused && finding.severity() < Severity::Error;
            if !(is_aside && told.iter().any(|one| one.is_alike(finding))) {
                text.push_str(&finding::plain(finding, "  "));
            }
            told.push(finding);
        }
    }
    text
}

/// The warnings of handshakes that are accepted, each once over all that it stands behind.
fn warned_of(matrix: &Matrix, told: &[&Finding]) -> String {
    let accepted = matrix.handshakes.iter().map(|one| &one.judgement);
    let accepted = accepted.filter(|one| one.verdict == Verdict::Accepted);
    let mut warnings: Vec<(&Finding, usize)> = Vec::new();
    let is_new = |finding: &&Finding| !told.iter().any(|one| one.is_alike(finding));
    for finding in accepted.flat_map(|one| &one.findings).filter(is_new) {
        match warnings.iter_mut().find(|(one, _)| *one == finding) {
            Some((_, count)) => *count += 1,
            None => warnings.push((finding, 1)),
        }
    }
    let mut text = String::new();
    for (finding, count) in warnings {
        let heading = fill(
            "cluster-files-accepted",
            &[("handshakes", &output::counted(count, "counted-handshakes"))],
        );
        // Writing to a string can't fail.
        let _ = writeln!(text, "{heading}\n{}", finding::plain(finding, "  ").trim_end());
    }
    text
}
