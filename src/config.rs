//! Readers of what starts an etcd: systemd units, environment files, command lines, containers, manifests and config
//! files, as systemd, a shell, container engines and etcd itself read them. Each setting comes with its file and line,
//! and what stands in their way is a finding.
//!
//! They know nothing of the code that writes such files, so that what is written can be held against them.

mod canonical;
mod clients;
mod config_file;
mod container;
mod disk;
mod environment;
mod forms;
mod launch;
mod member;
mod reader;
mod script;
mod settings;
mod shell;
mod start;
#[cfg(test)]
mod tests;
mod unit;
pub(crate) mod url;
pub(crate) mod yaml;

pub(crate) use canonical::canonical;
pub(crate) use clients::{Api, ClientKind, ClientSettings, Endpoint, NamedFile};
pub(crate) use container::{Container, Seen};
pub use disk::{Disk, Found, Lookup, Owner};
pub(crate) use forms::process::version as said_version;
pub(crate) use member::{Member, Origin};
pub(crate) use reader::{Installation, ReadFor, installation};
pub(crate) use settings::{Setting, Way};
pub(crate) use unit::Unit;

use crate::finding::Finding;

/// A file, and a line of it from 1; 0 for the file as a whole.
pub(crate) type Place<'a> = (&'a str, usize);

/// Whether the value of a switch says that it is on.
pub(crate) fn is_true(value: &str) -> bool {
    crate::etcd::values::switch(value) == Some(true)
}

/// A finding at its place; without a file it is about all of them.
pub(crate) fn at((file, line): Place<'_>, finding: impl Into<Finding>) -> Finding {
    let finding = finding.into();
    if file.is_empty() {
        return finding;
    }
    let finding = finding.in_file(file);
    if line > 0 { finding.at_line(line) } else { finding }
}
