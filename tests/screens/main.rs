//! Whole screens: the wizard, the inspector and the lab, key by key, and in a real terminal.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
#![allow(missing_docs)]
#![allow(clippy::disallowed_methods, reason = "tests write scratch files")]

#[path = "../support/mod.rs"]
mod support;

mod course;
mod gallery;
mod lab;
mod pictures;
mod seen;
mod viewer;
mod wizard;
