//! `etcd.env`: every setting of a member, with the reason beside each.

use std::fmt::Write as _;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::layout;
use super::quote::EnvironmentValue;
use crate::cluster::{Member, MemberAddress, Plan};

/// Renders the environment file of one member.
pub(super) fn render(plan: &Plan, member: &Member) -> String {
    let mut file = Environment(String::new());
    file.comment(&[
        &format!(
            "Settings of the etcd member {} of the cluster {}, for etcd {}.",
            member.name, plan.cluster_name, plan.etcd_version
        ),
        "systemd reads this file (EnvironmentFile= in etcd.service); a change needs a restart of etcd,",
        "one member at a time. ETCD_X is the flag --x; a setting given both ways is fatal.",
        "No line may start with export, and no line may end with a backslash, not even a comment.",
    ]);
    identity(&mut file, plan, member);
    listeners(&mut file, plan, member);
    bootstrap(&mut file, plan);
    client_side(&mut file, plan);
    peer_side(&mut file, plan);
    tuning(&mut file, plan);
    file.0
}

/// Returns `--listen-client-urls`: the member's address, and the machine's own loopback addresses for
/// those who work on the machine itself. A member that lives on a loopback address listens there
/// only, as several of them may share the machine.
fn listen_client_urls(plan: &Plan, address: MemberAddress) -> String {
    let mut hosts = vec![address.ip()];
    if !address.ip().is_loopback() {
        hosts.push(IpAddr::V4(Ipv4Addr::LOCALHOST));
        if address.ip().is_ipv6() {
            hosts.push(IpAddr::V6(Ipv6Addr::LOCALHOST));
        }
    }
    let port = plan.ports.client();
    let urls: Vec<String> = hosts
        .into_iter()
        // A socket address writes IPv6 in brackets, as a URL does.
        .map(|host| format!("https://{}", std::net::SocketAddr::new(host, port.number())))
        .collect();
    urls.join(",")
}

/// An environment file as it grows.
struct Environment(String);

impl Environment {
    fn comment(&mut self, lines: &[&str]) {
        for line in lines {
            // Writing to a string can't fail.
            let _ = writeln!(self.0, "# {line}");
        }
    }

    fn why(&mut self, lines: &[&str]) {
        self.0.push('\n');
        self.comment(lines);
    }

    fn set(&mut self, name: &str, value: &str) {
        let _ = writeln!(self.0, "ETCD_{name}={}", EnvironmentValue(value));
    }
}

fn identity(file: &mut Environment, plan: &Plan, member: &Member) {
    file.why(&["Who this member is; the same name stands in the list of members below."]);
    file.set("NAME", member.name.as_str());
    file.why(&[
        "Where its data is. Never copy one from another member, and never empty that of a member that",
        "has taken part: remove the member from the cluster, then add it again.",
    ]);
    file.set("DATA_DIR", plan.install.data_directory().as_str());
    if let Some(directory) = layout::wal_directory(&plan.install) {
        file.why(&[
            "Every write waits for this log to be on disk: a disk of its own keeps others from delaying it.",
            "A directory within that disk, as etcd replaces it at its first start and can't replace a mount.",
        ]);
        file.set("WAL_DIR", &directory);
    }
    if plan.etcd_version.needs_logger_flag() {
        file.why(&[
            "Logs as one JSON object a line; 3.4 would still use its retired logger otherwise.",
        ]);
        file.set("LOGGER", "zap");
    }
}

fn listeners(file: &mut Environment, plan: &Plan, member: &Member) {
    file.why(&[
        "Where it listens for the other members, and where they dial it. Listening takes addresses only,",
        "no names. Every URL is https: a single http would talk to anyone, without a certificate.",
    ]);
    file.set("LISTEN_PEER_URLS", &plan.peer_url(member.address));
    file.set("INITIAL_ADVERTISE_PEER_URLS", &plan.peer_url(member.address));
    file.why(&[
        "Where it listens for clients (on the machine itself as well, with a certificate there too), and",
        "what it tells clients to dial: that host must be in the server certificate.",
    ]);
    file.set("LISTEN_CLIENT_URLS", &listen_client_urls(plan, member.address));
    file.set("ADVERTISE_CLIENT_URLS", &plan.client_url(member.address));
}

