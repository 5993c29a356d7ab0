//! The trials before the real start, with real members: `reachability.sh` and `single-node.sh`.

mod reachability;
mod single_node;

use std::fs;
use std::net::IpAddr;
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use quorate::cluster::Plan;
use quorate::render;

use super::need;
use crate::support::bundle::{Bundle, ClusterRequest};
use crate::support::hosts::Hosts;
use crate::support::process::{Held, mortal, run, wait_until};
use crate::support::releases::EtcdRelease;
use crate::support::skip_without;

/// Longer than any trial below may wait.
const LIMIT: Duration = Duration::from_secs(150);

const ADDRESSES: [&str; 3] = ["10.77.0.1", "10.77.0.2", "10.77.0.3"];

/// A bundle with the files of a trial in each member's directory, and a place for scratch files that only
/// the trials use.
struct Trial {
    bundle: Bundle,
    scratch: tempfile::TempDir,
    /// The only directory of the PATH, where some program is not to be found.
    path: Option<tempfile::TempDir>,
}

impl Trial {
    fn of(release: EtcdRelease, addresses: &[&str], options: &[(&str, &str)]) -> Self {
        let scratch = tempfile::tempdir().unwrap();
        let etcd = release.directory().join("etcd");
        let data = scratch.path().join("data of the real member");
        let mut request = ClusterRequest::named("production")
            .option("--etcd-version", release.series())
            .option("--etcd-binary", etcd.to_str().unwrap())
            .option("--data-dir", data.to_str().unwrap());
        for (name, value) in options {
            request = request.option(name, value);
        }
        for (number, address) in addresses.iter().enumerate() {
            request = request.member(&format!("etcd-{}", number + 1), address);
        }
        let bundle = request.generate();
        let json = fs::read(bundle.directory().join("plan.json")).unwrap();
        let plan = Plan::from_json(&json).unwrap();
        for member in &plan.members {
            for file in render::trial::files(&plan, member) {
                assert!(file.contents.ends_with('\n') && !file.contents.contains('\t'));
                let path = bundle.directory().join(&file.path);
                fs::create_dir_all(path.parent().unwrap()).unwrap();
                fs::write(&path, file.contents).unwrap();
            }
        }
        let trial = Self { bundle, scratch, path: None };
        // What the service's user may write to as well.
        fs::create_dir(trial.temporary()).unwrap();
        for (path, mode) in [(trial.scratch.path(), 0o755), (&trial.temporary(), 0o1777)] {
            fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
        }
        trial
    }

    /// The same on machines that don't have a program.
    fn without(self, missing: &str) -> Self {
        let only = tempfile::tempdir().unwrap();
        fs::set_permissions(only.path(), fs::Permissions::from_mode(0o755)).unwrap();
        let path = std::env::var_os("PATH").unwrap();
        for directory in std::env::split_paths(&path) {
            for program in fs::read_dir(directory).into_iter().flatten() {
                let (program, name) = program.map(|one| (one.path(), one.file_name())).unwrap();
                if name != missing {
                    // The first one of a name counts.
                    let _ = symlink(program, only.path().join(name));
                }
            }
        }
        Self { path: Some(only), ..self }
    }

    fn temporary(&self) -> PathBuf {
        self.scratch.path().join("tmp")
    }

    fn script(&self, member: usize, name: &str) -> PathBuf {
        self.bundle.member_directory(&format!("etcd-{}", member + 1)).join("trial").join(name)
    }

    /// Puts a script's arguments and surroundings to a command that starts a shell.
    fn run_by(&self, mut command: Command, member: usize, name: &str, options: &[&str]) -> Command {
        command.arg(self.script(member, name)).args(options);
        // A variable of etcd's and a proxy, as a login shell may have them.
        command.env("TMPDIR", self.temporary()).env("ETCD_NAME", "another");
        command.env("https_proxy", "http://127.0.0.1:9").env("ETCDCTL_ENDPOINTS", "127.0.0.1:9");
        command.env("http_proxy", "http://127.0.0.1:9");
        if let Some(path) = &self.path {
            command.env("PATH", path.path());
        }
        command
    }

