//! The commands of `README.txt`, run by a shell with the real openssl.

use std::fs;
use std::path::Path;
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

/// What stays through a renewal: whose it is, and all that it says. The key's identifier is openssl's own.
fn unchanged(path: &Path) -> String {
    let extensions =
        "subjectAltName,keyUsage,extendedKeyUsage,basicConstraints,authorityKeyIdentifier";
    let mut parts: Vec<String> = openssl(path, &["-noout", "-ext", extensions])
        .split("X509v3 ")
        .map(str::to_owned)
        .collect();
    parts.sort();
    parts.push(openssl(path, &["-noout", "-subject", "-issuer", "-pubkey"]));
    parts.concat()
}

#[test]
fn certificates_are_renewed_with_their_keys_and_names() {
    if !need("openssl") {
        return;
    }
    for algorithm in ["ecdsa-p256", "ed25519", "rsa-2048"] {
        let bundle = ClusterRequest::named("production")
            .member("etcd-1", "10.0.0.1")
            .member("etcd-2", "10.0.0.2")
            .member("etcd-3", "10.0.0.3")
            .option("--algorithm", algorithm)
            .option("--leaf-days", "90")
            .generate();
        let member = bundle.member_directory("etcd-2");
        let root = tempfile::tempdir().unwrap();
        let _ = bundle.install_into("etcd-2", root.path()).success();
        let paths = [
            member.join("pki/server.pem"),
            member.join("pki/peer.pem"),
            bundle.client("root").certificate(),
        ];
        let before = paths.each_ref().map(|path| (unchanged(path), serial(path)));

        let renewal = commands(&bundle, "for key in", "done");
        let mut shell = Command::new("sh");
        let (is_fine, text) = said(shell.current_dir(bundle.directory()).args(["-euc", &renewal]));
        assert!(is_fine, "{text}");
        assert_eq!(text.matches(": OK\n").count(), 7, "{text}");
        for (path, (said_before, serial_before)) in paths.iter().zip(&before) {
            assert_eq!(&unchanged(path), said_before);
            assert_ne!(&serial(path), serial_before);
            openssl(path, &["-noout", "-checkend", &(90 * 86_400 - 3_600).to_string()]);
            assert!(openssl(path, &["-noout", "-ext", "subjectKeyIdentifier"]).contains(':'));
        }
        for kind in ["new", "csr", "srl"] {
            let (_, left) = said(
                Command::new("find").arg(bundle.directory()).args(["-name", &format!("*.{kind}")]),
            );
            assert_eq!(left, "");
        }

        // The way back to the member, and what quorate makes of the bundle now.
        let script = member.join("install.sh");
        let mut install = Command::new("sh");
        install.arg(script).arg("--keep-data").env("DESTDIR", root.path());
        let (is_fine, text) = said(&mut install);
        assert!(is_fine && text.contains("pki/peer.pem, the old one is kept as "), "{text}");
        let installed = root.path().join("etc/etcd/pki/server.pem");
        assert_eq!(fs::read(installed).unwrap(), fs::read(&paths[0]).unwrap());
        let (_, verdict) = said(quorate().arg("verify").arg(bundle.directory()));
        assert!(verdict.ends_with(": 14 errors, 0 warnings\n"), "{verdict}");
        for complaint in
            [".pem: it was changed: ", ".pem: this isn't the certificate that the manifest "]
        {
            assert_eq!(verdict.matches(complaint).count(), 7, "{verdict}");
        }
    }
}

fn serial(path: &Path) -> String {
    openssl(path, &["-noout", "-serial"])
}
