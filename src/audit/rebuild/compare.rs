//! The proof: what a plan renders, read back by the reader that read the installation, member by member and setting by
//! setting. Settings that aren't set have etcd's own defaults.

use std::collections::{BTreeSet, HashSet};
use std::path::Path;

use serde::Serialize;

use super::{listed, places};
use crate::cluster::{EtcdVersion, Plan, UnitForm};
use crate::config::url;
use crate::config::{self, Disk, Found, Lookup, Member as Started, Setting, Way, canonical};
use crate::etcd::Release;
use crate::etcd::flags::{self, Availability, Flag, LOADED_FILES};
use crate::render::{self, RenderedFile, layout};

/// One setting that a plan would change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// The member.
    pub member: String,
    /// The setting, by its flag.
    pub setting: String,
    /// What it is now, with etcd's default where it isn't set; none where it is nothing, or known only when etcd runs.
    pub was: Option<String>,
    /// What the plan makes of it.
    pub becomes: Option<String>,
    /// What that changes.
    pub changes: Change,
}

/// What a difference changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Change {
    /// The cluster: who its members are, where they are reached, where their data is, or how they run.
    Cluster,
    /// The place of a file that quorate writes.
    File,
    /// What counts at the first start of a member alone, and says the same of who its members are.
    FirstStart,
    /// That the member also answers on its own machine, with certificates as everywhere.
    Loopback,
    /// How log lines are written.
    Log,
}

/// The first name of a setting that a release knows by two.
pub(super) fn first_name(name: &str, version: EtcdVersion) -> &str {
    let same = flags::setting(name).and_then(Flag::same_as);
    let has = |availability| matches!(availability, Availability::There | Availability::From(_));
    match same.filter(|same| has(same.availability(version.into()))) {
        Some(same) => &same.name,
        None => name,
    }
}

/// Whether etcd does nothing with a setting: one of old, or a variable or a key that the release doesn't have.
pub(super) fn has_no_effect(name: &str, setting: &Setting, version: EtcdVersion) -> bool {
    let Some(flag) = flags::setting(name) else { return true };
    let release = Release::from(version);
    let is_passed_over = setting.way == Way::Variable
        && !matches!(flag.availability(release), Availability::There | Availability::From(_));
    flag.retired
        || is_passed_over
        || name == "config-file"
        || (setting.value.is_empty() && !setting.open)
}

/// Holds what starts members against what a plan would start; each difference.
pub(super) fn differences(plan: &Plan, started: &[&Started]) -> Vec<Difference> {
    let files = render::files(plan);
    let mut all = Vec::new();
    for one in started {
        let member = plan.members.iter().find(|member| member.name.as_str() == one.name());
        let planned = member.and_then(|member| {
            let directory = format!("members/{}", member.name);
            let unit = format!("{directory}/{}", layout::unit(plan, member));
            read_back(&files, &directory, &unit, plan.etcd_version)
        });
        match planned {
            Some(planned) => of_member(one, &planned, plan.etcd_version, &mut all),
            None => all.push(Difference {
                member: one.name().to_owned(),
                setting: "name".to_owned(),
                was: Some(one.name().to_owned()),
                becomes: None,
                changes: Change::Cluster,
            }),
        }
    }
    all.dedup();
    all
}

/// The members of a plan that nothing here starts.
pub(super) fn unseen(plan: &Plan, started: &[&Started]) -> Vec<String> {
    let names = plan.members.iter().map(|member| member.name.as_str());
    let unseen = names.filter(|name| !started.iter().any(|one| one.name() == *name));
    unseen.map(ToOwned::to_owned).collect()
}

fn read_back(
    files: &[RenderedFile],
    directory: &str,
    unit: &str,
    version: EtcdVersion,
) -> Option<Started> {
    let disk = Rendered { files, directory };
    let (path, found) = disk.at(Path::new(unit))?;
    let read = config::installation(&[(path, found)], &disk, Release::from(version));
    read.members.into_iter().next()
}

/// The files of a member, by the last part of the path that they are to be installed at.
struct Rendered<'a> {
    files: &'a [RenderedFile],
    directory: &'a str,
}

impl Rendered<'_> {
    fn at(&self, path: &Path) -> Option<(String, Found)> {
        let file = self.files.iter().find(|file| file.path == path)?;
        let bytes = file.contents.clone().into_bytes().into();
        Some((path.to_string_lossy().into_owned(), Found { bytes, owner: None }))
    }
}

impl Disk for Rendered<'_> {
    fn file(&self, _: &str, path: &str) -> Lookup {
        let name = Path::new(path).file_name().unwrap_or_default();
        self.at(&Path::new(self.directory).join(name))
            .map_or(Lookup::Missing, |(path, found)| Lookup::Found(path, found))
    }
}

