//! Further settings: those of etcd that no question of a plan asks for, by name.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use serde::de::{Error as _, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::error::{FieldError, Hint, SeriesSettingError, SettingError, refuse_unsafe};
use super::unit_form::UnitForm;
use super::version::EtcdVersion;
use crate::etcd::flags::{self, Availability, Flag, Kind, Section};
use crate::etcd::values::{self, ValueFault};
use crate::etcd::{Release, nearest};
use crate::text::Words;

/// The longest value, in characters.
const LIMIT: usize = 4000;

/// What follows from something else that a plan says.
const OWN: [(&str, Words); 25] = [
    ("name", Words("own-member-names")),
    ("initial-cluster", Words("own-members")),
    ("initial-cluster-state", Words("own-members")),
    ("initial-cluster-token", Words("own-token")),
    ("listen-peer-urls", Words("own-addresses")),
    ("initial-advertise-peer-urls", Words("own-addresses")),
    ("listen-client-urls", Words("own-addresses")),
    ("advertise-client-urls", Words("own-addresses")),
    ("data-dir", Words("own-data-directory")),
    ("wal-dir", Words("own-wal-directory")),
    ("config-file", Words("own-form")),
    ("heartbeat-interval", Words("own-heartbeat")),
    ("election-timeout", Words("own-election")),
    ("quota-backend-bytes", Words("own-hardware")),
    ("snapshot-count", Words("own-hardware")),
    ("cert-file", Words("own-certificates")),
    ("key-file", Words("own-certificates")),
    ("client-cert-auth", Words("own-certificates")),
    ("trusted-ca-file", Words("own-certificates")),
    ("client-cert-file", Words("own-certificates")),
    ("client-key-file", Words("own-certificates")),
    ("peer-cert-file", Words("own-certificates")),
    ("peer-key-file", Words("own-certificates")),
    ("peer-client-cert-auth", Words("own-certificates")),
    ("peer-trusted-ca-file", Words("own-certificates")),
];

/// The value of a further setting, by what etcd reads it as.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FurtherValue {
    /// A switch.
    Switch(bool),
    /// A whole number.
    Number(i128),
    /// A duration.
    Duration {
        /// As Go writes it: `1h30m`.
        text: String,
        /// The same in nanoseconds.
        nanoseconds: i64,
    },
    /// Words, each without a comma.
    List(Vec<String>),
    /// Anything else.
    Text(String),
}

/// As a flag takes it.
impl fmt::Display for FurtherValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Switch(is_on) => is_on.fmt(f),
            Self::Number(number) => number.fmt(f),
            Self::Duration { text, .. } | Self::Text(text) => f.write_str(text),
            Self::List(words) => f.write_str(&words.join(",")),
        }
    }
}

/// One further setting: a name that some release of etcd knows and no other part of the plan sets, and a value of its
/// type. Whether the plan's etcd has it is for [`super::Plan::check`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FurtherSetting {
    name: &'static str,
    value: FurtherValue,
}

impl FurtherSetting {
    /// Takes a flag's name, without dashes, and a value as the flag takes it.
    ///
    /// # Errors
    /// [`FieldError`] that says which of both can't be taken, and why.
    pub fn new(name: &str, value: &str) -> Result<Self, FieldError> {
        let flag = known(name)?;
        let value = typed(flag, value.trim_matches(' '))?;
        Ok(Self { name: &flag.name, value })
    }

    /// Takes a setting as a config file has it: a duration there is a number of nanoseconds.
    ///
    /// # Errors
    /// As [`Self::new`].
    pub fn of_key(name: &str, value: &str) -> Result<Self, FieldError> {
        let is_duration = flags::setting(name).is_some_and(|flag| flag.kind == Kind::Duration);
        match value.parse::<i64>() {
            Ok(count) if is_duration => Self::new(name, &format!("{count}ns")),
            _ => Self::new(name, value),
        }
    }

    /// Its flag, without dashes.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// Its value.
    pub fn value(&self) -> &FurtherValue {
        &self.value
    }

    /// The section of a config file that it stands in.
    pub fn section(&self) -> Option<Section> {
        flags::setting(self.name).and_then(Flag::section)
    }

