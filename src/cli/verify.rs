//! `quorate verify`: whether a bundle on disk is what it was, and works.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use serde::Serialize;

use super::failure::{FAULT, Failure};
use super::judge::{Found as Judged, finding_text};
use super::output;
use crate::bundle::{
    Finding, FindingSeverity, MANIFEST, PLAN, VerifyReport, io_hint, shown, verify,
};
use crate::pki::judge::{Finding as Judge, Severity, Verdict};
use crate::pki::matrix::{Connection, Handshake, Matrix};
use crate::text::fill;

/// Check a bundle: files, modes, keys, chains, names, usages and dates
///
/// Nothing that made the bundle is used to judge it. Exit code 0 where nothing is wrong (there may be
/// warnings), 1 where something is, 2 where there is no bundle.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  quorate verify production
  quorate verify production --json | jq -r '.findings[].code'")]
pub(super) struct Arguments {
    /// The bundle
    #[arg(value_name = "DIR")]
    directory: PathBuf,
    /// Report as JSON
    #[arg(long)]
    json: bool,
}

pub(super) fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    crate::shell::forbid_core_dumps();
    let directory = &arguments.directory;
    if let Err(error) = std::fs::read_dir(directory) {
        return Err(Failure::input(
            format!("can't read the directory `{}`: {error}", shown(directory)),
            io_hint(&error),
        ));
    }
    // One of them may be missing: then it is a bundle with a fault.
    if ![MANIFEST, PLAN].iter().any(|name| directory.join(name).exists()) {
        return Err(Failure::input(
            format!("`{}` is no bundle: neither {MANIFEST} nor {PLAN} is in it", shown(directory)),
            "name the directory that quorate generate wrote; certificates of any origin are for quorate \
             inspect --check, an installed etcd for quorate audit",
        ));
    }
    let report = verify(directory, crate::shell::now());
    output::print(&if arguments.json { json(&report) } else { text(&report) })?;
    Ok(if report.is_sound() { ExitCode::SUCCESS } else { ExitCode::from(FAULT) })
}

fn word(severity: FindingSeverity) -> &'static str {
    match severity {
        FindingSeverity::Warning => "warning",
        FindingSeverity::Error => "error",
    }
}

fn text(report: &VerifyReport) -> String {
    let mut text = String::new();
    for Finding { path, severity, message, hint, source, .. } in &report.findings {
        let place = if path.as_os_str().is_empty() { ".".into() } else { shown(path) };
        // Writing to a string can't fail.
        let _ = writeln!(text, "{}: {place}: {message}\nhint: {hint}", word(*severity));
        if !source.is_empty() {
            let _ = writeln!(text, "source: {source}");
        }
    }
    if !report.handshakes.handshakes.is_empty() {
        text.push_str(&handshakes_text(&report.handshakes));
    }
    let count =
        |severity| report.findings.iter().filter(|finding| finding.severity == severity).count();
    let _ = writeln!(
        text,
        "{}, {} and {} checked: {}, {}",
        output::counted(report.files, "file"),
        output::counted(report.certificates, "certificate"),
        output::counted(report.hosts, "host"),
        output::counted(count(FindingSeverity::Error), "error"),
        output::counted(count(FindingSeverity::Warning), "warning")
    );
    text
}

/// Who reaches whom: a line for each that dials, a column for each member; what isn't accepted in
/// detail.
pub(super) fn handshakes_text(matrix: &Matrix) -> String {
    let mut listeners: Vec<&str> = Vec::new();
    let mut diallers: Vec<(Connection, &str)> = Vec::new();
    for one in &matrix.handshakes {
        if !listeners.contains(&one.listener.as_str()) {
            listeners.push(&one.listener);
        }
        let dialler = if one.connection == Connection::Gateway { "" } else { &one.dialler };
        if !diallers.contains(&(one.connection, dialler)) {
            diallers.push((one.connection, dialler));
        }
    }
    listeners.sort_unstable();
    let firsts = diallers.iter().map(|(kind, name)| kind.as_str().len() + name.chars().count() + 1);
    let width = firsts.max().unwrap_or_default().max("handshakes to".len());
    let row = |first: &str, cells: Vec<&str>| {
        let cells = cells.iter().zip(&listeners).map(|(cell, head)| {
            let column = head.chars().count().max(10);
            format!("  {cell:column$}")
        });
        format!("{first:width$}{}", cells.collect::<String>()).trim_end().to_owned() + "\n"
    };
    let mut text = row("handshakes to", listeners.clone());
    for (connection, dialler) in &diallers {
        let cell = |listener: &&str| {
            let found = matrix.handshakes.iter().find(|one| {
                one.connection == *connection
                    && one.listener == **listener
                    && (dialler.is_empty() || one.dialler == *dialler)
            });
            found.map_or("-", |one| one.judgement.verdict.as_str())
        };
        let first = format!("{} {dialler}", connection.as_str());
        text.push_str(&row(&first, listeners.iter().map(cell).collect()));
    }
    let mut told = Vec::new();
    text.push_str(&not_accepted(matrix, &mut told));
    text.push_str(&warned_of(matrix, &told));
    text
}

