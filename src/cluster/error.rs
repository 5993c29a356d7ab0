//! Why an answer was refused: variants carry the facts, [`Hint`] says what to do next.

mod plan;
mod setting;

use crate::text::{Words, in_words};
use thiserror::Error;

pub use plan::PlanError;
pub use setting::{SeriesSettingError, SettingError};

/// What to do about an error, in one sentence.
pub trait Hint {
    /// Returns the sentence; it stands alone, below the error's own message.
    fn hint(&self) -> String;
}

/// One answer that can't be taken, as the form, a plan file and the command line all report it.
///
/// Messages are lowercase sentences with the offending text in backticks; the text is escaped, so
/// that a hostile answer can't reach a terminal through its own error. Where a variant holds one text and
/// nothing else, it is what was typed.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum FieldError {
    /// Nothing was typed where something is needed: what belongs here.
    Empty(Words),
    /// No two ports.
    NotPorts(String),
    /// A control character: C0, DEL or C1.
    ControlCharacter {
        /// What was typed.
        text: String,
        /// The character's code point.
        code: u32,
    },
    /// A character that can't be seen, or that turns text around.
    InvisibleCharacter {
        /// What was typed.
        text: String,
        /// The character's code point.
        code: u32,
    },
    /// A name with characters beyond the portable set.
    NameCharacter {
        /// What was typed.
        text: String,
        /// The first character that doesn't belong.
        found: char,
        /// What may stand in such a name.
        expected: Words,
    },
    /// A name that starts with punctuation.
    NameStart {
        /// What was typed.
        text: String,
        /// Its first character.
        found: char,
        /// What such a name starts with.
        expected: Words,
    },
    /// A member with the name of etcd's superuser.
    SuperuserMember,
    /// A user that belongs to the system, or to nobody.
    ReservedUser {
        /// The user's name.
        text: String,
        /// Whose it is.
        owner: Words,
    },
    /// Text over its limit.
    TooLong {
        /// The limit, in characters.
        limit: usize,
        /// The length found, in characters.
        found: usize,
    },
    /// A whole URL where a host belongs.
    UrlNotHost {
        /// What was typed.
        text: String,
        /// The host within it.
        host: String,
    },
    /// A host with a port.
    PortInHost {
        /// What was typed.
        text: String,
        /// The host within it.
        host: String,
    },
    /// An address with a prefix length.
    PrefixInHost {
        /// What was typed.
        text: String,
        /// The address within it.
        host: String,
    },
    /// An IPv6 zone id.
    ZoneId(String),
    /// An IPv4 address written as IPv6.
    MappedAddress {
        /// What was typed.
        text: String,
        /// The address meant.
        address: std::net::Ipv4Addr,
    },
    /// An address with something behind a slash that is no length of a network.
    Network(String),
    /// Numbers and dots that are no address, and would silently become a DNS name.
    LooksLikeAddress(String),
    /// A name where only an address will do.
    NameNotAddress(String),
    /// An address that no member can be reached at.
    NotOneMachine {
        /// The address.
        address: std::net::IpAddr,
        /// What it is instead.
        kind: Words,
    },
    /// A host name beyond ASCII.
    NotAscii {
        /// What was typed.
        text: String,
        /// Its IDNA form.
        punycode: String,
    },
    /// A host name beyond ASCII that has no IDNA form.
    NoIdna(String),
    /// A wildcard where it isn't allowed or isn't one.
    Wildcard(String),
    /// A label of a host name that breaks RFC 1123.
    Label {
        /// What was typed.
        text: String,
        /// Which rule it breaks.
        why: Words,
    },
    /// Text where a whole number belongs.
    NotANumber(String),
    /// A number out of its range.
    OutOfRange {
        /// What was found.
        found: String,
        /// The least allowed.
        minimum: u64,
        /// The most allowed.
        maximum: u64,
        /// The unit, or `none`.
        unit: &'static str,
    },
    /// A word that isn't one of a list.
    UnknownChoice {
        /// What was typed.
        text: String,
        /// The list, comma separated.
        choices: String,
    },
    /// No release of Go.
    GoVersion(String),
    /// A path that isn't absolute and plain.
    Path {
        /// What was typed.
        text: String,
        /// Which rule it breaks.
        why: Words,
    },
    /// A country that isn't two capital letters.
    Country(String),
    /// No further setting.
    Setting(#[from] SettingError),
}

