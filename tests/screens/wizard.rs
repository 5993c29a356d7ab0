//! The wizard as a person meets it: whole screens, what keys do to them, and the real binary on a real
//! pseudo-terminal.

mod behaviour;
pub(crate) mod bundles;
mod consequences;
mod doubts;
mod draft_list;
mod drafts;
pub(crate) mod driver;
mod explained;
mod fields;
mod hostile;
mod layouts;
mod lines;
mod lists;
mod mouse;
mod preview;
mod pty;
mod random;
mod room;
mod screens;
pub(crate) mod session;
mod terminal;
mod ways;
mod widths;
