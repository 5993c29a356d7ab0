//! URLs, and the list of members.

use std::collections::BTreeSet;
use std::net::IpAddr;

use super::Judge;
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

impl Judge<'_> {
    pub(super) fn urls(&mut self) {
        for flag in [
            "listen-client-urls",
            "listen-peer-urls",
            "listen-metrics-urls",
            "listen-client-http-urls",
            "advertise-client-urls",
            "initial-advertise-peer-urls",
        ] {
            if let Some(value) = self.member.value(flag) {
                self.list(flag, value);
            }
        }
        self.listeners();
        self.cluster();
    }

    fn list(&mut self, flag: &str, value: &str) {
        // Whether the member's list has one on another machine.
        let others = url::members(self.member.value("initial-cluster").unwrap_or_default());
        let are_elsewhere =
            others.iter().any(|(_, url)| url::urls(url).any(|url| !url.is_loopback()));
        if url::list(value).any(str::is_empty) {
            self.tell(flag, |setting| TrailingComma { setting });
        }
        for text in url::list(value).filter(|text| !text.is_empty()) {
            let url = match url::parse(text) {
                Ok(Some(url)) => url,
                Ok(None) => continue,
                Err(url::NotAUrl) => {
                    self.tell(flag, |setting| BadUrl { setting, url: text.to_owned() });
                    continue;
                }
            };
            if !url.secure && flag != "listen-metrics-urls" {
                self.plain(flag, text, &url);
            }
            if flag.starts_with("listen") {
                self.listener(flag, text, url);
            } else if url.is_unspecified() {
                self.tell(flag, |setting| UnspecifiedAdvertised { setting, host: url.host });
            } else if url.is_loopback() && are_elsewhere {
                self.tell(flag, |setting| LoopbackAdvertised { setting, host: url.host });
            }
        }
    }

    /// Judges a URL that a member listens at.
    fn listener(&mut self, flag: &str, text: &str, Url { secure, host, .. }: Url) {
        let member = self.member;
        let secures = if flag == "listen-peer-urls" { "peer-" } else { "" };
        let [certificate, automatic] =
            ["cert-file", "auto-tls"].map(|flag| format!("{secures}{flag}"));
        if secure && !member.has(&certificate) && !member.is_on(&automatic) {
            let (url, certificate) = (text.to_owned(), member.shown(&certificate));
            self.tell(flag, |setting| HttpsWithoutCertificate { setting, url, certificate });
        }
        if host.parse::<IpAddr>().is_err() && host != "localhost" {
            self.tell(flag, |setting| NameInListenUrl { setting, host });
        }
    }

    fn plain(&mut self, flag: &str, text: &str, url: &Url) {
        let (setting, text) = (self.member.shown(flag), text.to_owned());
        if flag.contains("peer") {
            self.add(flag, PlainHttpPeer { setting, url: text });
        } else if url.is_loopback() {
            self.add(flag, PlainHttpLoopback { setting, url: text });
        } else {
            self.add(flag, PlainHttp { setting, url: text });
        }
    }

    fn listeners(&mut self) {
        let member = self.member;
        let certificates = ["cert-file", "key-file", "trusted-ca-file"];
        let listens = member.has("listen-client-urls");
        if !listens && certificates.iter().any(|flag| member.has(flag)) {
            self.add("cert-file", DefaultListener {});
        }
        if listens && !member.has("advertise-client-urls") {
            let setting = member.shown("advertise-client-urls");
            self.add("listen-client-urls", NoAdvertisedUrls { setting });
        }
        let sockets = |flag: &str| url::urls(member.value(flag).unwrap_or_default());
        let peers: Vec<Url> = sockets("listen-peer-urls").collect();
        // Sets, since lists may be as long as their file.
        let ports: BTreeSet<u16> = peers.iter().map(|peer| peer.port).collect();
        let taken: BTreeSet<(u16, &str)> =
            peers.iter().map(|peer| (peer.port, peer.host.as_str())).collect();
        let everywhere = |url: &&Url| url.is_unspecified();
        let open: BTreeSet<u16> = peers.iter().filter(everywhere).map(|peer| peer.port).collect();
        let shared = sockets("listen-client-urls").find(|client| {
            open.contains(&client.port)
                || taken.contains(&(client.port, client.host.as_str()))
                || (ports.contains(&client.port) && everywhere(&client))
        });
        if let Some(url) = shared {
            self.add("listen-peer-urls", SamePort { host: url.host, port: url.port.into() });
        }
    }

    fn cluster(&mut self) {
        const CLUSTER: &str = "initial-cluster";
        if let Some(state) = self.member.value("initial-cluster-state")
            && !matches!(state, "new" | "existing")
        {
            let value = state.to_owned();
            self.tell("initial-cluster-state", |setting| BadState { setting, value });
        }
        self.common_token();
        let Some(list) = self.member.value(CLUSTER) else { return };
        if list.contains(char::is_whitespace) {
            self.tell(CLUSTER, |setting| SpaceInList { setting });
        }
        let (mut names, mut urls) = (BTreeSet::new(), BTreeSet::new());
        for entry in url::list(list).filter(|entry| !entry.is_empty()) {
            let pair = entry.split_once('=');
            let parsed = pair.map(|(_, url)| url::parse(url.trim()));
            let (Some((name, text)), Some(Ok(parsed))) = (pair, parsed) else {
                self.tell(CLUSTER, |setting| BadMemberList { setting, entry: entry.to_owned() });
                continue;
            };
            let url = || text.to_owned();
            if parsed.as_ref().is_some_and(|one| !one.secure) {
                self.tell(CLUSTER, |setting| PlainHttpPeer { setting, url: url() });
            }
            if let Some(Url { host, .. }) = parsed.filter(Url::is_unspecified) {
                self.tell(CLUSTER, |setting| UnspecifiedAdvertised { setting, host });
            }
            if !urls.insert(text) {
                self.tell(CLUSTER, |setting| DuplicateUrl { setting, url: url() });
            }
            if !names.insert(name) && names.len() < urls.len() {
                self.add(CLUSTER, DuplicateName { name: name.to_owned() });
            }
        }
        self.own_entry(list);
    }

    fn common_token(&mut self) {
        let token = self.member.settings.get("initial-cluster-token");
        let flag = match token {
            Some(token) if token.open => return,
            Some(_) => "initial-cluster-token",
            None if self.member.has("initial-cluster") => "initial-cluster",
            None => return,
        };
        let token = token.map_or("etcd-cluster", |token| token.value.as_str());
        if COMMON_TOKENS.contains(&token) {
            self.add(flag, CommonToken { token: token.to_owned() });
        }
    }

    /// Holds the list against the member's own name and peer URLs.
    fn own_entry(&mut self, list: &str) {
        const ADVERTISED: &str = "initial-advertise-peer-urls";
        let member = self.member;
        if member.settings.get("name").is_some_and(|name| name.open) {
            return;
        }
        let all = url::members(list);
        let own: BTreeSet<&str> =
            all.iter().filter(|(name, _)| *name == member.name()).map(|(_, url)| *url).collect();
        if own.is_empty() {
            let name = member.name().to_owned();
            return self.tell("initial-cluster", |setting| NotInList { name, setting });
        }
        let Some(advertised) = member.value(ADVERTISED) else { return };
        let advertised: BTreeSet<&str> =
            url::list(advertised).filter(|url| !url.is_empty()).collect();
        if advertised != own {
            let [advertised, listed] =
                [advertised, own].map(|urls| urls.into_iter().map(str::to_owned).collect());
            self.tell(ADVERTISED, |setting| OtherPeerUrl { setting, advertised, listed });
        }
    }
}
