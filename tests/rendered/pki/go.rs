//! What Go's own `x509.ParseCertificate` says of thousands of certificates, held against what is said here:
//! the verdict, the words, and what was read.

mod corpus;
mod keys;
mod parts;
mod program;
mod tree;
mod values;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use quorate::cluster::EtcdVersion;
use quorate::etcd::{Build, GoVersion};
use quorate::finding::{Finding, Rule, Severity};
use quorate::pki::judge::{CertificateFacts, Context, PresentedChain, Role, judge};
use quorate::pki::{certificate_pem, inspect};
use quorate::text::escape_for_terminal;
use tempfile::TempDir;

use self::corpus::CLASSES;
use self::program::{Answer, Read, ask};
use crate::support::needs::need;
use crate::support::random::Random;
use crate::support::releases::built_tools;
use crate::support::skip_without;

/// How many certificates there are of each class.
const OF_EACH: usize = 300;

/// Of what Go refuses, how much is foretold, in its words; of what is foretold, how much Go refuses.
const RECALL: f64 = 98.0;
const PRECISION: f64 = 99.0;

/// The releases of Go for which `check` builds the program, beside the machine's own: those of the oldest etcds that
/// the tests run. `QUORATE_GO_RELEASES` names others.
const RELEASES: &str = include_str!("go/releases.txt");

/// Certificates of all classes, the same in each run, with their class.
fn corpus() -> (Vec<&'static str>, Vec<Vec<u8>>) {
    let mut random = Random(0x0051);
    CLASSES
        .iter()
        .flat_map(|class| std::iter::repeat_n(class, OF_EACH))
        .map(|(class, make)| (*class, make(&mut random)))
        .unzip()
}

#[derive(Debug, Default)]
struct Score {
    both: usize,
    by_go: usize,
    here: usize,
}

impl Score {
    fn percent(&self, of: usize) -> f64 {
        let count = |number| f64::from(u32::try_from(number).unwrap());
        if of == 0 { 100.0 } else { 100.0 * count(self.both) / count(of) }
    }
}

/// Holds refusals against Go's by class, prints the share of those that agree, and fails where it is too small.
fn hold(release: GoVersion, classes: &[&str], answers: &[Answer], here: &[Result<(), String>]) {
    let mut scores: BTreeMap<&str, Score> = BTreeMap::new();
    let mut differences: BTreeMap<String, usize> = BTreeMap::new();
    for ((class, answer), here) in classes.iter().zip(answers).zip(here) {
        let score = scores.entry(class).or_default();
        let answer = answer.as_ref().map(|_| ()).map_err(|why| escape_for_terminal(why));
        score.by_go += usize::from(answer.is_err());
        score.here += usize::from(here.is_err());
        score.both += usize::from(answer.is_err() && answer == *here);
        if answer != *here {
            let said = format!("{class}: Go says {answer:?}, and here it is {here:?}");
            *differences.entry(said).or_default() += 1;
        }
    }
    let mut table = format!("Go {release}, {} certificates\n", answers.len());
    let mut is_good = true;
    for (class, score) in &scores {
        let (recall, precision) = (score.percent(score.by_go), score.percent(score.here));
        let refused = score.by_go;
        is_good &= recall >= RECALL && precision >= PRECISION;
        writeln!(
            table,
            "  {class:23} {refused:3} refused, recall {recall:6.2} %, precision {precision:6.2} %"
        )
        .unwrap();
    }
    println!("{table}");
    for (said, times) in differences.iter().take(40) {
        println!("{times:5} {said}");
    }
    assert!(is_good, "Go {release} refuses others, or in other words");
}

/// Whether a certificate is taken up to its critical extensions: it is trusted itself, so that nothing else is looked
/// at.
fn reads_as(facts: CertificateFacts, build: Build) -> Read {
    let end = facts.end.unwrap().unix_timestamp();
    let (common_name, dns_names) = (facts.common_name.clone(), facts.dns_names.clone());
    let chain = vec![facts];
    let presented = PresentedChain {
        anchors: chain.clone(),
        chain,
        knows_anchors: true,
        ..PresentedChain::default()
    };
    let found = judge(&presented, &Context::new(Role::Client, build)).findings;
    let is_critical = found.iter().any(|one| one.rule == Rule::UnknownCriticalExtension);
    Read { is_critical, end, common_name, dns_names }
}

