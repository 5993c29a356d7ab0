//! Every rule by its code.

use std::fmt;
use std::ops::Deref;

use super::{Severity, rules};
use crate::text::{self, Lesson};

/// One thing that can be found. Each is a constant here, which its family in `finding::rules` declares.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Rule(pub(super) &'static Declaration);

/// What is declared of a rule.
#[derive(PartialEq, Eq)]
#[non_exhaustive]
pub struct Declaration {
    /// Its stable name, in kebab case.
    pub code: &'static str,
    /// What it is about.
    pub family: Family,
    /// How much a finding of it matters.
    pub severity: Severity,
    /// The names of the facts that a finding of it carries.
    pub facts: &'static [&'static str],
    /// Whether it ends a handshake, whoever is shown the certificate: a listener that is refused then logs
    /// an alert that is the same for all of these.
    pub ends_handshake: bool,
    /// What etcd's log says, in lines that are indented, then what it means, how to see it and how to fix it.
    pub lesson: Lesson,
}

macro_rules! families {
    ($($(#[$doc:meta])* $family:ident $module:ident,)*) => {
        /// What a rule is about.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Family {
            $($(#[$doc])* $family,)*
        }

        impl Family {
            /// All families, in the order of a list.
            pub const ALL: &'static [Self] = &[$(Self::$family),*];

            /// The key of its heading.
            pub fn heading(self) -> &'static str {
                match self { $(Self::$family => concat!("family-", stringify!($module)),)* }
            }

            /// Its rules.
            pub fn rules(self) -> &'static [Rule] {
                match self { $(Self::$family => rules::$module::RULES,)* }
            }
        }
    };
}

families! {
    /// Files that hold certificates and keys.
    Files files,
    /// The way from a leaf to a trust anchor.
    Chain chain,
    /// Validity.
    Times times,
    /// What a certificate may be used for.
    Usages usages,
    /// Keys.
    Keys keys,
    /// Names and addresses.
    Names names,
    /// Releases of etcd.
    Releases releases,
    /// What is legal in a plan and yet unwise.
    Plan plan,
    /// What files hold.
    Reading reading,
    /// What else RFC 5280 asks for.
    Profile profile,
    /// What a running server shows.
    Server server,
    /// Settings of etcd.
    Settings settings,
    /// A bundle against its manifest and its plan.
    Bundle bundle,
    /// systemd units.
    Units units,
    /// How settings are given.
    Given given,
    /// TLS settings.
    Tls tls,
    /// URLs and members.
    Members members,
    /// Timing and quota.
    Tuning tuning,
    /// Files of a machine.
    Machine machine,
    /// Clients of etcd.
    Clients clients,
}

/// Codes that were renamed or merged, and what they are now.
const ALIASES: &[(&str, Rule)] = &[
    ("encrypted-key", Rule::KeyEncrypted),
    ("old-version", Rule::OldCertificateVersion),
    ("unknown-critical", Rule::UnknownCriticalExtension),
    ("trust-not-checked", Rule::NotJudged),
    ("untrusted", Rule::UnknownAuthority),
    ("wrong-purpose", Rule::NoServerAuth),
    ("wrong-key", Rule::KeyMismatch),
    ("wrong-usage", Rule::NoClientAuth),
    ("broken-chain", Rule::BrokenChainFile),
    ("certificate-unreadable", Rule::NoCertificateBlock),
    ("unreadable-certificate", Rule::RefusedByParser),
    ("not-strict-der", Rule::RefusedByParser),
    ("local-host-not-covered", Rule::LoopbackNotCovered),
    ("not-checked", Rule::NotJudged),
    ("wrong-url", Rule::BadUrl),
    ("listen-name", Rule::NameInListenUrl),
    ("gateway-purpose", Rule::GatewayTrap),
    ("unreadable-yaml", Rule::NotYaml),
    ("wrong-usages", Rule::NoClientAuth),
    ("allowed-both", Rule::AllowedListsBoth),
];

impl Rule {
    /// All rules, by family.
    pub fn all() -> impl Iterator<Item = Self> {
        Family::ALL.iter().flat_map(|family| family.rules()).copied()
    }

    /// The rule of a code, or of a code that it had earlier.
    pub fn from_code(code: &str) -> Option<Self> {
        let known = Self::all().find(|rule| rule.code == code);
        known.or_else(|| ALIASES.iter().find(|(alias, _)| *alias == code).map(|(_, rule)| *rule))
    }

    /// Where the fact behind it comes from: a measurement, a standard, a manual.
    pub fn source(self) -> &'static str {
        let key = format!("{}.source", self.key());
        // A test reads the source of each.
        text::find(&key).unwrap_or(self.code)
    }

    /// The key of its sentence.
    pub(crate) fn key(self) -> String {
        format!("finding-{}", self.code)
    }
}

impl Deref for Rule {
    type Target = Declaration;

    fn deref(&self) -> &Declaration {
        self.0
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code)
    }
}

impl fmt::Debug for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::text::Language;

    #[test]
    fn each_code_is_one_rule_and_no_alias_is_a_code() {
        let codes: BTreeSet<&str> = Rule::all().map(|rule| rule.code).collect();
        assert_eq!(codes.len(), Rule::all().count());
        for (alias, rule) in ALIASES {
            assert!(!codes.contains(alias), "{alias}");
            assert_eq!(Rule::from_code(alias), Some(*rule));
        }
        assert_eq!(Rule::from_code("no-such-code"), None);
    }

    /// What is forgotten of a rule is found here, but for what the compiler finds.
    #[test]
    fn each_rule_has_its_sentences_with_no_other_places_than_its_facts() {
        for rule in Rule::all() {
            for part in ["", ".fix", ".source"] {
                let key = format!("{}{part}", rule.key());
                let sentence = text::find(&key).unwrap_or_else(|| panic!("{key} is missing"));
                let places: BTreeSet<&str> = sentence
                    .split("{$")
                    .skip(1)
                    .filter_map(|rest| rest.split('}').next())
                    .collect();
                for place in &places {
                    assert!(part != ".source" && rule.facts.contains(place), "{key}: {place}");
                }
            }
        }
        for key in text::keys("finding-").filter(|key| !key.contains('.')) {
            let code = key.strip_prefix("finding-").unwrap_or_default();
            assert!(Rule::all().any(|rule| rule.code == code), "{key} belongs to no rule");
        }
        for family in Family::ALL {
            assert!(text::find(family.heading()).is_some(), "{}", family.heading());
        }
    }

    #[test]
    fn each_lesson_says_how_to_see_it_and_how_to_fix_it() {
        for (rule, language) in Rule::all().flat_map(|rule| Language::ALL.map(|one| (rule, one))) {
            let lesson = rule.lesson.of(language);
            let (see, fix) = match language {
                Language::English => ("\nSee it:\n", "\nFix it:\n"),
                Language::Ukrainian => ("\nЯк побачити:\n", "\nЯк виправити:\n"),
            };
            assert!(lesson.contains(see) && lesson.contains(fix), "{rule} {language:?}");
            assert!((6..=34).contains(&lesson.lines().count()), "{rule} {language:?}");
            for line in lesson.lines() {
                // What a log says is as long as it is.
                let most = if line.starts_with("    x509: ") { 79 } else { 78 };
                assert!(line.chars().count() <= most, "{rule}: {line}");
                assert_eq!(line.trim_end(), line, "{rule}");
            }
        }
    }
}
