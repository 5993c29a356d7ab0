//! All that an audit starts from: files, what runs here, and what runs on other machines.

use super::super::failure::Failure;
use super::super::output;
use super::Arguments;
use super::collect::{Collected, DEPTH, FILES, Machine, collect};
use super::hosts::{self, Machines};
use super::live::Live;
use crate::audit::Found;
use crate::bundle::read::ReadError;
use crate::cluster::Hint;
use crate::text::{escape_for_terminal, fill, say};

/// What was looked at, and what could not be.
pub(super) struct Gathered {
    pub(super) files: Vec<(String, Found)>,
    pub(super) disk: Machines,
    unread: Vec<ReadError>,
    is_cut: bool,
    /// Why machines could not be looked at.
    unseen: Vec<Failure>,
    /// What may not be read on others.
    closed: Vec<String>,
}

impl Gathered {
    pub(super) fn by(arguments: &Arguments) -> Result<Self, Failure> {
        let mut paths = arguments.paths.clone();
        let live = if arguments.live { Live::look() } else { Live::default() };
        let is_alone = paths.is_empty() && arguments.host.is_empty();
        if arguments.live && is_alone && live.has_found_nothing() {
            return Err(Failure::input(say("audit-none-runs"), say("audit-none-runs.hint")));
        }
        paths.extend(live.units);
        let Collected { mut files, mut unread, is_cut, seen } = collect(&paths);
        files.extend(live.files);
        unread.extend(live.unread);
        let (mut unseen, mut remotes) = (Vec::new(), Vec::new());
        for looked in hosts::look(&arguments.host) {
            match looked {
                Ok(remote) => {
                    files.extend(remote.starts());
                    remotes.push(remote);
                }
                Err(failure) => unseen.push(failure),
            }
        }
        let closed = remotes.iter().flat_map(|one| one.unread.clone()).collect();
        let here = Machine { root: arguments.root.clone(), known: seen };
        let disk = Machines { here, hosts: remotes };
        Ok(Self { files, disk, unread, is_cut, unseen, closed })
    }

    /// Whether all that was named has been read.
    pub(super) fn is_whole(&self) -> bool {
        !self.is_cut && self.unread.is_empty() && self.unseen.is_empty() && self.closed.is_empty()
    }

    /// Says on standard error what could not be looked at.
    pub(super) fn complain(self) {
        for failure in self.unseen {
            failure.report();
        }
        for path in &self.closed {
            let error = fill("audit-host-unread", &[("path", &escape_for_terminal(path))]);
            let hint = say("audit-host-unread.hint");
            output::print_error(&format!("error: {error}\nhint: {hint}"));
        }
        for error in &self.unread {
            output::print_error(&format!("error: {error}\nhint: {}", error.hint()));
        }
        if self.is_cut {
            output::print_error(&format!(
                "error: there are more than {FILES} files, or some lie deeper than {DEPTH} directories: the rest wasn't read\n\
                 hint: name the directories that hold units and settings"
            ));
        }
    }
}
