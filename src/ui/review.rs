//! What the review step knows: worked out once when it is entered.

use std::path::Path;

use time::OffsetDateTime;

use super::command::{Contents, OutcomeFile};
use crate::answers::{Answers, Problem};
use crate::bundle;
use crate::cluster::Plan;
use crate::cluster::advice::{Advice, advise};
use crate::pki::{self, CertificateProfile, CertificateReport};
use crate::render;
use crate::text::say;

/// The plan, what speaks against it, and the files that will be written.
pub struct Review {
    /// The plan, or why there is none.
    pub plan: Result<Box<Plan>, Vec<Problem>>,
    /// Advice on the plan.
    pub advice: Vec<Advice>,
    /// The files in the order of the tree.
    pub files: Vec<OutcomeFile>,
}

impl Review {
    /// Reviews the answers as of `now`.
    pub fn new(answers: &Answers, now: OffsetDateTime) -> Self {
        match answers.plan() {
            Ok(plan) => {
                Self { advice: advise(&plan), files: preview(&plan, now), plan: Ok(Box::new(plan)) }
            }
            Err(problems) => Self { plan: Err(problems), advice: Vec::new(), files: Vec::new() },
        }
    }

    /// What keeps the answers from being a plan.
    pub fn problems(&self) -> &[Problem] {
        self.plan.as_ref().err().map_or(&[], Vec::as_slice)
    }

    /// How many lines the list of problems and advice has.
    pub fn advice_count(&self) -> usize {
        self.problems().len() + self.advice.len()
    }
}

/// Every file of the plan's bundle with what it is going to hold, as of `now`.
fn preview(plan: &Plan, now: OffsetDateTime) -> Vec<OutcomeFile> {
    let profiles = pki::profiles(plan);
    let rendered = render::files(plan);
    let contents = |path: &Path| {
        if let Some(file) = rendered.iter().find(|file| file.path == path) {
            return Contents::Text(file.contents.clone());
        }
        if profiles.iter().any(|profile| profile.key_path == path) {
            return Contents::PrivateKey;
        }
        // The authority's certificate also lies beside every leaf.
        let is_its = |profile: &&CertificateProfile| profile.certificate_path == path;
        let profile = profiles.iter().find(is_its);
        let is_copy = path.file_name().is_some_and(|name| name == "ca.pem");
        match profile.or(profiles.first().filter(|_| is_copy)) {
            Some(profile) => {
                Contents::Certificate(Box::new(CertificateReport::planned(profile, now)))
            }
            None if path == Path::new(bundle::PLAN) => Contents::Text(plan.to_json()),
            None => Contents::Text(say("files.manifest").to_owned()),
        }
    };
    let files = bundle::files_preview(plan).into_iter();
    let mut files: Vec<OutcomeFile> =
        files.map(|(path, mode)| OutcomeFile { contents: contents(&path), path, mode }).collect();
    in_tree_order(&mut files);
    files
}

/// Sorts files as a tree is read: those of the top first, then directory by directory.
pub fn in_tree_order(files: &mut [OutcomeFile]) {
    files.sort_by(|a, b| {
        let key = |file: &OutcomeFile| (file.path.components().count() > 1, file.path.clone());
        key(a).cmp(&key(b))
    });
}
