//! What container engines say of a container: `docker inspect`, `podman inspect`, `crictl inspect`.

use super::{Contained, variables, words};
use crate::config::container::Container;
use crate::config::launch::{Assigned, Launch};
use crate::config::unit::Word;
use crate::config::yaml::{Node, Value};

/// The starts of etcd in a document, which is a container or a list of them.
pub(in crate::config) fn launches(document: &Node) -> Vec<Launch> {
    match &document.value {
        Value::List(items) => items.iter().flat_map(launches).collect(),
        _ => of_docker(document).or_else(|| of_runtime(document)).unwrap_or_default(),
    }
}

fn of_docker(document: &Node) -> Option<Vec<Launch>> {
    let config = document.get("Config")?;
    // What runs, which is the entry point with its command.
    let path = document.get("Path").and_then(Node::text);
    let mut command = match path {
        Some(text) => {
            let first = Word { line: document.line, text, open: false };
            let mut all = vec![first];
            all.extend(words(document.get("Args")));
            all
        }
        None => words(config.get("Entrypoint")),
    };
    if document.get("Path").is_none() {
        command.extend(words(config.get("Cmd")));
    }
    let mounts = document.get("Mounts").map_or(&[][..], Node::items).iter().filter_map(|one| {
        let [inside, outside] =
            ["Destination", "Source"].map(|key| one.get(key).and_then(Node::text));
        Some((inside?, outside?))
    });
    let binds = document.at(&["HostConfig", "Binds"]).map_or(&[][..], Node::items);
    let mut container = Container {
        image: config.get("Image").and_then(Node::text).unwrap_or_default(),
        env_files: Vec::new(),
        mounts: mounts.collect(),
        ..Container::default()
    };
    binds.iter().filter_map(Node::text).for_each(|one| container.add_volume(&one));
    let variables = variables(config.get("Env"));
    Some(Contained { line: config.line, command, variables, container: Some(container) }.launches())
}

/// What `crictl inspect` prints.
fn of_runtime(document: &Node) -> Option<Vec<Launch>> {
    let config = document.at(&["info", "config"])?;
    let [mut command, arguments] = ["command", "args"].map(|key| words(config.get(key)));
    command.extend(arguments);
    let environment = config.get("envs").map_or(&[][..], Node::items).iter().filter_map(|one| {
        let [name, value] = ["key", "value"].map(|key| one.get(key).and_then(Node::text));
        Some(Assigned { line: one.line, name: name?, value: value?, open: false })
    });
    let mounts = config.get("mounts").map_or(&[][..], Node::items).iter().filter_map(|one| {
        let [inside, outside] =
            ["container_path", "host_path"].map(|key| one.get(key).and_then(Node::text));
        Some((inside?, outside?))
    });
    let image = config.at(&["image", "user_specified_image"]).or(config.at(&["image", "image"]));
    let container = Container {
        image: image.and_then(Node::text).unwrap_or_default(),
        env_files: Vec::new(),
        mounts: mounts.collect(),
        ..Container::default()
    };
    let variables = environment.collect();
    Some(Contained { line: config.line, command, variables, container: Some(container) }.launches())
}
