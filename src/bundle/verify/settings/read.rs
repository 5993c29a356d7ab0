//! A member's settings out of the file of each form, by flag.

use std::collections::BTreeMap;
use std::path::PathBuf;

use crate::cluster::{Plan, UnitForm};
use crate::config::yaml::{self, Map, Value};
use crate::config::{environment, unit};
use crate::etcd::Release;
use crate::etcd::flags::{Availability, Section, find_key, is_security, path_of_key};
use crate::finding::Finding;
use crate::finding::rules::given::NotYaml;
use crate::finding::rules::settings::{UnknownKey, UnknownSecurityKey};
use crate::text::escape_for_terminal;

/// A value with its line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Setting {
    pub(super) line: usize,
    pub(super) value: String,
}

/// The settings of one member, as its file has them.
#[derive(Debug)]
pub(in crate::bundle::verify) struct MemberSettings {
    /// The file, within the bundle.
    pub(super) path: PathBuf,
    /// By flag.
    pub(super) values: BTreeMap<String, Setting>,
    form: UnitForm,
}

impl MemberSettings {
    /// Reads the file that has the settings in the plan's form. The findings are what etcd doesn't take from it.
    pub(super) fn read(
        path: PathBuf,
        plan: &Plan,
        release: Release,
        text: &str,
    ) -> (Self, Vec<Finding>) {
        let form = plan.unit_form;
        let (values, mut findings) = match form {
            UnitForm::EnvironmentFile => (variables(text), Vec::new()),
            UnitForm::Flags => (flags(text), Vec::new()),
            UnitForm::ConfigFile => keys(text, release),
        };
        let file = escape_for_terminal(&path.to_string_lossy());
        for finding in &mut findings {
            finding.location.file = Some(file.clone());
        }
        (Self { path, values, form }, findings)
    }

    /// A setting as its form writes it.
    pub(super) fn shown(&self, flag: &str) -> String {
        match self.form {
            UnitForm::EnvironmentFile => {
                format!("ETCD_{}", flag.replace('-', "_").to_ascii_uppercase())
            }
            UnitForm::Flags => format!("--{flag}"),
            UnitForm::ConfigFile => path_of_key(flag),
        }
    }
}

/// The settings of an environment file.
fn variables(text: &str) -> BTreeMap<String, Setting> {
    let of_etcd = |one: environment::Variable| {
        let flag = one.name.strip_prefix("ETCD_")?.to_ascii_lowercase().replace('_', "-");
        Some((flag, Setting { line: one.line, value: one.value }))
    };
    environment::variables(text).variables.into_iter().filter_map(of_etcd).collect()
}

/// The last value of a key of a unit's `[Service]`.
fn service(unit: &unit::UnitFile, key: &str) -> Option<unit::Directive> {
    let mut all = unit.directives.iter().rev();
    all.find(|one| one.section == "Service" && one.key == key).cloned()
}

/// The `--name=value` flags of a unit's `ExecStart=`.
pub(super) fn flags(text: &str) -> BTreeMap<String, Setting> {
    let start = service(&unit::unit(text), "ExecStart");
    let words = start.map(|start| unit::words(&start.value)).unwrap_or_default();
    let mut values = BTreeMap::new();
    for mut word in words {
        // A bundle's units use neither but for the signs themselves; what remains is part of the value.
        let _ = unit::specifiers(&mut word, "");
        for word in unit::variables(&word, &BTreeMap::new()).0 {
            let Some(flag) = word.text.strip_prefix("--") else { continue };
            let (name, value) = flag.split_once('=').unwrap_or((flag, ""));
            let setting = Setting { line: word.line, value: value.to_owned() };
            values.insert(name.to_owned(), setting);
        }
    }
    values
}

/// The path of a unit's `EnvironmentFile=`, as it is written.
pub(super) fn environment_file(text: &str) -> Option<String> {
    let path = service(&unit::unit(text), "EnvironmentFile")?.text();
    (!path.is_empty()).then_some(path)
}

/// The settings of a config file, and the keys that a release doesn't know.
fn keys(text: &str, release: Release) -> (BTreeMap<String, Setting>, Vec<Finding>) {
    let mut read = Keys { release, values: BTreeMap::new(), findings: Vec::new() };
    match yaml::document(text.as_bytes()) {
        Ok(document) => {
            if let Value::Map(map) = &document.root.value {
                read.map(None, map);
            }
        }
        Err(error) => {
            let finding: Finding = NotYaml { why: error.why }.into();
            read.findings.push(finding.at_line(error.line));
        }
    }
    (read.values, read.findings)
}

struct Keys {
    release: Release,
    values: BTreeMap<String, Setting>,
    findings: Vec<Finding>,
}

impl Keys {
    fn map(&mut self, section: Option<Section>, map: &Map) {
        for (key, (line, node)) in map {
            let inner = Section::named(key);
            match (&node.value, inner.filter(|_| section.is_none())) {
                (Value::Map(map), Some(inner)) => self.map(Some(inner), map),
                (Value::Null, Some(_)) => {}
                _ => self.key(section, key, *line, &node.value),
            }
        }
    }

    fn key(&mut self, section: Option<Section>, key: &str, line: usize, value: &Value) {
        let is_there =
            |availability| matches!(availability, Availability::There | Availability::From(_));
        let flag = find_key(section, key);
        if let Some(flag) = flag.filter(|flag| is_there(flag.key_availability(self.release))) {
            self.values.insert(flag.name.clone(), Setting { line, value: text(value) });
            return;
        }
        // A section whose own key is misspelt, too.
        let holds_security =
            matches!(value, Value::Map(inner) if inner.keys().any(|key| is_security(key)));
        let is_security = section.is_some() || holds_security || is_security(key);
        let key = match section {
            Some(section) => format!("{}.{key}", section.as_str()),
            None => key.to_owned(),
        };
        let finding: Finding =
            if is_security { UnknownSecurityKey { key }.into() } else { UnknownKey { key }.into() };
        self.findings.push(finding.at_line(line));
    }
}

/// A value as a flag would have it.
fn text(value: &Value) -> String {
    match value {
        Value::Bool(on) => on.to_string(),
        Value::Whole(number) => number.to_string(),
        Value::Fraction(text) | Value::Text(text) => text.clone(),
        Value::List(items) => {
            let items: Vec<String> = items.iter().map(|node| self::text(&node.value)).collect();
            items.join(",")
        }
        Value::Null | Value::Map(_) => String::new(),
    }
}

/// All that the readers make of a text, safe to show: what fuzzers look at.
pub(crate) fn read_all(text: &str) -> Vec<String> {
    let (keys, findings) = keys(text, crate::cluster::EtcdVersion::V3_6.into());
    let maps = [variables(text), flags(text), keys];
    let pairs = maps.into_iter().flatten().flat_map(|(key, setting)| [key, setting.value]);
    let shown: Vec<String> =
        pairs.chain(environment_file(text)).map(|text| escape_for_terminal(&text)).collect();
    shown.into_iter().chain(findings.iter().map(Finding::message)).collect()
}
