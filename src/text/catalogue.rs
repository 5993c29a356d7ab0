//! The catalogue of sentences.
//!
//! A catalogue is a Fluent file `assets/text/LANGUAGE.ftl`. A key is the name of a message, `size-intro`, or that
//! of one of its attributes, `size-intro.help`. Values have names, and a number may choose a plural form; that
//! is what another language needs. A test walks the sources: each key used exists, each key that exists is used.

use std::collections::BTreeMap;
use std::fmt::{Display, Write as _};
use std::sync::{Mutex, OnceLock, PoisonError};

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};
use rustc_hash::FxHashMap;
use unic_langid::LanguageIdentifier;

const ENGLISH: &str = include_str!("../../assets/text/en.ftl");

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

/// The messages by their names.
fn messages() -> &'static FxHashMap<&'static str, Message> {
    static MESSAGES: OnceLock<FxHashMap<&'static str, Message>> = OnceLock::new();
    MESSAGES.get_or_init(|| {
        let sources = sources(ENGLISH).map(|(name, source)| (name, Message::new(source)));
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

/// What fills values in. It holds no message: none refers to another.
fn formatter() -> &'static FluentBundle<FluentResource> {
    static FORMATTER: OnceLock<FluentBundle<FluentResource>> = OnceLock::new();
    FORMATTER.get_or_init(|| {
        let mut bundle = FluentBundle::new_concurrent(vec![LanguageIdentifier::default()]);
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

fn pattern(key: &str) -> Option<&'static Pattern<&'static str>> {
    let (name, attribute) =
        key.split_once('.').map_or((key, None), |(name, one)| (name, Some(one)));
    messages().get(name)?.pattern(attribute)
}

/// Returns the sentence of a key, or the key itself where the catalogue has none: a test finds those.
pub fn say(key: &'static str) -> &'static str {
    find(key).unwrap_or(key)
}

/// Returns the sentence of a key with its values, each by its name. Whole numbers choose plural forms.
pub fn fill(key: &str, values: &[(&str, &dyn Display)]) -> String {
    let Some(pattern) = pattern(key) else { return key.to_owned() };
    if let Some(text) = plain(pattern, values) {
        return text;
    }
    let mut arguments = FluentArgs::with_capacity(values.len());
    for (name, value) in values {
        arguments.set(*name, argument(value.to_string()));
    }
    let mut errors = Vec::new();
    formatter().format_pattern(pattern, Some(&arguments), &mut errors).into_owned()
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
    static WITH_PLACES: Mutex<BTreeMap<String, &'static str>> = Mutex::new(BTreeMap::new());
    let pattern = pattern(key)?;
    if let [PatternElement::TextElement { value }] = pattern.elements.as_slice() {
        return Some(value);
    }
    let mut errors = Vec::new();
    match formatter().format_pattern(pattern, None, &mut errors) {
        std::borrow::Cow::Borrowed(sentence) => Some(sentence),
        // One that isn't plain text is kept once; there are few.
        std::borrow::Cow::Owned(sentence) => {
            let mut kept = WITH_PLACES.lock().unwrap_or_else(PoisonError::into_inner);
            Some(kept.entry(key.to_owned()).or_insert_with(|| sentence.leak()))
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

    #[test]
    fn the_english_catalogue_is_sound_and_names_each_message_once() {
        let errors = FluentResource::try_new(ENGLISH.to_owned()).err().map(|(_, errors)| errors);
        assert_eq!(errors, None);
        let names: Vec<String> = keys("").collect();
        assert!(names.len() > 300, "{}", names.len());
        assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), names.len());
    }

    #[test]
    fn a_message_alone_says_what_it_says_within_the_catalogue() {
        let whole = read(ENGLISH);
        let mut count = 0;
        for entry in whole.entries() {
            let Entry::Message(message) = entry else { continue };
            let alone = &messages()[message.id.name];
            assert_eq!(alone.pattern(None), message.value.as_ref(), "{}", message.id.name);
            for one in &message.attributes {
                assert_eq!(alone.pattern(Some(one.id.name)), Some(&one.value), "{}", one.id.name);
            }
            count += 1;
        }
        assert_eq!(messages().len(), count);
    }

    #[test]
    fn values_are_written_as_they_are() {
        for value in ["7", "007", "1.50", "10.0.0.1", "{ $count }", "123456789012345678"] {
            let shown = FluentArgs::from_iter([("value", argument(value.to_owned()))]);
            let resource = FluentResource::try_new("a = { $value }".into()).unwrap();
            let mut bundle = FluentBundle::new_concurrent(vec![LanguageIdentifier::default()]);
            bundle.set_use_isolating(false);
            bundle.add_resource(resource).unwrap();
            let pattern = bundle.get_message("a").unwrap().value().unwrap();
            assert_eq!(bundle.format_pattern(pattern, Some(&shown), &mut vec![]), value);
        }
    }
}
