//! What a terminal sends, read as keys and pastes. Answers of terminals to questions that this or another
//! program asked are dropped, whatever they say and however late or torn they come: by their form (ECMA-48),
//! not by a list. crossterm's own reader waits for ever for the end of those that it doesn't know
//! (crossterm #1104), and is deaf until then.

mod sequences;

use std::time::{Duration, Instant};

use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};

/// How long ESC waits for what would make it the start of a sequence.
const ESCAPE_WAIT: Duration = Duration::from_millis(100);
/// How long a sequence that has begun is waited for.
const SEQUENCE_WAIT: Duration = Duration::from_secs(1);
/// How long a paste that has begun is waited for: what is cut off would count as typed.
const PASTE_WAIT: Duration = Duration::from_secs(2);
/// Bytes that come within this time belong together. Only they make the wait longer, so that somebody
/// who types isn't taken for a terminal that goes on.
const TOGETHER: Duration = Duration::from_millis(100);
/// Nor does anybody type as many bytes at once.
const BURST: usize = 16;
/// More of a sequence than this is not kept: no key has as much.
const LONGEST: usize = 64;

/// Bytes in, events out.
#[derive(Debug)]
pub(super) struct Keys {
    state: State,
    /// When what has begun is given up.
    deadline: Option<Instant>,
    last: Option<Instant>,
    events: Vec<Event>,
    /// Whether the terminal was asked for clicks: nobody else's count.
    hears_mouse: bool,
}

/// What has begun, and is not at its end.
#[derive(Debug)]
enum State {
    /// Nothing.
    Ground,
    /// A character of several bytes, with Alt or without.
    Character { bytes: Vec<u8>, length: usize, alt: bool },
    /// ESC.
    Escape,
    /// ESC O: one byte is to come.
    Single,
    /// ESC [ (CSI), and what came behind it.
    Control(Vec<u8>),
    /// A key of the Linux console (`ESC [ [ A`), or the place of a click (`ESC [ M`): so many bytes are to come.
    Counted { left: u8, console: bool },
    /// A string (OSC, DCS, APC, PM, SOS) that ends with ST or BEL; whether it began with one byte of C1.
    Text { c1: bool },
    /// ESC within a string.
    TextEscape,
    /// A bracketed paste.
    Paste(Vec<u8>),
}

impl Keys {
    pub(super) fn new() -> Self {
        Self {
            state: State::Ground,
            deadline: None,
            last: None,
            events: Vec::new(),
            hears_mouse: false,
        }
    }

    /// Whether clicks and the wheel are events from now on.
    pub(super) fn hear_mouse(&mut self, hears: bool) {
        self.hears_mouse = hears;
    }

    /// Takes bytes that came at `now`, and tells what they are.
    pub(super) fn take(&mut self, bytes: &[u8], now: Instant) -> Vec<Event> {
        let is_close = bytes.len() > BURST
            || self.last.is_some_and(|last| now.saturating_duration_since(last) <= TOGETHER);
        self.last = Some(now);
        let mut has_begun = false;
        for byte in bytes {
            has_begun |= self.byte(*byte);
        }
        let wait = match self.state {
            State::Ground => None,
            State::Escape => Some(ESCAPE_WAIT),
            State::Paste(_) => Some(PASTE_WAIT),
            _ => Some(SEQUENCE_WAIT),
        };
        match wait {
            None => self.deadline = None,
            Some(wait) if has_begun || is_close || self.deadline.is_none() => {
                self.deadline = Some(now + wait);
            }
            Some(_) => {}
        }
        std::mem::take(&mut self.events)
    }

    /// When to call [`Self::lapse`] where nothing comes until then.
    pub(super) fn deadline(&self) -> Option<Instant> {
        self.deadline
    }

    /// Gives up what has begun: a lone ESC is the key, a paste is what came of it, and the rest is nothing.
    pub(super) fn lapse(&mut self) -> Vec<Event> {
        self.deadline = None;
        match std::mem::replace(&mut self.state, State::Ground) {
            State::Escape | State::TextEscape => self.key(KeyCode::Esc, KeyModifiers::NONE),
            State::Single => self.key(KeyCode::Char('O'), KeyModifiers::ALT | KeyModifiers::SHIFT),
            State::Paste(bytes) => self.paste(&bytes),
            _ => {}
        }
        std::mem::take(&mut self.events)
    }

