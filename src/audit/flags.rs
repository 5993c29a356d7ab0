//! etcd's flags by release (`assets/flags.json`): which there are, since when and until when.

use std::sync::OnceLock;

use serde::Deserialize;

use crate::etcd::Release;

/// What a flag takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Kind {
    /// true or false; the flag alone is true.
    Bool,
    /// Digits.
    Number,
    /// URLs with commas between.
    Urls,
    /// Anything else.
    Text,
}

/// One flag.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Flag {
    /// Its name without dashes.
    #[serde(rename = "flag")]
    pub(super) name: String,
    /// What it takes.
    pub(super) kind: Kind,
    /// The first release of each series that has it, oldest first; empty: all from 3.4 on.
    #[serde(default)]
    pub(super) since: Vec<String>,
    /// The first release without it.
    #[serde(default)]
    pub(super) gone: Option<String>,
    /// The section of a config file that its key stands in, without `peer-` in front.
    #[serde(default)]
    pub(super) section: Option<String>,
    /// Whether a config file has a key for it.
    #[serde(default = "yes")]
    pub(super) key: bool,
    /// Whether etcd takes it and does nothing.
    #[serde(default)]
    pub(super) retired: bool,
}

fn yes() -> bool {
    true
}

/// Whether a release has a flag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum FlagAvailability {
    /// It has.
    There,
    /// Gone since this release.
    Gone(String),
    /// Comes with these releases.
    NotYet(String),
    /// The series has it, but only from this release on.
    From(String),
}

impl Flag {
    /// The key in a config file.
    pub(super) fn config_key(&self) -> &str {
        match &self.section {
            Some(_) => self.name.strip_prefix("peer-").unwrap_or(&self.name),
            None => &self.name,
        }
    }

    /// Whether it has to do with who may connect.
    pub(super) fn is_security(&self) -> bool {
        is_security(&self.name)
    }

    pub(super) fn availability(&self, release: Release) -> FlagAvailability {
        if let Some(gone) = self.gone.as_deref().and_then(read)
            && release.is_at_least(gone)
        {
            return FlagAvailability::Gone(self.gone.clone().unwrap_or_default());
        }
        let all: Vec<Release> = self.since.iter().filter_map(|one| read(one)).collect();
        let own = all.iter().find(|one| one.series() == release.series());
        match (all.first(), own) {
            (Some(_), Some(own)) if !release.is_at_least(*own) => {
                FlagAvailability::NotYet(self.since.join(" or "))
            }
            (Some(_), Some(own)) if release.patch().is_none() && own.patch() > Some(0) => {
                FlagAvailability::From(own.to_string())
            }
            (Some(first), None) if release.series() < first.series() => {
                FlagAvailability::NotYet(self.since.join(" or "))
            }
            _ => FlagAvailability::There,
        }
    }
}

/// Whether a flag of this name has to do with who may connect.
pub(super) fn is_security(name: &str) -> bool {
    ["cert", "-ca-", "key-file", "tls", "crl", "cipher", "-cn"].iter().any(|one| name.contains(one))
}

fn read(text: &str) -> Option<Release> {
    text.parse().ok()
}

pub(super) fn all() -> &'static [Flag] {
    static FLAGS: OnceLock<Vec<Flag>> = OnceLock::new();
    // A broken table can't ship: a test reads it.
    FLAGS.get_or_init(|| {
        serde_json::from_str(include_str!("../../assets/flags.json")).unwrap_or_default()
    })
}

/// Finds a flag by its name.
pub(super) fn find(name: &str) -> Option<&'static Flag> {
    all().iter().find(|flag| flag.name == name)
}

/// Finds the flag that a config file's key stands for.
pub(super) fn find_key(section: Option<&str>, key: &str) -> Option<&'static Flag> {
    all()
        .iter()
        .find(|flag| flag.key && flag.section.as_deref() == section && flag.config_key() == key)
}

/// The longest name that anything is meant by, in bytes.
const LONGEST: usize = 64;

/// Finds the name that somebody may have meant.
pub(super) fn nearest<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    if name.len() > LONGEST {
        return None;
    }
    let length = name.chars().count();
    let most = 1 + name.len() / 6;
    // Names whose lengths differ by more are further apart. A file may hold tens of thousands of unknown
    // ones, and comparing each with every flag took a minute.
    let near = known.filter(|one| length.abs_diff(one.chars().count()) <= most);
    let distances = near.map(|one| (distance(name, one), one));
    let (least, found) = distances.min_by_key(|(distance, _)| *distance)?;
    (least <= most).then_some(found)
}

/// The edit distance of two names (Levenshtein).
fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (index, character) in one.chars().enumerate() {
        let mut diagonal = index;
        let mut left = index + 1;
        let mut next = vec![left];
        for (above, wanted) in row.iter().skip(1).zip(&other) {
            left = (above + 1).min(left + 1).min(diagonal + usize::from(*wanted != character));
            diagonal = *above;
            next.push(left);
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn availability(flag: &str, release: &str) -> FlagAvailability {
        find(flag).unwrap().availability(release.parse().unwrap())
    }

    #[test]
    fn the_table_is_read_and_each_flag_stands_in_it_once() {
        assert!(all().len() > 150);
        for (index, flag) in all().iter().enumerate() {
            assert_eq!(all().iter().position(|one| one.name == flag.name), Some(index));
            let releases = flag.since.iter().chain(&flag.gone);
            assert!(releases.into_iter().all(|one| read(one).is_some()), "{}", flag.name);
        }
    }

    #[test]
    fn flags_come_and_go_by_release() {
        let gone = |release: &str| FlagAvailability::Gone(release.into());
        assert_eq!(availability("ca-file", "3.4"), gone("3.4.0"));
        assert_eq!(availability("debug", "3.4.23"), FlagAvailability::There);
        assert_eq!(availability("debug", "3.5"), gone("3.5.0"));
        assert_eq!(availability("enable-v2", "3.6.1"), gone("3.6.0"));
        assert_eq!(
            availability("client-cert-file", "3.4"),
            FlagAvailability::NotYet("3.5.0".into())
        );
        assert_eq!(availability("client-cert-file", "3.5"), FlagAvailability::There);
        let both = FlagAvailability::NotYet("3.4.25 or 3.5.8".into());
        assert_eq!(availability("tls-min-version", "3.4.23"), both);
        assert_eq!(availability("tls-min-version", "3.5.7"), both);
        assert_eq!(availability("tls-min-version", "3.4.25"), FlagAvailability::There);
        assert_eq!(availability("tls-min-version", "3.5"), FlagAvailability::From("3.5.8".into()));
        assert_eq!(availability("tls-min-version", "3.6"), FlagAvailability::There);
    }

    #[test]
    fn a_misspelt_name_finds_the_right_one() {
        let known = || all().iter().map(|flag| flag.name.as_str());
        assert_eq!(nearest("trusted-ca-fil", known()), Some("trusted-ca-file"));
        assert_eq!(nearest("client-cert-auht", known()), Some("client-cert-auth"));
        assert_eq!(nearest("completely-other", known()), None);
        // Passing over names of other lengths loses none.
        for flag in known() {
            let bare = flag.replace('e', "");
            let least = known().map(|one| distance(&bare, one)).min().unwrap();
            let found = nearest(&bare, known()).map(|one| distance(&bare, one));
            assert_eq!(found, (least <= 1 + bare.len() / 6).then_some(least), "{bare}");
        }
        // Enough letters are as near to a name as any others are.
        assert_eq!(nearest(&"x".repeat(1000), known()), None);
    }
}
