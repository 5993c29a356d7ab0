//! What lies over both panes: the help, or every handshake; and what is searched for there.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;
use ratatui::widgets::Clear;
use tui_input::{Input, InputRequest};

use super::Viewer;
use super::draw::pane;
use super::search::LIMIT;
use crate::text::{fill, say};
use crate::ui::command::Command;
use crate::ui::find;
use crate::ui::inspector;
use crate::ui::keymap::Mode;
use crate::ui::overlay_view::key_lines;
use crate::ui::widgets::text::wrapped;

/// What can lie over both panes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Page {
    /// The keys, and what is where.
    Help,
    /// Every handshake.
    Handshakes,
}

/// One of them that is open.
#[derive(Debug, Clone)]
pub(super) struct OpenPage {
    page: Page,
    /// The first line that is shown.
    scroll: u16,
    /// What is searched for.
    pub(super) sought: Input,
    /// Whether that is being typed, and where the page stood before.
    origin: Option<u16>,
    /// The line that was found.
    found: Option<usize>,
}

impl OpenPage {
    pub(super) fn new(page: Page) -> Self {
        Self { page, scroll: 0, sought: Input::default(), origin: None, found: None }
    }

    pub(super) fn mode(&self) -> Mode {
        if self.is_searched() { Mode::Search } else { Mode::Help }
    }

    /// Whether a text to search for is being typed.
    pub(super) fn is_searched(&self) -> bool {
        self.origin.is_some()
    }

    fn go(&mut self, line: usize) {
        self.scroll = u16::try_from(line).unwrap_or(u16::MAX);
        self.found = Some(line);
    }

    fn edit(&mut self, edit: InputRequest) {
        let is_full = self.sought.value().chars().count() >= LIMIT;
        if !(is_full && matches!(edit, InputRequest::InsertChar(_))) {
            self.sought.handle(edit);
        }
    }
}

impl Viewer {
    /// Does what a command says while a page is open.
    pub(super) fn update_page(&mut self, command: Command) {
        let Some(open) = &mut self.page else { return };
        match (open.origin, command) {
            (None, Command::Back | Command::Help) => self.page = None,
            (None, Command::Search) => {
                *open = OpenPage {
                    scroll: open.scroll,
                    origin: Some(open.scroll),
                    ..OpenPage::new(open.page)
                };
            }
            (_, Command::NextMatch) => self.find_on_page(true),
            (_, Command::PreviousMatch) => self.find_on_page(false),
            (None, command) => open.scroll = self.page_shown.scrolled(&command, open.scroll),
            (Some(origin), Command::Back) => {
                let page = open.page;
                *open = OpenPage { scroll: origin, ..OpenPage::new(page) };
            }
            (Some(_), Command::Accept) => {
                open.origin = None;
                self.tell_found();
            }
            (Some(origin), Command::Edit(edit)) => {
                open.edit(edit);
                self.find_from(origin);
            }
            (Some(origin), Command::Paste(text)) => {
                text.trim().chars().for_each(|one| open.edit(InputRequest::InsertChar(one)));
                self.find_from(origin);
            }
            (Some(_), _) => {}
        }
    }

    /// Goes to the first match from where the search began.
    fn find_from(&mut self, origin: u16) {
        let matches = self.page_matches();
        let Some(open) = &mut self.page else { return };
        let from = usize::from(origin);
        (open.scroll, open.found) = (origin, None);
        if let Some(line) = matches.iter().find(|line| **line >= from).or(matches.first()) {
            open.go(*line);
        }
    }

    fn find_on_page(&mut self, forward: bool) {
        let matches = self.page_matches();
        let Some(open) = &mut self.page else { return };
        let here = open.found.unwrap_or_else(|| usize::from(open.scroll));
        if let Some(line) = find::next(&matches, here, forward) {
            open.go(line);
        }
        self.tell_found();
    }

    /// Says which of how many matches is shown.
    fn tell_found(&mut self) {
        let matches = self.page_matches();
        let found = self.page.as_ref().and_then(|open| open.found);
        match matches.iter().position(|line| Some(*line) == found) {
            Some(index) => {
                let (number, count) = (index + 1, matches.len());
                self.say(fill("search-found", &[("number", &number), ("count", &count)]));
            }
            None => self.refuse("notice-no-match"),
        }
    }

    /// The lines of the page that hold what is searched for.
    pub(super) fn page_matches(&self) -> Vec<usize> {
        let Some(open) = &self.page else { return Vec::new() };
        let lines = self.page_lines(open.page, self.size.width.saturating_sub(2));
        find::matches(lines.iter().map(ToString::to_string), open.sought.value())
    }

    fn page_lines(&self, page: Page, width: u16) -> Vec<Line<'static>> {
        if page == Page::Handshakes {
            let all = self.acceptance.as_ref();
            return all.map(|all| all.whole(&self.theme, width)).unwrap_or_default();
        }
        let mut lines = Vec::new();
        for text in ["viewer-help", "viewer-help-search"] {
            lines.extend(wrapped(say(text), width, self.theme.text));
            lines.push(Line::default());
        }
        lines.extend(key_lines(self.mode_below(), &self.theme, |binding| say(binding.label)));
        lines
    }
}

/// Draws the page that is open over both panes.
pub(super) fn draw(frame: &mut Frame<'_>, body: Rect, viewer: &Viewer, open: &OpenPage) {
    frame.render_widget(Clear, body);
    let title = match open.page {
        Page::Help => say("viewer-help-title"),
        Page::Handshakes => say("handshakes-title"),
    };
    let inner = pane(frame, body, viewer, title, true);
    let lines = viewer.page_lines(open.page, inner.width);
    inspector::draw_page(
        frame,
        inner,
        lines,
        (open.scroll, &viewer.page_shown),
        &viewer.theme,
        open.found,
    );
}
