//! What holds of every exercise without etcd: it can be read, made, solved and nearly solved.

use std::path::Path;

use super::folder::Making;
use super::*;
use crate::pki::system_random;
use crate::text::Language;

/// Where the files are.
fn assets() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/exercises")
}

#[test]
fn every_file_is_listed_and_has_both_languages() {
    let listed: Vec<String> = {
        let mut names: Vec<String> =
            Exercise::all().unwrap().into_iter().map(|one| one.name).collect();
        names.sort_unstable();
        names
    };
    let there: Vec<String> =
        Exercise::of_directory(&assets()).unwrap().into_iter().map(|one| one.name).collect();
    assert_eq!(listed, there, "src/exercise/all.rs has a line for each file");
    for one in Exercise::all().unwrap() {
        let of = |language: Language| {
            language.speaking(|| {
                let texts = &one.texts;
                let hints = [1, 2, 3].map(|number| texts.hint(number).to_owned());
                [
                    vec![texts.title().to_owned(), texts.seen().to_owned()],
                    hints.to_vec(),
                    vec![texts.mistake().to_owned(), texts.solution().to_owned()],
                ]
                .concat()
            })
        };
        let (english, ukrainian) = (of(Language::English), of(Language::Ukrainian));
        for (part, (ours, theirs)) in english.iter().zip(&ukrainian).enumerate() {
            assert_ne!(ours, theirs, "{}: part {part} is in English only", one.name);
            let quoted = |text: &str| {
                let mut parts: Vec<String> =
                    text.split('`').skip(1).step_by(2).map(ToOwned::to_owned).collect();
                parts.sort_unstable();
                parts
            };
            assert_eq!(
                quoted(ours),
                quoted(theirs),
                "{}: part {part} quotes other things",
                one.name
            );
        }
    }
}

#[test]
fn every_exercise_has_three_near_misses_and_something_to_see() {
    for one in Exercise::all().unwrap() {
        assert_eq!(one.near_misses().len(), 3, "{}", one.name);
        assert!(!one.seen().is_empty(), "{}", one.name);
        assert!(!one.solution().is_empty(), "{}", one.name);
        assert!(one.series().count() > 0, "{}", one.name);
    }
}

#[test]
fn every_step_fits_its_folder() {
    let scratch = tempfile::TempDir::new().unwrap();
    for one in Exercise::all().unwrap() {
        let series = one.series().last().unwrap();
        let now = time::OffsetDateTime::from_unix_timestamp(1_800_000_000).unwrap();
        let making = Making { series, network: [110, 1], now, randomness: &system_random };
        let ways = [one.solution()]
            .into_iter()
            .chain(one.near_misses().iter().map(|miss| miss.steps.as_slice()));
        for (number, steps) in ways.enumerate() {
            let path = scratch.path().join(format!("{}-{number}", one.name));
            let room = one.make(&path, making).unwrap();
            for step in steps {
                step.apply(&room, &system_random)
                    .unwrap_or_else(|error| panic!("{}: {error}", one.name));
            }
        }
    }
}

#[test]
fn a_runbook_is_acts_and_nothing_else() {
    let acts = act::runbook("# why\nrestart m1\n\nadd m3 # now\nput a b\n").unwrap();
    assert_eq!(
        acts,
        [
            Act::Stop("m1".into()),
            Act::Start { members: vec!["m1".into()], with: Vec::new() },
            Act::Add("m3".into()),
            Act::Put("a".into(), "b".into()),
        ]
    );
    for line in [
        "start m1 m2",
        "start m3 with name=x url=https://{m3}:2380",
        "stop m1",
        "kill m1",
        "wipe m1",
        "await",
        "remove m3",
        "add m3",
        "put a b",
        "fill",
        "compact",
        "defragment m1",
        "disarm",
        "delete a/",
    ] {
        assert_eq!(line.parse::<Act>().unwrap().to_string(), line);
    }
    for line in [
        "sh -c true",
        "start m1 with name=x",
        "fill",
        "stop ../m1",
        "put -w json",
        "start",
        "stop m10",
    ] {
        assert_eq!(act::runbook(&format!("await\n{line}\n")).unwrap_err().0, 2, "{line}");
    }
    let refused = act::runbook("restart m1; touch x # why\n").unwrap_err().1;
    assert_eq!(refused.0, "restart m1; touch x");
}
