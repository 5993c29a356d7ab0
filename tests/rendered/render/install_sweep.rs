//! Killing `install.sh` with all that it runs, and failing its programs, at the system calls with which they change
//! files: certificates and keys are the old ones or the new ones, all of them, and the next run completes it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::install::{Member, PEMS, pems};
use super::install_for_real::{THROW_AWAY, run_by_a_test_user};
use super::plans::installed;
use crate::support::process::{Held, PATIENCE, Ran, mortal, run, wait_until};
use crate::support::skip_without;
use crate::support::sweep::{Entry, Left, Swept, readable_keys, sweep, tree};

/// Where a machine is at the start.
#[derive(Clone, Copy, PartialEq)]
enum Start {
    /// Nothing is there.
    Bare,
    /// The service's user is.
    User,
    /// The member is, with other certificates of another CA.
    Installed,
    /// The same, and its directory of settings is the service's user's, as in tutorials.
    Theirs,
}

impl Start {
    fn is_installed(self) -> bool {
        matches!(self, Self::Installed | Self::Theirs)
    }
}

/// A shell whose programs are all busybox's.
const BUSYBOX: &str = "env PATH=/run/busybox sh";

/// Debian's busybox has no flock.
const PROGRAMS: &str = "mkdir /run/busybox; busybox --install -s /run/busybox
     [ -e /run/busybox/flock ] || ln -s \"$(command -v flock)\" /run/busybox/";

/// Brings about a start from what `keep` kept.
const RESET: &str =
    "rm -rf /etc/quorate-test /var/lib/quorate-test /etc/systemd/system/etcd.service* \
     /etc/systemd/system/.quorate.* /etc/passwd.* /etc/group.* /etc/shadow.* /etc/gshadow.*
     cp -a \"$layers/start/.\" /";

const KEEP: &str = "mkdir -p \"$layers/start\" && cd / && cp -a --parents -t \"$layers/start\" \
     $(ls -d /etc/passwd /etc/group /etc/shadow /etc/gshadow /etc/quorate-test /var/lib/quorate-test \
       /etc/systemd/system/etcd.service 2>/dev/null)";

/// A machine: a throw-away root in a mount namespace of its own.
struct Machine {
    holder: Held,
    start: Start,
    /// The words that run a shell, with its programs.
    shell: &'static str,
    layers: PathBuf,
    earlier: Member,
    member: Member,
    whole: BTreeMap<PathBuf, Entry>,
}

impl Machine {
    #[track_caller]
    fn at(start: Start, shell: &'static str, scratch: &Path) -> Self {
        let mut plan =
            installed("/var/lib/quorate-test", None, "/etc/quorate-test", "/opt/not there/etcd");
        run_by_a_test_user(&mut plan, scratch);
        let options: &[&'static str] =
            if start.is_installed() { &["--keep-data", "--replace-ca"] } else { &[] };
        let earlier = Member::of(&plan);
        let member = Member::of(&plan).with(options);
        member.holds(&pems("10.0.0.1"));
        let layers = scratch.join("layers");
        fs::create_dir(&layers).unwrap();
        let script = format!("{THROW_AWAY}\nthrow_away /etc /var/lib\nexec sleep 900");
        let mut unshare = mortal("unshare");
        unshare.args(["--mount", "--propagation", "private", "--", "sh", "-c", &script, "sh"]);
        let mut holder = Held::start(unshare.arg(&layers).stdin(Stdio::null()));
        wait_until("a throw-away root", PATIENCE, || {
            assert!(holder.ended().is_none(), "there is none");
            match fs::read_to_string(format!("/proc/{}/comm", holder.id())) {
                Ok(name) if name.trim() == "sleep" => Ok(()),
                other => Err(format!("its holder is {other:?}")),
            }
        });
        let mut machine =
            Self { holder, start, shell, layers, earlier, member, whole: BTreeMap::new() };
        machine.inside("userdel quorate-test 2>/dev/null || :; mkdir -p \"$layers/start\"");
        machine.inside(RESET).success();
        if start != Start::Bare {
            machine.inside("useradd --system --user-group quorate-test").success();
        }
        machine.inside(PROGRAMS).success();
        if start.is_installed() {
            run(&mut machine.enter(&machine.earlier.command())).success();
        }
        if start == Start::Theirs {
            machine
                .inside("chown quorate-test: /etc/quorate-test; chmod 700 /etc/quorate-test")
                .success();
        }
        machine.inside(KEEP).success();
        run(&mut machine.command()).success();
        machine.whole = machine.installed();
        machine
    }

    /// A command, on the machine.
    fn enter(&self, command: &Command) -> Command {
        let mut enter = Command::new("nsenter");
        enter.arg(format!("--mount=/proc/{}/ns/mnt", self.holder.id())).arg("--");
        enter.args(["env", "-u", "DESTDIR"]).args(self.shell.split(' '));
        enter.args(command.get_args()).current_dir("/");
        enter
    }

    /// Runs a script on the machine.
    #[track_caller]
    fn inside(&self, script: &str) -> Ran {
        let mut command = Command::new("nsenter");
        command.arg(format!("--mount=/proc/{}/ns/mnt", self.holder.id()));
        command.args(["--", "sh", "-euc", &format!("layers=$1\n{script}"), "sh"]).arg(&self.layers);
        run(&mut command)
    }

    /// All that is installed, but for what is kept of old files.
    #[track_caller]
    fn installed(&self) -> BTreeMap<PathBuf, Entry> {
        let mut found = BTreeMap::new();
        for place in ["etc/quorate-test", "var/lib/quorate-test", "etc/systemd/system"] {
            found.append(&mut tree(&self.root().join(place)));
        }
        found.retain(|path, _| !is_kept(path));
        found
    }

    fn unit(&self) -> PathBuf {
        self.root().join("etc/systemd/system/etcd.service")
    }

    fn root(&self) -> PathBuf {
        format!("/proc/{}/root", self.holder.id()).into()
    }
}

fn is_kept(path: &Path) -> bool {
    path.file_name().unwrap().to_string_lossy().contains(".bak-")
}

/// A member's certificates and keys.
fn files(member: &Member) -> Vec<(&'static str, Vec<u8>)> {
    let pem =
        |name: &&'static str| (*name, fs::read(member.source().join("pki").join(name)).unwrap());
    PEMS.iter().map(pem).collect()
}

impl Swept for Machine {
    fn name(&self) -> String {
        let start = match self.start {
            Start::Bare => "without its user",
            Start::User => "first installation",
            Start::Installed => "new certificates",
            Start::Theirs => "taking its directory back",
        };
        let busybox = if self.shell == BUSYBOX { ", busybox" } else { "" };
        format!("install.sh, {start}{busybox}")
    }

