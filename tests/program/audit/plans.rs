//! Plans of what runs: the same cluster, proved setting by setting, or a word on what is not the same.

#![allow(clippy::disallowed_methods, reason = "tests write scratch files")]

use std::path::{Path, PathBuf};

use quorate::cluster::Plan;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::support::bundle::{ClusterRequest, quorate};
use crate::support::process::{Ran, run};

/// Machines whose units are written here, a directory each, and what a plan makes of them.
struct Machines(TempDir);

impl Machines {
    fn new() -> Self {
        Self(TempDir::new().unwrap())
    }

    fn file(self, path: &str, text: &str) -> Self {
        let path = self.0.path().join("m").join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
        self
    }

    /// A unit that starts etcd with these flags, one a line.
    fn unit(self, machine: &str, flags: &str) -> Self {
        let flags = flags.split_whitespace().collect::<Vec<_>>().join(" ");
        let unit = format!("[Service]\nType=notify\nUser=etcd\nExecStart=/usr/bin/etcd {flags}\n");
        self.file(&format!("{machine}/etc/systemd/system/etcd.service"), &unit)
    }

    fn plan_file(&self) -> PathBuf {
        self.0.path().join("plan.json")
    }

    fn audit(&self, more: &[&str]) -> Ran {
        let _ = std::fs::remove_file(self.plan_file());
        let mut audit = quorate();
        audit.arg("audit").arg(self.0.path().join("m")).args(more);
        run(audit.arg("--write-plan").arg(self.plan_file()))
    }

    /// The last line.
    #[track_caller]
    fn verdict(&self, more: &[&str]) -> String {
        let ran = self.audit(more);
        ran.stdout.lines().last().unwrap_or_else(|| panic!("{ran}")).to_owned()
    }

    #[track_caller]
    fn plan(&self) -> Plan {
        Plan::from_json(&std::fs::read(self.plan_file()).unwrap()).unwrap()
    }

    /// What `generate` makes of the plan, as a bundle.
    #[track_caller]
    fn generated(&self) -> PathBuf {
        let bundle = self.0.path().join("bundle");
        let mut generate = quorate();
        generate.args(["generate", "--plan"]).arg(self.plan_file()).arg("--out").arg(&bundle);
        run(&mut generate).success();
        run(quorate().arg("verify").arg(&bundle)).success();
        bundle
    }

    /// The settings of a member in the generated bundle that hold a text.
    #[track_caller]
    fn assert_sets(&self, member: &str, expected: &[&str]) {
        let text = settings(&self.generated(), member);
        for line in expected {
            assert!(text.contains(line), "no {line} in {text}");
        }
    }
}

/// What a member of a bundle is started with.
fn settings(bundle: &Path, member: &str) -> String {
    let files = std::fs::read_dir(bundle.join("members").join(member)).unwrap();
    let files = files.map(|file| file.unwrap().path()).filter(|path| path.is_file());
    let read = |path: PathBuf| std::fs::read_to_string(path).unwrap_or_default();
    let text: String = files.map(read).collect();
    text.lines().filter(|line| !line.starts_with('#')).collect::<Vec<_>>().join("\n")
}

const TLS: &str = "--cert-file /etc/etcd/c.pem --key-file /etc/etcd/k.pem --trusted-ca-file /etc/etcd/ca.pem \
    --client-cert-auth --peer-cert-file /etc/etcd/c.pem --peer-key-file /etc/etcd/k.pem \
    --peer-trusted-ca-file /etc/etcd/ca.pem --peer-client-cert-auth";

/// The flags of a member at an address, with ports, and the list of its cluster.
fn flags(name: &str, address: &str, (client, peer): (u16, u16), list: &str) -> String {
    format!(
        "--name {name} --data-dir /var/lib/etcd --listen-peer-urls https://{address}:{peer} \
         --initial-advertise-peer-urls https://{address}:{peer} --listen-client-urls https://{address}:{client} \
         --advertise-client-urls https://{address}:{client} --initial-cluster {list} {TLS}"
    )
}

