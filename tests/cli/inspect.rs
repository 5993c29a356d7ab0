//! `quorate inspect`: any file in, a report or a clear refusal out.

use crate::Room;

#[test]
fn a_bundle_is_shown_without_its_keys() {
    let room = Room::with_plan();
    room.quorate(&["generate", "--plan", "plan.json", "--out", "out", "-q"]).succeeds();
    let ran = room
        .quorate(&["inspect", "out/members/etcd-1/pki/peer.pem", "out/authority/ca-key.pem"])
        .succeeds();
    for line in [
        "out/members/etcd-1/pki/peer.pem, line 1: CERTIFICATE",
        "  Subject:        O = Example, CN = etcd-1",
        "  DNS names:      etcd-1",
        "                  etcd-1.example.com",
        "  IP addresses:   10.0.0.1",
        "out/authority/ca-key.pem, line 1: PRIVATE KEY",
        "  private key: ECDSA P-256, PKCS #8",
    ] {
        assert!(ran.out.lines().any(|found| found == line), "{line} is not in {}", ran.out);
    }
    let key = String::from_utf8(room.read("out/authority/ca-key.pem")).unwrap();
    assert!(key.lines().filter(|line| !line.starts_with('-')).all(|line| !ran.out.contains(line)));
}

#[test]
fn what_is_no_file_or_no_pem_is_refused() {
    let room = Room::with_plan();
    let inspect = |path: &str| room.quorate(&["inspect", path]);
    inspect("/dev/zero").refuses(2, "error: `/dev/zero` is a device, expected a file");
    inspect(".").refuses(2, "error: `.` is a directory, expected a file");
    inspect("absent").refuses(2, "error: can't read `absent`: No such file");
    room.shell("mkfifo pipe && exec \"$Q\" inspect pipe")
        .refuses(2, "error: `pipe` is a named pipe, expected a file");
    let ran = inspect("plan.json");
    assert_eq!(ran.code, Some(2));
    assert!(ran.out.starts_with("plan.json: no PEM block was found"), "{ran:?}");
    // One bad file doesn't hide the others.
    room.quorate(&["generate", "--plan", "plan.json", "--out", "out", "-q"]).succeeds();
    let ran = room.quorate(&["inspect", "absent", "out/authority/ca.pem"]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.out.contains("O = Example, CN = production etcd CA"), "{ran:?}");
    assert_eq!(room.shell("\"$Q\" inspect - < out/authority/ca.pem").code, Some(0));
}
