//! `quorate verify`: whether a bundle on disk is what it was, and works.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use serde::Serialize;

use super::failure::{FAULT, Failure};
use super::judgement::{HandshakeJson, handshakes_text};
use super::{output, source};
use crate::bundle::{Finding, FindingSeverity, MANIFEST, PLAN, VerifyReport, shown, verify_on};
use crate::etcd::{GoVersion, Release};

/// Check a bundle: files, modes, keys, chains, names, usages and dates
///
/// Nothing that made the bundle is used to judge it. Exit code 0 where nothing is wrong (there may be
/// warnings), 1 where something is, 2 where there is no bundle.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  quorate verify production
  quorate verify production --etcd-version 3.6.14
  quorate verify production --json | jq -r '.findings[].code'")]
pub(super) struct Arguments {
    /// The bundle
    #[arg(value_name = "DIR")]
    directory: PathBuf,
    /// The etcd that the members run, a series or a release; the plan's series unless said otherwise
    #[arg(long, value_name = "VERSION")]
    etcd_version: Option<Release>,
    /// The Go it is built with, as `etcd --version` prints it, such as 1.19.8 or 1.25; what upstream
    /// builds that release with unless said otherwise
    #[arg(long, value_name = "VERSION")]
    go: Option<GoVersion>,
    /// Report as JSON
    #[arg(long)]
    json: bool,
}

pub(super) fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    let directory = &arguments.directory;
    // One of them may be missing: then it is a bundle with a fault.
    source::bundle(directory, &[MANIFEST, PLAN])?;
    let report = verify_on(directory, arguments.etcd_version, arguments.go, crate::shell::now());
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

fn json(report: &VerifyReport) -> String {
    #[derive(Serialize)]
    struct FindingJson<'a> {
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
        findings: Vec<FindingJson<'a>>,
        handshakes: Vec<HandshakeJson<'a>>,
    }
    fn found(finding: &Finding) -> FindingJson<'_> {
        FindingJson {
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
        handshakes: report.handshakes.handshakes.iter().map(HandshakeJson::from).collect(),
    })
}
