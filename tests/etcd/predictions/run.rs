//! Real members and clients that are shown the certificates.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};

use tempfile::TempDir;

use super::mint::Pair;
use crate::support::etcd::EtcdRelease;
use crate::support::hosts::Hosts;
use crate::support::process::{Held, run, run_for};

const SOON: Duration = Duration::from_secs(15);

/// One running etcd.
pub(crate) struct Etcd {
    process: Held,
    log: PathBuf,
    scratch: TempDir,
}

impl Etcd {
    /// Starts it on a host; its pairs and trusted authorities are files of these names in its directory.
    pub(crate) fn start(
        (hosts, host): (&Hosts, usize),
        release: EtcdRelease,
        files: &[(&str, &[u8])],
        flags: &[String],
        environment: &[(&str, &str)],
    ) -> Self {
        let scratch = TempDir::new().unwrap();
        for (name, contents) in files {
            std::fs::write(scratch.path().join(name), contents).unwrap();
        }
        let mut command = hosts.command(host, "env");
        command.args(["-i", "-C"]).arg(scratch.path());
        command.args(environment.iter().map(|(name, value)| format!("{name}={value}")));
        command.arg(release.directory().join("etcd"));
        command.args(["--data-dir=data", "--logger=zap", "--log-outputs=stderr"]).args(flags);
        let log = scratch.path().join("log");
        let file = File::create(&log).unwrap();
        command.stdin(Stdio::null()).stdout(file.try_clone().unwrap()).stderr(file);
        Self { process: Held::start(&mut command), log, scratch }
    }

    /// A single member that asks for certificates on a port of 10.77.0.1 and of loopback, and on the next one for
    /// peers; with further flags and files.
    pub(crate) fn single(
        (hosts, port): (&Hosts, u16),
        release: EtcdRelease,
        (pair, trusted): (&Pair, &str),
        further: &[String],
        others: &[(&str, &[u8])],
    ) -> Self {
        let url = |host: &str| format!("https://{host}:{port}");
        let clients = ["10.77.0.1", "127.0.0.1", "[::1]"].map(url).join(",");
        let peers = format!("http://127.0.0.1:{}", port + 1);
        let mut flags = vec![
            format!("--listen-client-urls={clients}"),
            format!("--advertise-client-urls={}", url("10.77.0.1")),
            format!("--listen-peer-urls={peers}"),
            format!("--initial-advertise-peer-urls={peers}"),
            format!("--initial-cluster=default={peers}"),
        ];
        let tls = ["--cert-file=cert.pem", "--key-file=key.pem", "--trusted-ca-file=ca.pem"];
        flags.extend(tls.map(str::to_owned));
        flags.push("--client-cert-auth".into());
        flags.extend_from_slice(further);
        let files = [
            &[
                ("cert.pem", pair.certificate.as_bytes()),
                ("key.pem", pair.key.as_bytes()),
                ("ca.pem", trusted.as_bytes()),
            ],
            others,
        ]
        .concat();
        Self::start((hosts, 0), release, &files, &flags, &[])
    }

    pub(crate) fn log(&self) -> String {
        plain(&String::from_utf8_lossy(&std::fs::read(&self.log).unwrap()))
    }

    /// Puts another pair in place: etcd reads it at the next handshake.
    pub(crate) fn show(&self, pair: &Pair) {
        for (name, text) in [("cert.pem", &pair.certificate), ("key.pem", &pair.key)] {
            let staged = self.scratch.path().join("staged");
            std::fs::write(&staged, text).unwrap();
            std::fs::rename(&staged, self.scratch.path().join(name)).unwrap();
        }
    }

    /// What it says before it ends, if it ends before `is_enough`.
    pub(crate) fn last_words(&mut self, is_enough: impl Fn(&str) -> bool) -> Option<String> {
        let deadline = Instant::now() + SOON;
        loop {
            if self.process.ended().is_some() {
                return Some(self.log());
            }
            assert!(Instant::now() < deadline, "neither up nor down\n{}", self.log());
            if is_enough(&self.log()) {
                return None;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

/// etcd's quotes within quotes, taken off.
fn plain(log: &str) -> String {
    log.replace("\\\\\\\"", "\"").replace("\\\"", "\"")
}

/// Runs etcdctl on a host with a pair and what it trusts. The time it gets is that of the expectation: a
/// refused one tries again until it is over.
pub(crate) fn etcdctl(
    (hosts, host): (&Hosts, usize),
    release: EtcdRelease,
    url: &str,
    tls: Option<(&Pair, &str)>,
    seconds: &str,
) -> (bool, String) {
    let scratch = TempDir::new().unwrap();
    let mut command = hosts.command(host, "env");
    command.args(["-i", "-C"]).arg(scratch.path());
    command.arg(release.directory().join("etcdctl")).arg(format!("--endpoints={url}"));
    command.arg(format!("--command-timeout={seconds}")).arg("--dial-timeout=10s");
    if let Some((pair, trusted)) = tls {
        let write =
            |name: &str, text: &str| std::fs::write(scratch.path().join(name), text).unwrap();
        write("cert.pem", &pair.certificate);
        write("key.pem", &pair.key);
        write("ca.pem", trusted);
        command.args(["--cert=cert.pem", "--key=key.pem", "--cacert=ca.pem"]);
    }
    let ran = run_for(Duration::from_secs(30), command.args(["endpoint", "health"]));
    (ran.succeeded(), plain(&ran.said()))
}

/// Waits for a text in what a function gives; whether it came.
pub(crate) fn comes(text: &str, given: impl Fn() -> String) -> bool {
    let deadline = Instant::now() + SOON;
    while Instant::now() < deadline {
        if timeless(&given()).contains(&timeless(text)) {
            return true;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    false
}

/// The clock's reading, taken out.
pub(crate) fn timeless(text: &str) -> String {
    let mut parts = text.split("current time ");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| {
        let rest = part.split_once(' ').map_or("", |(_, rest)| rest);
        text + "current time " + rest
    })
}

/// Calls the gateway of the member on host 0.
pub(crate) fn gateway(hosts: &Hosts, pair: &Pair, trusted: &str) -> String {
    let scratch = TempDir::new().unwrap();
    let write = |name: &str, text: &str| std::fs::write(scratch.path().join(name), text).unwrap();
    write("cert.pem", &pair.certificate);
    write("key.pem", &pair.key);
    write("ca.pem", trusted);
    let at = |name: &str| -> PathBuf { Path::new(scratch.path()).join(name) };
    let mut command = hosts.command(0, "curl");
    command
        .args(["-sS", "--max-time", "10", "--cert"])
        .arg(at("cert.pem"))
        .arg("--key")
        .arg(at("key.pem"));
    command.arg("--cacert").arg(at("ca.pem")).args(["-d", r#"{"key":"YQ=="}"#]);
    run(command.arg("https://10.77.0.1:2379/v3/kv/range")).said()
}
