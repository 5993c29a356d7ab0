//! How answers are changed: typing, pasting, choosing, rows of the tables.

use tui_input::InputRequest;
use zeroize::Zeroize;

use super::go::neighbour;
use super::{App, Notice};
use crate::answers::TypedPassphrase;
use crate::answers::{
    Answers, ClientColumn, ClientRow, Field, FieldRef, FillError, MemberColumn, MemberRow, Step,
    members_from_text, members_from_text_at,
};
use crate::cluster::{API_SERVER, ClusterSize, Hint, Placement};
use crate::text::{escape_for_terminal, fill, say};
use crate::ui::command::Action;
use crate::ui::focus::Focus;
use crate::ui::text_input::TextInput;

/// The longest text one paste puts into a field, in characters.
const PASTE_LIMIT: usize = 4096;
/// Edits the end of a passphrase; moves of the cursor have no meaning where nothing is seen.
fn edit_end(passphrase: &mut TypedPassphrase, edit: InputRequest) -> Result<(), String> {
    match edit {
        InputRequest::InsertChar(character) => {
            let mut bytes = [0; 4];
            let pushed = passphrase.push(character.encode_utf8(&mut bytes));
            bytes.zeroize();
            return pushed;
        }
        InputRequest::DeletePrevChar => passphrase.pop(),
        InputRequest::DeletePrevWord | InputRequest::DeleteLine => passphrase.clear(),
        _ => {}
    }
    Ok(())
}

/// Clients that are offered before a blank row is.
const OFFERED_CLIENTS: [&str; 2] = ["root", API_SERVER];

impl App {
    /// Takes the text under the focus to be edited.
    pub(super) fn load_input(&mut self) {
        let text = if self.focus.is_text() { self.focused_text() } else { None };
        self.input = match self.proposed() {
            Some(proposed) => TextInput::proposed(proposed),
            None => TextInput::typed(text.unwrap_or_default()),
        };
    }

    /// What holds under the focus until somebody types another text: a default, or what follows from other answers.
    fn proposed(&self) -> Option<String> {
        let Focus::FieldRef(place) = self.focus else { return None };
        let text = self.answers.text_at(place);
        match place {
            _ if !self.focus.is_text() => None,
            _ if text.is_empty() => self.followed(),
            FieldRef::Field(Field::Output) if self.proposed_output.as_ref() == Some(&text) => {
                Some(text)
            }
            FieldRef::Field(field) => self.answers.is_proposed(field).then_some(text),
            FieldRef::Member { row, column } => {
                self.answers.is_proposed_cell(row, column).then_some(text)
            }
            FieldRef::Client { row, column } => {
                let client = self.answers.clients().get(row)?;
                let is_proposed = match column {
                    ClientColumn::Name => OFFERED_CLIENTS.contains(&text.as_str()),
                    ClientColumn::CommonName => client.common_name == client.name,
                };
                is_proposed.then_some(text)
            }
            FieldRef::Passphrase | FieldRef::PassphraseAgain => None,
        }
    }

    /// What an empty answer under the focus stands for, as far as it could be typed.
    fn followed(&self) -> Option<String> {
        match self.focus {
            // Its random digits are known once it is made.
            Focus::FieldRef(FieldRef::Field(Field::AuthorityName)) => None,
            Focus::FieldRef(FieldRef::Field(field)) => self.answers.follows(field),
            Focus::FieldRef(FieldRef::Member { row, column }) => {
                self.answers.follows_in_cell(row, column)
            }
            _ => None,
        }
    }

    fn set_text(&mut self, text: String) -> Option<Action> {
        // What follows from other answers goes on following them, however it came to stand there.
        let text = if self.followed().as_ref() == Some(&text) { String::new() } else { text };
        match self.focus {
            Focus::FieldRef(FieldRef::Field(field)) => {
                self.answers.set_text(field, text);
                self.forget_faults();
                if field == Field::Output {
                    return Some(self.check_output());
                }
            }
            Focus::FieldRef(FieldRef::Member { row, column }) => {
                self.answers.set_member(row, column, text);
            }
            Focus::FieldRef(FieldRef::Client { row, column }) => {
                self.answers.set_client(row, column, text);
            }
            _ => {}
        }
        None
    }

    pub(super) fn edit(&mut self, edit: InputRequest) -> Option<Action> {
        if let Some(passphrase) = self.focused_passphrase() {
            let edited = edit_end(passphrase, edit);
            return self.take_passphrase(edited);
        }
        let before = self.input.value().to_owned();
        self.input.edit(edit);
        // Moving the cursor answers nothing.
        if self.input.value() == before {
            None
        } else {
            self.set_text(self.input.value().to_owned())
        }
    }

