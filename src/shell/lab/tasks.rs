//! What the lab's screen asks for, done to the members.

use std::collections::BTreeMap;
use std::thread::sleep;
use std::time::{Duration, Instant};

use super::Explain;
use super::members::{Member, Shared, lock};
use crate::cluster::Hint as _;
use crate::lab::WhyFailed;
use crate::local::{Answer, LocalError, Process};
use crate::pki::KeyStock;
use crate::shell::now;
use crate::text::{fill, say};
use crate::ui::lab::{Failure, MemberState, News, Order, Task};

/// How long a member that is killed may take to be gone.
const END: Duration = Duration::from_secs(5);
/// How long the list of members may take.
const LIST: Duration = Duration::from_secs(5);

/// How often it is tried to add a member again that was removed a moment ago.
const TRIES: u32 = 5;
/// How long it is waited between.
const BETWEEN: Duration = Duration::from_secs(2);

/// What came of a task: what was said, or why it failed.
type Came = Result<String, String>;

impl Shared {
    /// Does a task, and tells what came of it.
    pub(super) fn perform(&self, task: Task) {
        let start = Instant::now();
        let number = task.number;
        let came = self.came(number, task.order).map_err(|said| failure(said, self.explain));
        self.tell(News::Ended(number, came, start.elapsed()));
    }

    fn came(&self, number: u64, order: Order) -> Came {
        match order {
            Order::Start(name) => self.start(number, &name),
            Order::Stop(name) => self.signal(number, &name, "TERM", Process::stop, None),
            Order::Kill(name) => self.signal(number, &name, "KILL", Process::kill, None),
            Order::Freeze(name) => {
                self.signal(number, &name, "STOP", Process::freeze, Some(MemberState::Frozen))
            }
            Order::Thaw(name) => {
                self.signal(number, &name, "CONT", Process::thaw, Some(MemberState::Running))
            }
            Order::Replace(name) => self.replace(number, &name),
            Order::Put { at, key, value } => {
                self.at(number, &at, &["put", &key, &value]).map(plain)
            }
            Order::Get { at, key, is_linearizable } => {
                let consistency = if is_linearizable { "l" } else { "s" };
                let consistency = format!("--consistency={consistency}");
                let arguments = ["get", &key, &consistency, "--print-value-only"];
                let value = self.at(number, &at, &arguments)?;
                Ok(if value.is_empty() { say("lab-read-nothing").to_owned() } else { value })
            }
            Order::Add { is_learner } => self.add(number, is_learner).map(|_| String::new()),
            Order::Promote(name) => {
                let id = self.id(&name)?;
                self.anywhere(number, &["member", "promote", &id]).map(plain)
            }
            Order::Remove(name) => self.remove(number, &name),
            Order::Transfer(name) => self.transfer(number, &name),
            Order::Etcdctl { at, words } => {
                let words: Vec<&str> = words.iter().map(String::as_str).collect();
                let url = self.with(&at, |member| member.launch.client_url.clone());
                let url = url.unwrap_or_default();
                self.tell(News::Command(number, self.etcdctl.typed(&[&url], &words)));
                all_said(&self.etcdctl.run(&[&url], &words))
            }
        }
    }

    fn start(&self, number: u64, name: &str) -> Came {
        let started = self.with(name, |member| {
            let process = Process::start(&member.launch, &self.programs)?;
            let id = process.id();
            member.process = Some(process);
            member.is_now(MemberState::Running);
            Ok::<_, LocalError>(id)
        });
        let id = started.unwrap_or(Ok(0)).map_err(|error| format!("{error}: {}", error.hint()))?;
        self.tell(News::State(name.to_owned(), MemberState::Running));
        self.tell(News::Command(number, format!("etcd --name={name} …  # {id}")));
        Ok(String::new())
    }

    fn signal(
        &self,
        number: u64,
        name: &str,
        signal: &str,
        work: fn(&mut Process) -> std::io::Result<()>,
        state: Option<MemberState>,
    ) -> Came {
        let came = self.with(name, |member| {
            member.process.as_mut().map(|process| (process.id(), work(process)))
        });
        let Some((id, came)) = came.flatten() else {
            return Err(say("lab-not-running").to_owned());
        };
        self.tell(News::Command(number, format!("kill -{signal} {id}")));
        came.map_err(|error| error.to_string())?;
        if let Some(state) = state {
            self.set(name, state);
        }
        Ok(String::new())
    }

