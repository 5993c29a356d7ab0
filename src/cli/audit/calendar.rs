//! When certificates end, as a calendar (iCalendar, RFC 5545): an event for each, with an alarm before it.

use std::collections::BTreeMap;

use time::{OffsetDateTime, UtcOffset};

use crate::audit::CertificateEnd;
use crate::text::fill;

/// The longest line in octets, without its end (section 3.1).
const LINE: usize = 75;

/// The calendar of all certificates, each once wherever it lies.
pub(super) fn calendar(ends: &[CertificateEnd], now: OffsetDateTime) -> String {
    let mut certificates: BTreeMap<(OffsetDateTime, &str), Vec<&CertificateEnd>> = BTreeMap::new();
    for one in ends {
        certificates.entry((one.end, &one.fingerprint)).or_default().push(one);
    }
    let mut lines = vec![
        "BEGIN:VCALENDAR".to_owned(),
        "VERSION:2.0".to_owned(),
        "PRODID:-//quorate//audit//EN".to_owned(),
        "CALSCALE:GREGORIAN".to_owned(),
    ];
    for ((end, fingerprint), places) in &certificates {
        lines.extend(event(*end, fingerprint, places, now));
    }
    lines.push("END:VCALENDAR".to_owned());
    lines.iter().map(|line| folded(line)).collect()
}

fn event(
    end: OffsetDateTime,
    fingerprint: &str,
    places: &[&CertificateEnd],
    now: OffsetDateTime,
) -> Vec<String> {
    let subject = places.first().map(|one| one.subject.as_str()).unwrap_or_default();
    let summary = fill("audit-calendar-event", &[("subject", &subject)]);
    let lines: Vec<String> =
        places.iter().map(|one| format!("{} ({})", one.path, one.usage.as_str())).collect();
    let description = format!("{}\nSHA-256 {fingerprint}", lines.join("\n"));
    // The same certificate is the same event, however often a calendar is made.
    let identity = fingerprint.replace(':', "").to_ascii_lowercase();
    vec![
        "BEGIN:VEVENT".to_owned(),
        format!("UID:{identity}@quorate"),
        format!("DTSTAMP:{}", moment(now)),
        format!("DTSTART:{}", moment(end)),
        format!("SUMMARY:{}", text(&summary)),
        format!("DESCRIPTION:{}", text(&description)),
        "TRANSP:TRANSPARENT".to_owned(),
        "BEGIN:VALARM".to_owned(),
        "ACTION:DISPLAY".to_owned(),
        "TRIGGER:-P30D".to_owned(),
        format!("DESCRIPTION:{}", text(&summary)),
        "END:VALARM".to_owned(),
        "END:VEVENT".to_owned(),
    ]
}

/// A moment in UTC (section 3.3.5).
fn moment(at: OffsetDateTime) -> String {
    let at = at.checked_to_offset(UtcOffset::UTC).unwrap_or(at);
    let ((year, month, day), (hour, minute, second)) = (at.to_calendar_date(), at.to_hms());
    format!("{year:04}{:02}{day:02}T{hour:02}{minute:02}{second:02}Z", u8::from(month))
}

/// A text as a value (section 3.3.11).
fn text(text: &str) -> String {
    let mut value = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\\' | ';' | ',' => value.extend(['\\', character]),
            '\n' => value.push_str("\\n"),
            control if control.is_control() => {}
            other => value.push(other),
        }
    }
    value
}

/// A line with its end, broken into lines of at most 75 octets, never within a character.
fn folded(line: &str) -> String {
    let (mut folded, mut length) = (String::with_capacity(line.len() + 2), 0);
    for character in line.chars() {
        if length + character.len_utf8() > LINE {
            folded.push_str("\r\n ");
            length = 1;
        }
        folded.push(character);
        length += character.len_utf8();
    }
    folded + "\r\n"
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn lines_are_folded_and_come_back(line in "[a-zäß€𐍈,;\\\\]{0,300}") {
            let folded = folded(&line);
            for one in folded.trim_end_matches("\r\n").split("\r\n") {
                prop_assert!(one.len() <= LINE, "{one}");
            }
            prop_assert_eq!(folded.replace("\r\n ", ""), format!("{line}\r\n"));
        }

        #[test]
        fn values_come_back(written in "[a-z,;\\\\\n\"]{0,60}") {
            let mut read = String::new();
            let value = text(&written);
            let mut characters = value.chars();
            while let Some(character) = characters.next() {
                prop_assert!(![',', ';', '\n'].contains(&character), "{value}");
                read.push(match character {
                    '\\' => match characters.next() {
                        Some('n') => '\n',
                        other => other.unwrap(),
                    },
                    other => other,
                });
            }
            prop_assert_eq!(read, written);
        }
    }
}
