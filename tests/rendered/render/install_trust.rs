//! `install.sh` as root on machines where the service's user, or someone else, can change what lies on its
//! way: nothing of root's is ever written to, given away or run because of them.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::process::Command;

use super::install::Member;
use super::install_for_real::run_by_a_test_user;
use super::layouts::Layout;
use super::plans::installed;
use super::said;
use crate::support::skip_without;

/// A throw-away machine with the service's user, `me COMMAND…` to run something as that user,
/// `own PATH` to tell whose something is, and `$member`, whose directory it is.
const MACHINE: &str = r#"
set -eu
layers=$1 member=$2
mount -t tmpfs -o mode=755 tmpfs "$layers"
for place in /etc /var/lib /opt /usr/local; do
    mkdir -p "$layers$place/upper" "$layers$place/work"
    mount -t overlay overlay -o "lowerdir=$place,upperdir=$layers$place/upper,workdir=$layers$place/work" "$place"
done
mount -t tmpfs -o mode=755 tmpfs /run
userdel quorate-test 2>/dev/null || true
groupdel quorate-test 2>/dev/null || true
rm -rf /etc/quorate-test /var/lib/quorate-test /opt/quorate-test /etc/systemd/system/etcd*
useradd --system --user-group --no-create-home quorate-test
me() { setpriv --reuid=quorate-test --regid=quorate-test --clear-groups -- "$@"; }
own() { stat -c '%a %U:%G %F' -- "$1"; }
echo "root's own" >/etc/victim
chmod 600 /etc/victim
# Ends the run if root's file was touched.
safe() {
    [ "$(cat /etc/victim)" = "root's own" ] && [ "$(own /etc/victim)" = '600 root:root regular file' ] ||
        { echo "root's file was changed: $(own /etc/victim)"; exit 1; }
}
"#;

/// A member below `/etc/quorate-test` whose certificates lie in a directory of their own, and its program.
struct Machine {
    member: Member,
    _program: tempfile::TempDir,
}

impl Machine {
    fn new() -> Self {
        Self::with_data_and_settings("/var/lib/quorate-test", "/etc/quorate-test")
    }

    fn with_data_and_settings(data: &str, settings: &str) -> Self {
        let program = tempfile::tempdir().unwrap();
        let mut plan = installed(data, None, settings, "/opt/etcd");
        run_by_a_test_user(&mut plan, program.path());
        Self { member: Member::of(&plan), _program: program }
    }

    /// Everything among the settings, as tutorials have it.
    fn beside_the_settings() -> Self {
        let machine = Self::new();
        Layout::tutorial("1").arrange(&machine.member);
        machine
    }

    /// Runs a script as root on the machine, and gives what it said.
    #[track_caller]
    fn run(&self, script: &str) -> String {
        let layers = self.member.directory.path().join("layers");
        fs::create_dir_all(&layers).unwrap();
        fs::set_permissions(self.member.directory.path(), fs::Permissions::from_mode(0o755))
            .unwrap();
        let (is_fine, text) = said(
            Command::new("unshare")
                .args(["--mount", "sh", "-c", &format!("{MACHINE}{script}"), "sh"])
                .args([layers, self.member.source()])
                .env_remove("DESTDIR"),
        );
        assert!(is_fine, "{text}");
        text
    }

    /// Puts a line before another one in the member's `install.sh`: what happens at just that moment.
    #[track_caller]
    fn at(&self, moment: &str, line: &str) {
        let script = self.member.source().join("install.sh");
        let text = fs::read_to_string(&script).unwrap();
        assert_eq!(text.matches(moment).count(), 1, "{moment}");
        fs::write(&script, text.replace(moment, &format!("{line}\n{moment}"))).unwrap();
    }
}

#[track_caller]
fn has(text: &str, words: &str) {
    assert!(text.contains(words), "no {words:?} in:\n{text}");
}

