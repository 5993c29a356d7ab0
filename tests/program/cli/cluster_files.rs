//! `quorate judge` of files whose members and clients are named by hand: the verdicts are those of the
//! bundle that they come from, and what is spoiled is found.

mod arguments;
mod keys;

use std::fs;

use serde_json::Value;

use crate::cli::{Ran, Room};
use crate::support::skip_without;

/// Three members at addresses, the first two by names as well.
const MEMBERS: [&str; 3] = [
    "--member=etcd-1=10.0.0.1,etcd-1.example.com",
    "--member=etcd-2=10.0.0.2,etcd-2.example.com",
    "--member=etcd-3=10.0.0.3",
];

/// A room with a bundle in `out`, made with further answers.
fn bundle(answers: &[&str]) -> Option<Room> {
    let room = Room::new();
    let fixed = ["plan", "--token=t", "--algorithm=ecdsa-p256", "--unit-form=environment-file"];
    let plan = room.quorate(&[&fixed[..], answers].concat());
    if plan.code != Some(0) {
        assert!(!plan.err.contains("unexpected argument"), "{plan:?}");
        return None;
    }
    let room = room.file("plan.json", &plan.out);
    room.quorate(&["generate", "--plan", "plan.json", "--out", "out", "-q"]).succeeds();
    Some(room)
}

/// A bundle of the three members and the client `root`.
fn three(answers: &[&str]) -> Room {
    bundle(&[&MEMBERS[..], &["--client=root"], answers].concat()).unwrap()
}

/// The arguments that an operator would write, reading what each member's settings name: keys in the wrong
/// order, all of them before their certificates.
fn by_hand(room: &Room) -> Vec<String> {
    let plan: Value = serde_json::from_slice(&room.read("plan.json")).unwrap();
    let mut arguments = Vec::new();
    for member in plan["members"].as_array().unwrap() {
        let name = member["name"].as_str().unwrap();
        let address = member["address"].as_str().unwrap();
        let directory = format!("out/members/{name}");
        let settings = fs::read_dir(room.path.join(&directory)).unwrap();
        let settings: String = settings
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.extension().is_some_and(|end| end == "env"))
            .map(|path| fs::read_to_string(path).unwrap())
            .collect();
        // Bundles dial addresses, and names of members are for people.
        arguments.push(format!("--member={name}={address}"));
        let mut file = |option: &str, variable: &str| {
            let start = format!("ETCD_{variable}_FILE=");
            let Some(path) = settings.lines().find_map(|line| line.strip_prefix(&start)) else {
                return false;
            };
            let file = path.trim_matches('"').rsplit('/').next().unwrap();
            let name = if option == "key" { String::new() } else { format!("{name}=") };
            arguments.insert(0, format!("--{option}={name}{directory}/pki/{file}"));
            true
        };
        assert!(file("key", "PEER_KEY") && file("key", "KEY"), "{settings}");
        assert!(file("server", "CERT") && file("peer", "PEER_CERT"), "{settings}");
        assert!(file("client-ca", "TRUSTED_CA") && file("peer-ca", "PEER_TRUSTED_CA"));
        if file("gateway-cert", "CLIENT_CERT") {
            assert!(file("key", "CLIENT_KEY"), "{settings}");
        } else if settings.contains("ETCD_ENABLE_GRPC_GATEWAY=false") {
            arguments.push("--gateway=off".into());
        }
    }
    for client in plan["clients"].as_array().unwrap() {
        let name = client["name"].as_str().unwrap();
        let directory = format!("out/clients/{name}");
        let settings = fs::read_to_string(room.path.join(format!("{directory}/etcdctl.env")));
        let settings = settings.unwrap();
        for (variable, option) in [("certificate", "client"), ("key", "key"), ("ca", "server-ca")] {
            let start = format!("quorate_{variable}='");
            let file = settings.lines().find_map(|line| line.strip_prefix(&start)).unwrap();
            let file = file.trim_end_matches('\'');
            let name = if option == "key" { String::new() } else { format!("{name}=") };
            arguments.push(format!("--{option}={name}{directory}/{file}"));
        }
    }
    let version = plan["etcd_version"].as_str().unwrap_or("3.5");
    arguments.push(format!("--etcd-version={version}"));
    arguments.dedup();
    arguments
}