    /// Pastes into the focused text; lines that name members fill the table from the focused row on.
    pub(super) fn paste(&mut self, text: &str) -> Option<Action> {
        let text = text.trim_end_matches(['\n', '\r']);
        if let Some(passphrase) = self.focused_passphrase() {
            let pushed = passphrase.push(text);
            return self.take_passphrase(pushed);
        }
        if let Focus::FieldRef(FieldRef::Member { row, column }) = self.focus
            && names_members(text, column)
        {
            match members_from_text_at(text, row) {
                Ok(rows) => self.set_rows(row, rows),
                Err(error) => self.refuse(&error),
            }
            return None;
        }
        if !self.focus.is_text() {
            return self.paste_members(text);
        }
        if let Err(text) = self.input.paste(text, PASTE_LIMIT) {
            self.notice = Some(Notice::refused(text));
            return None;
        }
        self.set_text(self.input.value().to_owned())
    }

    /// Takes what is pasted where no text is edited: members, on the steps up to theirs.
    fn paste_members(&mut self, text: &str) -> Option<Action> {
        let rows = members_from_text(text).ok().filter(|_| self.step <= Step::Members);
        let Some(rows) = rows else {
            self.notice = Some(Notice::refused(say("notice-no-paste")));
            return None;
        };
        let action = self.enter(Step::Members);
        self.set_rows(0, rows);
        action
    }

    fn focused_passphrase(&mut self) -> Option<&mut TypedPassphrase> {
        match self.focus {
            Focus::FieldRef(FieldRef::Passphrase) => Some(&mut self.passphrase),
            Focus::FieldRef(FieldRef::PassphraseAgain) => Some(&mut self.passphrase_again),
            _ => None,
        }
    }

    fn take_passphrase(&mut self, edited: Result<(), String>) -> Option<Action> {
        self.notice = edited.err().map(Notice::refused);
        self.forget_faults();
        None
    }

    fn refuse(&mut self, error: &FillError) {
        self.notice = Some(Notice::refused(format!("{error}: {}", error.hint())));
    }

    /// Replaces the whole member table.
    pub(in crate::ui) fn fill_members(&mut self, rows: Vec<MemberRow>) {
        let text = fill("notice-filled", &[("count", &rows.len())]);
        self.answers.fill_members(rows);
        let text = self.placed(text);
        self.entered.clone_from(&self.answers);
        self.set_focus(Focus::FieldRef(FieldRef::Member { row: 0, column: MemberColumn::Name }));
        self.notice = Some(Notice::told(text));
    }

    /// Places members that are all on this machine on one, unless it was said where they are; says so behind a text.
    fn placed(&mut self, text: String) -> String {
        let is_asked = self.answers.is_typed(Field::Placement);
        if is_asked || self.answers.size().members() < 2 || !self.answers.are_members_here() {
            return text;
        }
        self.answers.set_text(Field::Placement, Placement::SharedHost.to_string());
        format!("{text} {}", say("notice-pasted.shared"))
    }

    fn set_rows(&mut self, first: usize, rows: Vec<MemberRow>) {
        if first + rows.len() > ClusterSize::LIMIT {
            self.refuse(&FillError::TooMany(ClusterSize::LIMIT));
            return;
        }
        let (from, count) = (first + 1, rows.len());
        let before = self.answers.clone();
        self.answers.set_members(first, rows);
        let after: Vec<MemberRow> = self.answers.members().cloned().collect();
        let replaced = before.rows_lost_to(&after);
        let size = self.answers.size();
        let mut text =
            fill("notice-pasted", &[("count", &count), ("from", &from), ("size", &size)]);
        if replaced > 0 {
            text = format!("{text} {}", fill("notice-pasted.over", &[("count", &replaced)]));
        }
        let text = self.placed(text);
        self.entered.clone_from(&self.answers);
        let place = FieldRef::Member { row: first, column: MemberColumn::Name };
        self.set_focus(Focus::FieldRef(place));
        self.notice = Some(Notice::told(text));
    }

    pub(super) fn choose(&mut self, forward: bool) {
        let Focus::FieldRef(FieldRef::Field(field)) = self.focus else { return };
        let choices = field.question().choices();
        if choices.is_empty() {
            return; // A text is typed.
        }
        let text = self.answers.text(field);
        // What none of the choices says, such as a size of 12, lies beyond the last of them.
        let next = match choices.iter().position(|choice| choice.text == text) {
            Some(here) => neighbour(here, choices.len(), forward),
            None if forward => return,
            None => choices.len().saturating_sub(1),
        };
        self.choose_at(field, next);
    }