in_words! { FieldError with hints:
    Self::Empty(expected) => ["error-field-empty", expected],
    Self::NotPorts(text) => ["error-field-not-ports", text = escape(text)],
    Self::ControlCharacter { text, code } => ["error-field-control-character", text = escape(text), code = format_args!("{code:04X}")],
    Self::InvisibleCharacter { text, code } => ["error-field-invisible-character", text = escape(text), code = format_args!("{code:04X}")],
    Self::NameCharacter { text, found, expected } => ["error-field-name-character", text = escape(text), found = character(*found), expected],
    Self::NameStart { text, found, expected } => ["error-field-name-start", text = escape(text), found = character(*found), expected],
    Self::SuperuserMember => ["error-field-superuser-member"],
    Self::ReservedUser { text, owner } => ["error-field-reserved-user", text, owner],
    Self::TooLong { limit, found } => ["error-field-too-long", found, limit],
    Self::UrlNotHost { text, host } => ["error-field-url-not-host", text = escape(text), host = escape(host)],
    Self::PortInHost { text, host } => ["error-field-port-in-host", text = escape(text), host = escape(host)],
    Self::PrefixInHost { text, host } => ["error-field-prefix-in-host", text = escape(text), host = escape(host)],
    Self::ZoneId(text) => ["error-field-zone-id", text = escape(text)],
    Self::MappedAddress { text, address } => ["error-field-mapped-address", text = escape(text), address],
    Self::Network(text) => ["error-field-network", text = escape(text)],
    Self::LooksLikeAddress(text) => ["error-field-looks-like-address", text = escape(text)],
    Self::NameNotAddress(text) => ["error-field-name-not-address", text = escape(text)],
    Self::NotOneMachine { address, kind } => ["error-field-not-one-machine", address, kind],
    Self::NotAscii { text, punycode } => ["error-field-not-ascii", text = escape(text), punycode],
    Self::NoIdna(text) => ["error-field-no-idna", text = escape(text)],
    Self::Wildcard(text) => ["error-field-wildcard", text = escape(text)],
    Self::Label { text, why } => ["error-field-label", text = escape(text), why],
    Self::NotANumber(text) => ["error-field-not-a-number", text = escape(text)],
    Self::OutOfRange { found, minimum, maximum, unit } => ["error-field-out-of-range", found, minimum, maximum, unit],
    Self::UnknownChoice { text, choices } => ["error-field-unknown-choice", text = escape(text), choices],
    Self::GoVersion(text) => ["error-field-go-version", text = escape(text)],
    Self::Path { text, why } => ["error-field-path", text = escape(text), why],
    Self::Country(text) => ["error-field-country", text = escape(text)],
    Self::Setting(error) => (error),
}

/// A field's error as a plan file tells it: with its hint, as there is no place for that below.
#[derive(Debug, Error)]
#[error("{0}; {hint}", hint = .0.hint())]
pub struct FieldErrorWithHint(#[from] FieldError);

/// Refuses text that holds a character which [`is_unsafe`](crate::text::is_unsafe).
///
/// # Errors
/// [`FieldError::ControlCharacter`] or [`FieldError::InvisibleCharacter`] with the first of them.
pub fn refuse_unsafe(text: &str) -> Result<(), FieldError> {
    match text.chars().find(|c| crate::text::is_unsafe(*c)) {
        None => Ok(()),
        Some(c) if c.is_control() => {
            Err(FieldError::ControlCharacter { text: text.into(), code: u32::from(c) })
        }
        Some(c) => Err(FieldError::InvisibleCharacter { text: text.into(), code: u32::from(c) }),
    }
}

/// Makes what was typed safe to show, and at most 80 characters of it.
pub(crate) fn escape(text: &str) -> String {
    const SHOWN: usize = 80;
    let mut shown: String = text.chars().take(SHOWN).collect();
    if text.chars().nth(SHOWN).is_some() {
        shown.push('…');
    }
    crate::text::escape_for_terminal(&shown)
}

/// A character in backticks; one beyond ASCII with its code point, as many look alike.
fn character(found: char) -> String {
    let shown = crate::text::escape_for_terminal(&found.to_string());
    if found.is_ascii() {
        format!("`{shown}`")
    } else {
        format!("`{shown}` (U+{:04X})", u32::from(found))
    }
}
