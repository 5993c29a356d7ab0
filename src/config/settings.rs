//! Settings from flags, variables and keys, until it is clear which of them count.

use std::cell::OnceCell;
use std::collections::BTreeMap;

use super::config_file::ConfigFile;
use super::environment::{EnvironmentFile, without_quotes};
use super::launch::Assigned;
use super::unit::Word;
use super::{Place, at};
use crate::cluster::{EtcdVersion, UnitForm};
use crate::etcd::flags::{self, Availability, Flag, Kind, Section, Successor};
use crate::etcd::{Release, nearest};
use crate::finding::Finding;
use crate::finding::rules::given::{
    BooleanWithSpace, DeprecatedFlag, DroppedLine, FlagFromRelease, FlagNotYet, GoneNext,
    IgnoredBesideConfigFile, JoiningComment, NotExpanded, QuotesKept, RemovedFlag, Repeated,
    RetiredFlag, SecurityIgnoredBesideConfigFile, SetTwice, StrayArgument, StrayQuote, UnknownFlag,
    UnknownSecurityVariable, UnknownVariable,
};
use crate::finding::rules::settings::{UnknownKey, UnknownSecurityKey};

/// How a setting is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    /// `--x`.
    Flag,
    /// `ETCD_X`.
    Variable,
    /// A key of a config file.
    Key,
}

impl Way {
    /// A setting as it is written this way.
    pub(crate) fn shown(self, flag: &str) -> String {
        match self {
            Self::Flag => format!("--{flag}"),
            Self::Variable => format!("ETCD_{}", flag.replace('-', "_").to_ascii_uppercase()),
            Self::Key => flags::path_of_key(flag),
        }
    }

    /// The first release that no longer has a setting.
    fn gone_with(self, flag: &Flag) -> Option<Release> {
        match self {
            Self::Key => flag.key_gone(),
            Self::Flag | Self::Variable => flag.gone(),
        }
    }

    fn availability(self, flag: &Flag, release: Release) -> Availability {
        match self {
            Self::Key => flag.key_availability(release),
            Self::Flag | Self::Variable => flag.availability(release),
        }
    }
}

impl From<UnitForm> for Way {
    fn from(form: UnitForm) -> Self {
        match form {
            UnitForm::EnvironmentFile => Self::Variable,
            UnitForm::Flags => Self::Flag,
            UnitForm::ConfigFile => Self::Key,
        }
    }
}

/// One setting with its place.
#[derive(Debug, Clone)]
pub(crate) struct Setting {
    /// Its value, as the flag would have it; of a duration in a config file, nanoseconds.
    pub(crate) value: String,
    /// The file it stands in.
    pub(crate) path: String,
    /// The line, from 1.
    pub(crate) line: usize,
    /// How it is given.
    pub(crate) way: Way,
    /// Whether something in it is known only when etcd runs.
    pub(crate) open: bool,
}

/// Whether a variable is one of etcd's.
pub(super) fn is_variable(name: &str) -> bool {
    flag_of(name).is_some_and(|flag| flags::find(&flag).is_some())
}

/// Whether a command line starts a member, rather than asking for a version: by its flags or, without any, by its
/// variables.
pub(super) fn starts_member(words: &[Word], variables: &[Assigned]) -> bool {
    let is_members = |name: &str| {
        ["name", "data-dir", "config-file", "initial-cluster"].contains(&name)
            || name.starts_with("listen-")
    };
    if words.is_empty() {
        let mut flags = variables.iter().filter_map(|one| flag_of(&one.name));
        return flags.any(|name| is_members(&name));
    }
    words.iter().any(|word| {
        let name = word.text.trim_start_matches('-').split('=').next().unwrap_or_default();
        is_members(name)
    })
}

/// The flag that a variable stands for, whether there is one or not.
pub(crate) fn flag_of(variable: &str) -> Option<String> {
    let rest = variable.strip_prefix("ETCD_")?;
    Some(rest.replace('_', "-").to_ascii_lowercase())
}

