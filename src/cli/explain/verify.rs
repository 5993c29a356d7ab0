//! The numbers with which OpenSSL says why it refuses a certificate, where a line has no words for them.

use super::words;

/// Each number before OpenSSL's words for it.
const NUMBERS: &str = include_str!("../../../assets/words/verify.txt");

/// A number, and what it stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Reason {
    pub(super) number: u32,
    pub(super) words: &'static str,
}

/// What stands before a number: of `openssl s_client` and `verify`, curl and nginx.
const BEFORE: [&str; 5] = [
    "verify error:num=",
    "verify return code: ",
    "verify result: ",
    "certificate verify error: (",
    "verify error: ",
];

/// What a number in this line stands for; `None` where there is none, or its words are there as well.
pub(super) fn reason(line: &str) -> Option<Reason> {
    let line = line.to_lowercase();
    let behind = |before: &&str| line.split_once(*before).and_then(|(_, rest)| number(rest));
    // `error 20 at 0 depth lookup`
    let at_depth = || {
        let (start, _) = line.split_once("depth lookup")?;
        number(start.rsplit_once("error ")?.1)
    };
    let number = BEFORE.iter().find_map(behind).or_else(at_depth)?;
    let reason = all().find(|one| one.number == number)?;
    let is_said = line.contains(&reason.words.to_lowercase()) || words::of_go(&line).is_some();
    (!is_said).then_some(reason)
}

fn number(text: &str) -> Option<u32> {
    let end = text.find(|one: char| !one.is_ascii_digit()).unwrap_or(text.len());
    text.get(..end)?.parse().ok()
}

/// All numbers with their words.
pub(super) fn all() -> impl Iterator<Item = Reason> {
    NUMBERS.lines().filter_map(|line| {
        let (number, words) = line.split_once(' ')?;
        Some(Reason { number: number.parse().ok()?, words })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bare_number_is_told_and_one_with_its_words_is_not() {
        for (line, expected) in [
            ("verify error:num=20", Some(20)),
            ("error 20 at 0 depth lookup", Some(20)),
            ("Verify return code: 21", Some(21)),
            ("SSL certificate verify result: 18", Some(18)),
            ("client SSL certificate verify error: (26)", Some(26)),
            ("error 10 at 1 depth lookup:", Some(10)),
            ("verify error:num=20:unable to get local issuer certificate", None),
            ("error 7 of 9", None),
            ("verify error: (26:unsupported certificate purpose)", None),
            ("verify error:num=4711", None),
        ] {
            assert_eq!(reason(line).map(|one| one.number), expected, "{line}");
        }
        assert!(all().count() > 90);
    }
}
