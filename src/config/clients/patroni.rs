//! Patroni: the section `etcd` or `etcd3` of its config file, and the variables that stand for it. The first asks etcd's
//! API of version 2. Without a CA it looks at no certificate. Of the settings of places `proxy` counts before `url`,
//! that before `hosts`, and `host` last; a port is 2379 where none is named, and `hosts` take no scheme
//! (`patroni/dcs/etcd.py` `get_etcd_client`, `patroni/utils.py` `split_host_port`; tried with Patroni 4.0.4).

use super::{Api, ClientKind, ClientSettings, Command, Given, Read};
use crate::config::yaml::{Node, Value};

/// The port of what names none.
const PORT: u16 = 2379;

pub(super) fn document(document: &Node) -> Option<ClientSettings> {
    let is_patronis = ["scope", "postgresql", "restapi", "bootstrap"]
        .iter()
        .any(|key| document.get(key).is_some());
    let (name, api) = [("etcd3", Api::V3), ("etcd", Api::V2)]
        .into_iter()
        .find(|(name, _)| document.get(name).is_some())?;
    let (_, line, section) = document.entries().find(|(key, ..)| *key == name)?;
    let setting = |key: &str| format!("{name}.{key}");
    let of = |key: &str| Given::of(&setting(key), section.get(key));
    let listed = |key: &str| match section.get(key).map(|node| &node.value) {
        Some(Value::List(items)) => {
            items.iter().filter_map(|item| Given::of(&setting(key), Some(item))).collect()
        }
        _ => of(key).into_iter().collect(),
    };
    client(listed, of, (api, line)).filter(|_| is_patronis)
}

pub(super) fn variables(command: &Command<'_>) -> Option<ClientSettings> {
    [("PATRONI_ETCD3", Api::V3), ("PATRONI_ETCD", Api::V2)].into_iter().find_map(|(prefix, api)| {
        let of = |key: &str| {
            let name = format!("{prefix}_{}", key.to_ascii_uppercase());
            command.variable(&[name.as_str()])
        };
        let all = ["hosts", "host", "proxy", "url"].into_iter().filter_map(of);
        let line = all.map(|given| given.line).min()?;
        client(|key| of(key).into_iter().collect(), of, (api, line))
    })
}

fn client(
    listed: impl Fn(&str) -> Vec<Given>,
    of: impl Fn(&str) -> Option<Given>,
    api: (Api, usize),
) -> Option<ClientSettings> {
    let authority = of("cacert");
    let places = ["proxy", "url", "hosts", "host"].into_iter().map(|key| (key, listed(key)));
    let (key, mut endpoints) = places.into_iter().find(|(_, places)| !places.is_empty())?;
    // A list within brackets, as variables have it.
    for endpoint in &mut endpoints {
        endpoint.value = endpoint.value.trim_matches(['[', ']']).to_owned();
    }
    let is_url = matches!(key, "proxy" | "url");
    let (hosts, not_hosts): (Vec<Given>, Vec<Given>) =
        endpoints.into_iter().partition(|given| is_url || !given.value.contains("://"));
    let read = Read {
        // A list of one member's that can't be dialed is a client's all the same.
        endpoints: hosts,
        not_hosts,
        skips_verification: authority.is_none(),
        authority,
        certificate: of("cert"),
        key: of("key"),
        is_secure: of("protocol").is_some_and(|protocol| protocol.value == "https"),
        port: of("port").and_then(|port| port.value.parse().ok()).or(Some(PORT)),
        api,
        server_name: None,
    };
    read.client(ClientKind::Patroni, api.1)
}
