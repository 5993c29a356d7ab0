//! The wizard as a person meets it: whole screens, and what keys do to them.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
#![allow(missing_docs)]
#![allow(clippy::disallowed_methods, reason = "tests write scratch files")]

#[path = "wizard/behaviour.rs"]
mod behaviour;
#[path = "wizard/driver.rs"]
mod driver;
#[path = "wizard/hostile.rs"]
mod hostile;
#[path = "wizard/preview.rs"]
mod preview;
#[path = "wizard/random.rs"]
mod random;
#[path = "wizard/screens.rs"]
mod screens;
