//! What a container of Kubernetes sees beside its image: directories of the host, and the Secrets and `ConfigMap`s of the
//! same file and of others.

use base64::Engine as _;
use zeroize::Zeroizing;

use super::kubernetes::MOST;
use super::objects::Documents;
use crate::config::container::{Container, Written};
use crate::config::yaml::Node;

/// What is mounted from where.
enum Source<'a> {
    /// A directory or file of the host.
    Host(String),
    /// Files that are known, by their names.
    Files(Vec<File>),
    /// Something else.
    Other,
    /// Volumes were cut off: static pods of etcd see its files where the host has them.
    Cut(&'a str),
}

/// A file by its name alone.
type File = (String, Written);

/// Puts in what a container mounts. `pod` has its volumes, `document` claims for more, `all` are the documents of the file.
pub(super) fn mount(
    container: &mut Container,
    one: &Node,
    pod: &Node,
    document: &Node,
    all: Documents<'_>,
) {
    let mounts = one.get("volumeMounts");
    container.is_whole = pod.get("volumes").is_some();
    let Some(mounts) = mounts else {
        // A manifest that was cut short.
        if !container.is_whole {
            container.mounts.push(("/".to_owned(), "/".to_owned()));
        }
        return;
    };
    for mount in mounts.items().iter().take(MOST) {
        let text = |key: &str| mount.get(key).and_then(Node::text);
        let (Some(inside), Some(name)) = (text("mountPath"), text("name")) else { continue };
        let below = text("subPath");
        match source(&name, &inside, pod, document, all) {
            Source::Host(outside) => {
                let below = below.map(|path| format!("/{path}")).unwrap_or_default();
                container.mounts.push((inside, outside + &below));
            }
            Source::Cut(outside) => container.mounts.push((inside.clone(), outside.to_owned())),
            Source::Other => container.volumes.push(inside),
            Source::Files(files) => {
                for (file, written) in files {
                    let path = match &below {
                        Some(below) if *below == file => inside.clone(),
                        Some(_) => continue,
                        None => format!("{}/{file}", inside.trim_end_matches('/')),
                    };
                    container.files.push(written.at(path));
                }
                container.volumes.push(inside);
            }
        }
    }
}

fn source<'a>(
    name: &str,
    inside: &'a str,
    pod: &Node,
    document: &Node,
    all: Documents<'_>,
) -> Source<'a> {
    let named =
        |node: &&Node, path: &[&str]| node.at(path).and_then(Node::text).as_deref() == Some(name);
    let claims = document.at(&["spec", "volumeClaimTemplates"]).map_or(&[][..], Node::items);
    if claims.iter().any(|claim| named(&claim, &["metadata", "name"])) {
        return Source::Other;
    }
    let volumes = pod.get("volumes").map_or(&[][..], Node::items);
    let Some(volume) = volumes.iter().find(|volume| named(volume, &["name"])) else {
        return Source::Cut(inside);
    };
    if let Some(path) = volume.at(&["hostPath", "path"]).and_then(Node::text) {
        return Source::Host(path);
    }
    let projected = volume.at(&["projected", "sources"]).map_or(&[][..], Node::items);
    let namespace = document.at(&["metadata", "namespace"]).and_then(Node::text);
    let of = |source: &Node| files_of(source, namespace.as_deref(), all);
    let mut files = of(volume);
    files.extend(projected.iter().take(MOST).flat_map(of));
    if files.is_empty() { Source::Other } else { Source::Files(files) }
}

/// The files of the Secret or `ConfigMap` that a volume names, or a source of a projected one.
fn files_of(volume: &Node, namespace: Option<&str>, all: Documents<'_>) -> Vec<File> {
    let (kind, source) = match (volume.get("secret"), volume.get("configMap")) {
        (Some(secret), _) => ("Secret", secret),
        (_, Some(map)) => ("ConfigMap", map),
        _ => return Vec::new(),
    };
    let name = ["secretName", "name"].iter().find_map(|key| source.get(key)).and_then(Node::text);
    let Some(held) = name.and_then(|name| all.find(kind, &name, namespace)) else {
        return Vec::new();
    };
    let file = |key: &str, path: String| {
        let written =
            Written::new(String::new(), line(held.document, key), bytes(held.document, key)?);
        Some((path, written.of_file(held.file)))
    };
    let Some(items) = source.get("items") else {
        return names(held.document).filter_map(|name| file(name, name.to_owned())).collect();
    };
    let item = |item: &Node| {
        let [key, path] = ["key", "path"].map(|part| item.get(part).and_then(Node::text));
        file(&key?, path?)
    };
    items.items().iter().take(MOST).filter_map(item).collect()
}

/// The line below which a text of a `ConfigMap` stands.
fn line(document: &Node, name: &str) -> Option<usize> {
    let is_map = document.get("kind").and_then(Node::text).as_deref() == Some("ConfigMap");
    let data = document.get("data").filter(|_| is_map)?;
    data.entries().find(|(key, ..)| *key == name).map(|(_, line, _)| line)
}

/// The names of what a Secret or `ConfigMap` holds.
fn names(document: &Node) -> impl Iterator<Item = &str> {
    let sections = ["data", "stringData", "binaryData"].into_iter();
    let sections = sections.filter_map(|section| document.get(section));
    sections.flat_map(|section| section.entries().map(|(name, ..)| name)).take(MOST)
}

/// What a Secret or `ConfigMap` holds under a name: base64 in `data` of a Secret and in `binaryData`, else text.
pub(in crate::config) fn bytes(document: &Node, name: &str) -> Option<Zeroizing<Vec<u8>>> {
    let is_secret = document.get("kind").and_then(Node::text).as_deref() == Some("Secret");
    let of = |section: &str| document.at(&[section, name]).and_then(Node::text);
    let plain = of("stringData").or_else(|| of("data").filter(|_| !is_secret));
    if let Some(text) = plain {
        return Some(text.into_bytes().into());
    }
    let coded = Zeroizing::new(of("data").or_else(|| of("binaryData"))?);
    let letters: Vec<u8> = coded.bytes().filter(|byte| !byte.is_ascii_whitespace()).collect();
    let decoded = base64::engine::general_purpose::STANDARD.decode(Zeroizing::new(letters));
    decoded.ok().map(Zeroizing::new)
}
