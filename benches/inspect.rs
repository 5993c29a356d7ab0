//! How long it takes to read 10,000 certificates, and how much memory: `cargo bench --bench inspect`.
//!
//! Prints ratios, which compare between machines; nothing is asserted on time. A bundle is measured against
//! `openssl storeutl -noout -text -certs`, a directory with a file for each certificate against `cat`, and what is made
//! to be slow against a quarter of it. The certificates are those of the machine's CA bundle, over and over, each with
//! other bytes at the end of its signature: once with their issuers, which are themselves, and once with issuers that
//! aren't there.
#![allow(clippy::expect_used)] // A machine without openssl or temporary files ends the run.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use nix::sys::resource::{UsageWho, getrusage};
use quorate::pki::pair;

const BUNDLE: &str = "/etc/ssl/certs/ca-certificates.crt";
const CERTIFICATES: u32 = 10_000;
/// With a path behind it this program prints how much memory reading that takes, in KB.
const MEMORY: &str = "--memory-of";

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    if let [_, option, path] = arguments.as_slice()
        && option == MEMORY
    {
        inspect(&[], Path::new(path));
        println!(
            "{}",
            getrusage(UsageWho::RUSAGE_CHILDREN).expect("the kernel's figures").max_rss()
        );
        return;
    }
    let Ok(bundle) = std::fs::read(BUNDLE) else {
        println!("needs {BUNDLE}");
        return;
    };
    let room = Room(tempfile::tempdir().expect("a temporary directory"));
    println!("{CERTIFICATES} certificates against openssl storeutl -noout -text -certs");
    for (what, has_issuers) in [("with issuers", true), ("without issuers", false)] {
        println!("{what}");
        let certificates = many(&bundle, CERTIFICATES, has_issuers);
        let pem: String = certificates.iter().map(|der| pem("CERTIFICATE", der)).collect();
        against_openssl(&room.file("many.pem", pem.as_bytes()));
    }
    println!("{CERTIFICATES} files in a directory against cat");
    for (number, der) in many(&bundle, CERTIFICATES, true).iter().enumerate() {
        room.file(&format!("directory/{number:05}.pem"), pem("CERTIFICATE", der).as_bytes());
    }
    against_cat(&room.0.path().join("directory"));
    println!("4 times as much");
    let begins = |count: u32| "-----BEGIN CERTIFICATE-----\n".repeat(count as usize).into_bytes();
    let pkcs7 = |count| pem("PKCS7", &pkcs7(&many(&bundle, count, true))).into_bytes();
    growing(&room, "BEGIN lines without END", begins);
    growing(&room, "certificates in PKCS #7", pkcs7);
}

/// A temporary directory.
struct Room(tempfile::TempDir);

impl Room {
    fn file(&self, name: &str, contents: &[u8]) -> PathBuf {
        let path = self.0.path().join(name);
        let parent = path.parent().expect("a directory");
        std::fs::create_dir_all(parent).expect("a temporary directory");
        #[allow(clippy::disallowed_methods)] // Nothing that is kept.
        std::fs::write(&path, contents).expect("a temporary file");
        path
    }
}

fn against_openssl(file: &Path) {
    let kinds: [(&str, &[&str]); 3] =
        [("inspect", &[]), ("inspect --json", &["--json"]), ("inspect --check", &["--check"])];
    let mut ours = [Duration::ZERO; 3];
    let mut theirs = Duration::ZERO;
    inspect(&[], file);
    for _ in 0..3 {
        for ((_, options), time) in kinds.iter().zip(&mut ours) {
            *time += inspect(options, file);
        }
        theirs +=
            run(Command::new("openssl").args(["storeutl", "-noout", "-text", "-certs"]).arg(file));
    }
    for ((what, _), time) in kinds.iter().zip(ours) {
        println!("  {what}: {:.1} times as fast", theirs.as_secs_f64() / time.as_secs_f64());
    }
    let size = file.metadata().expect("a file").len();
    let memory = memory(file);
    let each = (memory * 1024).saturating_sub(size) / u64::from(CERTIFICATES);
    println!(
        "  inspect: at most {} MB for a file of {} MB, {each} bytes a certificate beyond it",
        memory >> 10,
        size >> 20
    );
}

