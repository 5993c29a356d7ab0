//! `quorate judge`: would etcd take these certificates, and if not, what would it log?

use std::fmt::Write as _;
use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::builder::PossibleValuesParser;
use serde::Serialize;

use super::failure::{FAULT, Failure};
use super::verify::{Shaken, handshakes_text};
use super::{output, source};
use crate::bundle::{self, io_hint, shown, verify};
use crate::cluster::EtcdVersion;
use crate::pki::judge::{
    Etcd, Finding, Gateway, Judgement, Material, Place, Role, Side, Verdict, judge,
};
use crate::pki::matrix::{self, Matrix};

/// Say whether etcd would take certificates in a role, and what it would log
///
/// Each file is a certificate with what follows it in its chain. Exit code 0 where all are accepted, 1
/// where one is refused or can't be judged, 2 where a file can't be read.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  quorate judge server.pem --as server --for 10.0.0.1 --ca ca.pem --key server-key.pem
  quorate judge peer.pem --as peer --for etcd-1.example.com --from 10.0.0.1 --ca ca.pem
  quorate judge client.pem --as client --ca ca.pem --etcd-version 3.4 --json
  quorate judge --plan plan.json")]
pub(super) struct Arguments {
    /// The certificate files
    #[arg(value_name = "FILE", required_unless_present_any = ["bundle", "plan"])]
    files: Vec<PathBuf>,
    /// What they are shown as
    #[arg(
        long = "as",
        value_name = "ROLE",
        default_value = "server",
        value_parser = PossibleValuesParser::new(["server", "peer", "client"]))]
    role: String,
    /// A name or address that is dialled; may be repeated
    #[arg(long = "for", value_name = "HOST")]
    hosts: Vec<String>,
    /// An address that a peer dials from; may be repeated
    #[arg(long, value_name = "ADDRESS")]
    from: Vec<IpAddr>,
    /// The authorities that the other side trusts
    #[arg(long, value_name = "FILE")]
    ca: Option<PathBuf>,
    /// The private key of the certificate
    #[arg(long, value_name = "FILE")]
    key: Option<PathBuf>,
    /// The etcd
    #[arg(long, value_name = "VERSION", default_value = "3.5")]
    etcd_version: EtcdVersion,
    /// The minor version of the Go it is built with, as `etcd --version` prints it: 19 for 1.19
    #[arg(long, value_name = "MINOR")]
    go: Option<u8>,
    /// A common name that is let in; may be repeated
    #[arg(long, value_name = "NAME")]
    allowed_cn: Vec<String>,
    /// A host name that is let in; may be repeated
    #[arg(long, value_name = "NAME")]
    allowed_hostname: Vec<String>,
    /// What the member's gateway shows to the member itself
    #[arg(long, value_name = "WHAT", default_value = "server", value_parser = PossibleValuesParser::new(["server", "own", "off"]))]
    gateway: String,
    /// Judge every handshake of a bundle instead: roles and places come from its settings
    #[arg(long = "in", value_name = "DIR", conflicts_with_all = ["files", "plan"])]
    bundle: Option<PathBuf>,
    /// Judge every handshake of a plan instead, before there are certificates
    #[arg(long, value_name = "FILE", conflicts_with = "files")]
    plan: Option<PathBuf>,
    /// Report as JSON
    #[arg(long)]
    json: bool,
}

pub(super) fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    crate::shell::forbid_core_dumps();
    if let Some(plan) = &arguments.plan {
        return handshakes(arguments, &matrix::planned(&source::plan(plan)?));
    }
    if let Some(directory) = &arguments.bundle {
        if let Err(error) = std::fs::read_dir(directory) {
            let message = format!("can't read the directory `{}`: {error}", shown(directory));
            return Err(Failure::input(message, io_hint(&error)));
        }
        if !directory.join(bundle::PLAN).exists() {
            return Err(Failure::input(
                format!("`{}` is no bundle: no plan.json is in it", shown(directory)),
                "name the directory that quorate generate wrote",
            ));
        }
        return handshakes(arguments, &verify(directory, crate::shell::now()).handshakes);
    }
    let place = place(arguments);
    let read = |path: &Option<PathBuf>| path.as_deref().map(source::read).transpose();
    let (anchors, key) = (read(&arguments.ca)?, read(&arguments.key)?.map(zeroize::Zeroizing::new));
    let mut judged = Vec::new();
    for path in &arguments.files {
        let bytes = source::read(path)?;
        let key = key.as_ref().map(|key| key.as_slice());
        let material = Material::read(&bytes, key, anchors.as_deref(), place.etcd);
        judged.push((path.as_path(), judge(&material, &place)));
    }
    output::print(&if arguments.json { json(&judged) } else { text(&judged) })?;
    let good = judged.iter().all(|(_, judgement)| judgement.verdict == Verdict::Accepted);
    Ok(if good { ExitCode::SUCCESS } else { ExitCode::from(FAULT) })
}

