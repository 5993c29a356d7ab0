//! Running programs for a bounded time, and ending them by their id.

use std::fmt;
use std::io::Read;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// How long a program may run that is not expected to wait for anything.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// What a program that has ended said.
#[derive(Debug)]
pub struct Ran {
    pub command: String,
    /// `None` if it was ended because its time was up.
    pub status: Option<ExitStatus>,
    pub stdout: String,
    pub stderr: String,
}

impl Ran {
    pub fn succeeded(&self) -> bool {
        self.status.is_some_and(|status| status.success())
    }

    /// Standard output and standard error, in this order.
    pub fn said(&self) -> String {
        format!("{}{}", self.stdout, self.stderr)
    }

    /// Goes on only if the program succeeded.
    #[track_caller]
    pub fn success(self) -> Self {
        assert!(self.succeeded(), "{self}");
        self
    }

    /// Goes on only if the program ended by itself, with a failure.
    #[track_caller]
    pub fn failure(self) -> Self {
        assert!(self.status.is_some_and(|status| !status.success()), "{self}");
        self
    }
}

impl fmt::Display for Ran {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.status {
            Some(status) => writeln!(f, "`{}` ended with {status}", self.command)?,
            None => writeln!(f, "`{}` was ended: its time was up", self.command)?,
        }
        write!(f, "--- stdout\n{}\n--- stderr\n{}", self.stdout, self.stderr)
    }
}

/// Runs a command to its end, for [`PATIENCE`] at most, without standard input.
#[track_caller]
#[must_use]
pub fn run(command: &mut Command) -> Ran {
    run_for(PATIENCE, command)
}

/// Runs a command to its end, which is brought about after `limit`.
#[track_caller]
#[must_use]
pub fn run_for(limit: Duration, command: &mut Command) -> Ran {
    let described = describe(command);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let child = match command.spawn() {
        Ok(child) => child,
        Err(error) => panic!("`{described}` can't be started: {error}"),
    };
    let mut held = Held(child);
    let stdout = collect(held.0.stdout.take().expect("it is piped"));
    let stderr = collect(held.0.stderr.take().expect("it is piped"));
    let status = held.wait_for(limit);
    drop(held);
    Ran {
        command: described,
        status,
        stdout: stdout.join().expect("a reader ends with its pipe"),
        stderr: stderr.join().expect("a reader ends with its pipe"),
    }
}

fn collect(mut pipe: impl Read + Send + 'static) -> std::thread::JoinHandle<String> {
    std::thread::spawn(move || {
        let mut bytes = Vec::new();
        let _ = pipe.read_to_end(&mut bytes);
        String::from_utf8_lossy(&bytes).into_owned()
    })
}

fn describe(command: &Command) -> String {
    std::iter::once(command.get_program())
        .chain(command.get_args())
        .map(|word| word.to_string_lossy().into_owned())
        .collect::<Vec<_>>()
        .join(" ")
}

/// A running program that is ended when this goes out of scope.
#[derive(Debug)]
pub struct Held(Child);

impl Held {
    #[track_caller]
    pub fn start(command: &mut Command) -> Self {
        match command.spawn() {
            Ok(child) => Self(child),
            Err(error) => panic!("`{}` can't be started: {error}", describe(command)),
        }
    }

    pub fn id(&self) -> u32 {
        self.0.id()
    }

    /// Its exit status, if it has ended.
    pub fn ended(&mut self) -> Option<ExitStatus> {
        self.0.try_wait().expect("it is our child")
    }

    /// Waits until it ends, for `limit` at most.
    pub fn wait_for(&mut self, limit: Duration) -> Option<ExitStatus> {
        let deadline = Instant::now() + limit;
        loop {
            if let Some(status) = self.ended() {
                return Some(status);
            }
            if Instant::now() >= deadline {
                return None;
            }
            sleep(Duration::from_millis(5));
        }
    }

    /// Sends a signal, such as `TERM`.
    #[track_caller]
    pub fn signal(&mut self, signal: &str) {
        if self.ended().is_none() {
            let _ = run(Command::new("sh").args(["-c", &format!("kill -{signal} {}", self.id())]));
        }
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A command that the kernel kills as soon as the calling thread ends, whatever ends it. The id of its
/// process is that of `program`.
pub fn mortal(program: &str) -> Command {
    let mut command = Command::new("setpriv");
    command.args(["--pdeathsig", "KILL", "--", program]);
    command
}

/// Tries again and again until `attempt` gives something, and panics after `limit` with what the last
/// one lacked.
#[track_caller]
pub fn wait_until<T>(
    what: &str,
    limit: Duration,
    mut attempt: impl FnMut() -> Result<T, String>,
) -> T {
    let deadline = Instant::now() + limit;
    loop {
        match attempt() {
            Ok(found) => return found,
            Err(lacking) => assert!(
                Instant::now() < deadline,
                "{what}: not within {} s; {lacking}",
                limit.as_secs()
            ),
        }
        sleep(Duration::from_millis(50));
    }
}
