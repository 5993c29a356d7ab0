//! etcdctl: by its flags, and by its variables in files that shells read; those of its API version 3, and the older
//! ones of version 2.

use super::{Api, ClientKind, ClientSettings, Command, Given, Read};
use crate::config::is_true;
use crate::config::launch::base;

/// What of it dials nobody.
const LOCAL: [&str; 5] = ["version", "help", "completion", "--help", "-h"];

pub(super) fn flags(command: &Command<'_>) -> Option<ClientSettings> {
    let (program, words) = command.words.split_first()?;
    let is_word = |wanted: &[&str]| words.iter().any(|word| wanted.contains(&word.text.as_str()));
    let is_of_file = is_word(&["snapshot"]) && is_word(&["restore", "status"]);
    if base(&program.text) != "etcdctl" || is_word(&LOCAL) || is_of_file {
        return None;
    }
    let skips = is_word(&["--insecure-skip-tls-verify", "--insecure-skip-tls-verify=true"]);
    client(command, &command.flags("endpoints"), skips)
}

pub(super) fn variables(command: &Command<'_>) -> Option<ClientSettings> {
    client(&Command { words: &[], ..*command }, &[], false)
}

fn client(command: &Command<'_>, endpoints: &[Given], skips: bool) -> Option<ClientSettings> {
    let of = |flags: [&str; 2], variables: [&str; 2]| {
        let flag = flags.iter().find_map(|flag| command.flag(flag));
        flag.or_else(|| command.variable(&variables))
    };
    let is_on = |name: &str| command.variable(&[name]).is_some_and(|given| is_true(&given.value));
    let authority = of(["cacert", "ca-file"], ["ETCDCTL_CACERT", "ETCDCTL_CA_FILE"]);
    let certificate = of(["cert", "cert-file"], ["ETCDCTL_CERT", "ETCDCTL_CERT_FILE"]);
    let key = of(["key", "key-file"], ["ETCDCTL_KEY", "ETCDCTL_KEY_FILE"]);
    let mut endpoints = endpoints.to_vec();
    if endpoints.is_empty() {
        endpoints.extend(of(["endpoint", "peers"], ["ETCDCTL_ENDPOINTS", "ETCDCTL_ENDPOINT"]));
    }
    let lines = endpoints.iter().chain([&authority, &certificate, &key].into_iter().flatten());
    let line = lines.map(|given: &Given| given.line).min()?;
    let asked = command.variable(&["ETCDCTL_API"]).filter(|given| given.value == "2");
    let read = Read {
        api: asked.map_or_else(Default::default, |given| (Api::V2, given.line)),
        is_secure: authority.is_some() || certificate.is_some(),
        skips_verification: skips || is_on("ETCDCTL_INSECURE_SKIP_TLS_VERIFY"),
        endpoints,
        authority,
        certificate,
        key,
        ..Read::default()
    };
    read.client(ClientKind::Etcdctl, line)
}
