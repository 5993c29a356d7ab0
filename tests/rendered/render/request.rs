//! `request.sh`: keys that are made on the member and never leave it.

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::Command;

use quorate::cluster::{KeyAlgorithm, Plan};
use quorate::render;

use super::certificates::Certificates;
use super::install::{Member, tree};
use super::plans::{ipv6, three_members};
use super::{need, said};
use crate::support::needs::find_program;

/// The first member's directory with its `request.sh` and without anything in `pki/`.
fn unborn(plan: &Plan) -> Member {
    let member = Member::of(plan);
    fs::remove_dir_all(member.source().join("pki")).unwrap();
    let file = render::request(plan.members.iter().next().unwrap());
    assert_eq!((file.path.to_str(), file.mode), (Some("members/etcd-1/request.sh"), 0o755));
    fs::write(script(&member), file.contents).unwrap();
    member
}

fn script(member: &Member) -> PathBuf {
    member.source().join("request.sh")
}

fn with_algorithm(algorithm: KeyAlgorithm) -> Plan {
    let mut plan = three_members();
    plan.certificates.algorithm = algorithm;
    plan
}

/// Under the laxest umask there is.
fn requests(member: &Member, shell: &str) -> (bool, String) {
    let line = format!("umask 000; exec {shell} \"$0\"");
    said(Command::new("sh").args(["-c", &line]).arg(script(member)))
}

#[track_caller]
fn openssl(arguments: &[&str], file: &Path) -> String {
    let (is_fine, text) = said(Command::new("openssl").args(arguments).arg("-in").arg(file));
    assert!(is_fine, "{text}");
    text
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().mode() & 0o7777
}

const REQUESTS: [(&str, &str); 2] = [("server", "server-key.pem"), ("peer", "peer-key.pem")];

#[test]
fn each_algorithm_makes_private_keys_and_requests_for_them_in_any_shell() {
    if !need("openssl") {
        return;
    }
    for (algorithm, words) in [
        (KeyAlgorithm::EcdsaP256, ["prime256v1", "ecdsa-with-SHA256"]),
        (KeyAlgorithm::EcdsaP384, ["secp384r1", "ecdsa-with-SHA384"]),
        (KeyAlgorithm::Rsa2048, ["(2048 bit)", "sha256WithRSAEncryption"]),
        (KeyAlgorithm::Rsa3072, ["(3072 bit)", "sha256WithRSAEncryption"]),
        (KeyAlgorithm::Rsa4096, ["(4096 bit)", "sha256WithRSAEncryption"]),
        (KeyAlgorithm::Ed25519, ["ED25519 Public-Key", "Signature Algorithm: ED25519"]),
    ] {
        // Keys of 4096 bits take their time, and the shell has no part in that.
        let shells: &[&str] =
            if algorithm == KeyAlgorithm::Rsa4096 { &["sh"] } else { &["dash", "bash"] };
        for shell in shells.iter().filter(|shell| need(shell)) {
            let member = unborn(&with_algorithm(algorithm));
            let (is_fine, text) = requests(&member, shell);
            assert!(is_fine && !text.contains("BEGIN"), "{text}");
            assert_eq!(mode(&member.source().join("pki")), 0o700);
            for (role, key) in REQUESTS {
                let key = member.source().join("pki").join(key);
                let request = member.source().join(format!("requests/etcd-1-{role}.csr"));
                assert_eq!((mode(&key), mode(&request)), (0o600, 0o644));
                let read = openssl(&["req", "-noout", "-text", "-verify"], &request);
                for word in ["Subject: CN = etcd-1\n", words[0], words[1]] {
                    assert!(read.contains(word), "no {word:?} in {read}");
                }
                let [of_key, of_request] = [
                    openssl(&["pkey", "-pubout"], &key),
                    openssl(&["req", "-noout", "-pubkey"], &request),
                ];
                assert_eq!(of_key, of_request);
            }
            let listed = tree(&member.source());
            assert!(!listed.iter().any(|(line, _)| line.contains(".request.")), "{listed:?}");
        }
    }
}

#[test]
fn a_key_that_is_there_is_used_again_and_closed_to_others() {
    if !need("openssl") {
        return;
    }
    let member = unborn(&three_members());
    assert!(requests(&member, "sh").0);
    let key = member.source().join("pki/peer-key.pem");
    let before = (fs::read(&key).unwrap(), fs::metadata(&key).unwrap().ino());
    fs::set_permissions(&key, fs::Permissions::from_mode(0o644)).unwrap();
    fs::remove_dir_all(member.source().join("requests")).unwrap();
    let (is_fine, text) = requests(&member, "sh");
    assert!(is_fine, "{text}");
    assert!(text.contains(&format!("use the existing key {}", key.display())));
    assert!(!text.contains("made the key"), "{text}");
    assert_eq!((fs::read(&key).unwrap(), fs::metadata(&key).unwrap().ino()), before);
    assert_eq!(mode(&key), 0o600);
    assert!(member.source().join("requests/etcd-1-peer.csr").exists());
}

