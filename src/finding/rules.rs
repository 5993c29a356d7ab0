//! The rules with their codes, severities and facts, one file a family.
//!
//! To add one: its declaration in its family here, its sentence, fix and source in the catalogue (`finding-CODE`),
//! its lesson. The compiler and the tests notice what is missing.

pub(crate) mod bundle;
pub(crate) mod chain;
pub(crate) mod clients;
pub(crate) mod files;
pub(crate) mod given;
pub(crate) mod keys;
pub(crate) mod machine;
pub(crate) mod members;
pub(crate) mod names;
pub(crate) mod plan;
pub(crate) mod profile;
pub(crate) mod reading;
pub(crate) mod releases;
pub(crate) mod server;
pub(crate) mod settings;
pub(crate) mod times;
pub(crate) mod tls;
pub(crate) mod tuning;
pub(crate) mod units;
pub(crate) mod usages;

use super::{Fact, Rule};

/// A rule with the facts that a finding of it carries.
pub(crate) trait Declared {
    /// Which.
    const RULE: Rule;

    /// Its facts by name.
    fn facts(self) -> Vec<(&'static str, Fact)>;
}

/// Declares a family's rules: `Severity Name "code" { fact: Type, … };`, with `ends handshake` behind it where it
/// does. Each becomes a constant of `Rule`, and a struct of its facts that makes a finding.
macro_rules! declare {
    (@ends handshake) => { true };
    (@ends) => { false };
    ($family:ident; $(
        $(#[$doc:meta])*
        $severity:ident $name:ident $code:literal { $($fact:ident: $type:ty),* } $(ends $what:ident)?;
    )*) => {
        pub(in crate::finding) const RULES: &[$crate::finding::Rule] = &[$($crate::finding::Rule::$name),*];

        #[expect(non_upper_case_globals, reason = "a rule has one name, as a constant and as a type")]
        impl $crate::finding::Rule {
            $(
                $(#[$doc])*
                pub const $name: Self = Self(&$crate::finding::Declaration {
                    code: $code,
                    family: $crate::finding::Family::$family,
                    severity: $crate::finding::Severity::$severity,
                    facts: &[$(stringify!($fact)),*],
                    ends_handshake: $crate::finding::rules::declare!(@ends $($what)?),
                    lesson: $crate::text::lesson!("findings/", $code, ".txt"),
                });
            )*
        }

        $(
            $(#[$doc])*
            #[derive(Debug, Clone)]
            pub(crate) struct $name { $(pub(crate) $fact: $type),* }

            impl $crate::finding::Declared for $name {
                const RULE: $crate::finding::Rule = $crate::finding::Rule::$name;

                fn facts(self) -> Vec<(&'static str, $crate::finding::Fact)> {
                    vec![$((stringify!($fact), self.$fact.into())),*]
                }
            }
        )*
    };
}
pub(crate) use declare;
