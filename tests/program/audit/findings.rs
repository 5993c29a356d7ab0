//! Each finding once, planted in an installation that has none.

use std::collections::BTreeSet;

use quorate::bundle::{AuthoritySource, Target, generate};
use quorate::cluster::{Plan, UnitForm};
use quorate::finding::{Family, Finding, Rule};
use quorate::pki::system_random;
use tempfile::TempDir;
use time::Duration;

use crate::audit::planted::{Of, PLANTED};
use crate::audit::{Machine, NOW, OF_RELEASES};

const UNIT: &str = "[Service]\nType=notify\nTimeoutStartSec=0\nUser=etcd\n\
    EnvironmentFile=/etc/etcd/etcd.env\nExecStart=/usr/bin/etcd\nRestart=on-failure\n\
    LimitNOFILE=65536\nProtectSystem=strict\n";
const ENVIRONMENT: &str = "# settings\nETCD_NAME=a\nETCD_DATA_DIR=/var/lib/etcd\n\
    ETCD_LISTEN_PEER_URLS=https://10.0.0.1:2380\nETCD_INITIAL_ADVERTISE_PEER_URLS=https://10.0.0.1:2380\n\
    ETCD_LISTEN_CLIENT_URLS=https://10.0.0.1:2379\nETCD_ADVERTISE_CLIENT_URLS=https://10.0.0.1:2379\n\
    ETCD_INITIAL_CLUSTER=a=https://10.0.0.1:2380,b=https://10.0.0.2:2380,c=https://10.0.0.3:2380\n\
    ETCD_INITIAL_CLUSTER_STATE=new\nETCD_INITIAL_CLUSTER_TOKEN=production-1\n\
    ETCD_CERT_FILE=/p/s.pem\nETCD_KEY_FILE=/p/s-key.pem\nETCD_CLIENT_CERT_AUTH=true\n\
    ETCD_TRUSTED_CA_FILE=/p/ca.pem\nETCD_PEER_CERT_FILE=/p/p.pem\nETCD_PEER_KEY_FILE=/p/p-key.pem\n\
    ETCD_PEER_CLIENT_CERT_AUTH=true\nETCD_PEER_TRUSTED_CA_FILE=/p/ca.pem\n\
    ETCD_HEARTBEAT_INTERVAL=100\nETCD_ELECTION_TIMEOUT=1000\nETCD_QUOTA_BACKEND_BYTES=2147483648\n";
const CONFIG: &str = "name: a\ndata-dir: /var/lib/etcd\nlisten-peer-urls: https://10.0.0.1:2380\n\
    initial-advertise-peer-urls: https://10.0.0.1:2380\nlisten-client-urls: https://10.0.0.1:2379\n\
    advertise-client-urls: https://10.0.0.1:2379\ninitial-cluster: a=https://10.0.0.1:2380\n\
    initial-cluster-token: production-1\nclient-transport-security:\n  cert-file: /p/s.pem\n\
    \x20 key-file: /p/s-key.pem\n  client-cert-auth: true\n  trusted-ca-file: /p/ca.pem\n\
    peer-transport-security:\n  cert-file: /p/p.pem\n  key-file: /p/p-key.pem\n\
    \x20 client-cert-auth: true\n  trusted-ca-file: /p/ca.pem\n";

fn machine(unit: &str, environment: &str) -> Machine {
    Machine::default()
        .file("/etc/systemd/system/etcd.service", unit)
        .file("/etc/etcd/etcd.env", environment)
}

fn configured(unit: &str, config: &str) -> Machine {
    let unit = unit
        .replace("EnvironmentFile=/etc/etcd/etcd.env\n", "")
        .replace("/usr/bin/etcd", "/usr/bin/etcd --config-file /etc/etcd/c.yml");
    Machine::default()
        .file("/etc/systemd/system/etcd.service", &unit)
        .file("/etc/etcd/c.yml", config)
}

#[track_caller]
fn changed(text: &str, from: &str, to: &str) -> String {
    assert!(text.contains(from), "{from} isn't there");
    text.replacen(from, to, 1)
}

#[test]
fn a_sound_installation_in_any_form_has_no_findings() {
    assert_eq!(machine(UNIT, ENVIRONMENT).codes("3.5"), [""; 0]);
    assert_eq!(configured(UNIT, CONFIG).codes("3.5"), [""; 0]);
}

