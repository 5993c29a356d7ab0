//! Real members, started from what an installation left: the unit's own `ExecStart=` and environment, word
//! for word. Each sees the installed files at the paths they were written for.

use std::fs::File;
use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use tempfile::TempDir;

use super::bundle::{Bundle, ClientFiles, InstalledRoot};
use super::hosts::Hosts;
use super::process::{Held, Ran, run, wait_until};
pub use super::releases::EtcdRelease;
use super::unit::Unit;

/// How long a cluster may take to elect a leader; seconds are usual, on a machine with nothing else to do.
const ELECTION: Duration = Duration::from_secs(60);

const MEMBER_SCRIPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/support/member.sh");

/// What etcd's logs say, in lower case, when a handshake or a certificate displeases it, or a setting whose
/// days are over: a flag that is deprecated, or a variable of a flag that is gone.
const COMPLAINTS: [&str; 16] = [
    "bad certificate",
    "incompatible key usage",
    "tls: ",
    "x509: ",
    "remote error",
    "rejected connection",
    "authentication handshake failed",
    "tls handshake error",
    "certificate has expired",
    "unknown authority",
    // A listener that was meant to be secure and isn't: 3.4 and 3.5.1, then later releases.
    "is http while",
    "is http or unix while",
    "deprecated",
    "decommissioned",
    "will be removed",
    "unrecognized environment variable",
];

/// How etcd announces its own settings.
const SETTINGS: &str = "clienttls: ";

/// One running member.
#[derive(Debug)]
pub struct Member {
    name: String,
    process: Held,
    log: PathBuf,
    /// Its data directory among others: a fresh one holds 128 MB of preallocated WAL.
    _scratch: TempDir,
}

impl Member {
    /// Starts what `<root>/etc/systemd/system/<unit>` says, on a host, and doesn't wait for it.
    #[track_caller]
    pub fn start(
        (name, unit): (&str, &str),
        hosts: &Hosts,
        host: usize,
        root: &InstalledRoot,
        release: EtcdRelease,
    ) -> Self {
        let unit = Unit::installed(root.path(), unit);
        let words = unit.exec_start();
        let scratch = TempDir::new().unwrap();
        let [mounts, data] = ["mounts", "data"].map(|name| scratch.path().join(name));
        std::fs::create_dir(&mounts).unwrap();
        std::fs::create_dir(&data).unwrap();

        let mut command = hosts.command(host, "unshare");
        command.args(["--mount", "--propagation", "private", "--", "sh", MEMBER_SCRIPT]);
        command.arg(&mounts).arg(root.path()).arg(release.directory()).arg(&words[0]).arg(&data);
        command.args(unit.writable_directories()).arg("--");
        command.args(["env", "-i", "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin"]);
        command.args(unit.environment().iter().map(|(name, value)| format!("{name}={value}")));
        command.args(words);

        let log = scratch.path().join("log");
        let file = File::create(&log).unwrap();
        command.stdin(Stdio::null()).stdout(file.try_clone().unwrap()).stderr(file);
        Self { name: name.into(), process: Held::start(&mut command), log, _scratch: scratch }
    }

    pub fn name(&self) -> &str {
        &self.name
    }

    pub fn log(&self) -> String {
        String::from_utf8_lossy(&std::fs::read(&self.log).unwrap()).into_owned()
    }

    /// Ends it as systemd would.
    #[track_caller]
    pub fn stop(&mut self) {
        self.process.signal("TERM");
        assert!(
            self.process.wait_for(Duration::from_secs(20)).is_some(),
            "`{}` doesn't end on SIGTERM\n{}",
            self.name,
            self.log()
        );
    }

    #[track_caller]
    fn must_be_running(&mut self) {
        if let Some(status) = self.process.ended() {
            panic!("`{}` ended with {status}\n{}", self.name, self.log());
        }
    }
}

/// A healthy cluster: a host for each address of a bundle's members, and its members on them.
#[derive(Debug)]
pub struct Cluster<'bundle> {
    bundle: &'bundle Bundle,
    release: EtcdRelease,
    // Dropped in this order: members before the hosts they run on.
    members: Vec<Member>,
    hosts: Hosts,
    /// The host of each member.
    placed: Vec<usize>,
    /// The root of each host.
    roots: Vec<InstalledRoot>,
}

