//! The inspector on the whole screen: what files hold and who signed it as a tree, and what each thing in
//! it says.
//!
//! As in the wizard, [`Viewer::update`] and [`Viewer::receive`] change the state and never touch
//! anything else, and [`draw`] takes `&Viewer`. Whatever takes time in proportion to the files (the
//! rows of the tree, the matches of a search) is done when it changes, never for a frame.

mod acceptance;
mod chain;
mod details;
mod draw;
mod forest;
mod go;
mod page;
mod plain;
mod search;
mod timeline;
mod tree;

use std::collections::BTreeMap;

use ratatui::layout::Size;
use ratatui::text::Line;
use time::OffsetDateTime;

use super::app::{Notice, is_below};
use super::command::{Action, Command};
use super::handshakes::Handshakes;
use super::keymap::Mode;
use super::theme::Theme;
use super::widgets::page::Shown;
use crate::finding::Finding;
use crate::pki::{Inspection, Issuance, ItemId};
use crate::text::{fill, say};
use acceptance::Acceptance;
pub use draw::draw;
use forest::Forest;
use page::{OpenPage, Page};
pub use plain::chains;
use search::Search;
use tree::{Above, Node, Tree};

/// The inspector: all it knows, and nothing of terminals, disks and clocks.
pub struct Viewer {
    inspection: Inspection,
    stage: Stage,
    /// In the order of files and items.
    findings: Vec<(usize, Finding)>,
    /// How many files of directories hold nothing of the kind.
    skipped: usize,
    tree: Tree,
    forest: Forest,
    /// Whether the left pane shows the certificates by who signed them, in place of the files.
    by_chain: bool,
    /// Whether the person chose one of the two.
    chose: bool,
    search: Search,
    /// Whether keys are for the details instead of the tree.
    in_details: bool,
    view: View,
    details: Vec<Line<'static>>,
    /// What the details were made from.
    made_from: Option<MadeFrom>,
    /// Counts what the shell told: details that were made before are out of date.
    revision: u32,
    scroll: usize,
    /// What lies over both panes.
    page: Option<OpenPage>,
    /// How much of it is seen.
    page_shown: Shown,
    /// Who accepts whom, where the files tell.
    acceptance: Option<Acceptance>,
    notice: Option<Notice>,
    /// The certificate that was gone to as the next to end.
    ending: Option<ItemId>,
    now: OffsetDateTime,
    theme: Theme,
    size: Size,
}

/// How far the reading is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// Files are being read.
    Inspection { files: usize, items: usize },
    /// All is read; who signed what is being checked.
    Checking,
    /// Nothing is left to be done.
    Done,
    /// The reading broke off.
    Failed,
}

/// What is shown of the selected thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum View {
    /// What it says, and what is odd about it.
    Details,
    /// Its PEM.
    Pem,
    /// The outline of its DER.
    Der,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct MadeFrom {
    node: Option<Node>,
    view: View,
    width: u16,
    revision: u32,
}

/// What the shell has to tell the inspector.
#[derive(Debug, Clone)]
pub enum News {
    /// This much was read so far.
    Progress {
        /// Files.
        files: usize,
        /// What they hold.
        items: usize,
    },
    /// All files were read.
    Read {
        /// What they hold, signatures not checked.
        inspection: Inspection,
        /// What is wrong or odd so far.
        findings: Vec<(usize, Finding)>,
        /// How many files of directories hold nothing of the kind.
        skipped: usize,
    },
    /// It is known who accepts whom.
    Handshakes(Handshakes),
    /// The signatures were checked.
    Checked {
        /// Who signed what.
        issuers: BTreeMap<ItemId, Issuance>,
        /// Everything that is wrong or odd.
        findings: Vec<(usize, Finding)>,
    },
    /// The work broke off, which is a fault of quorate.
    Failed,
}

impl Viewer {
    /// An inspector that waits for what the shell reads. Dates are judged as of `now`.
    pub fn new(now: OffsetDateTime, theme: Theme, size: Size) -> Self {
        Self {
            inspection: Inspection::default(),
            stage: Stage::Inspection { files: 0, items: 0 },
            findings: Vec::new(),
            skipped: 0,
            tree: Tree::default(),
            forest: Forest::default(),
            by_chain: false,
            chose: false,
            search: Search::default(),
            in_details: false,
            view: View::Details,
            details: Vec::new(),
            made_from: None,
            revision: 0,
            scroll: 0,
            page: None,
            page_shown: Shown::default(),
            acceptance: None,
            notice: None,
            ending: None,
            now,
            theme,
            size,
        }
    }

    /// What keys are for at the moment.
    pub fn mode(&self) -> Mode {
        match &self.page {
            _ if is_below(self.size, draw::LEAST) => Mode::TooSmall,
            Some(page) => page.mode(),
            None => self.mode_below(),
        }
    }

