//! Lines of logs that no finding stands behind: what they mean, whose side it is, and what to do. The words are
//! those of etcd 3.4 to 3.7, of Go, and of other programs' TLS for the same alerts.

use std::sync::LazyLock;

use super::search::{self, Plain, Quote};

/// Lessons, one after another; each starts with what a log says, with `…` for values. The messages are those that
/// etcd logs at warn or above, gone through by series in its sources.
const LINES: [&str; 11] = [
    include_str!("../../../assets/lessons/en/lines/common.txt"),
    include_str!("../../../assets/lessons/en/lines/tls.txt"),
    include_str!("../../../assets/lessons/en/lines/settings.txt"),
    include_str!("../../../assets/lessons/en/lines/start.txt"),
    include_str!("../../../assets/lessons/en/lines/membership.txt"),
    include_str!("../../../assets/lessons/en/lines/storage.txt"),
    include_str!("../../../assets/lessons/en/lines/clients.txt"),
    include_str!("../../../assets/lessons/en/lines/machine.txt"),
    include_str!("../../../assets/lessons/en/lines/kubernetes.txt"),
    include_str!("../../../assets/lessons/en/lines/programs.txt"),
    include_str!("../../../assets/lessons/en/lines/verify.txt"),
];
/// The same of what stands before many reasons, and says little by itself.
const FRAMES: [&str; 1] = [include_str!("../../../assets/lessons/en/lines/frames.txt")];
const BETWEEN: &str = "\n====\n";

/// A lesson, with its quotes ready to be looked for.
struct Lesson {
    quotes: Vec<Quote>,
    prose: &'static str,
}

static KNOWN: LazyLock<Vec<Lesson>> = LazyLock::new(|| LINES.into_iter().flat_map(read).collect());
static KNOWN_FRAMES: LazyLock<Vec<Lesson>> =
    LazyLock::new(|| FRAMES.into_iter().flat_map(read).collect());

fn read(all: &'static str) -> impl Iterator<Item = Lesson> {
    lessons(all).map(|lesson| Lesson {
        quotes: search::quotes(lesson).map(Quote::of).collect(),
        prose: lesson.split_once("\n\n").map_or(lesson, |(_, prose)| prose),
    })
}

/// What a line means that no finding stands behind; a frame only where nothing else is known.
pub(super) fn meaning(text: &str, is_known: bool) -> Option<&'static str> {
    let text = Plain::of(text);
    let frames = if is_known { &[][..] } else { KNOWN_FRAMES.as_slice() };
    let found = |fits: fn(&Quote, &Plain) -> bool| {
        let among = |all| most_specific(all, |quote| fits(quote, &text));
        among(KNOWN.as_slice()).or_else(|| among(frames))
    };
    // Of a part it isn't sure that the rest was meant.
    let of_part = || if is_known { None } else { found(Quote::has_part) };
    found(Quote::is_in).or_else(of_part).map(|lesson| lesson.prose)
}

/// Whether a line holds what a lesson quotes.
pub(super) fn is_quoted(text: &str) -> bool {
    let text = Plain::of(text);
    let all = KNOWN.iter().chain(KNOWN_FRAMES.iter());
    all.flat_map(|lesson| &lesson.quotes).any(|quote| quote.is_in(&text))
}

/// The lesson with the longest quote that fits, values aside.
fn most_specific(all: &[Lesson], fits: impl Fn(&Quote) -> bool) -> Option<&Lesson> {
    let length = |lesson: &&Lesson| {
        lesson.quotes.iter().filter(|quote| fits(quote)).map(|quote| quote.weight).max()
    };
    let fitting = all.iter().filter_map(|one| Some((length(&one)?, one)));
    fitting.max_by_key(|(length, _)| *length).map(|(_, lesson)| lesson)
}

fn lessons(all: &'static str) -> impl Iterator<Item = &'static str> {
    all.split(BETWEEN).map(|lesson| lesson.trim_matches('\n'))
}

#[cfg(test)]
pub(super) fn all() -> impl Iterator<Item = &'static str> {
    LINES.into_iter().chain(FRAMES).flat_map(lessons)
}
