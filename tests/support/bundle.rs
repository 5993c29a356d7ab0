//! Bundles made by the program under test, and their installation.

use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use serde_json::Value;
use tempfile::TempDir;

use super::process::{Ran, run, run_for};

/// RSA 4096 for a whole cluster takes a while in a debug build on a busy machine.
const GENERATION: Duration = Duration::from_secs(120);

/// The program under test: cargo's, or the one that `QUORATE_BINARY` names (a packaged one, say). It speaks English,
/// whoever tests.
pub fn quorate() -> Command {
    let mut quorate = Command::new(
        std::env::var_os("QUORATE_BINARY").unwrap_or_else(|| env!("CARGO_BIN_EXE_quorate").into()),
    );
    quorate.env("LC_ALL", "C.UTF-8");
    quorate
}

/// What to ask `quorate plan` and `quorate generate` for.
#[derive(Debug, Clone)]
#[must_use]
pub struct ClusterRequest {
    name: String,
    members: Vec<String>,
    clients: Vec<String>,
    options: Vec<String>,
    authority: Authority,
}

/// Where the authority of a bundle comes from.
#[derive(Debug, Clone)]
enum Authority {
    Made,
    /// Made, its key under this passphrase.
    Encrypted(String),
    /// These files, certificate and key.
    Imported(PathBuf, PathBuf),
}

impl ClusterRequest {
    /// A cluster of this name, with the client `root`.
    pub fn named(name: &str) -> Self {
        Self {
            name: name.into(),
            members: Vec::new(),
            clients: vec!["root".into()],
            options: Vec::new(),
            authority: Authority::Made,
        }
    }

    #[track_caller]
    pub fn member(self, name: &str, address: &str) -> Self {
        self.member_with_names(name, address, &[])
    }

    #[track_caller]
    pub fn member_with_names(mut self, name: &str, address: &str, dns_names: &[&str]) -> Self {
        let address: IpAddr =
            address.parse().unwrap_or_else(|_| panic!("`{address}` is no IP address"));
        let hosts = dns_names.iter().fold(address.to_string(), |list, name| list + "," + name);
        self.members.push(format!("{name}={hosts}"));
        self
    }

    /// One of several members on a machine, with ports of its own.
    #[track_caller]
    pub fn member_with_ports(mut self, name: &str, address: &str, client: u16, peer: u16) -> Self {
        let address: IpAddr =
            address.parse().unwrap_or_else(|_| panic!("`{address}` is no IP address"));
        let address = if address.is_ipv6() { format!("[{address}]") } else { address.to_string() };
        self.members.push(format!("{name}={address}:{client}/{peer}"));
        self
    }

    /// A preset to start from, which may know members of its own.
    pub fn preset(self, name: &str) -> Self {
        self.option("--preset", name)
    }

    /// A CA that is made, its key encrypted under this passphrase.
    pub fn encrypted_authority(self, passphrase: &str) -> Self {
        Self {
            authority: Authority::Encrypted(passphrase.into()),
            ..self.option("--ca", "encrypted")
        }
    }

    /// A CA that is there already.
    pub fn imported_authority(self, certificate: &Path, key: &Path) -> Self {
        let authority = Authority::Imported(certificate.into(), key.into());
        Self { authority, ..self.option("--ca", "imported") }
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
        match &self.authority {
            Authority::Made => {}
            Authority::Encrypted(passphrase) => {
                let file = scratch.path().join("passphrase");
                std::fs::write(&file, passphrase).unwrap();
                generate.arg("--ca-passphrase-file").arg(file);
            }
            Authority::Imported(certificate, key) => {
                generate.arg("--ca-cert").arg(certificate).arg("--ca-key").arg(key);
            }
        }
        run_for(GENERATION, &mut generate).success();
        let plan = serde_json::from_slice(&std::fs::read(&plan).unwrap()).unwrap();
        Bundle { members: planned_members(&plan), directory, _scratch: scratch }
    }

    fn plan_command(&self) -> Command {
        let mut plan = quorate();
        plan.args(["plan", "--cluster", &self.name]);
        for member in &self.members {
            plan.args(["--member", member]);
        }
        for client in &self.clients {
            plan.args(["--client", client]);
        }
        plan.args(&self.options);
        plan
    }
}

/// A member as the plan has it.
#[derive(Debug)]
struct PlannedMember {
    name: String,
    address: IpAddr,
    /// Those of the other family, or of the network of peers.
    further_addresses: Vec<IpAddr>,
    /// The first that peers dial.
    peer_address: IpAddr,
    dns_names: Vec<String>,
    client_port: u16,
    peer_port: u16,
}

