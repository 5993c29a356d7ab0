//! `quorate judge`: would etcd take these certificates, and if not, what would it log?

mod cluster_files;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::builder::PossibleValuesParser;
use serde::Serialize;

use self::cluster_files::{Caller, ClusterFiles};
use super::failure::{Errors, FAULT, Failure};
use super::judgement::{self, handshakes_text};
use super::{output, source};
use crate::bundle::{self, shown, verify_on};
use crate::etcd::{Build, GoVersion, Release};
use crate::finding;
use crate::pki::judge::{
    Context, Gateway, Judgement, PresentedChain, RevocationList, Role, SrvDomain, TlsLimits,
    Verdict, is_cipher_suite, judge,
};
use crate::pki::matrix::{self, Handshake, Matrix};
use crate::text::say;

/// Say whether etcd accepts certificates in a role, and what it logs
///
/// Each file holds a certificate and the rest of its chain. Or judge every handshake of a cluster: of a bundle, of a
/// plan, or of files whose members and clients you name. The exit code is 0 if all are accepted, 1 if one is refused or
/// can't be judged, 2 if a file can't be read. `quorate inspect --as` does the same.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  quorate judge server.pem --as server --for 10.0.0.1 \\
      --ca ca.pem --key server-key.pem
  quorate judge peer.pem --as peer --for etcd-1.example.com \\
      --from 10.0.0.1 --ca ca.pem
  quorate judge client.pem --as client --ca ca.pem --etcd-version 3.4 --json
  quorate judge --plan plan.json
  quorate judge --member etcd-1=10.0.0.1 \\
      --member etcd-2=10.0.0.2,etcd-2.example.com --ca ca.pem \\
      --server etcd-1=a.pem --server etcd-2=b.pem --client root=root.pem \\
      --peer etcd-1=a-peer.pem --peer etcd-2=b-peer.pem \\
      --peer-ca peer-ca.pem --key a-key.pem

A file without NAME= is for every member that has none of its own. Each key goes to the certificates that it \
belongs to, or with --key NAME=FILE to those of NAME. Clients dial a member at its hosts and at those of --for; \
peers dial from its addresses, or from those of --from. If no client is named, `anyone` stands for all.")]
pub(super) struct Arguments {
    /// The certificate files
    #[arg(
        value_name = "FILE",
        required_unless_present_any = ["bundle", "plan", "heap"],
        conflicts_with_all = ["bundle", "plan", "heap"])]
    files: Vec<PathBuf>,
    /// The authorities that the other side trusts
    #[arg(long, alias = "cacert", value_name = "FILE")]
    ca: Option<PathBuf>,
    /// The private key of the certificate; with several, each certificate gets the one that belongs to it
    ///
    /// If you name members, NAME= says which member or client the key is for: if it belongs to none of NAME's
    /// certificates, they are refused, because etcd would exit. Without NAME, a certificate without a matching key
    /// isn't judged as long as a key is left over.
    #[arg(long = "key", value_name = "[NAME=]FILE")]
    keys: Vec<PathBuf>,
    /// Report as JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    asked: Asked,
}

/// What is asked of certificates: in which role and place etcd would meet them.
#[derive(Debug, Clone, clap::Args)]
#[command(next_help_heading = "Judgement")]
pub(super) struct Asked {
    /// The role in which they are shown [default: server]
    #[arg(
        long = "as",
        value_name = "ROLE",
        value_parser = PossibleValuesParser::new(["server", "peer", "client"]),
        conflicts_with = "heap")]
    role: Option<String>,
    /// A name or address that is dialed; can be repeated
    #[arg(long = "for", value_name = "HOST")]
    hosts: Vec<String>,
    /// An address that a peer dials from, with its NAME if you name members; can be repeated
    #[arg(long, value_name = "[NAME=]ADDRESS", value_parser = cluster_files::caller)]
    from: Vec<Caller>,
    /// The etcd, a series or a release [default: the plan's, or 3.6]
    #[arg(long, value_name = "VERSION")]
    etcd_version: Option<Release>,
    /// The Go it is built with, as `etcd --version` prints it, such as 1.19.8 or 1.25
    /// [default: what upstream builds that release with]
    #[arg(long, value_name = "VERSION")]
    go: Option<GoVersion>,
    /// An allowed common name; can be repeated
    #[arg(long, value_name = "NAME")]
    allowed_cn: Vec<String>,
    /// An allowed host name; can be repeated
    ///
    /// If you name members, `peer=NAME` and `client=NAME` apply only to peers or clients.
    #[arg(long, value_name = "NAME")]
    allowed_hostname: Vec<String>,
    /// The dialed port's list of revoked certificates
    #[arg(long, value_name = "FILE", conflicts_with_all = ["bundle", "plan", "heap"])]
    crl: Option<PathBuf>,
    /// The dialed port's cipher suites, separated by commas
    #[arg(long, value_name = "SUITES", value_delimiter = ',', value_parser = cipher_suite)]
    cipher_suites: Vec<String>,
    /// The dialed port's newest TLS version
    #[arg(long, value_name = "VERSION", value_parser = PossibleValuesParser::new(["TLS1.2", "TLS1.3"]))]
    tls_max_version: Option<String>,
    /// The domain that is used to find the members
    ///
    /// Peers without a CA file expect it instead of the host that they dial.
    #[arg(long, value_name = "DOMAIN", conflicts_with_all = ["bundle", "plan", "heap"])]
    discovery_srv: Option<String>,
    /// What the member's gateway shows to the member itself [default: server]
    #[arg(long, value_name = "WHAT", value_parser = PossibleValuesParser::new(["server", "own", "off"]))]
    gateway: Option<String>,
    /// Judge every handshake of a bundle instead: roles and places come from its settings
    #[arg(long = "in", value_name = "DIR", conflicts_with_all = ["plan", "heap"])]
    bundle: Option<PathBuf>,
    /// Judge every handshake of a plan instead, before there are certificates
    #[arg(long, value_name = "FILE", conflicts_with = "heap")]
    plan: Option<PathBuf>,
    #[command(flatten)]
    cluster_files: ClusterFiles,
}

