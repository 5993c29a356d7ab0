//! Members side by side, and when their certificates end: what is known of each, cluster by cluster.

use std::collections::BTreeSet;

use serde::Serialize;
use time::OffsetDateTime;

use super::judge::{self, Store};
use super::{Disk, JudgedFor, Lookup};
use crate::cluster::named;
use crate::config::{ClientSettings, Member, NamedFile, url};
use crate::etcd::Build;
use crate::etcd::number;
use crate::finding::Fact;
use crate::pki::judge::{CertificateFacts, PresentedChain};
use crate::text::escape_for_terminal;

/// What etcd takes a quota of 0, and none, for.
const USUAL_QUOTA: i128 = 2 << 30;

named! {
    /// What members are compared by.
    Property, "Its key in JSON." {
        /// The release that it runs.
        Version = "version",
        /// Members and their peer URLs.
        List = "initial_cluster",
        /// Whether it founds a cluster or joins one.
        State = "initial_cluster_state",
        /// The token.
        Token = "initial_cluster_token",
        /// Those who sign clients.
        ClientCa = "client_ca",
        /// Those who sign peers.
        PeerCa = "peer_ca",
        /// The heartbeat.
        Heartbeat = "heartbeat_interval_ms",
        /// The election timeout.
        Election = "election_timeout_ms",
        /// The quota of the backend.
        Quota = "quota_backend_bytes",
        /// The data directory, which is a member's own.
        DataDirectory = "data_dir",
        /// When the first of its certificates ends.
        NextExpiry = "next_expiry",
        /// The file that starts it.
        File = "file",
    }
}

impl Property {
    /// Whether the members of one cluster should have the same.
    pub fn is_shared(self) -> bool {
        !matches!(self, Self::DataDirectory | Self::NextExpiry | Self::File)
    }
}

/// A member beside the others: what is known of it before it runs, etcd's defaults included. Text is safe to show.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MemberOverview {
    /// Its name.
    pub name: String,
    /// The file that starts it.
    pub file: String,
    /// The release that it runs, where anything says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// The members that it knows of at its first start, `NAME=URL`, sorted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub initial_cluster: Option<Vec<String>>,
    /// `new` or `existing`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub initial_cluster_state: Option<String>,
    /// The token of its cluster.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub initial_cluster_token: Option<String>,
    /// SHA-256 of the certificates that sign its clients, sorted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client_ca: Option<Vec<String>>,
    /// SHA-256 of the certificates that sign its peers, sorted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub peer_ca: Option<Vec<String>>,
    /// Milliseconds between heartbeats.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub heartbeat_interval_ms: Option<i64>,
    /// Milliseconds without a heartbeat until an election.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub election_timeout_ms: Option<i64>,
    /// Bytes that its database may take; below 0 without limit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quota_backend_bytes: Option<i64>,
    /// Its data directory.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub data_dir: Option<String>,
    /// When the first of its certificates and authorities ends.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "moment")]
    pub next_expiry: Option<OffsetDateTime>,
}

impl MemberOverview {
    /// One property in full, to be compared.
    pub fn value(&self, property: Property) -> Option<String> {
        let number = |number: Option<i64>| number.map(|number| number.to_string());
        let list = |list: &Option<Vec<String>>| list.as_ref().map(|list| list.join(","));
        match property {
            Property::Version => self.version.clone(),
            Property::List => list(&self.initial_cluster),
            Property::State => self.initial_cluster_state.clone(),
            Property::Token => self.initial_cluster_token.clone(),
            Property::ClientCa => list(&self.client_ca),
            Property::PeerCa => list(&self.peer_ca),
            Property::Heartbeat => number(self.heartbeat_interval_ms),
            Property::Election => number(self.election_timeout_ms),
            Property::Quota => number(self.quota_backend_bytes),
            Property::DataDirectory => self.data_dir.clone(),
            Property::NextExpiry => self.next_expiry.map(|at| at.to_string()),
            Property::File => Some(self.file.clone()),
        }
    }
}

#[expect(clippy::ref_option, reason = "serde gives the field")]
fn moment<S: serde::Serializer>(at: &Option<OffsetDateTime>, to: S) -> Result<S::Ok, S::Error> {
    at.map(Fact::from).serialize(to)
}

