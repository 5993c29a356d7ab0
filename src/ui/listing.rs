//! What there is to go on with, as the shell found it.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use crate::answers::DraftHead;
use crate::answers::draft::rfc3339;
use crate::cluster::Plan;
use crate::text::{fill, say};

/// What was made or begun before.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Listing {
    /// The drafts, newest first.
    pub drafts: Vec<ListedDraft>,
    /// The bundles that were made, newest first.
    pub bundles: Vec<ListedBundle>,
}

impl Listing {
    /// Whether there is nothing.
    pub fn is_empty(&self) -> bool {
        self.drafts.is_empty() && self.bundles.is_empty()
    }
}

/// What is kept of a bundle that was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BundleRecord {
    /// Its absolute path.
    pub path: String,
    /// The cluster's name.
    pub cluster: String,
    /// When it was made.
    #[serde(with = "rfc3339")]
    pub made: OffsetDateTime,
    /// The SHA-256 of its CA's certificate, where the bundle holds one.
    pub authority: Option<String>,
}

/// A bundle that was made before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedBundle {
    /// What is kept of it.
    pub record: BundleRecord,
    /// Whether it isn't there any more.
    pub is_gone: bool,
}

/// What verifying a bundle came to, and what can be done with it.
#[derive(Debug, Clone)]
pub struct BundleLook {
    /// Whether nothing is wrong with it.
    pub is_sound: bool,
    /// What was found, by file, as text.
    pub findings: String,
    /// How much was found.
    pub count: usize,
    /// Its plan, where it can be read.
    pub plan: Option<Box<Plan>>,
    /// The commands that bring the cluster up.
    pub commands: Vec<String>,
}

/// A draft on the disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedDraft {
    /// Its file.
    pub path: PathBuf,
    /// When it was changed last.
    pub changed: OffsetDateTime,
    /// What it is of; `None` where it can't be read.
    pub head: Option<DraftHead>,
    /// Who has it open.
    pub holder: Holder,
}

/// Who has a draft open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holder {
    /// Nobody.
    Nobody,
    /// This wizard.
    ThisWizard,
    /// Another wizard that runs.
    AnotherWizard,
}

impl ListedDraft {
    /// The cluster's name; that of the file where it can't be read.
    pub fn name(&self) -> String {
        match &self.head {
            Some(head) => head.cluster.clone(),
            None => self.path.file_name().unwrap_or_default().to_string_lossy().into_owned(),
        }
    }
}

impl BundleLook {
    /// What verifying it came to, in a sentence.
    pub fn verdict(&self) -> String {
        match (self.is_sound, self.count) {
            (true, 0) => say("bundle-sound").to_owned(),
            (true, count) => fill("bundle-sound.remarks", &[("count", &count)]),
            (false, count) => fill("bundle-wrong", &[("count", &count)]),
        }
    }
}
