//! Several files, read together.

use std::borrow::Borrow;
use std::collections::BTreeMap;
use std::sync::Arc;

use super::issuing::Authorities;
use super::item::{FileInspection, Item};
use super::links::{self, Issuance, ItemId, Links};
use super::ocsp;
use crate::finding::{Finding, Rule, Severity};
use crate::text::fill;

/// Several files, and how what they hold belongs together.
#[derive(Debug, Clone, Default)]
pub struct Inspection {
    /// The files, in the order they were given; shared, so that signatures can be checked while they
    /// are shown.
    pub files: Arc<Vec<FileInspection>>,
    /// Which key belongs to which certificate, who signed whom, and so on.
    pub links: Links,
}

/// How much was found.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// How many errors.
    pub errors: usize,
    /// How many warnings.
    pub warnings: usize,
    /// Whether a certificate ends sooner than was asked for.
    pub ends_soon: bool,
}

impl Tally {
    /// The same with more findings.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            errors: self.errors + other.errors,
            warnings: self.warnings + other.warnings,
            ends_soon: self.ends_soon || other.ends_soon,
        }
    }
}

impl<T: Borrow<Finding>> FromIterator<T> for Tally {
    fn from_iter<I: IntoIterator<Item = T>>(findings: I) -> Self {
        findings.into_iter().fold(Self::default(), |found, one| {
            let (rule, severity) = (one.borrow().rule, one.borrow().severity());
            found.and(Self {
                errors: usize::from(severity == Severity::Error),
                warnings: usize::from(severity == Severity::Warning),
                ends_soon: rule == Rule::ExpiresSoon,
            })
        })
    }
}

impl Inspection {
    /// Finds out how files belong together, and checks each signature.
    pub fn new(files: Vec<FileInspection>) -> Self {
        let mut inspection = Self::unchecked(files);
        inspection.link(inspection.issuers());
        inspection
    }

    /// Finds out how files belong together. The signatures of certificates are checked where they are at most a
    /// thousand: beyond that the issuer is told by its name and key identifier.
    pub fn at_a_glance(files: Vec<FileInspection>) -> Self {
        let mut inspection = Self::unchecked(files);
        let are_few = links::has_few_certificates(&inspection.files);
        inspection.link(links::issuers(&inspection.files, are_few));
        inspection.links.leaves_signatures = !are_few;
        inspection
    }

    /// Finds out what takes no time: all but who signed what, which [`Self::issuers`] checks.
    pub fn unchecked(files: Vec<FileInspection>) -> Self {
        let links = links::of_names(&files);
        Self { files: Arc::new(files), links }
    }

    /// Checks who signed each certificate and revocation list, on all cores.
    pub fn issuers(&self) -> BTreeMap<ItemId, Issuance> {
        links::issuers(&self.files, true)
    }

    /// Takes in who signed what, and with it whom revocation lists and OCSP responses revoke.
    pub fn link(&mut self, issuers: BTreeMap<ItemId, Issuance>) {
        self.links.revoked = Arc::new(links::revoked(&self.files, &issuers));
        self.links.authorities = Arc::new(Authorities::of(&self.files, &issuers));
        self.links.responses = Arc::new(ocsp::responses(&self.files));
        self.links.issuers = issuers;
    }

    /// How much there is, and how much was found about it, in one sentence.
    pub fn summary(&self, findings: &[(usize, Finding)]) -> String {
        self.summary_of(findings.iter().map(|(_, finding)| finding).collect())
    }

    /// The same, where the findings are only counted.
    pub fn summary_of(&self, found: Tally) -> String {
        let items: usize = self.files.iter().map(|file| file.items.len()).sum();
        fill(
            "inspect-summary",
            &[
                ("files", &self.files.len()),
                ("items", &items),
                ("errors", &found.errors),
                ("warnings", &found.warnings),
            ],
        )
    }

    /// The item at a place.
    pub fn item(&self, place: ItemId) -> Option<&Item> {
        self.files.get(place.file)?.items.get(place.item)
    }
}
