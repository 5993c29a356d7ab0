//! The sequences that are keys. What has another form is an answer, and no key.

use crossterm::event::{
    KeyCode, KeyEvent, KeyEventKind, KeyModifiers, MouseButton, MouseEvent, MouseEventKind,
};

/// The key of `ESC O` and a byte.
pub(super) fn single(byte: u8) -> Option<KeyEvent> {
    plain(match byte {
        b'P'..=b'S' => KeyCode::F(1 + byte - b'P'),
        _ => arrow(byte)?,
    })
}

/// The key of the Linux console's `ESC [ [` and a byte.
pub(super) fn console(byte: u8) -> Option<KeyEvent> {
    match byte {
        b'A'..=b'E' => plain(KeyCode::F(1 + byte - b'A')),
        _ => None,
    }
}

/// A click or a notch of the wheel, as xterm's mode 1006 reports it: `ESC [ < BUTTON ; COLUMN ; ROW M`. Releases and
/// buttons with modifier keys are nothing here: with Shift the terminal selects text.
pub(super) fn mouse(parameters: &[u8], last: u8) -> Option<MouseEvent> {
    let text = std::str::from_utf8(parameters).ok()?.strip_prefix('<')?;
    let numbers: Vec<u16> = text.split(';').map(|one| one.parse().ok()).collect::<Option<_>>()?;
    let [button, column, row] = *numbers.as_slice() else { return None };
    let kind = match (button, last) {
        (0, b'M') => MouseEventKind::Down(MouseButton::Left),
        (64, b'M') => MouseEventKind::ScrollUp,
        (65, b'M') => MouseEventKind::ScrollDown,
        _ => return None,
    };
    let (column, row) = (column.checked_sub(1)?, row.checked_sub(1)?);
    Some(MouseEvent { kind, column, row, modifiers: KeyModifiers::NONE })
}

/// The key of `ESC [`, parameters and a last byte. Answers carry a mark (`?`, `>`, `<`, `=`), intermediate
/// bytes (`$`), or end with a byte that no key does; the place of the cursor (`R`) looks like F3 with Shift and
/// counts as the place.
pub(super) fn control(parameters: &[u8], last: u8) -> Option<KeyEvent> {
    let is_key = |byte: &u8| byte.is_ascii_digit() || matches!(byte, b';' | b':');
    let text =
        std::str::from_utf8(parameters).ok().filter(|text| text.bytes().all(|one| is_key(&one)))?;
    let numbers: Vec<u32> = text
        .split(';')
        .map(|one| match one.split(':').next() {
            None | Some("") => Ok(1),
            Some(digits) => digits.parse(),
        })
        .collect::<Result<_, _>>()
        .ok()?;
    let first = numbers.first().copied().unwrap_or(1);
    let count = numbers.len();
    let modifiers = modifiers(numbers.get(1).copied().unwrap_or(1));
    let code = match last {
        b'Z' if first == 1 && count == 1 => {
            return Some(KeyEvent::new(KeyCode::BackTab, KeyModifiers::SHIFT));
        }
        b'R' if text.is_empty() => KeyCode::F(3),
        b'P' | b'Q' | b'S' if first == 1 && count <= 2 => KeyCode::F(1 + last - b'P'),
        b'~' if first == 27 && count == 3 => {
            let third = numbers.get(2).copied().unwrap_or_default();
            return Some(KeyEvent::new(of_character(third)?, modifiers));
        }
        b'~' if count <= 2 && !text.is_empty() => of_number(first)?,
        b'u' if count <= 3 && !text.is_empty() => of_character(first)?,
        _ if first == 1 && count <= 2 => arrow(last)?,
        _ => return None,
    };
    let is_release = text.split(';').nth(1).and_then(|one| one.split(':').nth(1)) == Some("3");
    let kind = if is_release { KeyEventKind::Release } else { KeyEventKind::Press };
    let code = if code == KeyCode::Tab && modifiers.contains(KeyModifiers::SHIFT) {
        KeyCode::BackTab
    } else {
        code
    };
    Some(KeyEvent::new_with_kind(code, modifiers, kind))
}

#[allow(clippy::unnecessary_wraps, reason = "it ends the functions above")]
fn plain(code: KeyCode) -> Option<KeyEvent> {
    Some(KeyEvent::new(code, KeyModifiers::NONE))
}

fn arrow(byte: u8) -> Option<KeyCode> {
    Some(match byte {
        b'A' => KeyCode::Up,
        b'B' => KeyCode::Down,
        b'C' => KeyCode::Right,
        b'D' => KeyCode::Left,
        b'F' => KeyCode::End,
        b'H' => KeyCode::Home,
        _ => return None,
    })
}

/// The keys of `ESC [ NUMBER ~`, those of VT220, xterm and rxvt.
fn of_number(number: u32) -> Option<KeyCode> {
    let function = |from: u32| u8::try_from(number - from).ok().map(KeyCode::F);
    match number {
        1 | 7 => Some(KeyCode::Home),
        2 => Some(KeyCode::Insert),
        3 => Some(KeyCode::Delete),
        4 | 8 => Some(KeyCode::End),
        5 => Some(KeyCode::PageUp),
        6 => Some(KeyCode::PageDown),
        11..=15 => function(10),
        17..=21 => function(11),
        23..=26 => function(12),
        28..=29 => function(15),
        31..=34 => function(17),
        _ => None,
    }
}

/// The key of a character's number, as kitty and xterm send it where they were told to.
fn of_character(number: u32) -> Option<KeyCode> {
    match char::from_u32(number)? {
        '\x1b' => Some(KeyCode::Esc),
        '\r' => Some(KeyCode::Enter),
        '\t' => Some(KeyCode::Tab),
        '\x7f' => Some(KeyCode::Backspace),
        // Kitty's numbers for keys that have no character.
        '\u{e000}'..='\u{f8ff}' => None,
        one if one.is_control() => None,
        one => Some(KeyCode::Char(one)),
    }
}

fn modifiers(number: u32) -> KeyModifiers {
    let mask = number.saturating_sub(1);
    let all = [
        (1, KeyModifiers::SHIFT),
        (2, KeyModifiers::ALT),
        (4, KeyModifiers::CONTROL),
        (8, KeyModifiers::SUPER),
        (16, KeyModifiers::HYPER),
        (32, KeyModifiers::META),
    ];
    all.into_iter().filter(|(bit, _)| mask & bit != 0).map(|(_, modifier)| modifier).collect()
}
