//! The scripts that a text is written in.

use icu_properties::props::Script;
use icu_properties::{CodePointMapData, PropertyNamesLong};

/// Scripts that are written together, with Latin beside them (UTS #39 section 5.2, "Highly Restrictive").
const TOGETHER: [&[Script]; 3] = [
    &[Script::Latin, Script::Han, Script::Hiragana, Script::Katakana],
    &[Script::Latin, Script::Han, Script::Bopomofo],
    &[Script::Latin, Script::Han, Script::Hangul],
];

/// Returns the names of a text's scripts where these are not written together, so that a letter of one may
/// pass for one of another. Digits and punctuation belong to all scripts.
pub(crate) fn mixed_scripts(text: &str) -> Option<Vec<String>> {
    let (of, names) = (CodePointMapData::<Script>::new(), PropertyNamesLong::<Script>::new());
    let mut scripts: Vec<Script> = Vec::new();
    for script in text.chars().map(|c| of.get(c)) {
        let is_of_all = [Script::Common, Script::Inherited, Script::Unknown].contains(&script);
        if !is_of_all && !scripts.contains(&script) {
            scripts.push(script);
        }
    }
    let is_fine = scripts.len() < 2
        || TOGETHER.iter().any(|all| scripts.iter().all(|script| all.contains(script)));
    let name = |script: &Script| names.get(*script).unwrap_or("unknown").to_owned();
    (!is_fine).then(|| scripts.iter().map(name).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn look_alikes_are_told_and_texts_in_one_script_are_not() {
        for text in [
            "root",
            "Zürich & Söhne 24",
            "ООО «Пример» 1",
            "Ελλάδα",
            "株式会社ABC",
            "日本のサーバー",
            "주식회사 예",
            "12-3",
            "",
        ] {
            assert_eq!(mixed_scripts(text), None, "{text}");
        }
        let scripts = |text| mixed_scripts(text).unwrap_or_default().join(", ");
        assert_eq!(scripts("r\u{43e}ot"), "Latin, Cyrillic");
        assert_eq!(scripts("syst\u{435}m:masters"), "Latin, Cyrillic");
        assert_eq!(scripts("\u{391}dmin"), "Greek, Latin");
        assert_eq!(scripts("ООО Example"), "Cyrillic, Latin");
    }
}