impl<'bundle> Cluster<'bundle> {
    /// Installs every member, starts them all, and waits until every endpoint is healthy.
    #[track_caller]
    pub fn start(bundle: &'bundle Bundle, release: EtcdRelease) -> Self {
        let mut addresses: Vec<IpAddr> = Vec::new();
        for address in bundle.addresses() {
            if !addresses.contains(&address) {
                addresses.push(address);
            }
        }
        let place = |address| addresses.iter().position(|one| *one == address).unwrap();
        let placed: Vec<usize> = bundle.addresses().into_iter().map(place).collect();
        let hosts = Hosts::up(&addresses);
        for (member, host) in placed.iter().enumerate() {
            for address in bundle.further_addresses(member) {
                hosts.add_address(*host, *address);
            }
        }
        for (name, address) in bundle.dns_names() {
            hosts.add_name(name, address);
        }
        let names = bundle.member_names();
        let of_host = |host: usize| {
            let here = names.iter().zip(&placed).filter(|(_, on)| **on == host);
            bundle.install_together(&here.map(|(name, _)| *name).collect::<Vec<_>>())
        };
        let roots: Vec<_> = (0..addresses.len()).map(of_host).collect();
        let start = |(name, host): (&&str, &usize)| {
            Member::start((name, &bundle.unit(name)), &hosts, *host, &roots[*host], release)
        };
        let members = names.iter().zip(&placed).map(start).collect();
        let mut cluster = Self { bundle, release, members, hosts, placed, roots };
        cluster.wait_until_healthy();
        cluster
    }

    #[track_caller]
    fn wait_until_healthy(&mut self) {
        wait_until("a healthy cluster", ELECTION, || {
            for member in &mut self.members {
                member.must_be_running();
            }
            let ran = self.etcdctl(0, "root", &["--command-timeout=2s", "endpoint", "health"]);
            if ran.succeeded() { Ok(()) } else { Err(format!("{ran}\n{}", self.logs())) }
        });
    }

    pub fn hosts(&self) -> &Hosts {
        &self.hosts
    }

    pub fn members(&mut self) -> &mut [Member] {
        &mut self.members
    }

    /// The root of a member's machine.
    pub fn root(&self, member: usize) -> &InstalledRoot {
        &self.roots[self.placed[member]]
    }

    /// A command that runs on a member's machine.
    pub fn command(&self, member: usize, program: &str) -> Command {
        self.hosts.command(self.placed[member], program)
    }

    pub fn bundle(&self) -> &Bundle {
        self.bundle
    }

    /// Where a member's clients dial.
    pub fn client_url(&self, member: usize) -> String {
        Self::url(self.hosts.address(self.placed[member]), self.bundle.ports(member).0)
    }

    /// Where the other members dial a member.
    pub fn peer_url(&self, member: usize) -> String {
        Self::url(self.bundle.peer_address(member), self.bundle.ports(member).1)
    }

    fn url(address: IpAddr, port: u16) -> String {
        // A socket address writes IPv6 in brackets, as a URL does.
        format!("https://{}", SocketAddr::new(address, port))
    }

    /// Runs `etcdctl` on a host with nothing but the client's own `etcdctl.env`.
    #[track_caller]
    #[must_use]
    pub fn etcdctl(&self, host: usize, client: &str, arguments: &[&str]) -> Ran {
        self.etcdctl_with(host, client, &[], arguments)
    }

