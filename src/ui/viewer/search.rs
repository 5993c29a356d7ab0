//! The search over names, subjects, SANs, serial numbers, fingerprints and file names.

use tui_input::{Input, InputRequest};

use super::{Node, Viewer};
use crate::pki::{Inspection, Item, ItemKind, kind_name};
use crate::ui::command::Command;

/// The longest text that is searched for, in characters.
pub(super) const LIMIT: usize = 200;

#[derive(Default)]
pub(super) struct Search {
    /// Whether its text is edited.
    pub(super) open: bool,
    /// Where the search started.
    origin: Option<Node>,
    pub(super) input: Input,
    /// What matches, in the order of the tree.
    pub(super) matches: Vec<Node>,
}

impl Search {
    /// A search that starts, its text still to be typed.
    pub(super) fn starting(origin: Option<Node>) -> Self {
        Self { open: true, origin, ..Self::default() }
    }

    /// Looks for the text anew.
    pub(super) fn again(&mut self, inspection: &Inspection) {
        let wanted = Wanted::new(self.input.value());
        self.matches = wanted.map(|wanted| wanted.all(inspection)).unwrap_or_default();
    }

    fn edit(&mut self, edit: InputRequest) {
        let full = self.input.value().chars().count() >= LIMIT;
        if !(full && matches!(edit, InputRequest::InsertChar(_))) {
            self.input.handle(edit);
        }
    }
}

impl Viewer {
    pub(super) fn update_search(&mut self, command: Command) {
        match command {
            Command::Edit(edit) => self.edit_search(&[edit]),
            Command::Paste(text) => {
                let characters = text.trim().chars().take(LIMIT);
                self.edit_search(&characters.map(InputRequest::InsertChar).collect::<Vec<_>>());
            }
            Command::Accept => {
                self.search.open = false;
                if self.search.matches.is_empty() && !self.search.input.value().trim().is_empty() {
                    self.refuse("viewer-no-match");
                }
            }
            Command::Back => {
                let origin = self.search.origin;
                self.search = Search::default();
                if let Some(origin) = origin {
                    self.go(origin);
                }
            }
            Command::NextMatch => self.go_to_match(true),
            Command::PreviousMatch => self.go_to_match(false),
            _ => {}
        }
    }

    /// Changes the text, and goes to the first match from where the search started.
    fn edit_search(&mut self, edits: &[InputRequest]) {
        for edit in edits {
            self.search.edit(*edit);
        }
        self.search.again(&self.inspection);
        let Some(origin) = self.search.origin else { return };
        let matches = &self.search.matches;
        let from = matches.partition_point(|node| *node < origin.alone(&self.inspection));
        let found = matches.get(from).or(matches.first()).copied();
        self.go(found.unwrap_or(origin));
    }
}

/// What is searched for: a text, in small letters, and as hexadecimal digits where it may be some.
struct Wanted {
    text: String,
    digits: Option<String>,
}

impl Wanted {
    fn new(text: &str) -> Option<Self> {
        let text = text.trim().to_lowercase();
        let digits: String = text.chars().filter(|c| !matches!(c, ':' | ' ')).collect();
        let is_number = digits.len() >= 4 && digits.chars().all(|c| c.is_ascii_hexdigit());
        let digits = is_number.then_some(digits);
        (!text.is_empty()).then_some(Self { text, digits })
    }

    fn all(&self, inspection: &Inspection) -> Vec<Node> {
        let mut matches = Vec::new();
        for (index, file) in inspection.files.iter().enumerate() {
            let node = Node::file(index);
            let named = self.fits(&file.path.to_string_lossy());
            let mut items = file.items.iter().enumerate().filter(|(_, item)| self.fits_item(item));
            let is_single = file.items.len() == 1;
            if named || is_single && items.next().is_some() {
                matches.push(node);
            }
            if !is_single {
                matches.extend(items.map(|(item, _)| Node { item: Some(item), ..node }));
            }
        }
        matches
    }

    fn fits(&self, text: &str) -> bool {
        if text.is_ascii() && self.text.is_ascii() {
            // Without a copy: this is asked of every text there is.
            let (text, wanted) = (text.as_bytes(), self.text.as_bytes());
            return text.windows(wanted.len()).any(|part| part.eq_ignore_ascii_case(wanted));
        }
        text.to_lowercase().contains(&self.text)
    }

    fn fits_number(&self, number: Option<&str>) -> bool {
        let (Some(wanted), Some(number)) = (&self.digits, number) else { return false };
        let digits: String = number.chars().filter(|c| *c != ':').collect();
        digits.to_ascii_lowercase().contains(wanted)
    }

    fn fits_item(&self, item: &Item) -> bool {
        if self.fits(&item.label) || self.fits(kind_name(&item.kind)) {
            return true;
        }
        match &item.kind {
            ItemKind::Certificate(report) | ItemKind::Request(report) => {
                let names = [&report.dns_names, &report.ip_addresses, &report.other_names];
                self.fits(&report.subject)
                    || names.into_iter().flatten().any(|name| self.fits(name))
                    || self.fits_number(report.fingerprint.as_deref())
                    || self.fits_number(report.serial.as_deref())
            }
            ItemKind::RevocationList(list) => {
                self.fits(&list.issuer) || self.fits_number(Some(&list.fingerprint))
            }
            _ => false,
        }
    }
}
