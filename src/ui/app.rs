//! The application's state, and how commands and messages change it.

use ratatui::layout::Size;
use time::OffsetDateTime;
use tui_input::{Input, InputRequest};

use super::command::{Action, Command, Contents, Edit, Message, Outcome, OutcomeFile, Refusal};
use super::focus::{self, Focus};
use super::keymap::Mode;
use super::overlay::{FillDialog, Overlay};
use super::review::Review;
use super::theme::Theme;
use crate::answers::{
    Answers, ClientRow, Field, Kind, MemberColumn, Place, Step, members_from_text,
};
use crate::text::{fill, say};

/// The width from which form and inspector stand side by side, in columns.
pub const WIDE: u16 = 110;
/// The least a screen must have, in columns and lines.
pub const LEAST: Size = Size { width: 60, height: 16 };
/// The longest text one paste puts into a field, in characters.
const PASTE_LIMIT: usize = 4096;

/// Whether the output directory can be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Output {
    /// Nobody has looked yet.
    Unchecked,
    /// It can, and this is its absolute path.
    Usable(std::path::PathBuf),
    /// It can't.
    Refused(Refusal),
}

/// How far the generation is.
#[derive(Debug, Clone)]
pub enum Generation {
    /// Not started.
    Idle,
    /// Keys are being made.
    Running {
        /// How many are done.
        done: usize,
        /// How many there are.
        total: usize,
        /// Whose was done last.
        name: String,
        /// Whether it was asked to stop.
        cancelling: bool,
    },
    /// The bundle stands.
    Finished(Box<Outcome>),
    /// It could not be written.
    Failed(Refusal),
    /// It was cancelled; nothing was left behind.
    Cancelled,
}

/// One line below the body that answers the last command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// What to say.
    pub text: String,
    /// Whether something was refused.
    pub refused: bool,
}

/// The wizard: all it knows, and nothing of terminals, disks and clocks.
pub struct App {
    pub(super) answers: Answers,
    pub(super) step: Step,
    /// The farthest step that was seen: only those are marked as done or missing.
    pub(super) reached: Step,
    pub(super) focus: Focus,
    pub(super) input: Input,
    pub(super) overlay: Option<Overlay>,
    /// Whether the inspector was asked for or sent away; `None` leaves it to the width.
    pub(super) inspector: Option<bool>,
    /// Whether a member's peer certificate is inspected instead of its server certificate.
    pub(super) inspect_peer: bool,
    pub(super) scroll: u16,
    pub(super) review: Option<Review>,
    pub(super) output: Output,
    pub(super) generation: Generation,
    /// The file that is shown of those that were or will be written.
    pub(super) file: usize,
    pub(super) advice: usize,
    pub(super) notice: Option<Notice>,
    /// The step whose problems the last command pointed at.
    warned: Option<Step>,
    pub(super) now: OffsetDateTime,
    pub(super) theme: Theme,
    pub(super) size: Size,
}

impl App {
    /// Starts at the first step with the answers given.
    pub fn new(answers: Answers, now: OffsetDateTime, theme: Theme, size: Size) -> Self {
        let mut app = Self {
            focus: Focus::first(Step::Size, &answers),
            answers,
            step: Step::Size,
            reached: Step::Size,
            input: Input::default(),
            overlay: None,
            inspector: None,
            inspect_peer: false,
            scroll: 0,
            review: None,
            output: Output::Unchecked,
            generation: Generation::Idle,
            file: 0,
            advice: 0,
            notice: None,
            warned: None,
            now,
            theme,
            size,
        };
        app.load_input();
        app
    }

    /// The answers as they stand, to be saved.
    pub fn answers(&self) -> &Answers {
        &self.answers
    }

    /// The bundle, once it stands.
    pub fn outcome(&self) -> Option<&Outcome> {
        match &self.generation {
            Generation::Finished(outcome) => Some(outcome),
            _ => None,
        }
    }

    /// Takes note of the time, which only the shell knows.
    pub fn set_now(&mut self, now: OffsetDateTime) {
        self.now = now;
    }

    /// Takes note of the screen's size.
    pub fn resize(&mut self, size: Size) {
        self.size = size;
    }

