//! The handshakes of a bundle: who trusts whom and who is dialed where is read from the settings that
//! members are given, and certificates from where these say.

use std::collections::BTreeMap;
use std::path::Path;

use time::OffsetDateTime;

use super::settings;
use super::tree::Tree;
use crate::cluster::{Member, Plan};
use crate::etcd::Build;
use crate::pki::judge::{CertificateFacts, PresentedChain};
use crate::pki::matrix::{Dialer, Listener, Matrix, dials_from, matrix, resolves};

pub(super) fn judge(tree: &Tree, plan: &Plan, etcd: Build, now: OffsetDateTime) -> Matrix {
    let hall = Hall { tree, plan, etcd };
    let members: Vec<Listener> = plan.members.iter().filter_map(|one| hall.listener(one)).collect();
    matrix(&members, &hall.clients(), etcd, Some(now))
}

struct Hall<'a> {
    tree: &'a Tree,
    plan: &'a Plan,
    etcd: Build,
}

impl Hall<'_> {
    fn presented(&self, certificate: &str, key: &str) -> Option<PresentedChain> {
        let certificate = self.tree.file(certificate)?;
        let key = self.tree.file(key).map(|file| file.bytes.as_slice());
        Some(PresentedChain::read(&certificate.bytes, key, None, self.etcd))
    }

    fn anchors(&self, path: &str) -> Vec<CertificateFacts> {
        let read = |file: &super::tree::FoundFile| {
            PresentedChain::read(b"", None, Some(&file.bytes), self.etcd).anchors
        };
        self.tree.file(path).map(read).unwrap_or_default()
    }

    /// A member whose certificates are here; those that are missing are reported elsewhere.
    fn listener(&self, member: &Member) -> Option<Listener> {
        let settings = settings::of_member(self.tree, self.plan, self.etcd.release, member)?;
        let of = Settings { settings: &settings, member: member.name.as_str() };
        let pair = |prefix: &str| {
            self.presented(
                &of.file(&format!("{prefix}cert-file"))?,
                &of.file(&format!("{prefix}key-file"))?,
            )
        };
        let trusted = |prefix: &str| {
            let path = of.file(&format!("{prefix}trusted-ca-file"));
            let asks = of.list(&format!("{prefix}client-cert-auth")) == ["true"];
            match path {
                Some(path) => Some(self.anchors(&path)),
                None => asks.then(Vec::new),
            }
        };
        let server = pair("")?;
        let is_off = of.list("enable-grpc-gateway") == ["false"];
        let gateway = pair("client-").or_else(|| Some(server.clone())).filter(|_| !is_off);
        Some(Listener {
            name: member.name.to_string(),
            server,
            peer: pair("peer-")?,
            gateway,
            trusted_of_clients: trusted(""),
            trusted_of_peers: trusted("peer-"),
            client_hosts: of.hosts("advertise-client-urls"),
            peer_hosts: of.hosts("initial-advertise-peer-urls"),
            dials_from: vec![dials_from(member.address.ip())],
            resolves: resolves(member),
            allowed_client_hostnames: of.list("client-cert-allowed-hostname"),
            allowed_peer_names: of.list("peer-cert-allowed-cn"),
            allowed_peer_hostnames: of.list("peer-cert-allowed-hostname"),
        })
    }

    fn clients(&self) -> Vec<Dialer> {
        let names = self.plan.file_names();
        let files = names.client();
        let anchor = names.anchor(self.plan.certificates.trust.signs_servers());
        let of = |name: &str| {
            let directory = format!("clients/{name}");
            let certificate = format!("{directory}/{}", files.certificate);
            Some(Dialer {
                name: name.to_owned(),
                own: self.presented(&certificate, &format!("{directory}/{}", files.key))?,
                trusted: self.anchors(&format!("{directory}/{anchor}")),
            })
        };
        self.plan.clients.iter().filter_map(|client| of(client.name.as_str())).collect()
    }
}

struct Settings<'a> {
    settings: &'a BTreeMap<String, String>,
    member: &'a str,
}

impl Settings<'_> {
    /// Where in the bundle the file of a flag is.
    fn file(&self, flag: &str) -> Option<String> {
        let path = Path::new(self.settings.get(flag)?);
        let name = path.file_name()?.to_str()?;
        Some(format!("members/{}/pki/{name}", self.member))
    }

    fn list(&self, flag: &str) -> Vec<String> {
        let value = self.settings.get(flag).map_or("", String::as_str);
        value.split(',').filter(|one| !one.is_empty()).map(str::to_owned).collect()
    }

    fn hosts(&self, flag: &str) -> Vec<String> {
        let urls = self.list(flag);
        urls.iter().filter_map(|url| settings::https_host(url)).map(str::to_owned).collect()
    }
}
