//! Presses keys and reads the screen, without a terminal: the way from key to frame that the shell goes.

use crossterm::event::Event;
use quorate::lab::Timeline;
use quorate::ui::lab::{Lab, MemberSeen, News, Place, draw};
use quorate::ui::{Action, Theme, keymap};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;
use ratatui::layout::Size;

use crate::seen::{Seen, key_event};

pub(crate) struct Screen {
    pub(crate) lab: Lab,
    terminal: Terminal<TestBackend>,
    /// The last that the shell was asked for.
    pub(crate) asked: Option<Action>,
}

impl Screen {
    /// A paused lab of so many members.
    pub(crate) fn of(members: usize, width: u16, height: u16) -> Self {
        Self::with_theme(members, width, height, &Theme::COLOURED)
    }

    pub(crate) fn with_theme(members: usize, width: u16, height: u16, theme: &Theme) -> Self {
        Self::paused(Timeline::new(members, 1), width, height, theme)
    }

    /// A paused lab that plays a scenario.
    pub(crate) fn playing(scenario: &str, width: u16, height: u16) -> Self {
        let timeline = Timeline::replay(&scenario.parse().unwrap());
        Self::paused(timeline, width, height, &Theme::COLOURED)
    }

    fn paused(timeline: Timeline, width: u16, height: u16, theme: &Theme) -> Self {
        let lab = Lab::new(timeline, *theme, Size { width, height });
        let terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
        Self { lab, terminal, asked: None }.press("Space")
    }

    /// Members of real etcd, as the shell shows them at the start.
    pub(crate) fn with_etcd(
        place: Place,
        members: Vec<MemberSeen>,
        width: u16,
        height: u16,
    ) -> Self {
        Self::with_etcd_in(place, members, width, height, &Theme::COLOURED)
    }

    pub(crate) fn with_etcd_in(
        place: Place,
        members: Vec<MemberSeen>,
        width: u16,
        height: u16,
        theme: &Theme,
    ) -> Self {
        let lab = Lab::with_etcd(place, members, *theme, Size { width, height });
        let terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
        Self { lab, terminal, asked: None }.drawn()
    }

    /// Hears what the shell tells.
    pub(crate) fn hear(mut self, news: impl IntoIterator<Item = News>) -> Self {
        news.into_iter().for_each(|one| self.lab.receive(one));
        self.drawn()
    }

    fn drawn(mut self) -> Self {
        let lab = &self.lab;
        self.terminal.draw(|frame| draw(frame, lab)).unwrap();
        self
    }

    /// Presses keys by their names, with blanks between; `12*Right` presses it so often.
    #[track_caller]
    pub(crate) fn press(mut self, keys: &str) -> Self {
        for key in keys.split(' ') {
            let (count, key) = key.split_once('*').unwrap_or(("1", key));
            for _ in 0..count.parse::<usize>().unwrap() {
                let command = keymap::command(&Event::Key(key_event(key)), self.lab.mode());
                self.asked = command.and_then(|command| self.lab.update(command));
            }
        }
        self.drawn()
    }

    /// Steps until the screen shows something.
    #[track_caller]
    pub(crate) fn until(mut self, text: &str) -> Self {
        for _ in 0..200 {
            if self.screen().contains(text) {
                return self;
            }
            self = self.press("Right");
        }
        panic!("`{text}` never comes:\n{}", self.screen());
    }

    /// All that is seen, cursor and colours included.
    pub(crate) fn look(&self) -> String {
        let backend = self.terminal.backend();
        format!("{:?} {:?}", backend.buffer(), backend.cursor_position())
    }
}

impl Seen for Screen {
    fn buffer(&self) -> &Buffer {
        self.terminal.backend().buffer()
    }
}