fn judge(room: &Room, arguments: &[impl AsRef<str>]) -> Ran {
    let arguments: Vec<&str> = arguments.iter().map(AsRef::as_ref).collect();
    room.quorate(&[&["judge"], arguments.as_slice()].concat())
}

fn json(ran: &Ran) -> Vec<Value> {
    serde_json::from_str(&ran.out).unwrap_or_else(|error| panic!("{error}: {ran:?}"))
}

/// What the bundle is judged as, which is what its files are judged as by hand: word by word.
#[track_caller]
fn same_by_hand(room: &Room) -> Ran {
    let by_hand = by_hand(room);
    for form in [&[][..], &["--json".to_owned()][..]] {
        let of_bundle = judge(room, &[&["--in".to_owned(), "out".to_owned()], form].concat());
        let of_files = judge(room, &[&by_hand, form].concat());
        assert_eq!(of_files.out, of_bundle.out, "{by_hand:#?}");
        assert_eq!(of_files.code, of_bundle.code, "{by_hand:#?}");
    }
    judge(room, &[by_hand, vec!["--json".into()]].concat())
}

/// Who is refused by whom, and why.
fn refused(ran: &Ran) -> Vec<String> {
    let refused = |one: &&Value| one["verdict"] == "refused";
    let text = |one: &Value, key: &str| one[key].as_str().unwrap().to_owned();
    json(ran)
        .iter()
        .filter(refused)
        .map(|one| {
            let (kind, from, to) =
                (text(one, "connection"), text(one, "dialer"), text(one, "listener"));
            format!("{kind} {from} to {to}: {}", text(&one["findings"][0], "code"))
        })
        .collect()
}

#[test]
fn files_of_a_bundle_are_judged_by_hand_as_the_bundle_is() {
    let mut seen = 0;
    for preset in [
        "recommended",
        "per-node",
        "existing-ca",
        "single-host",
        "shared-certificate",
        "shared-server",
    ] {
        for trust in ["", "peer-and-client", "separate", "intermediate"] {
            let (preset_flag, trust_flag) =
                (format!("--preset={preset}"), format!("--trust={trust}"));
            let mut answers = vec![preset_flag.as_str(), "--ca=made"];
            answers.extend((!trust.is_empty()).then_some(trust_flag.as_str()));
            if preset != "single-host" {
                answers.extend(MEMBERS);
            }
            // One certificate for all uses can't be of two CAs.
            let Some(room) = bundle(&answers) else { continue };
            seen += 1;
            let ran = same_by_hand(&room);
            assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{answers:?}: {ran:?}");
            assert_eq!(refused(&ran), [""; 0], "{answers:?}");
        }
    }
    assert!(seen > 15, "{seen}");
}

#[test]
fn what_is_all_right_is_told_in_a_line_for_each_that_dials() {
    let room = three(&["--trust=separate"]);
    let ran = judge(&room, &by_hand(&room));
    assert_eq!(
        ran.succeeds().out,
        "handshakes to  etcd-1      etcd-2      etcd-3\n\
         peer etcd-1    -           accepted    accepted\n\
         peer etcd-2    accepted    -           accepted\n\
         peer etcd-3    accepted    accepted    -\n\
         client root    accepted    accepted    accepted\n\
         gateway        accepted    accepted    accepted\n"
    );
}

