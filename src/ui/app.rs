//! The application's state, and how commands and messages change it.

mod complete;
mod consequences;
mod edit;
mod finish;
mod fold;
mod go;
mod mouse;
mod news;
mod question;
mod resume;
mod room;
mod save;
mod search;
mod undo;

pub use edit::is_pasted_table;
pub(super) use fold::Unfolded;
pub(super) use go::neighbour;
pub(super) use mouse::Target;
pub use news::{Generation, Notice};
use question::CameFrom;
pub(super) use room::is_below;
pub use room::{LEAST, WIDE};
pub(crate) use save::{saved, saved_base};

use std::cell::RefCell;
use std::path::PathBuf;

use ratatui::layout::{Rect, Size};
use time::OffsetDateTime;

use super::by_hand::ByHand;
use super::command::{Action, Command, Message, Outcome, OutcomeFile, Refusal, Saved};
use super::focus::{self, Focus};
use super::overlay::{FillDialog, Overlay};
use super::review::Review;
use super::text_input::TextInput;
use super::theme::Theme;
use super::widgets::page::Shown;
use crate::answers::{Answers, Field, FieldRef, Problem, Step};
use crate::answers::{TypedPassphrase, ca_credentials};
use crate::cluster::{KeyAlgorithm, KeyOrigin};
use crate::text::{escape_for_terminal, fill, say};

/// The absolute path of the output directory, or why it can't be used; `None` until somebody has looked.
pub type Output = Option<Result<PathBuf, Refusal>>;

/// The row of the member table that has the focus.
fn row_of(focus: Focus) -> Option<usize> {
    match focus {
        Focus::FieldRef(FieldRef::Member { row, .. }) => Some(row),
        _ => None,
    }
}

/// The wizard: all it knows, and nothing of terminals, disks and clocks.
pub struct App {
    pub(super) answers: Answers,
    pub(super) step: Step,
    /// The farthest step that was seen: only those are marked as done or missing.
    pub(super) reached: Step,
    pub(super) focus: Focus,
    pub(super) input: TextInput,
    pub(super) overlay: Option<Overlay>,
    /// Whether questions that most leave alone are shown.
    pub(super) unfolded: Unfolded,
    /// The answers that this step, or this row of the member table, was entered with.
    entered: Answers,
    /// Those of the plan that the wizard started on, or of the bundle that was written.
    base: Option<Answers>,
    pub(super) consequences: consequences::Consequences,
    pub(super) by_hand: ByHand,
    /// Whether the inspector was asked for or sent away; `None` leaves it to the width.
    pub(super) inspector: Option<bool>,
    /// The passphrase of the CA's key. Answers are saved, and so don't hold it.
    pub(super) passphrase: TypedPassphrase,
    /// The same once more, where it is new: a slip of the finger would make the key useless.
    pub(super) passphrase_again: TypedPassphrase,
    /// Whether the passphrase is shown.
    pub(super) revealed: bool,
    /// Which of the certificates that belong to the focus is inspected, counted around the end.
    pub(super) inspected: usize,
    pub(super) scroll: u16,
    /// How much is seen of what that scrolls, of a page above the step, and of a list with a cursor.
    pub(super) shown: Shown,
    pub(super) read: Shown,
    pub(super) listed: Shown,
    pub(super) search: search::Search,
    /// What was drawn where, for the next click, where the mouse was asked for.
    targets: Option<RefCell<Vec<(Rect, Target)>>>,
    pub(super) review: Option<Review>,
    pub(super) output: Output,
    /// Where Esc leads back to: whence somebody went elsewhere than to the next step, the last one at the end.
    came_from: Vec<CameFrom>,
    /// The free directory that was proposed in place of one that is taken.
    proposed_output: Option<String>,
    /// How often the CA that is brought was looked at, or changed since.
    looks: usize,
    pub(super) generation: Generation,
    /// The file that is shown of those that were or will be written.
    pub(super) file: usize,
    pub(super) advice: usize,
    pub(super) notice: Option<Notice>,
    /// The step whose problems the last command pointed at.
    warned: Option<Step>,
    /// The names and the first address that filled the member table last.
    pub(super) last_fill: Option<[String; 2]>,
    /// The path that can't be completed: Tab leads on from it.
    uncompletable: Option<String>,
    history: undo::History,
    /// A free name like that of the output directory, where something stands there.
    free_output: Option<String>,
    /// Whether the answers are those of a plan, of which there may be a bundle.
    of_plan: bool,
    /// Why answers can't be saved, where they can't.
    pub(super) unsaved: Option<String>,
    /// The answers that the bundle was made from.
    written: Option<Answers>,
    pub(super) now: OffsetDateTime,
    pub(super) theme: Theme,
    pub(super) size: Size,
}

