//! What the screens have in common that only take keys and show: the inspector and the lab.

use ratatui::layout::Size;

use super::job::stop_job;
use super::terminal::{self, Screen};
use super::{End, Event, ShellError, beside, lessons};
use crate::ui::course::Course;
use crate::ui::keymap::{self, Mode};
use crate::ui::lab::{self, Lab};
use crate::ui::viewer::{News, Viewer};
use crate::ui::{Action, Command, Refusal, SavedFile};

/// A screen of its own.
pub(super) trait Shown {
    /// What the background tells it.
    type News;
    fn resize(&mut self, size: Size);
    fn mode(&self) -> Mode;
    fn update(&mut self, command: Command) -> Option<Action>;
    fn receive(&mut self, news: Self::News);
    /// Takes note of whether a file was saved.
    fn saved(&mut self, _: Result<SavedFile, Refusal>) {}
}

impl Shown for Viewer {
    type News = News;

    fn resize(&mut self, size: Size) {
        self.resize(size);
    }

    fn mode(&self) -> Mode {
        self.mode()
    }

    fn update(&mut self, command: Command) -> Option<Action> {
        self.update(command)
    }

    fn receive(&mut self, news: News) {
        self.receive(news);
    }
}

impl Shown for Course {
    type News = ();

    fn resize(&mut self, size: Size) {
        self.resize(size);
    }

    fn mode(&self) -> Mode {
        self.mode()
    }

    fn update(&mut self, command: Command) -> Option<Action> {
        self.update(command)
    }

    fn receive(&mut self, (): ()) {}

    fn saved(&mut self, result: Result<SavedFile, Refusal>) {
        self.saved(result);
    }
}

impl Shown for Lab {
    type News = lab::News;

    fn resize(&mut self, size: Size) {
        self.resize(size);
    }

    fn mode(&self) -> Mode {
        self.mode()
    }

    fn update(&mut self, command: Command) -> Option<Action> {
        self.update(command)
    }

    fn receive(&mut self, news: lab::News) {
        self.receive(news);
    }

    fn saved(&mut self, result: Result<SavedFile, Refusal>) {
        self.saved(result);
    }
}

/// Lets a screen take an event and does what it then asks for; how it ended, if it did. `other` does what isn't of every
/// screen.
pub(super) fn take<S: Shown>(
    shown: &mut S,
    event: Event<S::News>,
    screen: &mut Screen,
    other: &mut dyn FnMut(Action),
) -> Result<Option<End>, ShellError> {
    let action = match event {
        Event::Terminal(crossterm::event::Event::Resize(..)) => {
            shown.resize(screen.resize()?);
            None
        }
        Event::Stop => {
            shown.resize(screen.stop()?);
            None
        }
        Event::Continue => {
            shown.resize(screen.go_on()?);
            None
        }
        Event::Terminal(event) => {
            keymap::command(&event, shown.mode()).and_then(|command| shown.update(command))
        }
        Event::Burst { keys, .. } => {
            for key in keys {
                if let Some(end) = take(shown, Event::Terminal(key), screen, other)? {
                    return Ok(Some(end));
                }
            }
            None
        }
        Event::Message(news) => {
            shown.receive(news);
            None
        }
        Event::Signal(signal) => return Ok(Some(End::Signal(signal))),
        Event::Closed => return Ok(Some(End::Closed)),
    };
    perform(shown, action, screen, other)
}

/// Does what a screen asks for; how it ended, if it did.
pub(super) fn perform<S: Shown>(
    shown: &mut S,
    action: Option<Action>,
    screen: &mut Screen,
    other: &mut dyn FnMut(Action),
) -> Result<Option<End>, ShellError> {
    match action {
        Some(Action::Quit) => return Ok(Some(End::Quit)),
        Some(Action::Suspend) => stop_job(),
        Some(Action::Redraw) => screen.redraw()?,
        Some(Action::Copy(text)) => terminal::copy(&text)?,
        Some(Action::SaveBeside { what, contents, base }) => {
            shown.saved(beside::save(what, &contents, &base));
        }
        // Where that can't be done, the lesson is done all the same.
        Some(Action::KeepLessons(done)) => lessons::keep(&done),
        Some(action) => other(action),
        None => {}
    }
    Ok(None)
}
