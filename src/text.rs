//! Every sentence a person reads: one catalogue a language and which one is spoken, the rule for what may be shown raw, and the
//! one word wrapper.

mod catalogue;
mod escape;
mod in_words;
mod language;
mod lesson;
mod moment;
mod number;
mod scripts;
mod wrap;

pub use catalogue::{fill, find, keys, say};
pub use escape::{escape_for_terminal, is_unsafe};
pub use in_words::Words;
#[cfg(test)]
pub(crate) use in_words::assert_said;
pub(crate) use in_words::in_words;
pub use language::{Language, UnknownLanguage};
pub use lesson::Lesson;
pub(crate) use lesson::lesson;
pub use moment::moment;
pub(crate) use number::{decimal, grouped};
pub(crate) use scripts::mixed_scripts;
pub use wrap::{wrap, wrap_hanging};
