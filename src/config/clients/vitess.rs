//! Vitess: the flags of its topology service, which newer releases write with dashes.

use super::{ClientKind, ClientSettings, Command, Given, Read};

pub(super) fn flags(command: &Command<'_>) -> Option<ClientSettings> {
    let of = |name: &str| -> Option<Given> {
        command.flag(name).or_else(|| command.flag(&name.replace('_', "-")))
    };
    // That is its name of the API of version 3.
    of("topo_implementation").filter(|given| given.value == "etcd2")?;
    let endpoints = of("topo_global_server_address")?;
    let line = endpoints.line;
    let (authority, certificate) = (of("topo_etcd_tls_ca"), of("topo_etcd_tls_cert"));
    let read = Read {
        endpoints: vec![endpoints],
        is_secure: authority.is_some() || certificate.is_some(),
        authority,
        certificate,
        key: of("topo_etcd_tls_key"),
        ..Read::default()
    };
    read.client(ClientKind::Vitess, line)
}
