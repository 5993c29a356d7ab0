//! The lab on the screen, of two floors: a cluster in memory, or members of real etcd on this machine; what is done to
//! it, and why what happens.
//!
//! As in the wizard, [`Lab::update`], [`Lab::tick`] and [`Lab::receive`] change the state and touch nothing else, and
//! [`draw`] takes `&Lab`. The shell calls [`Lab::tick`] as often as [`Lab::pace`] says, and never while the lab is paused;
//! on the second floor it performs [`Order`]s and tells what came of them.

mod draw;
mod etcd;
mod memory;
mod sentences;
mod shown;

use std::time::Duration;

use ratatui::layout::Size;
use tui_input::Input;

use super::app::{Notice, is_below, saved};
use super::command::{Action, Command, Refusal, Saved, SavedFile};
use super::keymap::Mode;
use super::theme::Theme;
use super::widgets::page::Shown;
use crate::lab::Timeline;
pub use draw::draw;
pub(super) use draw::draw_within;
pub use etcd::{Failure, LogLine, MemberSeen, MemberState, News, Order, Place, Task};
pub(crate) use sentences::{outlook, sentence};
use shown::{Done, Floor};

/// The lab's screen: all it knows, and nothing of terminals, disks and clocks.
pub struct Lab {
    kind: Kind,
    /// Whether it is part of a lesson, which keys lead back to.
    is_in_lesson: bool,
    /// How many of the newest entries are scrolled away of the list that can be.
    scroll: usize,
    /// The first line of the help, where it is open.
    help: Option<u16>,
    /// How much of the help is seen, and how many of that list's entries.
    shown: Shown,
    told: Shown,
    notice: Option<Notice>,
    theme: Theme,
    size: Size,
}

/// The floors.
enum Kind {
    Memory(Box<memory::Memory>),
    Etcd(Box<etcd::Etcd>),
}

impl Lab {
    /// A lab that runs from the start of a timeline.
    pub fn new(timeline: Timeline, theme: Theme, size: Size) -> Self {
        Self::of(Kind::Memory(Box::new(memory::Memory::new(timeline))), &theme, size)
    }

    /// The same as part of a lesson.
    pub(super) fn in_lesson(timeline: Timeline, theme: &Theme, size: Size) -> Self {
        Self { is_in_lesson: true, ..Self::new(timeline, *theme, size) }
    }

    /// A lab of members on this machine.
    pub fn with_etcd(place: Place, members: Vec<MemberSeen>, theme: Theme, size: Size) -> Self {
        Self::of(Kind::Etcd(Box::new(etcd::Etcd::new(place, members))), &theme, size)
    }

    fn of(kind: Kind, theme: &Theme, size: Size) -> Self {
        let (shown, told) = (Shown::default(), Shown::default());
        let (is_in_lesson, scroll, help, notice) = (false, 0, None, None);
        Self { kind, is_in_lesson, scroll, help, shown, told, notice, theme: *theme, size }
    }

    /// What keys are for at the moment.
    pub fn mode(&self) -> Mode {
        match self.help {
            _ if is_below(self.size, draw::LEAST) => Mode::TooSmall,
            Some(_) => Mode::LabHelp,
            None if self.prompt().is_some() => Mode::LabPrompt,
            None => self.floor_mode(),
        }
    }

    /// Whether a command reaches the members: nothing else is open.
    fn is_at_floor(&self) -> bool {
        self.mode() == self.floor_mode()
    }

    /// What keys are for where nothing is open.
    fn floor_mode(&self) -> Mode {
        match self.kind {
            Kind::Memory(_) if self.is_in_lesson => Mode::LessonLab,
            Kind::Memory(_) => Mode::Lab,
            Kind::Etcd(_) => Mode::LabEtcd,
        }
    }

    fn floor(&self) -> &dyn Floor {
        match &self.kind {
            Kind::Memory(floor) => &**floor,
            Kind::Etcd(floor) => &**floor,
        }
    }

