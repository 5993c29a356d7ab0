//! How long it takes to read 10,000 certificates, against `openssl storeutl -noout -text -certs`, and how much
//! memory: `cargo bench --bench inspect`.
//!
//! Prints ratios, which compare between machines; nothing is asserted on time. The certificates are those of the
//! machine's CA bundle, over and over, each with other bytes at the end of its signature: once with their issuers,
//! which are themselves, and once with issuers that aren't there.
#![allow(clippy::expect_used)] // A machine without openssl or temporary files ends the run.

use std::fmt::Write as _;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use nix::sys::resource::{UsageWho, getrusage};
use quorate::pki::pair;

const BUNDLE: &str = "/etc/ssl/certs/ca-certificates.crt";
const CERTIFICATES: u32 = 10_000;

fn main() {
    let Ok(bundle) = std::fs::read(BUNDLE) else {
        println!("needs {BUNDLE}");
        return;
    };
    println!("{CERTIFICATES} certificates against openssl storeutl -noout -text -certs");
    for (what, has_issuers) in [("with issuers", true), ("without issuers", false)] {
        println!("{what}");
        compare(&many(&bundle, has_issuers));
    }
}

fn compare(text: &str) {
    let directory = tempfile::tempdir().expect("a temporary directory");
    let file = directory.path().join("many.pem");
    #[allow(clippy::disallowed_methods)] // Nothing that is kept.
    std::fs::write(&file, text).expect("a temporary file");
    let quorate = |options: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_quorate"));
        run(command.arg("inspect").args(options).arg(&file))
    };
    let kinds: [(&str, &[&str]); 3] =
        [("inspect", &[]), ("inspect --json", &["--json"]), ("inspect --check", &["--check"])];
    let mut ours = [Duration::ZERO; 3];
    let mut theirs = Duration::ZERO;
    quorate(&[]);
    // The most that any child had until now.
    let most = getrusage(UsageWho::RUSAGE_CHILDREN).expect("the kernel's figures").max_rss();
    for _ in 0..3 {
        for ((_, options), time) in kinds.iter().zip(&mut ours) {
            *time += quorate(options);
        }
        theirs +=
            run(Command::new("openssl").args(["storeutl", "-noout", "-text", "-certs"]).arg(&file));
    }
    for ((what, _), time) in kinds.iter().zip(ours) {
        println!("  {what}: {:.1} times as fast", theirs.as_secs_f64() / time.as_secs_f64());
    }
    println!("  inspect: at most {} MB for a file of {} MB", most / 1024, text.len() >> 20);
}

fn run(command: &mut Command) -> Duration {
    let started = Instant::now();
    let status = command.stdout(Stdio::null()).stderr(Stdio::null()).status();
    status.expect("a command that can be started");
    started.elapsed()
}

fn many(bundle: &[u8], has_issuers: bool) -> String {
    let certificates = pair::certificates(bundle).expect("a bundle of certificates");
    let mut text = String::new();
    for (number, der) in (0..CERTIFICATES).zip(certificates.iter().cycle()) {
        let mut der = der.clone();
        if !has_issuers {
            let last = last_of_issuer(&der);
            *der.get_mut(last).expect("a byte of the issuer") ^= 1;
        }
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

/// Where the last byte of the issuer's name stands.
fn last_of_issuer(der: &[u8]) -> usize {
    let (_, certificate) = x509_parser::parse_x509_certificate(der).expect("a certificate");
    let name = certificate.issuer().as_raw();
    name.as_ptr() as usize - der.as_ptr() as usize + name.len() - 1
}