    /// What keys are for at the moment.
    pub fn mode(&self) -> Mode {
        if let Some(overlay) = &self.overlay {
            return overlay.mode();
        }
        self.mode_below()
    }

    /// What keys are for in the step itself, whatever stands above it.
    pub(super) fn mode_below(&self) -> Mode {
        if matches!(self.generation, Generation::Running { .. }) {
            return Mode::Running;
        }
        match self.focus {
            Focus::Place(Place::Member { .. }) => Mode::MemberCell,
            Focus::Place(Place::Client { .. }) => Mode::ClientCell,
            Focus::Place(Place::Field(field)) => match field.question().kind {
                Kind::Text if self.step_inspects() => Mode::InspectedText,
                Kind::Text => Mode::Text,
                Kind::Table(_) => Mode::Table,
                Kind::Line(_) => Mode::Line,
            },
            Focus::AddClient => Mode::AddClient,
            Focus::Advice => Mode::Advice,
            Focus::Start => Mode::Button,
            Focus::Files if self.has_stopped() => Mode::Stopped,
            Focus::Files if self.step == Step::Generate => Mode::Finished,
            Focus::Files => Mode::Files,
            Focus::NextCommands => Mode::NextCommands,
        }
    }

    /// Whether the screen tells of a generation that made no bundle.
    fn has_stopped(&self) -> bool {
        self.step == Step::Generate
            && matches!(self.generation, Generation::Failed(_) | Generation::Cancelled)
    }

    /// Does what a command says; what it can't do itself is returned for the shell.
    pub fn update(&mut self, command: Command) -> Option<Action> {
        self.notice = None;
        let warned = self.warned.take();
        if self.overlay.is_some() {
            return self.update_overlay(command);
        }
        match command {
            Command::Accept => return self.accept(),
            Command::Back => return self.back(),
            Command::NextStep if warned == Some(self.step) => {
                return self.step.next().and_then(|step| self.enter(step));
            }
            Command::NextStep => return self.step.next().and_then(|step| self.advance(step)),
            Command::PreviousStep => return self.step.previous().and_then(|step| self.enter(step)),
            Command::NextFocus => {
                self.set_focus(focus::next(self.step, &self.answers, self.focus, true));
            }
            Command::PreviousFocus => {
                self.set_focus(focus::next(self.step, &self.answers, self.focus, false));
            }
            Command::Up => self.vertical(false),
            Command::Down => self.vertical(true),
            Command::Left => self.choose(false),
            Command::Right => self.choose(true),
            Command::PageUp => self.scroll = self.scroll.saturating_sub(10),
            Command::PageDown => self.scroll = self.scroll.saturating_add(10),
            Command::Edit(edit) => return self.edit(edit),
            Command::Paste(text) => return self.paste(&text),
            Command::AddRow => self.add_row(),
            Command::RemoveRow => self.remove_row(),
            Command::Fill => self.overlay = Some(Overlay::Fill(FillDialog::default())),
            Command::ToggleInspector => self.inspector = Some(!self.inspector_shown()),
            Command::OtherCertificate => self.inspect_peer = !self.inspect_peer,
            Command::Open => self.overlay = Some(Overlay::Reader { scroll: 0 }),
            Command::Copy => return self.copy(),
            Command::Help => self.overlay = Some(Overlay::Help { scroll: 0 }),
            Command::Quit => return self.ask_to_quit(),
            Command::QuitNow => return Some(Action::Quit),
        }
        None
    }

    /// Takes note of what the shell has to tell.
    pub fn receive(&mut self, message: Message) -> Option<Action> {
        match message {
            Message::Entropy(random) => {
                self.answers.set_token_suffix(random);
                self.load_input();
            }
            Message::Saved(answers) => {
                if !answers.is_untouched() && self.overlay.is_none() && self.step == Step::Size {
                    self.overlay = Some(Overlay::Resume(answers));
                }
            }
            Message::OutputChecked { text, result } => {
                if text == self.answers.text(Field::Output) {
                    self.output = match result {
                        Ok(path) => Output::Usable(path),
                        Err(refusal) => Output::Refused(refusal),
                    };
                }
            }
            Message::Progress { done, total, name } => {
                if let Generation::Running { done: d, total: t, name: n, .. } = &mut self.generation
                {
                    (*d, *t, *n) = (done, total, name);
                }
            }
            Message::Generated(outcome) => {
                self.generation = Generation::Finished(outcome);
                self.file = 0;
                self.scroll = 0;
                self.set_focus(Focus::NextCommands);
            }
            Message::Failed(refusal) => self.generation = Generation::Failed(refusal),
            Message::Cancelled => self.generation = Generation::Cancelled,
        }
        None
    }

