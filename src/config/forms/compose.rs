//! Compose files (compose-spec): each service whose command or image is etcd's.

use super::{Contained, variables, words};
use crate::config::container::{Container, EnvFile};
use crate::config::launch::{Assigned, Launch};
use crate::config::shell::{self, Known, Token};
use crate::config::unit::Word;
use crate::config::yaml::{Node, Value};

/// Whether a document is a compose file.
pub(in crate::config) fn is_compose(document: &Node) -> bool {
    document.get("services").is_some_and(|services| {
        services.entries().any(|(_, _, one)| {
            ["image", "build", "command", "extends"].iter().any(|key| one.get(key).is_some())
        })
    })
}

/// The starts of etcd in a compose file; `.env` beside it says what its variables hold.
pub(in crate::config) fn launches(document: &Node, known: &Known) -> Vec<Launch> {
    containers(document, known).into_iter().flat_map(Contained::launches).collect()
}

/// The commands of its services.
pub(in crate::config) fn containers(document: &Node, known: &Known) -> Vec<Contained> {
    let services = document.get("services").into_iter().flat_map(Node::entries);
    services.map(|(_, line, service)| contained(line, service, document, known)).collect()
}

/// The commands that say whether its services are well: clients of etcd perhaps.
pub(in crate::config) fn checks(document: &Node) -> Vec<Contained> {
    let known = Known::new();
    let services = document.get("services").into_iter().flat_map(Node::entries);
    let checked = |(_, line, service): (&str, usize, &Node)| {
        let check = service.at(&["healthcheck", "test"])?;
        let mut command = words(Some(check)).into_iter();
        let shell = |script: Word| {
            let word = |text: &str| Word { text: text.to_owned(), ..script.clone() };
            vec![word("sh"), word("-c"), script.clone()]
        };
        let command = match (command.next(), check.text()) {
            (Some(first), _) if first.text == "CMD" => command.collect(),
            (Some(first), _) if first.text == "CMD-SHELL" => shell(command.next()?),
            (_, Some(text)) => shell(Word { line: check.line, text, open: false }),
            _ => return None,
        };
        Some(Contained { command, ..contained(line, service, document, &known) })
    };
    services.filter_map(checked).collect()
}

fn contained(line: usize, service: &Node, document: &Node, known: &Known) -> Contained {
    let filled = |text: &str| interpolate(text, known);
    let command = ["entrypoint", "command"].iter().flat_map(|key| command(service.get(key), known));
    let environment = variables(service.get("environment")).into_iter().map(|mut one: Assigned| {
        let (value, open) = filled(&one.value);
        one.open |= open;
        one.value = value;
        one
    });
    let image = service.get("image").and_then(Node::text).unwrap_or_default();
    let mut container = Container {
        image: filled(&image).0,
        env_files: env_files(service.get("env_file")),
        ..Container::default()
    };
    for volume in service.get("volumes").map_or(&[][..], Node::items) {
        mount(&mut container, volume, document, known);
    }
    for (section, directory) in [("secrets", "/run/secrets/"), ("configs", "/")] {
        for one in service.get(section).map_or(&[][..], Node::items) {
            granted(&mut container, one, document.get(section), directory, known);
        }
    }
    Contained {
        line,
        command: command.collect(),
        variables: environment.collect(),
        container: Some(container),
    }
}

/// A command as a list, or as one text that is split as a shell does.
fn command(node: Option<&Node>, known: &Known) -> Vec<Word> {
    let Some(node) = node else { return Vec::new() };
    let fill = |mut word: Word| {
        let (text, open) = interpolate(&word.text, known);
        word.open |= open;
        word.text = text;
        word
    };
    if let Value::Text(text) = &node.value {
        let (text, _) = interpolate(text, known);
        let lines: Vec<(usize, String)> =
            (node.line..).zip(text.lines().map(str::to_owned)).collect();
        // A block may have its lines joined, by YAML or by backslashes.
        let mut tokens = Vec::new();
        for (line, text) in lines {
            let text = text.trim_end().trim_end_matches('\\').to_owned();
            tokens.extend(shell::tokens(&[(line, text)], &Known::new(), &[]));
        }
        return tokens.into_iter().filter_map(Token::word).collect();
    }
    words(Some(node)).into_iter().map(fill).collect()
}

