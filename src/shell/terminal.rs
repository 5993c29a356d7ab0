//! The terminal: opened for screens, restored whatever happens, watched for keys and signals.

use std::io::{self, BufWriter, Stdout, Write};
use std::mem::ManuallyDrop;
use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Sender;
use std::thread;
use std::time::Instant;

use base64::Engine;
use crossterm::cursor::{MoveTo, Show};
use crossterm::event::{DisableBracketedPaste, EnableBracketedPaste};
use crossterm::execute;
use crossterm::terminal::{
    Clear, ClearType, EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode,
};
use ratatui::backend::CrosstermBackend;
use ratatui::layout::Size;
use ratatui::{Frame, Terminal};
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fd::AsFd;
use signal_hook::consts::SIGHUP;

use zeroize::Zeroizing;

use super::job::is_in_background;
use super::keys::Keys;
use super::sgr::PlainColours;
use super::signals::{self, Asked, Incoming};
use super::{Event, ShellError, send};

/// A whole screen fits: one write a frame, so that nothing tears over a slow line.
const BUFFER: usize = 1 << 18;

/// The terminal while a screen has it. Dropping it restores it.
pub(super) struct Screen {
    /// Never dropped: its own end tells standard error of a terminal that is gone, and panics where that is
    /// the same terminal. What it restores, the end of the screen restores.
    terminal: ManuallyDrop<Terminal<CrosstermBackend<PlainColours<BufWriter<Stdout>>>>>,
}

impl Screen {
    /// Takes the terminal: raw mode, the alternate screen, pastes told apart from typing.
    pub(super) fn open() -> io::Result<Self> {
        restore_on_panic();
        let terminal = set_up().and_then(|()| {
            let output = BufWriter::with_capacity(BUFFER, io::stdout());
            Terminal::new(CrosstermBackend::new(PlainColours::new(output)))
        });
        let opened = terminal.map(|terminal| Self { terminal: ManuallyDrop::new(terminal) });
        opened.inspect_err(|_| restore())
    }

