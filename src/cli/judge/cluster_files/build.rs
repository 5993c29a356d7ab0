//! From files to members and clients.

use std::collections::BTreeMap;
use std::path::Path;

use zeroize::Zeroizing;

use super::keyring::Keyring;
use super::named::{Named, NamedMember, for_one};
use super::{ANYONE, Question, Shown};
use crate::bundle::shown as shown_path;
use crate::cli::failure::Failure;
use crate::cli::{output, source};
use crate::etcd::Build;
use crate::finding::{Finding, Rule, Severity};
use crate::pki::judge::{CertificateFacts, Context, Gateway, PresentedChain, Role, judge};
use crate::pki::matrix::{Dialer, Listener};
use crate::text::fill;

/// The files of a heap, each read once.
pub(super) struct Files<'a> {
    /// What each shows, with the key that belongs to it.
    certificates: BTreeMap<Shown<'a>, PresentedChain>,
    /// Those whom others trust, as anchors.
    authorities: BTreeMap<&'a Path, PresentedChain>,
    /// What is odd about files, whoever they are shown to.
    remarks: Vec<String>,
}

/// Bytes by path: standard input can be read once only, and serve several purposes.
pub(super) type Read<'a> = BTreeMap<&'a Path, Zeroizing<Vec<u8>>>;

/// What was read from a path.
pub(super) fn bytes_of<'a>(all: &'a Read<'_>, path: &Path) -> &'a [u8] {
    all.get(path).map_or(&[][..], |bytes| bytes.as_slice())
}

fn read<'a>(
    paths: impl Iterator<Item = &'a Path>,
    read: &mut Read<'a>,
) -> Result<Vec<&'a Path>, Failure> {
    let mut named = Vec::new();
    for path in paths {
        if !read.contains_key(path) {
            read.insert(path, source::read(path)?);
        }
        if !named.contains(&path) {
            named.push(path);
        }
    }
    Ok(named)
}

impl<'a> Files<'a> {
    pub(super) fn read(
        question: &'a Question<'a>,
        keys: &'a [Named],
        etcd: Build,
    ) -> Result<Self, Failure> {
        let cluster_files = question.cluster_files;
        let path = |one: &'a Named| one.path.as_path();
        let leaves = [
            &cluster_files.servers,
            &cluster_files.peers,
            &cluster_files.clients,
            &cluster_files.gateways,
        ];
        let trusted = [
            &cluster_files.client_authorities,
            &cluster_files.peer_authorities,
            &cluster_files.server_authorities,
        ];
        let trusted = trusted.into_iter().flatten().map(path).chain(question.authority);
        let mut all = Read::new();
        read(leaves.into_iter().flatten().map(path), &mut all)?;
        let trusted = read(trusted, &mut all)?;
        read(keys.iter().map(path), &mut all)?;
        let shown = question.shown();
        let keyring = Keyring::new(&all, &shown, &trusted, keys, etcd);
        let mut remarks = keyring.remarks();
        let certificate = |one: &Shown<'a>| (*one, keyring.presented(one));
        let authority =
            |path: &&'a Path| (*path, PresentedChain::trusting(bytes_of(&all, path), etcd));
        let certificates: BTreeMap<_, _> = shown.iter().map(certificate).collect();
        let authorities: BTreeMap<_, _> = trusted.iter().map(authority).collect();
        let leaves = certificates.iter().map(|((_, path), presented)| (path, presented));
        for (path, presented) in leaves.chain(&authorities) {
            for remark in presented.findings.iter().map(|finding| of_file(path, finding)) {
                // A file may be shown by many.
                if !remarks.contains(&remark) {
                    remarks.push(remark);
                }
            }
        }
        let is_void = |one: &PresentedChain| one.anchors.is_empty() && one.findings.is_empty();
        for (path, _) in authorities.iter().filter(|(_, presented)| is_void(presented)) {
            remarks.push(fill("cluster-files-nobody", &[("file", &shown_path(path))]));
        }
        Ok(Self { certificates, authorities, remarks })
    }

    /// Says what is odd about files, on standard error.
    pub(super) fn tell(&self) {
        for remark in &self.remarks {
            output::print_error(&format!("warning: {remark}"));
        }
    }
}

fn of_file(path: &Path, finding: &Finding) -> String {
    let (sentence, code) = (finding.message(), finding.code());
    fill(
        "cluster-files-file",
        &[("file", &shown_path(path)), ("code", &code), ("sentence", &sentence)],
    )
}

