//! Keys that are given beside the files of a cluster: which certificate each belongs to, and what is said where it
//! belongs to none.

use super::{MEMBERS, judge, three};
use crate::support::skip_without;

#[test]
fn keys_find_their_certificates_and_those_that_find_none_are_named() {
    skip_without!("openssl");
    let room = three(&[]);
    let pki = |member: &str, file: &str| format!("out/members/{member}/pki/{file}");
    let arguments: Vec<String> = MEMBERS
        .map(String::from)
        .into_iter()
        .chain(["--ca=out/authority/ca.pem".into(), "--key=out/authority/ca-key.pem".into()])
        .chain([format!("--server=etcd-1={}", pki("etcd-1", "server.pem"))])
        .chain([format!("--key={}", pki("etcd-1", "server-key.pem"))])
        .collect();
    let ran = judge(&room, &arguments);
    assert_eq!(
        (ran.code, ran.err.as_str()),
        (
            Some(0),
            "warning: `out/authority/ca-key.pem` belongs to no named certificate\n\
             note: `etcd-2` has no --server certificate here: its handshakes with one aren't judged\n\
             note: `etcd-3` has no --server certificate here: its handshakes with one aren't judged\n"
        )
    );
    // What can't be opened can't be matched.
    let key = pki("etcd-1", "server-key.pem");
    let locked =
        room.shell(&format!("openssl pkcs8 -topk8 -in {key} -passout pass:x -out locked.pem"));
    assert_eq!(locked.code, Some(0), "{locked:?}");
    let ran = judge(&room, &[arguments.clone(), vec!["--key=locked.pem".into()]].concat());
    assert!(
        ran.err.contains(
            "warning: `locked.pem` can't be compared with the certificates: the private key is \
             encrypted, and etcd can't load encrypted keys\n"
        ),
        "{ran:?}"
    );
    assert!(!ran.err.contains("BEGIN") && !ran.out.contains("BEGIN"));
    let ran = judge(&room, &[arguments.clone(), vec!["--key=plan.json".into()]].concat());
    assert!(ran.err.contains("warning: `plan.json` can't be compared with"), "{ran:?}");
    // Certificates on their own have the one that fits, too.
    let files = [pki("etcd-1", "server.pem"), pki("etcd-2", "peer.pem")];
    let rest = [
        format!("--key={}", pki("etcd-2", "peer-key.pem")),
        format!("--key={key}"),
        "--as=peer".into(),
        "--ca=out/authority/ca.pem".into(),
    ];
    judge(&room, &[&files[..], &rest].concat()).succeeds();
    let ran = judge(&room, &[&files[..], &rest[1..]].concat());
    assert!(ran.out.contains("[key-mismatch]"), "{ran:?}");
}

#[test]
fn a_key_that_may_be_meant_for_a_certificate_and_does_not_fit_is_no_success() {
    skip_without!("openssl");
    let room = three(&[]);
    let pki = |member: &str, file: &str| format!("out/members/{member}/pki/{file}");
    let key = |member: &str| pki(member, "server-key.pem");
    let servers = ["etcd-1", "etcd-2", "etcd-3"]
        .map(|name| format!("--server={name}={}", pki(name, "server.pem")));
    let arguments: Vec<String> = MEMBERS.map(String::from).into_iter().chain(servers).collect();
    let with = |keys: &[String]| {
        let keys = keys.iter().map(|key| format!("--key={key}"));
        let ca = "--ca=out/authority/ca.pem".to_owned();
        judge(&room, &[arguments.clone(), keys.chain([ca]).collect()].concat())
    };
    with(&[key("etcd-1"), key("etcd-2"), key("etcd-3")]).succeeds();
    // Nobody has to give all of them, and the authority's own is none of a member's.
    with(&[key("etcd-1")]).succeeds();
    with(&[key("etcd-1"), "out/authority/ca-key.pem".into()]).succeeds();
    room.shell(&format!("cp {} copy.pem", key("etcd-1")));
    let made = room.shell(&format!(
        "openssl pkcs8 -topk8 -in {} -passout pass:x -out locked.pem",
        key("etcd-3")
    ));
    assert_eq!(made.code, Some(0), "{made:?}");
    // One is left over, and another certificate has none: the copy of a key, another's, one that is locked.
    for spare in ["copy.pem".to_owned(), pki("etcd-3", "peer-key.pem"), "locked.pem".to_owned()] {
        let ran = with(&[key("etcd-1"), key("etcd-2"), spare.clone()]);
        assert_eq!(ran.code, Some(1), "{spare}: {ran:?}");
        assert!(
            ran.out.contains("\nclient anyone  accepted    accepted    not judged\n"),
            "{ran:?}"
        );
        assert_eq!(ran.out.matches("[no-key-fits]").count(), 1, "{spare}: {ran:?}");
        let file = pki("etcd-3", "server.pem");
        assert!(
            ran.err.contains(&format!("warning: `{file}`: none of the given keys belongs to")),
            "{ran:?}"
        );
    }
    // Where all have theirs, what is left over does no harm.
    with(&[key("etcd-1"), key("etcd-2"), key("etcd-3"), "locked.pem".into()]).succeeds();
    // Said to be a member's, it is held against what that member shows.
    with(&["etcd-1", "etcd-2"].map(|name| format!("{name}={}", key(name)))).succeeds();
    for (spare, code) in [
        (key("etcd-2"), "key-mismatch"),
        ("copy.pem".into(), "key-mismatch"),
        ("locked.pem".into(), "key-encrypted"),
    ] {
        let ran = with(&[format!("etcd-3={spare}")]);
        assert_eq!(ran.code, Some(1), "{spare}: {ran:?}");
        let row = "\nclient anyone  accepted    accepted    refused\n";
        assert!(ran.out.contains(row), "{spare}: {ran:?}");
        assert!(ran.out.contains(&format!("[{code}]\n")), "{spare}: {ran:?}");
    }
    let ran = with(&[format!("etcd-3={}", key("etcd-3")), format!("etcd-3={}", key("etcd-2"))]);
    let said = format!("warning: `{}` belongs to no certificate of `etcd-3`\n", key("etcd-2"));
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), said.as_str()));
    with(&[format!("etcd-4={}", key("etcd-3"))]).refuses(
        2,
        "error: `--key etcd-4=…` names no member and no client\nhint: known are `etcd-1`",
    );
}

#[test]
fn one_file_of_all_is_held_against_the_key_of_each() {
    let room = three(&["--certificates=shared-server"]);
    let file = |member: &str, file: &str| format!("out/members/{member}/pki/{file}");
    let arguments = |keys: [String; 2]| {
        let server = format!("--server={}", file("etcd-1", "server.pem"));
        let fixed = [&MEMBERS[..2], &[&server, "--ca=out/authority/ca.pem"]].concat();
        let keys = keys.map(|key| format!("--key={key}"));
        fixed.into_iter().map(String::from).chain(keys).collect::<Vec<_>>()
    };
    let own = file("etcd-1", "server-key.pem");
    let other = file("etcd-2", "peer-key.pem");
    judge(&room, &arguments([format!("etcd-1={own}"), format!("etcd-2={own}")])).succeeds();
    let ran = judge(&room, &arguments([format!("etcd-1={own}"), format!("etcd-2={other}")]));
    assert!(ran.out.contains("\nclient anyone  accepted    refused\n"), "{ran:?}");
}
