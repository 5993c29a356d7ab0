//! Where things are: the names of the files in a bundle, and their places on a member.

use crate::cluster::{FileNames, Gateway, Install, LeafFiles, Member, Plan, UnitForm};

/// Where an administrator's units go (systemd.unit(5)); they win over a package's in `/lib`.
pub const UNIT_DIRECTORY: &str = "/etc/systemd/system";
/// The config file, in the bundle and in the configuration directory.
pub const CONFIG_FILE: &str = "etcd.conf.yml";
/// The script that installs a member.
pub const SCRIPT: &str = "install.sh";
/// The values that the script reads.
pub const VALUES: &str = "install.values";
/// The certificates in the bundle, and below the configuration directory where nothing else is said.
pub const PKI: &str = "pki";
/// What a client sources.
pub const CLIENT_ENVIRONMENT: &str = "etcdctl.env";

/// Returns the name of a member's unit, in the bundle and in [`UNIT_DIRECTORY`].
pub fn unit(plan: &Plan, member: &Member) -> String {
    format!("{}.service", plan.service_of(member))
}

/// Returns the name of the file that holds the settings, for forms that have one: in the bundle and in
/// the configuration directory.
pub fn settings_file(plan: &Plan) -> Option<&'static str> {
    match plan.unit_form {
        UnitForm::EnvironmentFile => Some(plan.file_names().environment()),
        UnitForm::Flags => None,
        UnitForm::ConfigFile => Some(CONFIG_FILE),
    }
}

/// Returns the place of the settings file on a member, for forms that have one.
pub fn settings_path(plan: &Plan, install: &Install) -> Option<String> {
    settings_file(plan).map(|name| install.configuration_directory().join(name))
}

/// Returns the directory of certificates and keys on a member.
pub fn certificate_directory(install: &Install) -> String {
    match install.certificate_directory() {
        Some(directory) => directory.to_string(),
        None => install.configuration_directory().join(PKI),
    }
}

/// Returns the place of a certificate or key (`server.pem`) on a member.
pub fn certificate(install: &Install, name: &str) -> String {
    format!("{}/{name}", certificate_directory(install))
}

/// The names of everything in a member's `pki/`, by what etcd does with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MemberFiles {
    /// What it shows to clients.
    pub server: LeafFiles,
    /// What it shows to the other members.
    pub peer: LeafFiles,
    /// What its gateway shows to itself, where that isn't the server's.
    pub gateway: Option<LeafFiles>,
    /// Whose clients it trusts.
    pub client_authority: String,
    /// Whose peers it trusts.
    pub peer_authority: String,
}

/// Returns the names of the files of a member.
pub fn member_files(plan: &Plan, member: &Member) -> MemberFiles {
    let (names, trust) = (plan.file_names(), plan.certificates.trust);
    let (server, peer) = names.of_member(plan.certificates.arrangement, Some(&member.name));
    let has_gateway = trust.gateway(plan.etcd_version) == Gateway::OwnCertificate;
    MemberFiles {
        server,
        peer,
        gateway: has_gateway.then(|| names.gateway()),
        client_authority: names.anchor(trust.signs_clients()),
        peer_authority: names.anchor(trust.signs_peers()),
    }
}

impl MemberFiles {
    /// The flags that name them, with their names; but for the gateway's own.
    pub fn by_flag(&self) -> [(&'static str, &str); 6] {
        [
            ("cert-file", &self.server.certificate),
            ("key-file", &self.server.key),
            ("trusted-ca-file", &self.client_authority),
            ("peer-cert-file", &self.peer.certificate),
            ("peer-key-file", &self.peer.key),
            ("peer-trusted-ca-file", &self.peer_authority),
        ]
    }

    /// The authorities it trusts, each once.
    pub fn authorities(&self) -> Vec<&str> {
        let mut all = vec![self.client_authority.as_str(), &self.peer_authority];
        all.dedup();
        all
    }
}

/// The names of everything that a client holds beside its `etcdctl.env`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClientFiles {
    /// What it shows.
    pub own: LeafFiles,
    /// Whose servers it trusts.
    pub authority: String,
}

/// Returns the names of the files of any client.
pub fn client_files(plan: &Plan) -> ClientFiles {
    let names: FileNames<'_> = plan.file_names();
    let signer = plan.certificates.trust.signs_servers();
    ClientFiles { own: names.client(), authority: names.anchor(signer) }
}

/// Returns `--wal-dir`: a directory within the plan's WAL directory, not that directory itself, unless the plan keeps
/// the log of a running member where it is.
///
/// At its first start etcd makes `DIR.tmp`, removes DIR and renames the one to the other. On a disk of
/// its own DIR is a mount point, and removing it fails with `device or resource busy` (measured on
/// 3.4; etcd issue 20218); elsewhere DIR's parent must be writable (issue 10098), which a hardened unit
/// doesn't allow.
pub fn wal_directory(install: &Install) -> Option<String> {
    let kept = install.wal_path().map(ToString::to_string);
    kept.or_else(|| install.wal_directory().map(|directory| directory.join("wal")))
}

/// Whether a path is `directory` or lies below it.
pub(super) fn is_below(path: &str, directory: &str) -> bool {
    path.strip_prefix(directory).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}
