//! Bundles of every preset, and of every choice of authorities and certificates: what is previewed is
//! written, and nothing is found wrong with it.

use quorate::bundle::{PlannedBundle, verify};
use quorate::cluster::{CaSource, KeyAlgorithm, Plan, Preset};

use super::generate::{NOW, files, made_of};
use crate::support::presets::{combinations, plan_of};

#[track_caller]
fn is_sound(plan: &Plan) {
    let directory = tempfile::tempdir().unwrap();
    made_of(plan, &directory);
    let path = directory.path().join("out");
    let report = verify(&path, NOW);
    let which = (plan.preset, plan.certificates.trust, plan.certificates.arrangement);
    assert_eq!(report.findings, [], "{which:?}");
    assert_eq!(files(&path), PlannedBundle::of(plan).listing(), "{which:?}");
    assert!(report.hosts > 0 && report.certificates > 0);
    let saved = std::fs::read(path.join("plan.json")).unwrap();
    assert_eq!(Plan::from_json(&saved).unwrap(), *plan, "{which:?}");
}

#[test]
fn a_preset_survives_its_json() {
    for preset in Preset::ALL {
        let plan = plan_of(preset);
        assert_eq!(Plan::from_json(plan.to_json().as_bytes()).unwrap(), plan);
        assert_eq!(plan.preset, preset);
    }
}

#[test]
fn the_bundle_of_every_preset_is_sound() {
    for preset in Preset::ALL {
        let mut plan = plan_of(preset);
        plan.certificates.algorithm = KeyAlgorithm::EcdsaP256;
        // The others take more than a plan.
        plan.certificates.ca_source = CaSource::Made;
        is_sound(&plan);
    }
}

#[test]
fn the_bundle_of_every_choice_of_authorities_and_certificates_is_sound() {
    for (index, (trust, arrangement)) in combinations().into_iter().enumerate() {
        let mut plan = plan_of(Preset::ALL[index % Preset::ALL.len()]);
        plan.certificates.algorithm = KeyAlgorithm::EcdsaP256;
        plan.certificates.ca_source = CaSource::Made;
        (plan.certificates.trust, plan.certificates.arrangement) = (trust, arrangement);
        is_sound(&plan);
    }
}
