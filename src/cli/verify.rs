//! `quorate verify`: whether a bundle on disk is what it was, and works.

use std::path::PathBuf;
use std::process::ExitCode;

use serde::Serialize;

use super::failure::{FAULT, Failure};
use super::judgement::handshakes_text;
use super::{output, source};
use crate::bundle::{MANIFEST, PLAN, VerifyReport, verify_on};
use crate::etcd::{GoVersion, Release};
use crate::exercise::folder::Mark;
use crate::finding::{self, Finding, Rule, Severity};
use crate::pki::matrix::Handshake;
use crate::render::quote::ShellWord;
use crate::text::fill;

/// Check a bundle: files, keys, chains, names, usages and dates
///
/// The check uses none of the code that made the bundle. The exit code is 0 if nothing is wrong (there may be
/// warnings), 1 if something is, 2 if there is no bundle.
///
/// JSON: sound; files, certificates and hosts (how many were checked); findings, each with code, severity
/// (note, warning or error), message, fix, source, where (file, line), facts by name, and quotes (side and
/// text of what is logged); handshakes, each with connection, dialer, listener, verdict and findings.
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
    /// The etcd that the members run, a series or a release [default: the plan's series]
    #[arg(long, value_name = "VERSION")]
    etcd_version: Option<Release>,
    /// The Go it is built with, as `etcd --version` prints it, such as 1.19.8 or 1.25
    /// [default: what upstream builds that release with]
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
    let mut report =
        verify_on(directory, arguments.etcd_version, arguments.go, crate::shell::now());
    let is_exercise = Mark::read(directory).is_ok();
    if is_exercise {
        // It is there to be changed.
        report.findings.retain(|finding| finding.rule != Rule::NoManifest);
    }
    output::print(&if arguments.json { json(&report) } else { text(&report) })?;
    if is_exercise && !arguments.json {
        let command = format!("quorate lab check {}", ShellWord(&directory.to_string_lossy()));
        output::print(&(fill("verify-exercise", &[("command", &command)]) + "\n"))?;
    }
    Ok(if report.is_sound() { ExitCode::SUCCESS } else { ExitCode::from(FAULT) })
}

fn text(report: &VerifyReport) -> String {
    let mut text = finding::by_place(&report.findings);
    if !report.handshakes.handshakes.is_empty() {
        text.push_str(&handshakes_text(&report.handshakes, &report.findings));
    }
    let count =
        |severity| report.findings.iter().filter(|finding| finding.severity() == severity).count();
    let summary = fill(
        "verify-summary",
        &[
            ("files", &output::counted(report.files, "counted-files")),
            ("certificates", &output::counted(report.certificates, "counted-certificates")),
            ("hosts", &output::counted(report.hosts, "counted-hosts")),
            ("errors", &output::counted(count(Severity::Error), "counted-errors")),
            ("warnings", &output::counted(count(Severity::Warning), "counted-warnings")),
        ],
    );
    text.extend([&summary, "\n"]);
    text
}

fn json(report: &VerifyReport) -> String {
    #[derive(Serialize)]
    struct Report<'a> {
        sound: bool,
        files: usize,
        certificates: usize,
        hosts: usize,
        findings: &'a [Finding],
        handshakes: &'a [Handshake],
    }
    output::pretty(&Report {
        sound: report.is_sound(),
        files: report.files,
        certificates: report.certificates,
        hosts: report.hosts,
        findings: &report.findings,
        handshakes: &report.handshakes.handshakes,
    })
}
