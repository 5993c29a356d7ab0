//! What the operator gives beside the answers: the way to a CA, and its passphrase, which is never
//! saved, shown unasked or logged.

use std::fmt;

use zeroize::{Zeroize, Zeroizing};

use super::{Answers, Field, FieldRef, Problem};
use crate::cluster::CaSource;
use crate::pki::NewPassphrase;
use crate::text::{fill, say};

/// A passphrase as it is typed: wiped from memory when it is dropped, and never moved while it grows,
/// so that no copy stays behind. It is edited at its end only.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct TypedPassphrase(Zeroizing<String>);

impl TypedPassphrase {
    /// The most that is taken, in bytes.
    pub const LIMIT: usize = 1024;

    /// What was typed.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether nothing was typed.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many characters were typed.
    pub fn count(&self) -> usize {
        self.0.chars().count()
    }

    /// Adds characters to its end.
    ///
    /// # Errors
    /// The text doesn't fit, or holds what no passphrase may; nothing is changed then.
    pub(crate) fn push(&mut self, text: &str) -> Result<(), String> {
        if text.chars().any(crate::text::is_unsafe) {
            return Err(say("ca-credentials-passphrase.unsafe").to_owned());
        }
        if self.0.len() + text.len() > Self::LIMIT {
            return Err(fill("ca-credentials-passphrase.long", &[("limit", &Self::LIMIT)]));
        }
        if self.0.capacity() < Self::LIMIT {
            let mut roomy = Zeroizing::new(String::with_capacity(Self::LIMIT));
            roomy.push_str(&self.0);
            self.0 = roomy;
        }
        self.0.push_str(text);
        Ok(())
    }

    /// Takes off its last character.
    pub(crate) fn pop(&mut self) {
        self.0.pop();
    }

    /// Wipes it.
    pub(crate) fn clear(&mut self) {
        self.0.zeroize();
    }
}

impl fmt::Debug for TypedPassphrase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TypedPassphrase(..)")
    }
}

/// Where the CA comes from and how its key is opened, for the generation.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CaCredentials {
    /// The file of an imported CA's certificate, as typed; empty for a CA that isn't imported.
    pub certificate: String,
    /// The file of its key, likewise.
    pub key: String,
    /// What the key is, or will be, encrypted with; empty where it isn't.
    pub passphrase: TypedPassphrase,
}

impl CaCredentials {
    /// What the answers and the passphrase give to the generation: only what their custody needs.
    pub(crate) fn new(answers: &Answers, passphrase: &TypedPassphrase) -> Self {
        let path = |field| answers.text(field).trim_matches(' ').to_owned();
        match answers.ca_source() {
            CaSource::Made | CaSource::Elsewhere => Self::default(),
            CaSource::Encrypted => Self { passphrase: passphrase.clone(), ..Self::default() },
            CaSource::Imported => Self {
                certificate: path(Field::AuthorityCertificate),
                key: path(Field::AuthorityKey),
                passphrase: passphrase.clone(),
            },
        }
    }
}

/// Where a passphrase is asked for: one to encrypt the CA's key with twice, one that opens it once, as the key
/// tells whether it is right.
pub(crate) fn passphrase_places(answers: &Answers) -> &'static [FieldRef] {
    match answers.ca_source() {
        CaSource::Made | CaSource::Elsewhere => &[],
        CaSource::Encrypted => &[FieldRef::Passphrase, FieldRef::PassphraseAgain],
        CaSource::Imported => &[FieldRef::Passphrase],
    }
}

/// What is still missing beside the answers.
pub(crate) fn problems(
    answers: &Answers,
    passphrase: &TypedPassphrase,
    again: &TypedPassphrase,
) -> Vec<Problem> {
    let problem =
        |place, message: String, hint| Problem { place, message, hint: say(hint).to_owned() };
    match answers.ca_source() {
        CaSource::Made | CaSource::Elsewhere => Vec::new(),
        CaSource::Encrypted => {
            if let Err(error) = NewPassphrase::parse(passphrase.0.clone()) {
                let missing = passphrase.is_empty();
                let message = if missing {
                    say("ca-credentials-passphrase.missing").to_owned()
                } else {
                    error.to_string()
                };
                let hint = "ca-credentials-passphrase.retype";
                return vec![problem(FieldRef::Passphrase, message, hint)];
            }
            let message = match again {
                again if again == passphrase => return Vec::new(),
                again if again.is_empty() => "ca-credentials-again.missing",
                _ => "ca-credentials-again.differs",
            };
            let hint = "ca-credentials-again.hint";
            vec![problem(FieldRef::PassphraseAgain, say(message).to_owned(), hint)]
        }
        CaSource::Imported => {
            let certificate =
                ("ca-credentials-no-certificate", "ca-credentials-no-certificate.hint");
            let key = ("ca-credentials-no-key", "ca-credentials-no-key.hint");
            let files = [(Field::AuthorityCertificate, certificate), (Field::AuthorityKey, key)];
            let missing = |(field, (message, hint))| {
                let is_missing = answers.text(field).trim().is_empty();
                is_missing.then(|| problem(FieldRef::Field(field), say(message).to_owned(), hint))
            };
            files.into_iter().filter_map(missing).collect()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_passphrase_never_shows_in_debug_and_its_end_is_edited() {
        let mut typed = TypedPassphrase::default();
        typed.push("correct horsé").unwrap();
        assert_eq!(typed.count(), 13);
        let place = typed.as_str().as_ptr();
        typed.push("x").unwrap();
        assert_eq!(typed.as_str().as_ptr(), place, "it was moved, and left a copy behind");
        typed.pop();
        typed.pop();
        assert_eq!(typed.as_str(), "correct hors");
        let ca_credentials =
            CaCredentials { passphrase: typed.clone(), ..CaCredentials::default() };
        assert!(!format!("{ca_credentials:?}").contains("hors"));
        assert!(typed.push("a\u{1b}").is_err() && typed.push(&"x".repeat(2000)).is_err());
        typed.clear();
        assert!(typed.is_empty());
    }

    #[test]
    fn what_is_missing_follows_the_custody() {
        let mut answers = Answers::new();
        let (mut typed, mut again) = (TypedPassphrase::default(), TypedPassphrase::default());
        let places_of = |answers: &Answers, typed: &TypedPassphrase, again: &TypedPassphrase| {
            problems(answers, typed, again).into_iter().map(|one| one.place).collect::<Vec<_>>()
        };
        let places = |answers: &Answers, typed: &TypedPassphrase| {
            places_of(answers, typed, &TypedPassphrase::default())
        };
        assert_eq!(places(&answers, &typed), []);
        answers.set_text(Field::CaSource, "encrypted".into());
        typed.push("seven77").unwrap();
        assert_eq!(places(&answers, &typed), [FieldRef::Passphrase]);
        typed.push("8").unwrap();
        assert_eq!(places(&answers, &typed), [FieldRef::PassphraseAgain]);
        again.push("seven779").unwrap();
        assert_eq!(places_of(&answers, &typed, &again), [FieldRef::PassphraseAgain]);
        again.pop();
        again.push("8").unwrap();
        assert_eq!(places_of(&answers, &typed, &again), []);
        answers.set_text(Field::CaSource, "imported".into());
        answers.set_text(Field::AuthorityCertificate, "ca.crt".into());
        assert_eq!(places(&answers, &typed), [FieldRef::Field(Field::AuthorityKey)]);
        answers.set_text(Field::CaSource, "made".into());
        assert_eq!(CaCredentials::new(&answers, &typed), CaCredentials::default());
    }
}