fn bootstrap(file: &mut Environment, plan: &Plan) {
    file.why(&[
        "The first start: all members with the same list and the same token find each other and become",
        "one cluster. Once the data directory has something in it, all three are ignored.",
    ]);
    file.set("INITIAL_CLUSTER", &plan.initial_cluster());
    file.set("INITIAL_CLUSTER_STATE", "new");
    file.set("INITIAL_CLUSTER_TOKEN", plan.cluster_token.as_str());
}

fn client_side(file: &mut Environment, plan: &Plan) {
    let certificate = |name| layout::certificate(&plan.install, name);
    file.why(&[
        "The face to clients. etcd reads certificate and key again at each handshake, so they can be",
        "replaced while it runs.",
    ]);
    file.set("CERT_FILE", &certificate("server.pem"));
    file.set("KEY_FILE", &certificate("server-key.pem"));
    file.why(&[
        "Who may connect: only those with a certificate of this CA. The words are true and false, nothing",
        "else. A new CA needs a restart.",
    ]);
    file.set("CLIENT_CERT_AUTH", "true");
    file.set("TRUSTED_CA_FILE", &certificate("ca.pem"));
}

fn peer_side(file: &mut Environment, plan: &Plan) {
    let certificate = |name| layout::certificate(&plan.install, name);
    file.why(&["The face to the other members: the same, with a certificate of its own."]);
    file.set("PEER_CERT_FILE", &certificate("peer.pem"));
    file.set("PEER_KEY_FILE", &certificate("peer-key.pem"));
    file.set("PEER_CLIENT_CERT_AUTH", "true");
    file.set("PEER_TRUSTED_CA_FILE", &certificate("ca.pem"));
}

fn tuning(file: &mut Environment, plan: &Plan) {
    let timing = plan.timing;
    let figures = plan.hardware.figures(plan.etcd_version);
    file.why(&[
        &format!(
            "In milliseconds, the same on every member, for a round trip of {} ms between them: how often",
            timing.round_trip()
        ),
        "the leader is heard, and after how much silence another one is elected.",
    ]);
    file.set("HEARTBEAT_INTERVAL", &timing.heartbeat().to_string());
    file.set("ELECTION_TIMEOUT", &timing.election().to_string());
    file.why(&[
        &format!(
            "In bytes ({}), plain digits only: when the database has grown to this, writes are refused until",
            figures.quota_megabytes
        ),
        "it is compacted and defragmented. This machine should have the memory to hold it",
        &format!(
            "({} GB), and a disk that syncs the write-ahead log in under 10 ms, 99 times of 100 ({}",
            figures.memory_gigabytes, figures.sequential_iops
        ),
        "sequential IOPS; the metric is etcd_disk_wal_fsync_duration_seconds).",
    ]);
    file.set("QUOTA_BACKEND_BYTES", &figures.quota_megabytes.bytes().to_string());
    file.why(&[
        "Log entries kept in memory between two snapshots: more help a slow member to catch up, fewer take",
        "less memory.",
    ]);
    file.set("SNAPSHOT_COUNT", &figures.snapshot_count.to_string());
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cluster::plan::tests::three_members;

    #[test]
    fn a_member_listens_on_its_address_and_on_the_machine_itself_never_twice() {
        let plan = three_members();
        for (address, urls) in [
            ("10.0.0.1", "https://10.0.0.1:2379,https://127.0.0.1:2379"),
            ("fd00::1", "https://[fd00::1]:2379,https://127.0.0.1:2379,https://[::1]:2379"),
            ("127.0.0.1", "https://127.0.0.1:2379"),
            ("127.0.0.2", "https://127.0.0.2:2379"),
            ("::1", "https://[::1]:2379"),
        ] {
            assert_eq!(listen_client_urls(&plan, address.parse().unwrap()), urls);
        }
    }

    #[test]
    fn no_url_is_without_tls() {
        let plan = three_members();
        let file = render(&plan, plan.members.iter().next().unwrap());
        assert!(!file.contains("http://"), "{file}");
    }
}