    /// Takes a byte; whether something began with it.
    fn byte(&mut self, byte: u8) -> bool {
        match std::mem::replace(&mut self.state, State::Ground) {
            State::Ground => self.ground(byte, false),
            State::Character { mut bytes, length, alt } => {
                if !(0x80..0xc0).contains(&byte) {
                    return self.ground(byte, false);
                }
                bytes.push(byte);
                if bytes.len() < length {
                    self.state = State::Character { bytes, length, alt };
                    return false;
                }
                let text = std::str::from_utf8(&bytes).unwrap_or_default();
                match text.chars().next() {
                    Some(control @ '\u{80}'..='\u{9f}') => self.c1(control as u8 - 0x40),
                    Some(one) => self.character(one, alt),
                    None => false,
                }
            }
            State::Escape => self.escape(byte, false),
            State::Single => match byte {
                0x20..0x7f => self.emit(sequences::single(byte)),
                _ => self.ground(byte, false),
            },
            State::Control(mut parameters) => match byte {
                0x20..0x40 => {
                    if parameters.len() < LONGEST {
                        parameters.push(byte);
                    }
                    self.state = State::Control(parameters);
                    false
                }
                b'[' if parameters.is_empty() => {
                    self.begin(State::Counted { left: 1, console: true })
                }
                b'M' if parameters.is_empty() => {
                    self.begin(State::Counted { left: 3, console: false })
                }
                b'~' if parameters == b"200" => self.begin(State::Paste(Vec::new())),
                b'M' | b'm' if self.hears_mouse && parameters.starts_with(b"<") => {
                    self.events.extend(sequences::mouse(&parameters, byte).map(Event::Mouse));
                    false
                }
                0x40..0x7f => self.emit(sequences::control(&parameters, byte)),
                _ => self.ground(byte, false),
            },
            State::Counted { console: true, .. } => match byte {
                0x20..0x7f => self.emit(sequences::console(byte)),
                _ => self.ground(byte, false),
            },
            State::Counted { left, console: false } => match byte {
                0x20.. => {
                    if left > 1 {
                        self.state = State::Counted { left: left - 1, console: false };
                    }
                    false
                }
                _ => self.ground(byte, false),
            },
            State::Text { c1 } => match byte {
                0x07 => false,
                0x9c if c1 => false,
                0x1b => self.begin(State::TextEscape),
                0x20.. => {
                    self.state = State::Text { c1 };
                    false
                }
                // No answer holds other control characters, so that Ctrl-C is one even here.
                _ => self.ground(byte, false),
            },
            State::TextEscape => match byte {
                b'\\' => false,
                _ => self.escape(byte, false),
            },
            State::Paste(mut bytes) => {
                const END: &[u8] = b"\x1b[201~";
                bytes.push(byte);
                if let Some(text) = bytes.strip_suffix(END) {
                    self.paste(text);
                } else {
                    self.state = State::Paste(bytes);
                }
                false
            }
        }
    }

    fn begin(&mut self, state: State) -> bool {
        self.state = state;
        true
    }

    /// A byte behind ESC, or a control character of C1 in its place.
    fn escape(&mut self, byte: u8, c1: bool) -> bool {
        match byte {
            0x1b => {
                self.key(KeyCode::Esc, KeyModifiers::NONE);
                self.begin(State::Escape)
            }
            b'[' => self.begin(State::Control(Vec::new())),
            b'O' => self.begin(State::Single),
            b'P' | b'X' | b']' | b'^' | b'_' => self.begin(State::Text { c1 }),
            _ if c1 => false,
            _ => self.ground(byte, true),
        }
    }

    fn c1(&mut self, byte: u8) -> bool {
        self.escape(byte, true)
    }

    /// A byte that nothing stands before, but Alt as ESC.
    fn ground(&mut self, byte: u8, alt: bool) -> bool {
        let with_alt = |modifiers| if alt { modifiers | KeyModifiers::ALT } else { modifiers };
        let (code, modifiers) = match byte {
            0x1b => return self.begin(State::Escape),
            b'\r' => (KeyCode::Enter, KeyModifiers::NONE),
            b'\t' => (KeyCode::Tab, KeyModifiers::NONE),
            0x7f => (KeyCode::Backspace, KeyModifiers::NONE),
            0 => (KeyCode::Char(' '), KeyModifiers::CONTROL),
            0x01..0x1b => (KeyCode::Char((byte - 1 + b'a') as char), KeyModifiers::CONTROL),
            0x1c..0x20 => (KeyCode::Char((byte - 0x1c + b'4') as char), KeyModifiers::CONTROL),
            0x20..0x7f => return self.character(byte as char, alt),
            // C1 in one byte; no text of UTF-8 begins so.
            0x80..0xa0 => return self.c1(byte - 0x40),
            0xa0..0xc0 | 0xf8.. => return false,
            0xc0..0xf8 => {
                let length = match byte {
                    0xc0..0xe0 => 2,
                    0xe0..0xf0 => 3,
                    _ => 4,
                };
                return self.begin(State::Character { bytes: vec![byte], length, alt });
            }
        };
        self.key(code, with_alt(modifiers));
        false
    }

    fn character(&mut self, one: char, alt: bool) -> bool {
        let mut modifiers = if alt { KeyModifiers::ALT } else { KeyModifiers::NONE };
        if one.is_uppercase() {
            modifiers |= KeyModifiers::SHIFT;
        }
        self.key(KeyCode::Char(one), modifiers);
        false
    }

    fn key(&mut self, code: KeyCode, modifiers: KeyModifiers) {
        self.events.push(Event::Key(KeyEvent::new(code, modifiers)));
    }

    fn emit(&mut self, key: Option<KeyEvent>) -> bool {
        self.events.extend(key.map(Event::Key));
        false
    }

    fn paste(&mut self, bytes: &[u8]) {
        self.events.push(Event::Paste(String::from_utf8_lossy(bytes).into_owned()));
    }
}

#[cfg(test)]
mod tests;
