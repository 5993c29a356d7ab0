//! Lines of logs that no finding stands behind: what they mean, whose side it is, and what to do. The words are
//! those of etcd 3.4 to 3.7, of Go, and of other programs' TLS for the same alerts.

use super::search;

/// Lessons, one after another; each starts with what a log says, with `…` for values.
const LINES: &str = include_str!("../../../assets/lessons/en/lines.txt");
/// The same of what stands before many reasons, and says little by itself.
const FRAMES: &str = include_str!("../../../assets/lessons/en/frames.txt");
const BETWEEN: &str = "\n====\n";

/// What a line means that no finding stands behind; a frame only where nothing else is known.
pub(super) fn meaning(text: &str, is_known: bool) -> Option<&'static str> {
    let frames = Some(FRAMES).filter(|_| !is_known);
    let found = |fits: fn(&str, &str) -> bool| {
        let mut all = lessons(LINES).chain(frames.into_iter().flat_map(lessons));
        all.find(|lesson| search::quotes(lesson).any(|quote| fits(text, quote)))
    };
    let lesson = found(search::holds).or_else(|| found(search::is_part))?;
    Some(lesson.split_once("\n\n").map_or(lesson, |(_, prose)| prose))
}

fn lessons(all: &'static str) -> impl Iterator<Item = &'static str> {
    all.split(BETWEEN).map(|lesson| lesson.trim_matches('\n'))
}

#[cfg(test)]
pub(super) fn all() -> impl Iterator<Item = &'static str> {
    lessons(LINES).chain(lessons(FRAMES))
}
