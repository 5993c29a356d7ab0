//! The output directory: what it may be, how it is written, and what is found wrong with it later.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
#![allow(missing_docs)]

mod support;

#[path = "bundle/generate.rs"]
mod generate;
#[path = "bundle/pairs.rs"]
mod pairs;
#[path = "bundle/presets.rs"]
mod presets;
#[path = "bundle/target.rs"]
mod target;
#[path = "bundle/verify.rs"]
mod verify;
#[path = "bundle/write.rs"]
mod write;