/// Asks one Go of all certificates, and the judge as it would be with this Go.
fn held_against(program: &Path) {
    let (classes, corpus) = corpus();
    let (release, answers) = ask(program, &corpus);
    let build = Build::from(EtcdVersion::V3_7).with_go(Some(release));
    let read = |der: &Vec<u8>| CertificateFacts::from_der(der, build);
    let here: Vec<Result<(), String>> =
        corpus.iter().map(|der| read(der).map(|_| ()).map_err(|refused| refused.why)).collect();
    hold(release, &classes, &answers, &here);
    let mut misread = Vec::new();
    for (der, answer) in corpus.iter().zip(&answers) {
        let (Ok(facts), Ok(expected)) = (read(der), answer) else { continue };
        let found = reads_as(facts, build);
        let shown = |text: &String| escape_for_terminal(text);
        let expected = Read {
            common_name: shown(&expected.common_name),
            dns_names: expected.dns_names.iter().map(shown).collect(),
            ..*expected
        };
        if found != expected {
            misread.push(format!("Go {expected:?}\n  here {found:?}"));
        }
    }
    assert!(
        misread.is_empty(),
        "{} of Go {release}: {}",
        misread.len(),
        misread[..misread.len().min(10)].join("\n")
    );
}

#[test]
fn what_the_machines_go_refuses_is_foretold_in_its_words() {
    skip_without!("go");
    let room = TempDir::new().unwrap();
    let program = program::build(&room);
    held_against(&program);
    inspected_as_by(&program);
}

/// The inspector speaks of the newest etcd: where this is its Go, it says that etcd doesn't load what Go refuses and
/// why, and calls no other certificate broken.
fn inspected_as_by(program: &Path) {
    let (classes, corpus) = corpus();
    let (release, answers) = ask(program, &corpus);
    let minor = |go: GoVersion| go.to_string().split('.').nth(1).map(str::to_owned);
    if minor(release) != minor(Build::from(EtcdVersion::V3_7).go) {
        return;
    }
    let mut false_errors = BTreeMap::<&str, usize>::new();
    let mut here = Vec::new();
    for (der, answer) in corpus.iter().zip(&answers) {
        let text = certificate_pem(der);
        let file = inspect::read(Path::new("one.pem"), text.as_bytes());
        let item = &file.items[0];
        let quoted = |one: &Finding| one.quotes.first().map(|quote| quote.text.clone());
        let said = item.all_findings().find_map(|one| match one.code() {
            "refused-by-parser" => one.message().split_once(": ").map(|(_, why)| why.to_owned()),
            "broken-block" | "trailing-data" => quoted(one),
            _ => None,
        });
        let is_of_form = |one: &&Finding| {
            // These certificates are parsed, and refused with their key, or when somebody is shown them.
            !matches!(
                one.code(),
                "reversed-validity"
                    | "unknown-critical-extension"
                    | "key-too-short"
                    | "key-algorithm"
                    | "curve-unsupported"
            )
        };
        let errors = item.all_findings().filter(|one| one.severity() == Severity::Error);
        if answer.is_ok() {
            errors
                .filter(is_of_form)
                .for_each(|one| *false_errors.entry(one.code()).or_default() += 1);
        }
        assert_eq!(item.etcd_loads, said.is_none(), "{text}");
        here.push(said.map_or(Ok(()), Err));
    }
    hold(release, &classes, &answers, &here);
    assert_eq!(false_errors, BTreeMap::new());
}

#[test]
fn what_other_releases_of_go_refuse_is_foretold_in_their_words() {
    let named = std::env::var("QUORATE_GO_RELEASES");
    for release in named.as_deref().unwrap_or(RELEASES).split_whitespace() {
        let program = built_tools().join("go-parsers").join(release);
        if need(program.to_str().unwrap()) {
            held_against(&program);
        }
    }
}
