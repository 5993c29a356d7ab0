//! How long it takes to read 10,000 certificates, against `openssl storeutl -noout -text -certs`:
//! `cargo bench --bench inspect`.
//!
//! Prints ratios, which compare between machines; nothing is asserted on time. The certificates are
//! those of the machine's CA bundle, over and over, each with other bytes at the end of its signature.
#![allow(clippy::expect_used)] // A machine without openssl or temporary files ends the run.

use std::fmt::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use quorate::pki::{Inspection, inspect, pair};

const BUNDLE: &str = "/etc/ssl/certs/ca-certificates.crt";
const CERTIFICATES: u32 = 10_000;

fn main() {
    let Ok(bundle) = std::fs::read(BUNDLE) else {
        println!("needs {BUNDLE}");
        return;
    };
    let directory = tempfile::tempdir().expect("a temporary directory");
    let file = directory.path().join("many.pem");
    #[allow(clippy::disallowed_methods)] // Nothing that is kept.
    std::fs::write(&file, many(&bundle)).expect("a temporary file");
    let quorate = || Command::new(env!("CARGO_BIN_EXE_quorate"));
    let [mut ours, mut json, mut theirs, mut inspection] = [Duration::ZERO; 4];
    for _ in 0..3 {
        ours += run(quorate().arg("inspect").arg(&file));
        json += run(quorate().args(["inspect", "--json"]).arg(&file));
        theirs +=
            run(Command::new("openssl").args(["storeutl", "-noout", "-text", "-certs"]).arg(&file));
        let started = Instant::now();
        let bytes = std::fs::read(&file).expect("the file");
        drop(Inspection::new(vec![inspect::read(Path::new("many.pem"), &bytes)]));
        inspection += started.elapsed();
    }
    println!("{CERTIFICATES} certificates against openssl storeutl -noout -text -certs");
    for (what, time) in
        [("inspect", ours), ("inspect --json", json), ("reading and linking", inspection)]
    {
        println!("{what}: {:.1} times as fast", theirs.as_secs_f64() / time.as_secs_f64());
    }
}

fn run(command: &mut Command) -> Duration {
    let started = Instant::now();
    let status = command.stdout(Stdio::null()).stderr(Stdio::null()).status();
    status.expect("a command that can be started");
    started.elapsed()
}

fn many(bundle: &[u8]) -> String {
    let certificates = pair::certificates(bundle).expect("a bundle of certificates");
    let mut text = String::new();
    for (number, der) in (0..CERTIFICATES).zip(certificates.iter().cycle()) {
        let mut der = der.clone();
        der.truncate(der.len() - 4);
        der.extend_from_slice(&number.to_be_bytes());
        text.push_str("-----BEGIN CERTIFICATE-----\n");
        for line in STANDARD.encode(&der).as_bytes().chunks(64) {
            let _ = writeln!(text, "{}", String::from_utf8_lossy(line));
        }
        text.push_str("-----END CERTIFICATE-----\n");
    }
    text
}
