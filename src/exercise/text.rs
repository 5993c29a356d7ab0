//! What an exercise says, in each language.

use super::ExerciseError;
use crate::text::Language;

/// The parts of a text, in order; each starts with a line `== PART`.
const PARTS: [&str; 7] = ["seen", "hint 1", "hint 2", "hint 3", "mistake", "solution", "source"];

/// The texts of an exercise: a title, and the parts.
#[derive(Debug, Clone)]
pub struct Texts {
    english: Vec<String>,
    ukrainian: Vec<String>,
}

impl Texts {
    /// Reads the texts of both languages.
    ///
    /// # Errors
    /// [`ExerciseError::Text`] where a part is missing, or stands elsewhere.
    pub fn new(name: &str, english: &str, ukrainian: &str) -> Result<Self, ExerciseError> {
        let read = |language: Language, text: &str| {
            parts(text).map_err(|part| ExerciseError::Text {
                name: name.to_owned(),
                language: language.code(),
                part,
            })
        };
        Ok(Self {
            english: read(Language::English, english)?,
            ukrainian: read(Language::Ukrainian, ukrainian)?,
        })
    }

    fn part(&self, number: usize) -> &str {
        let parts = match Language::current() {
            Language::English => &self.english,
            Language::Ukrainian => &self.ukrainian,
        };
        parts.get(number).map_or("", String::as_str)
    }

    /// What it is called.
    pub fn title(&self) -> &str {
        self.part(0)
    }

    /// What a person sees, and what was done before.
    pub fn seen(&self) -> &str {
        self.part(1)
    }

    /// A hint, 1 to 3.
    pub fn hint(&self, number: u8) -> &str {
        self.part(1 + usize::from(number.clamp(1, 3)))
    }

    /// What is wrong, in a few words, for who teaches.
    pub fn mistake(&self) -> &str {
        self.part(5)
    }

    /// What is wrong, and how it is fixed.
    pub fn solution(&self) -> &str {
        self.part(6)
    }

    /// Where that is known from.
    pub fn source(&self) -> &str {
        self.part(7)
    }
}

/// The title and the parts; `Err` has the part that isn't where it should be.
fn parts(text: &str) -> Result<Vec<String>, &'static str> {
    let mut found = Vec::new();
    let mut rest = text;
    for part in PARTS {
        let (before, after) = rest.split_once(&format!("\n== {part}\n")).ok_or(part)?;
        found.push(before.trim().to_owned());
        rest = after;
    }
    found.push(rest.trim().to_owned());
    let is_whole = |part: &String| !part.is_empty() && !part.contains("\n== ");
    let names = ["title"].into_iter().chain(PARTS);
    match found.iter().zip(names).find(|(part, _)| !is_whole(part)) {
        Some((_, name)) => Err(name),
        None => Ok(found),
    }
}
