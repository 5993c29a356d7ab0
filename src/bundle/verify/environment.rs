//! Environment files against certificates: whatever a member listens on and is dialled at must be in
//! the certificate that it shows there.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::path::{Path, PathBuf};

use super::VerifyReport;
use super::certificates::note;
use super::tree::Tree;
use crate::cluster::Plan;
use crate::pki::check;
use crate::text::showable;

/// Variables of URLs, and the certificate that is shown there.
const URLS: [(&str, &str); 4] = [
    ("ETCD_LISTEN_CLIENT_URLS", "server"),
    ("ETCD_ADVERTISE_CLIENT_URLS", "server"),
    ("ETCD_LISTEN_PEER_URLS", "peer"),
    ("ETCD_INITIAL_ADVERTISE_PEER_URLS", "peer"),
];
/// Variables that name a file of the member's `pki/`.
const FILES: [(&str, &str); 6] = [
    ("ETCD_CERT_FILE", "server.pem"),
    ("ETCD_KEY_FILE", "server-key.pem"),
    ("ETCD_TRUSTED_CA_FILE", "ca.pem"),
    ("ETCD_PEER_CERT_FILE", "peer.pem"),
    ("ETCD_PEER_KEY_FILE", "peer-key.pem"),
    ("ETCD_PEER_TRUSTED_CA_FILE", "ca.pem"),
];
/// Variables without which anyone may connect.
const DOORS: [&str; 2] = ["ETCD_CLIENT_CERT_AUTH", "ETCD_PEER_CLIENT_CERT_AUTH"];

const HINT: &str = "take the file from the bundle's origin, or generate a new bundle";

pub(super) fn judge(tree: &Tree, plan: &Plan, report: &mut VerifyReport) {
    for member in &plan.members {
        let path = PathBuf::from(format!("members/{}/etcd.env", member.name));
        let Some(file) = tree.file(&path) else {
            report.error(
                &path,
                "no-environment",
                "the plan's member has no environment file",
                HINT,
            );
            continue;
        };
        let variables = variables(&String::from_utf8_lossy(&file.bytes));
        let judge = Judge { tree, path: &path, variables: &variables };
        judge.name(member.name.as_str(), report);
        judge.doors(report);
        judge.files(report);
        for (variable, certificate) in URLS {
            let urls = variables.get(variable).map_or("", String::as_str);
            for url in urls.split(',') {
                judge.url(variable, member.name.as_str(), certificate, url, report);
            }
        }
        judge.initial_cluster(plan, report);
    }
}

/// One environment file under examination.
struct Judge<'a> {
    tree: &'a Tree,
    path: &'a Path,
    variables: &'a BTreeMap<String, String>,
}

