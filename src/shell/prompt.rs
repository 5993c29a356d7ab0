//! Asks for a passphrase on the terminal, which shows nothing of it, and has its echo back whatever comes.

use std::fs::File;
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;

use crossterm::event::{Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
use rustix::event::{PollFd, PollFlags, poll};
use rustix::fs::OFlags;
use rustix::termios::{
    LocalModes, OptionalActions, SpecialCodeIndex, Termios, tcgetattr, tcsetattr,
};
use signal_hook::consts::SIGHUP;
use zeroize::{Zeroize, Zeroizing};

use super::job::stop_job;
use super::keys::Keys;
use super::signals::{self, Asked, Incoming};
use super::terminal::{is_gone, read_keys, time_left};

/// A longer passphrase moves in memory, and leaves a copy behind.
const CAPACITY: usize = 4096;

/// Why there is no passphrase.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PromptError {
    /// There is no terminal to ask on.
    NoTerminal,
    /// Ctrl-D instead of one.
    Empty,
    /// A signal that ends the program, or the terminal's end, which is SIGHUP's.
    Signal(i32),
}

/// What came while a passphrase was asked for.
enum Came {
    /// The passphrase.
    Line(Zeroizing<String>),
    /// Nothing: the process was stopped, and the question is to be asked anew.
    Again,
}

/// Asks for a passphrase on the terminal that controls the process.
pub(crate) fn passphrase(question: &str) -> Result<Zeroizing<String>, PromptError> {
    let terminal = Terminal::open().map_err(|_| PromptError::NoTerminal)?;
    let mut incoming = Incoming::listen().map_err(|_| PromptError::NoTerminal)?;
    let mut since = OptionalActions::Now;
    let asked = loop {
        match ask(&terminal, &mut incoming, question, since) {
            Ok(Came::Line(line)) => break Ok(line),
            // Half a passphrase from before the stop is none, even where nobody has read it yet.
            Ok(Came::Again) => since = OptionalActions::Flush,
            // It was there when it was opened.
            Err(_) if is_gone(&terminal.input) => break Err(PromptError::Signal(SIGHUP)),
            Err(error) => break Err(error),
        }
    };
    // The signal of a terminal that went away comes after reading has failed, and must not cut short an orderly end.
    if !matches!(asked, Err(PromptError::Signal(_))) {
        signals::with_default();
    }
    asked
}

/// The terminal that controls the process.
struct Terminal {
    /// Where the question is written, and the modes are set.
    output: File,
    /// Where keys are read, without waiting for them: Ctrl-C takes back what was typed before it, and may do
    /// so when that was already seen to be there.
    input: File,
}

impl Terminal {
    fn open() -> io::Result<Self> {
        let open = |flags: OFlags| {
            let flags = i32::try_from(flags.bits()).unwrap_or(0);
            File::options().read(true).write(true).custom_flags(flags).open("/dev/tty")
        };
        Ok(Self { output: open(OFlags::NOCTTY)?, input: open(OFlags::NOCTTY | OFlags::NONBLOCK)? })
    }
}

fn ask(
    terminal: &Terminal,
    incoming: &mut Incoming,
    question: &str,
    since: OptionalActions,
) -> Result<Came, PromptError> {
    let Terminal { output, input } = terminal;
    let silent = Silent::begin(output, since).map_err(|_| PromptError::NoTerminal)?;
    let ended = say(output, question).and_then(|()| listen(input, &silent, incoming));
    drop(silent);
    // Whatever it was, the next line is somebody else's.
    let _ = say(output, "\n");
    match ended? {
        Heard::Line(line) => Ok(Came::Line(line)),
        Heard::Stop => {
            signals::stop();
            Ok(Came::Again)
        }
        Heard::Continue => Ok(Came::Again),
    }
}

/// What ends one time of asking.
enum Heard {
    Line(Zeroizing<String>),
    Stop,
    Continue,
}

