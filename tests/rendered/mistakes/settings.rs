//! Settings that don't start, or that leave a door open.

use quorate::answers::members_from_text;

use crate::mistakes::author::{Cluster, excerpt, planning};
use crate::mistakes::certificates::masters;
use crate::support::bundle::ClusterRequest;

/// The cluster of tutorials 001 and 004.
fn three(start: &str, prefix: &str, form: &str) -> Cluster {
    let request = (1..=3).fold(ClusterRequest::named("infra"), |request, n| {
        request.member(&format!("{prefix}{n}"), &format!("{start}{n}"))
    });
    Cluster::of(request.option("--unit-form", form))
}

/// Tutorial 003 forgets the port of its second member.
#[test]
fn a_list_of_members_without_a_port() {
    let list = excerpt("003-initial-cluster.txt");
    let place = "members/mastera/etcd.service";
    let right = "mastera=https://10.0.1.5:2380,masterb=https://10.0.2.4:2380";
    let cluster = masters().replacing(place, right, list.trim());
    let expected = "--initial-cluster holds `https://10.0.2.4`, expected https://HOST:PORT";
    cluster.is_told("bad-url", place, expected);
}

/// A member table takes the list of another cluster's members as it is; a plan takes addresses.
#[test]
fn a_list_of_members_pasted_into_the_table() {
    let list = excerpt("003-initial-cluster.txt");
    let rows = members_from_text(&list).unwrap().into_iter();
    let named: Vec<_> = rows.map(|row| (row.name, row.address)).collect();
    let expected = [("mastera", "10.0.1.5"), ("masterb", "10.0.2.4")];
    assert_eq!(named, expected.map(|(name, address)| (name.to_owned(), address.to_owned())));
    let members: Vec<&str> = list.trim().split(',').flat_map(|one| ["--member", one]).collect();
    let (made, said) = planning(&members);
    assert!(!made && said.contains("--member 2, address: `https://10.0.2.4`"), "{said}");
}

/// What tutorial 004 warns of: etcd listens on addresses, not on names.
#[test]
fn a_name_in_a_listen_url() {
    let place = "members/etcd1/etcd.service";
    let from = "--listen-peer-urls=https://192.168.1.1:2380";
    let to = "--listen-peer-urls=https://etcd1:2380";
    let cluster = three("192.168.1.", "etcd", "flags").replacing(place, from, to);
    cluster.is_told("name-in-listen-url", place, "--listen-peer-urls holds the name `etcd1`");
    // Where others are told to dial, a name is fine.
    let advertised = "--initial-advertise-peer-urls=https://";
    let cluster = three("192.168.1.", "etcd", "flags").replacing(
        place,
        &format!("{advertised}192.168.1.1:2380"),
        &format!("{advertised}etcd1:2380"),
    );
    cluster.is_not_told("name-in-listen-url", place);
}

/// Every tutorial has `etcd-cluster-0` or `-1`.
#[test]
fn the_same_token_everywhere() {
    for token in ["etcd-cluster-0", "etcd-cluster-1"] {
        let members = ["1", "2", "3"].map(|n| format!("--member=etcd{n}=192.168.1.10{n}"));
        let mut arguments: Vec<&str> = members.iter().map(String::as_str).collect();
        arguments.extend(["--token", token]);
        let (made, said) = planning(&arguments);
        assert!(made && said.contains(&format!("`{token}` is a well-known token")), "{said}");
    }
    let cluster = masters();
    let place = "members/masterb/etcd.service";
    let text = std::fs::read_to_string(cluster.path(place)).unwrap();
    let (_, rest) = text.split_once("--initial-cluster-token=").unwrap();
    let own = rest.split_whitespace().next().unwrap().to_owned();
    let cluster = cluster.replacing(
        place,
        &format!("--initial-cluster-token={own}"),
        "--initial-cluster-token=etcd-cluster-0",
    );
    let expected = format!("--initial-cluster-token is `etcd-cluster-0`, expected `{own}`");
    cluster.is_told("wrong-token", place, &expected);
}

/// Somebody has taken a setting of the plan out of a file, or given it another value.
#[test]
fn further_settings_of_the_plan() {
    let plan = |form: &str| {
        let request = ClusterRequest::named("infra")
            .member("etcd01", "192.168.0.1")
            .member("etcd02", "192.168.0.2")
            .option("--unit-form", form)
            .option("--set", "auto-compaction-retention=1h")
            .option("--set", "pre-vote=false");
        Cluster::of(request.option("--set", "etcd02:log-level=debug"))
    };
    let place = "members/etcd02/etcd.env";
    let cluster = plan("environment-file").replacing(
        place,
        "ETCD_AUTO_COMPACTION_RETENTION=1h",
        "ETCD_AUTO_COMPACTION_RETENTION=60m",
    );
    cluster.is_not_told("wrong-setting", place);
    let cluster = cluster.replacing(place, "ETCD_LOG_LEVEL=debug", "ETCD_LOG_LEVEL=info");
    cluster.is_told("wrong-setting", place, "ETCD_LOG_LEVEL is `info`, expected `debug`");
    let place = "members/etcd01/etcd.conf.yml";
    let cluster = plan("config-file").replacing(place, "pre-vote: false\n", "");
    cluster.is_told("wrong-setting", place, "pre-vote is `none`, expected `false`");
}

/// Tutorial 001 answers everyone on the member itself; a URL for peers without TLS starts as well.
#[test]
fn urls_without_tls() {
    let line = excerpt("001-options.env.txt");
    let line = line.trim();
    let place = "members/etcd01/etcd.env";
    let cluster = three("192.168.0.", "etcd0", "environment-file");
    let text = std::fs::read_to_string(cluster.path(place)).unwrap();
    let own = text.lines().find(|line| line.starts_with("ETCD_LISTEN_CLIENT_URLS=")).unwrap();
    let cluster = cluster.replacing(place, own, line);
    let expected = "ETCD_LISTEN_CLIENT_URLS holds `http://127.0.0.1:2379`: anyone";
    cluster.is_told("plain-http", place, expected);

    let peer = "ETCD_LISTEN_PEER_URLS=http";
    let cluster = three("192.168.0.", "etcd0", "environment-file").replacing(
        place,
        &format!("{peer}s://192.168.0.1:2380"),
        &format!("{peer}://192.168.0.1:2380"),
    );
    let expected = "ETCD_LISTEN_PEER_URLS holds `http://192.168.0.1:2380`: etcd silently drops TLS";
    cluster.is_told("plain-http-peer", place, expected);

    let (made, said) = planning(&["--plain-http", "yes", "--member", "etcd01=192.168.0.1"]);
    assert!(made && said.contains("[plain-http-loopback]"), "{said}");
}
