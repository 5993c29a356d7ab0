//! Members as processes on this machine, on loopback addresses.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use quorate::local::{
    Base, Directory, Etcdctl, Exit, LocalCluster, Log, Process, Programs, Request, Status,
};
use quorate::pki::KeyStock;
use quorate::shell::now;

use crate::support::process::{Held, wait_until};
use crate::support::releases::{EtcdRelease, on_every_release, on_releases};
use crate::support::skip_without;

/// How long members may take to agree.
const ELECTION: Duration = Duration::from_secs(60);
const ASKED: Duration = Duration::from_secs(3);

on_every_release! {
    [];
    three_members_are_healthy_on_loopback_and_listen_nowhere_else;
}

on_releases! {
    [];
    a_learner_joins_is_promoted_and_a_member_is_wiped_and_added_again on V3_4 V3_7;
    a_given_plan_is_moved_to_loopback on V3_5 V3_6;
}

/// A cluster that runs.
struct Lab {
    cluster: LocalCluster,
    programs: Programs,
    etcdctl: Etcdctl,
    members: Vec<(String, Process)>,
}

impl Lab {
    #[track_caller]
    fn start(request: &Request, release: EtcdRelease) -> Self {
        let programs = Programs::find(Some(release.directory())).unwrap();
        let programs = programs.started_by(env!("CARGO_BIN_EXE_quorate"));
        let random = KeyStock::default();
        let directory = Directory::temporary(&random).unwrap();
        let (base, series) = (Base::claim().unwrap(), programs.release.series());
        let cluster =
            LocalCluster::create(request, series, directory, base, now(), &random).unwrap();
        let etcdctl = cluster.etcdctl(&programs);
        let start = |launch| Process::start(&launch, &programs).unwrap();
        let members =
            cluster.launches().into_iter().map(|one| (one.name.clone(), start(one))).collect();
        let mut lab = Self { cluster, programs, etcdctl, members };
        lab.wait_until_healthy();
        lab
    }

    fn endpoints(&self) -> Vec<String> {
        self.cluster.launches().into_iter().map(|one| one.client_url).collect()
    }

    fn asked(&self, work: impl Fn(&Etcdctl, &[&str]) -> Result<(), String>) -> Result<(), String> {
        let endpoints = self.endpoints();
        let endpoints: Vec<&str> = endpoints.iter().map(String::as_str).collect();
        work(&self.etcdctl, &endpoints)
    }

    #[track_caller]
    fn wait_until_healthy(&mut self) {
        wait_until("a healthy cluster", ELECTION, || {
            for (name, process) in &mut self.members {
                assert_eq!(process.exit(), None, "{name}: {}", log(&self.cluster, name));
            }
            self.asked(|etcdctl, all| etcdctl.put(all, "greeting", "hello"))
        });
    }

    #[track_caller]
    fn status(&self, number: usize) -> Status {
        wait_until("a member's status", ELECTION, || {
            self.etcdctl.status(&self.endpoints()[number], ASKED)
        })
    }
}

fn log(cluster: &LocalCluster, name: &str) -> String {
    let path = cluster.directory().path().join(format!("log/{name}.log"));
    Log::new(&path).lines().join("\n")
}

fn three_members_are_healthy_on_loopback_and_listen_nowhere_else(release: EtcdRelease) {
    let mut lab = Lab::start(&Request::Members(3), release);
    let directory = lab.cluster.directory().path().to_owned();
    assert_eq!(mode(&directory), 0o700);
    for (name, process) in &lab.members {
        let listened = listened(process.id());
        assert!(listened.len() >= 2, "{name}: {listened:?}");
        assert!(listened.iter().all(|address| address.starts_with("127.")), "{listened:?}");
    }
    let said: Vec<Status> = (0..3).map(|number| lab.status(number)).collect();
    let endpoints = lab.endpoints();
    let all: Vec<&str> = endpoints.iter().map(String::as_str).collect();
    let together = lab.etcdctl.statuses(&all, ASKED);
    let id = |endpoint: &String| together.get(endpoint).map_or(0, |status| status.id);
    assert!(endpoints.iter().map(id).eq(said.iter().map(|one| one.id)), "{together:?}");
    assert!(said.iter().all(|one| one.leader == said[0].leader && one.term > 0), "{said:?}");
    assert!(said.iter().any(|one| one.id == one.leader), "{said:?}");
    assert!(said[0].version.starts_with(release.series()) && said[0].database > 0, "{said:?}");
    assert_eq!(lab.etcdctl.members(&[&lab.endpoints()[0]], ASKED).unwrap().len(), 3);
    assert_eq!(lab.etcdctl.alarms(&[&lab.endpoints()[0]]).unwrap(), []);
    assert!(log(&lab.cluster, "m1").contains("127.23."));
    let written = || lab.cluster.launches()[0].written();
    let before = written().expect("it has written");
    lab.asked(|etcdctl, all| etcdctl.put(all, "greeting", "hello")).unwrap();
    wait_until("a write that is seen", ELECTION, || match written() {
        Some(now) if now > before => Ok(()),
        now => Err(format!("{now:?}")),
    });
    // Whoever shows no certificate is refused.
    let bare = Etcdctl::new(lab.programs.etcdctl.clone(), None);
    assert!(bare.put(&[&lab.endpoints()[0]], "greeting", "no").is_err());
    loses_and_regains_quorum(&mut lab);
    drop(lab);
    assert!(!directory.exists());
}

