//! How long the inspector's screen takes over 10,000 certificates, in one file and in as many files:
//!
//!     cargo bench --bench viewer
//!
//! From the start of the process on a real pseudo-terminal: until the first frame, until all are listed,
//! until all signatures are checked; then what a page down costs, and how much memory was used. The
//! certificates are those of the machine's CA bundle, over and over, each with other bytes at the end of
//! its signature: the slowest there are, because each key of the name is tried. Prints; nothing is
//! asserted on time.
#![allow(clippy::expect_used)] // A machine without pseudo-terminals ends the run.

use std::fmt::Write as _;
use std::io::{Read, Write};
use std::path::Path;
use std::time::Instant;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use quorate::pki::pair;

const BUNDLE: &str = "/etc/ssl/certs/ca-certificates.crt";
const CERTIFICATES: u32 = 10_000;
const PAGES: u32 = 20;

fn main() {
    let Ok(bundle) = std::fs::read(BUNDLE) else {
        println!("needs {BUNDLE}");
        return;
    };
    let room = tempfile::tempdir().expect("a temporary directory");
    let (file, directory) = (room.path().join("many.pem"), room.path().join("many"));
    std::fs::create_dir(&directory).expect("a directory");
    let mut all = String::new();
    for (number, pem) in many(&bundle).into_iter().enumerate() {
        write(&directory.join(format!("{number:05}.pem")), &pem);
        all.push_str(&pem);
    }
    write(&file, &all);
    for (what, path) in [("one file", &file), ("a directory", &directory)] {
        let start = Instant::now();
        let mut screen = Running::start(path);
        screen.waits(|shown| shown.contains("quit"));
        let first = start.elapsed();
        screen.waits(|shown| shown.contains("errors:"));
        let listed = start.elapsed();
        let busy = screen.pages();
        screen.waits(|shown| !shown.contains("checking"));
        let checked = start.elapsed();
        let idle = screen.pages();
        println!(
            "{CERTIFICATES} certificates in {what}: first frame {} ms, listed {} ms, checked {} ms, \
             a page down {busy:.1} ms meanwhile and {idle:.1} ms afterwards, {} MB at most",
            first.as_millis(),
            listed.as_millis(),
            checked.as_millis(),
            screen.peak_kilobytes() / 1024,
        );
    }
}

#[allow(clippy::disallowed_methods)] // Nothing that is kept.
fn write(path: &Path, text: &str) {
    std::fs::write(path, text).expect("a temporary file");
}

fn many(bundle: &[u8]) -> Vec<String> {
    let certificates = pair::certificates(bundle).expect("a bundle of certificates");
    let numbered = (0..CERTIFICATES).zip(certificates.iter().cycle());
    let pem = numbered.map(|(number, der)| {
        let mut der = der.clone();
        der.truncate(der.len() - 4);
        der.extend_from_slice(&number.to_be_bytes());
        let mut text = String::from("-----BEGIN CERTIFICATE-----\n");
        for line in STANDARD.encode(&der).as_bytes().chunks(64) {
            let _ = writeln!(text, "{}", String::from_utf8_lossy(line));
        }
        text + "-----END CERTIFICATE-----\n"
    });
    pem.collect()
}

/// The inspector on a terminal, ended when this goes out of scope.
struct Running {
    child: Box<dyn Child + Send + Sync>,
    output: std::sync::mpsc::Receiver<Vec<u8>>,
    screen: vt100::Parser,
    keys: Box<dyn Write + Send>,
    _master: Box<dyn MasterPty + Send>,
}

impl Running {
    fn start(path: &Path) -> Self {
        let size = PtySize { rows: 50, cols: 160, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).expect("a pseudo-terminal");
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_quorate"));
        command.args(["inspect".as_ref(), path.as_os_str()]);
        command.env_clear();
        command.env("TERM", "xterm-256color");
        command.env("LANG", "C.UTF-8");
        let child = pair.slave.spawn_command(command).expect("the program starts");
        let mut reader = pair.master.try_clone_reader().expect("a reader");
        let (sender, output) = std::sync::mpsc::channel();
        std::thread::spawn(move || {
            let mut buffer = vec![0; 1 << 16];
            while let Ok(count @ 1..) = reader.read(&mut buffer) {
                let part = buffer.iter().take(count).copied().collect();
                if sender.send(part).is_err() {
                    return;
                }
            }
        });
        let keys = pair.master.take_writer().expect("a writer");
        Self { child, output, screen: vt100::Parser::new(50, 160, 0), keys, _master: pair.master }
    }

    /// Reads until the screen shows what is waited for.
    fn waits(&mut self, there: impl Fn(&str) -> bool) {
        while !there(&self.screen.screen().contents()) {
            self.screen.process(&self.output.recv().expect("it goes on"));
        }
    }

    /// Goes page by page; the milliseconds a page takes.
    fn pages(&mut self) -> f64 {
        let start = Instant::now();
        for _ in 0..PAGES {
            let before = self.screen.screen().contents();
            self.keys.write_all(b"\x1b[6~").expect("a terminal");
            self.waits(|shown| shown != before);
        }
        start.elapsed().as_secs_f64() * 1000.0 / f64::from(PAGES)
    }

    fn peak_kilobytes(&self) -> u64 {
        let id = self.child.process_id().expect("it runs");
        let status = std::fs::read_to_string(format!("/proc/{id}/status")).expect("it runs");
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or_default()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
