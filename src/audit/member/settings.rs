//! Settings from flags, variables and keys, until it is clear which of them count.

use std::cell::OnceCell;
use std::collections::BTreeMap;

use crate::audit::AuditReport;
use crate::audit::flags::{self, Flag, FlagAvailability, Kind};
use crate::audit::yaml::{ConfigFile, Entry};
use crate::cluster::UnitForm;
use crate::config::environment::EnvironmentFile;
use crate::config::unit::Word;
use crate::etcd::Release;

/// How a setting is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::audit) enum Way {
    /// `--x`.
    Flag,
    /// `ETCD_X`.
    Variable,
    /// A key of a config file.
    Key,
}

impl Way {
    /// A setting as it is written this way.
    pub(in crate::audit) fn shown(self, flag: &str) -> String {
        match self {
            Self::Flag => format!("--{flag}"),
            Self::Variable => format!("ETCD_{}", flag.replace('-', "_").to_ascii_uppercase()),
            Self::Key => match flags::find(flag) {
                Some(found) => match &found.section {
                    Some(section) => format!("{section}.{}", found.config_key()),
                    None => flag.to_owned(),
                },
                None => flag.to_owned(),
            },
        }
    }
}

/// One setting with its place.
#[derive(Debug, Clone)]
pub(in crate::audit) struct Setting {
    /// Its value.
    pub(in crate::audit) value: String,
    /// The file it stands in.
    pub(in crate::audit) path: String,
    /// The line, from 1.
    pub(in crate::audit) line: usize,
    /// How it is given.
    pub(in crate::audit) way: Way,
    /// Whether something in it is known only when etcd runs.
    pub(in crate::audit) open: bool,
}

/// Whether a variable is one of etcd's.
pub(super) fn is_variable(name: &str) -> bool {
    flag_of(name).is_some_and(|flag| flags::find(&flag).is_some())
}

/// Whether an entry of a config file is one of etcd's.
pub(super) fn is_key(entry: &Entry) -> bool {
    flags::find_key(entry.section.as_deref(), &entry.key).is_some()
}

/// Whether a command line starts a member, rather than asking for a version.
pub(super) fn starts_member(words: &[Word]) -> bool {
    words.iter().any(|word| {
        let name = word.text.trim_start_matches('-').split('=').next().unwrap_or_default();
        ["name", "data-dir", "config-file", "initial-cluster"].contains(&name)
            || name.starts_with("listen-")
    })
}

fn flag_of(variable: &str) -> Option<String> {
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
}

