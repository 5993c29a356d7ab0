//! How long the wizard's first whole frame takes on a real pseudo-terminal, against the least that a
//! ratatui program needs, and what it costs to wait for a key:
//!
//!     cargo build --release --example minimal_ratatui
//!     cargo bench --bench first_frame
//!
//! The first command may be left out: then only quorate is measured. Times are from the start of the
//! process to the last byte of the frame, the median of many runs that take turns. Prints; nothing is
//! asserted on time.
#![allow(clippy::expect_used)] // A machine without pseudo-terminals ends the run.

use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use quorate::answers::{Answers, Draft, Progress};
use tempfile::TempDir;
use time::OffsetDateTime;

const RUNS: usize = 40;
const DRAFTS: usize = 100;
/// Sizes, and the last word that the first screen writes there.
const SIZES: [((u16, u16), &[u8]); 2] = [((80, 24), b"keys"), ((200, 60), b"quit")];
const IDLE: Duration = Duration::from_secs(5);

fn main() {
    let quorate = PathBuf::from(env!("CARGO_BIN_EXE_quorate"));
    let minimal = quorate.with_file_name("examples").join("minimal_ratatui");
    for (size, last) in SIZES {
        first_frames(&quorate, &minimal, size, last);
    }
    with_drafts(&quorate);
    idle(&quorate);
}

/// The same where a hundred drafts are listed.
#[allow(clippy::disallowed_methods, reason = "scratch files")]
fn with_drafts(quorate: &Path) {
    let home = TempDir::new().expect("a scratch directory");
    let drafts = home.path().join("quorate/drafts");
    std::fs::create_dir_all(&drafts).expect("a directory of drafts");
    for number in 0..DRAFTS {
        let answers = Answers::at_a_terminal();
        let draft = Draft::new(answers, Progress::START, OffsetDateTime::UNIX_EPOCH);
        let path = drafts.join(format!("etcd-{number}.json"));
        std::fs::write(path, draft.to_json()).expect("a draft");
    }
    let [(size, _), _] = SIZES;
    let times = (0..RUNS).map(|_| {
        let start = Instant::now();
        Running::start(quorate, size, home.path()).reads(b"quit");
        start.elapsed()
    });
    println!("with {DRAFTS} drafts: {:.1} ms", milliseconds(median(times.collect())));
}

fn first_frames(quorate: &Path, minimal: &Path, size: (u16, u16), word: &[u8]) {
    let (mut ours, mut least) = (Vec::new(), Vec::new());
    for _ in 0..RUNS {
        ours.push(first_frame(quorate, size, word));
        if minimal.exists() {
            least.push(first_frame(minimal, size, b"complete"));
        }
    }
    let (columns, lines) = size;
    let ours = median(ours);
    print!("first frame at {columns}x{lines}: quorate {:.1} ms", milliseconds(ours));
    if minimal.exists() {
        let least = median(least);
        let ratio = ours.as_secs_f64() / least.as_secs_f64();
        println!(", minimal {:.1} ms: {ratio:.2} ×", milliseconds(least));
    } else {
        println!("; no {} to compare with", minimal.display());
    }
}

fn idle(quorate: &Path) {
    let home = TempDir::new().expect("a scratch directory");
    let [(size, last), _] = SIZES;
    let mut running = Running::start(quorate, size, home.path());
    running.reads(last);
    // The first randomness is drawn in the background.
    sleep(Duration::from_millis(500));
    let before = running.ticks();
    sleep(IDLE);
    let used = running.ticks() - before;
    let share = f64::from(used) / 100.0 / IDLE.as_secs_f64();
    println!("idle: {used} ticks in {} s, {share:.4} of one core", IDLE.as_secs());
}

fn first_frame(program: &Path, size: (u16, u16), last: &[u8]) -> Duration {
    let home = TempDir::new().expect("a scratch directory");
    let start = Instant::now();
    let mut running = Running::start(program, size, home.path());
    running.reads(last);
    start.elapsed()
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times.get(times.len() / 2).copied().unwrap_or_default()
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

/// A program on a terminal, ended when this goes out of scope.
struct Running {
    child: Box<dyn Child + Send + Sync>,
    reader: Box<dyn Read + Send>,
    _keys: Box<dyn Write + Send>,
    _master: Box<dyn MasterPty + Send>,
}

impl Running {
    fn start(program: &Path, (cols, rows): (u16, u16), home: &Path) -> Self {
        let size = PtySize { rows, cols, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).expect("a pseudo-terminal");
        let mut command = CommandBuilder::new(program);
        command.cwd(home);
        command.env_clear();
        for name in ["HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"] {
            command.env(name, home);
        }
        command.env("TERM", "xterm-256color");
        command.env("LANG", "C.UTF-8");
        let child = pair.slave.spawn_command(command).expect("the program starts");
        Self {
            child,
            reader: pair.master.try_clone_reader().expect("a reader"),
            _keys: pair.master.take_writer().expect("a writer"),
            _master: pair.master,
        }
    }

    /// Reads until the text has come.
    fn reads(&mut self, last: &[u8]) {
        let mut seen: Vec<u8> = Vec::new();
        let mut buffer = vec![0; 1 << 16];
        while !seen.windows(last.len()).any(|window| window == last) {
            let count = self.reader.read(&mut buffer).expect("the terminal can be read");
            assert!(count > 0, "it ended before its first frame was whole");
            seen.extend(buffer.iter().take(count));
        }
    }

    fn ticks(&self) -> u32 {
        let id = self.child.process_id().expect("it runs");
        let stat = std::fs::read_to_string(format!("/proc/{id}/stat")).expect("it runs");
        let (_, fields) = stat.rsplit_once(')').expect("a name in brackets");
        // utime and stime.
        fields
            .split_whitespace()
            .skip(11)
            .take(2)
            .filter_map(|field| field.parse::<u32>().ok())
            .sum()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
