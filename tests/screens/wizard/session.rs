//! The real binary on a real pseudo-terminal, with a home of its own, read as a terminal shows it.

mod home;
mod start;

use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use portable_pty::{Child, ExitStatus, MasterPty, PtySize};

use crate::support::process::{run, wait_until};
pub(crate) use home::Home;
pub(crate) use start::Start;

/// How long a screen may take to show what a key asks for, on a busy machine with a debug build.
pub(crate) const PATIENCE: Duration = Duration::from_secs(30);

/// A terminal with the wizard in it. Dropping it ends the wizard.
pub(crate) struct Session {
    child: Box<dyn Child + Send + Sync>,
    master: Option<Box<dyn MasterPty + Send>>,
    keys: Option<Box<dyn Write + Send>>,
    screen: Arc<Mutex<vt100::Parser>>,
    /// All that it wrote.
    written: Arc<Mutex<Vec<u8>>>,
    letting_go: Arc<AtomicBool>,
    reader: Option<std::thread::JoinHandle<()>>,
    /// Keeps the terminal as it is after its last process: the kernel sets one anew that nobody has open.
    held: Option<File>,
    tty: PathBuf,
    /// `stty -a` before the start, and after the end.
    modes: (String, Option<String>),
    pub(crate) home: Arc<Home>,
}

impl Session {
    /// A wizard at its first screen, in a home of its own.
    #[track_caller]
    pub(crate) fn start() -> Self {
        Start::new().open().shows("Why odd?")
    }

    #[track_caller]
    pub(crate) fn id(&self) -> u32 {
        self.child.process_id().expect("it has not been waited for")
    }

    pub(crate) fn screen(&self) -> String {
        self.screen.lock().unwrap().screen().contents()
    }

    /// All that it wrote to the terminal.
    pub(crate) fn written(&self) -> String {
        String::from_utf8_lossy(&self.written.lock().unwrap()).into_owned()
    }

    /// Lets another program write over the screen.
    #[allow(dead_code, reason = "for the wizard's tests")]
    pub(crate) fn written_over(self, text: &str) -> Self {
        self.screen.lock().unwrap().process(text.as_bytes());
        self
    }

    /// The line and the column of the cursor.
    #[allow(dead_code, reason = "for the wizard's tests")]
    pub(crate) fn cursor(&self) -> (u16, u16) {
        self.screen.lock().unwrap().screen().cursor_position()
    }

    /// The screen with the codes that style it.
    pub(crate) fn formatted(&self) -> String {
        let formatted = self.screen.lock().unwrap().screen().contents_formatted();
        String::from_utf8_lossy(&formatted).into_owned()
    }

    /// Waits until the screen shows a text.
    #[track_caller]
    pub(crate) fn shows(self, text: &str) -> Self {
        let deadline = Instant::now() + PATIENCE;
        while !self.screen().contains(text) {
            assert!(Instant::now() < deadline, "`{text}` doesn't come:\n{}", self.screen());
            std::thread::sleep(Duration::from_millis(10));
        }
        self
    }

    /// Waits until the screen doesn't show a text any more.
    #[allow(dead_code, reason = "for the wizard's tests")]
    #[track_caller]
    pub(crate) fn hides(self, text: &str) -> Self {
        let deadline = Instant::now() + PATIENCE;
        while self.screen().contains(text) {
            assert!(Instant::now() < deadline, "`{text}` stays:\n{}", self.screen());
            std::thread::sleep(Duration::from_millis(10));
        }
        self
    }

    /// Presses keys, by their names, with blanks between.
    #[track_caller]
    pub(crate) fn press(self, keys: &str) -> Self {
        keys.split(' ').fold(self, |session, key| session.sends(key_bytes(key)))
    }

    #[track_caller]
    pub(crate) fn types(self, text: &str) -> Self {
        self.sends(text.as_bytes())
    }

    /// Pastes as terminals with bracketed paste do, line ends as CR.
    #[track_caller]
    pub(crate) fn pastes(self, text: &str) -> Self {
        let text = format!("\x1b[200~{}\x1b[201~", text.replace('\n', "\r"));
        self.sends(text.as_bytes())
    }

