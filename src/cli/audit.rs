//! `quorate audit`: what is wrong with an etcd that somebody else installed.

mod baseline;
mod calendar;
mod collect;
mod diff;
mod gather;
mod hosts;
mod junit;
mod live;
mod metrics;
mod plan;
mod report;
mod sarif;
mod table;
mod upgrade;

use std::path::PathBuf;
use std::process::ExitCode;

use time::{Duration, OffsetDateTime};

use baseline::Baseline;
use collect::{Collected, Machine, collect};
use gather::Gathered;
use report::Outcome;
use upgrade::Upgrade;

use super::failure::{BAD_INPUT, FAULT, Failure};
use super::{inspect, output};
use crate::audit::{AuditReport, JudgedFor, audit_and_rebuild};
use crate::bundle::read::ReadError;
use crate::cluster::{EtcdVersion, Hint};
use crate::etcd::{Build, GoVersion, Release};
use crate::finding::{Finding, Rule, Severity};
use crate::text::{fill, say};

const AFTER_HELP: &str = "\
Examples:
  quorate audit /etc/systemd/system/etcd.service
  quorate audit /mnt/etc --root /mnt --etcd-version 3.4.23
  quorate audit node1 node2 node3 --write-plan plan.json
  quorate audit /etc/kubernetes/manifests compose.yml notes.md
  sudo quorate audit --live
  quorate audit --host root@etcd-1,root@etcd-2,root@etcd-3
  quorate audit node1 node2 node3 --format sarif > audit.sarif
  quorate audit etc --diff | patch -p1
  quorate audit /etc --etcd-version 3.5.16 --to 3.7
  quorate audit /etc --expires-within 60d --calendar etcd.ics
  quorate audit /etc --write-baseline known.json
  quorate audit /etc --baseline known.json

Exit codes:
  0  nothing at or above --fail-on was found
  1  something was, or a certificate expires within --expires-within
  2  no etcd was found, a file can't be read, or an argument is wrong
Findings that --baseline lists don't count.

JSON (keys are added, never changed):
  etcd_version, members, certificates, files: what was judged, for which release
  findings      [{code, severity, message, fix, source, where {file, line,
                item}, facts {name: value}, quotes [{side, text}]}], as in
                every command
  causes        [{code, severity, places [{file, line, item}]}]: findings
                that say the same, once
  clusters      [{members [{name, file, version, initial_cluster [NAME=URL],
                initial_cluster_state, initial_cluster_token, client_ca
                [SHA-256], peer_ca [SHA-256], heartbeat_interval_ms,
                election_timeout_ms, quota_backend_bytes, data_dir,
                next_expiry}], differs [key]}]; what isn't known is left
                out, and etcd's defaults count as known
  ends          [{path, subject, usage: server|peer|client|intermediate|
                client-ca|peer-ca, not_after, fingerprint}], the first to
                expire first
  baseline      {known, gone [{code, file, facts}]}, with --baseline
  upgrade       {to, steps [{from, to, least_before, least, findings [as
                above, and before: whether the fix can come before the
                upgrade], defaults [{setting, before, since, members}],
                notes}]}, with --to";

/// The form of the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// For people
    Text,
    /// As described below
    Json,
    /// SARIF 2.1.0, for tools that show findings next to the lines of files
    Sarif,
    /// JUnit XML for CI: a suite for each file, a failure for each error and warning
    Junit,
}

