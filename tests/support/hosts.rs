//! Several hosts on one machine. Loopback is no network: a connection between two 127.x addresses leaves
//! from 127.0.0.1, which etcd's peer listener compares with the caller's certificate. So each host gets a
//! network namespace of its own, joined to the others by a bridge in one more. Nothing of it reaches the
//! machine's own network: fixed ports clash with nothing, and tests may run side by side.

use std::fmt::Write as _;
use std::io::Write as _;
use std::net::IpAddr;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::Duration;

use tempfile::TempDir;

use super::process::{Held, PATIENCE, mortal, run, wait_until};

/// How long a host lives at most, whatever happens to its owner.
const LIFETIME_SECONDS: &str = "900";

/// Hosts 0, 1, … with one address each beside 127.0.0.1 and `::1`.
#[derive(Debug)]
pub struct Hosts {
    all: Vec<Host>,
    hub: Held,
    names: TempDir,
}

#[derive(Debug)]
struct Host {
    address: IpAddr,
    /// A process that does nothing but keep the host's network and mount namespaces alive.
    holder: Held,
}

impl Hosts {
    /// Raises a host for each address. All are on one link: 10.77.0.0/16 and `fd00::/64` make sense; a host
    /// of a loopback address is on none.
    #[track_caller]
    pub fn up(addresses: &[IpAddr]) -> Self {
        let hub = hold_namespaces();
        // Snooping would hold neighbour solicitations back until a querier shows up.
        configure(
            &hub,
            "link set lo up\nlink add br0 type bridge mcast_snooping 0\nlink set br0 up\n",
        );
        let mut hosts = Self { all: Vec::new(), hub, names: TempDir::new().unwrap() };
        std::fs::write(hosts.names_file(), "127.0.0.1 localhost\n::1 localhost\n").unwrap();
        for (number, &address) in addresses.iter().enumerate() {
            let holder = hold_namespaces();
            hosts.plug_in(number, address, &holder);
            hosts.all.push(Host { address, holder });
        }
        hosts
    }

    /// Joins a host to the bridge and gives it its address and the shared list of names.
    fn plug_in(&self, number: usize, address: IpAddr, holder: &Held) {
        let id = holder.id();
        configure(
            &self.hub,
            &format!(
                "link add v{number} type veth peer name eth0 netns {id}\n\
                 link set v{number} master br0\nlink set v{number} up\n"
            ),
        );
        configure(holder, &format!("link set lo up\n{}link set eth0 up\n", addition(address)));
        let mut bind = inside(holder, "mount");
        run(bind.arg("--bind").arg(self.names_file()).arg("/etc/hosts")).success();
    }

    /// Gives a host a further address, which others on the link reach.
    #[track_caller]
    pub fn add_address(&self, host: usize, address: IpAddr) {
        configure(&self.all[host].holder, &addition(address));
    }

    /// Puts hosts on a link of their own, which reaches none of the others, or back on that of all for 0. What is under
    /// way between two links is lost without a word.
    #[track_caller]
    pub fn move_to_link(&self, hosts: &[usize], link: usize) {
        let mut lines = String::new();
        if link > 0
            && !run(inside(&self.hub, "ip").args(["link", "show", &format!("br{link}")]))
                .succeeded()
        {
            lines =
                format!("link add br{link} type bridge mcast_snooping 0\nlink set br{link} up\n");
        }
        for host in hosts {
            let _ = writeln!(lines, "link set v{host} master br{link}");
        }
        configure(&self.hub, &lines);
    }

    fn names_file(&self) -> PathBuf {
        self.names.path().join("hosts")
    }

    /// Lets every host resolve `name`.
    pub fn add_name(&self, name: &str, address: IpAddr) {
        // Appended in place: the hosts have this very file bound on /etc/hosts.
        let mut file = std::fs::OpenOptions::new().append(true).open(self.names_file()).unwrap();
        file.write_all(format!("{address} {name}\n").as_bytes()).unwrap();
    }

    /// Has the first host answer for a service by DNS, and the hosts ask it, as long as what is returned lives: each
    /// target at this port. Every other question is answered with nothing.
    pub fn serve_names(&self, service: &str, port: u16, targets: &[&str]) -> Held {
        let resolver = self.names.path().join("resolv.conf");
        std::fs::write(&resolver, format!("nameserver {}\n", self.address(0))).unwrap();
        for host in &self.all {
            let mut bind = inside(&host.holder, "mount");
            run(bind.arg("--bind").arg(&resolver).arg("/etc/resolv.conf")).success();
        }
        // An earlier server of these hosts has left its own mark.
        let ready = self.names.path().join("dns");
        let _ = std::fs::remove_file(&ready);
        let mut server = self.command(0, "python3");
        server.args(["-c", include_str!("dns.py")]).arg(&ready).arg(service).arg(port.to_string());
        let mut server = Held::start(server.args(targets).stdin(Stdio::null()));
        wait_until("a server of names", PATIENCE, || {
            assert!(server.ended().is_none(), "the server of names has ended");
            if ready.exists() { Ok(()) } else { Err("not yet".to_owned()) }
        });
        server
    }

    pub fn address(&self, host: usize) -> IpAddr {
        self.all[host].address
    }

    /// A command that runs on a host, in its root directory, and dies with the calling thread. The id
    /// of its process is that of `program`.
    pub fn command(&self, host: usize, program: &str) -> Command {
        inside(&self.all[host].holder, program)
    }
}

/// What gives a host an address; nothing where it has that anyway.
fn addition(address: IpAddr) -> String {
    if address.is_loopback() {
        return String::new();
    }
    // An IPv6 address is unusable for a second or two while duplicates are looked for.
    let (length, without_detection) = if address.is_ipv6() { (64, " nodad") } else { (16, "") };
    format!("addr add {address}/{length} dev eth0{without_detection}\n")
}

/// A command in the namespaces that `holder` keeps.
fn inside(holder: &Held, program: &str) -> Command {
    let mut command = mortal("nsenter");
    command.args(["-t", &holder.id().to_string(), "-n", "-m", "--", program]);
    command
}

fn hold_namespaces() -> Held {
    let mut command = mortal("unshare");
    command.args(["--net", "--mount", "--propagation", "private", "--", "sleep", LIFETIME_SECONDS]);
    let mut holder = Held::start(command.stdin(Stdio::null()).stdout(Stdio::null()));
    wait_until("a namespace", PATIENCE, || {
        if let Some(status) = holder.ended() {
            panic!("a host's namespaces can't be made: unshare ended with {status}");
        }
        // It becomes `sleep` only once all namespaces are its own.
        match std::fs::read_to_string(format!("/proc/{}/comm", holder.id())) {
            Ok(name) if name.trim() == "sleep" => Ok(()),
            other => Err(format!("its holder is {other:?}")),
        }
    });
    holder
}

/// Feeds lines to `ip`, in the network namespace that `holder` keeps.
#[track_caller]
fn configure(holder: &Held, lines: &str) {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), lines).unwrap();
    run(inside(holder, "ip").arg("-batch").arg(file.path())).success();
}
