//! Settings from flags, variables and keys, until it is clear which of them count.

use std::cell::OnceCell;
use std::collections::BTreeMap;

use crate::audit::AuditReport;
use crate::audit::yaml::{ConfigFile, Entry};
use crate::cluster::UnitForm;
use crate::config::environment::EnvironmentFile;
use crate::config::unit::Word;
use crate::etcd::flags::{self, Availability, Flag, Kind, Section, Successor};
use crate::etcd::{Release, nearest};
use crate::text::{fill, say};

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
            Self::Key => flags::path_of_key(flag),
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
    find_key(entry).is_some()
}

/// Finds what an entry of a config file sets, whatever release has it.
fn find_key(entry: &Entry) -> Option<&'static Flag> {
    let section = match &entry.section {
        Some(section) => Some(Section::named(section)?),
        None => None,
    };
    flags::find_key(section, &entry.key)
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
        self.availability(place, flag, Way::Variable, report);
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
        let meant = nearest(flag, self.names());
        let message = format!("etcd has no variable `{name}`{}", perhaps(meant, Way::Variable));
        if meant.is_some_and(flags::is_security) || flags::is_security(flag) {
            report.add(place, "unknown-security-variable", message);
        } else {
            report.add(place, "unknown-variable", message);
        }
    }

    /// The flags that the release has.
    fn names(&self) -> impl Iterator<Item = &'static str> + use<'_> {
        let there = |flag: &&Flag| flag.availability(self.release) == Availability::There;
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
                let meant = perhaps(nearest(name, self.names()), Way::Flag);
                let message = format!("etcd has no flag `--{name}`{meant}");
                report.add(place, "unknown-flag", message);
                if given.is_none() {
                    let _ = words.next_if(|next| !next.text.starts_with('-'));
                }
                continue;
            };
            self.availability(place, flag, Way::Flag, report);
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
            let Some(flag) = find_key(entry) else {
                unknown_key(place, entry, report);
                continue;
            };
            self.availability(place, flag, Way::Key, report);
            let (value, line) = (entry.value.clone(), entry.line);
            let setting =
                Setting { value, path: path.to_owned(), line, way: Way::Key, open: false };
            keys.push((flag, setting));
        }
        self.keys = Some(keys);
    }

    /// Says where the release doesn't have a setting, or is going to drop it. A flag that it doesn't have ends
    /// etcd, which warns of such a variable and passes over such a key in silence (measured on all series).
    fn availability(&self, place: (&str, usize), flag: &Flag, way: Way, report: &mut AuditReport) {
        let release = self.release;
        let shown = way.shown(&flag.name);
        let availability = match way {
            Way::Key => flag.key_availability(release),
            Way::Flag | Way::Variable => flag.availability(release),
        };
        let (code, message) = match availability {
            Availability::There | Availability::Never => ("", String::new()),
            Availability::Gone(since) => (
                "removed-flag",
                format!("`{shown}` is gone since etcd {since}, and this is for {release}"),
            ),
            Availability::NotYet(since) => {
                let since: Vec<String> = since.iter().map(ToString::to_string).collect();
                let since = since.join(" or ");
                (
                    "flag-not-yet",
                    format!("`{shown}` comes with etcd {since}, and this is for {release}"),
                )
            }
            Availability::From(since) => {
                ("flag-from-release", format!("`{shown}` needs etcd {since} or newer"))
            }
        };
        let code = match (way, code) {
            (Way::Flag, code) | (_, code @ ("" | "flag-from-release")) => code,
            (Way::Variable, _) if flag.is_security() => "unknown-security-variable",
            (Way::Variable, _) => "unknown-variable",
            (Way::Key, _) if flag.is_security() => "unknown-security-key",
            (Way::Key, _) => "unknown-key",
        };
        if !code.is_empty() {
            let fix = match (self.fix(flag, way), way) {
                _ if code == "flag-from-release" => None,
                (Some(fix), _) => Some(fix),
                (None, Way::Flag) => None,
                (None, Way::Variable) => Some(say("audit-warned-of").into()),
                (None, Way::Key) => Some(say("audit-passed-over").into()),
            };
            report.add_with_fix(place, code, message, fix);
        } else if let Some(until) = flag.deprecated_until(release) {
            let message = format!("`{shown}` is deprecated, and goes with etcd {until}");
            report.add_with_fix(place, "deprecated-flag", message, self.fix(flag, way));
        }
        if flag.retired {
            report.add(place, "retired-flag", format!("`{shown}` does nothing any more"));
        }
    }

    /// Names what took the place of a setting, or what came before it, if the release has it.
    fn fix(&self, flag: &Flag, way: Way) -> Option<String> {
        let has = |flag: &Flag| {
            let availability = match way {
                Way::Key => flag.key_availability(self.release),
                Way::Flag | Way::Variable => flag.availability(self.release),
            };
            matches!(availability, Availability::There | Availability::From(_))
        };
        if let Some(Successor { flag: successor, value }) = flag.successor()
            && flags::find(successor).is_some_and(&has)
        {
            let between = if way == Way::Key { ": " } else { "=" };
            let value = value.map_or_else(String::new, |value| format!("{between}{value}"));
            let setting = way.shown(successor) + &value;
            return Some(fill("audit-use-successor", &[("setting", &setting)]));
        }
        if way == Way::Key && flag.availability(self.release) == Availability::There {
            return Some(fill("audit-only-flag", &[("flag", &Way::Flag.shown(&flag.name))]));
        }
        let before = flags::all().iter().find(|one| {
            one.successor().is_some_and(|next| next.flag == flag.name && next.value.is_none())
                && has(one)
        })?;
        Some(fill("audit-use-older", &[("setting", &way.shown(&before.name))]))
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
    let within = entry.section.as_deref().map(Section::named);
    let elsewhere = flags::all().iter().find(|flag| {
        flag.key().is_some_and(|key| key.eq_ignore_ascii_case(&entry.key))
            || flag.name.eq_ignore_ascii_case(&entry.key)
    });
    let why = match elsewhere.map(|flag| (flag, flag.section(), flag.key())) {
        Some((_, Some(section), Some(key))) if within != Some(Some(section)) => {
            format!("; it belongs into `{}`, as `{key}`", section.as_str())
        }
        Some((flag, _, None)) => format!("; only `--{}` sets that", flag.name),
        _ => {
            let here = |flag: &&Flag| within.unwrap_or(None) == flag.section();
            let names = flags::all().iter().filter(here).filter_map(Flag::key);
            perhaps(nearest(&entry.key, names), Way::Key)
        }
    };
    let message = format!("etcd passes over the key `{}` here{why}", entry.key);
    if entry.section.is_some()
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
