//! The inspector on the whole screen: what it shows, what keys do to it, and the real binary on a real
//! pseudo-terminal.

mod acceptance;
mod behaviour;
mod chains;
pub(crate) mod driver;
mod pty;
mod random;
mod screens;
mod trees;
mod ukrainian;
