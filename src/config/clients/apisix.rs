//! APISIX: `deployment.etcd` of its `config.yaml`, before 3.0 `etcd`. It trusts `apisix.ssl.ssl_trusted_certificate`.

use super::{ClientKind, ClientSettings, Given, Read};
use crate::config::yaml::{Node, Value};

pub(super) fn document(document: &Node) -> Option<ClientSettings> {
    let is_apisix = document.get("deployment").is_some() || document.get("apisix").is_some();
    let provider = document.at(&["deployment", "role_data_plane", "config_provider"]);
    if provider.and_then(Node::text).is_some_and(|provider| provider != "etcd") {
        return None; // Its routes stand in files.
    }
    let (prefix, section) = [(&["deployment", "etcd"][..], "deployment.etcd"), (&["etcd"], "etcd")]
        .into_iter()
        .find_map(|(path, shown)| Some((shown, document.at(path)?)))?;
    let hosts = section.get("host").filter(|_| is_apisix)?;
    let endpoints = match &hosts.value {
        Value::List(items) => items.as_slice(),
        _ => std::slice::from_ref(hosts),
    };
    let of = |key: &str| Given::of(&format!("{prefix}.tls.{key}"), section.at(&["tls", key]));
    let authority = ["ssl", "tls"].iter().find_map(|ssl| {
        let node = document.at(&["apisix", ssl, "ssl_trusted_certificate"]);
        Given::of("apisix.ssl.ssl_trusted_certificate", node)
    });
    let read = Read {
        endpoints: endpoints
            .iter()
            .filter_map(|one| Given::of(&format!("{prefix}.host"), Some(one)))
            .collect(),
        // `system`, or several, of which the system's may be one.
        authority: authority
            .filter(|given| given.value.starts_with('/') && !given.value.contains(',')),
        certificate: of("cert"),
        key: of("key"),
        skips_verification: of("verify").is_some_and(|given| given.value == "false"),
        server_name: of("sni").map(|given| given.value),
        ..Read::default()
    };
    read.client(ClientKind::Apisix, section.line)
}
