//! Commands of etcdctl and curl in scripts, Makefiles, tables of cron, units, jobs and checks of containers.

use quorate::finding::Finding;

use crate::audit::trust::Room;
use crate::audit::{Machine, OF_RELEASES};
use crate::support::skip_without;

const RIGHT: &str = "--cacert=/c/ca.pem --cert=/c/client.pem --key=/c/client.key";
const URLS: &str = "https://10.0.0.1:2379,https://10.0.0.2:2379";

fn members() -> Machine {
    let room = Room::new();
    room.authority("ca", "cluster");
    room.authority("other", "other");
    room.leaf_with("client", "ca", "extendedKeyUsage=clientAuth\n", 365);
    room.leaf_with("stranger", "other", "extendedKeyUsage=clientAuth\n", 365);
    let mut machine = room.cluster([("ca", &["ca"]); 3]);
    for (name, mode) in [("pem", 0o644), ("key", 0o600)] {
        for file in ["ca", "other", "client", "stranger"] {
            let file = format!("{file}.{name}");
            machine = machine.beside(&format!("/c/{file}"), &room.read(&file), mode);
        }
    }
    machine
}

fn found(members: &Machine, path: &str, text: &str) -> Vec<Finding> {
    let known = members.codes("3.6");
    let (report, _) = members.clone().file(path, text).audit("3.6");
    let mut findings = report.findings;
    findings.retain(|one| !known.contains(&one.code()) && !OF_RELEASES.contains(&one.code()));
    findings
}

/// Forms of one command: where the file is, and its text, in which `@DO` is the command.
const FORMS: &[(&str, &str)] = &[
    (
        "/m/backup.sh",
        "#!/bin/bash\nset -e\nexport ETCDCTL_API=3\n@DO snapshot save /b/$(date +%F).db\n",
    ),
    (
        "/m/check.sh",
        "#!/bin/sh\nif ! timeout 5 sudo @DO endpoint health >/dev/null 2>&1; then\n  exit 1\nfi\n",
    ),
    (
        "/m/leader.sh",
        "#!/bin/sh\nDO='@DO'\nLEADER=\"$($DO endpoint status \\\n  -w json | jq '.[0]')\"\necho $LEADER\n",
    ),
    ("/m/members.sh", "#!/bin/bash\nfor one in `@DO member list`; do echo $one; done\n"),
    ("/m/get.sh", "#!/bin/sh\nCTL=\"@DO\"\n$CTL member list\n"),
    ("/m/Makefile", "CTL := @DO\nlist:\n\t@$(CTL) member list -w table\n"),
    (
        "/m/etc/cron.d/etcd",
        "SHELL=/bin/sh\n0 */6 * * * root ETCDCTL_API=3 @DO snapshot save /b/x.db\n",
    ),
    ("/m/crontab", "@daily @DO snapshot save /b/x.db\n"),
    (
        "/m/etc/systemd/system/backup.service",
        "[Service]\nType=oneshot\nExecStart=@DO snapshot save /b/x.db\n",
    ),
    (
        "/m/etc/systemd/system/check.service",
        "[Service]\nType=oneshot\nExecStart=/bin/sh -c '@DO endpoint health'\n",
    ),
    (
        "/m/job.yaml",
        "apiVersion: batch/v1\nkind: CronJob\nmetadata: {name: backup}\nspec:\n  jobTemplate:\n    spec:\n      template:\n        spec:\n          containers:\n          - name: b\n            image: quay.io/coreos/etcd:v3.6.14\n            command: [sh, -c, \"@DO snapshot save /b/x.db\"]\n            volumeMounts: [{name: c, mountPath: /c}]\n          volumes: [{name: c, hostPath: {path: /c}}]\n",
    ),
    (
        "/m/compose.yml",
        "services:\n  app:\n    image: app\n    volumes: [\"/c:/c:ro\"]\n    healthcheck:\n      test: [\"CMD-SHELL\", \"@DO endpoint health\"]\n",
    ),
    (
        "/m/run.sh",
        "#!/bin/sh\ndocker run --rm -v /c:/c quay.io/coreos/etcd:v3.6.14 @DO member list\n",
    ),
];

