//! Bundles made by the program under test, and their installation.

use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use tempfile::TempDir;

use super::process::{Ran, run, run_for};

/// RSA 4096 for a whole cluster takes a while in a debug build on a busy machine.
const GENERATION: Duration = Duration::from_secs(120);

/// The program under test: cargo's, or the one that `QUORATE_BINARY` names (a packaged one, say).
pub fn quorate() -> Command {
    Command::new(
        std::env::var_os("QUORATE_BINARY").unwrap_or_else(|| env!("CARGO_BIN_EXE_quorate").into()),
    )
}

/// What to ask `quorate plan` for.
#[derive(Debug, Clone)]
#[must_use]
pub struct ClusterRequest {
    name: String,
    members: Vec<(String, IpAddr, Vec<String>)>,
    clients: Vec<String>,
    options: Vec<String>,
}

impl ClusterRequest {
    /// A cluster of this name, with the client `root`.
    pub fn named(name: &str) -> Self {
        Self {
            name: name.into(),
            members: Vec::new(),
            clients: vec!["root".into()],
            options: Vec::new(),
        }
    }

    #[track_caller]
    pub fn member(self, name: &str, address: &str) -> Self {
        self.member_with_names(name, address, &[])
    }

    #[track_caller]
    pub fn member_with_names(mut self, name: &str, address: &str, dns_names: &[&str]) -> Self {
        let address = address.parse().unwrap_or_else(|_| panic!("`{address}` is no IP address"));
        let dns_names = dns_names.iter().map(|&name| name.to_owned()).collect();
        self.members.push((name.into(), address, dns_names));
        self
    }

    pub fn client(mut self, name: &str) -> Self {
        self.clients.push(name.into());
        self
    }

    /// An option of `quorate plan` with its value, such as `--algorithm` and `ed25519`.
    pub fn option(mut self, option: &str, value: &str) -> Self {
        self.options.extend([option.to_owned(), value.to_owned()]);
        self
    }

    /// Plans the cluster and generates its bundle.
    #[track_caller]
    pub fn generate(self) -> Bundle {
        let scratch = TempDir::new().unwrap();
        let plan = scratch.path().join("plan.json");
        let directory = scratch.path().join("bundle");
        std::fs::write(&plan, &run(&mut self.plan_command()).success().stdout).unwrap();
        let mut generate = quorate();
        generate.arg("generate").arg("--plan").arg(&plan).arg("--out").arg(&directory);
        run_for(GENERATION, &mut generate).success();
        Bundle { members: self.members, directory, _scratch: scratch }
    }

    fn plan_command(&self) -> Command {
        let mut plan = quorate();
        plan.args(["plan", "--cluster", &self.name]);
        for (name, address, dns_names) in &self.members {
            let hosts = dns_names.iter().fold(address.to_string(), |list, name| list + "," + name);
            plan.args(["--member", &format!("{name}={hosts}")]);
        }
        for client in &self.clients {
            plan.args(["--client", client]);
        }
        plan.args(&self.options);
        plan
    }
}

/// A generated bundle, gone when this goes out of scope.
#[derive(Debug)]
pub struct Bundle {
    members: Vec<(String, IpAddr, Vec<String>)>,
    directory: PathBuf,
    _scratch: TempDir,
}

impl Bundle {
    pub fn directory(&self) -> &Path {
        &self.directory
    }

    pub fn member_directory(&self, name: &str) -> PathBuf {
        self.directory.join("members").join(name)
    }

    pub fn member_names(&self) -> Vec<&str> {
        self.members.iter().map(|(name, _, _)| name.as_str()).collect()
    }

    pub fn addresses(&self) -> Vec<IpAddr> {
        self.members.iter().map(|&(_, address, _)| address).collect()
    }

    /// Every DNS name of a member, with the member's address.
    pub fn dns_names(&self) -> Vec<(&str, IpAddr)> {
        self.members
            .iter()
            .flat_map(|(_, address, names)| names.iter().map(|name| (name.as_str(), *address)))
            .collect()
    }

    pub fn client(&self, name: &str) -> ClientFiles {
        ClientFiles { directory: self.directory.join("clients").join(name) }
    }

    /// Runs a member's `install.sh` with a `DESTDIR` of its own.
    #[track_caller]
    pub fn install(&self, member: &str) -> InstalledRoot {
        let root = InstalledRoot(TempDir::new().unwrap());
        self.install_into(member, root.path()).success();
        root
    }

    /// Runs a member's `install.sh` with this `DESTDIR`.
    #[track_caller]
    #[must_use]
    pub fn install_into(&self, member: &str, root: &Path) -> Ran {
        let script = self.member_directory(member).join("install.sh");
        run(Command::new("sh").arg(script).env("DESTDIR", root))
    }
}

/// What a client of the cluster is given.
#[derive(Debug, Clone)]
pub struct ClientFiles {
    directory: PathBuf,
}

impl ClientFiles {
    pub fn directory(&self) -> &Path {
        &self.directory
    }

    pub fn authority(&self) -> PathBuf {
        self.directory.join("ca.pem")
    }

    pub fn certificate(&self) -> PathBuf {
        self.directory.join("client.pem")
    }

    pub fn key(&self) -> PathBuf {
        self.directory.join("client-key.pem")
    }
}

/// A directory that stands for the root of a machine.
#[derive(Debug)]
pub struct InstalledRoot(TempDir);

impl InstalledRoot {
    pub fn path(&self) -> &Path {
        self.0.path()
    }
}