#[test]
fn what_a_killed_run_left_goes_with_the_next_one_and_a_run_at_work_stays() {
    if !need("openssl") {
        return;
    }
    for shell in ["dash", "bash", "busybox sh"] {
        if !need(shell.split(' ').next().unwrap()) {
            continue;
        }
        let member = unborn(&three_members());
        let usual = fs::read_to_string(script(&member)).unwrap();
        let moment = "        put_key \"$key\"\n";
        assert_eq!(usual.matches(moment).count(), 1);
        fs::write(script(&member), usual.replace(moment, "kill -KILL $$\n")).unwrap();
        assert!(!requests(&member, shell).0);
        let keys = || {
            let all = tree(&member.source()).into_iter().map(|(line, _)| line);
            all.filter(|line| line.contains(".request.")).collect::<Vec<_>>()
        };
        assert!(keys().iter().any(|line| line.starts_with("600 ") && line.ends_with("/key")));
        fs::write(script(&member), usual).unwrap();
        let other = member.source().join(".request.at-work1");
        fs::create_dir(&other).unwrap();
        fs::write(other.join("process"), format!("{}\n", std::process::id())).unwrap();
        let (is_fine, text) = requests(&member, shell);
        assert!(is_fine, "{text}");
        assert_eq!(text.matches("left by a run that was killed").count(), 1, "{text}");
        assert!(keys().iter().all(|line| line.contains(".request.at-work1")), "{:?}", keys());
        // An end that nobody asked for leaves nothing either.
        fs::remove_dir_all(other).unwrap();
        let _ = said(Command::new("sh").args(["-c", "sh \"$0\" | :"]).arg(script(&member)));
        assert_eq!(keys(), [""; 0]);
    }
}

#[test]
fn what_is_no_key_is_left_as_it_is() {
    if !need("openssl") {
        return;
    }
    for is_link in [false, true] {
        let member = unborn(&three_members());
        let pki = member.source().join("pki");
        fs::create_dir(&pki).unwrap();
        let victim = member.directory.path().join("victim");
        if is_link {
            symlink(&victim, pki.join("peer-key.pem")).unwrap();
        } else {
            fs::write(pki.join("peer-key.pem"), "no key\n").unwrap();
        }
        let before = tree(&member.source());
        let (is_fine, text) = requests(&member, "sh");
        assert!(!is_fine && text.contains("pki/peer-key.pem isn't a "), "{text}");
        assert_eq!(tree(&member.source()), before, "something was changed");
        assert!(!victim.exists());
    }
}

#[test]
fn a_member_whose_keys_were_born_there_is_installed_with_what_the_workstation_signed() {
    if !need("openssl") {
        return;
    }
    let member = unborn(&three_members());
    let made = Certificates::root("ca");
    let pki = member.source().join("pki");
    fs::create_dir(&pki).unwrap();
    fs::write(pki.join("ca.pem"), made.read("ca")).unwrap();
    let text = member.refuses();
    assert!(text.contains("server-key.pem is missing") && text.contains("sh request.sh"), "{text}");
    let (is_fine, text) = requests(&member, "sh");
    assert!(is_fine, "{text}");
    for role in ["server", "peer"] {
        let request = member.source().join(format!("requests/etcd-1-{role}.csr"));
        made.sign_request(&request, "ca", "10.0.0.1", &pki.join(format!("{role}.pem")));
    }
    member.installs();
    let installed = member.root().join("etc/etcd/pki/server-key.pem");
    assert_eq!(fs::read(installed).unwrap(), fs::read(pki.join("server-key.pem")).unwrap());
}

#[test]
fn what_to_do_next_is_said_in_commands() {
    if !need("openssl") {
        return;
    }
    let plan = ipv6();
    let member = unborn(&plan);
    let (_, text) = requests(&member, "sh");
    let source = member.source();
    for words in [
        "@[fd00::1]:".to_owned(),
        "    quorate sign BUNDLE requests/etcd-1-*.csr\n".to_owned(),
        "    scp -r BUNDLE/members/etcd-1/pki '".to_owned(),
        format!("    sh '{}/install.sh'\n", source.display()),
    ] {
        assert!(text.contains(&words), "no {words:?} in {text}");
    }
}

#[test]
fn without_openssl_it_says_what_to_do() {
    let member = unborn(&three_members());
    let programs = tempfile::tempdir().unwrap();
    for name in ["dirname", "sh"] {
        symlink(find_program(name).unwrap(), programs.path().join(name)).unwrap();
    }
    let (is_fine, text) =
        said(Command::new("sh").arg(script(&member)).env("PATH", programs.path()));
    assert!(!is_fine && text.starts_with("error: no openssl here to make the keys;"), "{text}");
    assert!(!member.source().join("pki").exists());
}

#[test]
fn its_command_line_and_its_values_are_checked() {
    let member = unborn(&three_members());
    let output = Command::new("sh").arg(script(&member)).arg("--force").output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    let error = "error: unknown argument `--force`, expected --help\n";
    assert_eq!(String::from_utf8(output.stderr).unwrap(), error);
    let (is_fine, help) = said(Command::new("sh").arg(script(&member)).arg("--help"));
    assert!(is_fine && help.starts_with("usage: sh request.sh"), "{help}");
    let values = member.source().join("install.values");
    let usual = fs::read_to_string(&values).unwrap();
    for (line, fault) in [
        ("KEY_ALGORITHM='dsa'", "KEY_ALGORITHM is dsa, expected ecdsa-p256"),
        ("MEMBER_NAME='../a'", "`../a` is no file name"),
        ("PAIRS='server a.pem ../../b ca.pem'", "`../../b` is no file name"),
        ("PAIRS='a/b a.pem b.pem ca.pem'", "`a/b` is no file name"),
    ] {
        fs::write(&values, format!("{usual}{line}\n")).unwrap();
        let (is_fine, text) = requests(&member, "sh");
        assert!(!is_fine && text.contains(fault), "{line}: {text}");
        assert!(!member.source().join("requests").exists());
    }
}