fn one(more: &str) -> String {
    let list = "a=https://10.9.0.1:2380";
    format!("{} --initial-cluster-token t-1 {more}", flags("a", "10.9.0.1", (2379, 2380), list))
}

const SAME: &str = "the same cluster: yes";

#[test]
fn settings_that_no_question_asks_for_are_carried_over() {
    let machines = Machines::new().unit(
        "a",
        &one("--auto-compaction-mode periodic --auto-compaction-retention=1h --max-request-bytes 10485760 \
              --metrics=extensive --listen-metrics-urls=http://127.0.0.1:2381 --log-level warn \
              --cipher-suites=TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256 --tls-min-version TLS1.2 \
              --feature-gates=InitialCorruptCheck=true --experimental-corrupt-check-time=12h \
              --max-learners=2 --pre-vote=false --grpc-keepalive-timeout 25s"),
    );
    assert_eq!(machines.verdict(&[]), SAME);
    let plan = machines.plan();
    let found: Vec<String> = plan.settings.iter().map(ToString::to_string).collect();
    assert_eq!(
        found,
        [
            "auto-compaction-mode=periodic",
            "auto-compaction-retention=1h",
            "cipher-suites=TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
            // Its first name, of two.
            "corrupt-check-time=12h",
            "feature-gates=InitialCorruptCheck=true",
            "grpc-keepalive-timeout=25s",
            "listen-metrics-urls=http://127.0.0.1:2381",
            "log-level=warn",
            "max-learners=2",
            "max-request-bytes=10485760",
            "metrics=extensive",
            "pre-vote=false",
            "tls-min-version=TLS1.2",
        ]
    );
    machines.assert_sets("a", &["--auto-compaction-retention=1h", "--corrupt-check-time=12h"]);
}

#[test]
fn a_config_file_keeps_its_settings_and_their_types() {
    let config = "name: a\ndata-dir: /var/lib/etcd\nlisten-peer-urls: https://10.9.0.1:2380\n\
        initial-advertise-peer-urls: https://10.9.0.1:2380\nlisten-client-urls: https://10.9.0.1:2379\n\
        advertise-client-urls: https://10.9.0.1:2379\ninitial-cluster: a=https://10.9.0.1:2380\n\
        grpc-keepalive-timeout: 25000000000\nlog-outputs: [stderr, /var/log/etcd/etcd.log]\n\
        pre-vote: false\nsocket-options:\n  reuse-port: true\n\
        client-transport-security:\n  cert-file: /etc/etcd/c.pem\n  key-file: /etc/etcd/k.pem\n  \
        trusted-ca-file: /etc/etcd/ca.pem\n  client-cert-auth: true\n  allowed-cn: [x]\n\
        peer-transport-security:\n  cert-file: /etc/etcd/c.pem\n  key-file: /etc/etcd/k.pem\n  \
        trusted-ca-file: /etc/etcd/ca.pem\n  client-cert-auth: true\n";
    let unit = "[Service]\nUser=etcd\nExecStart=/usr/bin/etcd --config-file=/etc/etcd/e.yml\n";
    let machines = Machines::new()
        .file("a/etc/systemd/system/etcd.service", unit)
        .file("a/etc/etcd/e.yml", config);
    assert_eq!(machines.verdict(&[]), SAME);
    machines.assert_sets(
        "a",
        &[
            "grpc-keepalive-timeout: 25000000000",
            "log-outputs: [\"stderr\", \"/var/log/etcd/etcd.log\"]",
            "pre-vote: false",
            "  reuse-port: true",
            "  allowed-cn: [\"x\"]",
        ],
    );
}

