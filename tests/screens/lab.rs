//! The lab on the whole screen: what it shows, what keys do to it, and the real binary on a real pseudo-terminal.

mod behaviour;
mod driver;
mod etcd;
pub(crate) mod keys;
mod pty;
mod screens;
