//! What the mouse does, where it was asked for: whatever a click or the wheel means, a key means too.

use std::cell::RefCell;

use ratatui::layout::{Position, Rect};

use super::{App, Notice};
use crate::answers::{Field, FieldRef, Kind, Start, Step};
use crate::text::say;
use crate::ui::command::{Action, Command};
use crate::ui::focus::{self, Focus};
use crate::ui::overlay::Overlay;

/// The lines that one notch of the wheel scrolls.
const NOTCH: usize = 3;

/// What stands at a place of the screen, for a click.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::ui) enum Target {
    /// A step in the bar.
    Step(Step),
    /// Something that can have the focus.
    Focus(Focus),
    /// One of the choices of a field, by its index.
    Choice(Field, usize),
    /// A file in the tree.
    File(usize),
    /// A line of the review's list.
    Concern(usize),
    /// One of the places to start from.
    Start(Start),
    /// A line of the file that is explained.
    Line(u16),
    /// A row of the drafts and bundles, or of what can be done with a bundle.
    Listed(usize),
    /// A key in the footer.
    Key(Command),
}

impl App {
    /// Takes note of what was drawn where: what was drawn last lies above.
    pub(in crate::ui) fn mark(&self, area: Rect, target: Target) {
        if let Some(targets) = &self.targets {
            targets.borrow_mut().push((area, target));
        }
    }

    /// Forgets all that was drawn: something stands above it, or the next frame begins.
    pub(in crate::ui) fn unmark_all(&self) {
        if let Some(targets) = &self.targets {
            targets.borrow_mut().clear();
        }
    }

    /// Turns the mouse on or off.
    pub(super) fn toggle_mouse(&mut self) -> Action {
        let is_on = self.targets.is_none();
        self.targets = is_on.then(RefCell::default);
        let key = if is_on { "notice-mouse-on" } else { "notice-mouse-off" };
        self.notice = Some(Notice::told(say(key)));
        Action::Mouse(is_on)
    }

    /// Has the mouse from the start.
    pub fn use_mouse(&mut self) {
        self.targets = Some(RefCell::default());
    }

    pub(super) fn click(&mut self, at: Position) -> Option<Action> {
        let target = {
            let targets = self.targets.as_ref()?.borrow();
            targets.iter().rev().find(|(area, _)| area.contains(at)).map(|one| one.1.clone())
        };
        match target? {
            Target::Key(command) => self.perform(command),
            Target::Step(step) => self.go_to(step),
            Target::Focus(focus) if focus == self.focus && focus == Focus::Start => self.start(),
            Target::Focus(Focus::More) => {
                self.toggle_further();
                None
            }
            Target::Focus(focus) => {
                self.set_focus(focus);
                None
            }
            Target::Choice(field, index) => {
                self.set_focus(Focus::FieldRef(FieldRef::Field(field)));
                self.choose_at(field, index);
                None
            }
            Target::File(index) => {
                if self.focus == Focus::Files && self.file == index {
                    return self.perform(Command::Open);
                }
                self.set_focus(Focus::Files);
                (self.file, self.scroll) = (index, 0);
                None
            }
            Target::Concern(index) => {
                if self.focus == Focus::Advice && self.advice == index {
                    return self.go_to_concern();
                }
                self.set_focus(Focus::Advice);
                self.advice = index;
                None
            }
            Target::Line(line) => {
                if matches!(self.overlay, Some(Overlay::Preview(_))) {
                    self.overlay = Some(Overlay::Preview(line));
                }
                None
            }
            Target::Start(start) => {
                if self.overlay_start() == Some(start) {
                    return self.perform(Command::Accept);
                }
                self.overlay = Some(Overlay::Start(start));
                None
            }
            Target::Listed(index) => {
                let Some(Overlay::Drafts(list)) = &mut self.overlay else { return None };
                if list.place() == index {
                    return self.perform(Command::Accept);
                }
                list.go_to(index);
                None
            }
        }
    }

    fn overlay_start(&self) -> Option<Start> {
        match self.overlay {
            Some(Overlay::Start(at)) => Some(at),
            _ => None,
        }
    }

    /// Scrolls what is read, or moves within the list; never changes an answer.
    pub(super) fn wheel(&mut self, down: bool) -> Option<Action> {
        let step = if down { Command::Down } else { Command::Up };
        if matches!(self.overlay, Some(Overlay::Preview(_))) {
            return (0..NOTCH).find_map(|_| self.perform(step.clone()));
        }
        let covers = self.inspector_covers();
        if let Some(scroll) = self.overlay.as_mut().and_then(Overlay::scroll_mut) {
            *scroll = self.read.moved(*scroll, NOTCH, down);
            return None;
        }
        match (&self.overlay, self.focus) {
            (Some(Overlay::Start(_) | Overlay::Drafts(_)), _) => return self.perform(step),
            (Some(_), _) => {}
            (None, Focus::Files | Focus::Advice) => self.vertical(down),
            (None, Focus::NextCommands | Focus::Handshakes) => {
                self.scroll = self.shown.moved(self.scroll, NOTCH, down);
            }
            _ if covers => self.scroll = self.shown.moved(self.scroll, NOTCH, down),
            (None, here) => {
                let is_table = |field: Field| matches!(field.question().kind, Kind::Table(_));
                if !matches!(here, Focus::FieldRef(FieldRef::Field(field)) if is_table(field)) {
                    self.set_focus(focus::vertical(&self.focus_order(), here, down));
                }
            }
        }
        None
    }
}
