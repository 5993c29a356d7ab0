//! Presses keys and reads the screen, without a terminal: the same way from key to frame as in the
//! shell, which is played here with a fixed clock, fixed randomness and a disk that says what it is
//! told to.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use crossterm::event::{
    Event, KeyCode, KeyEvent, KeyModifiers, MouseButton, MouseEvent, MouseEventKind,
};
use quorate::answers::{Answers, FieldRef, Problem, Progress};
use quorate::bundle::{FileKind, PlannedBundle};
use quorate::cluster::{KeyAlgorithm, Plan};
use quorate::pki::{CertificateProfile, CertificateReport};
use quorate::ui::keymap::{self, Mode};
use quorate::ui::{Action, App, Contents, Message, Outcome, Refusal, Theme, draw, tree};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Size};
use ratatui::style::Modifier;
use time::OffsetDateTime;
use time::macros::datetime;

use crate::seen::{Seen, key_event};

pub(crate) const NOW: OffsetDateTime = datetime!(2026-01-02 03:04:05 UTC);
/// Where the operator stands, as far as screens show it.
const HERE: &str = "/home/operator";

/// A wizard with a screen that can be read.
pub(crate) struct Wizard {
    app: App,
    terminal: Terminal<TestBackend>,
    refusal: Option<Refusal>,
    /// What the files of a CA that is brought are found to be.
    faults: Vec<Problem>,
    asked: Vec<Action>,
    /// How much had been asked for when the last generation ended.
    answered: usize,
}

impl Wizard {
    /// A wizard on a screen of this size, at its first step.
    pub(crate) fn at(width: u16, height: u16) -> Self {
        Self::with_theme(width, height, &Theme::COLOURED)
    }

    pub(crate) fn with_theme(width: u16, height: u16, theme: &Theme) -> Self {
        Self::with_answers(width, height, theme, Answers::new())
    }

    /// A wizard as the shell starts it, which has the CA's key encrypted. The others are of somebody who wants it
    /// plain, so that nothing has to be typed for it.
    pub(crate) fn started(width: u16, height: u16) -> Self {
        Self::with_answers(width, height, &Theme::COLOURED, Answers::at_a_terminal())
    }

    /// A wizard with its members named, as the shell starts it: questions that most leave alone are folded away.
    pub(crate) fn folded(width: u16, height: u16) -> Self {
        let theme = &Theme::COLOURED;
        Self::with_folds(width, height, theme, Answers::new(), false).fills_members()
    }

    fn with_answers(width: u16, height: u16, theme: &Theme, answers: Answers) -> Self {
        Self::with_folds(width, height, theme, answers, true)
    }

    fn with_folds(
        width: u16,
        height: u16,
        theme: &Theme,
        answers: Answers,
        shows_all: bool,
    ) -> Self {
        let mut app = App::new(answers, NOW, *theme, Size { width, height });
        if shows_all {
            app.show_all();
        }
        let terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
        Self { app, terminal, refusal: None, faults: Vec::new(), asked: Vec::new(), answered: 0 }
            .told(Message::Entropy([0x7f, 0x3a, 0x9c, 0x1e]))
    }

    /// A wizard whose three members are named.
    pub(crate) fn filled(width: u16, height: u16) -> Self {
        Self::at(width, height).fills_members()
    }

    /// Goes to the members, fills them from the pattern as offered, and back to the first step.
    pub(crate) fn fills_members(self) -> Self {
        self.goes_to(3).press("Ctrl-F Enter Ctrl-P Ctrl-P")
    }

    /// Lets the disk refuse every output directory.
    pub(crate) fn refuses_output(mut self, message: &str, hint: &str) -> Self {
        self.refusal = Some(Refusal { message: message.into(), hint: hint.into() });
        self
    }

    /// Lets the disk hold a CA that can't sign.
    pub(crate) fn finds(mut self, place: FieldRef, message: &str, hint: &str) -> Self {
        let (message, hint) = (message.into(), hint.into());
        self.faults.push(Problem { place, message, hint });
        self
    }

