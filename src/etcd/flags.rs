//! etcd's flags and the keys of its config file by release: which there are, since when and until when, and
//! what took their place.
//!
//! Read in etcd's sources at each tag up to 3.4.45, 3.5.33, 3.6.14 and 3.7.1 (`server/embed/config.go`,
//! `server/etcdmain/config.go`); a test holds the flags against real releases of all series.

use std::sync::LazyLock;

use serde::Deserialize;

use super::release::Release;
use super::series;
use crate::cluster::{EtcdVersion, named};

/// What a setting takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// true or false; the flag alone is true.
    Bool,
    /// Digits.
    Number,
    /// As a flag, Go's `1m30s`; in a config file, a number of nanoseconds.
    Duration,
    /// URLs with commas between.
    Urls,
    /// As a flag, words separated by commas; in a config file, a list.
    List,
    /// Anything else.
    #[default]
    Text,
}

named! {
    /// A section of a config file.
    #[derive(Deserialize)]
    #[serde(rename_all = "kebab-case")]
    Section, "Its key." {
        /// TLS of the client port.
        Client = "client-transport-security",
        /// TLS of the peer port.
        Peer = "peer-transport-security",
        /// Options of listening sockets.
        Socket = "socket-options",
    }
}

impl Section {
    /// Finds a section by its key, which matches without regard to case as all keys do.
    pub fn named(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|section| section.as_str().eq_ignore_ascii_case(key))
    }
}

/// When there is a flag, or a key.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Span {
    /// The first release of each series that it came with, oldest first.
    since: Vec<Release>,
    /// The first release without it.
    gone: Option<Release>,
}

impl Span {
    fn availability(&self, release: Release) -> Availability {
        if let Some(gone) = self.gone.filter(|gone| release.is_at_least(*gone)) {
            return Availability::Gone(gone);
        }
        let own = self.since.iter().find(|one| one.series() == release.series());
        match (self.since.first(), own) {
            (_, Some(own)) if !release.is_at_least(*own) => self.not_yet(),
            (_, Some(own)) if release.patch().is_none() && own.patch() > Some(0) => {
                Availability::From(*own)
            }
            (Some(first), None) if release.series() < first.series() => self.not_yet(),
            (Some(_), _) => Availability::There,
            (None, _) => Availability::Never,
        }
    }

    fn not_yet(&self) -> Availability {
        Availability::NotYet(self.since.clone())
    }
}

/// Whether a release has a flag, or a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Availability {
    /// It has.
    There,
    /// Gone since this release.
    Gone(Release),
    /// Comes with these releases, the first of each series.
    NotYet(Vec<Release>),
    /// The series has it, but only from this release on.
    From(Release),
    /// No release has it.
    Never,
}

/// What took the place of a flag.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Successor<'a> {
    /// The flag, without dashes.
    pub flag: &'a str,
    /// Its value, where it stands for more than the old flag did.
    pub value: Option<&'a str>,
}

/// One setting: a flag, its variable and its key.
#[derive(Debug, Clone, Default)]
pub struct Flag {
    /// Its name without dashes. A few keys of config files have no flag: see [`Flag::is_key_only`].
    pub name: String,
    /// What it takes.
    pub kind: Kind,
    /// Whether etcd takes it and does nothing.
    pub retired: bool,
    span: Span,
    section: Option<Section>,
    key: String,
    key_span: Span,
    deprecated: Option<(Release, String)>,
    successor: Option<String>,
}

impl Flag {
    /// The key in a config file, within its section; none where no release has one.
    pub fn key(&self) -> Option<&str> {
        (!self.key_span.since.is_empty()).then_some(self.key.as_str())
    }

    /// The section that its key stands in.
    pub fn section(&self) -> Option<Section> {
        self.section
    }

    /// Whether only a config file can set it.
    pub fn is_key_only(&self) -> bool {
        self.span.since.is_empty() && self.span.gone.is_none()
    }

    /// Whether it has to do with who may connect.
    pub fn is_security(&self) -> bool {
        is_security(&self.name)
    }

