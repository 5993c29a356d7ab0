//! Cluster size and what it tolerates.

use std::fmt;
use std::str::FromStr;

use super::error::{FieldError, PlanError};
use crate::text::Words;

/// How many members a cluster has: 1 to [`ClusterSize::LIMIT`].
///
/// Raft needs a majority of all members for every write: `n / 2 + 1` (etcd FAQ, "Why an odd number
/// of cluster members?").
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct ClusterSize(pub(super) usize);

impl ClusterSize {
    /// The most members quorate plans for. etcd recommends at most 7; beyond this no plan makes sense.
    pub const LIMIT: usize = 50;
    /// What most clusters should have: one failure tolerated, writes that wait for two.
    pub const RECOMMENDED: Self = Self(3);

    /// Takes a count of members.
    ///
    /// # Errors
    /// [`PlanError::MemberCount`] outside 1 to [`ClusterSize::LIMIT`].
    pub fn new(members: usize) -> Result<Self, PlanError> {
        if (1..=Self::LIMIT).contains(&members) {
            Ok(Self(members))
        } else {
            Err(PlanError::MemberCount { found: members, limit: Self::LIMIT })
        }
    }

    /// The number of members.
    pub fn members(self) -> usize {
        self.0
    }

    /// The quorum: how many members must agree on a write.
    pub fn majority(self) -> usize {
        self.0 / 2 + 1
    }

    /// How many members may fail while writes go on.
    pub fn tolerance(self) -> usize {
        self.0 - self.majority()
    }

    /// Whether one member fewer would tolerate as much.
    pub fn is_even(self) -> bool {
        self.0.is_multiple_of(2)
    }
}

impl fmt::Display for ClusterSize {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for ClusterSize {
    type Err = FieldError;

    fn from_str(text: &str) -> Result<Self, FieldError> {
        let members =
            whole_number(text, Words("expected-member-count"), 1, Self::LIMIT as u64, "none")?;
        Ok(Self(usize::try_from(members).unwrap_or(Self::LIMIT)))
    }
}

/// Reads a plain count from 1 to `maximum`.
///
/// # Errors
/// [`FieldError`] where the text is empty, no whole number, or out of range.
pub fn count(text: &str, maximum: u64) -> Result<u64, FieldError> {
    whole_number(text, Words("expected-number"), 1, maximum, "none")
}

/// Reads a whole number within a range; blanks around it are dropped, nothing else is.
pub(super) fn whole_number(
    text: &str,
    expected: Words,
    minimum: u64,
    maximum: u64,
    unit: &'static str,
) -> Result<u64, FieldError> {
    let text = text.trim_matches(' ');
    if text.is_empty() {
        return Err(FieldError::Empty(expected));
    }
    let digits = text.strip_prefix('-').unwrap_or(text);
    if digits.is_empty() || !digits.chars().all(|c| c.is_ascii_digit()) {
        return Err(FieldError::NotANumber(text.into()));
    }
    match text.parse::<u64>() {
        Ok(number) if (minimum..=maximum).contains(&number) => Ok(number),
        _ => Err(FieldError::OutOfRange {
            found: super::error::escape(text),
            minimum,
            maximum,
            unit,
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn majorities_and_tolerances_are_those_of_etcds_table() {
        let table: Vec<_> = (1..=9)
            .map(|n| ClusterSize::new(n).unwrap())
            .map(|size| (size.members(), size.majority(), size.tolerance()))
            .collect();
        assert_eq!(
            table,
            [
                (1, 1, 0),
                (2, 2, 0),
                (3, 2, 1),
                (4, 3, 1),
                (5, 3, 2),
                (6, 4, 2),
                (7, 4, 3),
                (8, 5, 3),
                (9, 5, 4)
            ]
        );
    }

    #[test]
    fn sizes_out_of_range_and_other_text_are_refused() {
        for text in ["0", "51", "10000", "-1", "99999999999999999999"] {
            assert!(
                matches!(text.parse::<ClusterSize>(), Err(FieldError::OutOfRange { .. })),
                "{text}"
            );
        }
        for text in ["three", "3.0", "1e1", "+3", "-"] {
            assert!(
                matches!(text.parse::<ClusterSize>(), Err(FieldError::NotANumber { .. })),
                "{text}"
            );
        }
        assert!(matches!("".parse::<ClusterSize>(), Err(FieldError::Empty(_))));
        assert_eq!(
            "10000".parse::<ClusterSize>().unwrap_err().to_string(),
            "10000 is out of range, expected 1 to 50"
        );
    }
}
