//! What is true of etcd by release: the Go that it is built with, its flags and the keys of its config file,
//! and the faults that some releases are known to have.
//!
//! Each series has one asset (`assets/etcd/3.6.json`) that says how it differs from the series before it.
//! The series themselves are [`EtcdVersion`](crate::cluster::EtcdVersion).

mod advisories;
mod build;
pub mod flags;
mod go;
mod help;
mod member_id;
mod nearest;
pub(crate) mod number;
mod release;
mod series;
mod upgrade;
pub mod values;

pub(crate) use advisories::fixed_in;
pub use advisories::{KNOWN_UNTIL, faults, least_before_upgrade, least_release, unsupported_since};
pub use build::Build;
pub use go::GoVersion;
pub use help::{FlagHelp, flag_help};
pub use member_id::first_member_id;
pub use nearest::nearest;
pub(crate) use nearest::nearest_alone;
pub use release::Release;
pub use upgrade::{DefaultChange, UpgradeNote, changed_defaults, upgrade_notes};
