//! The output directory: checked before anything is made, written whole or not at all, and judged again
//! from its files alone.
//!
//! [`PlannedBundle`] is the one list of what a plan's bundle holds. [`Target`] is a place that a bundle may go
//! to; [`Stage`] is the private directory beside it in which the bundle grows until one rename puts it in
//! place.

mod by_hand;
mod cfssl;
mod existing;
mod generate;
mod import;
mod manifest;
mod openssl;
mod planned;
pub mod read;
mod recipe;
mod sign;
mod single;
mod sync;
mod target;
mod update;
mod verify;
mod write;

pub use by_hand::{NotByHand, Part, parts as by_hand_parts, script as by_hand};
pub use existing::{ExistingBundle, ExistingBundleError, GivenFile};
pub use generate::{AuthoritySource, GenerateError, GenerateEvent, Generated, generate};
pub use import::{ImportError, ImportFault, ImportProblem, Imported};
pub use manifest::{CertificateEntry, FileEntry, MANIFEST, Manifest, ManifestError};
pub(crate) use manifest::{octal, sha256};
pub(crate) use planned::AUTHORITY;
pub use planned::{Arrival, FileKind, PLAN, PlannedBundle, PlannedFile};
pub(crate) use recipe::REQUESTS;
pub use sign::{RequestFault, SignError, Signed};
pub(crate) use single::{move_to_free, write_file};
pub use target::{Target, TargetError, TargetState, TargetWarning};
pub use verify::{VerifyReport, verify, verify_on};
pub use write::{BundleFile, Durability, Stage, WriteError, Written};

use std::path::Path;

/// Writes a path for people: in full, with what could steer a terminal shown as codes.
pub(crate) fn shown(path: &Path) -> String {
    crate::text::escape_for_terminal(&path.to_string_lossy())
}

/// Says what to do about a refusal of the operating system, for a place on disk.
pub(crate) fn io_hint(error: &std::io::Error) -> &'static str {
    use std::io::ErrorKind;
    crate::text::say(match error.kind() {
        ErrorKind::StorageFull => "io-storage-full",
        ErrorKind::QuotaExceeded => "io-quota-exceeded",
        ErrorKind::ReadOnlyFilesystem => "io-read-only",
        ErrorKind::PermissionDenied => "io-not-permitted",
        ErrorKind::NotFound => "io-not-found",
        ErrorKind::NotADirectory => "io-not-a-directory",
        ErrorKind::InvalidFilename => "io-name",
        ErrorKind::ResourceBusy | ErrorKind::CrossesDevices => "io-mount-point",
        ErrorKind::AlreadyExists | ErrorKind::DirectoryNotEmpty => "io-exists",
        _ => "io-other",
    })
}