/// Prints a whole matrix. One without any handshake is no success.
fn handshakes(arguments: &Arguments, matrix: &Matrix) -> Result<ExitCode, Failure> {
    output::print(&if arguments.json {
        let all: Vec<Shaken<'_>> = matrix.handshakes.iter().map(Shaken::from).collect();
        output::pretty(&all)
    } else {
        handshakes_text(matrix)
    })?;
    let is_good = matrix.is_sound() && !matrix.handshakes.is_empty();
    Ok(if is_good { ExitCode::SUCCESS } else { ExitCode::from(FAULT) })
}

fn place(arguments: &Arguments) -> Place {
    let role = Role::ALL.into_iter().find(|role| role.as_str() == arguments.role);
    let mut etcd = Etcd::from(arguments.etcd_version);
    etcd.go = arguments.go.unwrap_or(etcd.go);
    let mut place = Place::new(role.unwrap_or(Role::Server), etcd);
    place.dialled.clone_from(&arguments.hosts);
    place.dials_from.clone_from(&arguments.from);
    place.at = Some(crate::shell::now());
    place.allowed_common_names.clone_from(&arguments.allowed_cn);
    place.allowed_hostnames.clone_from(&arguments.allowed_hostname);
    place.gateway = match arguments.gateway.as_str() {
        "own" => Gateway::OwnCertificate,
        "off" => Gateway::Off,
        _ => Gateway::ServerCertificate,
    };
    place
}

fn text(judged: &[(&Path, Judgement)]) -> String {
    let mut text = String::new();
    for (index, (path, judgement)) in judged.iter().enumerate() {
        let separator = if index > 0 { "\n" } else { "" };
        let name = if path.as_os_str() == "-" { "standard input".into() } else { shown(path) };
        // Writing to a string can't fail.
        let _ = writeln!(text, "{separator}{name}: {}", judgement.verdict.as_str());
        for finding in &judgement.findings {
            text.push_str(&finding_text(finding));
        }
        if judgement.verdict == Verdict::NotJudged && judgement.findings.is_empty() {
            text.push_str(
                "  add --ca FILE: it can't be told without the authorities that the other side trusts\n",
            );
        }
    }
    text
}

/// A finding over several lines, indented.
pub(super) fn finding_text(finding: &Finding) -> String {
    let Finding { code, severity, sentence, fact, mend, quotes } = finding;
    let mut text = format!("  {}: {sentence} [{code}]\n", severity.as_str());
    for quote in quotes {
        let where_it_is = match quote.side {
            Side::Listener => "etcd logs",
            Side::Dialler => "who dials says",
            Side::Exit => "it ends with",
        };
        let _ = writeln!(text, "    {where_it_is}: {}", quote.text);
    }
    let _ = writeln!(text, "    why: {fact}\n    mend: {mend}");
    text
}

/// A finding for machines.
#[derive(Serialize)]
pub(super) struct Found<'a> {
    code: &'static str,
    severity: &'static str,
    sentence: &'a str,
    fact: &'static str,
    mend: &'static str,
    quotes: Vec<Said<'a>>,
}

#[derive(Serialize)]
struct Said<'a> {
    side: &'static str,
    text: &'a str,
}

impl<'a> From<&'a Finding> for Found<'a> {
    fn from(finding: &'a Finding) -> Self {
        let said = |quote: &'a crate::pki::judge::Quote| Said {
            side: quote.side.as_str(),
            text: &quote.text,
        };
        Self {
            code: finding.code,
            severity: finding.severity.as_str(),
            sentence: &finding.sentence,
            fact: finding.fact,
            mend: finding.mend,
            quotes: finding.quotes.iter().map(said).collect(),
        }
    }
}

fn json(judged: &[(&Path, Judgement)]) -> String {
    #[derive(Serialize)]
    struct One<'a> {
        path: String,
        verdict: &'static str,
        findings: Vec<Found<'a>>,
    }
    let all: Vec<One<'_>> = judged
        .iter()
        .map(|(path, judgement)| One {
            path: shown(path),
            verdict: judgement.verdict.as_str(),
            findings: judgement.findings.iter().map(Found::from).collect(),
        })
        .collect();
    output::pretty(&all)
}
