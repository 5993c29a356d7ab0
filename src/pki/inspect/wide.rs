//! Text in two or four bytes a character, in which Go finds no PEM.

use zeroize::Zeroizing;

/// Recognises UTF-16 and UTF-32 by their byte order marks, and by the zero bytes around ASCII.
pub(in crate::pki) fn encoding(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0xFF, 0xFE, 0, 0, ..]
        | [0, 0, 0xFE, 0xFF, ..]
        | [b'-', 0, 0, 0, b'-', ..]
        | [0, 0, 0, b'-', 0, ..] => Some("UTF-32"),
        [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] | [b'-', 0, b'-', 0, ..] | [0, b'-', 0, b'-', ..] => {
            Some("UTF-16")
        }
        _ => None,
    }
}

/// Reads text in an [`encoding`]; what can't be decoded becomes U+FFFD.
pub(super) fn text(bytes: &[u8], encoding: &str) -> Zeroizing<String> {
    if encoding == "UTF-32" {
        return match bytes {
            [0xFF, 0xFE, 0, 0, rest @ ..] => utf32(rest, u32::from_le_bytes),
            [0, 0, 0xFE, 0xFF, rest @ ..] => utf32(rest, u32::from_be_bytes),
            [0, ..] => utf32(bytes, u32::from_be_bytes),
            _ => utf32(bytes, u32::from_le_bytes),
        };
    }
    match bytes {
        [0xFF, 0xFE, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xFE, 0xFF, rest @ ..] => utf16(rest, u16::from_be_bytes),
        [0, ..] => utf16(bytes, u16::from_be_bytes),
        _ => utf16(bytes, u16::from_le_bytes),
    }
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Zeroizing<String> {
    let (pairs, _) = bytes.as_chunks::<2>();
    let units = pairs.iter().map(|pair| unit(*pair));
    // Room for the longest text of so many units: a key may be in it, and growing would leave copies.
    let mut text = Zeroizing::new(String::with_capacity(pairs.len() * 3));
    text.extend(char::decode_utf16(units).map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER)));
    text
}

fn utf32(bytes: &[u8], unit: fn([u8; 4]) -> u32) -> Zeroizing<String> {
    let (fours, _) = bytes.as_chunks::<4>();
    let mut text = Zeroizing::new(String::with_capacity(bytes.len()));
    let read = |four: &[u8; 4]| char::from_u32(unit(*four));
    text.extend(fours.iter().map(|four| read(four).unwrap_or(char::REPLACEMENT_CHARACTER)));
    text
}
