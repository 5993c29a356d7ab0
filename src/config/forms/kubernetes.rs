//! Manifests of Kubernetes: pods, static ones as those of kubeadm and `OpenShift`, and what makes pods.

use super::{Contained, volumes, words};
use crate::config::container::Container;
use crate::config::launch::{Assigned, Launch};
use crate::config::shell::{Known, LONGEST};
use crate::config::unit::Word;
use crate::config::yaml::Node;

/// The most mounts and config maps of a container that are looked at.
pub(super) const MOST: usize = 200;

/// Whether a document is a manifest.
pub(in crate::config) fn is_manifest(document: &Node) -> bool {
    document.get("apiVersion").is_some() && document.get("kind").is_some()
}

/// The starts of etcd in a manifest. `all` are the documents of its file, config maps perhaps.
pub(in crate::config) fn launches(document: &Node, all: &[Node]) -> Vec<Launch> {
    containers(document, all).into_iter().flat_map(Contained::launches).collect()
}

/// The commands of its containers.
pub(in crate::config) fn containers(document: &Node, all: &[Node]) -> Vec<Contained> {
    let list = document.get("items").map_or(&[][..], Node::items);
    let inner = list.iter().flat_map(|item| containers(item, all));
    let own = pod(document).map_or_else(Vec::new, |pod| {
        let containers = pod.get("containers").map_or(&[][..], Node::items);
        containers.iter().map(|one| container(one, pod, document, all)).collect()
    });
    own.into_iter().chain(inner).collect()
}

/// The pod that a manifest describes.
fn pod(document: &Node) -> Option<&Node> {
    [
        &["spec"][..],
        &["spec", "template", "spec"],
        &["spec", "jobTemplate", "spec", "template", "spec"],
    ]
    .iter()
    .filter_map(|path| document.at(path))
    .find(|spec| spec.get("containers").is_some())
}

fn container(one: &Node, pod: &Node, document: &Node, all: &[Node]) -> Contained {
    let variables = environment(one, all);
    let known: Known = variables.iter().map(Assigned::known).collect();
    let [mut command, arguments] = ["command", "args"].map(|key| words(one.get(key)));
    command.extend(arguments);
    for word in &mut command {
        expand(word, &known);
    }
    let image = one.get("image").and_then(Node::text).unwrap_or_default();
    let mut container = Container { image, ..Container::default() };
    volumes::mount(&mut container, one, pod, document, all);
    Contained { line: one.line, command, variables, container: Some(container) }
}

/// What its environment holds: config maps of the same file, then its own variables.
fn environment(one: &Node, all: &[Node]) -> Vec<Assigned> {
    let mut variables = Vec::new();
    for from in one.get("envFrom").map_or(&[][..], Node::items).iter().take(MOST) {
        let name = from.at(&["configMapRef", "name"]).and_then(Node::text);
        variables.extend(super::variables(config_map(name.as_deref(), all)));
    }
    let mut earlier: Known = variables.iter().map(Assigned::known).collect();
    for entry in one.get("env").map_or(&[][..], Node::items).iter().take(5 * MOST) {
        let Some(name) = entry.get("name").and_then(Node::text) else { continue };
        let referred = referred(entry, all);
        let value = entry.get("value").or(referred);
        let open = entry.get("valueFrom").is_some() && referred.is_none();
        let mut word = Word {
            line: value.map_or(entry.line, |value| value.line),
            text: value.and_then(Node::text).unwrap_or_default(),
            open,
        };
        expand(&mut word, &earlier);
        let Word { line, text: value, open } = word;
        let one = Assigned { line, name, value, open };
        earlier.extend([one.known()]);
        variables.push(one);
    }
    variables
}

/// The data of a config map of the same file.
fn config_map<'a>(name: Option<&str>, all: &'a [Node]) -> Option<&'a Node> {
    volumes::find("ConfigMap", name?, all)?.get("data")
}

/// What a variable takes from a config map of the same file.
fn referred<'a>(entry: &Node, all: &'a [Node]) -> Option<&'a Node> {
    let reference = entry.at(&["valueFrom", "configMapKeyRef"])?;
    let [name, key] = ["name", "key"].map(|part| reference.get(part).and_then(Node::text));
    config_map(name.as_deref(), all)?.get(&key?)
}

/// Puts variables in for `$(NAME)`; `$$` is a dollar. A name that isn't known stays as it is.
fn expand(word: &mut Word, known: &Known) {
    let text = std::mem::take(&mut word.text);
    let mut rest = text.as_str();
    while let Some((before, after)) = rest.split_once('$') {
        word.text.push_str(before);
        let reference = after.strip_prefix('(').and_then(|inner| inner.split_once(')'));
        let found = reference.and_then(|(name, tail)| Some((known.get(name)?, tail)));
        let found = found.filter(|_| word.text.len() < LONGEST);
        rest = if let Some(((value, open), tail)) = found {
            word.open |= open;
            word.text.push_str(value);
            tail
        } else if let Some(tail) = after.strip_prefix('$') {
            word.text.push('$');
            tail
        } else {
            word.text.push('$');
            after
        };
    }
    word.text.push_str(rest);
}
