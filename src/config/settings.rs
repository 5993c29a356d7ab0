//! Settings from flags, variables and keys, until it is clear which of them count.

mod names;

use std::cell::OnceCell;
use std::collections::BTreeMap;

use super::config_file::ConfigFile;
use super::environment::{EnvironmentFile, without_quotes};
use super::launch::Assigned;
use super::unit::Word;
use super::{Place, at};
use crate::cluster::UnitForm;
use crate::etcd::flags::{self, Availability, Flag, Kind};
use crate::etcd::{Release, nearest};
use crate::finding::Finding;
use crate::finding::rules::given::{
    BooleanWithSpace, DroppedLine, IgnoredBesideConfigFile, JoiningComment, NotExpanded,
    QuotesKept, Repeated, SecurityIgnoredBesideConfigFile, SetTwice, StrayArgument, StrayQuote,
    UnknownFlag,
};
use names::none;

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