fn listen(
    input: &File,
    silent: &Silent<'_>,
    incoming: &mut Incoming,
) -> Result<Heard, PromptError> {
    let gone = PromptError::Signal(SIGHUP);
    // One at a time: what is typed behind the passphrase is for whoever asks next.
    let (mut keys, mut buffer) = (Keys::new(), Zeroizing::new([0; 1]));
    let mut line = Zeroizing::new(String::with_capacity(CAPACITY));
    loop {
        let mut watched =
            [PollFd::new(input, PollFlags::IN), PollFd::new(incoming.readable(), PollFlags::IN)];
        let waited = poll(&mut watched, time_left(&keys).as_ref());
        let has_keys =
            waited.is_ok() && watched.first().is_some_and(|one| !one.revents().is_empty());
        for asked in incoming.pending() {
            match asked {
                Asked::End(signal) => return Err(PromptError::Signal(signal)),
                Asked::Stop => return Ok(Heard::Stop),
                Asked::Continue if signals::was_stopped() && silent.is_disturbed() => {
                    return Ok(Heard::Continue);
                }
                Asked::Continue | Asked::Resize => {}
            }
        }
        let mut events = match waited {
            Ok(0) => keys.lapse(),
            _ if has_keys => read_keys(input, &mut keys, &mut *buffer).ok_or(gone)?.0,
            _ => Vec::new(),
        };
        for event in events.drain(..) {
            if is_end(&mut line, event)? {
                return Ok(Heard::Line(line));
            }
        }
    }
}

/// Takes a key or a paste; whether the passphrase is at its end.
fn is_end(line: &mut Zeroizing<String>, event: Event) -> Result<bool, PromptError> {
    match event {
        Event::Paste(mut text) => {
            let first = text.split(['\r', '\n']).next().unwrap_or_default();
            line.extend(first.chars().filter(|one| !one.is_control()));
            let is_whole = first.len() < text.len();
            text.zeroize();
            Ok(is_whole)
        }
        Event::Key(KeyEvent { code, modifiers, kind, .. }) if kind != KeyEventKind::Release => {
            let control = modifiers == KeyModifiers::CONTROL;
            match code {
                // The terminal makes Ctrl-J of Enter.
                KeyCode::Enter => return Ok(true),
                KeyCode::Char('j') if control => return Ok(true),
                KeyCode::Char('d') if control && line.is_empty() => return Err(PromptError::Empty),
                KeyCode::Backspace => drop(line.pop()),
                KeyCode::Char('h') if control => drop(line.pop()),
                KeyCode::Char('u') if control => line.zeroize(),
                KeyCode::Char('w') if control => {
                    let kept = line.trim_end_matches(' ').rfind(' ').map_or(0, |blank| blank + 1);
                    line.truncate(kept);
                }
                KeyCode::Char('z') if control => stop_job(),
                KeyCode::Char(one)
                    if !modifiers.intersects(KeyModifiers::CONTROL | KeyModifiers::ALT)
                        || modifiers.contains(KeyModifiers::CONTROL | KeyModifiers::ALT) =>
                {
                    line.push(one);
                }
                _ => {}
            }
            Ok(false)
        }
        _ => Ok(false),
    }
}

fn say(mut terminal: &File, text: &str) -> Result<(), PromptError> {
    let written: io::Result<()> = terminal.write_all(text.as_bytes());
    written.map_err(|_| PromptError::Signal(SIGHUP))
}

/// A terminal that shows nothing of what is typed. Dropping it sets the modes that it had before.
struct Silent<'a> {
    terminal: &'a File,
    before: Termios,
    local_modes: LocalModes,
}

impl<'a> Silent<'a> {
    fn begin(terminal: &'a File, since: OptionalActions) -> io::Result<Self> {
        let before = tcgetattr(terminal)?;
        let mut modes = before.clone();
        // Signals stay keys: they are for the whole job. But for Ctrl-Z, see `stop_job`.
        modes.local_modes -=
            LocalModes::ECHO | LocalModes::ECHONL | LocalModes::ICANON | LocalModes::IEXTEN;
        modes.special_codes[SpecialCodeIndex::VSUSP] = 0;
        modes.special_codes[SpecialCodeIndex::VMIN] = 1;
        modes.special_codes[SpecialCodeIndex::VTIME] = 0;
        let silent = Self { terminal, before, local_modes: modes.local_modes };
        // In the background this stops the process until it is in the foreground.
        tcsetattr(terminal, since, &modes)?;
        Ok(silent)
    }

    /// Whether somebody else set the modes meanwhile, as a shell does while the process is stopped.
    fn is_disturbed(&self) -> bool {
        tcgetattr(self.terminal).is_ok_and(|now| now.local_modes != self.local_modes)
    }
}

impl Drop for Silent<'_> {
    fn drop(&mut self) {
        let _ = tcsetattr(self.terminal, OptionalActions::Now, &self.before);
    }
}