#[test]
fn every_planted_fault_is_found() {
    for (code, of, from, to) in PLANTED {
        let machine = match of {
            Of::Unit => machine(&changed(UNIT, from, to), ENVIRONMENT),
            Of::Environment => machine(UNIT, &changed(ENVIRONMENT, from, to)),
            Of::Config => configured(UNIT, &changed(CONFIG, from, to)),
        };
        let (report, _) = machine.audit("3.5");
        let found = report.findings.iter().find(|finding| finding.code() == *code);
        let found = found.unwrap_or_else(|| panic!("{code}: {:?}", machine.codes("3.5")));
        assert!(!found.message().is_empty() && !found.fix().is_empty());
    }
}

#[test]
fn every_kind_of_finding_is_planted_somewhere() {
    let here: BTreeSet<&str> = PLANTED.iter().map(|(code, ..)| *code).collect();
    let elsewhere = [
        // In `cases`.
        "no-compaction-mode",
        "compaction-off",
        // In the tests below.
        "no-member-found",
        "not-text",
        "ignored-beside-config-file",
        "security-ignored-beside-config-file",
        "cluster-mismatch",
        "timing-differs",
        // Beside, in `trust`.
        "trust-differs",
        "trust-apart",
        "not-here",
        "key-unreadable",
        "gateway-untrusted",
        "superuser-member",
        "own-authority",
        "many-authorities",
        // In `clients`.
        "client-refuses-member",
        "member-refuses-client",
        "client-without-certificate",
        "endpoint-scheme",
        "endpoint-unknown",
        // In `dialed`.
        "client-system-roots",
        "client-system-roots-unread",
        "mounted-elsewhere",
        "no-v2-api",
        "not-mounted",
        "peer-port-dialed",
        "peer-port-serves",
        "url-in-hosts",
        // In `started`.
        "dialed-in-vain",
        "nothing-listens",
        // In `machine`.
        "kubernetes-authority",
        "file-missing",
        "file-unreadable",
        "directory-closed",
        "crl-bypassed",
        "gone-next",
        // In `sound` and `forms`.
        "few-files",
        "peer-url-by-name",
        "quotes-kept",
        "not-read",
        "runs-in-container",
        "runs-otherwise",
    ];
    let families = [
        Family::Units,
        Family::Given,
        Family::Settings,
        Family::Tls,
        Family::Members,
        Family::Tuning,
        Family::Machine,
        Family::Clients,
    ];
    for rule in Rule::all().filter(|rule| families.contains(&rule.family)) {
        let code = rule.code;
        assert!(
            here.contains(code) || elsewhere.contains(&code) || OF_RELEASES.contains(&code),
            "{code}"
        );
    }
}

#[test]
fn a_release_with_known_faults_is_named() {
    let found = |release: &str| -> Vec<&str> {
        let (report, _) = machine(UNIT, ENVIRONMENT).audit(release);
        let codes = report.findings.iter().map(Finding::code);
        let mut codes: Vec<&str> = codes.filter(|code| OF_RELEASES.contains(code)).collect();
        codes.dedup();
        codes
    };
    assert_eq!(found("3.4.23"), ["out-of-support"]);
    assert_eq!(found("3.5.1"), ["release-loses-data", "release-with-fault", "upgrade-first"]);
    assert_eq!(found("3.5.32"), ["release-with-fault"]);
    for release in ["3.5", "3.5.33", "3.6", "3.6.14", "3.7.1"] {
        assert_eq!(found(release), [""; 0], "{release}");
    }
    // Nothing is said where no member was found.
    let (report, _) = Machine::default().file("/x", "hello\n").audit("3.5.1");
    assert_eq!(report.findings.len(), 1);
}

#[test]
fn findings_say_the_line_they_are_about() {
    let (report, _) = machine(UNIT, &ENVIRONMENT.replace("BYTES=2", "BYTES=x2")).audit("3.5");
    let found = report.findings.iter().find(|finding| finding.code() == "not-a-number").unwrap();
    let location = &found.location;
    assert_eq!((location.file.as_deref(), location.line), (Some("/etc/etcd/etcd.env"), Some(21)));
    let unit =
        UNIT.replace("/usr/bin/etcd\n", "/usr/bin/etcd \\\n# c\n  --pre-vote \\\n  --walldir=/w\n");
    let (report, _) = machine(&unit, ENVIRONMENT).audit("3.5");
    let found = report.findings.iter().find(|finding| finding.code() == "unknown-flag").unwrap();
    assert_eq!(
        (found.location.line, found.message().as_str()),
        (Some(9), "etcd has no flag `--walldir`; did you mean `--wal-dir`?")
    );
}

