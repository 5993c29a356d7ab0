//! `quorate audit --host`, with an ssh that runs the script here, in a machine that a directory plays.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

use crate::cli::{Ran, Room};
use crate::support::skip_without;

/// Plays ssh: each directory of `hosts` is a machine. What it was asked, and what it said, is kept.
const SSH: &str = r#"#!/bin/sh
while [ "$1" != -- ]; do echo "$1" >>"$HOME/asked"; shift; done
echo "$2 $3 $4" >>"$HOME/asked"
HERE=$HOME/hosts/$2
if [ ! -d "$HERE" ]; then
    echo "ssh: connect to host $2 port 22: Connection refused" >&2
    exit 255
fi
export HERE
sed "s|/proc|$HERE/proc|g" | sh -s | sed "s|$HERE/proc|/proc|" | tee "$HOME/said-$2"
"#;

const SYSTEMCTL: &str = "#!/bin/sh\n\
    echo \"FragmentPath=$HERE/etc/systemd/system/etcd.service\"\necho DropInPaths=\n";

/// Two machines with an etcd each, of one cluster, set up from a bundle.
fn room() -> Room {
    let room = Room::with_plan().file("bin/ssh", SSH).file("bin/systemctl", SYSTEMCTL);
    room.shell(
        r#"chmod +x bin/*
$Q generate -q --plan plan.json --out out
for i in 1 2; do
    h=$HOME/hosts/etcd-$i
    mkdir -p $h/etc/systemd/system $h/proc/10$i
    cp -r out/members/etcd-$i/pki $h/etc/pki
    sed "s|=/etc/etcd/pki|=$h/etc/pki|" out/members/etcd-$i/etcd.env >$h/etc/etcd.env
    printf '[Service]\nType=notify\nEnvironmentFile=%s\nExecStart=/usr/bin/etcd\n' $h/etc/etcd.env \
        >$h/etc/systemd/system/etcd.service
    printf '/usr/bin/etcd\0' >$h/proc/10$i/cmdline
    grep ^ETCD_ $h/etc/etcd.env | tr '\n' '\0' >$h/proc/10$i/environ
    echo '0::/system.slice/etcd.service' >$h/proc/10$i/cgroup
    ln -s / $h/proc/10$i/root
done"#,
    )
    .succeeds();
    room
}

fn audit(room: &Room, options: &str) -> Ran {
    room.shell(&format!("PATH=$HOME/bin:$PATH $Q audit --host {options}"))
}

#[test]
fn the_members_of_other_machines_are_read_and_compared() {
    let room = room();
    let ran = audit(&room, "etcd-1,etcd-2 --json");
    let json: Value = serde_json::from_str(&ran.out).unwrap_or_else(|_| panic!("{ran:?}"));
    assert_eq!(json["members"], 2, "{ran:?}");
    assert_eq!(json["certificates"], 4, "{ran:?}");
    let members = &json["clusters"][0]["members"];
    assert_eq!(members[0]["client_ca"], members[1]["client_ca"], "{ran:?}");
    assert!(members[0]["next_expiry"].is_string(), "{ran:?}");
    let codes: Vec<&str> = json["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["code"].as_str().unwrap())
        .collect();
    assert!(!codes.contains(&"runs-otherwise") && !codes.contains(&"file-missing"), "{ran:?}");
    let asked = String::from_utf8(room.read("asked")).unwrap();
    assert!(asked.contains("BatchMode=yes\n") && asked.contains("etcd-1 sh -s\n"), "{asked}");
    // What runs otherwise than its files say.
    room.shell("sed -i s/ETCD_NAME=etcd-2/ETCD_NAME=etcd-9/ hosts/etcd-2/etc/etcd.env");
    let ran = audit(&room, "etcd-2");
    assert!(ran.out.contains("[runs-otherwise]"), "{ran:?}");
    assert!(ran.out.contains("etcd-2:DIR/hosts/etcd-2/etc/etcd.env:"), "{ran:?}");
}

/// What the script on a machine has said holds several files, none with a private key; these are only named.
#[track_caller]
pub(super) fn assert_sends_no_key(said: &str, named: &[&str]) {
    let mut sent = 0;
    for block in said.split("file ").skip(1) {
        let lines = block.lines().skip(1).take_while(|line| *line != ".");
        let bytes = STANDARD.decode(lines.collect::<String>()).unwrap();
        assert!(!String::from_utf8_lossy(&bytes).contains("PRIVATE KEY"), "{block}");
        sent += 1;
    }
    assert!(sent > 4, "{said}");
    for closed in named {
        let is_closed = |line: &str| line.starts_with("closed ") && line.ends_with(closed);
        assert!(said.lines().any(is_closed), "{closed}: {said}");
    }
}

#[test]
fn no_private_key_leaves_a_machine() {
    let room = room();
    // A key under another name, and one within settings.
    room.shell(
        "cd hosts/etcd-1/etc && cat pki/peer-key.pem >>pki/ca.pem
         printf 'cert-file: %s\\n' $PWD/pki/server.pem >inner.yml && cat pki/server-key.pem >>inner.yml
         echo ETCD_CONFIG_FILE=$PWD/inner.yml >>etcd.env",
    );
    let ran = audit(&room, "etcd-1");
    assert_ne!(ran.code, Some(0), "{ran:?}");
    let said = String::from_utf8(room.read("said-etcd-1")).unwrap();
    assert_sends_no_key(&said, &["server-key.pem", "peer-key.pem", "ca.pem", "inner.yml"]);
    assert!(!ran.out.contains("PRIVATE KEY"), "{ran:?}");
}

#[test]
fn a_machine_that_does_not_answer_is_told_and_the_others_are_audited() {
    let room = room();
    let ran = audit(&room, "etcd-1,etcd-7");
    assert_eq!(ran.code, Some(2), "{ran:?}");
    assert!(ran.out.contains("1 member and 2 certificates in"), "{ran:?}");
    let why = "error: can't audit `etcd-7`: ssh: connect to host etcd-7 port 22: Connection refused\n\
               hint: check name, address and port, which ~/.ssh/config may set: ssh -v etcd-7 true\n";
    assert!(ran.err.contains(why), "{ran:?}");
    let ran = room.quorate(&["audit", "--host=-oProxyCommand=touch"]);
    assert!(ran.err.contains("that isn't a host name"), "{ran:?}");
    room.shell("rm -r hosts/etcd-1/proc/101");
    let ran = audit(&room, "etcd-1");
    assert!(ran.err.contains("no etcd runs on this machine"), "{ran:?}");
}

#[test]
fn busyboxs_shell_reads_the_same() {
    skip_without!("busybox");
    let room = room();
    let plain = audit(&room, "etcd-1 --json");
    room.shell("sed -i 's/| sh -s |/| busybox sh -s |/' bin/ssh");
    let busy = audit(&room, "etcd-1 --json");
    assert_eq!(plain.out, busy.out);
}
