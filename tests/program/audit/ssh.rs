//! `quorate audit --host` over a real ssh: two hosts, each with mounts, processes and an sshd of its own, on addresses of
//! the loopback. Their files have the same paths and differ.

use std::fs::File;
use std::path::Path;
use std::process::Stdio;

use serde_json::Value;

use crate::audit::hosts::assert_sends_no_key;
use crate::cli::{Ran, Room};
use crate::support::bundle::{Bundle, ClusterRequest};
use crate::support::process::{Held, PATIENCE, mortal, wait_until};
use crate::support::releases::EtcdRelease;
use crate::support::skip_without;

/// Becomes a host: `/mnt` and its processes are its own. `$0` is the directory that its files are copied from.
const HOST: &str = r#"set -eu
mount -t tmpfs tmpfs /mnt
mount -t tmpfs tmpfs /run
mkdir /run/sshd
cp -a "$0"/. /mnt/
if [ -e /mnt/etcd/etcd.env ]; then
    (set -a; . /mnt/etcd/etcd.env; exec /mnt/etcd/bin/etcd) >"$0.etcd-log" 2>&1 &
fi
exec /usr/sbin/sshd -D -e -f /mnt/sshd_config
"#;

/// The real ssh with a configuration of its own; what a host says is kept, each by itself as they say it at once.
const SSH: &str = r#"#!/bin/sh
for word; do [ "$word" != sh ] || break; host=$word; done
/usr/bin/ssh -F "$HOME/ssh_config" "$@" | tee "$HOME/said-$host"
"#;

struct Hosts {
    room: Room,
    running: Vec<Held>,
}

impl Hosts {
    fn new() -> Self {
        let room = Room::new().file("bin/ssh", SSH).file("known_hosts", "").file("ssh_config", "");
        room.shell(
            "chmod +x bin/ssh; for key in own-key foreign-key; do ssh-keygen -q -t ed25519 -N '' -f $key; done",
        )
        .succeeds();
        Self { room, running: Vec::new() }
    }

    /// A line of shell here, `$D` being the directory of a host's files.
    #[track_caller]
    fn shell(&self, host: &str, line: &str) -> Ran {
        self.room.shell(&format!("set -e; D=$HOME/hosts/{host}; {line}")).succeeds()
    }

    /// Starts a host that has what `files` lays into `$D`, and an sshd that this user may log in at.
    #[track_caller]
    fn start(&mut self, name: &str, address: &str, files: &str) {
        let home = self.room.path.display().to_string();
        let sshd = format!(
            "ListenAddress {address}:22922\nHostKey /mnt/host-key\nAuthorizedKeysFile /mnt/authorized_keys\nStrictModes no\n\
             PasswordAuthentication no\nKbdInteractiveAuthentication no\nUsePAM no\nPidFile none\nPermitRootLogin yes\n"
        );
        let config = format!(
            "Host {name}\n  HostName {address}\n  Port 22922\n  User root\n  IdentityFile {home}/own-key\n  \
             IdentitiesOnly yes\n  UserKnownHostsFile {home}/known_hosts\n  GlobalKnownHostsFile /dev/null\n"
        );
        self.shell(
            name,
            &format!(
                "mkdir -p $D; ssh-keygen -q -t ed25519 -N '' -f $D/host-key; cp own-key.pub $D/authorized_keys
                 printf '%s' '{sshd}' >$D/sshd_config; printf '%s' '{config}' >>ssh_config
                 printf '[{address}]:22922 %s\\n' \"$(cut -d' ' -f1,2 $D/host-key.pub)\" >>known_hosts
                 {files}"
            ),
        );
        let mut host = mortal("unshare");
        host.args(["--mount", "--propagation", "private", "--pid", "--fork", "--kill-child"])
            .args(["--mount-proc", "sh", "-c", HOST])
            .arg(self.room.path.join("hosts").join(name))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(File::create(self.room.path.join(format!("{name}.log"))).unwrap());
        self.running.push(Held::start(&mut host));
        self.wait_for(&format!("{name}.log"), "Server listening");
    }

    /// Starts one that runs a member of a bundle.
    #[track_caller]
    fn member(&mut self, bundle: &Bundle, name: &str, address: &str, more: &str) {
        let member = bundle.member_directory(name);
        let etcd = EtcdRelease::V3_6.directory().join("etcd");
        let show = |path: &Path| path.display().to_string();
        let files = format!(
            "mkdir -p $D/etcd/bin; cp -r '{}'/. $D/etcd/; cp '{}' $D/etcd/bin/; {more}",
            show(&member),
            show(&etcd)
        );
        self.start(name, address, &files);
        self.wait_for(&format!("hosts/{name}.etcd-log"), "starting an etcd server");
    }

