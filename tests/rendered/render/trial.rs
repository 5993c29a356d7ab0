//! The trials before the real start, with real members: `reachability.sh` and `single-node.sh`.

use std::fs;
use std::net::{IpAddr, TcpListener};
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use quorate::cluster::Plan;
use quorate::render;

use super::need;
use crate::support::bundle::{Bundle, ClusterRequest};
use crate::support::hosts::Hosts;
use crate::support::needs::find_program;
use crate::support::process::{Held, Ran, mortal, run, run_for, wait_until};
use crate::support::releases::{EtcdRelease, on_every_release, on_releases};
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

/// Starts `reachability.sh` on some hosts at once, and gives what each said.
#[track_caller]
fn reach(trial: &Trial, hosts: &Hosts, shells: &[(usize, &str)], options: &[&str]) -> Vec<Ran> {
    std::thread::scope(|scope| {
        let running: Vec<_> = shells
            .iter()
            .map(|&(host, shell)| {
                scope.spawn(move || {
                    let command = hosts.command(host, shell);
                    run_for(LIMIT, &mut trial.run_by(command, host, "reachability.sh", options))
                })
            })
            .collect();
        running.into_iter().map(|one| one.join().unwrap()).collect()
    })
}

fn addresses(all: &[&str]) -> Vec<IpAddr> {
    all.iter().map(|address| address.parse().unwrap()).collect()
}

on_every_release! {
    ["root", "ip", "dash", "bash", "curl"];
    members_reach_each_other;
    a_members_certificates_are_tried_alone;
}

fn members_reach_each_other(release: EtcdRelease) {
    // By IPv6 on some.
    let all = match release {
        EtcdRelease::V3_4 | EtcdRelease::V3_7 => ["fd00::1", "fd00::2", "fd00::3"],
        _ => ADDRESSES,
    };
    let trial = Trial::of(release, &all, &[]);
    // Bash asks the peer ports where there is no curl.
    let trial = if release >= EtcdRelease::V3_6 { trial.without("curl") } else { trial };
    let hosts = Hosts::up(&addresses(&all));
    for ran in reach(&trial, &hosts, &[(0, "dash"), (1, "bash"), (2, "sh")], &[]) {
        let ran = ran.success();
        assert!(ran.stdout.contains("All 3 members reach each other."), "{ran}");
        assert_eq!(ran.stdout.matches("  answers    etcd-").count(), 6, "{ran}");
        assert!(ran.stderr.starts_with("warning: WITHOUT TLS: "), "{ran}");
        assert!(!ran.stderr.contains("ETCDCTL_API"), "{ran}");
    }
    trial.assert_nothing_is_left();
}

on_releases! {
    ["root", "ip", "bash", "curl"];
    a_member_that_is_not_there_is_named_and_why on V3_4 V3_7;
    a_firewall_before_one_peer_port_is_found_though_there_is_a_majority on V3_5 V3_6;
}

fn a_member_that_is_not_there_is_named_and_why(release: EtcdRelease) {
    let trial = Trial::of(release, &ADDRESSES, &[]);
    let trial = if release == EtcdRelease::V3_7 { trial.without("curl") } else { trial };
    // The second host is there and runs nothing; the third isn't.
    let hosts = Hosts::up(&addresses(&ADDRESSES[..2]));
    let ran = reach(&trial, &hosts, &[(0, "sh")], &["--timeout", "8"]).remove(0).failure();
    for line in [
        "  answers    etcd-1 peer http://10.77.0.1:2380",
        "  NO ANSWER  etcd-1 client http://10.77.0.1:2379 (no answer: a firewall, or no majority of the \
         members runs yet)",
        "  NO ANSWER  etcd-2 peer http://10.77.0.2:2380 (refused: the machine is reached, and nothing runs \
         there)",
    ] {
        assert!(ran.stdout.lines().any(|one| one == line), "no {line:?} in {ran}");
    }
    assert!(ran.stdout.contains("  NO ANSWER  etcd-3 peer http://10.77.0.3:2380 ("), "{ran}");
    assert!(ran.stderr.contains("error: not all members answered within 8 s"), "{ran}");
    trial.assert_nothing_is_left();
}