    /// The same, with variables set over those of the file.
    #[track_caller]
    #[must_use]
    pub fn etcdctl_with(
        &self,
        host: usize,
        client: &str,
        variables: &[&str],
        arguments: &[&str],
    ) -> Ran {
        let mut command = self.command(host, "env");
        command.args(["-i", "PATH=/usr/bin:/bin", "sh", "-ec"]);
        command.arg(r#"cd "$1"; shift; set -a; . ./etcdctl.env; set +a; exec env "$@""#);
        command.arg("etcdctl.env").arg(self.bundle.client(client).directory());
        command.args(variables).arg(self.release.directory().join("etcdctl")).args(arguments);
        let ran = run(&mut command);
        assert!(!ran.stderr.contains("unrecognized environment variable"), "{ran}");
        ran
    }

    /// Runs `etcdctl` on a host with the authority's certificate but none of its own.
    #[track_caller]
    #[must_use]
    pub fn etcdctl_without_certificate(&self, host: usize, arguments: &[&str]) -> Ran {
        let etcdctl = self.release.directory().join("etcdctl");
        let mut command = self.command(host, "env");
        command.arg("-i").arg(etcdctl);
        command.args(["--endpoints", &self.client_url(host), "--cacert"]);
        command.arg(self.bundle.client("root").authority()).args(arguments);
        run(&mut command)
    }

    /// Posts JSON to a member's HTTP gateway, from the member's host, with a client's certificate or none.
    #[track_caller]
    #[must_use]
    pub fn post(&self, host: usize, client: Option<&ClientFiles>, path: &str, json: &str) -> Ran {
        let mut command = self.curl(host, client);
        command.arg("--cacert").arg(self.bundle.client("root").authority());
        command.args(["--data", json, &format!("{}{path}", self.client_url(host))]);
        run(&mut command)
    }

    /// Gets a page from a listener, from a member's host, with a certificate or none. The listener's own
    /// is taken as it comes: the listener is what is to refuse.
    #[track_caller]
    #[must_use]
    pub fn get(&self, host: usize, shown: Option<&ClientFiles>, url: &str) -> Ran {
        // Of HTTP/2, a peer listener takes gRPC only.
        run(self.curl(host, shown).args(["--insecure", "--http1.1", url]))
    }

    /// The same without any certificate, with further options of curl.
    #[track_caller]
    #[must_use]
    pub fn get_with(&self, host: usize, options: &[&str], url: &str) -> Ran {
        run(self.curl(host, None).args(options).arg(url))
    }

    /// A program of the release that the members are.
    pub fn program(&self, name: &str) -> PathBuf {
        self.release.directory().join(name)
    }

    /// The log of a member so far.
    pub fn log(&self, member: usize) -> String {
        self.members[member].log()
    }

    fn curl(&self, host: usize, shown: Option<&ClientFiles>) -> Command {
        let mut command = self.command(host, "curl");
        command.args(["--disable", "--silent", "--show-error", "--fail-with-body", "--globoff"]);
        command.args(["--noproxy", "*", "--max-time", "10"]);
        if let Some(shown) = shown {
            command.arg("--cert").arg(shown.certificate()).arg("--key").arg(shown.key());
        }
        command
    }

    /// The logs of all members so far.
    pub fn logs(&self) -> String {
        let one = |member: &Member| format!("## {}\n{}", member.name, member.log());
        self.members.iter().map(one).collect::<Vec<_>>().join("\n")
    }

    /// Passes only if no member has complained of a handshake, a certificate or a setting.
    #[track_caller]
    pub fn assert_no_complaints(&self) {
        self.assert_no_complaints_but(|_| false);
    }

    /// The same, but for lines that are expected.
    #[track_caller]
    pub fn assert_no_complaints_but(&self, expected: impl Fn(&str) -> bool) {
        for member in &self.members {
            let log = member.log();
            let mut complaints = complaints(&log);
            complaints.retain(|line| !expected(line));
            let complaints = complaints.join("\n");
            assert!(complaints.is_empty(), "`{}` complains:\n{complaints}", member.name);
        }
    }
}

/// How the logs put it that a side hung up in the middle of a handshake: a caller that no longer needed the
/// connection, or the member itself, which was told to stop. A caller that is displeased sends an alert, a
/// `remote error`.
const HUNG_UP: [&str; 5] = [
    r#""error":"EOF""#,
    r#"(error "EOF""#,
    "connection reset by peer",
    "broken pipe",
    "use of closed network connection",
];

/// The lines of a member's log that tell of a handshake, a certificate or a setting that displeased somebody.
pub fn complaints(log: &str) -> Vec<&str> {
    let complains = |line: &&str| {
        let line = line.to_lowercase().replace(SETTINGS, "");
        COMPLAINTS.iter().any(|complaint| line.contains(complaint))
    };
    let hung_up = |line: &&str| HUNG_UP.iter().any(|end| line.contains(end));
    log.lines().filter(complains).filter(|line| !hung_up(line)).collect()
}