#[test]
fn a_drop_in_wins_and_an_empty_assignment_clears() {
    let drop_in =
        "[Service]\nRestart=always\nUser=\nExecStart=\nExecStart=/usr/bin/etcd --name=a\n";
    let machine =
        machine(UNIT, ENVIRONMENT).file("/etc/systemd/system/etcd.service.d/10.conf", drop_in);
    assert_eq!(machine.codes("3.5"), ["restarts-removed-member", "runs-as-root", "set-twice"]);
    let reset = "[Service]\nEnvironmentFile=\nExecStart=\nExecStart=@/usr/bin/etcd etcd --config-file=/etc/etcd/c.yml\n";
    let machine = Machine::default()
        .file("/etc/systemd/system/etcd.service", UNIT)
        .file("/etc/systemd/system/etcd.service.d/10.conf", reset)
        .file("/etc/etcd/c.yml", CONFIG);
    assert_eq!(machine.codes("3.5"), [""; 0]);
}

#[test]
fn settings_beside_a_config_file_are_named() {
    let unit = UNIT.replace(
        "User=etcd",
        "User=etcd\nEnvironment=ETCD_CLIENT_CERT_AUTH=true \"ETCD_WAL_DIR=/a b\"",
    );
    let codes = configured(&unit, CONFIG).codes("3.5");
    assert_eq!(codes, ["ignored-beside-config-file", "security-ignored-beside-config-file"]);
}

#[test]
fn what_is_no_member_and_no_text_is_said() {
    assert_eq!(Machine::default().file("/x", "hello\n").codes("3.5"), ["no-member-found"]);
    let machine = Machine::default().bytes("/a/etcd.service", b"ExecStart=/etcd \xff\n");
    assert_eq!(machine.codes("3.5"), ["no-member-found", "not-text"]);
}

#[test]
fn members_are_held_against_one_another() {
    let second = ENVIRONMENT
        .replace("ETCD_NAME=a", "ETCD_NAME=b")
        .replace("URLS=https://10.0.0.1", "URLS=https://10.0.0.2");
    let two = |second: &str| {
        Machine::default().file("/1/etcd.env", ENVIRONMENT).file("/2/etcd.env", second).codes("3.5")
    };
    assert_eq!(two(&second), [""; 0]);
    assert_eq!(two(&second.replace("production-1", "production-2")), ["cluster-mismatch"]);
    assert_eq!(
        two(&changed(
            &second,
            "10.0.0.3:2380\nETCD_INITIAL_CLUSTER_S",
            "10.0.0.4:2380\nETCD_INITIAL_CLUSTER_S"
        )),
        ["cluster-mismatch"]
    );
    assert_eq!(two(&second.replace("TIMEOUT=1000", "TIMEOUT=2000")), ["timing-differs"]);
}

/// The files of the fixture's first member, as they are installed.
pub(crate) fn installed() -> (Machine, Plan) {
    let plan = Plan::from_json(include_bytes!("../../fixtures/three-members.json")).unwrap();
    let plan = Plan { unit_form: UnitForm::EnvironmentFile, ..plan };
    let scratch = TempDir::new().unwrap();
    let target = Target::check(std::path::Path::new("out"), scratch.path()).unwrap();
    let stop = std::sync::atomic::AtomicBool::new(false);
    generate(&plan, &AuthoritySource::Made, &target, NOW, &system_random, &stop, &|_| {}).unwrap();
    let member = scratch.path().join("out/members/etcd-1");
    let read = |name: &str| std::fs::read(member.join(name)).unwrap();
    let mut machine = Machine::default()
        .bytes("/etc/systemd/system/etcd.service", &read("etcd.service"))
        .bytes("/etc/etcd/etcd.env", &read("etcd.env"))
        .beside("/etc/passwd", b"root:x:0:0::/:/bin/sh\netcd:x:107:112::/:/bin/false\n", 0o644);
    for name in ["ca.pem", "server.pem", "server-key.pem", "peer.pem", "peer-key.pem"] {
        let text = read(&format!("pki/{name}"));
        machine = machine.beside(&format!("/etc/etcd/pki/{name}"), &text, 0o644);
        if name.ends_with("key.pem") {
            machine.files.get_mut(&format!("/etc/etcd/pki/{name}")).unwrap().owner =
                Some(quorate::audit::Owner { mode: 0o640, user: 0, group: 112 });
        }
    }
    (machine, plan)
}

