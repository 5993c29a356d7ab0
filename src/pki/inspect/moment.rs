//! Dates out of certificates (RFC 5280 §4.1.2.5).

use crate::finding::Finding;
use crate::finding::rules::reading::BadDate;
use time::{Date, Month, OffsetDateTime, Time};

use super::der::{Element, GENERALIZED_TIME, UTC_TIME};

/// Reads a date. One that strays from the form but can be understood is `Some`, too.
pub(super) fn parse(element: Element<'_>) -> Option<OffsetDateTime> {
    let text = std::str::from_utf8(element.value).ok()?;
    let (year, rest) = match element.tag {
        UTC_TIME => {
            let (year, rest) = text.split_at_checked(2)?;
            let year = number(year)?;
            // RFC 5280: 50 to 99 are of the twentieth century.
            (if year >= 50 { 1900 + year } else { 2000 + year }, rest)
        }
        GENERALIZED_TIME => {
            let (year, rest) = text.split_at_checked(4)?;
            (number(year)?, rest)
        }
        _ => return None,
    };
    let pair = |at: usize| rest.get(at..at + 2).and_then(number);
    let (month, day, hour, minute) = (pair(0)?, pair(2)?, pair(4)?, pair(6)?);
    let second = pair(8).unwrap_or_default();
    let month = Month::try_from(u8::try_from(month).ok()?).ok()?;
    let byte = |number: i32| u8::try_from(number).ok();
    let date = Date::from_calendar_date(year, month, byte(day)?).ok()?;
    let time = Time::from_hms(byte(hour)?, byte(minute)?, byte(second)?).ok()?;
    Some(date.with_time(time).assume_utc())
}

fn number(digits: &str) -> Option<i32> {
    let all_digits = digits.bytes().all(|digit| digit.is_ascii_digit());
    all_digits.then(|| digits.parse().ok()).flatten()
}

/// Whether a date has the one form that DER and Go allow: whole seconds, and Z.
fn is_strict(element: Element<'_>) -> bool {
    let length = if element.tag == UTC_TIME { 13 } else { 15 };
    element.value.len() == length && element.value.ends_with(b"Z")
}

/// Reads a date of a certificate, and findings upon one that can't be read or isn't in form.
pub(super) fn read(
    element: Option<Element<'_>>,
    what: &str,
    findings: &mut Vec<Finding>,
) -> Option<OffsetDateTime> {
    let moment = element.and_then(parse);
    if moment.is_none() || !element.is_some_and(is_strict) {
        let shown: String = element
            .map(|element| String::from_utf8_lossy(element.value).chars().take(40).collect())
            .unwrap_or_default();
        findings.push(BadDate { part: what.into(), text: shown }.into());
    }
    moment
}
