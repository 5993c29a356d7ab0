//! What no solution may give up: mutual TLS on every port, keys of one's own, and no trust in strangers.

use std::fs;
use std::path::{Path, PathBuf};

use x509_parser::pem::Pem;
use x509_parser::prelude::{FromDer, X509Certificate};

use super::Fault;
use super::launch::FolderMember;
use crate::config::url;

/// What a listener needs: the switch, and the files beside it.
const CLIENTS: [&str; 4] = ["client-cert-auth", "trusted-ca-file", "cert-file", "key-file"];
const PEERS: [&str; 4] =
    ["peer-client-cert-auth", "peer-trusted-ca-file", "peer-cert-file", "peer-key-file"];
/// Where everything has to be https.
const URLS: [&str; 4] = [
    "listen-client-urls",
    "advertise-client-urls",
    "listen-peer-urls",
    "initial-advertise-peer-urls",
];

/// What the settings of the members give up.
pub(super) fn faults(root: &Path, members: &[FolderMember]) -> Vec<Fault> {
    let mut faults: Vec<Fault> = members.iter().flat_map(not_mutual).collect();
    faults.extend(strange_anchors(root, members));
    faults.extend(shared_keys(members));
    faults
}

/// The settings of a member that leave a door open.
fn not_mutual(member: &FolderMember) -> Vec<Fault> {
    if let Some(file) = &member.unread {
        return vec![Fault::SettingsUnread { member: member.name.clone(), file: file.clone() }];
    }
    let read = &member.read;
    let mut open: Vec<&str> = Vec::new();
    for [switch, files @ ..] in [CLIENTS, PEERS] {
        open.extend((!read.is_on(switch)).then_some(switch));
        open.extend(files.into_iter().filter(|flag| read.value(flag).is_none()));
    }
    open.extend(["auto-tls", "peer-auto-tls"].into_iter().filter(|flag| read.is_on(flag)));
    let is_plain = |flag: &&str| {
        let value = read.value(flag).unwrap_or_default();
        value.is_empty()
            || url::list(value).any(|url| !url.to_ascii_lowercase().starts_with("https://"))
    };
    open.extend(URLS.into_iter().filter(is_plain));
    open.extend(["listen-metrics-urls"].into_iter().filter(|flag| read.has(flag)));
    let list = read.value("initial-cluster").unwrap_or_default();
    let is_plain = url::members(list).iter().any(|(_, url)| !url.starts_with("https://"));
    open.extend(is_plain.then_some("initial-cluster"));
    let fault =
        |flag: &str| Fault::NoMutualTls { member: member.name.clone(), setting: read.shown(flag) };
    open.into_iter().map(fault).collect()
}

/// The certificates of a PEM file, as DER.
pub(super) fn certificates(path: &Path) -> Vec<Vec<u8>> {
    let bytes = fs::read(path).unwrap_or_default();
    let blocks = Pem::iter_from_buffer(&bytes).filter_map(Result::ok);
    blocks.filter(|block| block.label == "CERTIFICATE").map(|block| block.contents).collect()
}

/// Trusted certificates that are no CA, or have signed nothing that is shown here.
fn strange_anchors(root: &Path, members: &[FolderMember]) -> Vec<Fault> {
    let shown = |flag| members.iter().filter_map(move |member: &FolderMember| member.file(flag));
    let mut leaves: Vec<Vec<u8>> = ["cert-file", "peer-cert-file", "client-cert-file"]
        .into_iter()
        .flat_map(shown)
        .flat_map(|path| certificates(&path))
        .collect();
    for client in fs::read_dir(root.join("clients")).into_iter().flatten().flatten() {
        leaves.extend(certificates(&client.path().join("client.pem")));
    }
    let mut files: Vec<PathBuf> =
        ["trusted-ca-file", "peer-trusted-ca-file"].into_iter().flat_map(shown).collect();
    files.sort();
    files.dedup();
    let mut faults = Vec::new();
    for file in files {
        for anchor in certificates(&file) {
            let Ok((_, anchor)) = X509Certificate::from_der(&anchor) else { continue };
            let signed = |leaf: &Vec<u8>| {
                let leaf = X509Certificate::from_der(leaf).map(|(_, leaf)| leaf);
                leaf.is_ok_and(|leaf| {
                    leaf.subject().as_raw() != anchor.subject().as_raw()
                        && leaf.verify_signature(Some(anchor.public_key())).is_ok()
                })
            };
            if !anchor.is_ca() || !leaves.iter().any(signed) {
                let file = file.strip_prefix(root).unwrap_or(&file).display().to_string();
                faults.push(Fault::StrangeAnchor { file, subject: anchor.subject().to_string() });
            }
        }
    }
    faults
}

/// Members that show certificates of one key.
fn shared_keys(members: &[FolderMember]) -> Vec<Fault> {
    let keys = |member: &FolderMember| -> Vec<Vec<u8>> {
        let files =
            ["cert-file", "peer-cert-file"].into_iter().filter_map(|flag| member.file(flag));
        let first = files.filter_map(|path| certificates(&path).into_iter().next());
        first
            .filter_map(|der| {
                X509Certificate::from_der(&der).ok().map(|(_, one)| one.public_key().raw.to_vec())
            })
            .collect()
    };
    let all: Vec<(&str, Vec<Vec<u8>>)> =
        members.iter().map(|one| (one.name.as_str(), keys(one))).collect();
    let mut faults = Vec::new();
    for (at, (one, own)) in all.iter().enumerate() {
        for (other, others) in all.iter().skip(at + 1) {
            if own.iter().any(|key| others.contains(key)) {
                faults
                    .push(Fault::SharedKey { one: (*one).to_owned(), other: (*other).to_owned() });
            }
        }
    }
    faults
}
