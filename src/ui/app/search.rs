//! A text is searched for in the list or the page that is on the screen.

use std::mem::{Discriminant, discriminant};

use super::{App, Notice};
use crate::answers::Start;
use crate::text::{fill, say};
use crate::ui::bundle_menu::BundleMenu;
use crate::ui::command::{Action, Command};
use crate::ui::find;
use crate::ui::focus::Focus;
use crate::ui::overlay::Overlay;
use crate::ui::overlay_view;
use crate::ui::steps::generate;
use crate::ui::text_input::TextInput;

/// What is searched for.
#[derive(Default)]
pub(in crate::ui) struct Search {
    /// The text.
    pub(in crate::ui) text: TextInput,
    /// Whether it is being typed.
    pub(in crate::ui) is_typed: bool,
    /// Where the search began.
    origin: usize,
    /// The line that was found, where a page is read.
    found: Option<usize>,
}

/// What is looked at: what was found in one thing is not found in another.
#[derive(PartialEq)]
pub(super) struct Page(Option<Discriminant<Overlay>>, Focus, usize);

impl App {
    /// What is looked at.
    pub(super) fn page(&self) -> Page {
        Page(self.overlay.as_ref().map(discriminant), self.focus, self.file)
    }

    /// Forgets what was found, and leaves a search that is being typed.
    pub(super) fn leave_search(&mut self) {
        self.search.found = None;
        self.search.is_typed = false;
    }

    /// Whether a text to search for is being typed.
    pub(in crate::ui) fn searches(&self) -> bool {
        self.search.is_typed
    }

    /// The line of a page that was found.
    pub(in crate::ui) fn found_line(&self) -> Option<usize> {
        self.search.found
    }

    /// Asks for the text to search for.
    pub(super) fn open_search(&mut self) {
        let origin = self.place_in_list();
        self.search = Search { is_typed: true, origin, ..Search::default() };
    }

    /// What a command does while the text is being typed.
    pub(super) fn update_search(&mut self, command: Command) -> Option<Action> {
        match command {
            Command::Edit(edit) => {
                self.search.text.edit(edit);
                self.find_from_origin();
            }
            Command::Paste(text) => {
                if let Err(why) = self.search.text.paste(text.trim(), 200) {
                    self.notice = Some(Notice::refused(why));
                }
                self.find_from_origin();
            }
            Command::NextMatch => self.find_next(true),
            Command::PreviousMatch => self.find_next(false),
            Command::Accept => {
                self.search.is_typed = false;
                if self.matches().is_empty() {
                    self.notice = Some(Notice::refused(say("notice-no-match")));
                } else {
                    self.notice = Some(Notice::told(self.found_text()));
                }
            }
            Command::Back => {
                self.go_to_line(self.search.origin);
                self.leave_search();
            }
            Command::Quit => {
                self.leave_search();
                return self.ask_to_quit();
            }
            _ => {}
        }
        None
    }

    fn find_from_origin(&mut self) {
        let (matches, origin) = (self.matches(), self.search.origin);
        let next = matches.iter().find(|index| **index >= origin).or(matches.first());
        self.go_to_line(next.copied().unwrap_or(origin));
        self.search.found = next.copied();
    }

    /// Goes to the next match, or the one before, around the ends.
    pub(super) fn find_next(&mut self, forward: bool) {
        let matches = self.matches();
        let here = self.search.found.unwrap_or_else(|| self.place_in_list());
        let Some(next) = find::next(&matches, here, forward) else {
            self.notice = Some(Notice::refused(say("notice-no-match")));
            return;
        };
        self.go_to_line(next);
        self.search.found = Some(next);
        self.notice = Some(Notice::told(self.found_text()));
    }

    /// Which of how many matches is shown.
    pub(in crate::ui) fn found_text(&self) -> String {
        let matches = self.matches();
        let here = self.search.found.unwrap_or_default();
        let number = matches.iter().position(|index| *index == here).map_or(0, |index| index + 1);
        fill("search-found", &[("number", &number), ("count", &matches.len())])
    }

