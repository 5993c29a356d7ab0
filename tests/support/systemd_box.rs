//! A real systemd for units to be started by: process 1 of its own namespaces, over an overlay of the
//! machine's file system. What happens inside is gone with it. Only root can make one.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use tempfile::TempDir;

use super::process::{Held, PATIENCE, Ran, mortal, run, run_for, wait_until};

const BOX_SCRIPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/support/systemd-box.sh");

/// A booted systemd.
#[derive(Debug)]
pub struct SystemdBox {
    /// Its process 1, by the id that it has outside.
    init: String,
    outer: Held,
    scratch: TempDir,
}

impl SystemdBox {
    /// The machine's address in the box, beside 127.0.0.1.
    pub const ADDRESS: &'static str = "10.77.0.1";

    /// Boots it.
    #[track_caller]
    pub fn boot() -> Self {
        let scratch = TempDir::new().unwrap();
        let [mounts, shared] = ["mounts", "shared"].map(|name| scratch.path().join(name));
        std::fs::create_dir(&mounts).unwrap();
        std::fs::create_dir(&shared).unwrap();
        let log = File::create(scratch.path().join("log")).unwrap();

        let mut command = mortal("unshare");
        command.args(["--mount", "--propagation", "private", "--pid", "--fork", "--kill-child"]);
        command.args(["--uts", "--ipc", "--net", "--cgroup", "--", "sh", BOX_SCRIPT]);
        command.arg(&mounts).arg(&shared).arg(Self::ADDRESS);
        command.stdin(Stdio::null()).stdout(log.try_clone().unwrap()).stderr(log);
        let mut outer = Held::start(&mut command);

        let init = wait_until("a process 1", PATIENCE, || {
            assert!(outer.ended().is_none(), "the box is gone\n{}", read_log(&scratch));
            child_of(outer.id()).ok_or_else(|| "it isn't there".to_owned())
        });
        let booted = Self { init, outer, scratch };
        booted.wait_until_up();
        booted
    }

    #[track_caller]
    fn wait_until_up(&self) {
        wait_until("a booted systemd", Duration::from_secs(60), || {
            let asked = self.run(&["systemctl", "is-active", "box.target"]);
            if asked.stdout.trim() == "active" {
                return Ok(());
            }
            Err(format!("{asked}\n{}", read_log(&self.scratch)))
        });
    }

    /// A directory that is `/box` inside.
    pub fn shared(&self) -> PathBuf {
        self.scratch.path().join("shared")
    }

    /// Runs a command inside, as root.
    #[track_caller]
    #[must_use]
    pub fn run(&self, words: &[&str]) -> Ran {
        run(&mut self.command(words))
    }

    /// The same with a limit of its own.
    #[track_caller]
    #[must_use]
    pub fn run_for(&self, limit: Duration, words: &[&str]) -> Ran {
        run_for(limit, &mut self.command(words))
    }

    /// Runs a line of shell inside, which ends at its first failure.
    #[track_caller]
    #[must_use]
    pub fn shell(&self, line: &str) -> Ran {
        self.run(&["sh", "-ec", line])
    }

    fn command(&self, words: &[&str]) -> Command {
        let mut command = mortal("nsenter");
        command.args(["-t", &self.init, "-m", "-u", "-i", "-n", "-p", "-C", "-r", "-w", "--"]);
        command.args(["env", "-i", "PATH=/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"]);
        command.args(["TERM=dumb", "LC_ALL=C.UTF-8", "SYSTEMD_PAGER="]).args(words);
        command
    }
}

impl Drop for SystemdBox {
    fn drop(&mut self) {
        // With its process 1, the kernel ends every process of the box.
        let _ = run(Command::new("sh").args(["-c", &format!("kill -KILL {}", self.init)]));
        let _ = self.outer.wait_for(Duration::from_secs(10));
    }
}

fn read_log(scratch: &TempDir) -> String {
    String::from_utf8_lossy(&std::fs::read(scratch.path().join("log")).unwrap()).into_owned()
}

/// The child of the process with this id.
fn child_of(parent: u32) -> Option<String> {
    let processes = Path::new("/proc").read_dir().unwrap();
    let mut ids = processes.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    ids.find(|id| {
        // After the name in parentheses, which may hold anything: the state and the parent's id.
        std::fs::read_to_string(format!("/proc/{id}/stat")).is_ok_and(|stat| {
            stat.rsplit_once(')')
                .and_then(|(_, fields)| fields.split_ascii_whitespace().nth(1))
                .is_some_and(|field| field.parse() == Ok(parent))
        })
    })
}
