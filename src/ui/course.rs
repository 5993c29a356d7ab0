//! The guided path on the screen: the list of lessons, the text of one, and its tasks over the lab or the bench.
//!
//! As in the lab, [`Course::update`] and [`Course::tick`] change the state and touch nothing else, and [`draw`] takes
//! `&Course`.

mod bench;
mod draw;

use std::collections::BTreeSet;
use std::time::Duration;

use ratatui::layout::Size;

use super::app::{Notice, is_below, neighbour};
use super::command::{Action, Command};
use super::keymap::Mode;
use super::lab::Lab;
use super::theme::Theme;
use super::widgets::page::Shown;
use crate::course::{Bench, Ground, Holder, Lesson, Property};
use crate::lab::Timeline;
use crate::text::{fill, say};
pub use draw::draw;

/// The course's screen.
pub struct Course {
    /// The lesson under the cursor of the list.
    selected: Lesson,
    done: BTreeSet<Lesson>,
    open: Option<Open>,
    notice: Option<Notice>,
    /// The first line of the page of keys, where it is open.
    help: Option<u16>,
    /// How much of a text, or of that page, was seen.
    read: Shown,
    keys: Shown,
    theme: Theme,
    size: Size,
}

/// A lesson that is open.
struct Open {
    lesson: Lesson,
    /// The first line of its text that is shown.
    scroll: u16,
    /// How many of its tasks are done.
    tasks: usize,
    /// Whether the tasks are on the screen, and not the text.
    is_doing: bool,
    ground: OpenGround,
}

/// What the tasks are done on, as it stands.
enum OpenGround {
    Cluster(Box<Lab>),
    Certificates(Box<BenchView>),
}

/// The bench with the cell under the cursor.
struct BenchView {
    bench: Bench,
    holder: Holder,
    property: Property,
    /// The first line that is shown of who accepts whom, and why not.
    scroll: u16,
    /// How much of that was seen.
    read: Shown,
}

impl Course {
    /// The list of lessons, of which some were done before.
    pub fn new(done: BTreeSet<Lesson>, theme: Theme, size: Size) -> Self {
        let first = Lesson::ALL.into_iter().find(|lesson| !done.contains(lesson));
        let selected = first.unwrap_or(Lesson::Etcd);
        let (open, notice, help) = (None, None, None);
        let (read, keys) = (Shown::default(), Shown::default());
        Self { selected, done, open, notice, help, read, keys, theme, size }
    }

    /// Opens a lesson.
    pub fn open(&mut self, lesson: Lesson) {
        self.selected = lesson;
        let ground = match lesson.ground() {
            Ground::Cluster(members) => {
                let lab =
                    Lab::in_lesson(Timeline::new(members, 1), &self.theme, draw::ground(self.size));
                OpenGround::Cluster(Box::new(lab))
            }
            Ground::Certificates(bench) => OpenGround::Certificates(Box::new(BenchView {
                bench: *bench,
                holder: Holder::M1,
                property: Property::ServerServes,
                scroll: 0,
                read: Shown::default(),
            })),
        };
        self.open = Some(Open { lesson, scroll: 0, tasks: 0, is_doing: false, ground });
    }

    /// What keys are for at the moment.
    pub fn mode(&self) -> Mode {
        match self.help {
            _ if is_below(self.size, draw::LEAST) => Mode::TooSmall,
            Some(_) => Mode::LabHelp,
            None => self.page_mode(),
        }
    }

    /// What keys are for below the page of keys.
    fn page_mode(&self) -> Mode {
        match &self.open {
            None => Mode::Lessons,
            Some(open) if !open.is_doing => Mode::Lesson,
            Some(Open { ground: OpenGround::Cluster(lab), .. }) => lab.mode(),
            Some(Open { ground: OpenGround::Certificates(_), .. }) => Mode::Bench,
        }
    }

    /// Takes note of the screen's size.
    pub fn resize(&mut self, size: Size) {
        self.size = size;
        if let Some(Open { ground: OpenGround::Cluster(lab), .. }) = &mut self.open {
            lab.resize(draw::ground(size));
        }
    }

    /// How long to wait until the next tick; `None` while nothing moves.
    pub fn pace(&self) -> Option<Duration> {
        match &self.open {
            Some(Open { ground: OpenGround::Cluster(lab), is_doing: true, .. }) => lab.pace(),
            _ => None,
        }
    }

    /// A tick passes in the lab. A lesson that is done by it is to be kept.
    pub fn tick(&mut self) -> Option<Action> {
        if let Some(Open { ground: OpenGround::Cluster(lab), .. }) = &mut self.open {
            lab.tick();
        }
        self.look()
    }

