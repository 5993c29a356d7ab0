//! What the screen has to tell: the answer to the last command, and how far the generation is.

use ratatui::style::Style;

use crate::ui::command::{Outcome, Refusal};
use crate::ui::theme::Theme;

/// How far the generation is.
#[derive(Debug, Clone)]
pub enum Generation {
    /// Not started.
    Idle,
    /// Keys are being made.
    Running {
        /// How many are done.
        done: usize,
        /// How many there are.
        total: usize,
        /// Whose are done, in that order.
        made: Vec<String>,
        /// Whether it was asked to stop.
        cancelling: bool,
    },
    /// The bundle stands.
    Finished(Box<Outcome>),
    /// It could not be written.
    Failed(Refusal),
    /// It was cancelled; nothing was left behind.
    Cancelled,
}

/// One line below the body that answers the last command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// What to say.
    pub text: String,
    /// How it is meant.
    pub tone: NoticeTone,
}

/// How a notice is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoticeTone {
    /// Something was done, or is fine.
    Told,
    /// Something wants attention.
    Warned,
    /// Something was refused.
    Refused,
}

impl Notice {
    /// Tells what was done.
    pub(in crate::ui) fn told(text: impl Into<String>) -> Self {
        Self { text: text.into(), tone: NoticeTone::Told }
    }

    /// Draws attention to something.
    pub(in crate::ui) fn warned(text: impl Into<String>) -> Self {
        Self { text: text.into(), tone: NoticeTone::Warned }
    }

    /// Says why something isn't done.
    pub(in crate::ui) fn refused(text: impl Into<String>) -> Self {
        Self { text: text.into(), tone: NoticeTone::Refused }
    }

    /// The text with its mark, and its style.
    pub(in crate::ui) fn shown(&self, theme: &Theme) -> (String, Style) {
        match self.tone {
            NoticeTone::Told => (self.text.clone(), theme.success),
            NoticeTone::Warned => (format!("{} {}", theme.glyphs.unwise, self.text), theme.warning),
            NoticeTone::Refused => (format!("{} {}", theme.glyphs.missing, self.text), theme.error),
        }
    }
}
