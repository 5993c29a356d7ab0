//! The inspector's loop: keys and news in, frames out. Files are read and signatures checked behind it.

use std::path::Path;
use std::process::ExitCode;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;

use time::Duration;

use super::events::take;
use super::terminal::Screen;
use super::{End, Event, ShellError, now, send, terminal, theme};
use crate::finding::Finding;
use crate::pki::Inspection;
use crate::ui::Handshakes;
use crate::ui::viewer::{News, Viewer, draw};

/// Every how many files the screen hears how many were read: each would be a frame.
const TELL_EVERY: usize = 64;

/// What was read, before any signature is checked.
pub(crate) struct Found {
    pub(crate) inspection: Inspection,
    pub(crate) findings: Vec<(usize, Finding)>,
    pub(crate) skipped: usize,
    /// Who accepts whom, where that can be told.
    pub(crate) handshakes: Option<Handshakes>,
    /// The exit code that tells of it.
    pub(crate) code: u8,
}

/// What reads the files below a path for the inspector, and tells how many files and items it has so far.
pub(crate) type Inspect = fn(&Path, &dyn Fn(usize, usize)) -> Found;

/// Runs the inspector on the process's terminal. `read` reads on a thread of its own and tells how many
/// files and items it has so far; what ends within `soon` is an error. Returns when the operator leaves,
/// a signal comes or the terminal goes away; the terminal is restored in every case.
///
/// # Errors
/// [`ShellError`] where the terminal fails.
pub(crate) fn viewer(
    read: impl FnOnce(&dyn Fn(usize, usize)) -> Found + Send + 'static,
    soon: Option<Duration>,
) -> Result<ExitCode, ShellError> {
    terminal::unless_gone(session(read, soon))
}

fn session(
    read: impl FnOnce(&dyn Fn(usize, usize)) -> Found + Send + 'static,
    soon: Option<Duration>,
) -> Result<ExitCode, ShellError> {
    let (sender, events) = channel();
    terminal::watch_signals(&sender)?;
    let mut screen = Screen::open()?;
    let size = screen.size()?;
    let mut viewer = Viewer::new(now(), theme(), size);
    screen.draw(|frame| draw(frame, &viewer))?;
    terminal::watch_keys(&sender);
    let (told, code) = channel();
    work(move |news| send(&sender, Event::Message(news)), told, read, soon);
    let end = run(&mut screen, &mut viewer, &events);
    // The reading may go on: it only reads, and ends with the process.
    drop(screen);
    Ok(end?.code(code.try_recv().unwrap_or(0)))
}

/// Reads, tells what there is, then checks the signatures and tells that.
pub(super) fn work(
    tell: impl Fn(News) + Clone + Send + 'static,
    code: Sender<u8>,
    read: impl FnOnce(&dyn Fn(usize, usize)) -> Found + Send + 'static,
    soon: Option<Duration>,
) {
    let failed = tell.clone();
    let worker = thread::spawn(move || {
        let progress = |files: usize, items: usize| {
            if files.is_multiple_of(TELL_EVERY) {
                tell(News::Progress { files, items });
            }
        };
        let found = read(&progress);
        // Nobody may be left to hear it.
        let _ = code.send(found.code);
        let mut inspection = found.inspection.clone();
        let Found { findings, skipped, inspection: shown, handshakes, .. } = found;
        tell(News::Read { inspection: shown, findings, skipped });
        if let Some(handshakes) = handshakes {
            tell(News::Handshakes(handshakes));
        }
        let issuers = inspection.issuers();
        inspection.link(issuers.clone());
        let findings = inspection.findings(now(), soon);
        tell(News::Checked { issuers, findings });
    });
    thread::spawn(move || {
        if worker.join().is_err() {
            failed(News::Failed);
        }
    });
}

/// The loop: waits for an event, lets the inspector take it, draws. It sleeps while nothing happens.
fn run(
    screen: &mut Screen,
    viewer: &mut Viewer,
    events: &Receiver<Event<News>>,
) -> Result<End, ShellError> {
    loop {
        let Ok(event) = events.recv() else { return Ok(End::Closed) };
        // A held key comes as many events: take all that wait, then draw once.
        for event in std::iter::once(event).chain(events.try_iter().take(500)) {
            if let Some(end) = take(viewer, event, screen, &mut |_| ())? {
                return Ok(end);
            }
        }
        screen.draw(|frame| draw(frame, viewer))?;
    }
}
