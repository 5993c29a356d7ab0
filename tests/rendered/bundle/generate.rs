//! From a plan to a bundle: what is promised is what is written.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use crate::support::files::{below, permissions};
use quorate::bundle::{
    AuthoritySource, GenerateEvent, Generated, Manifest, PlannedBundle, Target, generate,
};
use quorate::cluster::{CaSource, KeyAlgorithm, KeyOrigin, Plan, UnitForm};
use quorate::finding::Severity;
use quorate::pki::{IssueEvent, KeyStock, system_random};
use tempfile::TempDir;
use time::OffsetDateTime;
use time::macros::datetime;

pub(crate) const NOW: OffsetDateTime = datetime!(2026-03-01 12:00:00 UTC);

pub(crate) fn plan() -> Plan {
    Plan::from_json(include_bytes!("../../fixtures/three-members.json")).unwrap()
}

/// Makes the bundle of the fixture's plan at `DIR/out`.
pub(crate) fn made(directory: &TempDir) -> Generated {
    made_of(&plan(), directory)
}

/// Makes the bundle of a plan at `DIR/out`.
pub(crate) fn made_of(plan: &Plan, directory: &TempDir) -> Generated {
    made_by(plan, &AuthoritySource::Made, directory)
}

pub(crate) fn made_by(plan: &Plan, source: &AuthoritySource, directory: &TempDir) -> Generated {
    let target = Target::check(Path::new("out"), directory.path()).unwrap();
    generate(plan, source, &target, NOW, &system_random, &AtomicBool::new(false), &|_| {}).unwrap()
}

/// Every file below a directory with its mode, by path. The directories are their owner's alone.
pub(crate) fn files(directory: &Path) -> Vec<(PathBuf, u32)> {
    let all = below(directory).into_iter().map(|(path, one)| (path, permissions(&one), one));
    let (directories, files): (Vec<_>, Vec<_>) = all.partition(|(_, _, one)| one.is_dir());
    for (path, mode, _) in directories {
        assert_eq!(mode, 0o700, "{}", path.display());
    }
    files.into_iter().map(|(path, mode, _)| (path, mode)).collect()
}

#[test]
fn the_preview_is_what_is_written_in_every_form() {
    for unit_form in UnitForm::ALL {
        let plan = Plan { unit_form, ..plan() };
        let directory = TempDir::new().unwrap();
        made_of(&plan, &directory);
        assert_eq!(
            PlannedBundle::of(&plan).listing(),
            files(&directory.path().join("out")),
            "{unit_form}"
        );
    }
}

#[test]
fn the_preview_is_what_is_written_and_what_the_manifest_lists() {
    let directory = TempDir::new().unwrap();
    let generated = made(&directory);
    let out = directory.path().join("out");
    let written = files(&out);
    assert_eq!(PlannedBundle::of(&plan()).listing(), written);
    assert_eq!(generated.written.files, written.len());

    let manifest = Manifest::from_json(&fs::read(out.join("manifest.json")).unwrap()).unwrap();
    assert_eq!(manifest, generated.manifest);
    let listed: Vec<(PathBuf, u32)> = manifest
        .files
        .iter()
        .map(|file| (PathBuf::from(&file.path), u32::from_str_radix(&file.mode, 8).unwrap()))
        .collect();
    let others: Vec<(PathBuf, u32)> =
        written.into_iter().filter(|(path, _)| path != Path::new("manifest.json")).collect();
    assert_eq!(listed, others);
    for file in &manifest.files {
        assert_eq!(fs::read(out.join(&file.path)).unwrap().len() as u64, file.size);
    }
}

#[test]
fn requests_and_the_recipes_for_them_are_previewed_too() {
    for member_keys in KeyOrigin::ALL {
        let mut plan = plan();
        plan.certificates.ca_source = CaSource::Elsewhere;
        plan.certificates.member_keys = member_keys;
        let directory = TempDir::new().unwrap();
        made_by(&plan, &AuthoritySource::Elsewhere, &directory);
        let written = files(&directory.path().join("out"));
        assert_eq!(PlannedBundle::of(&plan).listing(), written, "{member_keys}");
        assert!(written.contains(&("requests/etcd-1-peer.ext".into(), 0o644)), "{written:?}");
        assert!(written.contains(&("requests/sign-with-openssl.sh".into(), 0o755)), "{written:?}");
    }
}

