//! Which member answers at an endpoint.

use std::collections::BTreeSet;
use std::net::IpAddr;

use crate::config::url::{self, Url};
use crate::config::{ClientSettings, Member};

/// Who answers at an endpoint.
pub(super) enum Reached<'a> {
    /// Members: one, but where a loopback address may be that of several.
    Members(Vec<(&'a Member, Speaks)>),
    /// A member, at the port of its peers.
    Peers(PeerPort<'a>),
    /// Nobody: a loopback address of the machine that these members are of, where none of them listens.
    Unheard(Vec<&'a Member>),
    /// A member perhaps, at an address that isn't known here.
    Perhaps,
    /// None of them.
    Nobody,
}

/// The port where a member hears its peers.
pub(super) struct PeerPort<'a> {
    /// The member's name.
    pub(super) name: String,
    /// The member, if it is among the files: others' lists name it perhaps.
    pub(super) member: Option<&'a Member>,
    /// Whether TLS is spoken there, where that is known.
    pub(super) speaks: Speaks,
}

/// A port of a member, by its settings.
struct Door {
    listens: &'static str,
    /// Where it listens unless told otherwise.
    default: &'static str,
    advertises: &'static str,
}

const CLIENTS: Door = Door {
    listens: "listen-client-urls",
    default: "http://localhost:2379",
    advertises: "advertise-client-urls",
};

const PEERS: Door = Door {
    listens: "listen-peer-urls",
    default: "http://localhost:2380",
    advertises: "initial-advertise-peer-urls",
};

/// What a member speaks at an endpoint.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Speaks {
    /// TLS.
    Tls,
    /// HTTP.
    Plain,
    /// That its listener alone says, which is somewhere else.
    Unknown,
}

/// Finds the members that answer at an endpoint of a client.
pub(super) fn reached<'a>(
    client: &ClientSettings,
    endpoint: &Url,
    members: &'a [Member],
) -> Reached<'a> {
    let is_here = |member: &&Member| {
        !endpoint.is_loopback() || machine(&member.path) == machine(&client.path)
    };
    let found: Vec<_> = members
        .iter()
        .filter(is_here)
        .filter_map(|member| Some((member, at(member, endpoint, &CLIENTS)?)))
        .collect();
    if !found.is_empty() {
        return Reached::Members(found);
    }
    let peers = members.iter().filter(is_here).find_map(|member| {
        let speaks = at(member, endpoint, &PEERS)?;
        Some(PeerPort { name: member.name().to_owned(), member: Some(member), speaks })
    });
    if let Some(peers) = peers.or_else(|| listed(members, endpoint)) {
        return Reached::Peers(peers);
    }
    let listens_anywhere = |member: &Member| {
        let mut urls = url::urls(member.value("listen-client-urls").unwrap_or_default());
        urls.any(|url| url.is_unspecified() && url.port == endpoint.port)
    };
    if endpoint.is_loopback() {
        return at_home(client, endpoint, members);
    }
    let is_open = members.iter().any(listens_anywhere);
    if is_open || !are_complete(members) { Reached::Perhaps } else { Reached::Nobody }
}

/// Who answers at a loopback address at which no member is known to. Of a client and members that lie where they run,
/// below one root, it is certain that nobody does. Elsewhere the client may be on any machine: then no member may listen
/// at such an address. Containers have loopback addresses of their own, but for those of static pods.
fn at_home<'a>(client: &ClientSettings, endpoint: &Url, members: &'a [Member]) -> Reached<'a> {
    let is_known = |member: &Member| {
        let is_open =
            member.has("listen-client-urls") && member.value("listen-client-urls").is_none();
        !is_open && !member.is_partial && is_of_host(member.container.is_some(), &member.path)
    };
    if !is_of_host(client.container.is_some(), &client.path) || !members.iter().all(is_known) {
        return Reached::Perhaps;
    }
    if let Some(own) = place(&client.path) {
        let here: Vec<&Member> =
            members.iter().filter(|member| place(&member.path) == Some(own)).collect();
        if !here.is_empty() {
            return Reached::Unheard(here);
        }
    }
    let listens_locally = |member: &Member| {
        let mut urls = url::urls(listens(member));
        urls.any(|url| url.port == endpoint.port && (url.is_loopback() || url.is_unspecified()))
    };
    let is_possible = members.iter().any(listens_locally) || !are_complete(members);
    if is_possible { Reached::Perhaps } else { Reached::Nobody }
}

