//! The domain: what an operator decides about a cluster, as types that can only be built valid.
//!
//! Nothing in here knows certificates, files, the screen or the clock. [`Plan`] is the single source
//! of truth that every other module starts from.

mod ca_layout;
mod ca_source;
mod certificate_layout;
mod error;
mod file_names;
mod further;
mod hardware;
mod host;
mod key;
mod lifetime;
mod member;
mod name;
mod network;
mod path;
mod permitted;
mod placement;
pub(crate) mod plan;
mod preset;
mod size;
mod subject;
pub mod tutorial_fix;
mod unit_form;
mod version;

pub use ca_layout::{Authority, CaLayout, Gateway};
pub use ca_source::{CaSource, KeyOrigin};
pub use certificate_layout::CertificateLayout;
pub(crate) use error::FieldErrorWithHint;
pub use error::{FieldError, Hint, PlanError, SeriesSettingError, SettingError, refuse_unsafe};
pub use file_names::{FileNames, LeafFiles};
pub use further::{FurtherSetting, FurtherSettings, FurtherValue};
pub use hardware::{CloudMachine, Figures, Hardware, Megabytes, Tier, TierFacts, Workload};
pub use host::{DnsName, MemberAddress, San};
pub use key::KeyAlgorithm;
pub use lifetime::{Days, Lifetimes};
pub use member::{API_SERVER, Client, Clients, Member, Members};
pub use name::{
    ClientName, ClusterName, ClusterToken, MemberName, SUPERUSER, ServiceUser, SshUser,
};
pub use network::{Milliseconds, Port, Ports, Timing};
pub use path::AbsolutePath;
pub use permitted::Permitted;
pub use placement::{LoadBalancer, Placement};
pub use plan::{CertificateSettings, FurtherFiles, Install, Plan, PlanFileError};
pub use preset::Preset;
pub use size::{ClusterSize, count};
pub use subject::{AuthorityName, CommonName, CountryCode, SubjectFields, SubjectText};
pub use unit_form::UnitForm;
pub use version::EtcdVersion;

/// Implements serde for what has `Display` and `FromStr<Err = FieldError>` through that parser, so that a plan
/// file and a form refuse the same things with the same words.
macro_rules! serde_as_text {
    ($type:ty) => {
        impl TryFrom<String> for $type {
            type Error = $crate::cluster::FieldErrorWithHint;
            fn try_from(text: String) -> Result<Self, Self::Error> {
                Ok(text.parse()?)
            }
        }
        impl From<$type> for String {
            fn from(value: $type) -> Self {
                value.to_string()
            }
        }
    };
}
pub(crate) use serde_as_text;

/// Implements the same for a newtype that is written as its field is.
macro_rules! text_forms {
    ($type:ty) => {
        impl std::fmt::Display for $type {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                std::fmt::Display::fmt(&self.0, f)
            }
        }
        $crate::cluster::serde_as_text!($type);
    };
}
pub(crate) use text_forms;

/// Declares newtypes over text that only a parser builds, with their text forms.
macro_rules! parsed_texts {
    ($($(#[$doc:meta])* $type:ident: $parse:expr;)*) => {$(
        $(#[$doc])*
        #[derive(
            Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
        )]
        #[serde(try_from = "String", into = "String")]
        pub struct $type(String);

        impl $type {
            /// The text itself.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::str::FromStr for $type {
            type Err = $crate::cluster::FieldError;
            fn from_str(text: &str) -> Result<Self, $crate::cluster::FieldError> {
                let parse: fn(&str) -> Result<String, $crate::cluster::FieldError> = $parse;
                parse(text).map(Self)
            }
        }

        $crate::cluster::text_forms!($type);
    )*};
}
pub(crate) use parsed_texts;

/// Declares newtypes over whole numbers from 1 to a limit, each with its unit, that only a parser builds: the
/// same one for text and for plan files.
macro_rules! whole_numbers {
    ($(
        $(#[$doc:meta])* $type:ident($number:ty), $expected:expr, $unit:literal;
        $(#[$limit_doc:meta])* LIMIT = $limit:literal;
        $(#[$value_doc:meta])* $value:ident;
    )*) => {$(
        $(#[$doc])*
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize,
            serde::Deserialize,
        )]
        #[serde(try_from = "u64", into = "u64")]
        pub struct $type($number);

        impl $type {
            $(#[$limit_doc])*
            pub const LIMIT: u64 = $limit;

            $(#[$value_doc])*
            pub fn $value(self) -> $number {
                self.0
            }
        }

        impl std::fmt::Display for $type {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $type {
            type Err = $crate::cluster::FieldError;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                let number =
                    $crate::cluster::size::whole_number(text, $expected, 1, $limit, $unit)?;
                Ok(Self(number.try_into().unwrap_or(<$number>::MAX)))
            }
        }

        impl TryFrom<u64> for $type {
            type Error = $crate::cluster::FieldError;
            fn try_from(number: u64) -> Result<Self, Self::Error> {
                number.to_string().parse()
            }
        }

        impl From<$type> for u64 {
            fn from(number: $type) -> Self {
                number.0.into()
            }
        }
    )*};
}
pub(crate) use whole_numbers;

/// Declares an enum of values with one word each, which `as_str` tells.
macro_rules! named {
    ($(#[$doc:meta])* $type:ident, $about:literal {
        $($(#[$one:meta])* $name:ident = $word:literal,)*
    }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $type {
            $($(#[$one])* $name,)*
        }

        impl $type {
            /// All of them, in their order.
            pub const ALL: [Self; [$($word),*].len()] = [$(Self::$name),*];

            #[doc = $about]
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$name => $word,)*
                }
            }
        }
    };
}
pub(crate) use named;

/// Declares one whose words stand in plans and on the command line.
macro_rules! words {
    ($(#[$doc:meta])* $type:ident {
        $($(#[$choice:meta])* $name:ident = $word:literal,)*
    }) => {
        $crate::cluster::named! {
            $(#[$doc])*
            #[derive(serde::Serialize, serde::Deserialize)]
            $type, "The word for plans and the command line." {
                $($(#[$choice])* #[serde(rename = $word)] $name = $word,)*
            }
        }

        impl $type {
            /// The refusal of a text that stands for none of them.
            pub(crate) fn unknown(text: &str) -> $crate::cluster::FieldError {
                $crate::cluster::FieldError::UnknownChoice {
                    text: text.into(),
                    choices: Self::ALL.map(Self::as_str).join(", "),
                }
            }
        }
    };
}
pub(crate) use words;

/// Declares an enum of choices by their words, which people read as well. The first is the default, which a
/// plan file needn't mention.
macro_rules! choices {
    ($(#[$doc:meta])* $type:ident { $($choices:tt)* }) => {
        $crate::cluster::words! { $(#[$doc])* $type { $($choices)* } }

        impl $type {
            /// Whether a plan file needn't mention it: plans made before there was a choice don't.
            #[allow(clippy::trivially_copy_pass_by_ref)] // serde passes a reference
            pub fn is_default(&self) -> bool {
                *self == Self::default()
            }
        }

        impl Default for $type {
            fn default() -> Self {
                let [first, ..] = Self::ALL;
                first
            }
        }

        impl std::fmt::Display for $type {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl std::str::FromStr for $type {
            type Err = $crate::cluster::FieldError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                let wanted = text.trim_matches(' ').to_ascii_lowercase();
                let mut all = Self::ALL.into_iter();
                all.find(|one| one.as_str() == wanted).ok_or_else(|| Self::unknown(text))
            }
        }
    };
}
pub(crate) use choices;