    /// Runs etcdctl at one member.
    fn at(&self, number: u64, name: &str, arguments: &[&str]) -> Came {
        let url = self.with(name, |member| member.launch.client_url.clone());
        self.run(number, &[&url.unwrap_or_default()], arguments)
    }

    /// Runs etcdctl at all members that run and may answer.
    fn anywhere(&self, number: u64, arguments: &[&str]) -> Came {
        let urls = self.urls();
        let urls: Vec<&str> = urls.iter().map(String::as_str).collect();
        self.run(number, &urls, arguments)
    }

    fn urls(&self) -> Vec<String> {
        let members = self.members();
        let all = members.iter().flat_map(BTreeMap::values);
        let asked = |member: &&Member| {
            let is_learner = member.status.as_ref().map_or(member.is_learner, |one| one.is_learner);
            member.state == MemberState::Running && !is_learner
        };
        all.filter(asked).map(|member| member.launch.client_url.clone()).collect()
    }

    fn run(&self, number: u64, urls: &[&str], arguments: &[&str]) -> Came {
        self.tell(News::Command(number, self.etcdctl.typed(urls, arguments)));
        if urls.is_empty() {
            return Err(say("lab-reads-none").to_owned());
        }
        said(&self.etcdctl.run(urls, arguments))
    }

    /// A member's ID, as etcdctl takes it.
    fn id(&self, name: &str) -> Result<String, String> {
        let known = self.with(name, |member| {
            (member.status.as_ref().map(|status| status.id), member.launch.peer_urls.clone())
        });
        let Some((known, peers)) = known else { return Err(say("lab-not-running").to_owned()) };
        if let Some(id) = known.filter(|id| *id != 0) {
            return Ok(format!("{id:x}"));
        }
        let urls = self.urls();
        let urls: Vec<&str> = urls.iter().map(String::as_str).collect();
        let listed = self.etcdctl.members(&urls, LIST)?;
        let found = listed.iter().find(|one| one.name == name || one.peer_urls == peers);
        let found = found.ok_or_else(|| fill("lab-no-member", &[("other", &name)]))?;
        Ok(format!("{:x}", found.id))
    }

    /// Adds a member to the cluster; it isn't started.
    fn add(&self, number: u64, is_learner: bool) -> Result<String, String> {
        let taken = self.names();
        let taken: Vec<&str> = taken.iter().map(|(name, _)| name.as_str()).collect();
        let added = {
            let mut cluster = lock(&self.cluster);
            let Some(cluster) = cluster.as_mut() else { return Err(String::new()) };
            let added = cluster.add(&taken, now(), &KeyStock::default());
            added.map_err(|error| format!("{error}: {}", error.hint()))?
        };
        self.join(number, &added.name, &added.peer_url, is_learner)?;
        Ok(added.name)
    }

    /// Has the cluster take a member that has certificates, with nothing on its disk.
    fn join(&self, number: u64, name: &str, peer_url: &str, is_learner: bool) -> Came {
        let urls = format!("--peer-urls={peer_url}");
        let mut arguments = vec!["member", "add", name, &urls];
        if is_learner {
            arguments.push("--learner");
        }
        let others: Vec<(String, String)> =
            self.names().into_iter().filter(|(other, _)| other != name).collect();
        self.anywhere(number, &arguments)?;
        let launch = lock(&self.cluster).as_ref().and_then(|one| one.joining(name, &others));
        let Some(launch) = launch else { return Err(String::new()) };
        launch.wipe().map_err(|error| error.to_string())?;
        let member = Member::new(launch, is_learner);
        let seen = member.seen();
        if let Some(members) = self.members().as_mut() {
            members.insert(name.to_owned(), member);
        }
        self.tell(News::Joined(seen));
        Ok(String::new())
    }

    /// Those that are in the cluster, each with its first peer URL.
    fn names(&self) -> Vec<(String, String)> {
        let members = self.members();
        let all = members.iter().flat_map(BTreeMap::iter);
        let there = all.filter(|(_, member)| member.state != MemberState::Removed);
        let url = |member: &Member| member.launch.peer_urls.first().cloned().unwrap_or_default();
        there.map(|(name, member)| (name.clone(), url(member))).collect()
    }

