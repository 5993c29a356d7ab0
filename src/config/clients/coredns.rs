//! The plugin `etcd` of `CoreDNS`, in a Corefile: `endpoint URL…` and `tls [CERT KEY] [CA]` (`plugin/pkg/tls`).

use super::{ClientKind, ClientSettings, Given, Read};

/// The first block `etcd` of a Corefile.
pub(super) fn corefile(text: &str) -> Option<ClientSettings> {
    let mut lines = (1..).zip(text.lines().map(|line| line.split('#').next().unwrap_or_default()));
    let is_block = |line: &str| {
        let mut words = line.split_whitespace();
        words.next() == Some("etcd") && words.last() == Some("{")
    };
    let (start, _) = lines.find(|(_, line)| is_block(line))?;
    let mut read = Read::default();
    for (line, text) in lines {
        let words: Vec<&str> = text.split_whitespace().collect();
        let given = |setting: &str, value: &str| Given {
            line,
            setting: setting.to_owned(),
            value: value.trim_matches('"').to_owned(),
            // Variables of the environment are put in where Caddy reads the file.
            open: value.contains("{$") || value.contains("{%"),
        };
        match words.as_slice() {
            ["}", ..] => break,
            ["endpoint", urls @ ..] => {
                read.endpoints.extend(urls.iter().map(|url| given("endpoint", url)));
            }
            ["tls", authority] => read.authority = Some(given("tls", authority)),
            ["tls", certificate, key, rest @ ..] => {
                read.certificate = Some(given("tls", certificate));
                read.key = Some(given("tls", key));
                read.authority = rest.first().map(|authority| given("tls", authority));
            }
            _ => {}
        }
    }
    read.client(ClientKind::CoreDns, start)
}