    /// Names another directory of etcd and etcdctl in the first member's values.
    fn has_etcd_at(&self, values: &str, directory: &Path) {
        let values = self.bundle.member_directory("etcd-1").join(values);
        let text = fs::read_to_string(&values).unwrap();
        let line = format!("ETCD_BINARY='{}'\n", directory.join("etcd").display());
        fs::write(&values, text + &line).unwrap();
    }

    /// Neither a file nor a process of a trial is there any more.
    #[track_caller]
    fn assert_nothing_is_left(&self) {
        let left: Vec<_> = fs::read_dir(self.temporary()).unwrap().collect();
        assert!(left.is_empty(), "{left:?}");
        assert_eq!(self.processes(), [""; 0]);
    }

    /// The command lines that name the trials' scratch directory, each after its user's number.
    fn processes(&self) -> Vec<String> {
        let directory = self.temporary();
        let mark = directory.to_str().unwrap();
        let all = fs::read_dir("/proc").unwrap().filter_map(Result::ok);
        all.filter_map(|one| {
            let line = fs::read(one.path().join("cmdline")).ok()?;
            let line = String::from_utf8_lossy(&line).replace('\0', " ");
            let user = fs::metadata(one.path()).ok()?.uid();
            line.contains(mark).then(|| format!("{user} {line}"))
        })
        .collect()
    }

    /// Waits until a trial's etcd runs, and gives its command line.
    #[track_caller]
    fn wait_for_etcd(&self) -> String {
        wait_until("etcd", LIMIT, || {
            let all = self.processes();
            // `env` and `setpriv` become etcd, under the same number.
            let etcd = all.iter().find(|line| line.contains("/etcd --name"));
            let etcd = etcd.filter(|line| !line.contains("setpriv") && !line.contains("PATH="));
            etcd.cloned().ok_or_else(|| format!("{all:?}"))
        })
    }
}

fn addresses(all: &[&str]) -> Vec<IpAddr> {
    all.iter().map(|address| address.parse().unwrap()).collect()
}