#[test]
fn keys_and_only_keys_are_private() {
    for (path, mode) in PlannedBundle::of(&plan()).listing() {
        let key = path.to_str().unwrap().ends_with("-key.pem");
        assert_eq!(mode == 0o600, key, "{}", path.display());
    }
}

#[test]
fn the_saved_plan_makes_the_same_bundle_again() {
    let directory = TempDir::new().unwrap();
    made(&directory);
    let saved = fs::read(directory.path().join("out/plan.json")).unwrap();
    assert_eq!(Plan::from_json(&saved).unwrap(), plan());
}

#[test]
fn the_manifest_describes_certificates_and_holds_no_key() {
    let directory = TempDir::new().unwrap();
    let manifest = made(&directory).manifest;
    let roles: Vec<String> =
        manifest.certificates.iter().map(|one| format!("{} {}", one.role, one.owner)).collect();
    assert_eq!(
        roles,
        [
            "authority production",
            "client kube-apiserver-etcd-client",
            "client root",
            "peer etcd-1",
            "server etcd-1",
            "peer etcd-2",
            "server etcd-2",
            "peer etcd-3",
            "server etcd-3"
        ]
    );
    let server = manifest.certificates.iter().find(|one| one.role == "server").unwrap();
    assert_eq!(server.subject, "O = Example, CN = etcd-1");
    assert_eq!(server.not_before, "2026-03-01T11:55:00Z");
    assert_eq!(server.not_after, "2027-03-01T11:55:00Z");
    assert_eq!(server.fingerprint.len(), 32 * 3 - 1);
    assert_eq!(manifest.issued, "2026-03-01T12:00:00Z");
    assert!(!manifest.to_json().contains("PRIVATE"));
}

/// Keys that were made while somebody typed are taken, each once, and the rest is made.
#[test]
fn keys_made_ahead_are_those_of_the_bundle() {
    let mut plan = plan();
    plan.certificates.algorithm = KeyAlgorithm::Rsa2048;
    let needed = PlannedBundle::of(&plan).profiles.len();
    let (directory, stock) = (TempDir::new().unwrap(), KeyStock::default());
    stock.want(KeyAlgorithm::Rsa2048, 4);
    while stock.count() < 4 {
        thread::sleep(Duration::from_millis(20));
    }
    let target = Target::check(Path::new("out"), directory.path()).unwrap();
    let never = AtomicBool::new(false);
    generate(&plan, &AuthoritySource::Made, &target, NOW, &stock, &never, &|_| {}).unwrap();
    assert_eq!(stock.count(), 0);
    let root = directory.path().join("out");
    let keys: BTreeSet<Vec<u8>> = files(&root)
        .into_iter()
        .filter(|(path, _)| path.to_string_lossy().ends_with("key.pem"))
        .map(|(path, mode)| {
            assert_eq!(mode, 0o600, "{}", path.display());
            fs::read(root.join(path)).unwrap()
        })
        .collect();
    assert_eq!(keys.len(), needed);
    let errors = quorate::bundle::verify(&root, NOW).findings;
    assert!(errors.iter().all(|one| one.severity() != Severity::Error), "{errors:?}");
}

#[test]
fn a_stop_at_any_event_leaves_nothing() {
    for stop_at in 0..30 {
        let directory = TempDir::new().unwrap();
        let target = Target::check(Path::new("out"), directory.path()).unwrap();
        let cancelled = AtomicBool::new(false);
        let seen = Mutex::new(0);
        let result = generate(
            &plan(),
            &AuthoritySource::Made,
            &target,
            NOW,
            &system_random,
            &cancelled,
            &|event| {
                assert!(matches!(
                    event,
                    GenerateEvent::Writing { files: 40 }
                        | GenerateEvent::Issue(
                            IssueEvent::KeyStarted(_)
                                | IssueEvent::KeyDone { total: 9, .. }
                                | IssueEvent::Signed { total: 9, .. }
                        )
                ));
                let mut seen = seen.lock().unwrap();
                if *seen == stop_at {
                    cancelled.store(true, Ordering::Relaxed);
                }
                *seen += 1;
            },
        );
        let left = fs::read_dir(directory.path()).unwrap().count();
        match result {
            Ok(_) => assert_eq!((left, stop_at >= 28), (1, true), "stopped at {stop_at}"),
            Err(error) => {
                assert!(error.is_cancelled(), "{error}");
                assert_eq!(left, 0, "stopped at {stop_at}");
            }
        }
    }
}