#[test]
fn peers_that_have_each_other_s_files_are_found() {
    let room = three(&["--trust=peer-and-client"]);
    for file in ["peer.pem", "peer-key.pem"] {
        let path = |member: &str| room.path.join(format!("out/members/{member}/pki/{file}"));
        let (one, other) = (room.read(path("etcd-1")), room.read(path("etcd-2")));
        write(&path("etcd-1"), &other);
        write(&path("etcd-2"), &one);
    }
    let ran = same_by_hand(&room);
    assert_eq!(ran.code, Some(1));
    let expected: Vec<String> = ["1 to etcd-2", "1 to etcd-3", "2 to etcd-1", "2 to etcd-3"]
        .into_iter()
        .chain(["3 to etcd-1", "3 to etcd-2"])
        .map(|pair| format!("peer etcd-{pair}: host-not-covered"))
        .collect();
    // The third dials both in vain, and lets both in only if their names lead elsewhere.
    let reached: Vec<String> =
        expected.into_iter().filter(|one| !one.contains("to etcd-3")).collect();
    assert_eq!(refused(&ran), reached);
    let open: Vec<Value> =
        json(&ran).into_iter().filter(|one| one["verdict"] == "not judged").collect();
    assert_eq!(open.len(), 2, "{open:#?}");
    let text = judge(&room, &by_hand(&room)).out;
    assert!(text.contains("peer etcd-1 to etcd-3: not judged\n  warning: "), "{text}");
}

#[test]
fn a_client_of_another_authority_is_refused_by_each_member() {
    let room = three(&["--trust=separate"]);
    let other = three(&["--trust=separate", "--cluster=other"]);
    for file in ["client.pem", "client-key.pem"] {
        let path = format!("out/clients/root/{file}");
        write(&room.path.join(&path), &other.read(&path));
    }
    let ran = same_by_hand(&room);
    assert_eq!(ran.code, Some(1));
    let expected = ["etcd-1", "etcd-2", "etcd-3"]
        .map(|member| format!("client root to {member}: unknown-authority"));
    assert_eq!(refused(&ran), expected);
    // The three of them fail alike, and the reason is told once.
    let text = judge(&room, &by_hand(&room)).out;
    assert_eq!(text.matches("[unknown-authority]").count(), 1, "{text}");
}

#[test]
fn a_server_certificate_without_client_authentication_shuts_the_gateway_out() {
    skip_without!("openssl");
    let room = three(&[]);
    let made = room.shell(
        "printf 'extendedKeyUsage = serverAuth\nsubjectAltName = IP:10.0.0.2,DNS:etcd-2.example.com' > ext &&
         openssl req -new -subj /CN=etcd-2 -key out/members/etcd-2/pki/server-key.pem -out csr.pem &&
         openssl x509 -req -in csr.pem -days 90 -extfile ext -CA out/authority/ca.pem \
             -CAkey out/authority/ca-key.pem -set_serial 7 -out out/members/etcd-2/pki/server.pem",
    );
    assert_eq!(made.code, Some(0), "{made:?}");
    let ran = same_by_hand(&room);
    assert_eq!(refused(&ran), ["gateway etcd-2 to etcd-2: no-client-auth"]);
    // A gateway that is off, or shows a certificate of its own, meets no such thing.
    for (ways, code) in [
        (vec!["--gateway=off"], Some(0)),
        (vec!["--gateway=own", "--gateway-cert=out/clients/root/client.pem"], Some(0)),
        (vec!["--gateway-cert=etcd-2=out/clients/root/client.pem"], Some(0)),
        (vec!["--gateway-cert=out/clients/root/client.pem", "--etcd-version=3.4"], Some(1)),
    ] {
        let mut arguments = by_hand(&room);
        arguments.retain(|one| !one.starts_with("--etcd-version"));
        arguments.extend(ways.iter().map(ToString::to_string));
        let ran = judge(&room, &arguments);
        assert_eq!(ran.code, code, "{ways:?}: {ran:?}");
        assert_eq!(ran.out.contains("[gateway-flag-unknown]"), code == Some(1), "{ran:?}");
    }
}

