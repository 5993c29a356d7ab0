//! A scenario on real etcd members: each on a host of its own, with the certificates and settings of a bundle. What isn't
//! asked of a member as a client is asked at its page of metrics, which it serves from the start.

use std::collections::BTreeMap;
use std::fs::File;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use quorate::lab::{Action, MemberId};
use serde_json::{Value, json};
use tempfile::TempDir;

use super::answers::{answer, base64, tail};
use super::{World, side};
use crate::support::bundle::{Bundle, ClusterRequest};
use crate::support::hosts::Hosts;
use crate::support::process::{Held, run, wait_until};
use crate::support::releases::EtcdRelease;

/// How many hosts there are: members that are added need some.
const HOSTS: u8 = 8;
/// How long a cluster may take to settle; seconds are usual.
const PATIENCE: Duration = Duration::from_secs(90);
/// When hosts are made anew: they don't live for ever.
const OLD: Duration = Duration::from_secs(300);
/// How long clients wait: longer than the 6 s after which etcd gives up on a put.
const CLIENTS_WAIT: &str = "8S";
/// In seconds: for a member that doesn't even shake hands.
const CONNECTIONS_WAIT: &str = "9";
/// Longer than the five seconds for which members have to be connected.
const HEALTHY: Duration = Duration::from_millis(6500);
/// `m` in base64: the key that is put and read.
const KEY: &str = "bQ==";

/// What ended a member that isn't stopped, by what its log says last.
const ENDS: [(&str, &str); 4] = [
    ("has already been bootstrapped", "has already been bootstrapped"),
    ("cannot fetch cluster info from peer urls", "reaches no peer"),
    ("is out of range [lastIndex(", "panicked"),
    ("the member has been permanently removed from the cluster", "was removed"),
];

pub struct Real {
    // Members end before their hosts.
    members: BTreeMap<MemberId, Member>,
    asked: Vec<JoinHandle<String>>,
    /// Members that somebody was asked to add, by the place of that among what was asked.
    adds: Vec<(usize, MemberId)>,
    hosts: Hosts,
    bundle: Bundle,
    release: EtcdRelease,
    scratch: TempDir,
    born: Instant,
    founders: u8,
    /// On which link each host is, where it isn't on that of all.
    isolated: Vec<MemberId>,
    apart: Vec<MemberId>,
    /// Whether members were added, removed or wiped.
    is_changed: bool,
    /// Which sides had a leader when it last settled.
    led: Vec<bool>,
}

#[derive(Default)]
struct Member {
    process: Option<Held>,
    /// etcd's number for it.
    number: Option<String>,
    has_disk: bool,
    is_added: bool,
}

/// How a running member is.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Metrics {
    has_leader: bool,
    is_leader: bool,
    applied: f64,
    committed: f64,
}

impl Real {
    /// A cluster of so many members, all of them running and connected: the one of before, if it can be had again.
    #[track_caller]
    pub fn ready(before: Option<Self>, members: usize, release: EtcdRelease) -> Self {
        let founders = u8::try_from(members).unwrap();
        let before = before.filter(|real| real.born.elapsed() < OLD);
        let mut real = before.unwrap_or_else(|| Self::new(release));
        if real.is_changed || real.founders != founders {
            real.members.clear();
            let data = real.scratch.path().join("data");
            let _ = std::fs::remove_dir_all(&data);
            std::fs::create_dir(&data).unwrap();
            (real.founders, real.is_changed) = (founders, false);
            real.members = (1..=founders).map(|id| (MemberId(id), Member::default())).collect();
        }
        real.heal();
        let ids: Vec<MemberId> = real.members.keys().copied().collect();
        for id in ids {
            real.start(id);
        }
        real.settle();
        let known = real.known_members();
        for (id, member) in &mut real.members {
            member.number = known.iter().find(|one| one.0 == *id).map(|one| one.1.clone());
        }
        real.post(MemberId(1), "/v3/kv/deleterange", &json!({ "key": KEY })).join().unwrap();
        real
    }

