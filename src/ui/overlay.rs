//! What stands above the steps: help, questions, the fill dialog and the reader.

use super::app::{App, Notice, neighbour};
use super::command::{Action, Command};
use super::drafts::DraftList;
use super::keymap::Mode;
use super::text_input::TextInput;
use crate::answers::{Start, members_from_pattern};
use crate::cluster::Hint;
use crate::text::{fill, say};

/// The longest text that one paste puts into a field of the fill dialog, in characters.
const PASTE_LIMIT: usize = 200;

/// Something above the step.
pub enum Overlay {
    /// What this step is about, and the keys, from the first line shown.
    Help(u16),
    /// Whether to leave.
    Quit,
    /// Whether to write the bundle.
    Generate,
    /// What to start from, with the one under the cursor.
    Start(Start),
    /// The drafts to go on with.
    Drafts(DraftList),
    /// The pattern to fill the member table from.
    Fill(FillDialog),
    /// What is focused on the whole screen, from the first line shown.
    Reader(u16),
    /// The focused file with the line under the cursor explained.
    Preview(u16),
    /// What differs from the plan of before, or from what is proposed, from the first line shown.
    Changes(u16),
    /// What the dialog below is about, and its keys, from the first line shown.
    Keys(Box<Overlay>, u16),
    /// The commands that do the same by hand, from the first line shown.
    ByHand(u16),
}

/// The two texts of the fill dialog.
pub struct FillDialog {
    /// The pattern of the names.
    pub names: TextInput,
    /// The first address.
    pub start: TextInput,
    /// Whether the address is being edited.
    pub on_start: bool,
    /// What stands in the way.
    pub objection: Option<Objection>,
}

/// Why the fill dialog didn't fill the table yet.
pub enum Objection {
    /// A text that is refused, and why.
    Refused(String),
    /// What filling the table would change that was answered already; the next time it does.
    Changes {
        /// How many rows hold answers that would be lost.
        lost: usize,
        /// The cluster's size, and the smaller one that it would get.
        shrinks: Option<(usize, usize)>,
    },
}

impl FillDialog {
    /// A dialog that offers a pattern of names and a first address.
    pub fn new([names, start]: [String; 2]) -> Self {
        Self {
            names: TextInput::proposed(names),
            start: TextInput::proposed(start),
            on_start: false,
            objection: None,
        }
    }

    /// The text under edit; whatever was said of the texts holds no more.
    fn edited(&mut self) -> &mut TextInput {
        self.objection = None;
        if self.on_start { &mut self.start } else { &mut self.names }
    }
}

impl Overlay {
    pub(super) fn mode(&self) -> Mode {
        match self {
            Self::Help(_) | Self::Keys(..) => Mode::Help,
            Self::Reader(_) | Self::Changes(_) | Self::ByHand(_) => Mode::Reader,
            Self::Preview(_) => Mode::Preview,
            Self::Quit | Self::Generate => Mode::Question,
            Self::Drafts(list) => list.mode(),
            Self::Fill(_) => Mode::FillDialog,
            Self::Start(_) => Mode::Starts,
        }
    }

    /// The first line shown of a page that is read.
    pub(super) fn scroll(&self) -> Option<u16> {
        match self {
            Self::Help(scroll)
            | Self::Reader(scroll)
            | Self::Changes(scroll)
            | Self::Preview(scroll)
            | Self::Keys(_, scroll)
            | Self::ByHand(scroll) => Some(*scroll),
            _ => None,
        }
    }

    /// The same, to scroll it.
    pub(super) fn scroll_mut(&mut self) -> Option<&mut u16> {
        match self {
            Self::Help(scroll)
            | Self::Reader(scroll)
            | Self::Changes(scroll)
            | Self::Preview(scroll)
            | Self::Keys(_, scroll)
            | Self::ByHand(scroll) => Some(scroll),
            _ => None,
        }
    }
}