#[test]
fn one_file_may_be_that_of_all_and_one_member_have_its_own() {
    let room = three(&["--certificates=shared-server"]);
    let shared = [
        "--server=out/members/etcd-1/pki/server.pem",
        "--client=out/clients/root/client.pem",
        "--ca=out/authority/ca.pem",
        "--json",
    ];
    let arguments = [&MEMBERS[..], &shared].concat();
    let ran = judge(&room, &arguments).succeeds();
    // Its peers aren't named: clients and gateways are judged, and the client is called after its file.
    let all = json(&ran);
    assert_eq!(all.len(), 6, "{ran:?}");
    assert!(all[..3].iter().all(|one| one["dialer"] == "client"), "{ran:?}");
    let own = "--server=etcd-3=out/members/etcd-3/pki/peer.pem";
    let ran = judge(&room, &[&arguments[..], &[own]].concat());
    assert_eq!(ran.code, Some(0), "its peer certificate serves both: {ran:?}");
    let ran = judge(
        &room,
        &[&arguments[..], &["--server=etcd-3=out/members/etcd-2/pki/peer.pem"]].concat(),
    );
    assert_eq!(refused(&ran), ["client client to etcd-3: host-not-covered"]);
    // Peers alone, and servers alone.
    let ran = judge(
        &room,
        &[&MEMBERS[..], &["--peer=out/members/etcd-2/pki/peer.pem", shared[2], shared[3]]].concat(),
    );
    assert_eq!((ran.code, json(&ran).len()), (Some(1), 6), "{ran:?}");
    let ran = judge(&room, &[&MEMBERS[..], &[shared[0], shared[2], shared[3]]].concat());
    assert_eq!((ran.code, json(&ran).len()), (Some(0), 6), "{ran:?}");
    assert_eq!(json(&ran)[0]["dialer"], "anyone");
}

#[test]
fn authorities_that_etcd_does_not_load_are_named_by_their_file() {
    let room = three(&[]);
    room.shell("cat out/authority/ca.pem out/authority/ca-key.pem > both.pem");
    let mut arguments = by_hand(&room);
    arguments.retain(|one| !one.starts_with("--client-ca=etcd-2"));
    arguments.push("--client-ca=both.pem".into());
    let ran = judge(&room, &arguments);
    assert_eq!(ran.code, Some(1));
    assert!(ran.err.starts_with("warning: `both.pem`: "), "{ran:?}");
    assert!(ran.err.trim_end().ends_with("[anchors-hold-key]"), "{ran:?}");
    assert!(ran.out.contains("client root to etcd-2: refused\n"), "{ran:?}");
    // It ends at its start, so that it dials nobody either; the others are well.
    assert!(ran.out.contains("peer etcd-2 to etcd-1: refused\n"), "{ran:?}");
    for well in ["peer etcd-3 to etcd-1", "peer etcd-1 to etcd-3", "client root to etcd-1"] {
        assert!(!ran.out.contains(well), "{ran:?}");
    }
    // Nor is one of nobody.
    arguments.pop();
    arguments.push("--client-ca=plan.json".into());
    let ran = judge(&room, &arguments);
    let said = "warning: `plan.json` holds no certificate: whoever uses it trusts no one\n";
    assert_eq!((ran.code, ran.err.as_str()), (Some(1), said));
    assert!(ran.out.contains("client root to etcd-2: refused\n"), "{ran:?}");
}

