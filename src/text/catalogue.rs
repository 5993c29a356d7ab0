//! The catalogue of sentences.
//!
//! A catalogue is a Fluent file `assets/text/LANGUAGE.ftl`. A key is the name of a message, `size-intro`, or that
//! of one of its attributes, `size-intro.help`. Values have names, and a number may choose a plural form; that
//! is what another language needs. A test walks the sources: each key used exists, each key that exists is used.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::sync::{Mutex, OnceLock, PoisonError};

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use fluent_syntax::ast::{Entry, Pattern};
use unic_langid::LanguageIdentifier;

const ENGLISH: &str = include_str!("../../assets/text/en.ftl");

type Catalogue = FluentBundle<FluentResource>;

fn catalogue() -> &'static Catalogue {
    static CATALOGUE: OnceLock<Catalogue> = OnceLock::new();
    CATALOGUE.get_or_init(|| {
        let mut bundle = FluentBundle::new_concurrent(vec![LanguageIdentifier::default()]);
        // Text goes to terminals, which don't know the marks that keep directions apart.
        bundle.set_use_isolating(false);
        // A broken catalogue can't ship: a test reads it.
        bundle.add_resource_overriding(read(ENGLISH));
        bundle
    })
}

fn read(source: &str) -> FluentResource {
    match FluentResource::try_new(source.to_owned()) {
        Ok(resource) | Err((resource, _)) => resource,
    }
}

fn pattern(key: &str) -> Option<&'static Pattern<&'static str>> {
    let (name, attribute) =
        key.split_once('.').map_or((key, None), |(name, one)| (name, Some(one)));
    let message = catalogue().get_message(name)?;
    match attribute {
        None => message.value(),
        Some(attribute) => message.get_attribute(attribute).map(|found| found.value()),
    }
}

/// Returns the sentence of a key, or the key itself where the catalogue has none: a test finds those.
pub fn say(key: &'static str) -> &'static str {
    find(key).unwrap_or(key)
}

/// Returns the sentence of a key with its values, each by its name. Whole numbers choose plural forms.
pub fn fill(key: &str, values: &[(&str, &dyn Display)]) -> String {
    let Some(pattern) = pattern(key) else { return key.to_owned() };
    let mut arguments = FluentArgs::with_capacity(values.len());
    for (name, value) in values {
        arguments.set(*name, argument(value.to_string()));
    }
    let mut errors = Vec::new();
    catalogue().format_pattern(pattern, Some(&arguments), &mut errors).into_owned()
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
    let mut errors = Vec::new();
    match catalogue().format_pattern(pattern, None, &mut errors) {
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
