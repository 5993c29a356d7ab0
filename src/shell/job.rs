//! The job that the process is a part of, as a shell sees it.
//!
//! In a PID namespace the kernel gives 0 for a group or a session from outside, as where a container's
//! runtime opened the terminal. rustix takes that for impossible, so nix asks.

use std::os::fd::AsFd;

use nix::unistd::{getpgid, getpgrp, getppid, getsid, tcgetpgrp};
use rustix::process::{Signal, kill_current_process_group};

/// Whether another job has the terminal.
pub(super) fn is_in_background(terminal: impl AsFd) -> bool {
    tcgetpgrp(terminal).is_ok_and(|foreground| foreground != getpgrp())
}

/// Whether a shell with job control started the process, so that it continues once it is stopped.
fn has_shell() -> bool {
    let parent = getppid();
    // A parent from outside is 0, which would ask for the process itself.
    parent.as_raw() != 0
        && getsid(Some(parent)).is_ok_and(|session| getsid(None) == Ok(session))
        && getpgid(Some(parent)).is_ok_and(|group| group != getpgrp())
}

/// Does what the terminal does on Ctrl-Z, where a shell is there that could continue the process: without
/// one it would be stopped for good.
pub(super) fn stop_job() {
    if has_shell() {
        let _ = kill_current_process_group(Signal::TSTP);
    }
}
