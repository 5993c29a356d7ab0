//! The terminal: opened for screens, restored whatever happens, watched for keys and signals.

use std::io::{self, BufWriter, Stdout, Write};
use std::sync::mpsc::Sender;
use std::thread;
use std::time::Duration;

use base64::Engine;
use crossterm::cursor::Show;
use crossterm::event::{DisableBracketedPaste, EnableBracketedPaste};
use crossterm::execute;
use crossterm::terminal::{
    EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode,
};
use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;
use rustix::event::{PollFd, PollFlags, poll};
use signal_hook::consts::{SIGHUP, SIGINT, SIGQUIT, SIGTERM};
use signal_hook::iterator::Signals;

use super::{Event, send};

/// A whole screen fits: one write a frame, so that nothing tears over a slow line.
const BUFFER: usize = 1 << 18;

/// The terminal while a screen has it. Dropping it restores it.
pub(super) struct Screen {
    pub(super) terminal: Terminal<CrosstermBackend<BufWriter<Stdout>>>,
}

impl Screen {
    /// Takes the terminal: raw mode, the alternate screen, pastes told apart from typing.
    pub(super) fn open() -> io::Result<Self> {
        restore_on_panic();
        enable_raw_mode()?;
        // Makes crossterm listen for new sizes before the first is asked for: none is missed in between.
        // Where it can't, the reader of keys will say so.
        let _ = crossterm::event::poll(Duration::ZERO);
        let opened = execute!(io::stdout(), EnterAlternateScreen, EnableBracketedPaste);
        let terminal = opened.and_then(|()| {
            Terminal::new(CrosstermBackend::new(BufWriter::with_capacity(BUFFER, io::stdout())))
        });
        terminal.map(|terminal| Self { terminal }).inspect_err(|_| restore())
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        restore();
    }
}

/// Gives the terminal back. A terminal that is gone can't be restored, and nobody sees it.
fn restore() {
    let _ = disable_raw_mode();
    let _ = execute!(io::stdout(), DisableBracketedPaste, LeaveAlternateScreen, Show);
}

/// Restores the terminal before a panic of the main thread is printed. A panic of another thread
/// reaches the screen as a failure of its work.
fn restore_on_panic() {
    let main = thread::current().id();
    let earlier = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if thread::current().id() == main {
            restore();
            earlier(panic);
        }
    }));
}

/// Turns the signals that end a program into events.
pub(super) fn watch_signals<M: Send + 'static>(sender: &Sender<Event<M>>) -> io::Result<()> {
    let mut signals = Signals::new([SIGTERM, SIGHUP, SIGINT, SIGQUIT])?;
    let sender = sender.clone();
    thread::spawn(move || {
        for signal in signals.forever() {
            send(&sender, Event::Signal(signal));
        }
    });
    Ok(())
}

/// Turns keys, pastes and new sizes into events, until the terminal is gone.
pub(super) fn watch_keys<M: Send + 'static>(sender: &Sender<Event<M>>) {
    let sender = sender.clone();
    thread::spawn(move || {
        loop {
            match crossterm::event::read() {
                Ok(event) => send(&sender, Event::Terminal(event)),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(_) => return send(&sender, Event::Closed),
            }
        }
    });
}

/// Tells when the terminal is gone. A terminal that doesn't control the process sends no SIGHUP, and
/// crossterm's reader takes its end of file for an empty read, for ever.
pub(super) fn watch_hangup<M: Send + 'static>(sender: &Sender<Event<M>>) {
    let sender = sender.clone();
    thread::spawn(move || {
        let stdin = io::stdin();
        loop {
            // Errors and hangups are told without being asked for; keys are left to their reader.
            let mut watched = [PollFd::new(&stdin, PollFlags::empty())];
            match poll(&mut watched, None) {
                Ok(_) => return send(&sender, Event::Closed),
                Err(rustix::io::Errno::INTR) => {}
                Err(_) => return,
            }
        }
    });
}

/// Puts text into the clipboard of the terminal, even over SSH (OSC 52); terminals that don't know
/// it ignore it.
pub(super) fn copy(text: &str) -> io::Result<()> {
    let encoded = base64::engine::general_purpose::STANDARD.encode(text);
    let mut output = io::stdout();
    write!(output, "\x1b]52;c;{encoded}\x07")?;
    output.flush()
}
