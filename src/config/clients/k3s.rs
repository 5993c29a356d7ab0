//! k3s and RKE2 with an etcd of somebody else's as their datastore: flags, the config file, variables. An endpoint of
//! another scheme is another database.

use super::{ClientKind, ClientSettings, Command, Given, Read};
use crate::config::yaml::Node;

pub(super) fn flags(command: &Command<'_>) -> Option<ClientSettings> {
    let names = |word: &str| word == "k3s" || word == "rke2" || word.ends_with("/k3s");
    let is_k3s = command.words.iter().take(2).any(|word| names(&word.text));
    let of = |name: &str, variable: &str| {
        command.flag(&format!("datastore-{name}")).or_else(|| command.variable(&[variable]))
    };
    client(of, command.line).filter(|_| is_k3s)
}

/// Variables alone: those of a file that the unit of k3s names.
pub(super) fn variables(command: &Command<'_>) -> Option<ClientSettings> {
    if !command.words.is_empty() {
        return None;
    }
    client(|_, variable| command.variable(&[variable]), command.line)
}

/// The config file, whose keys are the flags'.
pub(super) fn document(document: &Node) -> Option<ClientSettings> {
    with_drop_ins(document, &[])
}

/// The same with the files of `config.yaml.d`, in order: the last that has a key counts (`k3s/pkg/configfilearg`).
pub(super) fn with_drop_ins(document: &Node, others: &[Node]) -> Option<ClientSettings> {
    let of = |name: &str, _: &str| {
        let key = format!("datastore-{name}");
        let last = others.iter().rev().find_map(|other| Given::of(&key, other.get(&key)));
        // The line is another file's.
        let last = last.map(|given| Given { line: 0, ..given });
        last.or_else(|| Given::of(&key, document.get(&key)))
    };
    client(of, document.line)
}

fn client(of: impl Fn(&str, &str) -> Option<Given>, line: usize) -> Option<ClientSettings> {
    let endpoints = of("endpoint", "K3S_DATASTORE_ENDPOINT")?;
    let is_etcd = endpoints.value.starts_with("https://") || endpoints.value.starts_with("http://");
    let line = if line == 0 { endpoints.line } else { line };
    let read = Read {
        endpoints: vec![endpoints],
        authority: of("cafile", "K3S_DATASTORE_CAFILE"),
        certificate: of("certfile", "K3S_DATASTORE_CERTFILE"),
        key: of("keyfile", "K3S_DATASTORE_KEYFILE"),
        ..Read::default()
    };
    read.client(ClientKind::K3s, line).filter(|_| is_etcd)
}
