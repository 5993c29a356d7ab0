//! How a program is started so that it ends with quorate.

use std::ffi::OsString;
use std::io;
use std::os::unix::process::CommandExt;
use std::process::{Child, Command};
use std::sync::mpsc::{Sender, channel};
use std::sync::{Mutex, OnceLock, PoisonError};
use std::thread;

use rustix::process::{Pid, Signal, getppid, set_parent_process_death_signal};

/// The name of the hidden command: `quorate lab-member PARENT PROGRAM ARGUMENT…`.
pub const COMMAND: &str = "lab-member";

/// What `quorate lab-member` does with the words behind its name: asks the kernel to kill this process when its parent
/// ends, makes sure that it is still there, and becomes the program.
///
/// Returns only where that fails.
pub fn become_program(mut words: impl Iterator<Item = OsString>) -> io::Error {
    let parent = words.next().and_then(|word| word.to_str()?.parse().ok()).and_then(Pid::from_raw);
    let (Some(parent), Some(program)) = (parent, words.next()) else {
        return io::ErrorKind::InvalidInput.into();
    };
    if let Err(error) = set_parent_process_death_signal(Some(Signal::KILL)) {
        return error.into();
    }
    // Had it ended before, no signal would come.
    if getppid() != Some(parent) {
        return io::Error::other("the lab that started this has ended");
    }
    Command::new(program).args(words).exec()
}

/// A process to be made, and where to tell of it.
type Order = (Command, Sender<io::Result<Child>>);

/// Makes a process on the one thread that lives as long as quorate: the parent-death signal of a process comes when
/// the thread ends that made it.
pub(super) fn spawn(command: Command) -> io::Result<Child> {
    static ORDERS: OnceLock<Mutex<Sender<Order>>> = OnceLock::new();
    let orders = ORDERS.get_or_init(|| {
        let (sender, orders) = channel::<Order>();
        thread::spawn(move || {
            for (mut command, answer) in orders {
                // Nobody may be left to hear it.
                let _ = answer.send(command.spawn());
            }
        });
        Mutex::new(sender)
    });
    let (sender, answer) = channel();
    let gone = |_| io::Error::from(io::ErrorKind::BrokenPipe);
    let orders = orders.lock().unwrap_or_else(PoisonError::into_inner).clone();
    orders.send((command, sender)).map_err(|_| io::Error::from(io::ErrorKind::BrokenPipe))?;
    answer.recv().map_err(gone)?
}
