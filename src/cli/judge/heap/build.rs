//! From files to members and clients.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use super::named::{Named, Plot, for_one};
use super::{ANYONE, GatewayShows, Question};
use crate::bundle::shown;
use crate::cli::failure::Failure;
use crate::cli::{output, source};
use crate::pki::check::{self, CheckError};
use crate::pki::judge::{Etcd, Facts, Finding, Gateway, Material, Place, Role, Severity, judge};
use crate::pki::matrix::{Dialler, Listener};
use crate::text::fill;

/// The files of a heap, each read once.
pub(super) struct Files<'a> {
    /// Certificates, with the keys that belong to them.
    certificates: BTreeMap<&'a Path, Material>,
    /// Those whom others trust, as anchors.
    authorities: BTreeMap<&'a Path, Material>,
    /// What is odd about files, whoever they are shown to.
    remarks: Vec<String>,
}

/// Bytes by path: standard input can be read once only, and serve several purposes.
type Read<'a> = BTreeMap<&'a Path, Zeroizing<Vec<u8>>>;

fn read<'a>(
    paths: impl Iterator<Item = &'a Path>,
    read: &mut Read<'a>,
) -> Result<Vec<&'a Path>, Failure> {
    let mut named = Vec::new();
    for path in paths {
        if !read.contains_key(path) {
            read.insert(path, Zeroizing::new(source::read(path)?));
        }
        if !named.contains(&path) {
            named.push(path);
        }
    }
    Ok(named)
}

impl<'a> Files<'a> {
    pub(super) fn read(
        question: &Question<'a>,
        keys: &'a [PathBuf],
        etcd: Etcd,
    ) -> Result<Self, Failure> {
        let heap = question.heap;
        let paths = |lists: [&'a [Named]; 4]| {
            lists.into_iter().flatten().map(|one| one.path.as_path()).collect::<Vec<_>>()
        };
        let leaves = paths([&heap.servers, &heap.peers, &heap.clients, &heap.gateways]);
        let trusted = [&heap.client_authorities, &heap.peer_authorities, &heap.server_authorities];
        let trusted = trusted.into_iter().flatten().map(|one| one.path.as_path());
        let mut all = Read::new();
        let leaves = read(leaves.into_iter(), &mut all)?;
        let trusted = read(trusted.chain(question.authority), &mut all)?;
        let keys = read(keys.iter().map(PathBuf::as_path), &mut all)?;
        let bytes = |path: &Path| all.get(path).map_or(&[][..], |bytes| bytes.as_slice());
        let mut remarks = Vec::new();
        let mut key_of = BTreeMap::new();
        for key in keys {
            let fitting: Vec<&Path> = leaves
                .iter()
                .copied()
                .filter(|path| belongs(bytes(path), bytes(key), etcd))
                .collect();
            if fitting.is_empty() {
                remarks.push(of_key(key, bytes(key), leaves.iter().map(|path| bytes(path))));
            }
            for path in fitting {
                key_of.entry(path).or_insert(key);
            }
        }
        let certificate = |path: &&'a Path| {
            let key = key_of.get(path).map(|key| bytes(key));
            (*path, Material::read(bytes(path), key, None, etcd))
        };
        let authority = |path: &&'a Path| (*path, anchors(bytes(path), etcd));
        let certificates: BTreeMap<_, _> = leaves.iter().map(certificate).collect();
        let authorities: BTreeMap<_, _> = trusted.iter().map(authority).collect();
        for (path, material) in certificates.iter().chain(&authorities) {
            remarks.extend(material.findings.iter().map(|finding| of_file(path, finding)));
        }
        let is_void = |one: &Material| one.anchors.is_empty() && one.findings.is_empty();
        for (path, _) in authorities.iter().filter(|(_, material)| is_void(material)) {
            remarks.push(fill("heap.nobody", &[("file", &shown(path))]));
        }
        Ok(Self { certificates, authorities, remarks })
    }

    /// Says what is odd about files, on standard error.
    pub(super) fn tell(&self) {
        for remark in &self.remarks {
            output::complain(&format!("warning: {remark}"));
        }
    }
}

/// Whether a key belongs to a certificate of a file: to its first, or to another that stands behind it,
/// which tells that they stand in the wrong order.
pub(in crate::cli) fn belongs(certificate: &[u8], key: &[u8], etcd: Etcd) -> bool {
    if Material::read(certificate, None, None, etcd).findings.is_empty() {
        let with_key = Material::read(certificate, Some(key), None, etcd);
        return with_key.findings.iter().all(|finding| finding.code == "chain-order");
    }
    let all = check::certificates(certificate).unwrap_or_default();
    all.iter().any(|one| check::key_fits(one, key).is_ok())
}