pub(crate) fn pki(machine: &Machine, name: &str) -> Vec<u8> {
    machine.files[&format!("/etc/etcd/pki/{name}")].bytes.to_vec()
}

#[test]
fn keys_are_for_etcds_user_and_nobody_else() {
    let (machine, _) = installed();
    assert_eq!(machine.codes("3.5"), [""; 0]);
    let key = pki(&machine, "server-key.pem");
    let path = "/etc/etcd/pki/server-key.pem";
    assert_eq!(machine.clone().beside(path, &key, 0o600).codes("3.5"), ["key-unreadable"]);
    assert_eq!(machine.clone().beside(path, &key, 0o644).codes("3.5"), ["key-readable"]);
}

#[test]
fn certificates_are_held_against_keys_hosts_authority_and_clock() {
    let (machine, _) = installed();
    let with = |name: &str, other: &str| {
        let bytes = pki(&machine, other);
        machine.clone().beside(&format!("/etc/etcd/pki/{name}"), &bytes, 0o644)
    };
    let mut swapped = with("server-key.pem", "peer-key.pem");
    swapped.files.get_mut("/etc/etcd/pki/server-key.pem").unwrap().owner = None;
    assert_eq!(swapped.codes("3.5"), ["key-mismatch"]);
    assert!(with("server.pem", "ca.pem").codes("3.5").contains(&"key-mismatch"));
    assert!(with("ca.pem", "server.pem").codes("3.5").contains(&"unknown-authority"));
    assert!(with("ca.pem", "peer.pem").codes("3.5").contains(&"gateway-untrusted"));
    assert_eq!(with("peer.pem", "peer-key.pem").codes("3.5"), ["no-certificate-block"]);
    let environment =
        String::from_utf8(machine.files["/etc/etcd/etcd.env"].bytes.to_vec()).unwrap();
    let moved = |from: &str, to: &str| {
        assert!(environment.contains(from), "{environment}");
        let elsewhere = environment.replace(from, to);
        machine.clone().beside("/etc/etcd/etcd.env", elsewhere.as_bytes(), 0o644).codes("3.5")
    };
    let advertised = "ETCD_ADVERTISE_CLIENT_URLS=https://10.0.0.";
    let codes = moved(&format!("{advertised}1"), &format!("{advertised}9"));
    assert!(codes.contains(&"host-not-covered"), "{codes:?}");
    // Nobody dials what is listened at, where something else is advertised.
    assert!(moved("//10.0.0.1:2379,", "//10.0.0.9:2379,").is_empty());
    for (days, codes) in [
        (-2, &["authority-not-yet-valid", "not-yet-valid"][..]),
        (340, &["expires-soon"]),
        (366, &["expired"]),
    ] {
        let then = Machine { now: Some(NOW + Duration::days(days)), ..machine.clone() };
        assert_eq!(then.codes("3.5"), codes);
    }
}

#[test]
fn what_is_right_for_one_release_is_wrong_for_another() {
    let with =
        |line: &str, release: &str| machine(UNIT, &format!("{ENVIRONMENT}{line}\n")).codes(release);
    assert_eq!(with("ETCD_MAX_SNAPSHOTS=1", "3.5"), [""; 0]);
    assert_eq!(with("ETCD_MAX_SNAPSHOTS=1", "3.6"), ["deprecated-flag"]);
    assert_eq!(with("ETCD_DEBUG=true", "3.4"), ["deprecated-flag"]);
    // etcd warns of a variable that it doesn't know, and goes on.
    assert_eq!(with("ETCD_ENABLE_V2=true", "3.6"), ["unknown-variable"]);
    assert_eq!(with("ETCD_CA_FILE=/ca.pem", "3.5"), ["unknown-security-variable"]);
    assert_eq!(with("ETCD_TLS_MIN_VERSION=TLS1.2", "3.4.23"), ["unknown-security-variable"]);
    assert_eq!(with("ETCD_TLS_MIN_VERSION=TLS1.2", "3.5.16"), [""; 0]);
    assert_eq!(with("ETCD_EXPERIMENTAL_MEMORY_MLOCK=true", "3.7"), ["unknown-variable"]);
}

