//! What drivers of screens have in common: the names of keys, and the screen as text.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::buffer::Buffer;
use ratatui::text::Span;

/// Something that was drawn.
pub(crate) trait Seen: Sized {
    /// The cells of the screen.
    fn buffer(&self) -> &Buffer;

    /// One line, without the blanks at its end. A wide character takes the place of the cell behind it, too.
    fn line(&self, row: u16) -> String {
        let buffer = self.buffer();
        let mut line = String::new();
        let mut skip = 0;
        for column in 0..buffer.area.width {
            let symbol = buffer[(column, row)].symbol();
            if skip == 0 {
                line.push_str(symbol);
                skip = Span::raw(symbol).width();
            }
            skip = skip.saturating_sub(1);
        }
        line.trim_end().to_owned()
    }

    /// The text of the whole screen.
    fn screen(&self) -> String {
        let lines = (0..self.buffer().area.height).map(|row| self.line(row));
        lines.collect::<Vec<_>>().join("\n")
    }

    /// Checks that the screen shows a text.
    #[track_caller]
    fn shows(self, text: &str) -> Self {
        let screen = self.screen();
        assert!(screen.contains(text), "`{text}` isn't on the screen:\n{screen}");
        self
    }

    /// Checks that the screen does not show a text.
    #[track_caller]
    fn hides(self, text: &str) -> Self {
        let screen = self.screen();
        assert!(!screen.contains(text), "`{text}` is on the screen:\n{screen}");
        self
    }
}

/// A key by the name that the footer uses. What is held with Ctrl or Alt is a small letter.
#[track_caller]
pub(crate) fn key_event(name: &str) -> KeyEvent {
    let (modifiers, name) = match name.split_once('-') {
        Some(("Ctrl", rest)) if !rest.is_empty() => (KeyModifiers::CONTROL, rest),
        Some(("Alt", rest)) if !rest.is_empty() => (KeyModifiers::ALT, rest),
        Some(("Shift", rest)) if !rest.is_empty() => (KeyModifiers::SHIFT, rest),
        _ => (KeyModifiers::NONE, name),
    };
    let code = match name {
        "Enter" => KeyCode::Enter,
        "Esc" => KeyCode::Esc,
        "Tab" if modifiers == KeyModifiers::SHIFT => KeyCode::BackTab,
        "Tab" => KeyCode::Tab,
        "Up" => KeyCode::Up,
        "Down" => KeyCode::Down,
        "Left" => KeyCode::Left,
        "Right" => KeyCode::Right,
        "PgUp" => KeyCode::PageUp,
        "PgDn" => KeyCode::PageDown,
        "Home" => KeyCode::Home,
        "End" => KeyCode::End,
        "Backspace" => KeyCode::Backspace,
        "Delete" => KeyCode::Delete,
        "Space" => KeyCode::Char(' '),
        _ => {
            let mut characters = name.chars();
            match (characters.next(), characters.as_str()) {
                (Some(one), "") if modifiers.is_empty() => KeyCode::Char(one),
                (Some(one), "") => KeyCode::Char(one.to_ascii_lowercase()),
                (Some('F'), number) if number.parse::<u8>().is_ok() => {
                    KeyCode::F(number.parse().unwrap())
                }
                _ => panic!("`{name}` is no key"),
            }
        }
    };
    KeyEvent::new(code, modifiers)
}
