//! Every sentence a person reads on a screen: one catalogue a language, and the rule for what may be
//! shown raw.
//!
//! A catalogue is a flat JSON file `assets/text/LANGUAGE.json` from key to sentence; `{name}` in a
//! sentence is filled in by [`fill`]. A test walks the sources: each key used exists, each key that
//! exists is used.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::sync::OnceLock;

const ENGLISH: &str = include_str!("../assets/text/en.json");

fn catalogue() -> &'static HashMap<String, String> {
    static CATALOGUE: OnceLock<HashMap<String, String>> = OnceLock::new();
    // A broken catalogue can't ship: a test reads it.
    CATALOGUE.get_or_init(|| serde_json::from_str(ENGLISH).unwrap_or_default())
}

/// Returns the sentence of a key, or the key itself where the catalogue has none.
pub fn say(key: &'static str) -> &'static str {
    catalogue().get(key).map_or(key, String::as_str)
}

/// Returns the sentence of a key with each `{name}` replaced by its value.
pub fn fill(key: &'static str, values: &[(&str, &dyn std::fmt::Display)]) -> String {
    let mut sentence = say(key).to_owned();
    for (name, value) in values {
        sentence = sentence.replace(&format!("{{{name}}}"), &value.to_string());
    }
    sentence
}

/// Returns the sentence of a key made at run time (`advice.CODE`), where the catalogue has it.
pub fn find(key: &str) -> Option<&'static str> {
    catalogue().get(key).map(String::as_str)
}

/// The keys of the catalogue that start so, in no order.
pub fn keys(start: &str) -> impl Iterator<Item = &'static str> {
    catalogue().keys().map(String::as_str).filter(move |key| key.starts_with(start))
}

/// Whether a character may never reach a screen or a file as it is: control characters (C0, DEL,
/// C1), and those that are invisible or turn the text around them (Unicode's `Cf`, the separators
/// U+2028/U+2029, variation selectors, fillers and tags).
pub fn is_unsafe(character: char) -> bool {
    character.is_control() || is_invisible(character)
}

fn is_invisible(character: char) -> bool {
    matches!(u32::from(character),
        0xAD | 0x34F | 0x61C | 0x115F | 0x1160 | 0x17B4 | 0x17B5 | 0x180B..=0x180F
        | 0x200B..=0x200F | 0x2028..=0x202E | 0x2060..=0x206F | 0x3164 | 0xFE00..=0xFE0F
        | 0xFEFF | 0xFFA0 | 0xFFF0..=0xFFFB | 0x1BCA0..=0x1BCA3 | 0x1D173..=0x1D17A
        | 0xE0000..=0xE0FFF)
}

/// Makes foreign text escape_for_terminal: every character that [`is_unsafe`] becomes `\xNN` (controls) or
/// `<U+NNNN>`; nothing is dropped.
pub fn escape_for_terminal(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for character in text.chars() {
        let code = u32::from(character);
        // Writing to a string can't fail.
        let _ = if character.is_control() {
            write!(shown, "\\x{code:02X}")
        } else if is_invisible(character) {
            write!(shown, "<U+{code:04X}>")
        } else {
            shown.write_char(character)
        };
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_english_catalogue_is_one_flat_object_without_duplicates() {
        let parsed: HashMap<String, String> = serde_json::from_str(ENGLISH).unwrap();
        assert!(!parsed.is_empty());
        let lines = ENGLISH.lines().filter(|line| line.trim_start().starts_with('"')).count();
        assert_eq!(parsed.len(), lines, "a key stands twice, or a line holds two");
    }

    #[test]
    fn hostile_text_is_shown_as_codes() {
        assert_eq!(
            escape_for_terminal("a\u{1b}[31mb\u{9b}\n\u{202e}é"),
            "a\\x1B[31mb\\x9B\\x0A<U+202E>é"
        );
    }
}
