//! A member as it would be started, in whatever form that was found.

use std::collections::BTreeMap;

use super::Place;
use super::container::{Container, Written};
use super::disk::Found;
use super::settings::{Setting, Way};
use super::unit::Unit;
use crate::cluster::UnitForm;
use crate::etcd::{GoVersion, Release};

/// What a member was found in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Origin {
    /// Files that start it.
    #[default]
    Files,
    /// A process: it runs.
    Process,
    /// Notes that show it, perhaps as one of several ways.
    Notes,
}

/// One member as it would be started.
#[derive(Debug, Default)]
pub(crate) struct Member {
    /// The file that starts it.
    pub(crate) path: String,
    /// The line of its command.
    pub(crate) line: usize,
    /// Its unit, if it has one.
    pub(crate) unit: Option<Unit>,
    /// The program, as it is named.
    pub(crate) program: Option<String>,
    /// How it takes its settings.
    pub(crate) form: UnitForm,
    /// The settings file, as it is named.
    pub(crate) settings_file: Option<String>,
    /// What counts, by flag.
    pub(crate) settings: BTreeMap<String, Setting>,
    /// Flags and variables as they are given, in order, whether they count or not.
    pub(crate) given: Vec<(String, Setting)>,
    /// The container that it runs in.
    pub(crate) container: Option<Container>,
    /// Whether a wrapper starts it as another user, and stays between it and systemd.
    pub(crate) is_handed_over: bool,
    /// The release that it runs, where its image or its log says so and nobody else does.
    pub(crate) release: Option<Release>,
    /// The Go that it is built with, where it says so itself.
    pub(crate) go: Option<GoVersion>,
    /// What it was found in.
    pub(crate) origin: Origin,
    /// Certificates and keys that the same text puts on its machine.
    pub(crate) provided: Vec<Written>,
    /// Whether a file of its settings isn't here.
    pub(crate) is_partial: bool,
}

impl Member {
    /// The value of a setting, where it is known before etcd runs.
    pub(crate) fn value(&self, flag: &str) -> Option<&str> {
        let setting = self.settings.get(flag).filter(|setting| !setting.open);
        setting.map(|setting| setting.value.as_str()).filter(|value| !value.is_empty())
    }

    /// The value of a setting that is there; empty where it isn't known.
    pub(crate) fn given(&self, flag: &str) -> Option<&str> {
        self.has(flag).then(|| self.value(flag).unwrap_or_default())
    }

    /// Whether a setting is there, though its value may not be known.
    pub(crate) fn has(&self, flag: &str) -> bool {
        self.settings.get(flag).is_some_and(|setting| setting.open || !setting.value.is_empty())
    }

    /// Whether a switch is on.
    pub(crate) fn is_on(&self, flag: &str) -> bool {
        self.value(flag).is_some_and(super::is_true)
    }

    /// Where a setting stands; the member's own place where it isn't set.
    pub(crate) fn place(&self, flag: &str) -> Place<'_> {
        self.settings
            .get(flag)
            .map_or((self.path.as_str(), self.line), |one| (one.path.as_str(), one.line))
    }

    /// A setting as its form writes it.
    pub(crate) fn shown(&self, flag: &str) -> String {
        let usual = Way::from(self.form);
        self.settings.get(flag).map_or(usual, |setting| setting.way).shown(flag)
    }

    /// A file that etcd names, where it stands in a document that is read, and which one that is.
    pub(crate) fn written(&self, path: &str) -> Option<(String, Found)> {
        let own = self.container.as_ref().and_then(|container| container.written(path));
        let file = own.or_else(|| Written::find(&self.provided, &self.on_host(path)?))?;
        Some((file.file().unwrap_or(&self.path).to_owned(), file.found()))
    }

    /// Where the machine has a file that etcd names; none where only its container has it.
    pub(crate) fn on_host(&self, path: &str) -> Option<String> {
        match &self.container {
            Some(container) => container.on_host(&self.path, path),
            None => Some(path.to_owned()),
        }
    }

    /// The number of its process, as its path has it.
    pub(crate) fn number(&self) -> String {
        let number = self.path.rsplit('/').nth(1).filter(|_| self.origin == Origin::Process);
        number.unwrap_or_default().to_owned()
    }

    /// Whether it was found running.
    pub(crate) fn runs(&self) -> bool {
        self.origin == Origin::Process
    }

    /// Its name: etcd's default where none is set.
    pub(crate) fn name(&self) -> &str {
        self.value("name").unwrap_or("default")
    }
}
