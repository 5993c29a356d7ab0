//! URLs, and the list of members.

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;

use super::Judge;
use crate::config::url::{self, Url};
use crate::finding::Finding;
use crate::finding::rules::members::{
    AdvertisedNotListened, BadMemberList, BadState, CommonToken, DefaultPeerListener,
    DuplicateName, DuplicateUrl, LoopbackAdvertised, NoAdvertisedUrls, NotInList, OtherPeerUrl,
    PeerUrlByName, SamePort, SpaceInList, TrailingComma, UnspecifiedAdvertised,
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

/// Settings that hold plain URLs of the machine itself, with the URLs.
type Plain = Vec<(String, String)>;

impl Judge<'_> {
    pub(super) fn urls(&mut self) {
        let mut plain = Plain::new();
        let are_elsewhere = self.are_elsewhere();
        for flag in [
            "listen-client-urls",
            "listen-peer-urls",
            "listen-metrics-urls",
            "listen-client-http-urls",
            "advertise-client-urls",
            "initial-advertise-peer-urls",
        ] {
            if let Some(value) = self.member.value(flag) {
                self.list(flag, value, are_elsewhere, &mut plain);
            }
        }
        // One finding for both ports.
        if let Some((first, _)) = plain.first() {
            let flag = first.clone();
            let (mut settings, mut urls): (Vec<String>, Vec<String>) = plain.into_iter().unzip();
            for flag in &mut settings {
                *flag = self.member.shown(flag);
            }
            for all in [&mut settings, &mut urls] {
                all.dedup();
            }
            let (setting, url) = (settings.join(", "), urls.join(", "));
            self.add(&flag, PlainHttpLoopback { setting, url });
        }
        self.listeners();
        self.meets("advertise-client-urls", "listen-client-urls");
        self.meets("initial-advertise-peer-urls", "listen-peer-urls");
        self.cluster();
    }

    /// Whether the member's list has one on another machine.
    fn are_elsewhere(&self) -> bool {
        let list = url::members(self.member.value("initial-cluster").unwrap_or_default());
        list.iter().any(|(_, url)| url::urls(url).any(|url| !url.is_loopback()))
    }

    fn list(&mut self, flag: &str, value: &str, are_elsewhere: bool, plain: &mut Plain) {
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
                let is_local = url.is_loopback() && !(flag.contains("peer") && are_elsewhere);
                self.plain(flag, text, is_local, plain);
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
    fn listener(&mut self, flag: &str, text: &str, listener: Url) {
        let (is_named, Url { secure, host, .. }) = (listener.is_named(), listener);
        let member = self.member;
        let secures = if flag == "listen-peer-urls" { "peer-" } else { "" };
        let [certificate, automatic] =
            ["cert-file", "auto-tls"].map(|flag| format!("{secures}{flag}"));
        if secure && !member.has(&certificate) && !member.is_on(&automatic) {
            let (url, certificate) = (text.to_owned(), member.shown(&certificate));
            self.tell(flag, |setting| HttpsWithoutCertificate { setting, url, certificate });
        }
        if is_named {
            self.tell(flag, |setting| NameInListenUrl { setting, host });
        }
    }

    /// A URL without TLS: what no wire leads to is collected.
    fn plain(&mut self, flag: &str, text: &str, is_local: bool, plain: &mut Plain) {
        let (setting, text) = (self.member.shown(flag), text.to_owned());
        if is_local {
            // What is advertised of it is said of its listener.
            if flag.starts_with("listen") || !self.member.has(listener_of(flag)) {
                plain.push((flag.to_owned(), text));
            }
        } else if flag.contains("peer") {
            self.add(flag, PlainHttpPeer { setting, url: text });
        } else {
            self.add(flag, PlainHttp { setting, url: text });
        }
    }

    fn listeners(&mut self) {
        let member = self.member;
        let certificates = ["cert-file", "key-file", "trusted-ca-file"];
        let listens = member.has("listen-client-urls");
        let is_secured = certificates.iter().any(|flag| member.has(flag));
        if !listens && (is_secured || self.is_whole()) {
            let secured = if is_secured { "yes" } else { "no" }.to_owned();
            self.add("cert-file", DefaultListener { secured });
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

    /// Whether all that starts the member is known: settings alone may be a part of it.
    fn is_whole(&self) -> bool {
        let member = self.member;
        // A config file that isn't here says the rest.
        let is_unread = member.settings.contains_key("config-file");
        let is_started = member.program.is_some() || member.container.is_some();
        is_started && !is_unread && !member.is_partial
    }

    /// Holds what is advertised against the listeners. Addresses may be translated on the way, and ports of a container
    /// are mapped, so that only what nobody can have meant is told.
    fn meets(&mut self, flag: &str, listens: &str) {
        let member = self.member;
        let [Some(advertised), Some(listeners)] = [flag, listens].map(|flag| member.value(flag))
        else {
            return;
        };
        let all: Vec<Url> = url::urls(listeners).collect();
        if all.is_empty() || member.container.is_some() {
            return;
        }
        let is_local = all.iter().all(Url::is_loopback);
        let doors: BTreeSet<(u16, bool)> = all.iter().map(|url| (url.port, url.secure)).collect();
        // The first is enough: whoever has one wrong has others wrong for the same reason.
        let missed = url::list(advertised).find(|text| {
            let url = url::parse(text).ok().flatten().filter(|url| !url.is_unspecified());
            url.is_some_and(|url| {
                !doors.contains(&(url.port, url.secure)) || (is_local && !url.is_loopback())
            })
        });
        if let Some(url) = missed.map(str::to_owned) {
            let listener = listeners.to_owned();
            self.tell(flag, |setting| AdvertisedNotListened { setting, url, listener });
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
        let are_elsewhere = self.are_elsewhere();
        let mut urls = BTreeSet::new();
        let mut of_names: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for entry in url::list(list).filter(|entry| !entry.is_empty()) {
            let pair = entry.split_once('=');
            let parsed = pair.map(|(_, url)| url::parse(url.trim()));
            let (Some((name, text)), Some(Ok(parsed))) = (pair, parsed) else {
                self.tell(CLUSTER, |setting| BadMemberList { setting, entry: entry.to_owned() });
                continue;
            };
            let url = || text.to_owned();
            let is_local = parsed.as_ref().is_some_and(Url::is_loopback);
            let is_alone = is_local && !are_elsewhere;
            if parsed.as_ref().is_some_and(|one| !one.secure) && !is_alone {
                self.tell(CLUSTER, |setting| PlainHttpPeer { setting, url: url() });
            }
            if let Some(Url { host, .. }) = parsed.filter(Url::is_unspecified) {
                self.tell(CLUSTER, |setting| UnspecifiedAdvertised { setting, host });
            }
            if !urls.insert(text) {
                self.tell(CLUSTER, |setting| DuplicateUrl { setting, url: url() });
            }
            of_names.entry(name).or_default().insert(text);
        }
        self.names(&of_names);
        if are_elsewhere && !self.member.has("listen-peer-urls") && self.is_whole() {
            let setting = self.member.shown("listen-peer-urls");
            self.add(CLUSTER, DefaultPeerListener { setting });
        }
        self.own_entry(list);
    }

    /// A name with several URLs is a member that is dialed at several addresses, or two members of one name. The former
    /// says so of itself, or has one address of each family.
    fn names(&mut self, of_names: &BTreeMap<&str, BTreeSet<&str>>) {
        let member = self.member;
        let own = member.value("initial-advertise-peer-urls").unwrap_or_default();
        let own: BTreeSet<&str> = url::list(own).collect();
        let is_as_listed = of_names.get(member.name()).is_some_and(|urls| *urls == own);
        if is_as_listed && own.len() > 1 {
            return;
        }
        for (name, urls) in of_names.iter().filter(|(_, urls)| urls.len() > 1) {
            let hosts = urls.iter().filter_map(|text| url::parse(text.trim()).ok().flatten());
            let mut families: Vec<bool> =
                hosts.filter_map(|url| url.address()).map(|address| address.is_ipv6()).collect();
            families.sort_unstable();
            if families != [false, true] {
                let name = (*name).to_owned();
                self.add("initial-cluster", DuplicateName { name });
            }
        }
    }

    fn common_token(&mut self) {
        let token = self.member.settings.get("initial-cluster-token");
        let flag = match token {
            Some(token) if token.open => return,
            Some(_) => "initial-cluster-token",
            // kubeadm has no setting for it, and a list of its own for each cluster.
            None if self.member.path.contains("/kubernetes/manifests/") => return,
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
        let is_default = !member.has(ADVERTISED) && self.is_whole();
        let default = is_default.then_some(DEFAULT_PEER_URL);
        let Some(advertised) = member.value(ADVERTISED).or(default) else { return };
        let advertised: BTreeSet<&str> =
            url::list(advertised).filter(|url| !url.is_empty()).collect();
        if advertised == own {
            return;
        }
        let is_by_name = may_resolve_alike(&advertised, &own);
        let [advertised, listed] =
            [advertised, own].map(|urls| urls.into_iter().map(str::to_owned).collect());
        self.tell(ADVERTISED, |setting| -> Finding {
            if is_by_name {
                PeerUrlByName { setting, advertised, listed }.into()
            } else {
                OtherPeerUrl { setting, advertised, listed }.into()
            }
        });
    }
}

/// What etcd advertises to peers, and listens for them at, unless told otherwise (`embed/config.go`).
const DEFAULT_PEER_URL: &str = "http://localhost:2380";

/// The setting of the listener that an advertised URL leads to.
fn listener_of(advertised: &str) -> &'static str {
    if advertised.contains("peer") { "listen-peer-urls" } else { "listen-client-urls" }
}

/// Whether URLs that differ in their hosts may lead to the same addresses: etcd looks names up, but for `localhost`,
/// and compares again (`pkg/netutil` `urlsEqual`; measured on 3.4.23, 3.5.16 and 3.5.30).
fn may_resolve_alike(one: &BTreeSet<&str>, other: &BTreeSet<&str>) -> bool {
    let of = |urls: &BTreeSet<&str>, but: &BTreeSet<&str>| -> Vec<(bool, u16, String)> {
        let rest = urls.difference(but).filter_map(|text| url::parse(text).ok().flatten());
        let mut rest: Vec<_> = rest.map(|url| (url.secure, url.port, url.host)).collect();
        rest.sort();
        rest
    };
    let (left, right) = (of(one, other), of(other, one));
    let is_name = |host: &str| host.parse::<IpAddr>().is_err() && host != "localhost";
    one.len() == other.len()
        && left.len() == right.len()
        && left.iter().zip(&right).all(|((secure, port, host), (other, other_port, other_host))| {
            (secure, port) == (other, other_port) && (is_name(host) || is_name(other_host))
        })
}
