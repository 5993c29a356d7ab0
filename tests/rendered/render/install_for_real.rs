//! `install.sh` without `DESTDIR`, as root, over a throw-away root: one member, and two on one machine.

use crate::support::skip_without;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use quorate::cluster::Plan;

use super::install::Member;
use super::layouts::Layout;
use super::plans::installed;
use super::said;

/// How a shell in a mount namespace of its own gets a throw-away root, with $1 for what is changed: directories of the
/// machine below an overlay each.
pub(crate) const THROW_AWAY: &str = r#"
set -eu
layers=$1
throw_away() {
    mount -t tmpfs tmpfs "$layers"
    for place in "$@"; do
        mkdir -p "$layers$place/upper" "$layers$place/work"
        mount -t overlay overlay -o "lowerdir=$place,upperdir=$layers$place/upper,workdir=$layers$place/work" "$place"
    done
    # The lock is this machine's own.
    mount -t tmpfs -o mode=755 tmpfs /run
}
"#;

/// What the throw-away root does: the script without `DESTDIR`, twice, as on a member.
const FOR_REAL: &str = r#"
throw_away /etc /var/lib
userdel quorate-test 2>/dev/null || true
rm -rf /etc/quorate-test /var/lib/quorate-test /etc/systemd/system/etcd.service*
sh "$2/install.sh" && echo '== again' && sh "$2/install.sh"
echo '== what is there'
getent passwd quorate-test | cut -d: -f1,6,7
stat -c '%a %U:%G %n' /etc/quorate-test /etc/quorate-test/* /etc/quorate-test/pki/* /var/lib/quorate-test \
    /etc/systemd/system/etcd.service
touch /var/lib/quorate-test/member
! sh "$2/install.sh" || exit 1
sh "$2/install.sh" --keep-data
"#;

#[test]
fn a_real_installation_makes_the_user_and_gives_it_its_keys() {
    skip_without!("root", "overlay");
    let mut plan =
        installed("/var/lib/quorate-test", None, "/etc/quorate-test", "/opt/not there/etcd");
    let refused = Member::of(&plan).with(&["--dry-run"]);
    let (is_fine, text) = said(&mut refused.command());
    assert!(
        !is_fine && text.contains("/opt/not there/etcd isn't a program; install etcd 3.5"),
        "{text}"
    );

    let directory = tempfile::tempdir().unwrap();
    run_by_a_test_user(&mut plan, directory.path());
    let member = Member::of(&plan);
    let layers = member.directory.path().join("layers");
    fs::create_dir(&layers).unwrap();
    let (is_fine, text) = said(
        Command::new("unshare")
            .args(["--mount", "sh", "-c", &[THROW_AWAY, FOR_REAL].concat(), "sh"])
            .args([layers, member.source()]),
    );
    assert!(is_fine, "{text}");
    for line in [
        "make the user quorate-test",
        "everything is already in place",
        "quorate-test:/nonexistent:/usr/sbin/nologin",
        "755 root:root /etc/quorate-test",
        "750 root:quorate-test /etc/quorate-test/pki",
        "600 quorate-test:quorate-test /etc/quorate-test/pki/server-key.pem",
        "644 root:root /etc/quorate-test/pki/server.pem",
        "700 quorate-test:quorate-test /var/lib/quorate-test",
        "644 root:root /etc/systemd/system/etcd.service",
        "nothing was changed",
    ] {
        assert!(text.lines().any(|one| one == line), "no line {line:?} in:\n{text}");
    }
    // There is no systemd that runs in there.
    let start = "start ExecStart of /etc/systemd/system/etcd.service as quorate-test";
    assert!(text.contains(start) && !text.contains("systemctl enable"), "{text}");
    for warning in
        ["is etcd 3.4.23, the plan is for 3.5", "doesn't have the address 10.0.0.1 of etcd-1"]
    {
        assert!(text.contains(warning), "no {warning:?} in:\n{text}");
    }
    assert!(!text.contains("can't"), "{text}");
    assert!(!Path::new("/etc/quorate-test").exists(), "the machine itself was changed");
}

/// What a person types who installs a member by hand.
const BY_HAND: &str = r#"
throw_away /etc /var/lib
userdel quorate-test 2>/dev/null || true
rm -rf /etc/quorate-test /var/lib/quorate-test /etc/systemd/system/etcd.service*
cd "$2"
systemctl() { :; }
scp() { :; }
list() {
    getent passwd quorate-test | cut -d: -f1,6,7
    stat -c '%a %U:%G %n' /etc/quorate-test /etc/quorate-test/* /etc/quorate-test/pki/* /var/lib/quorate-test \
        /etc/systemd/system/etcd.service
    cat /etc/quorate-test/etcd.* /etc/systemd/system/etcd.service | grep -v -e '^ *#' -e '^$'
}
"#;

#[test]
fn what_the_network_step_shows_installs_what_the_script_installs() {
    skip_without!("root", "overlay");
    let mut plan =
        installed("/var/lib/quorate-test", None, "/etc/quorate-test", "/opt/not there/etcd");
    let directory = tempfile::tempdir().unwrap();
    run_by_a_test_user(&mut plan, directory.path());
    let member = Member::of(&plan);
    let shown = quorate::render::by_hand::installation(&plan, plan.members.iter().next().unwrap());
    let layers = member.directory.path().join("layers");
    fs::create_dir(&layers).unwrap();
    let installs = |commands: &str| {
        let script = [THROW_AWAY, BY_HAND, commands, "\necho '== there'\nlist\n"].concat();
        let mut run = Command::new("unshare");
        run.args(["--mount", "sh", "-c", &script, "sh"]).arg(&layers).arg(member.source());
        let (is_fine, text) = said(&mut run);
        assert!(is_fine, "{text}");
        text.split_once("== there\n").unwrap().1.to_owned()
    };
    assert_eq!(installs(&shown), installs("sh \"$2/install.sh\" 2>/dev/null"));
}

/// Lets the plan's members run a program of version 3.4.23 in `directory` as a user that isn't there.
pub(crate) fn run_by_a_test_user(plan: &mut Plan, directory: &Path) {
    let program = directory.join("etcd");
    fs::write(&program, "#!/bin/sh\necho 'etcd Version: 3.4.23'\n").unwrap();
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
    fs::set_permissions(directory, fs::Permissions::from_mode(0o755)).unwrap();
    plan.install = quorate::cluster::Install::new(
        plan.install.data_directory().clone(),
        None,
        plan.install.configuration_directory().clone(),
        program.to_str().unwrap().parse().unwrap(),
        "quorate-test".parse().unwrap(),
    )
    .unwrap();
}

/// Two members on one machine, which may have Debian's etcd with its alias `etcd2.service`.
const TWO_MEMBERS: &str = r#"
throw_away /etc /var/lib /lib/systemd
userdel quorate-test 2>/dev/null || true
rm -rf /etc/quorate-test /var/lib/quorate-test* /etc/default/etcd /etc/systemd/system/etcd*
echo 'a package' >/lib/systemd/system/etcd.service
printf '[Install]\nAlias=etcd9.service\n' >/lib/systemd/system/etcd1.service
ln -s /lib/systemd/system/etcd.service /etc/systemd/system/etcd2.service
mkdir "$layers/bin"
cat >"$layers/bin/systemctl" <<'END'
#!/bin/sh
case "$*" in
    *is-active*' etcd.service') ;;
    show*etcd.service) echo FragmentPath=/lib/systemd/system/etcd.service ;;
    *is-active*) exit 3 ;;
esac
END
chmod +x "$layers/bin/systemctl"
PATH=$layers/bin:$PATH
sh "$2/install.sh" && echo '== second' && sh "$3/install.sh" && echo '== again'
sh "$2/install.sh" && sh "$3/install.sh"
echo '== what is there'
cat /lib/systemd/system/etcd.service
stat -c '%a %U:%G %F %n' /etc/quorate-test /etc/quorate-test/* /var/lib/quorate-test* /etc/systemd/system/etcd*
"#;

#[test]
fn two_members_of_one_machine_leave_each_other_alone_and_a_packages_unit_too() {
    skip_without!("root", "overlay");
    let directory = tempfile::tempdir().unwrap();
    let members: Vec<Member> = ["1", "2"]
        .map(|number| {
            let data = format!("/var/lib/quorate-test{number}");
            let mut plan = installed(&data, None, "/etc/quorate-test", "/opt/etcd");
            run_by_a_test_user(&mut plan, directory.path());
            let member = Member::of(&plan);
            // The first member's certificates, under names of each one's own, beside the settings.
            Layout::tutorial(number).arrange(&member);
            member
        })
        .into();
    let layers: PathBuf = members[0].directory.path().join("layers");
    fs::create_dir(&layers).unwrap();
    let (is_fine, text) = said(
        Command::new("unshare")
            .args(["--mount", "sh", "-c", &[THROW_AWAY, TWO_MEMBERS].concat(), "sh"])
            .args([layers, members[0].source(), members[1].source()]),
    );
    assert!(is_fine, "{text}");
    let link = "/etc/systemd/system/etcd2.service";
    for unit in ["etcd1", "etcd2"] {
        // There is no systemd that runs in there.
        let start =
            format!("start ExecStart of /etc/systemd/system/{unit}.service as quorate-test");
        assert!(text.contains(&start) && !text.contains("systemctl enable"), "{text}");
    }
    for line in [
        "a package",
        "750 root:quorate-test directory /etc/quorate-test",
        "600 quorate-test:quorate-test regular file /etc/quorate-test/etcd1-server-key.pem",
        "600 quorate-test:quorate-test regular file /etc/quorate-test/etcd2-peer-key.pem",
        "644 root:root regular file /etc/quorate-test/etcd2.env",
        "700 quorate-test:quorate-test directory /var/lib/quorate-test2",
        "644 root:root regular file /etc/systemd/system/etcd1.service",
        "644 root:root regular file /etc/systemd/system/etcd2.service",
        &format!("replace the link {link} to /lib/systemd/system/etcd.service, which stays"),
    ] {
        assert!(text.lines().any(|one| one == line), "no line {line:?} in:\n{text}");
    }
    assert_eq!(text.matches("everything is already in place").count(), 2, "{text}");
    // Of the alias, the first one's run and the second's; no word of one member to the other.
    assert_eq!(text.matches("belongs to another etcd installation").count(), 1, "{text}");
    assert_eq!(text.matches("is another name for a package's unit").count(), 1, "{text}");
    let other = "another unit of this name is at /lib/systemd/system/etcd1.service; the one in \
                 /etc/systemd/system takes precedence, but its other names (etcd9.service) still mean that one";
    assert_eq!(text.matches(other).count(), 2, "{text}");
    // systemctl is there, and systemd isn't.
    assert_eq!(text.matches("systemctl works here once it does").count(), 4, "{text}");
    // What runs under no member's name may still hold the ports, at each of the four runs.
    assert_eq!(text.matches("a package's etcd.service is running").count(), 4, "{text}");
    assert!(!text.contains(".bak-") && !text.contains("can't"), "{text}");
}
