//! Whatever is pressed, in whatever order, on whatever screen.

use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};
use proptest::prelude::*;
use quorate::answers::Answers;
use quorate::ui::keymap::Mode;
use quorate::ui::{Action, Message, Refusal};

use super::driver::Wizard;
use crate::seen::{Seen as _, key_event};

#[derive(Debug, Clone)]
enum Stimulus {
    Key(&'static str),
    Character(char),
    Paste(String),
    Resize(u16, u16),
    Progress(usize, usize),
    Cancelled,
    Failed,
    Finished,
}

const KEYS: &[&str] = &[
    "Enter",
    "Esc",
    "Tab",
    "Shift-Tab",
    "Up",
    "Down",
    "Left",
    "Right",
    "PgUp",
    "PgDn",
    "Home",
    "End",
    "Backspace",
    "Delete",
    "Space",
    "F1",
    "F2",
    "F3",
    "F4",
    "F5",
    "F6",
    "Ctrl-C",
    "Ctrl-F",
    "Ctrl-N",
    "Ctrl-O",
    "Ctrl-P",
    "Ctrl-R",
    "Ctrl-T",
    "Ctrl-U",
    "Ctrl-W",
    "Ctrl-X",
    "Ctrl-Y",
    "?",
    "c",
    "j",
    "k",
    "n",
    "q",
    "y",
];

fn stimulus() -> impl Strategy<Value = Stimulus> {
    prop_oneof![
        12 => prop::sample::select(KEYS).prop_map(Stimulus::Key),
        4 => Just(Stimulus::Key("Ctrl-N")),
        3 => any::<char>().prop_map(Stimulus::Character),
        3 => "[0-9a-z.:,-]{1,3}".prop_map(Stimulus::Paste),
        1 => ".{0,40}".prop_map(Stimulus::Paste),
        1 => Just(Stimulus::Paste("a 10.0.0.1\rb 10.0.0.2\rc 10.0.0.3".into())),
        1 => (0..200u16, 0..70u16).prop_map(|(width, height)| Stimulus::Resize(width, height)),
        1 => (0..30usize, 0..30usize).prop_map(|(done, total)| Stimulus::Progress(done, total)),
        1 => Just(Stimulus::Cancelled),
        1 => Just(Stimulus::Failed),
        1 => Just(Stimulus::Finished),
    ]
}

fn feed(mut wizard: Wizard, stimulus: &Stimulus) -> Wizard {
    let running = wizard.is_running();
    match stimulus {
        Stimulus::Key(name) => {
            wizard.event(&Event::Key(key_event(name)));
        }
        Stimulus::Character(character) => {
            let key = KeyEvent::new(KeyCode::Char(*character), KeyModifiers::NONE);
            wizard.event(&Event::Key(key));
        }
        Stimulus::Paste(text) => {
            wizard.event(&Event::Paste(text.clone()));
        }
        Stimulus::Resize(width, height) => wizard = wizard.resized(*width, *height),
        // News of a generation comes only while one runs.
        _ if !running => {}
        Stimulus::Progress(done, total) => {
            // Whatever a broken worker would claim.
            let (done, total) = (*done.min(total), *total);
            wizard = wizard.told(Message::Progress { done, total, name: "a\u{1b}b".into() });
        }
        Stimulus::Cancelled => wizard = wizard.told(Message::Cancelled),
        Stimulus::Failed => {
            let refusal = Refusal { message: "m".into(), hint: "h".into() };
            wizard = wizard.told(Message::Failed(refusal));
        }
        Stimulus::Finished => wizard = wizard.generated(),
    }
    wizard
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_pressed_breaks_it_and_a_way_out_stays(
        width in 0..200u16,
        height in 0..70u16,
        filled in any::<bool>(),
        stimuli in prop::collection::vec(stimulus(), 0..80),
    ) {
        let mut wizard = Wizard::at(width, height);
        if filled {
            wizard = wizard.press("Ctrl-N Ctrl-N Ctrl-F Enter");
        }
        for stimulus in &stimuli {
            wizard = feed(wizard, stimulus);
        }
        let raw = wizard.screen().chars().find(|c| *c != '\n' && quorate::text::is_unsafe(*c));
        prop_assert_eq!(raw, None);
        let json = serde_json::to_vec(wizard.answers()).unwrap();
        prop_assert_eq!(&serde_json::from_slice::<Answers>(&json).unwrap(), wizard.answers());

        // From wherever this led: a running generation ends, and every step can be walked to.
        if wizard.is_running() {
            wizard = wizard.told(Message::Cancelled);
        }
        wizard = wizard.resized(80, 24);
        for _ in 0..12 {
            if wizard.shows_first_step() {
                break;
            }
            wizard = wizard.press("Esc");
        }
        prop_assert!(wizard.shows_first_step(), "{}", wizard.screen());
        wizard = wizard.goes_to(6);
        for _ in 0..2 {
            wizard = wizard.press("Ctrl-C");
        }
        prop_assert_eq!(wizard.asked(), Some(&Action::Quit));
    }
}

impl Wizard {
    fn is_running(&self) -> bool {
        self.mode() == Mode::Running || self.runs_below()
    }

    fn shows_first_step(&self) -> bool {
        self.step() == 1 && self.mode() == Mode::Table
    }
}