fn against_cat(directory: &Path) {
    let (mut ours, mut theirs) = (Duration::ZERO, Duration::ZERO);
    inspect(&[], directory);
    for _ in 0..3 {
        ours += inspect(&[], directory);
        theirs += run(Command::new("sh").args(["-c", "cat \"$0\"/*"]).arg(directory));
    }
    println!(
        "  inspect: {:.1} times as long, at most {} MB",
        ours.as_secs_f64() / theirs.as_secs_f64(),
        memory(directory) >> 10
    );
}

fn growing(room: &Room, what: &str, contents: impl Fn(u32) -> Vec<u8>) {
    let [some, more] = [("some", CERTIFICATES), ("more", 4 * CERTIFICATES)].map(|(name, count)| {
        let file = room.file(name, &contents(count));
        inspect(&[], &file);
        (0..3).map(|_| inspect(&[], &file)).sum::<Duration>()
    });
    println!(
        "  {} {what}: {:.1} times as long, {:.2} s",
        4 * CERTIFICATES,
        more.as_secs_f64() / some.as_secs_f64(),
        more.as_secs_f64() / 3.0
    );
}

fn inspect(options: &[&str], path: &Path) -> Duration {
    run(Command::new(env!("CARGO_BIN_EXE_quorate")).arg("inspect").args(options).arg(path))
}

/// The most that reading a path takes, in KB.
fn memory(path: &Path) -> u64 {
    let program = std::env::current_exe().expect("this program");
    let output = Command::new(program).arg(MEMORY).arg(path).output().expect("this program");
    String::from_utf8_lossy(&output.stdout).trim().parse().expect("a number")
}

fn run(command: &mut Command) -> Duration {
    let started = Instant::now();
    let status = command.stdout(Stdio::null()).stderr(Stdio::null()).status();
    status.expect("a command that can be started");
    started.elapsed()
}

fn many(bundle: &[u8], count: u32, has_issuers: bool) -> Vec<Vec<u8>> {
    let certificates = pair::certificates(bundle).expect("a bundle of certificates");
    let numbered = |(number, der): (u32, &Vec<u8>)| {
        let mut der = der.clone();
        if !has_issuers {
            let last = last_of_issuer(&der);
            *der.get_mut(last).expect("a byte of the issuer") ^= 1;
        }
        der.truncate(der.len() - 4);
        der.extend_from_slice(&number.to_be_bytes());
        der
    };
    (0..count).zip(certificates.iter().cycle()).map(numbered).collect()
}

fn pem(label: &str, der: &[u8]) -> String {
    let body = STANDARD.encode(der);
    let lines = body.as_bytes().chunks(64).map(|line| String::from_utf8_lossy(line) + "\n");
    format!("-----BEGIN {label}-----\n{}-----END {label}-----\n", lines.collect::<String>())
}

/// PKCS #7 that holds certificates and nothing else (RFC 2315 §9.1).
fn pkcs7(certificates: &[Vec<u8>]) -> Vec<u8> {
    const DATA: [u8; 11] = [6, 9, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 7, 1];
    const SIGNED_DATA: [u8; 11] = [6, 9, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 7, 2];
    let parts = [
        vec![2, 1, 1],
        element(0x31, &[]),
        element(0x30, &DATA),
        element(0xA0, &certificates.concat()),
        element(0x31, &[]),
    ];
    let signed = element(0x30, &parts.concat());
    element(0x30, &[SIGNED_DATA.to_vec(), element(0xA0, &signed)].concat())
}

/// One element of DER, with its length in four bytes.
fn element(tag: u8, value: &[u8]) -> Vec<u8> {
    let length = u32::try_from(value.len()).expect("less than 4 GB");
    [&[tag, 0x84], &length.to_be_bytes()[..], value].concat()
}

/// Where the last byte of the issuer's name stands.
fn last_of_issuer(der: &[u8]) -> usize {
    let (_, certificate) = x509_parser::parse_x509_certificate(der).expect("a certificate");
    let name = certificate.issuer().as_raw();
    name.as_ptr() as usize - der.as_ptr() as usize + name.len() - 1
}
