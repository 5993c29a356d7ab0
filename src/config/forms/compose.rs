//! Compose files (compose-spec): each service whose command or image is etcd's.

use super::{Contained, variables, words};
use crate::config::container::{Container, EnvFile, volume};
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
    services.map(|(_, line, service)| contained(line, service, known)).collect()
}

fn contained(line: usize, service: &Node, known: &Known) -> Contained {
    let filled = |text: &str| interpolate(text, known);
    let command = ["entrypoint", "command"].iter().flat_map(|key| command(service.get(key), known));
    let environment = variables(service.get("environment")).into_iter().map(|mut one: Assigned| {
        let (value, open) = filled(&one.value);
        one.open |= open;
        one.value = value;
        one
    });
    let image = service.get("image").and_then(Node::text).unwrap_or_default();
    let container = Container {
        image: filled(&image).0,
        env_files: env_files(service.get("env_file")),
        mounts: service
            .get("volumes")
            .map_or(&[][..], Node::items)
            .iter()
            .filter_map(|one| mount(one, known))
            .collect(),
        ..Container::default()
    };
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

fn mount(node: &Node, known: &Known) -> Option<(String, String)> {
    if let Some(text) = node.text() {
        return volume(&interpolate(&text, known).0);
    }
    let is_bind = node.get("type").and_then(Node::text).as_deref() == Some("bind");
    let [inside, outside] = ["target", "source"].map(|key| node.get(key).and_then(Node::text));
    Some((inside?, outside?)).filter(|_| is_bind)
}