/// Whether what a file starts has the network of its machine.
fn is_of_host(is_container: bool, path: &str) -> bool {
    !is_container || path.contains("/kubernetes/manifests/")
}

/// Where a member listens for clients.
pub(super) fn listens(member: &Member) -> &str {
    let default = if member.has(CLIENTS.listens) { "" } else { CLIENTS.default };
    member.value(CLIENTS.listens).unwrap_or(default)
}

/// The member that lists of members have at an endpoint.
fn listed<'a>(members: &'a [Member], endpoint: &Url) -> Option<PeerPort<'a>> {
    let lists = members.iter().filter_map(|member| member.value("initial-cluster"));
    lists.filter(|_| !endpoint.is_loopback()).flat_map(url::members).find_map(|(name, text)| {
        let url = url::parse(text.trim()).ok().flatten()?;
        let is_it = url.port == endpoint.port && is_same_host(&url, endpoint);
        is_it.then(|| PeerPort {
            name: name.to_owned(),
            member: members.iter().find(|member| member.name() == name),
            speaks: if url.secure { Speaks::Tls } else { Speaks::Plain },
        })
    })
}

/// What a member speaks at an endpoint, if it answers there at one of its ports.
fn at(member: &Member, endpoint: &Url, door: &Door) -> Option<Speaks> {
    let listens = member.value(door.listens);
    let default = if member.has(door.listens) { "" } else { door.default };
    let is_own = |url: &Url| {
        url.port == endpoint.port
            && (is_same_host(url, endpoint)
                || url.is_unspecified()
                    && (endpoint.is_loopback() || has_address(member, endpoint)))
    };
    let mut listeners = url::urls(listens.unwrap_or(default)).filter(is_own);
    if let Some(listener) = listeners.next() {
        return Some(if listener.secure { Speaks::Tls } else { Speaks::Plain });
    }
    let is_advertised = |url: Url| url.port == endpoint.port && is_same_host(&url, endpoint);
    let mut advertised = url::urls(member.value(door.advertises).unwrap_or_default());
    advertised.any(is_advertised).then_some(Speaks::Unknown)
}

fn is_same_host(one: &Url, other: &Url) -> bool {
    match (one.address(), other.address()) {
        (Some(one), Some(other)) => one == other,
        _ => {
            one.host.eq_ignore_ascii_case(&other.host) || (one.is_loopback() && other.is_loopback())
        }
    }
}

/// Whether one of a member's URLs has the host of an endpoint.
fn has_address(member: &Member, endpoint: &Url) -> bool {
    ["advertise-client-urls", "initial-advertise-peer-urls", "listen-peer-urls"]
        .into_iter()
        .flat_map(|flag| url::urls(member.value(flag).unwrap_or_default()))
        .any(|url| is_same_host(&url, endpoint))
}

/// Whether all members of the clusters are among these, with addresses that are known.
fn are_complete(members: &[Member]) -> bool {
    let names: BTreeSet<&str> = members.iter().map(Member::name).collect();
    members.iter().all(|member| {
        let is_known = |flag: &str| member.value(flag).is_some() || !member.has(flag);
        let is_open = ["listen-client-urls", "advertise-client-urls", "initial-cluster", "name"]
            .into_iter()
            .any(|flag| !is_known(flag));
        let finds_others = member.has("discovery") || member.has("discovery-srv");
        let list = url::members(member.value("initial-cluster").unwrap_or_default());
        !is_open && !finds_others && list.iter().all(|(name, _)| names.contains(name))
    })
}

/// The machine that a file is of: what stands before its own place, or its directory.
fn machine(path: &str) -> &str {
    let end = path.rfind('/').unwrap_or_default();
    place(path).unwrap_or_else(|| path.get(..end).unwrap_or_default())
}

/// What stands before the place of a file that lies where a machine has such files.
fn place(path: &str) -> Option<&str> {
    const PLACES: [&str; 7] = ["/etc/", "/usr/", "/lib/", "/run/", "/proc/", "/opt/", "/var/lib/"];
    if PLACES.iter().any(|place| place.strip_prefix('/').is_some_and(|one| path.starts_with(one))) {
        return Some("");
    }
    path.get(..PLACES.iter().filter_map(|place| path.find(place)).min()?)
}

/// The host that a client looks for in the certificate of an endpoint.
pub(super) fn dialed_host(client: &ClientSettings, endpoint: &Url) -> String {
    let name = client.server_name.clone();
    name.filter(|name| name.parse::<IpAddr>().is_err()).unwrap_or_else(|| endpoint.host.clone())
}
