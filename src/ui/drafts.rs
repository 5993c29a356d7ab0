//! The list of drafts that a start opens on.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Clear, Paragraph};
use time::OffsetDateTime;
use tui_input::Input;

use super::app::{App, Notice, Target, neighbour};
use super::bundle_menu::{self, BundleMenu, Chosen};
use super::command::{Action, Command};
use super::keymap::Mode;
use super::listing::{BundleLook, Holder, ListedBundle, ListedDraft, Listing};
use super::overlay::Overlay;
use super::steps::{below, line, window};
use super::widgets::field::draw_input;
use super::widgets::text::{column, cut, draw_more, heading, wrapped};
use crate::answers::DraftHead;
use crate::text::{escape_for_terminal, fill, moment, say};

/// The list, and where somebody is in it.
pub struct DraftList {
    listing: Listing,
    /// The row under the cursor, of those that the filter leaves.
    at: usize,
    filter: Input,
    doing: Doing,
    /// The bundle that was opened.
    pub(super) menu: Option<BundleMenu>,
}

/// What keys are for in the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Doing {
    /// Going through it.
    Browsing,
    /// Typing the filter.
    Filtering,
    /// Answering whether the draft under the cursor is to be deleted.
    Deleting,
}

/// A row of the list.
#[derive(Debug, Clone, Copy)]
enum Row<'a> {
    Draft(&'a ListedDraft),
    Bundle(&'a ListedBundle),
}

impl DraftList {
    pub(super) fn new(listing: Listing) -> Self {
        let is_free = |draft: &ListedDraft| draft.head.is_some() && draft.holder == Holder::Nobody;
        let at = listing.drafts.iter().position(is_free).unwrap_or(0);
        Self { listing, at, filter: Input::default(), doing: Doing::Browsing, menu: None }
    }

    pub(super) fn mode(&self) -> Mode {
        match (&self.menu, self.doing) {
            (Some(menu), _) => menu.mode(),
            (None, Doing::Browsing) => Mode::Drafts,
            (None, Doing::Filtering) => Mode::Search,
            (None, Doing::Deleting) => Mode::Question,
        }
    }

    /// Takes a newer list; the cursor stays where it was.
    pub(super) fn renew(&mut self, listing: Listing) {
        self.listing = listing;
        self.stay_within();
    }

    fn stay_within(&mut self) {
        self.at = self.at.min(self.rows().len().saturating_sub(1));
    }

    /// The rows that the filter leaves: drafts, then bundles.
    fn rows(&self) -> Vec<Row<'_>> {
        let wanted = self.filter.value().trim().to_lowercase();
        let holds = |text: &str| text.to_lowercase().contains(&wanted);
        let is_left = |draft: &&ListedDraft| {
            let members = draft.head.iter().flat_map(|head| &head.members);
            holds(&draft.name()) || members.into_iter().any(|name| holds(name))
        };
        let is_bundle_left =
            |one: &&ListedBundle| holds(&one.record.cluster) || holds(&one.record.path);
        let drafts = self.listing.drafts.iter().filter(is_left).map(Row::Draft);
        let bundles = self.listing.bundles.iter().filter(is_bundle_left).map(Row::Bundle);
        drafts.chain(bundles).collect()
    }

    /// The row, or the line of the bundle's menu, that is under the cursor.
    pub(super) fn place(&self) -> usize {
        self.menu.as_ref().map_or(self.at, BundleMenu::place)
    }

    /// Puts the cursor on one of them.
    pub(super) fn go_to(&mut self, index: usize) {
        match &mut self.menu {
            Some(menu) => menu.go_to(index),
            None => self.at = index,
        }
    }

    fn selected(&self) -> Option<Row<'_>> {
        self.rows().get(self.at).copied()
    }

    /// The draft under the cursor, if it is one.
    fn draft(&self) -> Option<&ListedDraft> {
        match self.selected()? {
            Row::Draft(draft) => Some(draft),
            Row::Bundle(_) => None,
        }
    }

    /// What is asked before a draft is deleted.
    pub(super) fn question(&self) -> Option<String> {
        let draft = self.draft().filter(|_| self.doing == Doing::Deleting)?;
        let values: &[(&str, &dyn std::fmt::Display)] =
            &[("name", &escape_for_terminal(&draft.name())), ("changed", &day(draft.changed))];
        Some(fill("draft-delete-question", values))
    }

    fn filtered(&mut self, command: &Command) {
        match command {
            Command::Edit(edit) => {
                self.filter.handle(*edit);
            }
            Command::Paste(text) => {
                let first = text.lines().next().unwrap_or_default();
                for character in first.chars().take(100) {
                    self.filter.handle(tui_input::InputRequest::InsertChar(character));
                }
            }
            Command::Back => {
                self.filter = Input::default();
                self.doing = Doing::Browsing;
            }
            Command::Accept => self.doing = Doing::Browsing,
            Command::NextMatch => self.at += 1,
            Command::PreviousMatch => self.at = self.at.saturating_sub(1),
            _ => {}
        }
        self.stay_within();
    }

    fn moved(&mut self, command: &Command, page: usize) {
        let count = self.rows().len();
        self.at = match command {
            Command::Up => neighbour(self.at, count, false),
            Command::Down => neighbour(self.at, count, true),
            Command::PageUp => self.at.saturating_sub(page),
            Command::PageDown => self.at + page,
            _ => self.at,
        };
        self.stay_within();
    }
}

