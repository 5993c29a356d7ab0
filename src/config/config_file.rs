//! Config files: which of etcd's settings the keys of a YAML document set, by the types of the Go structs that
//! etcd reads them into. Measured on 3.4.23, 3.5.1 and the newest 3.5, 3.6 and 3.7, which agree.
//!
//! Keys match without regard to case, and of those that differ in nothing else the last in the order of bytes counts.
//! A key without a value sets nothing. One that etcd doesn't know is passed over in silence; a value of another
//! type ends etcd.

use std::collections::BTreeMap;

use super::at;
use super::yaml::{self, Map, Node, Value};
use crate::etcd::flags::{self, Flag, Kind, Section};
use crate::finding::Finding;
use crate::finding::rules::given::{NotYaml, Repeated, WrongType};
use crate::text::say;

/// What a config file sets.
#[derive(Debug, Default)]
pub(super) struct ConfigFile {
    /// Its settings, each once: the line, and the value as the flag would have it.
    pub(super) settings: Vec<(&'static Flag, usize, String)>,
    /// Keys that no release knows where they stand: line, section and key.
    pub(super) unknown: Vec<(usize, Option<Section>, String)>,
    /// What ends etcd, and what has no effect.
    pub(super) findings: Vec<Finding>,
}

/// Reads a config file.
pub(super) fn read(path: &str, bytes: &[u8]) -> ConfigFile {
    let mut read = ConfigFile::default();
    let document = match yaml::document(bytes) {
        Ok(document) => document,
        Err(error) => {
            read.findings.push(at((path, error.line), NotYaml { why: error.why }));
            return read;
        }
    };
    for (line, key) in document.repeated {
        let first = first_line(&document.root, &key).unwrap_or(line);
        read.findings.push(at((path, line), Repeated { shown: key, first }));
    }
    let mut reader = Reader { path, read, found: BTreeMap::new() };
    match document.root.value {
        Value::Map(map) => reader.map(None, map),
        Value::Null => {}
        other => {
            let root = Node { line: document.root.line, value: other };
            reader.wrong_type(say("config-value.file"), &root, "config-value.map");
        }
    }
    let Reader { mut read, found, .. } = reader;
    read.settings = found.into_values().collect();
    read
}

/// The line that an equal key of the same document counts in, somewhere in it.
fn first_line(node: &Node, key: &str) -> Option<usize> {
    let Value::Map(map) = &node.value else { return None };
    let own = map.get(key).map(|(line, _)| *line);
    own.or_else(|| map.values().find_map(|(_, node)| first_line(node, key)))
}

struct Reader<'a> {
    path: &'a str,
    read: ConfigFile,
    /// What is set so far, by the setting's name.
    found: BTreeMap<&'static str, (&'static Flag, usize, String)>,
}

impl Reader<'_> {
    fn map(&mut self, section: Option<Section>, map: Map) {
        for (key, (line, node)) in map {
            let inner = Section::named(&key).filter(|_| section.is_none());
            if let Some(inner) = inner {
                match node.value {
                    Value::Map(map) => self.map(Some(inner), map),
                    Value::Null => {}
                    _ => self.wrong_type(&key, &node, "config-value.map"),
                }
                continue;
            }
            match flags::find_key(section, &key) {
                Some(flag) => self.key(flag, line, &key, &node),
                None => self.read.unknown.push((line, section, key)),
            }
        }
    }

    fn key(&mut self, flag: &'static Flag, line: usize, key: &str, node: &Node) {
        if node.value == Value::Null {
            return;
        }
        let (value, expected) = typed(flag.kind, &node.value);
        let Some(value) = value else { return self.wrong_type(key, node, expected) };
        if let Some((_, earlier, _)) = self.found.insert(&flag.name, (flag, line, value)) {
            // The one that doesn't count is reported.
            let repeated = Repeated { shown: flags::path_of_key(&flag.name), first: line };
            self.read.findings.push(at((self.path, earlier), repeated));
        }
    }

    fn wrong_type(&mut self, key: &str, node: &Node, expected: &'static str) {
        let found = match &node.value {
            Value::Null => "config-value.nothing",
            Value::Bool(_) => "config-value.switch",
            Value::Whole(number) if *number < 0 => "config-value.negative",
            Value::Whole(_) => "config-value.number",
            Value::Fraction(_) => "config-value.fraction",
            Value::Text(_) => "config-value.text",
            Value::List(_) => "config-value.list",
            Value::Map(_) => "config-value.map",
        };
        let wrong = WrongType {
            key: key.to_owned(),
            found: say(found).to_owned(),
            expected: say(expected).to_owned(),
        };
        self.read.findings.push(at((self.path, node.line), wrong));
    }
}