/// Check a running etcd: its units, settings and certificates
///
/// Reads systemd units with their drop-ins, environment files, YAML config files, Kubernetes manifests, compose files,
/// quadlets, `docker inspect`, etcd's log, command lines in scripts and notes, directories of them, and the
/// certificates that these name. Clients (kube-apiserver, kubeadm, Patroni, Stolon, Vitess, Calico, Cilium, APISIX,
/// Corefiles, Traefik, k3s, etcdctl and curl in scripts) are checked against the members. Other files that mention etcd
/// are listed. A table compares the members of a cluster, and a finding in several places is reported once.
#[derive(Debug, clap::Args)]
#[command(after_help = AFTER_HELP)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of the command line")]
pub(super) struct Arguments {
    /// Units, settings files, notes with command lines, or directories of them
    #[arg(value_name = "PATH", required_unless_present_any = ["live", "host"])]
    paths: Vec<PathBuf>,
    /// Audit every etcd that runs on this machine: its command line and environment, its unit, and where they differ
    #[arg(long)]
    live: bool,
    /// The same on other machines, over the system's ssh, which must not prompt: a script reads the files there, but
    /// never private keys
    #[arg(long, value_name = "HOST", value_delimiter = ',')]
    host: Vec<String>,
    /// The etcd that runs, or will run: a series or a release [default: 3.6]
    #[arg(long, value_name = "VERSION")]
    etcd_version: Option<String>,
    /// The Go it is built with, as `etcd --version` prints it, such as 1.19.8 or 1.25
    /// [default: what upstream builds that release with]
    #[arg(long, value_name = "VERSION")]
    go: Option<GoVersion>,
    /// A directory to use as the machine's root
    #[arg(long, value_name = "DIR")]
    root: Option<PathBuf>,
    /// The form of the report
    #[arg(long, value_name = "FORMAT", default_value = "text", conflicts_with = "json")]
    format: Format,
    /// Report as JSON: --format json
    #[arg(long)]
    json: bool,
    /// Show the members' table for a single member too
    #[arg(long)]
    members: bool,
    /// Print the fixes that need no decision as a diff for `patch -p1` instead of the report
    #[arg(long, conflicts_with_all = ["format", "json", "to", "baseline", "host"])]
    diff: bool,
    /// Show what an upgrade to this series changes, one series at a time
    #[arg(long, value_name = "SERIES")]
    to: Option<EtcdVersion>,
    /// Report certificates that expire within this time, such as `30d`, `12h` or `2w` [default: warn within 30 days]
    #[arg(long, value_name = "TIME", value_parser = inspect::duration)]
    expires_within: Option<Duration>,
    /// Write a calendar of when certificates expire (iCalendar), with an alarm 30 days before
    #[arg(long, value_name = "FILE")]
    calendar: Option<PathBuf>,
    /// Write metrics for Prometheus: a file `NAME.prom` for the node exporter's textfile collector
    #[arg(long, value_name = "FILE")]
    metrics: Option<PathBuf>,
    /// Leave out the findings that this file lists
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,
    /// Write all findings to a file for --baseline
    #[arg(long, value_name = "FILE")]
    write_baseline: Option<PathBuf>,
    /// Save a plan that describes the installation, and say whether it makes the same cluster
    #[arg(long, value_name = "FILE")]
    write_plan: Option<PathBuf>,
    /// The cluster for the plan, if the files start several: its token, its name or one of its members
    #[arg(long, value_name = "TOKEN|NAME|MEMBER", requires = "write_plan")]
    cluster: Option<String>,
    /// Lowest severity that makes the exit code 1
    #[arg(long, value_name = "SEVERITY", default_value = "error", value_parser = ["warning", "error"])]
    fail_on: String,
}