/// The members of one cluster, side by side.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ClusterOverview {
    /// Its members that are here.
    pub members: Vec<MemberOverview>,
    /// What they should agree on and don't, as far as it is known of them.
    pub differs: Vec<Property>,
}

impl Serialize for Property {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

named! {
    /// What a member uses a certificate for.
    Usage, "The usage as one word." {
        /// It is shown to clients.
        Server = "server",
        /// It is shown to other members.
        Peer = "peer",
        /// The gateway shows it to the member itself.
        Client = "client",
        /// It is sent along with another one.
        Intermediate = "intermediate",
        /// It signs clients.
        ClientCa = "client-ca",
        /// It signs peers.
        PeerCa = "peer-ca",
    }
}

/// A certificate of a member, and when it ends.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct CertificateEnd {
    /// When it ends.
    pub end: OffsetDateTime,
    /// The file that holds it, safe to show.
    pub path: String,
    /// Its subject.
    pub subject: String,
    /// What it is used for there.
    pub usage: Usage,
    /// SHA-256 of it.
    pub fingerprint: String,
}

/// Puts the members of each cluster side by side.
pub(super) fn clusters(
    members: &[Member],
    disk: &dyn Disk,
    etcd: JudgedFor,
) -> Vec<ClusterOverview> {
    let mut clusters = Vec::new();
    for cluster in judge::clusters(members) {
        let mut overviews: Vec<MemberOverview> = Vec::new();
        for (index, member) in cluster.iter().enumerate() {
            // Notes may show one member several times.
            let mut earlier = cluster.iter().take(index);
            if !earlier.any(|other| judge::is_alternative(member, other)) {
                overviews.push(overview(member, disk, etcd));
            }
        }
        let differs = Property::ALL.into_iter().filter(|one| one.is_shared());
        // One that joined has the list of its day.
        let has_grown = has_grown(&overviews);
        let is_day = |one: &Property| matches!(one, Property::List | Property::State);
        let differs = differs.filter(|one| !(has_grown && is_day(one))).filter(|one| {
            let known: BTreeSet<String> =
                overviews.iter().filter_map(|member| member.value(*one)).collect();
            known.len() > 1
        });
        let differs = differs.collect();
        clusters.push(ClusterOverview { members: overviews, differs });
    }
    clusters
}

/// Whether members joined a cluster one after the other, as kubeadm's do: the list of each holds those before it, and
/// whoever has more than the first says that the cluster exists.
fn has_grown(members: &[MemberOverview]) -> bool {
    let mut all: Vec<(&[String], &str)> = Vec::new();
    for member in members {
        let (Some(list), Some(state)) = (&member.initial_cluster, &member.initial_cluster_state)
        else {
            return false;
        };
        all.push((list, state));
    }
    all.sort_by_key(|(list, _)| list.len());
    let least = all.first().map_or(0, |(list, _)| list.len());
    let is_grown = |(list, state): &(&[String], &str)| list.len() == least || *state == "existing";
    let is_within = |pair: &[(&[String], &str)]| match pair {
        [(one, _), (other, _)] => one.iter().all(|member| other.contains(member)),
        _ => true,
    };
    all.iter().all(is_grown) && all.windows(2).all(is_within)
}

fn overview(member: &Member, disk: &dyn Disk, etcd: JudgedFor) -> MemberOverview {
    // What is known only when etcd runs is not known here.
    let is_open = |flag: &str| member.has(flag) && member.value(flag).is_none();
    let or = |flag: &str, usual: &str| {
        let value = member.value(flag).unwrap_or(usual);
        (!is_open(flag)).then(|| escape_for_terminal(value))
    };
    let number = |flag: &str, usual: i128| match member.value(flag) {
        Some(value) => number::whole(value).and_then(|number| i64::try_from(number).ok()),
        None => (!is_open(flag)).then_some(()).and_then(|()| usual.try_into().ok()),
    };
    let release = match etcd {
        JudgedFor::Told(build) => Some(build.release),
        JudgedFor::Assumed(_) => member.release,
    };
    let list = member.value("initial-cluster").map(|list| {
        let mut list: Vec<String> = url::members(list)
            .into_iter()
            .map(|(name, url)| escape_for_terminal(&format!("{name}={url}")))
            .collect();
        list.sort();
        list
    });
    let store = Store { member, disk };
    let authorities = |flag: &str| {
        let found = anchors(&store, flag, etcd.of(member))?;
        let mut all: Vec<String> =
            found.1.iter().filter_map(CertificateFacts::fingerprint).collect();
        all.sort();
        all.dedup();
        (!all.is_empty()).then_some(all)
    };
    let quota = number("quota-backend-bytes", USUAL_QUOTA);
    MemberOverview {
        name: escape_for_terminal(member.name()),
        file: escape_for_terminal(&member.path),
        version: release.map(|release| release.to_string()),
        initial_cluster: list,
        initial_cluster_state: or("initial-cluster-state", "new"),
        initial_cluster_token: or("initial-cluster-token", "etcd-cluster"),
        client_ca: authorities("trusted-ca-file"),
        peer_ca: authorities("peer-trusted-ca-file"),
        heartbeat_interval_ms: number("heartbeat-interval", 100),
        election_timeout_ms: number("election-timeout", 1000),
        quota_backend_bytes: quota.map(|quota| match quota {
            0 => i64::try_from(USUAL_QUOTA).unwrap_or(i64::MAX),
            quota => quota,
        }),
        data_dir: or("data-dir", &format!("{}.etcd", member.name())),
        next_expiry: ends(member, disk, etcd.of(member)).iter().map(|one| one.end).min(),
    }
}