    pub(super) fn draw(&mut self, render: impl FnOnce(&mut Frame<'_>)) -> io::Result<()> {
        self.terminal.draw(render).map(|_| ())
    }

    pub(super) fn size(&self) -> io::Result<Size> {
        self.terminal.size()
    }

    /// Has the next frame drawn whole, whatever others wrote to the terminal.
    pub(super) fn redraw(&mut self) -> io::Result<()> {
        let size = self.terminal.size()?;
        // `clear` would ask the terminal where its cursor is.
        self.terminal.resize(size.into())
    }

    /// Takes note of a new size.
    pub(super) fn resize(&mut self) -> io::Result<Size> {
        self.terminal.autoresize()?;
        self.terminal.size()
    }

    /// Gives the terminal back, stops the process, and takes the terminal again once it goes on.
    pub(super) fn stop(&mut self) -> io::Result<Size> {
        restore();
        signals::stop();
        self.take_again()
    }

    /// Takes the terminal again after a stop that nobody was told of, in which a shell may have used it.
    pub(super) fn go_on(&mut self) -> io::Result<Size> {
        if signals::was_stopped() {
            // crossterm believes that raw mode is still on. Never is it off in between: Ctrl-C would end it.
            let stdin = io::stdin();
            let mut modes = rustix::termios::tcgetattr(&stdin)?;
            modes.make_raw();
            rustix::termios::tcsetattr(&stdin, rustix::termios::OptionalActions::Now, &modes)?;
            self.take_again()
        } else {
            self.resize()
        }
    }

    /// Sets everything up, and has the next frame drawn whole.
    fn take_again(&mut self) -> io::Result<Size> {
        set_up()?;
        self.redraw()?;
        self.terminal.size()
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        restore();
    }
}

/// In the background this stops the process until it is in the foreground: only then is the terminal its own.
fn set_up() -> io::Result<()> {
    enable_raw_mode()?;
    execute!(io::stdout(), EnterAlternateScreen, EMPTY, MoveTo(0, 0), EnableBracketedPaste)?;
    if HAS_MOUSE.load(Ordering::SeqCst) { use_mouse(true) } else { Ok(()) }
}

/// Whether the terminal was asked for clicks and the wheel.
static HAS_MOUSE: AtomicBool = AtomicBool::new(false);

/// Asks the terminal for clicks and the wheel, or not any more: presses alone, not each move as crossterm would.
pub(super) fn use_mouse(is_on: bool) -> io::Result<()> {
    HAS_MOUSE.store(is_on, Ordering::SeqCst);
    let modes: &[u8] = if is_on { b"\x1b[?1000h\x1b[?1006h" } else { b"\x1b[?1006l\x1b[?1000l" };
    let mut output = io::stdout();
    output.write_all(modes)?;
    output.flush()
}

/// Some terminals have no alternate screen, or are left in it by a program that was killed: what stands there would
/// show through between the cells that a first frame writes, and the shell's prompt would stand within the last one.
const EMPTY: Clear = Clear(ClearType::All);

/// Gives the terminal back. A terminal that is gone can't be restored, and nobody sees it.
fn restore() {
    restore_modes();
    if HAS_MOUSE.load(Ordering::SeqCst) {
        let _ = use_mouse(false);
        // It is asked for again where this was a stop.
        HAS_MOUSE.store(true, Ordering::SeqCst);
    }
    let output = io::stdout();
    let _ =
        execute!(&output, EMPTY, MoveTo(0, 0), DisableBracketedPaste, LeaveAlternateScreen, Show);
}

/// Leaves raw mode. In the background the modes are those of whoever has the terminal, and setting them
/// would stop the process.
fn restore_modes() {
    if !is_in_background(io::stdin()) {
        let _ = disable_raw_mode();
    }
}

/// Whether the terminal is gone.
pub(super) fn is_gone(terminal: impl AsFd) -> bool {
    let mut watched = [PollFd::new(&terminal, PollFlags::empty())];
    let now = Timespec { tv_sec: 0, tv_nsec: 0 };
    poll(&mut watched, Some(&now)).is_ok_and(|count| count > 0)
}

/// Takes whatever failed because the terminal is gone for its end, which is SIGHUP's.
pub(super) fn unless_gone(ended: Result<ExitCode, ShellError>) -> Result<ExitCode, ShellError> {
    match ended {
        Err(ShellError::Io(_)) if is_gone(io::stdin()) => Ok(signals::exit_code(SIGHUP)),
        ended => ended,
    }
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

/// Turns signals into events.
pub(super) fn watch_signals<M: Send + 'static>(sender: &Sender<Event<M>>) -> io::Result<()> {
    let mut incoming = Incoming::listen()?;
    let sender = sender.clone();
    thread::spawn(move || {
        loop {
            let mut watched = [PollFd::new(incoming.readable(), PollFlags::IN)];
            // An interrupted wait is one that is over.
            let _ = poll(&mut watched, None);
            for asked in incoming.pending() {
                send(
                    &sender,
                    match asked {
                        Asked::End(signal) => Event::Signal(signal),
                        Asked::Stop => Event::Stop,
                        Asked::Continue => Event::Continue,
                        Asked::Resize => Event::Terminal(crossterm::event::Event::Resize(0, 0)),
                    },
                );
            }
        }
    });
    Ok(())
}

/// How long a terminal that doesn't bracket pastes may take from one character of it to the next: a serial line of
/// 9600 baud takes one millisecond. Nobody types as fast.
const PASTE_GAP: Timespec = Timespec { tv_sec: 0, tv_nsec: 3_000_000 };
/// The most that is taken for one such paste, in bytes: hundreds of members.
const PASTE_LIMIT: usize = 1 << 16;

/// Turns keys and pastes into events, until the terminal is gone. One that doesn't control the process
/// sends no SIGHUP.
pub(super) fn watch_keys<M: Send + 'static>(sender: &Sender<Event<M>>) {
    let sender = sender.clone();
    thread::spawn(move || {
        let (stdin, mut keys) = (io::stdin(), Keys::new());
        loop {
            let mut bytes = Zeroizing::new(Vec::with_capacity(PASTE_LIMIT + 4096));
            let Some(events) = wait_for_keys(&stdin, &mut keys, &mut bytes) else {
                return send(&sender, Event::Closed);
            };
            match lines(&bytes) {
                Some(text) => send(&sender, Event::Burst { text, keys: events }),
                None => {
                    for event in events {
                        send(&sender, Event::Terminal(event));
                    }
                }
            }
        }
    });
}

