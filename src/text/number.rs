//! Figures as the language writes them.

use super::Language;

/// A whole number with its thousands apart: `10,000`, in Ukrainian with a space that no line breaks at.
pub(crate) fn grouped(number: u64) -> String {
    let separator = match Language::current() {
        Language::English => ',',
        Language::Ukrainian => '\u{a0}',
    };
    let digits = number.to_string();
    let mut shown = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            shown.push(separator);
        }
        shown.push(digit);
    }
    shown
}

/// A number that is written with a decimal point, with the language's own sign.
pub(crate) fn decimal(number: &str) -> String {
    match Language::current() {
        Language::English => number.to_owned(),
        Language::Ukrainian => number.replace('.', ","),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_stand_apart_and_decimals_have_the_sign_of_the_language() {
        let figures = || [0, 999, 1000, 1_234_567].map(grouped).join(" ");
        assert_eq!((figures(), decimal("56.25")), ("0 999 1,000 1,234,567".into(), "56.25".into()));
        let both = Language::Ukrainian.speaking(|| (figures(), decimal("56.25")));
        assert_eq!(both, ("0 999 1\u{a0}000 1\u{a0}234\u{a0}567".into(), "56,25".into()));
    }
}