    /// Holds it against an etcd, and a form of the settings.
    pub(crate) fn check(
        &self,
        version: EtcdVersion,
        form: UnitForm,
    ) -> Result<(), SeriesSettingError> {
        let (name, release) = (self.name, Release::from(version));
        let Some(flag) = flags::setting(name) else { return Ok(()) };
        let is_key = form == UnitForm::ConfigFile;
        let has =
            |availability| matches!(availability, Availability::There | Availability::From(_));
        match flag.availability(release) {
            Availability::Gone(_) => {
                return Err(SeriesSettingError::Gone {
                    name,
                    version,
                    instead: flag.successor_text(),
                });
            }
            Availability::NotYet(since) => {
                let since: Vec<String> = since.iter().map(ToString::to_string).collect();
                let since = since.join(" and ");
                let before = flags::all().iter().find(|one| {
                    let next = one.successor();
                    next.is_some_and(|next| next.flag == name && next.value.is_none())
                        && has(one.availability(release))
                });
                let before = before.map(|one| one.name.as_str());
                return Err(SeriesSettingError::NotYet { name, version, since, before });
            }
            Availability::Never if !is_key => return Err(SeriesSettingError::OnlyKey(name)),
            _ => {}
        }
        if is_key && !has(flag.key_availability(release)) {
            return Err(SeriesSettingError::NoKey { name, version });
        }
        if let Some(same) = flag.same_as().filter(|same| has(same.availability(release))) {
            return Err(SeriesSettingError::SecondName { name, instead: &same.name });
        }
        let value = self.value.to_string();
        match values::is_one_of(flag, &value, is_key, release) {
            Err(ValueFault::NotOneOf(words)) => {
                let takes = words.join(", ");
                Err(SeriesSettingError::Word { name, value, version, takes })
            }
            _ => Ok(()),
        }
    }
}

/// `NAME=VALUE`.
impl fmt::Display for FurtherSetting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}={}", self.name, self.value)
    }
}

impl FromStr for FurtherSetting {
    type Err = FieldError;

    /// Takes `NAME=VALUE`, with or without dashes in front.
    fn from_str(text: &str) -> Result<Self, FieldError> {
        let form = || SettingError::Form(text.to_owned());
        let text = text.trim_matches(' ');
        let (name, value) = text.trim_start_matches('-').split_once('=').ok_or_else(form)?;
        Self::new(name, value)
    }
}

/// Finds the setting that a name means.
fn known(name: &str) -> Result<&'static Flag, SettingError> {
    let name = name.trim_matches(' ');
    let Some(flag) = flags::setting(name) else {
        let meant = nearest(name, flags::all().iter().map(|flag| flag.name.as_str()));
        return Err(SettingError::Unknown { name: name.to_owned(), meant });
    };
    let name = flag.name.as_str();
    if let Some((_, question)) = OWN.iter().find(|(own, _)| *own == name) {
        return Err(SettingError::Own { name, question: *question });
    }
    let why = match name {
        "help" | "version" => Words("unplanned-prints"),
        "force-new-cluster" => Words("unplanned-once"),
        "ca-file" | "peer-ca-file" => Words("unplanned-gone"),
        _ if name == "discovery" || name.starts_with("discovery-") => Words("unplanned-discovery"),
        _ if name == "proxy" || name.starts_with("proxy-") => Words("unplanned-proxy"),
        _ if flag.retired => return Err(SettingError::Retired(name)),
        _ => return Ok(flag),
    };
    Err(SettingError::NoMembers { name, why })
}

fn typed(flag: &'static Flag, value: &str) -> Result<FurtherValue, FieldError> {
    let name = flag.name.as_str();
    if value.is_empty() {
        return Err(SettingError::Empty(name).into());
    }
    refuse_unsafe(value)?;
    let found = value.chars().count();
    if found > LIMIT {
        return Err(FieldError::TooLong { limit: LIMIT, found });
    }
    let other = |expected| SettingError::Value { name, value: value.to_owned(), expected };
    values::has_type(flag, value).map_err(|fault| {
        other(match fault {
            ValueFault::NotABoolean => Words("expected-switch"),
            ValueFault::NotANumber => Words("expected-whole-number"),
            _ if flag.kind == Kind::Duration => Words("expected-duration"),
            _ => Words("expected-duration-or-number"),
        })
    })?;
    Ok(match flag.kind {
        Kind::Bool => FurtherValue::Switch(values::switch(value).unwrap_or_default()),
        Kind::Number => FurtherValue::Number(values::number(flag, value).unwrap_or_default()),
        Kind::Duration => {
            let nanoseconds = values::nanoseconds(value).unwrap_or_default();
            FurtherValue::Duration { text: as_go_writes(value, nanoseconds), nanoseconds }
        }
        Kind::List => {
            let words: Vec<String> =
                value.split(',').map(|word| word.trim_matches(' ').to_owned()).collect();
            if words.iter().any(String::is_empty) {
                return Err(other(Words("expected-list")).into());
            }
            FurtherValue::List(words)
        }
        Kind::Urls => {
            let urls: Vec<&str> = value.split(',').map(|url| url.trim_matches(' ')).collect();
            if !urls.iter().all(|url| is_listener(url)) {
                return Err(other(Words("expected-urls")).into());
            }
            FurtherValue::Text(urls.join(","))
        }
        Kind::Text => FurtherValue::Text(value.to_owned()),
    })
}

