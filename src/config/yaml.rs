//! YAML as etcd takes it: version 1.1 with the types of go-yaml 2 (sigs.k8s.io/yaml), which becomes JSON. Measured
//! on 3.4.23, 3.5.1 and the newest 3.5, 3.6 and 3.7, which agree. Of several documents the first counts.

use std::collections::{BTreeMap, BTreeSet};

use base64::Engine as _;
use saphyr_parser::{Event, Parser, ScalarStyle, Span, StrInput, Tag};

use crate::etcd::number;
use crate::text::{fill, say};

/// How deep values may be nested.
const DEPTH: usize = 32;
/// How many values there may be once aliases stand for what they name.
const VALUES: usize = 100_000;

/// A value with its place.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Node {
    /// The line it starts in, from 1.
    pub(crate) line: usize,
    /// What it is.
    pub(crate) value: Value,
}

/// A value as its JSON has it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Value {
    /// Nothing, `null` or `~`.
    Null,
    /// `true`, `yes`, `on`, `y` and their opposites, bare.
    Bool(bool),
    /// A number without fraction, in whatever base it is written.
    Whole(i128),
    /// A number that JSON writes with a fraction or an exponent.
    Fraction(String),
    /// Text.
    Text(String),
    /// A list.
    List(Vec<Node>),
    /// A map: of equal keys the last counts. JSON is written in the order of the keys.
    Map(Map),
}

/// A map: the line of each key, and its value.
pub(crate) type Map = BTreeMap<String, (usize, Node)>;

/// A document.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Document {
    /// What it holds.
    pub(super) root: Node,
    /// Keys that stand in their map already, with their lines.
    pub(super) repeated: Vec<(usize, String)>,
}

/// Why a text is no YAML to etcd, which then ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct YamlError {
    /// The line, from 1.
    pub(super) line: usize,
    /// Why, as a clause; parts of it are the file's own, and not safe to show.
    pub(super) why: String,
}

impl YamlError {
    fn new(line: usize, why: impl Into<String>) -> Self {
        Self { line, why: why.into() }
    }
}

/// Reads the first document of a file.
pub(super) fn document(bytes: &[u8]) -> Result<Document, YamlError> {
    let text = decoded(bytes)?;
    let mut builder = Builder::new(&text);
    let root = builder.next_document()?.unwrap_or(Node { line: 1, value: Value::Null });
    Ok(Document { root, repeated: builder.repeated })
}

/// Reads all documents of a file that isn't etcd's own.
pub(crate) fn documents(bytes: &[u8]) -> Result<Vec<Node>, YamlError> {
    let text = decoded(bytes)?;
    let mut builder = Builder::new(&text);
    let mut documents = Vec::new();
    while let Some(document) = builder.next_document()? {
        documents.push(document);
    }
    Ok(documents)
}

impl Node {
    /// What a map has under a key.
    pub(crate) fn get(&self, key: &str) -> Option<&Node> {
        let Value::Map(map) = &self.value else { return None };
        map.get(key).map(|(_, node)| node)
    }

    /// What stands at the end of a path of keys.
    pub(crate) fn at(&self, path: &[&str]) -> Option<&Node> {
        path.iter().try_fold(self, |node, key| node.get(key))
    }

    /// The entries of a list; none where it isn't one.
    pub(crate) fn items(&self) -> &[Node] {
        match &self.value {
            Value::List(items) => items,
            _ => &[],
        }
    }

    /// The keys of a map with their lines and values.
    pub(crate) fn entries(&self) -> impl Iterator<Item = (&str, usize, &Node)> {
        let map = match &self.value {
            Value::Map(map) => Some(map),
            _ => None,
        };
        map.into_iter().flatten().map(|(key, (line, node))| (key.as_str(), *line, node))
    }

    /// A scalar as text.
    pub(crate) fn text(&self) -> Option<String> {
        match &self.value {
            Value::Text(text) | Value::Fraction(text) => Some(text.clone()),
            Value::Bool(is_on) => Some(is_on.to_string()),
            Value::Whole(number) => Some(number.to_string()),
            Value::Null | Value::List(_) | Value::Map(_) => None,
        }
    }
}

