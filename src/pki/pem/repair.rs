//! PEM as its author meant it.

use zeroize::Zeroizing;

use super::{BEGIN, DASHES, END};

/// Where two blocks meet that were joined without a line break between them.
pub(super) const JOINT: &str = "----------BEGIN ";

/// Writes a text as its author meant it: markers at the start of their lines between five hyphens,
/// whatever stood before them left out, comment marks and quotes of the lines between
/// them as well, `\n` in two characters as the end of a line it stands for.
/// Everything else is kept, so that lines keep their numbers but for these and [`joints`].
pub(in crate::pki) fn repaired(text: &str) -> Zeroizing<String> {
    // Longer by at most a hyphen or two a marker; a buffer that grows would leave copies behind.
    let mut repaired = Zeroizing::new(String::with_capacity(text.len() + text.len() / 4 + 64));
    let mut prefix = "";
    for line in text.split('\n') {
        if line.contains(BEGIN) {
            prefix = comment(line);
        }
        let line = without(line, prefix);
        for part in line.split("\\n") {
            let (end, begin) = joint(part).and_then(|at| part.split_at_checked(at)).unzip();
            for part in [Some(end.unwrap_or(part)), begin].into_iter().flatten() {
                repair_line(part, &mut repaired);
                repaired.push('\n');
            }
        }
    }
    repaired
}

/// What makes a line a comment, a quotation or a part of a string's literal, where a marker stands behind it.
fn comment(line: &str) -> &str {
    let before = line.split(BEGIN).next().unwrap_or_default().trim();
    let is_mark = |c| matches!(c, ' ' | '#' | '>' | '*' | '|' | ';' | '/' | '%' | '"' | '\'');
    if before.chars().all(is_mark) { before } else { "" }
}

/// A line without what makes it a comment or a literal.
fn without<'a>(line: &'a str, prefix: &str) -> &'a str {
    if prefix.is_empty() {
        return line;
    }
    let rest = line.trim_start().strip_prefix(prefix).unwrap_or(line);
    match prefix.chars().last().filter(|last| matches!(last, '"' | '\'')) {
        Some(quote) => rest.split(quote).next().unwrap_or(rest),
        None => rest.trim_start(),
    }
}

/// Where the line break is missing in a line that ends one block and begins the next.
pub(super) fn joint(line: &str) -> Option<usize> {
    line.find(JOINT).filter(|_| line.starts_with(END)).map(|at| at + DASHES.len())
}

/// The lines that [`fixed`] makes two of, from 1.
pub(in crate::pki) fn joints(text: &str) -> Vec<usize> {
    let lines = (1..).zip(text.split('\n'));
    lines.filter(|(_, line)| joint(line).is_some()).map(|(number, _)| number).collect()
}

fn repair_line(line: &str, repaired: &mut String) {
    let found = line.find("BEGIN ").map(|at| (at, BEGIN)).or(line.find("END ").map(|at| (at, END)));
    let marker = found.and_then(|(at, marker)| {
        let (before, from) = line.split_at_checked(at)?;
        let (_, from) = from.split_once(' ')?;
        let label: &str = from.split(is_dash).next()?;
        let rest = from.get(label.len()..)?.trim_start_matches(is_dash);
        (before.ends_with(is_dash) && from.len() > label.len()).then_some((marker, label, rest))
    });
    match marker {
        None => repaired.push_str(line),
        Some((marker, label, rest)) => {
            for part in [marker, label, DASHES, rest] {
                repaired.push_str(part);
            }
        }
    }
}

pub(super) fn is_dash(c: char) -> bool {
    c == '-' || matches!(u32::from(c), 0x2010..=0x2015 | 0x2212)
}
