//! The wizard as a person meets it: whole screens, what keys do to them, and the real binary on a real
//! pseudo-terminal.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
#![allow(missing_docs)]
#![allow(clippy::disallowed_methods, reason = "tests write scratch files")]

#[path = "wizard/behaviour.rs"]
mod behaviour;
#[path = "wizard/driver.rs"]
mod driver;
#[path = "wizard/hostile.rs"]
mod hostile;
#[path = "wizard/layouts.rs"]
mod layouts;
#[path = "wizard/preview.rs"]
mod preview;
#[path = "wizard/pty.rs"]
mod pty;
#[path = "wizard/random.rs"]
mod random;
#[path = "wizard/screens.rs"]
mod screens;
#[path = "wizard/session.rs"]
mod session;
mod support;