/// The text with the line breaks of YAML 1.1, or the first character that it may not hold.
fn decoded(bytes: &[u8]) -> Result<String, YamlError> {
    let text = match bytes {
        [0xff, 0xfe, rest @ ..] => wide(rest, u16::from_le_bytes)?,
        [0xfe, 0xff, rest @ ..] => wide(rest, u16::from_be_bytes)?,
        _ => {
            let text = std::str::from_utf8(bytes).map_err(|error| {
                let before = bytes.get(..error.valid_up_to()).unwrap_or_default();
                let line = before.split(|byte| *byte == b'\n').count();
                YamlError::new(line, say("yaml-fault.not-utf-8"))
            })?;
            text.strip_prefix('\u{feff}').unwrap_or(text).to_owned()
        }
    };
    let is_allowed = |c: char| {
        matches!(c, '\t' | '\n' | '\r' | ' '..='~' | '\u{85}' | '\u{a0}'..='\u{d7ff}')
            || matches!(c, '\u{e000}'..='\u{fffd}' if c != '\u{feff}')
            || c >= '\u{10000}'
    };
    for (line, whole) in (1..).zip(text.split('\n')) {
        if !whole.chars().all(is_allowed) {
            return Err(YamlError::new(line, say("yaml-fault.control-character")));
        }
        // go-yaml takes a tab for indentation even where nothing follows.
        let rest = whole.trim_start_matches(' ');
        if rest.starts_with('\t') && rest.trim().is_empty() {
            return Err(YamlError::new(line, say("yaml-fault.tab")));
        }
    }
    let directives = text.lines().take_while(|line| !line.starts_with("---"));
    for (line, directive) in (1..).zip(directives) {
        let version = directive.strip_prefix("%YAML").map(str::trim);
        if version.is_some_and(|version| version != "1.1") {
            return Err(YamlError::new(line, say("yaml-fault.version")));
        }
    }
    Ok(text.replace(['\u{85}', '\u{2028}', '\u{2029}'], "\n"))
}

fn wide(bytes: &[u8], unit: impl Fn([u8; 2]) -> u16) -> Result<String, YamlError> {
    let (pairs, _) = bytes.as_chunks::<2>();
    let units = pairs.iter().map(|pair| unit(*pair));
    char::decode_utf16(units)
        .collect::<Result<String, _>>()
        .map_err(|_| YamlError::new(1, say("yaml-fault.not-utf-8")))
}

struct Builder<'a> {
    parser: Parser<'a, StrInput<'a>>,
    anchors: BTreeMap<usize, Node>,
    /// Anchors whose values aren't complete yet.
    open: BTreeSet<usize>,
    repeated: Vec<(usize, String)>,
    /// How many more values are taken.
    left: usize,
}

impl<'a> Builder<'a> {
    fn new(text: &'a str) -> Self {
        Self {
            parser: Parser::new_from_str(text),
            anchors: BTreeMap::new(),
            open: BTreeSet::new(),
            repeated: Vec::new(),
            left: VALUES,
        }
    }

    fn next_document(&mut self) -> Result<Option<Node>, YamlError> {
        loop {
            match self.next()? {
                (Event::DocumentStart(_), _) => return self.node(0).map(Some),
                (Event::StreamEnd, _) => return Ok(None),
                _ => {}
            }
        }
    }

    fn next(&mut self) -> Result<(Event<'a>, Span), YamlError> {
        match self.parser.next_event() {
            Some(Ok(event)) => Ok(event),
            Some(Err(error)) => Err(YamlError::new(error.marker().line(), error.info())),
            None => Ok((Event::StreamEnd, Span::default())),
        }
    }

    fn node(&mut self, depth: usize) -> Result<Node, YamlError> {
        let event = self.next()?;
        self.value_of(event, depth)
    }

