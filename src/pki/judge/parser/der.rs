//! DER as Go's `cryptobyte` takes it: lengths and numbers in their shortest form.

use time::{Date, Duration, Month, OffsetDateTime, Time};

use crate::etcd::GoVersion;
use crate::pki::inspect::der::{
    self, BIT_STRING, BOOLEAN, Element, GENERALIZED_TIME, INTEGER, OID, UTC_TIME,
};

/// What is left to read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Der<'a>(pub(super) &'a [u8]);

/// An element that is there, but makes no sense.
pub(super) struct Broken;

/// The bits of a BIT STRING, and how many at their end don't count.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bits<'a> {
    unused: u8,
    bytes: &'a [u8],
}

impl<'a> Der<'a> {
    pub(super) fn is_empty(self) -> bool {
        self.0.is_empty()
    }

    /// Whether the next element has this tag.
    pub(super) fn is_next(self, tag: u8) -> bool {
        self.0.first() == Some(&tag)
    }

    /// The next element, whatever it is.
    pub(super) fn any(&mut self) -> Option<Element<'a>> {
        let (element, rest) = der::split(self.0)?;
        let shortest = match element.value.len() {
            0..=0x7F => 2,
            0x80..=0xFF => 3,
            0x100..=0xFFFF => 4,
            0x1_0000..=0xFF_FFFF => 5,
            _ => 6,
        };
        if element.whole.len() - element.value.len() != shortest {
            return None;
        }
        self.0 = rest;
        Some(element)
    }

    /// The next element, where it has this tag.
    pub(super) fn element(&mut self, tag: u8) -> Option<Element<'a>> {
        if self.is_next(tag) { self.any() } else { None }
    }

    /// What is within the next element, where it has this tag.
    pub(super) fn inside(&mut self, tag: u8) -> Option<Self> {
        self.element(tag).map(|element| Self(element.value))
    }

    /// What is within the next element where it has this tag.
    pub(super) fn optional(&mut self, tag: u8) -> Result<Option<Self>, Broken> {
        if self.is_next(tag) { self.inside(tag).map(Some).ok_or(Broken) } else { Ok(None) }
    }

    /// Passes over the next element where it has this tag; `None` for one that is broken.
    pub(super) fn skip(&mut self, tag: u8) -> Option<()> {
        if self.is_next(tag) { self.any().map(|_| ()) } else { Some(()) }
    }

    /// A number, in the shortest form of two's complement.
    pub(super) fn integer(&mut self) -> Option<&'a [u8]> {
        self.number(INTEGER)
    }

    /// The same under another tag.
    pub(super) fn number(&mut self, tag: u8) -> Option<&'a [u8]> {
        let value = self.element(tag)?.value;
        match value {
            [] | [0, 0..=0x7F, ..] | [0xFF, 0x80..=0xFF, ..] => None,
            _ => Some(value),
        }
    }

    pub(super) fn boolean(&mut self) -> Option<bool> {
        match self.element(BOOLEAN)?.value {
            [0] => Some(false),
            [0xFF] => Some(true),
            _ => None,
        }
    }

    /// An OBJECT IDENTIFIER: its bytes. Go reads parts of up to 31 bits, and since 1.21 none that
    /// starts with a needless 0x80.
    pub(super) fn oid(&mut self, go: GoVersion) -> Option<&'a [u8]> {
        let value = self.element(OID)?.value;
        let is_short_enough = go < GoVersion::first_of(21) || is_shortest(value);
        (has_small_parts(value) && is_short_enough).then_some(value)
    }

    pub(super) fn bits(&mut self) -> Option<Bits<'a>> {
        let (&unused, bytes) = self.element(BIT_STRING)?.value.split_first()?;
        let is_cut_clean = bytes.last().is_some_and(|last| last.trailing_zeros() >= unused.into());
        let is_well_formed = unused == 0 || unused < 8 && is_cut_clean;
        is_well_formed.then_some(Bits { unused, bytes })
    }

    /// A moment, as Go reads it; what Go says of one that it doesn't.
    pub(super) fn time(&mut self, go: GoVersion) -> Result<OffsetDateTime, String> {
        let fault = match self.0.first() {
            Some(&UTC_TIME) => "x509: malformed UTCTime",
            Some(&GENERALIZED_TIME) => "x509: malformed GeneralizedTime",
            _ => return Err("x509: unsupported time format".into()),
        };
        let element = self.any().ok_or(fault)?;
        if element.tag == UTC_TIME && go < GoVersion::first_of(19) {
            super::time_parse::parse(element.value, false, go)?;
        }
        Ok(moment(element, go).ok_or(fault)?)
    }
}

