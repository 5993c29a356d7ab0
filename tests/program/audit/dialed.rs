//! Where clients dial: ports of peers, an API that is gone, files that a container doesn't see, no CA at all.

mod kubernetes;

use quorate::finding::{Finding, Severity, Side};

use crate::audit::trust::Room;
use crate::audit::{Machine, OF_RELEASES};
use crate::support::process::{Held, mortal, run, wait_until};
use crate::support::releases::{EtcdRelease, on_every_release};
use crate::support::skip_without;

const URLS: &str = "10.0.0.1:2379,10.0.0.2:2379,10.0.0.3:2379";

/// What is found beside what is found of the members alone.
fn found(members: &Machine, machine: &Machine, release: &str) -> Vec<Finding> {
    let known = members.codes(release);
    let (report, _) = machine.audit(release);
    let mut findings = report.findings;
    findings.retain(|one| !known.contains(&one.code()) && !OF_RELEASES.contains(&one.code()));
    findings
}

fn codes(findings: &[Finding]) -> Vec<&'static str> {
    findings.iter().map(Finding::code).collect()
}

fn members() -> (Room, Machine) {
    let room = Room::new();
    room.authority("ca", "cluster");
    room.leaf_with("client", "ca", "extendedKeyUsage=clientAuth\n", 365);
    let machine = room.cluster([("ca", &["ca"]); 3]);
    let machine = machine
        .beside("/c/ca.pem", &room.read("ca.pem"), 0o644)
        .beside("/c/client.pem", &room.read("client.pem"), 0o644)
        .beside("/c/client.key", &room.read("client.key"), 0o600);
    (room, machine)
}

fn patroni(section: &str, places: &str) -> String {
    let files = "  cacert: /c/ca.pem\n  cert: /c/client.pem\n  key: /c/client.key\n";
    format!(
        "scope: pg\nname: pg1\n{section}:\n{places}{files}postgresql:\n  listen: 0.0.0.0:5432\n"
    )
}

#[test]
fn patronis_etcd_asks_for_an_api_that_members_answer_404() {
    skip_without!("openssl");
    let (_, members) = members();
    let places = format!("  hosts: {URLS}\n  protocol: https\n");
    let machine =
        |section: &str| members.clone().file("/m/patroni.yml", &patroni(section, &places));
    for release in ["3.4", "3.5", "3.6", "3.7"] {
        assert_eq!(codes(&found(&members, &machine("etcd3"), release)), [""; 0], "{release}");
        let findings = found(&members, &machine("etcd"), release);
        assert_eq!(codes(&findings), ["no-v2-api"], "{release}");
        assert_eq!(findings[0].location.line, Some(3));
        assert_eq!(findings[0].quotes[0].text, "404 page not found");
        assert!(findings[0].fix().contains("etcd3"), "{}", findings[0].fix());
    }
    let is_gone = |release| found(&members, &machine("etcd"), release)[0].message();
    assert!(is_gone("3.6").contains("is gone since etcd 3.6: "));
    assert!(is_gone("3.5").contains("off unless --enable-v2 is set"));
    // Members that have it on.
    let mut on = members.clone();
    for number in 1..=3 {
        let path = format!("/n{number}/etcd.env");
        let text = String::from_utf8(on.files[&path].bytes.to_vec()).unwrap();
        on.starts.retain(|one| *one != path);
        on = on.file(&path, &format!("{text}ETCD_ENABLE_V2=true\n"));
    }
    let machine = on.clone().file("/m/patroni.yml", &patroni("etcd", &places));
    assert_eq!(codes(&found(&on, &machine, "3.5")), [""; 0]);
    assert_eq!(codes(&found(&on, &machine, "3.6")), ["no-v2-api"]);
    // The variables, and etcdctl's.
    let text = format!(
        "PATRONI_SCOPE=a\nPATRONI_ETCD_HOSTS={URLS}\nPATRONI_ETCD_PROTOCOL=https\nPATRONI_ETCD_CACERT=/c/ca.pem\nPATRONI_ETCD_CERT=/c/client.pem\nPATRONI_ETCD_KEY=/c/client.key\n"
    );
    let machine = members.clone().file("/m/patroni.env", &text);
    assert_eq!(codes(&found(&members, &machine, "3.6")), ["no-v2-api"]);
    let text = "ETCDCTL_API=2\nETCDCTL_ENDPOINTS=https://10.0.0.1:2379\nETCDCTL_CA_FILE=/c/ca.pem\nETCDCTL_CERT_FILE=/c/client.pem\nETCDCTL_KEY_FILE=/c/client.key\n";
    let machine = members.clone().file("/m/etcdctl.env", text);
    assert_eq!(codes(&found(&members, &machine, "3.5")), ["no-v2-api"]);
    let text = "[Service]\nExecStart=/usr/bin/stolon-sentinel --store-backend=etcd --store-endpoints=https://10.0.0.1:2379 --store-ca-file=/c/ca.pem --store-cert-file=/c/client.pem --store-key=/c/client.key\n";
    let machine = members.clone().file("/m/etc/systemd/system/stolon-sentinel.service", text);
    let told = found(&members, &machine, "3.6");
    assert_eq!(codes(&told), ["no-v2-api"]);
    assert!(told[0].message().contains("(`--store-backend=etcdv2`)"), "{told:?}");
}

