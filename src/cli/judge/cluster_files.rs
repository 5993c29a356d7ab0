//! A heap of PEM files, judged as a cluster: which member or client holds which file is said by name, and
//! which key belongs to which certificate is found out.

mod build;
mod error;
mod keyring;
mod named;

use std::path::Path;

use crate::pki::matrix::{Matrix, matrix};

use super::super::failure::{Errors, Failure};
use super::super::output;
use super::{Asked, Judged};
use crate::cluster::Gateway;
use crate::text::fill;
use build::{Builder, Files};
use error::{ClusterFilesError, listed};
pub(super) use keyring::belongs;
pub(super) use named::{Caller, bare, caller};
use named::{Named, NamedMember, for_one, keys, members, name_of, named};

/// The name of a client that stands for all, where none is named.
const ANYONE: &str = "anyone";

/// Members and clients with their files.
#[derive(Debug, Clone, clap::Args)]
#[group(id = "heap", multiple = true)]
#[command(next_help_heading = "Judgement of every handshake between files of a cluster")]
pub(super) struct ClusterFiles {
    /// A member, and the addresses and names at which it is dialed; once for each
    #[arg(long = "member", value_name = "NAME=HOST[,HOST…]")]
    members: Vec<String>,
    /// What a member shows to clients; without NAME, for all members without their own
    #[arg(long = "server", value_name = "[NAME=]FILE", value_parser = named())]
    servers: Vec<Named>,
    /// What a member shows to other members
    #[arg(long = "peer", value_name = "[NAME=]FILE", value_parser = named())]
    peers: Vec<Named>,
    /// What a client shows; without NAME, the client is named after the file
    #[arg(long = "client", value_name = "[NAME=]FILE", value_parser = named())]
    clients: Vec<Named>,
    /// What a member's gateway shows to the member itself; means --gateway own
    #[arg(long = "gateway-cert", value_name = "[NAME=]FILE", value_parser = named())]
    gateways: Vec<Named>,
    /// The CA whose clients a member accepts (its trusted-ca-file), if it isn't --ca
    #[arg(long = "client-ca", value_name = "[NAME=]FILE", value_parser = named())]
    client_authorities: Vec<Named>,
    /// The CA whose peers a member trusts (its peer-trusted-ca-file), if it isn't --ca
    #[arg(long = "peer-ca", value_name = "[NAME=]FILE", value_parser = named())]
    peer_authorities: Vec<Named>,
    /// The CA whose servers a client trusts, if it isn't --ca
    #[arg(long = "server-ca", value_name = "[NAME=]FILE", value_parser = named())]
    server_authorities: Vec<Named>,
}

/// What is asked of a heap, all parts of it read.
pub(super) struct Question<'a> {
    cluster_files: &'a ClusterFiles,
    asked: &'a Asked,
    /// The authorities of all, where nothing else is said.
    authority: Option<&'a Path>,
    gateway: Gateway,
    members: Vec<NamedMember>,
    clients: Vec<(String, &'a Path)>,
}

/// Who shows something, and its file.
type Shown<'a> = (&'a str, &'a Path);

impl ClusterFiles {
    /// Whether a part of a heap is named.
    pub(super) fn is_given(&self) -> bool {
        !self.members.is_empty() || self.lists().iter().any(|(_, list)| !list.is_empty())
    }

