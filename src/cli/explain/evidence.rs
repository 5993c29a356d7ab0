//! The files that a log may be about: `--in`. What is wrong with them, and which of them a line names.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use time::format_description::well_known::Rfc3339;
use time::{OffsetDateTime, UtcOffset};

use super::search;
use crate::bundle::{MANIFEST, PLAN, shown, verify_on};
use crate::cli::failure::Failure;
use crate::cli::{audit, inspect, source};
use crate::cluster::Plan;
use crate::etcd::{Build, Release, first_member_id};
use crate::finding::{self, Finding, Rule};
use crate::pki::{CertificateReport, Inspection};
use crate::text::{fill, say};

/// How many places of one finding are named.
const NAMED: usize = 5;

/// Bundles, certificates and settings of the members whose log is read.
pub(super) struct Evidence {
    /// What was named, safe to show.
    place: String,
    findings: Vec<Finding>,
    certificates: Vec<Certificate>,
    members: Vec<Member>,
}

/// A certificate, and the texts by which a line tells it.
struct Certificate {
    name: String,
    told_by: Vec<String>,
}

/// A member that a plan names.
struct Member {
    name: String,
    address: String,
    id: String,
}

impl Evidence {
    /// Reads bundles as `verify` does, and everything else as `audit` and `inspect` do.
    pub(super) fn read(paths: &[PathBuf], now: OffsetDateTime) -> Result<Self, Failure> {
        let is_bundle =
            |path: &&PathBuf| [MANIFEST, PLAN].iter().any(|name| path.join(name).exists());
        let (bundles, others): (Vec<&PathBuf>, Vec<&PathBuf>) = paths.iter().partition(is_bundle);
        let (mut findings, mut members) = (Vec::new(), Vec::new());
        for bundle in bundles {
            findings.extend(of_bundle(bundle, now));
            // Without a plan `verify` says so.
            members.extend(source::plan(&bundle.join(PLAN)).iter().flat_map(of_plan));
        }
        let others: Vec<PathBuf> = others.into_iter().cloned().collect();
        if !others.is_empty() {
            findings.extend(audit::findings(&others, Build::from(Release::default()), now)?);
            let inspection = Inspection::new(inspect::files(&others));
            findings.extend(inspection.findings(now, None).into_iter().map(|(_, finding)| finding));
        }
        let place = paths.iter().map(|path| shown(path)).collect::<Vec<_>>().join(", ");
        Ok(Self { place, findings, certificates: certificates(paths), members })
    }

    /// What the files have to do with a line: the certificates that it tells by their names or dates, and what is
    /// wrong with the files that is logged so.
    pub(super) fn of(&self, line: &str) -> String {
        let is_logged = |finding: &Finding| {
            finding.quotes.iter().any(|quote| search::holds(line, &without_clock(&quote.text)))
        };
        let mut found = self.found(is_logged);
        if found.is_empty() {
            let rules = search::rules(line);
            found = self.found(|finding| rules.contains(&finding.rule));
        }
        self.told(self.named(line), found, "explain-in-nothing")
    }

    /// What is wrong with the files of this kind.
    pub(super) fn of_rule(&self, rule: Rule) -> String {
        self.told(String::new(), self.found(|finding| finding.rule == rule), "explain-in-none")
    }

    /// What is said in all, or the text of the key where that is nothing.
    fn told(&self, mut said: String, found: Vec<(&Finding, Vec<&str>)>, nothing: &str) -> String {
        for (finding, places) in found {
            let more = (places.len() > NAMED).then_some("…");
            let places: Vec<&str> = places.into_iter().take(NAMED).chain(more).collect();
            said.extend(["  ", &places.join("\n  "), "\n", &finding::plain(finding, "    ")]);
        }
        let about = if said.is_empty() { nothing } else { "explain-in" };
        format!("{}\n{said}", fill(about, &[("place", &self.place)]))
    }

    /// Findings of a kind, each once with the places where it was met.
    fn found(&self, is_meant: impl Fn(&Finding) -> bool) -> Vec<(&Finding, Vec<&str>)> {
        let mut found: Vec<(&Finding, Vec<&str>)> = Vec::new();
        for finding in self.findings.iter().filter(|finding| is_meant(finding)) {
            let place = finding.location.file.as_deref().unwrap_or(".");
            match found.iter_mut().find(|(one, _)| one.is_alike(finding)) {
                Some((_, places)) if places.contains(&place) => {}
                Some((_, places)) => places.push(place),
                None => found.push((finding, vec![place])),
            }
        }
        found
    }

