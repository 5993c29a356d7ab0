//! Traefik with etcd as a provider: its static configuration.

use super::{ClientKind, ClientSettings, Given, Read};
use crate::config::yaml::{Node, Value};

pub(super) fn document(document: &Node) -> Option<ClientSettings> {
    let section = document.at(&["providers", "etcd"])?;
    let endpoints = match section.get("endpoints").map(|node| &node.value) {
        Some(Value::List(items)) => items.as_slice(),
        _ => &[],
    };
    let of = |key: &str| Given::of(&format!("providers.etcd.tls.{key}"), section.at(&["tls", key]));
    let shown = "providers.etcd.endpoints";
    let read = Read {
        endpoints: endpoints.iter().filter_map(|one| Given::of(shown, Some(one))).collect(),
        is_secure: section.get("tls").is_some(),
        authority: of("ca"),
        certificate: of("cert"),
        key: of("key"),
        skips_verification: of("insecureSkipVerify").is_some_and(|one| one.value == "true"),
        ..Read::default()
    };
    read.client(ClientKind::Traefik, section.line)
}
