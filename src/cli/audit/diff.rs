//! Fixes as a unified diff that `patch -p1` applies.

use std::fmt::Write as _;
use std::path::Path;

use crate::audit::Patch;

/// How many lines around a change are shown.
const CONTEXT: usize = 3;

/// The changes of all files, named as from the directory `here`; those outside of it as from the root.
pub(super) fn diff(patches: &[Patch], here: &Path) -> String {
    patches.iter().map(|patch| of_file(patch, here)).collect()
}

// Writing to a string can't fail.
fn of_file(patch: &Patch, here: &Path) -> String {
    let file = Path::new(&patch.path);
    let below = file.strip_prefix(here).unwrap_or(file).to_string_lossy().into_owned();
    let name = below.trim_start_matches("./").trim_start_matches('/');
    // A tab ends a name with blanks.
    let end = if name.contains(' ') { "\t" } else { "" };
    let mut text = format!("--- a/{name}{end}\n+++ b/{name}{end}\n");
    let before: Vec<&str> = patch.before.split_inclusive('\n').collect();
    let after: Vec<&str> = patch.after.split_inclusive('\n').collect();
    let changed: Vec<usize> =
        (0..before.len()).filter(|line| before.get(*line) != after.get(*line)).collect();
    for (first, last) in hunks(&changed) {
        let start = first.saturating_sub(CONTEXT);
        let end = (last + CONTEXT + 1).min(before.len());
        let count = end - start;
        let _ = writeln!(text, "@@ -{0},{count} +{0},{count} @@", start + 1);
        let mut index = start;
        while index < end {
            let run = (index..end).take_while(|line| changed.contains(line)).count();
            if run == 0 {
                add(&mut text, ' ', before.get(index));
                index += 1;
                continue;
            }
            for (sign, lines) in [('-', &before), ('+', &after)] {
                for line in index..index + run {
                    add(&mut text, sign, lines.get(line));
                }
            }
            index += run;
        }
    }
    text
}

/// The first and the last line of changes that lie so close that their surroundings touch.
fn hunks(changed: &[usize]) -> Vec<(usize, usize)> {
    let mut hunks: Vec<(usize, usize)> = Vec::new();
    for line in changed {
        match hunks.last_mut() {
            Some((_, last)) if line - *last <= 2 * CONTEXT => *last = *line,
            _ => hunks.push((*line, *line)),
        }
    }
    hunks
}

fn add(text: &mut String, sign: char, line: Option<&&str>) {
    let Some(line) = line else { return };
    text.push(sign);
    text.push_str(line);
    if !line.ends_with('\n') {
        text.push_str("\n\\ No newline at end of file\n");
    }
}
