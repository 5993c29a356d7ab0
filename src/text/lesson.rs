//! Texts of several paragraphs, in all languages.

use super::Language;

/// A text of `assets/lessons`. What logs are searched by is its English alone: their lines are English everywhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lesson {
    english: &'static str,
    ukrainian: &'static str,
}

impl Lesson {
    /// The same text in both languages. `lesson!` reads it from its files.
    pub const fn new(english: &'static str, ukrainian: &'static str) -> Self {
        Self { english, ukrainian }
    }

    /// It in a language.
    pub const fn of(&self, language: Language) -> &'static str {
        match language {
            Language::English => self.english,
            Language::Ukrainian => self.ukrainian,
        }
    }

    /// It in English, whatever is spoken.
    pub const fn english(&self) -> &'static str {
        self.english
    }

    /// It in the language that is spoken.
    pub fn shown(&self) -> &'static str {
        self.of(Language::current())
    }
}

/// The lesson in the files of a name below `assets/lessons/LANGUAGE/`.
macro_rules! lesson {
    ($($name:expr),+) => {
        $crate::text::Lesson::new(
            include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/assets/lessons/en/", $($name),+)),
            include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/assets/lessons/uk/", $($name),+)),
        )
    };
}
pub(crate) use lesson;
