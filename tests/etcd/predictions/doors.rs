//! The doors that need no etcd: each command is given the files of a case where it looks for such files, and
//! has to say what the judge says.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;
use tempfile::TempDir;
use time::OffsetDateTime;

use super::cases::{Case, Cases, HOST, Trial};
use super::run::timeless;
use super::{context, predicted};
use crate::support::bundle::{Bundle, ClusterRequest};
use quorate::audit::{Disk, Found, Lookup, audit};
use quorate::bundle::verify_on;
use quorate::etcd::Build;
use quorate::finding::{Family, Finding, Rule, Severity};
use quorate::pki::judge::{Judgement, Verdict};

/// A way to ask for a judgement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Door {
    /// `quorate judge`.
    Judge,
    /// `quorate inspect --as`.
    Inspect,
    /// An audit of a member that names the files.
    Audit,
    /// The verification of a bundle that holds them in place of a member's or client's.
    Verify,
}

impl Door {
    pub(super) const ALL: [Self; 4] = [Self::Judge, Self::Inspect, Self::Audit, Self::Verify];

    /// Why a case can't be asked here, where it can't.
    fn closed(self, case: &Case, judgement: &Judgement) -> Option<&'static str> {
        let is_refused_for = |rules: &[Rule]| {
            judgement
                .findings
                .iter()
                .any(|one| one.severity() == Severity::Error && rules.contains(&one.rule))
        };
        match (self, &case.trial) {
            (Self::Judge | Self::Inspect, Trial::Peer(host))
                if host.contains("example") && case.flags.is_empty() =>
            {
                Some("what names resolve to can't be said")
            }
            (Self::Audit | Self::Verify, _) if judgement.verdict == Verdict::NotJudged => {
                Some("what isn't judged is no finding")
            }
            (Self::Audit, Trial::Server(_) | Trial::Load) if is_refused_for(&ANCHORLESS) => {
                Some("a unit doesn't say whom clients trust")
            }
            (Self::Audit, Trial::Peer(_))
                if is_refused_for(&[Rule::CallerNotCovered, Rule::CallerByName]) =>
            {
                Some("a unit doesn't say where a peer dials from")
            }
            (Self::Verify, Trial::Peer(host)) if host.contains(':') => {
                Some("the members of the bundle have IPv4 addresses")
            }
            _ => None,
        }
    }
}

/// What is said where no way leads to an anchor.
const ANCHORLESS: [Rule; 5] = [
    Rule::NoAnchors,
    Rule::SelfSigned,
    Rule::UnknownAuthority,
    Rule::BrokenChainFile,
    Rule::OtherAuthorityKey,
];

/// What one door says of a case: the verdict, and each error's code with what will be logged.
#[derive(Debug, PartialEq, Eq)]
struct Said {
    verdict: String,
    errors: BTreeMap<String, BTreeSet<String>>,
}

impl Said {
    fn of<'a>(verdict: Option<Verdict>, findings: impl Iterator<Item = &'a Finding>) -> Self {
        let mut errors = BTreeMap::<String, BTreeSet<String>>::new();
        for finding in findings.filter(|one| one.severity() == Severity::Error) {
            let texts = finding.quotes.iter().map(|quote| timeless(&quote.text));
            errors.entry(finding.code().into()).or_default().extend(texts);
        }
        let seen = if errors.is_empty() { Verdict::Accepted } else { Verdict::Refused };
        Self { verdict: verdict.unwrap_or(seen).as_str().into(), errors }
    }

    /// Reads what a command printed.
    fn printed(judged: &Value) -> Self {
        let text = |value: &Value| value.as_str().expect("it is a text").to_owned();
        let mut errors = BTreeMap::<String, BTreeSet<String>>::new();
        for finding in judged["findings"].as_array().expect("it is a list") {
            if finding["severity"] == "error" {
                let quotes = finding["quotes"].as_array().expect("it is a list");
                let texts = quotes.iter().map(|quote| timeless(&text(&quote["text"])));
                errors.entry(text(&finding["code"])).or_default().extend(texts);
            }
        }
        Self { verdict: text(&judged["verdict"]), errors }
    }
}

