//! The answers once more, before they become a bundle.

use super::place::{self, Place};
use crate::advice::advise_for;
use crate::answers::{Answers, Step};
use crate::finding;
use crate::text::{fill, say};

/// A question with its answer.
pub(super) fn line(place: Place, answers: &Answers) -> String {
    let (label, text) = (place.label(), place.kept(answers));
    let text = if text.is_empty() { say("form-empty") } else { &text };
    format!("{label}: {text}")
}

/// All that was answered otherwise than proposed, and what most people answer; then what is unwise about it.
pub(super) fn lines(answers: &Answers) -> Vec<String> {
    let fresh = Answers::new();
    let first = place::all(answers, &[]);
    let changed = |one: &Place| {
        first.contains(one)
            || one.kept(&fresh) != one.kept(answers) && !one.kept(answers).is_empty()
    };
    let is_told = |one: &Place| !matches!(one, Place::More(_) | Place::Write) && !one.is_secret();
    let mut lines = vec![say("prompt-summary").to_owned()];
    let places = place::all(answers, &Step::ALL).into_iter().filter(is_told).filter(changed);
    lines.extend(places.map(|one| format!("  {}", line(one, answers))));
    let Ok(plan) = answers.plan() else { return lines };
    lines.extend(advise_for(&plan, answers.release()).iter().map(|one| {
        let values: [(&str, &dyn std::fmt::Display); 2] =
            [("severity", &one.severity().shown()), ("text", &finding::sentence(one))];
        fill("prompt-advice", &values)
    }));
    lines
}
