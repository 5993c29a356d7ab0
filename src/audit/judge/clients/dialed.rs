//! Where a client dials: the members that its endpoints lead to, and endpoints that can't be right.

use super::{Client, Dialable, Dialed};
use crate::audit::Found;
use crate::audit::judge::endpoints::{PeerPort, Reached, Speaks, listens, reached};
use crate::cluster::EtcdVersion;
use crate::config::{Api, Endpoint, Member, url};
use crate::finding::rules::clients::{
    DialedInVain, EndpointScheme, EndpointUnknown, NoV2Api, NothingListens, PeerPortDialed,
    PeerPortServes, UrlInHosts,
};
use crate::finding::{Finding, Quote, Side};

/// What a port of HTTP/1.1 looks like to gRPC (`grpc-go` `internal/transport`; said by etcdctl 3.6 and 3.7).
const NO_GRPC: &str = "error reading server preface: http2: failed reading the frame payload: http2: frame too large, \
                       note that the frame header looked like an HTTP/1.1 header";

/// What etcd answers to a path that it doesn't know (measured on 3.4 to 3.7).
const NOT_FOUND: &str = "404 page not found";

impl<'a> Client<'a> {
    /// The members that its endpoints lead to by TLS. Endpoints that lead elsewhere are said.
    pub(super) fn dialed(&mut self, dialable: &Dialable<'a>) -> Vec<Dialed<'a>> {
        let members = dialable.members;
        let settings = self.settings;
        let mut all = Vec::new();
        let mut served: Vec<&Member> = Vec::new();
        let (mut dead, mut dead_endpoints) = (Vec::new(), 0);
        let (mut unknown, mut peers, mut unheard) = (Vec::new(), Vec::new(), Vec::new());
        for endpoint in &settings.endpoints {
            match reached(settings, &endpoint.url, members) {
                Reached::Members(found) => {
                    let other = if endpoint.url.secure { Speaks::Plain } else { Speaks::Tls };
                    let is_other = |speaks: Speaks| speaks == other;
                    if found.iter().all(|(member, _)| dialable.why(member).is_some()) {
                        dead.extend(found.iter().map(|(member, _)| *member));
                        dead_endpoints += 1;
                    }
                    served.extend(found.iter().map(|(member, _)| *member));
                    if found.iter().all(|(_, speaks)| is_other(*speaks)) {
                        self.scheme(endpoint, found.first().map(|(member, _)| *member));
                    } else if endpoint.url.secure {
                        let found = found.into_iter().filter(|(_, speaks)| !is_other(*speaks));
                        all.extend(found.map(|(member, _)| Dialed { endpoint, member }));
                    }
                }
                Reached::Peers(port) => peers.push((endpoint, port)),
                Reached::Unheard(here) if !is_proxied(endpoint, dialable) => {
                    unheard.push((endpoint, here));
                }
                Reached::Nobody => unknown.push(endpoint),
                Reached::Unheard(_) | Reached::Perhaps => {}
            }
        }
        self.api(&served);
        self.peers(&peers);
        self.unheard(&unheard);
        if dead_endpoints == settings.endpoints.len() {
            self.in_vain(&dead, dialable);
        }
        all.retain(|one| dialable.why(one.member).is_none());
        if let Some(first) = unknown.first().filter(|_| !members.is_empty()) {
            let urls = unknown.iter().map(|endpoint| endpoint.text.clone()).collect();
            let client = self.name();
            self.add(first.line, EndpointUnknown { client, urls });
        }
        for one in &settings.not_hosts {
            let (setting, url) = (one.setting.clone(), one.value.clone());
            self.add(one.line, UrlInHosts { setting, url });
        }
        all
    }

    /// Members of the client's own machine that listen elsewhere.
    fn unheard(&mut self, unheard: &[(&Endpoint, Vec<&Member>)]) {
        let Some((first, here)) = unheard.first() else { return };
        let urls = unheard.iter().map(|(endpoint, _)| endpoint.text.clone()).collect();
        let members = here.iter().map(|member| member.name().to_owned()).collect();
        let listeners = here.iter().flat_map(|member| url::list(listens(member)));
        let listeners = listeners.map(str::to_owned).collect();
        let client = self.name();
        self.add(first.line, NothingListens { client, urls, members, listeners });
    }

    /// A client whose members all end at their start.
    fn in_vain(&mut self, dead: &[&Member], dialable: &Dialable<'_>) {
        let Some(why) = dead.first().and_then(|member| dialable.why(member)) else { return };
        let urls = self.settings.endpoints.iter().map(|one| one.text.clone()).collect();
        let mut members: Vec<String> = dead.iter().map(|one| one.name().to_owned()).collect();
        members.dedup();
        let (client, why) = (self.name(), why.message());
        let line = self.settings.endpoints.first().map_or(0, |one| one.line);
        self.add(line, DialedInVain { client, urls, members, why });
    }

    fn scheme(&mut self, endpoint: &Endpoint, member: Option<&Member>) {
        let speaks = if endpoint.url.secure { "http" } else { "https" }.to_owned();
        let member = member.map_or("default", Member::name).to_owned();
        let (client, url) = (self.name(), endpoint.text.clone());
        self.add(endpoint.line, EndpointScheme { client, url, member, speaks });
    }

    /// Members without the API that it asks for.
    fn api(&mut self, served: &[&Member]) {
        let (Api::V2, line) = self.settings.api else { return };
        let is_on = |member: &Member| {
            let has = self.etcd.of(member).series() < EtcdVersion::V3_6;
            has && member.has("enable-v2") && member.value("enable-v2") != Some("false")
        };
        let mut without: Vec<&Member> = served.iter().copied().filter(|one| !is_on(one)).collect();
        without.dedup_by_key(|one| one.name());
        let Some(first) = without.first() else { return };
        let is_gone = self.etcd.of(first).series() >= EtcdVersion::V3_6;
        let state = if is_gone { "gone" } else { "off" }.to_owned();
        let members = without.iter().map(|one| one.name().to_owned()).collect();
        let (client, setting) = (self.name(), self.settings.api_setting());
        let finding = Finding::from(NoV2Api { client, setting, members, state });
        let quote = Quote { side: Side::Dialer, text: NOT_FOUND.into() };
        self.add(line, finding.quoting(vec![quote]));
    }

    /// Ports of peers. Up to 3.5 these answer gRPC where they speak no TLS (measured on 3.4 to 3.7).
    fn peers(&mut self, peers: &[(&Endpoint, PeerPort<'_>)]) {
        let is_grpc = self.settings.kind.is_go();
        let etcd = self.etcd;
        let is_new = |port: &PeerPort<'_>| {
            let build = port.member.map_or(etcd.build(), |member| etcd.of(member));
            build.series() >= EtcdVersion::V3_6
        };
        let serves = |(endpoint, port): &&(&Endpoint, PeerPort<'_>)| {
            let is_plain = port.speaks == Speaks::Plain && !endpoint.url.secure;
            is_grpc && is_plain && !is_new(port)
        };
        let (serving, refusing): (Vec<_>, Vec<_>) = peers.iter().partition(serves);
        for (ports, serves) in [(serving, true), (refusing, false)] {
            let Some((first, port)) = ports.first() else { continue };
            let urls = ports.iter().map(|(endpoint, _)| endpoint.text.clone()).collect();
            let mut members: Vec<String> =
                ports.iter().map(|(_, port)| port.name.clone()).collect();
            members.dedup();
            let client = self.name();
            if serves {
                self.add(first.line, PeerPortServes { client, urls, members });
                continue;
            }
            let is_http = first.url.secure == (port.speaks == Speaks::Tls);
            let text = match is_grpc {
                true if is_http && is_new(port) => Some(NO_GRPC),
                false if is_http => Some(NOT_FOUND),
                _ => None,
            };
            let quotes = text.map(|text| Quote { side: Side::Dialer, text: text.to_owned() });
            let finding = Finding::from(PeerPortDialed { client, urls, members });
            self.add(first.line, finding.quoting(quotes.into_iter().collect()));
        }
    }
}

/// Whether another file says that something listens at the port of an endpoint: a proxy, a tunnel.
fn is_proxied(endpoint: &Endpoint, dialable: &Dialable<'_>) -> bool {
    const WORDS: [&str; 6] = ["bind", "listen", "Listen", "LISTEN:", "grpc-proxy", " -L"];
    let port = format!(":{}", endpoint.url.port);
    let is_members = |line: &str| {
        ["listen-client", "listen-peer", "LISTEN_CLIENT", "LISTEN_PEER"]
            .iter()
            .any(|own| line.contains(own))
    };
    let says = |line: &str| {
        line.contains(&port) && !is_members(line) && WORDS.iter().any(|word| line.contains(word))
    };
    let of = |(_, found): &(String, Found)| {
        std::str::from_utf8(&found.bytes).is_ok_and(|text| text.lines().any(says))
    };
    dialable.files.iter().any(of)
}