impl App {
    /// Starts at the first step with the answers given.
    pub fn new(answers: Answers, now: OffsetDateTime, theme: Theme, size: Size) -> Self {
        let mut app = Self {
            focus: Focus::first(Step::Size, &answers),
            unfolded: Unfolded::default(),
            entered: answers.clone(),
            base: None,
            consequences: consequences::Consequences::default(),
            by_hand: ByHand::default(),
            answers,
            step: Step::Size,
            reached: Step::Size,
            input: TextInput::default(),
            overlay: None,
            inspector: None,
            passphrase: TypedPassphrase::default(),
            passphrase_again: TypedPassphrase::default(),
            revealed: false,
            inspected: 0,
            scroll: 0,
            shown: Shown::default(),
            read: Shown::default(),
            listed: Shown::default(),
            search: search::Search::default(),
            targets: None,
            review: None,
            output: None,
            came_from: Vec::new(),
            proposed_output: None,
            looks: 0,
            generation: Generation::Idle,
            file: 0,
            advice: 0,
            notice: None,
            warned: None,
            last_fill: None,
            uncompletable: None,
            history: undo::History::default(),
            free_output: None,
            of_plan: false,
            unsaved: None,
            written: None,
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

    /// The keys that the bundle is going to take, where they take so long that they are better begun now: those of
    /// RSA, once their algorithm has been asked for.
    pub fn keys_ahead(&self) -> Option<(KeyAlgorithm, usize)> {
        let runs = matches!(self.generation, Generation::Running { .. } | Generation::Finished(_));
        if runs || self.reached < Step::Certificates {
            return None;
        }
        let profiles = self.answers.profiles();
        let here = profiles.iter().filter(|profile| profile.key_origin == KeyOrigin::Here);
        let slow: Vec<_> = here.filter(|profile| profile.algorithm.is_rsa()).collect();
        Some((slow.first()?.algorithm, slow.len()))
    }

    /// The bundle, once it stands.
    pub fn outcome(&self) -> Option<&Outcome> {
        match &self.generation {
            Generation::Finished(outcome) => Some(outcome),
            _ => None,
        }
    }

    /// Whether the bundle that stands holds all that was answered: nothing is left to be saved then.
    pub fn is_written(&self) -> bool {
        self.outcome().is_some() && self.written.as_ref() == Some(&self.answers)
    }

    /// Takes note of the time, which only the shell knows.
    pub fn set_now(&mut self, now: OffsetDateTime) {
        self.now = now;
    }

    /// What [`Self::update`] does, without taking note of what it changes.
    fn perform(&mut self, command: Command) -> Option<Action> {
        self.notice = None;
        let warned = self.warned.take();
        match command {
            Command::Click(at) => return self.click(at),
            Command::Wheel { down } => return self.wheel(down),
            Command::ToggleMouse => return Some(self.toggle_mouse()),
            command if self.searches() => return self.update_search(command),
            // A list of drafts is filtered instead.
            command if matches!(&self.overlay, Some(Overlay::Drafts(list)) if list.menu.is_none()) =>
            {
                return self.update_overlay(command);
            }
            Command::Search => self.open_search(),
            Command::NextMatch => self.find_next(true),
            Command::PreviousMatch => self.find_next(false),
            command if self.overlay.is_some() => return self.update_overlay(command),
            Command::Accept => return self.accept(),
            Command::Back => return self.back(),
            Command::NextStep if warned == Some(self.step) => return self.enter(self.step.next()?),
            Command::NextStep => return self.advance(self.step.next()?),
            Command::PreviousStep => return self.enter(self.step.previous()?),
            Command::GoTo(step) => return self.go_to(step),
            Command::NextFocus => self.move_focus(true),
            Command::PreviousFocus => self.move_focus(false),
            Command::Up | Command::Down
                if matches!(self.focus, Focus::NextCommands | Focus::Handshakes) =>
            {
                self.scroll = self.shown.scrolled(&command, self.scroll);
            }
            Command::Up => self.vertical(false),
            Command::Down => self.vertical(true),
            Command::Left => self.choose(false),
            Command::Right => self.choose(true),
            Command::PageUp if self.focus == Focus::Advice => {
                self.advice = self.advice.saturating_sub(self.listed.page());
            }
            Command::PageDown if self.focus == Focus::Advice => {
                let last = self.concerns().len().saturating_sub(1);
                self.advice = (self.advice + self.listed.page()).min(last);
            }
            Command::PageUp | Command::PageDown => {
                self.scroll = self.shown.scrolled(&command, self.scroll);
            }
            Command::Edit(edit) => return self.edit(edit),
            Command::Paste(text) => return self.paste(&text),
            Command::AddRow => self.add_row(),
            Command::RemoveRow => self.remove_row(),
            Command::Fill => {
                self.overlay = Some(Overlay::Fill(FillDialog::new(self.offered_fill())));
            }
            Command::ToggleInspector => self.inspector = Some(!self.inspector_shown()),
            Command::OtherCertificate => self.inspect_next(),
            Command::Complete => return self.complete(),
            Command::Undo => return self.travel(true),
            Command::Redo => return self.travel(false),
            Command::Reveal => self.revealed = !self.revealed,
            Command::Open => self.open(),
            Command::Copy => return self.copy(),
            Command::ListDrafts => return Some(Action::ListDrafts),
            Command::ShowByHand => self.overlay = Some(Overlay::ByHand(0)),
            Command::SaveByHand => return self.save(Saved::ByHand),
            Command::SavePlan => return self.save(Saved::Plan),
            Command::ShowChanges if self.has_changes() => {
                self.overlay = Some(Overlay::Changes(0));
            }
            // There is no more to say than this.
            Command::ShowChanges => self.notice = Some(Notice::told(self.changes_summary())),
            Command::StartFrom => {
                self.scroll = 0;
                self.overlay = Some(Overlay::Start(self.answers.start()));
            }
            Command::Help => self.overlay = Some(Overlay::Help(0)),
            Command::Quit => return self.ask_to_quit(),
            Command::QuitNow => return Some(Action::Quit),
            // The inspector's on the whole screen.
            _ => {}
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
            Message::Listed { listing, asked } => self.listed(listing, asked),
            Message::DraftOpened(draft) => return self.resume(*draft),
            Message::DraftBegun(None) => self.restart(Answers::at_a_terminal()),
            Message::DraftBegun(Some(plan)) => {
                self.restart(Answers::from_plan(&plan));
                return self.review_plan();
            }
            Message::BundleLooked { path, look } => self.bundle_looked(&path, look),
            Message::Inspected => {}
            Message::DraftDeleted(cluster) => {
                let cluster = escape_for_terminal(&cluster);
                let text = fill("notice-draft-deleted", &[("cluster", &cluster)]);
                self.notice = Some(Notice::told(text));
            }
            Message::DraftRestored(was_there) => {
                let key = if was_there { "notice-draft-restored" } else { "notice-nothing-undone" };
                self.notice = Some(Notice::told(say(key)));
            }
            Message::DraftRefused(Refusal { message, hint }) => {
                self.notice = Some(Notice::refused(format!("{message}: {hint}")));
            }
            Message::SavedBeside(what, result) => {
                self.notice = Some(saved(what, result));
            }
            Message::NotSaved(why) => self.unsaved = why,
            Message::OutputChecked { text, result, free } => {
                return self.output_checked(&text, result, free);
            }
            Message::AuthorityChecked { number, problems } => {
                self.authority_checked(number, problems);
            }
            Message::Completed { text, completed, candidates } => {
                self.completed(&text, completed, &candidates);
            }
            Message::Progress { done, total, name } => {
                if let Generation::Running { done: d, total: t, made, .. } = &mut self.generation {
                    (*d, *t) = (done, total);
                    made.push(name);
                }
            }
            Message::Generated(outcome) => {
                self.generation = Generation::Finished(outcome);
                self.written = Some(self.answers.clone());
                self.base.clone_from(&self.written);
                self.file = 0;
                self.scroll = 0;
                self.set_focus(Focus::NextCommands);
            }
            Message::Failed(refusal) => self.generation = Generation::Failed(refusal),
            Message::Cancelled => self.generation = Generation::Cancelled,
        }
        None
    }

    /// Everything that keeps the answers from being a bundle, in the order of the steps.
    pub(super) fn problems(&self) -> Vec<Problem> {
        let mut problems = self.unread_problems();
        problems.extend(self.faults().iter().cloned());
        problems.sort_by_key(|problem| (problem.place.step(), problem.place));
        problems
    }

    /// The same but for what files hold, which is seen anew whenever the review is entered.
    fn unread_problems(&self) -> Vec<Problem> {
        let mut problems = self.answers.problems();
        problems.extend(self.missing());
        problems.sort_by_key(|problem| (problem.place.step(), problem.place));
        problems
    }

    /// What is missing beside the answers.
    fn missing(&self) -> Vec<Problem> {
        ca_credentials::problems(&self.answers, &self.passphrase, &self.passphrase_again)
    }

    /// What was typed at the place of a passphrase.
    pub(super) fn typed_passphrase(&self, place: FieldRef) -> &TypedPassphrase {
        if place == FieldRef::PassphraseAgain { &self.passphrase_again } else { &self.passphrase }
    }

    /// Whether the output directory was looked at, and can't be used.
    pub(super) fn is_output_refused(&self) -> bool {
        matches!(self.output, Some(Err(_)))
    }

    /// The text under the focus, where one is edited.
    pub(super) fn focused_text(&self) -> Option<String> {
        match self.focus {
            Focus::FieldRef(place) => Some(self.answers.text_at(place)),
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

    pub(super) fn set_focus(&mut self, focus: Focus) {
        if focus != self.focus {
            self.scroll = 0;
        }
        if row_of(focus) != row_of(self.focus) {
            self.entered.clone_from(&self.answers);
        }
        self.unfold(focus);
        self.focus = focus;
        self.load_input();
    }

    /// Moves the focus as the Tab key does.
    fn move_focus(&mut self, forward: bool) {
        self.set_focus(focus::next(&self.focus_order(), self.focus, forward));
    }

    /// All that can have the focus; a list without anything in it can't.
    fn focus_order(&self) -> Vec<Focus> {
        let mut order = focus::order(self.step, &self.answers, &self.unfolded);
        let is_empty = order.contains(&Focus::Advice) && self.concerns().is_empty();
        order.retain(|focus| !(is_empty && *focus == Focus::Advice));
        order
    }

    fn check_output(&mut self) -> Action {
        self.output = None;
        Action::CheckOutput(self.answers.text(Field::Output))
    }
}