    /// The flag that says the same in the same words, where that is its successor: `log-output` and
    /// `log-outputs`, `experimental-X` and `X`.
    pub fn same_as(&self) -> Option<&'static Flag> {
        let Successor { flag, value: None } = self.successor()? else { return None };
        let is_same =
            self.name.strip_prefix("experimental-") == Some(flag) || flag.starts_with(&self.name);
        find(flag).filter(|_| is_same)
    }

    /// Whether a release has the flag and its variable.
    pub fn availability(&self, release: Release) -> Availability {
        self.span.availability(release)
    }

    /// Whether a release has its key.
    pub fn key_availability(&self, release: Release) -> Availability {
        self.key_span.availability(release)
    }

    /// The first release without the flag.
    pub fn gone(&self) -> Option<Release> {
        self.span.gone
    }

    /// The first release without its key.
    pub fn key_gone(&self) -> Option<Release> {
        self.key_span.gone
    }

    /// The series that etcd says it drops the flag with, where a release warns of that.
    pub fn deprecated_until(&self, release: Release) -> Option<&str> {
        let (since, until) = self.deprecated.as_ref()?;
        (release.is_at_least(*since)
            && matches!(self.availability(release), Availability::There | Availability::From(_)))
        .then_some(until.as_str())
    }

    /// What took its place, as `FLAG` or `FLAG=VALUE`.
    pub fn successor_text(&self) -> Option<&str> {
        self.successor.as_deref()
    }

    /// What took its place.
    pub fn successor(&self) -> Option<Successor<'_>> {
        let text = self.successor.as_deref()?;
        Some(match text.split_once('=') {
            Some((flag, value)) => Successor { flag, value: Some(value) },
            None => Successor { flag: text, value: None },
        })
    }
}

/// How an asset of a series describes a flag that comes with it, or what of it changes.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct FlagEntry {
    /// Where the flag is new.
    #[serde(default)]
    kind: Option<Kind>,
    /// Whether there is a flag at all, besides the key.
    #[serde(default)]
    flag: Option<bool>,
    #[serde(default)]
    retired: bool,
    /// The patch release that it came with; 0 where it is new.
    #[serde(default)]
    since: Option<u32>,
    #[serde(default)]
    section: Option<Section>,
    /// Its key where that isn't its name (in a section: without `peer-`); `false` for none.
    #[serde(default)]
    key: Option<Key>,
    /// The patch release that the key came with, where it isn't that of the flag.
    #[serde(default)]
    key_since: Option<u32>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
enum Key {
    Is(bool),
    Named(String),
}

/// The settings with the files that etcd loads before it serves anybody: certificates, keys and authorities.
pub const LOADED_FILES: [&str; 8] = [
    "cert-file",
    "key-file",
    "trusted-ca-file",
    "peer-cert-file",
    "peer-key-file",
    "peer-trusted-ca-file",
    "client-cert-file",
    "client-key-file",
];

/// Whether a setting of this name has to do with who may connect.
pub fn is_security(name: &str) -> bool {
    ["cert", "-ca-", "ca-file", "key-file", "tls", "crl", "cipher", "-cn", "-san-"]
        .iter()
        .any(|one| name.contains(one))
}

/// All flags, by name.
pub fn all() -> &'static [Flag] {
    static FLAGS: LazyLock<Vec<Flag>> = LazyLock::new(merged);
    &FLAGS
}

/// Reads the assets of all series, oldest first: each says what differs from the one before it.
fn merged() -> Vec<Flag> {
    let mut flags = std::collections::BTreeMap::<String, Flag>::new();
    let new = |name: &str| Flag { name: name.to_owned(), ..Flag::default() };
    for version in EtcdVersion::ALL {
        let series = series::of(version);
        let first = Release::new(version, 0);
        for (name, entry) in &series.flags {
            let is_new = !flags.contains_key(name);
            let flag = flags.entry(name.clone()).or_insert_with(|| new(name));
            flag.take(entry, version, is_new);
        }
        for (name, until) in &series.deprecated {
            if let Some(flag) = flags.get_mut(name) {
                flag.deprecated = Some((first, until.clone()));
            }
        }
        for (name, successor) in &series.gone {
            let flag = flags.entry(name.clone()).or_insert_with(|| new(name));
            flag.span.gone = Some(first);
            if !flag.key_span.since.is_empty() {
                flag.key_span.gone = Some(first);
            }
            flag.successor.clone_from(successor);
        }
    }
    flags.into_values().collect()
}

