//! Labels that are safe to repeat.

/// The shortest run of base64 that can't be a word of a label's, unless it is written as one.
const RUN: usize = 8;
/// The longest word of a label.
const WORD: usize = 16;

/// A label with `…` for what looks like a body that slipped into its line: it may be a key's.
pub(super) fn without_body(label: &str) -> String {
    let is_base64 = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '/');
    let mut masked = String::with_capacity(label.len());
    let mut left = label;
    while !left.is_empty() {
        let (run, rest) = left.split_at(left.find(|c| !is_base64(c)).unwrap_or(left.len()));
        masked.push_str(if run.len() < RUN || is_word(run) { run } else { "…" });
        let (between, rest) = rest.split_at(rest.find(is_base64).unwrap_or(rest.len()));
        masked.push_str(between);
        left = rest;
    }
    masked
}

/// `CERTIFICATE`, `Certificate` or `certificate`.
fn is_word(run: &str) -> bool {
    let (first, rest) = run.split_at(1.min(run.len()));
    let upper = |text: &str| text.bytes().all(|byte| byte.is_ascii_uppercase());
    let lower = |text: &str| text.bytes().all(|byte| byte.is_ascii_lowercase());
    run.len() <= WORD && (upper(run) || lower(run) || upper(first) && lower(rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_that_slipped_into_a_label_is_not_part_of_it() {
        assert_eq!(without_body("EC PRIVATE KAjdW51Yrx7JpR+/a"), "EC PRIVATE …");
        assert_eq!(without_body("PRIVATE KEY-MIGHAgEAMBMGByqG"), "PRIVATE KEY-…");
        for label in ["CERTIFICATE", "EC PARAMETERS", "X509 CRL", "Certificate", "a\u{1b}[31mé", ""]
        {
            assert_eq!(without_body(label), label);
        }
    }
}
