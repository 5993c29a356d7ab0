//! The commands of `README.txt`, run by a shell with the real openssl.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::support::bundle::{Bundle, ClusterRequest, quorate};
use super::{need, said};

/// The command lines of a page from the line that starts so to the line that is that.
fn commands(bundle: &Bundle, from: &str, to: &str) -> String {
    let page = fs::read_to_string(bundle.directory().join("README.txt")).unwrap();
    let lines = page.lines().skip_while(|line| !line.trim_start().starts_with(from));
    let end = lines.clone().position(|line| line.trim_start() == to).unwrap();
    lines.take(end + 1).collect::<Vec<_>>().join("\n")
}

fn openssl(path: &Path, arguments: &[&str]) -> String {
    let (is_fine, text) =
        said(Command::new("openssl").arg("x509").arg("-in").arg(path).args(arguments));
    assert!(is_fine, "{text}");
    text
}

/// What stays through a renewal: whose it is, and all that it says.
fn unchanged(path: &Path) -> String {
    let extensions = "subjectAltName,keyUsage,extendedKeyUsage,basicConstraints,authorityKeyIdentifier,subjectKeyIdentifier";
    openssl(path, &["-noout", "-subject", "-issuer", "-pubkey", "-ext", extensions])
}

#[test]
fn certificates_are_renewed_with_their_keys_and_names() {
    if !need("openssl") {
        return;
    }
    let trust_of_three = ["--trust", "separate", "--etcd-version", "3.5"];
    for options in [
        &["--algorithm", "ed25519"][..],
        &["--algorithm", "ecdsa-p256", "--certificates", "shared"],
        &["--algorithm", "rsa-2048", "--certificates", "shared-server"],
        &["--certificates", "per-member", "--trust", "intermediate"],
        &trust_of_three,
    ] {
        let mut request = ClusterRequest::named("production")
            .member("etcd-1", "10.0.0.1")
            .member("etcd-2", "10.0.0.2")
            .member("etcd-3", "10.0.0.3")
            .option("--leaf-days", "90");
        for pair in options.chunks(2) {
            request = request.option(pair[0], pair[1]);
        }
        are_renewed(&request.generate());
    }
}

fn are_renewed(bundle: &Bundle) {
    let root = tempfile::tempdir().unwrap();
    let _ = bundle.install_into("etcd-2", root.path()).success();
    let leaves = leaves(bundle);
    let before: Vec<_> = leaves.iter().map(|path| (unchanged(path), serial(path))).collect();

    let renewal = commands(bundle, "mkdir -p", "quorate sign . requests/*.csr --replace");
    let mut shell = Command::new("sh");
    let program = Path::new(quorate().get_program()).parent().unwrap().to_owned();
    let path = std::env::var("PATH").unwrap();
    shell.env("PATH", format!("{}:{path}", program.display()));
    let (is_fine, text) = said(shell.current_dir(bundle.directory()).args(["-euc", &renewal]));
    assert!(is_fine, "{text}");
    assert_eq!(text.matches("\nsigned ").count() + 1, leaves.len(), "{text}");
    for (path, (said_before, serial_before)) in leaves.iter().zip(&before) {
        assert_eq!(&unchanged(path), said_before);
        assert_ne!(&serial(path), serial_before);
        openssl(path, &["-noout", "-checkend", &(90 * 86_400 - 3_600).to_string()]);
    }
    let (is_fine, verdict) = said(quorate().arg("verify").arg(bundle.directory()));
    assert!(is_fine && verdict.ends_with(": 0 errors, 0 warnings\n"), "{verdict}");

    // The way back to the member.
    let member = bundle.member_directory("etcd-2");
    let mut install = Command::new("sh");
    install.arg(member.join("install.sh")).arg("--keep-data").env("DESTDIR", root.path());
    let (is_fine, text) = said(&mut install);
    assert!(is_fine && text.contains(", the old one is kept as "), "{text}");
    let mut renewed = leaves.iter().filter(|path| path.starts_with(&member)).peekable();
    assert!(renewed.peek().is_some());
    for path in renewed {
        let installed = root.path().join("etc/etcd/pki").join(path.file_name().unwrap());
        assert_eq!(fs::read(installed).unwrap(), fs::read(path).unwrap());
    }
}

/// The certificates of members and clients in a bundle.
fn leaves(bundle: &Bundle) -> Vec<PathBuf> {
    let places = ["members", "clients"].map(|one| bundle.directory().join(one));
    let (is_fine, found) = said(Command::new("find").args(places).args([
        "(",
        "-name",
        "*-key.pem",
        "-o",
        "-name",
        "*.key",
        ")",
    ]));
    assert!(is_fine, "{found}");
    let of_key = |key: &str| match key.strip_suffix("-key.pem") {
        Some(stem) => PathBuf::from(format!("{stem}.pem")),
        None => Path::new(key).with_extension("crt"),
    };
    found.lines().map(of_key).collect()
}

fn serial(path: &Path) -> String {
    openssl(path, &["-noout", "-serial"])
}