/// How many cases went through each door, and where one says something else than the judge.
pub(super) fn ask_all(cases: &Cases, etcd: Build) -> (BTreeMap<Door, usize>, Vec<String>) {
    let bundle = bundle(cases, etcd);
    let scratch = TempDir::new().unwrap();
    let (mut asked, mut wrong) = (BTreeMap::new(), Vec::new());
    for case in cases.all.iter().filter(|case| case.is_for(etcd)) {
        let judgement = predicted(case, etcd);
        let expected = Said::of(Some(judgement.verdict), judgement.findings.iter());
        for door in Door::ALL {
            if door.closed(case, &judgement).is_some() {
                continue;
            }
            let said = match door {
                Door::Judge => command("judge", case, etcd, scratch.path()),
                Door::Inspect => command("inspect", case, etcd, scratch.path()),
                Door::Audit => audited(case, etcd),
                Door::Verify => verified(case, &bundle, cases, etcd),
            };
            *asked.entry(door).or_default() += 1;
            if said != expected {
                wrong.push(format!("{} by {door:?}: {said:#?}\nand not {expected:#?}", case.name));
            }
        }
    }
    (asked, wrong)
}

/// Asks a command for its JSON.
fn command(command: &str, case: &Case, etcd: Build, scratch: &Path) -> Said {
    let file = |name: &str, contents: &[u8]| {
        let path = scratch.join(name);
        std::fs::write(&path, contents).unwrap();
        path
    };
    let place = context(case, etcd);
    let mut quorate = Command::new(env!("CARGO_BIN_EXE_quorate"));
    quorate.arg(command).arg(file("cert.pem", case.pair.certificate.as_bytes())).arg("--json");
    quorate.args(["--as", place.role.as_str()]);
    quorate.arg("--key").arg(file("key.pem", case.pair.key.as_bytes()));
    quorate.arg("--ca").arg(file("ca.pem", case.anchors.as_bytes()));
    if let Some(list) = &case.revoked {
        quorate.arg("--crl").arg(file("crl", list));
    }
    quorate.args(["--etcd-version", &etcd.release.to_string(), "--go", &etcd.go.to_string()]);
    for (option, values) in [
        ("--for", place.dialed),
        ("--from", place.dials_from.iter().map(ToString::to_string).collect()),
        ("--allowed-cn", place.allowed_common_names),
        ("--allowed-hostname", place.allowed_hostnames),
        ("--cipher-suites", place.tls.cipher_suites),
        ("--tls-max-version", case.flag("tls-max-version")),
        ("--discovery-srv", case.flag("discovery-srv")),
    ] {
        quorate.args(values.iter().flat_map(|value| [option, value]));
    }
    let answer = quorate.output().unwrap();
    let all: Value = serde_json::from_slice(&answer.stdout)
        .unwrap_or_else(|_| panic!("{}: {}", case.name, String::from_utf8_lossy(&answer.stderr)));
    Said::printed(&all[0])
}