impl Flag {
    fn take(&mut self, entry: &FlagEntry, version: EtcdVersion, is_new: bool) {
        let first = Release::new(version, 0);
        if let Some(kind) = entry.kind {
            self.kind = kind;
        }
        self.retired |= entry.retired;
        let since = entry.since.or((is_new && entry.flag != Some(false)).then_some(0));
        self.span.since.extend(since.map(|patch| Release::new(version, patch)));
        if entry.section.is_some() {
            self.section = entry.section;
        }
        match &entry.key {
            Some(Key::Named(key)) => self.key.clone_from(key),
            Some(Key::Is(false)) => {
                self.key_span.gone = (!self.key_span.since.is_empty()).then_some(first);
                return;
            }
            _ if self.key.is_empty() => {
                let within = self.section == Some(Section::Peer);
                let key = self.name.strip_prefix("peer-").filter(|_| within);
                self.key = key.unwrap_or(&self.name).to_owned();
            }
            _ => {}
        }
        let had_key = !self.key_span.since.is_empty();
        let key_since = entry.key_since.or(since.filter(|_| is_new || had_key));
        self.key_span.since.extend(key_since.map(|patch| Release::new(version, patch)));
    }
}

/// Finds a flag by its name. What only a config file can set is none.
pub fn find(name: &str) -> Option<&'static Flag> {
    setting(name).filter(|flag| !flag.is_key_only())
}

/// Finds a setting by its name, be it a flag or a key alone.
pub fn setting(name: &str) -> Option<&'static Flag> {
    let at = all().binary_search_by(|flag| flag.name.as_str().cmp(name)).ok()?;
    all().get(at)
}

/// Where a setting stands in a config file, with its section in front: `peer-transport-security.cert-file`. Its
/// name where it has no key.
pub fn path_of_key(name: &str) -> String {
    let flag = setting(name);
    match flag.and_then(|flag| Some((flag.section()?, flag.key()?))) {
        Some((section, key)) => format!("{}.{key}", section.as_str()),
        None => flag.and_then(Flag::key).unwrap_or(name).to_owned(),
    }
}

