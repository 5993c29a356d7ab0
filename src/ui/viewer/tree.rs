//! The tree of files, what they hold, and who signed that: which rows there are, and which one is
//! selected.

mod directories;

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

use time::OffsetDateTime;

use super::chain::{self, Chain, End, Link};
use crate::finding::{Finding, Severity};
use crate::pki::inspect::Verdict;
use crate::pki::{Inspection, ItemId, ItemKind};
use directories::Directories;

/// Up to so many items all files start open.
const OPEN: usize = 200;

/// The level of a file, behind those of its directories.
const FILE: u8 = u8::MAX;

/// A directory, a file, an item of it, or a row of the chain above that. The order is that of the rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Node {
    /// The file, or the first of a directory.
    pub(super) file: usize,
    /// How deep a directory is among those with the same first file.
    pub(super) level: u8,
    pub(super) item: Option<usize>,
    /// How far up the chain of the item or the single-item file, from 1; 0 for itself.
    pub(super) up: usize,
}

/// What a row of a chain stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Above {
    /// A certificate.
    Issuer(Link),
    /// What is missing above a certificate.
    End(End, ItemId),
}

impl Node {
    pub(super) fn file(file: usize) -> Self {
        Self { file, level: FILE, item: None, up: 0 }
    }

    pub(super) fn item(place: ItemId) -> Self {
        Self { item: Some(place.item), ..Self::file(place.file) }
    }

    /// Whether it is a directory.
    pub(super) fn is_directory(self) -> bool {
        self.level != FILE
    }

    /// The item itself, or the only one of the file.
    fn place(self, inspection: &Inspection) -> Option<ItemId> {
        if self.is_directory() {
            return None;
        }
        let only = inspection.files.get(self.file).is_some_and(|file| file.items.len() == 1);
        let item = self.item.or(only.then_some(0)).filter(|_| self.up == 0)?;
        Some(ItemId { file: self.file, item })
    }

    /// The node whose row shows this one: a file with a single item and that item are one row.
    pub(super) fn alone(self, inspection: &Inspection) -> Self {
        let single = inspection.files.get(self.file).is_some_and(|file| file.items.len() == 1);
        if single && !self.is_directory() { Self { item: None, ..self } } else { self }
    }
}

#[derive(Default)]
pub(super) struct Tree {
    /// The files and PKCS #7 that are closed.
    closed: HashSet<Node>,
    /// The chains that are open.
    chains: HashMap<Node, Chain>,
    rows: Vec<Node>,
    selected: usize,
    /// The first row on the screen.
    top: usize,
    marks: HashMap<Node, Severity>,
    verdicts: HashMap<Node, Verdict>,
    /// When the first certificate of a file or a directory ends.
    ends: HashMap<Node, OffsetDateTime>,
    directories: Directories,
    /// The directory that all files are in, which goes without saying.
    common: PathBuf,
}

impl Tree {
    pub(super) fn new(inspection: &Inspection) -> Self {
        let items: usize = inspection.files.iter().map(|file| file.items.len()).sum();
        let count = inspection.files.len();
        let starts_closed = count > 1 && items > OPEN;
        let closed = (0..count).map(Node::file).filter(|_| starts_closed).collect();
        let common = common(inspection);
        let directories = Directories::new(inspection, &common);
        let mut tree = Self { closed, directories, common, ..Self::default() };
        tree.note_ends(inspection);
        tree.rebuild(inspection);
        tree
    }

    /// Notes when the first certificate of each file and directory ends.
    fn note_ends(&mut self, inspection: &Inspection) {
        for (file, read) in inspection.files.iter().enumerate() {
            let ends = read.items.iter().filter_map(|item| match &item.kind {
                ItemKind::Certificate(report) => report.not_after,
                _ => None,
            });
            let Some(end) = ends.min() else { continue };
            for node in self.with_directories(Node::file(file)) {
                let first = self.ends.entry(node).or_insert(end);
                *first = (*first).min(end);
            }
        }
    }

    /// A file and the directories that it is in.
    fn with_directories(&self, file: Node) -> Vec<Node> {
        let directory = self.directories.of_files.get(file.file).copied().flatten();
        std::iter::once(file).chain(self.directories.upwards(directory)).collect()
    }

    /// Notes the worst of what was found for each item, and for each file and directory with all in it.
    pub(super) fn mark(&mut self, findings: &[(usize, Finding)]) {
        self.marks.clear();
        self.verdicts.clear();
        for (file, finding) in findings {
            let (severity, verdict) = (finding.severity(), Verdict::of(finding));
            let file = Node::file(*file);
            let mut nodes = self.with_directories(file);
            nodes.push(Node { item: finding.location.item, ..file });
            for node in nodes {
                let worst = self.marks.entry(node).or_insert(severity);
                *worst = (*worst).max(severity);
                let worst = self.verdicts.entry(node).or_insert(verdict);
                *worst = (*worst).max(verdict);
            }
        }
    }