/// Files that exist in memory.
struct Machine(BTreeMap<&'static str, Found>);

impl Disk for Machine {
    fn file(&self, _: &str, path: &str) -> Lookup {
        let found = self.0.get(path);
        found.map_or(Lookup::Missing, |found| Lookup::Found(path.into(), found.clone()))
    }
}

/// Has a unit audited that names the files.
fn audited(case: &Case, etcd: Build) -> Said {
    const CERTIFICATE: &str = "/etc/etcd/cert.pem";
    const KEY: &str = "/etc/etcd/key.pem";
    const CA: &str = "/etc/etcd/ca.pem";
    const CRL: &str = "/etc/etcd/crl";
    let host = case.host().unwrap_or(HOST);
    let host = if host.contains(':') { format!("[{host}]") } else { host.to_owned() };
    let mut flags = match &case.trial {
        Trial::Client => format!(
            "--client-cert-file={CERTIFICATE} --client-key-file={KEY} --trusted-ca-file={CA} \
             --client-crl-file={CRL}"
        ),
        Trial::Server(_) | Trial::Load => format!(
            "--listen-client-urls=https://0.0.0.0:2379 --advertise-client-urls=https://{host}:2379 \
             --cert-file={CERTIFICATE} --key-file={KEY} --trusted-ca-file={CA} --client-cert-auth"
        ),
        Trial::Peer(_) => format!(
            "--listen-peer-urls=https://0.0.0.0:2380 --initial-advertise-peer-urls=https://{host}:2380 \
             --peer-cert-file={CERTIFICATE} --peer-key-file={KEY} --peer-trusted-ca-file={CA} \
             --peer-client-cert-auth --peer-crl-file={CRL}"
        ),
    };
    if !case.flag("discovery-srv").is_empty() {
        flags = flags.replace(&format!("--peer-trusted-ca-file={CA}"), "");
    }
    flags = format!("{flags} {}", case.flags.join(" "));
    if case.revoked.is_none() {
        flags = flags.split(' ').filter(|flag| !flag.ends_with(CRL)).collect::<Vec<_>>().join(" ");
    }
    let unit = format!("[Service]\nExecStart=/usr/bin/etcd --name=m2 {flags}\n");
    let found = |text: &str| Found { bytes: text.as_bytes().to_vec().into(), owner: None };
    let mut machine = Machine(BTreeMap::from([
        (CERTIFICATE, found(&case.pair.certificate)),
        (KEY, found(&case.pair.key)),
        (CA, found(&case.anchors)),
    ]));
    if let Some(list) = &case.revoked {
        machine.0.insert(CRL, Found { bytes: list.clone().into(), owner: None });
    }
    let files = [("/etc/systemd/system/etcd.service".to_owned(), found(&unit))];
    let report = audit(&files, &machine, etcd, OffsetDateTime::now_utc());
    let is_of_files = |one: &&Finding| {
        one.location.file.as_ref().is_some_and(|file| machine.0.contains_key(file.as_str()))
    };
    // Clients are held against one file with the authorities of all cases: unsafe, and no refusal.
    let is_verdict = |one: &&Finding| one.rule != Rule::ManyAuthorities;
    Said::of(None, report.findings.iter().filter(is_of_files).filter(is_verdict))
}

/// A bundle whose other files are in order.
fn bundle(cases: &Cases, etcd: Build) -> Bundle {
    let scratch = TempDir::new().unwrap();
    let file = |name: &str, text: &str| {
        let path = scratch.path().join(name);
        std::fs::write(&path, text).unwrap();
        path
    };
    let pair = &cases.authority.pair;
    ClusterRequest::named("doors")
        .member("m1", HOST)
        .member_with_names("m2", "10.77.0.2", &["m2.example.test"])
        .option("--etcd-version", etcd.series().as_str())
        .imported_authority(&file("ca.pem", &pair.certificate), &file("ca-key.pem", &pair.key))
        .generate()
}

/// Has a bundle verified that holds the files in place of others.
fn verified(case: &Case, bundle: &Bundle, cases: &Cases, etcd: Build) -> Said {
    let root = bundle.directory();
    let files = match case.trial {
        Trial::Client => bundle.client("root"),
        Trial::Server(_) | Trial::Load => bundle.shown("m1", "server"),
        Trial::Peer(_) => bundle.shown("m2", "peer"),
    };
    let mut swapped = Swapped::default();
    let authority = &cases.authority.pair.certificate;
    let authorities: Vec<PathBuf> =
        ["authority", "members/m1/pki", "members/m2/pki", "clients/root"]
            .map(|directory| root.join(directory).join("ca.pem"))
            .into();
    for path in &authorities {
        swapped.swap(path, |text| {
            assert_eq!(text.trim(), authority.trim());
            case.anchors.clone()
        });
    }
    swapped.swap(&files.certificate(), |_| case.pair.certificate.clone());
    swapped.swap(&files.key(), |_| case.pair.key.clone());
    let mut lists = Vec::new();
    for member in ["m1", "m2"] {
        let directory = bundle.member_directory(member);
        swapped.swap(&directory.join("etcd.env"), |text| settings(case, &text));
        if let Some(list) = &case.revoked {
            let path = directory.join("pki/crl");
            swapped.add(&path, list);
            lists.push(path);
        }
    }
    let report = verify_on(root, Some(etcd.release), Some(etcd.go), OffsetDateTime::now_utc());
    let is_of_case = |one: &&Finding| {
        let file = one.location.file.as_ref().map(|file| root.join(file));
        // Who may read a key is nothing that etcd looks at.
        one.rule.family != Family::Bundle
            && one.rule != Rule::KeyReadable
            && file.is_some_and(|file| {
                file == files.certificate()
                    || file == files.key()
                    || authorities.contains(&file)
                    || lists.contains(&file)
            })
    };
    Said::of(None, report.findings.iter().filter(is_of_case))
}

/// The settings of a member in which a case is dialed at its host.
fn settings(case: &Case, text: &str) -> String {
    let host = case.host().unwrap_or(HOST);
    let host = if host.contains(':') { format!("[{host}]") } else { host.to_owned() };
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    for line in &mut lines {
        match &case.trial {
            Trial::Server(_) => {
                if line.starts_with("ETCD_LISTEN_CLIENT_URLS=https://10.77.0.1:") {
                    *line = "ETCD_LISTEN_CLIENT_URLS=https://0.0.0.0:2379".into();
                }
                *line = line.replace(
                    "CLIENT_URLS=https://10.77.0.1:",
                    &format!("CLIENT_URLS=https://{host}:"),
                );
            }
            Trial::Peer(_) => {
                if line.starts_with("ETCD_LISTEN_PEER_URLS=https://10.77.0.2:") {
                    *line = "ETCD_LISTEN_PEER_URLS=https://0.0.0.0:2380".into();
                }
                *line = line.replace("https://10.77.0.2:2380", &format!("https://{host}:2380"));
            }
            Trial::Client | Trial::Load => {}
        }
    }
    lines.extend(case.flags.iter().filter_map(|flag| {
        let (name, value) = flag.strip_prefix("--")?.split_once('=')?;
        Some(format!("ETCD_{}={value}", name.to_uppercase().replace('-', "_")))
    }));
    if case.revoked.is_some() {
        let port = if matches!(case.trial, Trial::Peer(_)) { "PEER" } else { "CLIENT" };
        lines.push(format!("ETCD_{port}_CRL_FILE=/etc/etcd/pki/crl"));
    }
    if !case.flag("discovery-srv").is_empty() {
        let is_replaced = |line: &String| {
            line.starts_with("ETCD_INITIAL_CLUSTER=")
                || line.starts_with("ETCD_PEER_TRUSTED_CA_FILE=")
        };
        lines.retain(|line| !is_replaced(line));
    }
    lines.join("\n") + "\n"
}

/// Files with other contents than they had, or that weren't there, until this goes out of scope.
#[derive(Default)]
struct Swapped(Vec<(PathBuf, Option<Vec<u8>>)>);

impl Swapped {
    fn swap(&mut self, path: &Path, change: impl FnOnce(String) -> String) {
        let old = std::fs::read(path).unwrap();
        let new = change(String::from_utf8_lossy(&old).into_owned());
        std::fs::write(path, new).unwrap();
        self.0.push((path.to_owned(), Some(old)));
    }

    fn add(&mut self, path: &Path, contents: &[u8]) {
        std::fs::write(path, contents).unwrap();
        self.0.push((path.to_owned(), None));
    }
}

impl Drop for Swapped {
    fn drop(&mut self) {
        for (path, old) in &self.0 {
            match old {
                Some(old) => std::fs::write(path, old).unwrap(),
                None => std::fs::remove_file(path).unwrap(),
            }
        }
    }
}