    fn mode_below(&self) -> Mode {
        match self.view {
            _ if self.search.open => Mode::Search,
            View::Pem | View::Der if self.in_details => Mode::Raw,
            _ if self.in_details => Mode::Details,
            _ => Mode::Tree,
        }
    }

    /// Takes note of the screen's size.
    pub fn resize(&mut self, size: Size) {
        self.size = size;
        self.settle();
    }

    /// Takes note of what the shell has to tell.
    pub fn receive(&mut self, news: News) {
        match news {
            News::Progress { files, items } => self.stage = Stage::Inspection { files, items },
            News::Read { inspection, findings, skipped } => {
                self.stage = Stage::Checking;
                self.skipped = skipped;
                self.tree = Tree::new(&inspection);
                self.inspection = inspection;
                self.take(findings);
                self.search.again(&self.inspection);
            }
            News::Checked { issuers, findings } => {
                self.stage = Stage::Done;
                self.inspection.link(issuers);
                self.tree.close_chains(&self.inspection);
                self.forest.renew(&self.inspection);
                // A bundle is shown by who signed whom, unless somebody looks at its files already.
                let has_moved = self.tree.position().0 > 1;
                if !self.chose && !has_moved && self.opens_on_chains() {
                    self.by_chain = true;
                }
                self.take(findings);
            }
            News::Handshakes(handshakes) => self.acceptance = Some(Acceptance::new(handshakes)),
            News::Failed => self.stage = Stage::Failed,
        }
        self.settle();
    }

    /// Whether what signed what tells more than which file is where: several files with links between them, or a
    /// cluster's.
    fn opens_on_chains(&self) -> bool {
        let is_more = self.tree.has_directories() || self.acceptance.is_some();
        is_more && self.forest.has_links() && self.forest.len() <= forest::MOST
    }

    /// The selected row.
    fn selected(&self) -> Option<Node> {
        if self.by_chain {
            return self.forest.selected().map(|place| Node::item(place).alone(&self.inspection));
        }
        self.tree.selected()
    }

    /// The number of the selected row, from 1, and how many there are.
    fn position(&self) -> (usize, usize) {
        if self.by_chain { self.forest.position() } else { self.tree.position() }
    }

    /// Shows the files in place of the certificates, or the other way round, at what is selected.
    fn other_tree(&mut self) {
        self.chose = true;
        if self.by_chain {
            self.by_chain = false;
            if let Some(place) = self.forest.selected() {
                self.tree.go(&self.inspection, Node::item(place));
            }
        } else if self.forest.is_empty() {
            self.refuse("viewer-no-chains");
        } else {
            if let Some(place) = self.subject() {
                self.forest.go(place);
            }
            self.by_chain = true;
        }
    }

    fn take(&mut self, findings: Vec<(usize, Finding)>) {
        self.tree.mark(&findings);
        self.findings = findings;
        self.revision += 1;
    }

    /// Does what a command says.
    pub fn update(&mut self, command: Command) -> Option<Action> {
        self.notice = None;
        let mut action = None;
        match (self.mode(), command) {
            (_, Command::Quit | Command::QuitNow) => action = Some(Action::Quit),
            (_, Command::Suspend) => action = Some(Action::Suspend),
            (_, Command::Redraw) => action = Some(Action::Redraw),
            (_, command) if self.page.is_some() => self.update_page(command),
            (Mode::Search, command) => self.update_search(command),
            (_, command) => action = self.update_panes(&command),
        }
        self.settle();
        action
    }

    fn update_panes(&mut self, command: &Command) -> Option<Action> {
        match command {
            Command::Help => self.page = Some(OpenPage::new(Page::Help)),
            Command::Handshakes if self.acceptance.is_none() => self.refuse("viewer-no-handshakes"),
            Command::Handshakes => self.page = Some(OpenPage::new(Page::Handshakes)),
            Command::Back if self.mode() == Mode::Raw => {
                self.view = View::Details;
                self.in_details = false;
            }
            Command::Back => return Some(Action::Quit),
            Command::NextFocus => self.in_details = !self.in_details,
            Command::Search => self.search = Search::starting(self.selected()),
            Command::NextMatch => self.go_to_match(true),
            Command::PreviousMatch => self.go_to_match(false),
            Command::NextFinding => self.go_to_finding(true),
            Command::PreviousFinding => self.go_to_finding(false),
            Command::NextToEnd => self.go_to_next_end(),
            Command::Issuer => self.go_to_issuer(),
            Command::OtherView => self.other_view(),
            Command::OtherTree => self.other_tree(),
            Command::Copy => return self.copy_fingerprint(),
            Command::CopyWhole => return self.copy_certificate(),
            _ if self.in_details => self.move_details(command),
            _ => self.move_tree(command),
        }
        None
    }