    /// The worst that was found, in one word.
    pub(super) fn verdict(&self, node: Node) -> Verdict {
        self.verdicts.get(&node).copied().unwrap_or(Verdict::Fine)
    }

    /// When the first certificate of a file or a directory ends.
    pub(super) fn end(&self, node: Node) -> Option<OffsetDateTime> {
        self.ends.get(&node).copied()
    }

    /// The name of a directory, safe to show.
    pub(super) fn directory(&self, node: Node) -> &str {
        self.directories.all.get(&node).map_or("", |directory| &directory.label)
    }

    /// Whether the files are in several directories.
    pub(super) fn has_directories(&self) -> bool {
        !self.directories.all.is_empty()
    }

    /// The files of a directory.
    pub(super) fn files(&self, node: Node) -> std::ops::Range<usize> {
        let end = self.directories.all.get(&node).map_or(node.file, |directory| directory.end);
        node.file..end
    }

    /// The path of a file from the directory that all are in.
    pub(super) fn short<'a>(&self, path: &'a Path) -> &'a Path {
        path.strip_prefix(&self.common).unwrap_or(path)
    }

    pub(super) fn worst(&self, node: Node) -> Option<Severity> {
        self.marks.get(&node).copied()
    }

    pub(super) fn is_open(&self, inspection: &Inspection, node: Node) -> bool {
        if holds_items(inspection, node) {
            !self.closed.contains(&node)
        } else {
            self.chains.contains_key(&node)
        }
    }

    /// What a row of a chain stands for; `None` for a file or an item.
    pub(super) fn above(&self, inspection: &Inspection, node: Node) -> Option<Above> {
        let of = Node { up: 0, ..node };
        let chain = self.chains.get(&of)?;
        let (above, below) = (node.up.checked_sub(1)?, node.up.checked_sub(2));
        let link = |index: usize| chain.links.get(index);
        if let Some(link) = link(above) {
            return Some(Above::Issuer(*link));
        }
        let last = below.and_then(link).map(|link| link.place);
        Some(Above::End(chain.end, last.or(of.place(inspection))?))
    }

    /// The item that a row is about: its own, the only one of a file, or the issuer that it shows.
    pub(super) fn place(&self, inspection: &Inspection, node: Node) -> Option<ItemId> {
        match self.above(inspection, node) {
            Some(Above::Issuer(link)) => Some(link.place),
            Some(Above::End(..)) => None,
            None => node.place(inspection),
        }
    }

    /// Closes all chains: who signed what is known anew.
    pub(super) fn close_chains(&mut self, inspection: &Inspection) {
        if !self.chains.is_empty() {
            self.chains.clear();
            self.rebuild(inspection);
        }
    }

    /// Makes the rows anew, and keeps the selected one.
    fn rebuild(&mut self, inspection: &Inspection) {
        let selected = self.selected();
        self.rows.clear();
        let mut behind = 0;
        for (file, read) in inspection.files.iter().enumerate() {
            if file < behind {
                continue;
            }
            for directory in self.directories.starting(file) {
                self.rows.push(directory);
                if self.closed.contains(&directory) {
                    behind = self.files(directory).end;
                    break;
                }
            }
            if file < behind {
                continue;
            }
            self.push(Node::file(file));
            if read.items.len() == 1 || self.closed.contains(&Node::file(file)) {
                continue;
            }
            let mut hidden: HashSet<usize> = HashSet::new();
            for (index, item) in read.items.iter().enumerate() {
                let node = |item| Node::item(ItemId { file, item });
                let below_closed = item.within.is_some_and(|parent| {
                    hidden.contains(&parent) || self.closed.contains(&node(parent))
                });
                if below_closed {
                    hidden.insert(index);
                } else {
                    self.push(node(index));
                }
            }
        }
        if let Some(node) = selected {
            // A row that was closed away leaves the one above it.
            let after = self.rows.partition_point(|row| *row <= node);
            self.selected = after.saturating_sub(1);
        }
    }

    /// Adds a row, and below it its chain where that is open.
    fn push(&mut self, node: Node) {
        self.rows.push(node);
        if let Some(chain) = self.chains.get(&node) {
            self.rows.extend((1..=chain.rows()).map(|up| Node { up, ..node }));
        }
    }

    pub(super) fn selected(&self) -> Option<Node> {
        self.rows.get(self.selected).copied()
    }

    /// The number of the selected row, from 1, and how many there are.
    pub(super) fn position(&self) -> (usize, usize) {
        ((self.selected + 1).min(self.rows.len()), self.rows.len())
    }

    /// The rows on a screen of so many lines, and whether each is selected.
    pub(super) fn shown(&self, lines: usize) -> impl Iterator<Item = (Node, bool)> {
        let rows = self.rows.iter().enumerate().skip(self.top).take(lines);
        rows.map(|(index, node)| (*node, index == self.selected))
    }

    pub(super) fn step(&mut self, by: usize, down: bool) {
        let last = self.rows.len().saturating_sub(1);
        self.selected = if down {
            self.selected.saturating_add(by).min(last)
        } else {
            self.selected.saturating_sub(by)
        };
    }

    /// Opens what is selected, or steps into it; tells whether there was anything to open.
    pub(super) fn expand(&mut self, inspection: &Inspection) -> bool {
        let Some(node) = self.selected().filter(|node| has_children(inspection, *node)) else {
            return false;
        };
        if self.is_open(inspection, node) {
            self.step(1, true);
        } else {
            self.set_open(inspection, node, true);
            self.rebuild(inspection);
        }
        true
    }

    /// Closes what is selected, or goes to what it is part of.
    pub(super) fn collapse(&mut self, inspection: &Inspection) {
        let Some(node) = self.selected() else { return };
        if has_children(inspection, node) && self.is_open(inspection, node) {
            self.set_open(inspection, node, false);
            self.rebuild(inspection);
        } else if let Some(parent) = self.parent(inspection, node) {
            self.go(inspection, parent);
        }
    }

    fn set_open(&mut self, inspection: &Inspection, node: Node, open: bool) {
        if !holds_items(inspection, node) {
            let place = node.place(inspection).filter(|_| open);
            let chain = place.map(|place| Chain::new(inspection, place));
            match chain.filter(|chain| !chain.links.is_empty()) {
                Some(chain) => self.chains.insert(node, chain),
                None => self.chains.remove(&node),
            };
        } else if open {
            self.closed.remove(&node);
        } else {
            self.closed.insert(node);
        }
    }

    /// Selects a node, and opens whatever it is in.
    pub(super) fn go(&mut self, inspection: &Inspection, node: Node) {
        let mut node = node.alone(inspection);
        let wanted = node;
        let mut changed = false;
        while let Some(parent) = self.parent(inspection, node) {
            if !self.is_open(inspection, parent) {
                self.set_open(inspection, parent, true);
                changed = true;
            }
            node = parent;
        }
        if changed {
            self.rebuild(inspection);
        }
        if let Ok(row) = self.rows.binary_search(&wanted) {
            self.selected = row;
        }
    }

    fn parent(&self, inspection: &Inspection, node: Node) -> Option<Node> {
        if node.up > 0 {
            return Some(Node { up: 0, ..node });
        }
        if node.is_directory() {
            return self.directories.all.get(&node)?.parent;
        }
        let Some(index) = node.item else {
            return self.directories.of_files.get(node.file).copied().flatten();
        };
        let item = inspection.files.get(node.file)?.items.get(index)?;
        // Only what stands before an item can hold it: no circles.
        let within = item.within.filter(|within| *within < index);
        Some(Node { item: within, ..node })
    }

    /// How deep a node stands.
    pub(super) fn depth(&self, inspection: &Inspection, node: Node) -> usize {
        std::iter::successors(self.parent(inspection, node), |node| self.parent(inspection, *node))
            .take(24)
            .count()
    }

    /// Scrolls so that the selected row is on a screen of so many lines.
    pub(super) fn keep_in_view(&mut self, lines: usize) {
        let lines = lines.max(1);
        self.top = self.top.min(self.rows.len().saturating_sub(lines));
        self.top = self.top.min(self.selected).max((self.selected + 1).saturating_sub(lines));
    }
}