    /// Whether the inspector is on the screen.
    pub(super) fn inspector_shown(&self) -> bool {
        self.step_inspects() && self.inspector.unwrap_or(self.size.width >= WIDE)
    }

    /// Whether certificates can be inspected on this step.
    fn step_inspects(&self) -> bool {
        (Step::Members..=Step::Certificates).contains(&self.step)
    }

    /// The text under the focus, where one is edited.
    pub(super) fn focused_text(&self) -> Option<String> {
        match self.focus {
            Focus::Place(Place::Field(field)) => Some(self.answers.text(field)),
            Focus::Place(Place::Member { row, column }) => {
                Some(self.answers.member(row).cell(column).to_owned())
            }
            Focus::Place(Place::Client { row, column }) => {
                self.answers.clients().get(row).map(|client| client.cell(column).to_owned())
            }
            _ => None,
        }
    }

    /// The files that will be or were written.
    pub(super) fn files(&self) -> &[OutcomeFile] {
        match (&self.generation, &self.review) {
            (Generation::Finished(outcome), _) if self.step == Step::Generate => &outcome.files,
            (_, Some(review)) => &review.files,
            _ => &[],
        }
    }

    fn load_input(&mut self) {
        let text = if self.focus.is_text() { self.focused_text() } else { None };
        self.input = Input::new(text.unwrap_or_default());
    }

    pub(super) fn set_focus(&mut self, focus: Focus) {
        if focus != self.focus {
            self.scroll = 0;
        }
        self.focus = focus;
        self.load_input();
    }

    fn set_text(&mut self, text: String) -> Option<Action> {
        match self.focus {
            Focus::Place(Place::Field(field)) => {
                self.answers.set_text(field, text);
                if field == Field::Output {
                    return Some(self.check_output());
                }
            }
            Focus::Place(Place::Member { row, column }) => {
                self.answers.set_member(row, column, text);
            }
            Focus::Place(Place::Client { row, column }) => {
                self.answers.set_client(row, column, text);
            }
            _ => {}
        }
        None
    }

    fn check_output(&mut self) -> Action {
        self.output = Output::Unchecked;
        Action::CheckOutput(self.answers.text(Field::Output))
    }

    fn edit(&mut self, edit: Edit) -> Option<Action> {
        apply(&mut self.input, edit);
        self.set_text(self.input.value().to_owned())
    }

    fn paste(&mut self, text: &str) -> Option<Action> {
        let text = text.trim_end_matches(['\n', '\r']);
        let table = matches!(self.focus, Focus::Place(Place::Member { .. }));
        if table && (text.contains(['\n', '\r', '\t']) || text.contains("..")) {
            match members_from_text(text) {
                Ok(rows) => self.fill_members(rows),
                Err(error) => self.refuse(&error),
            }
            return None;
        }
        let count = text.chars().count();
        if count > PASTE_LIMIT {
            self.notice = Some(Notice {
                text: fill("notice.paste-too-long", &[("count", &count), ("limit", &PASTE_LIMIT)]),
                refused: true,
            });
            return None;
        }
        for character in text.chars() {
            apply(&mut self.input, Edit::Insert(character));
        }
        self.set_text(self.input.value().to_owned())
    }

    pub(super) fn refuse(&mut self, error: &(impl std::fmt::Display + crate::cluster::Hint)) {
        self.notice = Some(Notice { text: format!("{error}: {}", error.hint()), refused: true });
    }

    pub(super) fn fill_members(&mut self, rows: Vec<crate::answers::MemberRow>) {
        let text = fill("notice.filled", &[("count", &rows.len())]);
        self.answers.fill_members(rows);
        self.set_focus(Focus::Place(Place::Member { row: 0, column: MemberColumn::Name }));
        self.notice = Some(Notice { text, refused: false });
    }

