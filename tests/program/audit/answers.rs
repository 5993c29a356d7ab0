//! What an audit answers beside its findings: members side by side, and one finding for one cause.

use serde_json::Value;

use crate::cli::Room;

/// A room with `nodeN` for each of the members, of one cluster.
pub(super) fn cluster(count: usize) -> Room {
    let list: Vec<String> =
        (1..=count).map(|one| format!("etcd-{one}=https://10.0.0.{one}:2380")).collect();
    (1..=count).fold(Room::new(), |room, one| {
        let settings = format!(
            "ETCD_NAME=etcd-{one}\n\
             ETCD_INITIAL_CLUSTER={}\n\
             ETCD_INITIAL_CLUSTER_TOKEN=production-1\n\
             ETCD_DATA_DIR=/var/lib/etcd\n\
             ETCD_LISTEN_PEER_URLS=https://10.0.0.{one}:2380\n\
             ETCD_INITIAL_ADVERTISE_PEER_URLS=https://10.0.0.{one}:2380\n\
             ETCD_LISTEN_CLIENT_URLS=http://10.0.0.{one}:2379\n\
             ETCD_ADVERTISE_CLIENT_URLS=http://10.0.0.{one}:2379\n",
            list.join(",")
        );
        let unit =
            "[Service]\nType=notify\nEnvironmentFile=/etc/etcd.env\nExecStart=/usr/bin/etcd\n";
        room.file(&format!("node{one}/etc/etcd.env"), &settings)
            .file(&format!("node{one}/etc/systemd/system/etcd.service"), unit)
    })
}

/// The names of the directories of [`cluster`], and options.
pub(super) fn audit<'a>(nodes: &'a [String], options: &[&'a str]) -> Vec<&'a str> {
    let nodes = nodes.iter().map(String::as_str);
    std::iter::once("audit").chain(nodes).chain(options.iter().copied()).collect()
}

pub(super) fn nodes(count: usize) -> Vec<String> {
    (1..=count).map(|one| format!("node{one}")).collect()
}

/// The lines of the table: from its head to the empty line below it.
fn table(out: &str) -> Vec<&str> {
    let lines = out.lines().skip_while(|line| !line.contains("of one cluster"));
    lines.take_while(|line| !line.is_empty()).collect()
}

#[test]
fn what_all_members_have_in_common_is_said_once_and_the_rest_side_by_side() {
    let room = cluster(3);
    room.shell("echo ETCD_HEARTBEAT_INTERVAL=250 >> node2/etc/etcd.env");
    room.shell("sed -i s/production-1/production-2/ node3/etc/etcd.env");
    let nodes = nodes(3);
    let ran = room.quorate(&audit(&nodes, &[]));
    insta::assert_snapshot!(table(&ran.out).join("\n"), @r"
    3 members of one cluster; `!` marks what differs:
      same for all 3: members etcd-1, etcd-2, etcd-3; state new; election 1000 ms;
        quota 2 GiB; data directory /var/lib/etcd
                      etcd-1              etcd-2              etcd-3
    ! token           production-1        production-1        production-2
    ! heartbeat       100 ms              250 ms              100 ms
    ");
    // Above the last line, which counts.
    assert!(ran.out.lines().last().unwrap().starts_with("3 members and 0 certificates"), "{ran:?}");
    let json = room.quorate(&audit(&nodes, &["--json"])).out;
    let json: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["members"], 3);
    let cluster = &json["clusters"][0];
    assert_eq!(
        cluster["differs"],
        serde_json::json!(["initial_cluster_token", "heartbeat_interval_ms"])
    );
    assert_eq!(cluster["members"][1]["heartbeat_interval_ms"], 250);
    assert_eq!(cluster["members"][0]["quota_backend_bytes"], 2_147_483_648_u64);
    assert_eq!(cluster["members"][0]["version"], Value::Null);
    assert_eq!(cluster["members"][2]["initial_cluster"].as_array().unwrap().len(), 3);
}

#[test]
fn many_members_fit_eighty_columns_and_lists_show_where_they_differ() {
    let room = cluster(7);
    room.shell(
        "sed -i 's/10.0.0.3:2380/a-very-long-name.of-a-host.example.com:2380/' node5/etc/etcd.env",
    );
    room.shell("echo ETCD_SNAPSHOT_COUNT=1 >> node1/etc/etcd.env");
    let nodes = nodes(7);
    let ran = room.quorate(&audit(&nodes, &["--etcd-version", "3.5.16"]));
    let table = table(&ran.out);
    for line in &table {
        assert!(line.chars().count() <= 80, "{line}");
    }
    let table = table.join("\n");
    assert!(table.contains("! members"), "{table}");
    assert!(table.contains("etcd-7"), "{table}");
    assert!(table.contains("version 3.5.16"), "{table}");
    // What isn't in all lists is written out, over several lines.
    let bare: String = table.chars().filter(|c| !c.is_whitespace()).collect();
    assert!(bare.contains("etcd-3="), "{table}");
}

#[test]
fn one_member_has_a_table_where_it_is_asked_for() {
    let room = cluster(1);
    assert!(!room.quorate(&["audit", "node1"]).out.contains("heartbeat"));
    let ran = room.quorate(&["audit", "node1", "--members"]);
    assert!(ran.out.contains("\n1 member:\n"), "{ran:?}");
    assert!(ran.out.contains("  heartbeat       100 ms\n"), "{ran:?}");
    assert!(ran.out.contains("  data directory  /var/lib/etcd\n"), "{ran:?}");
}

#[test]
fn one_cause_is_one_finding_with_its_places() {
    let room = cluster(3);
    let nodes = nodes(3);
    let ran = room.quorate(&audit(&nodes, &[]));
    let cause = "node1/etc/systemd/system/etcd.service:4\n";
    assert!(ran.out.contains(cause), "{ran:?}");
    assert_eq!(ran.out.matches("[runs-as-root]").count(), 1, "{ran:?}");
    let also = "    also: node2/etc/systemd/system/etcd.service:4\n    also: node3/etc/systemd/system/etcd.service:4\n";
    assert!(ran.out.contains(also), "{ran:?}");
    assert_eq!(ran.out.matches("[plain-http]").count(), 6, "other URLs are other causes: {ran:?}");
    let json: Value = serde_json::from_str(&room.quorate(&audit(&nodes, &["--json"])).out).unwrap();
    let of = |list: &str| -> Vec<Value> {
        let all = json[list].as_array().unwrap().iter();
        all.filter(|one| one["code"] == "runs-as-root").cloned().collect()
    };
    assert_eq!((of("findings").len(), of("causes").len()), (3, 1));
    assert_eq!(of("causes")[0]["places"].as_array().unwrap().len(), 3);
    assert_eq!(of("causes")[0]["places"][1], of("findings")[1]["where"]);
    // The last line counts causes, and says at how many places they were met.
    let count = |severity: &str| {
        let of = |list: &str| {
            json[list].as_array().unwrap().iter().filter(|one| one["severity"] == severity).count()
        };
        (of("causes"), of("findings"))
    };
    let (warnings, places) = count("warning");
    let last = ran.out.lines().last().unwrap();
    assert!(last.contains(&format!("{warnings} warnings at {places} places")), "{last}");
}
