//! The API server of Kubernetes, by its flags and by the configuration of kubeadm that makes them.

use super::{ClientKind, ClientSettings, Command, Given, Read};
use crate::config::yaml::Node;

/// `--etcd-servers` and its like. Of a list of servers each flag adds to those before it. Resources may have servers of
/// their own, `GROUP/RESOURCE#URL;URL`, which are dialed with the same files (`apiserver/pkg/server/options/etcd.go`).
pub(super) fn flags(command: &Command<'_>) -> Option<ClientSettings> {
    let mut endpoints = command.flags("etcd-servers");
    let overrides = command.flags("etcd-servers-overrides");
    let line = endpoints.iter().chain(&overrides).next()?.line;
    endpoints.extend(overrides.into_iter().map(|given| {
        let servers = given.value.split(',').filter_map(|one| one.split_once('#'));
        let urls: Vec<&str> = servers.flat_map(|(_, urls)| urls.split(';')).collect();
        Given { value: urls.join(","), ..given }
    }));
    let read = Read {
        endpoints,
        authority: command.flag("etcd-cafile"),
        certificate: command.flag("etcd-certfile"),
        key: command.flag("etcd-keyfile"),
        ..Read::default()
    };
    read.client(ClientKind::ApiServer, line)
}

/// `apiServerArguments` of `OpenShift`, whose files are those of its container.
pub(super) fn openshift(document: &Node) -> Option<ClientSettings> {
    let arguments = document.get("apiServerArguments")?;
    let all = |name: &str| -> Vec<Given> {
        let items = arguments.get(name).map_or(&[][..], Node::items);
        items.iter().filter_map(|one| Given::of(name, Some(one))).collect()
    };
    let within = |name: &str| all(name).pop().map(|given| Given { open: true, ..given });
    let read = Read {
        endpoints: all("etcd-servers"),
        authority: within("etcd-cafile"),
        certificate: within("etcd-certfile"),
        key: within("etcd-keyfile"),
        ..Read::default()
    };
    read.client(ClientKind::ApiServer, arguments.line)
}

/// `etcd.external` of kubeadm's `ClusterConfiguration`.
pub(super) fn kubeadm(document: &Node) -> Option<ClientSettings> {
    let kind = document.get("kind").and_then(Node::text);
    let external = document.at(&["etcd", "external"])?;
    let is_kubeadms =
        matches!(kind.as_deref(), Some("ClusterConfiguration" | "MasterConfiguration"));
    let of = |key: &str| Given::of(&format!("etcd.external.{key}"), external.get(key));
    let endpoints = external.get("endpoints").map_or(&[][..], Node::items);
    let read = Read {
        endpoints: endpoints
            .iter()
            .filter_map(|one| Given::of("etcd.external.endpoints", Some(one)))
            .collect(),
        authority: of("caFile"),
        certificate: of("certFile"),
        key: of("keyFile"),
        ..Read::default()
    };
    read.client(ClientKind::ApiServer, external.line).filter(|_| is_kubeadms)
}
