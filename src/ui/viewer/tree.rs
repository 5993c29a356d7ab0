//! The tree of files and what they hold: which rows there are, and which one is selected.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

use crate::pki::{Finding, ItemKind, Reading, RemarkSeverity};

/// Up to so many items all files start open.
const OPEN: usize = 200;

/// A file, or an item of it. The order is that of the rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Node {
    pub(super) file: usize,
    pub(super) item: Option<usize>,
}

impl Node {
    /// The node whose row shows this one: a file with a single item and that item are one row.
    pub(super) fn alone(self, reading: &Reading) -> Self {
        let single = reading.files.get(self.file).is_some_and(|file| file.items.len() == 1);
        if single { Self { item: None, ..self } } else { self }
    }
}

#[derive(Default)]
pub(super) struct Tree {
    /// Whether each file is open.
    open: Vec<bool>,
    /// The PKCS #7 that are closed.
    closed: HashSet<Node>,
    rows: Vec<Node>,
    selected: usize,
    /// The first row on the screen.
    top: usize,
    marks: HashMap<Node, RemarkSeverity>,
    items: usize,
    /// The directory that all files are in, which goes without saying.
    common: PathBuf,
}

impl Tree {
    pub(super) fn new(reading: &Reading) -> Self {
        let items: usize = reading.files.iter().map(|file| file.items.len()).sum();
        let is_only = reading.files.len() == 1;
        let open = reading.files.iter().map(|_| is_only || items <= OPEN).collect();
        let mut tree = Self { open, items, common: common(reading), ..Self::default() };
        tree.rebuild(reading);
        tree
    }

    /// Notes the worst of what was found for each item, and for each file with all in it.
    pub(super) fn mark(&mut self, findings: &[Finding]) {
        self.marks.clear();
        for finding in findings {
            let severity = finding.remark.severity;
            let file = Node { file: finding.file, item: None };
            for node in [file, Node { item: finding.item, ..file }] {
                let worst = self.marks.entry(node).or_insert(severity);
                *worst = (*worst).max(severity);
            }
        }
    }

    /// How many items all files hold.
    pub(super) fn items(&self) -> usize {
        self.items
    }

    /// The path of a file from the directory that all are in.
    pub(super) fn short<'a>(&self, path: &'a Path) -> &'a Path {
        path.strip_prefix(&self.common).unwrap_or(path)
    }

    pub(super) fn worst(&self, node: Node) -> Option<RemarkSeverity> {
        self.marks.get(&node).copied()
    }

    pub(super) fn is_open(&self, node: Node) -> bool {
        match node.item {
            None => self.open.get(node.file).copied().unwrap_or(false),
            Some(_) => !self.closed.contains(&node),
        }
    }

    /// Makes the rows anew, and keeps the selected one.
    fn rebuild(&mut self, reading: &Reading) {
        let selected = self.selected();
        self.rows.clear();
        for (file, read) in reading.files.iter().enumerate() {
            self.rows.push(Node { file, item: None });
            if read.items.len() == 1 || !self.open.get(file).copied().unwrap_or(false) {
                continue;
            }
            let mut hidden: HashSet<usize> = HashSet::new();
            for (index, item) in read.items.iter().enumerate() {
                let node = Node { file, item: Some(index) };
                let below_closed = item.within.is_some_and(|parent| {
                    hidden.contains(&parent)
                        || self.closed.contains(&Node { file, item: Some(parent) })
                });
                if below_closed {
                    hidden.insert(index);
                } else {
                    self.rows.push(node);
                }
            }
        }
        if let Some(node) = selected {
            // A row that was closed away leaves the one above it.
            let after = self.rows.partition_point(|row| *row <= node);
            self.selected = after.saturating_sub(1);
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
    pub(super) fn expand(&mut self, reading: &Reading) -> bool {
        let Some(node) = self.selected().filter(|node| has_children(reading, *node)) else {
            return false;
        };
        if self.is_open(node) {
            self.step(1, true);
        } else {
            self.set_open(node, true);
            self.rebuild(reading);
        }
        true
    }

    /// Closes what is selected, or goes to what it is part of.
    pub(super) fn collapse(&mut self, reading: &Reading) {
        let Some(node) = self.selected() else { return };
        if has_children(reading, node) && self.is_open(node) {
            self.set_open(node, false);
            self.rebuild(reading);
        } else if let Some(parent) = parent(reading, node) {
            self.go(reading, parent);
        }
    }

    fn set_open(&mut self, node: Node, open: bool) {
        match node.item {
            None => {
                if let Some(file) = self.open.get_mut(node.file) {
                    *file = open;
                }
            }
            Some(_) if open => {
                self.closed.remove(&node);
            }
            Some(_) => {
                self.closed.insert(node);
            }
        }
    }

    /// Selects a node, and opens whatever it is in.
    pub(super) fn go(&mut self, reading: &Reading, node: Node) {
        let mut node = node.alone(reading);
        let wanted = node;
        let mut changed = false;
        while let Some(parent) = parent(reading, node) {
            if !self.is_open(parent) {
                self.set_open(parent, true);
                changed = true;
            }
            node = parent;
        }
        if changed {
            self.rebuild(reading);
        }
        if let Ok(row) = self.rows.binary_search(&wanted) {
            self.selected = row;
        }
    }

    /// Scrolls so that the selected row is on a screen of so many lines.
    pub(super) fn keep_in_view(&mut self, lines: usize) {
        let lines = lines.max(1);
        self.top = self.top.min(self.rows.len().saturating_sub(lines));
        self.top = self.top.min(self.selected).max((self.selected + 1).saturating_sub(lines));
    }
}

/// The directory that all files are in.
fn common(reading: &Reading) -> PathBuf {
    let mut directories = reading.files.iter().filter_map(|file| file.path.parent());
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

/// Whether rows of others stand below that of a node.
pub(super) fn has_children(reading: &Reading, node: Node) -> bool {
    let Some(file) = reading.files.get(node.file) else { return false };
    match node.item {
        None => file.items.len() > 1,
        Some(item) => file.items.get(item).is_some_and(
            |item| matches!(item.kind, ItemKind::Pkcs7 { holds: Some(holds) } if holds > 0),
        ),
    }
}

fn parent(reading: &Reading, node: Node) -> Option<Node> {
    let item = reading.files.get(node.file)?.items.get(node.item?)?;
    // Only what stands before an item can hold it: no circles.
    let within = item.within.filter(|within| Some(*within) < node.item);
    Some(Node { item: within, ..node })
}

/// How deep a node stands below its file.
pub(super) fn depth(reading: &Reading, node: Node) -> usize {
    std::iter::successors(parent(reading, node), |node| parent(reading, *node)).take(8).count()
}
