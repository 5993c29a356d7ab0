//! Trials before the real start: whether the members reach each other, and whether a member's
//! certificates work. Both scripts are static; what differs is in `trial.values` and `install.values`.

use super::script::values_file;
use super::{RenderedFile, layout};
use crate::cluster::{AbsolutePath, Member, Plan};

/// Starts etcd without TLS on all members, for a moment, with data of its own.
const REACHABILITY: &str = include_str!("../../assets/scripts/reachability.sh");
/// Starts one etcd with the member's certificates, on 127.0.0.1, for a moment.
const SINGLE_NODE: &str = include_str!("../../assets/scripts/single-node.sh");

/// Returns the files of a member's `trial/` directory: `reachability.sh` with its `trial.values`, and
/// `single-node.sh`, which reads the `install.values` and `pki/` of the member's directory above it.
pub fn files(plan: &Plan, member: &Member) -> Vec<RenderedFile> {
    let path = |name: &str| format!("members/{}/trial/{name}", member.name);
    vec![
        RenderedFile::program(path("reachability.sh"), REACHABILITY.to_owned()),
        RenderedFile::data(path("trial.values"), values(plan, member)),
        RenderedFile::program(path("single-node.sh"), SINGLE_NODE.to_owned()),
    ]
}

/// Renders what `reachability.sh` reads.
fn values(plan: &Plan, member: &Member) -> String {
    let install = &plan.install_of(member);
    let list = |one: fn(&Plan, &Member) -> String, between: &str| {
        plan.members.iter().map(|member| one(plan, member)).collect::<Vec<_>>().join(between)
    };
    // Who listens at several addresses is asked at each of them.
    let asked = |plan: &Plan, member: &Member| {
        let [clients, peers] = [plan.client_urls(member), plan.peer_urls(member)];
        let count = clients.len().max(peers.len());
        let pairs = clients.iter().cycle().zip(peers.iter().cycle()).take(count);
        let lines = pairs.map(|(client, peer)| format!("{} {client} {peer}", member.name));
        lines.collect::<Vec<_>>().join("\n")
    };
    let values: [(&str, &str); 14] = [
        ("MEMBER_NAME", member.name.as_str()),
        ("MEMBER_COUNT", &plan.members.size().members().to_string()),
        ("ETCD_BINARY", install.etcd_binary().as_str()),
        ("DATA_DIRECTORY", install.data_directory().as_str()),
        ("WAL_DIRECTORY", install.wal_directory().map_or("", AbsolutePath::as_str)),
        ("UNIT", &layout::unit(plan, member)),
        ("SERVICE_USER", install.service_user().as_str()),
        ("CLIENT_URLS", &without_tls(&plan.client_urls(member).join(","))),
        ("PEER_URLS", &without_tls(&plan.peer_urls(member).join(","))),
        ("INITIAL_CLUSTER_HTTP", &without_tls(&plan.initial_cluster())),
        // Another token than the real cluster's: the two would never take each other for one.
        ("TOKEN", &format!("{}-trial", plan.cluster_token)),
        ("HEARTBEAT", &plan.timing.heartbeat().to_string()),
        ("ELECTION", &plan.timing.election().to_string()),
        // A line an address of a member: its name, and where it listens for clients and for members.
        ("MEMBER_URLS", &without_tls(&list(asked, "\n"))),
    ];
    values_file("reachability.sh", &values)
}

/// URLs without TLS, as nothing but the trial is.
fn without_tls(urls: &str) -> String {
    urls.replace("https://", "http://")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cluster::plan::tests::three_members;

    #[test]
    fn a_member_tries_its_own_address_and_all_others_by_http() {
        let plan = three_members();
        let member = plan.members.iter().nth(1).unwrap();
        let text = values(&plan, member);
        for line in [
            "MEMBER_NAME='etcd-2'",
            "CLIENT_URLS='http://10.0.0.2:2379'",
            "PEER_URLS='http://10.0.0.2:2380'",
            "INITIAL_CLUSTER_HTTP='etcd-1=http://10.0.0.1:2380,etcd-2=http://10.0.0.2:2380,\
             etcd-3=http://10.0.0.3:2380'",
            "TOKEN='production-7f3a9c1e-trial'",
            "HEARTBEAT='100'",
            "MEMBER_URLS='etcd-1 http://10.0.0.1:2379 http://10.0.0.1:2380",
            "etcd-3 http://10.0.0.3:2379 http://10.0.0.3:2380'",
        ] {
            assert!(text.lines().any(|one| one == line), "no {line:?} in:\n{text}");
        }
        assert!(!text.contains("https:"), "{text}");
    }

    #[test]
    fn the_trial_lies_in_a_directory_of_its_own() {
        let plan = three_members();
        let listed: Vec<String> = files(&plan, plan.members.iter().next().unwrap())
            .iter()
            .map(|file| format!("{:o} {}", file.mode, file.path.display()))
            .collect();
        assert_eq!(
            listed,
            [
                "755 members/etcd-1/trial/reachability.sh",
                "644 members/etcd-1/trial/trial.values",
                "755 members/etcd-1/trial/single-node.sh",
            ]
        );
    }
}
