//! The handshakes of a bundle: who trusts whom and who is dialed where is read from the settings that
//! members are given, and certificates from where these say.

use std::path::Path;

use time::OffsetDateTime;

use super::settings::MemberSettings;
use super::tree::Tree;
use crate::cluster::{Gateway, Plan};
use crate::etcd::Build;
use crate::etcd::flags::LOADED_FILES;
use crate::finding::{Finding, Rule};
use crate::pki::judge::{CertificateFacts, PresentedChain, Role};
use crate::pki::matrix::{Dialer, Listener, Matrix, calls_from, matrix, resolves};

pub(super) fn judge(
    tree: &Tree,
    plan: &Plan,
    settings: &[MemberSettings],
    told: &[Finding],
    (etcd, now): (Build, OffsetDateTime),
) -> Matrix {
    let hall = Hall { tree, plan, told, etcd };
    let members: Vec<Listener> =
        settings.iter().filter_map(|settings| hall.listener(settings)).collect();
    matrix(&members, &hall.clients(), etcd, Some(now))
}

struct Hall<'a> {
    tree: &'a Tree,
    plan: &'a Plan,
    /// What was found of files already.
    told: &'a [Finding],
    etcd: Build,
}

impl Hall<'_> {
    fn presented(&self, certificate: &Path, key: &Path) -> Option<PresentedChain> {
        let certificate = self.tree.file(certificate)?;
        let key = self.tree.file(key).map(|file| file.bytes.as_slice());
        Some(PresentedChain::read(&certificate.bytes, key, None, self.etcd))
    }

    /// What ends a member at its start beside pairs that don't fit: files that belong here and are missing, and
    /// authorities that can't be loaded.
    fn exits(&self, settings: &MemberSettings) -> Vec<Finding> {
        let needed: Vec<_> = LOADED_FILES.iter().filter_map(|flag| settings.file(flag)).collect();
        let is_missing = |one: &&Finding| {
            let file = one.location.file.as_deref().map(Path::new);
            matches!(one.rule, Rule::NoCertificate | Rule::NoKey | Rule::NoAuthority)
                && file.is_some_and(|file| needed.iter().any(|path| path == file))
        };
        let mut exits: Vec<Finding> = self.told.iter().filter(is_missing).cloned().collect();
        for flag in ["trusted-ca-file", "peer-trusted-ca-file"] {
            let Some(path) = settings.file(flag) else { continue };
            let Some(file) = self.tree.file(&path) else { continue };
            let read = PresentedChain::trusting(&file.bytes, self.etcd);
            exits.extend(read.exits().map(|one| one.clone().in_file(path.to_string_lossy())));
        }
        exits
    }

    /// A member whose certificates are here, or belong here; those that are still to come are reported elsewhere.
    fn listener(&self, settings: &MemberSettings) -> Option<Listener> {
        let pair = |prefix: &str| {
            self.presented(
                &settings.file(&format!("{prefix}cert-file"))?,
                &settings.file(&format!("{prefix}key-file"))?,
            )
        };
        let trusted = |prefix: &str| -> Option<Vec<CertificateFacts>> {
            let (flag, authority) =
                (format!("{prefix}client-cert-auth"), format!("{prefix}trusted-ca-file"));
            settings.demands_certificates(&flag, &authority).then(|| {
                let path = settings.file(&authority);
                path.map(|path| self.tree.anchors(path, self.etcd)).unwrap_or_default()
            })
        };
        let exits = self.exits(settings);
        let [server, peer] = ["", "peer-"].map(pair);
        if exits.is_empty() && (server.is_none() || peer.is_none()) {
            return None;
        }
        let (server, peer) = (server.unwrap_or_default(), peer.unwrap_or_default());
        let context = |role| settings.context(role, self.etcd);
        let (clients, peers) = (context(Role::Server), context(Role::Peer));
        let revocations = |flag: &str| Some(settings.revocations(self.tree, flag, self.etcd)?.1);
        let member = &settings.member;
        Some(Listener {
            name: member.name.to_string(),
            peer,
            gateway: match clients.gateway {
                Gateway::Off => None,
                Gateway::OwnCertificate => pair("client-"),
                Gateway::ServerCertificate => Some(server.clone()),
            },
            server,
            trusted_of_clients: trusted(""),
            trusted_of_peers: trusted("peer-"),
            client_hosts: settings.client_hosts(),
            peer_hosts: settings.peer_hosts(),
            dials_from: calls_from(member),
            resolves: resolves(member),
            allowed_client_hostnames: clients.allowed_hostnames,
            allowed_peer_names: peers.allowed_common_names,
            allowed_peer_hostnames: peers.allowed_hostnames,
            revoked_clients: revocations("client-crl-file"),
            revoked_peers: revocations("peer-crl-file"),
            tls: peers.tls,
            srv: peers.srv,
            exits,
        })
    }

    fn clients(&self) -> Vec<Dialer> {
        let names = self.plan.file_names();
        let files = names.client();
        let anchor = names.anchor(self.plan.certificates.trust.signs_servers());
        let of = |name: &str| {
            let directory = Path::new("clients").join(name);
            let (certificate, key) =
                (directory.join(&files.certificate), directory.join(&files.key));
            Some(Dialer {
                name: name.to_owned(),
                own: self.presented(&certificate, &key)?,
                trusted: Some(self.tree.anchors(directory.join(&anchor), self.etcd)),
            })
        };
        self.plan.clients.iter().filter_map(|client| of(client.name.as_str())).collect()
    }
}
