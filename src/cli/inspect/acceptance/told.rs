//! Members and clients by the names of their files, where these say which is which. Where they don't, or say it twice,
//! nothing is said: a wrong table is worse than none.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use time::OffsetDateTime;

use crate::etcd::{Build, Release};
use crate::pki::judge::{CertificateFacts, PresentedChain};
use crate::pki::matrix::{Dialer, Listener, Matrix, matrix};
use crate::pki::{FileInspection, Inspection, Item, ItemKind};
use crate::text::escape_for_terminal;

/// The most members whose handshakes are judged unasked.
const MEMBERS: usize = 30;

/// What a certificate is shown as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Role {
    Peer,
    Server,
    Client,
}

impl Role {
    /// The role that a word of a path names.
    fn named(word: &str) -> Option<Self> {
        match word {
            "peer" | "peers" => Some(Self::Peer),
            "server" | "servers" => Some(Self::Server),
            "client" | "clients" => Some(Self::Client),
            _ => None,
        }
    }
}

/// Judges every handshake of members that have a certificate for peers each, below one root that all trust. Hosts
/// aren't known, and play no part.
pub(super) fn matrix_of(
    inspection: &Inspection,
    directory: &Path,
    now: OffsetDateTime,
) -> Option<Matrix> {
    let root = only_root(inspection)?;
    let mut chains: BTreeMap<(Role, String), String> = BTreeMap::new();
    for file in inspection.files.iter() {
        let Some((role, name)) = file_role(file, directory) else { continue };
        let chain = pem(&file.items);
        let known = chains.entry((role, name)).or_insert_with(|| chain.clone());
        if *known != chain {
            return None;
        }
    }
    let names = |role: Role| -> BTreeSet<&str> {
        let own = chains.keys().filter(|(one, _)| *one == role);
        own.map(|(_, name)| name.as_str()).collect()
    };
    let (peers, servers) = (names(Role::Peer), names(Role::Server));
    let is_told = servers.is_empty() || servers == peers;
    if !is_told || !(2..=MEMBERS).contains(&peers.len()) {
        return None;
    }
    let etcd = Build::from(Release::default());
    let shown = |role: Role, name: &str| {
        let chain = chains.get(&(role, name.to_owned()))?;
        Some(PresentedChain::read(chain.as_bytes(), None, None, etcd))
    };
    let anchors: Vec<CertificateFacts> =
        CertificateFacts::from_der(root.public_der()?, etcd).into_iter().collect();
    let listener = |name: &&str| Listener {
        name: escape_for_terminal(name),
        server: shown(Role::Server, name).unwrap_or_default(),
        peer: shown(Role::Peer, name).unwrap_or_default(),
        trusted_of_clients: Some(anchors.clone()),
        trusted_of_peers: Some(anchors.clone()),
        ..Listener::default()
    };
    let members: Vec<Listener> = peers.iter().map(listener).collect();
    let client = |name: &str| {
        let (name, own) = (escape_for_terminal(name), shown(Role::Client, name)?);
        Some(Dialer { name, own, trusted: Some(anchors.clone()) })
    };
    let clients: Vec<Dialer> = names(Role::Client).into_iter().filter_map(client).collect();
    Some(matrix(&members, &clients, etcd, Some(now)))
}

/// The one authority that signed itself.
fn only_root(inspection: &Inspection) -> Option<&Item> {
    let items = inspection.files.iter().flat_map(|file| &file.items);
    let mut roots = items.filter(|item| {
        let ItemKind::Certificate(report) = &item.kind else { return false };
        let is_authority = report.authority.is_some_and(|authority| authority.ca);
        is_authority && report.issuer == report.subject
    });
    let first = roots.next()?;
    roots.all(|other| other.public_der() == first.public_der()).then_some(first)
}

/// What a file is for, and whose it is: `etcd-1-peer.pem`, `peer-etcd-1.crt` and `etcd-1/peer.crt` are the peer
/// certificate of `etcd-1`.
fn file_role(file: &FileInspection, directory: &Path) -> Option<(Role, String)> {
    let first = file.items.first().filter(|item| item.etcd_loads && item.wrapping.is_none())?;
    let ItemKind::Certificate(report) = &first.kind else { return None };
    if report.authority.is_some_and(|authority| authority.ca) {
        return None;
    }
    let path = file.path.strip_prefix(directory).ok()?.with_extension("");
    role_and_name(&path.to_string_lossy())
}

fn role_and_name(path: &str) -> Option<(Role, String)> {
    const PLACES: [&str; 12] = [
        "cert",
        "certs",
        "certificate",
        "certificates",
        "crt",
        "pem",
        "tls",
        "ssl",
        "pki",
        "etc",
        "etcd",
        "members",
    ];
    let path = path.to_lowercase();
    let mut roles = BTreeSet::new();
    let mut name = None;
    for part in path.split('/') {
        let mut rest = Vec::new();
        for word in part.split(['-', '_', '.']) {
            match Role::named(word) {
                Some(role) => {
                    roles.insert(role);
                }
                None if matches!(word, "cert" | "crt" | "") => {}
                None => rest.push(word),
            }
        }
        let rest = rest.join("-");
        if !rest.is_empty() && !PLACES.contains(&rest.as_str()) {
            name = Some(rest);
        }
    }
    let role = roles.pop_first().filter(|_| roles.is_empty())?;
    Some((role, name?))
}

/// The certificates of a file, as one text.
fn pem(items: &[Item]) -> String {
    let certificates = items.iter().filter(|item| matches!(item.kind, ItemKind::Certificate(_)));
    certificates.filter_map(Item::public_pem).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_say_whose_a_certificate_is_and_what_for() {
        for (path, expected) in [
            ("etcd-1-peer", Some((Role::Peer, "etcd-1"))),
            ("peer-etcd-1", Some((Role::Peer, "etcd-1"))),
            ("etcd-1/peer", Some((Role::Peer, "etcd-1"))),
            ("etcd-1/pki/server", Some((Role::Server, "etcd-1"))),
            ("members/etcd-1/etc/etcd/pki/peer", Some((Role::Peer, "etcd-1"))),
            ("peers/node2", Some((Role::Peer, "node2"))),
            ("server_node2_cert", Some((Role::Server, "node2"))),
            ("clients/root/client", Some((Role::Client, "root"))),
            ("client-root", Some((Role::Client, "root"))),
            ("peer", None),
            ("etcd-1", None),
            ("server-peer-etcd-1", None),
        ] {
            let expected = expected.map(|(role, name)| (role, name.to_owned()));
            assert_eq!(role_and_name(path), expected, "{path}");
        }
    }
}