/// The authorities in the file that a setting names, and its path.
fn anchors(store: &Store<'_>, flag: &str, etcd: Build) -> Option<(String, Vec<CertificateFacts>)> {
    let (path, found) = store.file(flag)?;
    Some((path, PresentedChain::read(b"", None, Some(&found.bytes), etcd).anchors))
}

/// When the certificate that a client shows ends, and those of the authorities that it trusts.
pub(super) fn client_ends(
    client: &ClientSettings,
    disk: &dyn Disk,
    etcd: Build,
) -> Vec<CertificateEnd> {
    let read = |file: &Option<NamedFile>| {
        let file = file.as_ref()?;
        if let Some(written) = client.written(file) {
            return Some(written);
        }
        let path = client.on_host(file)?;
        match disk.file(&client.path, &path) {
            Lookup::Found(path, found) => Some((path, found)),
            Lookup::Missing => None,
        }
    };
    let mut ends = Vec::new();
    if let Some((path, found)) = read(&client.certificate) {
        let chain = PresentedChain::read(&found.bytes, None, None, etcd).chain;
        for (index, certificate) in chain.iter().enumerate() {
            let usage = if index == 0 { Usage::Client } else { Usage::Intermediate };
            ends.extend(end_of(&path, usage, certificate));
        }
    }
    if let Some((path, found)) = read(&client.authority) {
        let anchors = PresentedChain::read(b"", None, Some(&found.bytes), etcd).anchors;
        ends.extend(anchors.iter().filter_map(|one| end_of(&path, Usage::ClientCa, one)));
    }
    ends
}

fn end_of(path: &str, usage: Usage, certificate: &CertificateFacts) -> Option<CertificateEnd> {
    let (end, fingerprint) = (certificate.end?, certificate.fingerprint()?);
    let (path, subject) = (escape_for_terminal(path), certificate.subject.clone());
    Some(CertificateEnd { end, path, subject, usage, fingerprint })
}

/// When the certificates of a member end, and those of the authorities that it trusts.
pub(super) fn ends(member: &Member, disk: &dyn Disk, etcd: Build) -> Vec<CertificateEnd> {
    let store = Store { member, disk };
    let mut ends = Vec::new();
    let mut add = |path: &str, usage: Usage, certificate: &CertificateFacts| {
        ends.extend(end_of(path, usage, certificate));
    };
    for (flag, usage) in [
        ("cert-file", Usage::Server),
        ("peer-cert-file", Usage::Peer),
        ("client-cert-file", Usage::Client),
    ] {
        let Some((path, found)) = store.file(flag) else { continue };
        let chain = PresentedChain::read(&found.bytes, None, None, etcd).chain;
        for (index, certificate) in chain.iter().enumerate() {
            add(&path, if index == 0 { usage } else { Usage::Intermediate }, certificate);
        }
    }
    for (flag, usage) in
        [("trusted-ca-file", Usage::ClientCa), ("peer-trusted-ca-file", Usage::PeerCa)]
    {
        let Some((path, anchors)) = anchors(&store, flag, etcd) else { continue };
        for certificate in &anchors {
            add(&path, usage, certificate);
        }
    }
    ends
}