    /// All lists of files with the options they come from.
    fn lists(&self) -> [(&'static str, &[Named]); 7] {
        [
            ("--server", &self.servers),
            ("--peer", &self.peers),
            ("--client", &self.clients),
            ("--gateway-cert", &self.gateways),
            ("--client-ca", &self.client_authorities),
            ("--peer-ca", &self.peer_authorities),
            ("--server-ca", &self.server_authorities),
        ]
    }

    /// The clients by their names, which are those of their files where nothing else is said.
    fn clients(&self, errors: &mut Errors) -> Vec<(String, &Path)> {
        let mut clients: Vec<(String, &Path)> = Vec::new();
        for client in &self.clients {
            let name = client.name_or_stem();
            if clients.iter().any(|(other, _)| *other == name) {
                ClusterFilesError::ClientTwice { name }.tell(errors);
            } else {
                clients.push((name, client.path.as_path()));
            }
        }
        clients
    }
}

/// Judges every handshake between what the files hold.
pub(super) fn judged(asked: &Asked, judged: &Judged<'_>) -> Result<Matrix, Failure> {
    let cluster_files = &asked.cluster_files;
    let mut errors = Errors::default();
    let members = members(&cluster_files.members, &asked.from, &mut errors);
    let clients = cluster_files.clients(&mut errors);
    let question = Question {
        gateway: gateway(asked, &mut errors),
        authority: judged.ca,
        cluster_files,
        asked,
        members,
        clients,
    };
    question.check(&mut errors);
    let keys = keys(judged.keys);
    question.check_owners(&keys, &mut errors);
    errors.finish()?;
    let place = asked.place();
    let files = Files::read(&question, &keys, place.etcd)?;
    let build = Builder { question: &question, files: &files, etcd: place.etcd };
    let (listeners, dialers) = (build.listeners(), build.dialers());
    let matrix = matrix(&listeners, &dialers, place.etcd, place.at);
    if matrix.handshakes.is_empty() {
        return Err(ClusterFilesError::NothingToJudge.into());
    }
    files.tell();
    question.tell();
    Ok(matrix)
}

fn gateway(asked: &Asked, errors: &mut Errors) -> Gateway {
    let has_file = !asked.cluster_files.gateways.is_empty();
    match asked.gateway.as_deref() {
        Some("own") if !has_file => ClusterFilesError::GatewayWithoutFile.tell(errors),
        Some(word) if has_file && word != "own" => {
            ClusterFilesError::GatewayWithFile { word: word.into() }.tell(errors);
        }
        _ => {}
    }
    if has_file { Gateway::OwnCertificate } else { asked.gateway() }
}

impl<'a> Question<'a> {
    /// Everything that is shown, once for each who shows it; the names are members' and clients'.
    fn shown(&'a self) -> Vec<Shown<'a>> {
        let gateways =
            (self.gateway == Gateway::OwnCertificate).then_some(&self.cluster_files.gateways);
        let lists = [Some(&self.cluster_files.servers), Some(&self.cluster_files.peers), gateways];
        let of = |member: &'a NamedMember| {
            let name = member.name.as_str();
            let path = move |list: &'a Vec<Named>| Some((name, for_one(list, name)?));
            lists.into_iter().flatten().filter_map(path).collect::<Vec<_>>()
        };
        let members = self.members.iter().flat_map(of);
        members.chain(self.clients.iter().map(|(name, path)| (name.as_str(), *path))).collect()
    }