impl App {
    /// Takes note of what there is to go on with. A start opens on it, where nothing was done yet; later the list
    /// opens only if it was `asked` for.
    pub(super) fn listed(&mut self, listing: Listing, asked: bool) {
        if let Some(Overlay::Drafts(list)) = &mut self.overlay {
            list.renew(listing);
            return;
        }
        if self.overlay.is_some() {
            return;
        }
        if listing.drafts.is_empty() && (!asked || listing.is_empty()) {
            if asked {
                self.notice = Some(Notice::told(say("notice-no-drafts")));
            } else if !listing.bundles.is_empty() && self.is_fresh() {
                let count = listing.bundles.len();
                self.notice =
                    Some(Notice::told(fill("notice-bundles-found", &[("count", &count)])));
            }
            return;
        }
        if asked || self.is_fresh() {
            self.overlay = Some(Overlay::Drafts(DraftList::new(listing)));
        } else {
            // The disk was slow, and somebody went on meanwhile.
            let count = listing.drafts.len();
            self.notice = Some(Notice::told(fill("notice-drafts-found", &[("count", &count)])));
        }
    }

    /// Takes note of what verifying a bundle came to, if it is still looked at.
    pub(super) fn bundle_looked(&mut self, path: &str, look: BundleLook) {
        if let Some(Overlay::Drafts(DraftList { menu: Some(menu), .. })) = &mut self.overlay
            && menu.bundle.record.path == path
        {
            menu.looked(look);
            // Somebody may have been told to wait.
            self.notice = None;
        }
    }

    /// Does what a command says in the list.
    pub(super) fn update_drafts(&mut self, command: &Command) -> Option<Action> {
        let is_untouched = self.answers.is_untouched();
        let Some(Overlay::Drafts(list)) = &mut self.overlay else { return None };
        match (list.doing, command) {
            (_, Command::QuitNow) => return Some(Action::Quit),
            // Nothing of it would be lost.
            (Doing::Browsing | Doing::Filtering, Command::Quit) if is_untouched => {
                return Some(Action::Quit);
            }
            (_, Command::Quit) => self.overlay = Some(Overlay::Quit),
            (_, command) if list.menu.is_some() => return self.update_menu(command),
            (Doing::Filtering, command) => list.filtered(command),
            (Doing::Deleting, Command::Accept) => {
                list.doing = Doing::Browsing;
                let path = list.draft()?.path.clone();
                return Some(Action::DeleteDraft(path));
            }
            (Doing::Deleting, Command::Back) => list.doing = Doing::Browsing,
            (Doing::Deleting, _) => {}
            (Doing::Browsing, Command::Back) => self.overlay = None,
            (Doing::Browsing, Command::NewDraft) => return Some(Action::NewDraft(None)),
            (Doing::Browsing, Command::Search) => list.doing = Doing::Filtering,
            (Doing::Browsing, Command::Undo) => return Some(Action::UndeleteDraft),
            (Doing::Browsing, Command::RemoveRow) => match list.selected()? {
                Row::Bundle(_) => {
                    self.notice = Some(Notice::refused(say("bundle-not-deleted")));
                }
                Row::Draft(draft) if draft.holder == Holder::ThisWizard => {
                    self.notice = Some(Notice::refused(say("draft-open-here")));
                }
                Row::Draft(_) => list.doing = Doing::Deleting,
            },
            (Doing::Browsing, Command::Accept) => return self.open_row(),
            (Doing::Browsing, command) => list.moved(command, self.listed.page()),
        }
        None
    }

