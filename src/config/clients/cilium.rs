//! Cilium with etcd as its store: the file that `kvstore-opt` names, also within its config map. Its form is that of etcd's
//! own client library (`clientv3/yaml`).

use super::{ClientKind, ClientSettings, Given, Read};
use crate::config::yaml::{Node, Value};

pub(super) fn document(document: &Node) -> Option<ClientSettings> {
    let endpoints = document.get("endpoints")?;
    let Value::List(items) = &endpoints.value else { return None };
    let of = |key: &str| Given::of(key, document.get(key));
    let (authority, certificate) = (of("trusted-ca-file"), of("cert-file"));
    let skips = of("insecure-skip-tls-verify").is_some_and(|given| given.value == "true");
    let read = Read {
        endpoints: items.iter().filter_map(|one| Given::of("endpoints", Some(one))).collect(),
        is_secure: authority.is_some() || certificate.is_some(),
        // Others have lists of that name.
        authority: Some(authority.or_else(|| of("ca-file"))?),
        certificate,
        key: of("key-file"),
        skips_verification: skips,
        ..Read::default()
    };
    read.client(ClientKind::Cilium, endpoints.line)
}