    /// Whom one trusts: those of a list, else those of all.
    fn authority(&self, list: &'a [Named], name: &str) -> Option<&'a Path> {
        for_one(list, name).or(self.authority)
    }

    /// The host names that are let in as clients, or as peers: those of a list without a role are both's.
    fn allowed(&self, role: &str) -> Vec<String> {
        let own = |text: &String| match text.split_once('=') {
            Some((of, name)) => (of == role).then(|| name.to_owned()),
            None => Some(text.clone()),
        };
        self.asked.allowed_hostname.iter().filter_map(own).collect()
    }

    /// Names everything that doesn't go together.
    fn check(&self, errors: &mut Errors) {
        if self.cluster_files.members.is_empty() {
            ClusterFilesError::NoMembers.tell(errors);
        }
        for (option, list) in self.cluster_files.lists() {
            self.check_names(option, list, errors);
        }
        for text in &self.asked.allowed_hostname {
            if text.split_once('=').is_some_and(|(role, _)| role != "peer" && role != "client") {
                ClusterFilesError::AllowedFor { text: crate::text::escape_for_terminal(text) }
                    .tell(errors);
            }
        }
        self.check_trust(errors);
    }

    fn check_names(&self, option: &'static str, list: &[Named], errors: &mut Errors) {
        for (index, one) in list.iter().enumerate() {
            let is_repeated = list.iter().take(index).any(|other| other.name == one.name);
            // Clients are told apart by their files, too.
            if is_repeated && option != "--client" {
                let all = || "all".to_owned();
                let whom = one.name.as_ref().map_or_else(all, |name| format!("`{name}`"));
                ClusterFilesError::Twice { option, whom }.tell(errors);
            }
            let Some(name) = &one.name else { continue };
            if option == "--server-ca" {
                if !self.clients.iter().any(|(client, _)| client == name) {
                    let known: Vec<&String> =
                        self.clients.iter().map(|(client, _)| client).collect();
                    let (name, known) = (name.clone(), listed(&known));
                    ClusterFilesError::UnknownClient { option, name, known }.tell(errors);
                }
            } else if option != "--client"
                && !self.cluster_files.members.is_empty()
                && !self.cluster_files.members.iter().any(|text| name_of(text) == name)
            {
                ClusterFilesError::unknown_member(option, name, &self.cluster_files.members)
                    .tell(errors);
            }
        }
    }

    /// A key may be said to be any member's or client's.
    fn check_owners(&self, keys: &[Named], errors: &mut Errors) {
        let members = self.cluster_files.members.iter().map(|text| name_of(text));
        let known: Vec<&str> =
            members.chain(self.clients.iter().map(|(name, _)| name.as_str())).collect();
        for name in keys.iter().filter_map(|key| key.name.as_deref()) {
            if !self.cluster_files.members.is_empty() && !known.contains(&name) {
                let all: Vec<String> =
                    known.iter().map(|one| crate::text::escape_for_terminal(one)).collect();
                ClusterFilesError::UnknownOwner { name: name.into(), known: listed(&all) }
                    .tell(errors);
            }
        }
    }

    /// A handshake that is judged needs both sides' word on whom they trust.
    fn check_trust(&self, errors: &mut Errors) {
        let cluster_files = self.cluster_files;
        let names = || self.members.iter().map(|member| member.name.as_str());
        let mut need = |option, whom: Vec<&str>| {
            if !whom.is_empty() {
                ClusterFilesError::NobodyTrusted { whom: listed(&whom), option }.tell(errors);
            }
        };
        let has_peer = |name: &&str| for_one(&cluster_files.peers, name).is_some();
        let lacks = |list, name: &str| self.authority(list, name).is_none();
        let peers = names().filter(has_peer);
        let peers = peers.filter(|name| lacks(&cluster_files.peer_authorities, name));
        need("--peer-ca", peers.collect());
        let shows = |name: &&str| match self.gateway {
            Gateway::Off => false,
            Gateway::ServerCertificate => for_one(&cluster_files.servers, name).is_some(),
            Gateway::OwnCertificate => for_one(&cluster_files.gateways, name).is_some(),
        };
        let asks = |name: &&str| !self.clients.is_empty() || shows(name);
        let servers = names().filter(asks);
        let servers = servers.filter(|name| lacks(&cluster_files.client_authorities, name));
        need("--client-ca", servers.collect());
        if !cluster_files.servers.is_empty() {
            let clients = self.clients.iter().map(|(name, _)| name.as_str());
            let mut clients: Vec<&str> =
                clients.filter(|name| lacks(&cluster_files.server_authorities, name)).collect();
            if self.clients.is_empty() && lacks(&cluster_files.server_authorities, ANYONE) {
                clients.push("clients");
            }
            need("--server-ca", clients);
        }
    }

    /// Says which handshakes are left out, or judged in part only, on standard error.
    fn tell(&self) {
        let cluster_files = self.cluster_files;
        for (option, list) in
            [("--server", &cluster_files.servers), ("--peer", &cluster_files.peers)]
        {
            let lacks =
                |member: &&NamedMember| !list.is_empty() && for_one(list, &member.name).is_none();
            for member in self.members.iter().filter(lacks) {
                note("cluster-files-left-out", &[("name", &member.name), ("option", &option)]);
            }
        }
        let peers: Vec<&NamedMember> = self
            .members
            .iter()
            .filter(|member| for_one(&cluster_files.peers, &member.name).is_some())
            .collect();
        if let [alone] = peers.as_slice() {
            note("cluster-files-alone", &[("name", &alone.name)]);
            return;
        }
        for member in peers.into_iter().filter(|member| member.callers.is_empty()) {
            note("cluster-files-caller-open", &[("name", &member.name)]);
        }
    }
}

fn note(key: &'static str, values: &[(&str, &dyn std::fmt::Display)]) {
    output::print_error(&format!("note: {}", fill(key, values)));
}
