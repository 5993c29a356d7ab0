//! Several files, read together.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::item::{FileInspection, Item};
use super::links::{self, Issuance, ItemId, Links};

/// Several files, and how what they hold belongs together.
#[derive(Debug, Clone, Default)]
pub struct Inspection {
    /// The files, in the order they were given; shared, so that signatures can be checked while they
    /// are shown.
    pub files: Arc<Vec<FileInspection>>,
    /// Which key belongs to which certificate, who signed whom, and so on.
    pub links: Links,
}

impl Inspection {
    /// Finds out how files belong together.
    pub fn new(files: Vec<FileInspection>) -> Self {
        let mut inspection = Self::unchecked(files);
        inspection.links.issuers = inspection.issuers();
        inspection
    }

    /// Finds out what takes no time: all but who signed what, which [`Self::issuers`] checks.
    pub fn unchecked(files: Vec<FileInspection>) -> Self {
        let links = links::of_names(&files);
        Self { files: Arc::new(files), links }
    }

    /// Checks who signed each certificate and revocation list, on all cores.
    pub fn issuers(&self) -> BTreeMap<ItemId, Issuance> {
        links::issuers(&self.files)
    }

    /// The item at a place.
    pub fn item(&self, place: ItemId) -> Option<&Item> {
        self.files.get(place.file)?.items.get(place.item)
    }
}