fn cipher_suite(name: &str) -> Result<String, String> {
    if is_cipher_suite(name) {
        return Ok(name.to_owned());
    }
    Err("etcd knows no such suite; names are those of IANA, as \
         TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"
        .to_owned())
}

impl Asked {
    /// Whether a judgement is asked for by name.
    pub(super) fn is_asked(&self) -> bool {
        self.role.is_some()
            || self.bundle.is_some()
            || self.plan.is_some()
            || self.cluster_files.is_given()
    }

    /// The first option given that says nothing without a role.
    pub(super) fn needs_role(&self) -> Option<&'static str> {
        [
            ("--for", !self.hosts.is_empty()),
            ("--from", !self.from.is_empty()),
            ("--etcd-version", self.etcd_version.is_some()),
            ("--go", self.go.is_some()),
            ("--allowed-cn", !self.allowed_cn.is_empty()),
            ("--allowed-hostname", !self.allowed_hostname.is_empty()),
            ("--crl", self.crl.is_some()),
            ("--cipher-suites", !self.cipher_suites.is_empty()),
            ("--tls-max-version", self.tls_max_version.is_some()),
            ("--discovery-srv", self.discovery_srv.is_some()),
            ("--gateway", self.gateway.is_some()),
        ]
        .into_iter()
        .find_map(|(name, is_given)| is_given.then_some(name))
    }

    /// Names what is empty, as of a variable that isn't set, and what says nothing of the role.
    fn check(&self, errors: &mut Errors) {
        let domain = self.discovery_srv.as_slice();
        for (option, values) in [
            ("--for", self.hosts.as_slice()),
            ("--allowed-cn", &self.allowed_cn),
            ("--allowed-hostname", &self.allowed_hostname),
            ("--discovery-srv", domain),
        ] {
            if values.iter().any(|value| value.trim().is_empty()) {
                errors.refuse("judge-empty", &[("option", &option)]);
            }
        }
        let is_server = self.role.as_deref().unwrap_or("server") == "server";
        let is_single = self.bundle.is_none() && self.plan.is_none();
        if is_server && is_single && !self.cluster_files.is_given() && !self.allowed_cn.is_empty() {
            errors.refuse("judge-allowed-cn", &[]);
        }
    }

    /// What narrows the handshakes of the port that is dialed.
    fn tls(&self) -> TlsLimits {
        TlsLimits {
            cipher_suites: self.cipher_suites.clone(),
            stays_at_1_2: self.tls_max_version.as_deref() == Some("TLS1.2"),
        }
    }

    fn place(&self) -> Context {
        let asked = self.role.as_deref();
        let role = Role::ALL.into_iter().find(|role| Some(role.as_str()) == asked);
        let etcd = Build::from(self.etcd_version.unwrap_or_default()).with_go(self.go);
        let mut place = Context::new(role.unwrap_or(Role::Server), etcd);
        place.dialed.clone_from(&self.hosts);
        place.dials_from = self.from.iter().map(|one| one.address).collect();
        place.at = Some(crate::shell::now());
        place.allowed_common_names.clone_from(&self.allowed_cn);
        place.allowed_hostnames.clone_from(&self.allowed_hostname);
        place.tls = self.tls();
        place.srv = self.discovery_srv.clone().and_then(|domain| match place.role {
            Role::Server => Some(SrvDomain::OfClients(domain)),
            Role::Peer => Some(SrvDomain::OfPeers(domain)),
            Role::Client => None,
        });
        place.gateway = self.gateway();
        place
    }

    fn gateway(&self) -> Gateway {
        match self.gateway.as_deref() {
            Some("own") => Gateway::OwnCertificate,
            Some("off") => Gateway::Off,
            _ => Gateway::ServerCertificate,
        }
    }
}

/// The files that a judgement is about, and how to tell it.
pub(super) struct Judged<'a> {
    pub(super) files: &'a [PathBuf],
    pub(super) ca: Option<&'a Path>,
    pub(super) keys: &'a [PathBuf],
    pub(super) json: bool,
}

