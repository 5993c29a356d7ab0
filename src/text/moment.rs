//! Moments as people read them.

use time::{OffsetDateTime, UtcOffset};

/// A moment in UTC, to the second: `2026-01-02 02:59:05 UTC`.
pub fn moment(at: OffsetDateTime) -> String {
    // The far ends of the calendar can't be moved to another zone.
    let at = at.checked_to_offset(UtcOffset::UTC).unwrap_or(at);
    let (hour, minute, second) = at.to_hms();
    format!("{} {hour:02}:{minute:02}:{second:02} UTC", at.date())
}
