//! The shell around the wizard and the inspector: the only place with a clock, a terminal, a disk and
//! threads. It performs what [`crate::ui::App`] and [`crate::ui::viewer::Viewer`] ask for and tells them
//! what happened.

mod answers_file;
mod authority;
mod background;
mod complete;
mod job;
mod keys;
pub(crate) mod lines;
mod outcome;
pub(crate) mod prompt;
mod saved;
mod script;
mod sgr;
pub(crate) mod signals;
mod terminal;
mod viewer;

use std::io::{self, Write};
use std::process::ExitCode;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use rustix::process::{DumpableBehavior, Resource, Rlimit, set_dumpable_behavior, setrlimit};
use thiserror::Error;
use time::OffsetDateTime;

use crate::answers::Answers;
use crate::bundle::shown;
use crate::cluster::{Hint, Plan};
use crate::text::{fill, say};
use crate::ui::keymap::{self, Mode};
use crate::ui::{Action, App, Command, Message, Refusal, Theme, draw, is_pasted_table};
use background::Background;
use saved::Saved;
use signal_hook::consts::SIGHUP;
use terminal::Screen;
pub(crate) use viewer::{Found, viewer};

/// How long a change waits before answers are saved, so that typing doesn't write at each key.
const SAVE_AFTER: Duration = Duration::from_millis(400);

/// Why the wizard could not run, or not go on.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ShellError {
    /// What was sound when it was answered isn't any more.
    #[error("{}", .0.message)]
    Changed(Refusal),
    /// The terminal failed.
    #[error("the terminal failed: {0}")]
    Io(#[from] io::Error),
}