/// Finds the setting that a key of a config file stands for, whatever release has it. Keys match without
/// regard to case (`encoding/json`; measured on all series), but for `cors`: in capitals it meets another field of
/// etcd's, which takes a map and does nothing.
pub fn find_key(section: Option<Section>, key: &str) -> Option<&'static Flag> {
    all().iter().find(|flag| {
        flag.section == section
            && flag
                .key()
                .is_some_and(|own| own == key || (own != "cors" && own.eq_ignore_ascii_case(key)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn flag(name: &str) -> &'static Flag {
        setting(name).unwrap_or_else(|| panic!("no {name}"))
    }

    fn read(release: &str) -> Release {
        release.parse().unwrap()
    }

    #[test]
    fn flags_come_and_go_by_release() {
        let availability = |name: &str, release: &str| flag(name).availability(read(release));
        let gone = |release: &str| Availability::Gone(read(release));
        assert!(all().len() > 160);
        assert_eq!(availability("ca-file", "3.4"), gone("3.4.0"));
        assert_eq!(availability("debug", "3.4.23"), Availability::There);
        assert_eq!(availability("debug", "3.5"), gone("3.5.0"));
        assert_eq!(availability("enable-v2", "3.6.1"), gone("3.6.0"));
        let not_yet = |releases: &[&str]| {
            Availability::NotYet(releases.iter().map(|one| read(one)).collect())
        };
        assert_eq!(availability("client-cert-file", "3.4"), not_yet(&["3.5.0"]));
        assert_eq!(availability("client-cert-file", "3.5"), Availability::There);
        let both = not_yet(&["3.4.25", "3.5.8"]);
        assert_eq!(availability("tls-min-version", "3.4.23"), both);
        assert_eq!(availability("tls-min-version", "3.5.7"), both);
        assert_eq!(availability("tls-min-version", "3.4.25"), Availability::There);
        assert_eq!(availability("tls-min-version", "3.5"), Availability::From(read("3.5.8")));
        assert_eq!(availability("tls-min-version", "3.6"), Availability::There);
        assert_eq!(availability("client-cert-allowed-cn", "3.6"), Availability::Never);
        assert_eq!(availability("next-cluster-version-compatible", "3.5.1"), gone("3.5.0"));
    }

    #[test]
    fn a_flag_that_goes_is_announced_and_names_its_successor() {
        let skip = flag("experimental-peer-skip-client-san-verification");
        assert_eq!(skip.deprecated_until(read("3.5.33")), None);
        assert_eq!(skip.deprecated_until(read("3.6.0")), Some("3.7"));
        assert_eq!(skip.deprecated_until(read("3.7")), None);
        let plain = Successor { flag: "peer-skip-client-san-verification", value: None };
        assert_eq!(skip.successor(), Some(plain));
        let gate = Successor { flag: "feature-gates", value: Some("InitialCorruptCheck=true") };
        assert_eq!(flag("experimental-initial-corrupt-check").successor(), Some(gate));
        assert_eq!(flag("proxy").successor(), None);
        let same_as = |name: &str| flag(name).same_as().map(|one| one.name.as_str());
        assert_eq!(same_as("log-output"), Some("log-outputs"));
        assert_eq!(same_as(&skip.name), Some("peer-skip-client-san-verification"));
        for other in ["log-package-levels", "debug", "ca-file", "experimental-memory-mloc"] {
            assert_eq!(setting(other).and_then(Flag::same_as).map(|one| &one.name), None);
        }
        for one in all() {
            if let Some(Successor { flag: successor, .. }) = one.successor() {
                assert!(find(successor).is_some(), "{successor}");
            }
            // What is announced and has gone went when it was to go.
            if let (Some((_, until)), Some(gone)) = (&one.deprecated, one.span.gone) {
                assert_eq!(gone.series().as_str(), until, "{}", one.name);
            }
        }
    }

    #[test]
    fn keys_stand_in_their_sections_and_match_in_any_case() {
        let name = |section, key| find_key(section, key).map(|flag| flag.name.as_str());
        assert_eq!(name(None, "Initial-Cluster"), Some("initial-cluster"));
        assert_eq!(name(Some(Section::Peer), "cert-file"), Some("peer-cert-file"));
        assert_eq!(name(Some(Section::Client), "CERT-FILE"), Some("cert-file"));
        assert_eq!(name(Some(Section::Client), "client-cert-file"), Some("client-cert-file"));
        let peer = "peer-client-cert-file";
        assert_eq!(name(Some(Section::Peer), "client-cert-file"), Some(peer));
        assert_eq!(name(Some(Section::Socket), "reuse-port"), Some("socket-reuse-port"));
        for (section, key) in [
            (None, "cert-file"),
            (None, "peer-crl-file"),
            (Some(Section::Peer), "name"),
            (None, "v"),
        ] {
            assert_eq!(name(section, key), None, "{key}");
        }
        let allowed = find_key(Some(Section::Client), "allowed-cn").unwrap();
        assert!(allowed.is_key_only() && find(&allowed.name).is_none());
        let path = "client-transport-security.allowed-cn";
        assert_eq!(path_of_key(&allowed.name), path);
        assert_eq!(path_of_key("peer-key-file"), "peer-transport-security.key-file");
        assert_eq!(path_of_key("initial-cluster"), "initial-cluster");
        assert_eq!(allowed.key_availability(read("3.6")), Availability::There);
        assert_eq!(
            flag("peer-cert-allowed-cn").key_availability(read("3.4")),
            Availability::NotYet(vec![read("3.5.14")])
        );
        let gone = Availability::Gone(read("3.6.0"));
        assert_eq!(flag("discovery-fallback").key_availability(read("3.6")), gone);
        assert_eq!(flag("client-crl-file").key_availability(read("3.6")), Availability::Never);
    }
}