/// Reads the members of a `plan.json`: a preset may bring some that nobody asked for.
fn planned_members(plan: &Value) -> Vec<PlannedMember> {
    let member = |one: &Value| {
        let ports = one.get("ports").unwrap_or(&plan["ports"]);
        let port = |which: &str| u16::try_from(ports[which].as_u64().unwrap()).unwrap();
        let names = one["dns_names"].as_array().into_iter().flatten();
        let addresses = |which: &str| -> Vec<IpAddr> {
            let listed = one[which].as_array().into_iter().flatten();
            listed.map(|address| address.as_str().unwrap().parse().unwrap()).collect()
        };
        let address = one["address"].as_str().unwrap().parse().unwrap();
        let of_peers = addresses("peer_addresses");
        PlannedMember {
            name: one["name"].as_str().unwrap().into(),
            address,
            peer_address: of_peers.first().copied().unwrap_or(address),
            further_addresses: [addresses("more_addresses"), of_peers].concat(),
            dns_names: names.map(|name| name.as_str().unwrap().into()).collect(),
            client_port: port("client"),
            peer_port: port("peer"),
        }
    };
    plan["members"].as_array().unwrap().iter().map(member).collect()
}

/// A generated bundle, gone when this goes out of scope.
#[derive(Debug)]
pub struct Bundle {
    members: Vec<PlannedMember>,
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
        self.members.iter().map(|member| member.name.as_str()).collect()
    }

    pub fn addresses(&self) -> Vec<IpAddr> {
        self.members.iter().map(|member| member.address).collect()
    }

    /// What a member listens at beside its address.
    pub fn further_addresses(&self, member: usize) -> &[IpAddr] {
        &self.members[member].further_addresses
    }

    /// The first address that a member's peers dial.
    pub fn peer_address(&self, member: usize) -> IpAddr {
        self.members[member].peer_address
    }

    /// Every DNS name of a member, with the member's address.
    pub fn dns_names(&self) -> Vec<(&str, IpAddr)> {
        self.members
            .iter()
            .flat_map(|one| one.dns_names.iter().map(|name| (name.as_str(), one.address)))
            .collect()
    }

    /// Where clients dial a member, and where its peers do.
    pub fn ports(&self, member: usize) -> (u16, u16) {
        let member = &self.members[member];
        (member.client_port, member.peer_port)
    }

    /// The name of a member's unit: the only one in its directory.
    #[track_caller]
    pub fn unit(&self, member: &str) -> String {
        let directory = self.member_directory(member);
        let names = directory.read_dir().unwrap().map(|entry| entry.unwrap().file_name());
        let names = names.map(|name| name.into_string().unwrap());
        let mut units: Vec<String> = names.filter(|name| name.ends_with(".service")).collect();
        assert_eq!(units.len(), 1, "{units:?}");
        units.remove(0)
    }

    /// What a member shows in a role, by its `install.values`, with the authority of its servers, which
    /// any client has.
    #[track_caller]
    pub fn shown(&self, member: &str, role: &str) -> ClientFiles {
        let directory = self.member_directory(member);
        let values = std::fs::read_to_string(directory.join("install.values")).unwrap();
        let pairs = values.split_once("PAIRS='").unwrap().1.split('\'').next().unwrap();
        let mut pairs = pairs.lines().map(|line| line.split(' ').collect::<Vec<_>>());
        let pair = pairs.find(|words| words[0] == role || words[0] == "member");
        let pair = pair.unwrap_or_else(|| panic!("no {role} in {values}"));
        let pki = directory.join("pki");
        let authority = self.client("root").authority;
        ClientFiles {
            certificate: pki.join(pair[1]),
            key: pki.join(pair[2]),
            authority,
            directory: pki,
        }
    }

    /// What a client has, by the names that its `etcdctl.env` gives.
    #[track_caller]
    pub fn client(&self, name: &str) -> ClientFiles {
        let directory = self.directory.join("clients").join(name);
        let environment = std::fs::read_to_string(directory.join("etcdctl.env")).unwrap();
        let file = |which: &str| {
            let assigned = environment.lines().find_map(|line| line.strip_prefix(which));
            let name = assigned.unwrap_or_else(|| panic!("no {which} in {environment}"));
            directory.join(name.trim_matches('\''))
        };
        let [authority, certificate, key] =
            ["quorate_ca=", "quorate_certificate=", "quorate_key="].map(file);
        ClientFiles { directory, authority, certificate, key }
    }

    /// Runs a member's `install.sh` with a `DESTDIR` of its own.
    #[track_caller]
    pub fn install(&self, member: &str) -> InstalledRoot {
        let root = InstalledRoot(TempDir::new().unwrap());
        self.install_into(member, root.path()).success();
        root
    }

    /// Runs the `install.sh` of several members of one machine with one `DESTDIR`.
    #[track_caller]
    pub fn install_together(&self, members: &[&str]) -> InstalledRoot {
        let root = InstalledRoot(TempDir::new().unwrap());
        for member in members {
            self.install_into(member, root.path()).success();
        }
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
    authority: PathBuf,
    certificate: PathBuf,
    key: PathBuf,
}

impl ClientFiles {
    pub fn directory(&self) -> &Path {
        &self.directory
    }

    pub fn authority(&self) -> PathBuf {
        self.authority.clone()
    }

    pub fn certificate(&self) -> PathBuf {
        self.certificate.clone()
    }

    pub fn key(&self) -> PathBuf {
        self.key.clone()
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
