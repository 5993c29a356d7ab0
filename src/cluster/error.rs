//! Why an answer was refused: variants carry the facts, [`Hint`] says what to do next.

mod plan;
mod setting;

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
    #[error("nothing is here yet; expected {0}")]
    Empty(&'static str),
    /// No two ports.
    #[error("`{}` isn't two ports", escape(.0))]
    NotPorts(String),
    /// A control character: C0, DEL or C1.
    #[error("`{}` holds the control character U+{code:04X}", escape(.text))]
    ControlCharacter {
        /// What was typed.
        text: String,
        /// The character's code point.
        code: u32,
    },
    /// A character that can't be seen, or that turns text around.
    #[error("`{}` holds the invisible character U+{code:04X}", escape(.text))]
    InvisibleCharacter {
        /// What was typed.
        text: String,
        /// The character's code point.
        code: u32,
    },
    /// A name with characters beyond the portable set.
    #[error("`{}` can't be a name: found {}, expected {expected}", escape(.text), character(*.found))]
    NameCharacter {
        /// What was typed.
        text: String,
        /// The first character that doesn't belong.
        found: char,
        /// What may stand in such a name.
        expected: &'static str,
    },
    /// A name that starts with punctuation.
    #[error("`{}` can't be a name: it starts with {}, expected {expected}", escape(.text), character(*.found))]
    NameStart {
        /// What was typed.
        text: String,
        /// Its first character.
        found: char,
        /// What such a name starts with.
        expected: &'static str,
    },
    /// A member with the name of etcd's superuser.
    #[error(
        "`root` can't be a member's name: etcd takes the CN of a member's certificate for a user, and `root` may \
         do everything"
    )]
    SuperuserMember,
    /// A user that belongs to the system, or to nobody.
    #[error("`{text}` can't run etcd: it belongs to {owner}")]
    ReservedUser {
        /// The user's name.
        text: String,
        /// Whose it is.
        owner: &'static str,
    },
    /// Text over its limit.
    #[error("this is {found} characters long, at most {limit} are allowed")]
    TooLong {
        /// The limit, in characters.
        limit: usize,
        /// The length found, in characters.
        found: usize,
    },
    /// A whole URL where a host belongs.
    #[error("`{}` is a URL, expected only the host: `{}`", escape(.text), escape(.host))]
    UrlNotHost {
        /// What was typed.
        text: String,
        /// The host within it.
        host: String,
    },
    /// A host with a port.
    #[error("`{}` carries a port, expected only the host: `{}`", escape(.text), escape(.host))]
    PortInHost {
        /// What was typed.
        text: String,
        /// The host within it.
        host: String,
    },
    /// An address with a prefix length.
    #[error("`{}` is a network, expected one address: `{}`", escape(.text), escape(.host))]
    PrefixInHost {
        /// What was typed.
        text: String,
        /// The address within it.
        host: String,
    },
    /// An IPv6 zone id.
    #[error("`{}` carries a zone id, which no certificate can hold", escape(.0))]
    ZoneId(String),
    /// An IPv4 address written as IPv6.
    #[error("`{}` is the IPv4 address `{address}` in IPv6 dress", escape(.text))]
    MappedAddress {
        /// What was typed.
        text: String,
        /// The address meant.
        address: std::net::Ipv4Addr,
    },
    /// An address with something behind a slash that is no length of a network.
    #[error("`{}` is not a network such as `10.0.0.0/24` or `fd00::/64`", escape(.0))]
    Network(String),
    /// Numbers and dots that are no address, and would silently become a DNS name.
    #[error("`{}` is not a valid IP address", escape(.0))]
    LooksLikeAddress(String),
    /// A name where only an address will do.
    #[error("`{}` is a name, expected an IP address", escape(.0))]
    NameNotAddress(String),
    /// An address that no member can be reached at.
    #[error("`{address}` is {kind}, expected the address of one machine")]
    NotOneMachine {
        /// The address.
        address: std::net::IpAddr,
        /// What it is instead.
        kind: &'static str,
    },
    /// A host name beyond ASCII.
    #[error("`{}` is not ASCII; in a certificate it is written `{punycode}`", escape(.text))]
    NotAscii {
        /// What was typed.
        text: String,
        /// Its IDNA form.
        punycode: String,
    },
    /// A host name beyond ASCII that has no IDNA form.
    #[error("`{}` is not a host name: it holds characters that no host name may", escape(.0))]
    NoIdna(String),
    /// A wildcard where it isn't allowed or isn't one.
    #[error("the wildcard `{}` isn't allowed here", escape(.0))]
    Wildcard(String),
    /// A label of a host name that breaks RFC 1123.
    #[error("`{}` is not a host name: {why}", escape(.text))]
    Label {
        /// What was typed.
        text: String,
        /// Which rule it breaks.
        why: &'static str,
    },
    /// Text where a whole number belongs.
    #[error("`{}` is not a whole number", escape(.0))]
    NotANumber(String),
    /// A number out of its range.
    #[error("{found} is out of range, expected {minimum} to {maximum}{unit}")]
    OutOfRange {
        /// What was found.
        found: String,
        /// The least allowed.
        minimum: u64,
        /// The most allowed.
        maximum: u64,
        /// The unit with a leading blank, or nothing.
        unit: &'static str,
    },
    /// A word that isn't one of a list.
    #[error("`{}` is not {what}, expected one of {choices}", escape(.text))]
    UnknownChoice {
        /// What was typed.
        text: String,
        /// What was asked for, with its article.
        what: &'static str,
        /// The list, comma separated.
        choices: String,
    },
    /// No release of Go.
    #[error("`{}` is not a release of Go", escape(.0))]
    GoVersion(String),
    /// A path that isn't absolute and plain.
    #[error("`{}` can't be used as a path: {why}", escape(.text))]
    Path {
        /// What was typed.
        text: String,
        /// Which rule it breaks.
        why: &'static str,
    },
    /// A country that isn't two capital letters.
    #[error("`{}` is not a country code, expected two letters such as `DE`", escape(.0))]
    Country(String),
    /// No further setting.
    #[error(transparent)]
    Setting(#[from] SettingError),
}

