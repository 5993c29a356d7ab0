//! A home directory of a test's own, and what is left in it.

use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::process::Command;

use tempfile::TempDir;

/// A home directory, and a directory to stand in.
pub(crate) struct Home(TempDir);

impl Home {
    pub(crate) fn new() -> Self {
        let home = TempDir::new().unwrap();
        std::fs::create_dir(home.path().join("work")).unwrap();
        // The wizard refuses directories that others can write to.
        let private = std::fs::Permissions::from_mode(0o700);
        std::fs::set_permissions(home.path().join("work"), private).unwrap();
        Self(home)
    }

    /// Where the wizard is started.
    pub(crate) fn work(&self) -> PathBuf {
        self.0.path().join("work")
    }

    /// Where the draft of a cluster is kept while the wizard runs.
    #[allow(dead_code, reason = "for the wizard's tests")]
    pub(crate) fn draft(&self, cluster: &str) -> PathBuf {
        self.0.path().join("state/quorate/drafts").join(format!("{cluster}.json"))
    }

    /// Every name in the directory where the wizard was started, hidden ones too.
    pub(crate) fn left(&self) -> Vec<String> {
        let entries = std::fs::read_dir(self.work()).unwrap();
        entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect()
    }

    /// Where its temporary files are, if it was started so.
    pub(super) fn temporary_directory(&self) -> PathBuf {
        self.0.path().join("tmp")
    }

    /// The names of those.
    pub(crate) fn temporary(&self) -> Vec<String> {
        let entries = std::fs::read_dir(self.temporary_directory()).unwrap();
        entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect()
    }

    /// The numbers of the processes that are called so and have a path of this home on their command line.
    pub(crate) fn processes(&self, name: &str) -> Vec<u32> {
        let home = self.0.path().to_string_lossy().into_owned();
        let entries = std::fs::read_dir("/proc").unwrap().flatten();
        let numbers = entries.filter_map(|entry| entry.file_name().to_string_lossy().parse().ok());
        let is_so = |number: &u32| {
            let command = std::fs::read(format!("/proc/{number}/cmdline")).unwrap_or_default();
            let command = String::from_utf8_lossy(&command).into_owned();
            let program = command.split('\0').next().unwrap_or_default();
            program.rsplit('/').next() == Some(name) && command.contains(&home)
        };
        numbers.filter(is_so).collect()
    }

    /// A command line of quorate here.
    pub(crate) fn quorate(&self) -> Command {
        let mut command = crate::support::bundle::quorate();
        command.current_dir(self.work());
        for (name, value) in self.environment() {
            command.env(name, value);
        }
        command
    }

    pub(super) fn environment(&self) -> Vec<(&'static str, PathBuf)> {
        let home = self.0.path();
        vec![
            ("HOME", home.into()),
            ("XDG_STATE_HOME", home.join("state")),
            ("XDG_CONFIG_HOME", home.join("config")),
            ("XDG_DATA_HOME", home.join("data")),
            ("XDG_CACHE_HOME", home.join("cache")),
            ("XDG_RUNTIME_DIR", home.join("runtime")),
        ]
    }
}
