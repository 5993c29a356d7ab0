//! URLs, and the list of members.

use std::cell::LazyCell;
use std::collections::BTreeSet;

use crate::audit::AuditReport;
use crate::config::Member;
use crate::config::url::{self, Url};
use crate::finding::rules::members::{
    BadMemberList, BadState, CommonToken, DuplicateName, DuplicateUrl, LoopbackAdvertised,
    NoAdvertisedUrls, NotInList, OtherPeerUrl, SamePort, SpaceInList, TrailingComma,
    UnspecifiedAdvertised,
};
use crate::finding::rules::settings::{BadUrl, NameInListenUrl, PlainHttp, PlainHttpPeer};
use crate::finding::rules::tls::{DefaultListener, HttpsWithoutCertificate, PlainHttpLoopback};

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
    let setting = || member.shown(flag);
    let are_elsewhere = LazyCell::new(|| others_are_elsewhere(member));
    if url::list(value).any(str::is_empty) {
        report.add(place, TrailingComma { setting: setting() });
    }
    for text in url::list(value).filter(|text| !text.is_empty()) {
        let url = match url::parse(text) {
            Ok(Some(url)) => url,
            Ok(None) => continue,
            Err(url::NotAUrl) => {
                report.add(place, BadUrl { setting: setting(), url: text.to_owned() });
                continue;
            }
        };
        let listens = flag.starts_with("listen");
        if listens && url.address().is_none() && url.host != "localhost" {
            report.add(place, NameInListenUrl { setting: setting(), host: url.host.clone() });
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
            let certificate = member.shown(&certificate);
            let without =
                HttpsWithoutCertificate { setting: setting(), url: text.to_owned(), certificate };
            report.add(place, without);
        }
    }
}

/// Whether a member's list has one on another machine.
fn others_are_elsewhere(member: &Member) -> bool {
    let others = url::members(member.value("initial-cluster").unwrap_or_default());
    others.iter().any(|(_, url)| url::urls(url).any(|url| !url.is_loopback()))
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
    let (setting, host) = (member.shown(flag), url.host.clone());
    if url.is_unspecified() {
        report.add(place, UnspecifiedAdvertised { setting, host });
    } else if url.is_loopback() && **are_elsewhere {
        report.add(place, LoopbackAdvertised { setting, host });
    }
}

fn plain(member: &Member, flag: &str, text: &str, url: &Url, report: &mut AuditReport) {
    let place = member.place(flag);
    let (setting, text) = (member.shown(flag), text.to_owned());
    if flag.contains("peer") {
        report.add(place, PlainHttpPeer { setting, url: text });
    } else if url.is_loopback() {
        report.add(place, PlainHttpLoopback { setting, url: text });
    } else {
        report.add(place, PlainHttp { setting, url: text });
    }
}

fn listeners(member: &Member, report: &mut AuditReport) {
    let certificates = ["cert-file", "key-file", "trusted-ca-file"];
    let listens = member.has("listen-client-urls");
    if !listens && certificates.iter().any(|flag| member.has(flag)) {
        report.add(member.place("cert-file"), DefaultListener {});
    }
    if listens && !member.has("advertise-client-urls") {
        let setting = member.shown("advertise-client-urls");
        report.add(member.place("listen-client-urls"), NoAdvertisedUrls { setting });
    }
    let sockets =
        |flag: &str| -> Vec<Url> { url::urls(member.value(flag).unwrap_or_default()).collect() };
    let peers = sockets("listen-peer-urls");
    // Sets, since lists may be as long as their file.
    let ports: BTreeSet<u16> = peers.iter().map(|peer| peer.port).collect();
    let taken: BTreeSet<(u16, &str)> =
        peers.iter().map(|peer| (peer.port, peer.host.as_str())).collect();
    let everywhere = |url: &&Url| url.is_unspecified();
    let open: BTreeSet<u16> = peers.iter().filter(everywhere).map(|peer| peer.port).collect();
    let shared = sockets("listen-client-urls").into_iter().find(|client| {
        open.contains(&client.port)
            || taken.contains(&(client.port, client.host.as_str()))
            || (ports.contains(&client.port) && everywhere(&client))
    });
    if let Some(url) = shared {
        let shared = SamePort { host: url.host, port: url.port.into() };
        report.add(member.place("listen-peer-urls"), shared);
    }
}

fn cluster(member: &Member, report: &mut AuditReport) {
    if let Some(state) = member.value("initial-cluster-state")
        && !matches!(state, "new" | "existing")
    {
        let setting = member.shown("initial-cluster-state");
        let bad = BadState { setting, value: state.to_owned() };
        report.add(member.place("initial-cluster-state"), bad);
    }
    common_token(member, report);
    let Some(list) = member.value("initial-cluster") else { return };
    let place = member.place("initial-cluster");
    let setting = || member.shown("initial-cluster");
    if list.contains(char::is_whitespace) {
        report.add(place, SpaceInList { setting: setting() });
    }
    let (mut names, mut urls) = (BTreeSet::new(), BTreeSet::new());
    for entry in url::list(list).filter(|entry| !entry.is_empty()) {
        let pair = entry.split_once('=');
        let parsed = pair.map(|(_, url)| url::parse(url.trim()));
        let (Some((name, url)), Some(Ok(parsed))) = (pair, parsed) else {
            report.add(place, BadMemberList { setting: setting(), entry: entry.to_owned() });
            continue;
        };
        if let Some(host) = parsed.as_ref().filter(|url| url.is_unspecified()) {
            let host = host.host.clone();
            report.add(place, UnspecifiedAdvertised { setting: setting(), host });
        }
        if parsed.is_some_and(|url| !url.secure) {
            report.add(place, PlainHttpPeer { setting: setting(), url: url.to_owned() });
        }
        if !urls.insert(url) {
            report.add(place, DuplicateUrl { setting: setting(), url: url.to_owned() });
        }
        if !names.insert(name) && names.len() < urls.len() {
            report.add(place, DuplicateName { name: name.to_owned() });
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
        report.add(member.place(flag), CommonToken { token: token.to_owned() });
    }
}

/// Holds the list against the member's own name and peer URLs.
fn own_entry(member: &Member, list: &str, report: &mut AuditReport) {
    if member.settings.get("name").is_some_and(|name| name.open) {
        return;
    }
    let place = member.place("initial-cluster");
    let all = url::members(list);
    let own: BTreeSet<&str> =
        all.iter().filter(|(name, _)| *name == member.name()).map(|(_, url)| *url).collect();
    if own.is_empty() {
        let (name, setting) = (member.name().to_owned(), member.shown("initial-cluster"));
        report.add(place, NotInList { name, setting });
        return;
    }
    let Some(advertised) = member.value("initial-advertise-peer-urls") else { return };
    let advertised: BTreeSet<&str> = url::list(advertised).filter(|url| !url.is_empty()).collect();
    if advertised != own {
        let all = |urls: &BTreeSet<&str>| urls.iter().map(ToString::to_string).collect();
        let other = OtherPeerUrl {
            setting: member.shown("initial-advertise-peer-urls"),
            advertised: all(&advertised),
            listed: all(&own),
        };
        report.add(member.place("initial-advertise-peer-urls"), other);
    }
}
