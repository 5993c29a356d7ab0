//! The rules with their severities and facts, one file a family.
//!
//! To add one: its line in `finding::rule`, its declaration in its family here, its sentence, fix and source in the
//! catalogue (`finding-CODE`), its lesson. The compiler and the tests notice what is missing.

pub(crate) mod bundle;
pub(crate) mod chain;
pub(crate) mod files;
pub(crate) mod given;
pub(crate) mod keys;
pub(crate) mod machine;
pub(crate) mod members;
pub(crate) mod names;
pub(crate) mod plan;
pub(crate) mod reading;
pub(crate) mod releases;
pub(crate) mod server;
pub(crate) mod settings;
pub(crate) mod times;
pub(crate) mod tls;
pub(crate) mod tuning;
pub(crate) mod units;
pub(crate) mod usages;

use super::{Fact, Rule, Severity};

/// A rule with the facts that a finding of it carries.
pub(crate) trait Declared {
    /// Which.
    const RULE: Rule;
    /// How much it matters.
    const SEVERITY: Severity;
    /// The names of its facts: the places of its sentences.
    const FACTS: &'static [&'static str];
    /// Whether it ends a handshake, whoever is shown the certificate.
    const ENDS_HANDSHAKE: bool = false;

    /// Its facts by name.
    fn facts(self) -> Vec<(&'static str, Fact)>;
}

/// Declares rules: `Severity Name { fact: Type, … };`, with `ends handshake` behind it where it does.
macro_rules! declare {
    (@ends handshake) => { const ENDS_HANDSHAKE: bool = true; };
    ($($(#[$doc:meta])* $severity:ident $name:ident { $($fact:ident: $type:ty),* } $(ends $what:ident)?;)*) => {
        $(
            $(#[$doc])*
            #[derive(Debug, Clone)]
            pub(crate) struct $name { $(pub(crate) $fact: $type),* }

            impl $crate::finding::rules::Declared for $name {
                const RULE: $crate::finding::Rule = $crate::finding::Rule::$name;
                const SEVERITY: $crate::finding::Severity = $crate::finding::Severity::$severity;
                const FACTS: &'static [&'static str] = &[$(stringify!($fact)),*];
                $($crate::finding::rules::declare!(@ends $what);)?

                fn facts(self) -> Vec<(&'static str, $crate::finding::Fact)> {
                    vec![$((stringify!($fact), self.$fact.into())),*]
                }
            }
        )*
    };
}
pub(crate) use declare;
