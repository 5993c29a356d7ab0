//! The command line as people and scripts meet it: exit codes, messages, and what is left on disk.

mod audit;
mod cluster_files;
mod exercises;
mod explain;
mod generate;
mod inspect;
mod inspect_cluster;
mod inspect_forms;
mod lab;
mod plan;
mod presets;
mod streams;
mod system_calls;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

/// The program under test.
pub(crate) const QUORATE: &str = env!("CARGO_BIN_EXE_quorate");

/// A temporary directory to run quorate in, which is its home as well.
pub(crate) struct Room {
    _guard: TempDir,
    pub(crate) path: PathBuf,
}

impl Room {
    pub(crate) fn new() -> Self {
        let guard = TempDir::new().unwrap();
        let path = guard.path().canonicalize().unwrap();
        Self { _guard: guard, path }
    }

    /// A room with `plan.json`, the plan of three members.
    pub(crate) fn with_plan() -> Self {
        Self::new().file("plan.json", include_str!("../fixtures/three-members.json"))
    }

    #[must_use]
    #[allow(clippy::disallowed_methods)]
    pub(crate) fn file(self, name: &str, text: &str) -> Self {
        let path = self.path.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
        self
    }

    /// A program to run here, with nothing of the outer environment but the path.
    pub(crate) fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command
            .current_dir(&self.path)
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap())
            .env("HOME", &self.path)
            .env("XDG_CONFIG_HOME", self.path.join("config"))
            .env("XDG_STATE_HOME", self.path.join("state"))
            .env("XDG_CACHE_HOME", self.path.join("cache"))
            .env("XDG_DATA_HOME", self.path.join("data"))
            .stdin(Stdio::null());
        command
    }

    pub(crate) fn quorate(&self, arguments: &[&str]) -> Ran {
        Ran::of(self, self.command(QUORATE).args(arguments).output().unwrap())
    }

    /// Runs a line of shell; `$Q` is quorate.
    pub(crate) fn shell(&self, line: &str) -> Ran {
        let output = self.command("sh").env("Q", QUORATE).args(["-c", line]).output().unwrap();
        Ran::of(self, output)
    }

    /// The names here, without the plan.
    pub(crate) fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(&self.path)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .filter(|name| name != "plan.json")
            .collect();
        names.sort();
        names
    }

    pub(crate) fn read(&self, path: impl AsRef<Path>) -> Vec<u8> {
        fs::read(self.path.join(path)).unwrap()
    }
}

/// What a run came to; the room's path reads `DIR` in it.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Ran {
    fn of(room: &Room, output: Output) -> Self {
        let text = |bytes: Vec<u8>| {
            String::from_utf8(bytes).unwrap().replace(room.path.to_str().unwrap(), "DIR")
        };
        Self { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
    }

    #[track_caller]
    pub(crate) fn succeeds(self) -> Self {
        assert_eq!(self.code, Some(0), "{self:?}");
        self
    }

    /// Ends with a code, nothing on standard output, and exactly this on standard error.
    #[track_caller]
    pub(crate) fn fails(self, code: i32, err: &str) {
        assert_eq!(self.err, err);
        assert_eq!((self.code, self.out.as_str()), (Some(code), ""));
    }

    /// Ends with a code and a first error line that starts so; no control character reaches the terminal.
    #[track_caller]
    pub(crate) fn refuses(&self, code: i32, start: &str) {
        assert!(self.err.starts_with(start), "expected {start}…, found {}", self.err);
        assert_eq!((self.code, self.out.as_str()), (Some(code), ""));
        assert!(self.err.contains("\nhint: "), "{}", self.err);
        assert!(!self.err.chars().any(|c| c.is_control() && c != '\n'), "{:?}", self.err);
    }
}
