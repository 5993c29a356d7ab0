//! How long certificates are valid.

use serde::{Deserialize, Serialize};

use super::error::PlanError;
use super::whole_numbers;
use crate::text::Words;

whole_numbers! {
    /// A validity in whole days, 1 to [`Days::LIMIT`].
    Days(u32), Words("expected-days"), "days";
    /// A hundred years: far past any sense, and far from the year 9999 where X.509 ends
    /// (RFC 5280 §4.1.2.5).
    LIMIT = 36_500;
    /// The number of days.
    count;
}

/// The validity of the CA and of the leaves it signs; no leaf outlives its CA.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "RawLifetimes")]
pub struct Lifetimes {
    #[serde(rename = "authority_days")]
    authority: Days,
    #[serde(rename = "leaf_days")]
    leaf: Days,
}

#[derive(Deserialize)]
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

    /// How often certificates that are issued with the CA are renewed before it ends: each renewal comes before
    /// the one before it ends.
    pub fn renewals(self) -> u32 {
        (self.authority.count() - 1) / self.leaf.count()
    }

    /// After how many days the CA can no longer sign for the whole life of a leaf, which would outlive it.
    pub fn last_full_issue(self) -> u32 {
        self.authority.count() - self.leaf.count()
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cluster::FieldError;

    #[test]
    fn days_stay_between_one_and_a_hundred_years() {
        assert_eq!("365".parse::<Days>().unwrap().count(), 365);
        for text in ["0", "-1", "4000000", "36501"] {
            assert!(matches!(text.parse::<Days>(), Err(FieldError::OutOfRange { .. })), "{text}");
        }
    }

    #[test]
    fn renewals_are_counted_to_the_end_of_the_authority() {
        for (authority, leaf, renewals, last) in
            [(3650, 365, 9, 3285), (365, 365, 0, 0), (366, 365, 1, 1), (730, 365, 1, 365)]
        {
            let days = |n: u64| Days::try_from(n).unwrap();
            let lifetimes = Lifetimes::new(days(authority), days(leaf)).unwrap();
            assert_eq!((lifetimes.renewals(), lifetimes.last_full_issue()), (renewals, last));
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
