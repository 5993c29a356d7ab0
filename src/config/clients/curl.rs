//! curl in scripts, where it dials etcd's own port.

use super::{Api, ClientKind, ClientSettings, Command, Given, Read};
use crate::config::launch::base;

/// The port of etcd's clients: what is dialed elsewhere is mostly not etcd's.
const PORT: u16 = 2379;

/// What has it dial another place than its URL says.
const ELSEWHERE: [&str; 5] = ["--resolve", "--connect-to", "--proxy", "-x", "--unix-socket"];

pub(super) fn flags(command: &Command<'_>) -> Option<ClientSettings> {
    let (program, words) = command.words.split_first()?;
    if base(&program.text) != "curl" || words.iter().any(|word| is_elsewhere(&word.text)) {
        return None;
    }
    let is_url = |text: &str| text.starts_with("https://") || text.starts_with("http://");
    let urls = words.iter().filter(|word| is_url(&word.text) && !word.open);
    let (mut endpoints, mut api) = (Vec::new(), (Api::V3, 0));
    for word in urls {
        let (scheme, rest) = word.text.split_once("://")?;
        let (host, path) = rest.split_once(['/', '?']).unwrap_or((rest, ""));
        let value = format!("{scheme}://{host}");
        if !host.ends_with(&format!(":{PORT}")) {
            continue;
        }
        if path.starts_with("v2/") {
            api = (Api::V2, word.line);
        }
        endpoints.push(Given { line: word.line, setting: "curl".to_owned(), value, open: false });
    }
    if endpoints.is_empty() {
        return None;
    }
    let skips = |text: &str| {
        let letters = text.strip_prefix('-').filter(|rest| !rest.starts_with('-'));
        let is_letters = |rest: &str| rest.bytes().all(|byte| byte.is_ascii_alphabetic());
        text == "--insecure" || letters.is_some_and(|rest| rest.contains('k') && is_letters(rest))
    };
    let read = Read {
        endpoints,
        authority: command.flag("cacert"),
        // A password may stand behind it.
        certificate: command.flag("cert").filter(|given| !given.value.contains(':')),
        key: command.flag("key"),
        skips_verification: words.iter().any(|word| skips(&word.text)),
        api,
        ..Read::default()
    };
    // The short form of --cert isn't read: what is shown then isn't known.
    let is_short = words.iter().any(|word| word.text == "-E");
    read.client(ClientKind::Curl, command.line).filter(|_| !is_short)
}

fn is_elsewhere(text: &str) -> bool {
    ELSEWHERE.iter().any(|option| text == *option || text.starts_with(&format!("{option}=")))
}