pub(super) fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    let Arguments { files, ca, keys, json, asked } = arguments;
    answer(asked, &Judged { files, ca: ca.as_deref(), keys, json: *json })
}

/// Judges and prints, whichever command asked.
pub(super) fn answer(asked: &Asked, judged: &Judged<'_>) -> Result<ExitCode, Failure> {
    let is_json = judged.json;
    let mut errors = Errors::default();
    for host in &asked.hosts {
        errors.take(
            format!("--for {}", crate::text::escape_for_terminal(host)),
            cluster_files::bare(host),
        );
    }
    asked.check(&mut errors);
    if !judged.keys.is_empty() && (asked.bundle.is_some() || asked.plan.is_some()) {
        let what = if asked.plan.is_some() { "plan" } else { "bundle" };
        errors.refuse("judge-key", &[("what", &what)]);
    }
    errors.finish()?;
    if let Some(plan) = &asked.plan {
        let plan = source::plan(plan)?;
        let release = asked.etcd_version.unwrap_or_else(|| plan.etcd_version.into());
        let etcd = Build::from(release).with_go(asked.go);
        return handshakes(is_json, &matrix::planned_on(&plan, etcd));
    }
    if let Some(directory) = &asked.bundle {
        source::bundle(directory, &[bundle::PLAN])?;
        return handshakes(
            is_json,
            &verify_on(directory, asked.etcd_version, asked.go, crate::shell::now()).handshakes,
        );
    }
    if asked.cluster_files.is_given() {
        return handshakes(is_json, &cluster_files::judged(asked, judged)?);
    }
    if let Some(Caller { name: Some(name), .. }) = asked.from.iter().find(|one| one.name.is_some())
    {
        return Err(Failure::refused("judge-from-member", &[("name", &name)]));
    }
    let mut place = asked.place();
    let list = asked.crl.as_deref().map(source::read).transpose()?;
    place.revocations = list.map(|list| RevocationList::read(&list, place.etcd));
    single(&place, judged)
}

/// Judges files one by one.
fn single(place: &Context, judged: &Judged<'_>) -> Result<ExitCode, Failure> {
    let anchors = judged.ca.map(source::read).transpose()?;
    let keys = judged.keys.iter().map(|path| source::read(path)).collect::<Result<Vec<_>, _>>()?;
    let mut all = Vec::new();
    for path in judged.files {
        let bytes = source::read(path)?;
        let own = keys.iter().find(|key| cluster_files::belongs(&bytes, key, place.etcd));
        // A key that isn't the certificate's is a finding.
        let key = own.or(keys.first()).map(|key| key.as_slice());
        let anchors = anchors.as_ref().map(|anchors| anchors.as_slice());
        let presented = PresentedChain::read(&bytes, key, anchors, place.etcd);
        all.push((path.as_path(), judge(&presented, place)));
    }
    if place.dialed.is_empty() && place.role != Role::Client {
        output::print_error(&format!("note: {}", say("cluster-files-no-host")));
    }
    output::print(&if judged.json { json(&all) } else { text(&all) })?;
    let good = all.iter().all(|(_, judgement)| judgement.verdict == Verdict::Accepted);
    Ok(if good { ExitCode::SUCCESS } else { ExitCode::from(FAULT) })
}

/// Prints a whole matrix. One without any handshake is no success, nor is one that can't be judged.
fn handshakes(is_json: bool, matrix: &Matrix) -> Result<ExitCode, Failure> {
    output::print(&if is_json {
        output::pretty(&matrix.handshakes)
    } else {
        handshakes_text(matrix, &[])
    })?;
    let accepted = |one: &Handshake| one.judgement.verdict == Verdict::Accepted;
    let is_good = !matrix.handshakes.is_empty() && matrix.handshakes.iter().all(accepted);
    Ok(if is_good { ExitCode::SUCCESS } else { ExitCode::from(FAULT) })
}

fn text(judged: &[(&Path, Judgement)]) -> String {
    let mut text = String::new();
    for (index, (path, judgement)) in judged.iter().enumerate() {
        let separator = if index > 0 { "\n" } else { "" };
        let name = if path.as_os_str() == "-" { say("inspect-stdin").into() } else { shown(path) };
        // Writing to a string can't fail.
        let _ = writeln!(text, "{separator}{name}: {}", judgement::shown(judgement.verdict));
        for finding in &judgement.findings {
            text.push_str(&finding::plain(finding, "  "));
        }
        if judgement.verdict == Verdict::NotJudged && judgement.findings.is_empty() {
            text.extend(["  ", say("judge-add-ca"), "\n"]);
        }
    }
    text
}

fn json(judged: &[(&Path, Judgement)]) -> String {
    #[derive(Serialize)]
    struct JudgedJson<'a> {
        path: String,
        #[serde(flatten)]
        judgement: &'a Judgement,
    }
    let all = judged.iter().map(|(path, judgement)| JudgedJson { path: shown(path), judgement });
    output::pretty(&all.collect::<Vec<_>>())
}