impl<'a> Bits<'a> {
    /// What a sound BIT STRING holds.
    pub(super) fn of(value: &'a [u8]) -> Self {
        let (unused, bytes) = value.split_first().unwrap_or((&0, &[]));
        Self { unused: *unused, bytes }
    }

    /// Whether a bit is set, counted from 0 at the front.
    pub(super) fn is_set(self, index: usize) -> bool {
        let octet = self.bytes.get(index / 8).copied().unwrap_or_default();
        octet >> (7 - index % 8) & 1 == 1
    }

    /// The bits as a number's bytes: shifted to the right by those that don't count.
    pub(super) fn aligned(self) -> std::borrow::Cow<'a, [u8]> {
        if self.unused == 0 {
            return self.bytes.into();
        }
        let mut above = 0;
        let shifted = self.bytes.iter().map(|byte| {
            let moved = byte >> self.unused | above;
            above = byte << (8 - self.unused);
            moved
        });
        shifted.collect::<Vec<_>>().into()
    }
}

/// Whether an OBJECT IDENTIFIER's parts are whole and have 31 bits at most.
fn has_small_parts(value: &[u8]) -> bool {
    let mut parts = value.split_inclusive(|byte| byte & 0x80 == 0);
    let number =
        |part: &[u8]| part.iter().fold(0_u64, |sum, byte| sum << 7 | u64::from(byte & 0x7F));
    let is_small = |part: &[u8]| part.len() <= 5 && number(part) < 1 << 31;
    parts.all(is_small) && value.last().is_some_and(|last| last & 0x80 == 0)
}

/// Whether an OBJECT IDENTIFIER's parts are whole, and none starts with a needless 0x80.
pub(super) fn is_shortest(value: &[u8]) -> bool {
    let mut parts = value.split_inclusive(|byte| byte & 0x80 == 0);
    parts.all(|part| part.first() != Some(&0x80))
        && value.last().is_some_and(|last| last & 0x80 == 0)
}

/// Reads `YYMMDDhhmmZ` or `YYMMDDhhmmssZ`, the year in four digits for `GeneralizedTime`, which needs seconds;
/// `Z` may be an offset such as `+0100`, but not of zero.
pub(in crate::pki) fn moment(element: Element<'_>, go: GoVersion) -> Option<OffsetDateTime> {
    let (moment, digits, zone) = date(element)?;
    let is_whole = digits == 14 || element.tag == UTC_TIME && matches!(digits, 10 | 12);
    moment.checked_sub(offset(zone, go).filter(|_| is_whole)?)
}

/// The date that the digits of a moment tell, whatever its form, with their number and what follows them. Years
/// from 50 to 99 are of the twentieth century (RFC 5280 §4.1.2.5.1).
pub(in crate::pki) fn date(element: Element<'_>) -> Option<(OffsetDateTime, usize, &str)> {
    let text = std::str::from_utf8(element.value).ok()?;
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, zone) = text.split_at_checked(digits)?;
    let (year, rest) = number.split_at_checked(if element.tag == UTC_TIME { 2 } else { 4 })?;
    let year = match (element.tag, year.parse::<i32>().ok()?) {
        (UTC_TIME, year @ 50..) => 1900 + year,
        (UTC_TIME, year) => 2000 + year,
        (GENERALIZED_TIME, year) => year,
        _ => return None,
    };
    let pair = |at: usize| rest.get(at..at + 2).and_then(|pair| pair.parse::<u8>().ok());
    let date = Date::from_calendar_date(year, Month::try_from(pair(0)?).ok()?, pair(2)?).ok()?;
    let time = Time::from_hms(pair(4)?, pair(6)?, pair(8).unwrap_or_default()).ok()?;
    Some((date.with_time(time).assume_utc(), digits, zone))
}

/// How far a zone is ahead. Since 1.23 by a day at most.
fn offset(zone: &str, go: GoVersion) -> Option<Duration> {
    if zone == "Z" {
        return Some(Duration::ZERO);
    }
    let (sign, digits) = zone.split_at_checked(1)?;
    let is_number = digits.len() == 4 && digits.bytes().all(|byte| byte.is_ascii_digit());
    let digits = if is_number { digits.parse::<i64>().ok()? } else { return None };
    let (hours, minutes) = (digits / 100, digits % 100);
    let is_known = digits != 0 && minutes < 60 && (hours <= 24 || go < GoVersion::first_of(23));
    let offset = Duration::minutes(hours * 60 + minutes);
    match sign {
        "+" if is_known => Some(offset),
        "-" if is_known => Some(-offset),
        _ => None,
    }
}
