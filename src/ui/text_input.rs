//! A line of text under edit, as every form takes it.

use tui_input::{Input, InputRequest};

use crate::text::fill;

/// A line of text under edit.
///
/// What is only proposed is selected: the first character replaces it, and moving the cursor keeps it. What somebody
/// typed is edited where the cursor is.
#[derive(Debug, Clone, Default)]
pub struct TextInput {
    input: Input,
    is_selected: bool,
}

impl TextInput {
    /// A text that somebody typed.
    pub fn typed(text: String) -> Self {
        Self { input: Input::new(text), is_selected: false }
    }

    /// A text that stands there until somebody types another.
    pub fn proposed(text: String) -> Self {
        let is_selected = !text.is_empty();
        Self { input: Input::new(text), is_selected }
    }

    /// The text.
    pub fn value(&self) -> &str {
        self.input.value()
    }

    /// The text with its cursor, to be drawn.
    pub fn input(&self) -> &Input {
        &self.input
    }

    /// Whether the next character replaces the text.
    pub fn is_selected(&self) -> bool {
        self.is_selected
    }

    /// Edits the text, or the whole of it where it is selected.
    pub fn edit(&mut self, edit: InputRequest) {
        use InputRequest::{
            GoToEnd, GoToNextChar, GoToNextWord, GoToPrevChar, GoToPrevWord, GoToStart,
        };
        let keeps = matches!(
            edit,
            GoToEnd | GoToNextChar | GoToNextWord | GoToPrevChar | GoToPrevWord | GoToStart
        );
        if std::mem::take(&mut self.is_selected) && !keeps {
            self.input.reset();
        }
        self.input.handle(edit);
    }

    /// Types a pasted text, unless it is longer than `limit` characters: says so then.
    pub fn paste(&mut self, text: &str, limit: usize) -> Result<(), String> {
        let count = text.chars().count();
        if count > limit {
            return Err(fill("notice-paste-too-long", &[("count", &count), ("limit", &limit)]));
        }
        for character in text.chars() {
            self.edit(InputRequest::InsertChar(character));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_character_replaces_a_proposal_and_a_move_keeps_it() {
        let edited = |edits: &[InputRequest]| {
            let mut input = TextInput::proposed("etcd".into());
            for edit in edits {
                input.edit(*edit);
            }
            input.value().to_owned()
        };
        let (a, b) = (InputRequest::InsertChar('a'), InputRequest::InsertChar('b'));
        assert_eq!(edited(&[a, b]), "ab");
        assert_eq!(edited(&[InputRequest::DeletePrevChar]), "");
        assert_eq!(edited(&[InputRequest::DeleteNextChar, a]), "a");
        assert_eq!(edited(&[InputRequest::GoToPrevChar, a]), "etcad");
        assert_eq!(edited(&[InputRequest::GoToNextChar, a]), "etcda");
        assert_eq!(edited(&[InputRequest::GoToEnd, InputRequest::DeletePrevChar]), "etc");
        assert_eq!(edited(&[InputRequest::GoToStart, a]), "aetcd");
    }

    #[test]
    fn what_was_typed_is_edited_and_a_paste_replaces_a_proposal() {
        let mut typed = TextInput::typed("etcd".into());
        typed.edit(InputRequest::InsertChar('2'));
        assert_eq!(typed.value(), "etcd2");
        let mut proposed = TextInput::proposed("etcd".into());
        assert!(proposed.paste("too long", 4).is_err());
        assert_eq!((proposed.value(), proposed.is_selected()), ("etcd", true));
        proposed.paste("shop", 4).unwrap();
        assert_eq!((proposed.value(), proposed.is_selected()), ("shop", false));
        assert!(!TextInput::proposed(String::new()).is_selected());
    }
}
