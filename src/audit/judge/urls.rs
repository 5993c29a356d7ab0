//! URLs, and the list of members.

use std::cell::LazyCell;
use std::collections::BTreeSet;
use std::net::IpAddr;

use crate::audit::AuditReport;
use crate::audit::member::Member;

/// Tokens that are in use the world over: etcd's own, and those of its documentation and of tutorials.
const COMMON_TOKENS: [&str; 7] = [
    "etcd-cluster",
    "etcd-cluster-0",
    "etcd-cluster-1",
    "etcd-cluster-token",
    "my-etcd-token",
    "my-etcd-cluster",
    "tkn",
];

/// A URL that etcd takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::audit) struct Url {
    /// Whether it is https (or unixs).
    pub(in crate::audit) secure: bool,
    /// The host, IPv6 without brackets.
    pub(in crate::audit) host: String,
    /// The port.
    pub(in crate::audit) port: u16,
}

impl Url {
    fn address(&self) -> Option<IpAddr> {
        self.host.parse().ok()
    }

    fn is_loopback(&self) -> bool {
        self.host == "localhost" || self.address().is_some_and(|address| address.is_loopback())
    }
}

/// Reads a URL as etcd does; `Err` says what is wrong with it, `Ok(None)` is a Unix socket.
pub(in crate::audit) fn parse(text: &str) -> Result<Option<Url>, &'static str> {
    let Some((scheme, rest)) = text.split_once("://") else {
        return Err("it has no scheme");
    };
    let secure = match scheme {
        "http" => false,
        "https" => true,
        "unix" | "unixs" => return Ok(None),
        _ => return Err("its scheme is neither https nor http"),
    };
    if rest.contains(['/', '?', '#']) {
        return Err("something follows its port: a slash is a path to etcd");
    }
    let Some((host, port)) = rest.rsplit_once(':') else { return Err("it has no port") };
    let host = match host.strip_prefix('[').map(|host| host.strip_suffix(']')) {
        Some(Some(host)) => host,
        Some(None) => return Err("it has no port"),
        None if host.contains(':') => return Err("an IPv6 address needs brackets"),
        None => host,
    };
    let Ok(port) = port.parse() else { return Err("its port is no number from 0 to 65535") };
    if host.is_empty() {
        return Err("it has no host");
    }
    Ok(Some(Url { secure, host: host.to_owned(), port }))
}

/// The entries of a list of members, names and URLs; what is none of them is left out.
pub(in crate::audit) fn entries(list: &str) -> Vec<(&str, &str)> {
    list.split(',').filter_map(|entry| entry.trim().split_once('=')).collect()
}

pub(super) fn judge(member: &Member, report: &mut AuditReport) {
    for flag in [
        "listen-client-urls",
        "listen-peer-urls",
        "listen-metrics-urls",
        "listen-client-http-urls",
        "advertise-client-urls",
        "initial-advertise-peer-urls",
    ] {
        if let Some(value) = member.value(flag) {
            urls(member, flag, value, report);
        }
    }
    listeners(member, report);
    cluster(member, report);
}

fn urls(member: &Member, flag: &str, value: &str, report: &mut AuditReport) {
    let place = member.place(flag);
    let shown = member.shown(flag);
    let are_elsewhere = LazyCell::new(|| others_are_elsewhere(member));
    if value.contains(char::is_whitespace) {
        report.add(place, "space-in-list", format!("`{shown}` holds a blank: `{value}`"));
    }
    for text in value.split(',').map(str::trim).filter(|text| !text.is_empty()) {
        let url = match parse(text) {
            Ok(Some(url)) => url,
            Ok(None) => continue,
            Err(why) => {
                report.add(place, "bad-url", format!("`{shown}` holds `{text}`: {why}"));
                continue;
            }
        };
        let listens = flag.starts_with("listen");
        if listens && url.address().is_none() && url.host != "localhost" {
            let message = format!(
                "`{shown}` holds the name `{}`, and etcd binds to addresses only",
                url.host
            );
            report.add(place, "name-in-listen-url", message);
        }
        if !url.secure && flag != "listen-metrics-urls" {
            plain(member, flag, text, &url, report);
        }
        if !listens {
            advertised(member, flag, &url, &are_elsewhere, report);
            continue;
        }
        let secures = if flag == "listen-peer-urls" { "peer-" } else { "" };
        let [certificate, automatic] =
            ["cert-file", "auto-tls"].map(|flag| format!("{secures}{flag}"));
        if url.secure && !member.has(&certificate) && !member.is_on(&automatic) {
            let message = format!(
                "`{shown}` holds `{text}`, and there is no `{}`",
                member.shown(&certificate)
            );
            report.add(place, "https-without-certificate", message);
        }
    }
}