    /// Opens the draft or the bundle under the cursor.
    fn open_row(&mut self) -> Option<Action> {
        let Some(Overlay::Drafts(list)) = &mut self.overlay else { return None };
        match list.selected()? {
            Row::Draft(draft) if draft.holder == Holder::ThisWizard => {
                self.overlay = None;
                None
            }
            Row::Draft(draft) => Some(Action::OpenDraft(draft.path.clone())),
            Row::Bundle(bundle) if bundle.is_gone => {
                self.notice = Some(Notice::refused(say("bundle-gone-help")));
                None
            }
            Row::Bundle(bundle) => {
                let path = bundle.record.path.clone();
                list.menu = Some(BundleMenu::new(bundle.clone()));
                Some(Action::LookAtBundle(path))
            }
        }
    }

    fn update_menu(&mut self, command: &Command) -> Option<Action> {
        let Some(Overlay::Drafts(list)) = &mut self.overlay else { return None };
        match list.menu.as_mut()?.update(command, &self.read) {
            Chosen::Nothing => {}
            Chosen::Closed => list.menu = None,
            Chosen::Said(notice) => self.notice = Some(notice),
            Chosen::Asked(action) => {
                if matches!(action, Action::Copy(_)) {
                    self.notice = Some(Notice::told(say("notice-copied")));
                }
                return Some(action);
            }
        }
        None
    }
}

/// What the row under the cursor is about, below the list.
pub(super) fn help(list: &DraftList) -> &'static str {
    if let Some(menu) = &list.menu {
        return menu.help();
    }
    match list.selected() {
        None => say("drafts-help.none"),
        Some(Row::Bundle(bundle)) if bundle.is_gone => say("bundle-gone-help"),
        Some(Row::Bundle(_)) => say("bundle-help"),
        Some(Row::Draft(draft)) => match (draft.holder, &draft.head) {
            (Holder::AnotherWizard, _) => say("drafts-help.elsewhere"),
            (Holder::ThisWizard, _) => say("drafts-help.here"),
            (Holder::Nobody, None) => say("drafts-help.unreadable"),
            (Holder::Nobody, Some(_)) => say("drafts-help"),
        },
    }
}

/// Draws the list over an area.
pub(super) fn draw(frame: &mut Frame<'_>, area: Rect, app: &App, list: &DraftList) {
    if let Some(menu) = &list.menu {
        return bundle_menu::draw(frame, area, app, menu);
    }
    frame.render_widget(Clear, area);
    let theme = &app.theme;
    frame.render_widget(heading(say("drafts-title"), theme.heading), area);
    let is_filtered = list.doing == Doing::Filtering || !list.filter.value().is_empty();
    if let (true, Some(at)) = (is_filtered, line(area, 1)) {
        let label = say("drafts-filter");
        frame.render_widget(Line::styled(label, theme.key), at);
        let width = u16::try_from(label.chars().count()).unwrap_or(0) + 1;
        let value = Rect { x: at.x + width, width: at.width.saturating_sub(width), ..at };
        if list.doing == Doing::Filtering {
            draw_input(frame, value, &list.filter, theme);
        } else {
            frame.render_widget(Line::raw(escape_for_terminal(list.filter.value())), value);
        }
    }
    let room = below(area, 2);
    let (lines, selected) = lines(app, list, room.width);
    // What there is to say of the one under the cursor stands below, where there is room.
    let details = list.selected().map(|row| details(app, row, area.width)).unwrap_or_default();
    let height = usize::from(room.height);
    let count = lines.len();
    let (first, shown, hidden) = window(selected, count, height);
    app.listed.note(height, count);
    for ((row, line), area) in lines.into_iter().skip(first).take(shown).zip(room.rows()) {
        if let (Some(row), Doing::Browsing) = (row, list.doing) {
            app.mark(area, Target::Listed(row));
        }
        frame.render_widget(line, area);
    }
    if hidden > 0 {
        draw_more(frame, room, theme, "form-more", hidden);
    }
    if count + details.len() < height {
        let offset = u16::try_from(count + 1).unwrap_or(u16::MAX);
        frame.render_widget(Paragraph::new(details), below(room, offset));
    }
}

