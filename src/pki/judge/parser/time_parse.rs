//! Moments as Go's `time.Parse` reads them, in the words with which certificates were refused up to Go 1.18.

use time::{Date, Duration, Month, OffsetDateTime, Time};

use crate::etcd::GoVersion;

/// A way in which a moment may be written.
pub(super) type Layout = &'static str;

const MINUTES: Layout = "0601021504Z0700";
const SECONDS: Layout = "060102150405Z0700";
const GENERALIZED: Layout = "20060102150405Z0700";

/// The first release that quotes a year as it is written, and looks at a month before it asks for its range.
const FIRST_TO_HOLD: GoVersion = GoVersion::first_of(13);

/// What Go reads: the moment, with the zone in minutes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Moment {
    local: OffsetDateTime,
    zone: i64,
}

/// What is read one after the other.
struct Parser<'a> {
    layout: Layout,
    all: &'a [u8],
    rest: &'a [u8],
}

/// Reads a `UTCTime`, or a `GeneralizedTime`, without a look at whether it is written as Go would.
///
/// # Errors
/// What Go says.
pub(super) fn parse(
    text: &[u8],
    is_generalized: bool,
    go: GoVersion,
) -> Result<(Moment, Layout), String> {
    let layout = |layout| {
        let mut parser = Parser { layout, all: text, rest: text };
        parser.moment(go).map(|moment| (moment, layout))
    };
    if is_generalized { layout(GENERALIZED) } else { layout(MINUTES).or_else(|_| layout(SECONDS)) }
}

/// Writes a moment as Go does.
pub(super) fn write(moment: Moment, layout: Layout) -> String {
    let at = moment.local;
    let (year, month, day) = (at.year(), u8::from(at.month()), at.day());
    let date = if layout == GENERALIZED {
        format!("{year:04}{month:02}{day:02}")
    } else {
        format!("{:02}{month:02}{day:02}", year.rem_euclid(100))
    };
    let seconds = if layout == MINUTES { String::new() } else { format!("{:02}", at.second()) };
    let zone = match moment.zone {
        0 => "Z".to_owned(),
        zone => {
            let sign = if zone < 0 { '-' } else { '+' };
            format!("{sign}{:02}{:02}", zone.abs() / 60, zone.abs() % 60)
        }
    };
    format!("{date}{:02}{:02}{seconds}{zone}", at.hour(), at.minute())
}

/// The moment; a `UTCTime` of 2050 or later is of the century before.
pub(super) fn of_utc_time(moment: Moment, is_generalized: bool) -> OffsetDateTime {
    let at = moment.local;
    let before = |year| at.replace_year(year).unwrap_or(at);
    let at = if !is_generalized && at.year() >= 2050 { before(at.year() - 100) } else { at };
    at.checked_sub(Duration::minutes(moment.zone)).unwrap_or(at)
}