fn a_firewall_before_one_peer_port_is_found_though_there_is_a_majority(release: EtcdRelease) {
    let trial = Trial::of(release, &ADDRESSES, &[]);
    let trial = if release == EtcdRelease::V3_6 { trial.without("curl") } else { trial };
    let hosts = Hosts::up(&addresses(&ADDRESSES));
    // What the first host sends to the third one goes nowhere, and neither do answers.
    run(hosts.command(0, "ip").args(["route", "add", "blackhole", "10.77.0.3/32"])).success();
    let all = reach(&trial, &hosts, &[(0, "sh"), (1, "sh"), (2, "sh")], &["--timeout=12"]);
    let [first, second, _] = all.as_slice() else { panic!("{all:?}") };
    for (host, ran) in all.iter().enumerate() {
        assert!(!ran.succeeded(), "host {host}: {ran}");
    }
    assert!(first.stdout.contains("  NO ANSWER  etcd-3 peer http://10.77.0.3:2380"), "{first}");
    assert!(first.stdout.contains("  answers    etcd-2 client"), "{first}");
    // The second one reaches both; whether the first has a leader there depends on who leads.
    for peer in ["etcd-1 peer", "etcd-3 peer"] {
        assert!(second.stdout.contains(&format!("  answers    {peer}")), "{second}");
    }
    trial.assert_nothing_is_left();
}