/// Why no certificate has a key.
fn of_key<'a>(path: &Path, key: &[u8], mut files: impl Iterator<Item = &'a [u8]>) -> String {
    // Any certificate will do to open a key.
    let first = files.find_map(|bytes| check::certificates(bytes).ok()?.into_iter().next());
    match first.and_then(|der| check::key_fits(&der, key).err()) {
        Some(error) if !matches!(error, CheckError::KeyMismatch { .. }) => {
            fill("heap.key-unread", &[("file", &shown(path)), ("why", &error)])
        }
        _ => fill("heap.key-alone", &[("file", &shown(path))]),
    }
}

fn of_file(path: &Path, finding: &Finding) -> String {
    let (sentence, code) = (&finding.sentence, finding.code);
    fill("heap.file", &[("file", &shown(path)), ("code", &code), ("sentence", sentence)])
}

/// Reads those whom others trust.
fn anchors(bytes: &[u8], etcd: Etcd) -> Material {
    let mut material = Material::read(b"", None, Some(bytes), etcd);
    // There is no certificate that is shown.
    material.findings.retain(|finding| finding.code != "no-certificate-block");
    material
}

/// Puts a heap together.
pub(super) struct Build<'a> {
    pub(super) question: &'a Question<'a>,
    pub(super) files: &'a Files<'a>,
    pub(super) etcd: Etcd,
}

impl Build<'_> {
    fn material(&self, path: Option<&Path>) -> Option<Material> {
        self.files.certificates.get(path?).cloned()
    }

    /// Whom one trusts, and what kept it from reading them.
    fn trusted(&self, path: Option<&Path>) -> (Option<Vec<Facts>>, &[Finding]) {
        match path.and_then(|path| self.files.authorities.get(path)) {
            Some(material) => (Some(material.anchors.clone()), &material.findings),
            None => (None, &[]),
        }
    }

    pub(super) fn listeners(&self) -> Vec<Listener> {
        self.question.plots.iter().map(|plot| self.listener(plot)).collect()
    }

    fn listener(&self, plot: &Plot) -> Listener {
        let Question { heap, asked, .. } = self.question;
        let name = plot.name.as_str();
        let (trusted_of_clients, unread) = self.trusted(self.question.client_authority(name));
        let (trusted_of_peers, unread_of_peers) = self.trusted(self.question.peer_authority(name));
        let mut server = self.material(for_one(&heap.servers, name)).unwrap_or_default();
        let mut peer = self.material(for_one(&heap.peers, name)).unwrap_or_default();
        let mut gateway = self.gateway(name);
        // A member that can't read whom it trusts doesn't start.
        let fatal = |one: &&Finding| one.severity == Severity::Error;
        server.findings.extend(unread.iter().filter(fatal).cloned());
        if let Some(gateway) = &mut gateway {
            gateway.findings.extend(unread.iter().filter(fatal).cloned());
        }
        if !peer.chain.is_empty() {
            peer.findings.extend(unread_of_peers.iter().filter(fatal).cloned());
        }
        let resolved = |host: &String| {
            let at = |address: &std::net::IpAddr| (host.clone(), *address);
            plot.addresses.iter().map(at).collect::<Vec<_>>()
        };
        Listener {
            name: name.into(),
            server,
            peer,
            gateway,
            trusted_of_clients,
            trusted_of_peers,
            client_hosts: plot.hosts().chain(asked.hosts.iter().cloned()).collect(),
            peer_hosts: plot.hosts().collect(),
            dials_from: plot.callers.clone(),
            resolves: plot.names.iter().flat_map(resolved).collect(),
            allowed_client_hostnames: self.question.allowed("client"),
            allowed_peer_names: asked.allowed_cn.clone(),
            allowed_peer_hostnames: self.question.allowed("peer"),
        }
    }

    fn gateway(&self, name: &str) -> Option<Material> {
        let heap = self.question.heap;
        match self.question.gateway {
            GatewayShows::Nothing => None,
            GatewayShows::Server => self.material(for_one(&heap.servers, name)),
            GatewayShows::Own => {
                let mut material = self.material(for_one(&heap.gateways, name))?;
                let mut place = Place::new(Role::Server, self.etcd);
                place.gateway = Gateway::OwnCertificate;
                // etcd 3.4 has no certificate of gateways.
                let all = judge(&material, &place).findings;
                let unknown = all.into_iter().filter(|one| one.code == "gateway-flag-unknown");
                material.findings.extend(unknown);
                Some(material)
            }
        }
    }

    pub(super) fn diallers(&self) -> Vec<Dialler> {
        let dialler = |name: &str, own: Material| {
            let (trusted, unread) = self.trusted(self.question.server_authority(name));
            let mut own = own;
            own.findings.extend_from_slice(unread);
            Dialler { name: name.into(), own, trusted: trusted.unwrap_or_default() }
        };
        if self.question.clients.is_empty() {
            return vec![dialler(ANYONE, Material::default())];
        }
        let clients = self.question.clients.iter();
        clients
            .map(|(name, path)| dialler(name, self.material(Some(path)).unwrap_or_default()))
            .collect()
    }
}
