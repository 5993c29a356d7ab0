//! The files that a log may be about: `--in`. What is wrong with them, and which of them a line names.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use time::format_description::well_known::Rfc3339;
use time::{OffsetDateTime, UtcOffset};

use super::search::{self, Plain, Quote};
use crate::bundle::{MANIFEST, PLAN, shown, verify_on};
use crate::cli::failure::Failure;
use crate::cli::{audit, inspect, judgement, source};
use crate::cluster::Plan;
use crate::etcd::{Build, Release, first_member_id};
use crate::finding::{self, Finding, Rule};
use crate::pki::judge::CertificateFacts;
use crate::pki::{FileInspection, Inspection, Item, ItemKind};
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
    told_by: Vec<Quote>,
}

/// A member that a plan names.
struct Member {
    name: String,
    addresses: Vec<String>,
    id: String,
}

impl Evidence {
    /// Reads bundles as `verify` does, and everything else as `audit` and `inspect` do.
    pub(super) fn read(paths: &[PathBuf], now: OffsetDateTime) -> Result<Self, Failure> {
        let is_bundle =
            |path: &PathBuf| [MANIFEST, PLAN].iter().any(|name| path.join(name).exists());
        let (bundles, others): (Vec<PathBuf>, Vec<PathBuf>) =
            paths.iter().cloned().partition(is_bundle);
        let (mut findings, mut members) = (Vec::new(), Vec::new());
        for bundle in &bundles {
            findings.extend(of_bundle(bundle, now));
            // Without a plan `verify` says so.
            members.extend(source::plan(&bundle.join(PLAN)).iter().flat_map(of_plan));
        }
        let inspection = Inspection::new(inspect::files(&others));
        if !others.is_empty() {
            findings.extend(audit::findings(&others, Build::from(Release::default()), now)?);
            findings.extend(inspection.findings(now, None).into_iter().map(|(_, finding)| finding));
        }
        let place = paths.iter().map(|path| shown(path)).collect::<Vec<_>>().join(", ");
        let in_bundles = inspect::files(&bundles);
        let certificates = certificates(in_bundles.iter().chain(inspection.files.iter()));
        Ok(Self { place, findings, certificates, members })
    }