impl Judge<'_> {
    fn value(&self, variable: &str) -> &str {
        self.variables.get(variable).map_or("", String::as_str)
    }

    fn name(&self, name: &str, report: &mut VerifyReport) {
        let found = self.value("ETCD_NAME");
        if found != name {
            let found = showable(found);
            let message = format!("ETCD_NAME is `{found}`, expected `{name}`");
            report.error(self.path, "wrong-name", message, HINT);
        }
    }

    fn doors(&self, report: &mut VerifyReport) {
        for variable in DOORS {
            let found = self.value(variable);
            if found != "true" {
                let message = format!(
                    "{variable} is `{}`, expected `true`: anyone may connect",
                    showable(found)
                );
                report.error(self.path, "open-door", message, HINT);
            }
        }
    }

    fn files(&self, report: &mut VerifyReport) {
        for (variable, name) in FILES {
            let found = self.value(variable);
            if Path::new(found).file_name() != Some(name.as_ref()) {
                let message = format!("{variable} is `{}`, expected a `{name}`", showable(found));
                report.error(self.path, "wrong-file", message, HINT);
            }
        }
    }

    /// `name=url,…`: every member once, at a URL that its peer certificate holds.
    fn initial_cluster(&self, plan: &Plan, report: &mut VerifyReport) {
        const VARIABLE: &str = "ETCD_INITIAL_CLUSTER";
        let entries: Vec<(&str, &str)> =
            self.value(VARIABLE).split(',').filter_map(|entry| entry.split_once('=')).collect();
        let mut found: Vec<&str> = entries.iter().map(|(name, _)| *name).collect();
        let mut expected: Vec<&str> =
            plan.members.iter().map(|member| member.name.as_str()).collect();
        found.sort_unstable();
        expected.sort_unstable();
        if found != expected {
            let message = format!(
                "{VARIABLE} lists `{}`, expected `{}`",
                showable(&found.join(", ")),
                expected.join(", ")
            );
            report.error(self.path, "wrong-members", message, HINT);
        }
        for (name, url) in entries.into_iter().filter(|(name, _)| expected.contains(name)) {
            self.url(VARIABLE, name, "peer", url, report);
        }
    }

    /// Holds one URL of a variable against a certificate of a member.
    fn url(
        &self,
        variable: &str,
        member: &str,
        certificate: &str,
        url: &str,
        report: &mut VerifyReport,
    ) {
        let Some(host) = https_host(url) else {
            let message =
                format!("{variable} holds `{}`, expected https://HOST:PORT", showable(url));
            report.error(self.path, "wrong-url", message, HINT);
            return;
        };
        let path = PathBuf::from(format!("members/{member}/pki/{certificate}.pem"));
        // A missing certificate is reported where certificates are judged.
        let Some(file) = self.tree.file(&path) else { return };
        let Ok(chain) = check::certificates(&file.bytes) else { return };
        let Some(leaf) = chain.first() else { return };
        report.hosts += 1;
        match host.parse::<IpAddr>() {
            // Listening on every address names none.
            Ok(address) if address.is_unspecified() => {}
            Ok(address) => {
                note(report, &path, "host-not-covered", check::covers_address(leaf, address));
            }
            Err(_) => note(report, &path, "host-not-covered", check::covers_name(leaf, host)),
        }
    }
}

/// The host of `https://host:port`, without the brackets of an IPv6 address.
fn https_host(url: &str) -> Option<&str> {
    let (host, port) = url.strip_prefix("https://")?.rsplit_once(':')?;
    let host = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host);
    (!host.is_empty() && port.parse::<u16>().is_ok()).then_some(host)
}

/// Reads an environment file by systemd's rules, as far as etcd's values need them: comments start with
/// `#` or `;`, quotes count at the start of a value, a backslash takes the next character as it is, and
/// at the end of a line joins the next one. The last of two lines for one variable wins.
fn variables(text: &str) -> BTreeMap<String, String> {
    let mut variables = BTreeMap::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        let mut line = line.to_owned();
        while line.ends_with('\\') {
            line.pop();
            let Some(next) = lines.next() else { break };
            line.push_str(next);
        }
        let line = line.trim();
        if line.starts_with(['#', ';']) {
            continue;
        }
        if let Some((name, value)) = line.split_once('=') {
            variables.insert(name.trim_end().to_owned(), unquoted(value.trim()));
        }
    }
    variables
}

fn unquoted(value: &str) -> String {
    let mut plain = String::with_capacity(value.len());
    let mut characters = value.chars().peekable();
    let quote = characters.next_if(|c| *c == '"' || *c == '\'');
    while let Some(character) = characters.next() {
        match character {
            // Within single quotes a backslash is itself.
            '\\' if quote != Some('\'') => plain.extend(characters.next()),
            c if Some(c) == quote => break,
            c => plain.push(c),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn environment_files_are_read_as_systemd_reads_them() {
        let read = variables(
            "# A=1\n;B=1\nC=a#b\nD=\"x \\\"y\\\" $z\"\nE='a\\b'\nF=a\\\nb\n# joined \\\nG=lost\nH = 1\nC2=\nI=1\nI=2\n",
        );
        let read: Vec<(&str, &str)> =
            read.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        assert_eq!(
            read,
            [
                ("C", "a#b"),
                ("C2", ""),
                ("D", "x \"y\" $z"),
                ("E", "a\\b"),
                ("F", "ab"),
                ("H", "1"),
                ("I", "2")
            ]
        );
    }

    #[test]
    fn only_https_urls_have_a_host() {
        assert_eq!(https_host("https://[fd00::1]:2380"), Some("fd00::1"));
        assert_eq!(https_host("https://a.example:2380"), Some("a.example"));
        for url in ["http://a:2380", "https://a", "https://:2380", "https://a:b", "", "a:2380"] {
            assert_eq!(https_host(url), None, "{url}");
        }
    }
}
