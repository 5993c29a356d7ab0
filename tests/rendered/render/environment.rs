//! `etcd.env` before systemd's parser of environment files, a shell, and etcd's own list of flags.

use std::fmt::Write as _;
use std::process::Command;

use proptest::prelude::*;
use quorate::cluster::{EtcdVersion, Plan};
use quorate::render::quote::{EnvironmentValue, ShellQuoted, ShellWord, UnitWord};

use super::plans::{installed, ipv6, odd_paths, rendered, three_members};
use super::{HOSTILE, need, said};
use crate::support::etcd::EtcdRelease;

/// Printable text, with more of the characters that mean something than chance would bring.
fn printable() -> impl Strategy<Value = String> {
    proptest::collection::vec(
        prop_oneof![
            proptest::sample::select(
                " \"'\\$`%#;!*?[]{}()<>&|~=-a/".chars().collect::<Vec<char>>()
            ),
            any::<char>().prop_filter("printable", |c| !quorate::text::is_unsafe(*c)),
        ],
        1..40,
    )
    .prop_map(|characters| characters.into_iter().collect())
}

/// Reads one value as systemd's `EnvironmentFile=` does (src/basic/env-file.c): quotes count at the
/// start only, an unquoted backslash vanishes, blanks at the end too.
fn read_value(text: &str) -> Option<String> {
    let mut value = String::new();
    let mut characters = text.chars();
    if let Some(quoted) = text.strip_prefix('"') {
        let mut characters = quoted.chars();
        loop {
            match characters.next()? {
                '"' => return characters.next().is_none().then_some(value),
                '\\' => match characters.next()? {
                    c @ ('"' | '\\' | '`' | '$') => value.push(c),
                    c => value.extend(['\\', c]),
                },
                c => value.push(c),
            }
        }
    }
    if text.starts_with('\'') || text.starts_with([' ', '#', ';']) {
        return None;
    }
    while let Some(c) = characters.next() {
        value.push(if c == '\\' { characters.next()? } else { c });
    }
    (value.trim_end() == value).then_some(value)
}

/// Reads a whole environment file, in which every line is a comment, empty or a setting.
#[track_caller]
fn settings(file: &str) -> Vec<(String, String)> {
    let mut settings: Vec<(String, String)> = Vec::new();
    for line in file.lines().filter(|line| !line.is_empty()) {
        assert!(!line.ends_with('\\'), "{line:?} is joined with the next");
        if line.starts_with('#') {
            continue;
        }
        let (name, value) = line.split_once('=').unwrap();
        assert!(name.starts_with("ETCD_"), "{name}");
        assert!(!settings.iter().any(|(other, _)| other == name), "{name} stands twice");
        settings.push((name.into(), read_value(value).unwrap_or_else(|| panic!("{line}"))));
    }
    settings
}

fn value_of(plan: &Plan, name: &str) -> Option<String> {
    let settings = settings(&rendered(plan, "members/etcd-1/etcd.env"));
    settings.into_iter().find(|(other, _)| other == name).map(|(_, value)| value)
}

