//! `quorate inspect https://…` before real servers: etcd with mutual TLS, openssl, and servers that mean
//! no good.

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::Duration;

use crate::support::bundle::{ClusterRequest, quorate};
use crate::support::etcd::{Cluster, EtcdRelease};
use crate::support::process::{Held, PATIENCE, Ran, mortal, run, wait_until};
use crate::support::releases::on_every_release;
use crate::support::skip_without;
use serde_json::Value;
use tempfile::TempDir;

/// Certificates that openssl makes: an authority, a leaf for 127.0.0.1 and a client's.
struct Room(TempDir);

impl Room {
    fn new() -> Self {
        let room = Self(TempDir::new().unwrap());
        let [ca, other] = ["ca", "other"].map(|name| {
            format!("req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30 -keyout {name}.key -out {name}.pem -subj /CN={name}")
        });
        room.openssl(&ca);
        room.openssl(&other);
        room.leaf("leaf", "ca", "serverAuth", "IP:127.0.0.1,DNS:localhost");
        room.leaf("client", "ca", "clientAuth", "DNS:client");
        room.leaf("stranger", "other", "clientAuth", "DNS:stranger");
        room
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn openssl(&self, line: &str) {
        run(Command::new("openssl").args(line.split(' ')).current_dir(self.0.path())).success();
    }

    fn leaf(&self, name: &str, authority: &str, purpose: &str, names: &str) {
        let extensions = format!("extendedKeyUsage={purpose}\nsubjectAltName={names}\n");
        std::fs::write(self.path("extensions"), extensions).unwrap();
        self.openssl(&format!("req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout {name}.key -out {name}.csr -subj /CN={name}"));
        self.openssl(&format!("x509 -req -in {name}.csr -CA {authority}.pem -CAkey {authority}.key -days 30 -out {name}.pem -extfile extensions"));
    }

    /// `openssl s_server` with these further arguments, ended with what is returned.
    fn serve(&self, arguments: &[&str]) -> (u16, Held) {
        let said = self.path("served");
        let output = std::fs::File::create(&said).unwrap();
        let mut command = mortal("openssl");
        // With -www it doesn't look at its standard input, whose end would end it. A port that was found
        // free for it could be another's by the time it listens: it takes one itself, and says which.
        command.args(["s_server", "-www", "-accept", "127.0.0.1:0"]);
        command.args(["-cert", "leaf.pem", "-key", "leaf.key"]).args(arguments);
        command.current_dir(self.0.path());
        command.stdin(Stdio::null()).stdout(output).stderr(Stdio::null());
        let held = Held::start(&mut command);
        let port = wait_until("a server", PATIENCE, || {
            let said = std::fs::read_to_string(&said).unwrap();
            let (_, rest) = said.split_once("ACCEPT 127.0.0.1:").ok_or(said.clone())?;
            let (port, _) = rest.split_once('\n').ok_or(said.clone())?;
            port.parse().map_err(|_| said.clone())
        });
        (port, held)
    }

    fn inspect(&self, port: u16, arguments: &[&str]) -> Ran {
        let mut command = quorate();
        command.args(["inspect", &format!("https://127.0.0.1:{port}"), "--timeout", "10s"]);
        run(command.args(arguments).current_dir(self.0.path()))
    }

    fn json(&self, port: u16, arguments: &[&str]) -> Value {
        let ran = self.inspect(port, &[&["--json"], arguments].concat());
        serde_json::from_str(&ran.stdout).unwrap_or_else(|_| panic!("{ran}"))
    }
}

fn codes(report: &Value) -> Vec<&str> {
    let findings = report["findings"].as_array().unwrap();
    findings.iter().map(|one| one["code"].as_str().unwrap()).collect()
}

const OWN: [&str; 6] = ["--cacert", "ca.pem", "--cert", "client.pem", "--key", "client.key"];
const STRANGER: [&str; 6] =
    ["--cacert", "ca.pem", "--cert", "stranger.pem", "--key", "stranger.key"];
const DEMAND: [&str; 5] = ["-Verify", "2", "-CAfile", "ca.pem", "-verify_return_error"];

#[test]
fn a_server_that_asks_for_nothing_shows_its_chain_and_is_reported_open() {
    skip_without!("openssl");
    let room = Room::new();
    for (option, protocol) in [("-tls1_2", "TLS 1.2"), ("-tls1_3", "TLS 1.3")] {
        let (port, _server) = room.serve(&[option]);
        let report = room.json(port, &["--cacert", "ca.pem"]);
        let connection = &report["files"][0]["connection"];
        assert_eq!(connection["protocol"], protocol);
        assert_eq!(connection["trusted_authority"], "CN = ca");
        assert_eq!(connection["client_certificate_requested"], false);
        assert_eq!(connection["outcome"], "accepted");
        assert_eq!(report["files"][0]["items"][0]["certificate"]["subject"], "CN = leaf");
        assert!(codes(&report).contains(&"no-client-certificate"), "{report:#}");
        // Whoever signed it isn't sent, and may be known all the same.
        let text = |arguments: &[&str]| room.inspect(port, arguments).stdout;
        let trusted = text(&["--cacert", "ca.pem"]);
        assert!(trusted.contains(" the trusted authority `CN = ca`\n"), "{trusted}");
        for arguments in [&[][..], &["--cacert", "other.pem"]] {
            let unknown = text(arguments);
            assert!(unknown.contains(" an authority whose certificate the server"), "{unknown}");
        }
    }
}

#[test]
fn a_server_that_demands_a_certificate_takes_its_authoritys_and_refuses_others() {
    skip_without!("openssl");
    let room = Room::new();
    for option in ["-tls1_2", "-tls1_3"] {
        let (port, _server) = room.serve(&[&[option], &DEMAND[..]].concat());
        let outcome = |arguments: &[&str]| {
            let report = room.json(port, arguments);
            let connection = &report["files"][0]["connection"];
            assert_eq!(connection["client_certificate_requested"], true, "{report:#}");
            assert_eq!(connection["accepted_authorities"][0], "CN = ca", "{report:#}");
            (connection["outcome"].clone(), report)
        };
        let (none, report) = outcome(&[]);
        assert_eq!(none, "refused", "{option}");
        assert!(codes(&report).contains(&"client-certificate-demanded"), "{report:#}");
        let (own, report) = outcome(&OWN);
        assert_eq!(own, "accepted", "{option} {report:#}");
        let trap = report["findings"].as_array().unwrap();
        let trap = trap.iter().find(|one| one["code"] == "gateway-trap").unwrap();
        let said = trap["message"].as_str().unwrap();
        assert!(
            said.starts_with("the member's own gateway shows `CN = leaf` as a client"),
            "{said}"
        );
        let (stranger, report) = outcome(&STRANGER);
        assert_eq!(stranger, "refused", "{option}");
        assert!(codes(&report).contains(&"refused"), "{report:#}");
    }
}

#[test]
fn a_chain_is_judged_in_whatever_order_it_comes() {
    skip_without!("openssl");
    let room = Room::new();
    room.leaf("unused", "other", "serverAuth", "DNS:unused");
    let read = |name: &str| std::fs::read_to_string(room.path(name)).unwrap();
    std::fs::write(room.path("more.pem"), read("other.pem") + &read("ca.pem")).unwrap();
    let (port, _server) = room.serve(&["-cert_chain", "more.pem"]);
    let report = room.json(port, &["--cacert", "ca.pem"]);
    assert_eq!(report["files"][0]["items"].as_array().unwrap().len(), 3);
    assert_eq!(report["files"][0]["connection"]["trust"], "trusted");
    let found = codes(&report);
    assert!(found.contains(&"chain-unsorted") && found.contains(&"superfluous-root"), "{found:?}");
    let report = room.json(port, &["--cacert", "stranger.pem"]);
    assert_eq!(report["files"][0]["connection"]["trust"], "untrusted");
    assert!(codes(&report).contains(&"broken-chain-file"), "{report:#}");
}

#[test]
fn a_host_that_the_certificate_does_not_hold_is_an_error_that_check_ends_with() {
    skip_without!("openssl");
    let room = Room::new();
    room.leaf("leaf", "ca", "serverAuth", "DNS:elsewhere");
    let (port, _server) = room.serve(&[]);
    let ran = room.inspect(port, &["--check"]);
    assert_eq!(ran.status.unwrap().code(), Some(1), "{ran}");
    assert!(ran.stdout.contains("`CN = leaf` isn't valid for `127.0.0.1`"), "{ran}");
    assert!(ran.stdout.contains("What clients and peers of etcd would say:"), "{ran}");
}

#[test]
fn a_certificate_that_go_refuses_for_its_signature_is_no_sound_one() {
    skip_without!("openssl");
    let room = Room::new();
    let extensions = "extendedKeyUsage=serverAuth\nsubjectAltName=IP:127.0.0.1\n";
    std::fs::write(room.path("extensions"), extensions).unwrap();
    room.openssl("x509 -req -in leaf.csr -CA ca.pem -CAkey ca.key -days 30 -out leaf.pem -extfile extensions -sha1");
    let (port, _server) = room.serve(&["-cipher", "DEFAULT@SECLEVEL=0"]);
    let ran = room.inspect(port, &["--check", "--cacert", "ca.pem"]);
    assert_eq!(ran.status.unwrap().code(), Some(1), "{ran}");
    let said = "x509: cannot verify signature: insecure algorithm ECDSA-SHA1";
    assert!(ran.stdout.contains(said) && !ran.stdout.contains("nothing wrong"), "{ran}");
}

/// Accepts one connection after the other, and does `answer` with each.
fn listener(answer: impl Fn(TcpStream) + Send + 'static) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || listener.incoming().flatten().for_each(answer));
    port
}

/// What is said of a listener that answers, however late on a busy machine.
#[track_caller]
fn complaint(port: u16) -> String {
    complaint_within("20s", &format!("https://127.0.0.1:{port}"))
}

/// What is said of a listener that never does; nobody waits for longer than the timeout.
#[track_caller]
fn complaint_of_endless(port: u16) -> String {
    complaint_within("1s", &format!("https://127.0.0.1:{port}"))
}

#[track_caller]
fn complaint_within(timeout: &str, url: &str) -> String {
    let ran = run(quorate().args(["inspect", "--timeout", timeout, url]));
    assert_eq!(ran.status.unwrap_or_else(|| panic!("{ran}")).code(), Some(2), "{ran}");
    assert!(ran.stderr.contains("\nhint: "), "{ran}");
    ran.stderr
}

#[test]
fn what_is_no_tls_is_told_apart() {
    let http = listener(|mut stream| {
        let _ = stream.read(&mut [0; 4096]);
        let _ = stream.write_all(b"HTTP/1.0 400 Bad Request\r\n\r\n");
    });
    assert!(complaint(http).contains("speaks HTTP without TLS"));
    let garbage = listener(|mut stream| {
        let _ = stream.read(&mut [0; 4096]);
        let _ = stream.write_all(b"\x1b[31mSSH-2.0-\xff\xfe");
    });
    assert!(complaint(garbage).contains("starts with the bytes `1b 5b 33 31 6d"));
    let closing = listener(|mut stream| drop(stream.read(&mut [0; 4096])));
    assert!(complaint(closing).contains("closed the connection without an answer"));
    // A port that was free may be another test's by now; on this address nobody listens.
    let nobody = complaint_within("20s", "https://127.0.80.1:1");
    assert!(nobody.contains("nothing listens there"), "{nobody}");
}

#[test]
fn a_server_that_never_ends_is_left() {
    let silent = listener(|stream| {
        // Until the other side has left.
        let _ = (&stream).read_to_end(&mut Vec::new());
    });
    let said = complaint_of_endless(silent);
    assert!(said.contains("sent no certificate within 1 s, only 0 bytes"), "{said}");
    // So does an etcd that waits for the others.
    assert!(said.contains("without a majority is silent on its client port: ask the peer port"));
    // A record of TLS, a byte at a time.
    let slow = listener(|mut stream| {
        let record = [22, 3, 3, 0x40, 0, 2, 0, 0x3f, 0xfc];
        for byte in record.into_iter().chain(std::iter::repeat_n(0, 1000)) {
            if stream.write_all(&[byte]).is_err() {
                return;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
    });
    assert!(complaint_of_endless(slow).contains("sent no certificate within 1 s"));
    // Records without end: a message of the handshake that says it is longer than any.
    let endless = listener(|mut stream| {
        let mut record = vec![22, 3, 3, 0x40, 0];
        record.extend([11, 0xff, 0xff, 0xff]);
        record.resize(5 + 0x4000, 0);
        while stream.write_all(&record).is_ok() {}
    });
    complaint_of_endless(endless);
    // Empty records of an alert that means nothing.
    let chatter = listener(|mut stream| while stream.write_all(&[20, 3, 3, 0, 1, 1]).is_ok() {});
    complaint_of_endless(chatter);
}

#[test]
fn what_is_typed_wrongly_is_refused_before_anything_is_dialed() {
    for (arguments, said) in [
        (&["http://127.0.0.1:1"][..], "`http://127.0.0.1:1` is not `https://HOST:PORT`"),
        (&["https://127.0.0.1"], "it has no port"),
        (&["https://fd00::1:2379"], "an IPv6 address needs brackets"),
        (&["https://a:1/health"], "more than a host and a port"),
        (&["https://127.0.0.1:1", "--cert", "x"], "--key"),
        (&["https://127.0.0.1:1", "--timeout", "5"], "expected `5s`"),
        (&["https://127.0.0.1:1", "--cacert", "/nonexistent"], "/nonexistent"),
    ] {
        let ran = run(quorate().arg("inspect").args(arguments));
        assert_eq!(ran.status.unwrap().code(), Some(2), "{ran}");
        assert!(ran.stderr.contains(said), "{ran}");
    }
}

on_every_release! {
    ["root", "ip", "openssl"];
    a_member_is_read_from_outside;
}

fn a_member_is_read_from_outside(release: EtcdRelease) {
    let bundle = ClusterRequest::named("probed")
        .member("etcd-1", "10.77.0.11")
        .option("--algorithm", "ecdsa-p256")
        .option("--etcd-version", release.series())
        .generate();
    let mut cluster = Cluster::start(&bundle, release);
    let room = Room::new();
    let client = bundle.client("root");
    let probe = |arguments: &[&str]| -> Value {
        let program = quorate();
        let mut command = cluster.hosts().command(0, program.get_program().to_str().unwrap());
        command.args(["inspect", "--json", "--cacert"]).arg(client.authority()).args(arguments);
        let ran = run(&mut command);
        serde_json::from_str(&ran.stdout).unwrap_or_else(|_| panic!("{ran}"))
    };
    let of = |file: PathBuf| file.to_str().unwrap().to_owned();
    let (certificate, key) = (of(client.certificate()), of(client.key()));
    let url = "https://10.77.0.11:2379";

    let with = probe(&[url, "--cert", &certificate, "--key", &key]);
    let connection = &with["files"][0]["connection"];
    assert_eq!(connection["trust"], "trusted", "{with:#}");
    assert_eq!(connection["outcome"], "accepted", "{with:#}");
    assert_eq!(connection["accepted_authorities"].as_array().unwrap().len(), 1, "{with:#}");
    assert_eq!(with["summary"]["errors"], 0, "{with:#}");

    let without = probe(&[url]);
    assert_eq!(without["files"][0]["connection"]["outcome"], "refused", "{without:#}");
    assert_eq!(codes(&without), ["client-certificate-demanded"]);

    let (certificate, key) = (of(room.path("stranger.pem")), of(room.path("stranger.key")));
    let stranger = probe(&[url, "--cert", &certificate, "--key", &key]);
    assert_eq!(stranger["files"][0]["connection"]["outcome"], "refused", "{stranger:#}");
    assert!(codes(&stranger).contains(&"refused"));

    let peer = probe(&["https://10.77.0.11:2380", "https://127.0.0.1:2379"]);
    assert_eq!(peer["files"][0]["connection"]["trust"], "trusted", "{peer:#}");
    assert_eq!(
        peer["files"][1]["items"][0]["certificate"]["subject"],
        with["files"][0]["items"][0]["certificate"]["subject"]
    );
    let log = cluster.members()[0].log();
    for (outcome, said) in
        [(&without, "client didn't provide a certificate"), (&stranger, "unknown authority")]
    {
        let alert = outcome["files"][0]["connection"]["alert"].as_str().unwrap();
        assert!(log.contains(said), "{alert}: {log}");
        eprintln!("{release:?}: `{alert}` where etcd logs `{said}`");
    }
}