#[test]
fn lists_of_allowed_names_and_addresses_that_peers_dial_from_count() {
    let room = three(&[]);
    let arguments = by_hand(&room);
    let with = |more: &[&str]| {
        let more = more.iter().map(ToString::to_string);
        judge(&room, &[arguments.clone(), more.chain(["--json".into()]).collect()].concat())
    };
    let peers = |ran: &Ran, code: &str| {
        let all = refused(ran);
        assert!(all.iter().all(|one| one.ends_with(code)), "{all:?}");
        (all.len(), all.iter().filter(|one| one.starts_with("peer")).count())
    };
    let all = ["--allowed-cn=etcd-1", "--allowed-cn=etcd-2", "--allowed-cn=etcd-3"];
    assert_eq!(with(&all).code, Some(0));
    // Both sides look: the third neither reaches anybody nor is reached.
    assert_eq!(peers(&with(&all[..2]), "common-name-not-allowed"), (4, 4));
    let host = "--allowed-hostname=peer=etcd-1.example.com";
    assert_eq!(peers(&with(&[host]), "hostname-not-allowed"), (6, 6));
    // Clients and gateways are asked for a name of their list.
    let ran = with(&["--allowed-hostname=client=etcd-1.example.com"]);
    assert_eq!(peers(&ran, "hostname-not-allowed"), (5, 0), "{ran:?}");
    let ran = with(&[all[0], host]);
    assert_eq!(peers(&ran, "allowed-lists-both"), (6, 6));
    with(&["--allowed-hostname=member=x"]).refuses(2, "error: `--allowed-hostname member=x` is");
    // From elsewhere than its certificate says.
    assert_eq!(with(&["--from=etcd-1=10.0.0.1"]).code, Some(0));
    let open: Vec<Value> = json(&with(&["--from=etcd-3=10.9.9.9"]));
    let open = open.iter().filter(|one| one["verdict"] != "accepted");
    assert!(open.clone().all(|one| one["dialer"] == "etcd-3"));
    assert_eq!(open.count(), 2);
    // What clients dial besides.
    assert_eq!(with(&["--for=localhost", "--for=127.0.0.1"]).code, Some(0));
    assert_eq!(peers(&with(&["--for=etcd.example.com"]), "host-not-covered"), (3, 0));
}

#[test]
fn what_is_judged_in_part_only_is_said() {
    let room = three(&[]);
    let ca = "--ca=out/authority/ca.pem";
    let pki = |member: &str, file: &str| format!("out/members/{member}/pki/{file}");
    let peer = |member: &str| format!("--peer={member}={}", pki(member, "peer.pem"));
    // By name alone: nobody knows where they dial from.
    let named = ["--member=etcd-1=etcd-1.example.com", "--member=etcd-2=etcd-2.example.com", ca];
    let both = [peer("etcd-1"), peer("etcd-2")];
    let both = [both[0].as_str(), both[1].as_str()];
    let ran = judge(&room, &[&named[..], &both].concat());
    assert_eq!(
        (ran.code, ran.err.as_str()),
        (
            Some(0),
            "note: `etcd-1` has no address: whether peers accept the address it dials from isn't judged; give it with --from etcd-1=ADDRESS\n\
             note: `etcd-2` has no address: whether peers accept the address it dials from isn't judged; give it with --from etcd-2=ADDRESS\n"
        )
    );
    let from = ["--from=etcd-1=10.0.0.1", "--from=etcd-2=10.9.9.9"];
    let ran = judge(&room, &[&named[..], &both, &from].concat());
    assert_eq!((ran.code, ran.err.as_str()), (Some(1), ""));
    assert!(ran.out.contains("peer etcd-2 to etcd-1: not judged\n  warning: "), "{ran:?}");
    // A client alone: whether members let it in.
    let client = "--client=root=out/clients/root/client.pem";
    let members = &MEMBERS[..2];
    let ran = judge(&room, &[members, &[client, "--client-ca=out/authority/ca.pem"]].concat());
    assert_eq!(ran.err, "");
    assert!(ran.succeeds().out.contains("\nclient root    accepted    accepted\n"));
    // One of three peers has nobody to shake hands with; a file may come by standard input, key and all.
    let (certificate, key) = (pki("etcd-1", "server.pem"), pki("etcd-1", "server-key.pem"));
    let ran = room.shell(&format!(
        "cat {certificate} {key} | $Q judge {} {} --server - --key - {ca}",
        MEMBERS[0],
        peer("etcd-1"),
    ));
    assert_eq!(
        ran.err,
        "note: `etcd-1` is the only member with a --peer certificate: it has no peer to shake hands with\n"
    );
    assert!(ran.succeeds().out.ends_with("gateway        accepted\n"));
}

