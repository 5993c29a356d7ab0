//! The text catalogue and the sources agree: each key used exists, each key that exists is used.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use quorate::text::{find, keys};

fn catalogue() -> BTreeMap<String, &'static str> {
    keys("").map(|key| (key.clone(), find(&key).unwrap())).collect()
}

fn sources(directory: &Path, text: &mut String) {
    for entry in std::fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, text);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            text.push_str(&std::fs::read_to_string(&path).unwrap());
        }
    }
}

/// Every string literal of the sources that looks like a key: `word-word…`, `word-word.word`.
fn literals(text: &str) -> BTreeSet<&str> {
    let is_key = |literal: &&str| {
        literal.contains('-')
            && literal.split('.').all(|part| {
                !part.is_empty()
                    && part
                        .chars()
                        .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
            })
    };
    text.split('"').filter(is_key).collect()
}

#[test]
fn every_key_of_the_catalogue_is_used() {
    let mut text = String::new();
    sources(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src")), &mut text);
    let used = literals(&text);
    let unused: Vec<String> = catalogue()
        .into_keys()
        .filter(|key| {
            // Some keys are put together from a start and a word.
            let name = key.split('.').next().unwrap();
            // An explanation belongs to its label, and a hint to its sentence.
            let belongs = [".why", ".source", ".hint"].iter().find_map(|end| key.strip_suffix(end));
            let key = belongs.unwrap_or(key);
            // The compiler and the tests of `finding` hold these against the rules.
            if name.starts_with("finding-") || name.starts_with("family-") {
                return false;
            }
            let is_word = |word: &str| text.contains(&format!("\"{word}\""));
            let built = ["preset-", "fixed-", "axis-", "advice-", "field-", "role-"];
            let part = built.iter().find_map(|start| name.strip_prefix(start));
            match part {
                Some(part) => {
                    let words: Vec<&str> = part.split('-').collect();
                    let ends = (0..words.len()).flat_map(|from| {
                        let words = &words;
                        (from + 1..=words.len()).map(move |to| words[from..to].join("-"))
                    });
                    !ends.into_iter().any(|word| is_word(&word)) && !used.contains(key)
                }
                None => !used.contains(key),
            }
        })
        .collect();
    assert_eq!(unused, Vec::<String>::new());
}

#[test]
fn every_key_that_is_said_exists() {
    let mut text = String::new();
    sources(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src")), &mut text);
    let catalogue = catalogue();
    let mut seen = 0;
    for call in ["say(\"", "fill(\"", "Words(\"", "Row::one(\"", "Row::new(\"", "fill(\n        \""]
    {
        for rest in text.split(call).skip(1) {
            let key = rest.split('"').next().unwrap();
            if !key.contains('-') {
                continue; // a method of that name on something else
            }
            seen += 1;
            assert!(catalogue.contains_key(key), "`{key}` is not in the catalogue");
        }
    }
    assert!(seen > 100, "only {seen} keys were found");
}

/// `in_words!` of an error brings the test of its sentences.
#[test]
fn what_commands_refuse_has_a_hint() {
    let mut text = String::new();
    sources(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src/cli")), &mut text);
    let (catalogue, mut seen) = (catalogue(), 0);
    for call in ["Failure::refused(", "Failure::failed(", "errors.refuse("] {
        for rest in text.split(call).skip(1) {
            let key = rest.trim_start().trim_start_matches('"').split('"').next().unwrap();
            seen += 1;
            for key in [key.to_owned(), format!("{key}.hint")] {
                assert!(catalogue.contains_key(&key), "`{key}` is not in the catalogue");
            }
        }
    }
    assert!(seen > 30, "only {seen} refusals were found");
}

#[test]
fn no_error_keeps_its_sentence_beside_its_variant() {
    let mut text = String::new();
    sources(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src")), &mut text);
    for rest in text.split("#[error(").skip(1) {
        let format = rest.split('"').nth(1).unwrap_or_default();
        let words: Vec<&str> = format.split(['{', '}']).step_by(2).collect();
        assert!(!words.concat().contains(char::is_alphabetic), "`{format}`");
    }
}

#[test]
fn no_sentence_is_empty_or_holds_what_no_screen_may_show() {
    for (key, sentence) in catalogue() {
        assert!(!sentence.trim().is_empty(), "{key}");
        assert!(!sentence.chars().any(quorate::text::is_unsafe), "{key}");
    }
}
