//! The lab's loop: keys and news in, frames out, and a tick as often as the screen wants one. While nothing moves by
//! itself it sleeps.

mod members;
mod tasks;

use std::process::ExitCode;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::Instant;

use super::events::take;
use super::terminal::Screen;
use super::{End, Event, ShellError, terminal, theme};
use crate::lab::Timeline;
use crate::local::{LocalCluster, Programs};
use crate::ui::lab::{Lab, News, Place, draw};
use crate::ui::{Action, Theme};
use members::Members;
use ratatui::layout::Size;

/// What says in short what is behind a line of a log; nothing where nobody knows.
pub(crate) type Explain = fn(&str) -> Vec<String>;

/// Runs the lab on the process's terminal. Returns when the person leaves, a signal comes or the terminal goes away;
/// the terminal is restored in every case.
///
/// # Errors
/// [`ShellError`] where the terminal fails.
pub(crate) fn lab(timeline: Timeline) -> Result<ExitCode, ShellError> {
    terminal::unless_gone(session(|theme, size, _| (Lab::new(timeline, theme, size), None)))
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
    terminal::unless_gone(session(|theme, size, sender| {
        let members = Members::start(cluster, programs, explain, sender.clone());
        (Lab::with_etcd(place, members.seen(), theme, size), Some(members))
    }))
}

fn session(
    make: impl FnOnce(Theme, Size, &Sender<Event<News>>) -> (Lab, Option<Members>),
) -> Result<ExitCode, ShellError> {
    let (sender, events) = channel();
    terminal::watch_signals(&sender)?;
    let mut screen = Screen::open()?;
    let (mut lab, members) = make(theme(), screen.size()?, &sender);
    screen.draw(|frame| draw(frame, &lab))?;
    terminal::watch_keys(&sender);
    let end = run(&mut screen, &mut lab, members.as_ref(), &events);
    drop(screen);
    // Ends all members.
    drop(members);
    Ok(end?.code(0))
}

fn run(
    screen: &mut Screen,
    lab: &mut Lab,
    members: Option<&Members>,
    events: &Receiver<Event<News>>,
) -> Result<End, ShellError> {
    let mut last_tick = Instant::now();
    let mut perform = |action: Action| {
        if let (Action::Local(task), Some(members)) = (action, members) {
            members.perform(task);
        }
    };
    loop {
        let event = match lab.pace() {
            None => events.recv().map_err(|_| RecvTimeoutError::Disconnected),
            Some(pace) => events.recv_timeout(pace.saturating_sub(last_tick.elapsed())),
        };
        match event {
            Err(RecvTimeoutError::Disconnected) => return Ok(End::Closed),
            Err(RecvTimeoutError::Timeout) => {
                last_tick = Instant::now();
                lab.tick();
            }
            // A held key comes as many events: take all that wait, then draw once.
            Ok(event) => {
                let was_still = lab.pace().is_none();
                for event in std::iter::once(event).chain(events.try_iter().take(500)) {
                    if let Some(end) = take(lab, event, screen, &mut perform)? {
                        return Ok(end);
                    }
                }
                if was_still {
                    last_tick = Instant::now();
                }
            }
        }
        screen.draw(|frame| draw(frame, lab))?;
    }
}