#[test]
fn a_warning_behind_many_handshakes_is_told_once() {
    skip_without!("openssl");
    let room = three(&[]);
    let made = room.shell(
        "printf 'subjectAltName = IP:10.0.0.1,IP:10.0.0.2,IP:10.0.0.3' > ext &&
         openssl req -new -subj /CN=all -key out/members/etcd-1/pki/server-key.pem -out csr.pem &&
         openssl x509 -req -in csr.pem -days 9 -extfile ext -CA out/authority/ca.pem \
             -CAkey out/authority/ca-key.pem -set_serial 7 -out all.pem",
    );
    assert_eq!(made.code, Some(0), "{made:?}");
    let members = MEMBERS.map(|one| one.split(',').next().unwrap());
    let server = ["--server=all.pem", "--ca=out/authority/ca.pem"];
    let ran = judge(&room, &[&members[..], &server].concat()).succeeds();
    // Clients and gateways of three members.
    assert!(ran.out.contains("\naccepted, with a warning: 6 handshakes\n  warning: "), "{ran:?}");
    assert_eq!(ran.out.matches("[expires-soon]").count(), 1, "{ran:?}");
    // Behind refusals that differ as well: two are dialed at what the certificate doesn't hold.
    let members = [members[0], "--member=etcd-2=10.0.0.8", "--member=etcd-3=10.0.0.9"];
    let ran = judge(&room, &[&members[..], &server].concat());
    assert_eq!(ran.out.matches("[host-not-covered]").count(), 2, "{ran:?}");
    assert_eq!(ran.out.matches("[expires-soon]").count(), 1, "{ran:?}");
}

#[test]
fn an_authority_before_its_leaf_is_the_wrong_order_without_a_key_as_well() {
    let room = three(&[]);
    let leaf = "out/members/etcd-1/pki/server.pem";
    room.shell(&format!("cat out/authority/ca.pem {leaf} > reversed.pem"));
    room.shell(&format!("cat {leaf} out/authority/ca.pem > chain.pem"));
    let asked = ["--for=10.0.0.1", "--ca=out/authority/ca.pem"];
    judge(&room, &[&["chain.pem"], &asked[..]].concat()).succeeds();
    let ran = judge(&room, &[&["reversed.pem"], &asked[..]].concat());
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert!(ran.out.contains("[chain-order]\n    it exits with: tls: private key"), "{ran:?}");
    assert!(!ran.out.contains("[host-not-covered]"), "{ran:?}");
    // The same is said of it with its key, and among members.
    let key = "--key=out/members/etcd-1/pki/server-key.pem";
    let with_key = judge(&room, &[&["reversed.pem", key], &asked[..]].concat());
    assert_eq!(with_key.out, ran.out);
    let ran = judge(&room, &[MEMBERS[0], "--server=reversed.pem", asked[1]]);
    assert!(ran.out.contains("[chain-order]"), "{ran:?}");
}

#[test]
fn inspect_asks_the_same() {
    let room = three(&[]);
    let mut arguments = by_hand(&room);
    arguments.push("--json".into());
    let judged = judge(&room, &arguments);
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let inspected = room.quorate(&[&["inspect"], arguments.as_slice()].concat()).succeeds();
    assert_eq!(inspected.out, judged.out);
    let ran = room.quorate(&[&["inspect", "--check"], arguments.as_slice()].concat());
    assert!(ran.err.contains("cannot be used with"), "{ran:?}");
}

/// Replaces a file of a bundle.
#[allow(clippy::disallowed_methods)]
fn write(path: &std::path::Path, bytes: &[u8]) {
    fs::write(path, bytes).unwrap();
}