/// Puts a heap together.
pub(super) struct Builder<'a> {
    pub(super) question: &'a Question<'a>,
    pub(super) files: &'a Files<'a>,
    pub(super) etcd: Build,
}

impl Builder<'_> {
    fn presented(&self, owner: &str, path: Option<&Path>) -> Option<PresentedChain> {
        self.files.certificates.get(&(owner, path?)).cloned()
    }

    /// Whom one trusts, and what kept it from reading them.
    fn trusted(&self, path: Option<&Path>) -> (Option<Vec<CertificateFacts>>, &[Finding]) {
        match path.and_then(|path| self.files.authorities.get(path)) {
            Some(presented) => (Some(presented.anchors.clone()), &presented.findings),
            None => (None, &[]),
        }
    }

    pub(super) fn listeners(&self) -> Vec<Listener> {
        self.question.members.iter().map(|member| self.listener(member)).collect()
    }

    fn listener(&self, member: &NamedMember) -> Listener {
        let Question { cluster_files, asked, .. } = self.question;
        let name = member.name.as_str();
        let trusted = |list| self.trusted(self.question.authority(list, name));
        let (trusted_of_clients, unread) = trusted(&cluster_files.client_authorities);
        let (trusted_of_peers, unread_of_peers) = trusted(&cluster_files.peer_authorities);
        let mut server =
            self.presented(name, for_one(&cluster_files.servers, name)).unwrap_or_default();
        let mut peer =
            self.presented(name, for_one(&cluster_files.peers, name)).unwrap_or_default();
        let mut gateway = self.gateway(name);
        // A member that can't read whom it trusts doesn't start.
        let fatal = |one: &&Finding| one.severity() == Severity::Error;
        for shown in [Some(&mut server), gateway.as_mut()].into_iter().flatten() {
            shown.findings.extend(unread.iter().filter(fatal).cloned());
        }
        if !peer.chain.is_empty() {
            peer.findings.extend(unread_of_peers.iter().filter(fatal).cloned());
        }
        let resolved = |host: &String| {
            let at = |address: &std::net::IpAddr| (host.clone(), *address);
            member.addresses.iter().map(at).collect::<Vec<_>>()
        };
        Listener {
            name: name.into(),
            server,
            peer,
            gateway,
            trusted_of_clients,
            trusted_of_peers,
            client_hosts: member.hosts().chain(asked.hosts.iter().cloned()).collect(),
            peer_hosts: member.hosts().collect(),
            dials_from: member.callers.clone(),
            resolves: member.names.iter().flat_map(resolved).collect(),
            allowed_client_hostnames: self.question.allowed("client"),
            allowed_peer_names: asked.allowed_cn.clone(),
            allowed_peer_hostnames: self.question.allowed("peer"),
            tls: asked.tls(),
            ..Listener::default()
        }
    }

    fn gateway(&self, name: &str) -> Option<PresentedChain> {
        let cluster_files = self.question.cluster_files;
        match self.question.gateway {
            Gateway::Off => None,
            Gateway::ServerCertificate => {
                self.presented(name, for_one(&cluster_files.servers, name))
            }
            Gateway::OwnCertificate => {
                let mut presented = self.presented(name, for_one(&cluster_files.gateways, name))?;
                let mut place = Context::new(Role::Server, self.etcd);
                place.gateway = Gateway::OwnCertificate;
                // etcd 3.4 has no certificate of gateways.
                let all = judge(&presented, &place).findings;
                let unknown = all.into_iter().filter(|one| one.rule == Rule::GatewayFlagUnknown);
                presented.findings.extend(unknown);
                Some(presented)
            }
        }
    }

    pub(super) fn dialers(&self) -> Vec<Dialer> {
        let dialer = |name: &str, own: PresentedChain| {
            let list = &self.question.cluster_files.server_authorities;
            let (trusted, unread) = self.trusted(self.question.authority(list, name));
            let mut own = own;
            own.findings.extend_from_slice(unread);
            Dialer { name: name.into(), own, trusted: Some(trusted.unwrap_or_default()) }
        };
        if self.question.clients.is_empty() {
            return vec![dialer(ANYONE, PresentedChain::default())];
        }
        let clients = self.question.clients.iter();
        clients
            .map(|(name, path)| dialer(name, self.presented(name, Some(path)).unwrap_or_default()))
            .collect()
    }
}
