//! Each key that the footer or a page of help names does something there.

use quorate::lab::Timeline;
use quorate::ui::Theme;
use quorate::ui::keymap::{Mode, bindings};
use quorate::ui::lab::Lab;
use ratatui::layout::Size;

use super::driver::Screen;
use super::etcd::{elected, lost, started};
use crate::seen::Seen;

/// Checks each key of a mode: `does` says whether it did something somewhere.
#[track_caller]
pub(crate) fn each_does_something(mode: Mode, does: impl Fn(&str) -> bool) {
    for binding in bindings(mode) {
        let keys: Vec<&str> = match binding.shown {
            one if one.len() == 1 => vec![one],
            several => several.split(['/', ' ']).collect(),
        };
        for key in keys {
            assert!(does(key), "{key} ({}) does nothing in {mode:?}", binding.label);
        }
    }
}

type Place = fn() -> Screen;

fn running() -> Screen {
    Screen::of(3, 80, 24).press("90*Right Down")
}

#[test]
fn in_the_lab() {
    let places: [(Mode, &[Place]); 4] = [
        (
            Mode::Lab,
            &[
                running,
                || running().press("2*PgUp"),
                || running().press("Space"),
                || running().press("Enter 3*Right"),
                || running().press("A 4*Right 3*Down Enter 30*Right"),
            ],
        ),
        (
            Mode::LabEtcd,
            &[
                || elected(started(80, 24)).press("Down"),
                || lost(80, 24),
                || lost(80, 24).press("PgUp"),
            ],
        ),
        (
            Mode::LabPrompt,
            &[|| started(80, 24).press("e a b"), || started(80, 24).press("e a b Left")],
        ),
        (Mode::LabHelp, &[|| running().press("?").press("PgDn"), || started(80, 24).press("?")]),
    ];
    for (mode, places) in places {
        let does = |place: &Place, key: &str| {
            let before = place();
            assert_eq!(before.lab.mode(), mode, "{}", before.screen());
            let (look, pace) = (before.look(), before.lab.pace());
            let after = before.press(key);
            after.asked.is_some() || after.look() != look || after.lab.pace() != pace
        };
        each_does_something(mode, |key| places.iter().any(|place| does(place, key)));
    }
}

#[test]
fn the_lab_knows_no_lessons() {
    let lab = Lab::new(Timeline::new(3, 1), Theme::COLOURED, Size { width: 80, height: 24 });
    let labels: Vec<&str> = bindings(lab.mode()).map(|binding| binding.label).collect();
    assert!(!labels.contains(&"key-next-lesson") && !labels.contains(&"key-to-text"));
}