/// Puts variables in: `${NAME}`, `${NAME:-default}`, `$NAME`; `$$` is a dollar. Whether some of it isn't known.
fn interpolate(text: &str, known: &Known) -> (String, bool) {
    const DOLLAR: char = '\u{1}';
    if !text.contains('$') {
        return (text.to_owned(), false);
    }
    let held = text.replace("$$", &DOLLAR.to_string());
    let quoted =
        format!("\"{}\"", held.replace('\\', "\\\\").replace('"', "\\\"").replace('`', "\\`"));
    let words = shell::tokens(&[(1, quoted)], known, &[]).into_iter().filter_map(Token::word);
    let (texts, open): (Vec<String>, Vec<bool>) = words.map(|word| (word.text, word.open)).unzip();
    (texts.concat().replace(DOLLAR, "$"), open.contains(&true))
}

fn env_files(node: Option<&Node>) -> Vec<EnvFile> {
    let Some(node) = node else { return Vec::new() };
    let file = |node: &Node| {
        let path = node.text().or_else(|| node.get("path").and_then(Node::text))?;
        Some(EnvFile { line: node.line, path, keeps_quotes: false })
    };
    match &node.value {
        Value::List(items) => items.iter().filter_map(file).collect(),
        _ => file(node).into_iter().collect(),
    }
}

/// A volume of a service: `HOST:CONTAINER`, or its parts by name. A volume of the file's own may be a directory of the
/// host as well, by the options of its driver.
fn mount(container: &mut Container, node: &Node, document: &Node, known: &Known) {
    let text = |key: &str| Some(interpolate(&node.get(key)?.text()?, known).0);
    let (inside, outside) = if let Some(whole) = node.text() {
        let whole = interpolate(&whole, known).0;
        let mut parts = whole.splitn(3, ':');
        let (Some(outside), Some(inside)) = (parts.next(), parts.next()) else { return };
        (inside.to_owned(), outside.to_owned())
    } else {
        let Some(inside) = text("target") else { return };
        let is_bind = text("type").as_deref() == Some("bind");
        let source = text("source").unwrap_or_default();
        let is_path = source.starts_with(['/', '.', '~', '$']);
        (inside, if is_bind && !is_path { format!("./{source}") } else { source })
    };
    let options = document.at(&["volumes", outside.as_str(), "driver_opts"]);
    let device = options.filter(|options| {
        options.get("o").and_then(Node::text).is_some_and(|options| options.contains("bind"))
    });
    let device = device.and_then(|options| options.get("device")).and_then(Node::text);
    let outside = device.map_or(outside, |device| interpolate(&device, known).0);
    container.add_mount(inside, outside);
}

/// A secret or a config of a service: a file that the compose file names, at its own place in the container.
fn granted(
    container: &mut Container,
    node: &Node,
    section: Option<&Node>,
    directory: &str,
    known: &Known,
) {
    let Some(name) = node.text().or_else(|| node.get("source").and_then(Node::text)) else {
        return;
    };
    let target = node.get("target").and_then(Node::text).unwrap_or_else(|| name.clone());
    let inside = if target.starts_with('/') { target } else { format!("{directory}{target}") };
    let file = section.and_then(|section| section.at(&[name.as_str(), "file"]));
    let Some(file) = file.and_then(Node::text) else { return container.volumes.push(inside) };
    let file = interpolate(&file, known).0;
    let is_path = file.starts_with(['/', '.', '$', '~']);
    container.add_mount(inside, if is_path { file } else { format!("./{file}") });
}
