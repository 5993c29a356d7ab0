//! Calico with etcd as its datastore: the variables of its containers and units, `calicoctl.cfg`, and the config map
//! `calico-config`.

use super::{ClientKind, ClientSettings, Command, Given, Read};
use crate::config::yaml::Node;

pub(super) fn variables(command: &Command<'_>) -> Option<ClientSettings> {
    let endpoints = command.variable(&["ETCD_ENDPOINTS"])?;
    // Others have a variable of that name; that of the CA is Calico's own.
    let authority = command.variable(&["ETCD_CA_CERT_FILE"])?;
    let line = endpoints.line;
    let read = Read {
        endpoints: vec![endpoints],
        authority: Some(authority),
        certificate: command.variable(&["ETCD_CERT_FILE"]),
        key: command.variable(&["ETCD_KEY_FILE"]),
        ..Read::default()
    };
    read.client(ClientKind::Calico, line)
}

/// `calicoctl.cfg`.
pub(super) fn document(document: &Node) -> Option<ClientSettings> {
    let kind = document.get("kind").and_then(Node::text);
    let is_calicos =
        matches!(kind.as_deref(), Some("CalicoAPIConfig" | "calicoApiConfig" | "CalicoctlConfig"));
    let spec = document.get("spec").filter(|_| is_calicos)?;
    let store = spec.get("datastoreType").and_then(Node::text);
    if store.is_some_and(|store| !store.eq_ignore_ascii_case("etcdv3")) {
        return None; // Endpoints may be left over.
    }
    let of = |key: &str| Given::of(&format!("spec.{key}"), spec.get(key));
    let read = Read {
        endpoints: of("etcdEndpoints").into_iter().collect(),
        authority: of("etcdCACertFile"),
        certificate: of("etcdCertFile"),
        key: of("etcdKeyFile"),
        ..Read::default()
    };
    read.client(ClientKind::Calico, spec.line)
}

/// The data of `calico-config`. Its files are those of the containers, which a secret holds.
pub(super) fn config_map(data: &Node) -> Option<ClientSettings> {
    let endpoints = Given::of("etcd_endpoints", data.get("etcd_endpoints"))?;
    let line = endpoints.line;
    let within = |key: &str| {
        let given = Given::of(key, data.get(key)).filter(|given| !given.value.is_empty())?;
        Some(Given { open: true, ..given })
    };
    let read = Read {
        endpoints: vec![endpoints],
        authority: within("etcd_ca"),
        certificate: within("etcd_cert"),
        key: within("etcd_key"),
        ..Read::default()
    };
    read.client(ClientKind::Calico, line)
}
