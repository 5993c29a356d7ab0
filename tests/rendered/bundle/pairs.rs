//! Every two choices of a plan, in some bundle: nothing is found wrong with it as it is made.

use std::collections::HashSet;
use std::path::Path;

use quorate::bundle::{AuthoritySource, verify};
use quorate::cluster::{
    CaLayout, CaSource, CertificateLayout, EtcdVersion, KeyAlgorithm, KeyOrigin, Plan, Preset,
    UnitForm,
};
use quorate::finding::{Finding, Severity};
use quorate::pki::judge::Verdict;
use quorate::pki::{ImportedAuthority, NewPassphrase};
use zeroize::Zeroizing;

use super::generate::{NOW, made_by, made_of};
use crate::support::presets::plan_of;

/// What is still to come where the CA or the keys are elsewhere.
const PENDING: [&str; 3] = ["authority-pending", "import-pending", "signature-pending"];

/// The place of each choice among those of its kind.
type Choices = [usize; 7];

const KINDS: Choices = [
    Preset::ALL.len(),
    UnitForm::ALL.len(),
    CaLayout::ALL.len(),
    CertificateLayout::ALL.len(),
    CaSource::ALL.len(),
    KeyOrigin::ALL.len(),
    EtcdVersion::ALL.len(),
];

/// Some combinations are refused as plans.
fn plan_with(presets: &[Plan], choices: &Choices) -> Option<Plan> {
    let [preset, form, trust, arrangement, source, keys, version] = *choices;
    let mut plan = presets[preset].clone();
    (plan.unit_form, plan.etcd_version) = (UnitForm::ALL[form], EtcdVersion::ALL[version]);
    let certificates = &mut plan.certificates;
    certificates.trust = CaLayout::ALL[trust];
    certificates.arrangement = CertificateLayout::ALL[arrangement];
    certificates.ca_source = CaSource::ALL[source];
    certificates.member_keys = KeyOrigin::ALL[keys];
    let is_even = choices.iter().sum::<usize>() % 2 == 0;
    certificates.algorithm = if is_even { KeyAlgorithm::EcdsaP256 } else { KeyAlgorithm::Ed25519 };
    Plan::from_json(plan.to_json().as_bytes()).ok()
}

/// Every choice of every kind.
fn all_choices() -> Vec<Choices> {
    KINDS.iter().enumerate().fold(vec![[0; 7]], |all, (kind, count)| {
        let with = |choices: Choices, choice| {
            let mut choices = choices;
            choices[kind] = choice;
            choices
        };
        all.into_iter().flat_map(|one| (0..*count).map(move |choice| with(one, choice))).collect()
    })
}

/// Every two of the choices, each by its kind.
fn pairs(choices: &Choices) -> Vec<[usize; 4]> {
    let kinds = 0..choices.len();
    let pairs = kinds.clone().flat_map(|one| kinds.clone().map(move |other| (one, other)));
    let pairs = pairs.filter(|(one, other)| one < other);
    pairs.map(|(one, other)| [one, choices[one], other, choices[other]]).collect()
}

/// As few plans as a greedy choice finds that hold every pair that any plan holds.
fn sample() -> Vec<Plan> {
    let presets = Preset::ALL.map(plan_of);
    let plans = all_choices().into_iter();
    let plans = plans.filter_map(|choices| Some((choices, plan_with(&presets, &choices)?)));
    let mut all: Vec<(Choices, Plan)> = plans.collect();
    let mut open: HashSet<[usize; 4]> = all.iter().flat_map(|(one, _)| pairs(one)).collect();
    let mut chosen = Vec::new();
    while !open.is_empty() {
        let gain = |choices| pairs(choices).iter().filter(|pair| open.contains(*pair)).count();
        let gains = all.iter().enumerate().map(|(index, (choices, _))| (gain(choices), index));
        let (_, best) = gains.max().unwrap();
        let (choices, plan) = all.swap_remove(best);
        for pair in pairs(&choices) {
            open.remove(&pair);
        }
        chosen.push(plan);
    }
    chosen
}

/// An organisation's own CA: certificate and key.
fn own_ca() -> [Vec<u8>; 2] {
    let mut plan = plan_of(Preset::Recommended);
    plan.certificates.algorithm = KeyAlgorithm::EcdsaP256;
    let directory = tempfile::tempdir().unwrap();
    let made = made_of(&plan, &directory).written.path;
    ["ca.pem", "ca-key.pem"].map(|name| std::fs::read(made.join("authority").join(name)).unwrap())
}

fn found(directory: &Path) -> Vec<Finding> {
    let report = verify(directory, NOW);
    let is_pending = |one: &Finding| PENDING.contains(&one.code());
    if !report.findings.iter().any(is_pending) {
        assert!(report.is_sound() && report.certificates > 0 && report.hosts > 0);
        let handshakes = &report.handshakes.handshakes;
        assert!(!handshakes.is_empty());
        for one in handshakes {
            assert_eq!(one.judgement.verdict, Verdict::Accepted, "{one:?}");
        }
    }
    let mut findings = report.findings;
    findings.retain(|one| one.severity() > Severity::Note && !is_pending(one));
    findings
}

#[test]
fn nothing_is_found_wrong_with_what_was_just_made_whatever_two_choices_meet() {
    let [certificate, key] = own_ca();
    let sample = sample();
    assert!((20..60).contains(&sample.len()), "{}", sample.len());
    for plan in sample {
        let source = match plan.certificates.ca_source {
            CaSource::Made => AuthoritySource::Made,
            CaSource::Encrypted => {
                let passphrase = Zeroizing::new("correct horse".to_owned());
                AuthoritySource::Sealed(NewPassphrase::parse(passphrase).unwrap())
            }
            CaSource::Imported => {
                let own = ImportedAuthority::read(&certificate, &key, None, NOW).unwrap();
                AuthoritySource::Imported(Box::new(own))
            }
            CaSource::Elsewhere => AuthoritySource::Elsewhere,
        };
        let directory = tempfile::tempdir().unwrap();
        let made = made_by(&plan, &source, &directory).written.path;
        assert_eq!(found(&made), [], "{}", plan.to_json());
    }
}
