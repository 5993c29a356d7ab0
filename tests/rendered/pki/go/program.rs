//! The program that asks Go, built with the machine's Go or by `check` with others.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use quorate::etcd::GoVersion;
use tempfile::TempDir;

use crate::support::needs::find_go;
use crate::support::process::{run, run_for};

/// What Go says of one certificate: what it read, or why it refuses it.
pub(super) type Answer = Result<Read, String>;

/// What Go read in a certificate.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Read {
    /// Whether there is a critical extension that Go doesn't handle.
    pub(super) is_critical: bool,
    /// The end of its validity in seconds.
    pub(super) end: i64,
    pub(super) common_name: String,
    pub(super) dns_names: Vec<String>,
}

/// Builds the program with the machine's Go, which writes into a directory of its own and the target directory.
pub(super) fn build(room: &TempDir) -> PathBuf {
    let go = || {
        let mut go = Command::new(find_go().expect("the test needs Go"));
        let at = |name: &str| room.path().join(name);
        go.current_dir(room.path())
            .env("HOME", at("home"))
            .env("GOPATH", at("path"))
            .env("GOCACHE", Path::new(env!("CARGO_TARGET_TMPDIR")).join("go-build-cache"))
            .envs([("GOENV", "off"), ("GOTOOLCHAIN", "local"), ("GOWORK", "off"), ("GODEBUG", "")])
            .envs([
                ("GO111MODULE", "on"),
                ("CGO_ENABLED", "0"),
                ("GOFLAGS", ""),
                ("GOPROXY", "off"),
            ]);
        go
    };
    let version = run(go().args(["env", "GOVERSION"])).success().stdout;
    let minor: String =
        version.trim().trim_start_matches("go").split('.').take(2).collect::<Vec<_>>().join(".");
    // The `go` line sets Go's compatibility defaults: those of this very release.
    fs::write(room.path().join("go.mod"), format!("module ask\n\ngo {minor}\n")).unwrap();
    fs::write(room.path().join("main.go"), include_str!("main.go")).unwrap();
    let _built =
        run_for(Duration::from_secs(300), go().args(["build", "-o", "ask", "."])).success();
    room.path().join("ask")
}

/// Asks a program that was built of `main.go`; its release of Go comes first.
pub(super) fn ask(program: &Path, corpus: &[Vec<u8>]) -> (GoVersion, Vec<Answer>) {
    let mut input = Vec::new();
    for der in corpus {
        input.extend(u32::try_from(der.len()).unwrap().to_be_bytes());
        input.extend(der);
    }
    let mut program = Command::new(program);
    let mut child = program.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let writer = std::thread::spawn(move || stdin.write_all(&input));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let mut lines = text.lines();
    let release = lines.next().unwrap().split(' ').next().unwrap().parse().unwrap();
    let answers: Vec<Answer> = lines.map(answer).collect();
    assert_eq!(answers.len(), corpus.len());
    (release, answers)
}

fn answer(line: &str) -> Answer {
    let parts: Vec<&str> = line.split(' ').collect();
    match parts.as_slice() {
        ["OK", is_critical, end, common_name, dns_names] => Ok(Read {
            is_critical: *is_critical == "true",
            end: end.parse().unwrap(),
            common_name: unhex(common_name),
            dns_names: dns_names.split(',').skip(1).map(unhex).collect(),
        }),
        ["NO", why] => Err(unhex(why)),
        _ => panic!("{line}"),
    }
}

fn unhex(digits: &str) -> String {
    let digits = digits.trim_start_matches("0x");
    let pairs = digits.as_bytes().chunks(2);
    let byte = |pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap();
    String::from_utf8_lossy(&pairs.map(byte).collect::<Vec<u8>>()).into_owned()
}
