//! Lines of logs that no finding stands behind: what they mean, whose side it is, and what to do. The words are
//! those of etcd 3.4 to 3.7, of Go, and of other programs' TLS for the same alerts.

use super::search;

/// Lessons, one after another; each starts with what a log says, with `…` for values. The messages are those that
/// etcd logs at warn or above, gone through by series in its sources.
const LINES: [&str; 7] = [
    include_str!("../../../assets/lessons/en/lines/common.txt"),
    include_str!("../../../assets/lessons/en/lines/tls.txt"),
    include_str!("../../../assets/lessons/en/lines/settings.txt"),
    include_str!("../../../assets/lessons/en/lines/start.txt"),
    include_str!("../../../assets/lessons/en/lines/membership.txt"),
    include_str!("../../../assets/lessons/en/lines/storage.txt"),
    include_str!("../../../assets/lessons/en/lines/clients.txt"),
];
/// The same of what stands before many reasons, and says little by itself.
const FRAMES: [&str; 1] = [include_str!("../../../assets/lessons/en/lines/frames.txt")];
const BETWEEN: &str = "\n====\n";

/// What a line means that no finding stands behind; a frame only where nothing else is known.
pub(super) fn meaning(text: &str, is_known: bool) -> Option<&'static str> {
    let frames = Some(&FRAMES).filter(|_| !is_known);
    let found = |fits: fn(&str, &str) -> bool| {
        let among = |all: &[&'static str]| most_specific(all, |quote| fits(text, quote));
        among(&LINES).or_else(|| frames.and_then(|frames| among(frames)))
    };
    // Of a part it isn't sure that the rest was meant.
    let of_part = || if is_known { None } else { found(search::is_part) };
    let lesson = found(search::holds).or_else(of_part)?;
    Some(lesson.split_once("\n\n").map_or(lesson, |(_, prose)| prose))
}

/// The lesson with the longest quote that fits, values aside.
fn most_specific(all: &[&'static str], fits: impl Fn(&str) -> bool) -> Option<&'static str> {
    let length = |lesson: &&'static str| {
        search::quotes(lesson).filter(|quote| fits(quote)).map(search::weight).max()
    };
    let fitting =
        all.iter().copied().flat_map(lessons).filter_map(|one| Some((length(&one)?, one)));
    fitting.max_by_key(|(length, _)| *length).map(|(_, lesson)| lesson)
}

fn lessons(all: &'static str) -> impl Iterator<Item = &'static str> {
    all.split(BETWEEN).map(|lesson| lesson.trim_matches('\n'))
}

#[cfg(test)]
pub(super) fn all() -> impl Iterator<Item = &'static str> {
    LINES.into_iter().chain(FRAMES).flat_map(lessons)
}