fn of_member(one: &Started, planned: &Started, version: EtcdVersion, all: &mut Vec<Difference>) {
    let with_effect = |one: &'_ Started| -> Vec<String> {
        let effective =
            one.settings.iter().filter(|(name, setting)| !has_no_effect(name, setting, version));
        effective.map(|(name, _)| first_name(name, version).to_owned()).collect()
    };
    let mut names: BTreeSet<String> = with_effect(one).into_iter().collect();
    names.extend(with_effect(planned));
    // Where data is follows from other settings too.
    names.extend(["data-dir".to_owned(), "wal-dir".to_owned()]);
    for name in names {
        let (was, becomes) = (effective(one, &name, version), effective(planned, &name, version));
        if was == becomes && was != Value::Unknown {
            continue;
        }
        let changes = what_changes(one, planned, &name);
        let (was, becomes) = (was.shown(), becomes.shown());
        all.push(Difference {
            member: one.name().to_owned(),
            setting: name,
            was,
            becomes,
            changes,
        });
    }
}

/// What etcd makes of a setting.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Value {
    Known(String),
    Nothing,
    Unknown,
}

impl Value {
    fn shown(self) -> Option<String> {
        match self {
            Self::Known(value) => Some(value),
            Self::Nothing | Self::Unknown => None,
        }
    }

    fn of(value: Option<String>) -> Self {
        value.map_or(Self::Unknown, Self::Known)
    }
}

fn effective(one: &Started, name: &str, version: EtcdVersion) -> Value {
    let found = one.settings.iter().find(|(own, setting)| {
        first_name(own, version) == name && !has_no_effect(own, setting, version)
    });
    match (name, found) {
        ("data-dir", _) => return Value::of(places::data_directory(one)),
        ("wal-dir", _) => return Value::of(places::wal_directory(one)),
        (_, Some((_, setting))) if setting.open => return Value::Unknown,
        // A CA alone makes etcd ask for certificates.
        ("client-cert-auth", _) => {
            return Value::Known((one.is_on(name) || one.has("trusted-ca-file")).to_string());
        }
        ("peer-client-cert-auth", _) => {
            return Value::Known((one.is_on(name) || one.has("peer-trusted-ca-file")).to_string());
        }
        _ => {}
    }
    let (value, is_key) = match found {
        Some((_, setting)) => (Some(setting.value.clone()), setting.way == Way::Key),
        None => (default(one, name, version), false),
    };
    match value.map(|value| canonical(name, &value, is_key)) {
        // Both are etcd's own quota (`server/storage/backend.go`).
        Some(value) if name == "quota-backend-bytes" && value == "0" => {
            Value::Known(QUOTA.to_string())
        }
        Some(value) => Value::Known(value),
        None => Value::Nothing,
    }
}

/// etcd's quota where none is set: 2 GiB.
const QUOTA: u64 = 2 << 30;

/// What etcd takes where nothing is set (`embed.NewConfig`; the same in all series, but for what asks for one).
fn default(one: &Started, name: &str, version: EtcdVersion) -> Option<String> {
    Some(match name {
        "name" => "default".to_owned(),
        "listen-peer-urls" | "initial-advertise-peer-urls" => "http://localhost:2380".to_owned(),
        "listen-client-urls" | "advertise-client-urls" => "http://localhost:2379".to_owned(),
        "initial-cluster" => {
            let entries = listed(one).into_iter().map(|(name, url)| format!("{name}={url}"));
            entries.collect::<Vec<_>>().join(",")
        }
        "initial-cluster-state" => "new".to_owned(),
        "initial-cluster-token" => super::clusters::TOKEN.to_owned(),
        "heartbeat-interval" => "100".to_owned(),
        "election-timeout" => "1000".to_owned(),
        "quota-backend-bytes" => QUOTA.to_string(),
        "snapshot-count" => version.default_snapshot_count().to_string(),
        "enable-grpc-gateway" => {
            let is_off = one.form == UnitForm::ConfigFile && version.config_file_lacks_gateway();
            (!is_off).to_string()
        }
        "logger" if version.needs_logger_flag() => "capnslog".to_owned(),
        "logger" => "zap".to_owned(),
        _ => return None,
    })
}

fn what_changes(one: &Started, planned: &Started, name: &str) -> Change {
    let both = || one.has(name) && planned.has(name);
    match name {
        _ if LOADED_FILES.contains(&name) && both() => Change::File,
        "initial-cluster-state" => Change::FirstStart,
        "initial-cluster" => {
            let planned: HashSet<_> = listed(planned).into_iter().collect();
            let is_grown = listed(one).iter().all(|entry| planned.contains(entry));
            if is_grown { Change::FirstStart } else { Change::Cluster }
        }
        "logger" => Change::Log,
        "listen-client-urls" if adds_loopback(one, planned) => Change::Loopback,
        _ => Change::Cluster,
    }
}

/// Whether a member listens where it did, and on loopback addresses with TLS besides.
fn adds_loopback(one: &Started, planned: &Started) -> bool {
    let urls = |one: &Started| {
        let urls = one.value("listen-client-urls").unwrap_or_default().to_owned();
        url::list(&urls).map(ToOwned::to_owned).collect::<Vec<String>>()
    };
    let (was, becomes) = (urls(one), urls(planned));
    let is_new = |url: &&String| !was.contains(url);
    let is_local = |text: &String| {
        url::urls(text).all(|url| url.secure && url.address().is_some_and(|ip| ip.is_loopback()))
    };
    !was.is_empty()
        && was.iter().all(|url| becomes.contains(url))
        && becomes.iter().filter(is_new).all(is_local)
}
