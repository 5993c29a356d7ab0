//! How a terminal is set up, and quorate is started in it.

use std::ffi::OsStr;
use std::fs::File;
use std::io::Read;
use std::os::unix::fs::OpenOptionsExt;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use portable_pty::{CommandBuilder, PtySize, native_pty_system};

use super::{Home, Session, modes_of};

/// How a terminal is set up.
#[derive(Clone)]
#[must_use]
pub(crate) struct Start {
    home: Arc<Home>,
    size: (u16, u16),
    environment: Vec<(&'static str, &'static str)>,
    program: Option<&'static str>,
    arguments: Vec<String>,
    controlling: bool,
    alternates: bool,
    own_temporary: bool,
}

impl Start {
    pub(crate) fn new() -> Self {
        Self {
            home: Arc::new(Home::new()),
            size: (80, 24),
            environment: vec![("TERM", "xterm-256color"), ("LANG", "C.UTF-8")],
            program: None,
            arguments: Vec::new(),
            controlling: true,
            alternates: true,
            own_temporary: false,
        }
    }

    /// With arguments on its command line.
    #[allow(dead_code, reason = "for the inspector's tests")]
    pub(crate) fn arguments(mut self, arguments: &[&str]) -> Self {
        self.arguments = arguments.iter().map(ToString::to_string).collect();
        self
    }

    /// With another program in the wizard's place.
    #[allow(dead_code, reason = "for the wizard's tests")]
    pub(crate) fn program(self, program: &'static str, arguments: &[&str]) -> Self {
        Self { program: Some(program), ..self.arguments(arguments) }
    }

    /// With temporary files in its home, so that it shows what is left of them.
    pub(crate) fn in_own_temporary(self) -> Self {
        std::fs::create_dir_all(self.home.temporary_directory()).unwrap();
        Self { own_temporary: true, ..self }
    }

    /// In a home that an earlier session used.
    pub(crate) fn at(home: &Arc<Home>) -> Self {
        Self { home: Arc::clone(home), ..Self::new() }
    }

    pub(crate) fn env(mut self, name: &'static str, value: &'static str) -> Self {
        self.environment.push((name, value));
        self
    }

    /// Where the wizard will be started.
    #[allow(dead_code, reason = "for the wizard's tests")]
    pub(crate) fn work(&self) -> PathBuf {
        self.home.work()
    }

    /// On a terminal that doesn't control the process, so that no SIGHUP tells it of its end.
    pub(crate) fn without_control(mut self) -> Self {
        self.controlling = false;
        self
    }

    /// On a terminal that has no alternate screen, with lines of a shell on it.
    #[allow(dead_code, reason = "for the wizard's tests")]
    pub(crate) fn without_alternate_screen(mut self) -> Self {
        self.alternates = false;
        self
    }

    #[track_caller]
    pub(crate) fn open(self) -> Session {
        let (cols, rows) = self.size;
        let pair = native_pty_system()
            .openpty(PtySize { rows, cols, pixel_width: 0, pixel_height: 0 })
            .unwrap();
        let tty = pair.master.tty_name().expect("a terminal has a name");
        let flags = rustix::fs::OFlags::NOCTTY.bits().try_into().unwrap();
        let held = File::options().read(true).write(true).custom_flags(flags).open(&tty).unwrap();
        let before = modes_of(&tty);
        // The kernel kills it with this thread, so that not even a killed test leaves it behind.
        let mut command = CommandBuilder::new("setpriv");
        command.args(["--pdeathsig", "KILL", "--"]);
        let quorate = crate::support::bundle::quorate();
        command.arg(self.program.map_or(quorate.get_program(), OsStr::new));
        command.args(&self.arguments);
        command.cwd(self.home.work());
        command.env_clear();
        for (name, value) in self.home.environment() {
            command.env(name, value);
        }
        command.env("PATH", std::env::var_os("PATH").unwrap());
        if self.own_temporary {
            command.env("TMPDIR", self.home.temporary_directory());
        }
        for (name, value) in &self.environment {
            command.env(name, value);
        }
        command.set_controlling_tty(self.controlling);
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let mut parser = vt100::Parser::new(rows, cols, 0);
        if !self.alternates {
            let line = format!("{}\r\n", "what stood here ".repeat(4));
            parser.process(line.repeat(usize::from(rows) - 2).as_bytes());
        }
        let screen = Arc::new(Mutex::new(parser));
        let letting_go = Arc::new(AtomicBool::new(false));
        let written = Arc::new(Mutex::new(Vec::new()));
        let output = pair.master.try_clone_reader().unwrap();
        let reader = read(output, &screen, &written, &letting_go, self.alternates);
        Session {
            child,
            keys: Some(pair.master.take_writer().unwrap()),
            master: Some(pair.master),
            screen,
            written,
            letting_go,
            reader: Some(reader),
            held: Some(held),
            tty,
            modes: (before, None),
            home: self.home,
        }
    }
}

fn without(mut bytes: &[u8], sequence: &[u8]) -> Vec<u8> {
    let mut kept = Vec::new();
    while let Some(at) = bytes.windows(sequence.len()).position(|window| window == sequence) {
        kept.extend_from_slice(&bytes[..at]);
        bytes = &bytes[at + sequence.len()..];
    }
    [&kept, bytes].concat()
}

fn read(
    mut output: Box<dyn Read + Send>,
    screen: &Arc<Mutex<vt100::Parser>>,
    written: &Arc<Mutex<Vec<u8>>>,
    letting_go: &Arc<AtomicBool>,
    alternates: bool,
) -> std::thread::JoinHandle<()> {
    let (screen, letting_go) = (Arc::clone(screen), Arc::clone(letting_go));
    let written = Arc::clone(written);
    std::thread::spawn(move || {
        let mut buffer = vec![0; 1 << 16];
        while let Ok(count @ 1..) = output.read(&mut buffer) {
            // Before the screen shows it: whoever waits for the screen reads both.
            written.lock().unwrap().extend_from_slice(&buffer[..count]);
            if alternates {
                screen.lock().unwrap().process(&buffer[..count]);
            } else {
                // Both sequences come whole: they are in the first write and in the last.
                let read = without(&buffer[..count], b"\x1b[?1049h");
                screen.lock().unwrap().process(&without(&read, b"\x1b[?1049l"));
            }
            if letting_go.load(Ordering::SeqCst) {
                return;
            }
        }
    })
}