#[test]
fn links_in_the_places_of_backups_are_left_alone_and_the_directory_is_taken_back() {
    skip_without!("root", "setpriv", "overlay");
    let machine = Machine::new();
    let text = machine.run(
        r#"
sh "$member/install.sh" >/dev/null 2>&1
chown -R quorate-test:quorate-test /etc/quorate-test
cd /etc/quorate-test/pki
for file in server.pem server-key.pem ../etcd.env; do
    me rm "$file"
    me sh -c 'echo "of the attacker" >$0' "$file"
    for second in $(seq 0 30); do
        me ln -s /etc/planted "$file.bak-$(date -d "@$(($(date +%s) + second))" +%Y%m%d%H%M%S)"
    done
done
cd /
sh "$member/install.sh" --keep-data
[ ! -e /etc/planted ] || { echo 'root wrote through a link'; exit 1; }
for path in /etc/quorate-test /etc/quorate-test/pki /etc/quorate-test/pki/server.pem \
    /etc/quorate-test/pki/server-key.pem; do
    echo "$(own $path) $path"
done
grep -r -l 'of the attacker' /etc/quorate-test
echo '== again'
sh "$member/install.sh" --keep-data
"#,
    );
    has(
        &text,
        "take /etc/quorate-test back from quorate-test, who could exchange what root writes",
    );
    for line in [
        "755 root:quorate-test directory /etc/quorate-test",
        "750 root:quorate-test directory /etc/quorate-test/pki",
        "644 root:root regular file /etc/quorate-test/pki/server.pem",
        "600 quorate-test:quorate-test regular file /etc/quorate-test/pki/server-key.pem",
    ] {
        assert!(text.lines().any(|one| one == line), "no line {line:?} in:\n{text}");
    }
    // What was replaced is kept, under names that nothing had.
    let kept = text.lines().filter(|line| line.starts_with("/etc/quorate-test/"));
    assert!(kept.clone().count() == 3 && kept.clone().all(|line| line.ends_with("-1")), "{text}");
    has(text.split_once("== again").unwrap().1, "everything is already in place");
}

#[test]
fn nobody_exchanges_what_root_has_staged() {
    skip_without!("root", "setpriv", "overlay");
    for machine in [Machine::new(), Machine::beside_the_settings()] {
        // As fast as an attacker can be: between one command of root's and the next.
        machine.at(
            "    if [ -n \"$backup\" ]; then\n        waiting=",
            r#"    if [ -e /etc/evil ] && setpriv --reuid=quorate-test --regid=quorate-test --clear-groups -- \
        sh -c 'mv "$1" "$1.away" && ln -s /etc/evil "$1"' sh "$WAITING"; then echo EXCHANGED; else echo DENIED; fi"#,
        );
        let text = machine.run(
            r#"
sh "$member/install.sh" >/dev/null 2>&1
chown -R quorate-test:quorate-test /etc/quorate-test
mkdir /etc/evil
for name in $(ls -R /etc/quorate-test | grep '[.]pem$'); do
    ln -s /etc/victim "/etc/evil/$name"
done
find /etc/quorate-test -name '*.pem' | while read -r file; do echo x >>"$file"; done
sh "$member/install.sh" --keep-data --replace-ca 2>&1
safe
"#,
        );
        assert!(text.contains("DENIED") && !text.contains("EXCHANGED"), "{text}");
        has(&text, "the old one is kept as");
    }
}

#[test]
fn a_directory_that_is_exchanged_after_the_checks_is_not_followed() {
    skip_without!("root", "setpriv", "overlay");
    let machine = Machine::new();
    // The last moment at which the directory of settings is still the user's.
    machine.at(
        "[ \"$TAKEN\" = - ] || take_back",
        r"setpriv --reuid=quorate-test --regid=quorate-test --clear-groups -- sh -c \
    'mv /etc/quorate-test/pki /etc/quorate-test/real; ln -s /etc/others /etc/quorate-test/pki'",
    );
    let text = machine.run(
        r#"
mkdir -p /etc/quorate-test/pki /etc/others
chown -R quorate-test:quorate-test /etc/quorate-test
! sh "$member/install.sh" 2>&1 || exit 1
own /etc/others
ls -A /etc/others
"#,
    );
    has(
        &text,
        "error: /etc/quorate-test/pki is a symbolic link of quorate-test, who could lead root",
    );
    assert!(text.ends_with("\n755 root:root directory\n"), "{text}");
}

#[test]
fn a_data_directory_below_one_of_the_users_is_never_given_away_by_root() {
    skip_without!("root", "setpriv", "runuser", "overlay");
    let machine = Machine::with_data_and_settings("/opt/quorate-test/data", "/etc/quorate-test");
    let text = machine.run(
        r#"
mkdir /opt/quorate-test /usr/local/games-of-root
chown quorate-test:quorate-test /opt/quorate-test
sh "$member/install.sh"
own /opt/quorate-test/data
me chmod 755 /opt/quorate-test/data
sh "$member/install.sh" --keep-data
own /opt/quorate-test/data
echo '== attack'
me mv /opt/quorate-test/data /opt/quorate-test/data.real
me ln -s /usr/local/games-of-root /opt/quorate-test/data
! sh "$member/install.sh" --keep-data 2>&1 || exit 1
own /usr/local/games-of-root
"#,
    );
    let (usual, attack) = text.split_once("== attack").unwrap();
    has(usual, "make the directory /opt/quorate-test/data as the user quorate-test, whose /opt/");
    assert_eq!(usual.matches("\n700 quorate-test:quorate-test directory\n").count(), 2, "{text}");
    has(attack, "error: /opt/quorate-test/data is symbolic link '/opt/quorate-test/data' -> ");
    has(attack, "nothing was changed\n755 root:root directory\n");
}