/// What has been read of one member.
pub(super) struct Collector {
    release: Release,
    /// The flags that the release has, once somebody asks.
    names: OnceCell<Vec<&'static str>>,
    flags: Vec<(&'static Flag, Setting)>,
    variables: BTreeMap<String, (&'static Flag, Setting)>,
    keys: Option<Vec<(&'static Flag, Setting)>>,
    findings: Vec<Finding>,
    /// Whether a file of settings isn't here.
    pub(super) is_partial: bool,
    /// Whether the image takes variables of its own that start as etcd's do.
    pub(super) has_image_variables: bool,
}

impl Collector {
    pub(super) fn new(release: Release) -> Self {
        Self {
            release,
            names: OnceCell::new(),
            flags: Vec::new(),
            variables: BTreeMap::new(),
            keys: None,
            findings: Vec::new(),
            has_image_variables: false,
            is_partial: false,
        }
    }

    pub(super) fn add(&mut self, place: Place<'_>, finding: impl Into<Finding>) {
        self.findings.push(at(place, finding));
    }

    /// How the member takes its settings: as most of them are given.
    pub(super) fn form(&self) -> UnitForm {
        if self.keys.is_some() || self.config_file().is_some() {
            UnitForm::ConfigFile
        } else if self.flags.len() > self.variables.len() {
            UnitForm::Flags
        } else {
            UnitForm::EnvironmentFile
        }
    }

    /// Flags and variables as they are given, in order, whether they count or not.
    pub(super) fn given(&self) -> Vec<(String, Setting)> {
        let flags = self.flags.iter().map(|(flag, setting)| (&flag.name, setting));
        let variables = self.variables.iter().map(|(name, (_, setting))| (name, setting));
        flags.chain(variables).map(|(name, setting)| (name.clone(), setting.clone())).collect()
    }

    /// Where `--config-file` points.
    pub(super) fn config_file(&self) -> Option<Setting> {
        let flag = self.flags.iter().rev().find(|(flag, _)| flag.name == "config-file");
        let found = flag.map(|(_, setting)| setting);
        let found = found.or_else(|| self.variables.get("config-file").map(|(_, setting)| setting));
        found.filter(|setting| !setting.open && !setting.value.is_empty()).cloned()
    }

    /// Takes a variable; an empty one is none to etcd.
    pub(super) fn variable(&mut self, place: Place<'_>, name: &str, value: &str, open: bool) {
        let Some(flag_name) = flag_of(name).filter(|_| !value.is_empty()) else { return };
        if matches!(name, "ETCD_UNSUPPORTED_ARCH" | "ETCD_VERIFY") {
            return;
        }
        let Some(flag) = flags::find(&flag_name) else {
            if self.has_image_variables {
                return;
            }
            let meant = nearest(&flag_name, self.names());
            let is_security =
                meant.is_some_and(flags::is_security) || flags::is_security(&flag_name);
            let meant = meant.map(|meant| Way::Variable.shown(meant));
            return self.passed_over(place, (Way::Variable, name.into()), meant, is_security);
        };
        self.availability(place, flag, Way::Variable);
        let (path, line) = place;
        let setting = Setting {
            value: value.to_owned(),
            path: path.to_owned(),
            line,
            way: Way::Variable,
            open,
        };
        self.variables.insert(flag_name, (flag, setting));
    }

    /// Says that etcd passes over a variable or a key, which is worse where it has to do with who may connect.
    fn passed_over(
        &mut self,
        place: Place<'_>,
        (way, name): (Way, String),
        meant: Option<String>,
        is_security: bool,
    ) {
        let meant = meant.unwrap_or_else(none);
        match (way, is_security) {
            (Way::Key, true) => self.add(place, UnknownSecurityKey { key: name, meant }),
            (Way::Key, false) => self.add(place, UnknownKey { key: name, meant }),
            (_, true) => self.add(place, UnknownSecurityVariable { name, meant }),
            (_, false) => self.add(place, UnknownVariable { name, meant }),
        }
    }

    /// The flags that the release has.
    fn names(&self) -> impl Iterator<Item = &'static str> + use<'_> {
        let there = |flag: &&Flag| flag.availability(self.release) == Availability::There;
        let all = || flags::all().iter().filter(there).map(|flag| flag.name.as_str()).collect();
        self.names.get_or_init(all).iter().copied()
    }

    /// Takes an environment file; `expands` where a shell that writes it puts variables in.
    pub(super) fn environment_file(&mut self, path: &str, read: &EnvironmentFile, expands: bool) {
        for (line, text) in &read.dropped {
            self.add((path, *line), DroppedLine { text: text.clone() });
        }
        for line in &read.joining_comments {
            self.add((path, *line), JoiningComment {});
        }
        for one in &read.variables {
            let place = (path, one.line);
            let is_etcds = is_variable(&one.name);
            if is_etcds && one.value.contains(['"', '\'']) && !may_hold_quotes(&one.name) {
                self.add(place, StrayQuote { name: one.name.clone() });
            }
            let is_reference = is_etcds && is_reference(&one.value);
            if is_reference && !expands && !is_path(&one.name) {
                self.add(place, NotExpanded { name: one.name.clone() });
            }
            self.variable(place, &one.name, &one.value, is_reference && expands);
        }
    }

    /// Takes a file of variables that a container engine reads, which docker does without taking quotes away
    /// (docker/cli `opts/file.go`; etcd 3.5.16 ends at `invalid value "\"http://…`).
    pub(super) fn container_file(
        &mut self,
        path: &str,
        read: &EnvironmentFile,
        keeps_quotes: bool,
        expands: bool,
    ) {
        for one in &read.variables {
            let place = (path, one.line);
            let value = without_quotes(&one.value);
            let is_quoted = value.len() < one.value.len();
            if keeps_quotes && is_quoted && is_variable(&one.name) {
                self.add(place, QuotesKept { name: one.name.clone() });
            }
            self.variable(place, &one.name, value, expands && is_reference(value));
        }
    }

    /// Takes the arguments of a command.
    pub(super) fn flags(&mut self, path: &str, words: &[Word]) {
        let mut words = words.iter().peekable();
        while let Some(word) = words.next() {
            let place = (path, word.line);
            let text = word.text.strip_prefix("--").or_else(|| word.text.strip_prefix('-'));
            let Some(text) = text.filter(|text| !text.is_empty()) else {
                self.add(place, StrayArgument { word: word.text.clone() });
                continue;
            };
            let (name, given) =
                text.split_once('=').map_or((text, None), |(name, value)| (name, Some(value)));
            let Some(flag) = flags::find(name) else {
                let meant = nearest(name, self.names()).map(|meant| Way::Flag.shown(meant));
                let meant = meant.unwrap_or_else(none);
                self.add(place, UnknownFlag { flag: Way::Flag.shown(name), meant });
                if given.is_none() {
                    let _ = words.next_if(|next| !next.text.starts_with('-'));
                }
                continue;
            };
            self.availability(place, flag, Way::Flag);
            let mut open = word.open;
            let value = match given {
                Some(value) => value.to_owned(),
                None if flag.kind == Kind::Bool => {
                    if let Some(next) = words.next_if(|next| is_word_for_bool(&next.text)) {
                        let stray = BooleanWithSpace {
                            flag: Way::Flag.shown(name),
                            word: next.text.clone(),
                        };
                        self.add((path, next.line), stray);
                    }
                    "true".to_owned()
                }
                None => words.next().map_or_else(String::new, |next| {
                    open |= next.open;
                    next.text.clone()
                }),
            };
            let setting =
                Setting { value, path: path.to_owned(), line: word.line, way: Way::Flag, open };
            self.flags.push((flag, setting));
        }
    }

    /// Takes a config file.
    pub(super) fn config(&mut self, path: &str, read: ConfigFile, expands: bool) {
        self.findings.extend(read.findings);
        for (line, section, key) in read.unknown {
            self.unknown_key((path, line), section, &key);
        }
        let mut keys = Vec::new();
        for (flag, line, value) in read.settings {
            // A key that the release doesn't have sets nothing.
            if self.availability((path, line), flag, Way::Key) {
                let (way, open) = (Way::Key, expands && is_reference(&value));
                let setting = Setting { value, path: path.to_owned(), line, way, open };
                keys.push((flag, setting));
            }
        }
        self.keys = Some(keys);
    }

    fn unknown_key(&mut self, place: Place<'_>, within: Option<Section>, key: &str) {
        let elsewhere = flags::all().iter().find(|flag| {
            flag.key().is_some_and(|own| own.eq_ignore_ascii_case(key))
                || flag.name.eq_ignore_ascii_case(key)
        });
        let meant = if let Some(flag) = elsewhere {
            self.meant_by_key(flag, within)
        } else {
            let here = flags::all().iter().filter(|flag| flag.section() == within);
            let sections = Section::ALL.iter().filter(|_| within.is_none());
            let keys = here.filter_map(Flag::key).chain(sections.map(|one| one.as_str()));
            nearest(key, keys).map(ToOwned::to_owned)
        };
        let is_section = |name: &String| Section::named(name).is_some();
        let is_security = within.is_some()
            || meant.as_ref().is_some_and(is_section)
            || elsewhere.is_some_and(Flag::is_security)
            || flags::is_security(key);
        self.passed_over(place, (Way::Key, key.to_owned()), meant, is_security);
    }

    /// What a setting is called that stands where it has no key: its own place, that of what took its place, or the
    /// flag of a release that has nothing else.
    fn meant_by_key(&self, flag: &Flag, within: Option<Section>) -> Option<String> {
        if flag.key().is_some() {
            return Some(Way::Key.shown(&flag.name));
        }
        let of_peers = (within == Some(Section::Peer)).then(|| format!("peer-{}", flag.name));
        let of_peers = of_peers.and_then(|name| flags::setting(&name)).unwrap_or(flag);
        let successor = of_peers.successor().and_then(|next| flags::setting(next.flag));
        if let Some(next) = successor.filter(|next| next.key().is_some()) {
            return Some(Way::Key.shown(&next.name));
        }
        let is_there = flag.availability(self.release) == Availability::There;
        is_there.then(|| Way::Flag.shown(&flag.name))
    }

    /// Says where the release doesn't have a setting, or is going to drop it; `true` where it has. A flag that it
    /// doesn't have ends etcd, which warns of such a variable and passes over such a key in silence (measured on
    /// all series).
    fn availability(&mut self, place: Place<'_>, flag: &Flag, way: Way) -> bool {
        let release = self.release;
        let shown = way.shown(&flag.name);
        if flag.retired {
            self.add(place, RetiredFlag { shown: shown.clone() });
        }
        let availability = way.availability(flag, release);
        let instead = self.instead(flag, way);
        match (availability, way) {
            (Availability::There, _) => {
                if let Some(until) = flag.deprecated_until(release) {
                    let (until, instead) = (until.to_owned(), instead.unwrap_or_else(none));
                    self.add(place, DeprecatedFlag { shown, until, instead });
                } else if let Some(next) = way.gone_with(flag).filter(|one| is_next(*one, release))
                {
                    let successor = flag.successor().map(|next| way.shown(next.flag));
                    let (next, instead) =
                        (next.series().to_string(), successor.unwrap_or_else(none));
                    self.add(place, GoneNext { shown, next, instead });
                }
                true
            }
            (Availability::From(since), _) => {
                self.add(place, FlagFromRelease { shown, since: since.to_string() });
                true
            }
            (_, Way::Key | Way::Variable) => {
                self.passed_over(place, (way, shown), instead, flag.is_security());
                false
            }
            (Availability::Gone(since), Way::Flag) => {
                let (since, release) = (since.to_string(), release.to_string());
                let instead = instead.unwrap_or_else(none);
                self.add(place, RemovedFlag { shown, since, release, instead });
                true
            }
            (Availability::NotYet(since), Way::Flag) => {
                let since = since.iter().map(ToString::to_string).collect();
                let release = release.to_string();
                let instead = instead.unwrap_or_else(none);
                self.add(place, FlagNotYet { shown, since, release, instead });
                true
            }
            (Availability::Never, Way::Flag) => true,
        }
    }

    /// What took the place of a setting, or what came before it, if the release has it.
    fn instead(&self, flag: &Flag, way: Way) -> Option<String> {
        let has = |flag: &Flag| {
            let availability = way.availability(flag, self.release);
            matches!(availability, Availability::There | Availability::From(_))
        };
        if let Some(Successor { flag: successor, value }) = flag.successor()
            && flags::find(successor).is_some_and(has)
        {
            let between = if way == Way::Key { ": " } else { "=" };
            let value = value.map_or_else(String::new, |value| format!("{between}{value}"));
            return Some(way.shown(successor) + &value);
        }
        // A setting without a key: etcd reads no flags beside a config file.
        let is_flag_alone = way == Way::Key && !has(flag);
        if is_flag_alone && Way::Flag.availability(flag, self.release) == Availability::There {
            return Some(Way::Flag.shown(&flag.name));
        }
        let before = flags::all().iter().find(|one| {
            one.successor().is_some_and(|next| next.flag == flag.name && next.value.is_none())
                && has(one)
        })?;
        Some(way.shown(&before.name))
    }

    /// Says what is given twice or in vain, and returns what counts and what was found.
    pub(super) fn effective(self) -> (BTreeMap<String, Setting>, Vec<Finding>) {
        let Self { flags, variables, keys, mut findings, .. } = self;
        let mut settings = BTreeMap::new();
        if let Some(keys) = keys {
            in_vain(&flags, &variables, &mut findings);
            settings.extend(keys.into_iter().map(|(flag, setting)| (flag.name.clone(), setting)));
            return (settings, findings);
        }
        for (flag, setting) in flags {
            let place = (setting.path.as_str(), setting.line);
            if let Some((_, variable)) = variables.get(&flag.name) {
                let twice = SetTwice {
                    flag: Way::Flag.shown(&flag.name),
                    variable: Way::Variable.shown(&flag.name),
                    file: variable.path.clone(),
                    other: variable.line,
                };
                findings.push(at(place, twice));
            }
            if let Some(first) = settings.get(&flag.name).map(|first: &Setting| first.line) {
                findings.push(at(place, Repeated { shown: setting.way.shown(&flag.name), first }));
            }
            settings.insert(flag.name.clone(), setting);
        }
        for (name, (_, setting)) in variables {
            settings.entry(name).or_insert(setting);
        }
        (settings, findings)
    }
}

/// Whether a release is the first of the series after that of another one.
fn is_next(first: Release, release: Release) -> bool {
    let mut series = EtcdVersion::ALL.into_iter().skip_while(|one| *one != release.series());
    series.nth(1) == Some(first.series())
}

/// What a finding names where there is nothing to name.
fn none() -> String {
    "none".to_owned()
}

/// Names what etcd doesn't read beside a config file.
fn in_vain(
    flags: &[(&'static Flag, Setting)],
    variables: &BTreeMap<String, (&'static Flag, Setting)>,
    findings: &mut Vec<Finding>,
) {
    for (flag, setting) in flags.iter().chain(variables.values()) {
        if flag.name == "config-file" {
            continue;
        }
        let place = (setting.path.as_str(), setting.line);
        let shown = setting.way.shown(&flag.name);
        findings.push(if flag.is_security() {
            at(place, SecurityIgnoredBesideConfigFile { shown })
        } else {
            at(place, IgnoredBesideConfigFile { shown })
        });
    }
}

fn is_word_for_bool(text: &str) -> bool {
    matches!(text.to_ascii_lowercase().as_str(), "true" | "false" | "yes" | "no" | "1" | "0")
}

/// Whether somebody expected a value to be expanded.
fn is_reference(value: &str) -> bool {
    let is_variable = |rest: &str| rest.starts_with(|c: char| c.is_ascii_uppercase());
    value.contains("${") || value.contains("$(") || value.split('$').skip(1).any(is_variable)
}

/// Settings that may hold quotes: JSON, and paths, in which anything goes.
fn may_hold_quotes(variable: &str) -> bool {
    variable == "ETCD_LOG_ROTATION_CONFIG_JSON" || is_path(variable)
}

fn is_path(variable: &str) -> bool {
    variable.ends_with("_FILE") || variable.ends_with("_DIR")
}