#[test]
fn members_keep_what_only_they_have() {
    let list = "a=https://10.9.0.1:2380,b=https://10.9.0.2:2380";
    let of = |name: &str, address: &str, more: &str| {
        format!("{} --log-level warn {more}", flags(name, address, (2379, 2380), list))
    };
    let machines = Machines::new()
        .unit("1", &of("a", "10.9.0.1", "--metrics extensive"))
        .unit("2", &of("b", "10.9.0.2", "--metrics basic --pre-vote=false"));
    assert_eq!(machines.verdict(&[]), SAME);
    let plan = machines.plan();
    let shown = |settings: &quorate::cluster::FurtherSettings| {
        settings.iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    assert_eq!(shown(&plan.settings), ["log-level=warn"]);
    let own: Vec<_> = plan.members.iter().map(|member| shown(&member.settings)).collect();
    assert_eq!(own, [vec!["metrics=extensive"], vec!["metrics=basic", "pre-vote=false"]]);
    // Back and forth through the wizard's answers.
    assert_eq!(quorate::answers::Answers::from_plan(&plan).plan().unwrap(), plan);
}

#[test]
fn the_log_stays_exactly_where_it_is() {
    for (path, note) in [
        ("/var/lib/etcd/wal", "inside the data directory"),
        ("/data/etcd-wal", "the write-ahead log stays at /data/etcd-wal"),
        ("/data/wal", "the write-ahead log stays at /data/wal"),
    ] {
        let machines = Machines::new().unit("a", &one(&format!("--wal-dir {path}")));
        let ran = machines.audit(&[]);
        assert!(ran.stderr.contains(note), "{ran}");
        assert_eq!(ran.stdout.lines().last(), Some(SAME));
        machines.assert_sets("a", &[&format!("--wal-dir={path}")]);
        let plan = machines.plan();
        assert_eq!(quorate::answers::Answers::from_plan(&plan).plan().unwrap(), plan);
    }
    // Where etcd has it anyway, there is nothing to say.
    let machines = Machines::new().unit("a", &one("--wal-dir /var/lib/etcd/member/wal"));
    assert_eq!(machines.verdict(&[]), SAME);
    assert_eq!(machines.plan().install.wal_path(), None);
}

#[test]
fn root_and_the_systems_directories_are_no_obstacles() {
    let text = one("");
    let unit = format!("[Service]\nUser=root\nExecStart=/usr/bin/etcd {text}\n");
    let machines = Machines::new().file("a/etc/systemd/system/etcd.service", &unit);
    let ran = machines.audit(&[]);
    assert!(ran.stderr.contains("etcd runs as `root`, and the plan keeps that"), "{ran}");
    assert_eq!(ran.stdout.lines().last(), Some(SAME));
    machines.assert_sets("a", &["User=root"]);

    let machines = Machines::new().unit("a", &text.replace("/etc/etcd/", "/etc/pki/"));
    let ran = machines.audit(&[]);
    assert!(ran.stderr.contains("certificates are in /etc/pki, which isn't only etcd's"), "{ran}");
    assert_eq!(ran.stdout.lines().last(), Some(SAME));
    machines.assert_sets("a", &["--cert-file=/etc/etcd/pki/"]);

    let unit = "[Service]\nUser=etcd\nEnvironmentFile=/etc/etcd.env\nExecStart=/usr/bin/etcd\n";
    let variables = "ETCD_NAME=a\nETCD_DATA_DIR=/var/lib/etcd\nETCD_LISTEN_PEER_URLS=https://10.9.0.1:2380\n\
        ETCD_INITIAL_ADVERTISE_PEER_URLS=https://10.9.0.1:2380\nETCD_INITIAL_CLUSTER=a=https://10.9.0.1:2380\n\
        ETCD_LISTEN_CLIENT_URLS=https://10.9.0.1:2379\nETCD_ADVERTISE_CLIENT_URLS=https://10.9.0.1:2379\n\
        ETCD_CERT_FILE=/etc/ssl/etcd/c.pem\nETCD_KEY_FILE=/etc/ssl/etcd/k.pem\nETCD_PRE_VOTE=false\n";
    let machines = Machines::new()
        .file("a/etc/systemd/system/etcd.service", unit)
        .file("a/etc/etcd.env", variables);
    let ran = machines.audit(&[]);
    assert!(ran.stderr.contains("settings are in /etc, which isn't only etcd's"), "{ran}");
    // Anyone could connect, and no one without a certificate could any more.
    let last = ran.stdout.lines().last().unwrap();
    assert!(last.starts_with("the same cluster: no, because client-cert-auth (a), "), "{ran}");
    assert!(ran.stdout.contains("`a`: client-cert-auth was `false`, becomes `true`"), "{ran}");
    machines.assert_sets("a", &["ETCD_PRE_VOTE=false"]);
}

#[test]
fn a_member_without_settings_has_etcds_own() {
    let unit = "[Service]\nUser=etcd\nWorkingDirectory=/var/lib/etcd/\nExecStart=/usr/bin/etcd\n";
    let machines = Machines::new().file("a/lib/systemd/system/etcd.service", unit);
    let ran = machines.audit(&[]);
    let last = ran.stdout.lines().last().unwrap();
    assert!(
        last.starts_with("the same cluster: no, because advertise-client-urls (default)"),
        "{ran}"
    );
    let expected =
        "`default`: listen-peer-urls was `http://localhost:2380`, becomes `https://127.0.0.1:2380`";
    assert!(ran.stdout.contains(expected), "{ran}");
    assert!(!ran.stdout.contains("data-dir was"), "{ran}");
    machines.assert_sets("default", &["/var/lib/etcd/default.etcd"]);
}

#[test]
fn of_two_clusters_one_is_chosen() {
    let of = |name: &str, ports, token: &str| {
        let list = format!("{name}=https://10.9.0.1:{ports}");
        let text = flags(name, "10.9.0.1", (ports - 1, ports), &list);
        format!("[Service]\nExecStart=/usr/bin/etcd {text} --initial-cluster-token {token}\n")
    };
    let units = "a/etc/systemd/system";
    let machines = Machines::new()
        .file(&format!("{units}/etcd.service"), &of("main", 2380, "t-main"))
        .file(&format!("{units}/etcd-events.service"), &of("events", 2382, "t-events"));
    let ran = machines.audit(&[]);
    assert_eq!(ran.status.and_then(|status| status.code()), Some(2), "{ran}");
    let expected = "error: these files start 2 clusters: `t-events` (events), `t-main` (main)\n\
        hint: name one with --cluster";
    assert!(ran.stderr.contains(expected), "{ran}");
    assert!(!machines.plan_file().exists());
    for (wanted, member) in [("t-main", "main"), ("events", "events")] {
        assert_eq!(machines.verdict(&["--cluster", wanted]), SAME);
        let members: Vec<String> =
            machines.plan().members.iter().map(|one| one.name.to_string()).collect();
        assert_eq!(members, [member]);
    }
    let ran = machines.audit(&["--cluster", "other"]);
    assert!(
        ran.stderr.contains("no cluster here has the token, the name or a member `other`"),
        "{ran}"
    );
}

/// Each list is the cluster's when its member joined.
#[test]
fn a_grown_cluster_keeps_all_of_its_members() {
    let entry = |n: u8| format!("m{n}=https://10.9.0.{n}:2380");
    let first = [1, 2, 3].map(entry).join(",");
    let mut machines = Machines::new();
    for n in 1..=4u8 {
        let list = if n < 4 { first.clone() } else { format!("{first},{}", entry(4)) };
        let state = if n < 4 { "new" } else { "existing" };
        let text = flags(&format!("m{n}"), &format!("10.9.0.{n}"), (2379, 2380), &list);
        machines =
            machines.unit(&n.to_string(), &format!("{text} --initial-cluster-state {state}"));
    }
    let ran = machines.audit(&[]);
    assert_eq!(ran.stdout.lines().last(), Some(SAME), "{ran}");
    assert!(ran.stderr.contains("the members' lists differ"), "{ran}");
    let expected = "`m4`: initial-cluster-state was `existing`, becomes `new` (only matters at a member's first start)";
    assert!(ran.stdout.contains(expected), "{ran}");
    assert_eq!(machines.plan().members.size().members(), 4);
}

#[test]
fn what_changes_the_cluster_is_never_passed_over() {
    for (from, to, setting) in [
        (
            "--listen-client-urls https://10.9.0.1:2379",
            "--listen-client-urls https://0.0.0.0:2379",
            "listen-client-urls",
        ),
        (
            "--initial-cluster-token t-1",
            "--initial-cluster-token t-1 --force-new-cluster",
            "force-new-cluster",
        ),
        ("--client-cert-auth --peer-cert", "--peer-cert", ""),
        (
            "--initial-cluster-token t-1",
            "--initial-cluster-token t-1 --auto-compaction-retention=1day",
            "auto-compaction-retention",
        ),
        (
            "--initial-cluster-token t-1",
            "--initial-cluster-token t-1 --quota-backend-bytes 3000000001",
            "quota-backend-bytes",
        ),
        ("--initial-cluster-token t-1", "--initial-cluster-token t-1 --quota-backend-bytes 0", ""),
        ("--initial-cluster-token t-1", "--initial-cluster-token t-1 --snapshot-count 10000", ""),
        (
            "https://10.9.0.1:2380 --listen-client",
            "https://a.example:2380 --listen-client",
            "initial-advertise-peer-urls",
        ),
    ] {
        let text = one("");
        assert!(text.contains(from), "{from}");
        let machines = Machines::new().unit("a", &text.replacen(from, to, 1));
        let said = machines.verdict(&[]);
        let expected = if setting.is_empty() { SAME.to_owned() } else { format!("{setting} (a)") };
        assert!(said.contains(&expected), "{to}: {said}");
        assert_eq!(said == SAME, setting.is_empty(), "{to}: {said}");
    }
    let text =
        one("").replace("--initial-cluster a=https://10.9.0.1:2380", "--discovery-srv example.com");
    let ran = Machines::new().unit("a", &text).audit(&[]);
    assert!(ran.stderr.contains("members find one another by `discovery-srv`"), "{ran}");
}

#[test]
fn a_report_in_json_says_the_same() {
    let list = "a=https://10.9.0.1:2380,b=https://10.9.0.2:2380";
    let machines = Machines::new().unit("a", &flags("a", "10.9.0.1", (2379, 2380), list));
    assert_eq!(
        machines.verdict(&[]),
        "the same cluster: yes for a; not compared: b, whose files aren't here"
    );
    let report: Value = serde_json::from_str(&machines.audit(&["--json"]).stdout).unwrap();
    let plan = &report["plan"];
    assert_eq!(plan["same_cluster"], true);
    assert_eq!(plan["not_compared"], json!(["b"]));
    let expected = json!({
        "member": "a", "setting": "listen-client-urls", "was": "https://10.9.0.1:2379",
        "becomes": "https://10.9.0.1:2379,https://127.0.0.1:2379", "changes": "loopback",
    });
    assert!(plan["differences"].as_array().unwrap().contains(&expected), "{plan:#}");
}

/// The members, tokens, URLs and directories of what is generated again are those of what runs.
#[test]
fn a_lab_on_one_machine_becomes_itself() {
    for form in ["environment-file", "flags", "config-file"] {
        let request =
            ClusterRequest::named("lab").preset("single-host").option("--unit-form", form);
        let request = request.option("--set", "auto-compaction-retention=1h");
        let bundle = request.option("--set", "etcd2:log-level=debug").generate();
        let members = bundle.member_names();
        let root = bundle.install_together(&members);
        let scratch = TempDir::new().unwrap();
        let file = scratch.path().join("plan.json");
        let mut audit = quorate();
        audit.arg("audit").arg(root.path()).arg("--write-plan").arg(&file);
        let ran = run(&mut audit);
        assert_eq!(ran.stdout.lines().last(), Some(SAME), "{ran}");
        assert!(!ran.stdout.contains("becomes"), "{ran}");
        let again = scratch.path().join("again");
        let mut generate = quorate();
        run(generate.args(["generate", "--plan"]).arg(&file).arg("--out").arg(&again)).success();
        for member in members {
            let of = |bundle: &Path| {
                let text = settings(bundle, member);
                let is_setting = |line: &&str| {
                    let line = line.trim_start();
                    line.starts_with("--") || line.starts_with("ETCD_") || line.contains(": ")
                };
                text.lines().filter(is_setting).map(ToOwned::to_owned).collect::<Vec<_>>()
            };
            assert_eq!(of(bundle.directory()), of(&again), "{form} {member}");
        }
    }
}
