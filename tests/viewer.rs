//! The inspector on the whole screen: what it shows, what keys do to it, and the real binary on a real
//! pseudo-terminal.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
#![allow(missing_docs)]
#![allow(clippy::disallowed_methods, reason = "tests write scratch files")]

#[path = "viewer/behaviour.rs"]
mod behaviour;
#[path = "viewer/chains.rs"]
mod chains;
#[path = "viewer/driver.rs"]
mod driver;
#[path = "viewer/pty.rs"]
mod pty;
#[path = "viewer/random.rs"]
mod random;
#[path = "viewer/screens.rs"]
mod screens;
#[allow(dead_code, reason = "the wizard's tests use the rest")]
#[path = "wizard/session.rs"]
mod session;
mod support;
