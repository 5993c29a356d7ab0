//! What a certificate's subject says.

use serde::{Deserialize, Serialize};

use super::ca_layout::Authority;
use super::error::{FieldError, refuse_unsafe};
use super::parsed_texts;
use crate::text::Words;

/// Reads one attribute's text: visible characters, at most 64 of them (X.520 `ub-common-name`,
/// `ub-organization-name` …; RFC 5280 appendix A.1). rcgen checks neither.
fn attribute(text: &str, expected: Words) -> Result<String, FieldError> {
    const LIMIT: usize = 64;
    let text = text.trim_matches(' ');
    if text.is_empty() {
        return Err(FieldError::Empty(expected));
    }
    refuse_unsafe(text)?;
    let found = text.chars().count();
    if found > LIMIT {
        return Err(FieldError::TooLong { limit: LIMIT, found });
    }
    Ok(text.to_owned())
}

parsed_texts! {
    /// A common name, 1 to 64 characters. etcd's role-based access control takes a client's CN for
    /// its user name; nobody looks at a server's CN.
    CommonName: |text| attribute(text, Words("expected-common-name"));
    /// The text of one further subject field, 1 to 64 characters.
    SubjectText: |text| attribute(text, Words("expected-subject-text"));
    /// A country as the ISO 3166 code that X.520 asks for: two capital letters.
    CountryCode: country;
    /// The whole common name of the CA, 1 to 64 characters. `{ca}` in it stands for which of several it is,
    /// such as `peer CA`.
    AuthorityName: authority_name;
}

/// Parses a CA's name; the longest that comes of it counts.
fn authority_name(text: &str) -> Result<String, FieldError> {
    let text = attribute(text, Words("expected-authority-name"))?;
    for authority in Authority::ALL {
        attribute(
            &text.replace(AuthorityName::WHICH, authority.in_name()),
            Words("expected-common-name"),
        )?;
    }
    Ok(text)
}

impl AuthorityName {
    /// What stands for the authority.
    const WHICH: &str = "{ca}";

    /// The name of one authority.
    pub fn of(&self, authority: Authority) -> String {
        self.0.replace(Self::WHICH, authority.in_name())
    }

    /// Whether two authorities get two names.
    pub fn tells_apart(&self) -> bool {
        self.0.contains(Self::WHICH)
    }
}

/// Parses a country code; small letters are taken for capital ones.
fn country(text: &str) -> Result<String, FieldError> {
    let code = text.trim_matches(' ').to_ascii_uppercase();
    if code.is_empty() {
        return Err(FieldError::Empty(Words("expected-country")));
    }
    if code.len() == 2 && code.chars().all(|c| c.is_ascii_uppercase()) {
        return Ok(code);
    }
    Err(FieldError::Country(text.into()))
}

/// The subject fields that all certificates of a plan share; each may be left out.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SubjectFields {
    /// C.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country: Option<CountryCode>,
    /// ST.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<SubjectText>,
    /// L.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub locality: Option<SubjectText>,
    /// O.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organization: Option<SubjectText>,
    /// OU.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organizational_unit: Option<SubjectText>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_hold_1_to_64_visible_characters() {
        assert_eq!(" Zürich AG ".parse::<SubjectText>().unwrap().as_str(), "Zürich AG");
        assert!("x".repeat(64).parse::<CommonName>().is_ok());
        assert!(matches!(
            "x".repeat(65).parse::<CommonName>(),
            Err(FieldError::TooLong { found: 65, .. })
        ));
        assert!("a\u{0}b".parse::<CommonName>().is_err());
        assert!("".parse::<CommonName>().is_err());
    }

    #[test]
    fn a_name_of_the_ca_may_say_which_it_is() {
        let name: AuthorityName = " Example {ca} ".parse().unwrap();
        assert_eq!(name.of(Authority::Peer), "Example peer CA");
        assert!(name.tells_apart() && !"Example".parse::<AuthorityName>().unwrap().tells_apart());
        assert!("x".repeat(64).parse::<AuthorityName>().is_ok());
        // `intermediate CA` has 15 characters.
        assert!(format!("{}{{ca}}", "x".repeat(49)).parse::<AuthorityName>().is_ok());
        assert!(matches!(
            format!("{}{{ca}}", "x".repeat(50)).parse::<AuthorityName>(),
            Err(FieldError::TooLong { found: 65, .. })
        ));
    }

    #[test]
    fn countries_are_two_letters() {
        assert_eq!("de".parse::<CountryCode>().unwrap().as_str(), "DE");
        for text in ["", "D", "DEU", "D1", "ДЕ"] {
            assert!(text.parse::<CountryCode>().is_err(), "{text}");
        }
    }
}