/// The directory that all files are in.
fn common(inspection: &Inspection) -> PathBuf {
    let is_file = |path: &&Path| !path.to_string_lossy().contains("://");
    let paths = inspection.files.iter().map(|file| file.path.as_path()).filter(is_file);
    let mut directories = paths.filter_map(Path::parent);
    let mut common = directories.next().unwrap_or(Path::new("")).to_owned();
    for directory in directories {
        while !directory.starts_with(&common) {
            // Relative and absolute paths have nothing in common.
            if !common.pop() {
                return PathBuf::new();
            }
        }
    }
    // The root alone is not taken off: a path must be told from a relative one.
    if common.parent().is_none() { PathBuf::new() } else { common }
}

/// Whether rows of others can stand below that of a node.
pub(super) fn has_children(inspection: &Inspection, node: Node) -> bool {
    let signed = || node.place(inspection).and_then(|place| chain::issuer(inspection, place));
    holds_items(inspection, node) || signed().is_some()
}

/// Whether a node is a directory, a file of several items, or a container such as PKCS #7 that holds some.
fn holds_items(inspection: &Inspection, node: Node) -> bool {
    if node.is_directory() {
        return true;
    }
    let Some(file) = inspection.files.get(node.file) else { return false };
    match node.item {
        None => file.items.len() > 1,
        Some(item) => file
            .items
            .get(item)
            .is_some_and(|item| item.kind.holds().is_some_and(|holds| holds > 0)),
    }
}