/// The lines of the list with the rows that they show, and which of them is under the cursor.
fn lines(app: &App, list: &DraftList, width: u16) -> (Vec<(Option<usize>, Line<'static>)>, usize) {
    let (mut lines, mut selected, mut has_bundles) = (Vec::new(), 0, false);
    for (index, row) in list.rows().into_iter().enumerate() {
        let here = index == list.at;
        let text = match row {
            Row::Draft(draft) => draft_row(app, draft, here, width),
            Row::Bundle(bundle) => {
                if !std::mem::replace(&mut has_bundles, true) {
                    if !lines.is_empty() {
                        lines.push((None, Line::default()));
                    }
                    lines.push((None, heading(say("bundles-title"), app.theme.heading)));
                }
                bundle_row(app, bundle, here, width)
            }
        };
        if here {
            selected = lines.len();
        }
        lines.push((Some(index), text));
    }
    (lines, selected)
}

/// Name and date of a row, and what else there is.
fn row(
    app: &App,
    here: bool,
    name: &str,
    at: OffsetDateTime,
    rest: Vec<Span<'static>>,
) -> Line<'static> {
    let (theme, glyphs) = (&app.theme, &app.theme.glyphs);
    let mark = if here { glyphs.here } else { " " };
    let style = if here { theme.selected } else { theme.text };
    let name = column(&escape_for_terminal(name), 20, glyphs);
    let before =
        [Span::styled(format!("{mark} {name} "), style), Span::raw(format!("{} ", day(at)))];
    before.into_iter().chain(rest).collect()
}

/// Columns of name and date with their gaps.
const LEFT: usize = 40;
/// Columns of the step.
const STEP: usize = 15;

fn bundle_row(app: &App, bundle: &ListedBundle, here: bool, width: u16) -> Line<'static> {
    let (theme, record) = (&app.theme, &bundle.record);
    let gone = if bundle.is_gone { format!("{} ", say("bundle-gone")) } else { String::new() };
    let room = usize::from(width).saturating_sub(LEFT + gone.chars().count());
    let path = cut(&escape_for_terminal(&record.path), room, &theme.glyphs);
    let rest = vec![Span::styled(gone, theme.warning), Span::styled(path, theme.muted)];
    row(app, here, &record.cluster, record.made, rest)
}

fn draft_row(app: &App, draft: &ListedDraft, here: bool, width: u16) -> Line<'static> {
    let (theme, glyphs) = (&app.theme, &app.theme.glyphs);
    let (last, style) = match (draft.holder, &draft.head) {
        (Holder::AnotherWizard, _) => (say("draft-elsewhere").to_owned(), theme.warning),
        (Holder::ThisWizard, _) => (say("draft-here").to_owned(), theme.success),
        (Holder::Nobody, None) => (say("draft-not-read").to_owned(), theme.error),
        (Holder::Nobody, Some(head)) => (members(head), theme.muted),
    };
    let step = draft.head.as_ref().map(step).unwrap_or_default();
    let room = usize::from(width).saturating_sub(LEFT + STEP);
    let step = Span::raw(column(&step, STEP, glyphs));
    let rest = vec![step, Span::styled(cut(&last, room, glyphs), style)];
    row(app, here, &draft.name(), draft.changed, rest)
}

/// The step that a draft is at, as the stepper names it.
fn step(head: &DraftHead) -> String {
    let step = head.progress.step;
    format!("{} {}", step.number(), say(step.label()))
}

/// How many members are named, and who they are.
pub(crate) fn members(head: &DraftHead) -> String {
    let names: Vec<String> = head.members.iter().map(|name| escape_for_terminal(name)).collect();
    let values: &[(&str, &dyn std::fmt::Display)] = &[
        ("named", &head.named.min(head.size)),
        ("size", &head.size),
        ("names", &names.join(", ")),
    ];
    fill(if names.is_empty() { "draft-members.none" } else { "draft-members" }, values)
}

/// A moment to the minute, in UTC.
pub(crate) fn day(at: OffsetDateTime) -> String {
    moment(at).chars().take(16).collect()
}

fn details(app: &App, row: Row<'_>, width: u16) -> Vec<Line<'static>> {
    let theme = &app.theme;
    match row {
        Row::Draft(draft) => {
            let named =
                draft.head.iter().flat_map(|head| wrapped(&members(head), width, theme.text));
            let values: &[(&str, &dyn std::fmt::Display)] = &[
                ("changed", &moment(draft.changed)),
                ("path", &crate::bundle::shown(&draft.path)),
            ];
            let path = fill("draft-file", values);
            named.chain(wrapped(&path, width, theme.muted)).collect()
        }
        Row::Bundle(bundle) => {
            let record = &bundle.record;
            let authority = record.authority.as_deref().map(escape_for_terminal);
            let authority =
                authority.map(|print| fill("bundle-authority", &[("fingerprint", &print)]));
            let path = escape_for_terminal(&record.path);
            let texts = std::iter::once(path).chain(authority);
            texts.flat_map(|text| wrapped(&text, width, theme.muted)).collect()
        }
    }
}