impl Parser<'_> {
    fn said(&self, what: &str) -> String {
        format!("parsing time \"{}\"{what}", String::from_utf8_lossy(self.all))
    }

    /// Says that the rest isn't a part of the layout.
    fn fault(&self, part: &str) -> String {
        let rest = String::from_utf8_lossy(self.rest);
        self.said(&format!(" as \"{}\": cannot parse \"{rest}\" as \"{part}\"", self.layout))
    }

    fn range(&self, what: &str) -> String {
        self.said(&format!(": {what} out of range"))
    }

    fn digit(&self, at: usize) -> Option<u8> {
        self.rest.get(at).filter(|byte| byte.is_ascii_digit()).map(|byte| byte - b'0')
    }

    /// A number of two digits; the hour may have one.
    fn two(&mut self, part: &str) -> Result<u8, String> {
        let first = self.digit(0).ok_or_else(|| self.fault(part))?;
        let (number, length) = match self.digit(1) {
            Some(second) => (first * 10 + second, 2),
            None if part == "15" => (first, 1),
            None => return Err(self.fault(part)),
        };
        self.rest = self.rest.get(length..).unwrap_or_default();
        Ok(number)
    }

    fn moment(&mut self, go: GoVersion) -> Result<Moment, String> {
        let year = if self.layout == GENERALIZED { self.long_year()? } else { self.year(go)? };
        // Go 1.12 takes what is no number for month 0.
        let month =
            self.two("01").or_else(|why| if go < FIRST_TO_HOLD { Ok(0) } else { Err(why) })?;
        let month = Month::try_from(month).map_err(|_| self.range("month"))?;
        let day = self.two("02")?;
        let hour = self.two("15")?;
        if hour >= 24 {
            return Err(self.range("hour"));
        }
        let minute = self.two("04")?;
        if minute >= 60 {
            return Err(self.range("minute"));
        }
        let second = if self.layout == MINUTES { 0 } else { self.second(go)? };
        let zone = self.zone()?;
        if !self.rest.is_empty() {
            let rest = String::from_utf8_lossy(self.rest);
            let quote = if go < GoVersion::first_of(15) { "" } else { "\"" };
            return Err(self.said(&format!(": extra text: {quote}{rest}{quote}")));
        }
        let date = Date::from_calendar_date(year, month, day).map_err(|_| self.range("day"))?;
        let time = Time::from_hms(hour, minute, second).map_err(|_| self.range("second"))?;
        Ok(Moment { local: date.with_time(time).assume_utc(), zone })
    }

    fn year(&mut self, go: GoVersion) -> Result<i32, String> {
        let (year, rest) = self.rest.split_at_checked(2).ok_or_else(|| self.fault("06"))?;
        let year = signed(year);
        if year.is_some() || go < FIRST_TO_HOLD {
            self.rest = rest;
        }
        let year = year.ok_or_else(|| self.fault("06"))?;
        Ok(if year >= 69 { 1900 + year } else { 2000 + year })
    }

    fn long_year(&mut self) -> Result<i32, String> {
        self.digit(0).ok_or_else(|| self.fault("2006"))?;
        let year = self.rest.get(..4).ok_or_else(|| self.fault("2006"))?;
        let year = signed(year);
        self.rest = self.rest.get(4..).unwrap_or_default();
        year.ok_or_else(|| self.fault("2006"))
    }

    /// Seconds, behind which a fraction may stand.
    fn second(&mut self, go: GoVersion) -> Result<u8, String> {
        let second = self.two("05");
        if second.as_ref().is_ok_and(|second| *second >= 60) {
            return Err(self.range("second"));
        }
        let is_point = match self.rest.first() {
            Some(b'.') => true,
            Some(b',') => go >= GoVersion::first_of(17),
            _ => false,
        };
        if is_point && self.digit(1).is_some() {
            let count = self.rest.iter().skip(1).take_while(|byte| byte.is_ascii_digit()).count();
            self.rest = self.rest.get(1 + count..).unwrap_or_default();
            // A fraction makes good for seconds that aren't there.
            return Ok(second.unwrap_or_default());
        }
        second
    }

    /// The zone in minutes.
    fn zone(&mut self) -> Result<i64, String> {
        const PART: &str = "Z0700";
        if let Some(rest) = self.rest.strip_prefix(b"Z") {
            self.rest = rest;
            return Ok(0);
        }
        let [sign, digits @ ..] = self.rest.get(..5).ok_or_else(|| self.fault(PART))? else {
            return Err(self.fault(PART));
        };
        self.rest = self.rest.get(5..).unwrap_or_default();
        let (hours, minutes) = digits.split_at(digits.len() / 2);
        let parsed = signed(hours).zip(signed(minutes));
        let minutes = parsed.map(|(hours, minutes)| i64::from(hours * 60 + minutes));
        match (sign, minutes) {
            (b'+', Some(minutes)) => Ok(minutes),
            (b'-', Some(minutes)) => Ok(-minutes),
            _ => Err(self.fault(PART)),
        }
    }
}

/// A number that may have a sign.
fn signed(digits: &[u8]) -> Option<i32> {
    let (sign, digits) = match digits {
        [b'-', rest @ ..] => (-1, rest),
        [b'+', rest @ ..] | rest => (1, rest),
    };
    let is_number = digits.iter().all(u8::is_ascii_digit);
    let number = digits.iter().fold(0, |sum, digit| sum * 10 + i32::from(digit.wrapping_sub(b'0')));
    is_number.then_some(sign * number)
}