    /// How many lines hold the text.
    pub(in crate::ui) fn match_count(&self) -> usize {
        self.matches().len()
    }

    /// The lines that hold the text, in small letters or capitals.
    fn matches(&self) -> Vec<usize> {
        find::matches(self.lines_on_screen(), self.search.text.value())
    }

    /// The entries of the list, or the lines of the page.
    fn lines_on_screen(&self) -> Vec<String> {
        let width = self.size.width;
        let text = |lines: Vec<ratatui::text::Line<'_>>| -> Vec<String> {
            lines.iter().map(ToString::to_string).collect()
        };
        match (&self.overlay, self.focus) {
            (Some(Overlay::Help(_)), _) => {
                text(overlay_view::help_lines(self, width.saturating_sub(2)))
            }
            (Some(Overlay::Preview(_)), _) => {
                self.preview().map(|preview| preview.texts(self)).unwrap_or_default()
            }
            (Some(Overlay::Reader(_)), _) => {
                text(overlay_view::reader_lines(self, width.saturating_sub(2)))
            }
            (Some(Overlay::Changes(_)), _) => {
                text(overlay_view::changes_lines(self, width.saturating_sub(2)))
            }
            (Some(Overlay::Keys(dialog, _)), _) => {
                text(overlay_view::dialog_lines(self, dialog, width.saturating_sub(2)))
            }
            (Some(Overlay::ByHand(_)), _) => text(self.lines_by_hand(width.saturating_sub(2))),
            (Some(Overlay::Start(_)), _) => {
                Start::ALL.iter().map(|one| format!("{} {}", one.name(), one.about())).collect()
            }
            (Some(Overlay::Drafts(list)), _) => {
                let lines = |menu: &BundleMenu| menu.lines(width, &self.theme);
                list.menu.as_ref().map(lines).unwrap_or_default()
            }
            (None, Focus::Files) => {
                self.files().iter().map(|file| file.path.display().to_string()).collect()
            }
            (None, Focus::Advice) => {
                let concerns = self.concerns().into_iter();
                concerns.map(|one| format!("{}: {}", one.label, one.text)).collect()
            }
            (None, Focus::NextCommands) => {
                text(generate::next_lines(self, width.saturating_sub(1)))
            }
            (None, Focus::Handshakes) => {
                let lines = |all: &crate::ui::Handshakes| {
                    text(all.lines(&self.theme, width.saturating_sub(1)))
                };
                self.handshakes().map(lines).unwrap_or_default()
            }
            _ => Vec::new(),
        }
    }

    /// Where the list or the page stands.
    fn place_in_list(&self) -> usize {
        if let Some(scroll) = self.overlay.as_ref().and_then(Overlay::scroll) {
            return scroll.into();
        }
        match (&self.overlay, self.focus) {
            (Some(Overlay::Start(at)), _) => {
                Start::ALL.iter().position(|one| one == at).unwrap_or_default()
            }
            (Some(Overlay::Drafts(list)), _) => {
                list.menu.as_ref().map(BundleMenu::place).unwrap_or_default()
            }
            (None, Focus::Files) => self.file,
            (None, Focus::Advice) => self.advice,
            _ => usize::from(self.scroll),
        }
    }

    fn go_to_line(&mut self, index: usize) {
        let line = u16::try_from(index).unwrap_or(u16::MAX);
        if let Some(scroll) = self.overlay.as_mut().and_then(Overlay::scroll_mut) {
            *scroll = line;
            return;
        }
        match (&mut self.overlay, self.focus) {
            (Some(Overlay::Start(at)), _) => {
                *at = Start::ALL.get(index).copied().unwrap_or(*at);
                self.scroll = 0;
            }
            (Some(Overlay::Drafts(list)), _) => {
                if let Some(menu) = &mut list.menu {
                    menu.go_to(index);
                }
            }
            (Some(_), _) => {}
            (None, Focus::Files) => {
                self.file = index;
                self.scroll = 0;
            }
            (None, Focus::Advice) => self.advice = index,
            (None, _) => self.scroll = line,
        }
    }
}