    fn reset(&self) {
        self.inside(RESET).success();
    }

    fn command(&self) -> Command {
        self.enter(&self.member.command())
    }

    fn look(&self) -> Left {
        let mut left = Left::default();
        let etc = self.root().join("etc/quorate-test");
        left.readable = readable_keys(&etc);
        let (old, new) = (files(&self.earlier), files(&self.member));
        let read = |name: &str| fs::read(etc.join("pki").join(name)).ok();
        let are = |all: &[(&str, Vec<u8>)]| {
            all.iter().all(|(name, bytes)| read(name).as_ref() == Some(bytes))
        };
        if self.start.is_installed() {
            // As etcd reads them.
            let names = PEMS.join(" ");
            let seen = self.inside(&format!(
                "runuser -u quorate-test -- sh -c 'cd /etc/quorate-test/pki && cat {names}'"
            ));
            let text = |all: &[(&str, Vec<u8>)]| {
                String::from_utf8(all.iter().flat_map(|(_, bytes)| bytes.clone()).collect())
                    .unwrap()
            };
            if ![text(&old), text(&new)].contains(&seen.stdout) || !(are(&old) || are(&new)) {
                left.mixed.push(format!("{seen}{:?}", self.installed().keys()));
            }
        } else {
            let others =
                new.iter().filter(|(name, bytes)| read(name).is_some_and(|it| it != *bytes));
            left.mixed.extend(others.map(|(name, _)| (*name).to_owned()));
        }
        // Half a unit or half of its settings would be neither.
        for (name, place) in [("etcd.env", etc.join("etcd.env")), ("etcd.service", self.unit())] {
            let whole = fs::read(self.member.source().join(name)).unwrap();
            if fs::read(place).is_ok_and(|found| found != whole) {
                left.mixed.push(name.into());
            }
        }
        left.is_done = are(&new) && self.unit().exists();
        left
    }

    fn rerun(&self) -> Result<(), String> {
        let again = run(&mut self.command());
        let installed = self.installed();
        // Whatever was replaced is kept.
        let pki = fs::read_dir(self.root().join("etc/quorate-test/pki")).unwrap();
        let pki = pki.map(|entry| entry.unwrap().path()).filter(|path| is_kept(path));
        let kept: Vec<Vec<u8>> = pki.map(|path| fs::read(path).unwrap()).collect();
        let are_kept = !self.start.is_installed()
            || files(&self.earlier).iter().all(|(_, bytes)| kept.contains(bytes));
        if again.succeeded() && installed == self.whole && are_kept {
            return Ok(());
        }
        let other = installed.iter().filter(|(path, it)| self.whole.get(*path) != Some(it));
        Err(format!("{again}\nkept: {are_kept}, other: {:?}", other.collect::<Vec<_>>()))
    }
}

/// Sweeps a run from a start.
#[track_caller]
fn swept(start: Start, shell: &'static str) {
    let scratch = tempfile::tempdir().unwrap();
    sweep(&Machine::at(start, shell, scratch.path()));
}

#[test]
fn a_first_installation_is_completed() {
    skip_without!("root", "overlay", "python3", "busybox");
    swept(Start::User, "sh");
}

#[test]
fn certificates_and_keys_are_replaced_together_or_not_at_all() {
    skip_without!("root", "overlay", "python3", "busybox");
    swept(Start::Installed, "sh");
}

#[test]
#[ignore = "tests/full-sweep.sh runs it"]
fn an_installation_that_makes_its_user_is_completed() {
    skip_without!("root", "overlay", "python3", "busybox");
    swept(Start::Bare, "sh");
}

#[test]
#[ignore = "tests/full-sweep.sh runs it"]
fn a_directory_is_taken_back_and_its_user_is_never_shut_out() {
    skip_without!("root", "overlay", "python3", "busybox");
    swept(Start::Theirs, "sh");
}

#[test]
#[ignore = "tests/full-sweep.sh runs it"]
fn busybox_replaces_certificates_and_keys_together_or_not_at_all() {
    skip_without!("root", "overlay", "python3", "busybox");
    swept(Start::Installed, BUSYBOX);
}