    fn accept(&mut self) -> Option<Action> {
        match self.focus {
            Focus::Advice => return self.go_to_problem(),
            Focus::Start => return self.start(),
            Focus::Place(Place::Field(Field::Tier)) if !focus::is_custom(&self.answers) => {
                return self.advance(Step::Members);
            }
            _ => {}
        }
        let order = focus::order(self.step, &self.answers);
        // The line that adds a client is no answer to go through.
        let last = order.iter().rev().find(|focus| **focus != Focus::AddClient);
        if last == Some(&self.focus) {
            return self.step.next().and_then(|step| self.advance(step));
        }
        self.set_focus(focus::next(self.step, &self.answers, self.focus, true));
        None
    }

    /// Leaves a step forwards. Where something is wrong there the focus goes to it instead, and only
    /// asking again leaves all the same.
    fn advance(&mut self, next: Step) -> Option<Action> {
        if next == Step::Generate {
            if matches!(self.generation, Generation::Finished(_)) {
                // Back to the bundle that stands; Tab leads to the button that makes another one.
                self.step = next;
                self.set_focus(Focus::NextCommands);
            } else {
                self.set_focus(Focus::Start);
            }
            return None;
        }
        let problem = self.answers.problems().into_iter().find(|one| one.place.step() == self.step);
        let Some(problem) = problem else { return self.enter(next) };
        self.warned = Some(self.step);
        self.set_focus(Focus::Place(problem.place));
        let text = fill("notice.first", &[("problem", &problem.message)]);
        self.notice = Some(Notice { text, refused: true });
        None
    }

    fn enter(&mut self, step: Step) -> Option<Action> {
        self.step = step;
        self.reached = self.reached.max(step);
        self.scroll = 0;
        if step != Step::Review {
            self.set_focus(Focus::first(step, &self.answers));
            return None;
        }
        let review = Review::new(&self.answers, self.now);
        self.advice = 0;
        self.file = 0;
        let focus = if review.plan.is_ok() { Focus::Files } else { Focus::Advice };
        self.review = Some(review);
        self.set_focus(focus);
        Some(self.check_output())
    }

    fn back(&mut self) -> Option<Action> {
        if let Generation::Running { cancelling, .. } = &mut self.generation {
            *cancelling = true;
            return Some(Action::CancelGeneration);
        }
        match self.step.previous() {
            Some(step) => self.enter(step),
            None => self.ask_to_quit(),
        }
    }

    fn ask_to_quit(&mut self) -> Option<Action> {
        if matches!(self.generation, Generation::Finished(_)) {
            return Some(Action::Quit);
        }
        self.overlay = Some(Overlay::Quit);
        None
    }

    fn vertical(&mut self, down: bool) {
        let by = |index: usize, count: usize| {
            if down { (index + 1).min(count.saturating_sub(1)) } else { index.saturating_sub(1) }
        };
        match self.focus {
            Focus::Files => {
                self.file = by(self.file, self.files().len());
                self.scroll = 0;
            }
            Focus::Advice => {
                let count = self.review.as_ref().map_or(0, Review::advice_count);
                self.advice = by(self.advice, count);
            }
            Focus::NextCommands => {
                self.scroll = if down {
                    self.scroll.saturating_add(1)
                } else {
                    self.scroll.saturating_sub(1)
                };
            }
            Focus::Place(Place::Field(field))
                if matches!(field.question().kind, Kind::Table(_)) =>
            {
                self.choose(down);
            }
            focus => self.set_focus(focus::vertical(self.step, &self.answers, focus, down)),
        }
    }

    fn choose(&mut self, forward: bool) {
        let Focus::Place(Place::Field(field)) = self.focus else { return };
        let (Kind::Table(choices) | Kind::Line(choices)) = field.question().kind else { return };
        let choices = choices();
        let text = self.answers.text(field);
        let here = choices.iter().position(|choice| choice.text == text).unwrap_or(0);
        let last = choices.len().saturating_sub(1);
        let index = if forward { (here + 1).min(last) } else { here.saturating_sub(1) };
        if let Some(choice) = choices.get(index) {
            self.answers.set_text(field, choice.text.clone());
        }
    }