    #[track_caller]
    pub(crate) fn sends(mut self, bytes: impl AsRef<[u8]>) -> Self {
        let keys = self.keys.as_mut().expect("the terminal is open");
        keys.write_all(bytes.as_ref()).unwrap();
        keys.flush().unwrap();
        self
    }

    pub(crate) fn resizes(self, cols: u16, rows: u16) -> Self {
        self.screen.lock().unwrap().screen_mut().set_size(rows, cols);
        let size = PtySize { rows, cols, pixel_width: 0, pixel_height: 0 };
        self.master.as_ref().unwrap().resize(size).unwrap();
        self
    }

    /// Goes from the first step to the members and pastes a pattern for `count` of them.
    #[track_caller]
    pub(crate) fn names_members(self, count: usize) -> Self {
        self.shows("Why odd?")
            .press("Ctrl-N")
            .shows("requests/s")
            .press("Ctrl-N")
            .shows("Type the members")
            .pastes(&format!("etcd-{{1..{count}}} 10.0.0.1+"))
            .shows("Members filled in")
    }

    /// Goes from the members to the review, and gives a passphrase on the way.
    #[track_caller]
    pub(crate) fn goes_to_review(self) -> Self {
        self.press("Ctrl-N")
            .shows("Peer port")
            .press("Ctrl-N")
            .shows("Key algorithm")
            .press("Down Down Down")
            .types("correct horse")
            .press("Down")
            .types("correct horse")
            .press("Ctrl-N")
            .shows("[ Generate ]")
            .shows("will be written to")
    }

    /// Names as many members as a cluster has at most and goes to the review, for a generation that takes
    /// long though each key doesn't: one that was begun is always finished, and a single key of RSA 4096
    /// may take half a minute on a busy machine. The CA's key is plain.
    #[track_caller]
    pub(crate) fn many_slow_keys(self) -> Self {
        self.names_members(50)
            .press("Ctrl-N")
            .shows("Peer port")
            .press("Ctrl-N")
            .shows("Key algorithm")
            .press("Down Down Left Down Down Right Right Right")
            .shows("[RSA 3072]")
            .press("Ctrl-N")
            .shows("[ Generate ]")
            .shows("will be written to")
    }

    #[track_caller]
    pub(crate) fn signal(self, name: &str) -> Self {
        self.kill(name);
        self
    }

    #[track_caller]
    pub(crate) fn kill(&self, name: &str) {
        run(Command::new("sh").args(["-c", &format!("kill -{name} {}", self.id())])).success();
    }

    /// Waits until the wizard has ended; its exit code, with 128 + n for one killed by a signal.
    #[track_caller]
    pub(crate) fn ends(&mut self) -> u32 {
        self.ends_within(PATIENCE)
    }