    /// The certificates that a line tells by what is in them; or that none is there, where it tells one.
    fn named(&self, line: &str) -> String {
        let is_told = |one: &&Certificate| one.told_by.iter().any(|text| search::holds(line, text));
        let mut names: Vec<&str> =
            self.certificates.iter().filter(is_told).map(|one| one.name.as_str()).collect();
        names.dedup();
        if !names.is_empty() {
            let heading = fill("explain-in-certificate", &[("count", &names.len())]);
            return format!("  {heading}\n    {}\n", names.join("\n    "));
        }
        let tells = TELLING.iter().any(|frame| search::holds(line, frame));
        if tells && !self.certificates.is_empty() {
            return format!("  {}\n", say("explain-in-other"));
        }
        String::new()
    }

    /// The member of a plan that has an address or an ID.
    pub(super) fn member(&self, about: &str) -> Option<&str> {
        let about = about.trim_matches(['[', ']']);
        let is_it = |one: &&Member| one.address == about || one.id == about;
        self.members.iter().find(is_it).map(|one| one.name.as_str())
    }
}

/// What Go says of names and dates that stand in a certificate.
const TELLING: [&str; 5] = [
    "certificate is valid for …, not",
    "DNSNames […]",
    "current time … is after …",
    "current time … is before …",
    "candidate authority certificate \"…\"",
];

fn of_bundle(bundle: &Path, now: OffsetDateTime) -> Vec<Finding> {
    let report = verify_on(bundle, None, None, now);
    let handshakes = report.handshakes.handshakes.into_iter().flat_map(|one| {
        let between = format!("{} {} to {}", one.connection.as_str(), one.dialer, one.listener);
        one.judgement.findings.into_iter().map(move |finding| finding.in_file(&between))
    });
    report.findings.into_iter().chain(handshakes).collect()
}

fn of_plan(plan: &Plan) -> Vec<Member> {
    let members = plan.members.iter().map(|member| Member {
        name: member.name.to_string(),
        address: member.address.ip().to_string(),
        id: first_member_id([plan.peer_url(member).as_str()], plan.cluster_token.as_str()),
    });
    members.collect()
}

/// Each certificate once, under the first name that it was found by.
fn certificates(paths: &[PathBuf]) -> Vec<Certificate> {
    let mut seen = HashSet::new();
    let files = inspect::files(paths);
    let mut certificates = Vec::new();
    for file in &files {
        for report in file.items.iter().filter_map(|item| item.report()) {
            // A request has no fingerprint.
            if report.fingerprint.is_some() && seen.insert(report.fingerprint.clone()) {
                let name = format!("{} ({})", shown(&file.path), report.subject);
                certificates.push(Certificate { name, told_by: told_by(report) });
            }
        }
    }
    certificates
}

/// The texts in which Go names what stands in a certificate (`verify.go`), and etcd (`listener_tls.go`).
fn told_by(report: &CertificateReport) -> Vec<String> {
    let mut texts = Vec::new();
    for names in [&report.dns_names, &report.ip_addresses].into_iter().filter(|it| !it.is_empty()) {
        texts.push(format!("certificate is valid for {}, not ", names.join(", ")));
    }
    if !report.dns_names.is_empty() {
        let quoted: Vec<String> =
            report.dns_names.iter().map(|name| format!("\"{name}\"")).collect();
        texts.push(format!("DNSNames [{}]", quoted.join(" ")));
    }
    for (which, moment) in [("after", report.not_after), ("before", report.not_before)] {
        let moment = moment.and_then(|it| it.to_offset(UtcOffset::UTC).format(&Rfc3339).ok());
        texts.extend(moment.map(|moment| format!("current time … is {which} {moment}")));
    }
    if report.authority.is_some_and(|it| it.ca) {
        let common_name = report.subject.split(", ").find_map(|part| part.strip_prefix("CN="));
        texts.extend(common_name.map(|name| format!("candidate authority certificate \"{name}\"")));
    }
    texts
}

/// A quote without the moment at which the certificate was judged.
fn without_clock(quote: &str) -> String {
    let parts = quote.split_once("current time ").and_then(|(start, rest)| {
        let (_, end) = rest.split_once(" is ")?;
        Some(format!("{start}current time … is {end}"))
    });
    parts.unwrap_or_else(|| quote.to_owned())
}
