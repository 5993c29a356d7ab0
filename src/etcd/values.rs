//! What etcd takes for the value of a setting: words for switches, digits for numbers, durations as Go writes them, and
//! one of a few words.
//!
//! Each is run against real etcd of all series in the tests.

use super::flags::{Flag, Kind};
use super::number;
use super::release::Release;
use crate::cluster::EtcdVersion;

/// What Go's strconv.ParseBool takes for a switch that is off.
const FALSE: [&str; 6] = ["false", "0", "f", "F", "FALSE", "False"];
/// What it takes for one that is on.
const TRUE: [&str; 6] = ["true", "1", "t", "T", "TRUE", "True"];

/// Numbers that may be below 0; all others are unsigned (`embed/config.go`).
const SIGNED: [&str; 6] = [
    "quota-backend-bytes",
    "compaction-batch-limit",
    "experimental-compaction-batch-limit",
    "distributed-tracing-sampling-rate",
    "experimental-distributed-tracing-sampling-rate",
    "max-learners",
];

/// Why etcd doesn't take a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ValueFault {
    /// No word for a switch.
    NotABoolean,
    /// No number.
    NotANumber,
    /// No duration.
    NotADuration,
    /// None of these words.
    NotOneOf(&'static [&'static str]),
}

/// Whether a switch is on; `None` where Go's `strconv.ParseBool` doesn't take the word.
pub fn switch(text: &str) -> Option<bool> {
    if TRUE.contains(&text) {
        return Some(true);
    }
    FALSE.contains(&text).then_some(false)
}

/// The number that a flag is given, as Go reads it.
pub fn number(flag: &Flag, text: &str) -> Option<i128> {
    number::of_flag(text, SIGNED.contains(&flag.name.as_str()))
}

/// Holds a value against the type of its flag.
///
/// # Errors
/// What is expected instead.
pub fn has_type(flag: &Flag, value: &str) -> Result<(), ValueFault> {
    match flag.kind {
        Kind::Bool if switch(value).is_none() => Err(ValueFault::NotABoolean),
        Kind::Number if number(flag, value).is_none() => Err(ValueFault::NotANumber),
        Kind::Duration if nanoseconds(value).is_none() => Err(ValueFault::NotADuration),
        _ if flag.name == "auto-compaction-retention" => {
            let is_taken = value.parse::<u32>().is_ok() || nanoseconds(value).is_some();
            is_taken.then_some(()).ok_or(ValueFault::NotADuration)
        }
        _ => Ok(()),
    }
}

/// Holds a value against the words that a release takes, where there are a few; `is_key` in a config file.
///
/// # Errors
/// The words.
pub fn is_one_of(
    flag: &Flag,
    value: &str,
    is_key: bool,
    release: Release,
) -> Result<(), ValueFault> {
    let name = flag.name.as_str();
    let Some(words) = words(name, is_key, release) else { return Ok(()) };
    let is_level = name == "log-level" && release.series() > EtcdVersion::V3_4;
    // zap takes its levels in any case.
    let lower = if is_level { value.to_ascii_lowercase() } else { value.to_owned() };
    // What a token of JWT is made with stands behind the word.
    let word = if name == "auth-token" { lower.split(',').next() } else { Some(lower.as_str()) };
    // Alone it ends etcd: it has to say how tokens are signed, and by which key.
    let lacks_key = name == "auth-token" && lower == "jwt";
    let is_taken = !lacks_key && word.is_some_and(|word| words.contains(&word));
    is_taken.then_some(()).ok_or(ValueFault::NotOneOf(words))
}

/// What a setting takes, where that is one of a few words.
fn words(name: &str, is_key: bool, release: Release) -> Option<&'static [&'static str]> {
    let series = release.series();
    Some(match name {
        // Its zap takes one more, which others don't (measured).
        "log-level" if series >= EtcdVersion::V3_7 => {
            &["debug", "info", "warn", "warning", "error", "dpanic", "panic", "fatal"]
        }
        "log-level" => &["debug", "info", "warn", "error", "dpanic", "panic", "fatal"],
        // That one is gone is said where loggers are judged.
        "logger" => &["zap", "capnslog"],
        "log-format" => &["json", "console"],
        "auto-compaction-mode" => &["periodic", "revision"],
        "auth-token" => &["simple", "jwt"],
        "v2-deprecation" if is_key => return None,
        "v2-deprecation" if series < EtcdVersion::V3_6 => {
            &["not-yet", "write-only", "write-only-drop-data", "gone"]
        }
        "v2-deprecation" => &["write-only", "write-only-drop-data", "gone"],
        "discovery-fallback" if series < EtcdVersion::V3_6 => &["exit", "proxy"],
        "discovery-fallback" if is_key => return None,
        "discovery-fallback" => &["exit"],
        "proxy" => &["off", "readonly", "on"],
        _ => return None,
    })
}

/// Reads a duration as Go's `time.ParseDuration` does: `1h30m`, `1.5s`, `-1ms`, or a bare 0. In nanoseconds; fractions
/// of one are cut off, and what an `int64` can't hold is none.
pub fn nanoseconds(text: &str) -> Option<i64> {
    let (sign, mut rest) = match text.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, text.strip_prefix('+').unwrap_or(text)),
    };
    if rest == "0" {
        return Some(0);
    }
    if rest.is_empty() {
        return None;
    }
    let mut sum: i128 = 0;
    while !rest.is_empty() {
        let number = rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len());
        let (digits, after) = rest.split_at(number);
        let end = after.find(|c: char| c.is_ascii_digit() || c == '.').unwrap_or(after.len());
        let (unit, next) = after.split_at(end);
        let unit: i128 = match unit {
            "ns" => 1,
            "us" | "\u{b5}s" | "\u{3bc}s" => 1000,
            "ms" => 1_000_000,
            "s" => 1_000_000_000,
            "m" => 60_000_000_000,
            "h" => 3_600_000_000_000,
            _ => return None,
        };
        sum = sum.checked_add(of_unit(digits, unit)?)?;
        rest = next;
    }
    i64::try_from(sign * sum).ok()
}

/// As many nanoseconds as a decimal number of a unit has.
fn of_unit(digits: &str, unit: i128) -> Option<i128> {
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let is_number = |text: &str| text.chars().all(|c| c.is_ascii_digit());
    if (whole.is_empty() && fraction.is_empty()) || !is_number(whole) || !is_number(fraction) {
        return None;
    }
    let whole: i128 = if whole.is_empty() { 0 } else { whole.parse().ok()? };
    let (mut part, mut place) = (0, unit);
    for digit in fraction.chars().filter_map(|c| c.to_digit(10)) {
        place /= 10;
        part += i128::from(digit) * place;
    }
    whole.checked_mul(unit)?.checked_add(part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_those_of_go() {
        for (text, expected) in [
            ("0", 0),
            ("1h", 3_600_000_000_000),
            ("1h30m", 5_400_000_000_000),
            ("1.5s", 1_500_000_000),
            (".5s", 500_000_000),
            ("-1ms", -1_000_000),
            ("+2h", 7_200_000_000_000),
            ("1\u{b5}s", 1000),
            ("10ns", 10),
        ] {
            assert_eq!(nanoseconds(text), Some(expected), "{text}");
        }
        for text in
            ["", "5", "1day", "1 h", "h", ".s", "1.2.3s", "-", "1h5", "1H", "9999999999999h"]
        {
            assert_eq!(nanoseconds(text), None, "{text}");
        }
    }
}