impl Hint for FieldError {
    fn hint(&self) -> String {
        match self {
            Self::Empty(expected) => format!("type {expected}"),
            Self::NotPorts(_) => {
                "write the port of clients, a slash and that of peers, such as `2379/2380`".into()
            }
            Self::ControlCharacter { .. } | Self::InvisibleCharacter { .. } => {
                "type it by hand instead of pasting it".into()
            }
            Self::NameCharacter { .. } | Self::NameStart { .. } | Self::SuperuserMember => {
                "use a short plain name such as `etcd-1`".into()
            }
            Self::ReservedUser { .. } => "give etcd a user of its own, such as `etcd`".into(),
            Self::TooLong { limit, .. } => format!("shorten it to {limit} characters"),
            Self::UrlNotHost { host, .. }
            | Self::PortInHost { host, .. }
            | Self::PrefixInHost { host, .. } => {
                format!("write `{}`; ports are set once for all members", escape(host))
            }
            Self::ZoneId(_) => "use a global or unique local address".into(),
            Self::MappedAddress { address, .. } => format!("write `{address}`"),
            Self::Network(_) => {
                "write an address, a slash, and how many of its bits count: at most 32, or 128 of IPv6".into()
            }
            Self::LooksLikeAddress(_) => {
                "write four numbers from 0 to 255 without leading zeros, such as `10.0.0.1`".into()
            }
            Self::NameNotAddress(_) => {
                "etcd binds its listeners to addresses only; put the name among the DNS names"
                    .into()
            }
            Self::NotOneMachine { .. } => {
                "give the address that the other members reach this one at".into()
            }
            Self::NotAscii { punycode, .. } => {
                format!("write `{punycode}` if that is what you mean")
            }
            Self::NoIdna(_) => "use letters, digits, dots and hyphens".into(),
            Self::Wildcard(_) => {
                "name the host itself; `*.example.com` may stand among further SANs".into()
            }
            Self::Label { .. } => {
                "use letters, digits and hyphens, in labels of 1 to 63 with dots between".into()
            }
            Self::NotANumber(_) => "use digits only".into(),
            Self::OutOfRange { minimum, maximum, unit, .. } => {
                format!("give a number from {minimum} to {maximum}{unit}")
            }
            Self::UnknownChoice { choices, .. } => format!("use one of {choices}"),
            Self::GoVersion(_) => {
                "write it as `etcd --version` prints it, such as `go1.25.3`, or as `1.25`".into()
            }
            Self::Path { .. } => "give an absolute path such as `/var/lib/etcd`".into(),
            Self::Setting(error) => error.hint(),
            Self::Country(_) => "use the ISO 3166 code, or leave it empty".into(),
        }
    }
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
