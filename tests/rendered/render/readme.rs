//! The commands of `README.txt`, run by a shell with the real openssl.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::{need, said};
use crate::support::bundle::{Bundle, ClusterRequest, quorate};

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
    for options in [
        &["--algorithm", "ed25519"][..],
        &["--algorithm", "ecdsa-p256", "--certificates", "shared"],
        &["--algorithm", "rsa-2048", "--certificates", "shared-server"],
        &["--certificates", "per-member", "--trust", "intermediate"],
        &["--trust", "separate", "--etcd-version", "3.5"],
    ] {
        let bundle = production(options);
        let hosts = Hosts::new();
        for member in bundle.member_names() {
            hosts.run(&bundle, &format!("scp -rp members/{member} root@{}:", address(member)));
            hosts.run(&bundle, &format!("ssh -n root@{} sh {member}/install.sh", address(member)));
            hosts.run(&bundle, &format!("ssh -n root@{} rm -r {member}", address(member)));
        }
        let leaves = leaves(&bundle);
        let before: Vec<_> = leaves.iter().map(|path| (unchanged(path), serial(path))).collect();
        let text = hosts.run(&bundle, &renewal(&bundle));
        assert_eq!(text.matches("\nsigned ").count() + 1, leaves.len(), "{text}");
        for (path, (said_before, serial_before)) in leaves.iter().zip(&before) {
            assert_eq!(&unchanged(path), said_before);
            assert_ne!(&serial(path), serial_before);
            is_fresh(path);
        }
        assert!(text.contains(": 0 errors, 0 warnings\n"), "{text}");
        assert!(text.contains(", the old one is kept as "), "{text}");
        hosts.hold(&bundle);
    }
}

#[test]
fn keys_of_members_are_renewed_on_them() {
    if !need("openssl") {
        return;
    }
    let bundle = production(&["--member-keys", "member"]);
    let hosts = Hosts::new();
    let is_for_hosts = |line: &&str| {
        let line = line.trim_start();
        let starts = ["mkdir -p", "scp ", "ssh ", "quorate "];
        starts.iter().any(|start| line.starts_with(start)) && !line.contains("systemctl")
    };
    let rollout: Vec<String> =
        section(&bundle, "ROLLOUT").lines().filter(is_for_hosts).map(str::to_owned).collect();
    hosts.run(&bundle, &rollout.join("\n"));
    hosts.hold(&bundle);
    let peer = bundle.member_directory("etcd-2").join("pki/peer.pem");
    let before = (serial(&peer), openssl(&peer, &["-noout", "-pubkey"]));
    let text = hosts.run(&bundle, &renewal(&bundle));
    assert!(text.contains(": 0 errors, 0 warnings\n"), "{text}");
    // The copies were removed, and the keys with them: the members made new ones.
    assert_ne!(serial(&peer), before.0);
    assert_ne!(openssl(&peer, &["-noout", "-pubkey"]), before.1);
    is_fresh(&peer);
    hosts.hold(&bundle);
}

#[test]
fn without_systemd_the_command_starts_etcd_with_the_settings_of_the_member() {
    let scratch = tempfile::tempdir().unwrap();
    let directory = scratch.path().join("a b'c");
    fs::create_dir(&directory).unwrap();
    let program = directory.join("etcd");
    fs::write(&program, "#!/bin/sh\necho \"$ETCD_NAME $*\"\n").unwrap();
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
    let (program, directory) = (program.to_str().unwrap(), directory.to_str().unwrap());
    for (form, file) in [("environment-file", "etcd.env"), ("config-file", "etcd.conf.yml")] {
        let options = [
            "--unit-form",
            form,
            "--etcd-binary",
            program,
            "--config-dir",
            directory,
            "--user",
            "me",
        ];
        let bundle = production(&options);
        let settings = format!("{directory}/{file}");
        fs::copy(bundle.member_directory("etcd-1").join(file), &settings).unwrap();
        let rollout = section(&bundle, "ROLLOUT");
        let command =
            rollout.lines().find_map(|line| line.trim().strip_prefix("su -s /bin/sh me "));
        let command = format!("sh {}", command.expect("a command"));
        let (is_fine, text) = said(Command::new("sh").arg("-c").arg(&command));
        assert!(is_fine, "{command}: {text}");
        let expected = match form {
            "config-file" => format!(" --config-file={settings}\n"),
            _ => "etcd-1 \n".to_owned(),
        };
        assert_eq!(text, expected, "{command}");
    }
}

