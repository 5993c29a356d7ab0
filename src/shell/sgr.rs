//! Colours as terminals of 8 and 16 colours know them. crossterm writes even the named ones as `38;5;n`, which
//! such terminals take for other attributes (5 is blinking); ECMA-48 and its bright extension have numbers of
//! their own: 30 to 37, 40 to 47, 90 to 97, 100 to 107.

use std::io::{self, Write};

/// More of a sequence than this is not held back: no colour has as much.
const LONGEST: usize = 64;

/// Passes everything on but `ESC [ … m` with colours 0 to 15 in the form of 256 colours, which it writes plainly.
#[derive(Debug)]
pub(super) struct PlainColours<W: Write> {
    inner: W,
    /// A sequence that has begun.
    held: Vec<u8>,
}

impl<W: Write> PlainColours<W> {
    pub(super) fn new(inner: W) -> Self {
        Self { inner, held: Vec::with_capacity(LONGEST) }
    }

    fn byte(&mut self, byte: u8) -> io::Result<()> {
        let is_begun = match self.held.as_slice() {
            [] => byte == 0x1b,
            [_] => byte == b'[',
            held => held.len() < LONGEST && matches!(byte, b'0'..=b'9' | b';'),
        };
        if is_begun {
            self.held.push(byte);
            return Ok(());
        }
        let held = std::mem::take(&mut self.held);
        if byte == b'm' && held.len() > 2 {
            return self.inner.write_all(plain(held.get(2..).unwrap_or_default()).as_bytes());
        }
        self.inner.write_all(&held)?;
        if byte == 0x1b {
            self.held.push(byte);
            return Ok(());
        }
        self.inner.write_all(&[byte])
    }
}

impl<W: Write> Write for PlainColours<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        for byte in bytes {
            self.byte(*byte)?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

/// The sequence of these parameters, with plain numbers for the first 16 colours.
fn plain(parameters: &[u8]) -> String {
    let text = String::from_utf8_lossy(parameters);
    let mut left: Vec<&str> = text.split(';').collect();
    let mut written: Vec<String> = Vec::new();
    while let Some(first) = left.first().copied() {
        let colour = match left.as_slice() {
            ["38", "5", colour, ..] => colour.parse().ok().and_then(|colour| number(30, colour)),
            ["48", "5", colour, ..] => colour.parse().ok().and_then(|colour| number(40, colour)),
            _ => None,
        };
        let taken = if colour.is_some() { 3 } else { 1 };
        written.push(colour.unwrap_or_else(|| first.to_owned()));
        left.drain(..taken);
    }
    format!("\x1b[{}m", written.join(";"))
}

fn number(base: u8, colour: u8) -> Option<String> {
    match colour {
        0..8 => Some((base + colour).to_string()),
        8..16 => Some((base + 60 + colour - 8).to_string()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(pieces: &[&str]) -> String {
        let mut filter = PlainColours::new(Vec::new());
        for piece in pieces {
            filter.write_all(piece.as_bytes()).unwrap();
        }
        String::from_utf8(filter.inner).unwrap()
    }

    #[test]
    fn named_colours_have_their_own_numbers_however_they_are_torn() {
        assert_eq!(written(&["\x1b[38;5;1mred"]), "\x1b[31mred");
        assert_eq!(written(&["\x1b[", "38;", "5;1", "4", "m"]), "\x1b[96m");
        assert_eq!(written(&["\x1b[48;5;8m", "\x1b[38;5;6;48;5;0m"]), "\x1b[100m\x1b[36;40m");
        assert_eq!(
            written(&["\x1b[1m\x1b[0m\x1b[39;49m\x1b[m"]),
            "\x1b[1m\x1b[0m\x1b[39;49m\x1b[m"
        );
    }

    #[test]
    fn everything_else_is_passed_on() {
        for text in [
            "plain ünicode",
            "\x1b[2J\x1b[1;1H",
            "\x1b[?25l\x1b]52;c;YQ==\x07",
            "\x1b[38;5;200m",
            "\x1b[38;2;1;2;3m",
            "\x1b\x1b[0m",
        ] {
            assert_eq!(written(&[text]), text);
        }
    }
}
