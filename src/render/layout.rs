//! Where things are: the names of the files in a bundle, and their places on a member.

use crate::cluster::{Install, UnitForm};

/// The unit, in the bundle and in [`UNIT_DIRECTORY`].
pub const UNIT: &str = "etcd.service";
/// Where an administrator's units go (systemd.unit(5)); they win over a package's in `/lib`.
pub const UNIT_DIRECTORY: &str = "/etc/systemd/system";
/// The environment file, in the bundle and in the configuration directory.
pub const ENVIRONMENT: &str = "etcd.env";
/// The config file, in the same places.
pub const CONFIG_FILE: &str = "etcd.conf.yml";
/// The script that installs a member.
pub const SCRIPT: &str = "install.sh";
/// The values that the script reads.
pub const VALUES: &str = "install.values";
/// The certificates, in the bundle and below the configuration directory.
pub const PKI: &str = "pki";
/// What a client sources.
pub const CLIENT_ENVIRONMENT: &str = "etcdctl.env";

/// Returns the name of the file that holds the settings, for forms that have one.
pub fn settings_file(form: UnitForm) -> Option<&'static str> {
    match form {
        UnitForm::EnvironmentFile => Some(ENVIRONMENT),
        UnitForm::Flags => None,
        UnitForm::ConfigFile => Some(CONFIG_FILE),
    }
}

/// Returns the place of the environment file on a member.
pub fn environment_file(install: &Install) -> String {
    install.configuration_directory().join(ENVIRONMENT)
}

/// Returns the place of the config file on a member.
pub fn config_file(install: &Install) -> String {
    install.configuration_directory().join(CONFIG_FILE)
}

/// Returns the place of a certificate or key (`server.pem`) on a member.
pub fn certificate(install: &Install, name: &str) -> String {
    format!("{}/{name}", install.configuration_directory().join(PKI))
}

/// Returns `--wal-dir`: a directory within the plan's WAL directory, not that directory itself.
///
/// At its first start etcd makes `DIR.tmp`, removes DIR and renames the one to the other. On a disk of
/// its own DIR is a mount point, and removing it fails with `device or resource busy` (measured on
/// 3.4; etcd issue 20218); elsewhere DIR's parent must be writable (issue 10098), which a hardened unit
/// doesn't allow.
pub fn wal_directory(install: &Install) -> Option<String> {
    install.wal_directory().map(|directory| directory.join("wal"))
}

/// Whether a path is `directory` or lies below it.
pub(super) fn is_below(path: &str, directory: &str) -> bool {
    path.strip_prefix(directory).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// The client that kubeadm's documentation gives to the API server.
pub(super) const API_SERVER: &str = "kube-apiserver-etcd-client";
