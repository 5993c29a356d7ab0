//! The lab's loop: keys in, frames out, and a tick as often as the screen wants one. While it is paused it sleeps.

use std::process::ExitCode;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use ratatui::Frame;
use ratatui::layout::Size;

use super::events::{Shown, perform, take};
use super::terminal::Screen;
use super::{End, Event, ShellError, terminal, theme};
use crate::lab::Timeline;
use crate::ui::Action;
use crate::ui::course::Course;
use crate::ui::lab::{Lab, draw};

/// Runs the lab on the process's terminal. Returns when the person leaves, a signal comes or the terminal goes away;
/// the terminal is restored in every case.
///
/// # Errors
/// [`ShellError`] where the terminal fails.
pub(crate) fn lab(timeline: Timeline) -> Result<ExitCode, ShellError> {
    terminal::unless_gone(session(|size| Lab::new(timeline, theme(), size), draw))
}

/// A screen on which time passes.
pub(super) trait Paced: Shown<News = ()> {
    /// How long to wait until the next tick; `None` while nothing moves.
    fn pace(&self) -> Option<Duration>;
    /// A tick passes.
    fn tick(&mut self) -> Option<Action>;
}

impl Paced for Lab {
    fn pace(&self) -> Option<Duration> {
        self.pace()
    }

    fn tick(&mut self) -> Option<Action> {
        self.tick();
        None
    }
}

impl Paced for Course {
    fn pace(&self) -> Option<Duration> {
        self.pace()
    }

    fn tick(&mut self) -> Option<Action> {
        self.tick()
    }
}

/// Runs such a screen from its start to its end.
pub(super) fn session<S: Paced>(
    start: impl FnOnce(Size) -> S,
    draw: fn(&mut Frame<'_>, &S),
) -> Result<ExitCode, ShellError> {
    let (sender, events) = channel();
    terminal::watch_signals(&sender)?;
    let mut screen = Screen::open()?;
    let mut shown = start(screen.size()?);
    screen.draw(|frame| draw(frame, &shown))?;
    terminal::watch_keys(&sender);
    let end = run(&mut screen, &mut shown, draw, &events);
    drop(screen);
    Ok(end?.code(0))
}

fn run<S: Paced>(
    screen: &mut Screen,
    shown: &mut S,
    draw: fn(&mut Frame<'_>, &S),
    events: &Receiver<Event<()>>,
) -> Result<End, ShellError> {
    let mut last_tick = Instant::now();
    loop {
        let event = match shown.pace() {
            None => events.recv().map_err(|_| RecvTimeoutError::Disconnected),
            Some(pace) => events.recv_timeout(pace.saturating_sub(last_tick.elapsed())),
        };
        match event {
            Err(RecvTimeoutError::Disconnected) => return Ok(End::Closed),
            Err(RecvTimeoutError::Timeout) => {
                last_tick = Instant::now();
                let action = shown.tick();
                if let Some(end) = perform(shown, action, screen)? {
                    return Ok(end);
                }
            }
            // A held key comes as many events: take all that wait, then draw once.
            Ok(event) => {
                let was_still = shown.pace().is_none();
                for event in std::iter::once(event).chain(events.try_iter().take(500)) {
                    if let Some(end) = take(shown, event, screen)? {
                        return Ok(end);
                    }
                }
                if was_still {
                    last_tick = Instant::now();
                }
            }
        }
        screen.draw(|frame| draw(frame, shown))?;
    }
}