impl Hint for ShellError {
    fn hint(&self) -> String {
        match self {
            Self::Changed(refusal) => refusal.hint.clone(),
            Self::Io(_) => "run it in another terminal; your answers are kept".into(),
        }
    }
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

/// Runs the wizard on the process's terminal, on a plan or from the start, with the mouse or without. Returns when the operator
/// leaves, a signal comes or the terminal goes away; the terminal is restored in every case.
///
/// # Errors
/// [`ShellError`] where there is no usable terminal.
pub fn wizard(plan: Option<&Plan>, mouse: bool) -> Result<ExitCode, ShellError> {
    terminal::unless_gone(session(plan, mouse))
}

fn session(plan: Option<&Plan>, mouse: bool) -> Result<ExitCode, ShellError> {
    let (sender, events) = channel();
    terminal::watch_signals(&sender)?;
    let mut screen = Screen::open()?;
    let size = screen.size()?;
    let answers = plan.map_or_else(Answers::at_a_terminal, Answers::from_plan);
    let mut app = App::new(answers, now(), theme(), size);
    if mouse {
        app.use_mouse();
        terminal::use_mouse(true)?;
    }
    screen.draw(|frame| draw(frame, &app))?;
    // Nothing above touches keys, entropy or the disk: the first frame is there at once.
    terminal::watch_keys(&sender);
    // A session on a plan file must not replace the answers that an interrupted one left.
    let saved = if plan.is_none() { Saved::locate() } else { None };
    if saved.is_none() {
        app.receive(Message::NotSaved(Some(say("quit-nowhere").to_owned())));
    }
    background::prepare(&sender, saved.clone());
    let mut background = Background::new(sender.clone());
    if plan.is_some()
        && let Some(action) = app.review_plan()
    {
        perform(&mut app, action, &mut background, saved.as_ref())?;
        screen.draw(|frame| draw(frame, &app))?;
    }
    let end = run(&mut screen, &mut app, &events, &mut background, saved.as_ref());
    if end.is_err() {
        // The terminal failed before the loop came to save what was typed last.
        save(saved.as_ref(), &mut app, &mut Answers::new());
    }
    // The terminal first: keys that were begun are finished, which takes seconds with RSA.
    drop(screen);
    background.stop();
    let end = end?;
    if let (End::Quit, Some(outcome)) = (&end, app.outcome()) {
        let line = fill("goodbye-written", &[("path", &shown(&outcome.root))]);
        writeln!(io::stdout(), "{line}")?;
    }
    Ok(end.code(0))
}

/// The loop: waits for an event, lets the application take it, draws. It blocks while nothing
/// happens; only an unsaved change makes it wake by itself, once.
fn run(
    screen: &mut Screen,
    app: &mut App,
    events: &Receiver<Event>,
    background: &mut Background,
    saved: Option<&Saved>,
) -> Result<End, ShellError> {
    let mut stored = app.answers().clone();
    let mut was_written = false;
    let mut due = None;
    loop {
        let unsaved = saved.is_some() && *app.answers() != stored && !app.is_written();
        let event = if unsaved {
            // From the first change on: whatever goes on coming must not put it off.
            let due: Instant = *due.get_or_insert_with(|| Instant::now() + SAVE_AFTER);
            match due.saturating_duration_since(Instant::now()) {
                Duration::ZERO => Err(RecvTimeoutError::Timeout),
                left => events.recv_timeout(left),
            }
        } else {
            due = None;
            events.recv().map_err(|_| RecvTimeoutError::Disconnected)
        };
        app.set_now(now());
        match event {
            Err(RecvTimeoutError::Timeout) => {
                save(saved, app, &mut stored);
                continue;
            }
            Err(RecvTimeoutError::Disconnected) => return Ok(End::Closed),
            Ok(event) => {
                // A resize or a paste comes as many events: take all that wait, then draw once.
                for event in std::iter::once(event).chain(events.try_iter().take(500)) {
                    if let Some(end) = take(app, event, background, screen, saved)? {
                        save(saved, app, &mut stored);
                        return Ok(end);
                    }
                }
            }
        }
        if app.outcome().is_some() && !was_written {
            was_written = true;
            // The bundle's plan.json holds them now.
            if let Some(saved) = saved {
                saved.forget();
            }
        }
        screen.draw(|frame| draw(frame, app))?;
    }
}

fn save(saved: Option<&Saved>, app: &mut App, stored: &mut Answers) {
    if let Some(saved) = saved
        && *app.answers() != *stored
        && !app.is_written()
        && !app.answers().is_untouched()
    {
        // Answers that can't be saved are no reason to stop: they are all on the screen.
        let (moved, why) = match saved.store(app.answers()) {
            Ok(moved) => (moved, None),
            Err(error) => (None, Some(error.to_string())),
        };
        app.receive(Message::NotSaved(why));
        if let Some(path) = moved {
            app.receive(Message::EarlierKept(Ok(path)));
        }
    }
    stored.clone_from(app.answers());
}

fn take(
    app: &mut App,
    event: Event,
    background: &mut Background,
    screen: &mut Screen,
    saved: Option<&Saved>,
) -> Result<Option<End>, ShellError> {
    let action = match event {
        Event::Terminal(crossterm::event::Event::Resize(..)) => {
            app.resize(screen.resize()?);
            None
        }
        Event::Stop => {
            app.resize(screen.stop()?);
            None
        }
        Event::Continue => {
            app.resize(screen.go_on()?);
            None
        }
        Event::Terminal(event) => {
            keymap::command(&event, app.mode()).and_then(|command| app.update(command))
        }
        Event::Burst { text, .. } if takes_members(app.mode()) && is_pasted_table(&text) => {
            app.update(Command::Paste(text))
        }
        Event::Burst { keys, .. } => {
            for key in keys {
                if let Some(end) = take(app, Event::Terminal(key), background, screen, saved)? {
                    return Ok(Some(end));
                }
            }
            None
        }
        Event::Message(message) => app.receive(message),
        Event::Signal(signal) => return Ok(Some(End::Signal(signal))),
        Event::Closed => return Ok(Some(End::Closed)),
    };
    match action {
        None => Ok(None),
        Some(action) => perform(app, action, background, saved),
    }
}

/// Whether lines that name members are taken for a paste of them, though nothing says that they are one.
fn takes_members(mode: Mode) -> bool {
    matches!(mode, Mode::MemberCell | Mode::Table | Mode::Tiers)
}

/// Does what the application asks for.
fn perform(
    app: &mut App,
    action: Action,
    background: &mut Background,
    saved: Option<&Saved>,
) -> Result<Option<End>, ShellError> {
    match action {
        Action::Quit => return Ok(Some(End::Quit)),
        Action::Copy(text) => terminal::copy(&text)?,
        Action::CheckOutput(text) => background.check_output(text),
        Action::CheckOutputAndAuthority { output, authority } => {
            background.check_output(output);
            background.check_authority(*authority);
        }
        Action::TakeEarlier => {
            if let Some(saved) = saved {
                saved.take_earlier();
            }
        }
        Action::KeepEarlier => {
            // At once: the next key may be the change that replaces them.
            if let Some(saved) = saved {
                let result = saved.keep_earlier().map_err(|error| error.to_string());
                app.receive(Message::EarlierKept(result));
            }
        }
        Action::SaveByHand { script, path } => background.save_by_hand(script, path),
        Action::Mouse(is_on) => terminal::use_mouse(is_on)?,
        Action::Complete(text) => background.complete(text),
        Action::Generate { plan, output, ca_credentials } => {
            background.generate(*plan, output, *ca_credentials);
        }
        Action::CancelGeneration => background.cancel(),
    }
    Ok(None)
}

fn theme() -> Theme {
    let set = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    let locale = set("LC_ALL").or_else(|| set("LC_CTYPE")).or_else(|| set("LANG"));
    let unicode = locale.is_some_and(|locale| {
        let locale = locale.to_ascii_lowercase();
        locale.contains("utf-8") || locale.contains("utf8")
    });
    Theme::new(set("NO_COLOR").is_none(), unicode)
}

/// Sends to the loop; once it has ended nobody listens, and that is all right.
fn send<M>(sender: &Sender<Event<M>>, event: Event<M>) {
    let _ = sender.send(event);
}
