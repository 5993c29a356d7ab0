//! What files of other kinds hold: Kubernetes Secrets, kubeconfigs, other YAML and JSON, and base64 anywhere in a
//! text. Each item is named by its place in the document.

mod loose;

use std::fmt::Write as _;

use base64::Engine as _;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use zeroize::{Zeroize, Zeroizing};

use super::item::{FileInspection, Item};
use super::{BLOCK_LIMIT, block};
use crate::config::yaml::{self, Node, Value};
use crate::finding::rules::files::EncodedPem;
use crate::finding::rules::reading::{KubeconfigData, WrappedPem};
use crate::finding::{Finding, Rule};
use crate::pki::pem;
use crate::text::{escape_for_terminal, fill, say};

pub(super) use loose::read as read_text;

/// The most bytes of a document that is read for its structure.
const DOCUMENT_LIMIT: usize = 16 << 20;
/// How many layers of base64 are taken off: a Secret's one, and another by mistake.
const LAYERS: usize = 3;
/// The most values of a kubeconfig that are told of.
const VALUES: usize = 20;
/// The fewest characters of base64 that are looked into.
const LEAST: usize = 60;
/// Padding is often lost when people copy.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_allow_trailing_bits(true)
        .with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// Where an item stands within a document of another kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrapping {
    /// The kind of document.
    pub document: Document,
    /// The place in it, such as `data["tls.crt"]`, safe to show; empty where it has no structure.
    pub path: String,
}

/// A document that holds PEM or DER in its values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Document {
    /// A Kubernetes Secret with its namespace and name, as far as they are said, safe to show.
    Secret(String),
    /// Another object of Kubernetes: its kind and name, safe to show.
    Object(String),
    /// A kubeconfig.
    Kubeconfig,
    /// Other YAML.
    Yaml,
    /// Other JSON.
    Json,
    /// A text without known structure, which holds it as base64.
    Text,
}

impl Document {
    /// The word of the kind, a part of the format of JSON.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Secret(_) => "kubernetes-secret",
            Self::Object(_) => "kubernetes-object",
            Self::Kubeconfig => "kubeconfig",
            Self::Yaml => "yaml",
            Self::Json => "json",
            Self::Text => "base64",
        }
    }

    /// The kind and the name in words.
    fn said(&self) -> String {
        match self {
            Self::Secret(name) => fill("wrapping-secret", &[("name", name)]).trim_end().to_owned(),
            Self::Object(name) => fill("wrapping-object", &[("name", name)]),
            Self::Kubeconfig => say("wrapping-kubeconfig").to_owned(),
            Self::Yaml => say("wrapping-yaml").to_owned(),
            Self::Json => say("wrapping-json").to_owned(),
            Self::Text => say("wrapping-base64").to_owned(),
        }
    }

    /// Whether the cluster hands its values out as files, so that they have to be what etcd reads.
    fn is_mounted(&self) -> bool {
        matches!(self, Self::Secret(_) | Self::Object(_))
    }
}

impl Wrapping {
    /// The place in words, such as `data["tls.crt"] of the Kubernetes Secret default/etcd-tls`.
    pub fn said(&self) -> String {
        let document = self.document.said();
        if self.path.is_empty() {
            return document;
        }
        fill("wrapping-place", &[("path", &self.path), ("document", &document)])
    }
}

/// Whether a text may hold something in base64: PEM, or DER of some length.
pub(super) fn has_base64(text: &str) -> bool {
    pem::is_encoded(text.as_bytes()) || text.split(|c| !is_base64(c)).any(is_der_like)
}

/// Whether a text may be a kubeconfig that holds keys or certificates.
pub(super) fn has_kubeconfig_data(text: &str) -> bool {
    memchr::memmem::find(text.as_bytes(), b"-data:").is_some()
}

/// Whether a run of base64 starts as DER or a Java key store does.
fn is_der_like(run: &str) -> bool {
    let mut characters = run.chars();
    let is_sequence =
        characters.next() == Some('M') && matches!(characters.next(), Some('A'..='P'));
    run.len() >= LEAST && (is_sequence || run.starts_with("/u3+7") || run.starts_with("zs7Oz"))
}

fn is_base64(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '+' | '/')
}

