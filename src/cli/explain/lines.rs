//! Lines of logs that no finding stands behind: what they mean, whose side it is, and what to do. The words are
//! those of etcd 3.4 to 3.7, of Go, and of other programs' TLS for the same alerts.

use std::sync::LazyLock;

use super::search::{self, Plain, Quote};
use crate::text::{Language, Lesson, lesson};

/// Lessons, one after another; each starts with what a log says, with `…` for values. The messages are those that
/// etcd logs at warn or above, gone through by series in its sources.
const LINES: [Lesson; 11] = [
    lesson!("lines/common.txt"),
    lesson!("lines/tls.txt"),
    lesson!("lines/settings.txt"),
    lesson!("lines/start.txt"),
    lesson!("lines/membership.txt"),
    lesson!("lines/storage.txt"),
    lesson!("lines/clients.txt"),
    lesson!("lines/machine.txt"),
    lesson!("lines/kubernetes.txt"),
    lesson!("lines/programs.txt"),
    lesson!("lines/verify.txt"),
];
/// The same of what stands before many reasons, and says little by itself.
const FRAMES: [Lesson; 1] = [lesson!("lines/frames.txt")];
const BETWEEN: &str = "\n====\n";

/// What lines mean, with their quotes ready to be looked for. These are those of the English text.
struct Known {
    quotes: Vec<Quote>,
    prose: Lesson,
}

static KNOWN: LazyLock<Vec<Known>> = LazyLock::new(|| LINES.into_iter().flat_map(read).collect());
static KNOWN_FRAMES: LazyLock<Vec<Known>> =
    LazyLock::new(|| FRAMES.into_iter().flat_map(read).collect());

fn read(all: Lesson) -> impl Iterator<Item = Known> {
    let prose = |lesson: &'static str| lesson.split_once("\n\n").map_or(lesson, |(_, it)| it);
    lessons(all).map(move |lesson| Known {
        quotes: search::quotes(lesson.english()).map(Quote::of).collect(),
        prose: Lesson::new(prose(lesson.english()), prose(lesson.of(Language::Ukrainian))),
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
    found(Quote::is_in).or_else(of_part).map(|known| known.prose.shown())
}

/// Whether what a line means is on nobody's side, or there is nothing to fix.
pub(super) fn is_harmless(text: &str) -> bool {
    let text = Plain::of(text);
    let known = most_specific(KNOWN.as_slice(), |quote| quote.is_in(&text));
    let Some((_, side)) = known.and_then(|one| one.prose.english().split_once("Whose side:\n"))
    else {
        return false;
    };
    let side = side.lines().next().unwrap_or_default().trim();
    side == "nobody's" || side.ends_with("; nothing is wrong")
}

/// Whether a line holds what a lesson quotes.
pub(super) fn is_quoted(text: &str) -> bool {
    let text = Plain::of(text);
    let all = KNOWN.iter().chain(KNOWN_FRAMES.iter());
    all.flat_map(|lesson| &lesson.quotes).any(|quote| quote.is_in(&text))
}

/// The lesson with the longest quote that fits, values aside.
fn most_specific(all: &[Known], fits: impl Fn(&Quote) -> bool) -> Option<&Known> {
    let length = |known: &&Known| {
        known.quotes.iter().filter(|quote| fits(quote)).map(|quote| quote.weight).max()
    };
    let fitting = all.iter().filter_map(|one| Some((length(&one)?, one)));
    fitting.max_by_key(|(length, _)| *length).map(|(_, known)| known)
}

/// The lessons of a file; a test holds their number and quotes in the languages against each other.
fn lessons(all: Lesson) -> impl Iterator<Item = Lesson> {
    let blocks = |text: &'static str| text.split(BETWEEN).map(|block| block.trim_matches('\n'));
    let both = blocks(all.english()).zip(blocks(all.of(Language::Ukrainian)));
    both.map(|(english, ukrainian)| Lesson::new(english, ukrainian))
}

#[cfg(test)]
pub(super) fn all() -> impl Iterator<Item = &'static str> {
    LINES.into_iter().chain(FRAMES).flat_map(lessons).map(|lesson| lesson.english())
}
