//! The catalogue of sentences.
//!
//! A catalogue is a Fluent file `assets/text/LANGUAGE.ftl`. A key is the name of a message, `size-intro`, or that
//! of one of its attributes, `size-intro.help`. Values have names, and a number may choose a plural form; that
//! is what another language needs. A test walks the sources: each key used exists, each key that exists is used; another
//! one holds the catalogues against each other.

use std::collections::BTreeMap;
use std::fmt::{Display, Write as _};
use std::sync::{Mutex, OnceLock, PoisonError};

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};
use rustc_hash::FxHashMap;

use super::Language;

const ENGLISH: &str = include_str!("../../assets/text/en.ftl");
const UKRAINIAN: &str = include_str!("../../assets/text/uk.ftl");

/// A message with its attributes. It is parsed when it is first said: a screen says few of them, and its first frame
/// would wait for all.
struct Message {
    source: &'static str,
    parsed: OnceLock<FluentResource>,
}

impl Message {
    fn new(source: &'static str) -> Self {
        Self { source, parsed: OnceLock::new() }
    }

    fn pattern(&self, attribute: Option<&str>) -> Option<&Pattern<&str>> {
        let parsed = self.parsed.get_or_init(|| read(self.source));
        let Some(Entry::Message(message)) = parsed.entries().next() else { return None };
        match attribute {
            None => message.value.as_ref(),
            Some(name) => {
                let mut attributes = message.attributes.iter();
                attributes.find(|one| one.id.name == name).map(|found| &found.value)
            }
        }
    }
}

type Messages = FxHashMap<&'static str, Message>;

/// The messages of a language by their names.
fn messages(language: Language) -> &'static Messages {
    static MESSAGES_ENGLISH: OnceLock<Messages> = OnceLock::new();
    static MESSAGES_UKRAINIAN: OnceLock<Messages> = OnceLock::new();
    let (messages, text) = match language {
        Language::English => (&MESSAGES_ENGLISH, ENGLISH),
        Language::Ukrainian => (&MESSAGES_UKRAINIAN, UKRAINIAN),
    };
    messages.get_or_init(|| {
        let sources = sources(text).map(|(name, source)| (name, Message::new(source)));
        sources.collect()
    })
}

/// The name and the text of each message: it goes from a line that starts with its name to the next line that
/// starts with anything but a blank.
fn sources(text: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    let mut rest = text;
    std::iter::from_fn(move || {
        loop {
            let end = rest.match_indices('\n').map(|(at, _)| at + 1).find(|at| {
                let next = rest.as_bytes().get(*at);
                next.is_none_or(|byte| !byte.is_ascii_whitespace())
            });
            let (message, after) = rest.split_at_checked(end.unwrap_or(rest.len()))?;
            if message.is_empty() {
                return None;
            }
            rest = after;
            if message.starts_with(|first: char| first.is_ascii_alphabetic()) {
                let (name, _) = message.split_once(" =")?;
                return Some((name, message));
            }
        }
    })
}

type Formatter = FluentBundle<FluentResource>;

/// What fills values in, by the rules of a language. It holds no message: none refers to another.
fn formatter(language: Language) -> &'static Formatter {
    static FORMATTER_ENGLISH: OnceLock<Formatter> = OnceLock::new();
    static FORMATTER_UKRAINIAN: OnceLock<Formatter> = OnceLock::new();
    let formatter = match language {
        Language::English => &FORMATTER_ENGLISH,
        Language::Ukrainian => &FORMATTER_UKRAINIAN,
    };
    formatter.get_or_init(|| {
        let mut bundle = FluentBundle::new_concurrent(vec![language.identifier()]);
        // Text goes to terminals, which don't know the marks that keep directions apart.
        bundle.set_use_isolating(false);
        bundle
    })
}