    /// How many entries the list that can be scrolled has.
    fn entries(&self) -> usize {
        match &self.kind {
            Kind::Memory(floor) => floor.notes(),
            Kind::Etcd(floor) => floor.scrolled(&self.theme),
        }
    }

    /// The prompt, where it is open: what stands before it, and what was typed.
    fn prompt(&self) -> Option<(String, &Input)> {
        match &self.kind {
            Kind::Memory(_) => None,
            Kind::Etcd(floor) => floor.prompt(),
        }
    }

    /// What was done in memory, and came of it.
    pub(super) fn timeline(&self) -> Option<&Timeline> {
        match &self.kind {
            Kind::Memory(floor) => Some(floor.timeline()),
            Kind::Etcd(_) => None,
        }
    }

    /// Takes note of the screen's size.
    pub fn resize(&mut self, size: Size) {
        self.size = size;
    }

    /// How long to wait until the next tick; `None` while nothing moves by itself.
    pub fn pace(&self) -> Option<Duration> {
        match &self.kind {
            Kind::Memory(floor) if self.is_at_floor() => floor.pace(),
            _ => None,
        }
    }

    /// A tick passes.
    pub fn tick(&mut self) {
        if let Kind::Memory(floor) = &mut self.kind
            && let Some(notice) = floor.tick()
        {
            self.notice = Some(notice);
        }
    }

    /// Takes note of what happened to the members on this machine.
    pub fn receive(&mut self, news: News) {
        if let Kind::Etcd(floor) = &mut self.kind
            && let Some(notice) = floor.receive(news)
        {
            self.notice = Some(notice);
        }
    }

    /// Takes note of whether the scenario was saved, and where.
    pub fn saved(&mut self, result: Result<SavedFile, Refusal>) {
        self.notice = Some(saved(Saved::Scenario, result));
    }

    /// Does what a command says.
    pub fn update(&mut self, command: Command) -> Option<Action> {
        self.notice = None;
        match (self.mode(), command) {
            (_, Command::Quit | Command::QuitNow) | (Mode::Lab | Mode::LabEtcd, Command::Back) => {
                return Some(Action::Quit);
            }
            (_, Command::Suspend) => return Some(Action::Suspend),
            (_, Command::Redraw) => return Some(Action::Redraw),
            (Mode::LabHelp, Command::Back | Command::Help) => self.help = None,
            (Mode::LabHelp, command) => {
                self.help = self.help.map(|scroll| self.shown.scrolled(&command, scroll));
            }
            (Mode::LabPrompt, command) => {
                if let Kind::Etcd(floor) = &mut self.kind {
                    let done = floor.answer(command);
                    return self.take(done);
                }
            }
            (_, Command::Help) if self.is_at_floor() => self.help = Some(0),
            (_, command @ (Command::Up | Command::Down)) if self.is_at_floor() => {
                let is_next = command == Command::Down;
                match &mut self.kind {
                    Kind::Memory(floor) => floor.select(is_next),
                    Kind::Etcd(floor) => {
                        floor.select(is_next);
                        self.scroll = 0;
                    }
                }
            }
            (_, Command::PageUp) if self.is_at_floor() => {
                let most = self.entries().saturating_sub(1).min(self.told.last());
                self.scroll = (self.scroll + self.told.page()).min(most).max(self.scroll);
            }
            (_, Command::PageDown) if self.is_at_floor() => {
                self.scroll = self.scroll.saturating_sub(self.told.page());
            }
            (_, Command::Lab(command)) if self.is_at_floor() => {
                let done = match &mut self.kind {
                    Kind::Memory(floor) => floor.update(command),
                    Kind::Etcd(floor) => floor.update(command),
                };
                return self.take(done);
            }
            _ => {}
        }
        None
    }

    /// Takes over what came of a command.
    fn take(&mut self, done: Done) -> Option<Action> {
        if done.is_news {
            self.scroll = 0;
        }
        if done.notice.is_some() {
            self.notice = done.notice;
        }
        done.action
    }
}