impl App {
    pub(super) fn update_overlay(&mut self, command: Command) -> Option<Action> {
        let last = match self.overlay {
            Some(Overlay::Preview(_)) => {
                self.preview().map_or(0, |preview| preview.count().saturating_sub(1))
            }
            _ => u16::MAX,
        };
        match (self.overlay.as_mut()?, command) {
            (dialog, Command::Help) if dialog.mode().has_keys() => {
                let dialog = self.overlay.take()?;
                self.overlay = Some(Overlay::Keys(Box::new(dialog), 0));
            }
            (Overlay::Keys(..), Command::Back | Command::Help) => {
                if let Some(Overlay::Keys(dialog, _)) = self.overlay.take() {
                    self.overlay = Some(*dialog);
                }
            }
            (Overlay::Drafts(_), command) => return self.update_drafts(&command),
            (_, Command::Quit) => self.overlay = Some(Overlay::Quit),
            (_, Command::Back) | (Overlay::Help(_), Command::Help) => self.overlay = None,
            (_, Command::QuitNow) | (Overlay::Quit, Command::Accept) => return Some(Action::Quit),
            (Overlay::Generate, Command::Accept) => {
                self.overlay = None;
                return self.generate();
            }
            (Overlay::Start(start), command @ (Command::Up | Command::Down)) => {
                let here = Start::ALL.iter().position(|one| one == start).unwrap_or(0);
                let index = neighbour(here, Start::ALL.len(), command == Command::Down);
                *start = Start::ALL.get(index).copied().unwrap_or(*start);
                self.scroll = 0;
            }
            (Overlay::Start(_), command @ (Command::PageUp | Command::PageDown)) => {
                self.scroll = self.shown.scrolled(&command, self.scroll);
            }
            (Overlay::Start(start), Command::Accept) => {
                let start = *start;
                self.overlay = None;
                self.start_from(start);
            }
            (Overlay::Fill(_), Command::Accept) => self.fill_from_pattern(),
            (Overlay::Fill(dialog), Command::Edit(edit)) => {
                dialog.edited().edit(edit);
            }
            (Overlay::Fill(dialog), Command::Paste(text)) => {
                let pasted = dialog.edited().paste(text.trim(), PASTE_LIMIT);
                dialog.objection = pasted.err().map(Objection::Refused);
            }
            (
                Overlay::Fill(dialog),
                Command::NextFocus | Command::PreviousFocus | Command::Up | Command::Down,
            ) => dialog.on_start = !dialog.on_start,
            (Overlay::Reader(_) | Overlay::Preview(_), Command::Copy) => return self.copy(),
            (Overlay::ByHand(_), Command::Copy) => return Some(self.copy_by_hand()),
            (Overlay::Changes(_), Command::Copy) => return Some(self.copy_changes()),
            (Overlay::Preview(line), Command::Accept) => {
                let line = *line;
                return self.go_to_question(line);
            }
            (Overlay::Preview(line), Command::First) => *line = 0,
            (Overlay::Preview(line), Command::Last) => *line = last,
            (Overlay::Preview(line), command) => {
                let page = u16::try_from(self.read.page()).unwrap_or(u16::MAX);
                *line = match command {
                    Command::Up => line.saturating_sub(1),
                    Command::Down => line.saturating_add(1).min(last),
                    Command::PageUp => line.saturating_sub(page),
                    Command::PageDown => line.saturating_add(page).min(last),
                    _ => *line,
                };
            }
            (overlay, command) => {
                if let Some(scroll) = overlay.scroll_mut() {
                    *scroll = self.read.scrolled(&command, *scroll);
                }
            }
        }
        None
    }

    /// Takes what is to be started from.
    fn start_from(&mut self, start: Start) {
        self.answers.apply_start(start);
        self.forget_faults();
        self.set_focus(self.focus);
        let text = fill("notice-started", &[("start", &start.name())]);
        self.notice = Some(if start == Start::Lab && self.answers.has_members_elsewhere() {
            Notice::warned(format!("{text} {}", say("notice-started.addresses")))
        } else {
            Notice::told(text)
        });
    }

    fn fill_from_pattern(&mut self) {
        let Some(Overlay::Fill(dialog)) = &mut self.overlay else { return };
        match members_from_pattern(dialog.names.value(), dialog.start.value()) {
            Ok(rows) => {
                let lost = self.answers.rows_lost_to(&rows);
                let size = self.answers.size().members();
                let shrinks = (rows.len() < size).then_some((size, rows.len()));
                let changes = lost > 0 || shrinks.is_some();
                if changes && !matches!(dialog.objection, Some(Objection::Changes { .. })) {
                    dialog.objection = Some(Objection::Changes { lost, shrinks });
                    return;
                }
                let texts = [&dialog.names, &dialog.start].map(|input| input.value().to_owned());
                self.last_fill = Some(texts);
                self.overlay = None;
                self.fill_members(rows);
            }
            Err(error) => {
                let text = format!("{error}: {}", error.hint());
                dialog.objection = Some(Objection::Refused(text));
            }
        }
    }
}
