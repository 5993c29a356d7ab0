//! Whole numbers as Go reads them.

/// A whole number with the prefixes of Go: decimal, `0x`, `0o`, `0b`, or octal after a zero.
pub(crate) fn whole(text: &str) -> Option<i128> {
    let (is_negative, digits) = match text.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let lower = digits.to_ascii_lowercase();
    let (digits, radix) = prefixed(&lower)
        .or_else(|| Some((lower.strip_prefix('0').filter(|rest| !rest.is_empty())?, 8)))
        .unwrap_or((&lower, 10));
    if !digits.chars().all(|c| c.is_digit(radix)) {
        return None;
    }
    let number = i128::from_str_radix(digits, radix).ok()?;
    Some(if is_negative { -number } else { number })
}

fn prefixed(lower: &str) -> Option<(&str, u32)> {
    let prefixes = [("0x", 16), ("0o", 8), ("0b", 2)];
    prefixes.iter().find_map(|(prefix, radix)| Some((lower.strip_prefix(prefix)?, *radix)))
}

/// A number that a flag is given (`strconv.ParseUint` and `ParseInt` with base 0): underscores may stand between
/// digits, and only signed numbers have a sign.
pub(crate) fn of_flag(text: &str, is_signed: bool) -> Option<i128> {
    let unsigned = text.strip_prefix(['+', '-']).filter(|_| is_signed).unwrap_or(text);
    let lower = unsigned.to_ascii_lowercase();
    // A prefix counts as a digit.
    let digits = prefixed(&lower).map_or(lower.clone(), |(rest, _)| format!("0{rest}"));
    let are_between = digits.split('_').all(|part| !part.is_empty());
    if !are_between || unsigned.starts_with(['+', '-']) {
        return None;
    }
    let range = if is_signed { i64::MIN.into()..=i64::MAX.into() } else { 0..=u64::MAX.into() };
    whole(&text.replace('_', "")).filter(|number| range.contains(number))
}

#[cfg(test)]
mod tests {
    use super::of_flag;

    /// What Go 1.26 says of each as an unsigned and as a signed number.
    #[test]
    fn flags_take_the_numbers_that_go_takes() {
        for (text, unsigned, signed) in [
            ("5", true, true),
            ("+5", false, true),
            ("-5", false, true),
            ("0x10", true, true),
            ("0X1f", true, true),
            ("0b11", true, true),
            ("0b2", false, false),
            ("0o17", true, true),
            ("010", true, true),
            ("08", false, false),
            ("1_000", true, true),
            ("_1", false, false),
            ("1_", false, false),
            ("1__0", false, false),
            ("0x_1", true, true),
            ("0_7", true, true),
            ("0_8", false, false),
            ("0_", false, false),
            ("0x", false, false),
            ("", false, false),
            ("18446744073709551615", true, false),
            ("18446744073709551616", false, false),
            ("5s", false, false),
            ("1.0", false, false),
        ] {
            assert_eq!(of_flag(text, false).is_some(), unsigned, "{text}");
            assert_eq!(of_flag(text, true).is_some(), signed, "{text}");
        }
    }
}
