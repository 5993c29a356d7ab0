//! Forms that start etcd elsewhere than in a unit: manifests of Kubernetes, compose files, what container engines and
//! etcd's own log tell of a process. All of them end in [`Launch`](super::launch::Launch).

pub(super) mod commands;
pub(super) mod compose;
pub(super) mod inspected;
pub(super) mod kubernetes;
pub(super) mod log;
pub(super) mod make;
pub(super) mod notes;
pub(super) mod objects;
pub(super) mod process;
pub(super) mod provision;
pub(super) mod unread;
pub(super) mod volumes;

use self::objects::Documents;
use super::container::Container;
use super::launch::{Assigned, Launch, bare, base};
use super::script;
use super::shell::Known;
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

/// The command of a container, with its environment and the container.
#[derive(Debug, Clone)]
pub(super) struct Contained {
    /// The line that it stands in.
    pub(super) line: usize,
    /// Its words.
    pub(super) command: Vec<Word>,
    /// The variables that are set for it.
    pub(super) variables: Vec<Assigned>,
    /// The container; none for a command of the machine itself.
    pub(super) container: Option<Container>,
}

impl Contained {
    /// The starts of etcd by the command.
    pub(super) fn launches(self) -> Vec<Launch> {
        if let Some(launches) = self.by_script() {
            return launches;
        }
        let Self { line, command, variables, container } = self;
        let mut found = bare(command);
        found.variables.splice(0..0, variables);
        found.container = container;
        script::launches_of(found, line, 0).unwrap_or_default()
    }
}

impl Contained {
    /// The starts of etcd by a script that the container has, and that is written beside it.
    fn by_script(&self) -> Option<Vec<Launch>> {
        const SHELLS: [&str; 5] = ["sh", "bash", "ash", "dash", "ksh"];
        let container = self.container.as_ref()?;
        let first = self.command.first()?;
        let is_shell = SHELLS.contains(&base(&first.text));
        let is_option = |word: &&Word| word.text.starts_with('-') && !word.text.ends_with('c');
        let before = if is_shell {
            1 + self.command.iter().skip(1).take_while(is_option).count()
        } else {
            0
        };
        let script = container.script(&self.command.get(before)?.text)?;
        let text = script.text();
        let arguments = self.command.get(before + 1..).unwrap_or_default();
        let (_, text) = notes::blocks(&text, |_| false);
        let mut launches = script::launches(&text, arguments, &self.variables);
        for launch in &mut launches {
            // Lines of another file mean nothing here.
            if script.file().is_some() {
                launch.relocate(self.line);
            }
            launch.container = launch.container.take().or_else(|| Some(container.clone()));
        }
        (!launches.is_empty()).then_some(launches)
    }
}

/// The commands of the containers of a document: a manifest's, or a compose file's whose variables nobody knows.
pub(super) fn contained(document: &Node, all: Documents<'_>) -> Vec<Contained> {
    if kubernetes::is_manifest(document) {
        let mut all_containers = kubernetes::containers(document, all);
        all_containers.extend(kubernetes::checks(document, all));
        return all_containers;
    }
    if compose::is_compose(document) {
        let mut all_containers = compose::containers(document, &Known::new());
        all_containers.extend(compose::checks(document));
        return all_containers;
    }
    Vec::new()
}
