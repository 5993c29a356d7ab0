//! A member that runs.

use std::fmt;
use std::fs::{self, OpenOptions};
use std::io::{self, Read};
use std::os::unix::fs::{OpenOptionsExt, chown};
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread::{self, sleep};
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};

use super::directory;
use super::error::LocalError;
use super::launch::Launch;
use super::programs::Programs;
use super::start;

/// How often it is looked whether a process has ended.
const GLANCE: Duration = Duration::from_millis(5);
/// The most that is kept of what a program says.
const MOST: u64 = 4 << 20;

/// How a process ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// By itself, with this code.
    Code(i32),
    /// By this signal.
    Signal(i32),
}

impl From<ExitStatus> for Exit {
    fn from(status: ExitStatus) -> Self {
        match (status.code(), status.signal()) {
            (Some(code), _) => Self::Code(code),
            (None, signal) => Self::Signal(signal.unwrap_or_default()),
        }
    }
}

/// As a shell's `$?` and the names of signals put it: `code 1`, `SIGKILL`.
impl fmt::Display for Exit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Code(code) => write!(f, "{code}"),
            Self::Signal(signal) => match signal_hook::low_level::signal_name(*signal) {
                Some(name) => f.write_str(name),
                None => write!(f, "signal {signal}"),
            },
        }
    }
}

/// A member that runs, until it ends or this is dropped. It also ends with quorate itself, however that ends.
#[derive(Debug)]
pub struct Process {
    child: Child,
    is_frozen: bool,
    exit: Option<Exit>,
}

impl Process {
    /// Starts a member: makes its data directory's parent, and appends what it says to its log.
    ///
    /// # Errors
    /// [`LocalError::Io`] with the file or program that is in the way.
    pub fn start(launch: &Launch, programs: &Programs) -> Result<Self, LocalError> {
        for directory in launch.parents() {
            if !directory.exists() {
                directory::create(directory)?;
                if let Some((user, group)) = launch.user {
                    chown(directory, Some(user), Some(group))
                        .map_err(|error| LocalError::io(directory, error))?;
                }
            }
        }
        let of_log = |error| LocalError::io(&launch.log, error);
        let log = OpenOptions::new().create(true).append(true).mode(0o600).open(&launch.log);
        let log = log.map_err(of_log)?;
        let etcd = std::path::absolute(&programs.etcd);
        let etcd = etcd.map_err(|error| LocalError::io(&programs.etcd, error))?;
        let mut command = Command::new(&programs.quorate);
        command.arg(start::COMMAND).arg(std::process::id().to_string()).arg(etcd);
        if let Some(directory) = &launch.directory {
            command.current_dir(directory);
        }
        command.args(&launch.arguments).env_clear().envs(launch.environment.iter().cloned());
        // A signal that a terminal sends is quorate's, and no member's.
        command.process_group(0).stdin(Stdio::null());
        command.stdout(log.try_clone().map_err(of_log)?).stderr(log);
        if let Some((user, group)) = launch.user {
            command.uid(user).gid(group);
        }
        let child = start::spawn(command).map_err(|error| LocalError::io(&programs.etcd, error))?;
        Ok(Self { child, is_frozen: false, exit: None })
    }

    /// Its number.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// How it ended, if it has.
    pub fn exit(&mut self) -> Option<Exit> {
        if self.exit.is_none() {
            self.exit = self.child.try_wait().ok().flatten().map(Exit::from);
        }
        self.exit
    }

    /// Waits until it has ended, for `limit` at most.
    pub fn wait(&mut self, limit: Duration) -> Option<Exit> {
        let deadline = Instant::now() + limit;
        loop {
            let exit = self.exit();
            if exit.is_some() || Instant::now() >= deadline {
                return exit;
            }
            sleep(GLANCE);
        }
    }

    /// SIGTERM: it hands leadership over and ends. One that is frozen goes on first, or it wouldn't hear it.
    ///
    /// # Errors
    /// What the kernel says.
    pub fn stop(&mut self) -> io::Result<()> {
        self.signal(Signal::TERM)?;
        self.thaw()
    }

    /// SIGKILL: it ends at once, as in a power cut.
    ///
    /// # Errors
    /// What the kernel says.
    pub fn kill(&mut self) -> io::Result<()> {
        self.signal(Signal::KILL)
    }

    /// SIGSTOP: it keeps its connections and answers nothing.
    ///
    /// # Errors
    /// What the kernel says.
    pub fn freeze(&mut self) -> io::Result<()> {
        self.signal(Signal::STOP)?;
        self.is_frozen = true;
        Ok(())
    }

    /// SIGCONT: it goes on where it was.
    ///
    /// # Errors
    /// What the kernel says.
    pub fn thaw(&mut self) -> io::Result<()> {
        if self.is_frozen {
            self.signal(Signal::CONT)?;
            self.is_frozen = false;
        }
        Ok(())
    }

    /// Whether it is frozen.
    pub fn is_frozen(&self) -> bool {
        self.is_frozen
    }

    /// Sends a signal, unless it has ended: its number may be another's then.
    fn signal(&mut self, signal: Signal) -> io::Result<()> {
        if self.exit().is_some() {
            return Ok(());
        }
        match Pid::from_raw(i32::try_from(self.id()).unwrap_or_default()) {
            Some(pid) => Ok(kill_process(pid, signal)?),
            None => Ok(()),
        }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What a program said, and how it ended.
#[derive(Debug)]
pub(super) struct Output {
    /// `None` where its time was up.
    pub(super) exit: Option<Exit>,
    pub(super) stdout: String,
    pub(super) stderr: String,
}

/// Runs a program to its end, for `limit` at most.
pub(super) fn output_within(mut command: Command, limit: Duration) -> io::Result<Output> {
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut process = Process { child: start::spawn(command)?, is_frozen: false, exit: None };
    let stdout = process.child.stdout.take().map(collect);
    let stderr = process.child.stderr.take().map(collect);
    let exit = process.wait(limit);
    drop(process);
    let said = |reader: Option<thread::JoinHandle<String>>| {
        reader.and_then(|reader| reader.join().ok()).unwrap_or_default()
    };
    Ok(Output { exit, stdout: said(stdout), stderr: said(stderr) })
}

fn collect(pipe: impl Read + Send + 'static) -> thread::JoinHandle<String> {
    thread::spawn(move || {
        let mut bytes = Vec::new();
        let _ = pipe.take(MOST).read_to_end(&mut bytes);
        String::from_utf8_lossy(&bytes).into_owned()
    })
}

/// Removes a member's data, as a disk that was replaced.
///
/// # Errors
/// [`LocalError::Io`].
pub(super) fn wipe(launch: &Launch) -> Result<(), LocalError> {
    for directory in launch.data() {
        match fs::remove_dir_all(directory) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                return Err(LocalError::io(directory, error));
            }
            _ => {}
        }
    }
    Ok(())
}
