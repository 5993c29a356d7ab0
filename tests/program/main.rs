//! What works without other machines' programs: the command line as people and scripts use it, the inspector, the
//! audit, the probe, fuzzing. Where etcd or openssl is compared with, a test says that it needs it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
#![allow(missing_docs)]
#![allow(clippy::disallowed_methods, reason = "tests write scratch files")]

#[path = "../support/mod.rs"]
mod support;

mod audit;
mod cli;
mod fuzz;
mod inspect;
mod languages;
mod probe;
mod text;
