//! The domain: what an operator decides about a cluster, as types that can only be built valid.
//!
//! Nothing in here knows certificates, files, the screen or the clock. [`Plan`] is the single source
//! of truth that every other module starts from; [`advice::advise`] says what is legal yet unwise.

pub mod advice;
mod error;
mod hardware;
mod host;
mod key;
mod lifetime;
mod member;
mod name;
mod network;
mod path;
pub(crate) mod plan;
mod size;
mod subject;
mod unit_form;
mod version;

pub use error::{FieldError, Hint, PlanError, refuse_unsafe};
pub use hardware::{CloudMachine, Figures, Hardware, Megabytes, Tier, TierFacts, Workload};
pub use host::{DnsName, MemberAddress, San};
pub use key::KeyAlgorithm;
pub use lifetime::{Days, Lifetimes};
pub use member::{Client, Clients, Member, Members};
pub use name::{ClientName, ClusterName, ClusterToken, MemberName, ServiceUser};
pub use network::{Milliseconds, Port, Ports, Timing};
pub use path::AbsolutePath;
pub use plan::{CertificateSettings, Install, Plan, PlanFileError};
pub use size::{ClusterSize, count};
pub use subject::{CommonName, CountryCode, SubjectFields, SubjectText};
pub use unit_form::UnitForm;
pub use version::EtcdVersion;

/// Implements the text forms of a newtype that has `FromStr<Err = FieldError>` and a `text()`-like
/// field 0: `Display`, and serde through the same parser, so that a plan file and a form refuse the
/// same things with the same words.
macro_rules! text_forms {
    ($type:ty) => {
        impl std::fmt::Display for $type {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                std::fmt::Display::fmt(&self.0, f)
            }
        }
        impl TryFrom<String> for $type {
            type Error = $crate::cluster::error::Told;
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
