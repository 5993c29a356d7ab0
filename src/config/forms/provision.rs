//! Files that a machine gets at its first start: cloud-init's `write_files`, and files and units of Ignition and of
//! Butane, which makes it.

use std::io::Read as _;

use base64::Engine as _;
use flate2::read::GzDecoder;

use super::notes::Block;
use crate::config::yaml::{self, Node};

/// The most files that are looked at.
const MOST: usize = 200;

/// The most bytes that one of them is unpacked to.
const LONGEST: u64 = 1 << 20;

/// The files that a text writes; none where it is of neither form.
pub(in crate::config) fn files(text: &str) -> Option<Vec<Block>> {
    let is_cloud = text.starts_with("#cloud-config") || text.starts_with("write_files:");
    let is_butane = || text.lines().any(|line| line.starts_with("variant:"));
    let is_ignition = || text.trim_start().starts_with('{') && text.contains("\"ignition\"");
    if !is_cloud && !is_butane() && !is_ignition() {
        return None;
    }
    let documents = yaml::documents(text.as_bytes()).ok()?;
    let document = documents.first()?;
    let written = document.get("write_files").map_or(&[][..], Node::items);
    let stored = document.at(&["storage", "files"]).map_or(&[][..], Node::items);
    let units = document.at(&["systemd", "units"]).map_or(&[][..], Node::items);
    let files = written.iter().take(MOST).filter_map(of_cloud);
    let files = files.chain(stored.iter().take(MOST).filter_map(of_butane));
    Some(files.chain(units.iter().take(MOST).filter_map(unit)).collect())
}

/// A text of the document behind as many empty lines as stand before it.
fn block(target: String, line: usize, text: &str) -> Block {
    let text = "\n".repeat(line) + text + "\n";
    Block { line: line + 1, target: Some(target), text, expands: false }
}

/// The line of a key, and its text.
fn entry(node: &Node, wanted: &str) -> Option<(usize, String)> {
    let (_, line, value) = node.entries().find(|(key, ..)| *key == wanted)?;
    Some((line, value.text()?))
}

fn of_cloud(file: &Node) -> Option<Block> {
    let path = file.get("path")?.text()?;
    let (line, content) = entry(file, "content")?;
    let encoding = file.get("encoding").and_then(Node::text).unwrap_or_default();
    let bytes = match encoding.as_str() {
        "" | "text/plain" => return Some(block(path, line, &content)),
        "b64" | "base64" => base64(&content)?,
        "gz+b64" | "gz+base64" | "gzip+b64" | "gzip+base64" => unpacked(&base64(&content)?)?,
        // Packed bytes as they are, which is no text.
        _ => return None,
    };
    Some(coded(path, line, &String::from_utf8(bytes).ok()?))
}

/// A file of Ignition's, whose contents are a data URL (RFC 2397), or of Butane's, which may stand there as they are.
fn of_butane(file: &Node) -> Option<Block> {
    let path = file.get("path")?.text()?;
    let contents = file.get("contents")?;
    if let Some((line, content)) = entry(contents, "inline") {
        return Some(block(path, line, &content));
    }
    let (line, source) = entry(contents, "source")?;
    let (kind, data) = source.strip_prefix("data:")?.split_once(',')?;
    let data = unescaped(data);
    let bytes =
        if kind.ends_with(";base64") { base64(&String::from_utf8(data).ok()?)? } else { data };
    let is_packed = contents.get("compression").and_then(Node::text).as_deref() == Some("gzip");
    let bytes = if is_packed { unpacked(&bytes)? } else { bytes };
    Some(coded(path, line, &String::from_utf8(bytes).ok()?))
}

/// A text that was coded in one line of the document: all of it stands there.
fn coded(target: String, line: usize, text: &str) -> Block {
    let joined = block(target, 0, text);
    Block { line, ..joined }
}

/// The bytes of a part of a URL: `%20` is a blank (RFC 3986 §2.1).
fn unescaped(text: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('%') {
        bytes.extend(before.as_bytes());
        let code = after.get(..2).and_then(|digits| u8::from_str_radix(digits, 16).ok());
        bytes.push(code.unwrap_or(b'%'));
        rest = if code.is_some() { after.get(2..).unwrap_or_default() } else { after };
    }
    bytes.extend(rest.as_bytes());
    bytes
}

fn base64(text: &str) -> Option<Vec<u8>> {
    let letters: Vec<u8> = text.bytes().filter(|byte| !byte.is_ascii_whitespace()).collect();
    base64::engine::general_purpose::STANDARD.decode(letters).ok()
}

fn unpacked(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut unpacked = Vec::new();
    GzDecoder::new(bytes).take(LONGEST).read_to_end(&mut unpacked).ok()?;
    Some(unpacked)
}

/// A unit with its drop-ins behind it.
fn unit(unit: &Node) -> Option<Block> {
    let name = unit.get("name")?.text()?;
    let (line, mut contents) = entry(unit, "contents")?;
    for drop_in in unit.get("dropins").map_or(&[][..], Node::items).iter().take(MOST) {
        contents.extend(entry(drop_in, "contents").map(|(_, text)| format!("\n{text}")));
    }
    Some(block(format!("/etc/systemd/system/{name}"), line, &contents))
}
