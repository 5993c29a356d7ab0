//! The shell around the wizard, the inspector and the lab: the only place with a clock, a terminal, a disk and
//! threads. It performs what [`crate::ui::App`], [`crate::ui::viewer::Viewer`] and [`crate::ui::lab::Lab`] ask for and
//! tells them what happened.

mod authority;
mod background;
mod beside;
pub(crate) mod bundles;
mod complete;
mod course;
mod draft_file;
mod drafts;
mod events;
mod job;
mod keys;
mod lab;
pub(crate) mod lessons;
pub(crate) mod lines;
mod lock;
mod outcome;
pub(crate) mod prompt;
mod sgr;
pub(crate) mod signals;
mod terminal;
mod viewer;
mod wizard;

use std::io;
use std::process::ExitCode;
use std::sync::mpsc::Sender;

use rustix::process::{DumpableBehavior, Resource, Rlimit, set_dumpable_behavior, setrlimit};
use thiserror::Error;
use time::OffsetDateTime;

use crate::text::in_words;
use crate::ui::{Message, Refusal, Theme};
pub(crate) use course::course;
pub(crate) use lab::{lab, lab_with_etcd};
use signal_hook::consts::SIGHUP;
pub(crate) use viewer::{Found, viewer};
pub(crate) use wizard::wizard;

/// Why the wizard could not run, or not go on.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ShellError {
    /// What was sound when it was answered isn't any more.
    Changed(Refusal),
    /// The terminal failed.
    Io(#[from] io::Error),
}

in_words! { ShellError with hints:
    Self::Changed(refusal) => { refusal.message, refusal.hint.as_str() },
    Self::Io(error) => ["error-shell-io", error],
}

/// What wakes a loop.
pub(crate) enum Event<M = Message> {
    /// A key, a paste or a new size.
    Terminal(crossterm::event::Event),
    /// Lines that came at once, as text and as keys: a paste, perhaps, from a terminal that doesn't say so.
    Burst {
        /// The lines.
        text: String,
        /// The same as keys.
        keys: Vec<crossterm::event::Event>,
    },
    /// News from the background.
    Message(M),
    /// A signal that ends the program.
    Signal(i32),
    /// A signal that stops it.
    Stop,
    /// It goes on after a stop.
    Continue,
    /// The terminal is gone.
    Closed,
}

/// How a loop ended.
enum End {
    Quit,
    Signal(i32),
    Closed,
}

impl<M> Event<M> {
    /// The same to a loop with other news; those of this one come back.
    fn without_news<N>(self) -> Result<Event<N>, M> {
        Ok(match self {
            Self::Terminal(event) => Event::Terminal(event),
            Self::Burst { text, keys } => Event::Burst { text, keys },
            Self::Message(message) => return Err(message),
            Self::Signal(signal) => Event::Signal(signal),
            Self::Stop => Event::Stop,
            Self::Continue => Event::Continue,
            Self::Closed => Event::Closed,
        })
    }
}

impl End {
    /// The exit code that tells of it; `quit` where the operator left.
    fn code(&self, quit: u8) -> ExitCode {
        match self {
            Self::Quit => ExitCode::from(quit),
            Self::Signal(signal) => signals::exit_code(*signal),
            Self::Closed => signals::exit_code(SIGHUP),
        }
    }
}

/// Reads the clock.
#[allow(clippy::disallowed_methods)] // the one clock of the screens
pub fn now() -> OffsetDateTime {
    OffsetDateTime::now_utc()
}

/// Keeps private keys out of core dumps and out of reach of debuggers of the same user. A system that
/// refuses either still makes certificates.
pub fn forbid_core_dumps() {
    let _ = setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) });
    let _ = set_dumpable_behavior(DumpableBehavior::NotDumpable);
}

/// Whether the terminal that `TERM` names can show screens.
pub fn shows_screens() -> bool {
    let term = std::env::var("TERM").unwrap_or_default();
    !matches!(term.as_str(), "" | "dumb")
}

fn set(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// Whether the locale's characters are those of Unicode.
pub(crate) fn shows_unicode() -> bool {
    let locale = set("LC_ALL").or_else(|| set("LC_CTYPE")).or_else(|| set("LANG"));
    locale.is_some_and(|locale| {
        let locale = locale.to_ascii_lowercase();
        locale.contains("utf-8") || locale.contains("utf8")
    })
}

fn theme() -> Theme {
    Theme::new(set("NO_COLOR").is_none(), shows_unicode())
}

/// Sends to the loop; once it has ended nobody listens, and that is all right.
fn send<M>(sender: &Sender<Event<M>>, event: Event<M>) {
    let _ = sender.send(event);
}