/// Reads the values of YAML or JSON; `false` where the text is neither, or nothing is in it.
pub(super) fn read_document(text: &str, file: &mut FileInspection) -> bool {
    if text.len() > DOCUMENT_LIMIT {
        return false;
    }
    let Ok(documents) = yaml::documents(text.as_bytes()) else { return false };
    let other = || {
        let is_json = text.trim_start().starts_with(['{', '[']);
        if is_json { Document::Json } else { Document::Yaml }
    };
    let lines: Vec<&str> = text.lines().collect();
    let mut walk =
        Walk { lines: &lines, document: other(), items: Vec::new(), findings: Vec::new() };
    let mut formats = Vec::new();
    for mut root in documents {
        if matches!(root.value, Value::Map(_) | Value::List(_)) {
            walk.root(&root, &other, &mut formats);
        }
        wipe(&mut root);
    }
    let mut items = sorted(walk.items);
    if items.is_empty() && walk.findings.is_empty() {
        return false;
    }
    walk.findings.truncate(VALUES);
    file.findings.append(&mut walk.findings);
    items.truncate(BLOCK_LIMIT);
    formats.dedup();
    for format in formats {
        file.findings.push(WrappedPem { format: format.to_owned() }.into());
    }
    file.items.extend(items);
    true
}

/// Keys may be among the values.
fn wipe(node: &mut Node) {
    match &mut node.value {
        Value::Text(text) => text.zeroize(),
        Value::List(items) => items.iter_mut().for_each(wipe),
        Value::Map(map) => map.values_mut().for_each(|(_, node)| wipe(node)),
        _ => {}
    }
}

/// Goes through the values of documents.
struct Walk<'a> {
    lines: &'a [&'a str],
    document: Document,
    items: Vec<Item>,
    /// What is wrong with values that should hold PEM.
    findings: Vec<Finding>,
}

impl Walk<'_> {
    /// Reads one document; the objects of a list (`kind: List`) are documents of their own.
    fn root(&mut self, root: &Node, other: &dyn Fn() -> Document, formats: &mut Vec<&'static str>) {
        let kind = root.get("kind").and_then(Node::text).unwrap_or_default();
        if kind.ends_with("List") && root.get("items").is_some() {
            for object in root.get("items").map(Node::items).unwrap_or_default() {
                self.root(object, other, formats);
            }
            return;
        }
        self.document = document(&kind, root).unwrap_or_else(other);
        let before = self.items.len();
        self.node(root, "");
        if self.items.len() > before {
            formats.push(self.document.name());
        }
    }

    fn node(&mut self, node: &Node, path: &str) {
        if self.items.len() > BLOCK_LIMIT {
            return;
        }
        match &node.value {
            Value::Text(text) => self.text(text, node.line, path),
            Value::List(items) => {
                for (index, one) in items.iter().enumerate() {
                    let name = one.get("name").and_then(Node::text);
                    let name = name.map(|name| escape_for_terminal(&name));
                    self.node(one, &format!("{path}[{}]", name.unwrap_or(index.to_string())));
                }
            }
            Value::Map(_) => {
                for (key, _, one) in node.entries() {
                    self.node(one, &self.below(path, key));
                }
            }
            _ => {}
        }
    }

    /// The path of a key. A kubeconfig's `user`, `cluster` and `context` say nothing beyond their list.
    fn below(&self, path: &str, key: &str) -> String {
        let goes_without = self.document == Document::Kubeconfig
            && path.ends_with(']')
            && matches!(key, "user" | "cluster" | "context");
        if goes_without {
            return path.to_owned();
        }
        let mut below = path.to_owned();
        let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
        let key = escape_for_terminal(&key.chars().take(128).collect::<String>());
        // Writing to a string can't fail.
        let _ = match (key.chars().all(is_plain), path.is_empty()) {
            (true, true) => write!(below, "{key}"),
            (true, false) => write!(below, ".{key}"),
            (false, _) => write!(below, "[\"{key}\"]"),
        };
        below
    }

    fn text(&mut self, text: &str, line: usize, path: &str) {
        if self.document == Document::Kubeconfig && path.ends_with("-data") {
            let why = kubeconfig_fault(text);
            let finding = |why: &str| KubeconfigData { path: path.to_owned(), why: why.into() };
            self.findings.extend(why.map(|why| Finding::from(finding(why)).at_line(line)));
        }
        if !text.contains("BEGIN ") && (text.len() < LEAST || !starts_as_base64(text)) {
            return;
        }
        let (mut items, layers) = contents(text.as_bytes());
        let is_pem_beyond = |one: &Item| !one.label.is_empty();
        // A Secret's data has one layer, which the cluster takes off; stringData has none.
        let expected = usize::from(!path.starts_with("stringData"));
        let is_twice = matches!(self.document, Document::Secret(_)) && layers > expected;
        let before = self.items.len();
        for item in &mut items {
            item.line = self.line(line, item.line, layers);
            item.unload();
            item.within = item.within.map(|within| within + before);
            if !self.document.is_mounted() {
                item.findings.retain(|one| one.rule != Rule::BareDer);
            }
            if is_twice && is_pem_beyond(item) {
                item.findings.push(EncodedPem {}.into());
            }
            item.wrapping =
                Some(Box::new(Wrapping { document: self.document.clone(), path: path.to_owned() }));
        }
        self.items.extend(items);
    }

    /// The line of a block: in a block scalar its own, otherwise that of the value.
    fn line(&self, start: usize, within: usize, layers: usize) -> usize {
        let own = start + within - 1;
        let is_marker = |line: usize| {
            line.checked_sub(1)
                .and_then(|index| self.lines.get(index))
                .is_some_and(|line| line.contains("BEGIN "))
        };
        match layers {
            0 if within > 0 => {
                [own, own + 1].into_iter().find(|line| is_marker(*line)).unwrap_or(start)
            }
            _ => start,
        }
    }
}