/// Whether a member's list has one on another machine.
fn others_are_elsewhere(member: &Member) -> bool {
    let others = entries(member.value("initial-cluster").unwrap_or_default());
    others.iter().any(|(_, url)| parse(url).ok().flatten().is_some_and(|url| !url.is_loopback()))
}

/// Judges a URL that others are told to dial.
fn advertised(
    member: &Member,
    flag: &str,
    url: &Url,
    are_elsewhere: &LazyCell<bool, impl FnOnce() -> bool>,
    report: &mut AuditReport,
) {
    let place = member.place(flag);
    let shown = member.shown(flag);
    if url.address().is_some_and(|address| address.is_unspecified()) {
        let message = format!("`{shown}` tells others to dial `{}`, which is no machine", url.host);
        report.add(place, "unspecified-advertised", message);
    }
    if url.is_loopback() && **are_elsewhere {
        let message =
            format!("`{shown}` tells other machines to dial `{}`, which is themselves", url.host);
        report.add(place, "loopback-advertised", message);
    }
}

fn plain(member: &Member, flag: &str, text: &str, url: &Url, report: &mut AuditReport) {
    let place = member.place(flag);
    let shown = member.shown(flag);
    if flag.contains("peer") {
        let message = format!("`{shown}` holds `{text}`: members talk without TLS there");
        report.add(place, "plain-http-peer", message);
    } else if url.is_loopback() {
        let message = format!("`{shown}` holds `{text}`: anyone on the machine is let in");
        report.add(place, "plain-http-loopback", message);
    } else {
        let message = format!("`{shown}` holds `{text}`: anyone is let in, and may listen");
        report.add(place, "plain-http", message);
    }
}

fn listeners(member: &Member, report: &mut AuditReport) {
    let certificates = ["cert-file", "key-file", "trusted-ca-file"];
    let listens = member.has("listen-client-urls");
    if !listens && certificates.iter().any(|flag| member.has(flag)) {
        let message = "certificates are set, and etcd listens for clients at http://localhost:2379, its default";
        report.add(member.place("cert-file"), "default-listener", message);
    }
    if listens && !member.has("advertise-client-urls") {
        let message =
            format!("`{}` is missing, and etcd won't start", member.shown("advertise-client-urls"));
        report.add(member.place("listen-client-urls"), "no-advertised-urls", message);
    }
    let sockets = |flag: &str| -> Vec<Url> {
        let urls = member.value(flag).unwrap_or_default().split(',');
        urls.filter_map(|url| parse(url.trim()).ok().flatten()).collect()
    };
    let peers = sockets("listen-peer-urls");
    // Sets, since lists may be as long as their file.
    let ports: BTreeSet<u16> = peers.iter().map(|peer| peer.port).collect();
    let taken: BTreeSet<(u16, &str)> =
        peers.iter().map(|peer| (peer.port, peer.host.as_str())).collect();
    let everywhere = |url: &&Url| url.address().is_some_and(|one| one.is_unspecified());
    let open: BTreeSet<u16> = peers.iter().filter(everywhere).map(|peer| peer.port).collect();
    let shared = sockets("listen-client-urls").into_iter().find(|client| {
        open.contains(&client.port)
            || taken.contains(&(client.port, client.host.as_str()))
            || (ports.contains(&client.port) && everywhere(&client))
    });
    if let Some(url) = shared {
        let message =
            format!("clients and peers are listened for at port {} of `{}`", url.port, url.host);
        report.add(member.place("listen-peer-urls"), "same-port", message);
    }
}