    /// Lets the disk hold a CA that can sign.
    pub(crate) fn finds_nothing(mut self) -> Self {
        self.faults.clear();
        self
    }

    /// Goes from the first step to another by its number, past whatever is missing on the way.
    #[track_caller]
    pub(crate) fn goes_to(mut self, number: usize) -> Self {
        while self.step() < number {
            let before = self.step();
            self = self.press("Ctrl-N");
            if self.step() == before {
                self = self.press("Ctrl-N");
            }
            assert!(self.step() > before, "Ctrl-N twice leads on:\n{}", self.screen());
        }
        self
    }

    /// Presses keys, by the names that the footer uses, with blanks between.
    #[track_caller]
    pub(crate) fn press(mut self, keys: &str) -> Self {
        for key in keys.split(' ') {
            self.event(&Event::Key(key_event(key)));
        }
        self
    }

    /// Types a text, one key a character.
    #[track_caller]
    pub(crate) fn types(mut self, text: &str) -> Self {
        for character in text.chars() {
            let key = KeyEvent::new(KeyCode::Char(character), KeyModifiers::NONE);
            self.event(&Event::Key(key));
        }
        self
    }

    /// Clears the field under the focus and types a text.
    #[track_caller]
    pub(crate) fn retypes(self, text: &str) -> Self {
        self.press("Ctrl-U").types(text)
    }

    #[track_caller]
    pub(crate) fn pastes(mut self, text: &str) -> Self {
        self.event(&Event::Paste(text.into()));
        self
    }

    /// Hears of something from the background.
    #[track_caller]
    pub(crate) fn told(mut self, message: Message) -> Self {
        if matches!(message, Message::Generated(_) | Message::Failed(_) | Message::Cancelled) {
            self.answered = self.asked.len();
        }
        let action = self.app.receive(message);
        self.perform(action);
        self.draw();
        self
    }

    pub(crate) fn resized(mut self, width: u16, height: u16) -> Self {
        self.terminal.backend_mut().resize(width, height);
        self.terminal.autoresize().unwrap();
        self.app.resize(Size { width, height });
        self.draw();
        self
    }

    /// One event on the way that the shell sends it.
    #[track_caller]
    pub(crate) fn event(&mut self, event: &Event) -> Option<Action> {
        let command = keymap::command(event, self.app.mode());
        let action = command.and_then(|command| self.app.update(command));
        self.perform(action.clone());
        self.draw();
        action
    }

    /// Clicks on the first place where the screen shows a text.
    #[track_caller]
    pub(crate) fn clicks(mut self, text: &str) -> Self {
        let screen = self.screen();
        let found = screen.lines().enumerate().find_map(|(row, line)| {
            let (before, _) = line.split_once(text)?;
            Some((row, ratatui::text::Span::raw(before).width()))
        });
        let (row, column) = found.unwrap_or_else(|| panic!("no `{text}` to click:\n{screen}"));
        self.turns(MouseEventKind::Down(MouseButton::Left), column, row);
        self
    }

    /// Turns the wheel down once.
    pub(crate) fn wheels_down(mut self) -> Self {
        self.turns(MouseEventKind::ScrollDown, 0, 0);
        self
    }

    #[track_caller]
    fn turns(&mut self, kind: MouseEventKind, column: usize, row: usize) {
        let narrow = |number: usize| u16::try_from(number).unwrap();
        let (column, row) = (narrow(column), narrow(row));
        let modifiers = KeyModifiers::NONE;
        self.event(&Event::Mouse(MouseEvent { kind, column, row, modifiers }));
    }

