//! Other programs' words for what Go's TLS says.

/// Go's words, each before those of others.
const WORDS: &str = include_str!("../../../assets/words/tls.txt");

/// What Go says of what another program says in this line, by the longest words in it.
pub(super) fn of_go(line: &str) -> Option<&'static str> {
    let line = letters(line);
    let in_line = all().filter(|(_, theirs)| line.contains(&letters(theirs)));
    in_line.max_by_key(|(_, theirs)| theirs.len()).map(|(go, _)| go)
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
