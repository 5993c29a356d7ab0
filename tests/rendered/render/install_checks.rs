//! What `install.sh` refuses, and why: another member's directory, another bundle's CA, certificates that
//! don't belong together, directories that others may need.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;

use super::install::{Member, pems, tree};
use super::plans::{installed, three_members};
use super::{need, said};

#[test]
fn another_ca_is_refused_unless_it_is_asked_for() {
    let member = Member::standard().with(&["--keep-data"]);
    member.installs();
    member.holds(&pems("10.0.0.1"));
    let text = member.refuses();
    assert!(text.contains("etc/etcd/pki/ca.pem is a different CA from this directory's"), "{text}");
    assert!(text.contains("use --replace-ca"), "{text}");
    let text = member.with(&["--keep-data", "--replace-ca"]).installs();
    assert!(text.contains("ca.pem, the old one is kept as"), "{text}");
}

#[test]
fn another_members_directory_is_refused() {
    for settings in ["ETCD_NAME=etcd-2\n", "# Old.\n  ETCD_NAME=\"etcd-2\"\r\n"] {
        let member = Member::standard().with(&["--keep-data"]);
        member.installs();
        fs::write(member.root().join("etc/etcd/etcd.env"), settings).unwrap();
        let text = member.refuses();
        assert!(text.contains("this machine is the member etcd-2, but"), "{text}");
        assert!(text.contains("this directory is etcd-1's"), "{text}");
    }
}

#[test]
fn certificates_and_keys_that_do_not_belong_together_are_refused() {
    if !need("openssl") {
        return;
    }
    let usual = pems("10.0.0.1");
    let other = pems("10.0.0.1");
    let [authority, server, server_key, peer, peer_key] = usual.clone();
    let [other_authority, other_server, other_server_key, ..] = other;
    let cases = [
        (
            [&authority, &server, &other_server_key, &peer, &peer_key],
            "pki/server-key.pem doesn't belong to ",
        ),
        (
            [&authority, &other_server, &other_server_key, &peer, &peer_key],
            "pki/server.pem doesn't verify against pki/ca.pem",
        ),
        (
            [&other_authority, &server, &server_key, &peer, &peer_key],
            "pki/peer.pem doesn't verify against pki/ca.pem",
        ),
        (
            [&authority, &server_key, &server_key, &peer, &peer_key],
            "pki/server.pem isn't a certificate that openssl can read",
        ),
    ];
    for (pems, fault) in cases {
        let member = Member::standard();
        member.holds(&pems.map(Clone::clone));
        let text = member.refuses();
        assert!(text.contains(fault), "no {fault:?} in:\n{text}");
    }
    let member = Member::standard();
    member.holds(&pems("10.0.0.2"));
    let text = member.refuses();
    for role in ["server", "peer"] {
        let fault = format!("pki/{role}.pem isn't for 10.0.0.1, the address of etcd-1");
        assert!(text.contains(&fault), "no {fault:?} in:\n{text}");
    }
}

#[test]
fn a_directory_that_holds_other_things_keeps_its_mode() {
    let member = Member::standard().with(&["--keep-data"]);
    let pki = member.root().join("etc/etcd/pki");
    fs::create_dir_all(&pki).unwrap();
    fs::write(pki.join("of-others.pem"), "theirs\n").unwrap();
    fs::set_permissions(&pki, fs::Permissions::from_mode(0o755)).unwrap();
    let text = member.refuses();
    assert!(
        text.contains("etc/etcd/pki isn't empty (it holds of-others.pem) and is 755 "),
        "{text}"
    );
    assert!(
        text.contains(", expected 0750 root:etcd; if nothing else needs it as it is: "),
        "{text}"
    );
    // What it says to do is what helps.
    let command = text.lines().next().unwrap().split_once("as it is: ").unwrap().1;
    let fixes = command.split(" && ").filter(|one| !one.starts_with("useradd"));
    for fix in fixes {
        assert!(said(Command::new("sh").args(["-c", fix])).0, "{fix}");
    }
    member.installs();
}

#[test]
fn an_empty_directory_is_taken_over() {
    let member = Member::standard();
    let data = member.root().join("var/lib/etcd");
    fs::create_dir_all(data.join("lost+found")).unwrap();
    fs::set_permissions(&data, fs::Permissions::from_mode(0o755)).unwrap();
    member.installs();
    assert_eq!(mode(&data), 0o700);
}

#[test]
fn nothing_is_replaced_before_all_of_it_is_written() {
    let member = Member::standard();
    member.installs();
    let pki = member.root().join("etc/etcd/pki");
    let old = tree(&pki);
    member.holds(&pems("10.0.0.1"));
    // The last file fails while files are written, after the checks.
    let script = member.source().join("install.sh");
    let text = fs::read_to_string(&script).unwrap();
    let broken =
        text.replace("if stage \"pki/$3\"", "[ $1 = server ] || exit 1; if stage \"pki/$3\"");
    assert_ne!(text, broken);
    fs::write(&script, broken).unwrap();
    let member = member.with(&["--replace-ca"]);
    let (is_fine, text) = member.run();
    assert!(!is_fine && text.contains("error: stopped half-way"), "{text}");
    let left: Vec<_> = tree(&pki).into_iter().filter(|(line, _)| !line.contains(".bak-")).collect();
    assert!(left == old, "{text}");
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o7777
}

#[test]
fn an_etcd_that_corrupts_its_data_is_warned_of() {
    let mut plan = three_members();
    for (version, is_warned) in
        [("3.5.0", true), ("3.5.2", true), ("3.5.3", false), ("3.5.16", false)]
    {
        let directory = tempfile::tempdir().unwrap();
        let program = directory.path().join("etcd");
        fs::write(&program, format!("#!/bin/sh\necho 'etcd Version: {version}'\n")).unwrap();
        fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
        plan.install =
            installed("/var/lib/etcd", None, "/etc/etcd", program.to_str().unwrap()).install;
        // Without DESTDIR it looks at the machine's etcd; the missing unit keeps it from changing anything.
        let member = Member::of(&plan).with(&["--dry-run"]);
        fs::remove_file(member.source().join("etcd.service")).unwrap();
        let (is_fine, text) = said(&mut member.command());
        assert!(!is_fine, "{text}");
        assert_eq!(text.contains("can corrupt its data"), is_warned, "{version}: {text}");
    }
}