/// What isn't accepted in detail. Handshakes that fail alike stand together over what is wrong; a warning
/// of refused ones is told once.
fn not_accepted<'a>(matrix: &'a Matrix, told: &mut Vec<&'a Judge>) -> String {
    let mut alike: Vec<Vec<&Handshake>> = Vec::new();
    let accepted = |one: &&Handshake| one.judgement.verdict == Verdict::Accepted;
    for one in matrix.handshakes.iter().filter(|one| !accepted(one)) {
        let is_same = |group: &&mut Vec<&Handshake>| {
            group.first().is_some_and(|first| first.judgement == one.judgement)
        };
        match alike.iter_mut().find(is_same) {
            Some(group) => group.push(one),
            None => alike.push(vec![one]),
        }
    }
    let mut text = String::new();
    for group in alike {
        for Handshake { connection, dialler, listener, judgement } in &group {
            let (kind, verdict) = (connection.as_str(), judgement.verdict.as_str());
            // Writing to a string can't fail.
            let _ = writeln!(text, "{kind} {dialler} to {listener}: {verdict}");
        }
        let findings = group.first().map_or(&[][..], |one| one.judgement.findings.as_slice());
        let is_refused = group.iter().any(|one| one.judgement.verdict == Verdict::Refused);
        for finding in findings {
            let is_aside = is_refused && finding.severity < Severity::Error;
            if !(is_aside && told.contains(&finding)) {
                text.push_str(&finding_text(finding));
            }
            told.push(finding);
        }
    }
    text
}

/// The warnings of handshakes that are accepted, each once over all that it stands behind.
fn warned_of(matrix: &Matrix, told: &[&Judge]) -> String {
    let accepted = matrix.handshakes.iter().map(|one| &one.judgement);
    let accepted = accepted.filter(|one| one.verdict == Verdict::Accepted);
    let mut warnings: Vec<(&Judge, usize)> = Vec::new();
    for finding in accepted.flat_map(|one| &one.findings).filter(|one| !told.contains(one)) {
        match warnings.iter_mut().find(|(one, _)| *one == finding) {
            Some((_, count)) => *count += 1,
            None => warnings.push((finding, 1)),
        }
    }
    let mut text = String::new();
    for (finding, count) in warnings {
        let heading =
            fill("heap.accepted", &[("handshakes", &output::counted(count, "handshake"))]);
        // Writing to a string can't fail.
        let _ = writeln!(text, "{heading}\n{}", finding_text(finding).trim_end());
    }
    text
}

/// A handshake for machines.
#[derive(Serialize)]
pub(super) struct Shaken<'a> {
    connection: &'static str,
    dialler: &'a str,
    listener: &'a str,
    verdict: &'static str,
    findings: Vec<Judged<'a>>,
}

impl<'a> From<&'a Handshake> for Shaken<'a> {
    fn from(one: &'a Handshake) -> Self {
        Self {
            connection: one.connection.as_str(),
            dialler: &one.dialler,
            listener: &one.listener,
            verdict: one.judgement.verdict.as_str(),
            findings: one.judgement.findings.iter().map(Judged::from).collect(),
        }
    }
}

fn json(report: &VerifyReport) -> String {
    #[derive(Serialize)]
    struct Found<'a> {
        severity: &'static str,
        code: &'static str,
        path: String,
        message: &'a str,
        hint: &'a str,
        #[serde(skip_serializing_if = "str::is_empty")]
        source: &'static str,
    }
    #[derive(Serialize)]
    struct Report<'a> {
        sound: bool,
        files: usize,
        certificates: usize,
        hosts: usize,
        findings: Vec<Found<'a>>,
        handshakes: Vec<Shaken<'a>>,
    }
    fn found(finding: &Finding) -> Found<'_> {
        Found {
            severity: word(finding.severity),
            code: finding.code,
            path: shown(&finding.path),
            message: &finding.message,
            hint: &finding.hint,
            source: finding.source,
        }
    }
    output::pretty(&Report {
        sound: report.is_sound(),
        files: report.files,
        certificates: report.certificates,
        hosts: report.hosts,
        findings: report.findings.iter().map(found).collect(),
        handshakes: report.handshakes.handshakes.iter().map(Shaken::from).collect(),
    })
}
