//! Readers of what starts an etcd: systemd units, environment files, command lines and config files, as systemd, a
//! shell and etcd itself read them. Each setting comes with its file and line.
//!
//! They know nothing of the code that writes such files, so that what is written can be held against them.

pub(crate) mod environment;
pub(crate) mod shell;
pub(crate) mod unit;
pub(crate) mod yaml;
