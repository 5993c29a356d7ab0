//! What the tests that run real programs share: hosts, etcd members, a systemd, and bundles for them.
//!
//! A test names what it can't do without in its first line, `skip_without!("root", "etcd-3.5")`.
//! Everything that is started here ends with its owner, by its process id; it also ends with the thread
//! that started it, so that not even a killed test run leaves anything behind.
#![allow(dead_code, unused_macros, unused_imports, unreachable_pub, missing_docs)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
#![allow(clippy::must_use_candidate, clippy::return_self_not_must_use)]
#![allow(clippy::disallowed_methods, reason = "tests write scratch files")]

pub mod bundle;
pub mod etcd;
pub mod files;
pub mod hosts;
pub mod needs;
pub mod presets;
pub mod process;
pub mod random;
pub mod releases;
pub mod sweep;
pub mod systemd_box;
pub mod trace;
pub mod unit;

/// Leaves the test, noting why, unless the machine has all that is named: see [`needs::need`].
macro_rules! skip_without {
    ($($what:expr),+ $(,)?) => {
        $(if !$crate::support::needs::need($what) { return; })+
    };
}
pub(crate) use skip_without;