    /// Takes note of whether the lab's scenario was saved.
    pub fn saved(&mut self, result: Result<super::SavedFile, super::Refusal>) {
        if let Some(Open { ground: OpenGround::Cluster(lab), .. }) = &mut self.open {
            lab.saved(result);
        }
    }

    /// Does what a command says.
    pub fn update(&mut self, command: Command) -> Option<Action> {
        self.notice = None;
        match (self.mode(), command) {
            (_, Command::Quit | Command::QuitNow) | (Mode::Lessons, Command::Back) => {
                return Some(Action::Quit);
            }
            (_, Command::Suspend) => return Some(Action::Suspend),
            (_, Command::Redraw) => return Some(Action::Redraw),
            (_, Command::Back) if self.help.is_some() => self.help = None,
            (_, command) if self.help.is_some() => {
                self.help = self.help.map(|scroll| self.keys.scrolled(&command, scroll));
            }
            (Mode::Lessons | Mode::Lesson | Mode::Bench, Command::Help) => self.help = Some(0),
            (Mode::Lessons, command @ (Command::Up | Command::Down)) => {
                let here = self.selected.number() - 1;
                let next = neighbour(here, Lesson::ALL.len(), command == Command::Down);
                self.selected = Lesson::ALL.get(next).copied().unwrap_or(self.selected);
            }
            (Mode::Lessons, Command::Accept) => self.open(self.selected),
            (Mode::Lesson | Mode::Bench | Mode::LessonLab, Command::Back) => self.back(),
            // Whoever is done goes on to the next lesson.
            (Mode::Lesson | Mode::Bench | Mode::LessonLab, Command::NextStep) => self.go_on(),
            (Mode::Lesson, Command::Accept) => self.set_doing(true),
            (Mode::Lesson, command) => {
                if let Some(open) = &mut self.open {
                    open.scroll = self.read.scrolled(&command, open.scroll);
                }
            }
            (Mode::Bench, command) => self.update_bench(&command),
            (_, command) => {
                if let Some(Open { ground: OpenGround::Cluster(lab), .. }) = &mut self.open {
                    let action = lab.update(command);
                    return self.look().or(action);
                }
            }
        }
        self.look()
    }

    fn back(&mut self) {
        match &mut self.open {
            Some(open) if open.is_doing => open.is_doing = false,
            _ => self.open = None,
        }
    }

    fn set_doing(&mut self, is_doing: bool) {
        if let Some(open) = &mut self.open {
            open.is_doing = is_doing;
        }
    }

    /// Opens the next lesson, where this one is done, now or another time.
    fn go_on(&mut self) {
        let Some(open) = &self.open else { return };
        if open.tasks < open.lesson.tasks().len() && !self.done.contains(&open.lesson) {
            self.notice = Some(Notice::refused(say("course-not-done")));
            return;
        }
        match open.lesson.next() {
            Some(next) => self.open(next),
            None => self.open = None,
        }
    }

    fn update_bench(&mut self, command: &Command) {
        let Some(Open { ground: OpenGround::Certificates(view), .. }) = &mut self.open else {
            return;
        };
        match command {
            Command::Up | Command::Down => {
                let here = Property::ALL.iter().position(|one| *one == view.property).unwrap_or(0);
                let next = neighbour(here, Property::ALL.len(), *command == Command::Down);
                view.property = Property::ALL.get(next).copied().unwrap_or(view.property);
            }
            Command::Left | Command::Right => {
                let here = Holder::ALL.iter().position(|one| *one == view.holder).unwrap_or(0);
                let next = neighbour(here, Holder::ALL.len(), *command == Command::Right);
                view.holder = Holder::ALL.get(next).copied().unwrap_or(view.holder);
            }
            Command::Accept if !view.property.is_of(view.holder) => {
                self.notice = Some(Notice::refused(fill(
                    "course-not-of",
                    &[("holder", &view.holder.as_str())],
                )));
            }
            Command::Accept => {
                view.bench.toggle(view.holder, view.property);
                view.scroll = 0;
            }
            command => view.scroll = view.read.scrolled(command, view.scroll),
        }
    }

    /// Looks whether the task at hand is done now. The last one of a lesson has it kept.
    fn look(&mut self) -> Option<Action> {
        let open = self.open.as_mut().filter(|open| open.is_doing)?;
        let task = open.lesson.tasks().get(open.tasks)?;
        let is_done = match &open.ground {
            OpenGround::Cluster(lab) => lab.timeline().is_some_and(|one| task.is_done_in(one)),
            OpenGround::Certificates(view) => task.is_done_with(&view.bench),
        };
        if !is_done {
            return None;
        }
        open.tasks += 1;
        if open.tasks < open.lesson.tasks().len() || !self.done.insert(open.lesson) {
            return None;
        }
        Some(Action::KeepLessons(self.done.iter().copied().collect()))
    }
}