/// Before `install.sh` has made the member's user, and for ports that only root may open, and alone.
#[test]
fn no_trial_runs_etcd_as_root() {
    skip_without!("root", "ip", "setpriv", "etcd-3.4");
    let nobody = run(Command::new("id").args(["-u", "nobody"])).success().stdout;
    let options = [("--user", "quorate-none"), ("--client-port", "379"), ("--peer-port", "380")];
    let trial = Trial::of(EtcdRelease::V3_4, &ADDRESSES, &options);
    let hosts = Hosts::up(&addresses(&ADDRESSES[..1]));
    for (shell, name) in [("dash", "reachability.sh"), ("bash", "single-node.sh")] {
        let said = trial.scratch.path().join(name);
        let mut command = trial.run_by(hosts.command(0, shell), 0, name, &[]);
        let output = fs::File::create(&said).unwrap();
        command.stdin(Stdio::null()).stdout(output).stderr(Stdio::null());
        let mut held = Held::start(&mut command);
        let etcd = trial.wait_for_etcd();
        assert!(etcd.starts_with(&format!("{} ", nobody.trim())), "{etcd}");
        if name == "reachability.sh" {
            // It came to listen, and is left alone by the two others.
            wait_until("its own answer", LIMIT, || {
                let asked = run(hosts.command(0, "curl").arg("http://10.77.0.1:380/version"));
                if asked.succeeded() { Ok(()) } else { Err(asked.said()) }
            });
            held.signal("TERM");
        }
        let ended = held.wait_for(LIMIT).unwrap();
        assert_eq!(ended.success(), name == "single-node.sh");
        let said = fs::read_to_string(said).unwrap();
        assert!(said.contains("as the user nobody"), "{said}");
        trial.assert_nothing_is_left();
    }
    let trial = trial.without("setpriv");
    for (name, words) in [
        ("reachability.sh", "install util-linux, or run this as a user other than root"),
        ("single-node.sh", "install util-linux, or run this as the owner of the keys"),
    ] {
        let ran = run(&mut trial.run_by(Command::new("/bin/sh"), 0, name, &[])).failure();
        assert!(
            ran.stderr.contains("error: no setpriv here, which root needs to start etcd"),
            "{ran}"
        );
        assert!(ran.stderr.ends_with(&format!("{words}\n")), "{ran}");
    }
    // What reads with root's rights is root's: a program that the member's user can exchange isn't run.
    let ours = trial.scratch.path().join("ours");
    fs::create_dir(&ours).unwrap();
    for program in ["etcd", "etcdctl"] {
        fs::copy(EtcdRelease::V3_4.directory().join(program), ours.join(program)).unwrap();
    }
    run(Command::new("chown").arg("nobody").arg(&ours)).success();
    trial.has_etcd_at("install.values", &ours);
    let ran = run(&mut trial.run_by(Command::new("/bin/sh"), 0, "single-node.sh", &[])).failure();
    let mend = format!("chown root '{0}' && chmod go-w '{0}'\n", ours.display());
    assert!(
        ran.stderr.contains("would read with root's rights, but users other than root"),
        "{ran}"
    );
    assert!(ran.stderr.ends_with(&mend), "{ran}");
    // A program that only root runs.
    let closed = trial.scratch.path().join("closed");
    fs::create_dir(&closed).unwrap();
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o700)).unwrap();
    let etcd = EtcdRelease::V3_4.directory();
    for program in ["etcd", "etcdctl"] {
        fs::copy(etcd.join(program), closed.join(program)).unwrap();
    }
    let trial = Trial { path: None, ..trial };
    for (values, name) in
        [("trial/trial.values", "reachability.sh"), ("install.values", "single-node.sh")]
    {
        trial.has_etcd_at(values, &closed);
        let ran = run(&mut trial.run_by(hosts.command(0, "sh"), 0, name, &[])).failure();
        assert!(ran.stderr.contains("neither quorate-none nor nobody can run "), "{ran}");
        assert!(ran.stderr.contains("(chmod o+x)"), "{ran}");
    }
    trial.assert_nothing_is_left();
}

#[test]
fn the_command_lines_of_trials_are_checked_and_explained() {
    skip_without!("etcd-3.4");
    let trial = Trial::of(EtcdRelease::V3_4, &["10.77.0.1"], &[]);
    for (script, options, fault) in [
        ("reachability.sh", vec!["--timeout"], "--timeout needs a number of seconds"),
        ("reachability.sh", vec!["--timeout", "1m"], "--timeout is `1m`, expected a number"),
        ("reachability.sh", vec!["--now"], "unknown argument `--now`, expected --timeout"),
        (
            "single-node.sh",
            vec!["--client-port", "0"],
            "--client-port is `0`, expected a number from 1",
        ),
        ("single-node.sh", vec!["--client-port", "23800"], "are both 23800"),
        ("single-node.sh", vec!["--cert", "a.pem"], "--cert and --key belong together"),
        ("single-node.sh", vec!["a"], "unknown argument `a`"),
    ] {
        for shell in ["dash", "bash"].into_iter().filter(|shell| need(shell)) {
            let ran = run(&mut trial.run_by(mortal(shell), 0, script, &options)).failure();
            assert_eq!(ran.status.and_then(|status| status.code()), Some(2), "{ran}");
            assert!(ran.stderr.starts_with("error: ") && ran.stderr.contains(fault), "{ran}");
        }
        let help = run(&mut trial.run_by(mortal("sh"), 0, script, &["--help"])).success();
        assert!(help.stdout.starts_with(&format!("usage: sh {script}")), "{help}");
    }
    trial.assert_nothing_is_left();
}