#[test]
fn a_trial_that_is_ended_leaves_nothing_behind() {
    skip_without!("root", "ip", "dash", "bash", "etcd-3.4");
    let trial = Trial::of(EtcdRelease::V3_4, &ADDRESSES, &[]);
    let hosts = Hosts::up(&addresses(&ADDRESSES[..1]));
    let user = run(Command::new("id").args(["-u", "etcd"]));
    let start = |shell| {
        // A shell can't catch what was ignored when it started, as HUP is under nohup.
        let mut command = hosts.command(0, "env");
        command.args(["--default-signal=HUP,INT,TERM", shell]);
        let mut command = trial.run_by(command, 0, "reachability.sh", &[]);
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        Held::start(&mut command)
    };
    for (shell, signal, status) in
        [("dash", "TERM", 143), ("bash", "HUP", 129), ("dash", "INT", 130)]
    {
        let mut held = start(shell);
        let etcd = trial.wait_for_etcd();
        // Not as root, where the member's own user is there.
        assert!(
            !user.succeeded() || etcd.starts_with(&format!("{} ", user.stdout.trim())),
            "{etcd}"
        );
        held.signal(signal);
        let ended = held.wait_for(LIMIT).unwrap();
        assert_eq!(ended.code(), Some(status), "{shell} {signal}");
        trial.assert_nothing_is_left();
    }
    // Nothing can be tidied up then, and yet nothing keeps on listening.
    let mut held = start("sh");
    trial.wait_for_etcd();
    held.signal("KILL");
    wait_until("no etcd", LIMIT, || match trial.processes() {
        some if some.iter().any(|line| line.contains("/etcd --name")) => Err(format!("{some:?}")),
        _ => Ok(()),
    });
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
fn a_machine_with_data_or_a_port_that_is_taken_is_refused() {
    skip_without!("etcd-3.4", "curl");
    let taken = TcpListener::bind("127.77.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let trial = Trial::of(EtcdRelease::V3_4, &["127.77.0.1"], &[("--client-port", &port)]);
    let start = || {
        run(&mut trial.run_by(mortal("sh"), 0, "reachability.sh", &["--timeout", "5"])).failure()
    };
    let ran = start();
    if need("ss") {
        assert!(
            ran.stderr.starts_with(&format!("error: port {port} is in use (127.77.0.1:{port})")),
            "{ran}"
        );
    }
    // Where nothing tells beforehand, etcd does.
    let blind = tempfile::tempdir().unwrap();
    for name in
        "dirname grep mktemp mkdir id date tail cat env rm sleep sh wc awk setpriv chmod chown test curl"
            .split(' ')
    {
        if let Some(program) = find_program(name) {
            symlink(program, blind.path().join(name)).unwrap();
        }
    }
    let mut command = trial.run_by(mortal("/bin/sh"), 0, "reachability.sh", &["--timeout", "5"]);
    let ran = run(command.env("PATH", blind.path())).failure();
    assert!(ran.stderr.contains("error: etcd ended by itself"), "{ran}");
    assert!(ran.stderr.contains("a port is in use: ss -ltnp shows by what"), "{ran}");
    drop(taken);
    // A systemd that says the unit runs.
    let systemctl = blind.path().join("systemctl");
    fs::write(&systemctl, "#!/bin/sh\n[ \"$*\" = '--quiet is-active etcd.service' ]\n").unwrap();
    fs::set_permissions(&systemctl, fs::Permissions::from_mode(0o755)).unwrap();
    let mut command = trial.run_by(mortal("/bin/sh"), 0, "reachability.sh", &["--timeout", "5"]);
    let ran = run(command.env("PATH", blind.path())).failure();
    assert!(
        ran.stderr.starts_with("error: etcd.service is running, but this trial is only for before"),
        "{ran}"
    );
    let data = trial.scratch.path().join("data of the real member");
    fs::create_dir_all(data.join("member")).unwrap();
    let ran = start();
    assert!(ran.stderr.contains("has data: this member has already been started"), "{ran}");
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

/// Runs `single-node.sh` on a host of its own, where its usual ports are free.
#[track_caller]
fn try_alone(trial: &Trial, shell: &str, options: &[&str]) -> Ran {
    let hosts = Hosts::up(&addresses(&ADDRESSES[..1]));
    let ran =
        run_for(LIMIT, &mut trial.run_by(hosts.command(0, shell), 0, "single-node.sh", options));
    trial.assert_nothing_is_left();
    ran
}

fn a_members_certificates_are_tried_alone(release: EtcdRelease) {
    let trial = Trial::of(release, &ADDRESSES, &[]);
    let client = trial.bundle.client("root");
    let [certificate, key, authority] = [client.certificate(), client.key(), client.authority()];
    let [certificate, key, authority] =
        [&certificate, &key, &authority].map(|path| path.to_str().unwrap());
    let as_client = ["--cert", certificate, "--key", key, "--cacert", authority];
    for (shell, options) in [("dash", &[][..]), ("bash", &as_client[..])] {
        let ran = try_alone(&trial, shell, options).success();
        for words in [
            "put and get over TLS with ",
            "a client without a certificate: refused\n",
            "The certificates of etcd-1 work.",
        ] {
            assert!(ran.stdout.contains(words), "no {words:?} in {ran}");
        }
        assert_eq!(ran.stderr, "", "{ran}");
    }
}

#[test]
fn one_certificate_for_all_uses_under_other_names_is_tried_as_well() {
    skip_without!("root", "ip", "openssl", "etcd-3.4");
    let trial = Trial::of(EtcdRelease::V3_4, &ADDRESSES, &[]);
    let made = super::certificates::Certificates::root("our-ca");
    made.leaf("node", "our-ca", "10.77.0.1");
    let member = trial.bundle.member_directory("etcd-1");
    for (from, to) in [
        (made.path("our-ca"), "our-ca.pem"),
        (made.path("node"), "node.pem"),
        (made.key_path("node"), "node-key.pem"),
    ] {
        fs::copy(from, member.join("pki").join(to)).unwrap();
    }
    let values = member.join("install.values");
    let text = fs::read_to_string(&values).unwrap();
    let lines = "AUTHORITIES='our-ca.pem'\nPAIRS='member node.pem node-key.pem our-ca.pem'\n";
    fs::write(&values, text + lines).unwrap();
    let ran =
        try_alone(&trial, "sh", &["--client-port", "12379", "--peer-port", "12380"]).success();
    assert!(ran.stdout.contains("https://127.0.0.1:12379"), "{ran}");
}

on_releases! {
    ["root", "ip"];
    certificates_that_do_not_work_are_told_by_what_etcd_says on V3_5_1 V3_7;
}

fn certificates_that_do_not_work_are_told_by_what_etcd_says(release: EtcdRelease) {
    let trial = Trial::of(release, &ADDRESSES, &[]);
    // A client of another CA.
    let other = ClusterRequest::named("other").member("a", "10.77.0.9").generate();
    let client = other.client("root");
    let [certificate, key] = [client.certificate(), client.key()];
    let options =
        ["--timeout", "5", "--cert", certificate.to_str().unwrap(), "--key", key.to_str().unwrap()];
    let ran = try_alone(&trial, "sh", &options).failure();
    assert!(
        ran.stderr.contains("no healthy answer on https://127.0.0.1:23790 within 5 s"),
        "{ran}"
    );
    assert!(ran.stderr.contains("certificate signed by unknown authority"), "{ran}");
    // A key of another certificate: etcd itself ends.
    let pki = trial.bundle.member_directory("etcd-1").join("pki");
    fs::copy(pki.join("server-key.pem"), pki.join("peer-key.pem")).unwrap();
    let ran = try_alone(&trial, "sh", &[]).failure();
    assert!(ran.stderr.contains("error: etcd ended by itself; its last words:"), "{ran}");
    assert!(ran.stderr.contains("private key does not match public key"), "{ran}");
}