/// What came at once, where it is several lines of text and no key but Enter and Tab.
fn lines(bytes: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(bytes).ok()?;
    let is_text = text.chars().all(|c| !c.is_control() || matches!(c, '\r' | '\n' | '\t'));
    let lines = text.split(['\r', '\n']).filter(|line| !line.trim().is_empty());
    (is_text && lines.count() > 1).then(|| text.to_owned())
}

/// Whether these are characters of a text.
fn is_plain(bytes: &[u8]) -> bool {
    !bytes.is_empty()
        && bytes
            .iter()
            .all(|byte| *byte != 0x7f && (*byte >= 0x20 || matches!(byte, b'\r' | b'\n' | b'\t')))
}

/// Waits for what the terminal sends next, or for what it doesn't send in time; `None` once it is gone. What came is
/// left in `bytes`: characters of a text as long as they go on coming.
fn wait_for_keys(
    terminal: impl AsFd,
    keys: &mut Keys,
    bytes: &mut Zeroizing<Vec<u8>>,
) -> Option<Vec<crossterm::event::Event>> {
    let mut watched = [PollFd::new(&terminal, PollFlags::IN)];
    match poll(&mut watched, time_left(keys).as_ref()) {
        Ok(0) => return Some(keys.lapse()),
        Ok(_) => {}
        Err(rustix::io::Errno::INTR) => return Some(Vec::new()),
        Err(_) => return None,
    }
    keys.hear_mouse(HAS_MOUSE.load(Ordering::SeqCst));
    // A passphrase may be among it.
    let mut buffer = Zeroizing::new([0; 4096]);
    let mut events = Vec::new();
    loop {
        let Some((more, count)) = read_keys(&terminal, keys, buffer.as_mut_slice()) else {
            // What came before the end still counts; the next look tells of the end.
            return (!events.is_empty()).then_some(events);
        };
        let read = buffer.get(..count).unwrap_or_default();
        events.extend(more);
        bytes.extend_from_slice(read);
        let mut watched = [PollFd::new(&terminal, PollFlags::IN)];
        let goes_on = is_plain(read)
            && bytes.len() < PASTE_LIMIT
            && poll(&mut watched, Some(&PASTE_GAP)).is_ok_and(|count| count > 0);
        if !goes_on {
            return Some(events);
        }
    }
}

/// How long what has begun is still waited for.
pub(super) fn time_left(keys: &Keys) -> Option<Timespec> {
    let deadline = keys.deadline()?;
    deadline.saturating_duration_since(Instant::now()).try_into().ok()
}

/// Reads from a terminal that has something, or is gone: the events, and how many bytes they were read from.
pub(super) fn read_keys(
    terminal: impl AsFd,
    keys: &mut Keys,
    buffer: &mut [u8],
) -> Option<(Vec<crossterm::event::Event>, usize)> {
    match rustix::io::read(&terminal, &mut *buffer) {
        // Nothing, and not gone: a Ctrl-D from before raw mode.
        Ok(0) => (!is_gone(&terminal)).then(|| (Vec::new(), 0)),
        Ok(count) => {
            let read = buffer.get(..count).unwrap_or_default();
            Some((keys.take(read, Instant::now()), count))
        }
        Err(rustix::io::Errno::INTR | rustix::io::Errno::AGAIN) => Some((Vec::new(), 0)),
        Err(_) => None,
    }
}

/// Puts text into the clipboard of the terminal, even over SSH (OSC 52); terminals that don't know
/// it ignore it.
pub(super) fn copy(text: &str) -> io::Result<()> {
    let encoded = base64::engine::general_purpose::STANDARD.encode(text);
    let mut output = io::stdout();
    write!(output, "\x1b]52;c;{encoded}\x07")?;
    output.flush()
}