    /// Takes a choice of a field by its index. A smaller size says whose rows it leaves out.
    pub(super) fn choose_at(&mut self, field: Field, index: usize) {
        let Some(choice) = field.question().choices().into_iter().nth(index) else { return };
        let named =
            |answers: &Answers| answers.members().filter(|row| **row != MemberRow::BLANK).count();
        let (size, before) = (self.answers.size(), named(&self.answers));
        self.answers.set_text(field, choice.text);
        self.forget_faults();
        let left_out = before.saturating_sub(named(&self.answers));
        if left_out > 0 {
            let values: &[(&str, &dyn std::fmt::Display)] =
                &[("count", &left_out), ("size", &size)];
            self.notice = Some(Notice::told(fill("notice-left-out", values)));
        }
    }

    /// The pattern that is offered: the last one, else one that makes as many members as were chosen.
    pub(super) fn offered_fill(&self) -> [String; 2] {
        let count = self.answers.size();
        let offer = || [format!("etcd-{{1..{count}}}"), "10.0.0.1+".to_owned()];
        self.last_fill.clone().unwrap_or_else(offer)
    }

    /// The client that is offered next: the usual ones first, then a blank.
    pub(in crate::ui) fn offered_client(&self) -> &'static str {
        let taken = |name: &&str| self.answers.clients().iter().any(|client| client.name == *name);
        OFFERED_CLIENTS.into_iter().find(|name| !taken(name)).unwrap_or("")
    }

    pub(super) fn add_row(&mut self) {
        if self.step == Step::Members {
            self.answers.add_member();
            let row = self.answers.size().members().saturating_sub(1);
            self.set_focus(Focus::FieldRef(FieldRef::Member { row, column: MemberColumn::Name }));
        } else {
            let offer = self.offered_client();
            self.answers.add_client(ClientRow::new(offer, offer));
            let row = self.answers.clients().len().saturating_sub(1);
            self.set_focus(Focus::FieldRef(FieldRef::Client { row, column: ClientColumn::Name }));
        }
    }

    pub(super) fn remove_row(&mut self) {
        match self.focus {
            Focus::FieldRef(FieldRef::Member { row, column }) => {
                let removed = self.answers.member(row);
                if removed != MemberRow::BLANK && self.answers.size().members() > 1 {
                    let number = row + 1;
                    let name = escape_for_terminal(&removed.name);
                    let size = self.answers.size().members() - 1;
                    let values: &[(&str, &dyn std::fmt::Display)] =
                        &[("row", &number), ("name", &name), ("size", &size)];
                    self.notice = Some(Notice::told(fill("notice-row-removed", values)));
                }
                self.answers.remove_member(row);
                let row = row.min(self.answers.size().members().saturating_sub(1));
                self.focus = Focus::FieldRef(FieldRef::Member { row, column });
            }
            Focus::FieldRef(FieldRef::Client { row, column }) => {
                let name = self.answers.clients().get(row).map(|client| client.name.clone());
                let name = escape_for_terminal(&name.unwrap_or_default());
                self.notice = Some(Notice::told(fill("notice-client-removed", &[("name", &name)])));
                self.answers.remove_client(row);
                self.focus = match self.answers.clients().len().checked_sub(1) {
                    Some(last) => Focus::FieldRef(FieldRef::Client { row: row.min(last), column }),
                    None => Focus::AddClient,
                };
            }
            _ => {}
        }
        self.load_input();
    }
}

/// Whether keys that came in a burst are a paste for the table, from a terminal that doesn't bracket pastes: several
/// lines that all name members. What somebody typed ahead over a slow line doesn't.
pub fn is_pasted_table(text: &str) -> bool {
    members_from_text(text).is_ok_and(|rows| rows.len() > 1)
}

/// Whether a paste is meant for the table rather than for one cell: several lines, a pattern, or one
/// line of name and address where a name or an address is asked for; one with a wrong address too, to be told of it.
fn names_members(text: &str, column: MemberColumn) -> bool {
    if text.contains(['\n', '\r', '\t']) || text.contains("..") {
        return true;
    }
    let asks = matches!(column, MemberColumn::Name | MemberColumn::Address);
    let is_no_member = |error| {
        matches!(error, FillError::Nothing | FillError::NoAddress { .. } | FillError::NoName { .. })
    };
    asks && text.trim().contains([' ', ',', ';', '='])
        && !members_from_text(text).is_err_and(is_no_member)
}