fn loses_and_regains_quorum(lab: &mut Lab) {
    let first = lab.endpoints()[0].clone();
    lab.members[1].1.stop().unwrap();
    assert!(lab.members[1].1.wait(ELECTION).is_some());
    lab.members[2].1.kill().unwrap();
    assert_eq!(lab.members[2].1.wait(ELECTION), Some(Exit::Signal(9)));
    wait_until("no leader", ELECTION, || match lab.etcdctl.status(&first, ASKED)?.leader {
        0 => Ok(()),
        leader => Err(format!("{leader:x} leads")),
    });
    let refused = lab.etcdctl.put(&[&first], "greeting", "again").unwrap_err();
    assert!(refused.contains("deadline exceeded") || refused.contains("timed out"), "{refused}");
    assert!(lab.etcdctl.get(&[&first], "greeting", true).is_err());
    let read = lab.etcdctl.get(&[&first], "greeting", false).unwrap();
    assert_eq!(read.as_deref(), Some("hello"));
    lab.members[1].1 = Process::start(&lab.cluster.launches()[1], &lab.programs).unwrap();
    let put = || lab.etcdctl.put(&[&first], "greeting", "again");
    wait_until("quorum", ELECTION, put);
    // A frozen one doesn't answer, and goes on where it was.
    lab.members[1].1.freeze().unwrap();
    assert!(lab.members[1].1.is_frozen());
    assert!(lab.etcdctl.status(&lab.endpoints()[1], Duration::from_secs(1)).is_err());
    // Whoever is asked after it answers all the same.
    let both = [lab.endpoints()[1].clone(), first.clone()];
    let said = lab.etcdctl.statuses(&[&both[0], &both[1]], Duration::from_secs(1));
    assert!(said.into_keys().eq([first.clone()]), "{both:?}");
    lab.members[1].1.thaw().unwrap();
    assert!(lab.status(1).term > 0);
    lab.members[1].1.freeze().unwrap();
    lab.members[1].1.stop().unwrap();
    assert!(lab.members[1].1.wait(ELECTION).is_some());
}

fn a_learner_joins_is_promoted_and_a_member_is_wiped_and_added_again(release: EtcdRelease) {
    let mut lab = Lab::start(&Request::Members(1), release);
    let random = KeyStock::default();
    let first = lab.endpoints()[0].clone();
    let mut known = vec![("m1".to_owned(), lab.cluster.launches()[0].peer_urls[0].clone())];
    for expected in ["m2", "m3"] {
        let taken: Vec<&str> = known.iter().map(|(name, _)| name.as_str()).collect();
        let refused = lab.cluster.add(&taken, now(), &random).unwrap();
        let added = lab.cluster.add(&taken, now(), &random).unwrap();
        assert_eq!(added, refused, "one that never joined uses up no name");
        assert_eq!(added.name, expected);
        let urls = format!("--peer-urls={}", added.peer_url);
        let arguments = ["member", "add", &added.name, "--learner", &urls];
        wait_until("a learner", ELECTION, || succeeded(&lab.etcdctl, &first, &arguments));
        let launch = lab.cluster.joining(&added.name, &known).unwrap();
        lab.members.push((added.name.clone(), Process::start(&launch, &lab.programs).unwrap()));
        known.push((added.name, added.peer_url));
        let status = wait_until("a learner's status", ELECTION, || {
            lab.etcdctl.status(&launch.client_url, ASKED)
        });
        assert!(status.is_learner);
        let id = format!("{:x}", status.id);
        wait_until("a promotion", ELECTION, || {
            succeeded(&lab.etcdctl, &first, &["member", "promote", &id])
        });
    }
    // Wiped, removed and added again, at its old address.
    let (name, mut process) = lab.members.pop().unwrap();
    process.kill().unwrap();
    process.wait(ELECTION);
    known.pop();
    let launch = lab.cluster.joining(&name, &known).unwrap();
    launch.wipe().unwrap();
    assert!(!launch.data_directory.exists());
    let members = lab.etcdctl.members(&[&first], ASKED).unwrap();
    let id = format!("{:x}", members.iter().find(|one| one.name == name).unwrap().id);
    succeeded(&lab.etcdctl, &first, &["member", "remove", &id]).unwrap();
    let added = lab.cluster.add(&["m1", "m2"], now(), &random).unwrap();
    assert_eq!(added.name, name);
    let urls = format!("--peer-urls={}", added.peer_url);
    wait_until("a member", ELECTION, || {
        succeeded(&lab.etcdctl, &first, &["member", "add", &name, &urls])
    });
    lab.members.push((name, Process::start(&launch, &lab.programs).unwrap()));
    wait_until("a status", ELECTION, || lab.etcdctl.status(&launch.client_url, ASKED));
    lab.wait_until_healthy();
}