    #[track_caller]
    pub(crate) fn ends_within(&mut self, limit: Duration) -> u32 {
        let deadline = Instant::now() + limit;
        let status: ExitStatus = loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                break status;
            }
            assert!(Instant::now() < deadline, "it doesn't end:\n{}", self.screen());
            std::thread::sleep(Duration::from_millis(10));
        };
        assert_eq!(status.signal(), None, "it was killed");
        if self.master.is_some() {
            self.modes.1 = Some(modes_of(&self.tty));
        }
        self.held = None;
        // What was written last is still to be read: the terminal's end ends the reader.
        if let Some(reader) = self.reader.take() {
            reader.join().unwrap();
        }
        status.exit_code()
    }

    /// Checks that the terminal was given back as it was.
    #[track_caller]
    pub(crate) fn is_restored(&self) {
        // What was written last may still be on its way.
        wait_until("the screen of before", PATIENCE, || {
            let parser = self.screen.lock().unwrap();
            let screen = parser.screen();
            let modes = [
                ("alternate screen", screen.alternate_screen()),
                ("hidden cursor", screen.hide_cursor()),
                ("bracketed paste", screen.bracketed_paste()),
            ];
            let on: Vec<&str> = modes.iter().filter(|(_, on)| *on).map(|(name, _)| *name).collect();
            if on.is_empty() { Ok(()) } else { Err(format!("{on:?} still on")) }
        });
        let (before, after) = &self.modes;
        let after = after.clone().unwrap_or_else(|| modes_of(&self.tty));
        assert_eq!(after, *before);
    }

    /// Waits until the process is stopped.
    #[track_caller]
    pub(crate) fn is_stopped(&self) {
        wait_until("the process to stop", PATIENCE, || match self.state() {
            'T' => Ok(()),
            state => Err(format!("{state}:\n{}", self.screen())),
        });
    }

    /// What the process is doing, as proc(5) says it.
    fn state(&self) -> char {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.id())).expect("it runs");
        stat.rsplit_once(") ").unwrap().1.chars().next().unwrap()
    }

    /// Whether the alternate screen is on.
    pub(crate) fn is_alternate(&self) -> bool {
        self.screen.lock().unwrap().screen().alternate_screen()
    }

    /// Sets up the terminal as a shell does that takes it.
    #[track_caller]
    pub(crate) fn spoils_terminal(&self) {
        if self.is_alternate() {
            self.screen.lock().unwrap().process(b"\x1b[?1049l\x1b[?25h\x1b[?2004l");
        }
        run(Command::new("stty").args(["sane", "-F"]).arg(&self.tty)).success();
    }

    /// Whether the terminal shows what is typed.
    pub(crate) fn has_echo(&self) -> bool {
        modes_of(&self.tty).split_whitespace().any(|mode| mode == "echo")
    }

    /// Closes the terminal itself.
    #[track_caller]
    pub(crate) fn closes_terminal(&mut self) {
        // The reader holds the terminal as well, and lets go at the next output.
        self.letting_go.store(true, Ordering::SeqCst);
        // Whatever is there is drawn again after a stop.
        self.kill("CONT");
        self.reader.take().unwrap().join().unwrap();
        // Else portable-pty types a line end and the character that ends a file when its writer is dropped. The
        // modes that the program had to give back it has given back by now.
        run(Command::new("stty").args(["eof", "undef", "-F"]).arg(&self.tty)).success();
        self.keys = None;
        self.held = None;
        self.master = None;
    }

    /// The processor time it has used so far, in ticks of 10 ms.
    #[track_caller]
    pub(crate) fn ticks(&self) -> u64 {
        let path = format!("/proc/{}/stat", self.id());
        let stat = std::fs::read_to_string(path).expect("it runs");
        // Fields after the name, which may hold blanks: 14 and 15 of all are utime and stime.
        let (_, fields) = stat.rsplit_once(')').unwrap();
        fields.split_whitespace().skip(11).take(2).map(|field| field.parse::<u64>().unwrap()).sum()
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The modes of a terminal, without its size.
fn modes_of(tty: &Path) -> String {
    let stty = Command::new("stty").arg("-a").arg("-F").arg(tty).output();
    let modes = stty.map(|ran| String::from_utf8(ran.stdout).unwrap()).unwrap_or_default();
    modes.split_once('\n').map_or_else(String::new, |(_, modes)| modes.to_owned())
}

/// Waits until a file is there, and reads it.
#[track_caller]
pub(crate) fn read_when_there(path: &Path) -> String {
    wait_until(&format!("{}", path.display()), PATIENCE, || {
        std::fs::read_to_string(path).map_err(|error| error.to_string())
    })
}

/// What a terminal sends for a key.
#[track_caller]
fn key_bytes(name: &str) -> Vec<u8> {
    let bytes: &[u8] = match name {
        "Enter" => b"\r",
        "Tab" => b"\t",
        "Esc" => b"\x1b",
        "Up" => b"\x1b[A",
        "Down" => b"\x1b[B",
        "Right" => b"\x1b[C",
        "Left" => b"\x1b[D",
        "F1" => b"\x1bOP",
        "F10" => b"\x1b[21~",
        "PgDn" => b"\x1b[6~",
        "Home" => b"\x1b[H",
        "End" => b"\x1b[F",
        _ => match name.strip_prefix("Ctrl-") {
            Some(letter) => return vec![letter.as_bytes()[0] & 0x1f],
            None => name.as_bytes(),
        },
    };
    bytes.to_vec()
}
