//! Patroni: the section `etcd` or `etcd3` of its config file, and the variables that stand for it. Without a CA it
//! looks at no certificate (`patroni/dcs/etcd.py`: `CERT_REQUIRED` only where there is one).

use super::{ClientKind, ClientSettings, Command, Given, Read};
use crate::config::yaml::{Node, Value};

pub(super) fn document(document: &Node) -> Option<ClientSettings> {
    let is_patronis = ["scope", "postgresql", "restapi", "bootstrap"]
        .iter()
        .any(|key| document.get(key).is_some());
    let (name, section) =
        ["etcd3", "etcd"].into_iter().find_map(|name| Some((name, document.get(name)?)))?;
    let of = |key: &str| Given::of(&format!("{name}.{key}"), section.get(key));
    let endpoints = match section.get("hosts").map(|hosts| &hosts.value) {
        Some(Value::List(items)) => items
            .iter()
            .filter_map(|item| Given::of(&format!("{name}.hosts"), Some(item)))
            .collect(),
        _ => ["hosts", "host", "proxy", "url"].into_iter().find_map(of).into_iter().collect(),
    };
    client(endpoints, of, section.line).filter(|_| is_patronis)
}

pub(super) fn variables(command: &Command<'_>) -> Option<ClientSettings> {
    ["PATRONI_ETCD3", "PATRONI_ETCD"].into_iter().find_map(|prefix| {
        let of = |key: &str| {
            let name = format!("{prefix}_{}", key.to_ascii_uppercase());
            command.variable(&[name.as_str()])
        };
        let endpoints: Vec<Given> =
            ["hosts", "host", "proxy", "url"].into_iter().find_map(of).into_iter().collect();
        let line = endpoints.first()?.line;
        client(endpoints, of, line)
    })
}

fn client(
    mut endpoints: Vec<Given>,
    of: impl Fn(&str) -> Option<Given>,
    line: usize,
) -> Option<ClientSettings> {
    let authority = of("cacert");
    // A list within quotes, as variables have it.
    for endpoint in &mut endpoints {
        endpoint.value = endpoint.value.trim_matches(['[', ']']).to_owned();
    }
    let read = Read {
        endpoints,
        skips_verification: authority.is_none(),
        authority,
        certificate: of("cert"),
        key: of("key"),
        is_secure: of("protocol").is_some_and(|protocol| protocol.value == "https"),
        server_name: None,
    };
    read.client(ClientKind::Patroni, line)
}
