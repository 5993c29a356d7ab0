//! Config files, as far as etcd's need YAML: keys at the margin, two sections with indented keys, values
//! on the same line. Whatever else is found is named rather than understood.

use std::collections::BTreeMap;

/// Keys that etcd knows at the margin, of those that a bundle has a use for.
const KEYS: [&str; 17] = [
    "name",
    "data-dir",
    "wal-dir",
    "logger",
    "log-level",
    "enable-grpc-gateway",
    "listen-peer-urls",
    "listen-client-urls",
    "initial-advertise-peer-urls",
    "advertise-client-urls",
    "initial-cluster",
    "initial-cluster-state",
    "initial-cluster-token",
    "heartbeat-interval",
    "election-timeout",
    "quota-backend-bytes",
    "snapshot-count",
];
/// Keys of both sections.
const SECURITY_KEYS: [&str; 4] = ["cert-file", "key-file", "client-cert-auth", "trusted-ca-file"];
/// The sections, and what flags have before the keys in them.
const SECTIONS: [(&str, &str); 2] =
    [("client-transport-security", ""), ("peer-transport-security", "peer-")];

/// What a config file says.
#[derive(Debug, Default)]
pub(super) struct ConfigFile {
    /// The settings, by flag.
    pub(super) settings: BTreeMap<String, String>,
    /// Lines that set nothing that is known.
    pub(super) passed_over: Vec<String>,
}

/// Reads a config file.
pub(super) fn settings(text: &str) -> ConfigFile {
    let mut read = ConfigFile::default();
    let mut section: Option<&str> = None;
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
                let (name, _) = SECTIONS.iter().find(|(name, _)| *name == key)?;
                section = Some(name);
                return Some(None);
            }
            let flag = flag(section, is_at_margin, key)?;
            (!read.settings.contains_key(&flag)).then_some(Some((flag, value)))
        });
        match found {
            Some(Some((flag, value))) => {
                read.settings.insert(flag, value);
            }
            Some(None) => {}
            None => read.passed_over.push(entry.to_owned()),
        }
    }
    read
}

/// The flag that a key stands for where it is.
fn flag(section: Option<&str>, is_at_margin: bool, key: &str) -> Option<String> {
    if is_at_margin {
        return KEYS.contains(&key).then(|| key.to_owned());
    }
    let (_, prefix) = SECTIONS.iter().find(|(name, _)| Some(*name) == section)?;
    SECURITY_KEYS.contains(&key).then(|| format!("{prefix}{key}"))
}

/// A flag as a key, behind its section.
pub(super) fn key(flag: &str) -> String {
    let [(clients, _), (peers, prefix)] = SECTIONS;
    match flag.strip_prefix(prefix) {
        Some(key) => format!("{peers}.{key}"),
        None if SECURITY_KEYS.contains(&flag) => format!("{clients}.{flag}"),
        None => flag.to_owned(),
    }
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

    #[test]
    fn settings_are_read_within_their_sections() {
        let read = settings(
            "# name: no\nname: \"a \\\"b\\\" \\\\ \\uFFFE\"\nsnapshot-count: 10\n\
             client-transport-security:\n  # why\n  client-cert-auth: true\n\n\
             peer-transport-security:\n  cert-file: \"/p#e:er\"\nlogger: zap\n",
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
        assert_eq!(key("peer-cert-file"), "peer-transport-security.cert-file");
        assert_eq!(key("cert-file"), "client-transport-security.cert-file");
        assert_eq!(key("initial-cluster"), "initial-cluster");
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
            "Name: a",
            "---",
            "- name",
            "name: \"a",
        ] {
            assert_eq!(settings(line).passed_over, [line.trim()]);
        }
        let twice = settings("name: a\nname: b\n");
        assert_eq!(twice.passed_over, ["name: b"]);
        let section = settings("peer-transport-security:\n  client-cert-aut: true\n");
        assert_eq!(section.passed_over, ["client-cert-aut: true"]);
    }
}