#[test]
fn patronis_places_are_read_as_it_reads_them() {
    skip_without!("openssl");
    let (_, members) = members();
    let read = |places: &str| {
        let machine = members.clone().file("/m/patroni.yml", &patroni("etcd3", places));
        codes(&found(&members, &machine, "3.6"))
    };
    let secure = "  protocol: https\n";
    for (places, expected) in [
        ("  hosts:\n  - 10.0.0.1:2379\n  - 10.0.0.2:2379\n", &[][..]),
        ("  hosts: 10.0.0.1:2379, 10.0.0.2\n", &[]),
        ("  host: 10.0.0.1\n", &[]),
        ("  host: 10.0.0.1\n  port: 2380\n", &["peer-port-dialed"]),
        ("  hosts: [\"10.0.0.1:2380\"]\n", &["peer-port-dialed"]),
        ("  hosts: [\"https://10.0.0.1:2379\"]\n", &["url-in-hosts"]),
        ("  url: https://10.0.0.1\n", &[]),
        // A proxy counts, whatever else is there.
        ("  proxy: https://10.0.0.1:2379\n  hosts: 10.0.0.2:2380\n", &[]),
        ("  proxy: https://lb.example:2379\n  use_proxies: true\n", &["endpoint-unknown"]),
        ("  host: 10.0.0.9\n", &["endpoint-unknown"]),
    ] {
        assert_eq!(read(&format!("{places}{secure}")), expected, "{places}");
    }
    assert_eq!(read("  hosts: 10.0.0.1:2379\n"), ["endpoint-scheme"]);
}

#[test]
fn ports_of_peers_serve_no_clients() {
    skip_without!("openssl");
    let (_, members) = members();
    let dials = |url: &str| {
        let text = format!(
            "ETCDCTL_ENDPOINTS={url}\nETCDCTL_CACERT=/c/ca.pem\nETCDCTL_CERT=/c/client.pem\nETCDCTL_KEY=/c/client.key\n"
        );
        members.clone().file("/m/etcdctl.env", &text)
    };
    for release in ["3.4", "3.5", "3.6", "3.7"] {
        for url in ["https://10.0.0.1:2380", "http://10.0.0.2:2380"] {
            let findings = found(&members, &dials(url), release);
            assert_eq!(codes(&findings), ["peer-port-dialed"], "{release} {url}");
            assert_eq!(findings[0].severity(), Severity::Error);
            assert!(findings[0].message().contains(url), "{}", findings[0].message());
        }
    }
    let findings = found(&members, &dials("https://10.0.0.1:2380"), "3.6");
    assert_eq!(findings[0].quotes[0].side, Side::Dialer);
    assert!(findings[0].quotes[0].text.starts_with("error reading server preface"));
    // One that only the lists of others name.
    let alone = Machine { now: members.now, ..Machine::default() }
        .file("/n1/etcd.env", std::str::from_utf8(&members.files["/n1/etcd.env"].bytes).unwrap())
        .file(
            "/m/etcdctl.env",
            "ETCDCTL_ENDPOINTS=https://10.0.0.3:2380\nETCDCTL_CACERT=/c/ca.pem\n",
        );
    assert!(alone.codes("3.6").contains(&"peer-port-dialed"));
    // Without TLS, clients are served there up to 3.5: those that speak gRPC.
    let plain = "ETCD_NAME=a\nETCD_LISTEN_PEER_URLS=http://10.0.0.1:2380\nETCD_INITIAL_ADVERTISE_PEER_URLS=http://10.0.0.1:2380\nETCD_INITIAL_CLUSTER=a=http://10.0.0.1:2380\nETCD_LISTEN_CLIENT_URLS=http://10.0.0.1:2379\nETCD_ADVERTISE_CLIENT_URLS=http://10.0.0.1:2379\n";
    let plain = Machine::default().file("/n/etcd.env", plain);
    let dials = |text: &str| plain.clone().file("/m/etcdctl.env", text);
    let own = "ETCDCTL_ENDPOINTS=http://10.0.0.1:2380\n";
    for (release, expected) in
        [("3.4", "peer-port-serves"), ("3.5", "peer-port-serves"), ("3.6", "peer-port-dialed")]
    {
        assert_eq!(codes(&found(&plain, &dials(own), release)), [expected], "{release}");
    }
    let secure = "ETCDCTL_ENDPOINTS=https://10.0.0.1:2380\nETCDCTL_INSECURE_SKIP_TLS_VERIFY=true\n";
    assert_eq!(codes(&found(&plain, &dials(secure), "3.5")), ["peer-port-dialed"]);
    let patroni = plain
        .clone()
        .file("/m/patroni.yml", "scope: a\netcd3:\n  host: 10.0.0.1:2380\npostgresql: {}\n");
    assert_eq!(codes(&found(&plain, &patroni, "3.5")), ["peer-port-dialed"]);
}

