//! The directories that files are in, below the one that all are in.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::Node;
use crate::pki::Inspection;
use crate::text::escape_for_terminal;

/// The deepest level of directories; the rest of a path stands in one row.
const LEVELS: u8 = 16;

/// A directory with files or directories in it.
pub(super) struct Directory {
    /// Its name, with those above it that hold nothing else; safe to show.
    pub(super) label: String,
    /// The index of the first file behind it.
    pub(super) end: usize,
    /// The directory that it is in.
    pub(super) parent: Option<Node>,
}

/// All directories, by their nodes.
#[derive(Default)]
pub(super) struct Directories {
    pub(super) all: BTreeMap<Node, Directory>,
    /// For each file the directory that it is in.
    pub(super) of_files: Vec<Option<Node>>,
}

/// The parts of the directory of a file; none of a server's.
fn parts<'a>(path: &'a Path, common: &Path) -> Vec<&'a std::ffi::OsStr> {
    if path.to_string_lossy().contains("://") {
        return Vec::new();
    }
    let directory = path.parent().unwrap_or(Path::new(""));
    let below = directory.strip_prefix(common).unwrap_or(directory);
    below.components().map(std::path::Component::as_os_str).collect()
}

/// A directory that is open while files are gone through.
struct Open {
    node: Node,
    /// Its name and those above it that are said with it.
    name: PathBuf,
    /// How many parts of a path lead to it.
    parts: usize,
}

impl Directories {
    /// Finds the directories of files, below one that all are in.
    pub(super) fn new(inspection: &Inspection, common: &Path) -> Self {
        let files: Vec<_> = inspection.files.iter().map(|file| parts(&file.path, common)).collect();
        let mut found = Self::default();
        let mut open: Vec<Open> = Vec::new();
        let shared = |index: usize, other: usize| match (files.get(index), files.get(other)) {
            (Some(one), Some(other)) => one.iter().zip(other).take_while(|(a, b)| a == b).count(),
            _ => 0,
        };
        for (index, parts) in files.iter().enumerate() {
            let kept = index.checked_sub(1).map_or(0, |before| shared(before, index));
            while open.last().is_some_and(|last| last.parts > kept) {
                found.close(open.pop(), index);
            }
            let mut name = PathBuf::new();
            let start = open.last().map_or(0, |last| last.parts);
            for depth in start + 1..=parts.len() {
                name.extend(parts.get(depth - 1));
                // Where each file here is in the next directory as well, both are one row.
                let is_alone = depth < parts.len() && {
                    let mut next = index + 1;
                    while next < files.len() && shared(index, next) > depth {
                        next += 1;
                    }
                    shared(index, next) < depth
                };
                if is_alone || open.len() >= usize::from(LEVELS) && depth < parts.len() {
                    continue;
                }
                let level = u8::try_from(open.len()).unwrap_or(LEVELS);
                let node = Node { level, ..Node::file(index) };
                open.push(Open { node, name: std::mem::take(&mut name), parts: depth });
                let parent = open.len().checked_sub(2).and_then(|at| open.get(at));
                let directory = Directory {
                    label: String::new(),
                    end: files.len(),
                    parent: parent.map(|parent| parent.node),
                };
                found.all.insert(node, directory);
            }
            found.of_files.push(open.last().map(|last| last.node));
        }
        while !open.is_empty() {
            found.close(open.pop(), files.len());
        }
        found
    }

    fn close(&mut self, open: Option<Open>, end: usize) {
        let Some(open) = open else { return };
        if let Some(directory) = self.all.get_mut(&open.node) {
            directory.end = end;
            directory.label = escape_for_terminal(&open.name.display().to_string());
        }
    }

    /// The directories whose first file is this one, from the outermost on.
    pub(super) fn starting(&self, file: usize) -> Vec<Node> {
        let first = Node { level: 0, ..Node::file(file) };
        self.all.range(first..Node::file(file)).map(|(node, _)| *node).collect()
    }

    /// A directory and all that it is in, from a node on.
    pub(super) fn upwards(&self, from: Option<Node>) -> impl Iterator<Item = Node> {
        std::iter::successors(from, |node| self.all.get(node)?.parent)
    }
}