    fn move_details(&mut self, command: &Command) {
        // The last line says how many follow.
        let height = usize::from(draw::areas(self).in_details().height);
        let page = height.saturating_sub(2).max(1);
        self.scroll = match command {
            Command::Up => self.scroll.saturating_sub(1),
            Command::Down => self.scroll + 1,
            Command::PageUp => self.scroll.saturating_sub(page),
            Command::PageDown => self.scroll + page,
            Command::First => 0,
            Command::Last => self.details.len(),
            Command::Left => {
                self.in_details = false;
                self.scroll
            }
            _ => self.scroll,
        };
    }

    fn move_tree(&mut self, command: &Command) {
        let page = usize::from(draw::areas(self).in_tree().height);
        if self.by_chain {
            return self.move_forest(command, page);
        }
        match command {
            Command::Up => self.tree.step(1, false),
            Command::Down => self.tree.step(1, true),
            Command::PageUp => self.tree.step(page, false),
            Command::PageDown => self.tree.step(page, true),
            Command::First => self.tree.step(usize::MAX, false),
            Command::Last => self.tree.step(usize::MAX, true),
            Command::Left => self.tree.collapse(&self.inspection),
            Command::Accept if !self.tree.expand(&self.inspection) => {
                self.in_details = self.selected().is_some();
            }
            _ => {}
        }
    }

    fn move_forest(&mut self, command: &Command, page: usize) {
        match command {
            Command::Up => self.forest.step(1, false),
            Command::Down => self.forest.step(1, true),
            Command::PageUp => self.forest.step(page, false),
            Command::PageDown => self.forest.step(page, true),
            Command::First => self.forest.step(usize::MAX, false),
            Command::Last => self.forest.step(usize::MAX, true),
            Command::Left => self.forest.collapse(),
            Command::Accept if !self.forest.expand() => {
                self.in_details = self.forest.selected().is_some();
            }
            _ => {}
        }
    }

    fn other_view(&mut self) {
        if self.selected().is_none() {
            return;
        }
        self.view = match self.view {
            View::Details => View::Pem,
            View::Pem => View::Der,
            View::Der => View::Details,
        };
        self.in_details = self.view != View::Details;
    }

    /// Whether the details take the place of the tree: PEM and DER need their width.
    fn covers(&self) -> bool {
        self.in_details && self.view != View::Details && self.size.width < draw::WIDE
    }

    /// Brings everything that follows from the state up to date.
    fn settle(&mut self) {
        self.settle_acceptance();
        let areas = draw::areas(self);
        self.tree.keep_in_view(usize::from(areas.in_tree().height));
        self.forest.keep_in_view(usize::from(areas.in_tree().height));
        let made_from = MadeFrom {
            node: self.selected(),
            view: self.view,
            width: areas.in_details().width,
            revision: self.revision,
        };
        if self.made_from != Some(made_from) {
            let same = self
                .made_from
                .is_some_and(|one| (one.node, one.view) == (made_from.node, made_from.view));
            if !same {
                self.scroll = 0;
            }
            self.details = details::lines(self, made_from.width);
            self.made_from = Some(made_from);
        }
        let most = self.details.len().saturating_sub(usize::from(areas.in_details().height));
        self.scroll = self.scroll.min(most);
    }

    /// The item that commands are about: the selected one, the only one of the selected file, or the
    /// issuer that the selected row of a chain shows.
    fn subject(&self) -> Option<ItemId> {
        self.tree.place(&self.inspection, self.selected()?)
    }

    /// What the selected row of a chain stands for.
    fn above(&self) -> Option<Above> {
        if self.by_chain {
            return None;
        }
        self.tree.above(&self.inspection, self.tree.selected()?)
    }

    fn copy_fingerprint(&mut self) -> Option<Action> {
        use crate::pki::ItemKind;
        let found = match &self.inspection.item(self.subject()?)?.kind {
            ItemKind::Certificate(report) | ItemKind::Request(report) => report.fingerprint.clone(),
            ItemKind::RevocationList(list) => Some(list.fingerprint.clone()),
            _ => None,
        };
        self.copy(found, "viewer-fingerprint", "viewer-no-fingerprint")
    }

    fn copy_certificate(&mut self) -> Option<Action> {
        let pem = self.inspection.item(self.subject()?)?.public_pem();
        self.copy(pem, "viewer-pem", "viewer-no-copy")
    }

    /// Copies a text and tells of it by the key of what it is; without one, refuses by the other key.
    fn copy(
        &mut self,
        text: Option<String>,
        what: &'static str,
        missing: &'static str,
    ) -> Option<Action> {
        match &text {
            Some(_) => self.say(fill("viewer-copied", &[("what", &say(what))])),
            None => self.refuse(missing),
        }
        text.map(Action::Copy)
    }

    fn say(&mut self, text: String) {
        self.notice = Some(Notice::told(text));
    }

    /// Tells what is no refusal.
    fn tell(&mut self, key: &'static str) {
        self.say(say(key).to_owned());
    }

    fn refuse(&mut self, key: &'static str) {
        self.notice = Some(Notice::refused(say(key)));
    }
}
