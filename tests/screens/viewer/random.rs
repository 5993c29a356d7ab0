//! Whatever is pressed, in whatever order, on whatever screen.

use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};
use proptest::prelude::*;
use quorate::ui::Action;

use super::driver::{Screen, everything, many, private_key};
use crate::seen::{Seen as _, key_event};

#[derive(Debug, Clone)]
enum Stimulus {
    Key(&'static str),
    Character(char),
    Paste(String),
    Resize(u16, u16),
    Read,
    Check,
}

const KEYS: &[&str] = &[
    "Enter",
    "Esc",
    "Tab",
    "Up",
    "Down",
    "Left",
    "Right",
    "PgUp",
    "PgDn",
    "Home",
    "End",
    "Backspace",
    "Space",
    "F1",
    "Ctrl-u",
    "Ctrl-w",
    "?",
    "/",
    "n",
    "N",
    "f",
    "F",
    "e",
    "s",
    "v",
    "c",
    "C",
    "j",
    "k",
    "g",
    "G",
];

fn stimulus() -> impl Strategy<Value = Stimulus> {
    prop_oneof![
        14 => prop::sample::select(KEYS).prop_map(Stimulus::Key),
        2 => any::<char>().prop_map(Stimulus::Character),
        1 => ".{0,40}".prop_map(Stimulus::Paste),
        1 => (0..200u16, 0..70u16).prop_map(|(width, height)| Stimulus::Resize(width, height)),
        1 => Just(Stimulus::Read),
        1 => Just(Stimulus::Check),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_pressed_breaks_it_or_leads_to_a_key(
        width in 0..200u16,
        height in 0..70u16,
        large in any::<bool>(),
        stimuli in prop::collection::vec(stimulus(), 0..80),
    ) {
        let (key, pem) = private_key();
        let secret = pem.lines().nth(1).unwrap()[..24].to_owned();
        let mut files = if large { many(300) } else { everything() };
        files.push(key);
        let mut screen = Screen::waiting(width, height);
        let mut read = false;
        for stimulus in stimuli {
            match stimulus {
                Stimulus::Key(name) => screen.event(&Event::Key(key_event(name))),
                Stimulus::Character(character) => {
                    let key = KeyEvent::new(KeyCode::Char(character), KeyModifiers::NONE);
                    screen.event(&Event::Key(key));
                }
                Stimulus::Paste(text) => screen.event(&Event::Paste(text)),
                Stimulus::Resize(width, height) => screen = screen.resized(width, height),
                Stimulus::Read => {
                    screen = screen.reads(files.clone());
                    read = true;
                }
                Stimulus::Check if read => {
                    screen = screen.checks();
                    read = false;
                }
                Stimulus::Check => {}
            }
            let shown = screen.screen();
            let raw = shown.chars().find(|c| *c != '\n' && quorate::text::is_unsafe(*c));
            prop_assert_eq!(raw, None);
            prop_assert!(!shown.contains(&secret));
            if let Some(Action::Copy(text)) = &screen.asked {
                prop_assert!(!text.contains(&secret) && !text.contains("PRIVATE"));
            }
        }
        screen = screen.resized(80, 24).press("Ctrl-c");
        prop_assert_eq!(screen.asked, Some(Action::Quit));
    }
}