/// Has a shell print the value of `V` after it sourced `file`.
fn sourced(shell: &str, file: &str) -> String {
    let directory = tempfile::tempdir().unwrap();
    std::fs::write(directory.path().join("v"), file).unwrap();
    let (is_fine, text) = said(
        Command::new(shell)
            .args(["-c", ". ./v; printf %s. \"$V\""])
            .env("LC_ALL", "C.UTF-8")
            .current_dir(directory.path()),
    );
    assert!(is_fine, "{text}");
    text.strip_suffix('.').unwrap().to_owned()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_shell_reads_every_word_back(text in printable()) {
        prop_assert_eq!(sourced("sh", &format!("V={}\n", ShellWord(&text))), text.clone());
        prop_assert_eq!(sourced("sh", &format!("V={}\n", ShellQuoted(&text))), text.clone());
        prop_assert_eq!(sourced("sh", &format!("V={}\n", EnvironmentValue(&text))), text);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn an_environment_file_keeps_every_value(text in printable()) {
        prop_assert_eq!(read_value(&EnvironmentValue(&text).to_string()), Some(text));
    }

    #[test]
    fn a_word_of_a_unit_is_one_word_without_specifiers(text in printable()) {
        let word = UnitWord(&text).to_string();
        let inner = word.strip_prefix('"').map_or(Some(word.as_str()), |rest| rest.strip_suffix('"'));
        let mut read = String::new();
        let mut characters = inner.unwrap().chars();
        while let Some(c) = characters.next() {
            match c {
                '\\' | '%' => {
                    let next = characters.next();
                    prop_assert!(c == '\\' || next == Some('%'), "{}", word);
                    read.extend(next);
                }
                c => {
                    prop_assert!(c != '"' && (c != ' ' || word.starts_with('"')), "{}", word);
                    read.push(c);
                }
            }
        }
        prop_assert_eq!(read, text);
    }
}

/// systemd reads os-release with the parser of `EnvironmentFile=`, and tmpfiles puts its `ID` where `%o`
/// stands: the real reader, without a service that runs.
#[test]
fn systemds_own_parser_reads_every_value_back() {
    if !need("systemd-tmpfiles") {
        return;
    }
    for word in HOSTILE {
        let root = tempfile::tempdir().unwrap();
        let etc = root.path().join("etc");
        std::fs::create_dir(&etc).unwrap();
        std::fs::write(etc.join("os-release"), format!("ID={}\nX=1\n", EnvironmentValue(word)))
            .unwrap();
        let rules = root.path().join("rules.conf");
        std::fs::write(&rules, "f+ /out - - - - [%o]\n").unwrap();
        let root_option = format!("--root={}", root.path().display());
        let (is_fine, text) =
            said(Command::new("systemd-tmpfiles").args([&root_option, "--create"]).arg(&rules));
        assert!(is_fine, "{word}: {text}");
        let out = std::fs::read_to_string(root.path().join("out")).unwrap();
        assert_eq!(out, format!("[{word}]"));
    }
}

#[test]
fn a_shell_reads_the_same_settings_as_systemd() {
    for plan in [three_members(), ipv6(), odd_paths()] {
        let file = rendered(&plan, "members/etcd-1/etcd.env");
        for (name, value) in settings(&file) {
            assert_eq!(sourced("sh", &format!("{file}V=\"${name}\"\n")), value);
        }
    }
}

#[test]
fn odd_paths_arrive_as_they_are() {
    let plan = odd_paths();
    for (name, value) in [
        ("ETCD_DATA_DIR", "/srv/et cd/50% $HOME"),
        ("ETCD_WAL_DIR", "/var/lib/etcd-wal/wal"),
        ("ETCD_CERT_FILE", "/etc/it's \"etcd\" [1]/pki/server.pem"),
        ("ETCD_PEER_KEY_FILE", "/etc/it's \"etcd\" [1]/pki/peer-key.pem"),
    ] {
        assert_eq!(value_of(&plan, name).as_deref(), Some(value));
    }
}

#[test]
fn settings_that_bootstrap_agree_on_all_members() {
    let plan = three_members();
    let cluster = value_of(&plan, "ETCD_INITIAL_CLUSTER").unwrap();
    for member in &plan.members {
        let file = rendered(&plan, &format!("members/{}/etcd.env", member.name));
        let settings = settings(&file);
        let of = |name: &str| settings.iter().find(|(other, _)| other == name).unwrap().1.clone();
        assert_eq!(of("ETCD_INITIAL_CLUSTER"), cluster);
        let own = format!("{}={}", of("ETCD_NAME"), of("ETCD_INITIAL_ADVERTISE_PEER_URLS"));
        assert!(cluster.split(',').any(|entry| entry == own), "{own} is not in {cluster}");
    }
}

#[test]
fn every_setting_is_a_flag_of_the_etcd_it_is_for() {
    for release in EtcdRelease::ALL.into_iter().filter(|release| need(release.requirement())) {
        let version = release.series().parse().unwrap();
        let program = release.directory().join("etcd");
        let help = said(Command::new(&program).arg("--help")).1;
        let mut plan = installed("/srv/data", Some("/srv/wal"), "/etc/etcd", "/usr/bin/etcd");
        plan.etcd_version = version;
        let mut unknown = String::new();
        for (name, _) in settings(&rendered(&plan, "members/etcd-1/etcd.env")) {
            let flag = name.replacen("ETCD_", "--", 1).replace('_', "-").to_lowercase();
            let is_known = help.split_whitespace().any(|word| word == flag);
            if !is_known {
                writeln!(unknown, "{flag}").unwrap();
            }
        }
        assert_eq!(unknown, "", "unknown to etcd {}", release.version());
    }
}

#[test]
fn only_3_4_is_told_its_logger() {
    for version in EtcdVersion::ALL {
        let mut plan = three_members();
        plan.etcd_version = version;
        let logger = value_of(&plan, "ETCD_LOGGER");
        assert_eq!(logger.is_some(), version == EtcdVersion::V3_4, "{version}");
    }
}