    fn value_of(
        &mut self,
        (event, span): (Event<'a>, Span),
        depth: usize,
    ) -> Result<Node, YamlError> {
        let line = span.start.line();
        self.spend(1, line)?;
        if depth > DEPTH {
            return Err(YamlError::new(line, say("yaml-fault.too-deep")));
        }
        let (value, anchor) = match event {
            Event::Alias(anchor) => return self.alias(anchor, line),
            Event::Scalar(text, style, anchor, tag) => {
                (scalar(&text, style, tag.as_deref(), line)?, anchor)
            }
            Event::SequenceStart(anchor, _) => {
                self.open.insert(anchor);
                (Value::List(self.list(depth)?), anchor)
            }
            Event::MappingStart(anchor, _) => {
                self.open.insert(anchor);
                (Value::Map(self.map(depth)?), anchor)
            }
            _ => (Value::Null, 0),
        };
        self.open.remove(&anchor);
        let node = Node { line, value };
        if anchor > 0 {
            self.anchors.insert(anchor, node.clone());
        }
        Ok(node)
    }

    fn spend(&mut self, values: usize, line: usize) -> Result<(), YamlError> {
        let left = self.left.checked_sub(values);
        self.left = left.ok_or_else(|| YamlError::new(line, say("yaml-fault.too-many")))?;
        Ok(())
    }

    fn alias(&mut self, anchor: usize, line: usize) -> Result<Node, YamlError> {
        if self.open.contains(&anchor) {
            return Err(YamlError::new(line, say("yaml-fault.holds-itself")));
        }
        let found = self.anchors.get(&anchor).cloned();
        let node = found.ok_or_else(|| YamlError::new(line, say("yaml-fault.unknown-anchor")))?;
        self.spend(size(&node), line)?;
        Ok(Node { line, ..node })
    }

    fn list(&mut self, depth: usize) -> Result<Vec<Node>, YamlError> {
        let mut items = Vec::new();
        loop {
            match self.next()? {
                (Event::SequenceEnd | Event::StreamEnd, _) => return Ok(items),
                event => items.push(self.value_of(event, depth + 1)?),
            }
        }
    }

    fn map(&mut self, depth: usize) -> Result<Map, YamlError> {
        let mut map = Map::new();
        loop {
            let event = self.next()?;
            let is_merge = match &event.0 {
                Event::MappingEnd | Event::StreamEnd => return Ok(map),
                Event::Scalar(text, style, _, _) => text == "<<" && *style == ScalarStyle::Plain,
                _ => false,
            };
            let key = self.value_of(event, depth + 1)?;
            let value = self.node(depth + 1)?;
            if is_merge {
                merge(&mut map, value)?;
                continue;
            }
            let name = key_name(key.value, key.line)?;
            if map.contains_key(&name) {
                self.repeated.push((key.line, name.clone()));
            }
            map.insert(name, (key.line, value));
        }
    }
}

/// How many values a node holds, itself included. Long texts count as several: an alias copies them.
fn size(node: &Node) -> usize {
    match &node.value {
        Value::Text(text) => 1 + text.len() / 64,
        Value::List(items) => 1 + items.iter().map(size).sum::<usize>(),
        Value::Map(map) => 1 + map.values().map(|(_, node)| size(node)).sum::<usize>(),
        _ => 1,
    }
}

/// Takes the keys of other maps in, over those that stand before; of several maps the first counts.
fn merge(map: &mut Map, other: Node) -> Result<(), YamlError> {
    let refused = |line| YamlError::new(line, say("yaml-fault.merge"));
    match other.value {
        Value::Map(entries) => map.extend(entries),
        Value::List(maps) => {
            for node in maps.into_iter().rev() {
                let Value::Map(entries) = node.value else { return Err(refused(node.line)) };
                map.extend(entries);
            }
        }
        _ => return Err(refused(other.line)),
    }
    Ok(())
}

fn key_name(value: Value, line: usize) -> Result<String, YamlError> {
    match value {
        Value::Text(text) | Value::Fraction(text) => Ok(text),
        Value::Bool(is_on) => Ok(is_on.to_string()),
        Value::Whole(number) => Ok(number.to_string()),
        Value::Null | Value::List(_) | Value::Map(_) => {
            Err(YamlError::new(line, say("yaml-fault.key")))
        }
    }
}

fn scalar(
    text: &str,
    style: ScalarStyle,
    tag: Option<&Tag>,
    line: usize,
) -> Result<Value, YamlError> {
    let wanted = tag.filter(|tag| tag.is_yaml_core_schema()).map(|tag| tag.suffix.as_str());
    let value = match (tag, wanted) {
        (Some(_), Some("binary")) => {
            let bytes = base64::engine::general_purpose::STANDARD.decode(text).ok();
            let plain = bytes.and_then(|bytes| String::from_utf8(bytes).ok());
            plain.map(Value::Text).ok_or_else(|| tag_fault(text, line))?
        }
        (Some(_), Some(name @ ("int" | "float" | "bool" | "null"))) => {
            let value = resolved(text);
            let fits = match value {
                Value::Whole(_) => matches!(name, "int" | "float"),
                Value::Fraction(_) => name == "float",
                Value::Bool(_) => name == "bool",
                Value::Null => name == "null",
                _ => false,
            };
            if fits { value } else { return Err(tag_fault(text, line)) }
        }
        (None, _) if style == ScalarStyle::Plain => resolved(text),
        _ => Value::Text(text.to_owned()),
    };
    match value {
        Value::Fraction(number) if number.contains(['n', 'N', 'i', 'I']) => {
            Err(YamlError::new(line, fill("yaml-fault.not-finite", &[("value", &number)])))
        }
        value => Ok(value),
    }
}

fn tag_fault(text: &str, line: usize) -> YamlError {
    YamlError::new(line, fill("yaml-fault.tag", &[("value", &text)]))
}

/// What a bare word is.
fn resolved(text: &str) -> Value {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => return Value::Null,
        "y" | "Y" | "yes" | "Yes" | "YES" | "true" | "True" | "TRUE" | "on" | "On" | "ON" => {
            return Value::Bool(true);
        }
        "n" | "N" | "no" | "No" | "NO" | "false" | "False" | "FALSE" | "off" | "Off" | "OFF" => {
            return Value::Bool(false);
        }
        ".nan" | ".NaN" | ".NAN" => return Value::Fraction("NaN".into()),
        _ => {}
    }
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    if matches!(unsigned, ".inf" | ".Inf" | ".INF") {
        return Value::Fraction("Inf".into());
    }
    if !unsigned.starts_with(|c: char| c.is_ascii_digit() || c == '.') {
        return Value::Text(text.to_owned());
    }
    let plain = text.replace('_', "");
    whole(&plain).or_else(|| fraction(&plain)).unwrap_or_else(|| Value::Text(text.to_owned()))
}

/// A whole number of 64 bits.
fn whole(text: &str) -> Option<Value> {
    let range = i128::from(i64::MIN)..=i128::from(u64::MAX);
    number::whole(text).filter(|number| range.contains(number)).map(Value::Whole)
}

/// A number with a point or an exponent, or one that is too large for 64 bits. JSON writes those without
/// fraction below 10^21 as whole ones.
fn fraction(text: &str) -> Option<Value> {
    let is_float = |c: char| c.is_ascii_digit() || matches!(c, '.' | 'e' | 'E' | '+' | '-');
    if !text.chars().all(is_float) {
        return None;
    }
    let number: f64 = text.parse().ok()?;
    if !number.is_finite() {
        return None;
    }
    if number.fract() == 0.0 && number.abs() < 1e21 {
        // Exact: a float without fraction prints as its digits.
        return format!("{number:.0}").parse().ok().map(Value::Whole);
    }
    Some(Value::Fraction(text.to_owned()))
}

#[cfg(test)]
mod tests;
