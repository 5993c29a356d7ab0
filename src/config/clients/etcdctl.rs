//! The variables of etcdctl, in files that shells read: those of its API version 3, and the older ones of version 2.

use super::{Api, ClientKind, ClientSettings, Command, Given, Read};
use crate::config::is_true;

pub(super) fn variables(command: &Command<'_>) -> Option<ClientSettings> {
    let of = |names: &[&str]| command.variable(names);
    let is_on = |name: &str| of(&[name]).is_some_and(|given| is_true(&given.value));
    let authority = of(&["ETCDCTL_CACERT", "ETCDCTL_CA_FILE"]);
    let certificate = of(&["ETCDCTL_CERT", "ETCDCTL_CERT_FILE"]);
    let key = of(&["ETCDCTL_KEY", "ETCDCTL_KEY_FILE"]);
    let endpoints = of(&["ETCDCTL_ENDPOINTS", "ETCDCTL_ENDPOINT"]);
    let lines = [&endpoints, &authority, &certificate, &key].into_iter().flatten();
    let line = lines.map(|given: &Given| given.line).min()?;
    let asked = of(&["ETCDCTL_API"]).filter(|given| given.value == "2");
    let read = Read {
        api: asked.map_or_else(Default::default, |given| (Api::V2, given.line)),
        is_secure: authority.is_some() || certificate.is_some(),
        skips_verification: is_on("ETCDCTL_INSECURE_SKIP_TLS_VERIFY"),
        endpoints: endpoints.into_iter().collect(),
        authority,
        certificate,
        key,
        ..Read::default()
    };
    read.client(ClientKind::Etcdctl, line)
}
