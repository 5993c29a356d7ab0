//! How long certificates are valid.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::error::{FieldError, PlanError};
use super::size::whole_number;

/// A validity in whole days, 1 to [`Days::LIMIT`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "u64", into = "u64")]
pub struct Days(u32);

impl Days {
    /// A hundred years: far past any sense, and far from the year 9999 where X.509 ends
    /// (RFC 5280 §4.1.2.5).
    pub const LIMIT: u64 = 36_500;

    /// The number of days.
    pub fn count(self) -> u32 {
        self.0
    }
}

impl fmt::Display for Days {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for Days {
    type Err = FieldError;

    fn from_str(text: &str) -> Result<Self, FieldError> {
        let days = whole_number(text, "a number of days", 1, Self::LIMIT, " days")?;
        Self::try_from(days)
    }
}

impl TryFrom<u64> for Days {
    type Error = FieldError;

    fn try_from(days: u64) -> Result<Self, FieldError> {
        match u32::try_from(days) {
            Ok(count) if (1..=Self::LIMIT).contains(&days) => Ok(Self(count)),
            _ => Err(FieldError::OutOfRange {
                found: days.to_string(),
                minimum: 1,
                maximum: Self::LIMIT,
                unit: " days",
            }),
        }
    }
}

impl From<Days> for u64 {
    fn from(days: Days) -> Self {
        Self::from(days.0)
    }
}

/// The validity of the CA and of the leaves it signs; no leaf outlives its CA.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "RawLifetimes", into = "RawLifetimes")]
pub struct Lifetimes {
    authority: Days,
    leaf: Days,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawLifetimes {
    authority_days: Days,
    leaf_days: Days,
}

impl Lifetimes {
    /// Takes both validities.
    ///
    /// # Errors
    /// [`PlanError::LeafOutlivesAuthority`]: as cfssl makes them, whose CA lasts 5 years whatever the
    /// leaves say.
    pub fn new(authority: Days, leaf: Days) -> Result<Self, PlanError> {
        if leaf > authority {
            return Err(PlanError::LeafOutlivesAuthority {
                leaf: leaf.count(),
                authority: authority.count(),
            });
        }
        Ok(Self { authority, leaf })
    }

    /// The CA's validity.
    pub fn authority(self) -> Days {
        self.authority
    }

    /// The validity of every certificate below the CA.
    pub fn leaf(self) -> Days {
        self.leaf
    }
}

/// Ten years for the CA, one for the leaves.
impl Default for Lifetimes {
    fn default() -> Self {
        Self { authority: Days(3650), leaf: Days(365) }
    }
}

impl TryFrom<RawLifetimes> for Lifetimes {
    type Error = PlanError;
    fn try_from(raw: RawLifetimes) -> Result<Self, PlanError> {
        Self::new(raw.authority_days, raw.leaf_days)
    }
}

impl From<Lifetimes> for RawLifetimes {
    fn from(lifetimes: Lifetimes) -> Self {
        Self { authority_days: lifetimes.authority, leaf_days: lifetimes.leaf }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_stay_between_one_and_a_hundred_years() {
        assert_eq!("365".parse::<Days>().unwrap().count(), 365);
        for text in ["0", "-1", "4000000", "36501"] {
            assert!(matches!(text.parse::<Days>(), Err(FieldError::OutOfRange { .. })), "{text}");
        }
    }

    #[test]
    fn no_leaf_outlives_its_authority() {
        let days = |n: u64| Days::try_from(n).unwrap();
        assert!(Lifetimes::new(days(365), days(365)).is_ok());
        assert_eq!(
            Lifetimes::new(days(1825), days(3650)).unwrap_err().to_string(),
            "leaf certificates of 3650 days would outlive a CA of 1825 days"
        );
    }
}
