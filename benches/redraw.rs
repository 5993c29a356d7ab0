//! What one key costs on a screen of 200x60 with nine members, explained and inspected beside the form: what follows
//! from it, and the redraw; first alone, then while RSA keys are made in the background.
//!
//!     cargo bench --bench redraw
//!
//! Prints the median and the slowest of many; nothing is asserted on time.
#![allow(clippy::expect_used)] // A screen in memory always takes a frame.

use std::time::{Duration, Instant};

use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};
use quorate::answers::Answers;
use quorate::cluster::KeyAlgorithm;
use quorate::pki::KeyStock;
use quorate::ui::{App, Message, Theme, draw, keymap};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::layout::Size;
use time::macros::datetime;

const SIZE: Size = Size { width: 200, height: 60 };
const KEYS: usize = 200;
/// The steps with both panes, by how often Ctrl-N leads there from the members.
const STEPS: [(&str, usize); 3] = [("members", 0), ("network", 1), ("certificates", 2)];
/// More than are made while this runs.
const AHEAD: usize = 1_000;

fn main() {
    measure("alone");
    let stock = KeyStock::default();
    stock.want(KeyAlgorithm::Rsa4096, AHEAD);
    measure("while RSA keys are made");
}

fn measure(when: &str) {
    for (name, further) in STEPS {
        let mut screen = Screen::at_members();
        (0..further).for_each(|_| screen.press(KeyCode::Char('n'), KeyModifiers::CONTROL));
        let redraws = (0..KEYS).map(|_| screen.draw()).collect();
        // Typed and taken back in turn, so that the answers change with each key.
        let keys = (0..KEYS).map(|number| {
            let start = Instant::now();
            match (further, number % 2) {
                (2, 0) => screen.press(KeyCode::Right, KeyModifiers::NONE),
                (2, _) => screen.press(KeyCode::Left, KeyModifiers::NONE),
                (_, 0) => screen.press(KeyCode::Char('7'), KeyModifiers::NONE),
                (_, _) => screen.press(KeyCode::Backspace, KeyModifiers::NONE),
            }
            screen.draw();
            start.elapsed()
        });
        let keys = keys.collect();
        println!("{when}, {name}: redraw {}, key to screen {}", shown(redraws), shown(keys));
    }
}

fn shown(mut times: Vec<Duration>) -> String {
    times.sort();
    let at = |index: usize| times.get(index).copied().unwrap_or_default().as_secs_f64() * 1000.0;
    format!("{:.2} ms ({:.2} at most)", at(times.len() / 2), at(times.len().saturating_sub(1)))
}

/// The wizard on a screen in memory.
struct Screen {
    app: App,
    terminal: Terminal<TestBackend>,
}

impl Screen {
    /// Nine members, named and addressed.
    fn at_members() -> Self {
        let now = datetime!(2026-01-02 03:04:05 UTC);
        let app = App::new(Answers::new(), now, Theme::COLOURED, SIZE);
        let terminal = Terminal::new(TestBackend::new(SIZE.width, SIZE.height)).expect("a screen");
        let mut screen = Self { app, terminal };
        screen.app.receive(Message::Entropy([1, 2, 3, 4]));
        screen.press(KeyCode::Char('n'), KeyModifiers::CONTROL);
        screen.press(KeyCode::Char('n'), KeyModifiers::CONTROL);
        let members = (1..=9).map(|number| format!("etcd-{number} 10.0.0.{number}\n"));
        screen.event(&Event::Paste(members.collect()));
        let named = screen.app.answers().plan().expect("a plan").members.iter().count();
        assert_eq!(named, 9);
        screen
    }

    fn press(&mut self, code: KeyCode, modifiers: KeyModifiers) {
        self.event(&Event::Key(KeyEvent::new(code, modifiers)));
    }

    fn event(&mut self, event: &Event) {
        if let Some(command) = keymap::command(event, self.app.mode()) {
            self.app.update(command);
        }
    }

    fn draw(&mut self) -> Duration {
        let start = Instant::now();
        let app = &self.app;
        self.terminal.draw(|frame| draw(frame, app)).expect("a frame");
        start.elapsed()
    }
}
