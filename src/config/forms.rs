//! Forms that start etcd elsewhere than in a unit: manifests of Kubernetes, compose files, what container engines and
//! etcd's own log tell of a process. All of them end in [`Launch`](super::launch::Launch).

pub(super) mod compose;
pub(super) mod inspected;
pub(super) mod kubernetes;
pub(super) mod log;
pub(super) mod notes;
pub(super) mod process;
pub(super) mod unread;

use super::container::Container;
use super::launch::{Assigned, Launch, bare};
use super::script;
use super::unit::Word;
use super::yaml::{Node, Value};

/// The words of a list of texts; one text alone is none.
fn words(node: Option<&Node>) -> Vec<Word> {
    let items = node.map_or(&[][..], Node::items);
    items
        .iter()
        .filter_map(|item| Some(Word { line: item.line, text: item.text()?, open: false }))
        .collect()
}

/// Variables as a list of `NAME=value`, or as a map. One without a value is passed through from outside.
fn variables(node: Option<&Node>) -> Vec<Assigned> {
    let Some(node) = node else { return Vec::new() };
    if let Value::List(items) = &node.value {
        let word = |item: &Node| {
            let text = item.text()?;
            let open = !text.contains('=');
            let text = if open { format!("{text}=") } else { text };
            Assigned::read(&Word { line: item.line, text, open })
        };
        return items.iter().filter_map(word).collect();
    }
    let entry = |(name, line, value): (&str, usize, &Node)| Assigned {
        line,
        name: name.to_owned(),
        value: value.text().unwrap_or_default(),
        open: value.value == Value::Null,
    };
    node.entries().map(entry).collect()
}

/// The starts of etcd by the command of a container.
pub(super) fn in_container(
    line: usize,
    command: Vec<Word>,
    variables: Vec<Assigned>,
    container: Container,
) -> Vec<Launch> {
    let mut found = bare(command);
    found.variables.splice(0..0, variables);
    found.container = Some(container);
    script::launches_of(found, line, 0).unwrap_or_default()
}
