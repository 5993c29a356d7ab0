//! The wizard as a person meets it: whole screens, what keys do to them, and the real binary on a real
//! pseudo-terminal.

mod behaviour;
mod consequences;
mod doubts;
mod driver;
mod hostile;
mod layouts;
mod lines;
mod lists;
mod mouse;
mod preview;
mod pty;
mod random;
mod saved;
mod screens;
pub(crate) mod session;
mod terminal;
mod ways;
mod widths;