impl Collector {
    pub(super) fn new(release: Release) -> Self {
        let names = OnceCell::new();
        Self { release, names, flags: Vec::new(), variables: BTreeMap::new(), keys: None }
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

    /// Where `--config-file` points.
    pub(super) fn config_file(&self) -> Option<Setting> {
        let flag = self.flags.iter().rev().find(|(flag, _)| flag.name == "config-file");
        let found = flag.map(|(_, setting)| setting);
        let found = found.or_else(|| self.variables.get("config-file").map(|(_, setting)| setting));
        found.filter(|setting| !setting.open && !setting.value.is_empty()).cloned()
    }

    /// Takes a variable; an empty one is none to etcd.
    pub(super) fn variable(
        &mut self,
        place: (&str, usize),
        name: &str,
        value: &str,
        open: bool,
        report: &mut AuditReport,
    ) {
        let Some(flag_name) = flag_of(name).filter(|_| !value.is_empty()) else { return };
        if matches!(name, "ETCD_UNSUPPORTED_ARCH" | "ETCD_VERIFY") {
            return;
        }
        let Some(flag) = flags::find(&flag_name) else {
            self.unknown_variable(place, name, &flag_name, report);
            return;
        };
        self.availability(place, flag, name, report);
        let setting = Setting {
            value: value.to_owned(),
            path: place.0.to_owned(),
            line: place.1,
            way: Way::Variable,
            open,
        };
        self.variables.insert(flag_name, (flag, setting));
    }

    fn unknown_variable(
        &self,
        place: (&str, usize),
        name: &str,
        flag: &str,
        report: &mut AuditReport,
    ) {
        let meant = flags::nearest(flag, self.names());
        let message = format!("etcd has no variable `{name}`{}", perhaps(meant, Way::Variable));
        if meant.is_some_and(flags::is_security) || flags::is_security(flag) {
            report.add(place, "unknown-security-variable", message);
        } else {
            report.add(place, "unknown-variable", message);
        }
    }

    /// The flags that the release has.
    fn names(&self) -> impl Iterator<Item = &'static str> + use<'_> {
        let there = |flag: &&Flag| flag.availability(self.release) == FlagAvailability::There;
        let all = || flags::all().iter().filter(there).map(|flag| flag.name.as_str()).collect();
        self.names.get_or_init(all).iter().copied()
    }

    /// Takes an environment file.
    pub(super) fn environment_file(
        &mut self,
        path: &str,
        read: &EnvironmentFile,
        report: &mut AuditReport,
    ) {
        for (line, text) in &read.dropped {
            let message = format!("systemd drops this line: `{text}` is no name of a variable");
            report.add((path, *line), "dropped-line", message);
        }
        for line in &read.joining_comments {
            let message = "a backslash ends this comment, so that the next line belongs to it";
            report.add((path, *line), "joining-comment", message);
        }
        for one in &read.variables {
            if is_variable(&one.name)
                && one.value.contains(['"', '\''])
                && !may_hold_quotes(&one.name)
            {
                let message = format!("`{}` keeps a quote within its value", one.name);
                report.add((path, one.line), "stray-quote", message);
            }
            let is_reference = one.value.contains("${")
                || one.value.contains("$(")
                || one
                    .value
                    .split('$')
                    .skip(1)
                    .any(|rest| rest.starts_with(|c: char| c.is_ascii_uppercase()));
            if is_variable(&one.name) && is_reference && !is_path(&one.name) {
                let message = format!("`{}` is taken as it stands, `$` included", one.name);
                report.add((path, one.line), "not-expanded", message);
            }
            self.variable((path, one.line), &one.name, &one.value, false, report);
        }
    }

    /// Takes the arguments of a command.
    pub(super) fn flags(&mut self, path: &str, words: &[Word], report: &mut AuditReport) {
        let mut words = words.iter().peekable();
        while let Some(word) = words.next() {
            let place = (path, word.line);
            let text = word.text.strip_prefix("--").or_else(|| word.text.strip_prefix('-'));
            let Some(text) = text.filter(|text| !text.is_empty()) else {
                let message = format!("`{}` is no flag, and etcd stops at it", word.text);
                report.add(place, "stray-argument", message);
                continue;
            };
            let (name, given) =
                text.split_once('=').map_or((text, None), |(name, value)| (name, Some(value)));
            let Some(flag) = flags::find(name) else {
                let meant = perhaps(flags::nearest(name, self.names()), Way::Flag);
                let message = format!("etcd has no flag `--{name}`{meant}");
                report.add(place, "unknown-flag", message);
                if given.is_none() {
                    let _ = words.next_if(|next| !next.text.starts_with('-'));
                }
                continue;
            };
            self.availability(place, flag, &format!("--{name}"), report);
            let mut open = word.open;
            let value = match given {
                Some(value) => value.to_owned(),
                None if flag.kind == Kind::Bool => {
                    if let Some(next) = words.next_if(|next| is_word_for_bool(&next.text)) {
                        let message = format!(
                            "etcd takes `{}` behind `--{name}` for a word of its own, and stops",
                            next.text
                        );
                        report.add((path, next.line), "boolean-with-space", message);
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
    pub(super) fn config(&mut self, path: &str, read: &ConfigFile, report: &mut AuditReport) {
        for (line, why) in &read.refused {
            report.add((path, *line), "unreadable-yaml", format!("this line isn't read: {why}"));
        }
        let mut keys = Vec::new();
        for entry in &read.entries {
            let place = (path, entry.line);
            let Some(flag) = flags::find_key(entry.section.as_deref(), &entry.key) else {
                unknown_key(place, entry, report);
                continue;
            };
            self.availability(place, flag, &entry.key, report);
            let (value, line) = (entry.value.clone(), entry.line);
            let setting =
                Setting { value, path: path.to_owned(), line, way: Way::Key, open: false };
            keys.push((flag, setting));
        }
        self.keys = Some(keys);
    }

    fn availability(
        &self,
        place: (&str, usize),
        flag: &Flag,
        shown: &str,
        report: &mut AuditReport,
    ) {
        let release = self.release;
        match flag.availability(release) {
            FlagAvailability::There => {}
            FlagAvailability::Gone(since) => report.add(
                place,
                "removed-flag",
                format!("`{shown}` is gone since etcd {since}, and this is for {release}"),
            ),
            FlagAvailability::NotYet(since) => report.add(
                place,
                "flag-not-yet",
                format!("`{shown}` comes with etcd {since}, and this is for {release}"),
            ),
            FlagAvailability::From(since) => report.add(
                place,
                "flag-from-release",
                format!("`{shown}` needs etcd {since} or newer"),
            ),
        }
        if flag.retired {
            report.add(place, "retired-flag", format!("`{shown}` does nothing any more"));
        }
    }

    /// Says what is given twice or in vain, and returns what counts.
    pub(super) fn effective(self, report: &mut AuditReport) -> BTreeMap<String, Setting> {
        let Self { flags, variables, keys, .. } = self;
        if let Some(keys) = keys {
            in_vain(&flags, &variables, report);
            let mut settings = BTreeMap::new();
            for (flag, setting) in keys {
                repeat(&mut settings, flag, setting, report);
            }
            return settings;
        }
        let mut settings = BTreeMap::new();
        for (flag, setting) in flags {
            if let Some((_, variable)) = variables.get(&flag.name) {
                let name = Way::Variable.shown(&flag.name);
                let message = format!(
                    "`--{}` is set as `{name}` too, in `{}`, line {}",
                    flag.name, variable.path, variable.line
                );
                report.add((&setting.path, setting.line), "set-twice", message);
            }
            repeat(&mut settings, flag, setting, report);
        }
        for (name, (_, setting)) in variables {
            settings.entry(name).or_insert(setting);
        }
        settings
    }
}

fn repeat(
    settings: &mut BTreeMap<String, Setting>,
    flag: &Flag,
    setting: Setting,
    report: &mut AuditReport,
) {
    if let Some(first) = settings.get(&flag.name) {
        let message =
            format!("`{}` stands in line {} already", setting.way.shown(&flag.name), first.line);
        report.add((&setting.path, setting.line), "repeated", message);
    }
    settings.insert(flag.name.clone(), setting);
}

/// Names what etcd doesn't read beside a config file.
fn in_vain(
    flags: &[(&'static Flag, Setting)],
    variables: &BTreeMap<String, (&'static Flag, Setting)>,
    report: &mut AuditReport,
) {
    for (flag, setting) in flags.iter().chain(variables.values()) {
        if flag.name == "config-file" {
            continue;
        }
        let message =
            format!("`{}` isn't read beside a config file", setting.way.shown(&flag.name));
        let place = (setting.path.as_str(), setting.line);
        if flag.is_security() {
            report.add(place, "security-ignored-beside-config-file", message);
        } else {
            report.add(place, "ignored-beside-config-file", message);
        }
    }
}

fn unknown_key(place: (&str, usize), entry: &Entry, report: &mut AuditReport) {
    let within = entry.section.as_deref();
    let elsewhere = flags::all().iter().find(|flag| {
        (flag.config_key() == entry.key || flag.name == entry.key)
            && flag.section.as_deref() != within
    });
    let section = elsewhere.and_then(|flag| flag.section.as_deref().map(|place| (flag, place)));
    let why = if let Some((flag, section)) = section {
        format!("; it belongs into `{section}`, as `{}`", flag.config_key())
    } else {
        let here = |flag: &&Flag| flag.key && flag.section.as_deref() == within;
        let names = flags::all().iter().filter(here).map(Flag::config_key);
        perhaps(flags::nearest(&entry.key, names), Way::Key)
    };
    let message = format!("etcd passes over the key `{}` here{why}", entry.key);
    if within.is_some()
        || elsewhere.is_some_and(Flag::is_security)
        || flags::is_security(&entry.key)
    {
        report.add(place, "unknown-security-key", message);
    } else {
        report.add(place, "unknown-key", message);
    }
}

fn perhaps(meant: Option<&str>, way: Way) -> String {
    meant.map_or_else(String::new, |meant| match way {
        Way::Key => format!("; was `{meant}` meant?"),
        _ => format!("; was `{}` meant?", way.shown(meant)),
    })
}

fn is_word_for_bool(text: &str) -> bool {
    matches!(text.to_ascii_lowercase().as_str(), "true" | "false" | "yes" | "no" | "1" | "0")
}

/// Settings that may hold quotes: JSON, and paths, in which anything goes.
fn may_hold_quotes(variable: &str) -> bool {
    variable == "ETCD_LOG_ROTATION_CONFIG_JSON" || is_path(variable)
}

fn is_path(variable: &str) -> bool {
    variable.ends_with("_FILE") || variable.ends_with("_DIR")
}
