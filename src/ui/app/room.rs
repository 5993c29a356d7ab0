//! What the screen has room for, and so what keys are for.

use ratatui::layout::Size;

use super::{App, Generation};
use crate::answers::{Field, FieldRef, Kind, Step};
use crate::ui::focus::Focus;
use crate::ui::keymap::Mode;

/// The width from which form and inspector stand side by side, in columns, without a choice of the form cut.
pub const WIDE: u16 = 120;
/// The same for the member table, which takes less.
const WIDE_TABLE: u16 = 110;
/// The least a screen must have, in columns and lines.
pub const LEAST: Size = Size { width: 80, height: 20 };

/// Whether a screen is too small to show everything.
pub(in crate::ui) fn is_below(size: Size, least: Size) -> bool {
    size.width < least.width || size.height < least.height
}

impl App {
    /// The width from which this step has an inspector beside it.
    pub(super) fn wide(&self) -> u16 {
        if self.step == Step::Members { WIDE_TABLE } else { WIDE }
    }

    /// Takes note of the screen's size.
    pub fn resize(&mut self, size: Size) {
        let crosses = |width: u16| self.size.width >= width && size.width < width;
        let narrows = crosses(WIDE) || crosses(WIDE_TABLE);
        self.size = size;
        if narrows {
            // What stood beside the form must not suddenly cover it.
            self.inspector = None;
        }
    }

    /// What keys are for at the moment.
    pub fn mode(&self) -> Mode {
        if self.is_too_small() {
            return Mode::TooSmall;
        }
        if self.searches() {
            return Mode::Search;
        }
        if let Some(overlay) = &self.overlay {
            return overlay.mode();
        }
        self.mode_below()
    }

    /// Whether the screen shows nothing but that it is too small.
    pub(in crate::ui) fn is_too_small(&self) -> bool {
        is_below(self.size, LEAST)
    }

    /// What keys are for in the step itself, whatever stands above it.
    pub(in crate::ui) fn mode_below(&self) -> Mode {
        if self.inspector_covers() {
            return Mode::Pane;
        }
        if matches!(self.generation, Generation::Running { .. }) {
            return Mode::Running;
        }
        match self.focus {
            Focus::FieldRef(FieldRef::Member { .. }) => Mode::MemberCell,
            Focus::FieldRef(FieldRef::Client { .. }) => Mode::ClientCell,
            Focus::FieldRef(FieldRef::Passphrase | FieldRef::PassphraseAgain) => Mode::Secret,
            _ if self.path_field().is_some() => Mode::Path,
            Focus::FieldRef(FieldRef::Field(field)) => match field.question().kind {
                Kind::Text if self.step_inspects() => Mode::InspectedText,
                Kind::Text => Mode::Text,
                Kind::Table(_) if field == Field::Tier => Mode::Tiers,
                Kind::Table(_) => Mode::Table,
                Kind::Line(_) => Mode::Line,
            },
            Focus::AddClient => Mode::AddClient,
            Focus::More => Mode::More,
            Focus::Advice if self.concern_place().is_some() => Mode::Advice,
            Focus::Advice => Mode::Remark,
            Focus::Start => Mode::Button,
            Focus::Files if self.step == Step::Generate => match self.generation {
                Generation::Failed(_) | Generation::Cancelled => Mode::Stopped,
                _ => Mode::Finished,
            },
            Focus::Files if self.files().is_empty() => Mode::Remark,
            Focus::Files | Focus::Handshakes => Mode::Files,
            Focus::NextCommands => Mode::NextCommands,
        }
    }

    /// Whether the inspector is on the screen.
    pub(in crate::ui) fn inspector_shown(&self) -> bool {
        self.step_inspects() && self.inspector.unwrap_or(self.size.width >= self.wide())
    }

    /// Whether the inspector takes the whole step's room: no form is seen then, and none is edited.
    pub(in crate::ui) fn inspector_covers(&self) -> bool {
        self.inspector_shown() && self.size.width < self.wide()
    }

    /// Whether certificates can be inspected on this step.
    pub(super) fn step_inspects(&self) -> bool {
        (Step::Members..=Step::Certificates).contains(&self.step)
    }
}
