//! Other programs' words for what Go's TLS says.

use std::cmp::Reverse;
use std::sync::LazyLock;

/// Go's words, each before those of others.
const WORDS: &str = include_str!("../../../assets/words/tls.txt");

/// The letters of others' words, and Go's, the longest first.
static KNOWN: LazyLock<Vec<(String, &str)>> = LazyLock::new(|| {
    let mut known: Vec<(String, &str)> = all().map(|(go, theirs)| (letters(theirs), go)).collect();
    known.sort_by_key(|(theirs, _)| Reverse(theirs.len()));
    known
});

/// What Go says of what another program says in this line, by the longest words in it.
pub(super) fn of_go(line: &str) -> Option<&'static str> {
    let line = letters(line);
    KNOWN.iter().find(|(theirs, _)| line.contains(theirs)).map(|(_, go)| *go)
}

/// Go's words with others' for the same.
pub(super) fn all() -> impl Iterator<Item = (&'static str, &'static str)> {
    let mut go = "";
    WORDS.lines().filter(|line| !line.starts_with('#')).filter_map(move |line| {
        let theirs = line.strip_prefix("    ");
        if theirs.is_none() {
            go = line;
        }
        theirs.map(|theirs| (go, theirs))
    })
}

/// Programs write the same words with blanks, underscores, capitals or hyphens.
fn letters(text: &str) -> String {
    text.chars().filter(char::is_ascii_alphanumeric).map(|one| one.to_ascii_lowercase()).collect()
}