    fn perform(&mut self, action: Option<Action>) {
        let Some(action) = action else { return };
        if let Action::CheckOutput(text) | Action::CheckOutputAndAuthority { output: text, .. } =
            &action
        {
            let result = match &self.refusal {
                Some(refusal) => Err(refusal.clone()),
                None => Ok(absolute(text)),
            };
            let message = Message::OutputChecked { text: text.clone(), result, free: None };
            let further = self.app.receive(message);
            assert_eq!(further, None, "a checked directory leads to nothing more");
        }
        if let Action::CheckOutputAndAuthority { authority, .. } = &action {
            let (number, problems) = (authority.number, self.faults.clone());
            let further = self.app.receive(Message::AuthorityChecked { number, problems });
            assert_eq!(further, None, "a CA that was read leads to nothing more");
        }
        if let Action::Complete(text) = &action {
            // A directory that holds `ca.crt` and `ca.key`.
            let names = ["ca.crt", "ca.key"].into_iter().filter(|name| name.starts_with(text));
            let candidates: Vec<String> = names.map(str::to_owned).collect();
            let completed = match candidates.as_slice() {
                [] => text.clone(),
                [one] => one.clone(),
                _ => "ca.".to_owned(),
            };
            let text = text.clone();
            let message = Message::Completed { text, completed, candidates };
            assert_eq!(self.app.receive(message), None, "a completed name leads to nothing more");
        }
        self.asked.push(action);
    }

    fn draw(&mut self) {
        let app = &self.app;
        self.terminal.draw(|frame| draw(frame, app)).unwrap();
    }

    /// Has the generation that was asked for end well.
    #[track_caller]
    pub(crate) fn finishes(self) -> Self {
        assert!(matches!(self.asked(), Some(Action::Generate { .. })), "{:?}", self.asked());
        self.generated()
    }

    /// Whether a generation runs, whatever stands above its screen.
    pub(crate) fn runs_below(&self) -> bool {
        let last = self.asked.iter().rposition(|action| matches!(action, Action::Generate { .. }));
        last.is_some_and(|last| last >= self.answered)
    }

    /// Has the generation that was asked for last end well, whatever was asked for since.
    #[track_caller]
    pub(crate) fn generated(self) -> Self {
        let found = self.asked.iter().rev().find_map(|action| match action {
            Action::Generate { plan, output, .. } => Some(outcome(plan, absolute(output))),
            _ => None,
        });
        self.told(Message::Generated(Box::new(found.expect("a generation was asked for"))))
    }

    pub(crate) fn answers(&self) -> &Answers {
        self.app.answers()
    }

    pub(crate) fn keys_ahead(&self) -> Option<(KeyAlgorithm, usize)> {
        self.app.keys_ahead()
    }

    pub(crate) fn progress(&self) -> Progress {
        self.app.progress()
    }

    pub(crate) fn mode(&self) -> Mode {
        self.app.mode()
    }

    #[track_caller]
    pub(crate) fn plan(&self) -> Plan {
        self.answers().plan().unwrap_or_else(|problems| panic!("{problems:#?}"))
    }

    /// Starts from the answers as they stand as `wizard --plan` does.
    #[track_caller]
    pub(crate) fn planned(self) -> Self {
        let plan = self.plan();
        let size = self.terminal.backend().buffer().area.as_size();
        let answers = Answers::from_plan(&plan);
        let mut wizard = Self::with_answers(size.width, size.height, &Theme::COLOURED, answers);
        let action = wizard.app.review_plan();
        wizard.perform(action);
        wizard.draw();
        wizard
    }

    /// What the shell was asked for last.
    pub(crate) fn asked(&self) -> Option<&Action> {
        self.asked.last()
    }

    /// The number of the step on the screen, as the stepper marks it.
    #[track_caller]
    pub(crate) fn step(&self) -> usize {
        let first = self.line(0);
        let number = |mark: char| {
            first.split_once(mark).and_then(|(_, rest)| rest.chars().next()?.to_digit(10))
        };
        let number = number('▸').or_else(|| number('>')).or_else(|| {
            first.strip_prefix("Step ").and_then(|rest| rest.chars().next()?.to_digit(10))
        });
        // Once the bundle stands its step is marked as done, not as here.
        number.map_or(7, |number| usize::try_from(number).unwrap())
    }

    /// Where the cursor stands, if it is shown.
    pub(crate) fn cursor(&self) -> Option<Position> {
        let backend = self.terminal.backend();
        backend.cursor_visible().then(|| backend.cursor_position())
    }