/// A broken catalogue can't ship: a test reads it.
fn read(source: &str) -> FluentResource {
    match FluentResource::try_new(source.to_owned()) {
        Ok(resource) | Err((resource, _)) => resource,
    }
}

/// The pattern of a key in the language that is spoken, and that language.
fn pattern(key: &str) -> Option<(&'static Pattern<&'static str>, Language)> {
    let language = Language::current();
    let (name, attribute) =
        key.split_once('.').map_or((key, None), |(name, one)| (name, Some(one)));
    Some((messages(language).get(name)?.pattern(attribute)?, language))
}

/// Returns the sentence of a key, or the key itself where the catalogue has none: a test finds those.
pub fn say(key: &'static str) -> &'static str {
    let sentence = find(key).unwrap_or(key);
    debug_assert!(!sentence.contains("{$"), "a value is left out: {sentence}");
    sentence
}

/// Returns the sentence of a key with its values, each by its name. Whole numbers choose plural forms.
pub fn fill(key: &str, values: &[(&str, &dyn Display)]) -> String {
    let Some((pattern, language)) = pattern(key) else { return key.to_owned() };
    if let Some(text) = plain(pattern, values) {
        return text;
    }
    let mut arguments = FluentArgs::with_capacity(values.len());
    for (name, value) in values {
        arguments.set(*name, argument(value.to_string()));
    }
    let mut errors = Vec::new();
    formatter(language).format_pattern(pattern, Some(&arguments), &mut errors).into_owned()
}

/// Fills a sentence whose values choose no form, which most are: Fluent's own way takes ten times as long.
fn plain(pattern: &Pattern<&str>, values: &[(&str, &dyn Display)]) -> Option<String> {
    let mut text = String::new();
    for element in &pattern.elements {
        match element {
            PatternElement::TextElement { value } => text.push_str(value),
            PatternElement::Placeable {
                expression: Expression::Inline(InlineExpression::VariableReference { id }),
            } => {
                let (_, value) = values.iter().find(|(name, _)| *name == id.name)?;
                write!(text, "{value}").ok()?;
            }
            PatternElement::Placeable { .. } => return None,
        }
    }
    Some(text)
}

/// A whole number can choose a plural form, and is written with the same digits; all else is text.
fn argument(text: String) -> FluentValue<'static> {
    let is_number = !text.is_empty()
        && text.len() <= 15
        && text.bytes().all(|byte| byte.is_ascii_digit())
        && (text == "0" || !text.starts_with('0'));
    match text.parse::<u64>() {
        Ok(number) if is_number => number.into(),
        _ => text.into(),
    }
}

/// Returns the sentence of a key that is made at run time, where the catalogue has it. Its places stay open.
pub fn find(key: &str) -> Option<&'static str> {
    static WITH_PLACES: Mutex<BTreeMap<(Language, String), &'static str>> =
        Mutex::new(BTreeMap::new());
    let (pattern, language) = pattern(key)?;
    if let [PatternElement::TextElement { value }] = pattern.elements.as_slice() {
        return Some(value);
    }
    let mut errors = Vec::new();
    match formatter(language).format_pattern(pattern, None, &mut errors) {
        std::borrow::Cow::Borrowed(sentence) => Some(sentence),
        // One that isn't plain text is kept once; there are few.
        std::borrow::Cow::Owned(sentence) => {
            let mut kept = WITH_PLACES.lock().unwrap_or_else(PoisonError::into_inner);
            Some(kept.entry((language, key.to_owned())).or_insert_with(|| sentence.leak()))
        }
    }
}

