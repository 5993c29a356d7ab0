//! Presses keys and reads the screen, without a terminal: the way from key to frame that the shell goes,
//! over files that are given.

use std::path::{Path, PathBuf};

use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};
use quorate::finding::Finding;
use quorate::pki::Inspection;
use quorate::pki::inspect::{FileInspection, read};
use quorate::ui::keymap::{self, Mode};
use quorate::ui::viewer::{News, Viewer, draw};
use quorate::ui::{Action, Theme};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;
use ratatui::layout::Size;
use ratatui::style::Modifier;
use time::OffsetDateTime;
use time::macros::datetime;

use crate::seen::{Seen, key_event};

/// A moment at which one certificate of the fixtures has ended.
pub(crate) const NOW: OffsetDateTime = datetime!(2026-12-05 12:00:00 UTC);

/// A file of the fixtures, as if it were in `/etc/etcd`.
pub(crate) fn fixture(name: &str) -> FileInspection {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/viewer").join(name);
    read(&Path::new("/etc/etcd/pki").join(name), &std::fs::read(path).unwrap())
}

/// A private key that nobody else has, and its text.
pub(crate) fn private_key() -> (FileInspection, String) {
    let key = rcgen::KeyPair::generate_for(&rcgen::PKCS_ED25519).unwrap();
    let pem = key.serialize_pem();
    (read(Path::new("/etc/etcd/pki/server-key.pem"), pem.as_bytes()), pem)
}

/// Everything there is: all kinds, what is almost PEM, what is broken, and text that attacks terminals.
pub(crate) fn everything() -> Vec<FileInspection> {
    let names = [
        "almost.pem",
        "broken.pem",
        "chain.pem",
        "client.pem",
        "hostile.pem",
        "request.csr",
        "root.crl",
        "store.p7b",
    ];
    let mut files: Vec<FileInspection> = names.into_iter().map(fixture).collect();
    files.push(private_key().0);
    files.push(read(Path::new("/etc/etcd/pki/notes.txt"), b"nothing of the kind"));
    files
}

/// As many files with the same certificate.
pub(crate) fn many(count: usize) -> Vec<FileInspection> {
    let one = fixture("client.pem");
    (0..count)
        .map(|number| FileInspection {
            path: PathBuf::from(format!("/etc/certificates/{number:05}.pem")),
            ..one.clone()
        })
        .collect()
}

pub(crate) struct Screen {
    pub(crate) viewer: Viewer,
    terminal: Terminal<TestBackend>,
    /// The last that the shell was asked for.
    pub(crate) asked: Option<Action>,
}

impl Screen {
    /// An inspector whose files are still being read.
    pub(crate) fn waiting(width: u16, height: u16) -> Self {
        Self::with_theme(width, height, &Theme::COLOURED)
    }

    pub(crate) fn with_theme(width: u16, height: u16, theme: &Theme) -> Self {
        let viewer = Viewer::new(NOW, *theme, Size { width, height });
        let terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
        let mut screen = Self { viewer, terminal, asked: None };
        screen.draw();
        screen
    }

    /// An inspector that has read everything and checked it.
    pub(crate) fn of(files: Vec<FileInspection>, width: u16, height: u16) -> Self {
        Self::waiting(width, height).reads(files).checks()
    }

    pub(crate) fn told(mut self, news: News) -> Self {
        self.viewer.receive(news);
        self.draw();
        self
    }

    pub(crate) fn reads(self, files: Vec<FileInspection>) -> Self {
        let inspection = Inspection::unchecked(files);
        let findings = found(&inspection);
        LAST.with(|last| last.replace(inspection.clone()));
        self.told(News::Read { inspection, findings, skipped: 0 })
    }

    /// Hears who signed what.
    pub(crate) fn checks(self) -> Self {
        let mut inspection = LAST.take();
        inspection.links.issuers = inspection.issuers();
        let findings = found(&inspection);
        self.told(News::Checked { issuers: inspection.links.issuers, findings })
    }

    /// Presses keys by their names, with blanks between.
    #[track_caller]
    pub(crate) fn press(mut self, keys: &str) -> Self {
        for key in keys.split(' ') {
            self.event(&Event::Key(key_event(key)));
        }
        self
    }

    pub(crate) fn types(mut self, text: &str) -> Self {
        for character in text.chars() {
            self.event(&Event::Key(KeyEvent::new(KeyCode::Char(character), KeyModifiers::NONE)));
        }
        self
    }

    pub(crate) fn event(&mut self, event: &Event) {
        let command = keymap::command(event, self.viewer.mode());
        self.asked = command.and_then(|command| self.viewer.update(command));
        self.draw();
    }

    pub(crate) fn resized(mut self, width: u16, height: u16) -> Self {
        self.terminal.backend_mut().resize(width, height);
        self.terminal.autoresize().unwrap();
        self.viewer.resize(Size { width, height });
        self.draw();
        self
    }

    fn draw(&mut self) {
        let viewer = &self.viewer;
        self.terminal.draw(|frame| draw(frame, viewer)).unwrap();
    }

    pub(crate) fn mode(&self) -> Mode {
        self.viewer.mode()
    }

    /// The row of the tree that is selected: what is reversed, without marks.
    pub(crate) fn selected(&self) -> String {
        let buffer = self.terminal.backend().buffer();
        let reversed = |row: u16| -> String {
            let cells = (0..buffer.area.width).map(|column| &buffer[(column, row)]);
            cells
                .filter(|cell| cell.modifier.contains(Modifier::REVERSED))
                .map(ratatui::buffer::Cell::symbol)
                .collect()
        };
        // The search's own line is reversed too.
        let rows = 2..buffer.area.height.saturating_sub(2);
        rows.map(reversed).find(|text| !text.is_empty()).unwrap_or_default().trim_end().to_owned()
    }

    /// Checks what the selected row says.
    #[track_caller]
    pub(crate) fn selects(self, text: &str) -> Self {
        assert!(self.selected().contains(text), "`{text}` isn't selected:\n{}", self.screen());
        self
    }
}

impl Seen for Screen {
    fn buffer(&self) -> &Buffer {
        self.terminal.backend().buffer()
    }
}

std::thread_local! {
    /// What was read last, to check it.
    static LAST: std::cell::RefCell<Inspection> = std::cell::RefCell::default();
}

fn found(inspection: &Inspection) -> Vec<(usize, Finding)> {
    inspection.findings(NOW, None)
}