#[test]
fn a_command_of_etcdctl_is_a_client() {
    skip_without!("openssl");
    let members = members();
    let mut wrong = Vec::new();
    for (path, text) in FORMS {
        for (command, expected) in [
            (format!("etcdctl --endpoints={URLS} {RIGHT}"), &[][..]),
            (
                format!("etcdctl --endpoints={URLS} {}", RIGHT.replace("ca.pem", "other.pem")),
                &["client-refuses-member"],
            ),
            (
                format!("etcdctl --endpoints {URLS} {}", RIGHT.replace("client.", "stranger.")),
                &["member-refuses-client"],
            ),
            (
                format!("etcdctl --endpoints={URLS} --cacert /c/ca.pem"),
                &["client-without-certificate"],
            ),
            (format!("etcdctl --endpoints=10.0.0.1:2380 {RIGHT}"), &["peer-port-dialed"]),
            (format!("etcdctl --endpoints=http://10.0.0.1:2379 {RIGHT}"), &["endpoint-scheme"]),
            (format!("etcdctl --endpoints=$NOBODY_KNOWS {RIGHT}"), &[]),
        ] {
            let command = if path.ends_with(".service") {
                command.replace("etcdctl ", "/usr/local/bin/etcdctl ")
            } else {
                command
            };
            let findings = found(&members, path, &text.replace("@DO", &command));
            let codes: Vec<&str> = findings.iter().map(Finding::code).collect();
            if codes != expected {
                wrong.push(format!("{path} {command}: {codes:?}, expected {expected:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_a_script_exports_is_its_commands() {
    skip_without!("openssl");
    let members = members();
    let read = |text: &str| -> Vec<String> {
        let all = found(&members, "/m/x.sh", &format!("#!/bin/sh\n{text}\n"));
        all.iter().map(|one| format!("{} {}", one.code(), one.location.line.unwrap_or(0))).collect()
    };
    let files =
        "export ETCDCTL_CACERT=/c/ca.pem ETCDCTL_CERT=/c/client.pem ETCDCTL_KEY=/c/client.key";
    assert_eq!(read(&format!("{files}\netcdctl --endpoints={URLS} member list")), [""; 0]);
    assert_eq!(
        read(&format!("{files}\netcdctl --endpoints=10.0.0.1:2380 member list\n")),
        ["peer-port-dialed 3"]
    );
    // The same command again says nothing new.
    let command = format!(
        "etcdctl --endpoints={URLS} --cacert=/c/other.pem --cert=/c/client.pem --key=/c/client.key"
    );
    assert_eq!(read(&format!("{command} get a\n{command} get b")), ["client-refuses-member 2"]);
    // What reads a file dials nobody, and what runs elsewhere has other files.
    assert_eq!(read("etcdctl snapshot restore x.db --endpoints=https://10.0.0.9:2379"), [""; 0]);
    let other = RIGHT.replace("ca.pem", "other.pem");
    assert_eq!(
        read(&format!(
            "kubectl exec etcd-a -- etcdctl --endpoints=https://10.0.0.1:2379 {other} get a"
        )),
        [""; 0]
    );
    assert_eq!(
        read(&format!(
            "kubectl exec etcd-a -- sh -c 'ETCDCTL_API=3 etcdctl --endpoints=https://10.0.0.1:2380 {other} get a'"
        )),
        ["peer-port-dialed 2"]
    );
    // Prose shows what somebody is to put in.
    let prose =
        format!("Run this:\n\n    etcdctl --endpoints=https://10.0.0.9:2379 {RIGHT} get a\n");
    assert_eq!(found(&members, "/m/notes.md", &prose).len(), 0);
}

#[test]
fn curl_at_etcds_port_is_a_client() {
    skip_without!("openssl");
    let members = members();
    let read = |command: &str| -> Vec<&'static str> {
        let all = found(&members, "/m/x.sh", &format!("#!/bin/sh\n{command}\n"));
        all.iter().map(Finding::code).filter(|code| *code != "not-read").collect()
    };
    let url = "https://10.0.0.1:2379/health";
    assert_eq!(read(&format!("curl -s {RIGHT} {url} | jq .health")), [""; 0]);
    assert_eq!(read(&format!("curl -sfk --cert /c/client.pem --key /c/client.key {url}")), [""; 0]);
    let other = RIGHT.replace("ca.pem", "other.pem");
    assert_eq!(read(&format!("curl {other} {url}")), ["client-refuses-member"]);
    assert_eq!(read(&format!("curl -sk {other} {url}")), [""; 0]);
    let stranger = RIGHT.replace("client.", "stranger.");
    assert_eq!(read(&format!("curl {stranger} {url}")), ["member-refuses-client"]);
    assert_eq!(read(&format!("curl --cacert /c/ca.pem {url}")), ["client-without-certificate"]);
    assert_eq!(read("curl http://10.0.0.1:2379/version"), ["endpoint-scheme"]);
    assert_eq!(read(&format!("curl {RIGHT} https://10.0.0.1:2379/v2/keys/a")), ["no-v2-api"]);
    // Others' ports, and what is told to dial elsewhere.
    assert_eq!(read("curl -L https://github.com/etcd-io/etcd/releases/x.tgz -o x"), [""; 0]);
    assert_eq!(read("curl http://10.0.0.1:2381/metrics"), [""; 0]);
    assert_eq!(
        read(&format!("curl --resolve a:2379:10.0.0.1 {other} https://a:2379/health")),
        [""; 0]
    );
}
