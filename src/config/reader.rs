//! From files to members: which file is of which form, and what it starts.

mod alone;
mod units;

use std::collections::{BTreeMap, BTreeSet};

use super::clients::ClientSettings;
use super::container::{Container, EnvFile, Written, beside};
use super::disk::{Disk, Found, Lookup};
use super::forms::notes::Block;
use super::forms::objects::{self, Object};
use super::launch::Launch;
use super::member::{Member, Origin};
use super::settings::Collector;
use super::unit::Unit;
use super::{Place, at, config_file, environment};
use crate::etcd::Release;
use crate::finding::rules::given::{NoMemberFound, NotText};
use crate::finding::rules::machine::NotHere;
use crate::finding::rules::units::SettingsFileMissing;
use crate::finding::{Finding, Rule};

/// The most members that are looked at, and the most clients.
const LIMIT: usize = 500;

/// Which etcd files are read for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ReadFor {
    /// The release.
    pub(crate) release: Release,
    /// Whether a file that says another one is right.
    pub(crate) is_assumed: bool,
}

impl From<Release> for ReadFor {
    fn from(release: Release) -> Self {
        Self { release, is_assumed: false }
    }
}

/// What files hold of an installation.
#[derive(Debug, Default)]
pub(crate) struct Installation {
    /// The members that they start.
    pub(crate) members: Vec<Member>,
    /// The clients that they configure.
    pub(crate) clients: Vec<ClientSettings>,
    /// What was found while they were read.
    pub(crate) findings: Vec<Finding>,
}

/// Finds the members that files start, and the clients that they configure.
pub(crate) fn installation(
    files: &[(String, Found)],
    disk: &dyn Disk,
    read_for: impl Into<ReadFor>,
) -> Installation {
    let mut reader = Reader {
        files,
        disk,
        read_for: read_for.into(),
        objects: objects::of_files(files),
        used: BTreeSet::new(),
        written: BTreeMap::new(),
        provided: Vec::new(),
        is_shown: false,
        is_provisioned: false,
        members: Vec::new(),
        clients: Vec::new(),
        findings: Vec::new(),
    };
    reader.units();
    reader.drop_ins();
    let alone = files.iter().filter(|(path, _)| !units::is_unit(path) && !units::is_drop_in(path));
    // Settings after all that may name them.
    let (settings, others): (Vec<_>, Vec<_>) =
        alone.partition(|(path, found)| alone::is_settings(path, found));
    for (path, found) in others.into_iter().chain(settings) {
        reader.alone(path, found);
    }
    reader.members.truncate(LIMIT);
    reader.clients.truncate(LIMIT);
    if reader.members.is_empty() && reader.clients.is_empty() {
        let path = files.first().map_or("", |(path, _)| path.as_str());
        reader.add((path, 0), NoMemberFound {});
    }
    let Reader { members, clients, mut findings, .. } = reader;
    // What a manifest mounts is read with that.
    let members_of = members.iter().filter_map(|member| member.container.as_ref());
    let containers =
        members_of.chain(clients.iter().filter_map(|client| client.container.as_ref()));
    let held: BTreeSet<&str> = containers.flat_map(Container::held_in).collect();
    findings.retain(|finding| {
        let file = finding.location.file.as_deref();
        finding.rule != Rule::NotRead || !file.is_some_and(|file| held.contains(file))
    });
    Installation { members, clients, findings }
}

struct Reader<'a> {
    files: &'a [(String, Found)],
    disk: &'a dyn Disk,
    read_for: ReadFor,
    /// Secrets and config maps of all files.
    objects: Vec<Object>,
    /// Files that others name.
    used: BTreeSet<String>,
    /// Files that the notes being read write, by where they write them.
    written: BTreeMap<String, Block>,
    /// Certificates and keys among them.
    provided: Vec<Written>,
    /// Whether notes are being read.
    is_shown: bool,
    /// Whether a text is being read that puts files on a machine which may have others.
    is_provisioned: bool,
    members: Vec<Member>,
    clients: Vec<ClientSettings>,
    findings: Vec<Finding>,
}