pub(super) fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    let release: Release = match &arguments.etcd_version {
        None => Release::default(),
        Some(text) => text.parse().map_err(|error| Failure::at("--etcd-version", &error))?,
    };
    let format = arguments.format();
    if arguments.to.is_some() && matches!(format, Format::Sarif | Format::Junit) {
        return Err(Failure::input(say("audit-upgrade-form"), say("audit-upgrade-form.hint")));
    }
    let gathered = Gathered::by(arguments)?;
    let (files, disk) = (&gathered.files, &gathered.disk);
    let build = Build::from(release).with_go(arguments.go);
    let assumed = arguments.etcd_version.is_none();
    let etcd = if assumed { JudgedFor::Assumed(build) } else { JudgedFor::Told(build) };
    let now = crate::shell::now();
    let known = arguments.baseline.as_deref().map(Baseline::read).transpose()?;
    let (mut report, rebuilt) =
        audit_and_rebuild(files, disk, etcd, arguments.cluster.as_deref(), now);
    let plan = rebuilt.as_ref().ok().filter(|_| arguments.write_plan.is_some());
    if let Some(within) = arguments.expires_within {
        report.warn_of_ends(now, within);
    }
    if let Some(path) = &arguments.write_baseline {
        output::write(path, Baseline::of(&report.findings).text(), 0o644, true)?;
    }
    let known = known.map(|known| known.take_out(&mut report.findings));
    let upgrade = arguments.to.map(|to| {
        // What is assumed is no release to start from.
        if assumed
            && report.clusters.iter().flat_map(|one| &one.members).all(|one| one.version.is_none())
        {
            return Err(Failure::input(say("audit-upgrade-from"), say("audit-upgrade-from.hint")));
        }
        let steps = crate::audit::upgrade(files, disk, etcd, (to, arguments.go), (&report, now));
        Ok(Upgrade { to, steps })
    });
    let upgrade = upgrade.transpose()?;
    let is_whole = gathered.is_whole();
    let outcome = Outcome {
        report: &report,
        files: files.iter().map(|(path, _)| path.as_str()).collect(),
        release,
        is_assumed: assumed,
        is_whole,
        least: if arguments.members { 1 } else { 2 },
        known,
        upgrade,
        plan,
    };
    if arguments.diff {
        let patches = crate::audit::patches(files, disk, etcd, now, &report);
        let fixed: usize = patches.iter().map(|patch| patch.fixed.len()).sum();
        let here = std::env::current_dir().unwrap_or_default();
        output::print(&diff::diff(&patches, &here))?;
        let all = report.findings.len();
        output::print_error(&fill("audit-diff", &[("fixed", &fixed), ("all", &all)]));
    } else {
        output::print(&format.of(&outcome))?;
        // These forms have no place for it.
        if let Some(known) =
            outcome.known.as_ref().filter(|_| matches!(format, Format::Sarif | Format::Junit))
        {
            output::print_error(&known.text());
        }
    }
    if let Some(path) = &arguments.write_plan {
        let rebuilt = rebuilt.map_err(|error| plan::failure(&error))?;
        for note in &rebuilt.notes {
            output::print_error(&format!("note: {note}"));
        }
        output::write(path, rebuilt.plan.to_json(), 0o644, false)?;
        if matches!(format, Format::Text) && !arguments.diff {
            output::print(&plan::text(&rebuilt))?;
        }
    }
    if let Some(path) = &arguments.calendar {
        output::write(path, calendar::calendar(&report.ends, now), 0o644, true)?;
    }
    if let Some(path) = &arguments.metrics {
        output::write(path, metrics::metrics(&report, now), 0o644, true)?;
    }
    gathered.complain();
    // What nobody could read may be what is wrong, and where nothing was found nothing is right.
    if !is_whole || report.members + report.clients + report.certificates == 0 {
        return Ok(ExitCode::from(BAD_INPUT));
    }
    Ok(if arguments.fails(&report) { ExitCode::from(FAULT) } else { ExitCode::SUCCESS })
}

impl Arguments {
    fn format(&self) -> Format {
        if self.json { Format::Json } else { self.format }
    }

    /// Whether something was found that somebody asked to be stopped by.
    fn fails(&self, report: &AuditReport) -> bool {
        let limit = if self.fail_on == "warning" { Severity::Warning } else { Severity::Error };
        let is_asked = |one: &Finding| {
            one.severity() >= limit
                || self.expires_within.is_some() && one.rule == Rule::ExpiresSoon
        };
        report.findings.iter().any(is_asked)
    }
}

impl Format {
    fn of(self, outcome: &Outcome<'_>) -> String {
        match self {
            Self::Text => outcome.text(),
            Self::Json => outcome.json(),
            Self::Sarif => {
                let here = std::env::current_dir().unwrap_or_default();
                sarif::report(outcome, &here)
            }
            Self::Junit => junit::report(outcome),
        }
    }
}

/// What is found below paths, for those who look for the cause of something else.
pub(super) fn findings(
    paths: &[PathBuf],
    etcd: Build,
    now: OffsetDateTime,
) -> Result<Vec<Finding>, Failure> {
    let Collected { files, seen, unread, .. } = collect(paths);
    let is_named =
        |error: &&ReadError| matches!(error, ReadError::Io { path, .. } if paths.contains(path));
    if let Some(error) = unread.iter().find(is_named) {
        return Err(Failure::input(error, error.hint()));
    }
    let disk = Machine { root: None, known: seen };
    Ok(crate::audit::audit(&files, &disk, JudgedFor::Assumed(etcd), now).findings)
}
