//! Who accepts whom among the members and clients whose certificates are read, where that can be told.

mod told;

use std::path::{Path, PathBuf};

use time::OffsetDateTime;

use crate::bundle::{self, verify_on};
use crate::pki::Inspection;
use crate::pki::matrix::{Connection, Matrix};
use crate::ui::Handshakes;

/// The handshakes of a directory.
pub(super) struct Acceptance {
    /// The directory.
    pub(super) directory: PathBuf,
    /// Every handshake, judged.
    pub(super) matrix: Matrix,
    /// What it is known from.
    pub(super) source: Source,
}

/// What it is known from who accepts whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Source {
    /// The settings of a bundle.
    Bundle,
    /// The names of files alone: hosts aren't known.
    Names,
}

impl Acceptance {
    /// Judges the handshakes of the one directory that is named, where that is a bundle or its files say whose they
    /// are.
    pub(super) fn of(
        paths: &[PathBuf],
        inspection: &Inspection,
        now: OffsetDateTime,
    ) -> Option<Self> {
        let [directory] = paths else { return None };
        let (matrix, source) = match of_bundle(directory, now) {
            Some(matrix) => (matrix, Source::Bundle),
            None => (told::matrix_of(inspection, directory, now)?, Source::Names),
        };
        Some(Self { directory: directory.clone(), matrix, source })
    }

    /// The same for the screen.
    pub(super) fn shown(self) -> Handshakes {
        let has_gateway =
            self.matrix.handshakes.iter().any(|one| one.connection == Connection::Gateway);
        match self.source {
            Source::Bundle => Handshakes::judged(self.matrix, !has_gateway),
            Source::Names => Handshakes::without_hosts(self.matrix),
        }
    }
}

/// What the settings and certificates of a bundle say.
fn of_bundle(directory: &Path, now: OffsetDateTime) -> Option<Matrix> {
    if !directory.join(bundle::PLAN).is_file() {
        return None;
    }
    let matrix = verify_on(directory, None, None, now).handshakes;
    (!matrix.handshakes.is_empty()).then_some(matrix)
}
