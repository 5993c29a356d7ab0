//! The base64 of a body, read as Go reads it.

use base64::alphabet;
use base64::engine::{Engine, GeneralPurpose, GeneralPurposeConfig};
use base64_simd::AsOut as _;
use zeroize::Zeroizing;

use super::{DASHES, Fault, Line};

/// Like Go's decoder, it doesn't mind bits that are left over at the end.
pub(super) const BASE64: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new().with_decode_allow_trailing_bits(true),
);
/// The same, but for those bits, and several times as fast.
const STRICT: base64_simd::Base64 = base64_simd::STANDARD;

/// Reads base64 with its padding, blanks allowed anywhere as Go allows them. There is room for all `characters`.
pub(super) fn decode<'a>(
    lines: impl Iterator<Item = Line<'a>> + Clone,
    characters: &mut Vec<u8>,
) -> Result<Zeroizing<Vec<u8>>, Fault> {
    for (_, line) in lines.clone() {
        characters.extend_from_slice(line.as_bytes());
    }
    // Nearly all bodies are base64 and nothing else; the others are looked at one character after the other.
    let mut bytes = decode_characters(characters);
    if bytes.is_err() {
        characters.clear();
        careful(lines, characters)?;
        bytes = decode_characters(characters);
    }
    bytes.and_then(|bytes| if bytes.is_empty() { Err(Fault::Empty) } else { Ok(bytes) })
}

fn decode_characters(characters: &[u8]) -> Result<Zeroizing<Vec<u8>>, Fault> {
    // Room for all of it at once: a buffer that grows leaves copies behind.
    if let Ok(length) = STRICT.decoded_length(characters) {
        let mut bytes = Zeroizing::new(vec![0; length]);
        if STRICT.decode(characters, bytes.as_mut_slice().as_out()).is_ok() {
            return Ok(bytes);
        }
    }
    let mut bytes = Zeroizing::new(Vec::with_capacity(characters.len() / 4 * 3 + 3));
    BASE64.decode_vec(characters, &mut bytes).map_err(|_| Fault::Length)?;
    Ok(bytes)
}

/// Takes the characters of base64 without blanks, up to the first that is none.
fn careful<'a>(
    lines: impl Iterator<Item = Line<'a>>,
    characters: &mut Vec<u8>,
) -> Result<(), Fault> {
    for (number, line) in lines {
        for character in line.bytes().filter(|byte| !matches!(byte, b' ' | b'\t' | b'\r')) {
            let is_over = characters.last() == Some(&b'=');
            match character {
                b'=' => {}
                _ if is_base64(character) && !is_over => {}
                _ if line.contains(DASHES) => return Err(Fault::CrowdedMarker(number)),
                _ => return Err(Fault::Character(number)),
            }
            characters.push(character);
        }
    }
    Ok(())
}

fn is_base64(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'+' || byte == b'/'
}
