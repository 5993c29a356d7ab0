//! Where things are on a member.

use serde::{Deserialize, Serialize};

use crate::cluster::error::PlanError;
use crate::cluster::name::{MemberName, ServiceUser};
use crate::cluster::path::AbsolutePath;

/// Where things are on a member, and who runs them. `{name}` in a directory stands for the member's
/// name, so that several members on one machine have directories of their own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "RawInstall")]
pub struct Install {
    data_directory: AbsolutePath,
    #[serde(skip_serializing_if = "Option::is_none")]
    wal_directory: Option<AbsolutePath>,
    #[serde(skip_serializing_if = "Option::is_none")]
    wal_path: Option<AbsolutePath>,
    configuration_directory: AbsolutePath,
    #[serde(skip_serializing_if = "Option::is_none")]
    certificate_directory: Option<AbsolutePath>,
    etcd_binary: AbsolutePath,
    service_user: ServiceUser,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    keeps_user: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawInstall {
    data_directory: AbsolutePath,
    #[serde(default)]
    wal_directory: Option<AbsolutePath>,
    #[serde(default)]
    wal_path: Option<AbsolutePath>,
    configuration_directory: AbsolutePath,
    #[serde(default)]
    certificate_directory: Option<AbsolutePath>,
    etcd_binary: AbsolutePath,
    service_user: ServiceUser,
    #[serde(default)]
    keeps_user: bool,
}

impl Install {
    /// Takes all paths and the user.
    ///
    /// # Errors
    /// [`PlanError::SystemDirectory`] for a directory that isn't etcd's to own.
    /// [`PlanError::NestedDirectories`] where configuration, data or WAL overlap: the
    /// data directory is wiped after a failed bootstrap, and must not take the rest along.
    pub fn new(
        data_directory: AbsolutePath,
        wal_directory: Option<AbsolutePath>,
        configuration_directory: AbsolutePath,
        etcd_binary: AbsolutePath,
        service_user: ServiceUser,
    ) -> Result<Self, PlanError> {
        let mut directories = vec![&data_directory, &configuration_directory];
        directories.extend(wal_directory.as_ref());
        if let Some(path) = directories.iter().find(|path| path.is_systems_own()) {
            return Err(PlanError::SystemDirectory(path.to_string()));
        }
        for (index, first) in directories.iter().enumerate() {
            for second in directories.iter().skip(index + 1) {
                refuse_nested(first, second)?;
            }
        }
        Ok(Self {
            data_directory,
            wal_directory,
            wal_path: None,
            configuration_directory,
            certificate_directory: None,
            etcd_binary,
            service_user,
            keeps_user: false,
        })
    }

    /// Keeps its user, as of a cluster that runs already, whatever else that account is for.
    #[must_use]
    pub fn keeping_user(self) -> Self {
        Self { keeps_user: self.service_user.purpose().is_some(), ..self }
    }

    /// Keeps the write-ahead log at a path as it is, as of a cluster that runs already: a member whose log is elsewhere
    /// than before doesn't find it. It may lie in the data directory (etcd names it `found invalid file under data
    /// directory`, and goes on): what wipes that directory has to take the log along anyway.
    ///
    /// # Errors
    /// As [`Self::new`]. [`PlanError::TwoWalDirectories`] where there is a WAL directory.
    pub fn with_wal_path(self, path: AbsolutePath) -> Result<Self, PlanError> {
        if self.wal_directory.is_some() {
            return Err(PlanError::TwoWalDirectories);
        }
        if path.is_systems_own() {
            return Err(PlanError::SystemDirectory(path.to_string()));
        }
        refuse_nested(&path, &self.configuration_directory)?;
        if self.data_directory.is_within(&path) {
            refuse_nested(&self.data_directory, &path)?;
        }
        Ok(Self { wal_path: Some(path), ..self })
    }

    /// Puts certificates and keys elsewhere than below the configuration directory; that directory
    /// itself is allowed.
    ///
    /// # Errors
    /// As [`Self::new`], for the data and WAL directories.
    pub fn with_certificate_directory(self, directory: AbsolutePath) -> Result<Self, PlanError> {
        if directory.is_systems_own() {
            return Err(PlanError::SystemDirectory(directory.to_string()));
        }
        for other in [Some(&self.data_directory), self.wal_directory()].into_iter().flatten() {
            refuse_nested(&directory, other)?;
        }
        Ok(Self { certificate_directory: Some(directory), ..self })
    }

    /// These places on the machine of one member.
    #[must_use]
    pub fn paths_of(&self, member: &MemberName) -> Self {
        let on = |path: &AbsolutePath| path.for_member(member);
        Self {
            data_directory: on(&self.data_directory),
            wal_directory: self.wal_directory.as_ref().map(on),
            wal_path: self.wal_path.as_ref().map(on),
            configuration_directory: on(&self.configuration_directory),
            certificate_directory: self.certificate_directory.as_ref().map(on),
            etcd_binary: self.etcd_binary.clone(),
            service_user: self.service_user.clone(),
            keeps_user: self.keeps_user,
        }
    }

    /// The directories that belong to etcd.
    pub(super) fn directories(&self) -> impl Iterator<Item = &AbsolutePath> {
        [Some(&self.data_directory), self.wal_directory(), Some(&self.configuration_directory)]
            .into_iter()
            .flatten()
            .chain(self.certificate_directory.as_ref())
    }

    /// `--data-dir`.
    pub fn data_directory(&self) -> &AbsolutePath {
        &self.data_directory
    }

    /// The directory beside the data directory that holds the write-ahead log, if there is one.
    pub fn wal_directory(&self) -> Option<&AbsolutePath> {
        let outside = self.wal_path.as_ref().filter(|path| !path.is_within(&self.data_directory));
        self.wal_directory.as_ref().or(outside)
    }

    /// Where the write-ahead log is kept as it is.
    pub fn wal_path(&self) -> Option<&AbsolutePath> {
        self.wal_path.as_ref()
    }

    /// Where the settings file goes, if there is one.
    pub fn configuration_directory(&self) -> &AbsolutePath {
        &self.configuration_directory
    }

    /// Where certificates and keys go, where that isn't `pki/` in the configuration directory.
    pub fn certificate_directory(&self) -> Option<&AbsolutePath> {
        self.certificate_directory.as_ref()
    }

    /// The etcd program.
    pub fn etcd_binary(&self) -> &AbsolutePath {
        &self.etcd_binary
    }

    /// Who runs it.
    pub fn service_user(&self) -> &ServiceUser {
        &self.service_user
    }

    /// Whether that is an account for something else, as of a cluster that ran before it had a plan.
    pub fn keeps_user(&self) -> bool {
        self.keeps_user
    }
}

impl TryFrom<RawInstall> for Install {
    type Error = PlanError;
    fn try_from(raw: RawInstall) -> Result<Self, PlanError> {
        let mut install = Self::new(
            raw.data_directory,
            raw.wal_directory,
            raw.configuration_directory,
            raw.etcd_binary,
            raw.service_user,
        )?;
        if let Some(path) = raw.wal_path {
            install = install.with_wal_path(path)?;
        }
        if raw.keeps_user {
            install = install.keeping_user();
        }
        match raw.certificate_directory {
            Some(directory) => install.with_certificate_directory(directory),
            None => Ok(install),
        }
    }
}

pub(super) fn refuse_nested(first: &AbsolutePath, second: &AbsolutePath) -> Result<(), PlanError> {
    if first.is_within(second) || second.is_within(first) {
        let (first, second) = (first.to_string(), second.to_string());
        return Err(PlanError::NestedDirectories { first, second });
    }
    Ok(())
}