/// What took the place of a setting is named as it is written there.
#[test]
fn a_setting_that_goes_is_replaced_by_its_successor() {
    let fix = |path: &str, text: &str, release: &str, code: &str| -> Vec<String> {
        let (report, _) = Machine::default().file(path, text).audit(release);
        let found = report.findings.iter().filter(|finding| finding.code() == code);
        found.map(Finding::fix).collect()
    };
    let line = "etcd --name a --experimental-peer-skip-client-san-verification \\\n\
         --experimental-corrupt-check-time 12h --experimental-initial-corrupt-check\n";
    let successors = [
        "use `--peer-skip-client-san-verification` instead",
        "use `--corrupt-check-time` instead",
        "use `--feature-gates=InitialCorruptCheck=true` instead",
    ];
    let mut gone = fix("/notes", line, "3.7", "removed-flag");
    let mut announced = fix("/notes", line, "3.6.14", "deprecated-flag");
    gone.sort();
    announced.sort();
    let mut expected = successors.map(str::to_owned);
    expected.sort();
    assert_eq!(gone, expected);
    assert_eq!(announced, expected);
    assert_eq!(fix("/notes", line, "3.5", "deprecated-flag"), [""; 0]);
    assert_eq!(
        fix("/notes", "etcd --name a --corrupt-check-time=12h\n", "3.5", "flag-not-yet"),
        [
            "use `--experimental-corrupt-check-time`, which this release has, or run a release that has the new name"
        ]
    );
    let config = "name: a\nlisten-client-urls: https://10.0.0.1:2379\n\
         experimental-peer-skip-client-san-verification: true\n";
    let unit = "[Service]\nExecStart=/usr/bin/etcd --config-file=/etc/etcd/a.yaml\n";
    for (release, code, fixes) in [
        ("3.4.23", "unknown-security-key", vec![]),
        ("3.5", "unknown-security-key", vec![]),
        (
            "3.6",
            "deprecated-flag",
            vec!["use `peer-transport-security.skip-client-san-verification` instead"],
        ),
        (
            "3.7",
            "unknown-security-key",
            vec!["did you mean `peer-transport-security.skip-client-san-verification`?"],
        ),
    ] {
        let machine = Machine::default()
            .file("/etc/systemd/system/etcd.service", unit)
            .file("/etc/etcd/a.yaml", config);
        let (report, _) = machine.audit(release);
        let found: Vec<_> = report.findings.iter().filter(|one| one.code() == code).collect();
        assert_eq!(found.len(), 1, "{release}: {report:?}");
        let said = format!("{}; {}", found[0].message(), found[0].fix());
        assert!(fixes.iter().all(|fix| said.contains(fix)), "{said}");
    }
    // A key of old, in either section, and one that goes without a successor.
    let config = "name: a\npeer-transport-security:\n  ca-file: /ca.pem\nclient-transport-security:\n  ca-file: /ca.pem\nmax-snapshots: 5\n";
    let (report, _) = Machine::default().file("/etc/etcd/a.yaml", config).audit("3.6");
    let all: Vec<String> =
        report.findings.iter().map(|one| format!("{}; {}", one.message(), one.fix())).collect();
    for said in [
        "did you mean `client-transport-security.trusted-ca-file`?",
        "did you mean `peer-transport-security.trusted-ca-file`?",
        "`max-snapshots` is deprecated, and etcd 3.8 will not have it; remove it",
    ] {
        assert!(all.iter().any(|one| one.contains(said)), "{said}: {all:#?}");
    }
}

#[test]
fn what_an_optional_file_may_say_is_not_held_against_a_copy_without_it() {
    let unit = "[Service]\nType=notify\nUser=etcd\nRestart=on-failure\nEnvironmentFile=-/etc/etcd/etcd.env\nExecStart=/usr/local/bin/etcd\n";
    let codes = |path: &str| Machine::default().file(path, unit).codes("3.6");
    assert!(codes("/etc/systemd/system/etcd.service").contains(&"default-listener"));
    assert!(!codes("node1/systemd/system/etcd.service").contains(&"default-listener"));
}
