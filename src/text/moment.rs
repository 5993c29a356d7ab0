//! Moments as people read them.

use time::{OffsetDateTime, UtcOffset};

/// A moment in UTC, to the second: `2026-01-02 02:59:05 UTC`.
pub fn moment(at: OffsetDateTime) -> String {
    // The far ends of the calendar can't be moved to another zone.
    let at = at.checked_to_offset(UtcOffset::UTC).unwrap_or(at);
    let (hour, minute, second) = at.to_hms();
    let (year, month, day) = at.to_calendar_date();
    let (Ok(century), 0..=9999) = (u8::try_from(year / 100), year) else {
        return format!("{} {hour:02}:{minute:02}:{second:02} UTC", at.date());
    };
    let year = u8::try_from(year % 100).unwrap_or_default();
    // Formatting machinery takes longer, and ten thousand certificates hold twenty thousand moments.
    let mut text = String::with_capacity(23);
    for (number, behind) in [
        (century, ""),
        (year, "-"),
        (month.into(), "-"),
        (day, " "),
        (hour, ":"),
        (minute, ":"),
        (second, " UTC"),
    ] {
        text.extend([number / 10, number % 10].map(|digit| char::from(b'0' + digit)));
        text.push_str(behind);
    }
    text
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    #[test]
    fn moments_of_all_centuries_have_the_same_form() {
        for (at, expected) in [
            (datetime!(2026-01-02 02:59:05 UTC), "2026-01-02 02:59:05 UTC"),
            (datetime!(2026-01-02 02:59:05 +03:00), "2026-01-01 23:59:05 UTC"),
            (datetime!(0009-12-31 23:00:00 UTC), "0009-12-31 23:00:00 UTC"),
            (datetime!(9999-12-31 23:59:59 UTC), "9999-12-31 23:59:59 UTC"),
            (datetime!(-0001-06-30 00:00:00 UTC), "-0001-06-30 00:00:00 UTC"),
        ] {
            assert_eq!(moment(at), expected);
        }
    }
}
