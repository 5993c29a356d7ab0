//! etcd and etcdctl on this machine.

use std::env;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use super::error::LocalError;
use super::process::output_within;
use crate::etcd::Release;

/// How long etcd may take to say its version.
const PATIENCE: Duration = Duration::from_secs(10);

/// etcd and etcdctl, and the quorate that starts members.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Programs {
    /// The server.
    pub etcd: PathBuf,
    /// Its client.
    pub etcdctl: PathBuf,
    /// What `etcd --version` says.
    pub release: Release,
    /// The quorate that becomes a member.
    pub quorate: PathBuf,
}

impl Programs {
    /// Finds both: at `given`, a directory that holds them or etcd itself with etcdctl beside it, else on the `PATH`.
    ///
    /// # Errors
    /// [`LocalError::NoProgram`] and [`LocalError::NotEtcd`].
    pub fn find(given: Option<&Path>) -> Result<Self, LocalError> {
        let (etcd, etcdctl) = match given {
            Some(path) if path.is_dir() => (path.join("etcd"), path.join("etcdctl")),
            Some(path) => (path.to_owned(), path.with_file_name("etcdctl")),
            None => (on_path("etcd")?, on_path("etcdctl")?),
        };
        for program in [&etcd, &etcdctl] {
            if !program.is_file() {
                return Err(LocalError::NoFile(program.clone()));
            }
        }
        let release = release(&etcd)?;
        // The link stays good where the file was replaced since.
        let quorate = PathBuf::from("/proc/self/exe");
        let quorate =
            if quorate.exists() { quorate } else { env::current_exe().unwrap_or(quorate) };
        Ok(Self { etcd, etcdctl, release, quorate })
    }

    /// The same with another quorate to start members: for whoever isn't quorate itself.
    #[must_use]
    pub fn started_by(self, quorate: impl Into<PathBuf>) -> Self {
        Self { quorate: quorate.into(), ..self }
    }
}

fn on_path(name: &'static str) -> Result<PathBuf, LocalError> {
    let path = env::var_os("PATH").unwrap_or_default();
    let mut places = env::split_paths(&path).map(|directory| directory.join(name));
    places.find(|place| place.is_file()).ok_or(LocalError::NoProgram(name))
}

fn release(etcd: &Path) -> Result<Release, LocalError> {
    let not_etcd = || LocalError::NotEtcd(etcd.to_owned());
    let mut command = Command::new(etcd);
    command.arg("--version").stdin(Stdio::null());
    let answer = output_within(command, PATIENCE).map_err(|_| not_etcd())?;
    crate::config::said_version(answer.stdout.as_bytes()).0.ok_or_else(not_etcd)
}
