//! The lab's loop: keys and news in, frames out, and a tick as often as the screen wants one. While nothing moves by
//! itself it sleeps.

mod members;
mod rhythm;
mod tasks;

use std::process::ExitCode;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use ratatui::Frame;
use ratatui::layout::Size;

use super::events::{Shown, perform, take};
use super::terminal::Screen;
use super::{End, Event, ShellError, terminal, theme};
use crate::lab::Timeline;
use crate::local::{LocalCluster, Programs};
use crate::ui::course::Course;
use crate::ui::lab::{Lab, Place, draw};
use crate::ui::{Action, Theme};
use members::Members;

/// What says in short what is behind a line of a log; nothing where nobody knows.
pub(crate) type Explain = fn(&str) -> Vec<String>;

/// Runs the lab on the process's terminal. Returns when the person leaves, a signal comes or the terminal goes away;
/// the terminal is restored in every case.
///
/// # Errors
/// [`ShellError`] where the terminal fails.
pub(crate) fn lab(timeline: Timeline) -> Result<ExitCode, ShellError> {
    let make = |theme, size, _: &_| (Lab::new(timeline, theme, size), None);
    terminal::unless_gone(session(make, draw))
}

/// The same over members of real etcd. When it returns, none of them runs any more.
///
/// # Errors
/// As [`lab`].
pub(crate) fn lab_with_etcd(
    cluster: LocalCluster,
    programs: Programs,
    place: Place,
    explain: Explain,
) -> Result<ExitCode, ShellError> {
    let make = |theme, size, sender: &Sender<_>| {
        let members = Members::start(cluster, programs, explain, sender.clone());
        (Lab::with_etcd(place, members.seen(), theme, size), Some(members))
    };
    terminal::unless_gone(session(make, draw))
}

/// A screen on which time passes.
pub(super) trait Paced: Shown {
    /// How long to wait until the next tick; `None` while nothing moves by itself.
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

/// Runs such a screen from its start to its end, over members of real etcd where there are some.
pub(super) fn session<S: Paced>(
    make: impl FnOnce(Theme, Size, &Sender<Event<S::News>>) -> (S, Option<Members>),
    draw: fn(&mut Frame<'_>, &S),
) -> Result<ExitCode, ShellError>
where
    S::News: Send + 'static,
{
    let (sender, events) = channel();
    terminal::watch_signals(&sender)?;
    let mut screen = Screen::open()?;
    let (mut shown, members) = make(theme(), screen.size()?, &sender);
    screen.draw(|frame| draw(frame, &shown))?;
    terminal::watch_keys(&sender);
    let end = run(&mut screen, &mut shown, draw, members.as_ref(), &events);
    drop(screen);
    // Ends all members.
    drop(members);
    Ok(end?.code(0))
}

fn run<S: Paced>(
    screen: &mut Screen,
    shown: &mut S,
    draw: fn(&mut Frame<'_>, &S),
    members: Option<&Members>,
    events: &Receiver<Event<S::News>>,
) -> Result<End, ShellError> {
    let mut last_tick = Instant::now();
    let mut other = |action: Action| {
        if let (Action::Local(task), Some(members)) = (action, members) {
            members.perform(task);
        }
    };
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
                if let Some(end) = perform(shown, action, screen, &mut other)? {
                    return Ok(end);
                }
            }
            // A held key comes as many events: take all that wait, then draw once.
            Ok(event) => {
                let was_still = shown.pace().is_none();
                for event in std::iter::once(event).chain(events.try_iter().take(500)) {
                    if let Some(end) = take(shown, event, screen, &mut other)? {
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