    #[track_caller]
    fn wait_for(&self, log: &str, words: &str) {
        wait_until(words, PATIENCE, || {
            let said = std::fs::read_to_string(self.room.path.join(log)).unwrap_or_default();
            if said.contains(words) { Ok(()) } else { Err(said) }
        });
    }

    fn audit(&self, options: &str) -> Ran {
        self.room.shell(&format!("PATH=$HOME/bin:$PATH $Q audit --host {options}"))
    }
}

#[test]
fn members_on_two_hosts_are_read_over_ssh_and_stand_side_by_side() {
    skip_without!("root", "/usr/sbin/sshd", "ssh", "etcd-3.6");
    let bundle = ClusterRequest::named("apart")
        .member("db1", "127.81.0.1")
        .member("db2", "127.81.0.2")
        .member("db3", "127.81.0.3")
        .option("--config-dir", "/mnt/etcd")
        .option("--data-dir", "/mnt/data")
        .generate();
    let mut hosts = Hosts::new();
    hosts.member(&bundle, "db1", "127.81.0.1", "");
    hosts.member(
        &bundle,
        "db2",
        "127.81.0.2",
        "sed -i 's/^ETCD_ELECTION_TIMEOUT=.*/ETCD_ELECTION_TIMEOUT=4000/' $D/etcd/etcd.env",
    );
    let ran = hosts.audit("db1,db2 --json");
    let report: Value = serde_json::from_str(&ran.out).unwrap_or_else(|_| panic!("{ran:?}"));
    assert_eq!((&report["members"], &report["certificates"]), (&2.into(), &4.into()), "{ran:?}");
    let findings = report["findings"].as_array().unwrap().iter();
    let codes: Vec<&str> = findings.map(|one| one["code"].as_str().unwrap()).collect();
    // Keys stay where they are, and are named as what was not checked.
    assert_eq!(codes, ["not-here", "not-here", "timing-differs"], "{report:#}");
    let members = report["clusters"][0]["members"].as_array().unwrap();
    let names: Vec<&str> = members.iter().map(|one| one["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["db1", "db2"], "{report:#}");
    for member in members {
        assert!(member["version"].as_str().unwrap().starts_with("3.6."), "{report:#}");
        assert!(member["next_expiry"].is_string(), "{report:#}");
    }
    for host in ["db1", "db2"] {
        let said = String::from_utf8(hosts.room.read(format!("said-{host}"))).unwrap();
        assert_sends_no_key(&said, &["/mnt/etcd/pki/server-key.pem", "/mnt/etcd/pki/peer-key.pem"]);
    }

    // Side by side, and those that can be looked at where one can't.
    let ran = hosts.audit("db1,db9,db2");
    for part in ["db1", "db2", "2 members and 4 certificates in"] {
        assert!(ran.out.contains(part), "{part}: {ran:?}");
    }
    let election = ran.out.lines().find(|line| line.contains("4000"));
    assert!(election.is_some_and(|line| line.contains("1000")), "{ran:?}");
    assert!(ran.err.starts_with("error: can't audit `db9`: "), "{ran:?}");
}

#[test]
fn why_a_host_is_not_looked_at_is_said_with_what_to_do() {
    skip_without!("root", "/usr/sbin/sshd", "ssh");
    let mut hosts = Hosts::new();
    hosts.start("empty", "127.81.0.4", "");
    hosts.start("stranger", "127.81.0.5", "sed -i /127.81.0.5/d known_hosts");
    hosts.start("closed", "127.81.0.6", "cp foreign-key.pub $D/authorized_keys");
    hosts.shell(
        "",
        "printf 'Host gone\\n  HostName 127.81.0.7\\n  Port 22923\\nHost nowhere\\n  HostName nowhere.invalid\\n' >>ssh_config",
    );
    for (name, why, hint) in [
        ("empty", "no etcd runs on this machine", "--host root@HOST"),
        ("stranger", "Host key verification failed", "ssh-keygen -lf"),
        ("closed", "Permission denied (publickey)", "ssh-copy-id closed"),
        ("gone", "Connection refused", "ssh -v gone true"),
        ("nowhere", "Could not resolve hostname nowhere.invalid", "ssh -v nowhere true"),
    ] {
        let ran = hosts.audit(name);
        assert_eq!((ran.code, ran.err.lines().count()), (Some(2), 2), "{ran:?}");
        assert!(ran.err.starts_with(&format!("error: can't audit `{name}`: ")), "{ran:?}");
        assert!(ran.err.contains(why) && ran.err.contains(hint), "{ran:?}");
    }
    let ran = hosts.room.shell("PATH=/nowhere $Q audit --host db1");
    assert!(ran.err.starts_with("error: can't audit `db1`: this machine has no ssh\n"), "{ran:?}");
}