/// The value as the flag would have it, where its type is right; and the key of what is expected.
fn typed(kind: Kind, value: &Value) -> (Option<String>, &'static str) {
    let whole = |least: i128| match value {
        Value::Whole(number) if *number >= least && *number <= i128::from(u64::MAX) => {
            Some(number.to_string())
        }
        _ => None,
    };
    match kind {
        Kind::Bool => {
            let Value::Bool(is_on) = value else { return (None, "config-value.switch") };
            (Some(is_on.to_string()), "config-value.switch")
        }
        // A quota below 0 is none, and so taken.
        Kind::Number => (whole(i128::from(i64::MIN)), "config-value.number"),
        Kind::Duration => (whole(i128::from(i64::MIN)), "config-value.nanoseconds"),
        Kind::List => (list(value), "config-value.list"),
        Kind::Urls | Kind::Text => {
            let Value::Text(text) = value else { return (None, "config-value.text") };
            (Some(text.clone()), "config-value.text")
        }
    }
}

/// The entries of a list with commas between.
fn list(value: &Value) -> Option<String> {
    let Value::List(items) = value else { return None };
    let text = |node: &Node| match &node.value {
        Value::Text(text) => Some(text.clone()),
        Value::Null => Some(String::new()),
        _ => None,
    };
    Some(items.iter().map(text).collect::<Option<Vec<_>>>()?.join(","))
}

#[cfg(test)]
mod tests {
    /// A setting by name.
    type Setting = (&'static str, String);

    /// Settings by name, and codes with their lines.
    fn read(text: &str) -> (Vec<Setting>, Vec<(&'static str, usize)>) {
        let read = super::read("c.yml", text.as_bytes());
        let settings =
            read.settings.into_iter().map(|(flag, _, value)| (flag.name.as_str(), value));
        let findings = read.findings.iter().map(|one| (one.code(), one.location.line.unwrap()));
        (settings.collect(), findings.collect())
    }

    #[track_caller]
    fn assert_sets(text: &str, expected: &[(&str, &str)]) {
        let (settings, findings) = read(text);
        let settings: Vec<(&str, &str)> =
            settings.iter().map(|(name, value)| (*name, value.as_str())).collect();
        assert_eq!(settings, expected, "{text}");
        assert_eq!(findings, [], "{text}");
    }

    #[test]
    fn keys_are_settings_with_their_sections() {
        assert_sets(
            "Name: a\nelection-timeout: 1_000\nclient-transport-security:\n  CERT-FILE: /a#b\n  \
             client-cert-auth: yes\npeer-transport-security: {cert-file: /p}\ncipher-suites: [A, \"B\"]\n\
             log-outputs:\n- stderr\n- /x\nwal-dir:\ngrpc-keepalive-timeout: 1e9\nquota-backend-bytes: -1\n",
            &[
                ("cert-file", "/a#b"),
                ("cipher-suites", "A,B"),
                ("client-cert-auth", "true"),
                ("election-timeout", "1000"),
                ("grpc-keepalive-timeout", "1000000000"),
                ("log-outputs", "stderr,/x"),
                ("name", "a"),
                ("peer-cert-file", "/p"),
                ("quota-backend-bytes", "-1"),
            ],
        );
        // Keys outside of their sections are none.
        let read = super::read("c.yml", b"cert-file: /a\npeer-transport-security:\n  name: a\n");
        assert_eq!(read.settings.len(), 0);
        assert_eq!(read.unknown.len(), 2);
    }

    #[test]
    fn of_equal_keys_the_one_that_etcd_takes_counts() {
        for (text, value, line) in [
            ("name: A\nname: B\n", "B", 2),
            ("Name: A\nname: B\n", "B", 1),
            ("name: B\nName: A\n", "B", 2),
        ] {
            let (settings, findings) = read(text);
            assert_eq!(settings, [("name", value.to_owned())], "{text}");
            assert_eq!(findings, [("repeated", line)], "{text}");
        }
        assert_sets("name: B\nName: null\n", &[("name", "B")]);
    }

    #[test]
    fn values_of_other_types_end_etcd() {
        for text in [
            "name: 123",
            "name: yes",
            "name: [a, b]",
            "name: {a: b}",
            "initial-cluster-token: 1.50",
            "election-timeout: \"1000\"",
            "election-timeout: 1.5",
            "election-timeout: true",
            "election-timeout: [1000]",
            "cipher-suites: a",
            "cipher-suites: [1]",
            "cipher-suites: [[a]]",
            "cipher-suites: {a: b}",
            "enable-pprof: \"true\"",
            "enable-pprof: 1",
            "enable-pprof: tRue",
            "grpc-keepalive-timeout: 1s",
            "grpc-keepalive-timeout: \"5\"",
            "grpc-keepalive-timeout: 1.5",
            "client-transport-security: a",
            "client-transport-security:\n- a",
            "- a",
            "a",
        ] {
            let (settings, findings) = read(text);
            assert_eq!(settings, [], "{text}");
            assert!(matches!(findings.as_slice(), [("wrong-type", _)]), "{text}: {findings:?}");
        }
        assert_eq!(read("name: [a").1, [("not-yaml", 2)]);
        assert_sets("client-transport-security:\ncipher-suites: []\n", &[("cipher-suites", "")]);
        assert_sets("", &[]);
    }
}
