//! What a misspelt name may have meant.

/// The longest name that anything is meant by, in bytes.
const LONGEST: usize = 64;

/// Finds the name that somebody may have meant.
pub fn nearest<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    if name.len() > LONGEST {
        return None;
    }
    let length = name.chars().count();
    let most = 1 + name.len() / 6;
    // Names whose lengths differ by more are further apart. A file may hold tens of thousands of unknown
    // ones, and comparing each with every flag took a minute.
    let near = known.filter(|one| length.abs_diff(one.chars().count()) <= most);
    let distances = near.map(|one| (distance(name, one), one));
    let (least, found) = distances.min_by_key(|(distance, _)| *distance)?;
    (least <= most).then_some(found)
}

/// The same where no other name is as near, and hardly anything else can be meant: two letters, or two neighbours that
/// changed places, are all that differs.
pub(crate) fn nearest_alone<'a>(
    name: &str,
    known: impl Iterator<Item = &'a str>,
) -> Option<&'a str> {
    const MOST: usize = 2;
    let mut near: Vec<(usize, &str)> = known
        .filter(|one| name.len() <= LONGEST && name.len().abs_diff(one.len()) <= MOST)
        .map(|one| (distance(name, one), one))
        .filter(|(distance, _)| *distance <= MOST)
        .collect();
    near.sort_unstable();
    near.dedup();
    match near.as_slice() {
        [(_, one)] => Some(one),
        [(least, one), (next, _), ..] if least < next => Some(one),
        _ => None,
    }
}

/// The edit distance of two names (Levenshtein).
fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (index, character) in one.chars().enumerate() {
        let mut diagonal = index;
        let mut left = index + 1;
        let mut next = vec![left];
        for (above, wanted) in row.iter().skip(1).zip(&other) {
            left = (above + 1).min(left + 1).min(diagonal + usize::from(*wanted != character));
            diagonal = *above;
            next.push(left);
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::etcd::flags;

    #[test]
    fn a_misspelt_name_finds_the_right_one() {
        let known = || flags::all().iter().map(|flag| flag.name.as_str());
        assert_eq!(nearest("trusted-ca-fil", known()), Some("trusted-ca-file"));
        assert_eq!(nearest("client-cert-auht", known()), Some("client-cert-auth"));
        assert_eq!(nearest("completely-other", known()), None);
        assert_eq!(nearest_alone("client-cert-auht", known()), Some("client-cert-auth"));
        assert_eq!(nearest_alone("trusted-ca-fi", known()), Some("trusted-ca-file"));
        assert_eq!(nearest_alone("trusted-ca", known()), None);
        assert_eq!(nearest_alone("cad", ["cab", "cat"].into_iter()), None);
        // Passing over names of other lengths loses none.
        for flag in known() {
            let bare = flag.replace('e', "");
            let least = known().map(|one| distance(&bare, one)).min().unwrap();
            let found = nearest(&bare, known()).map(|one| distance(&bare, one));
            assert_eq!(found, (least <= 1 + bare.len() / 6).then_some(least), "{bare}");
        }
        // Enough letters are as near to a name as any others are.
        assert_eq!(nearest(&"x".repeat(1000), known()), None);
    }
}
