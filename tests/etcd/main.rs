//! What real etcd makes of it: each test starts members of the releases that it names.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
#![allow(missing_docs)]
#![allow(clippy::disallowed_methods, reason = "tests write scratch files")]

#[path = "../support/mod.rs"]
mod support;

mod clusters;
mod exercises;
mod lab;
mod local;
mod predictions;
