//! A text that is searched for among lines.

/// The numbers of the lines that hold a text, in small letters or capitals; none where it is empty.
pub(super) fn matches(lines: impl IntoIterator<Item = String>, sought: &str) -> Vec<usize> {
    let sought = sought.to_lowercase();
    if sought.is_empty() {
        return Vec::new();
    }
    let lines = lines.into_iter().enumerate();
    lines
        .filter(|(_, line)| line.to_lowercase().contains(&sought))
        .map(|(index, _)| index)
        .collect()
}

/// The match behind a line, or the one before it, around the ends.
pub(super) fn next(matches: &[usize], here: usize, forward: bool) -> Option<usize> {
    let next = if forward {
        matches.iter().find(|index| **index > here).or(matches.first())
    } else {
        matches.iter().rev().find(|index| **index < here).or(matches.last())
    };
    next.copied()
}