/// A machine's files, audited where somebody copied them to.
#[test]
fn a_copy_of_etc_is_the_machine_that_it_is_of() {
    skip_without!("openssl");
    let (room, _) = members();
    let copies = tempfile::TempDir::new().unwrap();
    for number in 1..=3 {
        let names =
            format!("subjectAltName=IP:10.0.0.{number}\nextendedKeyUsage=serverAuth,clientAuth\n");
        room.leaf_with("own", "ca", &names, 365);
        let etc = copies.path().join(format!("copies/node{number}/etc"));
        std::fs::create_dir_all(etc.join("etcd")).unwrap();
        std::fs::create_dir_all(etc.join("ssl/etcd")).unwrap();
        for (file, from) in [("own.pem", "own.pem"), ("own.key", "own.key"), ("ca.pem", "ca.pem")] {
            std::fs::write(etc.join("ssl/etcd").join(file), room.read(from)).unwrap();
        }
        std::process::Command::new("chmod")
            .arg("600")
            .arg(etc.join("ssl/etcd/own.key"))
            .status()
            .unwrap();
        let url = format!("https://10.0.0.{number}");
        let security = "{cert-file: /etc/ssl/etcd/own.pem, key-file: /etc/ssl/etcd/own.key, client-cert-auth: true, trusted-ca-file: /etc/ssl/etcd/ca.pem}";
        let text = format!(
            "name: node{number}\ndata-dir: /var/lib/etcd\nlisten-peer-urls: {url}:2380\ninitial-advertise-peer-urls: {url}:2380\nlisten-client-urls: {url}:2379\nadvertise-client-urls: {url}:2379\ninitial-cluster: node1=https://10.0.0.1:2380,node2=https://10.0.0.2:2380,node3=https://10.0.0.3:2380\ninitial-cluster-token: production-1\nclient-transport-security: {security}\npeer-transport-security: {security}\n"
        );
        std::fs::write(etc.join("etcd/etcd.conf.yml"), text).unwrap();
    }
    let audit = |directory: &str, arguments: &[&str]| {
        let mut command = crate::support::bundle::quorate();
        command.current_dir(copies.path().join(directory)).arg("audit").args(arguments);
        let output = command.args(["--etcd-version", "3.6.16"]).output().unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    for (directory, paths, expected) in [
        ("", &["copies"][..], "3 members and 6 certificates"),
        ("copies", &["node1", "node2", "node3"], "3 members and 6 certificates"),
        ("copies", &["./node1/etc/etcd"], "1 member and 2 certificates"),
        ("copies/node2", &["etc"], "1 member and 2 certificates"),
        ("copies/node2", &["etc/etcd/etcd.conf.yml"], "1 member and 2 certificates"),
    ] {
        let said = audit(directory, paths);
        assert!(said.contains(expected), "{directory} {paths:?}: {said}");
        assert!(!said.contains("error:") && !said.contains("not-here"), "{said}");
    }
}

#[test]
fn the_fix_of_a_refusal_follows_its_cause_and_words_are_the_clients_own() {
    skip_without!("openssl");
    let (room, members) = members();
    room.authority("other", "other");
    room.leaf_with("stranger", "other", "extendedKeyUsage=clientAuth\n", 365);
    room.leaf_with("server", "ca", "extendedKeyUsage=serverAuth\n", 365);
    room.leaf_with("ended", "ca", "extendedKeyUsage=clientAuth\n", 1);
    let members = Machine { now: members.now.map(|now| now + time::Duration::days(2)), ..members };
    let etcdctl = |name: &str| {
        let text = format!(
            "ETCDCTL_ENDPOINTS=https://10.0.0.1:2379\nETCDCTL_CACERT=/c/ca.pem\nETCDCTL_CERT=/c/{name}.pem\nETCDCTL_KEY=/c/{name}.key\n"
        );
        ("/m/etcdctl.env".to_owned(), text)
    };
    let patroni = |name: &str, host: &str, ca: &str| {
        let text = format!(
            "scope: a\netcd3:\n  hosts: {host}:2379\n  protocol: https\n  cacert: /c/{ca}.pem\n  cert: /c/{name}.pem\n  key: /c/{name}.key\npostgresql: {{}}\n"
        );
        ("/m/patroni.yml".to_owned(), text)
    };
    let found = |machine: &Machine, (path, text): (String, String), release: &str| {
        let mut machine = machine.clone().file(&path, &text);
        for name in ["stranger", "server", "ended", "other"] {
            machine = machine.beside(
                &format!("/c/{name}.pem"),
                &room.read(&format!("{name}.pem")),
                0o644,
            );
            machine = machine.beside(
                &format!("/c/{name}.key"),
                &room.read(&format!("{name}.key")),
                0o600,
            );
        }
        let findings = machine.audit(release).0.findings;
        let is_asked = |one: &Finding| one.code().contains("refuses");
        findings.into_iter().find(is_asked).expect("a refusal")
    };
    for (name, fix) in [
        ("stranger", "from a CA that the members' --trusted-ca-file holds"),
        ("server", "with clientAuth among its extended key usages"),
        ("ended", "renew the client's certificate: its CA is the right one"),
    ] {
        let finding = found(&members, etcdctl(name), "3.6");
        assert!(finding.fix().contains(fix), "{name}: {}", finding.fix());
    }
    let listed = |lines: &str| {
        let text = String::from_utf8(members.files["/n1/etcd.env"].bytes.to_vec()).unwrap();
        let mut machine = members.clone();
        machine.starts.retain(|one| one != "/n1/etcd.env");
        machine.file("/n1/etcd.env", &format!("{text}{lines}"))
    };
    let allowed = listed("ETCD_CLIENT_CERT_ALLOWED_HOSTNAME=api.example\n");
    let finding = found(&allowed, etcdctl("client"), "3.6");
    assert!(finding.fix().contains("--client-cert-allowed-hostname names"), "{}", finding.fix());
    std::fs::write(room.path().join("index"), "").unwrap();
    std::fs::write(
        room.path().join("ca.cnf"),
        "[ca]\ndefault_ca=d\n[d]\ndatabase=index\ndefault_md=sha256\ndefault_crl_days=300\ncrl_extensions=x\n[x]\nauthorityKeyIdentifier=keyid\n",
    )
    .unwrap();
    room.openssl("ca -config ca.cnf -cert ca.pem -keyfile ca.key -revoke client.pem");
    room.openssl("ca -config ca.cnf -cert ca.pem -keyfile ca.key -gencrl -out ca.crl");
    room.openssl("crl -in ca.crl -outform DER -out ca.crl.der");
    let revoked = listed("ETCD_CLIENT_CRL_FILE=/n1/ca.crl\n").beside(
        "/n1/ca.crl",
        &room.read("ca.crl.der"),
        0o644,
    );
    let finding = found(&revoked, etcdctl("client"), "3.6");
    assert!(finding.fix().contains("--client-crl-file"), "{}", finding.fix());
    // Patroni says it in OpenSSL's words, and etcd hears an alert that it can't read.
    let quotes = |of: (String, String), release: &str| {
        let finding = found(&members, of, release);
        finding.quotes.into_iter().map(|quote| (quote.side, quote.text)).collect::<Vec<_>>()
    };
    let heard = (Side::Listener, "local error: tls: bad record MAC".to_owned());
    let verify = |text: &str| (Side::Dialer, format!("certificate verify failed: {text}"));
    assert_eq!(
        quotes(patroni("client", "10.0.0.1", "other"), "3.6"),
        [verify("unable to get local issuer certificate"), heard.clone()]
    );
    let alerts = |name: &str, release: &str| {
        let quotes = quotes(patroni(name, "10.0.0.1", "ca"), release);
        quotes.into_iter().find(|(side, _)| *side == Side::Dialer).map(|(_, text)| text)
    };
    assert_eq!(alerts("stranger", "3.7").as_deref(), Some("alert unknown ca"));
    assert_eq!(alerts("ended", "3.6").as_deref(), Some("alert certificate expired"));
    assert_eq!(alerts("server", "3.6").as_deref(), Some("alert bad certificate"));
    assert_eq!(alerts("stranger", "3.5.1").as_deref(), Some("alert bad certificate"));
}

#[test]
fn members_that_joined_one_after_the_other_may_know_of_more() {
    let etcd = include_str!("fixtures/kubeadm/etcd.yaml");
    let entry = |number: usize| format!("cp{number}=https://10.0.0.{number}:2380");
    let member = |number: usize, list: &[usize], is_new: bool| {
        let list: Vec<String> = list.iter().map(|number| entry(*number)).collect();
        let state = if is_new { "" } else { "\n    - --initial-cluster-state=existing" };
        etcd.replace("=cp1=https://10.0.0.1:2380", "=@LIST")
            .replace("cp1", &format!("cp{number}"))
            .replace("10.0.0.1", &format!("10.0.0.{number}"))
            .replace("@LIST", &format!("{}{state}", list.join(",")))
    };
    let differs = |lists: [(&[usize], bool); 3]| {
        let mut machine = Machine::default();
        for (number, (list, is_new)) in (1..).zip(lists) {
            let path = format!("/n{number}/etc/kubernetes/manifests/etcd.yaml");
            machine = machine.file(&path, &member(number, list, is_new));
        }
        let (report, _) = machine.audit("3.6");
        assert_eq!(report.clusters.len(), 1, "{:#?}", report.clusters);
        report.clusters[0].differs.iter().map(|one| one.as_str()).collect::<Vec<_>>()
    };
    assert_eq!(differs([(&[1], true), (&[1, 2], false), (&[1, 2, 3], false)]), [""; 0]);
    assert_eq!(differs([(&[1], true), (&[1, 2], true), (&[1, 2, 3], true)]), ["initial_cluster"]);
    assert!(
        differs([(&[1], true), (&[1, 2], false), (&[1, 3], false)]).contains(&"initial_cluster")
    );
}

/// What etcdctl and curl are told by a member of each release, at the port of its peers and of an API that it lacks.
fn a_member_answers_as_the_audit_says(release: EtcdRelease) {
    let scratch = tempfile::TempDir::new().unwrap();
    let host = format!("127.92.0.{}", release as u8 + 1);
    let (client, peer) = (format!("http://{host}:23792"), format!("http://{host}:23802"));
    let settings = format!(
        "etcd --name a --data-dir d --listen-client-urls={client} --advertise-client-urls={client} \
         --listen-peer-urls={peer} --initial-advertise-peer-urls={peer} --initial-cluster=a={peer}"
    );
    let mut etcd = mortal(release.directory().join("etcd").to_str().unwrap());
    etcd.args(settings.split_whitespace().skip(1)).current_dir(scratch.path()).env_clear();
    let log = std::fs::File::create(scratch.path().join("log")).unwrap();
    let _etcd = Held::start(etcd.stdout(log.try_clone().unwrap()).stderr(log));
    let etcdctl = |url: &str| {
        let mut etcdctl = std::process::Command::new(release.directory().join("etcdctl"));
        etcdctl.args(["--endpoints", url, "--command-timeout", "2s", "get", "x"]);
        run(etcdctl.env("ETCDCTL_API", "3"))
    };
    wait_until("the member serves", std::time::Duration::from_secs(60), || {
        let ran = etcdctl(&client);
        if ran.succeeded() { Ok(()) } else { Err(ran.said()) }
    });
    let member = |text: &str| {
        let machine = Machine::default().file("/n/etcd.sh", &format!("{settings}\n"));
        let alone = machine.clone();
        codes(&found(&alone, &machine.file("/n/etcdctl.env", text), release.series()))
    };
    let serves = etcdctl(&peer);
    let expected = if serves.succeeded() { "peer-port-serves" } else { "peer-port-dialed" };
    assert_eq!(member(&format!("ETCDCTL_ENDPOINTS={peer}\n")), [expected], "{serves}");
    let mut curl = std::process::Command::new("curl");
    curl.args(["-s", "-m", "5", &format!("{client}/v2/machines")]);
    assert_eq!(run(&mut curl).stdout.trim(), "404 page not found");
    assert_eq!(member(&format!("ETCDCTL_API=2\nETCDCTL_ENDPOINTS={client}\n")), ["no-v2-api"]);
}

on_every_release! {
    ["setpriv", "curl"];
    a_member_answers_as_the_audit_says;
}
