//! Files that a machine gets at its first start: cloud-init's `write_files`, and files and units of Butane.

use base64::Engine as _;

use super::notes::Block;
use crate::config::yaml::{self, Node};

/// The most files that are looked at.
const MOST: usize = 200;

/// The files that a text writes; none where it is of neither form.
pub(in crate::config) fn files(text: &str) -> Option<Vec<Block>> {
    let is_cloud = text.starts_with("#cloud-config") || text.starts_with("write_files:");
    let is_butane = || text.lines().any(|line| line.starts_with("variant:"));
    if !is_cloud && !is_butane() {
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
    let content = match encoding.as_str() {
        "" | "text/plain" => content,
        "b64" | "base64" => {
            let bytes = base64::engine::general_purpose::STANDARD.decode(content.trim()).ok()?;
            String::from_utf8(bytes).ok()?
        }
        // Compressed.
        _ => return None,
    };
    Some(block(path, line, &content))
}

fn of_butane(file: &Node) -> Option<Block> {
    let path = file.get("path")?.text()?;
    let (line, content) = entry(file.get("contents")?, "inline")?;
    Some(block(path, line, &content))
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
