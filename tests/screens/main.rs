//! Whole screens: the wizard and the inspector, key by key, and both in a real terminal.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
#![allow(missing_docs)]
#![allow(clippy::disallowed_methods, reason = "tests write scratch files")]

#[path = "../support/mod.rs"]
mod support;

mod gallery;
mod pictures;
mod viewer;
mod wizard;
