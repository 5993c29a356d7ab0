//! The judgement over a bundle on disk. It starts from the files alone: what the generator thinks of
//! paths, names and certificates is said here a second time, in other words, so that one fault can't
//! hide the other.

mod certificates;
mod contents;
mod handshakes;
mod settings;
mod source;
mod tree;

pub(crate) use settings::read_all as read_settings;

use std::path::{Path, PathBuf};

use time::OffsetDateTime;

use super::generate::PLAN;
use super::manifest::{MANIFEST, Manifest};
use crate::cluster::{Hint, Plan};
use crate::etcd::{Build, GoVersion, Release};
use crate::pki::matrix::Matrix;
use tree::Tree;

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FindingSeverity {
    /// It works, and should be known.
    Warning,
    /// It doesn't work, or isn't safe.
    Error,
}

/// One thing found in a bundle.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// The file, relative to the bundle; empty for the bundle itself.
    pub path: PathBuf,
    /// How much it matters.
    pub severity: FindingSeverity,
    /// Stable, kebab-case.
    pub code: &'static str,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub hint: String,
    /// Where the fact behind it comes from; empty where the finding is about the bundle alone.
    pub source: &'static str,
}

/// What was looked at, and what was found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct VerifyReport {
    /// What was found, by path, the same thing once.
    pub findings: Vec<Finding>,
    /// How many files were held against the manifest.
    pub files: usize,
    /// How many certificates were judged.
    pub certificates: usize,
    /// How many addresses and names of settings were held against certificates.
    pub hosts: usize,
    /// Every handshake between members and clients whose certificates are here.
    pub handshakes: Matrix,
}

impl VerifyReport {
    /// Whether nothing is wrong; warnings may stand.
    pub fn is_sound(&self) -> bool {
        self.findings.iter().all(|finding| finding.severity < FindingSeverity::Error)
            && self.handshakes.is_sound()
    }

    fn error(
        &mut self,
        path: impl AsRef<Path>,
        code: &'static str,
        message: impl Into<String>,
        hint: impl Into<String>,
    ) {
        self.add(FindingSeverity::Error, path.as_ref(), code, message.into(), hint.into());
    }

    fn warning(
        &mut self,
        path: impl AsRef<Path>,
        code: &'static str,
        message: impl Into<String>,
        hint: impl Into<String>,
    ) {
        self.add(FindingSeverity::Warning, path.as_ref(), code, message.into(), hint.into());
    }

    fn add(
        &mut self,
        severity: FindingSeverity,
        path: &Path,
        code: &'static str,
        message: String,
        hint: String,
    ) {
        let source = source::of_code(code);
        self.findings.push(Finding { path: path.into(), severity, code, message, hint, source });
    }

    fn sorted(mut self) -> Self {
        self.findings.sort();
        self.findings.dedup();
        self
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
    let tree = Tree::read(directory, &mut report);
    let manifest = manifest(&tree, &mut report);
    if let Some(manifest) = &manifest {
        contents::against_manifest(&tree, manifest, &mut report);
    }
    certificates::no_stray_keys(&tree, &mut report);
    if let Some(plan) = plan(&tree, &mut report) {
        certificates::judge(&tree, &plan, manifest.as_ref(), now, &mut report);
        let release = release.unwrap_or_else(|| plan.etcd_version.into());
        settings::judge(&tree, &plan, release, &mut report);
        report.handshakes = handshakes::judge(&tree, &plan, Build::from(release).with_go(go), now);
        if manifest.is_some_and(|manifest| manifest.cluster_name != plan.cluster_name) {
            report.error(
                PLAN,
                "other-plan",
                "the plan and the manifest name different clusters",
                "one of them came from another bundle; take it from its origin again",
            );
        }
    }
    report.sorted()
}

fn manifest(tree: &Tree, report: &mut VerifyReport) -> Option<Manifest> {
    let Some(file) = tree.file(MANIFEST) else {
        report.error(
            MANIFEST,
            "no-manifest",
            "the manifest is missing, so nothing tells what belongs here",
            "name the directory that quorate generate wrote",
        );
        return None;
    };
    match Manifest::from_json(&file.bytes) {
        Ok(manifest) if manifest.format == Manifest::FORMAT => Some(manifest),
        Ok(manifest) => {
            report.error(
                MANIFEST,
                "manifest-format",
                format!(
                    "the manifest has format {}, this quorate reads format {}",
                    manifest.format,
                    Manifest::FORMAT
                ),
                "use the quorate that wrote it, or a newer one",
            );
            None
        }
        Err(error) => {
            report.error(MANIFEST, "manifest-unreadable", error.to_string(), error.hint());
            None
        }
    }
}

fn plan(tree: &Tree, report: &mut VerifyReport) -> Option<Plan> {
    let Some(file) = tree.file(PLAN) else {
        report.error(
            PLAN,
            "no-plan",
            "the plan is missing, so certificates can't be held against members and clients",
            "take it from the bundle's origin again",
        );
        return None;
    };
    match Plan::from_json(&file.bytes) {
        Ok(plan) => Some(plan),
        Err(error) => {
            report.error(PLAN, "plan-unreadable", error.to_string(), error.hint());
            None
        }
    }
}