    /// What the files have to do with lines that say the same: the certificates that they tell by their names or
    /// dates, and what is wrong with the files that is logged so.
    pub(super) fn of(&self, lines: &[&str]) -> String {
        let plain: Vec<Plain> = lines.iter().map(|line| Plain::of(line)).collect();
        let is_logged = |finding: &Finding| {
            let quotes = finding.quotes.iter().map(|quote| Quote::of(&without_clock(&quote.text)));
            quotes.into_iter().any(|quote| plain.iter().any(|line| quote.is_in(line)))
        };
        let mut found = self.found(is_logged);
        if found.is_empty() {
            let rules: Vec<Rule> = lines.iter().flat_map(|line| search::rules(line)).collect();
            found = self.found(|finding| rules.contains(&finding.rule));
        }
        self.told(self.named(&plain), found, "explain-in-nothing")
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

    /// The certificates that lines tell by what is in them; or that none is there, where one tells one.
    fn named(&self, lines: &[Plain]) -> String {
        let is_told = |one: &Certificate, line: &Plain| one.told_by.iter().any(|it| it.is_in(line));
        let by_any = |one: &&Certificate| lines.iter().any(|line| is_told(one, line));
        let told = self.certificates.iter().filter(by_any);
        let names: Vec<&str> = told.map(|one| one.name.as_str()).collect();
        let mut said = String::new();
        if !names.is_empty() {
            let heading = fill("explain-in-certificate", &[("count", &names.len())]);
            said = format!("  {heading}\n    {}\n", names.join("\n    "));
        }
        let telling: Vec<Quote> = TELLING.into_iter().map(Quote::of).collect();
        let is_other = |line: &Plain| {
            telling.iter().any(|frame| frame.is_in(line))
                && !self.certificates.iter().any(|one| is_told(one, line))
        };
        if !self.certificates.is_empty() && lines.iter().any(is_other) {
            said.extend(["  ", say("explain-in-other"), "\n"]);
        }
        said
    }

    /// The member of a plan that has an address or an ID.
    pub(super) fn member(&self, about: &str) -> Option<&str> {
        let about = about.trim_matches(['[', ']']);
        let is_it = |one: &&Member| one.addresses.iter().any(|at| at == about) || one.id == about;
        self.members.iter().find(is_it).map(|one| one.name.as_str())
    }
}

/// What Go says of names and dates that stand in a certificate, word by word.
const TELLING: [&str; 4] = [
    "certificate is valid for …, not",
    "DNSNames […]",
    "current time … is after …",
    "current time … is before …",
];

fn of_bundle(bundle: &Path, now: OffsetDateTime) -> Vec<Finding> {
    let report = verify_on(bundle, None, None, now);
    let handshakes = report.handshakes.handshakes.into_iter().flat_map(|one| {
        let between = judgement::pair(one.connection, &one.dialer, &one.listener);
        one.judgement.findings.into_iter().map(move |finding| finding.in_file(&between))
    });
    report.findings.into_iter().chain(handshakes).collect()
}

fn of_plan(plan: &Plan) -> Vec<Member> {
    let members = plan.members.iter().map(|member| Member {
        name: member.name.to_string(),
        addresses: member.addresses().iter().map(ToString::to_string).collect(),
        id: first_member_id(
            plan.peer_urls(member).iter().map(String::as_str),
            plan.cluster_token.as_str(),
        ),
    });
    members.collect()
}

/// Each certificate that etcd loads, once, under the first name that it was found by.
fn certificates<'a>(files: impl Iterator<Item = &'a FileInspection>) -> Vec<Certificate> {
    let mut seen = HashSet::new();
    let mut certificates = Vec::new();
    for file in files {
        let is_certificate = |item: &&Item| matches!(item.kind, ItemKind::Certificate(_));
        let ders = file.items.iter().filter(is_certificate).filter_map(Item::public_der);
        for der in ders.filter(|der| seen.insert(*der)) {
            if let Ok(facts) = CertificateFacts::from_der(der, Release::default().into()) {
                let name = format!("{} ({})", shown(&file.path), facts.subject);
                certificates.push(Certificate { name, told_by: told_by(&facts) });
            }
        }
    }
    certificates
}

/// The texts in which Go names what stands in a certificate (`verify.go`), and etcd (`listener_tls.go`).
fn told_by(facts: &CertificateFacts) -> Vec<Quote> {
    let addresses: Vec<String> = facts.addresses.iter().map(ToString::to_string).collect();
    let mut texts = Vec::new();
    for names in [&facts.dns_names, &addresses].into_iter().filter(|names| !names.is_empty()) {
        texts.push(format!("certificate is valid for {}, not ", names.join(", ")));
    }
    if !facts.dns_names.is_empty() {
        let quoted: Vec<String> =
            facts.dns_names.iter().map(|name| format!("\"{name}\"")).collect();
        texts.push(format!("DNSNames [{}]", quoted.join(" ")));
    }
    for (which, moment) in [("after", facts.end), ("before", facts.start)] {
        let moment = moment.and_then(|it| it.to_offset(UtcOffset::UTC).format(&Rfc3339).ok());
        texts.extend(moment.map(|moment| format!("current time … is {which} {moment}")));
    }
    if facts.ca == Some(true) {
        texts.push(format!("candidate authority certificate \"{}\"", facts.candidate_name));
    }
    texts.iter().map(|text| Quote::of(text)).collect()
}

/// A quote without the moment at which the certificate was judged.
fn without_clock(quote: &str) -> String {
    let parts = quote.split_once("current time ").and_then(|(start, rest)| {
        let (_, end) = rest.split_once(" is ")?;
        Some(format!("{start}current time … is {end}"))
    });
    parts.unwrap_or_else(|| quote.to_owned())
}