    fn add_row(&mut self) {
        if self.step == Step::Members {
            self.answers.add_member();
            let row = self.answers.size().members().saturating_sub(1);
            self.set_focus(Focus::Place(Place::Member { row, column: MemberColumn::Name }));
        } else {
            const OFFERED: [&str; 2] = ["root", "kube-apiserver-etcd-client"];
            let taken =
                |name: &&str| self.answers.clients().iter().any(|client| client.name == *name);
            let offer = OFFERED.into_iter().find(|name| !taken(name)).unwrap_or("");
            self.answers.add_client(ClientRow::new(offer, offer));
            let row = self.answers.clients().len().saturating_sub(1);
            let column = crate::answers::ClientColumn::Name;
            self.set_focus(Focus::Place(Place::Client { row, column }));
        }
    }

    fn remove_row(&mut self) {
        match self.focus {
            Focus::Place(Place::Member { row, column }) => {
                self.answers.remove_member(row);
                let row = row.min(self.answers.size().members().saturating_sub(1));
                self.focus = Focus::Place(Place::Member { row, column });
            }
            Focus::Place(Place::Client { row, column }) => {
                self.answers.remove_client(row);
                self.focus = match self.answers.clients().len().checked_sub(1) {
                    Some(last) => Focus::Place(Place::Client { row: row.min(last), column }),
                    None => Focus::AddClient,
                };
            }
            _ => {}
        }
        self.load_input();
    }

    fn go_to_problem(&mut self) -> Option<Action> {
        let review = self.review.as_ref()?;
        let place = review.problems().get(self.advice)?.place;
        let action = self.enter(place.step());
        self.set_focus(Focus::Place(place));
        action
    }

    fn start(&mut self) -> Option<Action> {
        let review = self.review.as_ref()?;
        let Ok(plan) = &review.plan else {
            self.set_focus(Focus::Advice);
            self.notice = Some(Notice { text: say("notice.mend-first").to_owned(), refused: true });
            return None;
        };
        if let Output::Refused(refusal) = &self.output {
            self.notice = Some(Notice {
                text: format!("{}: {}", refusal.message, refusal.hint),
                refused: true,
            });
            self.set_focus(Focus::Place(Place::Field(Field::Output)));
            return None;
        }
        let action =
            Action::Generate { plan: plan.clone(), output: self.answers.text(Field::Output) };
        let total = crate::pki::profiles(plan).len();
        self.generation =
            Generation::Running { done: 0, total, name: String::new(), cancelling: false };
        self.step = Step::Generate;
        self.reached = Step::Generate;
        self.set_focus(Focus::Files);
        Some(action)
    }

    pub(super) fn copy(&mut self) -> Option<Action> {
        let text = if self.focus == Focus::NextCommands {
            self.next_commands().join("\n")
        } else {
            match &self.files().get(self.file)?.contents {
                Contents::Text(text) => text.clone(),
                Contents::Certificate(report) => report.fingerprint.clone()?,
                Contents::PrivateKey => {
                    let text = say("notice.keys-stay").to_owned();
                    self.notice = Some(Notice { text, refused: true });
                    return None;
                }
            }
        };
        self.notice = Some(Notice { text: say("notice.copied").to_owned(), refused: false });
        Some(Action::Copy(text))
    }

    /// The commands that bring the cluster up, ready to paste.
    pub(super) fn next_commands(&self) -> Vec<String> {
        let plan = self.review.as_ref().and_then(|review| review.plan.as_ref().ok());
        match (plan, self.outcome()) {
            (Some(plan), Some(outcome)) => crate::render::next_commands(plan, &outcome.root),
            _ => Vec::new(),
        }
    }
}

/// Applies an edit to a text.
pub(super) fn apply(input: &mut Input, edit: Edit) {
    let request = match edit {
        Edit::Insert(character) => InputRequest::InsertChar(character),
        Edit::DeleteBefore => InputRequest::DeletePrevChar,
        Edit::DeleteAfter => InputRequest::DeleteNextChar,
        Edit::DeleteWord => InputRequest::DeletePrevWord,
        Edit::Clear => InputRequest::DeleteLine,
        Edit::Left => InputRequest::GoToPrevChar,
        Edit::Right => InputRequest::GoToNextChar,
        Edit::Start => InputRequest::GoToStart,
        Edit::End => InputRequest::GoToEnd,
    };
    input.handle(request);
}
