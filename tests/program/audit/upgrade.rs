//! What an upgrade changes: step by step, for what is set, and by the defaults of real releases.

use std::collections::BTreeMap;
use std::process::Command;

use quorate::cluster::EtcdVersion;
use quorate::etcd::{changed_defaults, flag_help, flags};
use serde_json::Value;

use crate::cli::Room;
use crate::support::process::run;
use crate::support::releases::EtcdRelease;
use crate::support::skip_without;

const UNIT: &str = "[Service]\nType=notify\nExecStart=/usr/bin/etcd --name b --debug --enable-v2 \
    --experimental-compaction-batch-limit=5 --experimental-initial-corrupt-check\n";

fn upgrade(options: &[&str]) -> Value {
    let room = Room::new().file("etcd.service", UNIT);
    let all = [&["audit", "etcd.service", "--json"], options].concat();
    serde_json::from_str(&room.quorate(&all).out).unwrap()
}

#[test]
fn each_step_names_what_is_gone_and_what_takes_its_place() {
    let json = upgrade(&["--etcd-version", "3.4.23", "--to", "3.7"]);
    let steps = json["upgrade"]["steps"].as_array().unwrap();
    let of = |step: usize, key: &str| steps[step][key].as_str().unwrap_or_default().to_owned();
    let way: Vec<String> =
        (0..steps.len()).map(|step| format!("{} {}", of(step, "from"), of(step, "to"))).collect();
    assert_eq!(way, ["3.4 3.5", "3.5 3.6", "3.6 3.7"]);
    let errors = |step: usize| -> Vec<(String, bool)> {
        let all = steps[step]["findings"].as_array().unwrap().iter();
        all.filter(|one| one["severity"] == "error")
            .map(|one| {
                let shown = one["facts"]["shown"].as_str().unwrap();
                (shown.to_owned(), one["before"].as_bool().unwrap())
            })
            .collect()
    };
    assert_eq!(errors(0), [("--debug".to_owned(), true)]);
    assert_eq!(errors(1), [("--enable-v2".to_owned(), true)]);
    let batch = "--experimental-compaction-batch-limit".to_owned();
    let check = "--experimental-initial-corrupt-check".to_owned();
    assert_eq!(errors(2), [(batch, true), (check, true)]);
    assert_eq!(of(1, "least_before"), "3.5.32");
    assert_eq!(of(2, "least"), "3.7.1");
    assert_eq!(steps[2]["notes"][0], "snapshot-written");
    let defaults = steps[1]["defaults"].as_array().unwrap();
    let defaults: Vec<&str> = defaults.iter().map(|one| one["setting"].as_str().unwrap()).collect();
    assert_eq!(defaults, ["snapshot-count", "v2-deprecation"], "nobody is discovered here");
    assert_eq!(steps[1]["defaults"][0]["members"][0], "b");
}

#[test]
fn a_step_is_said_in_words_and_what_runs_already_needs_none() {
    let room = Room::new().file("etcd.service", UNIT);
    let ran = room.quorate(&["audit", "etcd.service", "--etcd-version", "3.6", "--to", "3.7"]);
    let from = ran.out.find("Upgrade to etcd 3.7, one series at a time:\n").unwrap();
    let said = &ran.out[from..];
    assert!(
        said.starts_with("Upgrade to etcd 3.7, one series at a time:\netcd 3.6 to 3.7:\n"),
        "{said}"
    );
    assert!(said.contains("  - first run 3.6.11 or newer on every member"), "{said}");
    assert!(said.contains("fix: use `--feature-gates=InitialCorruptCheck=true` instead"), "{said}");
    // What is wrong already is no news.
    assert!(!said.contains("--enable-v2"), "{said}");
    assert_eq!(ran.code, Some(1), "what is found today counts, and not the upgrade: {ran:?}");
    let ran = room.quorate(&["audit", "etcd.service", "--etcd-version", "3.7", "--to", "3.6"]);
    assert!(ran.out.contains("nothing to do, all members run it or a later series"), "{ran:?}");
    let refused = room.quorate(&["audit", "etcd.service", "--to", "3.7"]);
    refused.refuses(2, "error: quorate doesn't know which etcd runs now");
    room.quorate(&["audit", "etcd.service", "--to", "4"]).refuses(2, "error: invalid value");
}

/// The defaults that `etcd --help` prints, by flag.
fn defaults(release: EtcdRelease) -> BTreeMap<String, String> {
    let said = run(Command::new(release.directory().join("etcd")).arg("--help"));
    let lines = format!("{}\n{}", said.stdout, said.stderr);
    let pairs = lines.lines().filter_map(|line| {
        let (flag, value) = line.trim().strip_prefix("--")?.split_once(' ')?;
        let value = value.trim().strip_prefix('\'')?.strip_suffix('\'')?;
        Some((flag.to_owned(), value.to_owned()))
    });
    pairs.collect()
}

#[test]
fn changed_defaults_are_those_of_real_releases() {
    skip_without!("etcd-3.4", "etcd-3.5", "etcd-3.6", "etcd-3.7");
    let releases = [EtcdRelease::V3_4, EtcdRelease::V3_5, EtcdRelease::V3_6, EtcdRelease::V3_7];
    for pair in releases.windows(2) {
        let (before, after) = (defaults(pair[0]), defaults(pair[1]));
        assert!(before.len() > 30 && after.len() > 30, "{pair:?}");
        let found: Vec<(&str, &str, &str)> = before
            .iter()
            .filter_map(|(flag, old)| {
                let new = after.get(flag).filter(|new| *new != old)?;
                Some((flag.as_str(), old.as_str(), new.as_str()))
            })
            .collect();
        let series: EtcdVersion = pair[1].series().parse().unwrap();
        let known: Vec<(&str, &str, &str)> =
            changed_defaults(series).map(|one| (one.flag, one.before, one.since)).collect();
        assert_eq!(known, found, "{series}");
    }
}

/// What quorate says of a flag is what the newest release that has it says, with the defaults of all.
#[test]
fn the_help_of_flags_is_that_of_real_releases() {
    skip_without!("etcd-3.4", "etcd-3.5", "etcd-3.6", "etcd-3.7");
    let releases = [EtcdRelease::V3_7, EtcdRelease::V3_6, EtcdRelease::V3_5, EtcdRelease::V3_4];
    let texts = releases.map(|release| {
        let said = run(Command::new(release.directory().join("etcd")).arg("--help")).said();
        let series: EtcdVersion = release.series().parse().unwrap();
        (series, said.split_whitespace().collect::<Vec<_>>().join(" "))
    });
    let mut wrong = Vec::new();
    let mut told = 0;
    for name in flags::all().iter().map(|flag| flag.name.as_str()) {
        let Some(help) = flag_help(name) else { continue };
        told += 1;
        let mut of =
            texts.iter().filter(|(_, text)| text.contains(&format!("--{name} "))).peekable();
        let is_said = |text: &str| text.contains(help.about.trim_end_matches('.'));
        if !of.peek().is_some_and(|(_, text)| is_said(text)) {
            wrong.push(format!("{name}: {}", help.about));
        }
        for (series, text) in of {
            // Where the newest names no default, the others' isn't told either.
            let Some(value) = help.default_of(name, *series) else { continue };
            let is_default = [format!("--{name} '{value}' "), format!("--{name} {value} ")]
                .iter()
                .any(|shown| text.contains(shown));
            if !is_default {
                wrong.push(format!("{series} {name}: {value}"));
            }
        }
    }
    assert!(told > 90, "{told}");
    assert_eq!(wrong, [""; 0]);
}
