//! Runs of `install.sh` beside one another, after one that was killed, and without what it needs.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;
use std::process::{Command, Stdio};

use super::install::{Member, pems, tree};
use super::{need, said};
use crate::support::needs::find_program;
use crate::support::process::{Held, PATIENCE, mortal, wait_until};
use crate::support::skip_without;

#[test]
fn only_one_is_at_work_at_a_time() {
    skip_without!("flock");
    let member = Member::standard().with(&["--keep-data"]);
    member.installs();
    let mut command = mortal("flock");
    let mut holder = Held::start(
        command.arg("--no-fork").arg(member.root()).args(["sleep", "60"]).stdin(Stdio::null()),
    );
    let text = wait_until("a holder of the lock", PATIENCE, || {
        let (is_fine, text) = member.run();
        if is_fine { Err("it isn't there".into()) } else { Ok(text) }
    });
    assert!(text.starts_with("error: another install.sh is running here (it holds the lock "));
    assert!(text.ends_with("nothing was changed\n"), "{text}");
    // The kernel gives the lock back, whatever ends a run.
    holder.signal("KILL");
    holder.wait_for(PATIENCE).unwrap();
    member.installs();
}

#[test]
fn two_at_once_never_leave_a_key_beside_another_certificate() {
    skip_without!("flock", "openssl");
    let first = Member::standard().with(&["--keep-data", "--replace-ca"]);
    let second = Member::standard().with(&["--keep-data", "--replace-ca"]);
    second.holds(&pems("10.0.0.1"));
    first.installs();
    let pki = first.root().join("etc/etcd/pki");
    for _ in 0..8 {
        let both = [&first, &second].map(|member| {
            let mut command = member.command();
            command.env("DESTDIR", first.root()).stdin(Stdio::null());
            command.stdout(Stdio::null()).stderr(Stdio::null());
            Held::start(&mut command)
        });
        let ended = both.map(|mut one| one.wait_for(PATIENCE).unwrap().success());
        assert!(ended.contains(&true), "{ended:?}");
        for role in ["server", "peer"] {
            let public = |arguments: &[&str], file: String| {
                let (is_fine, text) =
                    said(Command::new("openssl").args(arguments).arg("-in").arg(pki.join(file)));
                assert!(is_fine, "{text}");
                text
            };
            assert_eq!(
                public(&["x509", "-noout", "-pubkey"], format!("{role}.pem")),
                public(&["pkey", "-pubout"], format!("{role}-key.pem")),
            );
        }
    }
}

/// The staging directories below a root.
fn staging(root: &Path) -> Vec<String> {
    let all = tree(root).into_iter().map(|(line, _)| line);
    all.filter(|line| line.contains("/.quorate.")).collect()
}

#[test]
fn what_a_killed_run_left_goes_with_the_next_one_and_nothing_else_does() {
    skip_without!("flock");
    let member = Member::standard();
    let script = member.source().join("install.sh");
    let usual = fs::read_to_string(&script).unwrap();
    // Killed where the first key waits, and then where the unit does.
    for (moment, left) in [
        ("each_pair stage_pair\n", "etc/etcd/pki/.quorate."),
        ("swap \"$UNIT_DIRECTORY\"\n", "etc/systemd/system/.quorate."),
    ] {
        let killing = if left.contains("pki") {
            format!("{moment}kill -KILL $$\n")
        } else {
            format!("kill -KILL $$\n{moment}")
        };
        assert_eq!(usual.matches(moment).count(), 1);
        fs::write(&script, usual.replace(moment, &killing)).unwrap();
        assert!(!member.run().0);
        let found = staging(&member.root());
        assert!(found.iter().any(|line| line.contains(left)), "{found:?}");
        assert!(found.iter().all(|line| !line.starts_with("64") || !line.contains("key")));
        fs::write(&script, &usual).unwrap();
        let text = member.installs();
        assert!(text.contains("left by a run that was killed\n"), "{text}");
        assert_eq!(staging(&member.root()), [""; 0]);
        fs::remove_dir_all(member.root()).unwrap();
    }
    // Names that look like it: a file, a link, another length.
    member.installs();
    let pki = member.root().join("etc/etcd/pki");
    fs::write(pki.join(".quorate.abcdefgh"), "a file\n").unwrap();
    fs::create_dir(pki.join(".quorate.abc")).unwrap();
    fs::create_dir(pki.join("other")).unwrap();
    symlink(pki.join("other"), pki.join(".quorate.12345678")).unwrap();
    let before = tree(&member.root());
    member.installs();
    assert_eq!(tree(&member.root()), before);
}

#[test]
fn what_it_needs_is_asked_for_before_anything_is_touched() {
    for missing in ["flock", "mktemp", "stat", "cmp"] {
        let member = Member::standard();
        let programs = tempfile::tempdir().unwrap();
        for name in
            "dirname basename id cat cut sed grep tr head ls date mkdir chmod mv rm cmp flock mktemp readlink stat"
                .split(' ')
                .filter(|name| *name != missing)
        {
            symlink(find_program(name).unwrap(), programs.path().join(name)).unwrap();
        }
        let shell = find_program("sh").unwrap();
        let (is_fine, text) = said(
            Command::new(shell)
                .arg(member.source().join("install.sh"))
                .env("DESTDIR", member.root())
                .env("PATH", programs.path()),
        );
        let words = format!("error: no {missing} here; install it");
        assert!(!is_fine && text.starts_with(&words), "{text}");
        assert!(text.ends_with("nothing was changed\n") && !member.root().exists(), "{text}");
    }
}

#[test]
fn the_directory_that_is_installed_is_its_own_whatever_it_is_called() {
    let member = Member::standard();
    let other = member.directory.path().join("copied here/etcd-1\n");
    assert!(said(Command::new("cp").arg("-a").arg(member.source()).arg(&other)).0);
    let values = other.join("install.values");
    let text = fs::read_to_string(&values).unwrap();
    fs::write(&values, format!("{text}SETTINGS_FILE='other.env'\n")).unwrap();
    fs::rename(other.join("etcd.env"), other.join("other.env")).unwrap();
    for shell in ["sh", "dash", "bash", "busybox"] {
        if shell != "sh" && !need(shell) {
            continue;
        }
        let mut command = Command::new(shell);
        if shell == "busybox" {
            command.arg("sh");
        }
        command.arg(other.join("install.sh")).env("DESTDIR", member.root());
        let (is_fine, text) = said(&mut command);
        assert!(is_fine, "{text}");
        assert!(member.root().join("etc/etcd/other.env").exists());
        fs::remove_dir_all(member.root()).unwrap();
    }
    // By a relative name, too, without a directory in it.
    let mut command = Command::new("sh");
    command.arg("install.sh").env("DESTDIR", member.root()).current_dir(&other);
    assert!(said(&mut command).0);
    assert!(member.root().join("etc/etcd/other.env").exists());
    let mode = fs::metadata(member.root()).unwrap().permissions().mode() & 0o7777;
    assert_eq!(mode, 0o755);
}
