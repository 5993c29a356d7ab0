//! The same settings in three forms.

use std::collections::BTreeMap;

use quorate::cluster::{EtcdVersion, Plan, UnitForm};

use super::HOSTILE;
use super::plans::{in_form, installed, ipv6, odd_paths, rendered, three_members};
use crate::support::unit::{Unit, read_environment_file};

const UNIT: &str = "members/etcd-1/etcd.service";
const ENVIRONMENT: &str = "members/etcd-1/etcd.env";
const CONFIG_FILE: &str = "members/etcd-1/etcd.conf.yml";

/// The settings of the first member by flag, however the plan hands them over.
#[track_caller]
fn settings(plan: &Plan) -> BTreeMap<String, String> {
    match plan.unit_form {
        UnitForm::EnvironmentFile => read_environment_file(&rendered(plan, ENVIRONMENT))
            .into_iter()
            .map(|(name, value)| (flag_of(&name), value))
            .collect(),
        UnitForm::Flags => Unit::of_text(&rendered(plan, UNIT))
            .exec_start()
            .into_iter()
            .filter_map(|word| {
                let (name, value) = word.strip_prefix("--")?.split_once('=')?;
                Some((name.to_owned(), value.to_owned()))
            })
            .collect(),
        UnitForm::ConfigFile => read_config_file(&rendered(plan, CONFIG_FILE)),
    }
}

fn flag_of(variable: &str) -> String {
    variable.strip_prefix("ETCD_").unwrap().to_lowercase().replace('_', "-")
}

/// Reads what a config file may hold here: `key: value`, and two sections of those. Real etcd reads it in
/// `tests/etcd.rs`.
#[track_caller]
fn read_config_file(text: &str) -> BTreeMap<String, String> {
    let mut prefix = "";
    let mut settings = BTreeMap::new();
    for line in text.lines().filter(|line| !line.is_empty()) {
        let indented = line.strip_prefix("  ");
        if indented.unwrap_or(line).starts_with("# ") {
            continue;
        }
        prefix = match line {
            "client-transport-security:" | "peer-transport-security:" => {
                prefix = line.strip_suffix("transport-security:").unwrap();
                continue;
            }
            _ if indented.is_none() => "",
            _ => prefix,
        };
        let (key, value) = indented.unwrap_or(line).split_once(": ").unwrap();
        // JSON's strings are YAML's.
        let value = if value.starts_with('"') {
            serde_json::from_str(value).unwrap()
        } else {
            assert!(value == "true" || value.bytes().all(|c| c.is_ascii_digit()), "{line}");
            value.to_owned()
        };
        let prefix = prefix.strip_prefix("client-").unwrap_or(prefix);
        let old = settings.insert(format!("{prefix}{key}"), value);
        assert_eq!(old, None, "{line} stands twice");
    }
    settings
}

#[test]
fn every_form_says_the_same_whatever_paths_are_called() {
    let odd = HOSTILE.into_iter().map(|word| {
        installed(
            &format!("/srv/{word}/data"),
            Some(&format!("/srv/{word}/wal")),
            &format!("/etc/{word}"),
            "/usr/bin/etcd",
        )
    });
    for plan in odd.chain([three_members(), ipv6(), odd_paths()]) {
        let said = UnitForm::ALL.map(|form| settings(&in_form(form, &plan)));
        let [environment, flags, mut config] = said;
        assert!(environment.len() >= 19, "{environment:?}");
        assert_eq!(environment, flags);
        // What the two others have by default.
        let gateway = config.remove("enable-grpc-gateway");
        assert_eq!(gateway.is_some(), plan.etcd_version == EtcdVersion::V3_4);
        assert_eq!(environment, config);
    }
}

#[test]
fn a_config_file_is_named_by_the_command_alone() {
    for word in HOSTILE {
        let configuration = format!("/etc/{word}");
        let plan = installed("/srv/data", None, &configuration, "/usr/bin/etcd");
        let unit = Unit::of_text(&rendered(&in_form(UnitForm::ConfigFile, &plan), UNIT));
        let flag = format!("--config-file={configuration}/etcd.conf.yml");
        assert_eq!(unit.exec_start(), ["/usr/bin/etcd", &flag]);
        assert_eq!(unit.values("Service", "EnvironmentFile"), [""; 0]);
    }
}