fn cluster(member: &Member, report: &mut AuditReport) {
    if let Some(state) = member.value("initial-cluster-state")
        && !matches!(state, "new" | "existing")
    {
        let message = format!("`{}` is `{state}`", member.shown("initial-cluster-state"));
        report.add(member.place("initial-cluster-state"), "bad-state", message);
    }
    common_token(member, report);
    let Some(list) = member.value("initial-cluster") else { return };
    let place = member.place("initial-cluster");
    let shown = member.shown("initial-cluster");
    if list.contains(char::is_whitespace) {
        report.add(place, "space-in-list", format!("`{shown}` holds a blank"));
    }
    let (mut names, mut urls) = (BTreeSet::new(), BTreeSet::new());
    for entry in list.split(',').map(str::trim).filter(|entry| !entry.is_empty()) {
        let Some((name, url)) = entry.split_once('=') else {
            report.add(
                place,
                "bad-member-list",
                format!("`{shown}` holds `{entry}`, which is no NAME=URL"),
            );
            continue;
        };
        match parse(url) {
            Err(why) => {
                report.add(place, "bad-member-list", format!("`{shown}` holds `{url}`: {why}"));
            }
            Ok(Some(parsed)) => {
                if parsed.address().is_some_and(|address| address.is_unspecified()) {
                    let message = format!(
                        "`{shown}` tells members to dial `{}`, which is no machine",
                        parsed.host
                    );
                    report.add(place, "unspecified-advertised", message);
                }
                if !parsed.secure {
                    let message =
                        format!("`{shown}` holds `{url}`: members talk without TLS there");
                    report.add(place, "plain-http-peer", message);
                }
            }
            Ok(None) => {}
        }
        if !urls.insert(url) {
            report.add(
                place,
                "duplicate-url",
                format!("`{shown}` holds `{url}` twice, and etcd won't start"),
            );
        }
        if !names.insert(name) && names.len() < urls.len() {
            let message = format!("`{shown}` names `{name}` twice: one member with two URLs");
            report.add(place, "duplicate-name", message);
        }
    }
    own_entry(member, list, report);
}

fn common_token(member: &Member, report: &mut AuditReport) {
    let token = member.settings.get("initial-cluster-token");
    let flag = match token {
        Some(token) if token.open => return,
        Some(_) => "initial-cluster-token",
        None if member.has("initial-cluster") => "initial-cluster",
        None => return,
    };
    let token = token.map_or("etcd-cluster", |token| token.value.as_str());
    if COMMON_TOKENS.contains(&token) {
        let message = format!(
            "the token `{token}` is what half the world uses: clusters that share it can mix"
        );
        report.add(member.place(flag), "common-token", message);
    }
}

/// Holds the list against the member's own name and peer URLs.
fn own_entry(member: &Member, list: &str, report: &mut AuditReport) {
    if member.settings.get("name").is_some_and(|name| name.open) {
        return;
    }
    let place = member.place("initial-cluster");
    let all = entries(list);
    let own: BTreeSet<&str> =
        all.iter().filter(|(name, _)| *name == member.name()).map(|(_, url)| *url).collect();
    if own.is_empty() {
        let message = format!(
            "`{}` isn't in `{}`, and etcd won't start",
            member.name(),
            member.shown("initial-cluster")
        );
        report.add(place, "not-in-list", message);
        return;
    }
    let Some(advertised) = member.value("initial-advertise-peer-urls") else { return };
    let advertised: BTreeSet<&str> =
        advertised.split(',').map(str::trim).filter(|url| !url.is_empty()).collect();
    if advertised != own {
        let words = |urls: &BTreeSet<&str>| urls.iter().copied().collect::<Vec<_>>().join(", ");
        let message = format!(
            "`{}` is `{}`, and the list has `{}` for it: etcd won't start",
            member.shown("initial-advertise-peer-urls"),
            words(&advertised),
            words(&own)
        );
        report.add(member.place("initial-advertise-peer-urls"), "other-peer-url", message);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_are_read_as_etcd_reads_them() {
        let read = |text: &str| parse(text).unwrap().unwrap();
        assert_eq!(read("https://[fd00::1]:2380").host, "fd00::1");
        assert_eq!(
            read("http://a.example:1"),
            Url { secure: false, host: "a.example".into(), port: 1 }
        );
        assert_eq!(parse("unix://x"), Ok(None));
        for text in [
            "a:1",
            "https://a",
            "https://a:1/",
            "https://fd00::1:2380",
            "https://[::1]",
            "ftp://a:1",
            "https://:1",
            "https://a:99999",
        ] {
            assert!(parse(text).is_err(), "{text}");
        }
    }
}
