//! At every width: what can be chosen, what a field is called and what keys do is on the screen whole, or marked as
//! cut.

use quorate::answers::Step;
use quorate::answers::{Field, Kind, questions};
use quorate::text::say;
use quorate::ui::keymap::{Mode, bindings};

use super::driver::Wizard;
use crate::seen::Seen as _;

/// The keys that the footer should show, and those that it does.
fn footer_is_whole(wizard: &Wizard) -> bool {
    let footer = wizard.footer();
    if footer.ends_with("all keys") {
        return true;
    }
    let shown = |label: &'static str, key: &str| {
        let hides = label == "key-inspector" && footer.contains("hide");
        hides || footer.contains(&format!("{key} {}", say(label)))
    };
    bindings(wizard.mode()).filter(|one| one.in_footer).all(|one| shown(one.label, one.shown))
}

fn is_whole(wizard: &Wizard, step: Step) {
    let screen = wizard.screen();
    let lines: Vec<&str> = screen.lines().collect();
    assert!(footer_is_whole(wizard), "footer:\n{screen}");
    for question in questions(step) {
        let Kind::Line(choices) = question.kind else { continue };
        if !wizard.answers().asks(question.field) || question.field == Field::Placement {
            continue;
        }
        let label = say(question.label);
        let is_its = |line: &&&str| {
            line.chars().skip(2).collect::<String>().starts_with(&format!("{label}  "))
        };
        let line = lines.iter().skip(2).find(is_its);
        let line = line.unwrap_or_else(|| panic!("no `{label}`:\n{screen}"));
        for choice in choices() {
            let is_shown = line.contains(&choice.label);
            let is_marked = line.contains(" <") || line.contains('>');
            assert!(is_shown || is_marked, "`{}` of `{label}`:\n{screen}", choice.label);
            // Where there is room for a form there is room for its choices.
            assert!(is_shown, "`{}` of `{label}`:\n{screen}", choice.label);
        }
    }
}

#[test]
fn no_choice_label_or_key_is_cut_at_any_width() {
    for (number, step) in (1..).zip(Step::ALL).take(6) {
        let mut wizard = Wizard::filled(80, 60).goes_to(number);
        for width in 80..=200 {
            wizard = wizard.resized(width, 60);
            assert!(wizard.mode() != Mode::TooSmall);
            if wizard.mode() != Mode::Pane {
                is_whole(&wizard, step);
            }
            let other = wizard.press("Ctrl-T");
            if other.mode() != Mode::Pane && number < 6 {
                is_whole(&other, step);
            }
            wizard = other.press("Ctrl-T");
        }
    }
}
