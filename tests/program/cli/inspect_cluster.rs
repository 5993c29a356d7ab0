//! `quorate inspect DIRECTORY` of a cluster: the chains, and who accepts whom.

use std::fs;

use serde_json::Value;

use crate::cli::Room;

/// A room with a bundle of three members in `out`.
fn bundle() -> Room {
    let room = Room::with_plan();
    room.quorate(&["generate", "--plan", "plan.json", "--out", "out", "-q"]).succeeds();
    room
}

/// The lines from a heading to the next blank one.
#[track_caller]
fn below<'a>(text: &'a str, heading: &str) -> Vec<&'a str> {
    let start = text.find(heading).unwrap_or_else(|| panic!("{heading} isn't in {text}"));
    text[start..].lines().skip(1).take_while(|line| !line.is_empty()).collect()
}

#[test]
fn a_bundle_is_its_chains_and_who_accepts_whom() {
    let room = bundle();
    let ran = room.quorate(&["inspect", "out"]).succeeds();
    let chains = below(&ran.out, "Chains:");
    assert_eq!(chains.len(), 9, "{}", ran.out);
    assert!(chains[0].starts_with("  root production etcd CA"), "{}", ran.out);
    assert!(chains[0].contains("in 6 files") && chains[0].ends_with("3649 d  ok"), "{}", ran.out);
    let peer = chains.iter().find(|line| line.contains("members/etcd-2/pki/peer.pem")).unwrap();
    assert!(peer.starts_with("    cert etcd-2 ") && peer.ends_with("364 d  ok"), "{peer}");
    let table = below(&ran.out, "Who accepts whom:");
    assert!(table[1].starts_with("peer etcd-1  ") && table[1].contains("-           accepted"));
    assert_eq!(table.len(), 7, "{}", ran.out);
    assert!(!ran.out.contains("refused") && !ran.out.contains("Subject:"), "{}", ran.out);
    room.quorate(&["inspect", "--check", "out"]).succeeds();
    let json: Value =
        serde_json::from_str(&room.quorate(&["inspect", "--json", "out"]).out).unwrap();
    let handshakes = json["handshakes"].as_array().unwrap();
    assert_eq!(handshakes.len(), 6 + 6 + 3);
    assert!(handshakes.iter().all(|one| one["verdict"] == "accepted"));
    // Of a part of it files are told, as ever.
    let part = room.quorate(&["inspect", "out/members/etcd-1/pki"]).succeeds();
    assert!(part.out.contains("Subject:") && !part.out.contains("Chains:"), "{}", part.out);
}

#[test]
fn what_is_refused_is_said_with_its_reason_and_fails_a_check() {
    let room = bundle();
    for name in ["peer.pem", "peer-key.pem"] {
        let of = |member: &str| room.path.join(format!("out/members/{member}/pki/{name}"));
        fs::remove_file(of("etcd-2")).unwrap();
        fs::copy(of("etcd-1"), of("etcd-2")).unwrap();
    }
    let ran = room.quorate(&["inspect", "out"]).succeeds();
    assert!(ran.out.contains("peer etcd-1 to etcd-2: refused\npeer etcd-3 to etcd-2: refused\n"));
    assert!(ran.out.contains("isn't valid for `10.0.0.2`, the host that is dialed"), "{}", ran.out);
    assert_eq!(room.quorate(&["inspect", "--check", "out"]).code, Some(1));
}

/// The certificates of a bundle as other people name their files.
fn renamed(room: &Room, names: &[(&str, &str)]) {
    for (from, to) in names {
        let to = room.path.join(to);
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        fs::copy(room.path.join("out").join(from), to).unwrap();
    }
}

#[test]
fn a_directory_of_others_says_who_accepts_whom_where_its_names_tell() {
    let room = bundle();
    let all = |to: fn(&str, &str) -> String| -> Vec<(String, String)> {
        let members = ["etcd-1", "etcd-2", "etcd-3"];
        let pairs =
            members.iter().flat_map(|member| ["server", "peer"].map(|role| (*member, role)));
        pairs
            .map(|(member, role)| (format!("members/{member}/pki/{role}.pem"), to(member, role)))
            .collect()
    };
    for (name, to) in [
        ("a", (|member, role| format!("a/{member}-{role}.pem")) as fn(&str, &str) -> String),
        ("b", |member, role| format!("b/{member}/{role}.crt")),
        ("c", |member, role| format!("c/{role}s/{member}.pem")),
    ] {
        let names = all(to);
        let names: Vec<(&str, &str)> =
            names.iter().map(|(from, to)| (from.as_str(), to.as_str())).collect();
        renamed(&room, &names);
        let (ca, client) = (format!("{name}/ca.pem"), format!("{name}/client-root.pem"));
        renamed(&room, &[("authority/ca.pem", &ca), ("clients/root/client.pem", &client)]);
        let ran = room.quorate(&["inspect", name]).succeeds();
        let table = below(&ran.out, "Who accepts whom, with owners taken from the file names");
        let expected = [
            "handshakes to  etcd-1      etcd-2      etcd-3",
            "peer etcd-1    -           accepted    accepted",
            "peer etcd-2    accepted    -           accepted",
            "peer etcd-3    accepted    accepted    -",
            "client root    accepted    accepted    accepted",
        ];
        assert_eq!(table, expected, "{}", ran.out);
    }
    // Nobody can tell whom members trust, or which of two is a member's.
    let says_nothing = |name: &str| {
        let ran = room.quorate(&["inspect", name]);
        assert!(!ran.out.contains("Who accepts whom"), "{name}: {}", ran.out);
        assert!(ran.out.contains("Subject:"), "{}", ran.out);
    };
    fs::remove_file(room.path.join("a/etcd-3-server.pem")).unwrap();
    says_nothing("a");
    renamed(&room, &[("members/etcd-2/pki/peer.pem", "b/peer/etcd-1.pem")]);
    says_nothing("b");
    room.quorate(&["generate", "--plan", "plan.json", "--out", "second", "-q"]).succeeds();
    fs::copy(room.path.join("second/authority/ca.pem"), room.path.join("c/other.pem")).unwrap();
    says_nothing("c");
    renamed(
        &room,
        &[("authority/ca.pem", "d/ca.crt"), ("members/etcd-1/pki/peer.pem", "d/peer.crt")],
    );
    says_nothing("d");
}
