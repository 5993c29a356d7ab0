//! What may be shown raw, and how the rest is written.

use std::fmt::Write as _;

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

/// Makes foreign text safe to show: every character that [`is_unsafe`] becomes `\xNN` (controls) or
/// `<U+NNNN>`; nothing is dropped.
pub fn escape_for_terminal(text: &str) -> String {
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return text.to_owned();
    }
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
    fn hostile_text_is_shown_as_codes() {
        let hostile = "a\u{1b}[31mb\u{9b}\n\u{202e}é";
        assert_eq!(escape_for_terminal(hostile), "a\\x1B[31mb\\x9B\\x0A<U+202E>é");
    }
}
