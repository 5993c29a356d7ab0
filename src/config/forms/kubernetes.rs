//! Manifests of Kubernetes: pods, static ones as those of kubeadm and `OpenShift`, and what makes pods.

use super::objects::{Documents, Held};
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

/// The starts of etcd in a manifest. `all` are the documents of its file, and config maps of others.
pub(in crate::config) fn launches(document: &Node, all: Documents<'_>) -> Vec<Launch> {
    containers(document, all).into_iter().flat_map(Contained::launches).collect()
}

/// The commands of its containers.
pub(in crate::config) fn containers(document: &Node, all: Documents<'_>) -> Vec<Contained> {
    let list = document.get("items").map_or(&[][..], Node::items);
    let inner = list.iter().flat_map(|item| containers(item, all));
    let own = pod(document).map_or_else(Vec::new, |pod| {
        let containers = pod.get("containers").map_or(&[][..], Node::items);
        containers.iter().map(|one| container(one, pod, document, all)).collect()
    });
    own.into_iter().chain(inner).collect()
}

/// The commands that say whether its containers are well: clients of etcd perhaps.
pub(super) fn checks(document: &Node, all: Documents<'_>) -> Vec<Contained> {
    const CHECKS: [&[&str]; 5] = [
        &["livenessProbe", "exec", "command"],
        &["readinessProbe", "exec", "command"],
        &["startupProbe", "exec", "command"],
        &["lifecycle", "postStart", "exec", "command"],
        &["lifecycle", "preStop", "exec", "command"],
    ];
    let Some(pod) = pod(document) else { return Vec::new() };
    let containers = pod.get("containers").map_or(&[][..], Node::items).iter();
    let of = |one: &Node| {
        let commands = CHECKS.iter().filter_map(|path| one.at(path));
        let contained = |command: &Node| Contained {
            command: words(Some(command)),
            ..container(one, pod, document, all)
        };
        commands.map(contained).collect::<Vec<_>>()
    };
    containers.flat_map(of).collect()
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

fn container(one: &Node, pod: &Node, document: &Node, all: Documents<'_>) -> Contained {
    let namespace = document.at(&["metadata", "namespace"]).and_then(Node::text);
    let maps = Maps { all, namespace: namespace.as_deref() };
    let variables = environment(one, maps);
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

/// What its environment holds: config maps, then its own variables.
fn environment(one: &Node, maps: Maps<'_>) -> Vec<Assigned> {
    let mut variables = Vec::new();
    for from in one.get("envFrom").map_or(&[][..], Node::items).iter().take(MOST) {
        let name = from.at(&["configMapRef", "name"]).and_then(Node::text);
        let Some(Held { document, file }) = maps.find(name.as_deref()) else { continue };
        let mut taken = super::variables(document.get("data"));
        if file.is_some() {
            for one in &mut taken {
                one.line = from.line;
            }
        }
        variables.extend(taken);
    }
    let mut earlier: Known = variables.iter().map(Assigned::known).collect();
    for entry in one.get("env").map_or(&[][..], Node::items).iter().take(5 * MOST) {
        let Some(name) = entry.get("name").and_then(Node::text) else { continue };
        let referred = maps.referred(entry);
        let value = entry.get("value").or(referred.map(|(value, _)| value));
        let is_elsewhere = referred.is_some_and(|(_, is_elsewhere)| is_elsewhere);
        let open = entry.get("valueFrom").is_some() && referred.is_none();
        let mut word = Word {
            line: value.filter(|_| !is_elsewhere).map_or(entry.line, |value| value.line),
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

/// The config maps that a container may take variables from.
#[derive(Clone, Copy)]
struct Maps<'a> {
    all: Documents<'a>,
    namespace: Option<&'a str>,
}

impl<'a> Maps<'a> {
    fn find(&self, name: Option<&str>) -> Option<Held<'a>> {
        self.all.find("ConfigMap", name?, self.namespace)
    }

    /// What a variable takes from a config map, and whether that stands in another file.
    fn referred(&self, entry: &Node) -> Option<(&'a Node, bool)> {
        let reference = entry.at(&["valueFrom", "configMapKeyRef"])?;
        let [name, key] = ["name", "key"].map(|part| reference.get(part).and_then(Node::text));
        let held = self.find(name.as_deref())?;
        Some((held.document.at(&["data", &key?])?, held.file.is_some()))
    }
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
            // A shell that is given the word has to see that it isn't known.
            match reference.filter(|_| *open) {
                Some((name, _)) => word.text.extend(["$(", name, ")"]),
                None => word.text.push_str(value),
            }
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