fn production(options: &[&str]) -> Bundle {
    let mut request = ClusterRequest::named("production").option("--leaf-days", "90");
    for member in ["etcd-1", "etcd-2", "etcd-3"] {
        request = request.member(member, &address(member));
    }
    let (pairs, []) = options.as_chunks::<2>() else { panic!("{options:?} are no pairs") };
    for [option, value] in pairs {
        request = request.option(option, value);
    }
    request.generate()
}

/// The address of `etcd-N`.
fn address(member: &str) -> String {
    format!("10.0.0.{}", member.trim_start_matches("etcd-"))
}

fn is_fresh(path: &Path) {
    openssl(path, &["-noout", "-checkend", &(90 * 86_400 - 3_600).to_string()]);
}

/// A part of the page, from its heading to the next.
fn section(bundle: &Bundle, heading: &str) -> String {
    let page = fs::read_to_string(bundle.directory().join("README.txt")).unwrap();
    let is_heading = |line: &&str| {
        line.starts_with(|c: char| c.is_ascii_uppercase()) && line.to_uppercase() == **line
    };
    let lines = page.lines().skip_while(|line| *line != heading).skip(1);
    lines.take_while(|line| !is_heading(line)).collect::<Vec<_>>().join("\n")
}

/// The commands of the renewal, which are indented, as they would be pasted.
fn renewal(bundle: &Bundle) -> String {
    let text = section(bundle, "RENEWAL AND CHANGES");
    text.lines().filter(|line| line.starts_with("    ")).collect::<Vec<_>>().join("\n")
}

/// The members' machines: directories that scp and ssh lead to, install.sh below them.
struct Hosts(tempfile::TempDir);

impl Hosts {
    fn new() -> Self {
        const SCP: &str = "#!/bin/sh\n[ \"$1\" != -rp ] || shift\nplace() { case $1 in root@*) printf '%s/%s/%s' \"$HOSTS\" \"$(echo \"$1\" | sed 's/root@\\([^:]*\\):.*/\\1/')\" \"${1#*:}\" ;; *) printf %s \"$1\" ;; esac; }\nfrom=$(place \"$1\") to=$(place \"$2\")\nmkdir -p \"${to%/*}\" && exec cp -rp $from \"$to\"\n";
        const SSH: &str = "#!/bin/sh\nshift\nhost=${1#root@}\nshift\ncd \"$HOSTS/$host\" && DESTDIR=$HOSTS/$host/root exec sh -c \"$*\"\n";
        let scratch = tempfile::tempdir().unwrap();
        for (name, text) in [("scp", SCP), ("ssh", SSH)] {
            let path = scratch.path().join(name);
            fs::write(&path, text).unwrap();
            fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
        }
        Self(scratch)
    }

    /// Runs commands in a bundle as a person would paste them, and ends at the first that fails.
    fn run(&self, bundle: &Bundle, commands: &str) -> String {
        let program = Path::new(quorate().get_program()).parent().unwrap().to_owned();
        let own = self.0.path();
        let path = std::env::var("PATH").unwrap();
        let mut shell = Command::new("sh");
        shell.env("PATH", format!("{}:{}:{path}", own.display(), program.display()));
        shell.env("HOSTS", own.join("hosts")).current_dir(bundle.directory());
        let (is_fine, text) = said(shell.args(["-euc", commands]));
        assert!(is_fine, "{commands}\n{text}");
        text
    }

    /// Checks that the members have what the bundle holds for them, keys that fit, and no copies.
    fn hold(&self, bundle: &Bundle) {
        for member in bundle.member_names() {
            let host = self.0.path().join("hosts").join(address(member));
            assert!(!host.join(member).exists(), "the copy is gone");
            let installed = host.join("root/etc/etcd/pki");
            let own = bundle.member_directory(member).join("pki");
            let leaves: Vec<PathBuf> = certificates(&own);
            assert!(!leaves.is_empty());
            for leaf in leaves {
                let installed = installed.join(leaf.file_name().unwrap());
                assert_eq!(fs::read(&installed).unwrap(), fs::read(&leaf).unwrap());
                let key = installed.to_str().unwrap().replace(".pem", "-key.pem");
                let (_, of_key) =
                    said(Command::new("openssl").args(["pkey", "-pubout", "-in", &key]));
                assert_eq!(openssl(&installed, &["-noout", "-pubkey"]), of_key);
            }
        }
    }
}

/// The leaves in a directory.
fn certificates(directory: &Path) -> Vec<PathBuf> {
    let is_leaf = |path: &PathBuf| {
        let name = path.file_name().unwrap().to_str().unwrap();
        !name.contains("-key") && !name.contains("ca.pem")
    };
    let entries = directory.read_dir().unwrap().map(|entry| entry.unwrap().path());
    entries.filter(is_leaf).collect()
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
