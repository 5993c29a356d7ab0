//! Stolon: the flags `--store-…` of keepers, sentinels, proxies and `stolonctl`, and the variables of the same names, which
//! each of them has with a prefix of its own.

use super::{Api, ClientKind, ClientSettings, Command, Given, Read};
use crate::config::launch::base;

/// The programs, with what their variables start with.
const PROGRAMS: [(&str, &str); 4] = [
    ("stolon-keeper", "STKEEPER_"),
    ("stolon-sentinel", "STSENTINEL_"),
    ("stolon-proxy", "STPROXY_"),
    ("stolonctl", "STOLONCTL_"),
];

pub(super) fn flags(command: &Command<'_>) -> Option<ClientSettings> {
    let program = base(&command.words.first()?.text);
    let (_, prefix) = PROGRAMS.into_iter().find(|(name, _)| *name == program)?;
    let of = |name: &str| -> Option<Given> {
        let variable = format!("{prefix}{}", name.replace('-', "_").to_ascii_uppercase());
        command.flag(name).or_else(|| command.variable(&[&variable]))
    };
    let backend = of("store-backend").filter(|given| given.value.starts_with("etcd"))?;
    let api = if backend.value == "etcdv3" { Api::V3 } else { Api::V2 };
    let endpoints = of("store-endpoints")?;
    let line = endpoints.line;
    let read = Read {
        endpoints: vec![endpoints],
        authority: of("store-ca-file"),
        certificate: of("store-cert-file"),
        key: of("store-key"),
        skips_verification: of("store-skip-tls-verify").is_some_and(|one| one.value != "false"),
        api: (api, backend.line),
        ..Read::default()
    };
    read.client(ClientKind::Stolon, line)
}