    fn remove(&self, number: u64, name: &str) -> Came {
        let id = self.id(name)?;
        self.anywhere(number, &["member", "remove", &id])?;
        self.set(name, MemberState::Removed);
        Ok(String::new())
    }

    /// Removes a member, ends it, wipes its disk, adds it again and starts it: what a member that lost its data needs.
    /// Where it can't be removed, nothing else is done.
    fn replace(&self, number: u64, name: &str) -> Came {
        let id = self.id(name)?;
        self.anywhere(number, &["member", "remove", &id])?;
        let was = self.with(name, |member| {
            member.is_now(MemberState::Removed);
            if let Some(mut process) = member.process.take() {
                let _ = process.kill();
                process.wait(END);
            }
            let url = member.launch.peer_urls.first().cloned().unwrap_or_default();
            let is_learner = member.status.as_ref().map_or(member.is_learner, |one| one.is_learner);
            (url, is_learner)
        });
        let Some((url, is_learner)) = was else { return Err(String::new()) };
        self.tell(News::State(name.to_owned(), MemberState::Removed));
        let mut tries = 1..TRIES;
        while let Err(why) = self.join(number, name, &url, is_learner) {
            // A leader that was removed has a successor in a moment.
            tries.next().ok_or(why)?;
            sleep(BETWEEN);
        }
        self.start(number, name)
    }

    /// Hands leadership over: etcdctl has to ask the leader itself.
    fn transfer(&self, number: u64, name: &str) -> Came {
        let id = self.id(name)?;
        let leader = {
            let members = self.members();
            let mut all = members.iter().flat_map(BTreeMap::values);
            let leads = |member: &&Member| {
                let status =
                    member.status.as_ref().filter(|_| member.state == MemberState::Running);
                status.is_some_and(|status| status.leader == status.id)
            };
            all.find(leads).map(|member| member.launch.client_url.clone())
        };
        let leader = leader.ok_or_else(|| say("lab-no-leader").to_owned())?;
        self.run(number, &[&leader], &["move-leader", &id]).map(plain)
    }
}

/// A failure with what is behind what was complained of; of a change of members that is refused what to do about it, in
/// short, as little room is below a long command.
fn failure(said: String, explain: Explain) -> Failure {
    let last = said.lines().last().unwrap_or_default();
    let is_refused = WhyFailed::Unhealthy.words().is_some_and(|words| last.ends_with(words));
    let explained = if is_refused { vec![say("lab-unhealthy").to_owned()] } else { explain(last) };
    Failure { said, explained }
}

/// That it was done says all.
fn plain(_: String) -> String {
    String::new()
}

/// All that etcdctl said: it may answer part of a question and fail on the rest. What it complains of is last.
fn all_said(answer: &Answer) -> Came {
    if answer.is_success() || answer.exit.is_none() {
        return said(answer);
    }
    // Below what is printed stand warnings of the client in JSON.
    let is_said = |line: &&str| !line.trim().is_empty() && !line.starts_with('{');
    let complaints = answer.stderr.lines().filter(is_said);
    let complaints = complaints.map(|line| line.trim_start_matches("Error: "));
    Err(answer.stdout.lines().filter(is_said).chain(complaints).collect::<Vec<_>>().join("\n"))
}

/// What etcdctl said.
fn said(answer: &Answer) -> Came {
    if answer.is_success() {
        // `endpoint health` and others write to standard error.
        let said = if answer.stdout.is_empty() { &answer.stderr } else { &answer.stdout };
        return Ok(said.trim_end().to_owned());
    }
    match answer.exit {
        None if answer.stderr.is_empty() => Err(say("lab-took-too-long").to_owned()),
        _ => Err(answer.complaint()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_complained_of_last_is_explained() {
        let failed = |said: &str| failure(said.to_owned(), |line| vec![format!("of {line}")]);
        let health = failed("m1 is healthy\nunhealthy cluster");
        assert_eq!(health.said, "m1 is healthy\nunhealthy cluster");
        assert_eq!(health.explained, ["of unhealthy cluster"]);
    }

    #[test]
    fn a_refused_change_of_members_says_what_to_do() {
        let refused = failure("etcdserver: unhealthy cluster".to_owned(), |_| Vec::new());
        assert!(refused.explained[0].contains("wait and try again"), "{refused:?}");
    }
}
