//! The judgement over a bundle on disk. Which files its plan asks for says the one list ([`PlannedBundle`]); what a
//! certificate is good for is the judge's to say ([`crate::pki::judge`]), and what the units make of them their
//! own settings'.

mod certificates;
mod contents;
mod handshakes;
mod settings;
mod tree;

use std::path::Path;

use time::OffsetDateTime;

use super::manifest::{MANIFEST, Manifest};
use super::planned::{PLAN, PlannedBundle};
use super::target::Target;
use crate::advice::{account, identities};
use crate::cluster::Plan;
use crate::etcd::{Build, GoVersion, Release};
use crate::finding::rules::bundle::{
    Leftover, ManifestFormat, ManifestUnreadable, NoManifest, NoPlan, OtherPlan, PlanUnreadable,
};
use crate::finding::{self, Finding, Severity};
use crate::pki::matrix::Matrix;
use tree::Tree;

/// What was looked at, and what was found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct VerifyReport {
    /// What was found, by file, the same thing once. Paths are relative to the bundle.
    pub findings: Vec<Finding>,
    /// How many files were held against the manifest.
    pub files: usize,
    /// How many certificates were judged.
    pub certificates: usize,
    /// How many hosts that are dialed, as settings say, were looked for in certificates.
    pub hosts: usize,
    /// Every handshake between members and clients whose certificates are here.
    pub handshakes: Matrix,
}

impl VerifyReport {
    /// Whether nothing is wrong; warnings are allowed.
    pub fn is_sound(&self) -> bool {
        finding::worst(&self.findings) < Some(Severity::Error) && self.handshakes.is_sound()
    }

    fn add(&mut self, path: impl AsRef<Path>, finding: impl Into<Finding>) {
        self.findings.push(finding.into().in_file(path.as_ref().to_string_lossy()));
    }
}

/// Judges the bundle in a directory as of `now`. Files are read once, regular ones only, up to
/// [`super::read::LIMIT`] bytes each; symbolic links are reported and never followed.
pub fn verify(directory: &Path, now: OffsetDateTime) -> VerifyReport {
    verify_on(directory, None, None, now)
}

/// The same for members that run this release, built with this Go, rather than the plan's series.
pub fn verify_on(
    directory: &Path,
    release: Option<Release>,
    go: Option<GoVersion>,
    now: OffsetDateTime,
) -> VerifyReport {
    let mut report = VerifyReport::default();
    for path in Target::leftovers_of(directory) {
        report.findings.push(Leftover { path: super::shown(&path) }.into());
    }
    let tree = Tree::read(directory, &mut report);
    let manifest = manifest(&tree, &mut report);
    if let Some(manifest) = &manifest {
        contents::against_manifest(&tree, manifest, &mut report);
    }
    certificates::no_stray_keys(&tree, &mut report);
    if let Some(plan) = plan(&tree, &mut report) {
        for finding in identities(&plan).into_iter().chain(account(plan.install.service_user())) {
            report.add(PLAN, finding);
        }
        let release = release.unwrap_or_else(|| plan.etcd_version.into());
        let etcd = Build::from(release).with_go(go);
        let settings = settings::read(&tree, &plan, release, &mut report);
        let bundle = PlannedBundle::of(&plan);
        let manifest = manifest.as_ref();
        certificates::judge(&tree, (&plan, &bundle), manifest, &settings, (etcd, now), &mut report);
        let told = &report.findings;
        report.handshakes = handshakes::judge(&tree, &plan, &settings, told, (etcd, now));
        if let Some(manifest) = manifest.filter(|one| one.cluster_name != plan.cluster_name) {
            let (found, expected) =
                (plan.cluster_name.to_string(), manifest.cluster_name.to_string());
            report.add(PLAN, OtherPlan { found, expected });
        }
    }
    finding::sort(&mut report.findings);
    report
}

fn manifest(tree: &Tree, report: &mut VerifyReport) -> Option<Manifest> {
    let Some(file) = tree.file(MANIFEST) else {
        report.add(MANIFEST, NoManifest {});
        return None;
    };
    match Manifest::from_json(&file.bytes) {
        Ok(manifest) if manifest.format == Manifest::FORMAT => Some(manifest),
        Ok(manifest) => {
            let (found, known) = (manifest.format.into(), Manifest::FORMAT.into());
            report.add(MANIFEST, ManifestFormat { found, known });
            None
        }
        Err(error) => {
            report.add(MANIFEST, ManifestUnreadable { why: error.to_string() });
            None
        }
    }
}

fn plan(tree: &Tree, report: &mut VerifyReport) -> Option<Plan> {
    let Some(file) = tree.file(PLAN) else {
        report.add(PLAN, NoPlan {});
        return None;
    };
    match Plan::from_json(&file.bytes) {
        Ok(plan) => Some(plan),
        Err(error) => {
            report.add(PLAN, PlanUnreadable { why: error.to_string() });
            None
        }
    }
}
