//! What is quoted for a reader is read back as it was.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::yaml::{self, Value};
use super::{environment, shell, unit};
use crate::render::quote::{EnvironmentValue, ExecArgument, ShellWord, YamlText};

/// Text that an operator may type: no control characters, and no line breaks of any kind.
fn typed() -> impl Strategy<Value = String> {
    "\\PC{0,24}".prop_map(|text| text.replace(['\u{2028}', '\u{2029}'], ""))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn an_argument_of_a_unit(text in typed()) {
        let read = unit::unit(&format!("[Service]\nExecStart=/etcd {}\n", ExecArgument(&text)));
        let mut words = unit::words(&read.directives[0].value);
        prop_assert_eq!(words.len(), 2);
        unit::specifiers(&mut words[1], "etcd.service").unwrap();
        let (words, missing) = unit::variables(&words[1], &BTreeMap::new());
        prop_assert_eq!(words.len(), 1);
        prop_assert_eq!((&words[0].text, missing.len()), (&text, 0));
    }

    #[test]
    fn a_value_of_an_environment_file(text in typed()) {
        let read = environment::variables(&format!("A={}\n", EnvironmentValue(&text)));
        prop_assert_eq!(&read.variables[0].value, &text);
    }

    #[test]
    fn a_word_of_a_shell(text in typed()) {
        let words = shell::words(&[(1, format!("x {}", ShellWord(&text)))]);
        prop_assert_eq!(&words[1].text, &text);
    }

    #[test]
    fn a_scalar_of_yaml(text in typed()) {
        let read = yaml::document(format!("k: {}\n", YamlText(&text)).as_bytes()).unwrap();
        let Value::Map(map) = read.root.value else { return Err(TestCaseError::fail("no map")) };
        prop_assert_eq!(&map["k"].1.value, &Value::Text(text));
    }
}
