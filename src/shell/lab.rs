//! The lab's loop: keys in, frames out, and a tick as often as the screen wants one. While it is paused it sleeps.

use std::process::ExitCode;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Instant;

use super::events::take;
use super::terminal::Screen;
use super::{End, Event, ShellError, terminal, theme};
use crate::lab::Timeline;
use crate::ui::lab::{Lab, draw};

/// Runs the lab on the process's terminal. Returns when the person leaves, a signal comes or the terminal goes away;
/// the terminal is restored in every case.
///
/// # Errors
/// [`ShellError`] where the terminal fails.
pub(crate) fn lab(timeline: Timeline) -> Result<ExitCode, ShellError> {
    terminal::unless_gone(session(timeline))
}

fn session(timeline: Timeline) -> Result<ExitCode, ShellError> {
    let (sender, events) = channel();
    terminal::watch_signals(&sender)?;
    let mut screen = Screen::open()?;
    let mut lab = Lab::new(timeline, theme(), screen.size()?);
    screen.draw(|frame| draw(frame, &lab))?;
    terminal::watch_keys(&sender);
    let end = run(&mut screen, &mut lab, &events);
    drop(screen);
    Ok(end?.code(0))
}

fn run(
    screen: &mut Screen,
    lab: &mut Lab,
    events: &Receiver<Event<()>>,
) -> Result<End, ShellError> {
    let mut last_tick = Instant::now();
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
                    if let Some(end) = take(lab, event, screen)? {
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
