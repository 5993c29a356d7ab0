//! The signals that end, stop and continue the program. Where a terminal is set up they arrive as news, so
//! that it can be given back first.

use std::os::unix::net::UnixStream;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};
use std::{io, process::ExitCode};

use signal_hook::consts::{
    SIGABRT, SIGALRM, SIGCONT, SIGHUP, SIGINT, SIGIO, SIGPROF, SIGQUIT, SIGSTOP, SIGTERM, SIGTSTP,
    SIGUSR1, SIGUSR2, SIGVTALRM, SIGWINCH, SIGXCPU, SIGXFSZ,
};
use signal_hook::flag;
use signal_hook::iterator::backend::SignalDelivery;
use signal_hook::iterator::exfiltrator::SignalOnly;
use signal_hook::low_level::raise;

/// All signals that end a process unless it listens to them, but those that can't be listened to, those
/// that tell of a fault of its own, and SIGPIPE, which Rust ignores.
pub(crate) const ENDING: [i32; 13] = [
    SIGHUP, SIGINT, SIGQUIT, SIGABRT, SIGUSR1, SIGUSR2, SIGALRM, SIGTERM, SIGXCPU, SIGXFSZ,
    SIGVTALRM, SIGPROF, SIGIO,
];

/// What a signal asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Asked {
    /// To end, by this signal.
    End(i32),
    /// To stop until SIGCONT.
    Stop,
    /// To set the terminal up again: the process was stopped.
    Continue,
    /// To look at the size of the terminal.
    Resize,
}

/// Signals as they come. What was asked for last about stopping counts: a stop that was taken back before
/// anybody came to it is none.
pub(super) struct Incoming(SignalDelivery<UnixStream, SignalOnly>);

impl Incoming {
    /// Listens from now on.
    pub(super) fn listen() -> io::Result<Self> {
        job();
        let (read, write) = UnixStream::pair()?;
        let watched = ENDING.into_iter().chain([SIGTSTP, SIGCONT, SIGWINCH]);
        let incoming = Self(SignalDelivery::with_pipe(read, write, SignalOnly, watched)?);
        without_default();
        Ok(incoming)
    }

    /// What becomes readable when a signal comes.
    pub(super) fn readable(&self) -> &UnixStream {
        self.0.get_read()
    }

    /// What has come.
    pub(super) fn pending(&mut self) -> impl Iterator<Item = Asked> {
        self.0.pending().map(|signal| match signal {
            SIGTSTP => Asked::Stop,
            SIGCONT => Asked::Continue,
            SIGWINCH => Asked::Resize,
            signal => Asked::End(signal),
        })
    }
}

/// The last of SIGTSTP and SIGCONT that came and was not taken care of, else 0.
fn job() -> &'static AtomicUsize {
    static JOB: OnceLock<Arc<AtomicUsize>> = OnceLock::new();
    JOB.get_or_init(|| {
        let last = Arc::new(AtomicUsize::new(0));
        for signal in [SIGTSTP, SIGCONT] {
            // Without it nothing is stopped, and nothing broken.
            let _ = flag::register_usize(signal, Arc::clone(&last), number(signal));
        }
        last
    })
}

/// Stops the process, as SIGTSTP would, and comes back when it is continued. SIGSTOP, as SIGTSTP can't be
/// given its default back.
pub(super) fn stop() {
    if is_taken(SIGTSTP) {
        let _ = raise(SIGSTOP);
    }
    is_taken(SIGCONT);
}

/// Takes note of a signal, if it is the last that came. Another that came meanwhile is still to be taken care of.
fn is_taken(signal: i32) -> bool {
    job().compare_exchange(number(signal), 0, Ordering::SeqCst, Ordering::SeqCst).is_ok()
}

/// Whether a stop that SIGCONT ended is still to be taken care of: one by SIGSTOP, of which nobody hears.
pub(super) fn was_stopped() -> bool {
    is_taken(SIGCONT)
}

/// Whether the signals do by default what they do by default; the first is of [`ENDING`], the second SIGTSTP.
fn defaults() -> &'static [Arc<AtomicBool>; 2] {
    static DEFAULTS: OnceLock<[Arc<AtomicBool>; 2]> = OnceLock::new();
    DEFAULTS.get_or_init(|| {
        let [ends, stops] = [(); 2].map(|()| Arc::new(AtomicBool::new(false)));
        for signal in ENDING {
            let _ = flag::register_conditional_default(signal, Arc::clone(&ends));
        }
        let _ = flag::register_conditional_default(SIGTSTP, Arc::clone(&stops));
        [ends, stops]
    })
}

/// Lets signals end and stop the process again after [`Incoming`]: a handler that was set stays.
pub(super) fn with_default() {
    for one in defaults() {
        one.store(true, Ordering::SeqCst);
    }
}

fn without_default() {
    for one in defaults() {
        one.store(false, Ordering::SeqCst);
    }
}

/// Leaves the signals that end a process to somebody else, who listens already. SIGTSTP stops.
pub(crate) fn take_over() {
    let [ends, stops] = defaults();
    stops.store(true, Ordering::SeqCst);
    ends.store(false, Ordering::SeqCst);
}

/// The exit code that tells of a signal.
pub(crate) fn exit_code(signal: i32) -> ExitCode {
    ExitCode::from(u8::try_from(128 + signal).unwrap_or(1))
}

fn number(signal: i32) -> usize {
    usize::try_from(signal).unwrap_or_default()
}