/// Every key that starts so, in the order of the catalogue: messages and their attributes.
pub fn keys(start: &str) -> impl Iterator<Item = String> {
    static RESOURCE: OnceLock<FluentResource> = OnceLock::new();
    let entries = RESOURCE.get_or_init(|| read(ENGLISH)).entries();
    let keys = entries.flat_map(|entry| {
        let Entry::Message(message) = entry else { return Vec::new() };
        let name = message.id.name;
        let own = message.value.iter().map(|_| name.to_owned());
        let attributes = message.attributes.iter().map(|one| format!("{name}.{}", one.id.name));
        own.chain(attributes).collect()
    });
    keys.filter(move |key| key.starts_with(start))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    const CATALOGUES: [(Language, &str); 2] =
        [(Language::English, ENGLISH), (Language::Ukrainian, UKRAINIAN)];

    #[test]
    fn the_catalogues_are_sound_and_name_each_message_once() {
        for (language, text) in CATALOGUES {
            let errors = FluentResource::try_new(text.to_owned()).err().map(|(_, errors)| errors);
            assert_eq!(errors, None, "{language:?}");
            assert_eq!(sources(text).count(), messages(language).len(), "{language:?}");
        }
        let names: Vec<String> = keys("").collect();
        assert!(names.len() > 300, "{}", names.len());
        assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), names.len());
    }

    #[test]
    fn a_message_alone_says_what_it_says_within_the_catalogue() {
        for (language, text) in CATALOGUES {
            let whole = read(text);
            let mut count = 0;
            for entry in whole.entries() {
                let Entry::Message(message) = entry else { continue };
                let name = message.id.name;
                let alone = &messages(language)[name];
                assert_eq!(alone.pattern(None), message.value.as_ref(), "{name}");
                for one in &message.attributes {
                    assert_eq!(alone.pattern(Some(one.id.name)), Some(&one.value), "{name}");
                }
                count += 1;
            }
            assert_eq!(messages(language).len(), count);
        }
    }

    #[test]
    fn a_number_chooses_the_plural_form_of_its_language() {
        let text = "a = { $n ->\n [one] one\n [few] few\n [many] many\n *[other] other\n }";
        let resource = FluentResource::try_new(text.to_owned()).unwrap();
        let Some(Entry::Message(message)) = resource.entries().next() else { panic!() };
        let said = |language, number: u64| {
            let values = FluentArgs::from_iter([("n", argument(number.to_string()))]);
            let pattern = message.value.as_ref().unwrap();
            let said = formatter(language).format_pattern(pattern, Some(&values), &mut vec![]);
            said.into_owned()
        };
        for (number, english, ukrainian) in [
            (0, "other", "many"),
            (1, "one", "one"),
            (2, "other", "few"),
            (4, "other", "few"),
            (5, "other", "many"),
            (11, "other", "many"),
            (12, "other", "many"),
            (21, "other", "one"),
            (22, "other", "few"),
            (25, "other", "many"),
            (111, "other", "many"),
            (1001, "other", "one"),
        ] {
            assert_eq!(said(Language::English, number), english, "{number}");
            assert_eq!(said(Language::Ukrainian, number), ukrainian, "{number}");
        }
    }

    #[test]
    fn what_is_said_is_in_the_language_that_is_spoken() {
        let both = || (say("explain-severity"), fill("explain-log-times", &[("count", &3)]));
        let (english, ukrainian) = (both(), Language::Ukrainian.speaking(both));
        assert_ne!(english, ukrainian);
        assert!(ukrainian.1.contains("рази"), "{}", ukrainian.1);
    }

    #[test]
    fn values_are_written_as_they_are() {
        for value in ["7", "007", "1.50", "10.0.0.1", "{ $count }", "123456789012345678"] {
            let shown = FluentArgs::from_iter([("value", argument(value.to_owned()))]);
            let resource = FluentResource::try_new("a = { $value }".into()).unwrap();
            let mut bundle = FluentBundle::new_concurrent(vec![Language::English.identifier()]);
            bundle.set_use_isolating(false);
            bundle.add_resource(resource).unwrap();
            let pattern = bundle.get_message("a").unwrap().value().unwrap();
            assert_eq!(bundle.format_pattern(pattern, Some(&shown), &mut vec![]), value);
        }
    }
}
