//! DER as an outline for people, much as `openssl asn1parse -i` writes it.

use super::der::{self, Element};
use super::name::oid;
use crate::pki::notation::hexadecimal;
use crate::text::escape_for_terminal;

/// The most lines of an outline: nobody reads more, and a megabyte of nested nothing has more.
const LINES: usize = 20_000;
/// How deep elements are opened; X.509 needs about ten.
const DEPTH: usize = 32;
/// Bytes of a value in one line.
const BYTES: usize = 16;

/// Writes one line an element, and further lines for long values.
pub(super) fn outline(bytes: &[u8]) -> Vec<String> {
    let mut outline = Outline { lines: Vec::new() };
    outline.elements(bytes, 0, 0);
    outline.lines
}

struct Outline {
    lines: Vec<String>,
}

impl Outline {
    fn line(&mut self, offset: usize, depth: usize, text: &str) {
        if self.lines.len() < LINES {
            self.lines.push(format!("{offset:>6}  {:indent$}{text}", "", indent = depth * 2));
        }
    }

    fn elements(&mut self, mut bytes: &[u8], mut offset: usize, depth: usize) {
        while let Some((element, rest)) = der::split(bytes).filter(|_| self.lines.len() < LINES) {
            self.element(element, offset, depth);
            offset += element.whole.len();
            bytes = rest;
        }
        if !bytes.is_empty() {
            self.bytes(bytes, offset, depth);
        }
    }

    fn element(&mut self, element: Element<'_>, offset: usize, depth: usize) {
        let name = type_name(element.tag);
        let length = element.value.len();
        let start = offset + element.whole.len() - length;
        let constructed = element.tag & 0x20 != 0;
        if constructed && depth < DEPTH {
            self.line(offset, depth, &format!("{name}, {length} bytes"));
            self.elements(element.value, start, depth + 1);
            return;
        }
        if let Some(text) = value(element) {
            self.line(offset, depth, &format!("{name} {text}"));
            return;
        }
        self.line(offset, depth, &format!("{name}, {length} bytes"));
        // Extensions are octets that hold elements, and public keys bits.
        let (held, skipped) = match (element.tag, element.value) {
            (0x04, held) => (held, 0),
            (0x03, [0, held @ ..]) => (held, 1),
            _ => (&[][..], 0),
        };
        let opens = |held: &&[u8]| matches!(held.first(), Some(0x30 | 0x04 | 0x03 | 0x02));
        if depth < DEPTH && opens(&held) && der::all(held).is_some() {
            self.elements(held, start + skipped, depth + 1);
        } else {
            self.bytes(element.value, start, depth + 1);
        }
    }

    fn bytes(&mut self, bytes: &[u8], offset: usize, depth: usize) {
        for (index, line) in bytes.chunks(BYTES).enumerate() {
            if self.lines.len() >= LINES {
                return;
            }
            self.line(offset + index * BYTES, depth, &hexadecimal(line));
        }
    }
}

fn type_name(tag: u8) -> String {
    let universal = match tag & 0x1F {
        0x01 => "BOOLEAN",
        0x02 => "INTEGER",
        0x03 => "BIT STRING",
        0x04 => "OCTET STRING",
        0x05 => "NULL",
        0x06 => "OBJECT IDENTIFIER",
        0x0A => "ENUMERATED",
        0x0C => "UTF8String",
        0x10 => "SEQUENCE",
        0x11 => "SET",
        0x12 => "NumericString",
        0x13 => "PrintableString",
        0x14 => "TeletexString",
        0x16 => "IA5String",
        0x17 => "UTCTime",
        0x18 => "GeneralizedTime",
        0x1A => "VisibleString",
        0x1C => "UniversalString",
        0x1E => "BMPString",
        _ => "",
    };
    match tag >> 6 {
        0 if !universal.is_empty() => universal.to_owned(),
        0 => format!("type {}", tag & 0x1F),
        1 => format!("[APPLICATION {}]", tag & 0x1F),
        2 => format!("[{}]", tag & 0x1F),
        _ => format!("[PRIVATE {}]", tag & 0x1F),
    }
}

/// A value that fits in a line; `None` where it is to be written as bytes.
fn value(element: Element<'_>) -> Option<String> {
    let value = element.value;
    match element.tag {
        0x01 => match value {
            [0] => Some("FALSE".into()),
            [0xFF] => Some("TRUE".into()),
            _ => None,
        },
        0x02 | 0x0A if value.len() <= 8 => Some(hexadecimal(value)),
        0x05 if value.is_empty() => Some(String::new()),
        0x06 => Some(oid(value)),
        0x0C | 0x12 | 0x13 | 0x14 | 0x16..=0x18 | 0x1A if value.len() <= 1024 => {
            Some(format!("`{}`", escape_for_terminal(&String::from_utf8_lossy(value))))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_outline_opens_what_holds_elements_and_writes_the_rest_as_bytes() {
        let bytes = [
            0x30, 0x12, 0x06, 0x03, 0x55, 0x1D, 0x0F, 0x04, 0x04, 0x03, 0x02, 0x05, 0xA0, 0x0C,
            0x03, b'a', 0x1B, b'b', 0x05, 0x00,
        ];
        assert_eq!(
            outline(&bytes),
            [
                "     0  SEQUENCE, 18 bytes",
                "     2    OBJECT IDENTIFIER 2.5.29.15",
                "     7    OCTET STRING, 4 bytes",
                "     9      BIT STRING, 2 bytes",
                "    11        05:A0",
                "    13    UTF8String `a\\x1Bb`",
                "    18    NULL ",
            ]
        );
    }

    #[test]
    fn what_is_no_element_is_written_as_bytes_and_nothing_goes_on_for_ever() {
        assert_eq!(outline(&[0x30, 0x05, 0xFF]), ["     0  30:05:FF"]);
        let nested = (0..10_000).fold(Vec::new(), |inner: Vec<u8>, _| {
            let length = u16::try_from(inner.len()).unwrap_or(u16::MAX).to_be_bytes();
            [&[0x30, 0x82], &length[..], &inner].concat()
        });
        assert!(outline(&nested).len() <= LINES);
    }
}
