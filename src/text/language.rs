//! The languages that people are spoken to in, and which one is theirs.

use std::cell::Cell;
use std::fmt;
use std::str::FromStr;
use std::sync::atomic::{AtomicU8, Ordering};

use unic_langid::LanguageIdentifier;

/// A language with a catalogue and lessons of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Language {
    /// English.
    #[default]
    English,
    /// Ukrainian.
    Ukrainian,
}

/// What the process speaks, and what a thread speaks for a while.
static CHOSEN: AtomicU8 = AtomicU8::new(0);
thread_local! {
    static FOR_NOW: Cell<Option<Language>> = const { Cell::new(None) };
}

impl Language {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::English, Self::Ukrainian];

    /// Its code in ISO 639-1, as `--lang` takes it.
    pub const fn code(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Ukrainian => "uk",
        }
    }

    /// Its plural categories and the form of its numbers go by this.
    pub(crate) fn identifier(self) -> LanguageIdentifier {
        // A test reads both.
        self.code().parse().unwrap_or_default()
    }

    /// What is spoken now: English, until [`Language::speak`] says otherwise.
    pub fn current() -> Self {
        FOR_NOW.get().unwrap_or_else(|| match CHOSEN.load(Ordering::Relaxed) {
            0 => Self::English,
            _ => Self::Ukrainian,
        })
    }

    /// Has the whole process speak it. A program does this once, before it says anything.
    pub fn speak(self) {
        CHOSEN.store(u8::from(self != Self::English), Ordering::Relaxed);
    }

    /// Has this thread speak it while something runs, and afterwards what it spoke before.
    pub fn speaking<T>(self, what: impl FnOnce() -> T) -> T {
        /// Puts the language back even if what runs panics.
        struct Back(Option<Language>);
        impl Drop for Back {
            fn drop(&mut self) {
                FOR_NOW.set(self.0);
            }
        }
        let _back = Back(FOR_NOW.replace(Some(self)));
        what()
    }

    /// The language that an environment asks for, by the rules of gettext: the first of `LC_ALL`, `LC_MESSAGES` and
    /// `LANG` that has a value names the locale, and unless that is C, `LANGUAGE` lists languages to be tried before.
    /// What has no catalogue here is English.
    pub fn of_environment(variable: impl Fn(&str) -> Option<String>) -> Self {
        let set = |name: &&str| variable(name).filter(|value| !value.is_empty());
        let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].iter().find_map(set).unwrap_or_default();
        if matches!(named(&locale), "" | "c" | "C" | "POSIX") {
            return Self::English;
        }
        let listed = set(&"LANGUAGE").unwrap_or(locale);
        listed.split(':').find_map(|one| named(one).parse().ok()).unwrap_or_default()
    }
}

/// The language of a locale, `language_COUNTRY.ENCODING@MODIFIER`.
fn named(locale: &str) -> &str {
    locale.split(['_', '-', '.', '@']).next().unwrap_or_default()
}

/// No such language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownLanguage;

impl fmt::Display for UnknownLanguage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("expected en or uk")
    }
}

impl std::error::Error for UnknownLanguage {}

impl FromStr for Language {
    type Err = UnknownLanguage;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let found = Self::ALL.into_iter().find(|one| one.code().eq_ignore_ascii_case(text));
        found.ok_or(UnknownLanguage)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(variables: &[(&str, &str)]) -> Language {
        Language::of_environment(|name| {
            let found = variables.iter().find(|(one, _)| *one == name);
            found.map(|(_, value)| (*value).to_owned())
        })
    }

    #[test]
    fn the_environment_is_read_as_gettext_reads_it() {
        use Language::{English, Ukrainian};
        for (variables, expected) in [
            (&[][..], English),
            (&[("LANG", "uk_UA.UTF-8")], Ukrainian),
            (&[("LANG", "uk")], Ukrainian),
            (&[("LANG", "uk_UA@euro")], Ukrainian),
            (&[("LANG", "de_DE.UTF-8")], English),
            (&[("LANG", "uz_UZ.UTF-8")], English),
            (&[("LANG", "en_US.UTF-8"), ("LC_MESSAGES", "uk_UA.UTF-8")], Ukrainian),
            (&[("LANG", "uk_UA.UTF-8"), ("LC_MESSAGES", "en_GB.UTF-8")], English),
            (&[("LANG", "en_US.UTF-8"), ("LC_ALL", "uk_UA.UTF-8")], Ukrainian),
            (&[("LANG", "uk_UA.UTF-8"), ("LC_ALL", "")], Ukrainian),
            (&[("LC_MESSAGES", "uk_UA.UTF-8"), ("LC_ALL", "C.UTF-8")], English),
            (&[("LANG", "en_US.UTF-8"), ("LANGUAGE", "uk:en")], Ukrainian),
            (&[("LANG", "en_US.UTF-8"), ("LANGUAGE", "pl:uk_UA:en")], Ukrainian),
            (&[("LANG", "uk_UA.UTF-8"), ("LANGUAGE", "en:uk")], English),
            (&[("LANG", "uk_UA.UTF-8"), ("LANGUAGE", "pl")], English),
            (&[("LANG", "uk_UA.UTF-8"), ("LANGUAGE", "")], Ukrainian),
            (&[("LANG", "C"), ("LANGUAGE", "uk")], English),
            (&[("LANG", "POSIX"), ("LANGUAGE", "uk")], English),
            (&[("LANGUAGE", "uk")], English),
        ] {
            assert_eq!(chosen(variables), expected, "{variables:?}");
        }
    }

    #[test]
    fn a_thread_speaks_another_language_for_a_while_only() {
        assert_eq!(Language::current(), Language::English);
        let inner = Language::Ukrainian.speaking(|| {
            let english = Language::English.speaking(Language::current);
            (Language::current(), english)
        });
        assert_eq!(inner, (Language::Ukrainian, Language::English));
        assert_eq!(Language::current(), Language::English);
    }

    #[test]
    fn languages_go_by_their_codes() {
        for language in Language::ALL {
            assert_eq!(language.code().parse(), Ok(language));
            assert_eq!(language.identifier().language.as_str(), language.code());
        }
        assert_eq!("de".parse::<Language>(), Err(UnknownLanguage));
    }
}