/// Why the clients of Kubernetes don't take a value of a kubeconfig: they read base64 of PEM.
fn kubeconfig_fault(text: &str) -> Option<&'static str> {
    match decode(text) {
        _ if text.trim().is_empty() => None,
        None => Some("base64"),
        Some(bytes) if memchr::memmem::find(&bytes, b"-----BEGIN ").is_none() => Some("pem"),
        Some(_) => None,
    }
}

/// What object of Kubernetes a document is.
fn document(kind: &str, root: &Node) -> Option<Document> {
    let text = |path: &[&str]| root.at(path).and_then(Node::text);
    let safe = |text: String| escape_for_terminal(&text.chars().take(253).collect::<String>());
    let name = text(&["metadata", "name"]).map(safe);
    let full = match (text(&["metadata", "namespace"]).map(safe), name) {
        (Some(space), Some(name)) => format!("{space}/{name}"),
        (_, name) => name.unwrap_or_default(),
    };
    match kind {
        "Secret" => Some(Document::Secret(full)),
        "Config" => Some(Document::Kubeconfig),
        "" if ["clusters", "users"].iter().any(|key| is_list(root.get(key))) => {
            Some(Document::Kubeconfig)
        }
        "" => None,
        kind if root.get("apiVersion").is_some() => Some(Document::Object(
            format!("{} {full}", safe(kind.to_owned())).trim_end().to_owned(),
        )),
        _ => None,
    }
}

fn is_list(node: Option<&Node>) -> bool {
    node.is_some_and(|node| matches!(node.value, Value::List(_)))
}

/// Sorts items by their lines; maps are read in the order of their keys.
fn sorted(items: Vec<Item>) -> Vec<Item> {
    let mut order: Vec<(usize, Item)> = items.into_iter().enumerate().collect();
    order.sort_by_key(|(_, item)| item.line);
    let mut now = vec![0; order.len()];
    for (after, (before, _)) in order.iter().enumerate() {
        if let Some(place) = now.get_mut(*before) {
            *place = after;
        }
    }
    let moved = |within: usize| now.get(within).copied();
    let items = order.into_iter();
    items.map(|(_, item)| Item { within: item.within.and_then(moved), ..item }).collect()
}

/// Whether a value is base64 from its start, of PEM, DER or a Java key store.
fn starts_as_base64(text: &str) -> bool {
    let start: String = text
        .chars()
        .filter(|c| !c.is_whitespace())
        .take_while(|c| is_base64(*c))
        .take(LEAST)
        .collect();
    start.starts_with("LS0t") || start.starts_with("TFMwdExT") || is_der_like(&start)
}

/// Reads PEM, DER, or base64 of either as items, and says how many layers of base64 were taken off.
fn contents(bytes: &[u8]) -> (Vec<Item>, usize) {
    let mut items = Vec::new();
    let mut bytes = Zeroizing::new(bytes.to_vec());
    for layer in 0..LAYERS {
        if block::der(&bytes, &mut items) {
            return (items, layer);
        }
        let text = Zeroizing::new(String::from_utf8_lossy(&bytes).into_owned());
        if text.contains("BEGIN ") {
            for one in pem::scan(&pem::repaired(&text), BLOCK_LIMIT).blocks {
                block::read(one, &mut items);
            }
            return (items, layer);
        }
        let Some(decoded) = decode(&text) else { break };
        bytes = decoded;
    }
    (items, 0)
}

/// Decodes text that is nothing but base64 and blanks.
fn decode(text: &str) -> Option<Zeroizing<Vec<u8>>> {
    // Room for all of it at once: a buffer that grows leaves copies behind.
    let mut characters = Zeroizing::new(Vec::with_capacity(text.len()));
    characters.extend(text.bytes().filter(|byte| !byte.is_ascii_whitespace()));
    let mut bytes = Zeroizing::new(Vec::with_capacity(characters.len() / 4 * 3 + 3));
    BASE64.decode_vec(characters.as_slice(), &mut bytes).ok()?;
    Some(bytes).filter(|bytes| !bytes.is_empty())
}
