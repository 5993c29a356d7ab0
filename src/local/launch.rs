//! One member as it is started.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::error::LocalError;
use super::etcdctl::Credentials;
use super::process;

/// One member as it is started. Its fields are open: whoever breaks a member on purpose changes them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Launch {
    /// Its name.
    pub name: String,
    /// The arguments of etcd.
    pub arguments: Vec<String>,
    /// All variables that it gets; nothing is taken over from quorate.
    pub environment: Vec<(String, String)>,
    /// The directory that it runs in, where relative paths of its settings start; quorate's own where none is said.
    pub directory: Option<PathBuf>,
    /// Its data directory.
    pub data_directory: PathBuf,
    /// The directory of its write-ahead log, where that is elsewhere.
    pub wal_directory: Option<PathBuf>,
    /// Where what it says goes; the file grows from start to start.
    pub log: PathBuf,
    /// Where clients dial it.
    pub client_url: String,
    /// Where the other members dial it.
    pub peer_urls: Vec<String>,
    /// What etcdctl shows and trusts.
    pub credentials: Option<Credentials>,
    /// The user and group that it runs as, where they aren't quorate's own; only root can do that. They must be able
    /// to enter the directories of its files.
    pub user: Option<(u32, u32)>,
}

/// Where the paths of a member's settings are here: the first prefix that a path lies below counts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Places(Vec<(String, PathBuf)>);

impl Places {
    /// Has a directory of the settings be one of this machine.
    #[must_use]
    pub fn with(mut self, of_settings: impl Into<String>, here: impl Into<PathBuf>) -> Self {
        self.0.push((of_settings.into(), here.into()));
        self
    }

    /// A value with the path that it is mapped; any other value as it is.
    pub fn map(&self, value: &str) -> String {
        let below = |(prefix, here): &(String, PathBuf)| {
            let rest = value.strip_prefix(prefix.as_str())?;
            let is_whole = rest.is_empty() || rest.starts_with('/');
            is_whole.then(|| format!("{}{rest}", here.display()))
        };
        self.0.iter().find_map(below).unwrap_or_else(|| value.to_owned())
    }
}

impl Launch {
    /// A member with these settings, by etcd's flags without the dashes, as arguments `--flag=value`; paths are mapped.
    /// What the settings don't say stays empty.
    pub fn with_settings<'a>(
        settings: impl IntoIterator<Item = (&'a str, String)>,
        places: &Places,
        log: PathBuf,
    ) -> Self {
        let settings: Vec<(&str, String)> =
            settings.into_iter().map(|(flag, value)| (flag, places.map(&value))).collect();
        let value = |wanted: &str| {
            let found = settings.iter().rev().find(|(flag, _)| *flag == wanted);
            found.map(|(_, value)| value.clone()).unwrap_or_default()
        };
        let list = |flag: &str| value(flag).split(',').map(ToOwned::to_owned).collect::<Vec<_>>();
        let wal = value("wal-dir");
        Self {
            name: value("name"),
            directory: None,
            data_directory: value("data-dir").into(),
            wal_directory: (!wal.is_empty()).then(|| wal.into()),
            log,
            client_url: list("advertise-client-urls").into_iter().next().unwrap_or_default(),
            peer_urls: list("initial-advertise-peer-urls"),
            credentials: None,
            environment: Vec::new(),
            user: None,
            arguments: settings.iter().map(|(flag, value)| format!("--{flag}={value}")).collect(),
        }
    }

    /// Gives an argument `--flag=value` another value, or adds it.
    pub fn set(&mut self, flag: &str, value: &str) {
        let start = format!("--{flag}=");
        let new = format!("{start}{value}");
        match self.arguments.iter_mut().find(|one| one.starts_with(&start)) {
            Some(one) => *one = new,
            None => self.arguments.push(new),
        }
    }

    /// Removes its data, as of a disk that was replaced. It must not run.
    ///
    /// # Errors
    /// [`LocalError::Io`].
    pub fn wipe(&self) -> Result<(), LocalError> {
        process::wipe(self)
    }

    /// When its write-ahead log was written to last: while that stays, nothing was put and nobody was elected.
    pub fn written(&self) -> Option<SystemTime> {
        let below_data = || self.data_directory.join("member").join("wal");
        let directory = self.wal_directory.clone().unwrap_or_else(below_data);
        let files = fs::read_dir(directory).ok()?.flatten();
        files.filter_map(|file| file.metadata().ok()?.modified().ok()).max()
    }

    /// Its directories of data.
    pub(super) fn data(&self) -> impl Iterator<Item = &Path> {
        [Some(self.data_directory.as_path()), self.wal_directory.as_deref()].into_iter().flatten()
    }

    /// What has to be there before it starts: etcd makes the directories themselves.
    pub(super) fn parents(&self) -> impl Iterator<Item = &Path> {
        self.data().filter_map(Path::parent).filter(|path| !path.as_os_str().is_empty())
    }
}