fn succeeded(etcdctl: &Etcdctl, endpoint: &str, arguments: &[&str]) -> Result<(), String> {
    let answer = etcdctl.run(&[endpoint], arguments);
    if answer.is_success() { Ok(()) } else { Err(answer.complaint()) }
}

fn a_given_plan_is_moved_to_loopback(release: EtcdRelease) {
    let json = include_str!("../fixtures/three-members.json");
    let further = r#""settings": {"listen-metrics-urls": "http://0.0.0.0:2381", "max-txn-ops": 256},
        "ports": {"client": 3379"#;
    let json = json.replace(r#""ports": {"client": 2379"#, further);
    let plan = quorate::cluster::Plan::from_json(json.as_bytes()).unwrap();
    let lab = Lab::start(&Request::Plan(Box::new(plan)), release);
    let moved = lab.cluster.moved();
    assert_eq!((moved[1].name.as_str(), moved[1].from.to_string()), ("etcd-2", "10.0.0.2".into()));
    assert!(moved[1].to.is_loopback());
    assert_eq!(lab.cluster.left_out(), ["listen-metrics-urls"]);
    for (_, process) in &lab.members {
        assert!(listened(process.id()).iter().all(|address| address.starts_with("127.")));
    }
}

#[test]
fn a_member_ends_with_the_process_that_started_it() {
    skip_without!("sh", "sleep");
    let quorate = env!("CARGO_BIN_EXE_quorate");
    let script = format!("{quorate} lab-member $$ sleep 1000 & echo $!; wait");
    let mut command = Command::new("sh");
    command.args(["-c", &script]).stdout(Stdio::piped());
    let mut shell = command.spawn().unwrap();
    let mut line = String::new();
    std::io::BufRead::read_line(
        &mut std::io::BufReader::new(shell.stdout.take().unwrap()),
        &mut line,
    )
    .unwrap();
    let stat = format!("/proc/{}/cmdline", line.trim());
    wait_until("the program", ELECTION, || {
        let is_there = fs::read(&stat).unwrap_or_default().starts_with(b"sleep");
        if is_there { Ok(()) } else { Err("it isn't there".to_owned()) }
    });
    shell.kill().unwrap();
    shell.wait().unwrap();
    wait_until("its end", ELECTION, || {
        let gone = fs::read(&stat).unwrap_or_default().is_empty();
        if gone { Ok(()) } else { Err("it lives on".to_owned()) }
    });
    // One whose parent has ended already doesn't start.
    let mut late = Held::start(
        Command::new(quorate).args(["lab-member", "1", "sleep", "1000"]).stderr(Stdio::null()),
    );
    assert_eq!(late.wait_for(ELECTION).unwrap().code(), Some(1));
}

fn mode(path: &Path) -> u32 {
    std::os::unix::fs::MetadataExt::mode(&fs::metadata(path).unwrap()) & 0o777
}

/// The addresses that a process listens on.
fn listened(process: u32) -> Vec<String> {
    let directory = format!("/proc/{process}");
    let links = fs::read_dir(format!("{directory}/fd")).unwrap().flatten();
    let links = links.filter_map(|entry| fs::read_link(entry.path()).ok());
    let sockets: Vec<String> = links
        .filter_map(|link| {
            link.to_str()?.strip_prefix("socket:[")?.strip_suffix(']').map(Into::into)
        })
        .collect();
    let mut found = Vec::new();
    for (table, is_v6) in [("tcp", false), ("tcp6", true)] {
        for line in fs::read_to_string(format!("{directory}/net/{table}")).unwrap().lines().skip(1)
        {
            let columns: Vec<&str> = line.split_whitespace().collect();
            let is_own = sockets.iter().any(|socket| socket == columns[9]);
            if !is_own || columns[3] != "0A" {
                continue;
            }
            let (address, port) = columns[1].split_once(':').unwrap();
            let port = u16::from_str_radix(port, 16).unwrap();
            let address = if is_v6 {
                format!("[{address}]")
            } else {
                let bytes = u32::from_str_radix(address, 16).unwrap().to_le_bytes();
                std::net::Ipv4Addr::from(bytes).to_string()
            };
            found.push(format!("{address}:{port}"));
        }
    }
    found
}
