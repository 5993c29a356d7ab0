//! Secrets and `ConfigMap`s: those of a manifest's own file, and those of the other files that are read.

use crate::config::disk::Found;
use crate::config::forms::unread;
use crate::config::yaml::{self, Node};

/// A document of another file.
#[derive(Debug)]
pub(in crate::config) struct Object {
    /// The file.
    path: String,
    document: Node,
}

/// The most of them, over all files.
const MOST: usize = 2000;

/// The kinds whose documents hold files.
const KINDS: [&str; 2] = ["Secret", "ConfigMap"];

/// Finds the Secrets and `ConfigMap`s of all files.
pub(in crate::config) fn of_files(files: &[(String, Found)]) -> Vec<Object> {
    let mut all = Vec::new();
    for (path, found) in files {
        let Ok(text) = std::str::from_utf8(&found.bytes) else { continue };
        let is_marked = text.contains("kind") && KINDS.iter().any(|kind| text.contains(kind));
        if !is_marked || unread::is_template(path, text) || all.len() >= MOST {
            continue;
        }
        for document in yaml::documents(text.as_bytes()).unwrap_or_default() {
            let inner = document.get("items").map_or(&[][..], Node::items);
            let found = std::iter::once(&document).chain(inner).filter(|one| is_held(one));
            all.extend(found.map(|one| Object { path: path.clone(), document: one.clone() }));
        }
    }
    all
}

fn is_held(document: &Node) -> bool {
    let kind = document.get("kind").and_then(Node::text);
    document.get("apiVersion").is_some() && kind.is_some_and(|kind| KINDS.contains(&kind.as_str()))
}

/// What a manifest may name: the documents of its file, then those of others.
#[derive(Clone, Copy)]
pub(in crate::config) struct Documents<'a> {
    /// The file.
    path: &'a str,
    /// Its documents.
    own: &'a [Node],
    others: &'a [Object],
}

/// A document, and the file that it is of where that is another one.
#[derive(Clone, Copy)]
pub(in crate::config) struct Held<'a> {
    pub(in crate::config) document: &'a Node,
    pub(in crate::config) file: Option<&'a str>,
}

impl<'a> Documents<'a> {
    pub(in crate::config) fn new(path: &'a str, own: &'a [Node], others: &'a [Object]) -> Self {
        Self { path, own, others }
    }

    /// The document of a kind that one of this namespace names. Of several in other files the nearest counts; where two
    /// that are as near differ, which one is meant isn't known.
    pub(in crate::config) fn find(
        &self,
        kind: &'static str,
        name: &str,
        namespace: Option<&str>,
    ) -> Option<Held<'a>> {
        let is_named = |document: &&Node| metadata(document, "name").as_deref() == Some(name);
        if let Some(document) = self.own(kind).find(is_named) {
            return Some(Held { document, file: None });
        }
        let is_apart = |document: &Node| {
            let other = metadata(document, "namespace");
            other.is_some_and(|other| namespace.is_some_and(|own| own != other))
        };
        let all = self.others.iter().filter(|one| {
            one.path != self.path
                && one.document.get("kind").and_then(Node::text).as_deref() == Some(kind)
                && is_named(&&one.document)
                && !is_apart(&one.document)
        });
        let all: Vec<(usize, &Object)> = all.map(|one| (self.nearness(&one.path), one)).collect();
        let (nearest, first) = *all.iter().max_by_key(|(near, _)| *near)?;
        let mut rivals = all.iter().filter(|(near, _)| *near == nearest);
        let data = |one: &'a Object| {
            ["data", "stringData", "binaryData"].map(|section| one.document.get(section))
        };
        let is_same = |(_, one): &(usize, &'a Object)| {
            data(one).map(|node| node.map(values)) == data(first).map(|node| node.map(values))
        };
        rivals
            .all(is_same)
            .then_some(Held { document: &first.document, file: Some(first.path.as_str()) })
    }

    /// The documents of a kind in the file itself, and in lists of it.
    pub(in crate::config) fn own(&self, kind: &'static str) -> impl Iterator<Item = &'a Node> {
        let inner = |document: &'a Node| document.get("items").map_or(&[][..], Node::items).iter();
        self.own
            .iter()
            .flat_map(move |document| std::iter::once(document).chain(inner(document)))
            .filter(move |one| one.get("kind").and_then(Node::text).as_deref() == Some(kind))
    }

    /// How many directories a file has in common with this one.
    fn nearness(&self, path: &str) -> usize {
        let directories = |path: &'a str| path.rsplit_once('/').map_or("", |(before, _)| before);
        let other: Vec<&str> = path.split('/').collect();
        directories(self.path).split('/').zip(other).take_while(|(one, other)| one == other).count()
    }
}

fn metadata(document: &Node, key: &str) -> Option<String> {
    document.at(&["metadata", key]).and_then(Node::text)
}

/// What a section holds, without its lines.
fn values(section: &Node) -> Vec<(&str, Option<String>)> {
    section.entries().map(|(name, _, value)| (name, value.text())).collect()
}
