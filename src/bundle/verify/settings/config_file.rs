//! Config files, as far as etcd's need YAML: keys at the margin, two sections with indented keys, values
//! on the same line. Whatever else is found is named rather than understood.

use std::collections::BTreeMap;

use crate::etcd::Release;
use crate::etcd::flags::{self, Availability, Section};

/// What a config file says.
#[derive(Debug, Default)]
pub(super) struct ConfigFile {
    /// The settings, by flag.
    pub(super) settings: BTreeMap<String, String>,
    /// Lines that set nothing that is known.
    pub(super) passed_over: Vec<String>,
}

/// Reads a config file as a release does.
pub(super) fn settings(text: &str, release: Release) -> ConfigFile {
    let mut read = ConfigFile::default();
    let mut section: Option<Section> = None;
    for line in text.lines() {
        let entry = line.trim();
        if entry.is_empty() || entry.starts_with('#') {
            continue;
        }
        let is_at_margin = !line.starts_with([' ', '\t']);
        if is_at_margin {
            section = None;
        }
        let found = entry.split_once(':').and_then(|(key, value)| {
            let value = scalar(value)?;
            if is_at_margin && value.is_empty() {
                section = Section::named(key);
                return section.map(|_| None);
            }
            if is_at_margin == section.is_some() {
                return None;
            }
            let flag = flags::find_key(section, key)?;
            let is_there = matches!(
                flag.key_availability(release),
                Availability::There | Availability::From(_)
            );
            (is_there && !read.settings.contains_key(&flag.name)).then_some(Some((flag, value)))
        });
        match found {
            Some(Some((flag, value))) => {
                read.settings.insert(flag.name.clone(), value);
            }
            Some(None) => {}
            None => read.passed_over.push(entry.to_owned()),
        }
    }
    read
}

/// A value after its colon: bare, or in double quotes to the end of the line.
fn scalar(text: &str) -> Option<String> {
    if !text.is_empty() && !text.starts_with(' ') {
        return None;
    }
    let text = text.trim();
    let Some(quoted) = text.strip_prefix('"') else {
        let is_plain = |c: char| c.is_ascii_alphanumeric() || "/._-".contains(c);
        return text.chars().all(is_plain).then(|| text.to_owned());
    };
    let mut plain = String::with_capacity(quoted.len());
    let mut characters = quoted.chars();
    loop {
        match characters.next()? {
            '"' => return characters.as_str().is_empty().then_some(plain),
            '\\' => match characters.next()? {
                c @ ('"' | '\\' | '/') => plain.push(c),
                'u' => {
                    let code: String = characters.by_ref().take(4).collect();
                    plain.push(char::from_u32(u32::from_str_radix(&code, 16).ok()?)?);
                }
                _ => return None,
            },
            c => plain.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cluster::EtcdVersion;

    #[test]
    fn settings_are_read_within_their_sections() {
        let read = settings(
            "# name: no\nname: \"a \\\"b\\\" \\\\ \\uFFFE\"\nsnapshot-count: 10\n\
             client-transport-security:\n  # why\n  client-cert-auth: true\n\n\
             peer-transport-security:\n  cert-file: \"/p#e:er\"\nlogger: zap\n",
            EtcdVersion::V3_6.into(),
        );
        assert_eq!(read.passed_over, [""; 0]);
        let read: Vec<(&str, &str)> =
            read.settings.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        assert_eq!(
            read,
            [
                ("client-cert-auth", "true"),
                ("logger", "zap"),
                ("name", "a \"b\" \\ \u{fffe}"),
                ("peer-cert-file", "/p#e:er"),
                ("snapshot-count", "10"),
            ]
        );
    }

    #[test]
    fn keys_are_those_of_the_release_and_match_in_any_case() {
        let text = "Name: a\npeer-transport-security:\n  client-cert-file: /p\n";
        let read = settings(text, EtcdVersion::V3_5.into());
        assert_eq!(read.passed_over, [""; 0]);
        assert_eq!(
            read.settings.into_keys().collect::<Vec<_>>(),
            ["name", "peer-client-cert-file"]
        );
        let read = settings(text, EtcdVersion::V3_4.into());
        assert_eq!(read.passed_over, ["client-cert-file: /p"]);
    }

    #[test]
    fn what_etcd_passes_over_is_named() {
        for line in [
            "cert-file: \"/a\"",
            "client-cert-auth: true",
            "  name: \"a\"",
            "peer-cert-file: \"/a\"",
            "client-transport-securty:",
            "name:\"a\"",
            "name: \"a\" b",
            "name: {a: b}",
            "Nane: a",
            "---",
            "- name",
            "name: \"a",
        ] {
            assert_eq!(settings(line, EtcdVersion::V3_6.into()).passed_over, [line.trim()]);
        }
        let twice = settings("name: a\nname: b\n", EtcdVersion::V3_6.into());
        assert_eq!(twice.passed_over, ["name: b"]);
        let section = settings(
            "peer-transport-security:\n  client-cert-aut: true\n",
            EtcdVersion::V3_6.into(),
        );
        assert_eq!(section.passed_over, ["client-cert-aut: true"]);
    }
}