    fn new(release: EtcdRelease) -> Self {
        let request = (1..=HOSTS).fold(ClusterRequest::named("lab"), |request, number| {
            request.member(&format!("m{number}"), &format!("10.77.0.{number}"))
        });
        let bundle = request.option("--etcd-version", release.series()).generate();
        let scratch = TempDir::new().unwrap();
        let hosts = Hosts::up(&bundle.addresses());
        Self {
            members: BTreeMap::new(),
            asked: Vec::new(),
            adds: Vec::new(),
            hosts,
            bundle,
            release,
            scratch,
            born: Instant::now(),
            founders: 0,
            isolated: Vec::new(),
            apart: Vec::new(),
            is_changed: false,
            led: Vec::new(),
        }
    }

    /// Stops members without ending them, or has them go on.
    pub fn freeze(&mut self, ids: &[MemberId], is_frozen: bool) {
        for id in ids {
            let process = self.members.get_mut(id).and_then(|member| member.process.as_mut());
            process.unwrap().signal(if is_frozen { "STOP" } else { "CONT" });
        }
    }

    /// Whether a member's log says something by then.
    pub fn says_within_a_second(&self, id: MemberId, words: &str) -> bool {
        for _ in 0..100 {
            if self.log(id).contains(words) {
                return true;
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        false
    }

    fn data(&self, id: MemberId) -> PathBuf {
        self.scratch.path().join("data").join(id.to_string())
    }

    fn log_file(&self, id: MemberId) -> PathBuf {
        self.scratch.path().join("data").join(format!("{id}.log"))
    }

    fn log(&self, id: MemberId) -> String {
        String::from_utf8_lossy(&std::fs::read(self.log_file(id)).unwrap_or_default()).into_owned()
    }

    /// The settings of a member, as its bundle's `etcd.env` has them, where they don't depend on the scenario.
    fn settings(&self, id: MemberId) -> Vec<(String, String)> {
        let directory = self.bundle.member_directory(&id.to_string());
        let pki = directory.join("pki").display().to_string();
        let text = std::fs::read_to_string(directory.join("etcd.env")).unwrap();
        let assigned = text.lines().filter(|line| !line.starts_with('#'));
        let mut settings: BTreeMap<String, String> = assigned
            .filter_map(|line| line.split_once('='))
            .map(|(name, value)| (name.into(), value.replace("/etc/etcd/pki", &pki)))
            .collect();
        let is_added = self.members[&id].is_added;
        let with: Vec<MemberId> = if is_added {
            self.known_members().into_iter().map(|(id, _)| id).collect()
        } else {
            (1..=self.founders).map(MemberId).collect()
        };
        let urls = with.iter().map(|id| format!("{id}={}", peer_url(*id))).collect::<Vec<_>>();
        for (name, value) in [
            ("DATA_DIR", self.data(id).display().to_string()),
            ("INITIAL_CLUSTER", urls.join(",")),
            ("INITIAL_CLUSTER_STATE", if is_added { "existing" } else { "new" }.into()),
            ("HEARTBEAT_INTERVAL", "50".into()),
            ("ELECTION_TIMEOUT", "500".into()),
            ("LISTEN_METRICS_URLS", "http://127.0.0.1:2381".into()),
            // The tests' disk is the same for all.
            ("UNSAFE_NO_FSYNC", "true".into()),
        ] {
            settings.insert(format!("ETCD_{name}"), value);
        }
        settings.into_iter().collect()
    }

    fn start(&mut self, id: MemberId) {
        let member = self.members.get_mut(&id).unwrap();
        if member.process.as_mut().is_some_and(|process| process.ended().is_none()) {
            return;
        }
        let mut command = self.command(id, "env");
        command.args(["-i", "PATH=/usr/bin:/bin"]);
        command.args(self.settings(id).into_iter().map(|(name, value)| format!("{name}={value}")));
        command.arg(self.release.directory().join("etcd"));
        let log = File::create(self.log_file(id)).unwrap();
        command.stdin(Stdio::null()).stdout(log.try_clone().unwrap()).stderr(log);
        let member = self.members.get_mut(&id).unwrap();
        member.process = Some(Held::start(&mut command));
        member.has_disk = true;
    }

    fn command(&self, id: MemberId, program: &str) -> Command {
        self.hosts.command(host(id), program)
    }

    fn curl(&self, id: MemberId) -> Command {
        let mut command = self.command(id, "curl");
        command.args(["--disable", "--silent", "--show-error", "--noproxy", "*"]);
        command
    }

    fn running(&mut self) -> Vec<MemberId> {
        let runs = |member: &mut Member| {
            member.process.as_mut().is_some_and(|process| process.ended().is_none())
        };
        self.members.iter_mut().filter_map(|(id, member)| runs(member).then_some(*id)).collect()
    }

    /// Where a host is plugged in.
    fn link(&self, id: MemberId) -> usize {
        match () {
            () if self.isolated.contains(&id) => 10 + host(id),
            () => usize::from(self.apart.contains(&id)),
        }
    }

    fn plug(&self, ids: &[MemberId]) {
        for id in ids {
            self.hosts.move_to_link(&[host(*id)], self.link(*id));
        }
    }

    fn heal(&mut self) {
        let moved = [std::mem::take(&mut self.isolated), std::mem::take(&mut self.apart)].concat();
        self.plug(&moved);
    }

    /// Running members in groups that reach one another.
    fn sides(&mut self) -> Vec<Vec<MemberId>> {
        let mut sides = BTreeMap::<usize, Vec<MemberId>>::new();
        for id in self.running() {
            sides.entry(self.link(id)).or_default().push(id);
        }
        let mut sides: Vec<_> = sides.into_values().collect();
        sides.sort();
        sides
    }

    fn metrics(&self, id: MemberId) -> Result<Metrics, String> {
        let ran = run(self.curl(id).args(["--max-time", "5", "http://127.0.0.1:2381/metrics"]));
        let metric = |name: &str| {
            let line =
                ran.stdout.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
            line.and_then(|value| value.parse::<f64>().ok()).ok_or_else(|| format!("{id}: {name}"))
        };
        Ok(Metrics {
            has_leader: metric("etcd_server_has_leader")? > 0.0,
            is_leader: metric("etcd_server_is_leader")? > 0.0,
            applied: metric("etcd_server_proposals_applied_total")?,
            committed: metric("etcd_server_proposals_committed_total")?,
        })
    }

    /// The members and their numbers, and whether they vote, as a member knows them.
    fn members_at(&self, id: MemberId) -> Option<Vec<(MemberId, String, bool)>> {
        let peer = self.bundle.shown(&id.to_string(), "peer");
        let mut curl = self.curl(id);
        curl.args(["--max-time", "5", "--insecure", "--http1.1"]);
        curl.arg("--cert").arg(peer.certificate()).arg("--key").arg(peer.key());
        let ran = run(curl.arg(format!("{}/members", peer_url(id))));
        let all: Vec<Value> = serde_json::from_str(&ran.stdout).ok()?;
        let member = |one: &Value| {
            let url = one["peerURLs"][0].as_str()?;
            let known = (1..=HOSTS).map(MemberId).find(|id| peer_url(*id) == url)?;
            Some((known, one["id"].to_string(), !one["isLearner"].as_bool().unwrap_or_default()))
        };
        all.iter().map(member).collect()
    }

    /// The members, as whoever answers knows them.
    fn known_members(&self) -> Vec<(MemberId, String)> {
        let all = self.members.keys().find_map(|id| self.members_at(*id)).unwrap_or_default();
        all.into_iter().map(|(id, number, _)| (id, number)).collect()
    }

    /// What isn't settled yet.
    fn look(&mut self) -> Result<Vec<bool>, String> {
        let mut found = Vec::new();
        let sides = self.sides();
        for side in &sides {
            let metrics: Vec<(MemberId, Metrics)> = side
                .iter()
                .map(|id| Ok((*id, self.metrics(*id)?)))
                .collect::<Result<_, String>>()?;
            found.push(metrics);
        }
        let newest =
            found.iter().flatten().max_by(|one, other| one.1.applied.total_cmp(&other.1.applied));
        let Some((newest, _)) = newest else { return Ok(Vec::new()) };
        let members = self.members_at(*newest).ok_or("no list of members")?;
        let voters: Vec<MemberId> = members.iter().filter(|one| one.2).map(|one| one.0).collect();
        let mut led = Vec::new();
        for side in &found {
            let here = side.iter().filter(|(id, _)| voters.contains(id)).count();
            let leaders = side.iter().filter(|(_, one)| one.is_leader).count();
            let is_led = here > voters.len() / 2;
            let applied = side[0].1.applied;
            let is_same = |other: f64| other.total_cmp(&applied).is_eq();
            let agrees = |one: &Metrics| is_same(one.applied) && is_same(one.committed);
            let fits = if is_led {
                leaders == 1 && side.iter().all(|(_, one)| one.has_leader && agrees(one))
            } else {
                // A learner doesn't stand for election: it never forgets its leader.
                let learns = |id: &MemberId| members.iter().any(|one| one.0 == *id && !one.2);
                side.iter().all(|(id, one)| !one.has_leader || learns(id))
            };
            if !fits {
                return Err(format!("voters {voters:?}: {side:?}"));
            }
            led.push(is_led);
        }
        Ok(led)
    }

    fn post(&self, at: MemberId, path: &str, body: &Value) -> JoinHandle<String> {
        let client = self.bundle.client("root");
        let mut curl = self.curl(at);
        curl.args(["--max-time", CONNECTIONS_WAIT, "-H", &format!("Grpc-Timeout: {CLIENTS_WAIT}")]);
        curl.arg("--cacert").arg(client.authority());
        curl.arg("--cert").arg(client.certificate()).arg("--key").arg(client.key());
        curl.args(["--data", &body.to_string(), &format!("https://10.77.0.{}:2379{path}", at.0)]);
        let is_read = path == "/v3/kv/range";
        std::thread::spawn(move || {
            // etcd's clients ask again where a leader was elected while they read.
            let mut told = answer(&run(&mut curl));
            while is_read && told == "etcdserver: leader changed" {
                std::thread::sleep(Duration::from_millis(100));
                told = answer(&run(&mut curl));
            }
            told
        })
    }

    fn number(&self, id: MemberId) -> String {
        let known = self.members.get(&id).and_then(|member| member.number.clone());
        // That of nobody, for a member that was never added.
        known.unwrap_or_else(|| "1".into())
    }

    fn add(&mut self, at: MemberId, is_learner: bool) -> JoinHandle<String> {
        let mut free = (1..).map(MemberId).filter(|id| !self.members.contains_key(id));
        let id = free.next().unwrap();
        self.adds.push((self.asked.len(), id));
        self.is_changed = true;
        self.members.insert(id, Member { is_added: true, ..Member::default() });
        let body = json!({ "peerURLs": [peer_url(id)], "isLearner": is_learner });
        self.post(at, "/v3/cluster/member/add", &body)
    }

    fn transfer(&mut self, to: MemberId) -> JoinHandle<String> {
        let running = self.running();
        let leads = |id: &MemberId| self.metrics(*id).is_ok_and(|metrics| metrics.is_leader);
        let leader = running.into_iter().find(leads).unwrap_or(to);
        let body = json!({ "targetID": self.number(to) });
        self.post(leader, "/v3/maintenance/transfer-leadership", &body)
    }
}

impl World for Real {
    fn act(&mut self, action: &Action) {
        let asked = match action {
            Action::Stop(id) => {
                self.members.get_mut(id).unwrap().process = None;
                return;
            }
            Action::Start(id) => return self.start(*id),
            Action::Wipe(id) => {
                std::fs::remove_dir_all(self.data(*id)).unwrap();
                self.is_changed = true;
                return;
            }
            Action::Isolate(id) => {
                self.isolated.push(*id);
                return self.plug(&[*id]);
            }
            Action::Rejoin(id) => {
                self.isolated.retain(|other| other != id);
                return self.plug(&[*id]);
            }
            Action::Cut(side) => {
                self.apart = side.iter().copied().collect();
                let apart = self.apart.clone();
                return self.plug(&apart);
            }
            Action::Heal => return self.heal(),
            Action::Put(at, value) => {
                let value = base64(&value.unwrap().to_string());
                self.post(*at, "/v3/kv/put", &json!({ "key": KEY, "value": value }))
            }
            Action::Read { at, is_linearizable } => {
                let body = json!({ "key": KEY, "serializable": !is_linearizable });
                self.post(*at, "/v3/kv/range", &body)
            }
            Action::Add { at, is_learner } => self.add(*at, *is_learner),
            Action::Promote { at, member } => {
                self.is_changed = true;
                let body = json!({ "ID": self.number(*member) });
                self.post(*at, "/v3/cluster/member/promote", &body)
            }
            Action::Remove { at, member } => {
                self.is_changed = true;
                let body = json!({ "ID": self.number(*member) });
                self.post(*at, "/v3/cluster/member/remove", &body)
            }
            Action::Transfer(to) => self.transfer(*to),
            Action::Slow(_) | Action::Fast(_) => panic!("needs netem"),
        };
        self.asked.push(asked);
    }

    fn answers(&mut self) -> Vec<String> {
        let asked = std::mem::take(&mut self.asked);
        let answers: Vec<String> = asked.into_iter().map(|asked| asked.join().unwrap()).collect();
        // Whoever is refused gives up its name.
        for (place, id) in std::mem::take(&mut self.adds) {
            let answer = &answers[place];
            if answer.starts_with("etcdserver: ") && !answer.contains("timed out") {
                self.members.remove(&id);
            }
        }
        for (id, number) in self.known_members() {
            if let Some(member) = self.members.get_mut(&id) {
                member.number = Some(number);
            }
        }
        answers
    }

    fn settle(&mut self) {
        // Twice the same: between two looks nothing was under way.
        let mut before = None;
        self.led = wait_until("a settled cluster", PATIENCE, || {
            let now = self.look();
            let is_same = before.as_ref() == Some(&now);
            before = Some(now.clone());
            match now {
                Ok(led) if is_same => Ok(led),
                Ok(led) => Err(format!("{led:?} once")),
                Err(why) => {
                    let logs =
                        self.members.keys().map(|id| format!("## {id}\n{}", tail(&self.log(*id))));
                    Err(format!("{why}\n{}", logs.collect::<Vec<_>>().join("\n")))
                }
            }
        });
    }

    fn wait(&mut self) {
        std::thread::sleep(HEALTHY);
    }

    fn state(&mut self) -> String {
        let sides = self.sides();
        let led = sides.iter().zip(&self.led);
        let mut all: Vec<String> = led.map(|(members, is_led)| side(members, *is_led)).collect();
        let running = self.running();
        for (id, member) in &self.members {
            if member.process.is_some() && !running.contains(id) {
                let log = self.log(*id);
                let end = ENDS.iter().find(|(words, _)| log.contains(words));
                let end = end.map_or_else(|| format!("ended\n{}", tail(&log)), |one| one.1.into());
                all.push(format!("{id} {end}"));
            }
        }
        all.join(", ")
    }
}

fn host(id: MemberId) -> usize {
    usize::from(id.0) - 1
}

fn peer_url(id: MemberId) -> String {
    format!("https://10.77.0.{}:2380", id.0)
}