#[test]
fn a_way_that_others_can_change_is_refused_with_the_command_that_mends_it() {
    skip_without!("root", "setpriv", "overlay");
    for (made, way) in [
        ("mkdir -p $way; chown quorate-test /opt/quorate-test", "/opt/quorate-test/settings"),
        ("mkdir -p $way; chmod g+w $way; chgrp quorate-test $way", "/etc/quorate-test"),
        ("mkdir -p $way/pki; chmod 777 $way", "/etc/quorate-test"),
        ("mkdir -p $way; chown nobody $way", "/etc/quorate-test"),
        ("chmod 777 /etc/systemd/system; mkdir $way", "/etc/quorate-test"),
        ("mkdir /opt/real; me ln -s /opt/real /opt/w/link", "/opt/w/link/settings"),
    ] {
        let machine = Machine::with_data_and_settings("/var/lib/quorate-test", way);
        let script = format!(
            r#"
way={way}
mkdir -m 1777 /opt/w
{made}
find /etc /opt -xdev | sort >/run/before
! sh "$member/install.sh" >/run/said 2>&1 || exit 1
cat /run/said
find /etc /opt -xdev | sort | cmp /run/before -
sed -n 's/.*as it is: //p; s/.*nothing needs it: //p' /run/said >/run/mend
sh -e /run/mend
sh "$member/install.sh"
"#
        );
        let text = machine.run(&script);
        has(&text, "nothing was changed\n");
        has(&text, "Nothing was started.");
        assert_eq!(text.matches("error: ").count(), 1, "{text}");
    }
}

#[test]
fn what_others_wrote_moves_no_cursor() {
    skip_without!("root", "setpriv", "overlay");
    let text = Machine::new().run(
        r#"
mkdir /var/lib/quorate-test /etc/quorate-test
chown quorate-test /var/lib/quorate-test /etc/quorate-test
me touch "/var/lib/quorate-test/$(printf '\033[2Ja\nb')"
me sh -c 'printf "ETCD_NAME=\033[31mx\n" >/etc/quorate-test/etcd.env'
! sh "$member/install.sh" 2>&1 || exit 1
"#,
    );
    assert!(!text.contains('\u{1b}'), "{text}");
    has(&text, "(it holds ?[2Ja)");
    has(&text, "this machine is the member ?[31mx, but");
}

#[test]
fn links_of_roots_own_are_followed() {
    skip_without!("root", "overlay");
    let text = Machine::new().run(
        r#"
mkdir -p /opt/disk/data "/opt/disk/settings of etcd"
ln -s ../../opt/./disk/data /var/lib/quorate-test
ln -s '/opt/disk/settings of etcd/' /etc/quorate-test
sh "$member/install.sh" && sh "$member/install.sh"
own /opt/disk/data
own "/opt/disk/settings of etcd/pki/peer-key.pem"
"#,
    );
    has(&text, "everything is already in place");
    has(
        &text,
        "\n700 quorate-test:quorate-test directory\n600 quorate-test:quorate-test regular file\n",
    );
}

#[test]
fn root_does_not_run_a_program_that_the_user_can_exchange() {
    skip_without!("root", "setpriv", "overlay");
    let machine = Machine::new();
    let text = machine.run(
        r#"
mkdir -p /opt/quorate-test/bin
printf '#!/bin/sh\ntouch /etc/ran-as-root; echo "etcd Version: 3.5.16"\n' >/opt/quorate-test/bin/etcd
chmod 755 /opt/quorate-test/bin/etcd
echo "ETCD_BINARY=/opt/quorate-test/bin/etcd" >>"$member/install.values"
for owned in /opt/quorate-test /opt/quorate-test/bin/etcd; do
    chown quorate-test "$owned"
    sh "$member/install.sh" --keep-data
    [ ! -e /etc/ran-as-root ]
    chown root "$owned"
done
sh "$member/install.sh" --keep-data
[ -e /etc/ran-as-root ]
"#,
    );
    assert_eq!(text.matches("etcd was not run to find its version: /opt/quorate-test").count(), 2);
}

#[test]
fn a_renewal_needs_nothing_that_busybox_lacks() {
    skip_without!("root", "busybox", "openssl", "overlay");
    let text = Machine::new().run(
        r#"
busybox sh "$member/install.sh"
chown -R quorate-test:quorate-test /etc/quorate-test
echo old >/etc/quorate-test/pki/server-key.pem
busybox sh "$member/install.sh" --keep-data
own /etc/quorate-test/pki/server-key.pem
own /etc/quorate-test/pki/server-key.pem.bak-*
busybox sh "$member/install.sh" --keep-data
"#,
    );
    assert_eq!(text.matches("600 quorate-test:quorate-test regular file\n").count(), 2, "{text}");
    has(&text, "everything is already in place");
}