    /// The lines above the keys, as one text: two, or more where what was refused needs them.
    pub(crate) fn message(&self) -> String {
        let end = self.terminal.backend().buffer().area.height - 1;
        let lines = |first: u16| (first..end).map(|line| self.line(line)).collect::<Vec<_>>();
        let is_long = |first: &u16| {
            let lines = lines(*first);
            let is_marked = lines[0].starts_with("✗ ") || lines[0].starts_with("! ");
            is_marked && lines.iter().all(|line| !line.is_empty())
        };
        let first = (end.saturating_sub(5)..end - 2).find(is_long).unwrap_or(end - 2);
        lines(first).join(" ").trim().to_owned()
    }

    /// The line of keys.
    pub(crate) fn footer(&self) -> String {
        self.line(self.terminal.backend().buffer().area.height - 1)
    }

    /// The screen, and below it what is shown reversed and where the cursor stands: without it a
    /// snapshot would not tell where the focus is.
    pub(crate) fn marked(&self) -> String {
        let mut text = self.screen();
        for (row, column, words) in self.reversed() {
            write!(text, "\n[reversed at {row}:{column}] {words}").unwrap();
        }
        if self.terminal.backend().cursor_visible() {
            let position = self.terminal.backend().cursor_position();
            write!(text, "\n[cursor at {}:{}]", position.y, position.x).unwrap();
        }
        text
    }

    /// Whether the screen shows what has the focus: selected, or with the cursor in it.
    pub(crate) fn shows_focus(&self) -> bool {
        self.cursor().is_some() || !self.reversed().is_empty()
    }

    /// Runs of reversed cells: row, column, text.
    pub(crate) fn reversed(&self) -> Vec<(u16, u16, String)> {
        let buffer = self.terminal.backend().buffer();
        let mut runs: Vec<(u16, u16, String)> = Vec::new();
        for row in 0..buffer.area.height {
            let mut open = false;
            for column in 0..buffer.area.width {
                let cell = &buffer[(column, row)];
                let reversed = cell.modifier.contains(Modifier::REVERSED);
                match (reversed, open) {
                    (true, true) => runs.last_mut().unwrap().2.push_str(cell.symbol()),
                    (true, false) => runs.push((row, column, cell.symbol().to_owned())),
                    (false, _) => {}
                }
                open = reversed;
            }
        }
        for (_, _, words) in &mut runs {
            *words = words.trim_end().to_owned();
        }
        runs
    }

    /// Everything that a person could tell apart: the cells with their styles, and the cursor.
    pub(crate) fn look(&self) -> String {
        let position = self.terminal.backend().cursor_position();
        format!("{:?} {position:?}", self.terminal.backend().buffer())
    }

    /// Checks the step that is on the screen.
    #[track_caller]
    pub(crate) fn stands_at(self, number: usize) -> Self {
        assert_eq!(self.step(), number, "{}", self.screen());
        self
    }
}

impl Seen for Wizard {
    fn buffer(&self) -> &Buffer {
        self.terminal.backend().buffer()
    }
}

fn absolute(output: &str) -> PathBuf {
    Path::new(HERE).join(output.trim_start_matches("./"))
}

/// What a generation of the plan would report, without keys: reports as planned.
fn outcome(plan: &Plan, root: PathBuf) -> Outcome {
    let bundle = PlannedBundle::of(plan);
    let report = |profile: &CertificateProfile| {
        Contents::Certificate(Box::new(CertificateReport::planned(profile, NOW)))
    };
    let files = tree(&bundle, |file| match &file.kind {
        FileKind::Plan => Contents::Text(plan.to_json()),
        FileKind::Text(text) => Contents::Text(text.contents.clone()),
        FileKind::Key { .. } => Contents::PrivateKey,
        FileKind::Certificate { profile, .. } => report(&bundle.profiles[*profile]),
        FileKind::Anchor(authority) => {
            report(bundle.authority(*authority).unwrap_or(&bundle.profiles[0]))
        }
        FileKind::Manifest | FileKind::Request { .. } => Contents::Text("{}".into()),
    });
    let commands = quorate::render::next_commands(plan, &root);
    Outcome { root, files, commands }
}