impl Reader<'_> {
    fn add(&mut self, place: Place<'_>, finding: impl Into<Finding>) {
        self.findings.push(at(place, finding));
    }

    fn text(&mut self, path: &str, found: &Found) -> Option<String> {
        let text = std::str::from_utf8(&found.bytes).ok().map(ToOwned::to_owned);
        if text.is_none() {
            self.add((path, 0), NotText {});
        }
        text
    }

    /// Looks a file up that another one names: what the same notes write, else what the disk has. The last part
    /// says whether a shell puts variables in where it is written.
    fn lookup(&mut self, named_by: &str, path: &str) -> Option<(String, Found, bool)> {
        if let Some(block) = self.written.get(path) {
            let bytes = block.text.clone().into_bytes().into();
            let (found, expands) = (Found { bytes, owner: None }, block.expands);
            self.used.insert(path.to_owned());
            return Some((named_by.to_owned(), found, expands));
        }
        match self.disk.file(named_by, &beside(named_by, path)) {
            Lookup::Found(at, found) => {
                self.used.insert(at.clone());
                Some((at, found, false))
            }
            Lookup::Missing => None,
        }
    }

    /// Takes a start of etcd, in whatever form it was found.
    fn launch(
        &mut self,
        path: &str,
        launch: Launch,
        unit: Option<Unit>,
        collector: Option<Collector>,
    ) {
        let Launch { line, program, words, variables, container, is_handed_over } = launch;
        let release = container.as_ref().and_then(Container::release);
        let mut collector = collector.unwrap_or_else(|| self.collector(release));
        if let Some(container) = &container {
            collector.has_image_variables = container.image.contains("bitnami");
            for file in &container.env_files {
                self.env_file(path, file, unit.is_some(), &mut collector);
            }
        }
        for one in &variables {
            collector.variable((path, one.line), &one.name, &one.value, one.open);
        }
        collector.flags(path, &words);
        let named = unit.as_ref().and_then(|unit| {
            let (_, last) = unit.all("EnvironmentFile").into_iter().next_back()?;
            Some(last.text().trim_start_matches('-').to_owned())
        });
        let member = Member {
            path: path.to_owned(),
            line,
            unit,
            program,
            settings_file: named,
            container,
            is_handed_over,
            release: release.filter(|_| self.read_for.is_assumed),
            ..Member::default()
        };
        self.member(member, collector);
    }

    fn collector(&self, release: Option<Release>) -> Collector {
        let told = release.filter(|_| self.read_for.is_assumed);
        Collector::new(told.unwrap_or(self.read_for.release))
    }

    fn member(&mut self, mut member: Member, mut collector: Collector) {
        if let Some(config) = collector.config_file() {
            let container = member.container.as_ref();
            let written = container.and_then(|container| container.written(&config.value));
            let written = written.map(|file| {
                let found = Found { bytes: file.text().into_bytes().into(), owner: None };
                (file.file().unwrap_or(&member.path).to_owned(), found, false)
            });
            let place = member.on_host(&config.value);
            match written.or_else(|| self.lookup(&member.path, &place?)) {
                Some((found_at, found, expands)) => {
                    collector.config(
                        &found_at,
                        config_file::read(&found_at, &found.bytes),
                        expands,
                    );
                }
                // What only the container has is nobody's fault.
                None if member.container.is_some() => collector.is_partial = true,
                None => {
                    collector.is_partial = true;
                    let place = (config.path.as_str(), config.line);
                    let is_certain = member.unit.is_some() && !self.is_provisioned;
                    self.missing(place, is_certain, &config.value);
                }
            }
            member.settings_file = Some(config.value);
        }
        member.provided.clone_from(&self.provided);
        member.form = collector.form();
        member.is_partial = collector.is_partial;
        if self.is_shown {
            member.origin = Origin::Notes;
        }
        member.given = collector.given();
        let (settings, findings) = collector.effective();
        member.settings = settings;
        self.findings.extend(findings);
        self.members.push(member);
    }

    /// Reads a file of variables that a container engine is given.
    fn env_file(
        &mut self,
        path: &str,
        file: &EnvFile,
        is_installed: bool,
        collector: &mut Collector,
    ) {
        let Some((found_at, found, expands)) = self.lookup(path, &file.path) else {
            // One that stands beside is missing wherever that is.
            let is_certain = !self.is_provisioned && (is_installed || !file.path.starts_with('/'));
            collector.is_partial = true;
            return self.missing((path, file.line), is_certain, &file.path);
        };
        let read = environment::plain(&String::from_utf8_lossy(&found.bytes));
        collector.container_file(&found_at, &read, file.keeps_quotes, expands);
    }

    /// Says that a file of settings isn't here: an error where it has to be, as notes may be read anywhere.
    fn missing(&mut self, place: Place<'_>, is_certain: bool, file: &str) {
        if is_certain {
            self.add(place, SettingsFileMissing { file: file.to_owned() });
        } else {
            self.add(place, NotHere { first: file.to_owned(), count: 1 });
        }
    }
}
