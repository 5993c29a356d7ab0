//! The plugin `etcd` of `CoreDNS`, in a Corefile: `endpoint URL…` and `tls [CERT KEY] [CA]` (`plugin/pkg/tls`).

use super::{ClientKind, ClientSettings, Given, Read};

/// The most blocks of one file.
const BLOCKS: usize = 64;

/// The blocks `etcd` of a Corefile.
pub(super) fn corefile(text: &str) -> Vec<ClientSettings> {
    let mut lines = (1..).zip(text.lines().map(|line| line.split('#').next().unwrap_or_default()));
    let mut clients = Vec::new();
    while let Some((line, read)) = block(&mut lines).filter(|_| clients.len() < BLOCKS) {
        clients.extend(read.client(ClientKind::CoreDns, line));
    }
    clients
}

/// The next block `etcd`, and the line it starts in.
fn block<'a>(lines: &mut impl Iterator<Item = (usize, &'a str)>) -> Option<(usize, Read)> {
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
    Some((start, read))
}

#[cfg(test)]
mod tests {
    use super::corefile;

    #[test]
    fn each_block_is_a_client_of_its_own() {
        let text = "a.org {\n  etcd a.org {\n    endpoint https://10.0.0.1:2379\n    tls c k ca\n  }\n}\nb.org {\n  etcd b.org {\n    endpoint {$URL}\n  }\n}\nc.org {\n  etcd {\n    endpoint http://10.0.0.3:2379\n  }\n}\n";
        let clients = corefile(text);
        let dialed: Vec<&str> = clients
            .iter()
            .flat_map(|client| &client.endpoints)
            .map(|endpoint| endpoint.text.as_str())
            .collect();
        assert_eq!(dialed, ["https://10.0.0.1:2379", "http://10.0.0.3:2379"]);
        assert!(clients[0].authority.is_some());
    }
}
