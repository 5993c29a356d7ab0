//! Calico with etcd as its datastore: the variables of its containers and units, `calicoctl.cfg`, and the config map
//! `calico-config`.

use super::{ClientKind, ClientSettings, Command, Given, Read};
use crate::config::container::{Container, Written};
use crate::config::forms::objects::Documents;
use crate::config::forms::volumes;
use crate::config::launch::base;
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

/// The configuration of Calico's network plugin (`/etc/cni/net.d/10-calico.conflist`).
pub(super) fn network(document: &Node) -> Option<ClientSettings> {
    let plugins = document.get("plugins").map_or(&[][..], Node::items);
    let is_calicos =
        |one: &&Node| one.get("type").and_then(Node::text).as_deref() == Some("calico");
    let plugin = plugins.iter().chain([document]).find(is_calicos)?;
    let of = |key: &str| Given::of(key, plugin.get(key));
    let read = Read {
        endpoints: of("etcd_endpoints").into_iter().collect(),
        authority: of("etcd_ca_cert_file"),
        certificate: of("etcd_cert_file"),
        key: of("etcd_key_file"),
        ..Read::default()
    };
    read.client(ClientKind::Calico, plugin.line)
}

/// The data of `calico-config`. Its files are those of the containers, which the Secret `calico-etcd-secrets` holds under
/// their names (`manifests/calico-etcd.yaml`).
pub(super) fn config_map(
    document: &Node,
    data: &Node,
    all: Documents<'_>,
) -> Option<ClientSettings> {
    let endpoints = Given::of("etcd_endpoints", data.get("etcd_endpoints"))?;
    let line = endpoints.line;
    let within = |key: &str| {
        let given = Given::of(key, data.get(key)).filter(|given| !given.value.is_empty())?;
        let file = held(&given.value, document, all);
        let open = file.is_none();
        Some((Given { open, ..given }, file))
    };
    let [authority, certificate, key] = ["etcd_ca", "etcd_cert", "etcd_key"].map(within);
    let files = [&authority, &certificate, &key].into_iter().flatten();
    let files: Vec<Written> = files.filter_map(|(_, file)| file.clone()).collect();
    let given = |one: Option<(Given, Option<Written>)>| one.map(|(given, _)| given);
    let read = Read {
        endpoints: vec![endpoints],
        authority: given(authority),
        certificate: given(certificate),
        key: given(key),
        ..Read::default()
    };
    let mut client = read.client(ClientKind::Calico, line)?;
    client.container = (!files.is_empty()).then(|| Container::of_files(files));
    Some(client)
}

/// A file that a Secret beside it holds, or that of its name in another file: `/calico-secrets/etcd-ca` is `etcd-ca` there.
fn held(path: &str, document: &Node, all: Documents<'_>) -> Option<Written> {
    let name = base(path);
    let mut secrets = all.own("Secret");
    if let Some(bytes) = secrets.find_map(|secret| volumes::bytes(secret, name)) {
        return Some(Written::new(path.to_owned(), None, bytes));
    }
    let namespace = document.at(&["metadata", "namespace"]).and_then(Node::text);
    let secret = all.find("Secret", "calico-etcd-secrets", namespace.as_deref())?;
    let bytes = volumes::bytes(secret.document, name)?;
    Some(Written::new(path.to_owned(), None, bytes).of_file(secret.file))
}