/// A duration without a sum of nanoseconds that is longer than it has to be.
fn as_go_writes(text: &str, nanoseconds: i64) -> String {
    let bare = text.strip_suffix("ns").is_some_and(|digits| digits.parse::<i64>().is_ok());
    let units =
        [("h", 3_600_000_000_000), ("m", 60_000_000_000), ("s", 1_000_000_000), ("ms", 1_000_000)];
    let whole = units.iter().find(|(_, unit)| nanoseconds != 0 && nanoseconds % unit == 0);
    match whole {
        Some((unit, count)) if bare => format!("{}{unit}", nanoseconds / count),
        _ => text.to_owned(),
    }
}

/// Whether etcd can listen at a URL: scheme, address and port, and nothing behind it (`types.NewURLs`).
fn is_listener(url: &str) -> bool {
    match url.split_once("://") {
        Some(("http" | "https", rest)) => rest.rsplit_once(':').is_some_and(|(host, port)| {
            !host.is_empty() && !host.contains('/') && port.parse::<u16>().is_ok()
        }),
        Some(("unix" | "unixs", rest)) => !rest.is_empty(),
        _ => false,
    }
}

/// Further settings, each once, by name.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FurtherSettings(BTreeMap<&'static str, FurtherSetting>);

impl FurtherSettings {
    /// Adds one.
    ///
    /// # Errors
    /// [`SettingError::Twice`] where it is there already.
    pub fn add(&mut self, setting: FurtherSetting) -> Result<(), FieldError> {
        if self.0.contains_key(setting.name) {
            return Err(SettingError::Twice(setting.name).into());
        }
        self.put(setting);
        Ok(())
    }

    /// Adds one, or puts it in the place of the one of its name.
    pub fn put(&mut self, setting: FurtherSetting) {
        self.0.insert(setting.name, setting);
    }

    /// Takes one out.
    pub fn remove(&mut self, name: &str) {
        self.0.remove(name);
    }

    /// One of them.
    pub fn get(&self, name: &str) -> Option<&FurtherSetting> {
        self.0.get(name)
    }

    /// Each, by name.
    pub fn iter(&self) -> impl Iterator<Item = &FurtherSetting> {
        self.0.values()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// These, with those of a member in the place of others of their names.
    #[must_use]
    pub fn with(&self, own: &Self) -> Self {
        let all = self.0.iter().chain(&own.0);
        Self(all.map(|(name, setting)| (*name, setting.clone())).collect())
    }
}

/// An object with a text for each name.
impl Serialize for FurtherSettings {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter().map(|one| (one.name, one.value.to_string())))
    }
}

impl<'de> Deserialize<'de> for FurtherSettings {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Names)
    }
}

struct Names;

impl<'de> Visitor<'de> for Names {
    type Value = FurtherSettings;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("names of etcd's flags with their values")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let with_hint = |error: FieldError| A::Error::custom(format!("{error}; {}", error.hint()));
        let mut settings = FurtherSettings::default();
        while let Some((name, value)) = map.next_entry::<String, Written>()? {
            let setting = FurtherSetting::new(&name, &value.text()).map_err(with_hint)?;
            settings.add(setting).map_err(with_hint)?;
        }
        Ok(settings)
    }
}

/// A value as people write it in JSON.
#[derive(Deserialize)]
#[serde(untagged, expecting = "expected a text, a whole number, or true or false")]
enum Written {
    Text(String),
    Switch(bool),
    Number(i64),
    Large(u64),
}

impl Written {
    fn text(self) -> String {
        match self {
            Self::Text(text) => text,
            Self::Switch(is_on) => is_on.to_string(),
            Self::Number(number) => number.to_string(),
            Self::Large(number) => number.to_string(),
        }
    }
}

#[cfg(test)]
mod tests;
